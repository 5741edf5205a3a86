//! Ported from `0032.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let response = client
        .chain("v3/partner-transfer/batches/batch-id/{batch_id}/details/detail-id/{detail_id}")
        .get_async(json!({
            "batch_id": "(paren)*!",
            "detail_id": "ünïcode",
        }))
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
