//! What the page does in the merchant's place, so that an order can be seen through by hand.

use serde_json::{Value, json};

use super::calls::refund_id;
use super::delivery::RefundResult;
use super::model::order::Order;
use super::model::refund::{Refund, RefundStatus};
use super::pay::unknown_refund;
use super::state::World;
use crate::error::{Error, ErrorKind, one_line};
use crate::gateway::http_post::is_on_this_machine;
use crate::gateway::keys::digits;
use crate::gateway::time::now;
use crate::language::{Text, say};

impl World {
    /// Closes an order that is not paid. Returns the order, as a query returns it.
    pub(in crate::gateway) fn close_in_place_of_merchant(
        &self,
        out_trade_no: &str,
    ) -> Result<Value, Error> {
        let mut state = self.state();
        let order = state.orders.get_mut(out_trade_no);
        let order = order.ok_or_else(|| unknown(out_trade_no))?;
        if order.payment.is_some() || order.closed {
            return Err(refused(
                out_trade_no,
                say!(
                    "is paid or closed already, so it can't be closed",
                    "已支付或已关闭，不能再关闭"
                ),
            ));
        }
        order.closed = true;
        Ok(order.shown())
    }

    /// Applies for a refund of what is left of a paid order, with its notify_url. Returns the
    /// out_refund_no.
    pub(in crate::gateway) fn refund_in_place_of_merchant(
        &self,
        out_trade_no: &str,
    ) -> Result<String, Error> {
        let created = now();
        let no_number = |error| {
            let message =
                say!("the gateway could not make a number: {error}", "网关无法生成单号：{error}");
            Error::new(ErrorKind::Crypto, message).with_source(error)
        };
        let refund_id = refund_id(created).map_err(no_number)?;
        let out_refund_no = format!("SANDBOX{}", digits(20).map_err(no_number)?);
        let mut state = self.state();
        let sequence = state.refunds.len();
        let order = state.orders.get_mut(out_trade_no);
        let order: &mut Order = order.ok_or_else(|| unknown(out_trade_no))?;
        let amount = order.total.saturating_sub(order.refunded);
        let payment = order.payment.as_ref().filter(|_| amount > 0 && !order.reversed);
        let Some(payment) = payment else {
            return Err(refused(
                out_trade_no,
                say!("is not paid, or nothing is left of it", "尚未支付，或已全部退款"),
            ));
        };
        let refund = Refund {
            is_overseas: order.is_overseas,
            request: json!({
                "out_trade_no": out_trade_no,
                "out_refund_no": out_refund_no,
                "amount": {
                    "refund": amount,
                    "total": order.total,
                    "currency": order.currency(),
                },
            }),
            refund_id,
            out_refund_no: out_refund_no.clone(),
            out_trade_no: out_trade_no.to_owned(),
            transaction_id: payment.transaction_id.clone(),
            notify_url: order.text("/notify_url").to_owned(),
            total: order.total,
            amount,
            created,
            status: RefundStatus::Processing,
            completed: None,
            v2: order.v2.is_some(),
            sequence,
        };
        order.refunded += amount;
        state.refunds.insert(out_refund_no.clone(), refund);
        Ok(out_refund_no)
    }

    /// The refund, as it is.
    pub(in crate::gateway) fn refund(&self, out_refund_no: &str) -> Result<Value, Error> {
        let state = self.state();
        let refund = state.refunds.get(out_refund_no);
        refund.map(Refund::shown).ok_or_else(|| unknown_refund(out_refund_no))
    }

    /// Gives the refund the end with this name.
    pub(in crate::gateway) async fn end_refund(
        &self,
        out_refund_no: &str,
        status: &str,
    ) -> Result<RefundResult, Error> {
        let status = RefundStatus::named(status)?;
        self.set_refund_status(out_refund_no, status).await
    }

    /// The notify_url of the newest order that has one on this machine.
    pub(in crate::gateway) fn newest_notify_url(&self) -> Option<String> {
        let state = self.state();
        let orders = state.orders.values();
        let here = orders.filter(|order| is_on_this_machine(order.text("/notify_url")));
        let newest = here.max_by_key(|order| order.sequence)?;
        Some(newest.text("/notify_url").to_owned())
    }

    /// All refunds, the oldest first, each as a query returns it.
    pub(in crate::gateway) fn refunds(&self) -> Vec<Value> {
        let state = self.state();
        let mut refunds = state.refunds.values().collect::<Vec<_>>();
        refunds.sort_by_key(|refund| refund.sequence);
        refunds.into_iter().map(Refund::shown).collect()
    }
}

fn unknown(out_trade_no: &str) -> Error {
    refused(out_trade_no, say!("is unknown to this gateway: create it first", "不存在：请先下单"))
}

fn refused(out_trade_no: &str, problem: Text) -> Error {
    let number = one_line(out_trade_no, 32);
    Error::options(say!("order `{number}` {problem}", "订单 `{number}` {problem}"; problem))
}
