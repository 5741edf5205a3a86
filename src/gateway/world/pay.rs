//! What happens on command: an order is paid, a refund is completed.

use std::sync::Arc;

use serde_json::Value;

use super::delivery::{Delivery, PaymentResult, RefundResult};
use super::model::order::Payment;
use super::model::refund::{Refund, RefundStatus};
use super::state::{State, World};
use super::v2::{self, V2Notice};
use crate::error::{Error, ErrorKind, one_line};
use crate::gateway::blocking::wait;
use crate::gateway::keys::digits;
use crate::gateway::notify::Notify;
use crate::gateway::running::Gateway;
use crate::gateway::time::{beijing_day, now};
use crate::language::{Text, say};

impl Gateway {
    /// Pays an order that was created at this gateway, as its user would, and sends the notification
    /// `TRANSACTION.SUCCESS` to the order's `notify_url` if that is on this machine, as
    /// [`notify`](Self::notify) does. From then on a query returns `SUCCESS`.
    ///
    /// The order is paid whether or not the receiver accepts the notification;
    /// [`PaymentResult::delivery`] has the receiver's response.
    ///
    /// ```
    /// # use serde_json::{Value, json};
    /// # use wechatpay_chain::{Error, Gateway, ResponseExt};
    /// # fn main() -> Result<(), Error> {
    /// let gateway = Gateway::start()?;
    /// let client = gateway.client()?;
    /// client.chain("v3/pay/transactions/native").post(json!({"json": {
    ///     "appid": "wxd678efh567hg6787",
    ///     "mchid": gateway.mchid(),
    ///     "description": "咖啡",
    ///     "out_trade_no": "1217752501201407033233368018",
    ///     "notify_url": "https://shop.example/notify",
    ///     "amount": {"total": 1},
    /// }}))?;
    ///
    /// let paid = gateway.pay("1217752501201407033233368018")?;
    /// let order: Value = client
    ///     .chain("v3/pay/transactions/id/{transaction_id}")
    ///     .get(json!({"transaction_id": paid.transaction_id, "query": {"mchid": gateway.mchid()}}))?
    ///     .json()?;
    /// assert_eq!(order["trade_state"], "SUCCESS");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// This blocks the thread. In async code call [`pay_async`](Self::pay_async).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`], if the order is unknown, closed, expired or already paid, and in a
    /// task of tokio's current-thread runtime, such as a `#[tokio::test]`, where a receiver on the
    /// same thread could not respond. Nothing is paid or sent then.
    pub fn pay(&self, out_trade_no: &str) -> Result<PaymentResult, Error> {
        wait("pay_async", self.pay_async(out_trade_no))
    }

    /// The same as [`pay`](Self::pay), without blocking the thread, so the receiver may run on it, as
    /// in a `#[tokio::test]`. The order is paid when the future is first polled; a future that is
    /// dropped later undoes nothing.
    ///
    /// ```
    /// # use serde_json::json;
    /// # use wechatpay_chain::{Error, Gateway};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Error> {
    /// let gateway = Gateway::start()?;
    /// let client = gateway.client()?;
    /// client.chain("v3/pay/transactions/native").post_async(json!({"json": {
    ///     "appid": "wxd678efh567hg6787",
    ///     "mchid": gateway.mchid(),
    ///     "description": "咖啡",
    ///     "out_trade_no": "1217752501201407033233368018",
    ///     "notify_url": "https://shop.example/notify",
    ///     "amount": {"total": 1},
    /// }})).await?;
    /// let paid = gateway.pay_async("1217752501201407033233368018").await?;
    /// assert_eq!(paid.order["trade_state"], "SUCCESS");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`], if the order is unknown, closed, expired or already paid. Nothing is
    /// sent then.
    pub fn pay_async(
        &self,
        out_trade_no: &str,
    ) -> impl Future<Output = Result<PaymentResult, Error>> + Send + use<> {
        let (shared, number) = (Arc::clone(&self.shared), out_trade_no.to_owned());
        async move { shared.world.pay(&number).await }
    }

    /// Completes a refund that was applied for at this gateway, and sends the notification
    /// `REFUND.SUCCESS` to the refund's `notify_url` if that is on this machine. From then on a query
    /// returns `SUCCESS`.
    ///
    /// The first query also completes the refund, but sends no notification. For a refund that is
    /// already completed the notification is repeated, as WeChat Pay may do.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// # let gateway = wechatpay_chain::Gateway::start()?;
    /// let done = gateway.complete_refund("1217752501201407033233368018")?;
    /// assert_eq!(done.refund["status"], "SUCCESS");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// This blocks the thread, as [`pay`](Self::pay) does. In async code call
    /// [`complete_refund_async`](Self::complete_refund_async).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`], if the refund is unknown or `CLOSED`, and in a task of tokio's
    /// current-thread runtime, as for [`pay`](Self::pay).
    pub fn complete_refund(&self, out_refund_no: &str) -> Result<RefundResult, Error> {
        wait("complete_refund_async", self.complete_refund_async(out_refund_no))
    }

    /// The same as [`complete_refund`](Self::complete_refund), without blocking the thread, so the
    /// receiver may run on it. The refund is completed when the future is first polled.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`], if the refund is unknown.
    pub fn complete_refund_async(
        &self,
        out_refund_no: &str,
    ) -> impl Future<Output = Result<RefundResult, Error>> + Send + use<> {
        let (shared, number) = (Arc::clone(&self.shared), out_refund_no.to_owned());
        async move { shared.world.complete_refund(&number).await }
    }

    /// Gives a refund that was applied for at this gateway another end than success, and sends the
    /// notification of it to the refund's `notify_url`, if that is on this machine: `CLOSED`
    /// (`REFUND.CLOSED`), or `ABNORMAL` (`REFUND.ABNORMAL`) if the payer's card cannot take the money.
    /// From then on a query returns this status. `SUCCESS` does what
    /// [`complete_refund`](Self::complete_refund) does.
    ///
    /// A refund that is `PROCESSING` may get each of them, and one that is `ABNORMAL` may still get
    /// `SUCCESS` or `CLOSED`. What was `CLOSED` can be refunded again by another refund. For a refund
    /// that has the status already, the notification is repeated.
    ///
    /// ```
    /// # use serde_json::{Value, json};
    /// # use wechatpay_chain::{Error, Gateway, ResponseExt};
    /// # fn main() -> Result<(), Error> {
    /// # let gateway = Gateway::start()?;
    /// # let client = gateway.client()?;
    /// # client.chain("v3/pay/transactions/native").post(json!({"json": {
    /// #     "appid": "wxd678efh567hg6787",
    /// #     "mchid": gateway.mchid(),
    /// #     "description": "咖啡",
    /// #     "out_trade_no": "20240101A",
    /// #     "notify_url": "https://shop.example/notify",
    /// #     "amount": {"total": 1},
    /// # }}))?;
    /// # gateway.pay("20240101A")?;
    /// client.chain("v3/refund/domestic/refunds").post(json!({"json": {
    ///     "out_trade_no": "20240101A",
    ///     "out_refund_no": "20240102A",
    ///     "amount": {"refund": 1, "total": 1, "currency": "CNY"},
    /// }}))?;
    /// gateway.set_refund_status("20240102A", "ABNORMAL")?;
    ///
    /// let refund: Value = client
    ///     .chain("v3/refund/domestic/refunds/{out_refund_no}")
    ///     .get(json!({"out_refund_no": "20240102A"}))?
    ///     .json()?;
    /// assert_eq!(refund["status"], "ABNORMAL");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// This blocks the thread, as [`pay`](Self::pay) does. In async code call
    /// [`set_refund_status_async`](Self::set_refund_status_async).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`], if the refund is unknown or can't get this status, if there is no such
    /// status, and in a task of tokio's current-thread runtime, as for [`pay`](Self::pay). Nothing
    /// changes then.
    pub fn set_refund_status(
        &self,
        out_refund_no: &str,
        status: &str,
    ) -> Result<RefundResult, Error> {
        let changed = self.set_refund_status_async(out_refund_no, status);
        wait("set_refund_status_async", changed)
    }

    /// The same as [`set_refund_status`](Self::set_refund_status), without blocking the thread, so the
    /// receiver may run on it. The refund is changed when the future is first polled.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`], if the refund is unknown or can't get this status, or if there is no
    /// such status.
    pub fn set_refund_status_async(
        &self,
        out_refund_no: &str,
        status: &str,
    ) -> impl Future<Output = Result<RefundResult, Error>> + Send + use<> {
        let (shared, number) = (Arc::clone(&self.shared), out_refund_no.to_owned());
        let status = RefundStatus::named(status);
        async move { shared.world.set_refund_status(&number, status?).await }
    }

    /// All orders that were created at this gateway, oldest first, each as a query returns it.
    pub fn orders(&self) -> Vec<Value> {
        self.shared.world.orders()
    }
}

impl World {
    pub(in crate::gateway) async fn pay(&self, out_trade_no: &str) -> Result<PaymentResult, Error> {
        let Paid { transaction_id, order, url, v2 } = self.settle(out_trade_no)?;
        let message = match v2 {
            Some(notice) => notice.message(&self.deliveries.keys),
            None => Notify::new(&self.deliveries, "TRANSACTION.SUCCESS", order.clone()).message(),
        };
        let (delivery, notification_id) =
            Delivery::of(&self.deliveries, message, &url, out_trade_no).await;
        Ok(PaymentResult { transaction_id, order, delivery, notification_id })
    }

    pub(in crate::gateway) async fn complete_refund(
        &self,
        out_refund_no: &str,
    ) -> Result<RefundResult, Error> {
        self.set_refund_status(out_refund_no, RefundStatus::Success).await
    }

    /// Ends the refund, and sends the notification of it.
    pub(in crate::gateway) async fn set_refund_status(
        &self,
        out_refund_no: &str,
        status: RefundStatus,
    ) -> Result<RefundResult, Error> {
        let refund = self.refunded(out_refund_no, status)?;
        let message = if refund.v2 {
            v2::refunded(&refund).message(&self.deliveries.keys)
        } else {
            let event_type = format!("REFUND.{}", status.name());
            let notice = refund.notice(self.mchid);
            Notify::new(&self.deliveries, &event_type, notice).original_type("refund").message()
        };
        let (delivery, notification_id) =
            Delivery::of(&self.deliveries, message, &refund.notify_url, &refund.out_trade_no).await;
        let refund_id = refund.refund_id.clone();
        Ok(RefundResult { refund_id, refund: refund.shown(), delivery, notification_id })
    }

    /// The refund with this status. It is a copy: the receiver may call this gateway before it responds.
    fn refunded(&self, out_refund_no: &str, status: RefundStatus) -> Result<Refund, Error> {
        let mut state = self.state();
        let State { refunds, orders, .. } = &mut *state;
        let refund = refunds.get_mut(out_refund_no);
        let refund = refund.ok_or_else(|| unknown_refund(out_refund_no))?;
        if !refund.status.may_become(status) {
            let (number, old) = (one_line(out_refund_no, 64), refund.status.name());
            let new = status.name();
            return Err(Error::options(say!(
                "refund `{number}` is {old} and can't become {new}: apply for another one",
                "退款 `{number}` 的状态为 {old}，不能变为 {new}：请另外申请退款"
            )));
        }
        // What a closed refund did not give back can be refunded again.
        let is_closed_now = status == RefundStatus::Closed && refund.status != status;
        if let Some(order) = orders.get_mut(&refund.out_trade_no).filter(|_| is_closed_now) {
            order.refunded = order.refunded.saturating_sub(refund.amount);
        }
        refund.set_status(status, now());
        Ok(refund.clone())
    }

    fn settle(&self, out_trade_no: &str) -> Result<Paid, Error> {
        let now = now();
        let mut state = self.state();
        let number = one_line(out_trade_no, 32);
        let refused = |problem: Text| {
            Err(Error::options(
                say!("order `{number}` {problem}", "订单 `{number}` {problem}"; problem),
            ))
        };
        let Some(order) = state.orders.get_mut(out_trade_no) else {
            return refused(say!(
                "is unknown to this gateway: create it first",
                "不存在：请先下单"
            ));
        };
        if order.payment.is_some() {
            return refused(say!(
                "is paid already: query it, or create another one",
                "已支付：请查询该订单，或另外下单"
            ));
        }
        if order.closed {
            return refused(say!(
                "is closed: create another one, with a new out_trade_no",
                "已关闭：请用新的 out_trade_no 另外下单"
            ));
        }
        if order.has_expired(now) {
            return refused(say!(
                "can't be paid after its time_expire: create another one",
                "已过 time_expire，不能支付：请另外下单"
            ));
        }
        let transaction_id = transaction_id(now)?;
        order.payment = Some(Payment { transaction_id: transaction_id.clone(), at: now });
        let paid = Paid {
            transaction_id: transaction_id.clone(),
            order: order.shown(),
            url: order.text("/notify_url").to_owned(),
            v2: order.v2.map(|kind| v2::paid(order, kind)),
        };
        state.transactions.insert(transaction_id, out_trade_no.to_owned());
        Ok(paid)
    }
}

pub(super) fn unknown_refund(out_refund_no: &str) -> Error {
    let number = one_line(out_refund_no, 64);
    Error::options(say!(
        "no refund `{number}` was applied for: apply for it first",
        "没有申请过退款 `{number}`：请先申请退款"
    ))
}

/// An order that was just paid.
struct Paid {
    transaction_id: String,
    /// As a query shows it.
    order: Value,
    /// Where to notify of it.
    url: String,
    /// What to notify of it by APIv2, if that created it.
    v2: Option<V2Notice>,
}

/// 28 digits, the day among them, as WeChat Pay's are.
pub(super) fn transaction_id(now: u64) -> Result<String, Error> {
    let day = beijing_day(now).replace('-', "");
    let random = digits(14).map_err(|error| {
        let message =
            say!("the gateway could not make a number: {error}", "网关无法生成单号：{error}");
        Error::new(ErrorKind::Crypto, message).with_source(error)
    })?;
    let (front, back) = random.split_at(4);
    Ok(format!("420000{front}{day}{back}"))
}
