//! Complaints: a payer complains, the merchant is notified, replies and completes.

use crate::orders::refused;
use crate::support;

use std::sync::mpsc;

use http::StatusCode;
use serde_json::{Value, json};
use wechatpay_chain::gateway::Delivery;
use wechatpay_chain::notification::accepted;
use wechatpay_chain::{Client, Error, Gateway, Notification, Response, ResponseExt};

use support::server::{Reply, Server, answer};

/// A merchant's server, and the verified notifications that it got.
fn receiver(client: &Client) -> (Server, mpsc::Receiver<Notification>) {
    let parser = client.notifications().unwrap();
    let (tell, told) = mpsc::channel();
    let server = Server::start(move |seen| {
        tell.send(parser.parse(&seen.headers, &seen.body).unwrap()).unwrap();
        Reply::Last(answer(accepted().status().as_u16(), "", b""))
    });
    (server, told)
}

fn pay(gateway: &Gateway, client: &Client, number: &str) -> String {
    let order = json!({
        "appid": "wxd678efh567hg6787",
        "mchid": gateway.mchid(),
        "description": "咖啡",
        "out_trade_no": number,
        "notify_url": "https://shop.example/notify",
        "amount": {"total": 100},
    });
    client.chain("v3/pay/transactions/native").post(json!({"json": order})).unwrap();
    gateway.pay(number).unwrap().transaction_id
}

fn complaints(client: &Client, query: Value) -> Result<Response, Error> {
    client.chain("v3/merchant-service/complaints-v2").get(json!({"query": query}))
}

fn post(client: &Client, id: &str, what: &str, body: &Value) -> Result<Response, Error> {
    let chain = client.chain("v3/merchant-service/complaints-v2/{complaint_id}/{what}");
    chain.post(json!({"complaint_id": id, "what": what, "json": body}))
}

fn detail(client: &Client, id: &str) -> Value {
    let chain = client.chain("v3/merchant-service/complaints-v2/{complaint_id}");
    chain.get(json!({"complaint_id": id})).unwrap().json().unwrap()
}

/// The complaint's day: it is today's in Beijing.
fn day(complaint: &Value) -> &str {
    complaint["complaint_time"].as_str().unwrap().split_once('T').unwrap().0
}

#[test]
fn a_complaint_from_its_notification_to_its_completion() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let (server, told) = receiver(&client);
    let transaction_id = pay(&gateway, &client, "number-1");
    let url = format!("{}complaints", server.base_uri());
    let registered: Value = client
        .chain("v3/merchant-service/complaint-notifications")
        .post(json!({"json": {"url": url}}))
        .unwrap()
        .json()
        .unwrap();
    assert_eq!(registered, json!({"mchid": gateway.mchid(), "url": url}));

    let complained = gateway.complain("number-1", "咖啡是凉的").unwrap();
    assert!(complained.delivery.accepted(), "{complained:?}");
    let id = &*complained.complaint_id;
    let notification = told.try_recv().unwrap();
    assert_eq!(notification.event_type, "COMPLAINT.CREATE");
    assert_eq!(
        notification.resource_json().unwrap(),
        json!({"complaint_id": id, "action_type": "CREATE_COMPLAINT"})
    );
    let mut complaint = detail(&client, id);
    assert_eq!(complaint, complained.complaint);
    client.sensitive().unwrap().decrypt_fields(&mut complaint, &["/payer_phone"]).unwrap();
    for (pointer, value) in [
        ("/payer_phone", json!("13800000000")),
        ("/complaint_detail", json!("咖啡是凉的")),
        ("/complaint_state", json!("PENDING")),
        ("/complainted_mchid", json!(gateway.mchid())),
        ("/complaint_order_info/0/transaction_id", json!(transaction_id)),
        ("/complaint_order_info/0/out_trade_no", json!("number-1")),
        ("/complaint_order_info/0/amount", json!(100)),
        ("/incoming_user_response", json!(true)),
        ("/complaint_full_refunded", json!(false)),
    ] {
        assert_eq!(complaint.pointer(pointer), Some(&value), "{pointer}");
    }

    let reply = json!({"complainted_mchid": gateway.mchid(), "response_content": "马上退款"});
    assert_eq!(post(&client, id, "response", &reply).unwrap().status(), StatusCode::NO_CONTENT);
    let replied = detail(&client, id);
    assert_eq!(replied["complaint_state"], "PROCESSING");
    assert_eq!(replied["incoming_user_response"], false);
    let refund = json!({
        "out_trade_no": "number-1", "out_refund_no": "R1",
        "amount": {"refund": 100, "total": 100, "currency": "CNY"},
    });
    client.chain("v3/refund/domestic/refunds").post(json!({"json": refund})).unwrap();
    assert_eq!(detail(&client, id)["complaint_full_refunded"], true);
    post(&client, id, "update-refund-progress", &json!({"action": "APPROVE"})).unwrap();
    let complete = json!({"complainted_mchid": gateway.mchid()});
    post(&client, id, "complete", &complete).unwrap();
    assert_eq!(detail(&client, id)["complaint_state"], "PROCESSED");
    for (what, body) in [("response", &reply), ("complete", &complete)] {
        refused(post(&client, id, what, body), 400, "INVALID_REQUEST", "is completed");
    }

    let chain = client.chain("v3/merchant-service/complaints-v2/{id}/negotiation-historys");
    let history = |query: Value| -> Value {
        chain.get(json!({"id": id, "query": query})).unwrap().json().unwrap()
    };
    let all = history(json!({}));
    let types =
        all["data"].as_array().unwrap().iter().map(|it| it["operate_type"].as_str().unwrap());
    assert_eq!(
        types.collect::<Vec<_>>(),
        [
            "MERCHANT_CONFIRM_COMPLETE",
            "MERCHANT_APPROVE_REFUND",
            "MERCHANT_RESPONSE",
            "USER_CREATE_COMPLAINT",
        ]
    );
    let second = history(json!({"limit": 1, "offset": 2}));
    assert_eq!((&second["data"][0], &second["total_count"]), (&all["data"][2], &json!(4)));
    assert_eq!(second["data"][0]["operate_details"], "马上退款");
}

#[test]
fn complaints_are_listed_by_pages_and_days() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let mut ids = Vec::new();
    for number in ["number-1", "number-2", "number-3"] {
        pay(&gateway, &client, number);
        let complained = gateway.complain(number, number).unwrap();
        assert!(matches!(complained.delivery, Delivery::NoAddress), "no URL is registered");
        ids.push(complained.complaint_id);
    }
    let complaint = detail(&client, &ids[0]);
    // It may be past midnight by now.
    let days = [day(&complaint).to_owned(), day(&detail(&client, &ids[2])).to_owned()];
    let list = |more: Value| -> Value {
        let mut query = json!({"begin_date": days[0], "end_date": days[1]});
        query.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        complaints(&client, query).unwrap().json().unwrap()
    };
    let all = list(json!({}));
    assert_eq!(
        (&all["total_count"], &all["limit"], &all["offset"]),
        (&json!(3), &json!(10), &json!(0))
    );
    assert_eq!(all["data"][0], complaint);
    for (limit, offset, expected) in
        [(2, 0, &ids[..2]), (2, 2, &ids[2..]), (2, 3, &[]), (1, 1, &ids[1..2])]
    {
        let page = list(json!({"limit": limit, "offset": offset}));
        let data = page["data"].as_array().unwrap().iter();
        let found = data.map(|it| it["complaint_id"].as_str().unwrap().to_owned());
        assert_eq!(found.collect::<Vec<_>>(), expected);
        assert_eq!((&page["total_count"], &page["offset"]), (&json!(3), &json!(offset)));
    }
    assert_eq!(list(json!({"complainted_mchid": "1900000200"}))["total_count"], 0);
    let before = json!({"begin_date": "2024-01-01", "end_date": "2024-01-31"});
    let before: Value = complaints(&client, before).unwrap().json().unwrap();
    assert_eq!(before["total_count"], 0);
    for (query, words) in [
        (json!({"end_date": "2024-01-31"}), "add ?begin_date="),
        (json!({"begin_date": "2024-01-31", "end_date": "2024-01-30"}), "is before begin_date"),
        (json!({"begin_date": "2024-01-01", "end_date": "2024-02-01"}), "more than 30 days"),
        (json!({"begin_date": "2024/01/01", "end_date": "2024-02-01"}), "is not a date"),
        (
            json!({"begin_date": "2024-01-01", "end_date": "2024-01-31", "limit": 51}),
            "from 1 to 50",
        ),
        (json!({"begin_date": "2024-01-01", "end_date": "2024-01-31", "offset": -1}), "from 0 on"),
    ] {
        refused(complaints(&client, query), 400, "PARAM_ERROR", words);
    }
}

#[test]
fn what_is_wrong_is_named() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    assert!(gateway.complain("number-1", "x").unwrap_err().to_string().contains("is not paid"));
    pay(&gateway, &client, "number-1");
    let id = gateway.complain("number-1", "x").unwrap().complaint_id;
    let mchid = gateway.mchid();
    for (what, body, code, words) in [
        ("response", json!({"response_content": "x"}), "PARAM_ERROR", "is missing"),
        ("response", json!({"complainted_mchid": mchid}), "PARAM_ERROR", "is missing"),
        (
            "response",
            json!({"complainted_mchid": "1", "response_content": "x"}),
            "MCH_NOT_EXISTS",
            "send 1900000109",
        ),
        (
            "response",
            json!({"complainted_mchid": mchid, "response_content": "好".repeat(201)}),
            "PARAM_ERROR",
            "has 201 characters",
        ),
        ("update-refund-progress", json!({"action": "REJECT"}), "PARAM_ERROR", "`/reject_reason`"),
        ("complete", json!({"mchid": mchid}), "PARAM_ERROR", "/body/mchid"),
    ] {
        refused(post(&client, &id, what, &body), 400, code, words);
    }
    assert_eq!(
        detail(&client, &id)["complaint_state"],
        "PENDING",
        "what is refused changes nothing"
    );
    let good = json!({"complainted_mchid": mchid});
    refused(
        post(&client, "200", "complete", &good),
        404,
        "RESOURCE_NOT_EXISTS",
        "POST /_gateway/complain",
    );

    let url = client.chain("v3/merchant-service/complaint-notifications");
    let body = |url: &str| json!({"json": {"url": url}});
    refused(url.get(()), 404, "RESOURCE_NOT_EXISTS", "create it with POST");
    refused(url.put(body("https://a.example/")), 404, "RESOURCE_NOT_EXISTS", "create it with POST");
    refused(
        url.post(body("ftp://a.example/")),
        400,
        "PARAM_ERROR",
        "`/url` of the body is not an http",
    );
    url.post(body("https://a.example/")).unwrap();
    refused(url.post(body("https://b.example/")), 400, "INVALID_REQUEST", "change it with PUT");
    url.put(body("https://b.example/")).unwrap();
    let shown: Value = url.get(()).unwrap().json().unwrap();
    assert_eq!(shown["url"], "https://b.example/");
    let complained = gateway.complain("number-1", "again").unwrap();
    assert!(matches!(complained.delivery, Delivery::Elsewhere(url) if url == "https://b.example/"));
    assert_eq!(url.delete(()).unwrap().status(), StatusCode::NO_CONTENT);
    refused(url.delete(()), 404, "RESOURCE_NOT_EXISTS", "create it with POST");
}
