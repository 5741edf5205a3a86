//! A whole call, from the path and its options to the verified answer.

use std::sync::Arc;
use std::time::Duration;

use http::{Method, Request};
use http_body_util::BodyExt;
use tower::ServiceExt;
use tower::util::BoxCloneSyncService;
use tracing::Instrument;

use crate::body::Body;
use crate::chain::Path;
use crate::client::Inner;
use crate::error::{ApiError, BoxError, Error, ErrorKind, Outcome, one_line};
use crate::options::Options;
use crate::request::{self, Prepared};
use crate::response::{Response, Verification};
use crate::template;
use crate::transport::Progress;

/// Signing, verifying and the transport as one service, and what the user's layers wrap.
pub type HttpService = BoxCloneSyncService<Request<Body>, http::Response<Body>, BoxError>;

/// Makes one call. Nothing is sent unless the path and the options are right.
pub(crate) async fn call(
    client: Arc<Inner>,
    method: Method,
    path: Path,
    options: Options,
) -> Result<Response, Error> {
    let name = format!("{} {}", one_line(method.as_str(), 20), template::shown(path.as_str()));
    let span = tracing::debug_span!("wechatpay", call = %name);
    async {
        path.check()?;
        let prepared =
            request::prepare(&client.defaults, &client.hosts, method, path.as_str(), options)?;
        send(&client, prepared).await
    }
    .instrument(span)
    .await
    .map_err(|error| error.with_call(name))
}

async fn send(client: &Inner, prepared: Prepared) -> Result<Response, Error> {
    let Prepared { request, call, timeout, http_errors } = prepared;
    if call.debug {
        log_request(&request);
    }
    let in_flight = InFlight { progress: call.progress.clone(), answered: false };
    let exchange = exchange(client.service.clone(), request, &call.progress);
    let answer = within(timeout, &call.progress, exchange).await;
    in_flight.ended();
    if call.debug {
        answer.as_ref().map_or_else(Error::response, Some).into_iter().for_each(log_answer);
    }
    let answer = answer?;
    let verification = verification(&answer, &call.progress)?;
    let status = answer.status();
    let is_refusal = (300..600).contains(&status.as_u16());
    if status.is_success() || (is_refusal && !http_errors) {
        return Ok(answer);
    }
    let answers_the_request = status.is_redirection() || status.is_client_error();
    let outcome =
        if answers_the_request { call.progress.outcome_when_refused() } else { Outcome::Unknown };
    Err(refused(answer, verification).with_outcome(outcome))
}

/// Through the user's layers, signing, the transport, verifying, and the layers again.
async fn exchange(
    service: HttpService,
    request: Request<Body>,
    progress: &Progress,
) -> Result<Response, Error> {
    // Whatever error comes out: a layer's may be that of another call.
    let failed = |error: BoxError| from_layers(error).with_outcome(progress.outcome());
    let (parts, body) = service.oneshot(request).await.map_err(failed)?.into_parts();
    let body = body.collect().await.map_err(failed)?.to_bytes();
    Ok(Response::from_parts(parts, body))
}

async fn within<T>(
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
fn from_layers(error: BoxError) -> Error {
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
fn refused(answer: Response, verification: Verification) -> Error {
    let status = answer.status();
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
    Error::new(ErrorKind::Api, message).with_api(api).with_response(answer, verification)
}

/// Where a 3xx would lead.
fn redirection(answer: &Response) -> Option<String> {
    let target = answer.headers().get(http::header::LOCATION)?;
    answer.status().is_redirection().then(|| {
        format!(
            "redirects to `{}`, which is not followed, since a signature is for one address: call \
             it yourself if it is meant",
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

fn log_answer(answer: &Response) {
    tracing::info!(
        status = answer.status().as_u16(),
        headers = ?shown(answer.headers()),
        bytes = answer.body().len(),
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
