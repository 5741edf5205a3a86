//! Notifications of APIv2.

use http::{HeaderMap, HeaderValue};
use openssl::base64;
use openssl::error::ErrorStack;
use openssl::hash::{MessageDigest, hash};
use openssl::symm::{Cipher, encrypt};

use super::sign::{Kind, sign};
use super::xml::{self, Fields};
use crate::gateway::keys::{Keys, alphanumerics, hex};

/// A notification that is posted as XML.
pub(in crate::gateway) struct V2Notification {
    pub(in crate::gateway) headers: HeaderMap,
    pub(in crate::gateway) body: String,
}

impl V2Notification {
    /// Of a payment: all fields, signed.
    pub(in crate::gateway) fn signed(
        keys: &Keys,
        kind: Kind,
        mut fields: Fields,
    ) -> Result<Self, ErrorStack> {
        fields.push(("nonce_str".into(), alphanumerics(32)?));
        let sign = sign(kind, &fields, &keys.secret)?;
        fields.push(("sign".into(), sign));
        Ok(Self::of(&fields))
    }

    pub(in crate::gateway) fn of(fields: &[(String, String)]) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("text/xml"));
        Self { headers, body: xml::write(fields) }
    }
}

/// Of a refund: its fields, encrypted by the MD5 of the APIv2 key.
pub(in crate::gateway) fn refund_info(keys: &Keys, fields: &Fields) -> Result<String, ErrorStack> {
    let key = hex(&hash(MessageDigest::md5(), keys.secret.as_bytes())?);
    let root = xml::write(fields).replace("<xml>", "<root>").replace("</xml>", "</root>");
    let encrypted = encrypt(Cipher::aes_256_ecb(), key.as_bytes(), None, root.as_bytes())?;
    Ok(base64::encode_block(&encrypted))
}
