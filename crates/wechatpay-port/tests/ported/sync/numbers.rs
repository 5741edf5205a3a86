//! Ported from `numbers.php`.

use serde_json::json;
use wechatpay_chain::{Client, Error, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    let _total = 3;
    let _price = 1050;
    chain!(client->v3->pay->transactions->native).post(json!({
        "json": {
            "amount": {"total": 3 * 1050, "currency": "CNY"},
            "big": 20240101123456789_i64,
            "half": 0.5,
            "whole": 10.0,
            "negative": -7,
            "is_free": false,
            "list": [],
            "map": {},
            "goods": [{"id": "a", "n": 1}, {"id": "b", "n": 2}],
        },
    }))?;
    Ok(())
}
