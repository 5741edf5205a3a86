//! Ported from `0006.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    let response =
        chain!(client->v3->discountCard->orders->outTradeNo->_out_trade_no_).get(json!({
            "out_trade_no": "0",
        }))?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
