//! Ported from `think-service.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, PrivateKey, PublicKey, ResponseExt, chain};

#[derive(Clone, Debug)]
pub struct PayService {
    client: Client,
    config: Value,
}

impl PayService {
    pub fn new(client: Client, config: &Value) -> Self {
        Self {
            client,
            config: config.clone(),
        }
    }

    pub fn get_app(&self) -> Result<Client, Error> {
        let key = PrivateKey::load(format!("file://{}", text(&self.config["key_path"])))?;
        Client::builder()
            .mchid(self.config["mch_id"].as_str().unwrap_or_default())
            .serial(self.config["serial_no"].as_str().unwrap_or_default())
            .private_key(key)
            .platform_key(
                self.config["public_key_id"].as_str().unwrap_or_default(),
                PublicKey::load(format!("file://{}", text(&self.config["public_key_path"])))?,
            )
            .build()
    }

    /// 关闭订单
    pub fn close(&self, out_trade_no: &str) -> Result<bool, Error> {
        let res = self
            .client
            .chain("v3/pay/transactions/out-trade-no/{out_trade_no}/close")
            .post(json!({
                "out_trade_no": out_trade_no,
                "json": {"mchid": self.config["mch_id"]},
            }))?;
        Ok(res.status() == 204)
    }

    pub fn transfer(&self, list: &Value, _remark: &str) -> Result<Value, Error> {
        let mut total = 0;
        let mut details = Vec::new();
        for item in items(list) {
            if !truthy(&item["openid"]) {
                continue;
            }
            details.push(json!({
                "out_detail_no": item["sn"],
                "transfer_amount": item["amount"],
                "openid": item["openid"],
            }));
            total += int(&item["amount"]);
        }
        let tried = || -> Result<Value, Error> {
            let resp = chain!(self.client->v3->transfer->batches).post(json!({
                "json": {
                    "appid": self.config["app_id"],
                    "total_amount": total,
                    "total_num": details.len() as i64,
                    "transfer_detail_list": details,
                },
            }))?;
            let body: Value = resp.json()?;
            compile_error!(
                "PHP line 64: Db::name('transfer')->insert(['batch_id' => $body->batch_id])"
            );
            Ok(body)
        };
        let body = match tried() {
            Ok(value) => value,
            Err(error) => {
                compile_error!("PHP line 66: Log::error('transfer: ' . $e->getMessage())");
                return Ok(json!({"code": 0, "msg": error.to_string()}));
            }
        };
        Ok(json!({"code": 1, "batch_id": body["batch_id"]}))
    }

    pub fn status(&self, no: &str) -> Result<Value, Error> {
        let res = self
            .client
            .chain("v3/pay/transactions/out-trade-no/{no}")
            .get(json!({"no": no, "query": {"mchid": self.config["mch_id"]}}))?;
        let data: Value = res.json()?;
        let text_value = match data["trade_state"].as_str().unwrap_or_default() {
            "SUCCESS" => "支付成功".to_owned(),
            "REFUND" | "CLOSED" => "已关闭".to_owned(),
            _ => "未知".to_owned(),
        };
        let paid = int(&data["amount"]["total"]) > 0;
        Ok(json!({"text": text_value, "paid": paid}))
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

/// Whether PHP takes a value for true.
fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.as_str(), "" | "0"),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
    }
}

/// A value as PHP takes it for an integer.
fn int(value: &Value) -> i64 {
    match value {
        Value::Bool(value) => i64::from(*value),
        Value::Number(number) => number.as_i64().unwrap_or_default(),
        Value::String(text) => text.trim().parse().unwrap_or_default(),
        _ => 0,
    }
}

/// The values of a list or a map, as PHP's `foreach` gives them.
fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => Vec::new(),
    }
}
