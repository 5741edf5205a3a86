//! Ported from `0001.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let tried = async {
        let params = json!({
            "json": {
                "out_batch_no": "100%",
                "out_detail_no": "a b",
            },
        });
        let response = client["v3/bank-batch-transfer/receipt/detail-receipts"]
            .post_async(params)
            .await?;
        let result: Value = response.json()?;
        println!("{result:#}");
        Ok::<(), Error>(())
    };
    if let Err(error) = tried.await {
        println!("{error}");
        if let Some(response) = error.response() {
            println!("{}", String::from_utf8_lossy(response.body()));
        }
    }
    Ok(())
}
