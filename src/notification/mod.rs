//! Notifications: verified, decrypted, answered.
//!
//! WeChat Pay posts them to the `notify_url` of an order, signed as its answers are and with the
//! resource encrypted by the merchant's APIv3 key. [`NotificationParser`] takes the headers and the
//! raw body from whatever web framework received them.
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
//!             // To your log, not to the sender.
//!             eprintln!("{error}");
//!             return notification::refused(&error);
//!         }
//!     };
//!     match keep(&paid.id, paid.resource_json()) {
//!         Ok(()) => notification::accepted(),
//!         Err(_) => notification::failed(),
//!     }
//! }
//! # fn keep(_: &str, _: Result<Value, Error>) -> Result<(), Error> { Ok(()) }
//! ```
//!
//! # What WeChat Pay expects
//!
//! - An answer within 5 s: keep the notification, answer, and do the work after that.
//! - 200 or 204 for one that was accepted ([`accepted`]). After anything else, or after nothing, it
//!   sends the same again, for hours, and then no more: query an order that nothing was heard of.
//! - So the same comes more than once, also after it was accepted, and at the same time: drop
//!   duplicates by [`Notification::id`], atomically (a unique column, say). A recorded notification
//!   can be replayed for 300 s too.
//! - Now and then it sends a wrong signature on purpose ([`NotificationErrorKind::Probe`]). That
//!   must be refused with 4xx or 5xx, as [`refused`] does.
//! - The body is signed byte for byte: give it as it came, neither decoded nor written again.
//! - The resource is the news: compare its amount and merchant with your own order's.

mod envelope;
mod error;
#[expect(clippy::module_inception, reason = "the type of that name")]
mod notification;
mod parser;
mod response;

pub use self::error::NotificationErrorKind;
pub use self::notification::Notification;
pub use self::parser::{NotificationParser, NotificationParserBuilder};
pub use self::response::{accepted, failed, refused};
