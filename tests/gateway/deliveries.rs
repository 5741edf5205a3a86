//! Notifications are remembered, repeated by WeChat Pay's schedule, and sent again on demand.

use crate::support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use wechatpay_chain::gateway::{AttemptCause, DeliveryRecord};
use wechatpay_chain::{Client, ErrorKind, Gateway, ResponseExt, catalogue};

use support::NOBODY;
use support::server::{PATIENCE, Reply, Seen, Server, answer};

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(25 * 3600);

fn seconds(delivery: &DeliveryRecord) -> Option<u64> {
    delivery.next_attempt_in.map(|wait| wait.as_secs())
}

/// A receiver that accepts the attempts after the first `refusals`.
fn receiver(refusals: usize) -> (Server, String, Arc<Mutex<Vec<Seen>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let server = Server::start(move |request| {
        let mut kept = kept.lock().unwrap();
        kept.push(request.clone());
        let status = if kept.len() > refusals { 204 } else { 500 };
        Reply::Last(answer(status, "", if status == 500 { b"busy" } else { b"" }))
    });
    let url = server.base_uri();
    (server, url, seen)
}

fn order(client: &Client, gateway: &Gateway, out_trade_no: &str, notify_url: &str) {
    let order = json!({
        "appid": "wxd678efh567hg6787",
        "mchid": gateway.mchid(),
        "description": "咖啡",
        "out_trade_no": out_trade_no,
        "notify_url": notify_url,
        "amount": {"total": 100},
    });
    client.chain("v3/pay/transactions/native").post(json!({"json": order})).unwrap();
}

fn refund(
    client: &Client,
    number: &str,
    notify_url: &str,
) -> Result<Value, wechatpay_chain::Error> {
    let refund = json!({
        "out_trade_no": "ORDER-1",
        "out_refund_no": number,
        "amount": {"refund": 60, "total": 100, "currency": "CNY"},
        "notify_url": notify_url,
    });
    client.chain("v3/refund/domestic/refunds").post(json!({"json": refund}))?.json()
}

fn queried(client: &Client, number: &str) -> Value {
    let refund = client.chain("v3/refund/domestic/refunds/{no}").get(json!({"no": number}));
    refund.unwrap().json().unwrap()
}

#[test]
fn what_is_not_accepted_is_repeated_with_the_same_id_and_signed_anew() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let (_server, url, seen) = receiver(3);
    order(&client, &gateway, "ORDER-1", &url);
    let paid = gateway.pay("ORDER-1").unwrap();
    assert!(!paid.delivery.accepted());

    let [delivery] = &gateway.deliveries()[..] else { panic!() };
    assert_eq!(Some(&delivery.id), paid.notification_id.as_ref());
    assert_eq!(delivery.event_type, "TRANSACTION.SUCCESS");
    assert_eq!(delivery.url, url);
    assert_eq!(delivery.out_trade_no.as_deref(), Some("ORDER-1"));
    assert_eq!((&delivery.out_refund_no, &delivery.resource), (&None, &paid.order));
    let attempt = &delivery.attempts[0];
    assert_eq!(attempt.status, Some(StatusCode::INTERNAL_SERVER_ERROR));
    assert_eq!((&*attempt.body, attempt.length, &attempt.error), (&b"busy"[..], 4, &None));
    assert_eq!((attempt.cause, attempt.accepted), (AttemptCause::First, false));
    assert_eq!(seconds(delivery), Some(15));

    // The clock stands still until it is set.
    assert!(gateway.advance(14 * SECOND).unwrap().is_empty());
    assert_eq!(seconds(&gateway.deliveries()[0]), Some(1));
    assert_eq!(gateway.advance(SECOND).unwrap()[0].attempts.len(), 2);
    // Two are due within the next minute, and the second is accepted.
    let [delivery] = &gateway.advance(60 * SECOND).unwrap()[..] else { panic!() };
    assert!(delivery.accepted());
    let causes: Vec<_> = delivery.attempts.iter().map(|attempt| attempt.cause).collect();
    assert_eq!((causes.len(), causes[3]), (4, AttemptCause::Retry));
    assert_eq!(delivery.next_attempt_in, None);
    assert!(gateway.advance(DAY).unwrap().is_empty());

    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 4);
    let parser = client.notifications().unwrap();
    let mut nonces = Vec::new();
    for attempt in &*seen {
        assert_eq!(attempt.body, seen[0].body);
        let notification = parser.parse(&attempt.headers, &attempt.body).unwrap();
        assert_eq!(notification.id, delivery.id);
        nonces.push(attempt.headers["wechatpay-nonce"].clone());
        nonces.push(attempt.headers["request-id"].clone());
    }
    let all = nonces.len();
    nonces.sort_unstable_by_key(|nonce| nonce.as_bytes().to_vec());
    nonces.dedup();
    assert_eq!(nonces.len(), all);
}

#[test]
fn the_schedule_is_wechat_pay_s() {
    let gateway = support::gateway();
    let url = format!("{NOBODY}notify");
    gateway.notify(&url, "TRANSACTION.SUCCESS", json!({"out_trade_no": "T"})).unwrap_err();
    let mut waits = Vec::new();
    while let Some(wait) = gateway.deliveries()[0].next_attempt_in {
        waits.push(wait.as_secs());
        assert!(gateway.advance(wait - Duration::from_millis(1)).unwrap().is_empty());
        assert_eq!(gateway.advance(Duration::from_millis(1)).unwrap().len(), 1);
    }
    let minutes = |minutes: u64| minutes * 60;
    let short = [15, 15, 30, minutes(3), minutes(10), minutes(20)];
    let long = [30, 30, 30, 60, 180, 180, 180, 360, 360].map(minutes);
    assert_eq!(waits, [&short[..], &long].concat());
    let delivery = &gateway.deliveries()[0];
    assert_eq!((delivery.attempts.len(), delivery.out_trade_no.as_deref()), (16, Some("T")));
    assert!(delivery.attempts.iter().all(|attempt| attempt.error.is_some()));
}

#[test]
fn a_clock_that_goes_repeats_by_itself() {
    let gateway = Gateway::builder().clock_speed(u32::MAX).start().unwrap();
    let (told, heard) = std::sync::mpsc::channel();
    let count = AtomicUsize::new(0);
    let server = Server::start(move |_| {
        let count = count.fetch_add(1, Ordering::SeqCst);
        told.send(count).unwrap();
        Reply::Last(answer(if count < 5 { 500 } else { 200 }, "", b""))
    });
    gateway.notify(&server.base_uri(), "TRANSACTION.SUCCESS", json!({})).unwrap();
    while heard.recv_timeout(PATIENCE).unwrap() < 5 {}
    drop(gateway);
    assert!(heard.try_recv().is_err());
}

/// An attempt that is in progress then is the last one.
#[test]
fn nothing_is_repeated_by_a_gateway_that_was_dropped() {
    let gateway = Gateway::builder().clock_speed(u32::MAX).start().unwrap();
    let (told, heard) = std::sync::mpsc::channel();
    let (let_go, wait) = std::sync::mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let count = AtomicUsize::new(0);
    let server = Server::start(move |_| {
        if count.fetch_add(1, Ordering::SeqCst) > 0 {
            told.send(()).unwrap();
            let _ = wait.lock().unwrap().recv();
        }
        Reply::Last(answer(500, "", b""))
    });
    gateway.notify(&server.base_uri(), "TRANSACTION.SUCCESS", json!({})).unwrap();
    heard.recv_timeout(PATIENCE).unwrap();
    drop(gateway);
    drop(let_go);
    assert!(heard.recv_timeout(Duration::from_millis(300)).is_err());
}

#[test]
fn it_is_sent_again_on_demand() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let (_server, url, seen) = receiver(2);
    let refused = gateway.notify(&url, "COUPON.USE", json!({})).unwrap();
    let first = gateway.resend(&refused.id).unwrap();
    // One that fails leaves the schedule as it was.
    assert_eq!((first.attempts.len(), first.accepted(), seconds(&first)), (2, false, Some(15)));
    let again = gateway.resend(&refused.id).unwrap();
    assert_eq!(again.attempts[2].cause, AttemptCause::Resend);
    assert_eq!((again.accepted(), again.next_attempt_in), (true, None));
    assert!(gateway.advance(DAY).unwrap().is_empty());
    assert_eq!(seen.lock().unwrap().len(), 3);

    let error = gateway.resend("none").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Options);
    assert!(error.to_string().contains("no notification has the id `none`"), "{error}");
    support::assert_translated(&error);

    // One for another machine is remembered, and can be sent to this one.
    order(&client, &gateway, "ORDER-1", "https://shop.example/notify");
    let id = gateway.pay("ORDER-1").unwrap().notification_id.unwrap();
    assert!(gateway.deliveries()[1].attempts.is_empty());
    assert_eq!(gateway.resend(&id).unwrap_err().kind(), ErrorKind::UntrustedHost);
    assert!(gateway.deliveries()[1].attempts.is_empty());
    let sent: Value = client
        .chain("_gateway/resend")
        .post(json!({"json": {"id": id, "url": url}}))
        .unwrap()
        .json()
        .unwrap();
    assert_eq!(sent["attempts"][0]["url"], url);
    assert_eq!(
        (&sent["state"], &sent["url"]),
        (&json!("accepted"), &json!("https://shop.example/notify"))
    );
}

#[test]
fn what_is_wrong_on_purpose_is_not_repeated() {
    let gateway = support::gateway();
    let (_server, url, _) = receiver(100);
    let notify = || gateway.notification("TRANSACTION.SUCCESS", json!({}));
    for wrong in [
        notify().probe(),
        notify().unsigned(),
        notify().wrong_signature(),
        notify().clock_offset(-301),
        notify().serial("AB"),
        notify().apiv3_key("x".repeat(32)),
        notify().algorithm("none"),
    ] {
        assert!(!wrong.send(&url).unwrap().accepted());
    }
    assert_eq!(gateway.deliveries().len(), 7);
    assert!(gateway.advance(DAY).unwrap().is_empty());
    // One that cannot be sent is not recorded.
    notify().serial("\n").send(&url).unwrap_err();
    notify().send("https://shop.example/notify").unwrap_err();
    assert_eq!(gateway.deliveries().len(), 7);
}

/// Its receiver may have got it, so it is known, and repeated.
#[tokio::test]
async fn a_future_that_is_dropped_is_remembered() {
    let gateway = support::gateway();
    let server = Server::start(|_| Reply::Nothing);
    let sending = gateway.notify_async(&server.base_uri(), "TRANSACTION.SUCCESS", json!({}));
    let sending = Box::pin(sending);
    let waited = tokio::time::timeout(Duration::from_millis(1), sending);
    waited.await.unwrap_err();
    let delivery = &gateway.deliveries()[0];
    assert_eq!(
        delivery.attempts[0].error.as_deref(),
        Some("the caller stopped waiting for the response")
    );
    assert_eq!(seconds(delivery), Some(15));
}

#[test]
fn a_long_response_is_cut_and_only_the_newest_are_kept() {
    let gateway = support::gateway();
    let server = Server::start(|_| Reply::Last(answer(200, "", &[b'x'; 10_000])));
    gateway.notify(&server.base_uri(), "TRANSACTION.SUCCESS", json!({})).unwrap();
    let attempt = &gateway.deliveries()[0].attempts[0];
    assert_eq!((attempt.body.len(), attempt.length), (8192, 10_000));
    for _ in 0..1000 {
        gateway.notify(&format!("{NOBODY}x"), "TRANSACTION.SUCCESS", json!({})).unwrap_err();
    }
    let kept = gateway.deliveries();
    assert_eq!(kept.len(), 1000);
    assert!(kept.iter().all(|delivery| delivery.url.ends_with("/x")));
}

#[test]
fn a_refund_is_closed_or_abnormal() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let (_server, url, seen) = receiver(0);
    order(&client, &gateway, "ORDER-1", &url);
    gateway.pay("ORDER-1").unwrap();
    refund(&client, "R-1", &url).unwrap();
    // 60 of 100 are in the first one.
    refund(&client, "R-2", &url).unwrap_err();
    let closed = gateway.set_refund_status("R-1", "CLOSED").unwrap();
    assert!(closed.delivery.accepted());
    assert_eq!(
        (&queried(&client, "R-1")["status"], &closed.refund["status"]),
        (&json!("CLOSED"), &json!("CLOSED"))
    );
    assert_eq!(queried(&client, "R-1")["success_time"], Value::Null);
    refund(&client, "R-2", &url).unwrap();
    gateway.set_refund_status("R-1", "CLOSED").unwrap();
    gateway.set_refund_status("R-2", "ABNORMAL").unwrap();
    assert_eq!(queried(&client, "R-2")["status"], "ABNORMAL");
    // Nothing was given back a second time by the repeated notification.
    refund(&client, "R-3", &url).unwrap_err();

    let parser = client.notifications().unwrap();
    let told: Vec<_> = seen
        .lock()
        .unwrap()
        .iter()
        .skip(1)
        .map(|seen| {
            let notification = parser.parse(&seen.headers, &seen.body).unwrap();
            let refund = notification.resource_json().unwrap();
            assert!(refund.get("success_time").is_none());
            (notification.event_type.clone(), refund["refund_status"].clone())
        })
        .collect();
    let closed = ("REFUND.CLOSED".to_owned(), json!("CLOSED"));
    assert_eq!(told, [closed.clone(), closed, ("REFUND.ABNORMAL".to_owned(), json!("ABNORMAL"))]);

    for (number, status, words) in [
        ("R-1", "SUCCESS", "`R-1` is CLOSED and can't become SUCCESS"),
        ("R-1", "PROCESSING", "`PROCESSING` is not the end of a refund"),
        ("R-9", "CLOSED", "no refund `R-9`"),
    ] {
        let error = gateway.set_refund_status(number, status).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        support::assert_translated(&error);
    }
    gateway.complete_refund("R-2").unwrap();
    assert_eq!(queried(&client, "R-2")["status"], "SUCCESS");
    gateway.set_refund_status("R-2", "CLOSED").unwrap_err();
    assert_eq!(gateway.deliveries().last().unwrap().out_refund_no.as_deref(), Some("R-2"));
}

#[test]
fn one_of_apiv2_is_repeated_too() {
    let gateway = support::gateway();
    let bodies = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&bodies);
    let server = Server::start(move |seen| {
        let mut kept = kept.lock().unwrap();
        kept.push(seen.body.clone());
        let code = if kept.len() > 1 { "SUCCESS" } else { "FAIL" };
        let body = format!("<xml><return_code><![CDATA[{code}]]></return_code></xml>");
        Reply::Last(answer(200, "", body.as_bytes()))
    });
    let order = json!({"xml": {
        "appid": "wxd678efh567hg6787",
        "mch_id": gateway.mchid(),
        "body": "咖啡",
        "out_trade_no": "T1",
        "total_fee": 100,
        "spbill_create_ip": "127.0.0.1",
        "notify_url": server.base_uri(),
        "trade_type": "NATIVE",
    }});
    gateway.client().unwrap().chain("v2/pay/unifiedorder").post(order).unwrap();
    assert!(!gateway.pay("T1").unwrap().delivery.accepted());
    let [delivery] = &gateway.advance(15 * SECOND).unwrap()[..] else { panic!() };
    assert!(delivery.accepted() && delivery.event_type == "v2.payment");
    assert_eq!(delivery.out_trade_no.as_deref(), Some("T1"));
    assert!(delivery.resource.get("sign").is_none());
    let bodies = bodies.lock().unwrap();
    assert!(bodies.len() == 2 && bodies[0] == bodies[1]);
}

#[test]
fn commands_see_and_change_them_without_filling_the_log() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let (_server, url, _) = receiver(1);
    order(&client, &gateway, "ORDER-1", &url);
    let get = |path: &str, query: Value| -> Value {
        client.chain(path).get(json!({"query": query})).unwrap().json().unwrap()
    };
    let post = |path: &str, body: Value| client.chain(path).post(json!({"json": body}));
    post("_gateway/pay", json!({"out_trade_no": "ORDER-1"})).unwrap();

    let listed = get("_gateway/deliveries", json!({}));
    assert_eq!((&listed["more"], &listed["clock_speed"]), (&json!(false), &json!(0)));
    let delivery = &listed["deliveries"][0];
    assert_eq!((&delivery["number"], &delivery["state"]), (&json!(1), &json!("waiting")));
    assert_eq!(delivery["next_attempt_in"], 15.0);
    assert_eq!(delivery["attempts"][0]["status"], 500);
    assert_eq!(
        delivery["attempts"][0]["body"],
        json!({"text": "busy", "length": 4, "clipped": false})
    );
    let after = json!({"after": listed["next"]});
    assert_eq!(get("_gateway/deliveries", after.clone())["deliveries"], json!([]));
    let repeated = post("_gateway/advance", json!({"seconds": 15})).unwrap();
    let repeated: Value = repeated.json().unwrap();
    assert_eq!(repeated["data"][0]["state"], "accepted");
    assert_eq!(get("_gateway/deliveries", after)["deliveries"][0]["id"], delivery["id"]);

    let calls = get("_gateway/calls", json!({}));
    assert_eq!(calls["deliveries"], get("_gateway/deliveries", json!({}))["next"]);
    let targets: Vec<_> =
        calls["calls"].as_array().unwrap().iter().map(|call| &call["target"]).collect();
    assert_eq!(targets, ["/v3/pay/transactions/native", "/_gateway/pay", "/_gateway/advance"]);
    let id = calls["calls"][0]["request_id"].as_str().unwrap();
    let call = get("_gateway/call", json!({"request_id": id}));
    assert_eq!(call, calls["calls"][0]);
    assert!(call["duration_ms"].is_u64());
    let headers = call["response_headers"].to_string();
    assert!(
        headers.contains("[\"wechatpay-signature\",\"…\"]") && headers.contains(id),
        "{headers}"
    );
    assert_eq!(gateway.requests().len(), 3);

    let refund = |order: &str, status: &str| {
        post("_gateway/refund", json!({"out_trade_no": order, "status": status}))
    };
    let applied: Value = refund("ORDER-1", "PROCESSING").unwrap().json().unwrap();
    let number = &applied["out_refund_no"];
    assert_eq!(applied["status"], "PROCESSING");
    post("_gateway/refund", json!({"out_refund_no": number, "status": "CLOSED"})).unwrap();
    let done: Value = refund("ORDER-1", "SUCCESS").unwrap().json().unwrap();
    assert_eq!((&done["status"], &done["delivery"]["status"]), (&json!("SUCCESS"), &json!(204)));
    let refunds = get("_gateway/refunds", json!({}));
    assert_eq!(refunds["data"][0]["status"], "CLOSED");
    order(&client, &gateway, "ORDER-2", &url);
    post("_gateway/close", json!({"out_trade_no": "ORDER-2"})).unwrap();
    let orders = &get("_gateway/calls", json!({}))["orders"];
    assert_eq!(
        (&orders[0]["trade_state"], &orders[0]["refundable"]),
        (&json!("CLOSED"), &json!(0))
    );
    let list = json!([
        {"out_refund_no": number, "refund": 100, "status": "CLOSED"},
        {"out_refund_no": done["out_refund_no"], "refund": 100, "status": "SUCCESS"},
    ]);
    assert_eq!((&orders[1]["refunds"], &orders[1]["refundable"]), (&list, &json!(0)));

    for (path, body, words) in [
        ("_gateway/refund", json!({"out_trade_no": "ORDER-1"}), "nothing is left of it"),
        ("_gateway/refund", json!({}), "`out_refund_no` is missing"),
        ("_gateway/close", json!({"out_trade_no": "ORDER-2"}), "closed already"),
        ("_gateway/advance", json!({"seconds": -1}), "not a whole number"),
        ("_gateway/advance", json!({}), "`seconds` is missing"),
        ("_gateway/resend", json!({"id": "x"}), "no notification has the id"),
    ] {
        let error = post(path, body).unwrap_err();
        assert!(error.api().unwrap().message.contains(words), "{error}");
    }
}

/// Each documented type arrives whole, and its receiver can read it.
#[test]
fn each_documented_type_is_triggered() {
    let gateway = support::gateway();
    let parser = gateway.client().unwrap().notifications().unwrap();
    let (_server, url, seen) = receiver(0);
    for event in catalogue::events() {
        let event_type = event.event_type();
        let sample = gateway.sample_notification(event_type, json!({"extra": {"a": 1}})).unwrap();
        assert!(sample.send(&url).unwrap().accepted());
        let seen = seen.lock().unwrap().pop().unwrap();
        let notification = parser.parse(&seen.headers, &seen.body).unwrap();
        assert_eq!(notification.event_type, event_type);
        let resource = notification.resource_json().unwrap();
        assert_eq!(resource["extra"]["a"], 1);
        if event_type.starts_with("TRANSACTION.SUCCESS") || event_type.starts_with("REFUND.") {
            continue;
        }
        for name in event.resource() {
            let path = name.split('.');
            let found = path
                .fold(Some(&resource), |at, name| at.map(|at| at.get(0).unwrap_or(at))?.get(name));
            assert!(found.is_some_and(|value| !value.is_null()), "{event_type} {name} {resource}");
        }
    }
}

#[test]
fn a_sample_has_sensible_values() {
    let gateway = support::gateway();
    let (_server, url, _) = receiver(0);
    let sample = |event_type: &str, fields: Value| {
        gateway.sample_notification(event_type, fields).unwrap().send(&url).unwrap();
        gateway.deliveries().pop().unwrap().resource
    };
    let paid = sample("TRANSACTION.SUCCESS", json!({"amount": {"total": 7}, "attach": null}));
    assert_eq!(
        (&paid["trade_state"], &paid["mchid"]),
        (&json!("SUCCESS"), &json!(gateway.mchid()))
    );
    assert_eq!(paid["amount"]["total"], 7);
    assert_eq!((&paid["amount"]["currency"], paid.get("attach")), (&json!("CNY"), None));
    for status in ["SUCCESS", "CLOSED", "ABNORMAL"] {
        let refund = sample(&format!("REFUND.{status}"), json!({}));
        assert_eq!(refund["refund_status"], status);
        assert_eq!(refund.get("success_time").is_some(), status == "SUCCESS");
    }
    let bill = sample("MCHTRANSFER.BILL.FINISHED", json!({}));
    assert!(bill["transfer_amount"].is_i64() && bill["state"].is_string(), "{bill}");
    let shared = sample("PROFITSHARING.SUCCESS", json!({}));
    assert!(shared["receiver"]["amount"].is_i64(), "{shared}");

    for (event_type, words) in [
        ("TRANSACTION.SUCESS", "did you mean `TRANSACTION.SUCCESS`?"),
        ("refund.closed", "did you mean `REFUND.CLOSED`?"),
        ("X", "is not one of the"),
    ] {
        let error = gateway.sample_notification(event_type, json!({})).err().unwrap();
        assert!(error.to_string().contains(words), "{error}");
        support::assert_translated(&error);
    }
    assert!(gateway.sample_notification("COUPON.USE", json!([])).is_err());
}

#[test]
fn a_trigger_goes_where_orders_are_notified() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let trigger = |body: Value| client.chain("_gateway/trigger").post(json!({"json": body}));
    let error = trigger(json!({"event_type": "COUPON.USE"})).unwrap_err();
    assert!(error.api().unwrap().message.contains("say where to send it"), "{error}");
    let (_server, url, _) = receiver(1);
    order(&client, &gateway, "ORDER-1", &url);
    order(&client, &gateway, "ORDER-2", "https://shop.example/notify");
    let fields = json!({"coupon_id": "1"});
    let sent: Value =
        trigger(json!({"event_type": "COUPON.USE", "fields": fields})).unwrap().json().unwrap();
    assert_eq!((&sent["url"], &sent["state"]), (&json!(url), &json!("waiting")));
    assert_eq!(sent["resource"]["coupon_id"], "1");
    let far = json!({"event_type": "COUPON.USE", "url": "https://shop.example/"});
    assert!(trigger(far).unwrap_err().api().unwrap().message.contains("on this machine"));
    let nobody = json!({"event_type": "COUPON.USE", "url": NOBODY});
    let sent: Value = trigger(nobody).unwrap().json().unwrap();
    assert!(sent["attempts"][0]["error"].is_string());
}
