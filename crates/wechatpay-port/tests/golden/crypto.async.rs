//! Ported from `crypto.php`.

use http::HeaderMap;
use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, Hash, PemUtil, Transformer};

pub async fn all(
    client: &Client,
    body: &[u8],
    apiv3_key: &str,
    file: &str,
    headers: &HeaderMap,
) -> Result<String, Error> {
    let notification = client.notifications()?.parse(headers, body);
    if notification.is_err() {
        return Err(Error::other("bad signature"));
    }
    let plain = notification?;
    let order = plain.resource_json()?;
    println!(
        "{} {}",
        text(&order["out_trade_no"]),
        text(&order["amount"]["total"])
    );
    let xml =
        Transformer::to_xml(&json!({"appid": "1", "sign": Hash::md5("a=1", apiv3_key, false)?}))?;
    Ok(format!("{}{xml}", PemUtil::parse_certificate_serial_no(file)?))
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
