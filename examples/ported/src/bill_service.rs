//! Ported from `BillService.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

#[derive(Clone, Debug)]
pub struct BillService {
    client: Client,
}

impl BillService {
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// The trade bill of a day, into a file. Its hash, to compare with.
    pub fn download(&self, date: &str, path: &str) -> Result<String, Error> {
        let response = chain!(self.client->v3->bill->tradebill).get(json!({
            "query": {
                "bill_date": date,
                "bill_type": "ALL",
            },
        }))?;
        let bill: Value = response.json()?;
        // The address is used as it came.
        self.client
            .chain(bill["download_url"].as_str().unwrap_or_default())
            .get(json!({"sink": path}))?;

        Ok(text(&bill["hash_value"]))
    }
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
