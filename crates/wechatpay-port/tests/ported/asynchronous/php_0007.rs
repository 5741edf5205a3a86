//! Ported from `0007.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let response = client["v3/ecommerce/applyments/out-request-no/{out_request_no}/revoke"]
        .post_async(json!({ // optional
            "out_request_no": "é",
        }))
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
