//! Ported from `0002.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let response = client
        .chain("v3/brand/applyments/cancel-applyment")
        .post_async(json!({
            "json": {
                "applyment_id": "@#$",
                "business_code": "plus+eq=",
            },
        }))
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
