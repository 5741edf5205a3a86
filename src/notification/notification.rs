//! A verified and decrypted notification.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::{NotificationErrorKind, unfit};
use crate::error::{Error, one_line};
use crate::language::say;

/// A notification whose signature is valid and whose resource is decrypted. Returned by
/// [`NotificationParser::parse`](super::NotificationParser::parse).
///
/// ```
/// use serde::Deserialize;
/// use wechatpay_chain::{Error, Notification};
///
/// #[derive(Deserialize)]
/// struct Transaction {
///     out_trade_no: String,
///     trade_state: String,
/// }
///
/// fn paid_order(notification: &Notification) -> Result<Option<String>, Error> {
///     if notification.event_type != "TRANSACTION.SUCCESS" {
///         return Ok(None);
///     }
///     let transaction: Transaction = notification.resource()?;
///     Ok((transaction.trade_state == "SUCCESS").then_some(transaction.out_trade_no))
/// }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Notification {
    /// The id of the notification. WeChat Pay repeats a notification under the same id: use it to
    /// drop duplicates.
    pub id: String,
    /// When it was created, usually in RFC 3339: `2018-06-08T10:34:56+08:00`.
    pub create_time: String,
    /// The event, such as `TRANSACTION.SUCCESS`.
    pub event_type: String,
    /// Always `encrypt-resource`.
    pub resource_type: String,
    /// A short description in Chinese.
    pub summary: String,
    /// The type of the resource, such as `transaction` or `refund`.
    pub original_type: String,
    pub(super) merchant: String,
    pub(super) plaintext: Vec<u8>,
}

impl Notification {
    /// Deserializes the decrypted resource.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if it can't be deserialized to `T`. The message
    /// names the position and shows none of the resource's values.
    pub fn resource<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.plaintext).map_err(|error| {
            // Without a source, which would show the value.
            let (id, reason) = (one_line(&self.id, 80), unfit(&error));
            NotificationErrorKind::Resource.error(say!(
                "the resource of the notification {id} can't be deserialized to the requested \
                 type: {reason}",
                "回调通知 {id} 的 resource 无法反序列化为所需的类型：{reason}";
                reason
            ))
        })
    }

    /// Returns the decrypted resource as JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if it is not JSON.
    pub fn resource_json(&self) -> Result<Value, Error> {
        self.resource()
    }

    /// Returns the decrypted resource as bytes.
    pub fn resource_bytes(&self) -> &[u8] {
        &self.plaintext
    }

    /// Returns the name of the APIv3 key that decrypted it:
    /// [`apiv3_key`](super::NotificationParserBuilder::apiv3_key)'s first argument, or the mchid if
    /// the parser was made by a client.
    pub fn merchant(&self) -> &str {
        &self.merchant
    }
}

/// Prints only the size of the resource, which may contain personal data.
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
