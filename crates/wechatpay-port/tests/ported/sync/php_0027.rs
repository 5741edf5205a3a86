//! Ported from `0027.php`.

use serde_json::json;
use wechatpay_chain::{Client, Error, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    chain!(client->v3->merchantStore->stores)
        .post_async(json!({
            "json": {
                "sub_mchid": "a/b",
                "store_basics": {
                    "store_reference_id": "quote'\"",
                    "brand_name": "x?y=z&k",
                    "store_name": "100%",
                    "branch_name": "(paren)*!",
                    "brand_id": 1001,
                },
                "store_address": { // 必填
                    "address_code": "0",
                    "address_detail": "é",
                    "address_complements": "ünïcode",
                    "longitude": "AbCdEf12345",
                    "latitude": "中文值",
                },
                "store_business": {
                    "service_phone": "100%",
                    "business_hours": "ünïcode",
                },
                "store_recipient": [ // optional
                    { // 单位：分
                        "mchid": "semi;comma,colon:",
                        "company_name": "x?y=z&k",
                    },
                ],
            },
        }))
        .then(|response| println!("{}", response.status().as_u16()))
        .wait()?;
    Ok(())
}
