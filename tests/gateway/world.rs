//! The gateway's merchant world, by the client: an order from its creation to the bill.

use crate::support;

use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use http::{Method, StatusCode};
use serde_json::{Value, json};
use wechatpay_chain::gateway::Delivery;
use wechatpay_chain::notification::{accepted, refused};
use wechatpay_chain::{
    Client, Error, ErrorKind, Gateway, Notification, Outcome, ResponseExt, chain,
};

use support::server::{Reply, Server, answer};

const NUMBER: &str = "1217752501201407033233368018";

/// A merchant's server. While it handles a notification it may ask the gateway.
struct Receiver {
    server: Server,
    parsed: Arc<Mutex<Vec<Notification>>>,
}

impl Receiver {
    fn start(client: &Client) -> Self {
        let parser = client.notifications().unwrap();
        let parsed = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&parsed);
        let asking = client.clone();
        let server = Server::start(move |seen| {
            let reply = match parser.parse(&seen.headers, &seen.body) {
                Ok(notification) => {
                    let resource = notification.resource_json().unwrap();
                    let order = order(&asking, resource["out_trade_no"].as_str().unwrap());
                    assert_ne!(order["trade_state"], "NOTPAY");
                    kept.lock().unwrap().push(notification);
                    accepted()
                }
                Err(error) => refused(&error),
            };
            Reply::Last(answer(reply.status().as_u16(), "", reply.body()))
        });
        Self { server, parsed }
    }

    fn url(&self) -> String {
        format!("{}notify", self.server.base_uri())
    }

    /// The one that came since the last call.
    #[track_caller]
    fn only(&self) -> Notification {
        let mut parsed = self.parsed.lock().unwrap();
        assert_eq!(parsed.len(), 1);
        parsed.pop().unwrap()
    }
}

fn native(notify_url: &str, number: &str) -> Value {
    json!({
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "description": "Image形象店-深圳腾大-QQ公仔",
        "out_trade_no": number,
        "attach": "桌号 7",
        "notify_url": notify_url,
        "amount": {"total": 100, "currency": "CNY"},
    })
}

fn create(client: &Client, notify_url: &str, number: &str) -> Value {
    let body = native(notify_url, number);
    client.chain("v3/pay/transactions/native").post(json!({"json": body})).unwrap().json().unwrap()
}

fn order(client: &Client, number: &str) -> Value {
    client["v3/pay/transactions/out-trade-no/{out_trade_no}"]
        .get(json!({"out_trade_no": number, "query": {"mchid": "1900000109"}}))
        .unwrap()
        .json()
        .unwrap()
}

#[test]
fn an_order_from_its_creation_to_its_refund() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let receiver = Receiver::start(&client);
    let created = create(&client, &receiver.url(), NUMBER);
    assert!(created["code_url"].as_str().unwrap().starts_with("weixin://wxpay/bizpayurl?pr="));
    let unpaid = order(&client, NUMBER);
    assert_eq!(
        unpaid,
        json!({
            "appid": "wxd678efh567hg6787",
            "mchid": "1900000109",
            "out_trade_no": NUMBER,
            "trade_state": "NOTPAY",
            "trade_state_desc": "订单未支付",
            "amount": {"total": 100, "currency": "CNY"},
            "attach": "桌号 7",
        })
    );
    assert_eq!(gateway.orders(), [unpaid]);

    let paid = gateway.pay(NUMBER).unwrap();
    assert!(paid.delivery.accepted(), "{paid:?}");
    assert_eq!(paid.transaction_id.len(), 28);
    assert!(paid.transaction_id.bytes().all(|byte| byte.is_ascii_digit()));
    let notification = receiver.only();
    assert_eq!(notification.event_type, "TRANSACTION.SUCCESS");
    assert_eq!(notification.original_type, "transaction");
    assert_eq!(notification.id, paid.delivery.response().unwrap().id);
    assert_eq!(notification.resource_json().unwrap(), paid.order);
    let by_number = order(&client, NUMBER);
    let by_id: Value = chain!(client->v3->pay->transactions->id->_transaction_id_)
        .get(json!({"transaction_id": paid.transaction_id, "query": {"mchid": gateway.mchid()}}))
        .unwrap()
        .json()
        .unwrap();
    assert_eq!((&by_number, &by_id), (&paid.order, &paid.order));
    assert_eq!(gateway.orders(), [by_id]);
    for (name, expected) in [
        ("transaction_id", json!(paid.transaction_id)),
        ("trade_type", json!("NATIVE")),
        ("trade_state", json!("SUCCESS")),
        ("bank_type", json!("OTHERS")),
        ("attach", json!("桌号 7")),
        (
            "amount",
            json!({"total": 100, "currency": "CNY", "payer_total": 100, "payer_currency": "CNY"}),
        ),
    ] {
        assert_eq!(paid.order[name], expected, "{name}");
    }
    assert!(paid.order["success_time"].as_str().unwrap().ends_with("+08:00"));
    assert!(paid.order["payer"]["openid"].as_str().unwrap().contains("SANDBOX"));
}

#[test]
fn a_refund_is_processed_and_then_completed() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let receiver = Receiver::start(&client);
    create(&client, &receiver.url(), NUMBER);
    let paid = gateway.pay(NUMBER).unwrap();
    receiver.only();
    let apply = |number: &str, body: Value| -> Value {
        let mut body = body;
        body["out_refund_no"] = number.into();
        let chain = client.chain("v3/refund/domestic/refunds");
        chain.post(json!({"json": body})).unwrap().json().unwrap()
    };
    let query = |number: &str| -> Value {
        let chain = client.chain("v3/refund/domestic/refunds/{out_refund_no}");
        chain.get(json!({"out_refund_no": number})).unwrap().json().unwrap()
    };
    let amount = |refund: u64| json!({"refund": refund, "total": 100, "currency": "CNY"});
    let first = json!({
        "transaction_id": paid.transaction_id, "amount": amount(40), "notify_url": receiver.url(),
    });
    let applied = apply("R1", first.clone());
    assert_eq!(applied["status"], "PROCESSING");
    assert_eq!(applied.get("success_time"), None);
    assert_eq!(apply("R1", first.clone()), applied, "the same application is the same refund");
    assert_eq!(order(&client, NUMBER)["trade_state"], "REFUND");

    let completed = gateway.complete_refund("R1").unwrap();
    assert!(completed.delivery.accepted(), "{completed:?}");
    let notification = receiver.only();
    assert_eq!(notification.event_type, "REFUND.SUCCESS");
    assert_eq!(notification.original_type, "refund");
    let notice = notification.resource_json().unwrap();
    let shown = query("R1");
    assert_eq!(completed.refund, shown);
    assert_eq!(completed.refund_id, shown["refund_id"]);
    assert_eq!(
        (&shown["status"], &notice["refund_status"]),
        (&json!("SUCCESS"), &json!("SUCCESS"))
    );
    for name in ["refund_id", "out_refund_no", "transaction_id", "out_trade_no", "success_time"] {
        assert_eq!(notice[name], shown[name], "{name}");
        assert!(shown[name].is_string(), "{name}");
    }
    assert_eq!(
        notice["amount"],
        json!({"total": 100, "refund": 40, "payer_total": 100, "payer_refund": 40})
    );
    // What is completed may be notified of again, and changes no more.
    assert_eq!(gateway.complete_refund("R1").unwrap().refund, shown);
    receiver.only();

    // By the order's own number, up to what is left; the query completes it.
    let rest = json!({"out_trade_no": NUMBER, "amount": amount(60)});
    assert_eq!(apply("R2", rest)["transaction_id"], paid.transaction_id);
    assert_eq!(query("R2")["status"], "SUCCESS");
    assert!(matches!(gateway.complete_refund("R2").unwrap().delivery, Delivery::NoAddress));
    let error = gateway.complete_refund("R3").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Options);
    assert!(error.to_string().contains("apply for it first"), "{error}");
}

#[test]
fn an_order_is_paid_whatever_becomes_of_its_notification() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    for (number, url) in [
        ("public-1", "https://shop.example/notify"),
        ("public-2", "http://shop.example/notify"),
        ("public-3", "https://127.0.0.1/notify"),
    ] {
        create(&client, url, number);
        let paid = gateway.pay(number).unwrap();
        assert!(matches!(&paid.delivery, Delivery::Elsewhere(elsewhere) if elsewhere == url));
        assert!(!paid.delivery.accepted());
        assert_eq!(order(&client, number)["trade_state"], "SUCCESS");
    }
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    create(&client, &format!("http://{nobody}/notify"), "nobody");
    let paid = gateway.pay("nobody").unwrap();
    let Delivery::Failed(error) = &paid.delivery else { panic!("{paid:?}") };
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert_eq!(order(&client, "nobody")["trade_state"], "SUCCESS");

    let refusing = Server::start(|_| Reply::Last(answer(500, "", b"{\"code\":\"FAIL\"}")));
    create(&client, &format!("{}notify", refusing.base_uri()), "refused");
    let paid = gateway.pay("refused").unwrap();
    let answer = paid.delivery.response().unwrap();
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(&answer.body[..], b"{\"code\":\"FAIL\"}");
    assert!(!paid.delivery.accepted());
    assert_eq!(order(&client, "refused")["trade_state"], "SUCCESS");
}

#[test]
fn what_can_not_be_paid_is_an_error() {
    #[track_caller]
    fn refused(gateway: &Gateway, number: &str, words: &str) {
        let error: Error = gateway.pay(number).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Options, Outcome::Unknown));
        assert!(error.to_string().contains(words), "{error}");
    }
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    refused(&gateway, NUMBER, "create it first");
    create(&client, "https://shop.example/notify", NUMBER);
    let first = gateway.pay(NUMBER).unwrap();
    refused(&gateway, NUMBER, "is paid already");
    assert_eq!(order(&client, NUMBER), first.order);
    create(&client, "https://shop.example/notify", "closed");
    client
        .chain("v3/pay/transactions/out-trade-no/{out_trade_no}/close")
        .post(json!({"out_trade_no": "closed", "json": {"mchid": gateway.mchid()}}))
        .unwrap();
    refused(&gateway, "closed", "is closed");
    assert_eq!(order(&client, "closed")["trade_state"], "CLOSED");
}

/// Of many at once one pays, and one applies for the money that is left.
#[test]
fn an_order_is_paid_and_refunded_once() {
    const MANY: usize = 8;
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    create(&client, "https://shop.example/notify", NUMBER);
    let together = |act: &(dyn Fn(usize) -> bool + Sync)| {
        let barrier = Barrier::new(MANY);
        thread::scope(|scope| {
            let run = |index| {
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    act(index)
                })
            };
            let threads = (0..MANY).map(run).collect::<Vec<_>>();
            threads.into_iter().map(|thread| thread.join().unwrap()).filter(|it| *it).count()
        })
    };
    assert_eq!(together(&|_| gateway.pay(NUMBER).is_ok()), 1);
    let refund = |index: usize| {
        let body = json!({
            "out_trade_no": NUMBER,
            "out_refund_no": format!("R{index}"),
            "amount": {"refund": 60, "total": 100, "currency": "CNY"},
        });
        client.chain("v3/refund/domestic/refunds").post(json!({"json": body})).is_ok()
    };
    assert_eq!(together(&refund), 1);
}

#[test]
fn handlers_come_before_the_world() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let path = "/v3/pay/transactions/{kind}";
    gateway.on(Method::POST, path, |request| json!({"kind": request.var("kind")}));
    assert_eq!(create(&client, "https://shop.example/notify", NUMBER), json!({"kind": "native"}));
    assert_eq!(gateway.orders(), Vec::<Value>::new());
    // A handler for another method hides nothing of the world's.
    gateway.on(Method::DELETE, "/v3/refund/domestic/refunds/{id}", |_| ());
    let refunds = client.chain("v3/refund/domestic/refunds/{id}");
    let unknown = refunds.get(json!({"id": "R1"})).unwrap_err();
    assert_eq!(unknown.status(), Some(StatusCode::NOT_FOUND));
    let method = refunds.put(json!({"id": "R1"})).unwrap_err();
    assert_eq!(method.status(), Some(StatusCode::METHOD_NOT_ALLOWED));
    assert_eq!(method.response().unwrap().headers()["allow"], "DELETE, GET");
}

#[test]
fn the_sample_authorization_of_payscore_in_three_styles() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let options = json!({
        "authorization_code": "1275342195190894594",
        "query": {"service_id": "500001", "channel_id": "1230000109", "sub_mchid": "1230000109"},
    });
    let path = "v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}";
    let pure = chain!(client->v3->payscore->acquiringbank->permissions->authorizationCode->_authorization_code_);
    for chain in [pure, client.chain(path), client[path].clone()] {
        for response in [chain.get(&options), chain.get_async(&options).wait()] {
            let shown: Value = response.unwrap().json().unwrap();
            assert_eq!(shown["authorization_code"], "1275342195190894594");
            assert_eq!(shown["authorization_state"], "AVAILABLE");
            assert_eq!(shown["service_id"], "500001");
            let names = shown.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>();
            assert_eq!(
                names,
                [
                    "service_id",
                    "appid",
                    "mchid",
                    "openid",
                    "sub_openid",
                    "authorization_code",
                    "authorization_state",
                    "notify_url",
                    "cancel_authorization_time",
                    "authorization_success_time",
                    "sub_mchid",
                    "sub_appid",
                    "channel_id",
                ]
            );
        }
    }
    let mut other = options.clone();
    other["authorization_code"] = "1275342195190894595".into();
    let error = client.chain(path).get(other).unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.api().unwrap().code, "RESOURCE_NOT_EXISTS");
    for name in ["service_id", "channel_id", "sub_mchid"] {
        let mut without = options.clone();
        without["query"].as_object_mut().unwrap().remove(name);
        let error = client.chain(path).get(without).unwrap_err();
        assert_eq!(error.api().unwrap().code, "PARAM_ERROR", "{name}");
        assert!(error.to_string().contains(name), "{error}");
    }
}
