//! Ported from `0009.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    let tried = || -> Result<(), Error> {
        let response = chain!(client->v3->ecommerce->refunds->apply).post(json!({
            "json": {
                "individual_auth_id": "(paren)*!",
                "sub_mchid": "back\\slash|pipe^`",
                "sp_appid": "semi;comma,colon:",
                "sub_appid": "[brackets]{braces}",
                "combine_mchid": "plus+eq=",
                "combine_out_trade_no": "tilde~dash-dot.under_",
                "combine_transaction_id": "0",
                "transaction_id": "quote'\"",
                "out_trade_no": "é",
                "out_refund_no": "back\\slash|pipe^`",
                "reason": "plus+eq=",
                "amount": {
                    "refund": 888,
                    "from": [
                        {
                            "account": "semi;comma,colon:",
                            "amount": 444,
                        },
                    ],
                    "total": 888,
                    "currency": "[brackets]{braces}",
                },
                "notify_url": "lower",
                "refund_account": "(paren)*!",
                "funds_account": "quote'\"",
            },
        }))?;
        let result: Value = response.json()?;
        println!("{result:#}");
        Ok(())
    };
    if let Err(error) = tried() {
        println!("{error}");
        if let Some(response) = error.response() {
            println!("{}", String::from_utf8_lossy(response.body()));
        }
    }
    Ok(())
}
