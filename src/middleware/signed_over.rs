//! What an endpoint's response is signed over: its body, its hash, or nothing.
//!
//! Paths are compared in exact case and spelling: what WeChat Pay does not serve is not exempt
//! either.

#[cfg(feature = "gateway")]
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::language::{Text, say};
use crate::template::dot_segment;

pub(super) const STATEMENT_SHA1: &str = "wechatpay-statement-sha1";

/// What an endpoint's responses are signed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The body: nearly all.
    Body,
    /// Nothing: file downloads.
    Exempt,
    /// The SHA-1 of the body, when the header `Wechatpay-Statement-Sha1` names it.
    Statement,
}

impl Rule {
    /// Whether the head of the response has all that must be verified, so that the body can be
    /// streamed. The body of an error never is: it is short, and signed.
    pub(super) fn can_stream(self, status: StatusCode, headers: &HeaderMap) -> bool {
        let head_is_enough = match self {
            Self::Exempt => true,
            Self::Statement => headers.contains_key(STATEMENT_SHA1),
            Self::Body => false,
        };
        status.is_success() && head_is_enough
    }
}

pub(crate) fn rule(method: &Method, path: &str) -> Rule {
    if method != Method::GET {
        return Rule::Body;
    }
    match path {
        "/v3/billdownload/file"
        | "/v3/transferdownload/elecvoucherfile"
        | "/v3/transferdownload/signfile" => Rule::Exempt,
        "/hk/v3/statements" | "/v3/global/statements" => Rule::Statement,
        _ if is_image(path) => Rule::Exempt,
        _ => Rule::Body,
    }
}

/// `/v3/merchant-service/images/{id}`, where the id does not begin with `upload`.
fn is_image(path: &str) -> bool {
    ["/v3/merchant-service/images/", "/v3/global/merchant-service/images/"]
        .iter()
        .filter_map(|prefix| path.strip_prefix(prefix))
        .any(|id| !id.is_empty() && !id.starts_with("upload") && is_plain(id))
}

/// An id is Base64. Only its `+`, `/` and `=` may be percent-encoded: anything else that is
/// encoded (`%75pload`), or a dot segment, may be read as another path on the way.
fn is_plain(id: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~=+".contains(&byte);
    let mut parts = id.split('%');
    let first = parts.next().unwrap_or_default();
    let encoded = |part: &str| {
        part.split_at_checked(2).is_some_and(|(encoded, rest)| {
            let known = ["2B", "2F", "3D"].iter().any(|known| known.eq_ignore_ascii_case(encoded));
            known && rest.bytes().all(is_base64)
        })
    };
    first.bytes().all(is_base64) && parts.all(encoded) && dot_segment(id).is_none()
}

/// The bytes that a server signs of such a response: its decoded body, or the hash that stands for
/// it. What the client would refuse anyway is signed as it is.
#[cfg(feature = "gateway")]
pub(crate) fn bytes_to_sign(rule: Rule, headers: &HeaderMap, body: &Bytes) -> Bytes {
    if let Ok(Some(sha1)) = statement_sha1(rule, headers) {
        return format!(r#"{{"sha1":"{sha1}"}}"#).into();
    }
    let decoded = super::decode::decode(&mut headers.clone(), body.clone(), usize::MAX);
    decoded.unwrap_or_else(|_| body.clone())
}

/// The SHA-1 that was signed in place of a statement's body, if the response names one.
///
/// # Errors
///
/// What is wrong with the header, for the end of a sentence.
pub(super) fn statement_sha1(rule: Rule, headers: &HeaderMap) -> Result<Option<&str>, Text> {
    if rule != Rule::Statement {
        return Ok(None);
    }
    let mut named = headers.get_all(STATEMENT_SHA1).into_iter();
    let Some(sha1) = named.next() else {
        return Ok(None);
    };
    match sha1.to_str().ok().filter(|_| named.next().is_none()) {
        Some(sha1) => Ok(Some(sha1)),
        None => Err(say!(
            "its `{STATEMENT_SHA1}` header is malformed or repeated",
            "其应答头 `{STATEMENT_SHA1}` 格式有误或重复"
        )),
    }
}
