//! APIv2 at the gateway: XML that is signed in its body. It shares no code with the client.

mod check;
mod notify;
mod sign;
pub(super) mod xml;

use http::Method;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use http::request::Parts;

pub(super) use self::check::check;
pub(super) use self::notify::{notify, refund_info, signed};
pub(super) use self::sign::{Kind, kind, sealed};

/// The longest body that is read, in bytes: no request of APIv2 is nearly as long.
pub(super) const BODY_LIMIT: usize = 256 * 1024;

/// Whether a request is of APIv2: XML without an Authorization, or to an address that APIv2 has.
pub(super) fn is_one(head: &Parts) -> bool {
    let path = head.uri.path();
    let elsewhere = path.starts_with("/v3/") || path.starts_with("/_gateway/");
    head.method == Method::POST
        && !head.headers.contains_key(AUTHORIZATION)
        && !elsewhere
        && (is_xml(&head.headers) || has_address(path))
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
