//! Ported from `0033.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    let response =
        chain!(client->v3->pay->partner->transactions->id->_transaction_id_).get(json!({
            "transaction_id": "semi;comma,colon:",
            "query": {
                "sp_mchid": "(paren)*!",
                "sub_mchid": "中文值",
            },
        }))?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
