//! The responses that WeChat Pay expects to a notification.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};

use crate::error::Error;
use crate::response::Response;

/// The response for a notification that was processed or stored: 204 without a body.
///
/// Also send it for a duplicate. After a 200 or 204 WeChat Pay stops sending the notification.
///
/// ```
/// use wechatpay_chain::notification;
///
/// assert_eq!(notification::accepted().status(), 204);
/// ```
pub fn accepted() -> Response {
    response(StatusCode::NO_CONTENT, Bytes::new())
}

/// The response for a notification that could not be read: 401 if it can't be trusted, 500 if it was
/// sent by WeChat Pay but can't be parsed or decrypted, and for any other error.
///
/// The body is `{"code":"FAIL","message":…}` and does not reveal which check failed: write the error
/// to your own log.
///
/// ```
/// use wechatpay_chain::{Error, notification};
///
/// let error = Error::other("the database is down");
/// assert_eq!(notification::refused(&error).status(), 500);
/// ```
pub fn refused(error: &Error) -> Response {
    match error.notification() {
        Some(kind) if kind.is_untrusted() => response(
            StatusCode::UNAUTHORIZED,
            Bytes::from_static(r#"{"code":"FAIL","message":"验签失败"}"#.as_bytes()),
        ),
        _ => failed(),
    }
}

/// The response for a notification that was read but could not be stored: 500, after which WeChat Pay
/// sends it again.
///
/// ```
/// use wechatpay_chain::notification;
///
/// assert_eq!(notification::failed().status(), 500);
/// ```
pub fn failed() -> Response {
    response(
        StatusCode::INTERNAL_SERVER_ERROR,
        Bytes::from_static(r#"{"code":"FAIL","message":"处理失败"}"#.as_bytes()),
    )
}

fn response(status: StatusCode, body: Bytes) -> Response {
    let json = (!body.is_empty()).then(|| HeaderValue::from_static("application/json"));
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if let Some(json) = json {
        response.headers_mut().insert(CONTENT_TYPE, json);
    }
    response
}
