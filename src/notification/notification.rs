//! A verified and decrypted notification.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::{NotificationErrorKind, unfit};
use crate::error::{Error, one_line};

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
    pub(super) merchant: String,
    pub(super) plaintext: Vec<u8>,
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
