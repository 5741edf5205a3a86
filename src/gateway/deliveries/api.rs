//! What a test sees of notifications, and has repeated.

use std::sync::Arc;
use std::time::Duration;

use super::DeliveryRecord;
use crate::error::Error;
use crate::gateway::blocking::wait;
use crate::gateway::running::Gateway;

impl Gateway {
    /// The notifications that the gateway sent, or would have sent if their URL were on this machine,
    /// the oldest first: of payments, refunds and complaints, and those of [`notify`](Self::notify).
    /// The newest 1,000 are kept.
    ///
    /// ```
    /// # use serde_json::json;
    /// # use wechatpay_chain::{Error, Gateway};
    /// # fn main() -> Result<(), Error> {
    /// let gateway = Gateway::start()?;
    /// let paid = json!({ "out_trade_no": "1217752501201407033233368018" });
    /// // Nobody listens there.
    /// gateway.notify("http://127.0.0.1:1/notify", "TRANSACTION.SUCCESS", paid).unwrap_err();
    ///
    /// let delivery = &gateway.deliveries()[0];
    /// assert_eq!(delivery.out_trade_no.as_deref(), Some("1217752501201407033233368018"));
    /// assert!(delivery.attempts[0].error.is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn deliveries(&self) -> Vec<DeliveryRecord> {
        self.shared.deliveries.all()
    }

    /// Sends a notification again: with the same id and the same contents, signed anew. `id` is its
    /// [`id`](DeliveryRecord::id). Whether it is accepted is in the last of its attempts.
    ///
    /// ```no_run
    /// # use wechatpay_chain::{Error, Gateway};
    /// # fn main() -> Result<(), Error> {
    /// # let gateway = Gateway::start()?;
    /// // After the order was created:
    /// gateway.pay("1217752501201407033233368018")?;
    /// let delivery = gateway.resend(&gateway.deliveries()[0].id)?;
    /// assert!(delivery.accepted(), "the receiver must accept what it has seen before");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// This blocks the thread, as [`pay`](Self::pay) does. In async code call
    /// [`resend_async`](Self::resend_async).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options), if no notification has this id, and in a
    /// task of tokio's current-thread runtime, as for [`pay`](Self::pay);
    /// [`ErrorKind::UntrustedHost`](crate::ErrorKind::UntrustedHost), if its URL is not on this
    /// machine. Nothing is sent then.
    pub fn resend(&self, id: &str) -> Result<DeliveryRecord, Error> {
        wait("resend_async", self.resend_async(id))
    }

    /// The same as [`resend`](Self::resend), without blocking the thread, so the receiver may run on
    /// it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options), if no notification has this id;
    /// [`ErrorKind::UntrustedHost`](crate::ErrorKind::UntrustedHost), if its URL is not on this
    /// machine.
    pub fn resend_async(
        &self,
        id: &str,
    ) -> impl Future<Output = Result<DeliveryRecord, Error>> + Send + use<> {
        let (deliveries, id) = (Arc::clone(&self.shared.deliveries), id.to_owned());
        async move { deliveries.resend(&id, None).await }
    }

    /// Sets the gateway's clock ahead, and repeats the notifications that WeChat Pay would repeat
    /// until then, one after another. Returns those that were repeated, with all their attempts.
    ///
    /// WeChat Pay repeats a notification that is not accepted within 5 s (by the status 200 or 204)
    /// up to 15 times: after 15 s, 15 s, 30 s, 3 min, 10 min, 20 min, 30 min, 30 min, 30 min, 60 min,
    /// 3 h, 3 h, 3 h, 6 h and 6 h, each counted from the attempt before. All attempts have the same
    /// id and contents, and each is signed anew. Notifications with a fault of
    /// [`Notify`](crate::gateway::Notify) are not repeated.
    ///
    /// By default the gateway's clock stands still unless it is set ahead, so nothing is repeated at
    /// a time of its own choosing; [`GatewayBuilder::clock_speed`] lets it go. Only repetitions
    /// depend on it: signatures have the machine's time. When the gateway is dropped, nothing more is
    /// repeated.
    ///
    /// ```
    /// # use serde_json::json;
    /// # use std::time::Duration;
    /// # use wechatpay_chain::{Error, Gateway};
    /// # fn main() -> Result<(), Error> {
    /// let gateway = Gateway::start()?;
    /// // Nobody listens there.
    /// gateway.notify("http://127.0.0.1:1/notify", "TRANSACTION.SUCCESS", json!({})).unwrap_err();
    ///
    /// assert!(gateway.advance(Duration::from_secs(14))?.is_empty());
    /// let repeated = gateway.advance(Duration::from_secs(1))?;
    /// assert_eq!(repeated[0].attempts.len(), 2);
    ///
    /// // A day later WeChat Pay gives up.
    /// let repeated = gateway.advance(Duration::from_secs(25 * 3600))?;
    /// assert_eq!((repeated[0].attempts.len(), repeated[0].next_attempt_in), (1 + 15, None));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// This blocks the thread, as [`pay`](Self::pay) does, for up to 5 s for each attempt. In async
    /// code call [`advance_async`](Self::advance_async).
    ///
    /// [`GatewayBuilder::clock_speed`]: crate::gateway::GatewayBuilder::clock_speed
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options) in a task of tokio's current-thread runtime,
    /// as for [`pay`](Self::pay).
    pub fn advance(&self, by: Duration) -> Result<Vec<DeliveryRecord>, Error> {
        let repeated = self.advance_async(by);
        wait("advance_async", async { Ok(repeated.await) })
    }

    /// The same as [`advance`](Self::advance), without blocking the thread, so the receiver may run
    /// on it.
    pub fn advance_async(
        &self,
        by: Duration,
    ) -> impl Future<Output = Vec<DeliveryRecord>> + Send + use<> {
        let deliveries = Arc::clone(&self.shared.deliveries);
        async move { deliveries.advance(by).await }
    }
}
