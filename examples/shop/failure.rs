//! What the browser is told when something fails.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde_json::json;
use wechatpay_chain::{Error, Outcome};

/// A response with a status of 4xx or 5xx, or 202 for a request whose result is not known yet.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    pub(crate) code: String,
    message: String,
    /// The order or the refund to query, if the result is open.
    number: Option<String>,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, code: &str, message: &str) -> Self {
        Self { status, code: code.to_owned(), message: message.to_owned(), number: None }
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "there is no such order or refund")
    }

    pub(crate) fn conflict(code: &str, message: &str) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// Of a call that creates this order or refund: if it may exist, the browser has to ask again.
    pub(crate) fn creating(number: &str) -> impl FnOnce(Error) -> Self {
        move |error| {
            let known = matches!(error.outcome(), Outcome::NotSent | Outcome::Refused);
            let failure = Self::from(error);
            if known {
                return failure;
            }
            Self { status: StatusCode::ACCEPTED, number: Some(number.to_owned()), ..failure }
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        // The whole error is for the log, not for the browser.
        tracing::warn!(%error, "a call failed");
        match (error.outcome(), error.refusal()) {
            (Outcome::NotSent, _) => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "NOT_SENT",
                "nothing happened, try again",
            ),
            (_, Some(api)) => {
                let status = match error.status() {
                    Some(status @ (StatusCode::NOT_FOUND | StatusCode::TOO_MANY_REQUESTS)) => {
                        status
                    }
                    _ => StatusCode::UNPROCESSABLE_ENTITY,
                };
                Self::new(status, &api.code, &api.message)
            }
            // Accepted, Unknown: query before it is repeated.
            _ => {
                Self::new(StatusCode::BAD_GATEWAY, "UNKNOWN", "the result is not known, ask again")
            }
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let body = json!({"code": self.code, "message": self.message, "number": self.number});
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, 1.into());
        }
        response
    }
}
