//! Ported from `concatenated.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let id = "4200001";
    let query = json!({"mchid": "1900000109"});
    let response = client
        .chain("v3/pay/transactions/id/{id}")
        .get_async(json!({"id": id, "query": query}))
        .await?;
    let order: Value = response.json()?;
    println!(
        "state: {}",
        order["trade_state"].as_str().unwrap_or("unknown")
    );
    Ok(())
}
