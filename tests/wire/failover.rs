//! Another address where one fails: what is sent where, and how often.

use crate::support;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use wechatpay_chain::{
    Body, BoxError, Client, ClientBuilder, ErrorKind, Failover, MediaUtil, Options, Outcome,
    Promise, http,
};

use support::folder::Folder;
use support::log::Log;
use support::server::{Reply, Server};
use support::{NOBODY, expect, keys};

const LONG: Duration = Duration::from_secs(3600);

/// It takes connections and never gets as far as a request: its certificate is not trusted.
fn unreachable() -> Server {
    let (acceptor, _) = keys::acceptor(None);
    Server::at("127.0.0.1", Some(acceptor), |_| Reply::ok("{}"))
}

fn good() -> Server {
    Server::start(|_| Reply::ok("{}"))
}

/// It takes each request, and hangs up.
fn broken() -> Server {
    Server::start(|_| Reply::Last(Vec::new()))
}

fn builder(base: impl Into<String>, other: &Server, failover: Failover) -> ClientBuilder {
    support::builder(other).base_uri(base).failover(failover)
}

fn to(other: &Server) -> Failover {
    Failover::to([other.base_uri()])
}

#[test]
fn without_it_no_other_address_is_asked() {
    let other = good();
    let client = support::builder(&other).base_uri(NOBODY).build().unwrap();
    expect(client.chain("v3/t").get(()), ErrorKind::Connect, Outcome::NotSent);
    assert!(other.requests().is_empty());
}

#[test]
fn what_was_not_sent_goes_to_the_next_address() {
    let (down, other) = (unreachable(), good());
    for base in [NOBODY.to_owned(), down.base_uri()] {
        let before = other.requests().len();
        let client = builder(base, &other, to(&other)).build().unwrap();
        client.chain("v3/t?a=1").post(json!({"json": {"n": 1}})).unwrap();
        client.chain("v3/t").get(()).unwrap();
        let requests = &other.requests()[before..];
        assert_eq!(requests.len(), 2);
        assert!(requests.iter().all(|request| request.is_signed()));
        assert_eq!((&*requests[0].target, &*requests[0].body), ("/v3/t?a=1", &b"{\"n\":1}"[..]));
        let host = requests[0].headers["host"].to_str().unwrap();
        assert_eq!(host, other.address().to_string());
    }
    assert!(down.requests().is_empty());
}

#[test]
fn an_answer_is_an_answer_wherever_it_comes_from() {
    let other = Server::start(|_| Reply::Signed(404, b"{\"code\":\"NONE\"}".to_vec()));
    let client = builder(NOBODY, &other, to(&other)).build().unwrap();
    expect(client.chain("v3/t").post(()), ErrorKind::Api, Outcome::Refused);
    // Nor is a refusal a reason to ask another one.
    let refusing = Server::start(|_| Reply::Signed(500, b"{}".to_vec()));
    let other = good();
    let failover = to(&other).resend_idempotent(true);
    let client = builder(refusing.base_uri(), &other, failover).build().unwrap();
    let options = || Options::new().resend(true);
    expect(client.chain("v3/t").get(options()), ErrorKind::Api, Outcome::Unknown);
    // Nor is one that can't be trusted.
    let forged = Server::start(|_| Reply::Raw(support::server::answer(200, "", b"{}")));
    let failover = to(&other).resend_idempotent(true);
    let client = builder(forged.base_uri(), &other, failover).build().unwrap();
    expect(client.chain("v3/t").get(options()), ErrorKind::Verify, Outcome::Unknown);
    assert!(other.requests().is_empty());
}

#[test]
fn what_may_have_left_is_not_sent_again_unless_the_user_says_so() {
    let resend = || Options::new().resend(true);
    for (name, idempotent, get, options, resent) in [
        ("GET", false, true, Options::new(), false),
        ("POST", false, false, Options::new(), false),
        ("GET, opted in", true, true, Options::new(), true),
        ("POST, opted in for GET", true, false, Options::new(), false),
        ("POST, by the call's word", false, false, resend(), true),
        ("GET, by the call's word", false, true, resend(), true),
    ] {
        let (first, other) = (broken(), good());
        let failover = to(&other).resend_idempotent(idempotent);
        let client = builder(first.base_uri(), &other, failover).build().unwrap();
        let chain = client.chain("v3/t");
        let result = if get { chain.get(options) } else { chain.post(options) };
        assert_eq!(first.requests().len(), 1, "{name}");
        assert_eq!(other.requests().len(), usize::from(resent), "{name}");
        if resent {
            result.unwrap();
            let (before, after) = (first.only_request(), other.only_request());
            assert!(before.is_signed() && after.is_signed(), "{name}");
            assert_ne!(before.authorization("nonce_str"), after.authorization("nonce_str"));
        } else {
            expect(result, ErrorKind::Transport, Outcome::Unknown);
        }
    }
    // The same by the JSON map.
    let (first, other) = (broken(), good());
    let client = builder(first.base_uri(), &other, to(&other)).build().unwrap();
    client.chain("v3/t").post(json!({"resend": true, "json": {}})).unwrap();
    expect(client.chain("v3/t").post(json!({"resend": 1})), ErrorKind::Options, Outcome::NotSent);
}

#[test]
fn what_may_have_left_once_stays_in_doubt() {
    let (first, second) = (broken(), broken());
    let client = builder(first.base_uri(), &second, to(&second)).build().unwrap();
    let options = Options::new().resend(true);
    expect(client.chain("v3/t").post(options), ErrorKind::Transport, Outcome::Unknown);
    // The second refuses, but the first may have done it.
    let second = Server::start(|_| Reply::Signed(400, b"{}".to_vec()));
    let client = builder(first.base_uri(), &second, to(&second)).build().unwrap();
    let options = Options::new().resend(true);
    expect(client.chain("v3/t").post(options), ErrorKind::Api, Outcome::Unknown);
    // The second can't be reached, but the first may have done it.
    let client = builder(first.base_uri(), &first, Failover::to([NOBODY])).build().unwrap();
    let options = Options::new().resend(true);
    expect(client.chain("v3/t").post(options), ErrorKind::Connect, Outcome::Unknown);
}

#[test]
fn a_call_with_an_address_of_its_own_stays_there() {
    let (base, other) = (NOBODY, good());
    let client = builder(base, &other, to(&other)).build().unwrap();
    let absolute = json!({"url": format!("{base}v3/t")});
    for result in [
        client.chain("hk/v3/t").post(()),
        client.chain("v3/t").post(json!({"base_uri": base})),
        client.chain("{+url}").post(absolute),
        client.chain(format!("{base}v3/t")).get(()),
    ] {
        expect(result, ErrorKind::Connect, Outcome::NotSent);
    }
    let client = builder(format!("{base}hk/"), &other, to(&other)).build().unwrap();
    expect(client.chain("v3/t").post(()), ErrorKind::Connect, Outcome::NotSent);
    assert!(other.requests().is_empty());
}

#[test]
fn a_failing_address_is_set_aside() {
    let (down, other) = (unreachable(), good());
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        let failover = to(&other).backoff(LONG, LONG);
        let client = builder(down.base_uri(), &other, failover).build().unwrap();
        for _ in 0..250 {
            client.chain("v3/t").get(()).unwrap();
        }
    });
    assert_eq!((down.connections(), other.requests().len()), (1, 250));
    let log = log.text();
    assert_eq!(log.matches("the address is set aside").count(), 1);
    assert!(log.contains(&format!("address=\"{}\" round=1 status=200", other.address())), "{log}");
    // When all are set aside, they are asked all the same.
    let failover = Failover::to([NOBODY]).backoff(LONG, LONG);
    let client = builder(down.base_uri(), &other, failover).build().unwrap();
    for _ in 0..3 {
        expect(client.chain("v3/t").post(()), ErrorKind::Connect, Outcome::NotSent);
    }
    assert_eq!(down.connections(), 1 + 3);
}

#[test]
fn calls_that_fail_at_once_count_as_one() {
    const CALLS: usize = 8;
    // None is answered before all of them have asked it.
    let all = std::sync::Barrier::new(CALLS);
    let first = Server::start(move |_| {
        all.wait();
        Reply::Last(Vec::new())
    });
    let other = good();
    let failover = to(&other).resend_idempotent(true).backoff(LONG, LONG);
    let client = builder(first.base_uri(), &other, failover).build().unwrap();
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        let calls = (0..CALLS).map(|_| client.chain("v3/t").get_async(()));
        Promise::all(calls).wait().unwrap();
    });
    assert_eq!((first.requests().len(), other.requests().len()), (CALLS, CALLS));
    let log = log.text();
    assert_eq!(log.matches("the address is set aside").count(), 1, "{log}");
    assert!(log.contains("failures=1"), "{log}");
}

#[test]
fn an_address_without_a_connection_in_time_is_set_aside() {
    // Its TLS never begins, and the call's limit is over before the connection's.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("https://{}/", silent.local_addr().unwrap());
    let other = good();
    let failover = to(&other).backoff(LONG, LONG);
    let client = builder(base, &other, failover).build().unwrap();
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        let limited = Options::new().timeout(Duration::from_millis(300));
        expect(client.chain("v3/t").post(limited), ErrorKind::Timeout, Outcome::NotSent);
    });
    assert!(log.text().contains("the address is set aside"), "{}", log.text());
    assert!(other.requests().is_empty());
    client.chain("v3/t").post(()).unwrap();
    other.only_request();
}

#[test]
fn a_call_that_its_caller_gives_up_says_nothing_of_the_address() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("https://{}/", silent.local_addr().unwrap());
    let other = good();
    let client = builder(base, &other, to(&other)).connect_timeout(0).build().unwrap();
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        let call = async {
            let call = client.chain("v3/t").post_async(());
            tokio::time::timeout(Duration::from_millis(200), call).await.unwrap_err();
        };
        tokio::runtime::Runtime::new().unwrap().block_on(call);
    });
    let log = log.text();
    assert!(log.contains("cancelled before it was sent"), "{log}");
    assert!(!log.contains("set aside"), "{log}");
}

#[test]
fn the_longest_pause_there_is_overflows_nothing() {
    let other = good();
    let failover = to(&other).backoff(Duration::MAX, Duration::MAX);
    let client = builder(NOBODY, &other, failover).build().unwrap();
    for _ in 0..2 {
        client.chain("v3/t").post(()).unwrap();
    }
}

#[test]
fn one_call_in_a_hundred_tries_it_again() {
    let (down, other) = (unreachable(), good());
    let failover = to(&other).backoff(Duration::ZERO, Duration::ZERO);
    let client = builder(down.base_uri(), &other, failover).build().unwrap();
    for _ in 0..501 {
        client.chain("v3/t").get(()).unwrap();
    }
    assert_eq!((down.connections(), other.requests().len()), (1 + 5, 501));
}

#[test]
fn it_comes_back_by_itself() {
    let works = Arc::new(AtomicBool::new(false));
    let working = Arc::clone(&works);
    let first = Server::start(move |_| match working.load(Ordering::SeqCst) {
        true => Reply::ok("{}"),
        false => Reply::Last(Vec::new()),
    });
    let other = good();
    let failover = to(&other).resend_idempotent(true).backoff(Duration::ZERO, LONG);
    let client = builder(first.base_uri(), &other, failover).build().unwrap();
    client.chain("v3/t").get(()).unwrap();
    works.store(true, Ordering::SeqCst);
    // It broke a connection, so no POST is risked on it.
    for _ in 0..150 {
        client.chain("v3/t").post(()).unwrap();
    }
    assert_eq!((first.requests().len(), other.requests().len()), (1, 151));
    client.chain("v3/t").get(()).unwrap();
    for _ in 0..9 {
        client.chain("v3/t").post(()).unwrap();
    }
    assert_eq!((first.requests().len(), other.requests().len()), (11, 151));
}

#[test]
fn an_upload_is_sent_again_from_its_beginning() {
    let dir = Folder::new();
    let media = MediaUtil::new(dir.file("a.png", "pixels")).unwrap();
    let (first, other) = (broken(), good());
    let client = builder(first.base_uri(), &other, to(&other)).build().unwrap();
    let options = Options::new().body(media.stream()).resend(true);
    client.chain("v3/merchant/media/upload").post(options).unwrap();
    assert!(!other.only_request().body.is_empty());
    assert_eq!(first.only_request().body, other.only_request().body);
    // And a stream, which has to be read before it is signed.
    let stream = Body::stream(Body::from("streamed"));
    client.chain("v3/t").post(Options::new().body(stream).resend(true)).unwrap();
    assert_eq!(other.requests()[1].body, b"streamed");
}

#[test]
fn all_of_it_ends_at_the_deadline() {
    let silent = Server::start(|_| Reply::Nothing);
    let client = builder(NOBODY, &silent, to(&silent)).timeout(0.3).build().unwrap();
    expect(client.chain("v3/t").get(()), ErrorKind::Timeout, Outcome::Unknown);
}

/// What a transport that sends nowhere was asked to send.
#[derive(Clone, Default)]
struct Recorded(Arc<Mutex<Vec<String>>>);

impl tower::Service<http::Request<Body>> for Recorded {
    type Response = http::Response<Body>;
    type Error = BoxError;
    type Future = std::future::Ready<Result<http::Response<Body>, BoxError>>;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), BoxError>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        self.0.lock().unwrap().push(request.uri().to_string());
        std::future::ready(Err("cut".into()))
    }
}

#[test]
fn wechats_addresses_are_the_primary_and_two_backups() {
    let server = good();
    let sent = Recorded::default();
    let build = |base: &str, failover: Failover| {
        builder(base, &server, failover).transport(sent.clone()).build()
    };
    let asked = |client: &Client| {
        expect(client.chain("v3/t").get(()), ErrorKind::Other, Outcome::Unknown);
        std::mem::take(&mut *sent.0.lock().unwrap())
    };
    let wechat = || Failover::wechat().resend_idempotent(true);
    let client = build("https://api.mch.weixin.qq.com/", wechat()).unwrap();
    let backups = ["https://api2.mch.weixin.qq.com/v3/t", "https://api2.wechatpay.cn/v3/t"];
    let primary = "https://api.mch.weixin.qq.com/v3/t";
    assert_eq!(asked(&client), [primary, backups[0], backups[1]]);
    let client = build("https://api2.wechatpay.cn/", wechat()).unwrap();
    assert_eq!(asked(&client), [backups[1], backups[0]]);
    // However it is written, each is asked once.
    let client = build("https://API2.wechatpay.cn:443/", wechat()).unwrap();
    assert_eq!(asked(&client), ["https://API2.wechatpay.cn:443/v3/t", backups[0]]);
    // Hong Kong's merchants are not known on the mainland.
    for base in [
        "https://apihk.mch.weixin.qq.com/",
        "https://apius.mch.weixin.qq.com/",
        "https://api.mch.weixin.qq.com/hk/",
        "https://pay.example.com/",
    ] {
        let error = build(base, Failover::wechat()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("mainland"), "{error}");
    }
    for mainland in ["https://api.mch.weixin.qq.com/", "https://API.mch.weixin.qq.com:443/"] {
        let mainland = || Failover::to([mainland]);
        build("https://apihk.mch.weixin.qq.com/", mainland()).unwrap_err();
        build("https://api.mch.weixin.qq.com/hk/", mainland()).unwrap_err();
    }
    for wrong in [
        "api2.mch.weixin.qq.com",
        "http://pay.example.com/",
        "https://user:secret@pay.example.com/",
        "https://pay.example.com/path/",
        "https://pay.example.com/?a=b",
        "ftp://pay.example.com/",
        "",
    ] {
        let error = build("https://pay.example.com/", Failover::to([wrong])).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{wrong}");
        assert!(error.to_string().starts_with("failover(): "), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
