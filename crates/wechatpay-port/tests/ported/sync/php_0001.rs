//! Ported from `0001.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let tried = || -> Result<(), Error> {
        let params = json!({
            "json": {
                "out_batch_no": "100%",
                "out_detail_no": "a b",
            },
        });
        let response = client["v3/bank-batch-transfer/receipt/detail-receipts"].post(params)?;
        let result: Value = response.json()?;
        println!("{result:#}");
        Ok(())
    };
    if let Err(error) = tried() {
        println!("{error}");
        if let Some(response) = error.response() {
            println!("{}", String::from_utf8_lossy(response.body()));
        }
    }
    Ok(())
}
