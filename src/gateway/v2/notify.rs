//! Notifications of APIv2.

use openssl::base64;
use openssl::error::ErrorStack;
use openssl::hash::{MessageDigest, hash};
use openssl::symm::{Cipher, encrypt};
use serde_json::Value;

use super::sign::{Kind, sign};
use super::xml::{self, Fields};
use crate::gateway::deliveries::{Message, Protocol};
use crate::gateway::keys::{Keys, alphanumerics, hex};

/// The XML of a notification of a payment.
pub(in crate::gateway) fn signed(
    keys: &Keys,
    kind: Kind,
    mut fields: Fields,
) -> Result<String, ErrorStack> {
    fields.push(("nonce_str".into(), alphanumerics(32)?));
    let sign = sign(kind, &fields, &keys.secret)?;
    fields.push(("sign".into(), sign));
    Ok(xml::write(&fields))
}

/// Of a refund: its fields, encrypted by the MD5 of the APIv2 key.
pub(in crate::gateway) fn refund_info(keys: &Keys, fields: &Fields) -> Result<String, ErrorStack> {
    let key = hex(&hash(MessageDigest::md5(), keys.secret.as_bytes())?);
    let root = xml::write(fields).replace("<xml>", "<root>").replace("</xml>", "</root>");
    let encrypted = encrypt(Cipher::aes_256_ecb(), key.as_bytes(), None, root.as_bytes())?;
    Ok(base64::encode_block(&encrypted))
}

/// A notification with this body. It has no id of its own.
pub(in crate::gateway) fn message(
    event_type: &str,
    resource: Value,
    body: impl FnOnce() -> Result<String, ErrorStack>,
) -> Result<Message, ErrorStack> {
    Ok(Message {
        id: format!("SANDBOX-{}", alphanumerics(32)?),
        event_type: event_type.to_owned(),
        resource,
        body: body()?.into(),
        is_repeated: true,
        protocol: Protocol::V2,
    })
}
