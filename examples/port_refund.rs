//! Ported from PHP: refunds by a promise, and handles its failure. See docs/porting.md.
//!
//! `cargo run --example port_refund` needs no account: it calls the local gateway.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use http::{Method, StatusCode};
use serde_json::{Value, json};
use wechatpay_chain::gateway::{ReceivedRequest, StubResponse};
use wechatpay_chain::{Client, Error, Gateway, Outcome, ResponseExt, chain};

fn main() -> Result<(), Error> {
    let gateway = Gateway::start()?;
    gateway.on(Method::POST, "/v3/refund/domestic/refunds", refunds);
    let client = gateway.client()?;

    let told = refund(&client, "1217752501201407033233368018", 60)?;
    println!("{told}");
    assert_eq!(told, "refunded 60: PROCESSING");

    let told = refund(&client, "1217752501201407033233368018", 101)?;
    println!("{told}");
    assert_eq!(told, "not refunded: NOT_ENOUGH");
    assert_eq!(gateway.requests().len(), 2, "nothing is ever sent twice");
    Ok(())
}

/// The port.
fn refund(client: &Client, transaction_id: &str, amount: u32) -> Result<String, Error> {
    chain!(client->v3->refund->domestic->refunds)
        .post_async(json!({"json": {
            "transaction_id": transaction_id,
            "out_refund_no": "1217752501201407033233368018R",
            "amount": {"refund": amount, "total": 100, "currency": "CNY"},
        }}))
        .try_then(|response| response.json::<Value>())
        .then(move |refund| {
            let status = refund["status"].as_str().unwrap_or("?");
            format!("refunded {amount}: {status}")
        })
        .otherwise(|error| match (error.outcome(), error.api()) {
            (Outcome::Refused, Some(api)) => format!("not refunded: {}", api.code),
            (Outcome::NotSent, _) => format!("not sent: {error}"),
            // It may have taken effect. The out_refund_no tells, by a query.
            _ => format!("in doubt, query it: {error}"),
        })
        .wait()
}

/// WeChat Pay's side.
fn refunds(request: &ReceivedRequest) -> StubResponse {
    let amount = request.json().and_then(|refund| refund["amount"]["refund"].as_u64());
    if amount.is_none_or(|amount| amount > 100) {
        return StubResponse::error(
            StatusCode::FORBIDDEN,
            "NOT_ENOUGH",
            "the refund exceeds the order",
        );
    }
    json!({"refund_id": "50000000382019052709732678859", "status": "PROCESSING"}).into()
}
