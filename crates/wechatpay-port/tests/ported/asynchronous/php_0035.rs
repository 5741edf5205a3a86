//! Ported from `0035.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let tried = async {
        let mut data = json!({
            "json": {
                "service_id": "back\\slash|pipe^`",
                "appid": "plus+eq=",
                "sub_mchid": "中文值",
                "sub_appid": "@#$",
                "out_order_no": "lower",
                "service_introduction": "semi;comma,colon:",
                "post_payments": [
                    {
                        "name": "[brackets]{braces}",
                        "description": "0",
                        "amount": 40000,
                        "count": 4,
                    },
                ],
                "post_discounts": [
                    {
                        "name": "AbCdEf12345",
                        "description": "AbCdEf12345",
                        "amount": 100,
                        "count": 2,
                    },
                ],
                "risk_fund": {
                    "name": "back\\slash|pipe^`",
                    "amount": 10000,
                    "description": "tilde~dash-dot.under_",
                },
                "time_range": {
                    "start_time": "quote'\"",
                    "start_time_remark": "a/b",
                    "end_time": "50%25",
                    "end_time_remark": "(paren)*!",
                },
                "location": {
                    "start_location": "2026-11-22T10:20:30+08:00",
                    "end_location": "中文值",
                },
                "openid": "AbCdEf12345",
                "sub_openid": "100%",
                "need_user_confirm": true,
                "notify_url": "100%",
                "attach": "1217752501201407033233368018",
            },
        });
        data["json"]["device"] = json!({
            "start_device_id": "plus+eq=",
            "end_device_id": "a b",
            "materiel_no": "é",
        });
        let response = client
            .chain("v3/payscore/partner/serviceorder")
            .post_async(data)
            .await?;
        let result: Value = response.json()?;
        println!("{result:#}");
        Ok::<(), Error>(())
    };
    if let Err(error) = tried.await {
        println!("{error}");
        if let Some(response) = error.response() {
            println!("{}", String::from_utf8_lossy(response.body()));
        }
    }
    Ok(())
}
