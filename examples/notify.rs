//! A server that receives notifications with axum: it verifies, decrypts and deduplicates them.
//!
//! `cargo run --example notify` needs no account and no network: the local gateway sends a
//! notification, repeats it, and sends a probe with an invalid signature.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use http::HeaderMap;
use serde_json::{Value, json};
use wechatpay_chain::notification::{accepted, failed, refused};
use wechatpay_chain::{Error, Gateway, NotificationParser};

struct Shop {
    parser: NotificationParser,
    /// The ids of stored notifications. In production use a unique column of a database.
    seen: Mutex<HashSet<String>>,
}

/// The handler of `notify_url`. It takes the body as bytes, which are what is signed.
async fn receive(State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes) -> Response {
    let answer = match shop.parser.parse(&headers, &body) {
        Err(error) => {
            println!("refused:    {error}");
            refused(&error)
        }
        Ok(notification) => {
            // Store and mark as seen atomically: the same notification may arrive concurrently.
            let mut seen = shop.seen.lock().unwrap_or_else(PoisonError::into_inner);
            if seen.contains(&notification.id) {
                println!("duplicate:  {}", notification.id);
                accepted()
            } else {
                match notification.resource_json().and_then(|order| keep(&order)) {
                    Ok(()) => {
                        seen.insert(notification.id);
                        accepted()
                    }
                    // WeChat Pay sends it again.
                    Err(error) => {
                        println!("not kept:   {error}");
                        failed()
                    }
                }
            }
        }
    };
    answer.map(Body::from)
}

/// Marks an order as paid. Do slow work later, since WeChat Pay waits for 5 s. First compare the
/// amount with that of your order.
fn keep(order: &Value) -> Result<(), Error> {
    if order["amount"]["total"] != 100 {
        return Err(Error::other("the amount is not the order's"));
    }
    println!("paid:       {} {}", order["out_trade_no"], order["amount"]);
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let gateway = Gateway::start()?;
    // With your own account: a client with its keys, or NotificationParser::builder().
    let parser = gateway.client()?.notifications()?;
    let shop = Arc::new(Shop { parser, seen: Mutex::default() });
    let app = Router::new().route("/notify", post(receive)).with_state(shop);

    let runtime = tokio::runtime::Runtime::new()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let url = format!("http://{}/notify", listener.local_addr()?);
    runtime.spawn(async { axum::serve(listener, app).await });

    let order = json!({
        "mchid": gateway.mchid(),
        "out_trade_no": "1217752501201407033233368018",
        "trade_state": "SUCCESS",
        "amount": { "total": 100, "currency": "CNY" },
    });
    let first = gateway.notify(&url, "TRANSACTION.SUCCESS", order.clone())?;
    println!("response:   {}\n", first.status);

    let again = gateway.notification("TRANSACTION.SUCCESS", order.clone()).id(&first.id);
    println!("response:   {}\n", again.send(&url)?.status);

    let probe = gateway.notification("TRANSACTION.SUCCESS", order).probe().send(&url)?;
    println!("response:   {} {}", probe.status, String::from_utf8_lossy(&probe.body));
    Ok(())
}
