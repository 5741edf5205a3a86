//! Error responses of the world, as WeChat Pay writes them.

use http::StatusCode;
use openssl::error::ErrorStack;
use serde_json::{Value, json};

use crate::error::one_line;
use crate::gateway::response::StubResponse;
use crate::language::{Text, say};

/// How much of a value a refusal shows, in characters.
const SHOWN: usize = 60;

/// A refusal: code, message, and the field that it is about.
pub(in crate::gateway) struct Refusal {
    status: StatusCode,
    code: &'static str,
    words: Box<Words>,
    detail: Option<Value>,
}

/// Kept small elsewhere: results carry it.
struct Words {
    message: Text,
    /// `detail.issue`.
    issue: Option<Text>,
}

impl Refusal {
    /// `words` are WeChat Pay's, and begin the Chinese message. The reason names the remedy.
    pub(super) fn new(
        status: StatusCode,
        code: &'static str,
        words: &'static str,
        reason: &Text,
    ) -> Self {
        let message = say!("{reason}", "{words}：{reason}"; reason);
        Self { status, code, words: Box::new(Words { message, issue: None }), detail: None }
    }

    pub(super) fn bad_request(code: &'static str, words: &'static str, reason: &Text) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, words, reason)
    }

    pub(super) fn not_found(code: &'static str, words: &'static str, reason: &Text) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, words, reason)
    }

    /// A missing or invalid field; `field` is a JSON pointer, or a parameter's name.
    pub(in crate::gateway) fn field(
        location: &'static str,
        field: &str,
        value: Option<&Value>,
        issue: Text,
    ) -> Self {
        Self::bad_request("PARAM_ERROR", "参数错误", &of_field(location, field, &issue))
            .about(location, field, value, issue)
    }

    /// Names the field that it is about.
    pub(super) fn about(
        self,
        location: &'static str,
        field: &str,
        value: Option<&Value>,
        issue: Text,
    ) -> Self {
        let shown = match value {
            Some(Value::String(text)) => one_line(text, SHOWN).into(),
            Some(scalar @ (Value::Bool(_) | Value::Number(_))) => scalar.clone(),
            // Objects and lists may be of any length.
            _ => Value::Null,
        };
        let detail = json!({ "field": field, "value": shown, "issue": "", "location": location });
        let mut refusal = self.with_detail(detail);
        refusal.words.issue = Some(issue);
        refusal
    }

    pub(super) fn with_detail(mut self, detail: Value) -> Self {
        self.detail = Some(detail);
        self
    }
}

impl From<Refusal> for StubResponse {
    fn from(refusal: Refusal) -> Self {
        let mut body = json!({ "code": refusal.code, "message": "" });
        if let Some(detail) = refusal.detail {
            body["detail"] = detail;
        }
        let response = Self::new(refusal.status).json(body).says(refusal.words.message);
        match refusal.words.issue {
            Some(issue) => response.about(issue),
            None => response,
        }
    }
}

/// What is wrong with a field of the body, the query or an upload's meta.
pub(super) fn of_field(location: &str, field: &str, issue: &Text) -> Text {
    let place = match location {
        "body" => say!("of the body", "请求体的"),
        "query" => say!("of the query", "查询参数"),
        _ => say!("of the meta", "meta 的"),
    };
    say!("`{field}` {place} {issue}", "{place} `{field}` {issue}"; place, issue)
}

/// OpenSSL had no random numbers.
impl From<ErrorStack> for Refusal {
    fn from(error: ErrorStack) -> Self {
        let reason = say!(
            "the gateway could not make a number: {error}: try again",
            "网关无法生成编号：{error}：请重试"
        );
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", "系统异常", &reason)
    }
}
