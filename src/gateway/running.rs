//! A running gateway, and what a test has it do.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use http::Method;
use serde_json::Value;

use super::blocking::wait;
use super::fault::FaultPlan;
use super::folder_lock::FolderLock;
use super::notify::{Notify, NotifyResponse};
use super::request::ReceivedRequest;
use super::response::StubResponse;
use super::server::Server;
use super::shared::Shared;
use super::stubs;
use super::template::Template;
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::Error;

/// A local gateway that stands in for WeChat Pay. See the [module](crate::gateway) for what it does.
///
/// It runs on its own thread and runtime until it is dropped. Dropping it closes its connections
/// without waiting for handlers that are still running.
///
/// ```
/// use wechatpay_chain::Gateway;
///
/// let gateway = Gateway::start()?;
/// gateway.client()?.chain("v3/certificates").get(())?;
/// assert_eq!(gateway.requests().len(), 1);
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
pub struct Gateway {
    // Dropped first, so that no more requests arrive.
    pub(super) _server: Server,
    pub(super) shared: Arc<Shared>,
    pub(super) base_uri: String,
    pub(super) dir: Option<PathBuf>,
    pub(super) tls_certificate_pem: Option<String>,
    pub(super) proxy_ca_pem: String,
    pub(super) merchant_key: PrivateKey,
    pub(super) platform_key: PublicKey,
    pub(super) public_key: PublicKey,
    // Dropped last, when nothing more is written to the folder.
    pub(super) _lock: Option<FolderLock>,
}

impl Gateway {
    /// Registers a handler for requests with this method whose path matches the template. It returns
    /// the response: a [`Value`](serde_json::Value) (200), `()` (204), a status with a value, or a
    /// [`StubResponse`]. Only requests whose Authorization is valid reach a handler.
    ///
    /// A template is a path with variables, `/v3/pay/transactions/id/{transaction_id}`. If several
    /// match, the one with more literal text in its first segments applies. A variable matches at
    /// least one character within a segment; a brace without its pair is literal text. A later
    /// handler for the same method and template replaces the earlier one.
    ///
    /// Handlers take precedence over the gateway's own. A handler may block. If it panics, the
    /// response is a 500.
    ///
    /// ```
    /// use http::{Method, StatusCode};
    /// use serde_json::json;
    /// use wechatpay_chain::Gateway;
    ///
    /// let gateway = Gateway::start()?;
    /// gateway.on(Method::POST, "/v3/refund/domestic/refunds", |_| {
    ///     (StatusCode::FORBIDDEN, json!({ "code": "NOT_ENOUGH", "message": "基本账户余额不足" }))
    /// });
    /// let error = gateway.client()?.chain("v3/refund/domestic/refunds").post(json!({"json": {}}));
    /// assert_eq!(error.unwrap_err().api().unwrap().code, "NOT_ENOUGH");
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn on<F, R>(&self, method: Method, template: &str, handler: F)
    where
        F: Fn(&ReceivedRequest) -> R + Send + Sync + 'static,
        R: Into<StubResponse>,
    {
        if let Some(name) = Template::parse(template).repeated() {
            tracing::warn!(
                "the template {template} has the variable {name} twice: give each a name"
            );
        }
        let handler = move |request: &ReceivedRequest| handler(request).into();
        self.shared.routes.add(method, template, Arc::new(handler));
    }

    /// All requests in the order of their arrival, including refused ones, but not those of the
    /// gateway's own page. The newest are kept: by default 100,000 requests or 256 MiB
    /// ([`GatewayBuilder::kept_requests`](super::GatewayBuilder::kept_requests),
    /// [`GatewayBuilder::kept_bytes`](super::GatewayBuilder::kept_bytes)).
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.shared.log.all()
    }

    /// Adds handlers that are written in JSON: a list of stubs, in the format of `docs/gateway.md`.
    ///
    /// Like handlers of [`on`](Self::on), they are replaced by later ones for the same method and
    /// path. If a list has several stubs for the same method and path, the first applies whose
    /// `query` matches and whose `times` are not used up.
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
    /// [`ErrorKind::Options`](crate::ErrorKind::Options), naming the stub and the remedy. No stub is
    /// added then.
    pub fn stubs(&self, json: &str) -> Result<(), Error> {
        for stubs in stubs::read_all(json)? {
            stubs.add_to(&self.shared.routes, &self.shared.keys);
        }
        Ok(())
    }

    /// Applies a fault to the next request. The methods of [`Fault`](super::Fault) plan it for more requests, for
    /// all, or for those with one path. If several plans match a request, the oldest applies.
    ///
    /// Plans do not apply to requests that are refused, for example because their Authorization is
    /// invalid, and such requests do not use them up. The exception is
    /// [`CutBefore`](super::Fault::CutBefore), which requires only that the Authorization is well-formed. A
    /// request with the header `X-Gateway-Fault` gets the faults of that header and no planned ones;
    /// `rotate-certificate` requires that the request is not refused.
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
    /// // The gateway handled the request, and the caller cannot know it.
    /// assert_eq!(error.outcome(), Outcome::Unknown);
    /// assert_eq!(gateway.requests().len(), 1);
    /// client.chain("v3/refund/domestic/refunds").post(&refund)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn fault(&self, plan: impl Into<FaultPlan>) {
        self.shared.plans.add(plan.into());
    }

    /// Removes all planned faults.
    pub fn clear_faults(&self) {
        self.shared.plans.clear();
    }

    /// Sends a notification to a receiver on this machine, `http://127.0.0.1:…/…`: encrypted with
    /// the [APIv3 key](Gateway::apiv3_key) and signed with the key of the
    /// [`KeyMode`](super::KeyMode), as WeChat Pay does. The timeout is 5 s. It is
    /// recorded in [`deliveries`](Self::deliveries); if it is not accepted, [`advance`](Self::advance)
    /// repeats it.
    ///
    /// ```no_run
    /// # use serde_json::json;
    /// # use wechatpay_chain::{Error, Gateway};
    /// # fn main() -> Result<(), Error> {
    /// let gateway = Gateway::start()?;
    /// let paid = json!({ "out_trade_no": "1217752501201407033233368018", "trade_state": "SUCCESS" });
    /// let response = gateway.notify("http://127.0.0.1:3000/notify", "TRANSACTION.SUCCESS", paid)?;
    /// assert!(response.accepted());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// This blocks the thread. In async code call [`notify_async`](Self::notify_async).
    ///
    /// # Errors
    ///
    /// The same as [`Notify::send`].
    pub fn notify(
        &self,
        url: &str,
        event_type: &str,
        resource: Value,
    ) -> Result<NotifyResponse, Error> {
        wait("notify_async", self.notify_async(url, event_type, resource))
    }

    /// The same as [`notify`](Self::notify), without blocking the thread, so the receiver may run on
    /// it. See [`Notify::send_async`].
    ///
    /// # Errors
    ///
    /// The same as [`Notify::send`].
    pub fn notify_async(
        &self,
        url: &str,
        event_type: &str,
        resource: Value,
    ) -> impl Future<Output = Result<NotifyResponse, Error>> + Send + use<> {
        self.notification(event_type, resource).send_async(url)
    }

    /// Builds a notification that can be changed before it is sent: another id or key, or a fault.
    pub fn notification(&self, event_type: &str, resource: Value) -> Notify<'_> {
        Notify::new(&self.shared.deliveries, event_type, resource)
    }

    /// Issues a new platform certificate and returns its serial number. Its key signs responses from
    /// now on. `GET /v3/certificates` lists it together with the old ones.
    ///
    /// ```
    /// use serde_json::Value;
    /// use wechatpay_chain::{Gateway, ResponseExt};
    ///
    /// let gateway = Gateway::start()?;
    /// let serial = gateway.rotate_certificate()?;
    /// let listed: Value = gateway.client()?.chain("v3/certificates").get(())?.json()?;
    /// assert_eq!(listed["data"][0]["serial_no"], gateway.platform_serial());
    /// assert_eq!(listed["data"][1]["serial_no"], serial);
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options), if the merchant has no platform certificates
    /// ([`KeyMode::PublicKey`](super::KeyMode::PublicKey));
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto), if OpenSSL cannot generate a key.
    pub fn rotate_certificate(&self) -> Result<String, Error> {
        self.shared.keys.rotate()
    }
}

/// Contains private keys, so only the address is shown.
impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("base_uri", &self.base_uri).finish_non_exhaustive()
    }
}
