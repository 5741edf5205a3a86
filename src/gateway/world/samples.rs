//! An order and a refund that nobody created, as notifications tell of them.

use serde_json::{Value, json};

use super::model::order::{Kind, Order, Payment};
use super::model::refund::{Refund, RefundStatus};
use crate::gateway::keys::MCHID;
use crate::gateway::time::beijing_day;

/// What `TRANSACTION.SUCCESS` tells of an order that was paid. `number` has 20 digits.
pub(in crate::gateway) fn order_sample(number: &str, now: u64) -> Value {
    let request = json!({ "appid": "wxd678efh567hg6787", "mchid": MCHID });
    let payment = Payment { transaction_id: transaction_id(number, now), at: now };
    let order = Order::new(Kind::Jsapi, request, number.to_owned(), 100, 0);
    Order { payment: Some(payment), ..order }.shown()
}

/// What `REFUND.…` tells of a refund with this status.
pub(in crate::gateway) fn refund_sample(number: &str, status: &str, now: u64) -> Value {
    let mut refund = Refund {
        is_overseas: false,
        request: Value::Null,
        refund_id: format!("50300000{}0{}", day(now), &number[..12]),
        out_refund_no: format!("R{number}"),
        out_trade_no: number.to_owned(),
        transaction_id: transaction_id(number, now),
        notify_url: String::new(),
        total: 100,
        amount: 100,
        created: now,
        status: RefundStatus::Processing,
        completed: None,
        v2: false,
        sequence: 0,
    };
    // It is one of those that there are.
    if let Ok(status) = RefundStatus::named(status) {
        refund.set_status(status, now);
    }
    refund.notice(MCHID)
}

fn transaction_id(number: &str, now: u64) -> String {
    format!("420000{}{}{}", &number[..4], day(now), &number[4..14])
}

fn day(now: u64) -> String {
    beijing_day(now).replace('-', "")
}
