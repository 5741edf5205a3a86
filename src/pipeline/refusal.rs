//! The errors of responses that refuse a call: their text and what they mean for the request.

use http::header::{CONTENT_TYPE, LOCATION};

use super::detail;
use super::in_doubt::{advice, is_final, is_in_doubt};
use crate::body::Body;
use crate::error::{ApiError, Error, ErrorKind, Outcome, one_line};
use crate::response::{Response, ResponseExt, Unverified, Verification};
use crate::template;
use crate::transport::Progress;
use crate::v2::{self, Failed};

/// A 3xx, 4xx or 5xx is an error unless the call said otherwise. Its body is in memory.
pub(super) fn refuse(
    response: http::Response<Body>,
    http_errors: bool,
    progress: &Progress,
) -> Result<http::Response<Body>, Error> {
    let status = response.status();
    let verification = response.extensions().get::<Verification>();
    let has_failed = response.extensions().get::<Failed>().is_some();
    let is_refusal = (300..600).contains(&status.as_u16()) || has_failed;
    let is_success = status.is_success() && !has_failed;
    if verification.is_some() && (is_success || (is_refusal && !http_errors)) {
        return Ok(response);
    }
    let verification = verification.cloned();
    let response = response.map(|body| body.at_hand().unwrap_or_default());
    Err(match verification {
        Some(verification) => refused(response, verification, progress),
        None => unjudged(response, progress),
    })
}

/// Verifying left no verdict, so something other than WeChat Pay made this response.
fn unjudged(response: Response, progress: &Progress) -> Error {
    let status = response.status();
    let (kind, message) = if status == http::StatusCode::REQUEST_TIMEOUT {
        (ErrorKind::Timeout, "a layer gave up waiting (408)".to_owned())
    } else {
        let message = format!(
            "a layer returned {status} itself, or rebuilt the response without its extensions: \
             carry them over, since they say whether the response was verified"
        );
        (ErrorKind::Other, message)
    };
    Error::new(kind, message)
        .with_outcome(progress.outcome())
        .with_response(response, Verification::Missing)
}

/// The error of a 3xx, 4xx or 5xx, with WeChat Pay's code and message on one line.
pub(crate) fn refused(
    response: Response,
    verification: Verification,
    progress: &Progress,
) -> Error {
    let status = response.status();
    let failed = response.extensions().get::<Failed>();
    let api = failed.map(|failed| failed.api.clone()).or_else(|| api_error(response.body()));
    let code = api.as_ref().map(|api| &*api.code);
    let is_final = match failed {
        Some(failed) => v2::is_final(failed, &verification) && !code.is_some_and(is_in_doubt),
        None => is_final(status, Some(&verification), code),
    };
    let outcome = if is_final { progress.outcome_when_refused() } else { Outcome::Unknown };
    let mut message = format!("{} ", status.as_u16());
    match &api {
        Some(api) => {
            message += &format!("{}: {}", one_line(&api.code, 64), one_line(&api.message, 400));
            if let Some(about) = detail::about(api) {
                message += &format!(" ({about})");
            }
        }
        None => message += &redirection(&response).unwrap_or_else(|| excerpt(&response)),
    }
    if let Some(id) = response.request_id() {
        message += &format!(", Request-ID {}", one_line(id, 80));
    }
    let caution = progress.caution().filter(|_| outcome == Outcome::Unknown);
    let advice =
        code.and_then(advice).map(|advice| advice.localized(crate::Lang::English).to_owned());
    let caution = advice.or_else(|| caution.map(str::to_owned));
    let remarks = [unverified(&response, &verification), caution];
    let remarks = remarks.into_iter().flatten().collect::<Vec<_>>().join("; ");
    if !remarks.is_empty() {
        message += &format!(" ({remarks})");
    }
    Error::new(ErrorKind::Api, message)
        .with_outcome(outcome)
        .with_api(api)
        .with_response(response, verification)
}

/// Why the response may not be WeChat Pay's.
fn unverified(response: &Response, verification: &Verification) -> Option<String> {
    match verification {
        Verification::Wrong => {
            let reason = response.extensions().get::<Unverified>();
            let reason = reason.map_or("its signature is invalid", |Unverified(reason)| reason);
            Some(format!("not verified: {}", one_line(reason, 300)))
        }
        Verification::Missing => Some("unsigned".to_owned()),
        Verification::Verified { .. } | Verification::Exempt => None,
    }
}

/// The target of a 3xx.
fn redirection(response: &Response) -> Option<String> {
    let target = response.headers().get(LOCATION)?;
    response.status().is_redirection().then(|| {
        format!(
            "redirects to `{}`, which is not followed, since only that one address was meant: call \
             it yourself if it is right",
            template::shown_base(&String::from_utf8_lossy(target.as_bytes()))
        )
    })
}

pub(crate) fn api_error(body: &[u8]) -> Option<ApiError> {
    let mut body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let code = body.get("code")?.as_str()?.to_owned();
    let message = body.get("message").and_then(|m| m.as_str()).unwrap_or_default().to_owned();
    let detail = body.get_mut("detail").map(serde_json::Value::take).unwrap_or_default();
    Some(ApiError { code, message, detail })
}

/// The beginning of a body that is not WeChat Pay's, mostly a proxy's page.
fn excerpt(response: &Response) -> String {
    let reason = response.status().canonical_reason().unwrap_or("unknown status");
    let type_ = response.headers().get(CONTENT_TYPE);
    let type_ = type_.and_then(|type_| type_.to_str().ok()).unwrap_or("no Content-Type");
    let html = type_.contains("html") || response.body().starts_with(b"<");
    let length = response.body().len();
    if html || response.body().is_empty() {
        return format!("{reason} ({length} bytes, {})", one_line(type_, 60));
    }
    format!("{reason}: {}", one_line(&String::from_utf8_lossy(response.body()), 120))
}
