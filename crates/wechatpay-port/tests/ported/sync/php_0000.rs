//! Ported from `0000.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    let options = json!({
        "receipt_id": "x?y=z&k",
        "out_instruction_no": "(paren)*!",
    });
    chain!(client->v3->abnormalFundProcessing->receipts->_receipt_id_->transferInstructions->_out_instruction_no_)
        .get_async(options)
        .try_then(|response| response.json::<Value>())
        .otherwise(|error| {
            println!("{error}");
            Value::Null
        })
        .wait()?;
    Ok(())
}
