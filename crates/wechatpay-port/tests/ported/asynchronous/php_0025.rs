//! Ported from `0025.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let params = json!({
        "activity_id": "1217752501201407033233368018",
    });
    let response = client["v3/marketing/paygiftactivity/activities/{activity_id}/terminate"]
        .post_async(params)
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
