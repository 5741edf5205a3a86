//! What queries return of orders and refunds.

use super::fields::{Asked, Failure};
use super::orders::unknown;
use super::{pairs, time};
use crate::gateway::time::{beijing_plain, now};
use crate::gateway::v2::xml::Fields;
use crate::gateway::world::model::order::Order;
use crate::gateway::world::model::refund::Refund;
use crate::gateway::world::state::{State, World};
use crate::language::say;

/// `POST /pay/orderquery`.
pub(super) fn order(world: &World, asked: &Asked) -> Result<Fields, Failure> {
    let state = world.state();
    let number = number(&state, asked)?;
    let order = state.orders.get(&number).ok_or_else(unknown)?;
    let mut fields = shown(order);
    let (trade_state, description) = order.trade_state();
    fields.extend(pairs([
        ("trade_state", trade_state.to_owned()),
        ("trade_state_desc", description.to_owned()),
    ]));
    Ok(fields)
}

/// The out_trade_no of the order that a request names by that, or by the transaction_id.
pub(super) fn number(state: &State, asked: &Asked) -> Result<String, Failure> {
    let (id, number) = (asked.get("transaction_id"), asked.get("out_trade_no"));
    if id.is_empty() && number.is_empty() {
        let reason = say!(
            "`transaction_id` is missing, and out_trade_no too: add one of them",
            "`transaction_id` 和 out_trade_no 都缺失，请加上其中一个"
        );
        return Err(Failure::new("LACK_PARAMS", "缺少参数", &reason));
    }
    if id.is_empty() {
        return Ok(number.to_owned());
    }
    state.transactions.get(id).cloned().ok_or_else(unknown)
}

/// What a query and a notification of a payment have in common.
pub(in crate::gateway::world) fn shown(order: &Order) -> Fields {
    let mut fields = pairs([
        ("openid", order.openid().to_owned()),
        ("is_subscribe", "N".to_owned()),
        ("trade_type", order.trade_type().to_owned()),
        ("out_trade_no", order.out_trade_no.clone()),
        ("attach", order.text("/attach").to_owned()),
        ("total_fee", order.total.to_string()),
        ("fee_type", "CNY".to_owned()),
    ]);
    if let Some(payment) = &order.payment {
        fields.extend(pairs([
            ("bank_type", "OTHERS".to_owned()),
            ("cash_fee", order.total.to_string()),
            ("cash_fee_type", "CNY".to_owned()),
            ("transaction_id", payment.transaction_id.clone()),
            ("time_end", time(payment.at)),
        ]));
    }
    fields
}

/// `POST /pay/refundquery`. It completes the refunds.
pub(super) fn refund(world: &World, asked: &Asked) -> Result<Fields, Failure> {
    let mut state = world.state();
    let (refund_id, own) = (asked.get("refund_id"), asked.get("out_refund_no"));
    let of_order = match (refund_id, own) {
        ("", "") => Some(number(&state, asked)?),
        _ => None,
    };
    let now = now();
    let mut found: Vec<&mut Refund> = state
        .refunds
        .values_mut()
        .filter(|refund| match &of_order {
            Some(number) => refund.out_trade_no == *number,
            None => refund.refund_id == refund_id || refund.out_refund_no == own,
        })
        .collect();
    found.sort_by_key(|refund| refund.sequence);
    let Some(first) = found.first() else {
        let reason = say!(
            "no refund has this number: apply for it first, or correct the number",
            "没有该单号的退款，请先申请退款，或更正单号"
        );
        return Err(Failure::new("REFUNDNOTEXIST", "退款订单查询失败", &reason));
    };
    let mut fields = pairs([
        ("transaction_id", first.transaction_id.clone()),
        ("out_trade_no", first.out_trade_no.clone()),
        ("total_fee", first.total.to_string()),
        ("cash_fee", first.total.to_string()),
        ("refund_count", found.len().to_string()),
    ]);
    for (index, refund) in found.iter_mut().enumerate() {
        refund.complete(now);
        for (name, value) in [
            ("out_refund_no", refund.out_refund_no.clone()),
            ("refund_id", refund.refund_id.clone()),
            ("refund_channel", "ORIGINAL".to_owned()),
            ("refund_fee", refund.amount.to_string()),
            ("refund_status", refund.status.v2_name().to_owned()),
            ("refund_account", "REFUND_SOURCE_UNSETTLED_FUNDS".to_owned()),
            ("refund_recv_accout", "支付用户零钱".to_owned()),
        ] {
            fields.push((format!("{name}_{index}"), value));
        }
        if let Some(completed) = refund.completed {
            fields.push((format!("refund_success_time_{index}"), beijing_plain(completed)));
        }
    }
    Ok(fields)
}
