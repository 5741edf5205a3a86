//! Ported from `0033.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub async fn run(client: &Client) -> Result<(), Error> {
    let response = chain!(client->v3->pay->partner->transactions->id->_transaction_id_)
        .get_async(json!({
            "transaction_id": "semi;comma,colon:",
            "query": {
                "sp_mchid": "(paren)*!",
                "sub_mchid": "中文值",
            },
        }))
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
