//! What a client may have the gateway do by signed calls: pay, refund, rotate, list.

use crate::support;

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};
use wechatpay_chain::gateway::Fault;
use wechatpay_chain::{Client, Error, Outcome, Response, ResponseExt, Verification};

use support::server::{Reply, Server};

fn create(client: &Client, mchid: &str, out_trade_no: &str, notify_url: &str) {
    let order = json!({
        "appid": "wxd678efh567hg6787",
        "mchid": mchid,
        "description": "咖啡",
        "out_trade_no": out_trade_no,
        "notify_url": notify_url,
        "amount": {"total": 100},
    });
    client.chain("v3/pay/transactions/native").post(json!({"json": order})).unwrap();
}

fn command(client: &Client, name: &str, body: &Value) -> Result<Response, Error> {
    client.chain("_gateway/{name}").post(json!({"name": name, "json": body}))
}

#[test]
fn an_order_is_paid_and_refunded_by_calls() {
    let gateway = support::gateway();
    let receiver = Server::start(|_| Reply::Raw(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()));
    let notify_url = format!("{}notify", receiver.base_uri());
    let client = gateway.client().unwrap();
    create(&client, gateway.mchid(), "ORDER-1", &notify_url);
    create(&client, gateway.mchid(), "ORDER-2", "https://shop.example/notify");

    let paid: Value =
        command(&client, "pay", &json!({"out_trade_no": "ORDER-1"})).unwrap().json().unwrap();
    assert_eq!(paid["delivery"], json!({"status": 204}));
    let orders = gateway.orders();
    assert_eq!(orders[0]["transaction_id"], paid["transaction_id"]);
    assert_eq!(
        (&orders[0]["trade_state"], &orders[1]["trade_state"]),
        (&json!("SUCCESS"), &json!("NOTPAY"))
    );
    let listed: Value = client.chain("_gateway/orders").get(()).unwrap().json().unwrap();
    assert_eq!(listed["data"], json!(orders));

    let other: Value =
        command(&client, "pay", &json!({"out_trade_no": "ORDER-2"})).unwrap().json().unwrap();
    assert_eq!(other["delivery"], json!({"elsewhere": "https://shop.example/notify"}));

    let refund = json!({
        "out_trade_no": "ORDER-1",
        "out_refund_no": "R-1",
        "amount": {"refund": 1, "total": 100, "currency": "CNY"},
        "notify_url": notify_url,
    });
    client.chain("v3/refund/domestic/refunds").post(json!({"json": refund})).unwrap();
    let done: Value =
        command(&client, "refund", &json!({"out_refund_no": "R-1"})).unwrap().json().unwrap();
    assert_eq!(done["delivery"], json!({"status": 204}));
    let refund: Value = client
        .chain("v3/refund/domestic/refunds/{no}")
        .get(json!({"no": "R-1"}))
        .unwrap()
        .json()
        .unwrap();
    assert_eq!((&refund["status"], &refund["refund_id"]), (&json!("SUCCESS"), &done["refund_id"]));
    // They are calls like others.
    assert!(
        gateway.requests().iter().any(|call| call.path() == "/_gateway/pay" && call.verified())
    );
}

#[test]
fn what_can_not_be_done_is_refused_and_said() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    create(&client, gateway.mchid(), "ORDER-1", "https://shop.example/notify");
    command(&client, "pay", &json!({"out_trade_no": "ORDER-1"})).unwrap();
    for (name, body, words) in [
        ("pay", json!({"out_trade_no": "ORDER-1"}), "`ORDER-1` is paid already"),
        ("pay", json!({"out_trade_no": "none"}), "`none` is unknown"),
        ("pay", json!({"out_trade_no": 1}), "send {\"out_trade_no\": \"…\"}"),
        ("pay", json!({}), "send {\"out_trade_no\""),
        ("refund", json!({"out_refund_no": "none"}), "no refund `none`"),
        ("refund", json!([]), "send {\"out_refund_no\""),
    ] {
        let error = command(&client, name, &body).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Refused);
        let api = error.api().unwrap();
        assert_eq!(api.code, "INVALID_REQUEST");
        assert!(api.message.contains(words), "{}", api.message);
    }
}

#[test]
fn the_certificate_is_rotated_by_a_call() {
    let gateway = support::gateway();
    let platform =
        wechatpay_chain::PublicKey::from_pem(gateway.platform_certificate_pem()).unwrap();
    let client = support::merchant(&gateway)
        .platform_key(gateway.platform_serial(), platform)
        .build()
        .unwrap();
    let error = client.chain("_gateway/rotate").post(()).unwrap_err();
    // The new one signs its own announcement.
    let answer: Value = error.response().unwrap().json().unwrap();
    let serial = error.response().unwrap().headers()["wechatpay-serial"].to_str().unwrap();
    assert_eq!(answer["serial_no"], serial);
    assert_ne!(serial, gateway.platform_serial());
    assert_eq!(error.verification(), Some(&Verification::Wrong));
}

#[test]
fn a_planned_fault_is_not_for_commands() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    create(&client, gateway.mchid(), "ORDER-1", "https://shop.example/notify");
    gateway.fault(Fault::ServerError.every(2));
    assert!(client.chain("v3/certificates").get(()).is_ok());
    command(&client, "pay", &json!({"out_trade_no": "ORDER-1"})).unwrap();
    client.chain("_gateway/orders").get(()).unwrap();
    assert!(client.chain("v3/certificates").get(()).is_err());
    // One that is asked for by its header is.
    let headers = json!({"headers": {"X-Gateway-Fault": "500"}});
    client.chain("_gateway/orders").get(headers).unwrap_err();
}

/// Who has no key of the merchant's has nothing paid, not even from this machine.
#[test]
fn an_unsigned_command_is_refused() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    create(&client, gateway.mchid(), "ORDER-1", "https://shop.example/notify");
    let host = gateway.base_uri()["http://".len()..].trim_end_matches('/').to_owned();
    let body = "{\"out_trade_no\":\"ORDER-1\"}";
    for (origin, status) in [
        (String::new(), 401),
        ("Origin: https://evil.example\r\n".to_owned(), 403),
        (format!("Origin: http://{host}\r\n"), 401),
        ("X-Gateway-Fault: rotate-certificate\r\n".to_owned(), 401),
        ("Authorization: WECHATPAY2-SHA256-RSA2048 x\r\n".to_owned(), 401),
    ] {
        let mut stream = TcpStream::connect(&host).unwrap();
        let request = format!(
            "POST /_gateway/pay HTTP/1.1\r\nHost: {host}\r\nUser-Agent: a\r\nAccept: a\r\n{origin}\
             Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    }
    assert_eq!(gateway.orders()[0]["trade_state"], "NOTPAY");
    // Nor is a certificate rotated for it: the one that was there signs on.
    let platform = wechatpay_chain::PublicKey::from_pem(gateway.platform_certificate_pem());
    let certificate_mode = support::merchant(&gateway)
        .platform_key(gateway.platform_serial(), platform.unwrap())
        .build()
        .unwrap();
    certificate_mode.chain("_gateway/orders").get(()).unwrap();
}

/// What is planned is for requests that are answered: a stranger's use none of it up.
#[test]
fn a_refused_request_leaves_plans_alone() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let wrong = gateway.client_builder().mchid("1").build().unwrap();
    gateway.fault(Fault::ServerError);
    let error = wrong.chain("v3/certificates").get(()).unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    let host = gateway.base_uri()["http://".len()..].trim_end_matches('/').to_owned();
    gateway.fault(Fault::CutBefore);
    let mut stream = TcpStream::connect(&host).unwrap();
    let request = format!("GET /v3/a HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    let error = client.chain("v3/certificates").get(()).unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
    assert_eq!(client.chain("v3/certificates").get(()).unwrap_err().status(), None);
    client.chain("v3/certificates").get(()).unwrap();
}
