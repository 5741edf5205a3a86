//! Ported from `0023.php`.

use serde_json::json;
use wechatpay_chain::{Client, Error};

pub async fn run(client: &Client) -> Result<(), Error> {
    client
        .chain("v3/marketing/partner/delivery-plan/{sp_mchid}/notify-url")
        .post_async(json!({
            "sp_mchid": "AbCdEf12345",
            "json": {
                "notify_url": "@#$",
            },
        }))
        .then(|response| println!("{}", response.status().as_u16()))
        .otherwise(|error| println!("{error}"))
        .await?;
    Ok(())
}
