//! The documented endpoints of WeChat Pay: their parameters and fields, and the types of
//! notifications. Feature `catalogue`.
//!
//! It holds facts (names, types, marks, links) as of November 2026, of APIv3 and APIv2. An endpoint
//! that is not in here is called all the same.
//! [`ClientBuilder::check_arguments`](crate::ClientBuilder::check_arguments) compares calls with it, and
//! the error of a 404 says which documented path was probably meant.
//!
//! # Examples
//!
//! ```
//! use wechatpay_chain::catalogue;
//! use wechatpay_chain::http::Method;
//!
//! let query = catalogue::endpoint(&Method::GET, "v3/pay/transactions/id/4200001234").unwrap();
//! assert_eq!(query.path(), "v3/pay/transactions/id/{transaction_id}");
//! assert!(query.query().get("mchid").unwrap().is_required());
//!
//! let order = catalogue::endpoint(&Method::POST, "v3/pay/transactions/jsapi").unwrap();
//! for field in order.body().iter().filter(|field| field.is_required()) {
//!     println!("{} {}", field.name(), field.kind());
//! }
//! ```
//!
//! # Cost
//!
//! Below 100 kB of the program. [`endpoint`] takes less than a microsecond and allocates nothing;
//! whatever else is asked for first inflates about 0.4 MB, once, in one to three milliseconds.

mod check;
mod details;
mod endpoint;
mod event;
mod field;
mod index;
mod numbers;
mod search;
mod similar;

use http::Method;

pub use self::check::Check;
pub(crate) use self::check::meant;
use self::details::Details;
pub use self::endpoint::{BodyKind, Endpoint};
pub use self::event::Event;
pub use self::field::{Field, Fields, Type};

/// Returns the endpoint of this method at this path: a template as documented, with other names of
/// variables, or a path with values in it.
///
/// The address before the path, a slash before it, and a query are ignored. Capitals matter. Where a
/// segment may be a word or a value, the word goes first: `images/upload` is not `images/{media_id}`.
///
/// Two endpoints cannot be told apart by a path with values, only by their templates:
/// `POST v3/apply4subject/applyment/{applyment_id}/cancel` and `…/{business_code}/cancel`.
///
/// ```
/// use wechatpay_chain::catalogue::endpoint;
/// use wechatpay_chain::http::Method;
///
/// let one = endpoint(&Method::GET, "v3/pay/transactions/id/{transaction_id}");
/// assert!(one.is_some());
/// assert_eq!(endpoint(&Method::GET, "/v3/pay/transactions/id/4200001234?mchid=1900000109"), one);
/// assert_eq!(endpoint(&Method::GET, "v3/no/such/path"), None);
/// ```
pub fn endpoint(method: &Method, path: &str) -> Option<Endpoint> {
    index::find(method, path).map(Endpoint)
}

/// Returns all endpoints: APIv3's, then those of APIv2, whose paths begin with `v2/`.
///
/// ```
/// use wechatpay_chain::catalogue;
///
/// let encrypting = catalogue::endpoints()
///     .filter(|endpoint| endpoint.body().iter().any(|field| field.is_encrypted()));
/// assert!(encrypting.count() > 10);
/// ```
pub fn endpoints() -> impl ExactSizeIterator<Item = Endpoint> + DoubleEndedIterator {
    (0..count(Details::get().endpoints.len())).map(Endpoint)
}

/// Returns the types of notifications.
///
/// ```
/// use wechatpay_chain::catalogue;
///
/// let paid = catalogue::events().find(|event| event.event_type() == "TRANSACTION.SUCCESS").unwrap();
/// assert!(paid.resource().any(|name| name == "payer.openid"));
/// ```
pub fn events() -> impl ExactSizeIterator<Item = Event> + DoubleEndedIterator {
    (0..count(Details::get().resources.len())).map(Event)
}

/// Returns the type of notification with this name, such as `TRANSACTION.SUCCESS`.
///
/// ```
/// use wechatpay_chain::catalogue;
///
/// assert!(catalogue::event("REFUND.ABNORMAL").is_some());
/// assert!(catalogue::event("refund.abnormal").is_none());
/// ```
pub fn event(event_type: &str) -> Option<Event> {
    events().find(|event| event.event_type() == event_type)
}

/// The type of notification that is spelled nearest to this one, if any is near.
pub(crate) fn meant_event(event_type: &str) -> Option<&'static str> {
    similar::nearest(&event_type.to_ascii_uppercase(), events().map(Event::event_type))
}

/// Returns the endpoints whose paths are spelled nearest to this one, at most five, the nearest first;
/// none if nothing is near.
///
/// ```
/// use wechatpay_chain::catalogue;
///
/// let meant = catalogue::similar("v3/pay/transaction/id/4200001234").next().unwrap();
/// assert_eq!(meant.path(), "v3/pay/transactions/id/{transaction_id}");
/// ```
pub fn similar(path: &str) -> impl Iterator<Item = Endpoint> + use<> {
    similar::similar(path).into_iter()
}

/// Returns the endpoints whose title, family, path or method has all of these words, the best first.
/// A word that is in none of them is still found by its letters, with others between: `查退款` finds
/// `查询退款`.
///
/// ```
/// use wechatpay_chain::catalogue;
///
/// let refunds: Vec<_> = catalogue::search("refund 查询").collect();
/// assert!(refunds.iter().any(|endpoint| endpoint.path() == "v3/refund/domestic/refunds/{out_refund_no}"));
/// ```
pub fn search(words: &str) -> impl Iterator<Item = Endpoint> + use<> {
    search::search(words).into_iter()
}

/// The generator refuses more.
fn count(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}
