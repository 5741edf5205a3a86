//! Ported from PHP: creates a Native order, and handles a refusal. See docs/porting.md.
//!
//! `cargo run --example port_native` needs no account: it calls the local gateway.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use http::{Method, StatusCode};
use serde_json::{Value, json};
use wechatpay_chain::gateway::{ReceivedRequest, StubResponse};
use wechatpay_chain::{Client, Error, Gateway, Outcome, ResponseExt, chain};

fn main() -> Result<(), Error> {
    let gateway = Gateway::start()?;
    gateway.on(Method::POST, "/v3/pay/transactions/native", native);
    let client = gateway.client()?;

    let code_url = order(&client, 100)?;
    println!("show as a QR code: {code_url}");
    assert_eq!(code_url, "weixin://wxpay/bizpayurl?pr=p4lpSuKzz");

    let Err(error) = order(&client, 0) else { panic!("an order of nothing was taken") };
    let code = error.api().map(|api| api.code.as_str());
    println!("refused: {error}");
    assert_eq!((error.status(), code), (Some(StatusCode::BAD_REQUEST), Some("PARAM_ERROR")));
    assert_eq!(error.outcome(), Outcome::Refused);
    Ok(())
}

/// The port.
fn order(client: &Client, total: u32) -> Result<String, Error> {
    let response = chain!(client->v3->pay->transactions->native).post(json!({"json": {
        "mchid": "1900000109",
        "appid": "wxd678efh567hg6787",
        "out_trade_no": "1217752501201407033233368018",
        "description": "image shop, Shenzhen",
        "notify_url": "https://merchant.example/notify",
        "amount": {"total": total, "currency": "CNY"},
    }}))?;
    let body: Value = response.json()?;
    body["code_url"].as_str().map(str::to_owned).ok_or_else(|| Error::other("no code_url"))
}

/// WeChat Pay's side.
fn native(request: &ReceivedRequest) -> StubResponse {
    let total = request.json().and_then(|order| order["amount"]["total"].as_u64());
    if total.is_none_or(|total| total == 0) {
        return StubResponse::error(StatusCode::BAD_REQUEST, "PARAM_ERROR", "the total is below 1");
    }
    json!({"code_url": "weixin://wxpay/bizpayurl?pr=p4lpSuKzz"}).into()
}
