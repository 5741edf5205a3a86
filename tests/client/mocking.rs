//! Clients for tests: a transport without signatures, which the client verifies nevertheless.

use crate::support;

use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use futures_util::future::join_all;
use serde_json::{Value, json};
use tower::service_fn;
use wechatpay_chain::http::{Request, Response, StatusCode};
use wechatpay_chain::{
    Body, BoxError, Client, ClientBuilder, ErrorKind, Outcome, PrivateKey, ResponseExt, Retry,
    Verification,
};

use support::keys::Keys;
use support::log::Log;
use support::{expect, gzip, sha1};

/// A client whose requests have this response.
fn client(respond: impl Fn() -> Response<Vec<u8>> + Clone + Send + Sync + 'static) -> Client {
    builder(respond).build().unwrap()
}

fn builder(
    respond: impl Fn() -> Response<Vec<u8>> + Clone + Send + Sync + 'static,
) -> ClientBuilder {
    let transport = service_fn(move |_: Request<Body>| {
        let response = respond().map(Body::from);
        async move { Ok::<_, BoxError>(response) }
    });
    ClientBuilder::for_tests(transport).unwrap()
}

fn response(status: u16, body: impl Into<Vec<u8>>) -> Response<Vec<u8>> {
    Response::builder().status(status).body(body.into()).unwrap()
}

#[test]
fn a_response_without_a_signature_is_verified() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&seen);
    let client = Client::for_tests(service_fn(move |request: Request<Body>| {
        let record = Arc::clone(&record);
        async move {
            let (parts, body) = request.into_parts();
            let body = body.into_bytes().await?;
            record.lock().unwrap().push((parts, body));
            // Any type of body.
            Ok::<_, BoxError>(Response::new(json!({"code_url": "weixin://"}).to_string()))
        }
    }));
    let client = client.unwrap();
    let response =
        client.chain("v3/pay/{id}").post(json!({"id": "native", "json": {"a": 1}})).unwrap();
    assert!(matches!(response.verification(), Some(Verification::Verified { .. })));
    assert_eq!(response.json::<Value>().unwrap()["code_url"], "weixin://");
    let seen = seen.lock().unwrap();
    let [(parts, body)] = &seen[..] else { panic!("{} requests", seen.len()) };
    assert_eq!(parts.uri, "https://mock.invalid/v3/pay/native");
    assert_eq!((parts.method.as_str(), &body[..]), ("POST", &b"{\"a\":1}"[..]));
    let authorization = parts.headers["authorization"].to_str().unwrap();
    assert!(authorization.starts_with("WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\""));
}

#[test]
fn it_works_in_any_runtime_and_at_once() {
    let client = client(|| response(200, "{}"));
    client.chain("v3/t").get(()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let calls = (0..20).map(|_| client.chain("v3/t").post_async(()));
        for response in join_all(calls).await {
            assert_eq!(response.unwrap().status(), StatusCode::OK);
        }
        // Sync within a runtime, too.
        client.chain("v3/t").get(()).unwrap();
    });
}

#[test]
fn an_error_has_the_outcome_that_it_would_have() {
    let refused = client(|| response(403, r#"{"code": "NOT_ENOUGH", "message": "no"}"#));
    let error = expect(refused.chain("v3/t").post(()), ErrorKind::Api, Outcome::Refused);
    assert_eq!(error.api().unwrap().code, "NOT_ENOUGH");
    let broken = client(|| response(500, r#"{"code": "SYSTEM_ERROR", "message": "no"}"#));
    expect(broken.chain("v3/t").post(()), ErrorKind::Api, Outcome::Unknown);
    let empty = client(|| response(204, ""));
    assert_eq!(empty.chain("v3/t").delete(()).unwrap().status(), StatusCode::NO_CONTENT);

    let cut = service_fn(|_: Request<Body>| async {
        Err::<Response<String>, _>(io::Error::new(io::ErrorKind::ConnectionReset, "cable cut"))
    });
    let cut = Client::for_tests(cut).unwrap();
    let error = expect(cut.chain("v3/t").post(()), ErrorKind::Other, Outcome::Unknown);
    assert!(error.to_string().contains("cable cut"), "{error}");

    let silent =
        service_fn(|_: Request<Body>| std::future::pending::<Result<Response<String>, BoxError>>());
    let silent = ClientBuilder::for_tests(silent).unwrap().timeout(Duration::from_millis(1));
    let result = silent.build().unwrap().chain("v3/t").post(());
    expect(result, ErrorKind::Timeout, Outcome::Unknown);
}

/// The client verifies for real: what does not fit is refused.
#[test]
fn a_signature_of_the_tests_own_is_checked() {
    for (name, value) in [("wechatpay-signature", "bm8gc2lnbmF0dXJl"), ("wechatpay-signature", "")]
    {
        let client = client(move || {
            let mut response = response(200, "{}");
            response.headers_mut().insert(name, value.parse().unwrap());
            response
        });
        expect(client.chain("v3/t").post(()), ErrorKind::Verify, Outcome::Unknown);
    }
    // Nor is a response that a key of another merchant's would verify.
    let keys = Keys::shared();
    let real = support::keys::sign(&keys.platform, b"1\n2\n{}\n");
    let forged = client(move || {
        let mut response = response(200, "{}");
        for (name, value) in [
            ("wechatpay-signature", real.as_str()),
            ("wechatpay-timestamp", "1"),
            ("wechatpay-nonce", "2"),
            ("wechatpay-serial", support::keys::PLATFORM_SERIAL),
        ] {
            response.headers_mut().insert(name, value.parse().unwrap());
        }
        response
    });
    expect(forged.chain("v3/t").post(()), ErrorKind::Verify, Outcome::Unknown);
}

#[test]
fn what_is_signed_is_what_wechat_pay_would_sign() {
    let zipped = client(|| {
        let mut response = response(200, gzip(b"{\"a\":1}"));
        response.headers_mut().insert("content-encoding", "gzip".parse().unwrap());
        response
    });
    assert_eq!(zipped.chain("v3/t").get(()).unwrap().body(), "{\"a\":1}");
    let statement = client(|| {
        let mut response = response(200, "a,b\n");
        let hash = sha1(b"a,b\n").parse().unwrap();
        response.headers_mut().insert("wechatpay-statement-sha1", hash);
        response
    });
    assert_eq!(statement.chain("hk/v3/statements").get(()).unwrap().body(), "a,b\n");
    let file = client(|| response(200, "a,b\n"));
    let file = file.chain("v3/billdownload/file?token=x").get(()).unwrap();
    assert_eq!(file.verification(), Some(&Verification::Exempt));
}

/// As of the time that the client's clock has.
#[test]
fn a_clock_of_the_tests_own_dates_the_signature() {
    let builder = builder(|| response(200, "{}"));
    let client = builder.clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    client.build().unwrap().chain("v3/t").get(()).unwrap();
}

#[test]
fn a_builder_takes_layers_and_retries() {
    let left = Arc::new(Mutex::new(vec![200, 429, 429]));
    let builder = builder(move || response(left.lock().unwrap().pop().unwrap(), "{}"));
    let retry = Retry::new().throttled(true).backoff(Duration::ZERO, Duration::ZERO);
    let counted = Arc::new(Mutex::new(0));
    let count = Arc::clone(&counted);
    let layer = tower::util::MapRequestLayer::new(move |request: Request<Body>| {
        *count.lock().unwrap() += 1;
        request
    });
    let client = builder.retry(retry.budget(100, 1.0)).layer(layer).build().unwrap();
    client.chain("v3/t").post(()).unwrap();
    assert_eq!(*counted.lock().unwrap(), 1);
}

#[test]
fn nothing_goes_anywhere_else() {
    // WeChat Pay's hosts, and links, are the mock's, too.
    let hosts = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&hosts);
    let client = Client::for_tests(service_fn(move |request: Request<Body>| {
        seen.lock().unwrap().push(request.uri().host().unwrap().to_owned());
        async { Ok::<_, BoxError>(Response::new("{}".to_owned())) }
    }));
    let client = client.unwrap();
    let elsewhere = json!({"base_uri": "https://apihk.mch.weixin.qq.com/"});
    client.chain("v3/t").get(elsewhere).unwrap();
    client.download_unsigned("https://files.invalid/x").get().unwrap();
    assert_eq!(*hosts.lock().unwrap(), ["apihk.mch.weixin.qq.com", "files.invalid"]);
    // Nor does another transport take its place.
    let real =
        service_fn(|_: Request<Body>| async { Ok::<_, BoxError>(Response::new("{}".to_owned())) });
    let error = builder(|| response(200, "{}")).transport(real).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("for_tests()"), "{error}");
}

#[test]
fn building_one_is_told() {
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        client(|| response(200, "{}"));
    });
    let text = log.text();
    assert!(text.contains("WARN") && text.contains("a mock in this process"), "{text}");
    // Its keys are nobody's, so that a key of the user's stays the user's.
    let key = PrivateKey::from_pem(&Keys::shared().merchant_private_pem).unwrap();
    builder(|| response(200, "{}")).private_key(key).build().unwrap();
}
