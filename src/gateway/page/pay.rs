//! The page's orders, and its button that pays one.

use http::{StatusCode, Uri};
use serde_json::{Value, json};

use crate::gateway::blocking::block_on;
use crate::gateway::percent::percent_decode;
use crate::gateway::shared::Shared;

/// How many orders are shown.
const LIMIT: usize = 50;

/// The newest orders, the newest first, as the page shows them.
pub(super) fn orders(shared: &Shared) -> Value {
    let all = shared.world.orders();
    let shown = |order: &Value| {
        json!({
            "out_trade_no": order["out_trade_no"],
            "total": order["amount"]["total"],
            "trade_state": order["trade_state"],
        })
    };
    all.iter().rev().take(LIMIT).map(shown).collect()
}

/// Pays the order that the query names. It blocks until the receiver has been notified.
pub(super) fn pay(shared: &Shared, uri: &Uri) -> (StatusCode, Value) {
    let mut pairs = uri.query().unwrap_or_default().split('&');
    let number = pairs.find_map(|pair| pair.strip_prefix("out_trade_no=")).map(percent_decode);
    let Some(number) = number else {
        let message = "which order? add ?out_trade_no=…";
        return (StatusCode::BAD_REQUEST, json!({ "message": message }));
    };
    match block_on(shared.world.pay(&number)) {
        Ok(paid) => {
            let told = json!({
                "transaction_id": paid.transaction_id,
                "delivery": paid.delivery.to_json(),
            });
            (StatusCode::OK, told)
        }
        Err(error) => (StatusCode::CONFLICT, json!({ "message": error.to_string() })),
    }
}
