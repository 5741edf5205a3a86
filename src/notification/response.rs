//! The answers that WeChat Pay expects.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};

use crate::error::Error;
use crate::response::Response;

/// The notification was taken: 204, without a body.
///
/// For a duplicate too: it was taken the first time.
pub fn accepted() -> Response {
    answer(StatusCode::NO_CONTENT, Bytes::new())
}

/// The notification could not be read: 401 for one that can't be trusted, 500 when it is WeChat
/// Pay's but can't be understood or decrypted here, or for any other error of this crate.
///
/// The body is `{"code":"FAIL","message":…}`, and the same for every check that a stranger can
/// fail: the error is for your own log.
pub fn refused(error: &Error) -> Response {
    match error.notification() {
        Some(kind) if kind.is_untrusted() => answer(
            StatusCode::UNAUTHORIZED,
            Bytes::from_static(r#"{"code":"FAIL","message":"验签失败"}"#.as_bytes()),
        ),
        _ => failed(),
    }
}

/// The notification was read, but could not be kept: 500, so that it comes again.
pub fn failed() -> Response {
    answer(
        StatusCode::INTERNAL_SERVER_ERROR,
        Bytes::from_static(r#"{"code":"FAIL","message":"处理失败"}"#.as_bytes()),
    )
}

fn answer(status: StatusCode, body: Bytes) -> Response {
    let json = (!body.is_empty()).then(|| HeaderValue::from_static("application/json"));
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    if let Some(json) = json {
        answer.headers_mut().insert(CONTENT_TYPE, json);
    }
    answer
}
