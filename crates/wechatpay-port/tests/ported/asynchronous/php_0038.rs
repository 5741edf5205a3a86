//! Ported from `0038.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let response = client
        .chain("v3/platsolution/ecommerce/recharge-employees")
        .post_async(json!({
            "json": {
                "sub_mchid": "é",
                "sp_openid": "50%25",
            },
        }))
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
