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
use crate::language::say;
use crate::notification::NotificationParser;
use crate::path::{Flaw, Path};
use crate::sensitive::Sensitive;
use crate::signature::PlatformKeys;

/// A merchant's access to WeChat Pay's API.
///
/// Cheap to clone: clones share keys and connections. A client works on any thread and in any async
/// runtime.
///
/// ```no_run
/// use serde_json::json;
/// use wechatpay_chain::{Client, PrivateKey, PublicKey, ResponseExt};
///
/// # fn main() -> Result<(), wechatpay_chain::Error> {
/// let client = Client::builder()
///     .mchid("1900000109")
///     .serial("3775B6A45ACD588826D15E583A95F5DD00000000")
///     .private_key(PrivateKey::from_file("apiclient_key.pem")?)
///     .platform_key("PUB_KEY_ID_0114232134912410000000000000", PublicKey::from_file("pub_key.pem")?)
///     .build()?;
///
/// let order: serde_json::Value = client
///     .chain("v3/pay/transactions/id/{transaction_id}")
///     .get(json!({"transaction_id": "4200001", "query": {"mchid": "1900000109"}}))?
///     .json()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    certificates: Option<Certificates>,
    interned: Interned<Chain>,
}

impl Client {
    /// Starts building a client. See [`ClientBuilder`].
    #[doc(alias = "factory")]
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn new(inner: Inner, certificates: Option<Certificates>) -> Self {
        Self { inner: Arc::new(inner), certificates, interned: Interned::default() }
    }

    /// Starts a path with one segment, or with several separated by slashes.
    ///
    /// `camelCase` becomes `kebab-case`; `_name_` and `<name>` are the variable `{name}`. This can't
    /// fail: the verb reports an invalid path.
    ///
    /// ```no_run
    /// # let client = wechatpay_chain::Client::builder().build().unwrap();
    /// let chain = client.seg("v3").seg("pay").seg("transactions").seg("outTradeNo").seg("_out_trade_no_");
    /// assert_eq!(chain.path(), "v3/pay/transactions/out-trade-no/{out_trade_no}");
    /// ```
    pub fn seg(&self, segment: impl AsRef<str>) -> Chain {
        self.chain_of(Path::ROOT.join(segment.as_ref()))
    }

    /// The same as [`seg`](Self::seg), under its PHP name.
    pub fn chain(&self, path: impl AsRef<str>) -> Chain {
        self.seg(path)
    }

    /// Downloads a file from a link outside the API, such as an invoice's.
    ///
    /// The request has no signature, no Authorization, and no data of the merchant. It is sent by the
    /// client's transport, without the layers of [`ClientBuilder::layer`]. The link must begin with
    /// `https://`; plain http is only for this machine, and only if the client's own
    /// [`base_uri`](ClientBuilder::base_uri) is there, too. A redirection is an error. Errors, logs and
    /// `Debug` show only the scheme and host of a link, since whoever has the rest can use it.
    ///
    /// The file is not verified beyond TLS for the host: its [`Verification`](crate::Verification) is
    /// `Missing`. If WeChat Pay gave a hash with the link, check it with [`Download::hash`].
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

    /// Returns a parser of this merchant's notifications, with the client's platform keys, APIv3 key
    /// and clock. For several merchants at one address, see [`NotificationParser::builder`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the client has no APIv3 key, or has a
    /// [`verifier`](ClientBuilder::verifier) instead of platform keys.
    pub fn notifications(&self) -> Result<NotificationParser, Error> {
        NotificationParser::of_client(&self.inner.incoming)
    }

    /// Returns what encrypts and decrypts sensitive fields.
    ///
    /// It encrypts with the first configured public key of WeChat Pay; otherwise with the newest
    /// downloaded platform certificate; otherwise with the first configured one. Downloaded
    /// certificates are known after a call, or after
    /// [`Certificates::refresh`](crate::certificates::Certificates::refresh).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if no platform key is known, or the client has a
    /// [`verifier`](ClientBuilder::verifier) instead.
    pub fn sensitive(&self) -> Result<Sensitive, Error> {
        let incoming = &self.inner.incoming;
        let best = incoming.platform_keys.as_ref().and_then(PlatformKeys::best);
        let (serial, key) = best.ok_or_else(|| {
            Error::config(say!(
                "no platform key is known to encrypt with: give one by platform_key(), or refresh \
                 the downloaded certificates() first",
                "没有可用于加密的微信支付公钥或平台证书：请通过 platform_key() 传入，\
                 或先用 certificates() 的 refresh() 下载"
            ))
        })?;
        Ok(Sensitive::new(serial, key, incoming.private_key.clone()))
    }

    /// Returns the downloaded platform certificates; `None` without
    /// [`download_certificates`](ClientBuilder::download_certificates).
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
/// The chain is kept until this handle is dropped, so index by templates, never by values:
/// `client["v3/pay/transactions/id/{transaction_id}"]`.
impl Index<&str> for Client {
    type Output = Chain;

    fn index(&self, path: &str) -> &Chain {
        self.interned.get_or_insert(path, || self.chain(path))
    }
}

/// Shows the base_uri only, since a client holds keys.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_uri", self.inner.defaults.base.uri()).finish()
    }
}
