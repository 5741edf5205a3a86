//! A whole call, from the path and its options to the verified answer.

mod open;

use std::sync::Arc;
use std::time::Duration;

use http::{Method, Request};
use http_body_util::BodyExt;
use tower::ServiceExt;
use tower::util::BoxCloneSyncService;
use tracing::Instrument;

pub(crate) use self::open::{ask, open};
use crate::body::Body;
use crate::chain::Path;
use crate::client::Inner;
use crate::download;
use crate::error::{ApiError, BoxError, Error, ErrorKind, Outcome, one_line};
use crate::options::Options;
use crate::request::{self, Prepared};
use crate::response::{Response, ToCome, Verification};
use crate::stream::paced;
use crate::template;
use crate::transport::{Call, Progress};

/// Signing, verifying and the transport as one service, and what the user's layers wrap.
pub type HttpService = BoxCloneSyncService<Request<Body>, http::Response<Body>, BoxError>;

/// Makes one call. Nothing is sent unless the path and the options are right.
pub(crate) async fn call(
    client: Arc<Inner>,
    method: Method,
    path: Path,
    options: Options,
) -> Result<Response, Error> {
    let name = name(&method, path.as_str());
    named(&name, async {
        let mut prepared = prepare(&client, method, &path, options)?;
        match prepared.sink.take() {
            None => send(&client, prepared, &name).await?.whole().await,
            Some(file) => {
                prepared.call.stream = true;
                download::save(file, async { Ok(send(&client, prepared, &name).await?.begun()) })
                    .await
            }
        }
    })
    .await
}

fn prepare(
    client: &Inner,
    method: Method,
    path: &Path,
    options: Options,
) -> Result<Prepared, Error> {
    path.check()?;
    request::prepare(&client.defaults, &client.hosts, method, path.as_str(), options)
}

/// Has spans and errors tell the call.
pub(crate) async fn named<T>(
    name: &str,
    call: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let span = tracing::debug_span!("wechatpay", call = %name);
    call.instrument(span).await.map_err(|error| error.with_call(name.to_owned()))
}

/// An answer, as far as it was read.
enum Answer {
    Whole(Response),
    /// Of a stream: its body is still to come.
    Begun(http::Response<Body>),
}

impl Answer {
    async fn whole(self) -> Result<Response, Error> {
        match self {
            Self::Whole(response) => Ok(response),
            Self::Begun(response) => {
                let (parts, body) = response.into_parts();
                let failed = |error| from_layers(error, &Progress::default());
                Ok(Response::from_parts(parts, body.into_bytes().await.map_err(failed)?))
            }
        }
    }

    fn begun(self) -> http::Response<Body> {
        match self {
            Self::Whole(response) => response.map(Body::from),
            Self::Begun(response) => response,
        }
    }
}

/// What a call is named by in errors and logs.
pub(crate) fn name(method: &Method, template: &str) -> String {
    format!("{} {}", one_line(method.as_str(), 20), template::shown(template))
}

async fn send(client: &Inner, prepared: Prepared, name: &str) -> Result<Answer, Error> {
    let Prepared { mut request, call, timeout, http_errors, sink: _ } = prepared;
    request.extensions_mut().insert(call.clone());
    if call.debug {
        log_request(&request);
    }
    let in_flight = InFlight { progress: call.progress.clone(), answered: false };
    let exchange = exchange(client.service.clone(), request, &call);
    let answer = within(timeout, &call.progress, exchange).await;
    in_flight.ended();
    if call.debug {
        match &answer {
            Ok(Answer::Whole(answer)) => log_answer(answer, Some(answer.body().len())),
            Ok(Answer::Begun(answer)) => log_answer(answer, None),
            Err(error) => {
                error.response().into_iter().for_each(|a| log_answer(a, Some(a.body().len())))
            }
        }
    }
    let answer = match answer? {
        Answer::Begun(answer) => {
            let name = name.to_owned();
            let failed = move |error| from_layers(error, &call.progress).with_call(name.clone());
            return Ok(Answer::Begun(answer.map(|body| paced(body, timeout, failed))));
        }
        Answer::Whole(answer) => answer,
    };
    let verification = verification(&answer, &call.progress)?;
    let status = answer.status();
    let is_refusal = (300..600).contains(&status.as_u16());
    if status.is_success() || (is_refusal && !http_errors) {
        return Ok(Answer::Whole(answer));
    }
    Err(refused(answer, verification, &call.progress))
}

/// Through the user's layers, signing, the transport, verifying, and the layers again.
async fn exchange(
    service: HttpService,
    request: Request<Body>,
    call: &Call,
) -> Result<Answer, Error> {
    let failed = |error: BoxError| from_layers(error, &call.progress);
    let (parts, body) = service.oneshot(request).await.map_err(failed)?.into_parts();
    if parts.status.is_success() && parts.extensions.get::<ToCome>().is_some() {
        return Ok(Answer::Begun(http::Response::from_parts(parts, body)));
    }
    let body = body.collect().await.map_err(failed)?.to_bytes();
    Ok(Answer::Whole(Response::from_parts(parts, body)))
}

pub(crate) async fn within<T>(
    limit: Option<Duration>,
    progress: &Progress,
    future: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let Some(limit) = limit else {
        return future.await;
    };
    tokio::time::timeout(limit, future).await.unwrap_or_else(|_| Err(timed_out(limit, progress)))
}

fn timed_out(limit: Duration, progress: &Progress) -> Error {
    let outcome = progress.outcome();
    let state = match outcome {
        Outcome::NotSent => "nothing was sent",
        _ => "the request may have taken effect, so query it before you repeat the call",
    };
    let message = format!("no answer within the timeout of {} s: {state}", limit.as_secs_f64());
    Error::new(ErrorKind::Timeout, message).with_outcome(outcome)
}

/// An error as it comes out of the layers: ours as it is, or inside another, or their own.
/// What it means for the request is what is known of its sendings: an error of a layer's may be
/// that of another call.
pub(crate) fn from_layers(error: BoxError, progress: &Progress) -> Error {
    in_our_terms(error).with_outcome(progress.outcome())
}

fn in_our_terms(error: BoxError) -> Error {
    let error = match error.downcast::<Error>() {
        Ok(error) => return *error,
        Err(error) => error,
    };
    let mut kind = ErrorKind::Other;
    let mut cause = Some(&*error as &(dyn std::error::Error + 'static));
    while let Some(error) = cause {
        if let Some(ours) = error.downcast_ref::<Error>() {
            kind = ours.kind();
            break;
        }
        if error.is::<tower::timeout::error::Elapsed>() || error.is::<tokio::time::error::Elapsed>()
        {
            kind = ErrorKind::Timeout;
        }
        cause = error.source();
    }
    Error::new(kind, format!("the call failed: {error}")).with_source(error)
}

/// The verdict that verifying noted. Without one, something else than WeChat Pay answered.
fn verification(answer: &Response, progress: &Progress) -> Result<Verification, Error> {
    if let Some(verification) = answer.extensions().get::<Verification>() {
        return Ok(verification.clone());
    }
    let status = answer.status();
    let (kind, message) = if status == http::StatusCode::REQUEST_TIMEOUT {
        (ErrorKind::Timeout, "a layer gave up waiting (408)".to_owned())
    } else {
        let message = format!(
            "a layer answered {status} itself, or rebuilt the answer without its extensions: \
             carry them over, since they say whether the answer was verified"
        );
        (ErrorKind::Other, message)
    };
    Err(Error::new(kind, message)
        .with_outcome(progress.outcome())
        .with_response(answer.clone(), Verification::Missing))
}

/// The error of a 3xx, 4xx or 5xx: what WeChat Pay said, on one line.
pub(crate) fn refused(answer: Response, verification: Verification, progress: &Progress) -> Error {
    let status = answer.status();
    let outcome = if status.is_redirection() || status.is_client_error() {
        progress.outcome_when_refused()
    } else {
        Outcome::Unknown
    };
    let api = api_error(answer.body());
    let mut message = format!("{} ", status.as_u16());
    match &api {
        Some(api) => {
            message += &format!("{}: {}", one_line(&api.code, 64), one_line(&api.message, 400));
        }
        None => message += &redirection(&answer).unwrap_or_else(|| excerpt(&answer)),
    }
    if let Some(id) = answer.headers().get("request-id").and_then(|id| id.to_str().ok()) {
        message += &format!(", Request-ID {}", one_line(id, 80));
    }
    match verification {
        Verification::Wrong => message += " (its signature is wrong: it may not be WeChat Pay's)",
        Verification::Missing => message += " (unsigned)",
        Verification::Verified { .. } | Verification::Exempt => {}
    }
    Error::new(ErrorKind::Api, message)
        .with_outcome(outcome)
        .with_api(api)
        .with_response(answer, verification)
}

/// Where a 3xx would lead.
fn redirection(answer: &Response) -> Option<String> {
    let target = answer.headers().get(http::header::LOCATION)?;
    answer.status().is_redirection().then(|| {
        format!(
            "redirects to `{}`, which is not followed, since only that one address was meant: call \
             it yourself if it is right",
            one_line(&String::from_utf8_lossy(target.as_bytes()), 200)
        )
    })
}

fn api_error(body: &[u8]) -> Option<ApiError> {
    let mut body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let code = body.get("code")?.as_str()?.to_owned();
    let message = body.get("message").and_then(|m| m.as_str()).unwrap_or_default().to_owned();
    let detail = body.get_mut("detail").map(serde_json::Value::take).unwrap_or_default();
    Some(ApiError { code, message, detail })
}

/// A body that is not WeChat Pay's: a proxy's page, mostly. Its beginning has to do.
fn excerpt(answer: &Response) -> String {
    let reason = answer.status().canonical_reason().unwrap_or("unknown status");
    let type_ = answer.headers().get(http::header::CONTENT_TYPE);
    let type_ = type_.and_then(|type_| type_.to_str().ok()).unwrap_or("no Content-Type");
    let html = type_.contains("html") || answer.body().starts_with(b"<");
    let length = answer.body().len();
    if html || answer.body().is_empty() {
        return format!("{reason} ({length} bytes, {})", one_line(type_, 60));
    }
    format!("{reason}: {}", one_line(&String::from_utf8_lossy(answer.body()), 120))
}

/// Tells of a call that was given up: by then nobody is left to return an error to.
struct InFlight {
    progress: Progress,
    answered: bool,
}

impl InFlight {
    fn ended(mut self) {
        self.answered = true;
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        if !self.answered {
            match self.progress.outcome() {
                Outcome::NotSent => tracing::debug!("the call was cancelled before it was sent"),
                _ => tracing::warn!(
                    "the call was cancelled in flight: it may have taken effect, so query it \
                     before you repeat it"
                ),
            }
        }
    }
}

fn log_request(request: &Request<Body>) {
    tracing::info!(
        method = %request.method(),
        host = request.uri().host(),
        path = request.uri().path(),
        headers = ?shown(request.headers()),
        body = ?request.body(),
        "request"
    );
}

/// `bytes` are not known of a body that is still to come.
fn log_answer<B>(answer: &http::Response<B>, bytes: Option<usize>) {
    tracing::info!(
        status = answer.status().as_u16(),
        headers = ?shown(answer.headers()),
        bytes,
        "answer"
    );
}

/// The headers that may be logged: an allow-list, since any other may carry a secret.
fn shown(headers: &http::HeaderMap) -> Vec<(&str, &http::HeaderValue)> {
    const SHOWN: [&str; 13] = [
        "accept",
        "accept-encoding",
        "content-encoding",
        "content-length",
        "content-type",
        "date",
        "location",
        "request-id",
        "user-agent",
        "wechatpay-nonce",
        "wechatpay-serial",
        "wechatpay-signature-type",
        "wechatpay-timestamp",
    ];
    let named = headers.iter().map(|(name, value)| (name.as_str(), value));
    named.filter(|(name, _)| SHOWN.contains(name)).collect()
}
