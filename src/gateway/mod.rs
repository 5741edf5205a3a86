//! A stand-in for WeChat Pay on this machine, for examples and tests (feature `gateway`).
//!
//! It listens on 127.0.0.1 on a free port, with keys of its own. It checks each request's
//! Authorization strictly, with code that the client does not share, and signs its answers; a
//! refusal says which check failed, shows the message that was to be signed, and tells what its
//! sender did instead: a [`Diagnosis`]. Answers go wrong on demand: a [`Fault`]. Nothing reaches
//! WeChat Pay, and no money moves: certificates, `Request-ID` and a warning mark it as a sandbox.
//!
//! ```
//! use http::Method;
//! use serde_json::{Value, json};
//! use wechatpay_chain::{Gateway, ResponseExt};
//!
//! # fn main() -> Result<(), wechatpay_chain::Error> {
//! let gateway = Gateway::start()?;
//! gateway.on(Method::GET, "/v3/pay/transactions/id/{transaction_id}", |request| {
//!     json!({ "transaction_id": request.var("transaction_id"), "trade_state": "SUCCESS" })
//! });
//!
//! let client = gateway.client()?;
//! let order: Value = client
//!     .chain("v3/pay/transactions/id/{transaction_id}")
//!     .get(json!({ "transaction_id": "4200001", "query": { "mchid": gateway.mchid() } }))?
//!     .json()?;
//! assert_eq!(order["transaction_id"], "4200001");
//! assert!(gateway.requests()[0].verified());
//! # Ok(())
//! # }
//! ```
//!
//! # The page
//!
//! The gateway's address, opened in a browser on this machine, is a page that lists the calls as
//! they come, with requests, answers and the reasons of refusals, and that has orders paid. It
//! tells no key and no signature, and other sites can't use it: its calls bear a token that stands
//! in its HTML, and a request with another site's `Origin` is refused before its body is read.
//!
//! # Commands
//!
//! A client in any language, and `wechatpay post _gateway/pay out_trade_no=…`, has the gateway do
//! by a signed call what the merchant can't do at WeChat Pay:
//!
//! | call | body | as |
//! |---|---|---|
//! | `POST /_gateway/pay` | `{"out_trade_no": …}` | [`Gateway::pay`] |
//! | `POST /_gateway/refund` | `{"out_refund_no": …}` | [`Gateway::complete_refund`] |
//! | `POST /_gateway/rotate` | | [`Gateway::rotate_certificate`] |
//! | `GET /_gateway/orders` | | [`Gateway::orders`] |
//!
//! # The merchant world
//!
//! Where no handler is registered, a small world in memory answers as WeChat Pay does, for the one
//! merchant that it knows:
//!
//! - orders: `POST /v3/pay/transactions/{jsapi,native,app,h5}`, the query by either number, and
//!   `close`. [`Gateway::pay`] has one paid, and sends the notification.
//! - refunds: `POST /v3/refund/domestic/refunds`, and the query. A refund is `PROCESSING` until its
//!   first query, or until [`Gateway::complete_refund`], which sends the notification.
//! - bills: `GET /v3/bill/tradebill` and `fundflowbill`, of any day on which something happened,
//!   also today, and the file. There are no fees.
//! - uploads: `POST /v3/merchant/media/upload` and `video_upload`,
//!   `/v3/merchant-service/images/upload` and `/v3/marketing/favor/media/image-upload`, whose meta is
//!   compared with the file.
//! - the query of a Payscore authorization,
//!   `GET /v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}`, for the
//!   code of WeChat Pay's sample, `1275342195190894594`.
//!
//! What WeChat Pay gives an address for, an `h5_url` or a `media_url`, has one at this gateway, where
//! nothing is: a browser that opens it stays on this machine.
//!
//! It refuses what WeChat Pay refuses, by the same `code`: a missing field, a member that no document
//! names (`/appid` of a refund), a `null`, an amount that is not an integer, a number that was used
//! for another order, a refund of more than is left. `detail` names the field. Time changes nothing
//! in it, so that a test need not wait.
//!
//! ```
//! use serde_json::{Value, json};
//! use wechatpay_chain::{Gateway, ResponseExt};
//!
//! # fn main() -> Result<(), wechatpay_chain::Error> {
//! let gateway = Gateway::start()?;
//! let client = gateway.client()?;
//! client.chain("v3/pay/transactions/native").post(json!({"json": {
//!     "appid": "wxd678efh567hg6787",
//!     "mchid": gateway.mchid(),
//!     "description": "咖啡",
//!     "out_trade_no": "1217752501201407033233368018",
//!     // Notified if it is on this machine: give it your server's own http://127.0.0.1:…
//!     "notify_url": "https://shop.example/notify",
//!     "amount": {"total": 1},
//! }}))?;
//! let paid = gateway.pay("1217752501201407033233368018")?;
//! assert!(!paid.delivery.accepted());
//!
//! let order: Value = client
//!     .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
//!     .get(json!({
//!         "out_trade_no": "1217752501201407033233368018",
//!         "query": {"mchid": gateway.mchid()},
//!     }))?
//!     .json()?;
//! assert_eq!(order["trade_state"], "SUCCESS");
//! assert_eq!(order["transaction_id"], paid.transaction_id);
//! # Ok(())
//! # }
//! ```

mod access;
mod account;
mod authorization;
mod builder;
mod certificates;
mod check;
mod cipher;
mod commands;
mod diagnosis;
mod fault;
mod folder;
mod handle;
mod http_post;
mod key_files;
mod keys;
mod log;
mod multipart;
mod notify;
mod observe;
mod page;
mod percent;
mod request;
mod response;
mod routes;
mod running;
mod server;
mod shared;
mod sign;
mod sign_error;
mod stubs;
mod template;
#[cfg(test)]
mod tests;
mod time;
#[cfg(test)]
mod wall;
mod world;

pub use self::builder::GatewayBuilder;
pub use self::diagnosis::{Diagnosis, Finding, Line};
pub use self::fault::{Fault, FaultPlan};
pub use self::notify::{Notify, NotifyResponse};
pub use self::request::ReceivedRequest;
pub use self::response::StubResponse;
pub use self::running::Gateway;
pub use self::world::{Delivery, PaymentResult, RefundResult};
