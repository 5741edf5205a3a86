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

mod account;
mod answer;
mod authorization;
mod builder;
mod certificates;
mod check;
mod commands;
mod diagnosis;
mod door;
mod encrypt;
mod exchange;
mod fault;
mod folder;
mod kept;
mod keys;
mod multipart;
mod notify;
mod page;
mod post;
mod received;
mod record;
mod routes;
mod seal;
mod sensitive;
mod server;
mod stubs;
mod time;
mod tls;
mod world;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use http::Method;

pub use self::answer::Answer;
pub use self::builder::GatewayBuilder;
pub use self::diagnosis::{Diagnosis, Finding, Line};
pub use self::fault::{Fault, FaultPlan};
pub use self::notify::{Notify, NotifyAnswer};
pub use self::received::Received;
pub use self::world::{Delivery, Paid, Refunded};

use self::check::Checker;
use self::exchange::Shared;
use self::fault::Plans;
use self::keys::MCHID;
use self::record::Record;
use self::routes::Routes;
use self::server::Server;
use self::world::World;
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{Error, ErrorKind};

/// A running stand-in for WeChat Pay. See the [module](self) for what it does.
///
/// It runs on a thread and a runtime of its own until it is dropped; that closes its connections,
/// and does not wait for handlers that are still at work.
pub struct Gateway {
    // Dropped first, so that nothing arrives any more.
    _server: Server,
    shared: Arc<Shared>,
    base_uri: String,
    dir: Option<PathBuf>,
    tls_certificate_pem: Option<String>,
    merchant_key: PrivateKey,
    platform_key: PublicKey,
    public_key: PublicKey,
}

impl Gateway {
    /// Makes new keys and starts. It takes some tenths of a second, nearly all of it for the keys.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`], when it cannot listen on 127.0.0.1 or have a thread;
    /// [`ErrorKind::Crypto`], when OpenSSL cannot make keys.
    pub fn start() -> Result<Self, Error> {
        Self::builder().start()
    }

    /// Begins one whose settings are not all the default.
    pub fn builder() -> GatewayBuilder {
        GatewayBuilder::default()
    }

    fn start_as(wanted: &GatewayBuilder) -> Result<Self, Error> {
        let folder = wanted.folder()?;
        let stubs = wanted.stubs()?;
        let keys = wanted.keys(folder.as_ref())?;
        let tls = wanted.tls_certificate(folder.as_ref())?;
        let acceptor = tls.as_ref().map(tls::acceptor).transpose()?;
        let listener = server::bind(wanted.port)?;
        let address = listener
            .local_addr()
            .map_err(|error| server::not_started(error, "its port is unknown"))?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let base_uri = format!("{scheme}://{address}/");
        if let Some(folder) = &folder {
            folder.write(&kept::files(&keys, tls.as_ref(), &base_uri))?;
        }
        let keys = Arc::new(keys);
        let merchant = &keys.merchant;
        let key = merchant.certificate.public_key().map_err(|error| {
            Error::new(ErrorKind::Crypto, "the gateway's merchant certificate is unusable")
                .with_source(error)
        })?;
        let checker = Checker::new(MCHID, &merchant.serial, key);
        let merchant_key = PrivateKey::from_pem(&merchant.key_pem)?;
        let platform_key = PublicKey::from_pem(&keys.platform.certificate_pem)?;
        let public_key = PublicKey::from_pem(&keys.public_key.public_pem)?;
        let world = Arc::new(World::new(MCHID, scheme));
        let built_in = Routes::default();
        certificates::serve(&built_in, &keys);
        world.serve(&built_in);
        commands::serve(&built_in, &world, &keys);
        let shared = Arc::new(Shared {
            address,
            keys,
            checker,
            routes: Routes::default(),
            built_in,
            world,
            plans: Plans::of(wanted.faults.clone()),
            received: Record::new(wanted.kept),
            scheme,
            token: keys::alphanumerics(32).map_err(|error| {
                Error::new(ErrorKind::Crypto, "OpenSSL has no random numbers").with_source(error)
            })?,
        });
        for stubs in stubs {
            stubs.add_to(&shared.routes);
        }
        Ok(Self {
            _server: Server::start(listener, acceptor, Arc::clone(&shared))?,
            shared,
            base_uri,
            tls_certificate_pem: tls.map(|tls| tls.certificate_pem),
            dir: folder.map(|folder| folder.path().to_owned()),
            merchant_key,
            platform_key,
            public_key,
        })
    }

    /// Answers requests of this method whose path matches the template with what the handler
    /// returns: a [`Value`](serde_json::Value) (200), `()` (204), a status with a value, or an
    /// [`Answer`]. Only requests whose Authorization holds come to a handler.
    ///
    /// A template is a path with variables, `/v3/pay/transactions/id/{transaction_id}`; of several
    /// that match, the one with more literal text in its first segments counts. A variable is at
    /// least one character of one segment; a brace without its pair is literal text. A later
    /// handler for the same method and template replaces the earlier.
    ///
    /// It comes before what the gateway answers by itself. A handler may block. One that panics
    /// answers with 500.
    pub fn on<F, R>(&self, method: Method, template: &str, handler: F)
    where
        F: Fn(&Received) -> R + Send + Sync + 'static,
        R: Into<Answer>,
    {
        let handler = move |request: &Received| handler(request).into();
        self.shared.routes.add(method, template, Arc::new(handler));
    }

    /// All requests so far in the order of their arrival, also those that were refused, but not
    /// those of the gateway's own page. The newest are kept, by default 100,000 of them or 256 MiB
    /// ([`GatewayBuilder::kept_requests`], [`GatewayBuilder::kept_bytes`]).
    pub fn requests(&self) -> Vec<Received> {
        self.shared.received.all()
    }
}

/// Holds private keys, so it shows where it listens, and nothing else.
impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("base_uri", &self.base_uri).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
