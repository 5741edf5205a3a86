//! Ported from `certificates.php`.

use serde_json::{Value, json};
use wechatpay_chain::{AesGcm, Client, Error, PemUtil, ResponseExt, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    let apiv3_key = "0123456789abcdef0123456789ABCDEF";
    let response = chain!(client->v3->certificates).get(())?;
    let mut certificates = json!({});
    for entry in items(&response.json::<Value>()?["data"]) {
        let encrypted = &entry["encrypt_certificate"];
        let pem = AesGcm::decrypt(
            encrypted["ciphertext"].as_str().unwrap_or_default(),
            apiv3_key,
            encrypted["nonce"].as_str().unwrap_or_default(),
            encrypted["associated_data"].as_str().unwrap_or_default(),
        )?;
        let key = PemUtil::parse_certificate_serial_no(String::from_utf8_lossy(&pem))?;
        certificates[&key] = json!(String::from_utf8_lossy(&pem));
    }
    println!("{certificates:#}");
    Ok(())
}

/// The values of a list or a map, as PHP's `foreach` gives them.
fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => Vec::new(),
    }
}
