//! Ported from `0029.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let response = client
        .chain("v3/new-tax-control-fapiao/merchant/{sub_mchid}/check")
        .post(json!({"sub_mchid": "back\\slash|pipe^`"}))?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
