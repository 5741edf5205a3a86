//! APIv2 at the gateway: XML that is signed in its body. It shares no code with the client.

mod check;
mod notify;
mod sign;
pub(super) mod xml;

use http::Method;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use http::request::Parts;

use self::xml::Fields;
use super::percent::percent_decode;
use crate::language::Text;

pub(super) use self::check::check;
pub(super) use self::notify::{message, refund_info, signed};
pub(super) use self::sign::{Kind, kind, sealed};

/// The longest body that is read, in bytes: no request of APIv2 is nearly as long.
pub(super) const BODY_LIMIT: usize = 256 * 1024;

/// Whether a request is of APIv2, by its head: XML without an Authorization, or to an address that APIv2 has, or
/// signed in its query. XML is also where it does not belong, at an address of APIv3.
pub(super) fn is_one(head: &Parts) -> bool {
    let path = head.uri.path();
    let is_of_v2 = match head.method {
        Method::POST => is_xml(&head.headers) || has_address(path),
        Method::GET => !is_of_v3(path) && query(head.uri.query()).any(|(name, _)| name == "sign"),
        _ => false,
    };
    is_of_v2 && !head.headers.contains_key(AUTHORIZATION) && !path.starts_with("/_gateway/")
}

/// Whether it is of APIv2 by its body, which several clients send as another type or as none.
pub(super) fn has_xml(head: &Parts, body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let is_xml = [&b"<xml>"[..], b"<xml ", b"<?xml"].iter().any(|start| body.starts_with(start));
    is_xml
        && head.method == Method::POST
        && !head.headers.contains_key(AUTHORIZATION)
        && !head.uri.path().starts_with("/_gateway/")
}

fn is_of_v3(path: &str) -> bool {
    path.starts_with("/v3/")
}

/// The parameters of a request: those of its query if it is a GET, otherwise those of its body.
fn fields(method: &Method, query: Option<&str>, body: &[u8]) -> Result<Fields, Text> {
    if method == Method::GET { Ok(self::query(query).collect()) } else { xml::read(body) }
}

fn query(query: Option<&str>) -> impl Iterator<Item = (String, String)> {
    let decode = |text: &str| percent_decode(&text.replace('+', " "));
    let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    pairs.map(move |pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    })
}

fn is_xml(headers: &HeaderMap) -> bool {
    let type_ = headers.get(CONTENT_TYPE).and_then(|type_| type_.to_str().ok());
    type_.is_some_and(|type_| type_.contains("xml"))
}

/// Several clients send XML as another type, or as none.
fn has_address(path: &str) -> bool {
    const FAMILIES: [&str; 6] =
        ["/pay/", "/secapi/", "/mmpaymkttransfers/", "/mmpaysptrans/", "/tools/", "/papay/"];
    FAMILIES.iter().any(|family| path.starts_with(family))
}
