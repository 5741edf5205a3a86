//! Ported from `0022.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let mut options = json!({
        "card_id": "50%25",
        "code": "lower",
        "json": {
            "out_request_no": "quote'\"",
            "service_module_id": "(paren)*!",
        },
    });
    options["json"]["state_setting"] = json!({
        "state_id": "100%",
        "content_template_data": {
            "field_list": [
                {
                    "field_id": "semi;comma,colon:",
                    "field_value": "plus+eq=",
                },
            ],
            "action_setting": {
                "action_name": "[brackets]{braces}",
                "jump_miniprogram": {
                    "appid": "plus+eq=",
                    "path": "plus+eq=",
                },
            },
        },
        "message_template_setting": {
            "message_template_id": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
            "field_list": [
                {
                    "field_id": "2026-11-22T10:20:30+08:00",
                    "field_value": "semi;comma,colon:",
                },
            ],
        },
    });
    client["v3/marketing/membercard-open/cards/{card_id}/codes/{code}/set-service-module-data"]
        .post_async(options)
        .try_then(|response| {
            println!("{:#}", response.json::<Value>()?);
            Ok(())
        })
        .await?;
    Ok(())
}
