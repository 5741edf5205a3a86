//! How a gateway is wanted.

use std::path::PathBuf;

use super::fault::FaultPlan;
use super::folder::Folder;
use super::keys::{Certified, Keys};
use super::record::Limits;
use super::stubs::{self, Stubs};
use super::{Gateway, kept};
use crate::error::Error;

/// Starts a [`Gateway`] as it is wanted. From [`Gateway::builder`].
///
/// ```
/// use wechatpay_chain::Gateway;
///
/// let gateway = Gateway::builder().port(0).start()?;
/// assert!(gateway.base_uri().starts_with("http://127.0.0.1:"));
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "call start()"]
pub struct GatewayBuilder {
    pub(super) port: u16,
    dir: Option<PathBuf>,
    new_keys: bool,
    tls: bool,
    stubs: Vec<PathBuf>,
    pub(super) faults: Vec<FaultPlan>,
    pub(super) kept: Limits,
}

impl GatewayBuilder {
    /// The port of 127.0.0.1; default: 0, which takes one that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Keeps its keys in this folder; default: nowhere.
    ///
    /// The first start makes the folder and the keys; later ones use the same keys, so that a
    /// client of them need not be configured again. What a merchant has is there under the names
    /// that WeChat Pay uses (`apiclient_key.pem`, `apiclient_cert.pem`, `pub_key.pem`, …), with
    /// `apiv3_key.txt`, and `config.toml` for the command `wechatpay`. What only WeChat Pay would
    /// have, its private keys, is in `platform/`. Certificates that were rotated are not kept.
    ///
    /// All files are readable by their owner alone. One that the gateway did not write is never
    /// overwritten, and one that was changed since is not used.
    ///
    /// ```
    /// use wechatpay_chain::Gateway;
    ///
    /// # let folder = std::env::temp_dir().join(format!("gateway-doc-{}", std::process::id()));
    /// let first = Gateway::builder().dir(&folder).start()?;
    /// let again = Gateway::builder().dir(&folder).start()?;
    /// assert_eq!(again.merchant_serial(), first.merchant_serial());
    /// # std::fs::remove_dir_all(&folder).unwrap();
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.dir = Some(dir.into());
        self
    }

    /// Whether the keys in the folder are made anew, in place of the gateway's own files; default:
    /// no.
    pub fn new_keys(mut self, new_keys: bool) -> Self {
        self.new_keys = new_keys;
        self
    }

    /// Whether it serves https; default: no. The certificate is one of its own, which
    /// [`Gateway::client_builder`] trusts, and others must be told to
    /// ([`Gateway::tls_certificate_pem`], or `tls_cert.pem` in the folder).
    ///
    /// ```
    /// use serde_json::json;
    /// use wechatpay_chain::Gateway;
    ///
    /// let gateway = Gateway::builder().tls(true).start()?;
    /// assert!(gateway.base_uri().starts_with("https://127.0.0.1:"));
    /// gateway.client()?.chain("v3/certificates").get(json!({}))?;
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn tls(mut self, tls: bool) -> Self {
        self.tls = tls;
        self
    }

    /// Adds the stubs of a JSON file, as [`Gateway::stubs`] does; of several files, the later ones
    /// replace what the earlier have for the same method and path.
    pub fn stubs_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.stubs.push(file.into());
        self
    }

    /// Plans a fault, as [`Gateway::fault`] does, before the first request can arrive.
    pub fn fault(mut self, plan: impl Into<FaultPlan>) -> Self {
        self.faults.push(plan.into());
        self
    }

    /// How many requests [`Gateway::requests`] and the page keep at most; default: 100,000. The
    /// oldest are dropped first. The last one that arrived is always kept.
    ///
    /// ```
    /// use wechatpay_chain::Gateway;
    ///
    /// let gateway = Gateway::builder().kept_requests(2).kept_bytes(1 << 20).start()?;
    /// let client = gateway.client()?;
    /// for _ in 0..3 {
    ///     client.chain("v3/certificates").get(())?;
    /// }
    /// assert_eq!(gateway.requests().len(), 2);
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn kept_requests(mut self, requests: usize) -> Self {
        self.kept.calls = requests;
        self
    }

    /// How many bytes the requests take at most that are kept, with their headers, their bodies and
    /// the first 8 KiB of the answers' bodies; default: 256 MiB. The oldest are dropped first.
    pub fn kept_bytes(mut self, bytes: usize) -> Self {
        self.kept.bytes = bytes;
        self
    }

    /// Makes new keys, unless its folder has some, and starts.
    ///
    /// # Errors
    ///
    /// As [`Gateway::start`]. [`ErrorKind::Io`](crate::ErrorKind::Io) also when the port is taken, or the folder can't be
    /// read or written; [`ErrorKind::Config`](crate::ErrorKind::Config), when a file in the folder is not the gateway's, or
    /// missing, or was changed; [`ErrorKind::Options`](crate::ErrorKind::Options), when a stub is
    /// none. Nothing was started then.
    pub fn start(self) -> Result<Gateway, Error> {
        Gateway::start_as(&self)
    }

    pub(super) fn folder(&self) -> Result<Option<Folder>, Error> {
        self.dir.as_deref().map(Folder::open).transpose()
    }

    pub(super) fn stubs(&self) -> Result<Vec<Stubs>, Error> {
        let loaded = self.stubs.iter().map(|file| stubs::load(file));
        Ok(loaded.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    pub(super) fn keys(&self, folder: Option<&Folder>) -> Result<Keys, Error> {
        let kept = folder.filter(|_| !self.new_keys).map(kept::load).transpose()?;
        kept.flatten().map_or_else(Keys::generate, Ok)
    }

    pub(super) fn tls_certificate(
        &self,
        folder: Option<&Folder>,
    ) -> Result<Option<Certified>, Error> {
        if !self.tls {
            return Ok(None);
        }
        let kept = folder.filter(|_| !self.new_keys).map(kept::load_tls).transpose()?;
        kept.flatten().map_or_else(Certified::for_tls, Ok).map(Some)
    }
}
