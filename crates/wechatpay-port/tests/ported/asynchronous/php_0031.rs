//! Ported from `0031.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let response = client["v3/papay/scheduled-deduct-sign/partner/contracts/pre-entrust-sign/h5"]
        .post_async(json!({
            "json": {
                "sp_appid": "lower",
                "sp_openid": "plus+eq=",
                "sub_mchid": "semi;comma,colon:",
                "sub_appid": "tilde~dash-dot.under_",
                "sub_openid": "@#$",
                "plan_id": 12535,
                "out_contract_code": "x?y=z&k",
                "contract_display_account": "semi;comma,colon:",
                "contract_notify_url": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
                "out_user_code": "50%25",
                "deduct_schedule": {
                    "estimated_deduct_date": "2026-11-22T10:20:30+08:00",
                    "estimated_deduct_amount": {
                        "total": 1,
                        "currency": "@#$",
                    },
                    "description": "50%25",
                },
                "jump_control": {
                    "jump_appid": "100%",
                },
            },
        }))
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
