//! Ported from `0036.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub async fn run(client: &Client) -> Result<(), Error> {
    let response = chain!(client->v3->payscore->plan->payscorePlans)
        .post_async(json!({
            "json": {
                "service_id": "[brackets]{braces}",
                "appid": "quote'\"",
                "plan_name": "a b",
                "plan_duration": 300,
                "deduction_quantity": 10,
                "total_original_price": 15000,
                "total_actual_price": 15000,
                "plan_detail_list": [
                    {
                        "original_price": 15000,
                        "plan_discount_description": "back\\slash|pipe^`",
                        "actual_price": 14000,
                        "plan_detail_name": "(paren)*!",
                    },
                ],
                "merchant_plan_no": "quote'\"",
            },
        }))
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
