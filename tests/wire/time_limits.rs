//! What was told when a limit was over stays true, and each limit holds for all that it names.

use crate::support;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use http::{Method, Request};
use openssl::ssl::SslStream;
use serde_json::json;
use tower::{ServiceExt, service_fn};
use wechatpay_chain::certificates::Refresh;
use wechatpay_chain::gateway::Fault;
use wechatpay_chain::{Body, ErrorKind, HttpService, Outcome};

use support::keys::acceptor;
use support::server::{PATIENCE, Reply, Server, signed_answer};

/// A layer whose task goes on when the call is over.
fn detaching() -> impl tower::Layer<HttpService, Service = HttpService> {
    tower::layer::layer_fn(|inner: HttpService| {
        HttpService::new(service_fn(move |request: Request<Body>| {
            let inner = inner.clone();
            async move { tokio::spawn(inner.oneshot(request)).await? }
        }))
    })
}

/// The bytes that come before the peer goes away.
fn read_all(mut stream: SslStream<TcpStream>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    bytes
}

#[test]
fn a_connection_that_comes_after_the_timeout_sends_nothing() {
    let (tls, root) = acceptor(None);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_uri = format!("https://{}/", listener.local_addr().unwrap());
    let (over, is_over) = channel();
    let peer = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        is_over.recv_timeout(PATIENCE).unwrap();
        // Without a layer that detaches, the connection is closed by now.
        tls.accept(stream).map(read_all)
    });
    let anywhere = Server::start(|_| Reply::ok("{}"));
    let client = support::builder(&anywhere).base_uri(base_uri).root_certificate(&root);
    let client = client.layer(detaching()).timeout(0.3).connect_timeout(0).build().unwrap();
    let result = client.chain("v3/refund/domestic/refunds").post(());
    support::expect(result, ErrorKind::Timeout, Outcome::NotSent);
    over.send(()).unwrap();
    let bytes = peer.join().unwrap().expect("the layer goes on with the handshake");
    assert_eq!(String::from_utf8_lossy(&bytes), "", "sent after NotSent was told");
}

#[test]
fn the_timeout_covers_the_certificates_before_the_first_call() {
    let gateway = support::gateway();
    let slow = Fault::SlowHeaders(Duration::from_millis(700));
    gateway.fault(slow.on(Method::GET, "/v3/certificates"));
    gateway.fault(Fault::SlowHeaders(PATIENCE).on(Method::POST, "/v3/t"));
    let client = support::merchant(&gateway).download_certificates(Refresh::new()).timeout(1);
    let client = client.build().unwrap();
    let began = Instant::now();
    let result = client.chain("v3/t").post(());
    let elapsed = began.elapsed();
    support::expect(result, ErrorKind::Timeout, Outcome::Unknown);
    assert!(elapsed < Duration::from_millis(1500), "{elapsed:?}");
}

/// A kept connection that was closed has the next call open another one.
#[test]
fn the_connect_timeout_holds_for_the_connection_after_a_closed_one() {
    let (tls, root) = acceptor(None);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_uri = format!("https://{}/", listener.local_addr().unwrap());
    let (closed, is_closed) = channel();
    let peer = std::thread::spawn(move || {
        let mut first = tls.accept(listener.accept().unwrap().0).unwrap();
        let mut request = [0; 4096];
        let _ = first.read(&mut request).unwrap();
        first.write_all(&signed_answer(200, b"{}")).unwrap();
        drop(first);
        closed.send(()).unwrap();
        // The second one is never secured.
        let mut second = listener.accept().unwrap().0;
        second.set_read_timeout(Some(PATIENCE)).unwrap();
        let _ = second.read_to_end(&mut Vec::new());
    });
    let anywhere = Server::start(|_| Reply::ok("{}"));
    let client = support::builder(&anywhere).base_uri(base_uri).root_certificate(&root);
    let client = client.timeout(0).connect_timeout(0.3).build().unwrap();
    client.chain("v3/t").get(json!({"connect_timeout": 20})).unwrap();
    is_closed.recv_timeout(PATIENCE).unwrap();
    let result = client.chain("v3/t").post(());
    support::expect(result, ErrorKind::Timeout, Outcome::NotSent);
    peer.join().unwrap();
}
