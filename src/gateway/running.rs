//! A running gateway, and what a test has it do.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use http::Method;
use serde_json::Value;

use super::fault::FaultPlan;
use super::notify::{Notify, NotifyResponse};
use super::request::ReceivedRequest;
use super::response::StubResponse;
use super::server::Server;
use super::shared::Shared;
use super::stubs;
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::Error;

/// A running stand-in for WeChat Pay. See the [module](self) for what it does.
///
/// It runs on a thread and a runtime of its own until it is dropped; that closes its connections,
/// and does not wait for handlers that are still at work.
pub struct Gateway {
    // Dropped first, so that nothing arrives any more.
    pub(super) _server: Server,
    pub(super) shared: Arc<Shared>,
    pub(super) base_uri: String,
    pub(super) dir: Option<PathBuf>,
    pub(super) tls_certificate_pem: Option<String>,
    pub(super) merchant_key: PrivateKey,
    pub(super) platform_key: PublicKey,
    pub(super) public_key: PublicKey,
}

impl Gateway {
    /// Answers requests of this method whose path matches the template with what the handler
    /// returns: a [`Value`](serde_json::Value) (200), `()` (204), a status with a value, or an
    /// [`StubResponse`]. Only requests whose Authorization holds come to a handler.
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
        F: Fn(&ReceivedRequest) -> R + Send + Sync + 'static,
        R: Into<StubResponse>,
    {
        let handler = move |request: &ReceivedRequest| handler(request).into();
        self.shared.routes.add(method, template, Arc::new(handler));
    }

    /// All requests so far in the order of their arrival, also those that were refused, but not
    /// those of the gateway's own page. The newest are kept, by default 100,000 of them or 256 MiB
    /// ([`GatewayBuilder::kept_requests`], [`GatewayBuilder::kept_bytes`]).
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.shared.log.all()
    }

    /// Adds handlers that are written in JSON: a list of stubs, whose format is in
    /// `docs/gateway.md`.
    ///
    /// They are handlers as those of [`on`](Self::on) are: later ones for the same method and path
    /// replace them. Of several stubs of one list with the same method and path, the first counts
    /// whose `query` fits and whose `times` are not used up.
    ///
    /// ```
    /// use serde_json::{Value, json};
    /// use wechatpay_chain::{Gateway, ResponseExt};
    ///
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// let gateway = Gateway::start()?;
    /// gateway.stubs(
    ///     r#"[{
    ///         "method": "GET",
    ///         "path": "/v3/pay/transactions/id/{transaction_id}",
    ///         "json": { "transaction_id": "{transaction_id}", "trade_state": "SUCCESS" }
    ///     }]"#,
    /// )?;
    /// let order: Value = gateway.client()?.chain("v3/pay/transactions/id/7").get(json!({}))?.json()?;
    /// assert_eq!(order["transaction_id"], "7");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options), naming the stub and the remedy; none of
    /// them is added then.
    pub fn stubs(&self, json: &str) -> Result<(), Error> {
        for stubs in stubs::read_all(json)? {
            stubs.add_to(&self.shared.routes);
        }
        Ok(())
    }

    /// Lets the next request meet this fault: so many more, all, or those of one path, by the
    /// methods of [`Fault`]. Of several plans that fit a request, the oldest counts.
    ///
    /// A request that is refused, since its Authorization does not hold, say, meets no plan and uses
    /// none up, but for [`CutBefore`](Fault::CutBefore), before which only the Authorization's form
    /// is checked. A request with the header `X-Gateway-Fault` meets those faults, and leaves plans
    /// alone; `rotate-certificate` is for one that is not refused.
    ///
    /// ```
    /// use http::Method;
    /// use serde_json::json;
    /// use wechatpay_chain::gateway::Fault;
    /// use wechatpay_chain::{Gateway, Outcome};
    ///
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// let gateway = Gateway::start()?;
    /// gateway.on(Method::POST, "/v3/refund/domestic/refunds", |_| json!({ "status": "SUCCESS" }));
    /// gateway.fault(Fault::CutAfter.on(Method::POST, "/v3/refund/domestic/refunds"));
    ///
    /// let client = gateway.client()?;
    /// let refund = json!({ "json": { "out_refund_no": "1" } });
    /// let error = client.chain("v3/refund/domestic/refunds").post(&refund).unwrap_err();
    /// // The gateway has done it, and the caller cannot know.
    /// assert_eq!(error.outcome(), Outcome::Unknown);
    /// assert_eq!(gateway.requests().len(), 1);
    /// client.chain("v3/refund/domestic/refunds").post(&refund)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn fault(&self, plan: impl Into<FaultPlan>) {
        self.shared.plans.add(plan.into());
    }

    /// Forgets all faults that were planned and not yet met.
    pub fn clear_faults(&self) {
        self.shared.plans.clear();
    }

    /// Sends a notification to a receiver on this machine, `http://127.0.0.1:…/…`: encrypted by
    /// the [APIv3 key](Gateway::apiv3_key), signed by the
    /// [public key](Gateway::public_key_id), as WeChat Pay does. It is sent once, and the receiver
    /// has 5 s to answer.
    ///
    /// ```no_run
    /// # use serde_json::json;
    /// # use wechatpay_chain::{Error, Gateway};
    /// # fn main() -> Result<(), Error> {
    /// let gateway = Gateway::start()?;
    /// let paid = json!({ "out_trade_no": "1217752501201407033233368018", "trade_state": "SUCCESS" });
    /// let answer = gateway.notify("http://127.0.0.1:3000/notify", "TRANSACTION.SUCCESS", paid)?;
    /// assert!(answer.accepted());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// It blocks the thread: within a runtime call it by `spawn_blocking`, for a receiver on the
    /// same thread could not answer.
    ///
    /// # Errors
    ///
    /// As [`Notify::send`].
    pub fn notify(
        &self,
        url: &str,
        event_type: &str,
        resource: Value,
    ) -> Result<NotifyResponse, Error> {
        self.notification(event_type, resource).send(url)
    }

    /// A notification to be changed before it is sent: another id or key, or a fault.
    pub fn notification(&self, event_type: &str, resource: Value) -> Notify<'_> {
        Notify::new(&self.shared.keys, event_type, resource)
    }

    /// Issues a new platform certificate, by whose key answers are signed from now on, and gives
    /// its serial number. `GET /v3/certificates` lists it beside the old ones.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto), when OpenSSL cannot make a key.
    pub fn rotate_certificate(&self) -> Result<String, Error> {
        self.shared.keys.rotate()
    }
}

/// Holds private keys, so it shows where it listens, and nothing else.
impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("base_uri", &self.base_uri).finish_non_exhaustive()
    }
}
