//! Ported from `0028.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let response = client["v3/multiuse/stocks/{stock_id}/send-flow"].get(json!({
        "stock_id": "2026-11-22T10:20:30+08:00",
    }))?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
