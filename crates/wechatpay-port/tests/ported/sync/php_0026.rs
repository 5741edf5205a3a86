//! Ported from `0026.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let tried = || -> Result<(), Error> {
        let response = client
            .chain(
                "v3/mchalterapply/merchantnamealterapplyment/merchant/{sub_mchid}/out-request-no/{out_request_no}",
            )
            .get(json!({"sub_mchid": "[brackets]{braces}", "out_request_no": "AbCdEf12345"}))?;
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
