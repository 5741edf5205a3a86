//! The JSON body of a notification, whose resource is still encrypted.

use serde_json::{Map, Value};

use super::error::NotificationErrorKind;
use super::notification::Notification;
use crate::crypto::AEAD;
use crate::error::{Error, one_line};
use crate::json_value::kind_of;

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
        let malformed = |reason: String| {
            NotificationErrorKind::MalformedBody.error(format!(
                "the notification is signed, but can't be read: {reason}; check that it is one of \
                 APIv3, and that its body was not changed"
            ))
        };
        let body: Value = serde_json::from_slice(body)
            .map_err(|error| malformed(format!("its body is not JSON: {error}")))?;
        let fields = object(&body, "its body").map_err(malformed)?;
        let resource = fields.get("resource").unwrap_or(&Value::Null);
        let resource = object(resource, "its `resource`").map_err(malformed)?;
        let id = text(fields, "id").map_err(malformed)?;
        let algorithm = text(resource, "algorithm").map_err(malformed)?;
        if algorithm != AEAD {
            return Err(NotificationErrorKind::UnknownAlgorithm.error(format!(
                "the notification {} is encrypted with `{}`, but only {AEAD} is supported: check \
                 that it is one of APIv3",
                one_line(&id, 80),
                one_line(&algorithm, 40)
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

fn object<'a>(value: &'a Value, what: &str) -> Result<&'a Map<String, Value>, String> {
    value.as_object().ok_or_else(|| format!("{what} is {}, not an object", kind_of(value)))
}

fn text(fields: &Map<String, Value>, name: &str) -> Result<String, String> {
    match text_or_nothing(fields, name) {
        Ok(text) if text.is_empty() => Err(format!("its `{name}` is missing or empty")),
        other => other,
    }
}

/// The empty string if absent or null.
fn text_or_nothing(fields: &Map<String, Value>, name: &str) -> Result<String, String> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(other) => Err(format!("its `{name}` is {}, not a string", kind_of(other))),
    }
}
