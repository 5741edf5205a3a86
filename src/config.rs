//! The client's builder: what a merchant has, and what a connection needs.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use http::{Request, Response};
use native_tls::Certificate;
use tower::{Layer, Service, ServiceBuilder, ServiceExt};

use crate::body::Body;
use crate::client::{Client, Inner};
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{BoxError, Error};
use crate::middleware::{PlatformKeys, RsaSigner, SignLayer, Signer, Verifier, VerifyLayer};
use crate::options::Timeout;
use crate::pipeline::HttpService;
use crate::request::{Base, Defaults};
use crate::runtime;
use crate::transport::{Hosts, Http, HttpConfig, is_loopback};

const ACCEPTED: &str = "application/json, text/plain, application/x-gzip, application/pdf, \
                        image/png, image/*;q=0.5";
const JSON: &str = "application/json; charset=utf-8";
const USER_AGENT_DEFAULT: &str =
    concat!("wechatpay-chain/", env!("CARGO_PKG_VERSION"), " (rust; ", env!("CARGO_PKG_NAME"), ")");
/// The ids of WeChat Pay's public keys begin so; a certificate's serial number is hexadecimal.
const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_";

type AddLayer = Box<dyn FnOnce(HttpService) -> HttpService + Send>;
type AddSigning = Box<dyn FnOnce(SignLayer, VerifyLayer) -> HttpService + Send>;

/// Builds a [`Client`]. Needed are [`mchid`](Self::mchid), [`serial`](Self::serial),
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
    apiv3_key: Option<Vec<u8>>,
    base_uri: String,
    timeout: Timeout,
    connect_timeout: Timeout,
    trusted_hosts: Vec<String>,
    root_certificates: Vec<Vec<u8>>,
    user_agent: String,
    clock: fn() -> SystemTime,
    signer: Option<Arc<dyn Signer>>,
    verifier: Option<Arc<dyn Verifier>>,
    transport: Option<AddSigning>,
    layers: Vec<AddLayer>,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            mchid: None,
            serial: None,
            private_key: None,
            platform_keys: Vec::new(),
            apiv3_key: None,
            base_uri: "https://api.mch.weixin.qq.com/".to_owned(),
            timeout: Duration::from_secs(30).into(),
            connect_timeout: Duration::from_secs(5).into(),
            trusted_hosts: Vec::new(),
            root_certificates: Vec::new(),
            user_agent: USER_AGENT_DEFAULT.to_owned(),
            clock: SystemTime::now,
            signer: None,
            verifier: None,
            transport: None,
            layers: Vec::new(),
        }
    }
}

impl ClientBuilder {
    /// The merchant's number, such as `1900000109`; a service provider gives its own.
    pub fn mchid(mut self, mchid: impl Into<String>) -> Self {
        self.mchid = Some(mchid.into());
        self
    }

    /// The serial number of the merchant's certificate (`apiclient_cert.pem`), 40 hexadecimal
    /// digits.
    pub fn serial(mut self, serial: impl Into<String>) -> Self {
        self.serial = Some(serial.into());
        self
    }

    /// The merchant's private key (`apiclient_key.pem`).
    pub fn private_key(mut self, key: PrivateKey) -> Self {
        self.private_key = Some(key);
        self
    }

    /// A key that answers are verified with: a platform certificate by its serial number, or WeChat
    /// Pay's public key by its id (`PUB_KEY_ID_…`). Repeatable, since during a switch answers may
    /// be signed with either.
    pub fn platform_key(mut self, serial: impl Into<String>, key: PublicKey) -> Self {
        self.platform_keys.push((serial.into(), key));
        self
    }

    /// The APIv3 key, 32 bytes, that notifications and certificates are encrypted with.
    pub fn apiv3_key(mut self, key: impl AsRef<[u8]>) -> Self {
        self.apiv3_key = Some(key.as_ref().to_vec());
        self
    }

    /// The base that paths are resolved against; default: `https://api.mch.weixin.qq.com/`. Its
    /// host is trusted. Plain http is for loopback only.
    pub fn base_uri(mut self, base_uri: impl Into<String>) -> Self {
        self.base_uri = base_uri.into();
        self
    }

    /// The longest that a whole call may take, from the connection to the answer's last byte;
    /// default: 30 s; 0 for no limit.
    pub fn timeout(mut self, timeout: impl Into<Timeout>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// The longest that DNS, TCP and TLS together may take; default: 5 s; 0 for no limit. It is
    /// the default transport's.
    pub fn connect_timeout(mut self, timeout: impl Into<Timeout>) -> Self {
        self.connect_timeout = timeout.into();
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

    /// The clock that requests are stamped and answers are checked by; default:
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
        self.transport = Some(Box::new(|sign, verify| assemble(transport, sign, verify)));
        self
    }

    /// A tower layer around signing and verifying, such as tower-http's. Of several, the first is
    /// the outermost, as in tower's `ServiceBuilder`.
    ///
    /// It must carry the extensions of requests and answers along, and be careful with what it
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

    /// The client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config), naming what is missing or contradicts
    /// itself.
    pub fn build(self) -> Result<Client, Error> {
        let base = Base::parse(&self.base_uri).map_err(Error::config)?;
        let hosts = Arc::new(Hosts::new(base.uri(), &self.trusted_hosts)?);
        if is_loopback(base.uri().host().unwrap_or_default()) {
            tracing::warn!(
                base_uri = %base.uri(),
                "this client talks to a stand-in on this machine, not to WeChat Pay"
            );
        }
        if self.apiv3_key.as_ref().is_some_and(|key| key.len() != 32) {
            return Err(Error::config(
                "the APIv3 key must have 32 bytes: take the one set at pay.weixin.qq.com under API \
                 security, not the APIv2 key or a path",
            ));
        }
        let keys = platform_keys(self.platform_keys, self.serial.as_deref())?;
        let headers = default_headers(&self.user_agent, &keys)?;
        let verifier = match self.verifier {
            Some(verifier) => verifier,
            None if keys.is_empty() => {
                return Err(missing("platform_key", "a platform certificate or public key"));
            }
            None => Arc::new(PlatformKeys(keys.into_iter().collect::<HashMap<_, _>>())),
        };
        let signer = match self.signer {
            Some(signer) => signer,
            None => Arc::new(RsaSigner {
                mchid: field("mchid", "the merchant's number", self.mchid)?,
                serial: field("serial", "the merchant certificate's serial number", self.serial)?,
                key: self
                    .private_key
                    .ok_or_else(|| missing("private_key", "the merchant's private key"))?,
                clock: self.clock,
            }),
        };
        let sign = SignLayer { signer, hosts: Arc::clone(&hosts) };
        let verify = VerifyLayer { verifier, hosts: Arc::clone(&hosts), clock: self.clock };
        let service = match self.transport {
            Some(transport) => transport(sign, verify),
            None => {
                let http = Http::new(HttpConfig {
                    root_certificates: root_certificates(&self.root_certificates)?,
                    connect_timeout: self.connect_timeout.limit("connect_timeout")?,
                });
                assemble(http, sign, verify)
            }
        };
        Ok(Client::new(Inner {
            defaults: Defaults { base, headers, timeout: self.timeout.limit("timeout")? },
            hosts,
            service: with_layers(service, self.layers)?,
        }))
    }
}

/// Verify around sign around the transport.
fn assemble<S, B>(transport: S, sign: SignLayer, verify: VerifyLayer) -> HttpService
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    HttpService::new(ServiceBuilder::new().layer(verify).layer(sign).service(transport))
}

/// Any layer's service as one type, so that the next layer can wrap it.
fn erase<S, B>(service: S) -> HttpService
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    HttpService::new(service.map_response(|answer| answer.map(Body::stream)).map_err(Into::into))
}

fn with_layers(service: HttpService, layers: Vec<AddLayer>) -> Result<HttpService, Error> {
    if layers.is_empty() {
        return Ok(service);
    }
    // A layer such as tower's Buffer starts a task of its own, which must outlive any runtime of
    // the caller's.
    let _context = runtime::background()?.enter();
    Ok(layers.into_iter().rev().fold(service, |inner, add| add(inner)))
}

/// In the order given, so that the first public key's id is known.
fn platform_keys(
    keys: Vec<(String, PublicKey)>,
    merchant_serial: Option<&str>,
) -> Result<Vec<(String, PublicKey)>, Error> {
    for (serial, key) in &keys {
        let serials = [Some(serial.as_str()), key.certificate_serial()];
        if let Some(merchants) = merchant_serial
            && serials.into_iter().flatten().any(|serial| serial.eq_ignore_ascii_case(merchants))
        {
            return Err(Error::config(format!(
                "platform_key `{merchants}` is the merchant's own certificate (it has the serial \
                 number given by serial()): answers are signed by WeChat Pay, so give its public \
                 key (pub_key.pem with its PUB_KEY_ID_…) or a platform certificate, not \
                 apiclient_cert.pem"
            )));
        }
        plain("platform_key", serial)?;
    }
    Ok(keys)
}

fn default_headers(user_agent: &str, keys: &[(String, PublicKey)]) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ACCEPTED));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    let user_agent = HeaderValue::from_str(user_agent).map_err(|error| {
        Error::config("the user_agent has a control character: remove it").with_source(error)
    })?;
    headers.insert(USER_AGENT, user_agent);
    if let Some((id, _)) = keys.iter().find(|(serial, _)| serial.starts_with(PUBLIC_KEY_ID)) {
        let id = HeaderValue::from_str(id).map_err(|error| {
            Error::config("a platform_key's id is malformed").with_source(error)
        })?;
        headers.insert("wechatpay-serial", id);
    }
    Ok(headers)
}

fn root_certificates(pems: &[Vec<u8>]) -> Result<Vec<Certificate>, Error> {
    let parse = |pem: &Vec<u8>| {
        Certificate::from_pem(pem).map_err(|error| {
            Error::config(format!("a root_certificate is no PEM certificate: {error}"))
                .with_source(error)
        })
    };
    pems.iter().map(parse).collect()
}

fn field(name: &str, what: &str, value: Option<String>) -> Result<String, Error> {
    let value = value.filter(|value| !value.is_empty()).ok_or_else(|| missing(name, what))?;
    plain(name, &value)?;
    Ok(value)
}

/// It stands within quotes in a header.
fn plain(name: &str, value: &str) -> Result<(), Error> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    if !value.is_empty() && value.bytes().all(fits) {
        return Ok(());
    }
    let shown = value.chars().take(80).collect::<String>();
    Err(Error::config(format!(
        "{name} `{}` may hold letters, digits, `_` and `-` only: remove spaces and quotes",
        shown.escape_debug()
    )))
}

fn missing(name: &str, what: &str) -> Error {
    Error::config(format!("{what} is missing: give it to Client::builder() by {name}()"))
}
