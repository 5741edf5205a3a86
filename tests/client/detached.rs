//! A detached promise runs to its end, whoever stops waiting for it.

use crate::support;

use std::io::Write;
use std::net::TcpStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use wechatpay_chain::{Client, Error, Outcome, Promise};

use support::log::Log;
use support::server::{PATIENCE, Reply, Server};

/// A server that keeps its response back until it is released.
fn holding() -> (Server, Client, Sender<()>) {
    let (release, released) = channel::<()>();
    let released = Mutex::new(released);
    let server = Server::start(move |_| {
        let _ = released.lock().unwrap().recv_timeout(PATIENCE);
        Reply::ok(r#"{"code_url":"weixin://"}"#)
    });
    let client = support::client(&server);
    (server, client, release)
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn current() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn order(client: &Client, stored: Sender<Value>) -> Promise<()> {
    let order = client.chain("v3/pay/transactions/native").post_async(json!({"json": {"n": 1}}));
    order.value().then(move |order| stored.send(order).unwrap())
}

/// A shop in axum, whose customer leaves while the order is placed. Returns what the shop stored.
fn customer_leaves(is_detached: bool) -> (Server, Sender<()>, Receiver<Value>, Runtime) {
    type Shop = (Client, Sender<Value>, bool, Arc<Mutex<Option<Sender<()>>>>);
    async fn place(State((client, stored, is_detached, gone)): State<Shop>) -> &'static str {
        // Dropped with the handler.
        let _gone = gone.lock().unwrap().take();
        let order = order(&client, stored);
        let order = if is_detached { order.detached() } else { order };
        order.await.map_or("failed", |()| "placed")
    }

    let (server, client, release) = holding();
    let (stored, storing) = channel();
    let (gone, leaving) = channel();
    let shop: Shop = (client, stored, is_detached, Arc::new(Mutex::new(Some(gone))));
    let runtime = runtime();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new().route("/order", post(place)).with_state(shop);
    runtime.spawn(async move { axum::serve(listener, app).await });

    let mut browser = TcpStream::connect(address).unwrap();
    browser.write_all(b"POST /order HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\n\r\n").unwrap();
    server.wait_for_requests(1);
    drop(browser);
    // The sender is dropped: so was the handler.
    leaving.recv_timeout(PATIENCE).unwrap_err();
    (server, release, storing, runtime)
}

#[test]
fn a_browser_leaves_and_the_order_is_placed_and_stored() {
    let (server, release, stored, _runtime) = customer_leaves(true);
    release.send(()).unwrap();
    assert_eq!(stored.recv_timeout(PATIENCE).unwrap()["code_url"], "weixin://");
    assert_eq!(server.only_request().body, br#"{"n":1}"#);
}

#[test]
fn without_it_the_call_is_cancelled() {
    let (server, release, stored, _runtime) = customer_leaves(false);
    release.send(()).unwrap();
    server.wait_for_disconnects(1);
    // The closure, and its sender, are gone; only the shop's own is left.
    assert!(stored.try_recv().is_err());
}

#[test]
fn nothing_is_sent_before_it_is_polled() {
    let server = Server::start(|_| Reply::ok("{}"));
    let chain = support::client(&server).chain("v3/t");
    drop(chain.post_async(()).detached());
    current().block_on(async { drop(chain.post_async(()).detached()) });
    assert_eq!(Promise::ready(7).detached().wait().unwrap(), 7);
    assert!(server.requests().is_empty());
    // Each way to wait for it.
    chain.post_async(()).detached().wait().unwrap();
    current().block_on(chain.post_async(()).detached()).unwrap();
    runtime().block_on(chain.post_async(()).detached()).unwrap();
    current().block_on(async { chain.post_async(()).detached().wait() }).unwrap();
    futures_util::FutureExt::now_or_never(chain.post_async(()).detached());
    server.wait_for_requests(5);
}

#[test]
fn an_error_is_that_of_the_call() {
    let server = Server::start(|_| Reply::Signed(400, br#"{"code":"PARAM_ERROR"}"#.to_vec()));
    let chain = support::client(&server).chain("v3/t");
    for promise in [chain.post_async(()), chain.post_async(()).detached()] {
        let error = current().block_on(promise).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Refused);
        assert_eq!(error.api().unwrap().code, "PARAM_ERROR");
    }
    let error = Promise::<()>::from_future(async { Err(Error::other("mine")) }).detached().wait();
    assert_eq!(error.unwrap_err().to_string(), "mine");
}

#[test]
fn a_promise_around_it_does_not_forget_it() {
    // Not yet sent, but it may be at any time.
    let (release, released) = tokio::sync::oneshot::channel::<()>();
    let server = Server::start(|_| Reply::ok("{}"));
    let call = support::client(&server).chain("v3/t").post_async(());
    let waiting = Promise::from_future(async move {
        let _ = released.await;
        call.await
    });
    let fails = Promise::from_future(async {
        tokio::task::yield_now().await;
        support::builder(&Server::start(|_| Reply::Nothing))
            .base_uri(support::NOBODY)
            .build()
            .unwrap()
            .chain("v3/t")
            .post_async(())
            .await
    });
    let runtime = runtime();
    let error = runtime.block_on(Promise::all([waiting.detached(), fails])).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    release.send(()).unwrap();
    server.wait_for_requests(1);
}

#[test]
fn a_panic_is_passed_on_to_whoever_waits() {
    let panics = || Promise::ready(()).then(|()| -> () { panic!("in the shop's code") }).detached();
    for wait in [(|promise| promise.wait()) as fn(Promise<()>) -> Result<(), Error>, |promise| {
        runtime().block_on(promise)
    }] {
        let caught = std::panic::catch_unwind(|| wait(panics())).unwrap_err();
        assert_eq!(*caught.downcast::<&str>().unwrap(), "in the shop's code");
    }
    assert_eq!(Promise::ready(()).then(|()| 1).detached().wait().unwrap(), 1, "others still run");
}

#[test]
fn a_runtime_that_is_shut_down_leaves_the_outcome_open() {
    let (server, client, _release) = holding();
    let runtime = runtime();
    let mut promise = client.chain("v3/t").post_async(()).detached();
    runtime.block_on(async {
        assert!(futures_util::FutureExt::now_or_never(&mut promise).is_none());
    });
    server.wait_for_requests(1);
    runtime.shutdown_background();
    let error = promise.wait().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");

    // By whoever waits for it on the runtime that goes.
    let (server, client, _release) = holding();
    let runtime = self::runtime();
    let handle = runtime.handle().clone();
    let waiting =
        std::thread::spawn(move || handle.block_on(client.chain("v3/t").post_async(()).detached()));
    server.wait_for_requests(1);
    runtime.shutdown_background();
    let error = waiting.join().unwrap().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    assert!(error.to_string().contains("shut down"), "{error}");
}

#[test]
fn the_callers_span_and_subscriber_go_along() {
    let log = Log::default();
    let said = || Promise::ready(()).then(|()| tracing::info!("in the closure")).detached();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        let _span = tracing::info_span!("checkout").entered();
        said().wait().unwrap();
        current().block_on(said()).unwrap();
    });
    let text = log.text();
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("in the closure")).collect();
    assert!(lines.len() == 2 && lines.iter().all(|line| line.contains("checkout")), "{text}");
}
