//! Ported from `0041.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let options = json!({
        "json": {
            "plate_number": "quote'\"",
            "company_name": "a b",
            "mchid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
            "main_license": "tilde~dash-dot.under_",
            "deputy_license": "50%25",
            "region_id": 510100,
            "invoice_flag": "0",
            "taxi_state": "quote'\"",
        },
    });
    let response = client
        .chain("v3/taxi-invoice/taxi/update-taxi")
        .post_async(options)
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
