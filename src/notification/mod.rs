//! Verifies and decrypts notifications, and makes the responses to them.
//!
//! WeChat Pay posts a notification to the `notify_url` of an order. It is signed like a response, and
//! its resource is encrypted with the merchant's APIv3 key. [`NotificationParser`] takes the headers
//! and the raw body that any web framework received.
//!
//! ```
//! use http::HeaderMap;
//! use serde_json::Value;
//! use wechatpay_chain::{Error, NotificationParser, Response, notification};
//!
//! fn receive(parser: &NotificationParser, headers: &HeaderMap, body: &[u8]) -> Response {
//!     let paid = match parser.parse(headers, body) {
//!         Ok(paid) => paid,
//!         Err(error) => {
//!             // Write it to your log, and don't show it to the sender.
//!             eprintln!("{error}");
//!             return notification::refused(&error);
//!         }
//!     };
//!     match store(&paid.id, paid.resource_json()) {
//!         Ok(()) => notification::accepted(),
//!         Err(_) => notification::failed(),
//!     }
//! }
//! # fn store(_: &str, _: Result<Value, Error>) -> Result<(), Error> { Ok(()) }
//! ```
//!
//! # What WeChat Pay expects
//!
//! - Respond within 5 s: store the notification, respond, and process it afterwards.
//! - Respond with 200 or 204 once it is stored ([`accepted`]). After another status or a timeout
//!   WeChat Pay sends it again for some hours, then gives up: query orders without a notification.
//! - The same notification may arrive more than once, even after it was accepted, and concurrently.
//!   Deduplicate by [`Notification::id`] atomically, for example with a unique column. A recorded
//!   notification can also be replayed for 300 s.
//! - WeChat Pay sometimes sends an invalid signature on purpose ([`NotificationErrorKind::Probe`]),
//!   which must be refused with 4xx or 5xx, as [`refused`] does.
//! - The signature covers the exact bytes of the body: don't decode or reserialize it before.
//! - Compare the amount and the merchant in the resource with your own order.

mod envelope;
mod error;
#[expect(clippy::module_inception, reason = "the type of that name")]
mod notification;
mod parser;
mod response;
mod v2;

pub use self::error::NotificationErrorKind;
pub use self::notification::Notification;
pub use self::parser::{NotificationParser, NotificationParserBuilder};
pub use self::response::{accepted, failed, refused};
pub use self::v2::{V2Notification, V2NotificationParser, accepted_v2, failed_v2};
