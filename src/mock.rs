//! Clients for tests, whose transport is the test's own (feature `gateway`): its responses are signed
//! on the way back, so that the client verifies them as WeChat Pay's.

use std::task::{Context, Poll};
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response};
use once_cell::sync::OnceCell;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use tower::Service;

use crate::body::Body;
use crate::client::Client;
use crate::config::ClientBuilder;
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{BoxError, Error, ErrorKind};
use crate::formatter::{Formatter, seconds_since_1970};
use crate::language::say;
use crate::middleware::{Rule, bytes_to_sign, rule};
use crate::promise::BoxFuture;
use crate::transport::{HttpService, erase};

/// Nobody's, by RFC 6761.
const BASE_URI: &str = "https://mock.invalid/";
const MCHID: &str = "1900000109";
const MERCHANT_SERIAL: &str = "4D4F434B00000000000000000000000000000000";
const PLATFORM_ID: &str = "PUB_KEY_ID_0000000000000000000000000000000";

impl Client {
    /// Creates a client for tests, whose requests go to `transport` and nowhere else. Requires the
    /// feature `gateway`.
    ///
    /// The responses need no signature: each is signed on its way back with a key that is made up for
    /// this process, and the client verifies it as always. Keys, merchant (`1900000109`) and base_uri
    /// (`https://mock.invalid/`) are made up, too, so WeChat Pay would refuse what such a client
    /// signs. Building it logs a warning.
    ///
    /// A response with a `Wechatpay-Signature` of its own stays as it is, so a test can return an
    /// invalid one. If the transport returns an error, the outcome is
    /// [`Unknown`](crate::Outcome::Unknown), as with any custom transport. The [`Gateway`](crate::Gateway)
    /// also checks the requests, and can break connections.
    ///
    /// ```
    /// use serde_json::{Value, json};
    /// use wechatpay_chain::tower::service_fn;
    /// use wechatpay_chain::{Body, Client, Outcome, ResponseExt, http};
    ///
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// let client = Client::for_tests(service_fn(|request: http::Request<Body>| async move {
    ///     let (status, body) = match request.uri().path() {
    ///         "/v3/pay/transactions/id/4200001" => (200, json!({"trade_state": "SUCCESS"})),
    ///         _ => (404, json!({"code": "ORDER_NOT_EXIST", "message": "订单不存在"})),
    ///     };
    ///     http::Response::builder().status(status).body(body.to_string())
    /// }))?;
    ///
    /// let chain = client.chain("v3/pay/transactions/id/{transaction_id}");
    /// let order: Value = chain.get(json!({"transaction_id": "4200001"}))?.json()?;
    /// assert_eq!(order["trade_state"], "SUCCESS");
    ///
    /// let error = chain.get(json!({"transaction_id": "7"})).unwrap_err();
    /// assert_eq!(error.outcome(), Outcome::Refused);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`], if no key can be made.
    #[cfg_attr(docsrs, doc(cfg(feature = "gateway")))]
    pub fn for_tests<S, B>(transport: S) -> Result<Self, Error>
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        ClientBuilder::for_tests(transport)?.build()
    }
}

impl ClientBuilder {
    /// The builder of [`Client::for_tests`], for a client with your own layers, retries or timeouts.
    /// Requires the feature `gateway`.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use wechatpay_chain::tower::service_fn;
    /// use wechatpay_chain::{Body, ClientBuilder, ErrorKind, http};
    ///
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// let silent = service_fn(|_: http::Request<Body>| {
    ///     std::future::pending::<Result<http::Response<String>, std::io::Error>>()
    /// });
    /// let client = ClientBuilder::for_tests(silent)?.timeout(Duration::from_millis(10)).build()?;
    /// let error = client.chain("v3/certificates").get(()).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Timeout);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`], if no key can be made. [`build`](Self::build) refuses a
    /// [`transport`](Self::transport), which would take the place of this one.
    #[cfg_attr(docsrs, doc(cfg(feature = "gateway")))]
    pub fn for_tests<S, B>(transport: S) -> Result<Self, Error>
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let keys = Keys::of_process()?;
        let builder = Self::of_mock(erase(transport))
            .base_uri(BASE_URI)
            .mchid(MCHID)
            .serial(MERCHANT_SERIAL)
            .private_key(keys.merchant.clone())
            .platform_key(PLATFORM_ID, keys.platform_public.clone());
        Ok(builder)
    }
}

/// Made up once per process, since that takes time.
struct Keys {
    merchant: PrivateKey,
    platform: PrivateKey,
    platform_public: PublicKey,
}

impl Keys {
    fn of_process() -> Result<&'static Self, Error> {
        static KEYS: OnceCell<Keys> = OnceCell::new();
        KEYS.get_or_try_init(|| {
            Self::generate().map_err(|error| {
                let message = say!(
                    "the keys of a client for tests could not be made: {error}",
                    "无法生成测试客户端的密钥：{error}"
                );
                Error::new(ErrorKind::Crypto, message).with_source(error)
            })
        })
    }

    fn generate() -> Result<Self, BoxError> {
        let (merchant, platform) = (Rsa::generate(2048)?, PKey::from_rsa(Rsa::generate(2048)?)?);
        let merchant = PKey::from_rsa(merchant)?;
        Ok(Self {
            merchant: PrivateKey::from_pem(merchant.private_key_to_pem_pkcs8()?)?,
            platform: PrivateKey::from_pem(platform.private_key_to_pem_pkcs8()?)?,
            platform_public: PublicKey::from_pem(platform.public_key_to_pem()?)?,
        })
    }
}

/// The test's transport, with signatures.
#[derive(Clone)]
pub(crate) struct Mock {
    pub(crate) transport: HttpService,
    /// The client's.
    pub(crate) clock: fn() -> SystemTime,
}

impl Service<Request<Body>> for Mock {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Body>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.transport.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let rule = rule(request.method(), request.uri().path());
        let response = self.transport.call(request);
        let clock = self.clock;
        Box::pin(async move {
            let (mut parts, body) = response.await?.into_parts();
            let is_download = rule == Rule::Exempt && parts.status.is_success();
            if is_download || parts.headers.contains_key("wechatpay-signature") {
                return Ok(Response::from_parts(parts, body));
            }
            let body = body.into_bytes().await?;
            let signed = bytes_to_sign(rule, &parts.headers, &body);
            sign(&mut parts.headers, &signed, clock())?;
            Ok(Response::from_parts(parts, body.into()))
        })
    }
}

fn sign(headers: &mut HeaderMap, body: &[u8], now: SystemTime) -> Result<(), BoxError> {
    let (timestamp, nonce) = (seconds_since_1970(now).to_string(), Formatter::nonce(32));
    let message = Formatter::response(&timestamp, &nonce, body);
    let signature = Keys::of_process()?.platform.sign(&message)?;
    headers.insert("wechatpay-serial", HeaderValue::from_static(PLATFORM_ID));
    headers.insert("wechatpay-timestamp", timestamp.try_into()?);
    headers.insert("wechatpay-nonce", nonce.try_into()?);
    headers.insert("wechatpay-signature", signature.try_into()?);
    Ok(())
}
