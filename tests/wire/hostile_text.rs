//! Answers by somebody who wants to be printed: on a terminal, in a log.

use crate::support;

use http::HeaderMap;
use serde::Deserialize;
use serde_json::json;
use wechatpay_chain::{ErrorKind, Outcome, ResponseExt};

use support::given::{Given, assert_printable, signed, with};

/// Somebody else's words, as the messages of errors repeat them.
#[test]
fn a_terminal_is_told_nothing() {
    let given = Given::new();
    let evil = "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m\r\n\u{8}\u{7f}\u{202e}gnp\u{2066}\u{200b}\u{2028}\u{feff}\u{ad}";
    let long = evil.repeat(2000);
    for text in [evil, &*long] {
        let body = json!({"code": text, "message": text, "detail": {text: text}}).to_string();
        for status in [300, 400, 401, 404, 429, 500, 599] {
            for headers in [signed(body.as_bytes()), HeaderMap::new(), signed(b"other")] {
                let headers = with(headers, "content-type", "application/json");
                let error = given.get("v3/t", status, headers, body.clone()).unwrap_err();
                assert_printable("a refusal", &error);
                assert_eq!(error.api().unwrap().code, text);
            }
        }
        for type_ in ["text/plain", "text/html; charset=\t", "application/json"] {
            let headers = with(HeaderMap::new(), "content-type", type_);
            let error = given.get("v3/t", 502, headers, text).unwrap_err();
            assert_printable("a page", &error);
        }
    }
    for id in [&b"08F7\t\xff"[..], "号".as_bytes(), &[b'A'; 9000]] {
        let headers = with(HeaderMap::new(), "request-id", id);
        assert_printable("Request-ID", &given.get("v3/t", 500, headers, "{}").unwrap_err());
    }
    for target in ["\u{202e}moc.live", &"/x".repeat(9000)] {
        let headers = with(HeaderMap::new(), "location", target.as_bytes());
        assert_printable("Location", &given.get("v3/t", 302, headers, "").unwrap_err());
    }
    let html = "<!DOCTYPE html><title>secret</title>".repeat(100);
    let error = given.get("v3/t", 403, HeaderMap::new(), html).unwrap_err();
    assert!(!error.to_string().contains("secret"), "{error}");
}

#[test]
fn what_serde_says_of_an_answer_is_printable_too() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        #[serde(rename = "state")]
        _state: State,
    }
    #[derive(Debug, Deserialize)]
    enum State {
        Success,
    }
    let given = Given::new();
    let evil = "\u{1b}[2J\u{202e}".repeat(500);
    for body in [json!({"state": evil}), json!({&evil: 1}), json!({"state": [evil]})] {
        let body = body.to_string();
        let answer = given.get("v3/t", 200, signed(body.as_bytes()), body).unwrap();
        let error = answer.json::<Strict>().unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Accepted));
        assert_printable("serde", &error);
        let source = std::error::Error::source(&error).unwrap();
        assert!(source.is::<serde_json::Error>(), "{error:?}");
    }
    let deep = "[".repeat(100_000);
    let answer = given.get("v3/t", 200, signed(deep.as_bytes()), deep).unwrap();
    assert_printable("depth", &answer.json::<serde_json::Value>().unwrap_err());
    let body = json!({"state": "Success"}).to_string();
    let answer = given.get("v3/t", 200, signed(body.as_bytes()), body).unwrap();
    assert!(matches!(answer.json(), Ok(Strict { _state: State::Success })));
}
