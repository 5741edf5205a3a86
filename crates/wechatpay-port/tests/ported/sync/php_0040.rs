//! Ported from `0040.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let tried = || -> Result<(), Error> {
        let response =
            client["v3/rate-activity/applications/id/{application_id}"].get(json!({ // optional
                "application_id": "中文值",
            }))?;
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
