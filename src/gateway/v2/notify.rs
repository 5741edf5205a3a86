//! Notifications of APIv2.

use http::{HeaderMap, HeaderValue};
use openssl::base64;
use openssl::error::ErrorStack;
use openssl::hash::{MessageDigest, hash};
use openssl::symm::{Cipher, encrypt};

use super::sign::{Kind, sign};
use super::xml::{self, Fields};
use crate::error::Error;
use crate::gateway::http_post::post;
use crate::gateway::keys::{Keys, alphanumerics, hex};
use crate::gateway::notify::{NotifyResponse, PATIENCE};

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

/// Posts a notification. It has no id of its own.
pub(in crate::gateway) async fn notify(body: String, url: &str) -> Result<NotifyResponse, Error> {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("text/xml"));
    let (status, body) = post(url, headers, body.into(), PATIENCE).await?;
    Ok(NotifyResponse { id: String::new(), status, body })
}
