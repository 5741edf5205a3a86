//! Ported from `0013.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let response = client["v3/global/merchant-service/complaint-notifications"]
        .put_async(json!({
            "base_uri": "https://apihk.mch.weixin.qq.com/",
            "json": {
                "url": "é",
            },
        }))
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
