//! Ported from `0034.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub fn run(client: &Client) -> Result<(), Error> {
    let response = client["v3/payroll-card/wesure/insurance"].post(json!({
        "json": {
            "sp_mchid": "中文值",
            "wesure_order_no": "@#$",
            "token": "2026-11-22T10:20:30+08:00",
            "insurance_company_order_no": "ünïcode",
            "openid": "[brackets]{braces}",
            "insure_state": "tilde~dash-dot.under_",
            "insure_effect_time": "100%",
            "insure_invalid_time": "tilde~dash-dot.under_",
            "insurance_company_name": "@#$",
        },
    }))?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
