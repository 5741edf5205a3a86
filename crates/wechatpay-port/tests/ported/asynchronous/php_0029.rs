//! Ported from `0029.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let response = client
        .chain("v3/new-tax-control-fapiao/merchant/{sub_mchid}/check")
        .post_async(json!({"sub_mchid": "back\\slash|pipe^`"}))
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
