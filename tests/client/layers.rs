//! The user's tower layers, around signing and verifying; and a transport of their own.

use crate::support;

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderValue, Request, Response, StatusCode};
use serde_json::json;
use tower::buffer::BufferLayer;
use tower::limit::ConcurrencyLimitLayer;
use tower::{Layer, Service, ServiceBuilder, ServiceExt, service_fn};
use tower_http::decompression::DecompressionLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use wechatpay_chain::{Body, BoxError, ErrorKind, HttpService, Outcome, Promise, Verification};

use support::log::Log;
use support::server::{Reply, Server, signed_answer};

#[test]
fn tower_https_layers_fit() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::builder(&server)
        .layer(TraceLayer::new_for_http())
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(20)))
        .layer(DecompressionLayer::new())
        .layer(ConcurrencyLimitLayer::new(2))
        .layer(BufferLayer::<Request<Body>>::new(8))
        .build()
        .unwrap();
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        let response = client.chain("v3/t").post(json!({"json": {"a": 1}})).unwrap();
        assert!(matches!(response.extensions().get(), Some(Verification::Verified { .. })));
    });
    // Decompression asks for an encoding, and the layer inside signs and verifies all the same.
    let seen = server.only_request();
    assert!(seen.is_signed());
    assert!(seen.headers.contains_key("accept-encoding"));
    assert!(log.text().contains("finished processing request"), "{}", log.text());
    assert!(!log.text().contains(&seen.authorization("signature")));
}

#[test]
fn a_timeout_layers_408_is_a_timeout() {
    let server = Server::start(|_| Reply::Nothing);
    let layer = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(1));
    let client = support::builder(&server).layer(layer).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown), "{error}");
    // tower's own timeout gives an error in place of an answer.
    let layer = tower::timeout::TimeoutLayer::new(Duration::from_secs(1));
    let client = support::builder(&server).layer(layer).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown), "{error}");
}

#[test]
fn a_concurrency_limit_holds_for_all_handles() {
    let inside = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (counted, peak) = (Arc::clone(&inside), Arc::clone(&most));
    let server = Server::start(move |_| {
        peak.fetch_max(counted.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(5));
        counted.fetch_sub(1, Ordering::SeqCst);
        Reply::ok("{}")
    });
    let client = support::builder(&server).layer(ConcurrencyLimitLayer::new(2)).build().unwrap();
    let calls = (0..20).map(|_| client.clone().chain("v3/t").get_async(()));
    assert_eq!(Promise::all(calls).wait().unwrap().len(), 20);
    assert_eq!((most.load(Ordering::SeqCst), inside.load(Ordering::SeqCst)), (2, 0));
}

/// Notes in which order it is reached.
#[derive(Clone)]
struct Note<S> {
    name: &'static str,
    notes: Arc<Mutex<Vec<&'static str>>>,
    inner: S,
}

impl<S: Service<Request<Body>>> Service<Request<Body>> for Note<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(
        &mut self,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> S::Future {
        self.notes.lock().unwrap().push(self.name);
        assert!(!request.headers().contains_key("authorization"), "layers stand outside signing");
        request.headers_mut().insert("x-note", HeaderValue::from_static(self.name));
        self.inner.call(request)
    }
}

#[test]
fn the_first_layer_is_the_outermost_and_all_stand_outside_signing() {
    let server = Server::start(|_| Reply::ok("{}"));
    let notes = Arc::new(Mutex::new(Vec::new()));
    let note = |name| {
        let notes = Arc::clone(&notes);
        tower::layer::layer_fn(move |inner: HttpService| Note {
            name,
            notes: Arc::clone(&notes),
            inner,
        })
    };
    let client =
        support::builder(&server).layer(note("outer")).layer(note("inner")).build().unwrap();
    client.chain("v3/t").get(()).unwrap();
    assert_eq!(*notes.lock().unwrap(), ["outer", "inner"]);
    let seen = server.only_request();
    assert_eq!(seen.headers["x-note"], "inner");
    assert!(seen.is_signed());
}

/// A layer made of a closure, as users write them.
fn layer_of<F, R>(f: F) -> impl Layer<HttpService, Service = HttpService> + Send + 'static
where
    F: Fn(HttpService, Request<Body>) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Result<Response<Body>, BoxError>> + Send + 'static,
{
    tower::layer::layer_fn(move |inner: HttpService| {
        let f = f.clone();
        HttpService::new(service_fn(move |request| f(inner.clone(), request)))
    })
}

#[test]
fn what_a_layer_changes_is_what_is_signed() {
    let server = Server::start(|_| Reply::ok("{}"));
    let layer = layer_of(|inner, request: Request<Body>| {
        let (mut parts, _) = request.into_parts();
        let uri = parts.uri.to_string().replace("/v3/t", "/v3/changed");
        parts.uri = uri.parse().unwrap();
        inner.oneshot(Request::from_parts(parts, "changed".into()))
    });
    support::builder(&server).layer(layer).build().unwrap().chain("v3/t").post(()).unwrap();
    let seen = server.only_request();
    assert_eq!((seen.target.as_str(), &seen.body[..]), ("/v3/changed", &b"changed"[..]));
    assert!(seen.is_signed());
}

#[test]
fn a_layer_can_send_nothing_elsewhere() {
    let server = Server::start(|_| Reply::ok("{}"));
    let layer = layer_of(|inner, mut request: Request<Body>| {
        *request.uri_mut() = "https://evil.example/v3/t".parse().unwrap();
        inner.oneshot(request)
    });
    let client = support::builder(&server).layer(layer).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::UntrustedHost, Outcome::NotSent));
}

#[test]
fn a_layer_that_drops_extensions_is_an_error_and_no_exemption() {
    let server = Server::start(|_| Reply::ok("{}"));
    let drops_the_requests = layer_of(|inner, request: Request<Body>| {
        let (parts, body) = request.into_parts();
        let rebuilt = Request::builder().method(parts.method).uri(parts.uri).body(body).unwrap();
        inner.oneshot(rebuilt)
    });
    let client = support::builder(&server).layer(drops_the_requests).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Other, Outcome::NotSent));
    assert!(error.to_string().contains("extensions"), "{error}");
    assert!(server.requests().is_empty());
    let drops_the_answers = layer_of(|inner, request| async move {
        let (parts, body) = inner.oneshot(request).await?.into_parts();
        Ok(Response::builder().status(parts.status).body(body)?)
    });
    let client = support::builder(&server).layer(drops_the_answers).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Other, Outcome::Unknown));
    assert!(error.to_string().contains("extensions"), "{error}");
}

#[test]
fn a_layers_own_answer_is_not_taken_for_wechats() {
    let server = Server::start(|_| Reply::ok("{}"));
    let layer =
        layer_of(|_, _| async { Ok(Response::new("{\"trade_state\":\"SUCCESS\"}".into())) });
    let client = support::builder(&server).layer(layer).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Other, Outcome::NotSent));
    assert!(error.to_string().contains("a layer returned 200"), "{error}");
}

#[test]
fn an_error_keeps_what_it_is_through_layers() {
    let server = Server::start(|_| Reply::Last(Vec::new()));
    let wrapping = layer_of(|inner, request| async move {
        inner.oneshot(request).await.map_err(|error| BoxError::from(Wrapped(error)))
    });
    let client = support::builder(&server).layer(wrapping).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Transport, Outcome::Unknown),
        "{error}"
    );
    let own =
        layer_of(|_, _| async { Err::<Response<Body>, BoxError>("the breaker is open".into()) });
    let client = support::builder(&server).layer(own).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Other, Outcome::NotSent), "{error}");
    assert!(error.to_string().contains("the breaker is open"), "{error}");
}

#[derive(Debug)]
struct Wrapped(BoxError);

impl std::fmt::Display for Wrapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("wrapped")
    }
}

impl std::error::Error for Wrapped {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}

#[test]
fn a_repeating_layer_signs_each_request_afresh() {
    let server = Server::start(|_| Reply::ok("{}"));
    let layer = layer_of(|inner, request: Request<Body>| async move {
        let (parts, body) = request.into_parts();
        let body = body.into_bytes().await?;
        let request = || Request::from_parts(parts.clone(), Body::from(body.clone()));
        inner.clone().oneshot(request()).await?;
        inner.oneshot(request()).await
    });
    support::builder(&server)
        .layer(layer)
        .build()
        .unwrap()
        .chain("v3/t")
        .put(json!({"json": {}}))
        .unwrap();
    let seen = server.requests();
    assert_eq!(seen.len(), 2);
    assert!(seen.iter().all(support::server::Seen::is_signed));
    assert_ne!(seen[0].authorization("nonce_str"), seen[1].authorization("nonce_str"));
}

#[test]
fn any_tower_service_can_be_the_transport() {
    let server = Server::start(|_| Reply::ok("{}"));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let tape = Arc::clone(&seen);
    let transport = ServiceBuilder::new().concurrency_limit(1).service(service_fn(
        move |request: Request<Body>| {
            tape.lock().unwrap().push(request.headers()["authorization"].is_sensitive());
            async move {
                let head = signed_answer(200, b"{\"own\":true}");
                let head = String::from_utf8(head).unwrap();
                let mut answer = Response::new(Body::from("{\"own\":true}"));
                for line in head.lines().skip(1).take_while(|line| !line.is_empty()) {
                    let (name, value) = line.split_once(": ").unwrap();
                    let name: http::HeaderName = name.parse().unwrap();
                    answer.headers_mut().insert(name, value.parse().unwrap());
                }
                Ok::<_, Infallible>(answer)
            }
        },
    ));
    let client = support::builder(&server).transport(transport).build().unwrap();
    let response = client.chain("v3/t").get(()).unwrap();
    assert_eq!(&response.body()[..], b"{\"own\":true}");
    assert_eq!(*seen.lock().unwrap(), [true]);
    assert_eq!(server.connections(), 0);
    let failing = service_fn(|_: Request<Body>| async { Err::<Response<Body>, _>("cable cut") });
    let client = support::builder(&server).transport(failing).build().unwrap();
    let error = client.chain("v3/t").get(()).unwrap_err();
    // What it sent before it failed, nobody knows.
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(error.to_string().contains("cable cut"), "{error}");
}

/// Sends to two addresses in turn, as a failing-over layer does, and gives the last outcome.
fn sent_to_both(server: &Server, first: String, second: String) -> wechatpay_chain::Error {
    let layer = layer_of(move |inner, request: Request<Body>| {
        let (first, second) = (first.clone(), second.clone());
        async move {
            let (mut parts, _) = request.into_parts();
            parts.uri = first.parse()?;
            let _ =
                inner.clone().oneshot(Request::from_parts(parts.clone(), Body::default())).await;
            parts.uri = second.parse()?;
            inner.oneshot(Request::from_parts(parts, Body::default())).await
        }
    });
    let client = support::builder(server).layer(layer).trust_host(dead_address()).build().unwrap();
    client.chain("v3/t").post(()).unwrap_err()
}

/// Where nobody listens: the port was freed, and is not given out again so soon.
fn dead_address() -> String {
    static ADDRESS: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let free =
        || std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    ADDRESS.get_or_init(free).clone()
}

#[test]
fn a_layer_that_sends_twice_is_judged_by_both() {
    let server = Server::start(|_| Reply::Last(Vec::new()));
    let (alive, dead) =
        (format!("{}v3/t", server.base_uri()), format!("http://{}/v3/t", dead_address()));
    let error = sent_to_both(&server, dead.clone(), alive.clone());
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Transport, Outcome::Unknown),
        "{error}"
    );
    let error = sent_to_both(&server, alive, dead.clone());
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::Unknown), "{error}");
    let error = sent_to_both(&server, dead.clone(), dead);
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent), "{error}");
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn another_calls_error_does_not_speak_for_this_one() {
    let server = Server::start(|_| Reply::ok("{}"));
    let other = support::client(&server);
    // An audit after the answer, that fails before it sends anything.
    let layer = layer_of(move |inner, request: Request<Body>| {
        let other = other.clone();
        async move {
            inner.oneshot(request).await?;
            other.chain("v3/{audit}").get_async(()).await?;
            Ok(Response::new(Body::default()))
        }
    });
    let client = support::builder(&server).layer(layer).build().unwrap();
    let error = client.chain("v3/pay").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Path, Outcome::Unknown), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_refusal_of_the_second_sending_says_nothing_of_the_first() {
    let count = AtomicUsize::new(0);
    let server = Server::start(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::Last(Vec::new()),
        _ => Reply::Signed(429, b"{\"code\":\"FREQUENCY_LIMITED\",\"message\":\"x\"}".to_vec()),
    });
    let layer = layer_of(|inner, request: Request<Body>| async move {
        let (parts, _) = request.into_parts();
        let request = || Request::from_parts(parts.clone(), Body::default());
        let _ = inner.clone().oneshot(request()).await;
        inner.oneshot(request()).await
    });
    let client = support::builder(&server).layer(layer).build().unwrap();
    let error = client.chain("v3/pay").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Api, Outcome::Unknown), "{error}");
}

#[test]
fn what_a_layer_sets_can_not_part_the_signed_from_the_sent() {
    let server = Server::start(|_| Reply::ok("{}"));
    let address = server.address();
    let layer = layer_of(move |inner, mut request: Request<Body>| {
        *request.uri_mut() = format!("http://{address}?x=1").parse().unwrap();
        for (name, value) in [
            ("content-length", "3"),
            ("host", "evil.example"),
            ("connection", "close"),
            ("transfer-encoding", "chunked"),
        ] {
            request.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        inner.oneshot(request)
    });
    let client = support::builder(&server).layer(layer).build().unwrap();
    client.chain("v3/t").post(json!({"body": "twelve bytes"})).unwrap();
    let seen = server.only_request();
    assert_eq!((seen.target.as_str(), &seen.body[..]), ("/?x=1", &b"twelve bytes"[..]));
    assert_eq!(seen.headers["host"], address.to_string());
    assert!(seen.is_signed());
}

#[test]
fn an_upload_signs_its_meta_also_when_a_layer_wraps_the_body() {
    let server = Server::start(|_| Reply::ok("{}"));
    let layer = layer_of(|inner, request: Request<Body>| inner.oneshot(request.map(Body::stream)));
    let client = support::builder(&server).layer(layer).build().unwrap();
    let media = wechatpay_chain::MediaUtil::from_bytes("a.png", "data");
    client
        .chain("v3/merchant/media/upload")
        .post(wechatpay_chain::Options::new().body(media.stream()))
        .unwrap();
    let mut seen = server.only_request();
    assert!(!seen.is_signed());
    seen.body = media.meta().as_bytes().to_vec();
    assert!(seen.is_signed());
}

/// What a layer detaches would be sent after the caller was told that nothing was.
#[test]
fn what_ended_before_it_was_sent_is_not_sent_later() {
    let server = Server::start(|_| Reply::ok("{}"));
    let detaching = layer_of(|inner, request: Request<Body>| async move {
        tokio::spawn(inner.oneshot(request)).await?
    });
    let client = support::builder(&server).layer(detaching).signer(Slow).timeout(0.2);
    let error = client.build().unwrap().chain("v3/pay").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::NotSent), "{error}");
    SIGNED.wait();
    // Whoever would still send it has begun to by now.
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(server.requests().is_empty());
}

static SIGNED: std::sync::Barrier = std::sync::Barrier::new(2);

/// It signs when the caller is gone.
struct Slow;

impl wechatpay_chain::Signer for Slow {
    fn authorization<'a>(
        &'a self,
        _: &'a wechatpay_chain::SignInput<'a>,
    ) -> wechatpay_chain::BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async {
            tokio::task::spawn_blocking(|| SIGNED.wait()).await?;
            Ok("WECHATPAY2-SHA256-RSA2048 mchid=\"\"".to_owned())
        })
    }
}
