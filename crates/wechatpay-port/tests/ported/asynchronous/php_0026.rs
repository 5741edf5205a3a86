//! Ported from `0026.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let tried = async {
        let response = client
            .chain(
                "v3/mchalterapply/merchantnamealterapplyment/merchant/{sub_mchid}/out-request-no/{out_request_no}",
            )
            .get_async(json!({"sub_mchid": "[brackets]{braces}", "out_request_no": "AbCdEf12345"}))
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
