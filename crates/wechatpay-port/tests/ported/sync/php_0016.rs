//! Ported from `0016.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let tried = || -> Result<(), Error> {
        let mut data = json!({"json": {"sub_mchid": "lower"}});
        data["json"]["advertising_industry_filters"] = json!(["AbCdEf12345"]);
        let response = client["v3/goldplan/merchants/open-advertising-show"].patch(data)?;
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
