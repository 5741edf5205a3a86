//! Ported from `0043.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let tried = async {
        let options = json!({
            "range_id": "(paren)*!",
            "merchant_identifier": "x?y=z&k",
            "json": {"sp_mchid": "[brackets]{braces}"},
        });
        let response = client["v3/webizpay/avail-mch-ranges/{range_id}/merchant-identifiers/{merchant_identifier}"]
            .delete_async(options)
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
