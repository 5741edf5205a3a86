//! Signs a request, right before the transport.

use std::borrow::Cow;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderName, HeaderValue, Method, Request, Response, Uri};
use tower::{Layer, Service};

use crate::body::Body;
use crate::crypto::PrivateKey;
use crate::error::{BoxError, Error, ErrorKind, Outcome};
use crate::formatter::{Formatter, seconds_since_1970};
use crate::language::{Text, say};
use crate::promise::BoxFuture;
use crate::transport::{Call, Hosts, HttpService};

/// Makes the `Authorization` of a request. The built-in signer uses the merchant's [`PrivateKey`].
/// Implement this to use a KMS, an HSM or a signing service.
///
/// The value is `WECHATPAY2-SHA256-RSA2048` and five fields: `mchid`, `serial_no`, `timestamp`,
/// `nonce_str` and `signature`, the last being SHA256-RSA over
/// `METHOD\nTARGET\nTIMESTAMP\nNONCE\nBODY\n`.
///
/// ```
/// use wechatpay_chain::{BoxError, BoxFuture, Formatter, SignInput, Signer};
///
/// struct Remote;
///
/// impl Signer for Remote {
///     fn authorization<'a>(&'a self, input: &'a SignInput<'a>) -> BoxFuture<'a, Result<String, BoxError>> {
///         Box::pin(async move {
///             let (timestamp, nonce) = (Formatter::timestamp(), Formatter::nonce(32));
///             let message = Formatter::request(
///                 input.method.as_str(), input.target, timestamp, &nonce, input.body,
///             );
///             let signature = self.sign(&message).await?;
///             Ok(Formatter::authorization("1900000109", &nonce, &signature, timestamp, "3775B6A4"))
///         })
///     }
///
///     // For Client::jsapi and Client::app.
///     fn sign<'a>(&'a self, message: &'a [u8]) -> BoxFuture<'a, Result<String, BoxError>> {
///         Box::pin(sign_elsewhere(message))
///     }
/// }
/// # async fn sign_elsewhere(_: &[u8]) -> Result<String, BoxError> { Ok(String::new()) }
/// ```
pub trait Signer: Send + Sync + 'static {
    /// The value of the `Authorization` header.
    fn authorization<'a>(
        &'a self,
        input: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>>;

    /// The SHA256-RSA signature of a message, in Base64. [`Client::jsapi`](crate::Client::jsapi) and
    /// [`Client::app`](crate::Client::app) sign payment parameters with it.
    ///
    /// Defaults to an error, which says that the signer signs requests only.
    fn sign<'a>(&'a self, message: &'a [u8]) -> BoxFuture<'a, Result<String, BoxError>> {
        let _ = message;
        let error = Error::new(
            ErrorKind::Sign,
            say!(
                "the client's signer signs requests only: implement Signer::sign, so that it signs \
                 payment parameters, too",
                "客户端的签名器只能签请求：实现 Signer::sign，才能签支付参数",
            ),
        );
        Box::pin(std::future::ready(Err(error.into())))
    }
}

/// The input of a [`Signer`], exactly as it is sent.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct SignInput<'a> {
    /// The method.
    pub method: &'a Method,
    /// The request target: the path with its query, percent-encoded.
    pub target: &'a str,
    /// The bytes to sign: the body, or an upload's `meta`.
    pub body: &'a [u8],
}

/// Signs with the merchant's private key.
pub(crate) struct RsaSigner {
    pub(crate) mchid: String,
    pub(crate) serial: String,
    pub(crate) key: PrivateKey,
    pub(crate) clock: fn() -> SystemTime,
}

impl RsaSigner {
    fn authorize(&self, input: &SignInput<'_>) -> Result<String, BoxError> {
        let timestamp = seconds_since_1970((self.clock)());
        let nonce = Formatter::nonce(32);
        let message =
            Formatter::request(input.method.as_str(), input.target, timestamp, &nonce, input.body);
        let signature = self.key.sign(&message)?;
        Ok(Formatter::authorization(&self.mchid, &nonce, &signature, timestamp, &self.serial))
    }
}

impl Signer for RsaSigner {
    fn authorization<'a>(
        &'a self,
        input: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(std::future::ready(self.authorize(input)))
    }
}

/// Of a client of APIv2 alone.
pub(crate) struct NoSigner;

impl Signer for NoSigner {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(std::future::ready(Err("the client has no key for APIv3".into())))
    }
}

/// Headers that follow from the address and the body. What a layer has set is removed: otherwise
/// other bytes could be sent than were signed, or to another virtual host than was checked.
const FOLLOWING: [HeaderName; 4] = [HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION];

/// Signs each request, and refuses hosts that no signed request may go to.
#[derive(Clone)]
pub(crate) struct SignLayer {
    pub(crate) signer: Arc<dyn Signer>,
    pub(crate) hosts: Arc<Hosts>,
}

impl Layer<HttpService> for SignLayer {
    type Service = Sign;

    fn layer(&self, inner: HttpService) -> Sign {
        Sign { layer: self.clone(), inner }
    }
}

#[derive(Clone)]
pub(crate) struct Sign {
    layer: SignLayer,
    inner: HttpService,
}

impl Service<Request<Body>> for Sign {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Body>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        // The service that is ready goes along, a clone of it waits for the next call.
        let waiting = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, waiting);
        let layer = self.layer.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            let (body, mut call) = layer.sign(&mut parts, body).await?;
            call.progress = call.progress.hand_over()?;
            call.progress.goes_to(&parts.uri);
            parts.extensions.insert(call);
            inner.call(Request::from_parts(parts, body)).await
        })
    }
}

impl SignLayer {
    /// Signs the request. The returned body is the signed one, or contains the signed part.
    async fn sign(&self, parts: &mut Parts, body: Body) -> Result<(Body, Call), Error> {
        let Some(call) = parts.extensions.get::<Call>().cloned() else {
            return Err(Error::new(
                ErrorKind::Other,
                say!(
                    "a layer rebuilt the request without its extensions: carry them over \
                     (`http::Request::into_parts` and `from_parts`)",
                    "中间层重建请求时丢失了其 extensions：请保留\
                     （`http::Request::into_parts` 和 `from_parts`）"
                ),
            ));
        };
        self.hosts.check(&parts.uri)?;
        for follows in FOLLOWING {
            parts.headers.remove(follows);
        }
        if call.v2.is_some() {
            // Its signature is in the body.
            crate::v2::refuse_address(&parts.uri)?;
            if call.debug {
                log_signed_v2(parts, &body);
            }
            parts.headers.remove(AUTHORIZATION);
            return Ok((body, call));
        }
        if parts.method == Method::CONNECT {
            return Err(Error::options(say!(
                "a layer made the call a CONNECT, which sends no target to sign",
                "中间层把调用改成了 CONNECT，它不发送可供签名的请求目标"
            )));
        }
        let (body, signed) = signed_bytes(body, call.signed_part.as_ref()).await?;
        let target = target(&parts.uri);
        let input = SignInput { method: &parts.method, target: &target, body: &signed };
        let authorization = self.signer.authorization(&input).await.map_err(sign_error)?;
        if call.debug {
            log_signed(&input, &authorization);
        }
        let mut authorization = HeaderValue::try_from(authorization).map_err(|_| {
            sign_error(
                say!(
                    "the Authorization is not a valid header value",
                    "Authorization 不是有效的请求头值"
                )
                .into(),
            )
        })?;
        authorization.set_sensitive(true);
        parts.headers.insert(AUTHORIZATION, authorization);
        Ok((body, call))
    }
}

/// As hyper writes it: with a slash where the path is empty.
fn target(uri: &Uri) -> Cow<'_, str> {
    let target = uri.path_and_query().map_or("", PathAndQuery::as_str);
    match (target.starts_with('/'), uri.query()) {
        (true, _) => target.into(),
        (false, None) => uri.path().into(),
        (false, Some(query)) => format!("{}?{query}", uri.path()).into(),
    }
}

/// The body to send, and the bytes of it that are signed.
async fn signed_bytes(body: Body, part: Option<&Bytes>) -> Result<(Body, Bytes), Error> {
    // Boxed, so that calls whose bytes are in memory have no room for it.
    if let Some(part) = part {
        return Ok((Box::pin(body.opened()).await?, part.clone()));
    }
    let bytes = match body.at_hand() {
        Ok(bytes) => bytes,
        Err(body) => Box::pin(whole(body)).await?,
    };
    Ok((bytes.clone().into(), bytes))
}

/// Reads a request's whole body before it is sent.
pub(crate) async fn whole(body: Body) -> Result<Bytes, Error> {
    body.into_bytes().await.map_err(|error| match error.downcast::<Error>() {
        // A file's. Whatever it was doing, nothing was sent.
        Ok(ours) => ours.with_outcome(Outcome::NotSent),
        Err(error) => Error::new(
            ErrorKind::Io,
            say!("the request's body can't be read: {error}", "无法读取请求体：{error}"),
        )
        .with_source(error),
    })
}

fn sign_error(error: BoxError) -> Error {
    let cause = Text::of(&*error);
    let message = say!("the signer failed: {cause}", "签名失败：{cause}"; cause);
    Error::new(ErrorKind::Sign, message).with_source(error)
}

/// For the option `debug`: the exact message that was signed, as the server must rebuild it.
fn log_signed(input: &SignInput<'_>, authorization: &str) {
    let field = |name: &str| {
        let value = authorization.split_once(&format!("{name}=\""))?.1;
        value.split_once('"').map(|(value, _)| value)
    };
    let (timestamp, nonce) = (field("timestamp"), field("nonce_str"));
    let message = Formatter::request(
        input.method.as_str(),
        input.target,
        timestamp.unwrap_or_default(),
        nonce.unwrap_or_default(),
        input.body,
    );
    tracing::info!(
        message_to_sign = %String::from_utf8_lossy(&message).escape_debug(),
        mchid = field("mchid"),
        serial_no = field("serial_no"),
        "signed"
    );
}

/// The same of APIv2, without the key that follows the text: of what is sent, which a layer may have
/// changed.
fn log_signed_v2(parts: &Parts, body: &Body) {
    if let Some(text) = crate::v2::signed_text(parts, body.as_bytes().unwrap_or_default()) {
        tracing::info!(message_to_sign = %format_args!("{}&key=(omitted)", text.escape_debug()), "signed");
    }
}
