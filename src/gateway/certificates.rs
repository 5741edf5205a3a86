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
/// What WeChat Pay tells a merchant who has no platform certificates.
const NONE: &str = "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。\
                    可查看指引https://pay.weixin.qq.com/doc/v3/merchant/4012153196";

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
    if !keys.mode.has_certificate() {
        let none = StubResponse::error(StatusCode::NOT_FOUND, "RESOURCE_NOT_EXISTS", NONE);
        return Ok(none.reason(say!(
            "the merchant has the public key alone, and no platform certificates",
            "该商户只有微信支付公钥，没有平台证书"
        )));
    }
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
