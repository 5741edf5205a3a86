//! The JSON body of a notification, whose resource is still encrypted.

use serde_json::{Map, Value};

use super::error::NotificationErrorKind;
use super::notification::Notification;
use crate::crypto::AEAD;
use crate::error::{Error, one_line};
use crate::json_value::kind_of;
use crate::language::{Text, say};

/// A notification whose resource is still encrypted.
pub(super) struct Envelope {
    id: String,
    create_time: String,
    event_type: String,
    resource_type: String,
    summary: String,
    original_type: String,
    pub(super) ciphertext: String,
    pub(super) nonce: String,
    pub(super) associated_data: String,
}

impl Envelope {
    /// Reads a body whose signature is valid.
    pub(super) fn read(body: &[u8]) -> Result<Self, Error> {
        let malformed = |reason: Text| {
            NotificationErrorKind::MalformedBody.error(say!(
                "the notification is signed, but can't be read: {reason}; check that it is one of \
                 APIv3, and that its body was not changed",
                "回调通知验签通过，但无法读取：{reason}；请确认它是 APIv3 的回调通知，且请求体未被改动";
                reason
            ))
        };
        let body: Value = serde_json::from_slice(body).map_err(|error| {
            malformed(say!("its body is not JSON: {error}", "请求体不是 JSON：{error}"))
        })?;
        let fields = object(&body, say!("its body", "请求体")).map_err(malformed)?;
        let resource = fields.get("resource").unwrap_or(&Value::Null);
        let resource =
            object(resource, say!("its `resource`", "其中的 `resource`")).map_err(malformed)?;
        let id = text(fields, "id").map_err(malformed)?;
        let algorithm = text(resource, "algorithm").map_err(malformed)?;
        if algorithm != AEAD {
            let (id, algorithm) = (one_line(&id, 80), one_line(&algorithm, 40));
            return Err(NotificationErrorKind::UnknownAlgorithm.error(say!(
                "the notification {id} is encrypted with `{algorithm}`, but only {AEAD} is \
                 supported: check that it is one of APIv3",
                "回调通知 {id} 的加密算法是 `{algorithm}`，而只支持 {AEAD}：请确认它是 APIv3 的回调通知"
            )));
        }
        Ok(Self {
            id,
            create_time: text_or_nothing(fields, "create_time").map_err(malformed)?,
            event_type: text(fields, "event_type").map_err(malformed)?,
            resource_type: text_or_nothing(fields, "resource_type").map_err(malformed)?,
            summary: text_or_nothing(fields, "summary").map_err(malformed)?,
            original_type: text_or_nothing(resource, "original_type").map_err(malformed)?,
            ciphertext: text(resource, "ciphertext").map_err(malformed)?,
            nonce: text(resource, "nonce").map_err(malformed)?,
            associated_data: text_or_nothing(resource, "associated_data").map_err(malformed)?,
        })
    }

    pub(super) fn shown_id(&self) -> String {
        one_line(&self.id, 80)
    }

    pub(super) fn open(self, merchant: String, plaintext: Vec<u8>) -> Notification {
        let Self { id, create_time, event_type, resource_type, summary, original_type, .. } = self;
        Notification {
            id,
            create_time,
            event_type,
            resource_type,
            summary,
            original_type,
            merchant,
            plaintext,
        }
    }
}

fn object(value: &Value, what: Text) -> Result<&Map<String, Value>, Text> {
    value.as_object().ok_or_else(|| {
        let kind = kind_of(value);
        say!("{what} is {kind}, not an object", "{what}是{kind}，而不是对象"; what, kind)
    })
}

fn text(fields: &Map<String, Value>, name: &str) -> Result<String, Text> {
    match text_or_nothing(fields, name) {
        Ok(text) if text.is_empty() => {
            Err(say!("its `{name}` is missing or empty", "其中的 `{name}` 缺失或为空"))
        }
        other => other,
    }
}

/// The empty string if absent or null.
fn text_or_nothing(fields: &Map<String, Value>, name: &str) -> Result<String, Text> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(other) => {
            let kind = kind_of(other);
            Err(say!(
                "its `{name}` is {kind}, not a string",
                "其中的 `{name}` 是{kind}，而不是字符串";
                kind
            ))
        }
    }
}
