//! Ported from `OrderService.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

/// Orders of the tea shop.
#[derive(Clone, Debug)]
pub struct OrderService {
    client: Client,
}

impl OrderService {
    pub const APPID: &str = "wxd678efh567hg6787";
    pub const MCHID: &str = "1900000109";

    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// Places an order. The customer scans the code of its address.
    pub fn native(
        &self,
        out_trade_no: &str,
        description: &str,
        total: i64,
    ) -> Result<String, Error> {
        let response = chain!(self.client->v3->pay->transactions->native).post(json!({
            "json": {
                "appid": Self::APPID,
                "mchid": Self::MCHID,
                "description": description,
                "out_trade_no": out_trade_no,
                "notify_url": "https://teashop.example/notify",
                "amount": {
                    "total": total, // in fen
                    "currency": "CNY",
                },
            },
        }))?;
        let order: Value = response.json()?;

        Ok(text(&order["code_url"]))
    }

    /// An order inside WeChat: of the customer with this openid.
    pub fn jsapi(
        &self,
        out_trade_no: &str,
        openid: &str,
        total: i64,
        attach: &str,
    ) -> Result<Value, Error> {
        let mut params = json!({
            "json": {
                "appid": Self::APPID,
                "mchid": Self::MCHID,
                "description": "Tea",
                "out_trade_no": out_trade_no,
                "notify_url": "https://teashop.example/notify",
                "amount": {"total": total},
                "payer": {"openid": openid},
            },
        });
        if !attach.is_empty() {
            params["json"]["attach"] = json!(attach);
        }
        let response = self
            .client
            .chain("v3/pay/transactions/jsapi")
            .post(params)?;

        response.json()
    }

    pub fn query(&self, out_trade_no: &str) -> Result<Value, Error> {
        // Numbers with capitals are safe in a variable.
        let response = self
            .client
            .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
            .get(json!({
                "out_trade_no": out_trade_no,
                "query": {"mchid": Self::MCHID},
            }))?;

        response.json()
    }

    pub fn is_paid(&self, out_trade_no: &str) -> Result<bool, Error> {
        let order = self.query(out_trade_no)?;

        Ok(order["trade_state"] == "SUCCESS")
    }

    pub fn close(&self, out_trade_no: &str) -> Result<bool, Error> {
        let response =
            self.client["v3/pay/transactions/out-trade-no/{out_trade_no}/close"].post(json!({
                "out_trade_no": out_trade_no,
                "json": {"mchid": Self::MCHID},
            }))?;

        Ok(response.status() == 204)
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
