//! The settings of a gateway, and its start.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use super::access::{self, Access};
use super::check::Checker;
use super::control::Control;
use super::deliveries::Deliveries;
use super::fault::{FaultPlan, Plans};
use super::folder::Folder;
use super::key_mode::KeyMode;
use super::keys::{self, Certified, Keys, MCHID};
use super::log::{Limits, RequestLog};
use super::observe::Observers;
use super::proxy_certificate::ProxyCertificate;
use super::request::ReceivedRequest;
use super::routes::Routes;
use super::running::Gateway;
use super::server::Server;
use super::shared::Shared;
use super::stubs::StubFiles;
use super::world::World;
use super::{certificates, commands, key_files, listen, tls};
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{Error, ErrorKind};
use crate::language::{Lang, say};

/// Builds a [`Gateway`] with other settings than the defaults. Created by [`Gateway::builder`].
///
/// ```
/// use wechatpay_chain::Gateway;
///
/// let gateway = Gateway::builder().port(0).start()?;
/// assert!(gateway.base_uri().starts_with("http://127.0.0.1:"));
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "call start()"]
pub struct GatewayBuilder {
    port: u16,
    listen: Option<IpAddr>,
    allowed_hosts: Vec<String>,
    dir: Option<PathBuf>,
    new_keys: bool,
    keys: KeyMode,
    tls: bool,
    stubs: Vec<PathBuf>,
    faults: Vec<FaultPlan>,
    kept: Limits,
    observers: Observers,
    catalogue: bool,
    language: Lang,
    clock_speed: u32,
}

impl Default for GatewayBuilder {
    fn default() -> Self {
        Self {
            port: 0,
            listen: None,
            allowed_hosts: Vec::new(),
            dir: None,
            new_keys: false,
            keys: KeyMode::default(),
            tls: false,
            stubs: Vec::new(),
            faults: Vec::new(),
            kept: Limits::default(),
            observers: Observers::default(),
            catalogue: true,
            language: Lang::from_env(),
            clock_speed: 0,
        }
    }
}

impl Gateway {
    /// Generates keys and starts a gateway with the default settings. Generating the keys takes a few
    /// tenths of a second.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`], if it cannot listen on 127.0.0.1 or start a thread;
    /// [`ErrorKind::Crypto`], if OpenSSL cannot generate keys.
    pub fn start() -> Result<Self, Error> {
        Self::builder().start()
    }

    /// Returns a builder, for other settings than the defaults.
    pub fn builder() -> GatewayBuilder {
        GatewayBuilder::default()
    }
}

impl GatewayBuilder {
    /// Sets the port of 127.0.0.1, and of ::1 if the machine has it. Default: 0, which takes a free
    /// one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Listens on this address as well, for callers on other machines or in containers: `0.0.0.0` is
    /// all addresses of this machine. Default: only those of this machine that no other can reach.
    ///
    /// Whoever can reach the address can open the page, and pay orders there. Callers name the
    /// address itself, or a name of [`allow_host`](Self::allow_host).
    ///
    /// ```
    /// use std::net::Ipv4Addr;
    /// use wechatpay_chain::Gateway;
    ///
    /// let builder = Gateway::builder().listen(Ipv4Addr::UNSPECIFIED).allow_host("gateway");
    /// # let builder = Gateway::builder().listen(Ipv4Addr::LOCALHOST).allow_host("gateway");
    /// let gateway = builder.start()?;
    /// assert!(gateway.base_uri().starts_with("http://127.0.0.1:"));
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn listen(mut self, address: impl Into<IpAddr>) -> Self {
        self.listen = Some(address.into());
        self
    }

    /// Accepts requests whose `Host` is this name, with any port, such as `host.docker.internal` or
    /// the name of a container. Default: 127.0.0.1, \[::1\] and localhost, with the gateway's port,
    /// and WeChat Pay's API hosts. Each call adds one.
    ///
    /// A web page of another site can send requests to this machine by a name of its own. So add
    /// names that no other site can have.
    pub fn allow_host(mut self, name: impl Into<String>) -> Self {
        self.allowed_hosts.push(name.into());
        self
    }

    /// Sets which of WeChat Pay's keys the merchant has. Default: [`KeyMode::Switching`], both.
    pub fn keys(mut self, mode: KeyMode) -> Self {
        self.keys = mode;
        self
    }

    /// Keeps the gateway's keys in this folder. Default: they are not kept.
    ///
    /// The first start creates the folder and the keys. Later starts use the same keys, so a client
    /// does not have to be configured again. The merchant's files have WeChat Pay's names
    /// (`apiclient_key.pem`, `apiclient_cert.pem`, `pub_key.pem`, …); `apiv3_key.txt`, `apiv2_key.txt` and
    /// `config.toml`, for the command `wechatpay`, are there as well. The private keys that only
    /// WeChat Pay would have are in `platform/`. Certificates that were rotated are not kept.
    ///
    /// All files are readable only by their owner. The gateway never overwrites a file that it did
    /// not write, and does not use one that was changed. One gateway at a time uses a folder.
    ///
    /// ```
    /// use wechatpay_chain::Gateway;
    ///
    /// # let folder = std::env::temp_dir().join(format!("gateway-doc-{}", std::process::id()));
    /// let first = Gateway::builder().dir(&folder).start()?;
    /// let serial = first.merchant_serial().to_owned();
    /// drop(first);
    /// let again = Gateway::builder().dir(&folder).start()?;
    /// assert_eq!(again.merchant_serial(), serial);
    /// # std::fs::remove_dir_all(&folder).unwrap();
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.dir = Some(dir.into());
        self
    }

    /// Whether to generate new keys, which replace those that the gateway wrote to the folder.
    /// Default: false.
    pub fn new_keys(mut self, new_keys: bool) -> Self {
        self.new_keys = new_keys;
        self
    }

    /// Whether to serve https. Default: false. The gateway generates the certificate. Clients of
    /// [`Gateway::client_builder`] trust it; others must be configured to
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

    /// Adds the stubs of a JSON file, as [`Gateway::stubs`] does. If there are several files, a later
    /// file replaces an earlier one's stubs for the same method and path.
    ///
    /// A file that changes while the gateway runs is read again at the next request, and its `times`
    /// begin anew. If it has a mistake then, its stubs of before are kept, and the mistake is in
    /// [`ReceivedRequest::reason`].
    pub fn stubs_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.stubs.push(file.into());
        self
    }

    /// Whether documented endpoints without a handler get a sample response, after the request was
    /// checked by the [`catalogue`](crate::catalogue). Default: true. Otherwise their paths are a 404.
    ///
    /// ```
    /// use wechatpay_chain::Gateway;
    ///
    /// let gateway = Gateway::builder().catalogue(false).start()?;
    /// let error = gateway.client()?.chain("v3/marketing/favor/stocks").get(()).unwrap_err();
    /// assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn catalogue(mut self, catalogue: bool) -> Self {
        self.catalogue = catalogue;
        self
    }

    /// Sets the language of the gateway's own messages: its refusals and [`ReceivedRequest::reason`].
    /// Default: [`Lang::from_env`]. A refused request that prefers one of the two by
    /// `Accept-Language` gets its refusal in that one.
    ///
    /// In Chinese a `message` begins with WeChat Pay's own words.
    ///
    /// ```
    /// use wechatpay_chain::{Gateway, Lang};
    ///
    /// let gateway = Gateway::builder().language(Lang::Chinese).start()?;
    /// let error = gateway.client()?.chain("v3/none").get(()).unwrap_err();
    /// assert!(error.api().is_some_and(|api| api.message.starts_with("接口不存在")));
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn language(mut self, language: Lang) -> Self {
        self.language = language;
        self
    }

    /// Plans a fault, as [`Gateway::fault`] does, but before the first request can arrive.
    pub fn fault(mut self, plan: impl Into<FaultPlan>) -> Self {
        self.faults.push(plan.into());
        self
    }

    /// The maximum number of requests that [`Gateway::requests`] and the page keep. Default: 100,000.
    /// The oldest are dropped first; the newest is always kept.
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

    /// The maximum size of the requests that are kept, in bytes, including headers, bodies and the
    /// first 8 KiB of each response's body. Default: 256 MiB. The oldest are dropped first.
    pub fn kept_bytes(mut self, bytes: usize) -> Self {
        self.kept.bytes = bytes;
        self
    }

    /// How many times as fast as time the gateway's clock goes, by which it repeats notifications that
    /// were not accepted: 1 repeats them when WeChat Pay would, 60 the first after a quarter of a
    /// second. Default: 0, so nothing is repeated until [`Gateway::advance`].
    ///
    /// ```
    /// use wechatpay_chain::Gateway;
    ///
    /// let gateway = Gateway::builder().clock_speed(60).start()?;
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn clock_speed(mut self, speed: u32) -> Self {
        self.clock_speed = speed;
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

    /// Starts the gateway, with new keys unless its folder has some.
    ///
    /// # Errors
    ///
    /// The same as [`Gateway::start`]. In addition, [`ErrorKind::Io`] if the port is taken or the
    /// folder cannot be read or written; [`ErrorKind::Config`] if a file in the folder was changed,
    /// is missing, or was not written by the gateway, if another gateway is using the folder, or if an
    /// allowed host is not a host name; [`ErrorKind::Options`] if a stub or a
    /// [fault](FaultPlan::check) is invalid.
    /// Nothing is started then.
    pub fn start(self) -> Result<Gateway, Error> {
        let allowed = access::host_names(&self.allowed_hosts)?;
        let folder = self.folder()?;
        let stubs = StubFiles::load(&self.stubs)?;
        self.faults.iter().try_for_each(FaultPlan::check)?;
        let mut keys = self.load_keys(folder.as_ref())?;
        keys.mode = self.keys;
        let tls = self.tls_certificate(folder.as_ref())?;
        let acceptor = tls.as_ref().map(|tls| tls::acceptor(&tls.certificate, &tls.key));
        let acceptor = acceptor.transpose()?;
        let proxy = self.proxy_certificate(folder.as_ref())?;
        let listeners = listen::bind(self.listen, self.port)?;
        let port = listen::port_of(&listeners[0])?;
        let access = Access::new(port, self.listen.is_some(), allowed);
        let scheme = if tls.is_some() { "https" } else { "http" };
        let base_uri = format!("{scheme}://127.0.0.1:{port}/");
        if let Some(folder) = &folder {
            let files = key_files::files(&keys, tls.as_ref(), &proxy, &base_uri);
            folder.write(&files, &key_files::OF_SOME_MODES)?;
        }
        let keys = Arc::new(keys);
        let merchant = &keys.merchant;
        let key = merchant.certificate.public_key().map_err(|error| {
            let message = say!(
                "the gateway's merchant certificate is unusable",
                "网关的商户 API 证书无法使用"
            );
            Error::new(ErrorKind::Crypto, message).with_source(error)
        })?;
        let checker = Checker::new(MCHID, &merchant.serial, key);
        let merchant_key = PrivateKey::from_pem(&merchant.key_pem)?;
        let platform_key = PublicKey::from_pem(&keys.platform.certificate_pem)?;
        let public_key = PublicKey::from_pem(&keys.public_key.public_pem)?;
        let deliveries = Arc::new(Deliveries::new(Arc::clone(&keys), self.clock_speed));
        let world = Arc::new(World::new(Arc::clone(&deliveries), scheme));
        let log = Arc::new(RequestLog::new(self.kept));
        let (routes, stubs) = (Arc::new(Routes::default()), Arc::new(stubs));
        let control = Arc::new(Control {
            world: Arc::clone(&world),
            keys: Arc::clone(&keys),
            deliveries: Arc::clone(&deliveries),
            log: Arc::clone(&log),
            folder: folder.as_ref().map(|folder| folder.path().to_owned()),
            routes: Arc::clone(&routes),
            stubs: Arc::clone(&stubs),
        });
        let built_in = Routes::default();
        certificates::serve(&built_in, &keys);
        world.serve(&built_in);
        world.serve_v2(&built_in);
        commands::serve(&built_in, &control);
        let shared = Arc::new(Shared {
            #[cfg(test)]
            address: (std::net::Ipv4Addr::LOCALHOST, port).into(),
            access,
            proxy: tls::acceptor(&proxy.certificate, &proxy.key)?,
            keys,
            checker,
            routes,
            stubs,
            built_in,
            catalogue: self.catalogue,
            language: self.language,
            world,
            deliveries,
            control,
            plans: Plans::of(self.faults),
            log,
            observers: self.observers,
            token: keys::alphanumerics(32).map_err(|error| {
                let message = say!("OpenSSL has no random numbers", "OpenSSL 无法生成随机数");
                Error::new(ErrorKind::Crypto, message).with_source(error)
            })?,
        });
        shared.stubs.add_to(&shared.routes, &shared.keys);
        Ok(Gateway {
            _server: Server::start(listeners, acceptor, Arc::clone(&shared))?,
            shared,
            base_uri,
            tls_certificate_pem: tls.map(|tls| tls.certificate_pem),
            proxy_ca_pem: proxy.authority_pem,
            dir: folder.as_ref().map(|folder| folder.path().to_owned()),
            _lock: folder.map(Folder::into_lock),
            merchant_key,
            platform_key,
            public_key,
        })
    }

    fn folder(&self) -> Result<Option<Folder>, Error> {
        self.dir.as_deref().map(Folder::open).transpose()
    }

    fn load_keys(&self, folder: Option<&Folder>) -> Result<Keys, Error> {
        let kept = folder.filter(|_| !self.new_keys).map(key_files::load).transpose()?;
        kept.flatten().map_or_else(Keys::generate, Ok)
    }

    fn proxy_certificate(&self, folder: Option<&Folder>) -> Result<ProxyCertificate, Error> {
        let kept = folder.filter(|_| !self.new_keys).map(key_files::load_proxy).transpose()?;
        kept.flatten().map_or_else(ProxyCertificate::generate, Ok)
    }

    fn tls_certificate(&self, folder: Option<&Folder>) -> Result<Option<Certified>, Error> {
        if !self.tls {
            return Ok(None);
        }
        let kept = folder.filter(|_| !self.new_keys).map(key_files::load_tls).transpose()?;
        kept.flatten().map_or_else(Certified::for_tls, Ok).map(Some)
    }
}
