//! Error responses of the world, as WeChat Pay writes them.

use http::StatusCode;
use openssl::error::ErrorStack;
use serde_json::{Value, json};

use crate::error::one_line;
use crate::gateway::response::StubResponse;

/// How much of a value a refusal shows, in characters.
const SHOWN: usize = 60;

/// A refusal: code, both languages' messages, and the field that it is about.
pub(in crate::gateway) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    detail: Option<Value>,
}

impl Refusal {
    /// The English message names the remedy.
    pub(super) fn new(
        status: StatusCode,
        code: &'static str,
        chinese: &str,
        english: impl AsRef<str>,
    ) -> Self {
        let message = format!("{chinese}: {}", english.as_ref());
        Self { status, code, message, detail: None }
    }

    pub(super) fn bad_request(code: &'static str, chinese: &str, english: impl AsRef<str>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, chinese, english)
    }

    pub(super) fn not_found(code: &'static str, chinese: &str, english: impl AsRef<str>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, chinese, english)
    }

    /// A missing or invalid field; `field` is a JSON pointer, or a parameter's name.
    pub(in crate::gateway) fn field(
        location: &'static str,
        field: &str,
        value: Option<&Value>,
        issue: impl AsRef<str>,
    ) -> Self {
        let issue = issue.as_ref();
        let english = format!("`{field}` of the {location} {issue}");
        Self::bad_request("PARAM_ERROR", "参数错误", english).about(location, field, value, issue)
    }

    /// Names the field that it is about.
    pub(super) fn about(
        self,
        location: &'static str,
        field: &str,
        value: Option<&Value>,
        issue: &str,
    ) -> Self {
        let shown = match value {
            Some(Value::String(text)) => one_line(text, SHOWN).into(),
            Some(scalar @ (Value::Bool(_) | Value::Number(_))) => scalar.clone(),
            // Objects and lists may be of any length.
            _ => Value::Null,
        };
        self.with_detail(json!({
            "field": field,
            "value": shown,
            "issue": issue,
            "location": location,
        }))
    }

    pub(super) fn with_detail(mut self, detail: Value) -> Self {
        self.detail = Some(detail);
        self
    }
}

impl From<Refusal> for StubResponse {
    fn from(refusal: Refusal) -> Self {
        let mut body = json!({ "code": refusal.code, "message": refusal.message });
        if let Some(detail) = refusal.detail {
            body["detail"] = detail;
        }
        Self::new(refusal.status).json(body)
    }
}

/// OpenSSL had no random numbers.
impl From<ErrorStack> for Refusal {
    fn from(error: ErrorStack) -> Self {
        let english = format!("the gateway could not make a number: {error}: try again");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", "系统异常", english)
    }
}
