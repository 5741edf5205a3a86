//! Ported from `0019.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let mut params = json!({
        "stock_id": "[brackets]{braces}",
        "json": {
            "coupon_code_list": [
                "50%25",
            ],
        },
    });
    params["json"]["upload_request_no"] = json!("中文值");
    client["v3/marketing/busifavor/stocks/{stock_id}/couponcodes"]
        .post_async(params)
        .try_then(|response| response.json::<Value>())
        .otherwise(|error| {
            println!("{error}");
            Value::Null
        })
        .wait()?;
    Ok(())
}
