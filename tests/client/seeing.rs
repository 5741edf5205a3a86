//! What `tracing` is told of a call: one event when it ends, and the exchange by the option `debug`.

use crate::support;

use std::time::Duration;

use serde_json::json;
use wechatpay_chain::{Client, Failover, Options, Retry};

use support::NOBODY;
use support::log::Log;
use support::server::{Reply, Server, answer, signature};

const ENDED: &str = "wechatpay_chain::call: the call ended";

/// The events of calls that are logged within, from the message on.
fn events(within: impl FnOnce()) -> Vec<String> {
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), within);
    let text = log.text();
    assert!(!text.contains("hunter2"), "{text}");
    let ended = text.lines().filter_map(|line| Some(line.split_once(ENDED)?.1.to_owned() + " "));
    ended.collect()
}

fn event(within: impl FnOnce()) -> String {
    let mut events = events(within);
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}

#[track_caller]
fn has(event: &str, fields: &[&str]) {
    for field in fields {
        assert!(event.contains(&format!(" {field} ")), "{field} in {event}");
    }
}

fn server(status: u16, body: &'static str) -> Server {
    Server::start(move |_| {
        let head = format!("Request-ID: 08AABB\r\n{}", signature(body.as_bytes()));
        Reply::Raw(answer(status, &head, body.as_bytes()))
    })
}

#[test]
fn a_success_is_one_event() {
    let server = server(200, "{}");
    let client = support::client(&server);
    let event = event(|| {
        let chain = client.chain("v3/pay/{id}?token=hunter2");
        chain.post(json!({"id": "hunter2", "json": {"a": "hunter2"}})).unwrap();
    });
    let port = format!("server.port={}", server.address().port());
    has(
        &event,
        &[
            "http.request.method=\"POST\"",
            "url.template=\"/v3/pay/{id}?…\"",
            "server.address=\"127.0.0.1\"",
            &port,
            "http.response.status_code=200",
            "wechatpay.outcome=\"accepted\"",
            "wechatpay.attempts=1",
            "wechatpay.verification=\"verified\"",
            "wechatpay.request_id=\"08AABB\"",
        ],
    );
    assert!(event.contains("wechatpay.duration=0."), "{event}");
    assert!(!event.contains("error.type") && !event.contains("resend_count"), "{event}");
}

#[test]
fn an_error_is_one_event_that_names_it() {
    let server = server(403, r#"{"code": "NOT_ENOUGH", "message": "hunter2"}"#);
    let client = support::client(&server);
    let refused = [
        "http.response.status_code=403",
        "error.type=\"403\"",
        "wechatpay.outcome=\"refused\"",
        "wechatpay.code=\"NOT_ENOUGH\"",
        "wechatpay.request_id=\"08AABB\"",
    ];
    has(&event(|| drop(client.chain("v3/t").post(()).unwrap_err())), &refused);
    // The same if it is returned as a response.
    let taken = Options::new().http_errors(false);
    has(&event(|| drop(client.chain("v3/t").post(taken).unwrap())), &refused);

    let nobody = support::builder(&server).base_uri(NOBODY).build().unwrap();
    let told = event(|| drop(nobody.chain("v3/t").get(()).unwrap_err()));
    has(&told, &["error.type=\"Connect\"", "wechatpay.outcome=\"not_sent\"", "server.port=1"]);
    assert!(!told.contains("status_code"), "{told}");

    // Not even a request.
    let told = event(|| drop(client.chain("v3/{id}").get(()).unwrap_err()));
    has(&told, &["error.type=\"Path\"", "wechatpay.outcome=\"not_sent\"", "wechatpay.attempts=0"]);
    assert!(!told.contains("server.address"), "{told}");

    // A 2xx that fails verification, of which the status is no error.
    let forged = Server::start(|_| Reply::Raw(answer(200, "", b"{}")));
    let told = event(|| drop(support::client(&forged).chain("v3/t").post(()).unwrap_err()));
    has(
        &told,
        &[
            "error.type=\"Verify\"",
            "http.response.status_code=200",
            "wechatpay.outcome=\"unknown\"",
            "wechatpay.verification=\"missing\"",
        ],
    );
}

/// A failure of APIv2 has the status 200, which is no error.
#[test]
fn a_failure_of_apiv2_is_named() {
    let key = "exposed_your_key_here_have_risks";
    let fields = "err_code=NOTENOUGH&result_code=FAIL&return_code=SUCCESS";
    let sign = wechatpay_chain::Hash::sign("MD5", fields, key).unwrap();
    let body = format!(
        "<xml><err_code>NOTENOUGH</err_code><result_code>FAIL</result_code>\
         <return_code>SUCCESS</return_code><sign>{sign}</sign></xml>"
    );
    let server = Server::start(move |_| Reply::Raw(answer(200, "", body.as_bytes())));
    let client = support::builder(&server).secret(key).build().unwrap();
    let call = |errors: bool| {
        let parameters = json!({"mch_id": support::keys::MCHID});
        let options = json!({"xml": parameters, "http_errors": errors});
        event(|| drop(client.chain("v2/pay/micropay").post(options)))
    };
    for told in [call(true), call(false)] {
        let refused = "wechatpay.outcome=\"refused\"";
        has(&told, &["error.type=\"Api\"", "wechatpay.code=\"NOTENOUGH\"", refused]);
    }
}

#[test]
fn all_attempts_are_one_event() {
    let server = Server::start(|_| Reply::Signed(503, b"{}".to_vec()));
    let retry = Retry::new().backoff(Duration::from_millis(1), Duration::from_secs(1));
    let builder = support::builder(&server).retry(retry.budget(100, 1.0));
    let client = builder.build().unwrap();
    let told = event(|| drop(client.chain("v3/t").get(()).unwrap_err()));
    has(&told, &["http.request.resend_count=2", "wechatpay.attempts=3"]);
    // The address is that of the last one.
    let failover = Failover::to([server.base_uri()]);
    let builder = support::builder(&server).base_uri(NOBODY).failover(failover);
    let client = builder.build().unwrap();
    let told = event(|| drop(client.chain("v3/t").post(()).unwrap_err()));
    let port = format!("server.port={}", server.address().port());
    has(&told, &["http.request.resend_count=1", &port]);
}

#[test]
fn a_call_dropped_in_flight_is_one_event() {
    let server = Server::start(|_| Reply::Nothing);
    let client = support::client(&server);
    let event = event(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            // Never polled, so there is no call.
            drop(client.chain("v3/t").post_async(()));
            let promise = client.chain("v3/t").post_async(());
            let arrived = tokio::task::spawn_blocking(move || {
                server.wait_for_requests(1);
                server
            });
            tokio::select! {
                biased;
                _ = promise => panic!("nobody answers"),
                server = arrived => drop(server),
            }
        });
    });
    has(&event, &["error.type=\"Cancelled\"", "wechatpay.outcome=\"unknown\""]);
    assert!(!event.contains("status_code"), "{event}");
}

#[test]
fn each_call_of_a_promise_has_its_own_event() {
    let server = server(200, "{}");
    let client = support::client(&server);
    let events = events(|| {
        let again = client.clone();
        let both =
            client.chain("v3/a").get_async(()).and_then(move |_| again["v3/b"].post_async(()));
        both.wait().unwrap();
    });
    assert_eq!(events.len(), 2, "{events:?}");
    has(&events[0], &["url.template=\"/v3/a\"", "http.request.method=\"GET\""]);
    has(&events[1], &["url.template=\"/v3/b\"", "http.request.method=\"POST\""]);
}

#[test]
fn a_method_that_nobody_knows_is_other() {
    let server = server(200, "{}");
    let client = support::client(&server);
    let purge = wechatpay_chain::http::Method::from_bytes(b"PURGE").unwrap();
    let event = event(|| drop(client.chain("v3/t").request(purge, ()).unwrap()));
    has(&event, &["http.request.method=\"_OTHER\""]);
}

/// The lines of the responses that `debug` logs.
fn responses(client: &Client) -> Vec<String> {
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        let _ = client.chain("v3/t").post(json!({"debug": true}));
        let _ = client.chain("v3/t").post(());
    });
    assert!(!log.text().contains("hunter2"), "{}", log.text());
    log.text().lines().filter(|line| line.contains(": response ")).map(str::to_owned).collect()
}

#[test]
fn debug_shows_the_response_body_without_secrets() {
    let body = r#"{"prepay_id":"wx26","sign":"hunter2","url":"https://a.example/x?token=hunter2"}"#;
    for (status, body, shown) in [
        (200, body, r#"{"prepay_id":"wx26","sign":"(redacted)","url":"https://a.example/…"}"#),
        (500, body, r#"{"prepay_id":"wx26","sign":"(redacted)","url":"https://a.example/…"}"#),
        (404, "<html>\r\nnone", r"<html>\r\nnone"),
    ] {
        let server = server(status, body);
        let lines = responses(&support::client(&server));
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].ends_with(&format!("bytes={} body={shown}", body.len())), "{lines:?}");
    }
    let image = Server::start(|_| {
        let image = &[0xff, 0xd8, 0x00, 0x01];
        Reply::Raw(answer(200, &signature(image), image))
    });
    let lines = responses(&support::client(&image));
    assert!(lines[0].ends_with("bytes=4 body=(4 bytes, not text)"), "{lines:?}");
}
