//! The signature of APIv2: over the sorted, non-empty fields and the key.

use http::header::CONTENT_TYPE;
use openssl::error::ErrorStack;
use openssl::hash::{MessageDigest, hash};
use openssl::pkey::PKey;
use openssl::sign::Signer;

use super::xml::{self, Fields, get};
use crate::error::BoxError;
use crate::gateway::fault::{Fault, Faults};
use crate::gateway::keys::{Keys, alphanumerics, hex};
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;

/// How a request or a response is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::gateway) enum Kind {
    Md5,
    HmacSha256,
}

/// By what a request says; `None` if that is neither.
pub(in crate::gateway) fn kind(fields: &[(String, String)]) -> Option<Kind> {
    match get(fields, "sign_type") {
        None | Some("MD5") => Some(Kind::Md5),
        Some("HMAC-SHA256") => Some(Kind::HmacSha256),
        Some(_) => None,
    }
}

/// The text that is signed: `a=1&b=2`, without `sign` and what is empty.
pub(super) fn text(fields: &[(String, String)]) -> String {
    let mut fields: Vec<_> =
        fields.iter().filter(|(name, value)| name != "sign" && !value.is_empty()).collect();
    fields.sort_by(|(one, _), (other, _)| one.cmp(other));
    let pairs: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// Of a text behind which the key has been written, or has not.
pub(super) fn digest(kind: Kind, text: &str, secret: &str) -> Result<String, ErrorStack> {
    let bytes = match kind {
        Kind::Md5 => hash(MessageDigest::md5(), text.as_bytes())?.to_vec(),
        Kind::HmacSha256 => {
            let key = PKey::hmac(secret.as_bytes())?;
            let mut signer = Signer::new(MessageDigest::sha256(), &key)?;
            signer.sign_oneshot_to_vec(text.as_bytes())?
        }
    };
    Ok(hex(&bytes).to_ascii_uppercase())
}

pub(in crate::gateway) fn sign(
    kind: Kind,
    fields: &[(String, String)],
    secret: &str,
) -> Result<String, ErrorStack> {
    digest(kind, &format!("{}&key={secret}", text(fields)), secret)
}

/// The response with the body that its fields make, signed as the request was. A failure to
/// communicate is not signed.
pub(in crate::gateway) fn sealed(
    mut response: StubResponse,
    request: &ReceivedRequest,
    keys: &Keys,
    faults: &Faults,
) -> Result<StubResponse, BoxError> {
    let Some(mut fields) = response.fields.take() else { return Ok(response) };
    let signed = response.signed
        && get(&fields, "return_code") == Some("SUCCESS")
        && !faults.has(Fault::NoSignature);
    if signed {
        let asked = super::fields(request.method(), request.query(), request.body()).ok();
        let kind = asked.as_ref().and_then(|asked| kind(asked)).unwrap_or(Kind::Md5);
        complete(&mut fields, asked.as_ref())?;
        let sign = if faults.has(Fault::WrongSignature) {
            sign(kind, &[fields.as_slice(), &[("more".into(), "1".into())]].concat(), &keys.secret)?
        } else {
            sign(kind, &fields, &keys.secret)?
        };
        fields.push(("sign".into(), sign));
    }
    if !response.headers.contains_key(CONTENT_TYPE) {
        response = response.header(CONTENT_TYPE, "text/xml; charset=utf-8");
    }
    // Its signature is in the body.
    Ok(response.body(xml::write(&fields)).unsigned())
}

/// What each signed response has.
fn complete(fields: &mut Fields, asked: Option<&Fields>) -> Result<(), ErrorStack> {
    for name in ["appid", "mch_id"] {
        let of_request = asked.and_then(|asked| get(asked, name));
        if let Some(value) = of_request.filter(|_| get(fields, name).is_none()) {
            fields.push((name.into(), value.into()));
        }
    }
    if get(fields, "nonce_str").is_none() {
        fields.push(("nonce_str".into(), alphanumerics(32)?));
    }
    Ok(())
}
