//! Ported from `0038.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let response = client
        .chain("v3/platsolution/ecommerce/recharge-employees")
        .post(json!({
            "json": {
                "sub_mchid": "é",
                "sp_openid": "50%25",
            },
        }))?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
