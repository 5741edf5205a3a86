//! Ported from `interpolated.php`.

use serde_json::json;
use wechatpay_chain::{Client, Error};

pub fn run(client: &Client) -> Result<(), Error> {
    // The number is in the path, as many write it.
    let mchid = "1900000109";
    let out_trade_no = "20240101-7";
    let response = client
        .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
        .get(json!({"out_trade_no": out_trade_no, "query": {"mchid": mchid}}))?;
    println!("{}", response.status().as_u16());
    Ok(())
}
