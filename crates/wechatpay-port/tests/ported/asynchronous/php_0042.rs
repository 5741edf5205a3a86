//! Ported from `0042.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub async fn run(client: &Client) -> Result<(), Error> {
    let data = json!({
        "batch_id": "中文值",
        "detail_id": "100%",
    });
    let response =
        chain!(client->v3->transfer->batches->batchId->_batch_id_->details->detailId->_detail_id_)
            .get_async(data)
            .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
