//! A request as the gateway received it.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, Method, Response, StatusCode};

use super::diagnosis::Diagnosis;
use super::fault::Fault;

/// A request that the [`Gateway`](super::Gateway) received: what a handler answers to, and what
/// [`Gateway::requests`](super::Gateway::requests) lists.
///
/// Cheap to clone. Clones share what becomes known later: the answer's [`status`](Self::status).
#[derive(Clone)]
pub struct Received(Arc<Shared>);

struct Shared {
    parts: Parts,
    answer: OnceLock<Answered>,
}

/// How much is kept of an answer's body, and of a refused request's, in bytes.
pub(super) const KEPT: usize = 8192;

/// The answer that a request got.
pub(super) struct Answered {
    pub(super) status: StatusCode,
    /// Its first bytes.
    pub(super) body: Bytes,
    /// The whole body's length.
    pub(super) length: usize,
}

pub(super) struct Parts {
    pub(super) arrived: SystemTime,
    pub(super) method: Method,
    pub(super) target: String,
    /// Its Authorization is marked as sensitive, so that no `Debug` shows it.
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The whole body's.
    pub(super) length: usize,
    /// Names and decoded values.
    pub(super) vars: Vec<(String, String)>,
    pub(super) verified: bool,
    pub(super) diagnosis: Option<Diagnosis>,
    pub(super) faults: Vec<Fault>,
    pub(super) request_id: String,
}

impl Received {
    pub(super) fn new(parts: Parts) -> Self {
        Self(Arc::new(Shared { parts, answer: OnceLock::new() }))
    }

    /// What it takes in memory, about, in bytes.
    pub(super) fn size(&self) -> usize {
        let parts = &self.0.parts;
        let headers = parts.headers.iter();
        let headers: usize =
            headers.map(|(name, value)| name.as_str().len() + value.len() + 100).sum();
        let answer = self.answer().map_or(0, |answer| answer.body.len());
        1024 + parts.target.len() + headers + parts.body.len() + answer
    }

    /// Only the first counts: a request is answered once.
    pub(super) fn set_answer(&self, answer: &Response<Bytes>) {
        let body = answer.body();
        let kept = Bytes::copy_from_slice(&body[..body.len().min(KEPT)]);
        let answered = Answered { status: answer.status(), body: kept, length: body.len() };
        // It gives the second one back.
        let _ = self.0.answer.set(answered);
    }

    pub(super) fn answer(&self) -> Option<&Answered> {
        self.0.answer.get()
    }

    pub(super) fn arrived(&self) -> SystemTime {
        self.0.parts.arrived
    }

    /// The whole body's length, in bytes.
    pub(super) fn length(&self) -> usize {
        self.0.parts.length
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.0.parts.method
    }

    /// Path and query, percent-encoded as they came: what the request's signature is over.
    pub fn target(&self) -> &str {
        &self.0.parts.target
    }

    /// The path, percent-encoded as it came.
    pub fn path(&self) -> &str {
        self.target().split_once('?').map_or(self.target(), |(path, _)| path)
    }

    /// The query, percent-encoded as it came, without its `?`.
    pub fn query(&self) -> Option<&str> {
        self.target().split_once('?').map(|(_, query)| query)
    }

    /// The value of the first query parameter of this name, both decoded: `%20` and `+` are a
    /// space.
    pub fn query_value(&self, name: &str) -> Option<String> {
        let decode = |text: &str| percent_decode(&text.replace('+', " "));
        self.query()?.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key) == name).then(|| decode(value))
        })
    }

    /// The value of this variable of the handler's template, percent-decoded.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.0.parts.vars.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The headers. The Authorization's `Debug` says `Sensitive`.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.parts.headers
    }

    /// The whole body. Of a request whose Authorization did not hold it is the first 8 KiB at
    /// most; it is empty where it was too large to be read, and where the request was refused by
    /// its head: another `Host`, or another site's `Origin`.
    pub fn body(&self) -> &Bytes {
        &self.0.parts.body
    }

    /// The body, if it is JSON.
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(self.body()).ok()
    }

    /// Whether the Authorization held. It is false too where the request was refused before its
    /// Authorization was looked at.
    pub fn verified(&self) -> bool {
        self.0.parts.verified
    }

    /// What the sender did wrong, where the Authorization could be read and did not hold.
    pub fn diagnosis(&self) -> Option<&Diagnosis> {
        self.0.parts.diagnosis.as_ref()
    }

    /// The faults that its answer met on purpose.
    pub fn faults(&self) -> &[Fault] {
        &self.0.parts.faults
    }

    /// The status that it was answered with: `None` while a handler is at work, so always inside
    /// the handler itself. A fault may keep the answer from arriving.
    ///
    /// ```
    /// use wechatpay_chain::Gateway;
    ///
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// let gateway = Gateway::start()?;
    /// gateway.client()?.chain("v3/certificates").get(())?;
    /// assert_eq!(gateway.requests()[0].status().map(|status| status.as_u16()), Some(200));
    /// # Ok(())
    /// # }
    /// ```
    pub fn status(&self) -> Option<StatusCode> {
        self.answer().map(|answer| answer.status)
    }

    /// The `Request-ID` that the gateway answers this request with.
    pub fn request_id(&self) -> &str {
        &self.0.parts.request_id
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("method", self.method())
            .field("target", &self.target())
            .field("headers", self.headers())
            .field("body", &format_args!("{} bytes", self.body().len()))
            .field("vars", &self.0.parts.vars)
            .field("verified", &self.verified())
            .field("diagnosis", &self.diagnosis())
            .field("faults", &self.faults())
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .finish()
    }
}

/// Decodes `%XX`; a stray `%` stays, and what is no UTF-8 becomes U+FFFD.
pub(super) fn percent_decode(text: &str) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let pair = (*first == b'%').then(|| (digit(after.first()), digit(after.get(1))));
        match pair {
            // Two hexadecimal digits are a byte.
            Some((Some(high), Some(low))) => {
                decoded.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            _ => decoded.push(*first),
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn received(target: &str) -> Received {
        let mut headers = HeaderMap::new();
        let mut secret = HeaderValue::from_static("WECHATPAY2-SHA256-RSA2048 hidden");
        secret.set_sensitive(true);
        headers.insert("authorization", secret);
        Received::new(Parts {
            arrived: SystemTime::UNIX_EPOCH,
            method: Method::GET,
            target: target.to_owned(),
            headers,
            body: Bytes::from_static(b"{\"a\":1}"),
            length: 7,
            vars: vec![("id".to_owned(), "7".to_owned())],
            verified: true,
            diagnosis: None,
            faults: Vec::new(),
            request_id: "SANDBOX-1".to_owned(),
        })
    }

    #[test]
    fn decodes() {
        for (text, decoded) in [
            ("", ""),
            ("a%20b", "a b"),
            ("%E5%BE%ae", "微"),
            ("100%", "100%"),
            ("%4", "%4"),
            ("%zz%41", "%zzA"),
            ("%ff", "\u{fffd}"),
            ("a+b", "a+b"),
            ("微%", "微%"),
        ] {
            assert_eq!(percent_decode(text), decoded, "{text}");
        }
    }

    #[test]
    fn takes_the_target_apart() {
        let request = received("/v3/a%2Fb?x=1&y%5B0%5D=a+b%2B&flag&x=2");
        assert_eq!(request.path(), "/v3/a%2Fb");
        assert_eq!(request.query(), Some("x=1&y%5B0%5D=a+b%2B&flag&x=2"));
        assert_eq!(request.query_value("x").as_deref(), Some("1"));
        assert_eq!(request.query_value("y[0]").as_deref(), Some("a b+"));
        assert_eq!(request.query_value("flag").as_deref(), Some(""));
        assert_eq!(request.query_value("z"), None);
        assert_eq!(request.json(), Some(serde_json::json!({ "a": 1 })));
        assert_eq!(request.var("id"), Some("7"));
        assert_eq!(received("/v3").query(), None);
    }

    #[test]
    fn debug_hides_the_authorization() {
        let shown = format!("{:?}", received("/v3"));
        assert!(!shown.contains("hidden"), "{shown}");
        assert!(shown.contains("SANDBOX-1"), "{shown}");
    }
}
