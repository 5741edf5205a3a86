//! Where the system gives no more threads, a call ends with an error, within its timeout.

use crate::support;

use std::net::TcpListener;
use std::time::Duration;

use http::Request;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use support::server::{PATIENCE, Reply, Server};
use tower::{ServiceExt, service_fn};
use wechatpay_chain::{Body, ErrorKind, HttpService, Outcome, Promise};

/// No thread has room for its stack any more.
fn no_more_threads() {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = pages.split(' ').next().unwrap().parse().unwrap();
    let size = pages * 4096 + (1 << 20);
    let limit = Rlimit { current: Some(size), maximum: getrlimit(Resource::As).maximum };
    setrlimit(Resource::As, limit).unwrap();
    // Stacks of threads that ended are used again.
    while std::thread::Builder::new().spawn(std::thread::park).is_ok() {}
}

#[test]
fn the_first_call_of_a_process_says_that_nothing_was_sent() {
    if !crate::is_alone(module_path!(), "the_first_call_of_a_process_says_that_nothing_was_sent") {
        return;
    }
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    no_more_threads();
    let result = client.chain("v3/t").post(());
    let error = support::expect(result, ErrorKind::Io, Outcome::NotSent);
    assert!(error.to_string().contains("raise the limit of threads"), "{error}");
    assert_eq!(server.requests().len(), 0);
}

/// Tasks that a layer spawns make sync calls: each blocks a worker, and no other can be started.
#[test]
fn nested_calls_end_within_their_timeout() {
    if !crate::is_alone(module_path!(), "nested_calls_end_within_their_timeout") {
        return;
    }
    // Connections are made, and nobody answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}/", silent.local_addr().unwrap());
    let server = Server::start(|_| Reply::ok("{}"));
    let inner = support::builder(&server).base_uri(&silent).timeout(0.5).build().unwrap();
    let layer = tower::layer::layer_fn(move |service: HttpService| {
        let inner = inner.clone();
        HttpService::new(service_fn(move |request: Request<Body>| {
            let (inner, service) = (inner.clone(), service.clone());
            async move {
                let nested = move || inner.chain("v3/nested").post(());
                let nested = tokio::spawn(async move { nested() }).await?;
                let _ = nested.unwrap_err();
                service.oneshot(request).await
            }
        }))
    });
    // Kept, and so its connection: a thread of the server that ends later would leave its stack.
    let first = support::client(&server);
    first.chain("v3/t").post(()).unwrap();
    let client = support::builder(&server).base_uri(&silent).layer(layer).timeout(3);
    let client = client.build().unwrap();
    let calls = Promise::all((0..50).map(|_| client.chain("v3/outer").post_async(())));
    no_more_threads();
    let began = std::time::Instant::now();
    let error = calls.wait().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(began.elapsed() < PATIENCE.min(Duration::from_secs(15)), "{:?}", began.elapsed());
}

#[test]
fn a_name_that_no_thread_can_look_up_is_an_error() {
    if !crate::is_alone(module_path!(), "a_name_that_no_thread_can_look_up_is_an_error") {
        return;
    }
    let server = Server::start(|_| Reply::ok("{}"));
    let first = support::client(&server);
    first.chain("v3/t").post(()).unwrap();
    let named = format!("http://localhost:{}/", server.address().port());
    let client = support::builder(&server).base_uri(named).build().unwrap();
    no_more_threads();
    let result = client.chain("v3/t").post(());
    support::expect(result, ErrorKind::Connect, Outcome::NotSent);
    assert_eq!(server.requests().len(), 1);
}
