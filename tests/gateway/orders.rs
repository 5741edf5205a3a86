//! What the gateway's merchant world refuses of orders and refunds, and in which words.

use crate::support;

use http::StatusCode;
use serde_json::{Value, json};
use wechatpay_chain::gateway::Fault;
use wechatpay_chain::{Client, Error, ErrorKind, Outcome, Response, ResponseExt, Verification};

const NUMBER: &str = "1217752501201407033233368018";

fn order(kind: &str) -> Value {
    let mut order = json!({
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "description": "咖啡",
        "out_trade_no": NUMBER,
        "notify_url": "https://shop.example/notify",
        "amount": {"total": 100},
    });
    match kind {
        "jsapi" => order["payer"] = json!({"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}),
        "h5" => {
            order["scene_info"] =
                json!({"payer_client_ip": "14.23.150.211", "h5_info": {"type": "Wap"}});
        }
        _ => {}
    }
    order
}

fn create(client: &Client, kind: &str, order: &Value) -> Result<Response, Error> {
    client.chain("v3/pay/transactions/{kind}").post(json!({"kind": kind, "json": order}))
}

fn refund(client: &Client, refund: &Value) -> Result<Response, Error> {
    client.chain("v3/refund/domestic/refunds").post(json!({"json": refund}))
}

/// The refusal, which is signed and in WeChat Pay's shape.
#[track_caller]
pub(crate) fn refused(
    result: Result<Response, Error>,
    status: u16,
    code: &str,
    words: &str,
) -> Value {
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Api, Outcome::Refused), "{error}");
    assert!(matches!(error.verification(), Some(Verification::Verified { .. })));
    let api = error.api().unwrap();
    assert_eq!((error.status().map(|it| it.as_u16()), &*api.code), (Some(status), code), "{error}");
    assert!(api.message.contains(words), "{words}: {}", api.message);
    // One language: that of the gateway.
    let is_han = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
    assert!(!api.message.contains(is_han), "{}", api.message);
    api.detail.clone()
}

/// `value` at this pointer, or nothing if it is null.
pub(crate) fn with(body: &Value, pointer: &str, value: Value) -> Value {
    let mut body = body.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    if value.is_null() {
        parent.remove(name)
    } else {
        parent.insert(name.to_owned(), value)
    };
    body
}

#[test]
fn each_kind_of_order_is_prepared() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let base = gateway.base_uri();
    let h5 = format!("{base}cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx");
    for (kind, name, start, trade_type) in [
        ("jsapi", "prepay_id", "wx2", "JSAPI"),
        ("native", "code_url", "weixin://wxpay/bizpayurl?pr=", "NATIVE"),
        ("app", "prepay_id", "wx2", "APP"),
        ("h5", "h5_url", &h5, "MWEB"),
    ] {
        let body = with(&order(kind), "/out_trade_no", format!("number-{kind}").into());
        let answers =
            [(); 2].map(|()| -> Value { create(&client, kind, &body).unwrap().json().unwrap() });
        for answer in &answers {
            assert!(answer[name].as_str().unwrap().starts_with(start), "{answer}");
        }
        assert_ne!(answers[0], answers[1], "each time it is a new one");
        let paid = gateway.pay(&format!("number-{kind}")).unwrap();
        assert_eq!(paid.order["trade_type"], trade_type);
    }
    assert_eq!(gateway.orders().len(), 4);
    let jsapi = &gateway.orders()[0];
    assert_eq!(jsapi["payer"]["openid"], "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
}

#[test]
fn what_is_wrong_with_an_order_is_named() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let long = |count: usize| Value::from("微".repeat(count));
    for (kind, pointer, value, words) in [
        ("native", "/appid", Value::Null, "is missing"),
        ("native", "/appid", json!(7), "is a number: send a string"),
        ("native", "/appid", json!(""), "has 0 characters"),
        ("native", "/mchid", Value::Null, "is missing"),
        ("native", "/mchid", json!(1_900_000_109), "is a number: send a string"),
        ("native", "/description", Value::Null, "is missing"),
        ("native", "/description", long(128), "has 128 characters"),
        ("native", "/out_trade_no", Value::Null, "is missing"),
        ("native", "/out_trade_no", json!("12345"), "has 5 characters"),
        ("native", "/out_trade_no", "1".repeat(33).into(), "has 33 characters"),
        ("native", "/out_trade_no", json!("number/1"), "other characters"),
        ("native", "/notify_url", Value::Null, "is missing"),
        ("native", "/notify_url", json!("shop.example"), "not an http(s) URL"),
        ("native", "/notify_url", json!("ftp://shop.example/"), "not an http(s) URL"),
        ("native", "/notify_url", json!("https://shop.example/?a=b"), "has a query"),
        ("native", "/attach", long(129), "has 129 characters"),
        ("native", "/amount", Value::Null, "is missing"),
        ("native", "/amount/total", Value::Null, "is missing: add it, in fen"),
        ("native", "/amount/total", json!(0), "is 0"),
        ("native", "/amount/total", json!(-1), "is -1"),
        ("native", "/amount/total", json!(1.5), "is 1.5"),
        ("native", "/amount/total", json!("100"), "is a string: send an integer"),
        ("native", "/amount/currency", json!("USD"), "send CNY"),
        ("native", "/time_expire", json!("2018-06-08T10:34:56+08:00"), "is in the past"),
        ("native", "/time_expire", json!("2099-06-08 10:34:56"), "is not a time"),
        ("jsapi", "/payer", Value::Null, "is missing"),
        ("jsapi", "/payer/openid", Value::Null, "is missing"),
        ("h5", "/scene_info", Value::Null, "is missing"),
        ("h5", "/scene_info/payer_client_ip", Value::Null, "is missing"),
        ("h5", "/scene_info/h5_info/type", Value::Null, "is missing"),
    ] {
        let body = with(&order(kind), pointer, value.clone());
        let detail = refused(create(&client, kind, &body), 400, "PARAM_ERROR", words);
        // Where a whole object is missing, its first field is named.
        assert!(detail["field"].as_str().unwrap().starts_with(pointer), "{pointer}: {detail}");
        assert_eq!(detail["location"], "body");
        assert!(detail["issue"].as_str().unwrap().contains(words), "{detail}");
        let shown = if value.as_str().is_some_and(|text| text.chars().count() > 60) {
            detail["value"].as_str().unwrap().ends_with('…')
        } else {
            detail["value"] == value
        };
        assert!(shown, "{detail}");
    }
    let stranger = with(&order("native"), "/mchid", json!("1230000109"));
    let detail = refused(create(&client, "native", &stranger), 400, "MCH_NOT_EXISTS", "1900000109");
    assert_eq!((&detail["field"], &detail["value"]), (&json!("/mchid"), &json!("1230000109")));
    refused(create(&client, "native", &json!([])), 400, "PARAM_ERROR", "is a list");
    let broken = client.chain("v3/pay/transactions/native").post(json!({"body": "{"}));
    refused(broken, 400, "PARAM_ERROR", "is not valid JSON");
    assert!(gateway.orders().is_empty(), "what is refused is not created");

    let good = with(&order("native"), "/time_expire", json!("2099-06-08T10:34:56+08:00"));
    create(&client, "native", &good).unwrap();
}

#[test]
fn a_number_is_one_orders_only() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let native = order("native");
    create(&client, "native", &native).unwrap();
    create(&client, "native", &native).unwrap();
    for (kind, other) in [
        ("native", with(&native, "/amount/total", json!(101))),
        ("native", with(&native, "/description", json!("茶"))),
        ("app", native.clone()),
    ] {
        let detail =
            refused(create(&client, kind, &other), 403, "OUT_TRADE_NO_USED", "a new out_trade_no");
        assert_eq!((&detail["field"], &detail["value"]), (&json!("/out_trade_no"), &json!(NUMBER)));
    }
    gateway.pay(NUMBER).unwrap();
    refused(create(&client, "native", &native), 400, "ORDER_PAID", "is paid");
    assert_eq!(gateway.orders().len(), 1);
}

#[test]
fn an_order_is_queried_and_closed() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let mchid = json!({"mchid": gateway.mchid()});
    let by_number = client.chain("v3/pay/transactions/out-trade-no/{number}");
    let by_id = client.chain("v3/pay/transactions/id/{number}");
    let close = by_number.seg("close");
    let at = |query: &Value| json!({"number": NUMBER, "query": query});
    let closing = json!({"number": NUMBER, "json": mchid});
    for chain in [&by_number, &by_id] {
        refused(chain.get(at(&mchid)), 404, "ORDER_NOT_EXIST", "create it first");
        let detail = refused(chain.get(json!({"number": NUMBER})), 400, "PARAM_ERROR", "?mchid=");
        assert_eq!((&detail["field"], &detail["location"]), (&json!("mchid"), &json!("query")));
        let stranger = at(&json!({"mchid": "1230000109"}));
        refused(chain.get(stranger), 400, "MCH_NOT_EXISTS", "1900000109");
    }
    refused(close.post(&closing), 404, "ORDER_NOT_EXIST", "create it first");

    create(&client, "native", &order("native")).unwrap();
    let nobody = json!({"number": NUMBER, "json": {}});
    refused(close.post(nobody), 400, "PARAM_ERROR", "`/mchid`");
    let stranger = json!({"number": NUMBER, "json": {"mchid": "1230000109"}});
    refused(close.post(stranger), 400, "MCH_NOT_EXISTS", "1900000109");
    let closed = close.post(&closing).unwrap();
    assert_eq!((closed.status(), closed.body().len()), (StatusCode::NO_CONTENT, 0));
    let shown: Value = by_number.get(at(&mchid)).unwrap().json().unwrap();
    assert_eq!(
        (&shown["trade_state"], &shown["trade_state_desc"]),
        (&json!("CLOSED"), &json!("订单已关闭"))
    );
    refused(close.post(&closing), 400, "ORDER_CLOSED", "create another one");
    refused(create(&client, "native", &order("native")), 400, "ORDER_CLOSED", "is closed");

    let paid = with(&order("native"), "/out_trade_no", json!("number-paid"));
    create(&client, "native", &paid).unwrap();
    gateway.pay("number-paid").unwrap();
    let closing = json!({"number": "number-paid", "json": mchid});
    refused(close.post(closing), 400, "ORDER_PAID", "refund it");
}

#[test]
fn what_is_wrong_with_a_refund_is_named() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let good = json!({
        "out_trade_no": NUMBER,
        "out_refund_no": "R-1",
        "reason": "不要了",
        "amount": {"refund": 60, "total": 100, "currency": "CNY"},
    });
    let missing = "RESOURCE_NOT_EXISTS";
    refused(refund(&client, &good), 404, missing, "create it first");
    create(&client, "native", &order("native")).unwrap();
    refused(refund(&client, &good), 400, "INVALID_REQUEST", "is not paid");
    let paid = gateway.pay(NUMBER).unwrap();

    for (pointer, value, words) in [
        ("/out_refund_no", Value::Null, "is missing"),
        ("/out_refund_no", "1".repeat(65).into(), "has 65 characters"),
        ("/out_refund_no", json!("R 1"), "other characters"),
        ("/reason", "长".repeat(81).into(), "has 81 characters"),
        ("/notify_url", json!("/notify"), "not an http(s) URL"),
        ("/amount", Value::Null, "is missing"),
        ("/amount/refund", json!(0), "is 0"),
        ("/amount/refund", json!("60"), "is a string"),
        ("/amount/total", Value::Null, "is missing"),
        ("/amount/currency", Value::Null, "is missing"),
        ("/amount/currency", json!("HKD"), "send CNY"),
    ] {
        let body = with(&good, pointer, value);
        let detail = refused(refund(&client, &body), 400, "PARAM_ERROR", words);
        assert!(detail["field"].as_str().unwrap().starts_with(pointer), "{pointer}: {detail}");
    }
    let neither = with(&good, "/out_trade_no", Value::Null);
    refused(refund(&client, &neither), 400, "PARAM_ERROR", "add one of them");
    let unknown = with(&neither, "/transaction_id", json!("4200001"));
    refused(refund(&client, &unknown), 404, missing, "correct the number");
    create(&client, "native", &with(&order("native"), "/out_trade_no", json!("another"))).unwrap();
    let mixed = with(
        &with(&good, "/out_trade_no", json!("another")),
        "/transaction_id",
        paid.transaction_id.into(),
    );
    refused(refund(&client, &mixed), 400, "PARAM_ERROR", "not that of the transaction_id");

    let detail = refused(
        refund(&client, &with(&good, "/amount/total", json!(99))),
        400,
        "INVALID_REQUEST",
        "send 100",
    );
    assert_eq!((&detail["field"], &detail["value"]), (&json!("/amount/total"), &json!(99)));
    let more = with(&good, "/amount/refund", json!(101));
    refused(refund(&client, &more), 400, "INVALID_REQUEST", "100 fen that are left");
    assert_eq!(gateway.orders()[0]["trade_state"], "SUCCESS", "what is refused changes nothing");

    refund(&client, &good).unwrap();
    let detail = refused(
        refund(&client, &with(&good, "/amount/refund", json!(40))),
        400,
        "INVALID_REQUEST",
        "a new out_refund_no",
    );
    assert_eq!(detail["field"], "/out_refund_no");
    let second = with(&good, "/out_refund_no", json!("R-2"));
    refused(refund(&client, &second), 400, "INVALID_REQUEST", "40 fen that are left");
    refund(&client, &with(&second, "/amount/refund", json!(40))).unwrap();
    let third = with(&with(&good, "/out_refund_no", json!("R-3")), "/amount/refund", json!(1));
    refused(refund(&client, &third), 400, "INVALID_REQUEST", "0 fen that are left");

    let query = client.chain("v3/refund/domestic/refunds/{number}");
    query.get(json!({"number": "R-2"})).unwrap();
    refused(query.get(json!({"number": "R-3"})), 404, missing, "apply for it first");
}

/// What a client must do after an answer that never came: repeat it with the same numbers.
#[test]
fn what_was_answered_to_nobody_can_be_repeated() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let lost = |result: Result<Response, Error>| {
        assert_eq!(result.unwrap_err().outcome(), Outcome::Unknown);
    };
    gateway.fault(Fault::CutAfter);
    lost(create(&client, "native", &order("native")));
    create(&client, "native", &order("native")).unwrap();
    assert_eq!(gateway.orders().len(), 1);

    gateway.pay(NUMBER).unwrap();
    let whole = json!({
        "out_trade_no": NUMBER,
        "out_refund_no": "R-1",
        "amount": {"refund": 100, "total": 100, "currency": "CNY"},
    });
    gateway.fault(Fault::CutAfter);
    lost(refund(&client, &whole));
    // It was given back once: nothing is left, and yet this is no error.
    let shown: Value = refund(&client, &whole).unwrap().json().unwrap();
    assert_eq!((&shown["status"], &shown["amount"]["refund"]), (&json!("PROCESSING"), &json!(100)));
    let another = with(&whole, "/out_refund_no", json!("R-2"));
    refused(refund(&client, &another), 400, "INVALID_REQUEST", "0 fen that are left");
    // Before it is handled nothing happens.
    gateway.fault(Fault::ServerError);
    let other = with(&order("native"), "/out_trade_no", json!("another"));
    lost(create(&client, "native", &other));
    assert_eq!(gateway.orders().len(), 1);
}
