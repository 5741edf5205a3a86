//! Faults, and what the error says of the money: was the request sent, and how often.

use crate::support;

use std::net::TcpListener;
use std::time::Duration;

use serde_json::json;
use wechatpay_chain::{
    BoxError, Client, Error, ErrorKind, Outcome, Promise, Response, ResponseExt, Verification,
};

use support::expect;
use support::log::Log;
use support::server::{Reply, Server, answer, signature, signed_answer};

/// A POST that meets this reply, and the server it met.
fn post(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (Result<Response, Error>, Server) {
    let server = Server::start(move |_| reply());
    let result = support::client(&server).chain("v3/pay").post(json!({"json": {"amount": 1}}));
    (result, server)
}

#[test]
fn a_fault_after_sending_is_unknown_and_nothing_is_sent_twice() {
    let promised = |body: &[u8], more: usize| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len() + more);
        [head.as_bytes(), body].concat()
    };
    for (name, bytes) in [
        ("no answer", Vec::new()),
        ("half a status line", b"HTTP/1.1 20".to_vec()),
        ("half a head", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n".to_vec()),
        ("half a body", promised(b"{\"code\":", 20)),
        ("no body", promised(b"", 20)),
        (
            "half a chunk",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc".to_vec(),
        ),
        ("no HTTP", b"220 smtp.example.com ESMTP\r\n\r\n".to_vec()),
        ("a length that is none", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n".to_vec()),
        (
            "two lengths",
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}".to_vec(),
        ),
    ] {
        let (result, server) = post(move || Reply::Last(bytes.clone()));
        let error = result.expect_err(name);
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Transport, Outcome::Unknown),
            "{name}: {error}"
        );
        assert_eq!(server.requests().len(), 1, "{name}");
        assert!(error.to_string().starts_with("POST v3/pay: "), "{error}");
    }
}

#[test]
fn whole_answers_in_odd_shapes_are_answers() {
    let http10 = || {
        let head = format!("HTTP/1.0 200 OK\r\n{}\r\n{{}}", signature(b"{}"));
        Reply::Last(head.into_bytes())
    };
    let (result, _) = post(http10);
    assert_eq!(&result.unwrap().body()[..], b"{}");
    let interim = || {
        Reply::Raw([b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(), signed_answer(200, b"{}")].concat())
    };
    let (result, server) = post(interim);
    result.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn no_connection_is_not_sent() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = Server::start(|_| Reply::ok("{}"));
    let client = |base: String| support::builder(&server).base_uri(base).build().unwrap();
    let refused = client(format!("http://127.0.0.1:{port}/")).chain("v3/pay").post(());
    let error = expect(refused, ErrorKind::Connect, Outcome::NotSent);
    assert!(error.to_string().contains("refused"), "{error}");
}

#[test]
fn a_connect_timeout_covers_tls_and_is_not_sent() {
    // It takes connections, and says nothing: the handshake does not come about.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::builder(&server)
        .base_uri(format!("https://{}/", silent.local_addr().unwrap()))
        .connect_timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let error = expect(client.chain("v3/pay").post(()), ErrorKind::Timeout, Outcome::NotSent);
    assert!(error.to_string().contains("connect_timeout of 0.2 s"), "{error}");
    let options = json!({"connect_timeout": 0, "timeout": 0.3});
    let error = expect(client.chain("v3/pay").post(options), ErrorKind::Timeout, Outcome::NotSent);
    assert!(error.to_string().contains("timeout of 0.3 s: nothing was sent"), "{error}");
}

#[test]
fn a_slow_answer_ends_at_the_timeout_wherever_it_stalls() {
    let body = || Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{".to_vec());
    let head = || Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-".to_vec());
    for stall in [Server::start(move |_| body()), Server::start(move |_| head())] {
        let client = support::builder(&stall).timeout(Duration::from_secs(1)).build().unwrap();
        let error = expect(client.chain("v3/pay").post(()), ErrorKind::Timeout, Outcome::Unknown);
        assert!(error.to_string().contains("query it before you repeat"), "{error}");
        assert_eq!(stall.requests().len(), 1);
        stall.wait_for_disconnects(1);
    }
}

#[test]
fn a_status_that_the_protocol_does_not_know_is_unknown() {
    for status in [600, 999] {
        let error = expect(
            post(move || Reply::Signed(status, b"{}".to_vec())).0,
            ErrorKind::Api,
            Outcome::Unknown,
        );
        assert_eq!(error.status().unwrap().as_u16(), status);
        let server = Server::start(move |_| Reply::Signed(status, b"{}".to_vec()));
        let options = json!({"http_errors": false});
        expect(
            support::client(&server).chain("v3/t").get(options),
            ErrorKind::Api,
            Outcome::Unknown,
        );
    }
}

#[test]
fn an_answer_without_end_is_cut_off() {
    let (result, _) = post(|| {
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 68157440\r\n\r\n".to_vec();
        Reply::Last([head, vec![b' '; 65 << 20]].concat())
    });
    let error = expect(result, ErrorKind::Transport, Outcome::Unknown);
    assert!(error.to_string().contains("more than 67108864 bytes"), "{error}");
}

#[test]
fn what_wechat_said_is_on_one_line() {
    let body =
        "{\"code\":\"PARAM_ERROR\",\"message\":\"参数\\n错误\",\"detail\":{\"location\":\"body\"}}";
    let (result, _) = post(move || Reply::Signed(400, body.as_bytes().to_vec()));
    let error = expect(result, ErrorKind::Api, Outcome::Refused);
    assert_eq!(error.to_string(), "POST v3/pay: 400 PARAM_ERROR: 参数\\n错误, Request-ID 08F7");
    assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (400, Some("08F7")));
    assert_eq!(error.api().unwrap().message, "参数\n错误");
    assert!(matches!(error.verification(), Some(Verification::Verified { .. })));
    let (result, _) = post(move || Reply::Signed(500, body.as_bytes().to_vec()));
    expect(result, ErrorKind::Api, Outcome::Unknown);
}

#[test]
fn answers_that_are_not_wechats_are_clipped_and_not_dumped() {
    let html = || {
        Reply::Raw(answer(
            502,
            "Content-Type: text/html\r\n",
            b"<html><body>nginx secret</body></html>",
        ))
    };
    let (result, _) = post(html);
    let error = expect(result, ErrorKind::Api, Outcome::Unknown);
    let page = "POST v3/pay: 502 Bad Gateway (38 bytes, text/html) (unsigned; ";
    assert!(error.to_string().starts_with(page), "{error}");
    let noise =
        || Reply::Raw(answer(404, "", format!("\u{1b}[31m{}", "x".repeat(5000)).as_bytes()));
    let error = expect(post(noise).0, ErrorKind::Api, Outcome::Unknown);
    assert!(error.to_string().len() < 400, "{error}");
    assert!(error.to_string().contains("\\u{1b}[31mxxx"), "{error}");
    let long = || {
        let body = json!({"code": "C".repeat(999), "message": "m".repeat(9999)}).to_string();
        Reply::Signed(400, body.into_bytes())
    };
    let error = expect(post(long).0, ErrorKind::Api, Outcome::Refused);
    assert!(error.to_string().len() < 600, "{error}");
    assert_eq!(error.api().unwrap().message.len(), 9999);
}

#[test]
fn errors_name_the_call_and_no_secret_of_its_address() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        for address in [
            "https://user:hunter2@api.mch.weixin.qq.com/v3/x",
            "//user:hunter2@host/v3/x",
            "https://evil.example/v3/x?token=hunter2",
            "https://evil.example/v3/x#hunter2",
        ] {
            for error in [
                client.chain(address).get(()).unwrap_err(),
                client.chain("{+url}").get(json!({"url": address})).unwrap_err(),
            ] {
                assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
                assert!(error.to_string().starts_with("GET "), "{error}");
            }
        }
        // Nor do the messages that show a template.
        let secret = "https://user:hunter2@api.mch.weixin.qq.com/v3/x?token=hunter2";
        for error in [
            client.chain(secret).get(json!({"unused": 1})).unwrap_err(),
            client.chain(format!("{secret}{{")).get(()).unwrap_err(),
            client.chain(format!("{secret}{{id}}")).get(()).unwrap_err(),
            client.chain(secret).seg("y").get(()).unwrap_err(),
        ] {
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
            assert!(error.to_string().contains("…@api.mch.weixin.qq.com/v3/x"), "{error}");
        }
        assert!(!format!("{:?}", client.chain(secret)).contains("hunter2"));
        let error = client.chain("v3/{id}{?a}").get(()).unwrap_err();
        assert!(error.to_string().starts_with("GET v3/{id}{?a}: "), "{error}");
        let error = client.chain("v3/{id}/x").get(json!({"id": ".."})).unwrap_err();
        assert!(error.to_string().starts_with("GET v3/{id}/x: "), "{error}");
        client.chain("v3/t?token=hunter2").get(()).unwrap();
    });
    assert!(
        log.text().contains("otel.name=GET v3/t?…") && !log.text().contains("hunter2"),
        "{}",
        log.text()
    );
}

#[test]
fn redirects_are_not_followed() {
    let other = Server::start(|_| Reply::ok("{}"));
    for status in [301, 302, 303, 307, 308] {
        let headers = format!("Location: {}v3/other\r\n", other.base_uri());
        let (result, server) = post(move || Reply::Raw(answer(status, &headers, b"")));
        let error = expect(result, ErrorKind::Api, Outcome::Unknown);
        assert!(
            error.to_string().contains(&format!("redirects to `{}v3/other`", other.base_uri())),
            "{error}"
        );
        assert_eq!(server.requests().len(), 1);
    }
    assert_eq!(other.connections(), 0);
}

#[test]
fn a_verified_response_that_is_not_json_of_the_shape_was_accepted() {
    let (result, _) = post(|| Reply::ok("{\"a\":1}"));
    let error = result.unwrap().json::<Vec<u8>>().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Accepted));
    assert!(error.to_string().contains("line 1"), "{error}");
}

#[test]
fn a_connection_is_kept_and_a_closed_one_is_replaced() {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/v3/last" => {
            let headers = format!("{}Connection: close\r\n", signature(b"{}"));
            Reply::Last(answer(200, &headers, b"{}"))
        }
        _ => Reply::ok("{}"),
    });
    let client = support::client(&server);
    // Its own: those of sync calls are the whole process's, and other tests' calls may take them.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let post = |path: &str| runtime.block_on(client.chain(path).post_async(())).unwrap();
    for _ in 0..3 {
        post("v3/t");
    }
    assert_eq!(server.connections(), 1);
    post("v3/last");
    for _ in 0..3 {
        post("v3/t");
    }
    assert_eq!(server.connections(), 2);
    assert_eq!(server.requests().len(), 7);
}

#[test]
fn a_promise_dropped_in_flight_disconnects_and_is_traced() {
    let server = Server::start(|_| Reply::Nothing);
    let client = support::client(&server);
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            drop(client.chain("v3/pay").post_async(()));
            let promise = client.chain("v3/pay").post_async(json!({"json": {}}));
            let arrived = tokio::task::spawn_blocking(move || {
                server.wait_for_requests(1);
                server
            });
            tokio::select! {
                biased;
                _ = promise => panic!("nobody answers"),
                server = arrived => {
                    // By now the promise is dropped.
                    let server = server.unwrap();
                    tokio::task::spawn_blocking(move || {
                        server.wait_for_disconnects(1);
                        assert_eq!(server.requests().len(), 1, "a promise that is never polled sends nothing");
                    }).await.unwrap();
                }
            }
        });
    });
    assert!(log.text().contains("cancelled in flight"), "{}", log.text());
}

fn client_of(reply: &'static str) -> (Server, Client) {
    let server = Server::start(move |_| Reply::ok(reply));
    let client = support::client(&server);
    (server, client)
}

#[test]
fn promises_chain_as_in_php() {
    let (server, client) = client_of(r#"{"n":20}"#);
    let get = || client.chain("v3/t").get_async(());
    let n = |response: Response| {
        response.json::<serde_json::Value>().map(|json| json["n"].as_i64().unwrap())
    };
    assert_eq!(get().try_then(n).then(|n| n + 1).wait().unwrap(), 21);
    let next = client.clone();
    let second =
        get().try_then(n).and_then(move |n| next.chain("v3/{n}").get_async(json!({"n": n})));
    assert!(second.wait().is_ok());
    assert_eq!(server.requests().pop().unwrap().target, "/v3/20");
    let failing = || get().try_then(|_| Err::<i64, _>(Error::other("no")));
    assert_eq!(
        failing().otherwise(|error| i64::from(error.kind() == ErrorKind::Other)).wait().unwrap(),
        1
    );
    assert_eq!(failing().or_else(|_| Ok(7)).then(|n| n * 2).wait().unwrap(), 14);
    assert_eq!(failing().or_else(Err).wait().unwrap_err().to_string(), "no");
    assert_eq!(failing().then(|_| panic!("is not reached")).otherwise(|_| ()).wait().unwrap(), ());
    assert_eq!(Promise::ready(1).and_then(|n| Ok::<_, Error>(n + 1)).wait().unwrap(), 2);
    assert_eq!(Promise::from_future(async { Ok(3) }).wait().unwrap(), 3);
    let all = Promise::all(
        (0..10).map(|n| client.chain("v3/{n}").get_async(json!({"n": n})).then(move |_| n)),
    );
    assert_eq!(all.wait().unwrap(), (0..10).collect::<Vec<_>>());
    let error = Promise::all([Promise::ready(1), Promise::from(Err(Error::other("one")))])
        .wait()
        .unwrap_err();
    assert_eq!(error.to_string(), "one");
}

#[test]
fn an_error_is_small_and_goes_anywhere() {
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    fn is_promise<T: Future + Send + Unpin + 'static>() {}
    is_error::<Error>();
    is_promise::<Promise<Response>>();
    assert!(size_of::<Error>() <= 2 * size_of::<usize>());
    let own: BoxError = "mine".into();
    let error = Error::other(own);
    assert_eq!(
        (error.kind(), error.outcome(), error.to_string().as_str()),
        (ErrorKind::Other, Outcome::Unknown, "mine")
    );
    assert!(std::error::Error::source(&error).is_some());
    // The chain of causes goes down to the system's own error.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = Server::start(|_| Reply::ok("{}"));
    let client =
        support::builder(&server).base_uri(format!("http://127.0.0.1:{port}/")).build().unwrap();
    let error = client.chain("v3/t").get(()).unwrap_err();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    assert!(cause.is::<std::io::Error>(), "{cause:?}");
}
