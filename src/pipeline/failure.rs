//! What becomes an error: a time limit, a layer's own failure, an answer that refuses.

use std::time::Duration;

use http::header::{CONTENT_TYPE, LOCATION};

use crate::error::{ApiError, BoxError, Error, ErrorKind, Outcome, one_line};
use crate::response::{Response, Verification};
use crate::template;
use crate::transport::Progress;

pub(super) fn timed_out(limit: Duration, progress: &Progress) -> Error {
    progress.end();
    let outcome = progress.outcome();
    let advice = match outcome {
        Outcome::NotSent => ": nothing was sent",
        _ => ": the request may have taken effect, so query it before you repeat the call",
    };
    let message = format!("no answer within the timeout of {} s", limit.as_secs_f64());
    Error::new(ErrorKind::Timeout, message).with_advice(advice).with_outcome(outcome)
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
pub(super) fn verification<'a>(
    answer: &'a Response,
    progress: &Progress,
) -> Result<&'a Verification, Error> {
    if let Some(verification) = answer.extensions().get::<Verification>() {
        return Ok(verification);
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
    let target = answer.headers().get(LOCATION)?;
    answer.status().is_redirection().then(|| {
        format!(
            "redirects to `{}`, which is not followed, since only that one address was meant: call \
             it yourself if it is right",
            template::shown(&String::from_utf8_lossy(target.as_bytes()))
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
    let type_ = answer.headers().get(CONTENT_TYPE);
    let type_ = type_.and_then(|type_| type_.to_str().ok()).unwrap_or("no Content-Type");
    let html = type_.contains("html") || answer.body().starts_with(b"<");
    let length = answer.body().len();
    if html || answer.body().is_empty() {
        return format!("{reason} ({length} bytes, {})", one_line(type_, 60));
    }
    format!("{reason}: {}", one_line(&String::from_utf8_lossy(answer.body()), 120))
}
