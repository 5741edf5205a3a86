//! Ported from `loops.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let mut receivers = json!([]);
    for (account, amount) in json!({"1900000109": 10, "1900000110": 25}).as_object().into_iter().flatten() {
        if let Some(list) = receivers.as_array_mut() {
            list.push(json!({
                "type": "MERCHANT_ID",
                "account": account,
                "amount": amount, // in fen
                "description": format!("share of {account}"),
            }));
        }
    }
    let response = client.chain("v3/profitsharing/orders").post(json!({
        "json": {
            "transaction_id": "4208450740201411110007820472",
            "receivers": receivers,
            "unfreeze_unsplit": true,
        },
    }))?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
