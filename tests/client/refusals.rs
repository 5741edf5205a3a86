//! What a 3xx, 4xx or 5xx means for the money, and how its error says so.

use crate::support;

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::{
    Client, Error, ErrorKind, Options, Outcome, Response, ResponseExt, Retry, Verification,
};

use support::expect;
use support::server::{Reply, Server, answer, signature, signed_answer};

const CAUTION: &str = "the request may have taken effect, so query it before you repeat it";

fn call(method: Method, response: Vec<u8>) -> Result<Response, Error> {
    let server = Server::start(move |_| Reply::Raw(response.clone()));
    support::client(&server).chain("v3/t").request(method, ())
}

/// The error of a POST that meets this response, and that of a GET.
fn both(response: &[u8], outcome: Outcome) -> (Error, Error) {
    let post = expect(call(Method::POST, response.to_vec()), ErrorKind::Api, outcome);
    let get = expect(call(Method::GET, response.to_vec()), ErrorKind::Api, outcome);
    assert!(!get.to_string().contains("taken effect"), "{get}");
    assert_eq!(get.refusal(), get.api().filter(|_| outcome == Outcome::Refused));
    assert_eq!(post.to_string().contains(CAUTION), outcome == Outcome::Unknown, "{post}");
    (post, get)
}

fn code(code: &str) -> String {
    json!({"code": code, "message": "m"}).to_string()
}

fn wrongly_signed(status: u16, body: &str) -> Vec<u8> {
    answer(status, &signature(b"another body"), body.as_bytes())
}

#[test]
fn what_is_not_signed_decides_nothing() {
    for status in [302, 400, 403, 404, 408, 429, 451, 499] {
        let (post, get) = both(&answer(status, "", b"<html>"), Outcome::Unknown);
        assert!(post.to_string().ends_with(&format!(" (unsigned; {CAUTION})")), "{post}");
        assert!(get.to_string().ends_with(" (unsigned)"), "{get}");
        assert_eq!(post.verification(), Some(&Verification::Missing));

        let body = code("ORDER_NOT_EXIST");
        let (post, get) = both(&wrongly_signed(status, &body), Outcome::Unknown);
        let said = " (not verified: the signature is invalid for the platform key `";
        assert!(post.to_string().contains(said) && get.to_string().contains(said), "{post}");
        assert_eq!(post.verification(), Some(&Verification::Wrong));
        assert_eq!((post.api().unwrap().code.as_str(), post.refusal()), ("ORDER_NOT_EXIST", None));

        let (post, _) = both(&signed_answer(status, body.as_bytes()), Outcome::Refused);
        assert_eq!(post.refusal().unwrap().code, "ORDER_NOT_EXIST");
        assert!(post.to_string().contains("ORDER_NOT_EXIST: m, Request-ID 08F7"), "{post}");
    }
}

#[test]
fn the_one_refusal_that_wechat_pay_does_not_sign_is_one() {
    let sign_error = code("SIGN_ERROR");
    let (post, _) = both(&answer(401, "", sign_error.as_bytes()), Outcome::Refused);
    assert_eq!(post.to_string(), "POST v3/t: 401 SIGN_ERROR: m (unsigned)");
    for other in [
        answer(401, "", b"<html>"),
        answer(401, "", code("NO_AUTH").as_bytes()),
        answer(403, "", sign_error.as_bytes()),
        answer(400, "", sign_error.as_bytes()),
        wrongly_signed(401, &sign_error),
    ] {
        both(&other, Outcome::Unknown);
    }
}

#[test]
fn a_code_whose_end_is_not_known_yet_is_in_doubt() {
    for in_doubt in [
        "USERPAYING",
        "SYSTEM_ERROR",
        "SYSTEMERROR",
        "BANK_ERROR",
        "BANKERROR",
        "BIZ_ERR_NEED_RETRY",
        "BIZERR_NEED_RETRY",
    ] {
        for status in [400, 403, 409, 429, 500] {
            let (post, _) =
                both(&signed_answer(status, code(in_doubt).as_bytes()), Outcome::Unknown);
            assert!(
                post.to_string().ends_with(&format!(", Request-ID 08F7 ({CAUTION})")),
                "{post}"
            );
        }
    }
    for (status, refusal) in [
        (429, "FREQUENCY_LIMITED"),
        (429, "RATELIMIT_EXCEEDED"),
        (400, "PARAM_ERROR"),
        (403, "NOT_ENOUGH"),
        (403, "TRADE_ERROR"),
        (404, "ORDER_NOT_EXIST"),
        (400, "system_error"),
        (400, "USERPAYING2"),
    ] {
        both(&signed_answer(status, code(refusal).as_bytes()), Outcome::Refused);
    }
}

/// Gives these responses, one after the other; none at all hangs up.
fn in_turn(responses: Vec<Vec<u8>>) -> Server {
    let left = Mutex::new(responses.into_iter());
    Server::start(move |_| match left.lock().unwrap().next() {
        Some(response) if response.is_empty() => Reply::Last(response),
        Some(response) => Reply::Raw(response),
        None => Reply::ok("{}"),
    })
}

#[test]
fn a_429_that_is_not_verified_refuses_no_attempt() {
    let wait = Duration::from_millis(1);
    let post = |responses: Vec<Vec<u8>>, resend: bool| {
        let server = in_turn(responses);
        let retry = Retry::new().backoff(wait, wait).budget(1000, 10.0);
        let client = support::builder(&server).retry(retry).build().unwrap();
        let result = client.chain("v3/t").post(Options::new().resend(resend));
        (result, server.requests().len())
    };
    let refused = || signed_answer(400, b"{}");
    let limited = code("FREQUENCY_LIMITED");
    let signed = || signed_answer(429, limited.as_bytes());
    for first in [answer(429, "", limited.as_bytes()), wrongly_signed(429, &limited)] {
        let (result, requests) = post(vec![first.clone()], false);
        expect(result, ErrorKind::Api, Outcome::Unknown);
        assert_eq!(requests, 1);
        // The caller's own word.
        let (result, requests) = post(vec![first.clone()], true);
        assert_eq!((result.unwrap().status().as_u16(), requests), (200, 2));
        // The first attempt may have been carried out.
        let (result, requests) = post(vec![first.clone(), refused()], true);
        expect(result, ErrorKind::Api, Outcome::Unknown);
        assert_eq!(requests, 2);
        let (result, _) = post(vec![signed(), first], true);
        assert!(result.is_ok());
    }
    let (result, requests) = post(vec![signed(), refused()], true);
    expect(result, ErrorKind::Api, Outcome::Refused);
    assert_eq!(requests, 2);
    // A 429 whose code is in doubt refuses nothing either.
    let in_doubt = signed_answer(429, code("SYSTEM_ERROR").as_bytes());
    let (result, _) = post(vec![in_doubt, refused()], true);
    expect(result, ErrorKind::Api, Outcome::Unknown);
}

#[test]
fn a_202_and_a_204_are_responses() {
    for (status, body) in [(202, r#"{"code":"USERPAYING"}"#), (202, ""), (204, "")] {
        let response = call(Method::POST, signed_answer(status, body.as_bytes())).unwrap();
        assert_eq!(response.status().as_u16(), status);
        assert!(matches!(response.verification(), Some(Verification::Verified { .. })));
        assert_eq!(response.body(), body.as_bytes());
        let error = call(Method::POST, answer(status, "", body.as_bytes())).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Verify, Outcome::Unknown));
    }
}

#[test]
fn no_body_is_none_and_null_and_nothing_else() {
    for status in [200, 202, 204] {
        let response = call(Method::POST, signed_answer(status, b"")).unwrap();
        assert_eq!(response.json::<Value>().unwrap(), Value::Null);
        assert_eq!(response.json::<Option<u8>>().unwrap(), None);
        response.json::<()>().unwrap();
        for error in
            [response.json::<u8>().unwrap_err(), response.json::<Vec<Value>>().unwrap_err()]
        {
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Accepted));
            let said = format!("the response {status} has no body");
            assert!(error.to_string().starts_with(&said), "{error}");
        }
    }
    // Of a stranger's response nothing is made up.
    let server = Server::start(|_| Reply::Raw(answer(404, "", b"")));
    let options = json!({"http_errors": false});
    let response = support::client(&server).chain("v3/t").get(options).unwrap();
    let error = response.json::<Option<u8>>().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Unknown));
}

#[test]
fn json_of_a_refusal_that_does_not_decode_was_not_accepted() {
    let server = Server::start(|_| Reply::Signed(404, b"{}".to_vec()));
    let options = json!({"http_errors": false});
    let response = support::client(&server).chain("v3/t").get(options).unwrap();
    assert_eq!(response.json::<u8>().unwrap_err().outcome(), Outcome::Unknown);
}

#[test]
fn what_is_not_verified_says_why() {
    let refusal = |client: &Client| client.chain("v3/t").post(()).unwrap_err().to_string();
    let server = Server::start(|_| Reply::Signed(400, code("PARAM_ERROR").into_bytes()));
    let slow = || SystemTime::now() - Duration::from_secs(600);
    let error = refusal(&support::builder(&server).clock(slow).build().unwrap());
    assert!(error.contains("400 PARAM_ERROR: m") && error.contains("(not verified: "), "{error}");
    assert!(error.contains("600 s off") || error.contains("601 s off"), "{error}");
    assert!(error.contains("synchronise the clock"), "{error}");

    let headers = signature(b"{}");
    let without = |name: &str| {
        let kept = headers.split_inclusive("\r\n").filter(|line| !line.starts_with(name));
        kept.collect::<String>()
    };
    for (headers, reason) in [
        (
            headers.replace("Wechatpay-Serial: ", "Wechatpay-Serial: 77"),
            "no platform key has the serial number `77",
        ),
        (without("Wechatpay-Nonce"), "no `wechatpay-nonce` header"),
        (without("Wechatpay-Serial"), "no `wechatpay-serial` header"),
        (format!("{headers}Wechatpay-Nonce: 2\r\n"), "more than one `wechatpay-nonce` header"),
        (
            headers.replace("Wechatpay-Timestamp: ", "Wechatpay-Timestamp: +"),
            "Wechatpay-Timestamp `+",
        ),
    ] {
        let (post, get) = both(&answer(404, &headers, b"{}"), Outcome::Unknown);
        assert!(post.to_string().contains("(not verified: "), "{post}");
        assert!(post.to_string().contains(reason), "{reason}: {post}");
        assert!(get.to_string().contains(reason), "{reason}: {get}");
    }
}

#[test]
fn the_field_that_is_wrong_is_named() {
    for (detail, shown) in [
        (
            json!({"field": "/amount/currency", "value": "XYZ", "issue": "no such currency",
                   "location": "body"}),
            " (body `/amount/currency`: no such currency)",
        ),
        (
            json!({"location": null, "value": ["/body/appid", "/body/goods/0/id"]}),
            " (`/body/appid`, `/body/goods/0/id`)",
        ),
        (json!({"location": "body", "value": "/body/mchid"}), " (`/body/mchid`)"),
        (json!({"issue": "too long", "value": "13800138000"}), " (too long)"),
        (json!({"value": ["/13800138000"]}), ""),
        (json!({"value": ["/body/appid", "13800138000"]}), ""),
        (json!({"value": {"name": "13800138000"}}), ""),
        (json!({"location": "body"}), ""),
        (json!({"field": "a\nb\u{202e}"}), " (`a\\nb\\u{202e}`)"),
        (json!("text"), ""),
        // The message says it already.
        (json!({"field": "m"}), ""),
    ] {
        let body = json!({"code": "PARAM_ERROR", "message": "m", "detail": detail}).to_string();
        let (post, _) = both(&signed_answer(400, body.as_bytes()), Outcome::Refused);
        let expected = format!("POST v3/t: 400 PARAM_ERROR: m{shown}, Request-ID 08F7");
        assert_eq!(post.to_string(), expected, "{detail}");
    }
    let long = "x".repeat(9999);
    let many = vec![format!("/{}", "x".repeat(70)); 500];
    for detail in [json!({"field": long, "issue": long, "location": long}), json!({"value": many})]
    {
        let body = json!({"code": "PARAM_ERROR", "message": "m", "detail": detail}).to_string();
        let (post, _) = both(&signed_answer(400, body.as_bytes()), Outcome::Refused);
        assert!(post.to_string().len() < 800, "{post}");
    }
}

#[test]
fn a_get_is_never_said_to_have_taken_effect() {
    let of = |method: Method, reply: fn() -> Reply| {
        let server = Server::start(move |_| reply());
        let options = Options::new().timeout(Duration::from_millis(300));
        support::client(&server).chain("v3/t").request(method, options).unwrap_err()
    };
    for reply in [
        || Reply::Nothing,
        || Reply::Last(Vec::new()),
        || Reply::Raw(answer(200, "", b"{}")),
        || Reply::Raw(answer(502, "", b"<html>")),
        || Reply::Signed(500, b"{}".to_vec()),
    ] as [fn() -> Reply; 5]
    {
        for method in [Method::GET, Method::HEAD] {
            let error = of(method, reply);
            assert!(!error.to_string().contains("taken effect"), "{error}");
        }
    }
    for reply in [
        || Reply::Nothing,
        || Reply::Raw(answer(200, "", b"{}")),
        || Reply::Raw(answer(502, "", b"<html>")),
        || Reply::Signed(500, b"{}".to_vec()),
    ] as [fn() -> Reply; 4]
    {
        let error = of(Method::DELETE, reply);
        assert!(error.to_string().contains(CAUTION), "{error}");
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
}
