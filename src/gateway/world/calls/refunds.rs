//! The calls about refunds: apply, query.

use openssl::error::ErrorStack;
use serde_json::Value;

use super::fields::Fields;
use super::known;
use super::refusal::Refusal;
use crate::gateway::keys::digits;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::time::{beijing_day, now};
use crate::gateway::world::model::order::Order;
use crate::gateway::world::model::refund::{Refund, RefundStatus};
use crate::gateway::world::state::{State, World};
use crate::language::say;

/// `POST /v3/refund/domestic/refunds`.
///
/// It is `PROCESSING` until the first query, or until [`Gateway::complete_refund`] completes it.
///
/// [`Gateway::complete_refund`]: crate::Gateway::complete_refund
pub(super) fn create(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, known::REFUND)?;
    fields.text("/amount/currency", 1..=16)?;
    fields.currency("/amount/currency")?;
    Ok(apply(world, fields, false)?.shown().into())
}

/// Applies for a refund of an order at home, or of one overseas. The same application may be
/// repeated.
pub(super) fn apply(world: &World, fields: Fields, is_overseas: bool) -> Result<Refund, Refusal> {
    let out_refund_no = fields.number("/out_refund_no", 1..=64, "_-|*@")?.to_owned();
    let notify_url = fields.notify_url()?.unwrap_or_default().to_owned();
    fields.optional_text("/reason", 0..=80)?;
    let amount = fields.fen("/amount/refund")?;
    let total = fields.fen("/amount/total")?;

    let mut state = world.state();
    if let Some(refund) = state.refunds.get(&out_refund_no) {
        // A repeated application is the same refund.
        return if refund.request == fields.whole {
            Ok(refund.clone())
        } else {
            let issue = say!(
                "was used for another refund: send the same parameters again, or a new out_refund_no",
                "已用于另一笔退款，请发送相同的参数，或使用新的 out_refund_no"
            );
            Err(fields.invalid("订单金额或退款金额与之前请求不一致", "/out_refund_no", issue))
        };
    }
    let (out_trade_no, transaction_id) = payment(&state, &fields, is_overseas)?;
    let Some(order) = state.orders.get_mut(&out_trade_no) else {
        return Err(unknown_order());
    };
    if order.total != total {
        let total = order.total;
        let issue = say!("is not the order's: send {total}", "与订单不一致，请发送 {total}");
        return Err(fields.invalid("订单金额与支付金额不一致", "/amount/total", issue));
    }
    if fields.get("/amount/currency").and_then(Value::as_str) != Some(order.currency()) {
        let currency = order.currency();
        let issue = say!("is not the order's: send {currency}", "与订单不一致，请发送 {currency}");
        return Err(fields.invalid("退款币种与订单币种不一致", "/amount/currency", issue));
    }
    let left = order.total.saturating_sub(order.refunded);
    if amount > left {
        let issue = say!(
            "is more than the {left} fen that are left of the order: send less",
            "超过该订单剩余的 {left} 分，请减少金额"
        );
        return Err(fields.invalid("退款金额大于可退金额", "/amount/refund", issue));
    }
    let created = now();
    let refund_id = refund_id(created)?;
    order.refunded += amount;
    let refund = Refund {
        is_overseas,
        request: fields.whole,
        refund_id,
        out_refund_no: out_refund_no.clone(),
        out_trade_no,
        transaction_id,
        notify_url,
        total,
        amount,
        created,
        status: RefundStatus::Processing,
        completed: None,
        v2: false,
        sequence: state.refunds.len(),
    };
    state.refunds.insert(out_refund_no, refund.clone());
    Ok(refund)
}

/// The out_trade_no and the transaction_id of the order that the application names by either.
fn payment(state: &State, fields: &Fields, is_overseas: bool) -> Result<(String, String), Refusal> {
    let by_id = fields.optional_text("/transaction_id", 1..=32)?;
    let by_number = fields.optional_text("/out_trade_no", 1..=32)?;
    let order = match (by_id, by_number) {
        (None, None) => {
            let issue = say!(
                "is missing, and out_trade_no too: add one of them",
                "和 out_trade_no 都缺失，请加上其中一个"
            );
            return Err(fields.refuse("/transaction_id", issue));
        }
        (Some(id), None) => state.order_of_transaction(id),
        (None, Some(number)) => state.orders.get(number),
        (Some(id), Some(number)) => {
            let order = state.order_of_transaction(id);
            if order.is_some_and(|order| order.out_trade_no != number) {
                let issue = say!(
                    "is not that of the transaction_id: send one of them",
                    "与 transaction_id 不是同一订单，请只发送其中一个"
                );
                return Err(fields.refuse("/out_trade_no", issue));
            }
            order
        }
    };
    let order = order.filter(|order| order.is_overseas == is_overseas);
    let order: &Order = order.ok_or_else(unknown_order)?;
    let Some(payment) = &order.payment else {
        let reason = say!(
            "the order is not paid: pay it by POST /_gateway/pay, or close it",
            "请先用 POST /_gateway/pay 模拟支付，或者关闭订单"
        );
        return Err(Refusal::bad_request("INVALID_REQUEST", "订单未支付，不能退款", &reason));
    };
    Ok((order.out_trade_no.clone(), payment.transaction_id.clone()))
}

/// `GET /v3/refund/domestic/refunds/{out_refund_no}`. It completes the refund.
pub(super) fn query(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let number = request.var("out_refund_no").unwrap_or_default();
    let mut state = world.state();
    let refund = state.refunds.get_mut(number).filter(|refund| !refund.is_overseas);
    let refund = refund.ok_or_else(unknown)?;
    refund.complete(now());
    Ok(refund.shown().into())
}

pub(super) fn unknown() -> Refusal {
    let reason = say!(
        "no refund has this number: apply for it first, or correct the number",
        "没有该单号的退款，请先申请退款，或更正单号"
    );
    Refusal::not_found("RESOURCE_NOT_EXISTS", "退款单不存在", &reason)
}

pub(super) fn unknown_order() -> Refusal {
    let reason = say!(
        "no order has this number: create it first, or correct the number",
        "没有该单号的订单，请先下单，或更正单号"
    );
    Refusal::not_found("RESOURCE_NOT_EXISTS", "订单不存在", &reason)
}

/// 29 digits, the day among them, as WeChat Pay's are.
pub(in crate::gateway::world) fn refund_id(now: u64) -> Result<String, ErrorStack> {
    let day = beijing_day(now).replace('-', "");
    Ok(format!("50300000{day}{}", digits(13)?))
}
