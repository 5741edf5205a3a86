//! Ported from `0021.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    let tried = || -> Result<(), Error> {
        let mut params = json!({
            "json": {
                "card_id": "AbCdEf12345",
                "activity_name": "(paren)*!",
                "activity_type": "quote'\"",
                "begin_time": "lower",
                "end_time": "a/b",
                "award_send_period": {
                    "award_send_time": [{"begin_time": "a b", "end_time": "[brackets]{braces}"}],
                    "award_send_day_time": [
                        {
                            "begin_day_time": {"hours": 9, "minutes": 34, "seconds": 6},
                            "end_day_time": {"hours": 9, "minutes": 34, "seconds": 6},
                        },
                    ],
                },
                "stock_list": [{"stock_creator_mchid": "50%25", "stock_id": "50%25"}],
                "out_request_no": "ünïcode",
                "pay_activity_setting": {
                    "logo_url": "[brackets]{braces}",
                    "activity_second_title": "AbCdEf12345",
                    "mchid_list": ["@#$"],
                    "activate_setting": {
                        "activate_type": "2026-11-22T10:20:30+08:00",
                        "activate_url": "tilde~dash-dot.under_",
                        "activate_miniprogram": {
                            "activate_appid": "2026-11-22T10:20:30+08:00",
                            "activate_path": "ünïcode",
                        },
                    },
                    "payment_setting": {
                        "payment_mode": {"payment_scene_list": ["tilde~dash-dot.under_"]},
                        "limit_bank": "ünïcode",
                        "goods_tags": ["[brackets]{braces}"],
                    },
                },
            },
        });
        params["json"]["miniprogram_activity_setting"] = json!({
            "outer_str": ["AbCdEf12345"],
            "award_jump_deploy": {
                "mini_program_appid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
                "mini_program_path": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
                "button_text": "(paren)*!",
            },
        });
        let response =
            chain!(client->v3->marketing->membercardActivity->activities).post(params)?;
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
