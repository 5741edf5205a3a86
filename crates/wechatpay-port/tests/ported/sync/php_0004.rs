//! Ported from `0004.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    client["v3/brand/profitsharing/receivers/add"]
        .post_async(json!({
            "json": {
                "brand_mchid": "1217752501201407033233368018",
                "appid": "plus+eq=",
                "sub_appid": "AbCdEf12345",
                "type": "a b",
                "account": "AbCdEf12345",
                "name": "a/b",
                "relation_type": "ünïcode",
            },
        }))
        .try_then(|response| response.json::<Value>())
        .wait()?;
    Ok(())
}
