//! Ported from `laravel-service.php`.

use http::HeaderMap;
use serde_json::{Value, json};
use wechatpay_chain::{
    Client, Error, Formatter, PemUtil, PrivateKey, PublicKey, ResponseExt, chain,
};

/// 微信支付服务
#[derive(Clone, Debug)]
pub struct WechatPayService {
    client: Client,
    merchant_id: String,
    app_id: String,
    pub private_key: PrivateKey,
    pub api_v3_key: String,
}

impl WechatPayService {
    pub const CURRENCY: &str = "CNY";

    /// The client, as PHP's constructor builds it.
    pub fn client() -> Result<Client, Error> {
        let merchant_id = hole::<String>("PHP line 33: config('wechat.mch_id')")?;
        let private_key = PrivateKey::load(format!(
            "file://{}",
            hole::<String>("PHP line 36: storage_path('cert/apiclient_key.pem')")?
        ))?;
        let platform_cert = format!(
            "file://{}",
            hole::<String>("PHP line 37: storage_path('cert/platform.pem')")?
        );
        let platform_key = PublicKey::load(&platform_cert)?;
        let serial = PemUtil::parse_certificate_serial_no(&platform_cert)?;
        Client::builder()
            .mchid(&merchant_id)
            .serial(&hole::<String>("PHP line 42: config('wechat.serial')")?)
            .private_key(private_key.clone())
            .platform_key(serial, platform_key)
            .build()
    }

    pub fn new(client: Client) -> Result<Self, Error> {
        let merchant_id = hole::<String>("PHP line 33: config('wechat.mch_id')")?;
        let private_key = PrivateKey::load(format!(
            "file://{}",
            hole::<String>("PHP line 36: storage_path('cert/apiclient_key.pem')")?
        ))?;
        let _platform_cert = format!(
            "file://{}",
            hole::<String>("PHP line 37: storage_path('cert/platform.pem')")?
        );
        Ok(Self {
            client,
            merchant_id,
            app_id: std::env::var("WECHAT_APP_ID").map_err(Error::other)?,
            private_key,
            api_v3_key: hole::<String>("PHP line 35: config('wechat.v3_key')")?,
        })
    }

    /// JSAPI 下单
    ///
    /// `openid`: 用户标识
    ///
    /// `total`: 金额（分）
    pub async fn jsapi(
        &self,
        order_no: &str,
        openid: &str,
        total: i64,
        description: &str,
    ) -> Result<Value, Error> {
        let tried = async {
            let resp = chain!(self.client->v3->pay->transactions->jsapi)
                .post_async(json!({
                    "json": {
                        "mchid": self.merchant_id,
                        "out_trade_no": order_no,
                        "appid": self.app_id,
                        "description": description,
                        "notify_url": hole::<Value>("PHP line 64: route('wechat.notify')")?,
                        "amount": {
                            "total": total, // 分
                            "currency": Self::CURRENCY,
                        },
                        "payer": {"openid": openid},
                    },
                }))
                .await?;
            let result: Value = resp.json()?;
            hole::<()>("PHP line 73: Log::info('jsapi', $result)")?;
            self.sign(&text(&result["prepay_id"])).await
        };
        match tried.await {
            Ok(value) => Ok(value),
            Err(error) => {
                if error.response().is_some() {
                    hole::<()>("PHP line 76: Log::error($e->getMessage())")?;
                    Err(Error::other(format!("下单失败：{error}")))
                } else {
                    Err(error)
                }
            }
        }
    }

    async fn sign(&self, prepay_id: &str) -> Result<Value, Error> {
        let _timestamp = Formatter::timestamp().to_string();
        Ok(json!(self.client.jsapi(&self.app_id, prepay_id)?))
    }

    pub async fn query(&self, order_no: &str) -> Result<Value, Error> {
        let resp = self
            .client
            .chain("v3/pay/transactions/out-trade-no/{order_no}")
            .get_async(json!({"order_no": order_no, "query": {"mchid": self.merchant_id}}))
            .await?;
        resp.json()
    }

    pub async fn refund(&self, order: &Value, _money: &str, reason: &Value) -> Result<bool, Error> {
        let mut data = json!({
            "transaction_id": order["transaction_id"],
            "out_refund_no": format!("R{}", text(&order["order_no"])),
            "amount": {
                "refund": hole::<Value>("PHP line 109: (int) ($money * 100)")?,
                "total": order["total"],
                "currency": "CNY",
            },
        });
        if truthy(reason) {
            data["reason"] = reason.clone();
        }
        let response = self
            .client
            .chain("v3/refund/domestic/refunds")
            .post_async(json!({"json": data}))
            .await?;
        let result: Value = response.json()?;
        if !result["status"].is_null()
            && matches!(result["status"].as_str(), Some("SUCCESS" | "PROCESSING"))
        {
            return Ok(true);
        }
        Ok(false)
    }

    pub async fn notify(&self, headers: &HeaderMap, body: &[u8]) -> Result<Value, Error> {
        let _in_wechatpay_serial = headers
            .get("Wechatpay-Serial")
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let notification = self.client.notifications()?.parse(headers, body);
        let verified_status = notification.is_ok();
        if verified_status {
            let in_body_resource = notification?;
            in_body_resource.resource_json()?;
            hole::<()>(
                "PHP line 148: Order::where('order_no', $inBodyResourceArray['out_trade_no'])->update(['status' => 1])",
            )?;
            return hole::<Value>(
                "PHP line 149: response()->json(['code' => 'SUCCESS', 'message' => '成功'])",
            );
        }
        hole::<Value>("PHP line 151: response()->json(['code' => 'FAIL'], 500)")
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

/// What is left to port: an error as long as it is there.
fn hole<T>(php: &str) -> Result<T, Error> {
    Err(Error::other(format!("not ported: {php}")))
}
