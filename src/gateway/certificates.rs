//! The call that returns the platform's certificates.

use std::sync::Arc;

use http::{Method, StatusCode};
use openssl::asn1::{Asn1Time, Asn1TimeRef};
use serde_json::{Value, json};

use super::cipher::{ALGORITHM, encrypt};
use super::keys::{Certified, Keys};
use super::response::StubResponse;
use super::routes::Routes;
use super::time::beijing;
use crate::error::BoxError;
use crate::language::say;

const ASSOCIATED_DATA: &str = "certificate";

/// Registers `GET /v3/certificates`.
pub(super) fn serve(routes: &Routes, keys: &Arc<Keys>) {
    let keys = Arc::clone(keys);
    let handler = move |_: &_| {
        respond(&keys).unwrap_or_else(|error| {
            let message = say!(
                "the certificates can't be encrypted: {error}: try again",
                "系统异常：无法加密平台证书：{error}：请重试"
            );
            StubResponse::refusal(StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", message)
        })
    };
    routes.add(Method::GET, "/v3/certificates", Arc::new(handler));
}

fn respond(keys: &Keys) -> Result<StubResponse, BoxError> {
    let entry = |certified: &Certified| -> Result<Value, BoxError> {
        let (nonce, ciphertext) =
            encrypt(&keys.apiv3_key, ASSOCIATED_DATA, &certified.certificate_pem)?;
        Ok(json!({
            "serial_no": certified.serial,
            "effective_time": beijing(since_1970(certified.certificate.not_before())?),
            "expire_time": beijing(since_1970(certified.certificate.not_after())?),
            "encrypt_certificate": {
                "algorithm": ALGORITHM,
                "nonce": nonce,
                "associated_data": ASSOCIATED_DATA,
                "ciphertext": ciphertext,
            },
        }))
    };
    let all = keys.platform_certificates();
    let entries = all.iter().map(|certified| entry(certified)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "data": entries }).into())
}

fn since_1970(time: &Asn1TimeRef) -> Result<u64, BoxError> {
    let since = Asn1Time::from_unix(0)?.diff(time)?;
    Ok(u64::try_from(i64::from(since.days) * 86_400 + i64::from(since.secs))?)
}
