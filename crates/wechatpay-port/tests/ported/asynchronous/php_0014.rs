//! Ported from `0014.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let response = client
        .chain("v3/global/micropay/transactions/pay")
        .post_async(json!({
            "base_uri": "https://apihk.mch.weixin.qq.com/",
            "json": {
                "mchid": "50%25",
                "appid": "lower",
                "sub_mchid": "中文值",
                "sp_mchid": "1217752501201407033233368018",
                "sp_appid": "@#$",
                "sub_appid": "semi;comma,colon:",
                "description": "a/b",
                "attach": "@#$",
                "out_trade_no": "AbCdEf12345",
                "goods_tag": "tilde~dash-dot.under_",
                "trade_type": "@#$",
                "limit_pay": "0",
                "merchant_category_code": "ünïcode",
                "payer": {
                    "auth_code": "50%25",
                },
                "amount": {
                    "total": 888,
                    "currency": "1217752501201407033233368018",
                },
                "scene_info": {
                    "device_id": "0",
                    "device_ip": "[brackets]{braces}",
                    "payer_client_ip": "50%25",
                    "operator_id": "x?y=z&k",
                    "store_info": {
                        "id": "中文值",
                        "name": "lower",
                        "address": "a/b",
                    },
                },
                "detail": [
                    {
                        "cost_price": 608800,
                        "receipt_id": "ünïcode",
                        "goods_detail": [
                            {
                                "goods_id": "back\\slash|pipe^`",
                                "wxpay_goods_id": "(paren)*!",
                                "goods_name": "plus+eq=",
                                "quantity": 1,
                                "price": 528800,
                            },
                        ],
                    },
                ],
            },
        }))
        .await?;
    println!("{:#}", response.json::<Value>()?);
    Ok(())
}
