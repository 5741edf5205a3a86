//! Ported from `0011.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let options = json!({
        "out_budget_no": "0",
        "query": {
            "sponsor_mchid": "a/b",
        },
    });
    let response = client
        .chain("v3/fund-app/mch-transfer/partner/charity-budget/{out_budget_no}")
        .get_async(options)
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
