//! The response of a handler.

use crate::language::{Lang, Text, say};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

/// A response of a handler of the [`Gateway`](super::Gateway). The gateway signs it.
///
/// A handler may return a [`Value`] (200), `()` (204), a status with a [`Value`], or this type.
///
/// ```
/// use http::StatusCode;
/// use wechatpay_chain::gateway::StubResponse;
///
/// let response = StubResponse::error(StatusCode::TOO_MANY_REQUESTS, "FREQUENCY_LIMITED", "频率超限")
///     .header("Retry-After", "5");
/// ```
#[derive(Debug, Clone)]
#[must_use = "return it from the handler"]
pub struct StubResponse {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) signed: bool,
    /// Of a response of APIv2: what its body is made of when it is signed.
    pub(super) fields: Option<Vec<(String, String)>>,
    /// A header that cannot be sent: the response is then a 500 that says so.
    mistake: Option<Text>,
    /// Of a response of the gateway's own: what its body says in the language of the request.
    words: Option<Words>,
    /// What the log says, where it is not the body's `message`.
    reason: Option<Text>,
}

/// The texts of an error's body.
#[derive(Debug, Clone)]
struct Words {
    message: Text,
    /// `detail.issue`.
    issue: Option<Text>,
}

impl StubResponse {
    /// Creates a response with this status and an empty body.
    pub fn new(status: StatusCode) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            signed: true,
            fields: None,
            mistake: None,
            words: None,
            reason: None,
        }
    }

    /// Creates an error response as WeChat Pay writes it: `{"code": …, "message": …}`.
    pub fn error(status: StatusCode, code: &str, message: &str) -> Self {
        Self::new(status).json(json!({ "code": code, "message": message }))
    }

    /// An error of the gateway's own, whose message is in the language of the request.
    pub(super) fn refusal(status: StatusCode, code: &str, message: Text) -> Self {
        Self::error(status, code, "").says(message)
    }

    /// Sets the `message` of the body, which is that of an error.
    pub(super) fn says(mut self, message: Text) -> Self {
        self.words = Some(Words { message, issue: None });
        self
    }

    /// Sets the `detail.issue` of the body, after its `message`.
    pub(super) fn about(mut self, issue: Text) -> Self {
        if let Some(words) = &mut self.words {
            words.issue = Some(issue);
        }
        self
    }

    /// The response with its words in this language.
    pub(super) fn localized(mut self, lang: Lang) -> Self {
        let Some(words) = &self.words else { return self };
        let message = words.message.localized(lang);
        if let Some(fields) = &mut self.fields {
            let says = |name: &str| ["err_code_des", "return_msg"].contains(&name);
            // A failure has one of them, or `OK` in the other, which comes first.
            if let Some((_, value)) = fields.iter_mut().rev().find(|(name, _)| says(name)) {
                message.clone_into(value);
            }
        } else if let Ok(mut body) = serde_json::from_slice::<Value>(&self.body) {
            body["message"] = message.into();
            if let Some(issue) = &words.issue {
                body["detail"]["issue"] = issue.localized(lang).into();
            }
            self.body = body.to_string().into();
        }
        self
    }

    /// Sets the body to this JSON, and the `Content-Type`.
    pub fn json(mut self, value: Value) -> Self {
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        self.headers.insert(CONTENT_TYPE, json);
        self.body(value.to_string())
    }

    /// Creates a response of APIv2 with these fields, an object of texts and numbers. The gateway adds
    /// `return_code` and `result_code` if they are missing, `nonce_str`, and the `sign`, by the
    /// algorithm of the request.
    ///
    /// ```
    /// use http::Method;
    /// use serde_json::json;
    /// use wechatpay_chain::Gateway;
    /// use wechatpay_chain::gateway::StubResponse;
    ///
    /// let gateway = Gateway::start()?;
    /// gateway.on(Method::POST, "/tools/shorturl", |_| {
    ///     StubResponse::xml(json!({"short_url": "weixin://wxpay/s/XXXXXX"}))
    /// });
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn xml(fields: Value) -> Self {
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let given = fields.as_object().into_iter().flatten();
        let mut given: Vec<_> = given.map(|(name, value)| (name.clone(), text(value))).collect();
        for code in ["result_code", "return_code"] {
            if !given.iter().any(|(name, _)| name == code) {
                given.insert(0, (code.to_owned(), "SUCCESS".to_owned()));
            }
        }
        Self::of_fields(given)
    }

    /// The failure to communicate that APIv2 has: `return_code` FAIL, unsigned.
    pub(super) fn failure_of_v2(mut self, message: Text) -> Self {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        self.fields = Some(vec![pair("return_code", "FAIL"), pair("return_msg", "")]);
        self.headers.remove(CONTENT_TYPE);
        self.says(message)
    }

    /// An error of the gateway's own, as a client of APIv2 reads it.
    pub(super) fn for_v2(self) -> Self {
        match self.message().filter(|_| self.fields.is_none()) {
            Some(message) => self.failure_of_v2(message),
            None => self,
        }
    }

    pub(super) fn of_fields(fields: Vec<(String, String)>) -> Self {
        Self { fields: Some(fields), ..Self::new(StatusCode::OK) }
    }

    /// Sets the body to these bytes. A response without content (204, 304, or to HEAD) drops them.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Adds a header. A second header with the same name is sent as well.
    ///
    /// It replaces a header that the gateway would set itself. The signature then covers the given
    /// `Wechatpay-Timestamp` or `Wechatpay-Nonce`: use them for an old timestamp, and
    /// `Wechatpay-Signature` for an invalid signature.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<[u8]>) -> Self {
        let name = name.as_ref();
        let parsed =
            (HeaderName::try_from(name).ok(), HeaderValue::from_bytes(value.as_ref()).ok());
        let mistake = match parsed {
            (Some(name), Some(_)) if name == CONTENT_LENGTH || name == TRANSFER_ENCODING => {
                say!("the gateway sets {name} itself: leave it out", "{name} 由网关设置：请去掉")
            }
            (Some(name), Some(value)) => {
                self.headers.append(name, value);
                return self;
            }
            (None, _) => {
                let name = name.escape_debug();
                say!("`{name}` is not a header name", "`{name}` 不是有效的头名称")
            }
            (_, None) => say!("the value of {name} cannot be sent", "{name} 的值无法发送"),
        };
        self.mistake = Some(mistake);
        self
    }

    /// Leaves the response unsigned, like a file download, or a response of a proxy.
    pub fn unsigned(mut self) -> Self {
        self.signed = false;
        self
    }

    /// What the log says of this response, in place of its body's `message`.
    pub(super) fn reason(mut self, reason: Text) -> Self {
        self.reason = Some(reason);
        self
    }

    /// Adds a note to what the log says, and to the message of a response that is the gateway's own.
    pub(super) fn noting(mut self, note: &Text) -> Self {
        let with = |text: &Text| say!("{text}; {note}", "{text}；{note}"; text, note);
        self.reason = Some(self.message().map_or_else(|| note.clone(), |reason| with(&reason)));
        if let Some(words) = &mut self.words {
            words.message = with(&words.message);
        }
        self
    }

    /// Whether the log says something of it, whatever its status: APIv2 fails with a 200, and a sample
    /// is told of.
    pub(super) fn is_explained(&self) -> bool {
        self.fields.is_some() || self.reason.is_some()
    }

    /// Why this response is an error, or what the log says of it.
    pub(super) fn message(&self) -> Option<Text> {
        let own = self.words.as_ref().map(|words| &words.message);
        if let Some(text) = self.reason.as_ref().or(own) {
            return Some(text.clone());
        }
        let body: Value = serde_json::from_slice(&self.body).ok()?;
        body.get("message")?.as_str().map(|message| Text::verbatim(message.to_owned()))
    }

    /// The response, unless it cannot be sent.
    pub(super) fn checked(mut self) -> Result<Self, Text> {
        if self.status.is_informational() {
            let status = self.status;
            return Err(say!("{status} is not a final status", "{status} 不是最终状态码"));
        }
        self.mistake.take().map_or(Ok(self), Err)
    }
}

/// 200 with this JSON.
impl From<Value> for StubResponse {
    fn from(value: Value) -> Self {
        (StatusCode::OK, value).into()
    }
}

/// 204.
impl From<()> for StubResponse {
    fn from((): ()) -> Self {
        Self::new(StatusCode::NO_CONTENT)
    }
}

/// This status with this JSON.
impl From<(StatusCode, Value)> for StubResponse {
    fn from((status, value): (StatusCode, Value)) -> Self {
        Self::new(status).json(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts() {
        let response = StubResponse::from(json!({ "a": "微" }));
        assert_eq!(
            (response.status, &*response.body),
            (StatusCode::OK, "{\"a\":\"微\"}".as_bytes())
        );
        assert_eq!(response.headers[CONTENT_TYPE], "application/json; charset=utf-8");
        let response = StubResponse::from(());
        assert_eq!((response.status, &*response.body), (StatusCode::NO_CONTENT, &b""[..]));
        let response = StubResponse::error(StatusCode::BAD_REQUEST, "PARAM_ERROR", "no");
        assert_eq!(&*response.body, br#"{"code":"PARAM_ERROR","message":"no"}"#);
    }

    #[test]
    fn what_cannot_be_sent_is_named() {
        let new = || StubResponse::new(StatusCode::OK);
        assert!(new().header("X-A", "1").header("x-a", "2").checked().is_ok());
        for (response, part) in [
            (new().header("a b", "1"), "`a b`"),
            (new().header("X-A", "1\r\nX-B: 2"), "X-A"),
            (new().header("Content-Length", "1"), "content-length"),
            (StubResponse::new(StatusCode::CONTINUE), "100"),
        ] {
            let mistake = response.checked().unwrap_err().to_string();
            assert!(mistake.contains(part), "{mistake}");
        }
    }
}
