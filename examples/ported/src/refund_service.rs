//! Ported from `RefundService.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

#[derive(Clone, Debug)]
pub struct RefundService {
    client: Client,
}

impl RefundService {
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// Pays back. The state of the refund, or the code of WeChat Pay's refusal.
    pub fn refund(
        &self,
        out_trade_no: &str,
        out_refund_no: &str,
        refund: i64,
        total: i64,
    ) -> Result<String, Error> {
        let tried = || -> Result<String, Error> {
            let response = chain!(self.client->v3->refund->domestic->refunds).post(json!({
                "json": {
                    "out_trade_no": out_trade_no,
                    "out_refund_no": out_refund_no,
                    "amount": {"refund": refund, "total": total, "currency": "CNY"},
                },
            }))?;
            let result: Value = response.json()?;

            Ok(text(&result["status"]))
        };
        match tried() {
            Ok(value) => Ok(value),
            Err(error) => {
                if error.response().is_some() {
                    if let Some(response) = error.response() {
                        let refusal: Value = response.json()?;

                        return Ok(text(&refusal["code"]));
                    }
                    Err(error)
                } else {
                    Err(error)
                }
            }
        }
    }

    pub fn query(&self, out_refund_no: &str) -> Result<String, Error> {
        Ok(text(
            &self
                .client
                .chain("v3/refund/domestic/refunds/{out_refund_no}")
                .get_async(json!({"out_refund_no": out_refund_no}))
                .try_then(|response| {
                    let refund: Value = response.json()?;

                    Ok(refund["status"].clone())
                })
                .wait()?,
        ))
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
