//! Ported from `0003.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    let tried = || -> Result<(), Error> {
        let response =
            chain!(client->v3->brand->partner->cardMember->preAuthTokens).post(json!({
                "json": {
                    "brand_id": "ünïcode",
                    "card_id": "x?y=z&k",
                    "openid": "é",
                },
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
