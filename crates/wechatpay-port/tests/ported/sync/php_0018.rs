//! Ported from `0018.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    let response = chain!(client->v3->iotmanage->deviceInspections->_device_sn_).get(json!({
        "device_sn": "a b",
    }))?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
