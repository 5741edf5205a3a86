//! Ported from `program.php`.

use serde_json::{Value, json};
use wechatpay_chain::{
    Client, Error, Formatter, PemUtil, PrivateKey, PublicKey, ResponseExt, chain,
};

pub fn client() -> Result<Client, Error> {
    // 商户号
    let merchant_id = "1900000109";

    // 从本地文件中加载「商户API私钥」
    let merchant_private_key_file_path = "file:///path/to/merchant/apiclient_key.pem";
    let merchant_private_key_instance = PrivateKey::load(merchant_private_key_file_path)?;

    // 「商户API证书」的「证书序列号」
    let merchant_certificate_serial = "3775B6A45ACD588826D15E583A95F5DD00000000";

    let platform_certificate_file_path = "file:///path/to/wechatpay/cert.pem";
    let platform_public_key_instance = PublicKey::load(platform_certificate_file_path)?;
    let platform_certificate_serial =
        PemUtil::parse_certificate_serial_no(platform_certificate_file_path)?;

    Client::builder()
        .mchid(merchant_id)
        .serial(merchant_certificate_serial)
        .private_key(merchant_private_key_instance.clone())
        .platform_key(platform_certificate_serial, platform_public_key_instance)
        .build()
}

pub async fn run(client: &Client) -> Result<(), Error> {
    let merchant_id = "1900000109";

    let out_trade_no = format!("native{}", Formatter::timestamp());
    let tried = async {
        let resp = client
            .chain("v3/pay/transactions/native")
            .post_async(json!({
                "json": {
                    "mchid": merchant_id,
                    "out_trade_no": out_trade_no,
                    "appid": "wxd678efh567hg6787",
                    "description": "Image形象店-深圳腾大-QQ公仔",
                    "notify_url": "https://weixin.qq.com/",
                    "amount": {
                        "total": 1,
                        "currency": "CNY",
                    },
                },
            }))
            .await?;

        println!("{}", resp.status().as_u16());
        println!("{}", String::from_utf8_lossy(resp.body()));
        Ok::<(), Error>(())
    };
    if let Err(error) = tried.await {
        // 进行错误处理
        println!("{error}");
        if let Some(response) = error.response() {
            let r = response;
            println!(
                "{} {}",
                r.status().as_u16(),
                r.status().canonical_reason().unwrap_or_default()
            );
            println!("{}\n\n", String::from_utf8_lossy(r.body()));
        }
        println!("{error:?}");
    }

    let res = client
        .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
        .get_async(json!({"out_trade_no": out_trade_no, "query": {"mchid": merchant_id}}))
        .await?;
    let order: Value = res.json()?;
    if order["trade_state"] == "SUCCESS" {
        println!("paid {}", text(&order["amount"]["total"]));
    } else if order["trade_state"] == "NOTPAY" {
        chain!(client->v3->pay->transactions->outTradeNo->_out_trade_no_->close)
            .post_async(json!({"out_trade_no": out_trade_no, "json": {"mchid": merchant_id}}))
            .await?;
    }
    let params = json!(client.jsapi("wx8888888888888888", "wx201410272009395522657a690389285100")?);
    println!("{params}");
    Ok(())
}

/// A value as PHP writes it in a text.
fn text(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "1".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
