//! A payer complains, on command.

use std::sync::Arc;

use serde_json::json;

use super::delivery::{ComplaintResult, Delivery};
use super::model::complaint::{Complaint, Entry, PENDING};
use super::state::World;
use crate::error::{BoxError, Error, ErrorKind, one_line};
use crate::gateway::blocking::wait;
use crate::gateway::cipher::encrypt_field;
use crate::gateway::keys::digits;
use crate::gateway::notify::Notify;
use crate::gateway::running::Gateway;
use crate::gateway::time::{beijing_day, now};
use crate::language::say;

impl Gateway {
    /// Complains about a paid order, as its payer would, and sends the notification
    /// `COMPLAINT.CREATE` to the URL that was registered by
    /// `POST v3/merchant-service/complaint-notifications`, if that is on this machine.
    ///
    /// ```no_run
    /// # use wechatpay_chain::{Error, Gateway};
    /// # fn main() -> Result<(), Error> {
    /// # let gateway = Gateway::start()?;
    /// // After the order was created:
    /// gateway.pay("1217752501201407033233368018")?;
    /// let complained = gateway.complain("1217752501201407033233368018", "咖啡是凉的")?;
    /// assert_eq!(complained.complaint["complaint_state"], "PENDING");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// This blocks the thread, as [`pay`](Self::pay) does. In async code call
    /// [`complain_async`](Self::complain_async).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`], if the order is unknown or not paid, and in a task of tokio's
    /// current-thread runtime, as for [`pay`](Self::pay).
    pub fn complain(&self, out_trade_no: &str, detail: &str) -> Result<ComplaintResult, Error> {
        wait("complain_async", self.complain_async(out_trade_no, detail))
    }

    /// The same as [`complain`](Self::complain), without blocking the thread, so the receiver may run
    /// on it. The complaint is made when the future is first polled.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`], if the order is unknown or not paid.
    pub fn complain_async(
        &self,
        out_trade_no: &str,
        detail: &str,
    ) -> impl Future<Output = Result<ComplaintResult, Error>> + Send + use<> {
        let shared = Arc::clone(&self.shared);
        let (number, detail) = (out_trade_no.to_owned(), detail.to_owned());
        async move { shared.world.complain(&number, &detail).await }
    }
}

impl World {
    pub(in crate::gateway) async fn complain(
        &self,
        out_trade_no: &str,
        detail: &str,
    ) -> Result<ComplaintResult, Error> {
        let (made, url) = self.complained(out_trade_no, detail)?;
        let notice =
            json!({ "complaint_id": made.complaint_id, "action_type": "CREATE_COMPLAINT" });
        let message = Notify::new(&self.deliveries, "COMPLAINT.CREATE", notice)
            .original_type("complaint")
            .message();
        let (delivery, notification_id) =
            Delivery::of(&self.deliveries, message, &url, out_trade_no).await;
        Ok(ComplaintResult { delivery, notification_id, ..made })
    }

    /// The complaint, of which nobody was notified yet, and where to notify of it.
    fn complained(
        &self,
        out_trade_no: &str,
        detail: &str,
    ) -> Result<(ComplaintResult, String), Error> {
        let complaint = self.complaint(out_trade_no, detail).map_err(|error| {
            Error::new(
                ErrorKind::Crypto,
                say!(
                    "the gateway could not make a complaint: {error}",
                    "本地网关无法生成投诉单：{error}"
                ),
            )
            .with_source(error)
        })?;
        let mut state = self.state();
        let order = state.orders.get(out_trade_no).filter(|order| order.payment.is_some());
        let order = order.ok_or_else(|| {
            let number = one_line(out_trade_no, 32);
            Error::options(say!(
                "order `{number}` is not paid: create and pay it first",
                "订单 `{number}` 尚未支付：请先下单并支付",
            ))
        })?;
        let made = ComplaintResult {
            complaint_id: complaint.complaint_id.clone(),
            complaint: complaint.shown(order),
            delivery: Delivery::NoAddress,
            notification_id: None,
        };
        let url = state.complaints.notify_url.clone().unwrap_or_default();
        state.complaints.all.push(complaint);
        Ok((made, url))
    }

    fn complaint(&self, out_trade_no: &str, detail: &str) -> Result<Complaint, BoxError> {
        let created = now();
        let day = beijing_day(created).replace('-', "");
        let entry = Entry {
            log_id: digits(20)?,
            operator: "投诉人",
            operate_type: "USER_CREATE_COMPLAINT",
            details: detail.to_owned(),
            images: Vec::new(),
            at: created,
        };
        Ok(Complaint {
            complaint_id: format!("2002{day}{}", digits(16)?),
            out_trade_no: out_trade_no.to_owned(),
            detail: detail.to_owned(),
            state: PENDING,
            waits: true,
            payer_phone: encrypt_field(&self.keys.merchant.key, "13800000000")?,
            created,
            history: vec![entry],
        })
    }
}
