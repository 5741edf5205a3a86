//! Where a test waits for its own receiver: on the same thread, on another worker, or on no runtime.

use crate::support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::{self, ThreadId};

use axum::Router;
use axum::routing::post;
use futures_util::FutureExt;
use http::StatusCode;
use serde_json::json;
use tokio::net::TcpListener;
use wechatpay_chain::{ErrorKind, Gateway, Outcome};

const NUMBER: &str = "1217752501201407033233368018";

/// A receiver on the runtime of this task: its URL, and the thread of each notification.
async fn receiver() -> (String, mpsc::Receiver<ThreadId>) {
    let (tell, told) = mpsc::channel();
    let handler = move || async move {
        tell.send(thread::current().id()).unwrap();
        StatusCode::NO_CONTENT
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/notify", listener.local_addr().unwrap());
    let app = Router::new().route("/notify", post(handler));
    tokio::spawn(async { axum::serve(listener, app).await.unwrap() });
    (url, told)
}

async fn order(gateway: &Gateway, notify_url: &str) {
    let order = json!({
        "appid": "wxd678efh567hg6787",
        "mchid": gateway.mchid(),
        "description": "咖啡",
        "out_trade_no": NUMBER,
        "notify_url": notify_url,
        "amount": {"total": 100},
    });
    let client = gateway.client().unwrap();
    client.chain("v3/pay/transactions/native").post_async(json!({"json": order})).await.unwrap();
}

async fn refund(gateway: &Gateway, notify_url: &str) {
    let refund = json!({
        "out_trade_no": NUMBER,
        "out_refund_no": "R-1",
        "notify_url": notify_url,
        "amount": {"refund": 40, "total": 100, "currency": "CNY"},
    });
    let client = gateway.client().unwrap();
    client.chain("v3/refund/domestic/refunds").post_async(json!({"json": refund})).await.unwrap();
}

#[tokio::test]
async fn the_receiver_runs_on_the_thread_that_pays() {
    let gateway = support::gateway();
    let (url, told) = receiver().await;
    order(&gateway, &url).await;
    let paid = gateway.pay_async(NUMBER).await.unwrap();
    assert!(paid.delivery.accepted(), "{paid:?}");
    refund(&gateway, &url).await;
    let refunded = gateway.complete_refund_async("R-1").await.unwrap();
    assert!(refunded.delivery.accepted(), "{refunded:?}");
    assert_eq!(refunded.refund["status"], "SUCCESS");
    let complaints = gateway.client().unwrap();
    let complaints = complaints.chain("v3/merchant-service/complaint-notifications");
    complaints.post_async(json!({"json": {"url": url}})).await.unwrap();
    assert!(gateway.complain_async(NUMBER, "凉").await.unwrap().delivery.accepted());
    assert!(gateway.notify_async(&url, "X.Y", json!({})).await.unwrap().accepted());
    let own = gateway.notification("X.Y", json!({})).id("7").send_async(&url).await.unwrap();
    assert_eq!(own.id, "7");
    assert_eq!(told.try_iter().collect::<Vec<_>>(), vec![thread::current().id(); 5]);
    // Another task may do it, too.
    let again = tokio::spawn(gateway.pay_async(NUMBER)).await.unwrap().unwrap_err();
    assert!(again.to_string().contains("is paid already"), "{again}");
}

#[tokio::test]
async fn what_would_block_the_only_thread_is_refused_at_once() {
    let gateway = support::gateway();
    let (url, told) = receiver().await;
    order(&gateway, &url).await;
    let refused = |error: wechatpay_chain::Error, instead: &str| {
        assert_eq!(error.kind(), ErrorKind::Options);
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert!(error.to_string().contains(instead), "{error}");
    };
    refused(gateway.pay(NUMBER).unwrap_err(), "`pay_async(…).await`");
    assert_eq!(gateway.orders()[0]["trade_state"], "NOTPAY");
    // The refusals leave the task its budget, which is fresh after a yield.
    tokio::task::yield_now().await;
    for _ in 0..300 {
        refused(gateway.pay(NUMBER).unwrap_err(), "`pay_async(…).await`");
    }
    let left = std::iter::repeat_with(tokio::task::coop::consume_budget);
    let left = left.map_while(|unit| unit.now_or_never()).count();
    assert!(left > 64, "{left}");
    gateway.pay_async(NUMBER).await.unwrap();
    refund(&gateway, &url).await;
    refused(gateway.complete_refund("R-1").unwrap_err(), "`complete_refund_async(…).await`");
    refused(gateway.complain(NUMBER, "凉").unwrap_err(), "`complain_async(…).await`");
    refused(gateway.notify(&url, "X.Y", json!({})).unwrap_err(), "`notify_async(…).await`");
    let notification = gateway.notification("X.Y", json!({}));
    refused(notification.send(&url).unwrap_err(), "`send_async(…).await`");
    assert_eq!(told.try_iter().count(), 1, "only the payment was notified");

    // A thread that may block is not refused, whatever its runtime.
    let gateway = Arc::new(gateway);
    let blocking = Arc::clone(&gateway);
    let done = tokio::task::spawn_blocking(move || blocking.complete_refund("R-1"));
    assert!(done.await.unwrap().unwrap().delivery.accepted());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn another_worker_takes_over_the_receiver() {
    let gateway = Arc::new(support::gateway());
    let paid = Arc::new(AtomicUsize::new(0));
    // On the only worker, whose other task is the receiver: it has not even begun.
    let task = tokio::spawn({
        let (gateway, paid) = (Arc::clone(&gateway), Arc::clone(&paid));
        async move {
            let (url, told) = receiver().await;
            order(&gateway, &url).await;
            let result = gateway.pay(NUMBER).unwrap();
            assert!(result.delivery.accepted(), "{result:?}");
            paid.fetch_add(told.try_iter().count(), Ordering::SeqCst);
        }
    });
    task.await.unwrap();
    assert_eq!(paid.load(Ordering::SeqCst), 1);
    // And the task that no worker polls.
    let (url, _told) = receiver().await;
    assert!(gateway.notify(&url, "X.Y", json!({})).unwrap().accepted());
}

/// There no other thread can take over, and tokio would panic.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_local_set_is_as_a_single_thread() {
    let gateway = support::gateway();
    let local = tokio::task::LocalSet::new();
    let result = local.run_until(async { gateway.pay(NUMBER) }).await;
    let error = result.unwrap_err().to_string();
    assert!(error.contains("pay_async") || error.contains("unknown"), "{error}");
}

#[test]
fn without_a_runtime_either_form_works() {
    let gateway = support::gateway();
    let error = gateway.pay(NUMBER).unwrap_err();
    assert!(error.to_string().contains("is unknown to this gateway"), "{error}");
    let mut pay = std::pin::pin!(gateway.pay_async(NUMBER));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(pay.as_mut().poll(&mut context).is_ready());
}
