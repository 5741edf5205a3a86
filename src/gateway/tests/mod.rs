//! Talks to a gateway over a plain socket and signs by hand, so that neither the client nor the
//! gateway's own code judges itself.

mod socket;

use std::io::Read;
use std::net::TcpStream;
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use http::{Method, StatusCode};
use openssl::pkey::PKey;
use serde_json::{Value, json};

use self::socket::{Connection, authorization, certificate_key, request, signed};
use super::*;

#[test]
fn answers_and_signs() {
    let gateway = Gateway::start().unwrap();
    gateway.on(Method::GET, "/v3/pay/transactions/id/{transaction_id}", |request| {
        json!({ "id": request.var("transaction_id"), "mchid": request.query_value("mchid") })
    });
    gateway.on(Method::POST, "v3/close", |request| assert!(request.verified()));
    gateway.on(Method::POST, "/v3/refuse", |request| {
        let message = request.json().map_or_else(String::new, |json| json["a"].to_string());
        StubResponse::error(StatusCode::TOO_MANY_REQUESTS, "FREQUENCY_LIMITED", &message)
            .header("Retry-After", "5")
    });
    gateway
        .on(Method::GET, "/v3/file", |_| StubResponse::new(StatusCode::OK).body("csv").unsigned());
    gateway.on(Method::GET, "/v3/old", |_| {
        StubResponse::from(json!({})).header("Wechatpay-Timestamp", "1554208460")
    });
    let key = certificate_key(&gateway);
    let mut connection = Connection::new(&gateway);

    let target = "/v3/pay/transactions/id/a%2Fb?mchid=1900000109";
    let reply = connection.call(&signed(&gateway, "GET", target, "", b""));
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    assert_eq!(reply.json(), json!({ "id": "a/b", "mchid": "1900000109" }));
    assert_eq!(reply.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(reply.header("wechatpay-serial"), Some(gateway.platform_serial()));
    assert_eq!(reply.header("wechatpay-signature-type"), Some("WECHATPAY2-SHA256-RSA2048"));
    assert!(reply.holds(&key));

    let again =
        connection.call(&signed(&gateway, "POST", "/v3/close", "", "{\"微\":1}".as_bytes()));
    assert_eq!((again.status, again.body.len()), (204, 0));
    assert!(again.holds(&key));

    let refused = connection.call(&signed(&gateway, "POST", "/v3/refuse", "", b"{\"a\":7}"));
    assert_eq!(refused.code(), (429, "FREQUENCY_LIMITED".to_owned()));
    assert_eq!(refused.json()["message"], "7");
    assert_eq!(refused.header("retry-after"), Some("5"));
    assert!(refused.holds(&key));

    let file = connection.call(&signed(&gateway, "GET", "/v3/file", "", b""));
    assert_eq!((file.status, &*file.body), (200, &b"csv"[..]));
    assert!(file.headers.iter().all(|(name, _)| !name.starts_with("wechatpay-")));

    let old = connection.call(&signed(&gateway, "GET", "/v3/old", "", b""));
    assert_eq!(old.header("wechatpay-timestamp"), Some("1554208460"));
    assert!(old.holds(&key));

    let requests = gateway.requests();
    assert_eq!(requests.len(), 5);
    assert!(requests.iter().all(ReceivedRequest::verified));
    assert_eq!(requests[0].target(), target);
    assert_eq!(reply.header("request-id"), Some(requests[0].request_id()));
    assert!(requests[0].request_id().starts_with("SANDBOX-"));
    assert_eq!(&requests[1].body()[..], "{\"微\":1}".as_bytes());
    assert!(!format!("{requests:?}").contains("signature="));
    assert!(!format!("{gateway:?}").contains("KEY"));
}

#[test]
fn public_key_mode() {
    let gateway = Gateway::start().unwrap();
    gateway.on(Method::GET, "/v3/a", |_| json!({}));
    let public = PKey::public_key_from_pem(gateway.platform_public_key_pem().as_bytes()).unwrap();
    let mut connection = Connection::new(&gateway);
    let id = gateway.public_key_id();
    for (serial, by_id) in [(id, true), (gateway.platform_serial(), false), ("else", false)] {
        let more = format!("Wechatpay-Serial: {serial}\r\n");
        let reply = connection.call(&signed(&gateway, "GET", "/v3/a", &more, b""));
        let expected = if by_id { id } else { gateway.platform_serial() };
        assert_eq!(reply.header("wechatpay-serial"), Some(expected));
        assert_eq!(reply.holds(&public), by_id);
        assert_eq!(reply.holds(&certificate_key(&gateway)), !by_id);
    }
}

#[test]
fn refuses_and_says_why() {
    let gateway = Gateway::start().unwrap();
    gateway.on(Method::GET, "/v3/a", |_| json!({}));
    gateway.on(Method::DELETE, "/v3/a", |_| ());
    let key = certificate_key(&gateway);
    let mut connection = Connection::new(&gateway);
    let mut call = |bytes: &[u8]| {
        let reply = connection.call(bytes);
        // As WeChat Pay does, it signs its responses to signed requests alone.
        if reply.status == 401 {
            assert!(reply.headers.iter().all(|(name, _)| !name.starts_with("wechatpay-")));
        } else {
            assert!(reply.holds(&key));
        }
        assert!(reply.header("request-id").unwrap().starts_with("SANDBOX-"));
        reply
    };

    let good = signed(&gateway, "GET", "/v3/a", "", b"");
    assert_eq!(call(&good).status, 200);
    let replayed = call(&good);
    assert_eq!(replayed.code(), (401, "SIGN_ERROR".to_owned()));
    assert_eq!(replayed.json()["detail"]["field"], "nonce_str");

    let other = authorization(&gateway, b"", "GET", "/v3/b");
    let wrong = call(&request(&gateway, "GET", "/v3/a?x=%20", &other, "", b"{}"));
    assert_eq!(wrong.code(), (401, "SIGN_ERROR".to_owned()));
    let body = wrong.json();
    assert!(body["message"].as_str().unwrap().starts_with("the signature is invalid: "));
    assert_eq!(body["detail"]["detail"]["issue"], "sign not match");
    let information = &body["detail"]["sign_information"];
    assert_eq!(
        (&information["method"], &information["url"]),
        (&json!("GET"), &json!("/v3/a?x=%20"))
    );
    let message = information["truncated_sign_message"].as_str().unwrap();
    assert!(message.starts_with("GET\n/v3/a?x=%20\n") && message.ends_with("\n{}\n"), "{message}");
    assert_eq!(information["sign_message_length"], message.len());

    let text = String::from_utf8(signed(&gateway, "GET", "/v3/a", "", b"")).unwrap();
    let without = |name: &str| {
        let lines = text.split_inclusive("\r\n").filter(|line| !line.starts_with(name));
        lines.collect::<String>().into_bytes()
    };
    let missing = call(&without("Authorization"));
    assert_eq!(missing.code(), (401, "SIGN_ERROR".to_owned()));
    assert_eq!(missing.json()["detail"]["detail"]["issue"], "authorization missing");
    for name in ["User-Agent", "Accept"] {
        let reply = call(&without(name));
        assert_eq!(reply.code(), (400, "PARAM_ERROR".to_owned()));
        assert!(reply.json()["message"].as_str().unwrap().contains(name));
    }
    let ours = gateway.shared.address.to_string();
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:1", ""] {
        let reply = call(text.replace(&ours, host).as_bytes());
        assert_eq!(reply.code(), (403, "NO_AUTH".to_owned()), "{host}");
    }
    assert_eq!(call(&without("Host")).status, 403);
    assert_eq!(call(text.replacen("/v3/a", "http://evil.example/v3/a", 1).as_bytes()).status, 403);
    let localhost = ours.replace("127.0.0.1", "LocalHost");
    assert_eq!(call(text.replace(&ours, &localhost).as_bytes()).status, 200);

    let unknown = call(&signed(&gateway, "GET", "/v3/nothing", "", b""));
    assert_eq!(unknown.code(), (404, "RESOURCE_NOT_EXISTS".to_owned()));
    let method = call(&signed(&gateway, "POST", "/v3/a", "", b"{}"));
    assert_eq!(method.code(), (405, "METHOD_NOT_ALLOWED".to_owned()));
    assert_eq!(method.header("allow"), Some("DELETE, GET"));
    // What is signed is the empty body that arrives.
    let bare = call(&signed(&gateway, "HEAD", "/v3/a", "", b""));
    assert_eq!(bare.status, 405);

    let verified = gateway.requests().iter().map(ReceivedRequest::verified).collect::<Vec<_>>();
    assert_eq!(verified.len(), 16);
    assert_eq!(verified.iter().filter(|held| **held).count(), 5);
}

#[test]
fn an_upload_signs_its_meta() {
    let gateway = Gateway::start().unwrap();
    gateway.on(
        Method::POST,
        "/v3/merchant/media/upload",
        |request| json!({ "length": request.body().len() }),
    );
    let meta = b"{\"filename\":\"a.jpg\"}";
    let mut body = b"--b\r\nContent-Disposition: form-data; name=\"meta\"\r\n\r\n".to_vec();
    body.extend_from_slice(meta);
    body.extend_from_slice(
        b"\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n\
          \xff\r\n--b--\r\n",
    );
    let target = "/v3/merchant/media/upload";
    let more = "Content-Type: multipart/form-data; boundary=b\r\n";
    let mut connection = Connection::new(&gateway);
    let upload = authorization(&gateway, meta, "POST", target);
    let reply = connection.call(&request(&gateway, "POST", target, &upload, more, &body));
    assert_eq!(reply.json(), json!({ "length": body.len() }));
    assert_eq!(connection.call(&signed(&gateway, "POST", target, more, &body)).status, 401);
}

#[test]
fn survives_handlers_and_bodies() {
    let gateway = Gateway::start().unwrap();
    gateway.on(Method::GET, "/v3/panics", |_| -> Value { panic!("on purpose") });
    gateway.on(Method::GET, "/v3/header", |_| StubResponse::from(()).header("a b", "c"));
    gateway.on(Method::POST, "/v3/a", |_| json!({}));
    let key = certificate_key(&gateway);
    let mut connection = Connection::new(&gateway);
    for target in ["/v3/panics", "/v3/header", "/v3/panics"] {
        let reply = connection.call(&signed(&gateway, "GET", target, "", b""));
        assert_eq!(reply.code(), (500, "SYSTEM_ERROR".to_owned()));
        assert!(reply.holds(&key));
    }
    // Chunks are put together before the signature is checked.
    let chunked = signed(&gateway, "POST", "/v3/a", "Transfer-Encoding: chunked\r\n", b"{}");
    let chunked = String::from_utf8(chunked).unwrap();
    let chunked = chunked.replace("Content-Length: 2\r\n", "");
    let chunked = chunked.replace("\r\n\r\n{}", "\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");
    assert_eq!(connection.call(chunked.as_bytes()).status, 200);

    let large = format!(
        "POST /v3/a HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n\r\n",
        gateway.shared.address,
        64 * 1024 * 1024 + 1
    );
    let reply = connection.call(large.as_bytes());
    assert_eq!(reply.code(), (413, "PARAM_ERROR".to_owned()));
    let broken = format!(
        "POST /v3/a HTTP/1.1\r\nHost: {}\r\nTransfer-Encoding: chunked\r\n\r\nno\r\n",
        gateway.shared.address
    );
    assert_eq!(Connection::new(&gateway).call(broken.as_bytes()).status, 400);
    assert_eq!(gateway.requests().len(), 6);
}

#[test]
fn stops_while_a_handler_is_blocked_and_a_runtime_runs() {
    let gateway = Gateway::start().unwrap();
    let (entered, wait_until_entered) = mpsc::sync_channel(1);
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    gateway.on(Method::GET, "/v3/blocks", move |_| {
        let _ = entered.send(());
        let _ = released.lock().unwrap().recv();
    });
    let mut idle = Connection::new(&gateway);
    assert_eq!(idle.call(&signed(&gateway, "GET", "/v3/nothing", "", b"")).status, 404);
    let mut busy = Connection::new(&gateway);
    busy.send(&signed(&gateway, "GET", "/v3/blocks", "", b""));
    wait_until_entered.recv_timeout(Duration::from_secs(30)).unwrap();

    let address = gateway.shared.address;
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async move { drop(gateway) });
    for mut connection in [idle, busy] {
        let mut rest = Vec::new();
        // The end, or a reset.
        assert_eq!(connection.0.read_to_end(&mut rest).unwrap_or(0), 0);
    }
    assert!(TcpStream::connect(address).is_err());
    drop(release);
}

#[test]
fn shares_and_sends() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Gateway>();
    check::<ReceivedRequest>();
    check::<StubResponse>();
}
