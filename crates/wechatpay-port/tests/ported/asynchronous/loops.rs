//! Ported from `loops.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let mut receivers = Vec::new();
    for (account, amount) in pairs(&json!({"1900000109": 10, "1900000110": 25})) {
        receivers.push(json!({
            "type": "MERCHANT_ID",
            "account": account,
            "amount": amount, // in fen
            "description": format!("share of {account}"),
        }));
    }
    let response = client
        .chain("v3/profitsharing/orders")
        .post_async(json!({
            "json": {
                "transaction_id": "4208450740201411110007820472",
                "receivers": receivers,
                "unfreeze_unsplit": true,
            },
        }))
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}

/// The keys and values of a list or a map, as PHP's `foreach` gives them.
fn pairs(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Array(list) => list.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        _ => Vec::new(),
    }
}
