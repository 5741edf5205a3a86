//! A notification, and the envelope that it comes in.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::error::{NotificationErrorKind, unfit};
use crate::crypto::AEAD;
use crate::error::{Error, one_line};
use crate::value::kind_of;

/// A notification of WeChat Pay's: its signature held, and its resource is decrypted.
#[derive(Clone)]
#[non_exhaustive]
pub struct Notification {
    /// Its own id. The same notification comes again under the same id: drop duplicates by it.
    pub id: String,
    /// When it was made, mostly in RFC 3339: `2018-06-08T10:34:56+08:00`.
    pub create_time: String,
    /// What happened, such as `TRANSACTION.SUCCESS`: branch on it.
    pub event_type: String,
    /// `encrypt-resource`.
    pub resource_type: String,
    /// What happened, in a few words of Chinese.
    pub summary: String,
    /// What kind of thing the resource is: `transaction`, `refund`.
    pub original_type: String,
    merchant: String,
    plaintext: Vec<u8>,
}

impl Notification {
    /// The decrypted resource as a type of yours, or as a [`Value`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode), saying where it does not fit. It shows none
    /// of the resource's values.
    pub fn resource<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.plaintext).map_err(|error| {
            // Without its source, which would show the value.
            NotificationErrorKind::Resource.error(format!(
                "the resource of the notification {} is not the JSON that was asked for: {}",
                one_line(&self.id, 80),
                unfit(&error)
            ))
        })
    }

    /// The decrypted resource as JSON.
    ///
    /// # Errors
    ///
    /// As [`resource`](Self::resource), when it is not JSON.
    pub fn resource_json(&self) -> Result<Value, Error> {
        self.resource()
    }

    /// The decrypted resource as it came.
    pub fn resource_bytes(&self) -> &[u8] {
        &self.plaintext
    }

    /// Under which name the APIv3 key that decrypted it was given: the merchant's number, for a
    /// client's.
    pub fn merchant(&self) -> &str {
        &self.merchant
    }
}

/// The resource may hold personal data, so its size has to do.
impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification")
            .field("id", &self.id)
            .field("create_time", &self.create_time)
            .field("event_type", &self.event_type)
            .field("original_type", &self.original_type)
            .field("merchant", &self.merchant)
            .field("resource", &format_args!("{} bytes", self.plaintext.len()))
            .finish_non_exhaustive()
    }
}

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
    /// Reads a body whose signature holds.
    pub(super) fn read(body: &[u8]) -> Result<Self, Error> {
        let malformed = |reason: String| {
            NotificationErrorKind::MalformedBody.error(format!(
                "the notification is signed, but can't be read: {reason}; is it API v3's, and its \
                 body as it came?"
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
                "the notification {} is encrypted by `{}`, and only {AEAD} is known: is it \
                 API v3's?",
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

/// The empty string when absent or null.
fn text_or_nothing(fields: &Map<String, Value>, name: &str) -> Result<String, String> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(other) => Err(format!("its `{name}` is {}, not a string", kind_of(other))),
    }
}
