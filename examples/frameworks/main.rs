//! Receives payment notifications with four web frameworks.
//!
//! `cargo test -p wechatpay-chain-frameworks` needs no account and no network: the local gateway pays an
//! order and notifies each server, then sends it forgeries. The parts between `docs:begin` and
//! `docs:end` are those of docs/web-frameworks.md.

mod page;
mod with_actix_web;
mod with_axum;
mod with_poem;
mod with_salvo;

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{LazyLock, Mutex};

use serde_json::{Value, json};
use wechatpay_chain::gateway::NotifyResponse;
use wechatpay_chain::{Error, Gateway, NotificationParser};

/// The shop's database: the resources of notifications by their ids.
static STORED: LazyLock<Mutex<HashMap<String, Value>>> = LazyLock::new(Mutex::default);

/// Stores a notification once. In production this is a row with a unique id, written after the amount
/// has been compared with that of the order.
fn store(id: &str, order: &Value) -> Result<(), Error> {
    let mut stored = STORED.lock().map_err(|_| Error::other("the database is down"))?;
    stored.entry(id.to_owned()).or_insert_with(|| order.clone());
    Ok(())
}

/// Has the gateway notify a server of a payment, and of payments that were never made.
fn check<F>(out_trade_no: &str, serve: impl FnOnce(NotificationParser) -> F)
where
    F: Future<Output = io::Result<SocketAddr>>,
{
    let gateway = Gateway::start().expect("the gateway starts");
    let client = gateway.client().expect("a client of the gateway");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let parser = client.notifications().expect("the client has an APIv3 key");
    let address = runtime.block_on(serve(parser)).expect("the server starts");
    let url = format!("http://{address}/notify");

    let order = json!({
        "appid": "wxd678efh567hg6787",
        "mchid": gateway.mchid(),
        "description": "咖啡",
        "out_trade_no": out_trade_no,
        "notify_url": url,
        "amount": { "total": 100 },
    });
    client.chain("v3/pay/transactions/native").post(json!({ "json": order })).expect("an order");
    let paid = gateway.pay(out_trade_no).expect("the order is paid");
    let response = paid.delivery.response().expect("the server responds");
    assert_eq!((response.status.as_u16(), &*response.body), (204, &b""[..]));
    assert_eq!(stored(&response.id), Some(paid.order.clone()));

    let notification = || gateway.notification("TRANSACTION.SUCCESS", paid.order.clone());
    for forged in [
        notification().wrong_signature(),
        notification().probe(),
        notification().unsigned(),
        notification().clock_offset(-301),
    ] {
        let response = forged.send(&url).expect("the server responds");
        assert_failed(&response, 401, "验签失败");
        assert_eq!(stored(&response.id), None);
    }
    // WeChat Pay's, but it can't be decrypted here.
    let response = notification().apiv3_key("x".repeat(32)).send(&url).expect("a response");
    assert_failed(&response, 500, "处理失败");
    assert_eq!(stored(&response.id), None);
}

fn stored(id: &str) -> Option<Value> {
    STORED.lock().expect("no other test failed").get(id).cloned()
}

/// The response that WeChat Pay's documentation gives for a failure.
fn assert_failed(response: &NotifyResponse, status: u16, message: &str) {
    let body: Value = serde_json::from_slice(&response.body).expect("the body is JSON");
    let expected = json!({ "code": "FAIL", "message": message });
    assert_eq!((response.status.as_u16(), body), (status, expected));
}
