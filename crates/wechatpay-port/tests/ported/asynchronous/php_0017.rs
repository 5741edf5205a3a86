//! Ported from `0017.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    client
        .chain("v3/gov/subsidy/zhejiang/authcode/try")
        .post_async(json!({
            "json": {
                "sp_serial_no": "ünïcode",
                "mchnt_no": "a/b",
                "term_no": "中文值",
                "auth_code": "semi;comma,colon:",
                "category": "semi;comma,colon:",
                "county_code": "@#$",
            },
        }))
        .try_then(|response| {
            println!("{:#}", response.json::<Value>()?);
            Ok(())
        })
        .otherwise(|error| println!("{error}"))
        .await?;
    Ok(())
}
