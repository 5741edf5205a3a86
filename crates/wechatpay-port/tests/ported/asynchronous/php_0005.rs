//! Ported from `0005.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let options = json!({"combine_out_trade_no": "quote'\""});
    let response = client
        .chain("v3/combine-transactions/out-trade-no/{combine_out_trade_no}")
        .get_async(options)
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
