//! The client: where every chain begins.

use std::fmt;
use std::ops::Index;
use std::sync::Arc;

use crate::certificates::Certificates;
use crate::chain::{Chain, Interned};
use crate::config::ClientBuilder;
use crate::download::Download;
use crate::error::Error;
use crate::inner::Inner;
use crate::notification::NotificationParser;
use crate::path::{Flaw, Path};
use crate::sensitive::Sensitive;
use crate::signature::PlatformKeys;

/// A merchant's access to WeChat Pay's API.
///
/// Cheap to clone; clones share keys and connections. It works from any thread and any runtime.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    certificates: Option<Certificates>,
    interned: Interned<Chain>,
}

impl Client {
    /// Begins a client. See [`ClientBuilder`] for what it needs.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn new(inner: Inner, certificates: Option<Certificates>) -> Self {
        Self { inner: Arc::new(inner), certificates, interned: Interned::default() }
    }

    /// The chain of a path's first segment, or of several.
    ///
    /// `camelCase` becomes `kebab-case`, `_name_` and `<name>` are the variable `{name}`.
    /// Nothing can fail here: a path's mistakes are reported by the verb.
    pub fn seg(&self, segment: impl AsRef<str>) -> Chain {
        self.chain_of(Path::ROOT.join(segment.as_ref()))
    }

    /// The same as [`seg`](Self::seg), by the name it has in PHP.
    pub fn chain(&self, path: impl AsRef<str>) -> Chain {
        self.seg(path)
    }

    /// A file behind a link that WeChat Pay gives outside its API, such as an invoice's.
    ///
    /// The request bears no signature, no Authorization, and none of the merchant's data; it goes
    /// out beneath the layers of [`ClientBuilder::layer`], by the same transport. The link must be
    /// `https://…`; plain http goes to this machine only, and only for a client whose own
    /// [`base_uri`](ClientBuilder::base_uri) is there, too. A redirection is an error. Errors, logs
    /// and `Debug` show a link's scheme and host alone, since whoever has the rest can use it.
    ///
    /// Nobody vouches for what comes back, beyond TLS for the host: its
    /// [`Verification`](crate::Verification) is `Missing`. Where WeChat Pay gave a hash along with
    /// the link, have it checked by [`Download::hash`].
    ///
    /// ```no_run
    /// # fn invoice(client: &wechatpay_chain::Client, link: &str) -> Result<(), wechatpay_chain::Error> {
    /// client.download_unsigned(link).save("invoice.pdf")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download_unsigned(&self, url: impl Into<String>) -> Download {
        Download::of_link(Arc::clone(&self.inner), url.into())
    }

    fn chain_of(&self, path: Path) -> Chain {
        Chain::new(Arc::clone(&self.inner), path)
    }

    /// A parser of the notifications to this merchant: it has the client's platform keys, APIv3
    /// key and clock. For several merchants at one address, see [`NotificationParser::builder`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) when the client has no APIv3 key, or a
    /// [`verifier`](ClientBuilder::verifier) in place of platform keys.
    pub fn notifications(&self) -> Result<NotificationParser, Error> {
        NotificationParser::of_client(&self.inner.incoming)
    }

    /// What encrypts and decrypts sensitive fields: with WeChat Pay's public key if one is
    /// configured (the first), or else with the newest downloaded platform certificate, or the
    /// first configured one.
    ///
    /// Downloaded certificates are known after a call, or
    /// [`Certificates::refresh`](crate::certificates::Certificates::refresh).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) when no platform key is known, or a
    /// [`verifier`](ClientBuilder::verifier) stands in their place.
    pub fn sensitive(&self) -> Result<Sensitive, Error> {
        let incoming = &self.inner.incoming;
        let best = incoming.platform_keys.as_ref().and_then(PlatformKeys::best);
        let (serial, key) = best.ok_or_else(|| {
            Error::config(
                "no platform key is known to encrypt with: give one by platform_key(), or refresh \
                 the downloaded certificates() first",
            )
        })?;
        Ok(Sensitive::new(serial, key, incoming.private_key.clone()))
    }

    /// The platform certificates that the client has downloaded, with
    /// [`download_certificates`](ClientBuilder::download_certificates); `None` without.
    pub fn certificates(&self) -> Option<Certificates> {
        self.certificates.clone()
    }

    /// What `chain!` calls.
    #[doc(hidden)]
    pub fn __compiled(&self, (path, flaw): (&'static str, Option<Flaw>)) -> Chain {
        self.chain_of(Path::compiled(path, flaw))
    }
}

/// `client["v3/certificates"]`: the same as [`Client::chain`].
///
/// The chain lives as long as the client's handle. So index by templates, never by values:
/// `client["v3/pay/transactions/id/{transaction_id}"]`.
impl Index<&str> for Client {
    type Output = Chain;

    fn index(&self, path: &str) -> &Chain {
        self.interned.get_or_insert(path, || self.chain(path))
    }
}

/// Holds keys, so it shows none of its fields.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_uri", self.inner.defaults.base.uri()).finish()
    }
}
