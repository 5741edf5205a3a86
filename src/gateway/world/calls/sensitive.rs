//! Sensitive fields, which must be encrypted with the platform key that the request's
//! `Wechatpay-Serial` names.

use super::fields::Fields;
use super::refusal::{Refusal, of_field};
use crate::gateway::cipher::{decrypt_field, encrypt_field};
use crate::gateway::keys::Keys;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::world::state::World;
use crate::language::say;

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
        let field = of_field(location, name, &say!("must be encrypted", "必须加密"));
        let reason = say!(
            "the header Wechatpay-Serial is missing, and {field}: send the serial number or id of the \
             platform key that encrypted it",
            "{field}，请在该请求头中发送加密所用的平台证书序列号或公钥 ID";
            field
        );
        let words = "HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)";
        return Err(Refusal::bad_request("PARAM_ERROR", words, &reason));
    };
    let key = serial.to_str().ok().and_then(|serial| keys.platform_key(serial));
    let key = key.ok_or_else(|| {
        let reason = say!(
            "the header Wechatpay-Serial names no platform key of this gateway: send that of the key \
             that encrypted the fields",
            "不是此网关的平台证书序列号或公钥 ID，请发送加密所用的那一个"
        );
        Refusal::bad_request("PARAM_ERROR", "平台证书序列号Wechatpay-Serial错误", &reason)
    })?;
    decrypt_field(&key, ciphertext).map_err(|_| {
        let issue = say!(
            "is not encrypted with the platform key that Wechatpay-Serial names: encrypt it with \
             RSA-OAEP and that key",
            "没有用 Wechatpay-Serial 指明的平台证书或公钥加密，请用 RSA-OAEP 和该密钥加密"
        );
        let reason = of_field(location, name, &issue);
        // The value may be a name in plain text, so it is not shown.
        Refusal::bad_request("PARAM_ERROR", "请确认待处理的消息是否为加密后的密文", &reason)
            .about(location, name, None, issue)
    })
}

/// Encrypts a field of a response, as WeChat Pay does, with the merchant's certificate.
pub(in crate::gateway) fn seal(world: &World, plaintext: &str) -> Result<String, Refusal> {
    encrypt_field(&world.keys.merchant.key, plaintext).map_err(|error| {
        let reason = say!(
            "a field of the response could not be encrypted: {error}",
            "应答的字段无法加密：{error}"
        );
        Refusal::new(http::StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", "系统异常", &reason)
    })
}
