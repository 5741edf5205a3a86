//! A user's layer that sends a request twice at once and takes what comes first.

use crate::support;

use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use futures_util::future::{Either, select};
use serde_json::json;
use tower::{ServiceExt, service_fn};
use wechatpay_chain::{Body, ClientBuilder, Error, ErrorKind, HttpService, Outcome, Retry, http};

use support::server::{Reply, Server};

/// To `first` and, while that is under way, to where it would go anyway.
fn hedged(builder: ClientBuilder, first: &str) -> ClientBuilder {
    let first: http::Uri = format!("{first}v3/t").parse().unwrap();
    builder.layer(tower::layer::layer_fn(move |inner: HttpService| {
        let first = first.clone();
        HttpService::new(service_fn(move |request: http::Request<Body>| {
            let (inner, first) = (inner.clone(), first.clone());
            async move {
                let (parts, body) = request.into_parts();
                let body = body.into_bytes().await?;
                let request = |uri: Option<http::Uri>| {
                    let mut parts = parts.clone();
                    parts.uri = uri.unwrap_or(parts.uri);
                    http::Request::from_parts(parts, Body::from(body.clone()))
                };
                let one = inner.clone().oneshot(request(Some(first)));
                let other = inner.oneshot(request(None));
                match select(one, other).await {
                    Either::Left((answer, _)) | Either::Right((answer, _)) => answer,
                }
            }
        }))
    }))
}

fn post(builder: ClientBuilder) -> Error {
    let client = builder.build().unwrap();
    client.chain("v3/t").post(json!({"json": {"amount": 1}, "resend": true})).unwrap_err()
}

/// The first never gets as far as TLS, and loses its connection when the other one has arrived.
/// That nothing of it was sent says nothing of the other.
#[test]
fn one_that_was_not_sent_does_not_speak_for_one_that_was() {
    for retry in [false, true] {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = silent.local_addr().unwrap().to_string();
        let accepted = Arc::new(Mutex::new(None));
        let accepting = Arc::clone(&accepted);
        let accepting = std::thread::spawn(move || {
            *accepting.lock().unwrap() = Some(silent.accept().unwrap());
        });
        let accepting = Mutex::new(Some(accepting));
        let server = Server::start(move |_| {
            if let Some(accepting) = accepting.lock().unwrap().take() {
                accepting.join().unwrap();
            }
            drop(accepted.lock().unwrap().take());
            Reply::Nothing
        });
        let mut builder = support::builder(&server).trust_host(&address);
        if retry {
            builder = builder.retry(Retry::new());
        }
        let error = post(hedged(builder, &format!("https://{address}/")));
        let (kind, outcome) = (error.kind(), error.outcome());
        assert_eq!((kind, outcome), (ErrorKind::Connect, Outcome::Unknown), "{error}");
        server.only_request();
    }
}
