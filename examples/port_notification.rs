//! Ported from PHP: verifies and decrypts a notification, and responds to it. See docs/porting.md.
//!
//! `cargo run --example port_notification` needs no account: the local gateway sends the
//! notification. For a server that drops duplicates see `examples/notify.rs`.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::{Router, routing::post};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use wechatpay_chain::{Gateway, NotificationParser, Response, notification};

/// The port.
fn receive(parser: &NotificationParser, headers: &HeaderMap, body: &[u8]) -> Response {
    let paid = parser.parse(headers, body).and_then(|paid| paid.resource_json());
    match paid {
        Ok(order) => {
            println!("paid:    {} {}", order["out_trade_no"], order["amount"]["total"]);
            notification::accepted()
        }
        Err(error) => {
            println!("refused: {error}");
            notification::refused(&error)
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let gateway = Gateway::start()?;
    let parser = gateway.client()?.notifications()?;

    let handler = |State(parser): State<NotificationParser>, headers: HeaderMap, body: Bytes| async move {
        receive(&parser, &headers, &body).map(Body::from)
    };
    let app = Router::new().route("/notify", post(handler)).with_state(parser);
    let runtime = tokio::runtime::Runtime::new()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let url = format!("http://{}/notify", listener.local_addr()?);
    runtime.spawn(async { axum::serve(listener, app).await });

    let order: Value = json!({
        "out_trade_no": "1217752501201407033233368018",
        "trade_state": "SUCCESS",
        "amount": {"total": 100, "currency": "CNY"},
    });
    let answer = gateway.notify(&url, "TRANSACTION.SUCCESS", order.clone())?;
    assert_eq!((answer.status, answer.accepted()), (StatusCode::NO_CONTENT, true));

    let forged = gateway.notification("TRANSACTION.SUCCESS", order.clone()).wrong_signature();
    assert_eq!(forged.send(&url)?.status, StatusCode::UNAUTHORIZED);

    let old = gateway.notification("TRANSACTION.SUCCESS", order).clock_offset(-301);
    assert_eq!(old.send(&url)?.status, StatusCode::UNAUTHORIZED);
    Ok(())
}
