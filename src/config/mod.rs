//! The client's builder: what a merchant has, and what a connection needs.

mod build;
mod identity;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};
use tower::{Layer, Service};
use zeroize::Zeroizing;

use self::build::{Assembled, assemble};
pub(crate) use self::identity::{Merchant, platform_keys, refuse_expired};
use crate::body::Body;
use crate::certificates::Refresh;
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{BoxError, Error};
use crate::middleware::{SignLayer, Signer, Verifier, VerifyLayer};
use crate::options::Timeout;
use crate::resend::{Failover, Retry};
use crate::transport::{HttpService, Proxy, erase};

const USER_AGENT_DEFAULT: &str =
    concat!("wechatpay-chain/", env!("CARGO_PKG_VERSION"), " (rust; ", env!("CARGO_PKG_NAME"), ")");

type AddLayer = Box<dyn FnOnce(HttpService) -> HttpService + Send>;
type AddSigning = Box<dyn Fn(SignLayer, VerifyLayer) -> Assembled + Send>;

/// Builds a [`Client`](crate::Client). Needed are [`mchid`](Self::mchid), [`serial`](Self::serial),
/// [`private_key`](Self::private_key) and at least one [`platform_key`](Self::platform_key); all
/// else has a default.
///
/// Mistakes wait until [`build`](Self::build).
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
    transport: Option<AddSigning>,
    layers: Vec<AddLayer>,
    /// Whether it is a client of the gateway, which sends nothing beyond this machine.
    #[cfg(feature = "gateway")]
    stand_in: bool,
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
            #[cfg(feature = "gateway")]
            stand_in: false,
        }
    }
}

impl ClientBuilder {
    /// A builder of clients of the gateway, which send nothing beyond this machine.
    #[cfg(feature = "gateway")]
    pub(crate) fn of_stand_in() -> Self {
        Self { stand_in: true, ..Self::default() }
    }

    /// The merchant's number, such as `1900000109`; a service provider gives its own.
    pub fn mchid(mut self, mchid: impl Into<String>) -> Self {
        self.mchid = Some(mchid.into());
        self
    }

    /// The serial number of the merchant's certificate (`apiclient_cert.pem`), 40 hexadecimal
    /// digits. Zeros before those are left out.
    pub fn serial(mut self, serial: impl Into<String>) -> Self {
        self.serial = Some(serial.into());
        self
    }

    /// The merchant's private key (`apiclient_key.pem`).
    pub fn private_key(mut self, key: PrivateKey) -> Self {
        self.private_key = Some(key);
        self
    }

    /// A key that responses are verified with: a platform certificate by its serial number, or WeChat
    /// Pay's public key by its id (`PUB_KEY_ID_…`). Repeatable, since during a switch responses may
    /// be signed with either.
    ///
    /// A certificate is believed while it is valid by the [`clock`](Self::clock). The merchant's
    /// own key, and a key under the other kind's name, are refused by [`build`](Self::build); so
    /// are certificates that have all expired, unless certificates are downloaded.
    pub fn platform_key(mut self, serial: impl Into<String>, key: PublicKey) -> Self {
        self.platform_keys.push((serial.into(), key));
        self
    }

    /// The APIv3 key, 32 bytes, that notifications and certificates are encrypted with.
    pub fn apiv3_key(mut self, key: impl AsRef<[u8]>) -> Self {
        self.apiv3_key = Some(key.as_ref().to_vec().into());
        self
    }

    /// Has platform certificates downloaded: before the first call when no key is known, when an
    /// response needs one that is not, and in intervals if that is set. It needs the [`apiv3_key`](Self::apiv3_key), and takes the place
    /// of [`platform_key`](Self::platform_key)s or works beside them. See
    /// [`certificates`](crate::certificates).
    pub fn download_certificates(mut self, refresh: Refresh) -> Self {
        self.download_certificates = Some(refresh);
        self
    }

    /// The base that paths are resolved against; default: `https://api.mch.weixin.qq.com/`. Its
    /// host is trusted. Plain http is for loopback only.
    pub fn base_uri(mut self, base_uri: impl Into<String>) -> Self {
        self.base_uri = base_uri.into();
        self
    }

    /// The longest that a whole call may take, from the connection to the response's last byte;
    /// default: 30 s; 0 for no limit. Of a download it is what
    /// [`Options::timeout`](crate::Options::timeout) says.
    pub fn timeout(mut self, timeout: impl Into<Timeout>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// The longest that DNS, TCP, proxy and TLS together may take; default: 5 s; 0 for no limit. It
    /// is the default transport's.
    pub fn connect_timeout(mut self, timeout: impl Into<Timeout>) -> Self {
        self.connect_timeout = timeout.into();
        self
    }

    /// A proxy, `http://host:port` or `http://user:password@host:port`, for all but this machine;
    /// default: what the environment says.
    ///
    /// It is asked to `CONNECT`, so that TLS goes through it to WeChat Pay: it learns the host's
    /// name, and nothing of the call. Proxies of other kinds (`https://`, `socks5://`) are not
    /// spoken. It is the default transport's.
    ///
    /// By default the first of the variables `https_proxy`, `HTTPS_PROXY`, `all_proxy` and
    /// `ALL_PROXY` names a proxy, and `no_proxy` or `NO_PROXY` the hosts to reach without one. A
    /// variable that can't be read is an error of the call.
    pub fn proxy(mut self, proxy: impl AsRef<str>) -> Self {
        self.proxy = Proxy::parse(proxy.as_ref());
        self
    }

    /// Connects without a proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Ok(Proxy::None);
        self
    }

    /// The largest response that is held in memory, in bytes, as it is sent and when decoded;
    /// default: 64 MiB. What goes to a file as it comes (a bill, a statement) has no limit.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Asks another address when the base_uri's can't be reached; default: none is asked.
    pub fn failover(mut self, failover: Failover) -> Self {
        self.failover = Some(failover);
        self
    }

    /// Sends a call again that is answered by 429 or 5xx; default: it is not.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Lets signed requests go to another host, `host` (port 443) or `host:port`, beside the
    /// base_uri's and WeChat Pay's. Repeatable.
    pub fn trust_host(mut self, host: impl Into<String>) -> Self {
        self.trusted_hosts.push(host.into());
        self
    }

    /// A CA certificate (PEM) to trust for TLS beside the system's: a company proxy's, say.
    /// Repeatable. It is the default transport's.
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.root_certificates.push(pem.as_ref().to_vec());
        self
    }

    /// The `User-Agent`; default: this crate's name and version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// The clock that requests are stamped and responses are checked by; default:
    /// [`SystemTime::now`].
    pub fn clock(mut self, clock: fn() -> SystemTime) -> Self {
        self.clock = clock;
        self
    }

    /// Signs in place of [`mchid`](Self::mchid), [`serial`](Self::serial) and
    /// [`private_key`](Self::private_key): a KMS, an HSM, a signing service.
    pub fn signer(mut self, signer: impl Signer) -> Self {
        self.signer = Some(Arc::new(signer));
        self
    }

    /// Verifies in place of the [`platform_key`](Self::platform_key)s.
    pub fn verifier(mut self, verifier: impl Verifier) -> Self {
        self.verifier = Some(Arc::new(verifier));
        self
    }

    /// Sends in place of hyper. It gets requests that are signed and may go where they go; it must
    /// not follow redirects, and send each request at most once.
    pub fn transport<S, B>(mut self, transport: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let add = move |sign, verify| assemble(transport.clone(), sign, verify);
        self.transport = Some(Box::new(add));
        self
    }

    /// A tower layer around signing and verifying, such as tower-http's. Of several, the first is
    /// the outermost, as in tower's `ServiceBuilder`.
    ///
    /// It must carry the extensions of requests and responses along, and be careful with what it
    /// sends twice: this client never does.
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
