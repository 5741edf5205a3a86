//! Ported from `0043.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let tried = || -> Result<(), Error> {
        let options = json!({
            "range_id": "(paren)*!",
            "merchant_identifier": "x?y=z&k",
            "json": {"sp_mchid": "[brackets]{braces}"},
        });
        let response = client["v3/webizpay/avail-mch-ranges/{range_id}/merchant-identifiers/{merchant_identifier}"]
            .delete(options)?;
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
