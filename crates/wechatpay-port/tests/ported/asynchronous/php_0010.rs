//! Ported from `0010.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let options = json!({
        "openid": "@#$",
        "query": {
            "appid": "中文值",
            "sub_mchid": "x?y=z&k",
            "sub_appid": "é",
            "sub_openid": "1217752501201407033233368018",
            "plan_id": "x?y=z&k",
            "contract_status": "中文值",
            "offset": 0,
            "limit": 20,
        },
    });
    let response = client["v3/edu-papay/user/{openid}/contracts"]
        .get_async(options)
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
