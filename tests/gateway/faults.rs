//! Each fault that the gateway makes on demand: what the caller gets, and what the error says of
//! the money.

use crate::support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use http::{Method, StatusCode};
use serde_json::json;
use wechatpay_chain::certificates::Refresh;
use wechatpay_chain::gateway::Fault;
use wechatpay_chain::{
    Client, Error, ErrorKind, Gateway, Outcome, PublicKey, Response, Verification,
};

use support::expect;

/// Far longer than any test waits.
const LONG: Duration = Duration::from_secs(600);

struct Shop {
    gateway: Gateway,
    client: Client,
    /// How often the handler ran.
    paid: Arc<AtomicUsize>,
}

impl Shop {
    fn new() -> Self {
        let gateway = support::gateway();
        let paid = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&paid);
        gateway.on(Method::POST, "/v3/pay", move |_| {
            count.fetch_add(1, Ordering::SeqCst);
            json!({ "state": "SUCCESS" })
        });
        gateway.on(Method::GET, "/v3/orders/{id}", |request| json!({ "id": request.var("id") }));
        let client = gateway.client().unwrap();
        Self { gateway, client, paid }
    }

    fn pay(&self) -> Result<Response, Error> {
        self.client.chain("v3/pay").post(json!({ "json": { "amount": 1 } }))
    }

    /// With the header, and nothing planned.
    fn pay_with(&self, fault: &str) -> Result<Response, Error> {
        let headers = json!({ "X-Gateway-Fault": fault });
        self.client.chain("v3/pay").post(json!({ "json": { "amount": 1 }, "headers": headers }))
    }

    fn paid(&self) -> usize {
        self.paid.swap(0, Ordering::SeqCst)
    }
}

fn certificate(gateway: &Gateway) -> PublicKey {
    PublicKey::from_pem(gateway.platform_certificate_pem()).unwrap()
}

#[test]
fn faults_of_the_signature_leave_the_outcome_unknown() {
    let shop = Shop::new();
    for (fault, verdict, part) in [
        (Fault::WrongSignature, Verification::Wrong, "signature"),
        (Fault::Probe, Verification::Wrong, "signature"),
        (Fault::NoSignature, Verification::Missing, "signature"),
        (Fault::ClockSkew(1000), Verification::Wrong, "clock"),
        (Fault::ClockSkew(-1000), Verification::Wrong, "clock"),
        (Fault::UnknownSerial, Verification::Wrong, "0000000000000000"),
    ] {
        for by_header in [false, true] {
            let result = if by_header {
                shop.pay_with(&fault.to_string())
            } else {
                shop.gateway.fault(fault);
                shop.pay()
            };
            let error = expect(result, ErrorKind::Verify, Outcome::Unknown);
            assert_eq!(error.verification(), Some(&verdict), "{fault}");
            assert_eq!(error.status(), Some(StatusCode::OK), "{fault}");
            assert!(error.to_string().contains(part), "{fault}: {error}");
            // The money has moved.
            assert_eq!(shop.paid(), 1);
            let request = shop.gateway.requests().pop().unwrap();
            assert_eq!((request.faults(), request.verified()), (&[fault][..], true));
            // The next one meets nothing.
            shop.pay().unwrap();
            assert_eq!(shop.paid(), 1);
            assert!(shop.gateway.requests().pop().unwrap().faults().is_empty());
        }
    }
    // Within the window, either way.
    for seconds in [200, -200] {
        let response = shop.pay_with(&Fault::ClockSkew(seconds).to_string()).unwrap();
        let text = |name: &str| response.headers()[name].to_str().unwrap();
        let timestamp = text("wechatpay-timestamp").parse::<i64>().unwrap();
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() as i64;
        assert!((timestamp - now - seconds).abs() < 60, "{timestamp} {now}");
    }
    let probe = shop.pay_with("probe").unwrap_err();
    let headers = probe.response().unwrap().headers();
    let signature = headers["wechatpay-signature"].to_str().unwrap();
    assert!(signature.starts_with("WECHATPAY/SIGNTEST/") && signature.len() == 344, "{signature}");
    let bare = shop.pay_with("no-signature").unwrap_err();
    let mut names = bare.response().unwrap().headers().keys();
    assert!(names.all(|name| !name.as_str().starts_with("wechatpay-")));
}

#[test]
fn a_refusal_whose_signature_is_wrong_decides_nothing() {
    let shop = Shop::new();
    let error = expect(
        shop.client
            .chain("v3/nothing")
            .get(json!({ "headers": { "X-Gateway-Fault": "wrong-signature" } })),
        ErrorKind::Api,
        Outcome::Unknown,
    );
    assert_eq!(error.verification(), Some(&Verification::Wrong));
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
}

#[test]
fn a_certificate_rotates_in_the_middle() {
    let shop = Shop::new();
    let first = shop.gateway.platform_serial().to_owned();
    let fixed = support::merchant(&shop.gateway)
        .platform_key(&first, certificate(&shop.gateway))
        .build()
        .unwrap();
    let downloading =
        support::merchant(&shop.gateway).download_certificates(Refresh::new()).build().unwrap();
    let order = || json!({ "id": "1" });
    fixed.chain("v3/orders/{id}").get(order()).unwrap();
    // Once more within a minute a certificate would not be asked for by itself.
    downloading.certificates().unwrap().refresh().wait().unwrap();
    shop.gateway.fault(Fault::RotateCertificate);
    let error =
        expect(fixed.chain("v3/orders/{id}").get(order()), ErrorKind::Verify, Outcome::Unknown);
    let headers = error.response().unwrap().headers();
    let second = headers["wechatpay-serial"].to_str().unwrap().to_owned();
    assert_ne!(second, first);
    // It stays so.
    expect(fixed.chain("v3/orders/{id}").get(order()), ErrorKind::Verify, Outcome::Unknown);
    // Who downloads certificates gets the newest one in the middle of a call.
    shop.gateway.fault(Fault::RotateCertificate);
    let response = downloading.chain("v3/orders/{id}").get(order()).unwrap();
    let Some(Verification::Verified { serial }) = response.extensions().get() else { panic!() };
    assert!(![&first, &second].contains(&serial));
    assert_eq!(response.headers()["wechatpay-serial"], serial.as_str());
    // In public-key mode nothing is seen.
    shop.pay_with("rotate-certificate").unwrap();
    let key = shop.gateway.public_key_id().to_owned();
    let response = shop.pay().unwrap();
    assert_eq!(response.extensions().get(), Some(&Verification::Verified { serial: key }));
}

#[test]
fn answers_in_the_other_key_mode() {
    let shop = Shop::new();
    let (certificate_serial, id) = (shop.gateway.platform_serial(), shop.gateway.public_key_id());
    // This client knows both.
    let response = shop.pay_with("other-key-mode").unwrap();
    let serial = certificate_serial.to_owned();
    assert_eq!(response.extensions().get(), Some(&Verification::Verified { serial }));
    let public = PublicKey::from_pem(shop.gateway.platform_public_key_pem()).unwrap();
    for (serial, key, other) in
        [(id, public, certificate_serial), (certificate_serial, certificate(&shop.gateway), id)]
    {
        let client = support::merchant(&shop.gateway).platform_key(serial, key).build().unwrap();
        client.chain("v3/pay").post(()).unwrap();
        shop.gateway.fault(Fault::OtherKeyMode);
        let error = expect(client.chain("v3/pay").post(()), ErrorKind::Verify, Outcome::Unknown);
        assert_eq!(error.response().unwrap().headers()["wechatpay-serial"], other);
        assert!(error.to_string().contains(other), "{error}");
    }
}

#[test]
fn statuses() {
    let shop = Shop::new();
    let error = expect(shop.pay_with("429=7"), ErrorKind::Api, Outcome::Refused);
    assert_eq!(error.api().unwrap().code, "FREQUENCY_LIMITED");
    assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(error.response().unwrap().headers()["retry-after"], "7");
    assert!(matches!(error.verification(), Some(Verification::Verified { .. })));

    let error = expect(shop.pay_with("500"), ErrorKind::Api, Outcome::Unknown);
    assert_eq!(error.api().unwrap().code, "SYSTEM_ERROR");
    assert!(matches!(error.verification(), Some(Verification::Verified { .. })));

    let error = expect(shop.pay_with("502"), ErrorKind::Api, Outcome::Unknown);
    assert_eq!(error.status(), Some(StatusCode::BAD_GATEWAY));
    assert_eq!(error.verification(), Some(&Verification::Missing));
    let response = error.response().unwrap();
    assert_eq!(response.headers()["content-type"], "text/html");
    assert!(response.body().starts_with(b"<html>"));
    // No handler has run.
    assert_eq!(shop.paid(), 0);
    // A refused request is refused, whatever was planned.
    shop.gateway.fault(Fault::ServerError);
    let wrong = shop.gateway.client_builder().mchid("1").build().unwrap();
    let error = expect(wrong.chain("v3/pay").post(()), ErrorKind::Api, Outcome::Refused);
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    // And it leaves the plan to one that is not.
    let error = expect(shop.pay(), ErrorKind::Api, Outcome::Unknown);
    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    shop.pay().unwrap();
}

#[test]
fn connections_are_cut() {
    let shop = Shop::new();
    for (fault, paid, listed) in [(Fault::CutBefore, 0, 0), (Fault::CutAfter, 1, 1)] {
        for fresh in [true, false] {
            // Also on a connection that was used before, where a silent repetition would be easy.
            if !fresh {
                shop.pay().unwrap();
                shop.paid();
            }
            let before = shop.gateway.requests().len();
            shop.gateway.fault(fault);
            expect(shop.pay(), ErrorKind::Transport, Outcome::Unknown);
            assert_eq!((shop.paid(), shop.gateway.requests().len() - before), (paid, listed));
        }
    }
    shop.gateway.fault(Fault::TruncatedBody);
    expect(shop.pay(), ErrorKind::Transport, Outcome::Unknown);
    assert_eq!(shop.paid(), 1);
    shop.pay().unwrap();
}

/// What leaves the gateway, byte for byte.
#[test]
fn a_truncated_body_arrives_by_half() {
    let shop = Shop::new();
    let response = shop.pay().unwrap();
    let body = response.body();
    let host = shop.gateway.base_uri()["http://".len()..].trim_end_matches('/').to_owned();
    let mut stream = TcpStream::connect(&host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    // Unsigned: the refusal is cut like any answer.
    let head = format!(
        "GET /v3/a HTTP/1.1\r\nHost: {host}\r\nUser-Agent: a\r\nAccept: a\r\n\
         X-Gateway-Fault: truncated-body\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut text = Vec::new();
    stream.read_to_end(&mut text).unwrap();
    // By bytes: half of the body may end within a character.
    let end = text.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let (head, rest) = (String::from_utf8_lossy(&text[..end]), &text[end + 4..]);
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap();
    assert_eq!(rest.len(), length.parse::<usize>().unwrap() / 2, "{head}");
    assert!(!body.is_empty());
}

#[test]
fn slow_answers() {
    let shop = Shop::new();
    let slow = |fault: Fault| {
        let headers = json!({ "X-Gateway-Fault": fault.to_string() });
        let options = json!({ "json": {}, "timeout": 3, "headers": headers });
        expect(shop.client.chain("v3/pay").post(options), ErrorKind::Timeout, Outcome::Unknown);
    };
    std::thread::scope(|scope| {
        scope.spawn(|| slow(Fault::SlowHeaders(LONG)));
        slow(Fault::SlowBody(LONG));
    });
    // They have taken effect nonetheless.
    assert_eq!(shop.paid(), 2);
    for fault in ["slow-headers=0.2", "slow-body=0.2"] {
        let started = Instant::now();
        let response = shop.pay_with(fault).unwrap();
        assert!(started.elapsed() >= Duration::from_millis(200), "{fault}");
        assert_eq!(&response.body()[..], br#"{"state":"SUCCESS"}"#);
        assert_eq!(shop.paid(), 1);
    }
    // A gateway that is dropped waits for no pause of its own.
    shop.gateway.fault(Fault::SlowHeaders(LONG));
    shop.paid();
    let promise = shop.client.chain("v3/pay").post_async(());
    let Shop { gateway, paid, .. } = shop;
    let waiting = std::thread::spawn(move || promise.wait());
    while paid.load(Ordering::SeqCst) == 0 {
        std::thread::yield_now();
    }
    drop(gateway);
    expect(waiting.join().unwrap(), ErrorKind::Transport, Outcome::Unknown);
}

#[test]
fn plans_say_which_requests() {
    let shop = Shop::new();
    let order = || shop.client.chain("v3/orders/{id}").get(json!({ "id": "1" }));
    let failing = |result: Result<Response, Error>| {
        result.err().map(|error| error.status().map_or(0, |status| status.as_u16()))
    };
    // The next three.
    shop.gateway.fault(Fault::ServerError.times(3));
    let met: Vec<_> = (0..5).map(|_| failing(shop.pay())).collect();
    assert_eq!(met, [Some(500), Some(500), Some(500), None, None]);
    // Those of one path and method, whatever comes between.
    shop.gateway.fault(Fault::TooManyRequests(1).times(2).on(Method::GET, "/v3/orders/{id}"));
    let met = [shop.pay(), order(), shop.pay(), order(), order()].map(failing);
    assert_eq!(met, [None, Some(429), None, Some(429), None]);
    // The method counts.
    shop.gateway.fault(Fault::ServerError.on(Method::DELETE, "/v3/orders/{id}").always());
    assert_eq!(failing(order()), None);
    shop.gateway.clear_faults();
    // All, until they are forgotten; the oldest plan first.
    shop.gateway.fault(Fault::ServerError);
    shop.gateway.fault(Fault::BadGateway.always());
    let met: Vec<_> = (0..4).map(|_| failing(shop.pay())).collect();
    assert_eq!(met, [Some(500), Some(502), Some(502), Some(502)]);
    // The header goes before plans, and leaves them alone.
    assert_eq!(failing(shop.pay_with("429")), Some(429));
    shop.gateway.clear_faults();
    shop.pay().unwrap();
    shop.gateway.fault(Fault::ServerError.times(0));
    shop.pay().unwrap();
    // Two at once.
    shop.gateway.fault(Fault::ServerError.and(Fault::NoSignature));
    let error = expect(shop.pay(), ErrorKind::Api, Outcome::Unknown);
    assert_eq!(error.verification(), Some(&Verification::Missing));
    let error = expect(shop.pay_with("500, probe"), ErrorKind::Api, Outcome::Unknown);
    assert_eq!(error.verification(), Some(&Verification::Wrong));
}

#[test]
fn a_header_that_is_misspelt_is_refused_by_name() {
    let shop = Shop::new();
    for (text, part) in [
        ("wrong-singature", "`wrong-singature` is not a fault of the gateway: use wrong-signature"),
        ("500=1", "500 does not take"),
        ("probe,", "`` is not a fault"),
    ] {
        let error = expect(shop.pay_with(text), ErrorKind::Api, Outcome::Refused);
        assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
        let api = error.api().unwrap();
        assert_eq!(api.code, "PARAM_ERROR");
        assert!(api.message.contains(part), "{}", api.message);
        assert_eq!(shop.paid(), 0);
    }
}

#[test]
fn a_request_under_another_name_meets_no_fault() {
    let shop = Shop::new();
    shop.gateway.fault(Fault::CutBefore);
    let address = shop.gateway.base_uri()["http://".len()..].trim_end_matches('/').to_owned();
    let mut stream = TcpStream::connect(address).unwrap();
    let head = "POST /v3/pay HTTP/1.1\r\nHost: evil.example\r\nX-Gateway-Fault: cut-after\r\n\
                Connection: close\r\nContent-Length: 0\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert!(text.starts_with("HTTP/1.1 403 "), "{text}");
    expect(shop.pay(), ErrorKind::Transport, Outcome::Unknown);
}

#[test]
fn a_plan_may_be_of_each_nth_call_or_of_a_path() {
    let shop = Shop::new();
    let statuses = |calls: usize| {
        let status = |_| match shop.pay() {
            Ok(answer) => answer.status().as_u16(),
            Err(error) => error.status().unwrap().as_u16(),
        };
        (0..calls).map(status).collect::<Vec<_>>()
    };
    shop.gateway.fault(Fault::ServerError.every(3).times(2));
    assert_eq!(statuses(10), [200, 200, 500, 200, 200, 500, 200, 200, 200, 200]);
    // A plan whose turn it is not leaves the request to the next one.
    shop.gateway.fault(Fault::ServerError.every(2));
    shop.gateway.fault(Fault::BadGateway.always());
    assert_eq!(statuses(4), [502, 500, 502, 500]);
    shop.gateway.clear_faults();
    shop.gateway.fault(Fault::ServerError.path("/v3/{any}"));
    assert_eq!(statuses(2), [500, 500]);
    shop.client.chain("v3/orders/1").get(json!({})).unwrap();
    // Only those that fit are counted.
    shop.gateway.clear_faults();
    shop.gateway.fault(Fault::ServerError.every(2).path("/v3/pay"));
    assert_eq!(statuses(1), [200]);
    shop.client.chain("v3/orders/1").get(json!({})).unwrap();
    assert_eq!(statuses(2), [500, 200]);
}

#[test]
fn a_plan_that_can_not_apply_is_a_mistake() {
    use Fault::{BadGateway, CutAfter, CutBefore, NoSignature, Probe, ServerError, WrongSignature};
    let foo = Method::from_bytes(b"FOO").unwrap();
    for (plan, words) in [
        (
            ServerError.and(BadGateway),
            "the faults 500 and 502 contradict each other: leave one out",
        ),
        (Fault::TooManyRequests(1).and(Fault::TooManyRequests(2)), "429=1 and 429=2"),
        (CutBefore.and(ServerError), "cut-before and 500"),
        (CutAfter.and(Probe), "cut-after and probe"),
        (NoSignature.and(WrongSignature), "no-signature and wrong-signature"),
        (Probe.and(WrongSignature), "probe and wrong-signature"),
        (Probe.and(BadGateway), "probe and 502"),
        (ServerError.on(foo, "/v3/x"), "no endpoint has the method FOO: use GET, POST, PUT"),
        (ServerError.path("/v3/{a}/{a}"), "`/v3/{a}/{a}`, has the variable {a} twice"),
        (ServerError.path("/v3/x?a=1"), "has a query or a fragment"),
        (ServerError.path("/v3/a b"), "has white space in it"),
    ] {
        let error = Gateway::builder().fault(plan.clone()).start().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Options);
        assert!(error.to_string().contains(words), "{words} is not in {error}");
        assert_eq!(plan.check().unwrap_err().to_string(), error.to_string());
    }
    for plan in [
        ServerError.and(Fault::ClockSkew(900)),
        CutAfter.and(Fault::RotateCertificate),
        WrongSignature.and(Fault::OtherKeyMode),
        ServerError.on(Method::PATCH, "v3/{a}/{b}"),
    ] {
        plan.check().unwrap();
    }
    let gateway = support::gateway();
    let error = gateway
        .client()
        .unwrap()
        .chain("v3/certificates")
        .get(json!({"headers": {"X-Gateway-Fault": "500,502"}}))
        .unwrap_err();
    assert!(error.to_string().contains("the faults 500 and 502 contradict"), "{error}");
}
