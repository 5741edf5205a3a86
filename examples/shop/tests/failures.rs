//! Calls that fail, and browsers that leave.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::json;
use tokio::time::sleep;
use wechatpay_chain::gateway::Fault;

use super::{World, cart};
use crate::store::Status;

const NATIVE: &str = "POST /v3/pay/transactions/native";

#[tokio::test]
async fn a_429_is_retried() {
    let world = World::new().await;
    world.gateway.fault(Fault::TooManyRequests(0));
    world.order().await;
    assert_eq!(world.calls(), [NATIVE, NATIVE]);
    assert_eq!(world.gateway.orders().len(), 1);
}

#[tokio::test]
async fn a_refusal_has_wechat_pays_code() {
    let world = World::new().await;
    let order = json!({"cart": "1", "openid": "", "items": [{"sku": "coffee", "count": 1}]});
    let (status, body) = world.post("/orders", order).await;
    assert_eq!((status, &body["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("PARAM_ERROR")));
}

#[tokio::test]
async fn an_order_that_was_not_sent_can_be_posted_again() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let nobody = format!("http://{}/", closed.local_addr().expect("it is bound"));
    drop(closed);
    let world = World::with(|builder| builder.base_uri(nobody)).await;
    for _ in 0..2 {
        let (status, body) = world.post("/orders/native", cart()).await;
        assert_eq!((status, &body["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("NOT_SENT")));
    }
    assert_eq!(world.shop.store.orders().len(), 1);
}

#[tokio::test]
async fn a_timeout_is_followed_by_a_query_and_not_by_a_second_order() {
    let world = World::with(|builder| builder.timeout(Duration::from_secs(2))).await;
    world.gateway.fault(Fault::SlowHeaders(Duration::from_secs(60)));
    let (status, body) = world.post("/orders/native", cart()).await;
    assert_eq!((status, &body["code"]), (StatusCode::ACCEPTED, &json!("UNKNOWN")));
    let number = body["number"].as_str().expect("a number to ask for");

    assert_eq!(world.order().await, number);
    let query = format!("GET /v3/pay/transactions/out-trade-no/{number}");
    assert_eq!(world.calls(), [NATIVE, &query, NATIVE]);
    assert_eq!(world.gateway.orders().len(), 1);
}

#[tokio::test]
async fn an_order_that_was_paid_in_doubt_is_not_placed_again() {
    let world = World::new().await;
    world.gateway.fault(Fault::CutAfter);
    let (_, body) = world.post("/orders/native", cart()).await;
    let number = body["number"].as_str().expect("a number to ask for");
    world.gateway.pay_async(number).await.expect("it is paid");

    let (status, body) = world.post("/orders/native", cart()).await;
    assert_eq!((status, &body["code"]), (StatusCode::CONFLICT, &json!("PAID")));
    assert_eq!(world.ledger(), [2400]);
}

#[tokio::test]
async fn a_refund_in_doubt_is_the_same_refund_when_repeated() {
    let world = World::new().await;
    let number = world.paid_order().await;
    let path = format!("/orders/{number}/refunds");
    world.gateway.fault(Fault::CutAfter.on(Method::POST, "/v3/refund/domestic/refunds"));
    let (status, doubt) = world.post(&path, json!({"id": "1", "refund": 2400})).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{doubt}");
    let (status, refund) = world.post(&path, json!({"id": "1", "refund": 2400})).await;
    assert_eq!((status, &refund["number"]), (StatusCode::OK, &doubt["number"]));
}

#[tokio::test]
async fn a_browser_that_leaves_loses_nothing() {
    let world = World::new().await;
    world.gateway.fault(Fault::SlowHeaders(Duration::from_secs(1)));
    let mut browser =
        TcpStream::connect(world.url.trim_start_matches("http://")).expect("connected");
    let (body, head) = (cart().to_string(), "POST /orders/native HTTP/1.1\r\nHost: shop\r\n");
    let typed = format!("Content-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    browser.write_all([head, &typed, &body].concat().as_bytes()).expect("sent");
    until(|| !world.calls().is_empty()).await;
    drop(browser);

    // axum drops the handler now. The call goes on, and the shop notes its result.
    until(|| world.shop.store.orders()[0].status == Status::Placed).await;
    assert_eq!(world.shop.store.orders()[0].number, world.order().await);
    assert_eq!(world.calls(), [NATIVE]);
}

async fn until(done: impl Fn() -> bool) {
    for _ in 0..6_000 {
        if done() {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("not within a minute");
}
