//! APIv2 where something goes wrong: what the caller is told, and how often a request is sent.

use crate::support;

use std::time::Duration;

use serde_json::{Value, json};
use wechatpay_chain::{
    Body, Client, ClientBuilder, Error, ErrorKind, Failover, Hash, Options, Outcome, Response,
    ResponseExt, Retry, Transformer, http,
};

use support::folder::Folder;
use support::keys::MCHID;
use support::server::{Reply, Server, answer, signature};
use support::{NOBODY, expect};

const SECRET: &str = "exposed_your_key_here_have_risks";

/// XML with these fields, `a=1&b=2`, signed by this key.
fn signed_by(secret: &str, fields: &str) -> String {
    let mut pairs: Vec<_> = fields.split('&').collect();
    pairs.sort_unstable();
    let sign = format!("sign={}", Hash::sign("MD5", pairs.join("&"), secret).unwrap());
    pairs.push(&sign);
    let element = |pair: &&str| {
        let (name, value) = pair.split_once('=').unwrap();
        format!("<{name}>{value}</{name}>")
    };
    format!("<xml>{}</xml>", pairs.iter().map(element).collect::<String>())
}

fn signed(fields: &str) -> String {
    signed_by(SECRET, fields)
}

fn paid() -> String {
    signed("return_code=SUCCESS&result_code=SUCCESS&transaction_id=1")
}

fn failed(code: &str) -> String {
    signed(&format!("return_code=SUCCESS&result_code=FAIL&err_code={code}"))
}

fn reply(status: u16, body: impl AsRef<[u8]>) -> Reply {
    Reply::Raw(answer(status, "Content-Type: text/xml\r\n", body.as_ref()))
}

fn builder(server: &Server) -> ClientBuilder {
    support::builder(server).secret(SECRET)
}

fn parameters() -> Options {
    Options::new().xml(json!({"mch_id": MCHID, "out_trade_no": "T1", "total_fee": 88}))
}

fn pay(client: &Client, options: Options) -> Result<Response, Error> {
    client.chain("v2/pay/micropay").post(options)
}

/// All that is sent again without the call's own word.
fn opted_in(builder: ClientBuilder, server: &Server) -> ClientBuilder {
    let wait = Duration::from_millis(1);
    let other = server.base_uri().replace("127.0.0.1", "localhost");
    let retry = Retry::new().throttled(true).backoff(wait, wait).budget(1000, 10.0);
    builder.failover(Failover::to([other]).resend_idempotent(true)).retry(retry)
}

/// A response, and what a POST is told. Nothing is sent again by itself: of APIv2 a 429 is never
/// signed, so that `throttled` repeats none.
#[test]
fn each_response_is_told_and_no_post_is_sent_twice() {
    let api = |outcome| Some((ErrorKind::Api, outcome));
    let (refused, unknown) = (api(Outcome::Refused), api(Outcome::Unknown));
    let unverified = Some((ErrorKind::Verify, Outcome::Unknown));
    let cut = Some((ErrorKind::Transport, Outcome::Unknown));
    let fail = |message: &str| {
        format!("<xml><return_code>FAIL</return_code><return_msg>{message}</return_msg></xml>")
    };
    let whole = paid();
    let mut rows = vec![
        ("a payment", 200, paid(), None),
        (
            "signed by another key",
            200,
            signed_by(&SECRET.replace('e', "f"), "return_code=SUCCESS"),
            unverified,
        ),
        ("changed", 200, whole.replace(">1<", ">2<"), unverified),
        (
            "without a signature",
            200,
            "<xml><return_code>SUCCESS</return_code></xml>".into(),
            unverified,
        ),
        ("cut off, of the right length", 200, whole[..whole.len() - 8].to_owned(), unverified),
        ("no body", 200, String::new(), unverified),
        ("a page", 200, "<html></html>".into(), unverified),
        ("JSON", 200, "{\"code\":\"SUCCESS\"}".into(), unverified),
        ("a refusal", 200, failed("NOTENOUGH"), refused),
        ("USERPAYING", 200, failed("USERPAYING"), unknown),
        (
            "a refusal, changed",
            200,
            failed("USERPAYING").replace("USERPAYING", "NOTENOUGH"),
            unverified,
        ),
        ("a refused signature", 200, fail("签名错误"), refused),
        ("another failure", 200, fail("系统繁忙"), unknown),
        (
            "a refusal without a signature",
            200,
            fail("x").replace("FAIL", "SUCCESS").replace("return_msg", "result_code"),
            unknown,
        ),
    ];
    // No status but 200 says anything: these come from a proxy, or unsigned.
    for status in [302, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504] {
        for body in [paid(), failed("NOTENOUGH"), fail("签名错误"), String::new(), "{}".into()]
        {
            rows.push(("another status", status, body, unknown));
        }
    }
    for (what, status, body, told) in rows {
        let sent = body.clone();
        let server = Server::start(move |_| reply(status, &sent));
        for (count, opted) in [false, true].into_iter().enumerate() {
            let builder = builder(&server);
            let builder = if opted { opted_in(builder, &server) } else { builder };
            let result = pay(&builder.build().unwrap(), parameters());
            let found = result.as_ref().err().map(|error| (error.kind(), error.outcome()));
            assert_eq!(found, told, "{what}, {status}: {body} {result:?}");
            assert_eq!(server.requests().len(), count + 1, "{what}, {status}");
        }
    }
    let half = answer(200, "", whole.as_bytes());
    let server = Server::start(move |_| Reply::Last(half[..half.len() - 20].to_vec()));
    let error = pay(&builder(&server).build().unwrap(), parameters()).unwrap_err();
    assert_eq!(Some((error.kind(), error.outcome())), cut, "{error}");
}

/// A signature of APIv3 is none of APIv2, whatever the headers say.
#[test]
fn headers_of_apiv3_verify_nothing() {
    for (status, told) in [(200, ErrorKind::Verify), (400, ErrorKind::Api), (429, ErrorKind::Api)] {
        let body =
            b"<xml><return_code>SUCCESS</return_code><result_code>SUCCESS</result_code></xml>";
        let server = Server::start(move |_| Reply::Raw(answer(status, &signature(body), body)));
        let client = opted_in(builder(&server), &server).build().unwrap();
        expect(pay(&client, parameters()), told, Outcome::Unknown);
        assert_eq!(server.requests().len(), 1);
    }
}

/// By the call's own word; the bytes are the same each time, and so is the number.
#[test]
fn resend_repeats_the_same_bytes() {
    for status in [429, 500, 503] {
        let first = std::sync::atomic::AtomicBool::new(true);
        let server =
            Server::start(move |_| match first.swap(false, std::sync::atomic::Ordering::SeqCst) {
                true => reply(status, ""),
                false => reply(200, paid()),
            });
        let client = opted_in(builder(&server), &server).build().unwrap();
        pay(&client, parameters().resend(true)).unwrap();
        let [one, two] = &server.requests()[..] else { panic!("{status}") };
        assert_eq!((&one.target, &one.body), (&two.target, &two.body));
        assert!(!one.headers.contains_key("authorization"));
    }
    // After an attempt that proves nothing, a refusal of the next one proves nothing of both.
    let first = std::sync::atomic::AtomicBool::new(true);
    let server =
        Server::start(move |_| match first.swap(false, std::sync::atomic::Ordering::SeqCst) {
            true => reply(500, ""),
            false => reply(200, failed("NOTENOUGH")),
        });
    let client = opted_in(builder(&server), &server).build().unwrap();
    expect(pay(&client, parameters().resend(true)), ErrorKind::Api, Outcome::Unknown);
    // A GET is repeated by itself.
    let before = server.requests().len();
    let down = Server::start(|_| reply(503, ""));
    let client = opted_in(builder(&down), &down).build().unwrap();
    let query = json!({"query": {"mch_id": MCHID}});
    expect(client.chain("v2/x").get(query), ErrorKind::Api, Outcome::Unknown);
    assert_eq!((down.requests().len(), server.requests().len()), (3, before));
}

#[test]
fn what_was_not_sent_goes_to_the_next_address() {
    let server = Server::start(|_| reply(200, paid()));
    let failover = Failover::to([server.base_uri()]);
    let client = builder(&server).base_uri(NOBODY).failover(failover).build().unwrap();
    pay(&client, parameters()).unwrap();
    assert_eq!(server.only_request().target, "/pay/micropay");
    // A connection that breaks may have carried the payment.
    let broken = Server::start(|_| Reply::Last(Vec::new()));
    let failover = Failover::to([server.base_uri()]).resend_idempotent(true);
    let client = builder(&server).base_uri(broken.base_uri()).failover(failover).build().unwrap();
    expect(pay(&client, parameters()), ErrorKind::Transport, Outcome::Unknown);
    assert_eq!((broken.requests().len(), server.requests().len()), (1, 1));
    pay(&client, parameters().resend(true)).unwrap();
}

#[test]
fn the_options_of_a_call_are_heeded() {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/other/pay/micropay" => reply(200, paid()),
        _ => Reply::Nothing,
    });
    let client = builder(&server).build().unwrap();
    let error = pay(&client, parameters().timeout(0.2)).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown), "{error}");
    let base = format!("{}other/", server.base_uri());
    let folder = Folder::new();
    let file = folder.path().join("paid.xml");
    let options = parameters().base_uri(base).connect_timeout(20).header("X-A", "b");
    pay(&client, options.sink(&file)).unwrap();
    let seen = server.requests().pop().unwrap();
    assert_eq!((&*seen.target, seen.headers["x-a"].as_bytes()), ("/other/pay/micropay", &b"b"[..]));
    assert_eq!(std::fs::read_to_string(file).unwrap(), paid());
    let error = pay(&client, parameters().header("Authorization", "x")).unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
    // A signed request of APIv2 goes to trusted hosts only, as one of APIv3.
    let elsewhere = parameters().base_uri("https://pay.invalid/");
    expect(pay(&client, elsewhere), ErrorKind::UntrustedHost, Outcome::NotSent);
}

/// What a layer takes away is an error, and never a call by another protocol's rules.
#[test]
fn extensions_that_a_layer_drops_are_missed() {
    let server = Server::start(|_| reply(200, paid()));
    let of_request = tower::layer::layer_fn(|inner| {
        tower::ServiceBuilder::new()
            .map_request(|request: http::Request<Body>| {
                let (parts, body) = request.into_parts();
                let mut rebuilt = http::Request::new(body);
                *rebuilt.method_mut() = parts.method;
                *rebuilt.uri_mut() = parts.uri;
                rebuilt
            })
            .service(inner)
    });
    let client = builder(&server).layer(of_request).build().unwrap();
    let error = pay(&client, parameters()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Other, Outcome::NotSent), "{error}");
    assert!(server.requests().is_empty());
    let of_response = tower::layer::layer_fn(|inner| {
        tower::ServiceBuilder::new()
            .map_response(|response: http::Response<Body>| {
                http::Response::new(response.into_body())
            })
            .service(inner)
    });
    let client = builder(&server).layer(of_response).build().unwrap();
    let error = pay(&client, parameters()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Other, Outcome::Unknown), "{error}");
}

/// A layer that leads a call to APIv3, or to another host, does not get it signed by this secret.
#[test]
fn a_layer_leads_no_call_to_apiv3() {
    let server = Server::start(|_| reply(200, paid()));
    for (address, kind) in [
        (format!("{}v3/pay/x", server.base_uri()), ErrorKind::Path),
        ("https://pay.invalid/pay/x".to_owned(), ErrorKind::UntrustedHost),
    ] {
        let leading = support::recorder::changing(move |request| {
            *request.uri_mut() = address.parse().unwrap();
        });
        let client = builder(&server).layer(leading).build().unwrap();
        expect(pay(&client, parameters()), kind, Outcome::NotSent);
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_body_that_is_too_large_is_told_by_its_limit() {
    let server = Server::start(|_| reply(200, paid()));
    let client = builder(&server).max_response_size(64).build().unwrap();
    let error = pay(&client, parameters()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown));
    assert!(error.to_string().contains("64 bytes"), "{error}");
}

/// What was compressed on the way is verified as it was before.
#[test]
fn a_compressed_response_is_verified() {
    let gzip = support::gzip(paid().as_bytes());
    let head = "Content-Encoding: gzip\r\n";
    let server = Server::start(move |_| Reply::Raw(answer(200, head, &gzip)));
    let response = pay(&builder(&server).build().unwrap(), parameters()).unwrap();
    let fields: Value = Transformer::to_array(response.body()).unwrap();
    assert_eq!(fields["transaction_id"], "1");
    assert_eq!(response.xml::<Value>().unwrap(), fields);
}
