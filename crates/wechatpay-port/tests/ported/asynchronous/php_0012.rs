//! Ported from `0012.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub async fn run(client: &Client) -> Result<(), Error> {
    let response = chain!(client->v3->fundApp->mchTransfer->transferToQqWalletBills->_out_bill_no_)
        .get_async(json!({
            "out_bill_no": "1217752501201407033233368018",
        }))
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
