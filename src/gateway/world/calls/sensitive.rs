//! Sensitive fields, which must be encrypted with the platform key that the request's
//! `Wechatpay-Serial` names.

use super::fields::Fields;
use super::refusal::Refusal;
use crate::gateway::cipher::{decrypt_field, encrypt_field};
use crate::gateway::keys::Keys;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::world::state::World;

const HEADER: &str = "wechatpay-serial";

/// Refuses a request of which a field at one of these pointers is not encrypted.
pub(super) fn check(
    world: &World,
    request: &ReceivedRequest,
    fields: &Fields,
    patterns: &[&str],
) -> Result<(), Refusal> {
    for pointer in patterns.iter().flat_map(|pattern| fields.matching(pattern)) {
        open(world, request, fields, &pointer)?;
    }
    Ok(())
}

/// Decrypts a field, if it is there.
pub(super) fn open(
    world: &World,
    request: &ReceivedRequest,
    fields: &Fields,
    pointer: &str,
) -> Result<Option<String>, Refusal> {
    let Some(ciphertext) = fields.optional_text(pointer, 1..=2048)? else {
        return Ok(None);
    };
    decrypt(&world.keys, request, "body", pointer, ciphertext).map(Some)
}

/// Decrypts the field or parameter with this name.
pub(in crate::gateway) fn decrypt(
    keys: &Keys,
    request: &ReceivedRequest,
    location: &'static str,
    name: &str,
    ciphertext: &str,
) -> Result<String, Refusal> {
    let Some(serial) = request.headers().get(HEADER) else {
        let english = format!(
            "the header Wechatpay-Serial is missing, and `{name}` of the {location} must be \
             encrypted: send the serial number or id of the platform key that encrypted it"
        );
        let chinese = "HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)";
        return Err(Refusal::bad_request("PARAM_ERROR", chinese, english));
    };
    let key = serial.to_str().ok().and_then(|serial| keys.platform_key(serial));
    let key = key.ok_or_else(|| {
        let english = "the header Wechatpay-Serial names no platform key of this gateway: send that \
                       of the key that encrypted the fields";
        Refusal::bad_request("PARAM_ERROR", "平台证书序列号Wechatpay-Serial错误", english)
    })?;
    decrypt_field(&key, ciphertext).map_err(|_| {
        let issue = "is not encrypted with the platform key that Wechatpay-Serial names: encrypt it \
                     with RSA-OAEP and that key";
        let english = format!("`{name}` of the {location} {issue}");
        // The value may be a name in plain text, so it is not shown.
        Refusal::bad_request("PARAM_ERROR", "请确认待处理的消息是否为加密后的密文", english)
            .about(location, name, None, issue)
    })
}

/// Encrypts a field of a response, as WeChat Pay does, with the merchant's certificate.
pub(in crate::gateway) fn seal(world: &World, plaintext: &str) -> Result<String, Refusal> {
    encrypt_field(&world.keys.merchant.key, plaintext).map_err(|error| {
        let english = format!("a field of the response could not be encrypted: {error}");
        Refusal::new(http::StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", "系统异常", english)
    })
}
