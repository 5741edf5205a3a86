//! The errors of responses that refuse a call: their text and what they mean for the request.

use http::header::{CONTENT_TYPE, LOCATION};

use super::detail;
use super::in_doubt::{advice, is_final, is_final_failure};
use crate::body::Body;
use crate::error::{ApiError, Error, ErrorKind, Outcome, one_line};
use crate::language::{Text, say};
use crate::response::{Response, ResponseExt, Unverified, Verification, is_success};
use crate::template;
use crate::transport::Progress;
use crate::v2::Failed;

/// A 3xx, 4xx or 5xx is an error unless the call said otherwise. Its body is in memory.
pub(super) fn refuse(
    response: http::Response<Body>,
    http_errors: bool,
    progress: &Progress,
) -> Result<http::Response<Body>, Error> {
    let status = response.status();
    let verification = response.extensions().get::<Verification>();
    let is_success = is_success(&response);
    let is_refusal = (300..600).contains(&status.as_u16()) || (status.is_success() && !is_success);
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
        (ErrorKind::Timeout, say!("a layer gave up waiting (408)", "中间层不再等待（408）"))
    } else {
        let message = say!(
            "a layer returned {status} itself, or rebuilt the response without its extensions: \
             carry them over, since they say whether the response was verified",
            "中间层自行返回了 {status}，或重建应答时丢失了其 extensions：请保留，它们记录了应答是否通过验签"
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
        Some(failed) => is_final_failure(failed, Some(&verification)),
        None => is_final(status, Some(&verification), code),
    };
    let outcome = if is_final { progress.outcome_when_refused() } else { Outcome::Unknown };
    let what = match &api {
        Some(api) => explained(api),
        None => redirection(&response).unwrap_or_else(|| excerpt(&response)),
    };
    let status = status.as_u16();
    let message = match response.request_id().map(|id| one_line(id, 80)) {
        Some(id) => {
            say!("{status} {what}, Request-ID {id}", "{status} {what}，Request-ID {id}"; what)
        }
        None => say!("{status} {what}", "{status} {what}"; what),
    };
    let caution = progress.caution().filter(|_| outcome == Outcome::Unknown);
    // Of APIv2 the code says more.
    let caution = failed.and(code).and_then(advice).or(caution);
    let remarks = [unverified(&response, &verification), caution];
    let remarks: Vec<_> = remarks.into_iter().flatten().collect();
    let message = if remarks.is_empty() {
        message
    } else {
        let remarks = Text::joined(remarks, say!("; ", "；"));
        say!("{message} ({remarks})", "{message}（{remarks}）"; message, remarks)
    };
    Error::new(ErrorKind::Api, message)
        .with_outcome(outcome)
        .with_api(api)
        .with_response(response, verification)
}

/// WeChat Pay's own words.
fn explained(api: &ApiError) -> Text {
    let (code, message) = (one_line(&api.code, 64), one_line(&api.message, 400));
    match detail::about(api) {
        Some(about) => {
            say!("{code}: {message} ({about})", "{code}：{message}（{about}）")
        }
        None => say!("{code}: {message}", "{code}：{message}"),
    }
}

/// Why the response may not be WeChat Pay's.
fn unverified(response: &Response, verification: &Verification) -> Option<Text> {
    match verification {
        Verification::Wrong => {
            let reason = response.extensions().get::<Unverified>();
            let reason = match reason {
                Some(Unverified(reason)) => reason.map(|reason| one_line(reason, 300)),
                None => say!("its signature is invalid", "其签名无效"),
            };
            Some(say!("not verified: {reason}", "未通过验签：{reason}"; reason))
        }
        Verification::Missing => Some(say!("unsigned", "没有签名")),
        Verification::Verified { .. } | Verification::Exempt => None,
    }
}

/// The target of a 3xx.
fn redirection(response: &Response) -> Option<Text> {
    let target = response.headers().get(LOCATION)?;
    response.status().is_redirection().then(|| {
        let target = template::shown_base(&String::from_utf8_lossy(target.as_bytes()));
        say!(
            "redirects to `{target}`, which is not followed, since only that one address was meant: \
             call it yourself if it is right",
            "重定向到 `{target}`，没有跟随，因为请求只针对原地址：确认无误后请自行调用"
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
fn excerpt(response: &Response) -> Text {
    let reason = match response.status().canonical_reason() {
        Some(reason) => Text::verbatim(reason),
        None => say!("unknown status", "未知状态码"),
    };
    let type_ = response.headers().get(CONTENT_TYPE);
    let type_ = type_.and_then(|type_| type_.to_str().ok());
    let html = type_.is_some_and(|type_| type_.contains("html"));
    let html = html || response.body().starts_with(b"<");
    let length = response.body().len();
    if html || response.body().is_empty() {
        let type_ = match type_ {
            Some(type_) => Text::verbatim(one_line(type_, 60)),
            None => say!("no Content-Type", "没有 Content-Type"),
        };
        return say!(
            "{reason} ({length} bytes, {type_})",
            "{reason}（{length} 字节，{type_}）";
            reason, type_
        );
    }
    let text = one_line(&String::from_utf8_lossy(response.body()), 120);
    say!("{reason}: {text}", "{reason}：{text}"; reason)
}
