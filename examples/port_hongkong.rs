//! Ported from PHP: a call to the Hong Kong host, by `base_uri`. See docs/porting.md.
//!
//! `cargo run --example port_hongkong` needs no account: it calls the local gateway.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ErrorKind, Gateway, ResponseExt, chain};

fn main() -> Result<(), Error> {
    let gateway = Gateway::start()?;
    gateway.on(Method::POST, "/v3/global/transactions/native", |request| {
        let order = request.json().unwrap_or_default();
        let currency = order["amount"]["currency"].as_str().unwrap_or("?");
        json!({"code_url": format!("weixin://wxpay/{currency}")})
    });
    // The gateway plays the host of Hong Kong. Nothing listens at the client's own base_uri.
    let hong_kong = gateway.base_uri();
    let address = hong_kong.trim_start_matches("http://").trim_end_matches('/');
    let builder = || gateway.client_builder().base_uri("http://127.0.0.1:9/");

    let client = builder().trust_host(address).build()?;
    let code_url = order(&client, hong_kong)?;
    println!("show as a QR code: {code_url}");
    assert_eq!(code_url, "weixin://wxpay/HKD");

    // Only WeChat Pay's hosts are trusted, including apihk.mch.weixin.qq.com.
    let Err(error) = order(&builder().build()?, hong_kong) else { panic!("it was signed") };
    println!("refused: {error}");
    assert_eq!(error.kind(), ErrorKind::UntrustedHost);
    assert_eq!(gateway.requests().len(), 1);
    Ok(())
}

/// The port. `hong_kong` is `https://apihk.mch.weixin.qq.com/`.
fn order(client: &Client, hong_kong: &str) -> Result<String, Error> {
    let answer: Value = chain!(client->v3->global->transactions->native)
        .post(json!({
            "base_uri": hong_kong,
            "json": {
                "appid": "wxd678efh567hg6787",
                "mchid": "1900000109",
                "out_trade_no": "1217752501201407033233368018",
                "merchant_category_code": "1011",
                "description": "image shop, Hong Kong",
                "notify_url": "https://merchant.example/notify",
                "trade_type": "NATIVE",
                "amount": {"total": 100, "currency": "HKD"},
            },
        }))?
        .json()?;
    answer["code_url"].as_str().map(str::to_owned).ok_or_else(|| Error::other("no code_url"))
}
