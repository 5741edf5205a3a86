//! The page's orders, with their refunds.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::gateway::control::Control;

/// How many orders are shown.
const LIMIT: usize = 50;

/// The newest orders, the newest first, as the page shows them.
pub(super) fn orders(control: &Control) -> Value {
    let mut refunds: HashMap<String, Vec<Value>> = HashMap::new();
    for refund in control.world.refunds() {
        let number = refund["out_trade_no"].as_str().unwrap_or_default().to_owned();
        refunds.entry(number).or_default().push(json!({
            "out_refund_no": refund["out_refund_no"],
            "refund": refund["amount"]["refund"],
            "status": refund["status"],
        }));
    }
    let shown = |order: &Value| {
        let number = order["out_trade_no"].as_str().unwrap_or_default();
        let total = order["amount"]["total"].as_u64().unwrap_or_default();
        let refunds = refunds.get(number).map(Vec::as_slice).unwrap_or_default();
        let given_back = refunds.iter().filter(|refund| refund["status"] != "CLOSED");
        let given_back: u64 = given_back.filter_map(|refund| refund["refund"].as_u64()).sum();
        let is_paid = order["transaction_id"].is_string() || order["id"].is_string();
        json!({
            "out_trade_no": number,
            "total": total,
            "currency": order["amount"]["currency"],
            "trade_state": order["trade_state"],
            "refundable": if is_paid { total.saturating_sub(given_back) } else { 0 },
            "refunds": refunds,
        })
    };
    control.world.orders().iter().rev().take(LIMIT).map(shown).collect()
}
