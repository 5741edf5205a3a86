//! What an answer may cost: bytes, nesting, time.

use crate::support;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use wechatpay_chain::{ErrorKind, Options, Outcome, ResponseExt};

use support::server::{Reply, Server, answer, signature};

/// It answers a request by pieces, one each 10 ms, for ever.
fn drip(head: &'static str, piece: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(head.as_bytes());
        while stream.write_all(piece.as_bytes()).is_ok() {
            std::thread::sleep(Duration::from_millis(10));
        }
    });
    address
}

#[test]
fn an_answer_that_drips_ends_at_the_deadline() {
    let server = Server::start(|_| Reply::Nothing);
    for (name, head, piece) in [
        ("a head, byte by byte", "HTTP/1.1 200 OK\r\nX: ", "x"),
        ("headers without end", "HTTP/1.1 200 OK\r\n", "X: x\r\n"),
        ("interim answers", "", "HTTP/1.1 100 Continue\r\n\r\n"),
        ("a body, byte by byte", "HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n", " "),
        ("chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"),
        ("an error's body", "HTTP/1.1 500 Oh\r\nContent-Length: 9999999\r\n\r\n", " "),
        ("a body without end", "HTTP/1.0 200 OK\r\n\r\n", " "),
    ] {
        let base = format!("http://{}/", drip(head, piece));
        let client = support::builder(&server).base_uri(base).timeout(0.4).build().unwrap();
        let begun = Instant::now();
        let error = client.chain("v3/t").post(()).unwrap_err();
        // Not before it, and headers without end may be too many first.
        let met = (error.kind(), error.outcome());
        assert_eq!(met, (ErrorKind::Timeout, Outcome::Unknown), "{name}: {error}");
        assert!(begun.elapsed() >= Duration::from_millis(400), "{name}");
    }
}

#[test]
fn a_head_has_its_limit() {
    let long = |bytes: usize| {
        let headers = format!("X-Long: {}\r\n{}", "x".repeat(bytes), signature(b"{}"));
        Server::start(move |_| Reply::Raw(answer(200, &headers, b"{}")))
    };
    support::client(&long(100 << 10)).chain("v3/t").get(()).unwrap();
    let many = Server::start(|_| {
        Reply::Raw(answer(200, &format!("{}{}", "A: b\r\n".repeat(200), signature(b"{}")), b"{}"))
    });
    for server in [long(200 << 10), long(5 << 20), many] {
        let error = support::client(&server).chain("v3/t").post(()).unwrap_err();
        let met = (error.kind(), error.outcome());
        assert_eq!(met, (ErrorKind::Transport, Outcome::Unknown), "{error}");
        assert!(error.to_string().contains("head is too large"), "{error}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn a_body_has_its_limit() {
    let server = Server::start(|seen| Reply::Signed(200, vec![b' '; seen.body.len()]));
    let client = support::builder(&server).max_response_size(1000).build().unwrap();
    let ask = |bytes: usize| client.chain("v3/t").post(Options::new().body("x".repeat(bytes)));
    assert_eq!(ask(1000).unwrap().body().len(), 1000);
    let error = ask(1001).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown));
    let told = error.to_string();
    assert!(told.contains("more than 1000 bytes: raise max_response_size()"), "{told}");
    // Also when it is decoded, and of an error's body.
    let zeros = support::gzip(&[0; 100_000]);
    assert!(zeros.len() < 1000);
    for status in [200, 500] {
        let zeros = zeros.clone();
        let server = Server::start(move |_| {
            let headers = format!("Content-Encoding: gzip\r\n{}", signature(&[0; 100_000]));
            Reply::Raw(answer(status, &headers, &zeros))
        });
        let client = support::builder(&server).max_response_size(1000).build().unwrap();
        let error = client.chain("v3/t").get(()).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
        assert!(error.response().unwrap().body().len() <= 1000, "{error}");
    }
}

#[test]
fn json_is_nested_128_deep_at_most() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for status in [200, 400] {
        for (depth, fits) in [(100, true), (200, false), (1_000_000, false)] {
            let body = nested(depth);
            let server = Server::start(move |_| Reply::Signed(status, body.clone().into_bytes()));
            let options = json!({"http_errors": status == 200});
            let answer = support::client(&server).chain("v3/t").get(options).unwrap();
            match answer.json::<Value>() {
                Ok(_) => assert!(fits, "{depth}"),
                Err(error) => {
                    assert!(!fits, "{depth}: {error}");
                    let met = (error.kind(), error.outcome());
                    // A refusal that can't be read was not accepted.
                    let outcome = if status == 200 { Outcome::Accepted } else { Outcome::Unknown };
                    assert_eq!(met, (ErrorKind::Decode, outcome), "{error}");
                    assert!(error.to_string().len() < 300, "{error}");
                }
            }
        }
    }
    let server = Server::start(move |_| Reply::Signed(400, nested(1_000_000).into_bytes()));
    let error = support::client(&server).chain("v3/t").get(()).unwrap_err();
    assert_eq!((error.kind(), error.api()), (ErrorKind::Api, None));
    assert!(error.to_string().len() < 300, "{error}");
}
