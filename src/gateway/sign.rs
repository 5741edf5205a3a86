//! Signs a response, as WeChat Pay does.

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, Response, StatusCode};
use openssl::base64;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::sign::Signer;

use super::fault::{Fault, Faults};
use super::key_mode::SERIAL;
use super::keys::{Keys, alphanumerics};
use super::request::ReceivedRequest;
use super::response::StubResponse;
use super::v2;
use crate::error::BoxError;

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("wechatpay-timestamp");
const NONCE: HeaderName = HeaderName::from_static("wechatpay-nonce");
const SIGNATURE: HeaderName = HeaderName::from_static("wechatpay-signature");
const SIGNATURE_TYPE: HeaderName = HeaderName::from_static("wechatpay-signature-type");
/// The beginning of a signature that WeChat Pay made invalid on purpose.
pub(super) const PROBE: &str = "WECHATPAY/SIGNTEST/";
/// The serial number of no certificate.
const NOBODYS: &str = "0000000000000000000000000000000000000000";

/// The response as it is sent, signed at `now`, in seconds since 1970, with the key that the
/// merchant's key mode and the request ask for.
pub(super) fn sealed(
    response: StubResponse,
    request: &ReceivedRequest,
    keys: &Keys,
    now: u64,
    faults: &Faults,
) -> Result<Response<Bytes>, BoxError> {
    let response = v2::sealed(response, request, keys, faults)?;
    let StubResponse { status, mut headers, mut body, signed, .. } = response;
    // These have no content on the wire, and the signature covers what arrives.
    let bare = [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&status);
    if bare || request.method() == Method::HEAD {
        body = Bytes::new();
    }
    given_or(&mut headers, REQUEST_ID, || Ok(request.request_id().to_owned()))?;
    if signed && !faults.has(Fault::NoSignature) {
        let by_public_key = keys.responds_by_public_key(request.headers());
        let now = now.saturating_add_signed(faults.clock_skew());
        let signing = keys.signing_key(by_public_key != faults.has(Fault::OtherKeyMode));
        let key = &signing.key;
        let timestamp = given_or(&mut headers, TIMESTAMP, || Ok(now.to_string()))?;
        let nonce = given_or(&mut headers, NONCE, || Ok(alphanumerics(32)?))?;
        let head = [timestamp.as_bytes(), b"\n", nonce.as_bytes(), b"\n"].concat();
        let unknown = faults.has(Fault::UnknownSerial);
        let serial = if unknown { NOBODYS } else { signing.serial.as_str() };
        given_or(&mut headers, SERIAL, || Ok(serial.to_owned()))?;
        given_or(&mut headers, SIGNATURE, || Ok(signature(key, &head, &body, faults)?))?;
        given_or(&mut headers, SIGNATURE_TYPE, || Ok("WECHATPAY2-SHA256-RSA2048".to_owned()))?;
    }
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// The header that the handler set, or else this one.
fn given_or(
    headers: &mut HeaderMap,
    name: HeaderName,
    value: impl FnOnce() -> Result<String, BoxError>,
) -> Result<HeaderValue, BoxError> {
    if let Some(given) = headers.get(&name) {
        return Ok(given.clone());
    }
    let value = HeaderValue::try_from(value()?)?;
    headers.insert(name, value.clone());
    Ok(value)
}

fn signature(
    key: &PKey<Private>,
    head: &[u8],
    body: &[u8],
    faults: &Faults,
) -> Result<String, ErrorStack> {
    if faults.has(Fault::WrongSignature) {
        return sign(key, &[head, body, b"and more\n"]);
    }
    let right = sign(key, &[head, body, b"\n"])?;
    let probe = faults.has(Fault::Probe);
    Ok(if probe { format!("{PROBE}{}", &right[PROBE.len()..]) } else { right })
}

pub(super) fn sign(key: &PKey<Private>, message: &[&[u8]]) -> Result<String, ErrorStack> {
    let mut signer = Signer::new(MessageDigest::sha256(), key)?;
    for part in message {
        signer.update(part)?;
    }
    Ok(base64::encode_block(&signer.sign_to_vec()?))
}
