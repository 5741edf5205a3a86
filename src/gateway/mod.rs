//! A stand-in for WeChat Pay on this machine, for examples and tests (feature `gateway`).
//!
//! It listens on a free port of 127.0.0.1 and ::1, and generates its own keys. It checks the Authorization of
//! each request strictly, with code that the client does not share, and signs its responses. A
//! refusal says which check failed, shows the message to sign, and explains what the sender did
//! instead: a [`Diagnosis`]. Responses fail on demand: a [`Fault`]. Nothing reaches WeChat Pay, and
//! no money moves: certificates, `Request-ID` and a warning mark the gateway as a sandbox.
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
//! # Whose keys
//!
//! By default the merchant is one who is switching from platform certificates to WeChat Pay's public
//! key, and has both. [`GatewayBuilder::keys`] plays one who has certificates alone, or the public key
//! alone: see [`KeyMode`].
//!
//! A client of another language whose host can't be changed uses the gateway as its https proxy and
//! trusts [`Gateway::proxy_ca_pem`].
//!
//! # The page
//!
//! Open the gateway's address in a browser on this machine: the page lists the calls as they arrive,
//! with requests, responses and the reasons for refusals, and can pay orders. It shows no keys and
//! no signatures, and other sites cannot use it: its requests carry a token that is embedded in its
//! HTML, and a request with the `Origin` of another site is refused before its body is read.
//!
//! # Commands
//!
//! A client in any language, and `wechatpay post _gateway/pay out_trade_no=…`, can ask the gateway by
//! a signed call for what a merchant cannot do at WeChat Pay:
//!
//! | call | body | as |
//! |---|---|---|
//! | `POST /_gateway/pay` | `{"out_trade_no": …}` | [`Gateway::pay`] |
//! | `POST /_gateway/refund` | `{"out_refund_no": …, "status": "SUCCESS"}`, or `CLOSED`, `ABNORMAL` | [`Gateway::set_refund_status`] |
//! | `POST /_gateway/refund` | `{"out_trade_no": …}` | applies for a refund of what is left, and completes it |
//! | `POST /_gateway/close` | `{"out_trade_no": …}` | closes the order, as its merchant |
//! | `POST /_gateway/complain` | `{"out_trade_no": …, "complaint_detail": …}` | [`Gateway::complain`] |
//! | `POST /_gateway/applyment` | `{"business_code": …, "state": …}` | [`Gateway::set_applyment_state`] |
//! | `POST /_gateway/rotate` | | [`Gateway::rotate_certificate`] |
//! | `POST /_gateway/resend` | `{"id": …, "url": …}` (default: its own) | [`Gateway::resend`] |
//! | `POST /_gateway/trigger` | `{"event_type": …, "url": …, "fields": {…}}` | [`Gateway::sample_notification`] |
//! | `POST /_gateway/advance` | `{"seconds": 15}` | [`Gateway::advance`] |
//! | `GET /_gateway/orders` | | [`Gateway::orders`] |
//! | `GET /_gateway/refunds` | | all refunds |
//! | `GET /_gateway/deliveries` | | [`Gateway::deliveries`] |
//! | `GET /_gateway/delivery` | `?id=…` | one of them |
//! | `GET /_gateway/calls` | | [`Gateway::requests`] |
//! | `GET /_gateway/call` | `?request_id=…` | one of them |
//!
//! The last four are not listed among the requests themselves.
//!
//! # Notifications
//!
//! [`Gateway::deliveries`] lists the notifications with all attempts. One that its receiver does not
//! accept within 5 s is repeated as WeChat Pay does, after 15 s, 15 s, 30 s, 3 min and so on, up to
//! 24 h: by a clock that stands still until a test sets it ahead ([`Gateway::advance`]), or goes as
//! fast as [`GatewayBuilder::clock_speed`] says. [`Gateway::resend`] sends one again at once.
//!
//! # The merchant world
//!
//! Where no handler is registered, a small in-memory world responds as WeChat Pay does, for the only
//! merchant that it knows:
//!
//! - orders: `POST /v3/pay/transactions/{jsapi,native,app,h5}`, the query by either number, and
//!   `close`. [`Gateway::pay`] pays an order and sends the notification.
//! - refunds: `POST /v3/refund/domestic/refunds`, and the query. A refund is `PROCESSING` until its
//!   first query, or until [`Gateway::complete_refund`], which sends the notification.
//!   [`Gateway::set_refund_status`] makes it `CLOSED` or `ABNORMAL`.
//! - bills: `GET /v3/bill/tradebill` and `fundflowbill`, for every day on which something happened,
//!   including today, and the file. There are no fees.
//! - uploads: `POST /v3/merchant/media/upload` and `video_upload`,
//!   `/v3/merchant-service/images/upload` and `/v3/marketing/favor/media/image-upload`. The meta is
//!   compared with the file.
//! - profit sharing: `/v3/profitsharing/…`: receivers, requests to share, release of the rest, what is
//!   left, and returns. The first query finishes a request.
//! - onboarding: `POST /v3/applyment4sub/applyment/` and its queries, and the account that the merchant
//!   is settled to. [`Gateway::finish_applyment`] gives the merchant its number.
//! - complaints: `/v3/merchant-service/complaints-v2`, with reply and completion.
//!   [`Gateway::complain`] makes one and notifies the URL that was registered at
//!   `/v3/merchant-service/complaint-notifications`.
//! - overseas: `/v3/global/transactions/…` and `/v3/global/refunds`, as orders and refunds, with an
//!   exchange rate of 1.
//! - the query of a Payscore authorization,
//!   `GET /v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}`, for the
//!   code of WeChat Pay's sample, `1275342195190894594`.
//!
//! URLs in responses, such as an `h5_url` or a `media_url`, point to this gateway, which serves
//! nothing there: a browser that opens them stays on this machine.
//!
//! The world refuses what WeChat Pay refuses, with the same `code`: a missing field, an undocumented
//! member (`/appid` of a refund), a `null`, an amount that is not an integer, a number that was used
//! for another order, a refund that exceeds what is left. `detail` names the field. Nothing changes
//! with time, so tests do not have to wait.
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
//!     // Notified only if it is on this machine, such as your server's http://127.0.0.1:…
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
//!
//! # All other documented endpoints
//!
//! Where neither a handler nor the merchant world responds, the gateway checks the request by the
//! [`catalogue`](crate::catalogue), and responds with a sample: all documented fields of the response,
//! with made-up values, or a 204 where none are documented. Numbers that the request has are repeated,
//! and sensitive fields are encrypted. An undocumented member or parameter, a missing required one, a
//! wrong type, a value that is not listed, a `null`, a sensitive field that is not encrypted: each is
//! a `400 PARAM_ERROR`. Nothing is remembered: a sample tells that a request was well-formed, not that
//! it makes sense. [`GatewayBuilder::catalogue`] switches this off; then these paths are a 404.
//!
//! ```
//! use serde_json::{Value, json};
//! use wechatpay_chain::{Gateway, ResponseExt};
//!
//! # fn main() -> Result<(), wechatpay_chain::Error> {
//! let gateway = Gateway::start()?;
//! let client = gateway.client()?;
//! let bill: Value = client
//!     .chain("v3/fund-app/mch-transfer/transfer-bills/out-bill-no/{out_bill_no}")
//!     .get(json!({"out_bill_no": "plfk2020042013"}))?
//!     .json()?;
//! assert_eq!(bill["out_bill_no"], "plfk2020042013");
//! assert!(gateway.requests()[0].reason().is_some(), "a sample response of the catalogue");
//! # Ok(())
//! # }
//! ```

mod accept_language;
mod access;
mod account;
mod authorization;
mod blocking;
mod builder;
mod catalogue;
mod certificates;
mod check;
mod cipher;
mod commands;
mod control;
mod deliveries;
mod diagnosis;
mod fault;
mod folder;
mod folder_lock;
mod handle;
mod http_post;
mod key_files;
mod key_mode;
mod keys;
mod listen;
mod log;
mod multipart;
mod notify;
mod observe;
mod page;
mod percent;
mod proxy_certificate;
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
mod tls;
mod trigger;
mod tunnel;
mod v2;
#[cfg(test)]
mod wall;
mod world;

pub use self::builder::GatewayBuilder;
pub use self::deliveries::{AttemptCause, DeliveryAttempt, DeliveryRecord};
pub use self::diagnosis::{Diagnosis, Finding, Line};
pub use self::fault::{Fault, FaultPlan};
pub use self::key_mode::KeyMode;
pub use self::notify::{Notify, NotifyResponse};
pub use self::request::ReceivedRequest;
pub use self::response::StubResponse;
pub use self::running::Gateway;
pub use self::world::{ComplaintResult, Delivery, PaymentResult, RefundResult};
