//! Ported from `0037.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let params = json!({
        "out_recharge_no": "plus+eq=",
    });
    let response = client["v3/platsolution/ecommerce/bank-transfer-recharges/out-recharge-no/{out_recharge_no}"]
        .get(params)?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
