//! How a gateway is self.

use std::path::PathBuf;
use std::sync::Arc;

use super::check::Checker;
use super::fault::{FaultPlan, Plans};
use super::folder::Folder;
use super::keys::{self, Certified, Keys, MCHID};
use super::log::{Limits, RequestLog};
use super::observe::Observers;
use super::request::ReceivedRequest;
use super::routes::Routes;
use super::running::Gateway;
use super::server::{self, Server};
use super::shared::Shared;
use super::stubs::{self, Stubs};
use super::world::World;
use super::{certificates, commands, key_files};
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{Error, ErrorKind};

/// Starts a [`Gateway`] as it is self. From [`Gateway::builder`].
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
    port: u16,
    dir: Option<PathBuf>,
    new_keys: bool,
    tls: bool,
    stubs: Vec<PathBuf>,
    faults: Vec<FaultPlan>,
    kept: Limits,
    observers: Observers,
}

impl Gateway {
    /// Makes new keys and starts. It takes some tenths of a second, nearly all of it for the keys.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`], when it cannot listen on 127.0.0.1 or have a thread;
    /// [`ErrorKind::Crypto`], when OpenSSL cannot make keys.
    pub fn start() -> Result<Self, Error> {
        Self::builder().start()
    }

    /// Begins one whose settings are not all the default.
    pub fn builder() -> GatewayBuilder {
        GatewayBuilder::default()
    }
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

    /// Calls this function once for each finished request: when its response was made, before that
    /// is sent. Default: no function. Each call of `observe` adds one more.
    ///
    /// It sees the requests that [`Gateway::requests`] lists, and those that
    /// [`Fault::CutBefore`](super::Fault::CutBefore) cuts off; the latter have no
    /// [`status`](ReceivedRequest::status). The response waits for the function, so it must not
    /// block for long.
    ///
    /// ```
    /// use wechatpay_chain::Gateway;
    ///
    /// let gateway = Gateway::builder()
    ///     .observe(|request| println!("{} {}", request.method(), request.target()))
    ///     .start()?;
    /// gateway.client()?.chain("v3/certificates").get(())?;
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn observe(mut self, observer: impl Fn(&ReceivedRequest) + Send + Sync + 'static) -> Self {
        self.observers.add(observer);
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
        let folder = self.folder()?;
        let stubs = self.stubs()?;
        let keys = self.keys(folder.as_ref())?;
        let tls = self.tls_certificate(folder.as_ref())?;
        let acceptor = tls.as_ref().map(server::tls_acceptor).transpose()?;
        let listener = server::bind(self.port)?;
        let address = listener
            .local_addr()
            .map_err(|error| server::not_started(error, "its port is unknown"))?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let base_uri = format!("{scheme}://{address}/");
        if let Some(folder) = &folder {
            folder.write(&key_files::files(&keys, tls.as_ref(), &base_uri))?;
        }
        let keys = Arc::new(keys);
        let merchant = &keys.merchant;
        let key = merchant.certificate.public_key().map_err(|error| {
            Error::new(ErrorKind::Crypto, "the gateway's merchant certificate is unusable")
                .with_source(error)
        })?;
        let checker = Checker::new(MCHID, &merchant.serial, key);
        let merchant_key = PrivateKey::from_pem(&merchant.key_pem)?;
        let platform_key = PublicKey::from_pem(&keys.platform.certificate_pem)?;
        let public_key = PublicKey::from_pem(&keys.public_key.public_pem)?;
        let world = Arc::new(World::new(MCHID, scheme));
        let built_in = Routes::default();
        certificates::serve(&built_in, &keys);
        world.serve(&built_in);
        commands::serve(&built_in, &world, &keys);
        let shared = Arc::new(Shared {
            address,
            keys,
            checker,
            routes: Routes::default(),
            built_in,
            world,
            plans: Plans::of(self.faults),
            log: RequestLog::new(self.kept),
            observers: self.observers,
            scheme,
            token: keys::alphanumerics(32).map_err(|error| {
                Error::new(ErrorKind::Crypto, "OpenSSL has no random numbers").with_source(error)
            })?,
        });
        for stubs in stubs {
            stubs.add_to(&shared.routes);
        }
        Ok(Gateway {
            _server: Server::start(listener, acceptor, Arc::clone(&shared))?,
            shared,
            base_uri,
            tls_certificate_pem: tls.map(|tls| tls.certificate_pem),
            dir: folder.map(|folder| folder.path().to_owned()),
            merchant_key,
            platform_key,
            public_key,
        })
    }

    fn folder(&self) -> Result<Option<Folder>, Error> {
        self.dir.as_deref().map(Folder::open).transpose()
    }

    fn stubs(&self) -> Result<Vec<Stubs>, Error> {
        let loaded = self.stubs.iter().map(|file| stubs::load(file));
        Ok(loaded.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    fn keys(&self, folder: Option<&Folder>) -> Result<Keys, Error> {
        let kept = folder.filter(|_| !self.new_keys).map(key_files::load).transpose()?;
        kept.flatten().map_or_else(Keys::generate, Ok)
    }

    fn tls_certificate(&self, folder: Option<&Folder>) -> Result<Option<Certified>, Error> {
        if !self.tls {
            return Ok(None);
        }
        let kept = folder.filter(|_| !self.new_keys).map(key_files::load_tls).transpose()?;
        kept.flatten().map_or_else(Certified::for_tls, Ok).map(Some)
    }
}
