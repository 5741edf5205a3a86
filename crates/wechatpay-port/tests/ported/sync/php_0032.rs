//! Ported from `0032.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let response = client
        .chain("v3/partner-transfer/batches/batch-id/{batch_id}/details/detail-id/{detail_id}")
        .get(json!({
            "batch_id": "(paren)*!",
            "detail_id": "ünïcode",
        }))?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
