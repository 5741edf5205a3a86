//! The endpoints whose answers are not signed over their body.
//!
//! Paths are compared in exact case: what WeChat Pay does not serve is not exempt either.

use http::{HeaderMap, Method};

/// What an endpoint's answers sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// The body: nearly all.
    Body,
    /// Nothing: file downloads.
    Exempt,
    /// The SHA-1 of the body, when the header `Wechatpay-Statement-Sha1` names it.
    Statement,
}

pub(super) fn rule(method: &Method, path: &str) -> Rule {
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

/// `/v3/merchant-service/images/{id}`; what begins with `upload` is no id.
fn is_image(path: &str) -> bool {
    ["/v3/merchant-service/images/", "/v3/global/merchant-service/images/"]
        .iter()
        .filter_map(|prefix| path.strip_prefix(prefix))
        .any(|id| !id.is_empty() && !id.contains('/') && !id.starts_with("upload"))
}

/// What was signed in place of a statement's body: `{"sha1":"…"}`. The body must match it.
pub(super) fn signed_statement(
    rule: Rule,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Option<String>, String> {
    const NAME: &str = "wechatpay-statement-sha1";
    let mut named = headers.get_all(NAME).into_iter();
    let (Rule::Statement, Some(sha1)) = (rule, named.next()) else {
        return Ok(None);
    };
    let Some(sha1) = sha1.to_str().ok().filter(|_| named.next().is_none()) else {
        return Err(format!("its `{NAME}` header is malformed or doubled"));
    };
    let hex: String = openssl::sha::sha1(body).iter().map(|byte| format!("{byte:02x}")).collect();
    if !sha1.eq_ignore_ascii_case(&hex) {
        return Err(format!("its body's SHA-1 is not the one that its `{NAME}` header names"));
    }
    Ok(Some(format!(r#"{{"sha1":"{sha1}"}}"#)))
}
