//! Ported from `0020.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let data = json!({
        "stock_id": "ünïcode",
        "query": {"stock_creator_mchid": "AbCdEf12345", "offset": 0, "limit": "0"},
    });
    let response = client
        .chain("v3/marketing/favor/stocks/{stock_id}/items")
        .get_async(data)
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
