//! The client's builder: what a merchant has, and what a connection needs.

mod build;
mod identity;
mod v2;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};
use tower::{Layer, Service};
use zeroize::Zeroizing;

pub(crate) use self::identity::{Merchant, platform_keys, refuse_expired};
use crate::body::Body;
use crate::certificates::Refresh;
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{BoxError, Error};
use crate::middleware::{Signer, Verifier};
use crate::options::Timeout;
use crate::resend::{Failover, Retry};
use crate::settings::Origin;
use crate::transport::{HttpService, Proxy, erase};

const USER_AGENT_DEFAULT: &str =
    concat!("wechatpay-chain/", env!("CARGO_PKG_VERSION"), " (rust; ", env!("CARGO_PKG_NAME"), ")");

type AddLayer = Box<dyn FnOnce(HttpService) -> HttpService + Send>;

/// Builds a [`Client`](crate::Client).
///
/// APIv2 alone needs [`mchid`](Self::mchid) and [`secret`](Self::secret). Otherwise required are
/// [`mchid`](Self::mchid), [`serial`](Self::serial), [`private_key`](Self::private_key),
/// and a [`platform_key`](Self::platform_key) or
/// [`download_certificates`](Self::download_certificates). Everything else has a default.
///
/// No setter fails: [`build`](Self::build) reports what is missing or invalid. [`from_env`](Self::from_env)
/// and [`from_profile`](Self::from_profile) start with what is configured outside of the program.
///
/// ```no_run
/// use std::time::Duration;
/// use wechatpay_chain::{Client, Failover, PrivateKey, PublicKey};
///
/// # fn main() -> Result<(), wechatpay_chain::Error> {
/// let client = Client::builder()
///     .mchid("1900000109")
///     .serial("3775B6A45ACD588826D15E583A95F5DD00000000")
///     .private_key(PrivateKey::from_file("apiclient_key.pem")?)
///     .platform_key("PUB_KEY_ID_0114232134912410000000000000", PublicKey::from_file("pub_key.pem")?)
///     .timeout(Duration::from_secs(10))
///     .failover(Failover::wechat())
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "call build()"]
pub struct ClientBuilder {
    mchid: Option<String>,
    serial: Option<String>,
    private_key: Option<PrivateKey>,
    platform_keys: Vec<(String, PublicKey)>,
    apiv3_key: Option<Zeroizing<Vec<u8>>>,
    download_certificates: Option<Refresh>,
    base_uri: String,
    timeout: Timeout,
    connect_timeout: Timeout,
    proxy: Result<Proxy, Error>,
    max_response_size: usize,
    failover: Option<Failover>,
    retry: Option<Retry>,
    trusted_hosts: Vec<String>,
    root_certificates: Vec<Vec<u8>>,
    user_agent: String,
    clock: fn() -> SystemTime,
    signer: Option<Arc<dyn Signer>>,
    verifier: Option<Arc<dyn Verifier>>,
    transport: Option<HttpService>,
    layers: Vec<AddLayer>,
    v2: V2Settings,
    #[cfg(feature = "catalogue")]
    check: crate::Check,
    /// What configured it in place of the program: errors name its variables.
    origin: Option<Origin>,
    /// Whether it is a client of the gateway, which sends nothing beyond this machine.
    #[cfg(feature = "gateway")]
    stand_in: bool,
    /// A test's own transport, whose responses are signed for it.
    #[cfg(feature = "gateway")]
    mock: Option<HttpService>,
}

/// The settings of APIv2.
#[derive(Default)]
struct V2Settings {
    secret: Option<Zeroizing<Vec<u8>>>,
    certificate: Option<Zeroizing<Vec<u8>>>,
    /// Whether the serial number came along with the certificate, and was not given itself.
    has_certificates_serial: bool,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            mchid: None,
            serial: None,
            private_key: None,
            platform_keys: Vec::new(),
            apiv3_key: None,
            download_certificates: None,
            base_uri: "https://api.mch.weixin.qq.com/".to_owned(),
            timeout: Duration::from_secs(30).into(),
            connect_timeout: Duration::from_secs(5).into(),
            proxy: Ok(Proxy::Environment),
            max_response_size: 64 << 20,
            failover: None,
            retry: None,
            trusted_hosts: Vec::new(),
            root_certificates: Vec::new(),
            user_agent: USER_AGENT_DEFAULT.to_owned(),
            clock: SystemTime::now,
            signer: None,
            verifier: None,
            transport: None,
            layers: Vec::new(),
            v2: V2Settings::default(),
            #[cfg(feature = "catalogue")]
            check: crate::Check::Off,
            origin: None,
            #[cfg(feature = "gateway")]
            stand_in: false,
            #[cfg(feature = "gateway")]
            mock: None,
        }
    }
}

impl ClientBuilder {
    /// A builder of clients of the gateway, which send nothing beyond this machine.
    #[cfg(feature = "gateway")]
    pub(crate) fn of_stand_in() -> Self {
        Self { stand_in: true, ..Self::default() }
    }

    /// A builder of the settings outside of the program.
    pub(crate) fn configured_by(origin: Origin) -> Self {
        Self { origin: Some(origin), ..Self::default() }
    }

    /// A builder of clients for tests, whose requests go to this service and nowhere else.
    #[cfg(feature = "gateway")]
    pub(crate) fn of_mock(mock: HttpService) -> Self {
        Self { mock: Some(mock), ..Self::default() }
    }

    /// Sets the merchant's number, such as `1900000109`. A service provider gives its own. Required.
    pub fn mchid(mut self, mchid: impl Into<String>) -> Self {
        self.mchid = Some(mchid.into());
        self
    }

    /// Sets the serial number of the merchant's certificate (`apiclient_cert.pem`): 40 hexadecimal
    /// digits, without leading zeros beyond those, in upper or lower case. Required.
    ///
    /// [`build`](Self::build) refuses what can't be one: other characters, fewer than 16 digits, more
    /// than 40. [`PemUtil::parse_certificate_serial_no`](crate::PemUtil::parse_certificate_serial_no)
    /// reads it from the file.
    pub fn serial(mut self, serial: impl Into<String>) -> Self {
        self.serial = Some(serial.into());
        self.v2.has_certificates_serial = false;
        self
    }

    /// Sets the merchant's private key (`apiclient_key.pem`), which signs the requests. Required.
    pub fn private_key(mut self, key: PrivateKey) -> Self {
        self.private_key = Some(key);
        self
    }

    /// Adds a key that responses are verified with: a platform certificate by its serial number, or
    /// WeChat Pay's public key by its id (`PUB_KEY_ID_…`).
    ///
    /// Can be called several times, since during a switch responses may be signed with either. A
    /// certificate is used only while it is valid according to the [`clock`](Self::clock).
    /// [`build`](Self::build) refuses the merchant's own key, a key under the other kind's name, and
    /// certificates that have all expired unless certificates are downloaded.
    pub fn platform_key(mut self, serial: impl Into<String>, key: PublicKey) -> Self {
        self.platform_keys.push((serial.into(), key));
        self
    }

    /// Sets the APIv3 key, 32 bytes, which decrypts notifications and downloaded certificates.
    pub fn apiv3_key(mut self, key: impl AsRef<[u8]>) -> Self {
        self.apiv3_key = Some(key.as_ref().to_vec().into());
        self
    }

    /// Downloads platform certificates: before the first call if no key is known, when a response
    /// names an unknown serial number, and at intervals if [`Refresh::every`] is set. Default: none
    /// are downloaded.
    ///
    /// Requires [`apiv3_key`](Self::apiv3_key). It replaces [`platform_key`](Self::platform_key) or
    /// works together with it. See [`certificates`](crate::certificates).
    pub fn download_certificates(mut self, refresh: Refresh) -> Self {
        self.download_certificates = Some(refresh);
        self
    }

    /// Sets the base that paths are resolved against. Default: `https://api.mch.weixin.qq.com/`.
    ///
    /// A path in it must end with `/`, since RFC 3986 drops its last segment otherwise:
    /// [`build`](Self::build) refuses `https://proxy.example/wechat`. Its host is trusted. Plain http is allowed for loopback addresses only.
    pub fn base_uri(mut self, base_uri: impl Into<String>) -> Self {
        self.base_uri = base_uri.into();
        self
    }

    /// Sets the timeout of a whole call, from connecting until the last byte of the response. Default:
    /// 30 s; 0 disables it.
    ///
    /// For downloads it limits the time to the response head, and then the longest gap between chunks:
    /// see [`Options::timeout`](crate::Options::timeout).
    pub fn timeout(mut self, timeout: impl Into<Timeout>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// Sets the timeout of connecting: DNS, TCP, proxy and TLS together. Default: 5 s; 0 disables it.
    /// Ignored if a custom [`transport`](Self::transport) is set.
    pub fn connect_timeout(mut self, timeout: impl Into<Timeout>) -> Self {
        self.connect_timeout = timeout.into();
        self
    }

    /// Sets the proxy, `http://host:port` or `http://user:password@host:port`, for all hosts except this
    /// machine. Default: the proxy of the environment. Ignored if a custom
    /// [`transport`](Self::transport) is set.
    ///
    /// The client asks the proxy to `CONNECT`, so TLS goes through it to WeChat Pay: the proxy learns
    /// the host's name and nothing of the call. Other kinds (`https://`, `socks5://`) are not
    /// supported.
    ///
    /// In the environment, the first of `https_proxy`, `HTTPS_PROXY`, `all_proxy` and `ALL_PROXY` names
    /// a proxy, and `no_proxy` or `NO_PROXY` the hosts to reach without it. A variable that can't be
    /// read is an error of the call.
    pub fn proxy(mut self, proxy: impl AsRef<str>) -> Self {
        self.proxy = Proxy::parse(proxy.as_ref());
        self
    }

    /// Connects without a proxy, and ignores the environment.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Ok(Proxy::None);
        self
    }

    /// Sets the largest response that is held in memory, in bytes, both as received and decoded.
    /// Default: 64 MiB. Responses that are streamed to a file (a bill, a statement) are not affected.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Tries another address when the base_uri's can't be reached. Default: no other address.
    pub fn failover(mut self, failover: Failover) -> Self {
        self.failover = Some(failover);
        self
    }

    /// Retries calls that got a 429 or 5xx. Default: no retries.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Compares the arguments of each call with WeChat Pay's documentation before anything is sent:
    /// unknown, missing and misplaced names, wrong types, plain values in fields that must be
    /// encrypted, another base that the endpoint needs. Default: [`Check::Off`](crate::Check::Off).
    /// Feature `catalogue`.
    ///
    /// An endpoint that is not in the [`catalogue`](crate::catalogue) is not checked, nor is a `body`
    /// given as text. The documentation is not always right, and WeChat Pay adds parameters: in
    /// production prefer [`Check::Warn`](crate::Check::Warn). An encrypted value is told by its form,
    /// Base64 of at least 256 bytes.
    ///
    /// ```
    /// use serde_json::json;
    /// use wechatpay_chain::{Check, Gateway};
    ///
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// let gateway = Gateway::start()?;
    /// let client = gateway.client_builder().check_arguments(Check::Error).build()?;
    /// let close = client.chain("v3/pay/transactions/out-trade-no/{out_trade_no}/close");
    /// let error = close.post(json!({"out_trade_no": "1", "json": {"mch_id": "1"}})).unwrap_err();
    /// assert!(error.to_string().contains("did you mean `mchid`?"));
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "catalogue")]
    pub fn check_arguments(mut self, check: crate::Check) -> Self {
        self.check = check;
        self
    }

    /// Allows signed requests to another host, `host` (port 443) or `host:port`. Can be called several
    /// times. Default: only the base_uri's host and WeChat Pay's.
    pub fn trust_host(mut self, host: impl Into<String>) -> Self {
        self.trusted_hosts.push(host.into());
        self
    }

    /// Adds a CA certificate (PEM) that is trusted for TLS in addition to the system's, for example a
    /// company proxy's. Can be called several times. Ignored if a custom [`transport`](Self::transport)
    /// is set.
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.root_certificates.push(pem.as_ref().to_vec());
        self
    }

    /// Sets the `User-Agent` header. Default: this crate's name and version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sets the clock that dates requests and checks responses. Default: [`SystemTime::now`].
    pub fn clock(mut self, clock: fn() -> SystemTime) -> Self {
        self.clock = clock;
        self
    }

    /// Signs requests with a KMS, an HSM or a signing service, and payment parameters, too, if it
    /// implements [`Signer::sign`]. It replaces [`mchid`](Self::mchid), [`serial`](Self::serial) and
    /// [`private_key`](Self::private_key). Only [`Client::app`](crate::Client::app) needs an
    /// [`mchid`](Self::mchid) all the same.
    pub fn signer(mut self, signer: impl Signer) -> Self {
        self.signer = Some(Arc::new(signer));
        self
    }

    /// Verifies responses with a service of your own. It replaces [`platform_key`](Self::platform_key).
    pub fn verifier(mut self, verifier: impl Verifier) -> Self {
        self.verifier = Some(Arc::new(verifier));
        self
    }

    /// Sets the service that sends requests. Default: hyper.
    ///
    /// It receives signed requests for trusted hosts only. It must not follow redirects, and must send
    /// each request at most once.
    pub fn transport<S, B>(mut self, transport: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.transport = Some(erase(transport));
        self
    }

    /// Adds a tower layer around signing and verifying, such as one of tower-http. The first layer is
    /// the outermost, as in tower's `ServiceBuilder`.
    ///
    /// A layer must keep the extensions of requests and responses. A layer that repeats requests is
    /// dangerous for payments; the client itself never repeats one unless [`failover`](Self::failover)
    /// or [`retry`](Self::retry) is set.
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: Layer<HttpService> + Send + 'static,
        L::Service: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request<Body>>>::Error: Into<BoxError>,
        <L::Service as Service<Request<Body>>>::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.layers.push(Box::new(move |inner| erase(layer.layer(inner))));
        self
    }
}
