//! Ported from `paths.php`.

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, Response, ResponseExt};

#[derive(Clone, Debug)]
pub struct Orders {
    client: Client,
    mchid: String,
}

impl Orders {
    pub const BASE: &str = "v3/pay/transactions";

    pub fn new(client: Client, mchid: &str) -> Self {
        Self {
            client,
            mchid: mchid.to_owned(),
        }
    }

    pub fn interpolated(&self, out_trade_no: &str) -> Result<Response, Error> {
        self.client
            .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
            .get(json!({"out_trade_no": out_trade_no, "query": {"mchid": self.mchid}}))
    }

    pub fn concatenated(&self, order: &Value) -> Result<Response, Error> {
        self.client
            .chain("v3/pay/transactions/id/{transaction_id}")
            .get(json!({"transaction_id": order["transaction_id"], "query": {"mchid": self.mchid}}))
    }

    pub fn formatted(&self, refund_no: &str) -> Result<Value, Error> {
        self.client
            .chain("v3/refund/domestic/refunds/{refund_no}")
            .get(json!({"refund_no": refund_no}))?
            .json()
    }

    pub fn whole(&self, url: &str, method: &str) -> Result<Response, Error> {
        self.client.chain(url).request(
            method
                .to_uppercase()
                .parse::<Method>()
                .map_err(Error::other)?,
            json!({"http_errors": false}),
        )
    }

    pub fn built(&self, filter: &Value) -> Result<Response, Error> {
        self.client
            .chain("v3/marketing/favor/stocks")
            .get(json!({"query": {"offset": 0, "limit": filter["limit"]}}))
    }
}
