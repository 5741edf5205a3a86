//! Orders overseas: created, paid, notified of, refunded; apart from those at home.

use crate::orders::{refused, with};
use crate::support;

use std::sync::mpsc;

use serde_json::{Value, json};
use wechatpay_chain::notification::accepted;
use wechatpay_chain::{Client, Error, Gateway, Response, ResponseExt};

use support::server::{Reply, Server, answer};

const NUMBER: &str = "1217752501201407033233368018";

fn order(gateway: &Gateway, trade_type: &str, notify_url: &str) -> Value {
    json!({
        "mchid": gateway.mchid(),
        "appid": "wxd678efh567hg6787",
        "description": "Image形象店",
        "attach": "桌号 7",
        "notify_url": notify_url,
        "out_trade_no": NUMBER,
        "trade_type": trade_type,
        "merchant_category_code": "1011",
        "amount": {"total": 100, "currency": "HKD"},
    })
}

fn create(client: &Client, kind: &str, order: &Value) -> Result<Response, Error> {
    client.chain("v3/global/transactions/{kind}").post(json!({"kind": kind, "json": order}))
}

fn get(client: &Client, path: &str) -> Result<Value, Error> {
    client.chain(format!("v3/global/{path}")).get(json!({"query": {"mchid": "1900000109"}}))?.json()
}

fn refund(
    client: &Client,
    id: &str,
    number: &str,
    amount: u64,
    currency: &str,
) -> Result<Response, Error> {
    let refund = json!({
        "mchid": "1900000109", "appid": "wxd678efh567hg6787", "transaction_id": id,
        "out_refund_no": number, "notify_url": "https://shop.example/refunds",
        "amount": {"refund": amount, "total": 100, "currency": currency},
    });
    client.chain("v3/global/refunds").post(json!({"json": refund}))
}

#[test]
fn an_order_is_paid_and_refunded_in_its_currency() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let parser = client.notifications().unwrap();
    let (tell, told) = mpsc::channel();
    let server = Server::start(move |seen| {
        tell.send(parser.parse(&seen.headers, &seen.body).unwrap()).unwrap();
        Reply::Last(answer(accepted().status().as_u16(), "", b""))
    });
    let url = format!("{}notify", server.base_uri());
    let created = create(&client, "native", &order(&gateway, "NATIVE", &url)).unwrap();
    let created: Value = created.json().unwrap();
    assert!(created["code_url"].as_str().unwrap().starts_with("weixin://"));
    let path = format!("transactions/out-trade-no/{NUMBER}");
    let unpaid = get(&client, &path).unwrap();
    assert_eq!(unpaid["trade_state"], "NOTPAY");
    assert_eq!(unpaid["amount"], json!({"total": 100, "currency": "HKD"}));

    let paid = gateway.pay(NUMBER).unwrap();
    assert!(paid.delivery.accepted(), "{paid:?}");
    let id = &*paid.transaction_id;
    let notification = told.try_recv().unwrap();
    assert_eq!(notification.event_type, "TRANSACTION.SUCCESS");
    let shown = get(&client, &path).unwrap();
    assert_eq!(notification.resource_json().unwrap(), shown);
    assert_eq!(get(&client, &format!("transactions/id/{id}")).unwrap(), shown);
    assert_eq!((&shown["id"], shown.get("transaction_id")), (&json!(id), None));
    assert_eq!((&shown["trade_state"], &shown["attach"]), (&json!("SUCCESS"), &json!("桌号 7")));
    assert_eq!(
        shown["amount"],
        json!({
            "total": 100, "currency": "HKD", "payer_total": 100, "payer_currency": "CNY",
            "exchange_rate": {"type": "SETTLEMENT_RATE", "rate": 100_000_000},
        })
    );

    let applied: Value = refund(&client, id, "R1", 60, "HKD").unwrap().json().unwrap();
    assert_eq!(
        (&applied["amount"]["refund"], &applied["amount"]["currency"]),
        (&json!(60), &json!("HKD"))
    );
    assert_eq!(applied.get("status"), None);
    refused(
        refund(&client, id, "R2", 41, "HKD"),
        400,
        "INVALID_REQUEST",
        "the 40 fen that are left",
    );
    refused(refund(&client, id, "R2", 40, "CNY"), 400, "INVALID_REQUEST", "send HKD");
    let completed = gateway.complete_refund("R1").unwrap();
    assert_eq!(completed.refund["id"], applied["id"]);
    refund(&client, id, "R2", 40, "HKD").unwrap();
    let first = get(&client, &format!("refunds/id/{}", applied["id"].as_str().unwrap())).unwrap();
    assert_eq!(first, completed.refund);
    assert_eq!((&first["status"], &first["out_trade_no"]), (&json!("SUCCESS"), &json!(NUMBER)));
    let list = json!({"mchid": "1900000109", "transaction_id": id, "offset": 1, "count": 5});
    let list: Value =
        client.chain("v3/global/refunds").get(json!({"query": list})).unwrap().json().unwrap();
    assert_eq!((&list["total_num"], &list["current_total_num"]), (&json!(2), &json!(1)));
    assert_eq!(
        (&list["data"][0]["out_refund_no"], &list["data"][0]["status"]),
        (&json!("R2"), &json!("PROCESSING"))
    );
    let by_number = client.chain("v3/global/refunds/out-refund-no/{number}");
    let by_number = by_number.get(json!({"number": "R2", "query": {"mchid": gateway.mchid()}}));
    let by_number: Value = by_number.unwrap().json().unwrap();
    assert_eq!(by_number["status"], "SUCCESS");
}

/// The endpoints at home find none of it, and those overseas nothing of home.
#[test]
fn orders_overseas_and_at_home_are_apart() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let url = "https://shop.example/notify";
    create(&client, "app", &order(&gateway, "APP", url)).unwrap();
    let home = json!({
        "appid": "wxd678efh567hg6787", "mchid": gateway.mchid(), "description": "咖啡",
        "out_trade_no": "order-at-home", "notify_url": url, "amount": {"total": 100},
    });
    client.chain("v3/pay/transactions/native").post(json!({"json": home})).unwrap();
    let at_home = |number: &str| {
        client
            .chain("v3/pay/transactions/out-trade-no/{number}")
            .get(json!({"number": number, "query": {"mchid": "1900000109"}}))
    };
    at_home("order-at-home").unwrap();
    refused(at_home(NUMBER), 404, "ORDER_NOT_EXIST", "create it first");
    let error = get(&client, "transactions/out-trade-no/order-at-home").unwrap_err();
    assert_eq!(error.api().unwrap().code, "ORDER_NOT_EXIST");
    let close = |path: &str| {
        client.chain(format!("v3/{path}/close")).post(json!({"json": {"mchid": gateway.mchid()}}))
    };
    refused(
        close(&format!("pay/transactions/out-trade-no/{NUMBER}")),
        404,
        "ORDER_NOT_EXIST",
        "create it",
    );
    let id = gateway.pay("order-at-home").unwrap().transaction_id;
    refused(refund(&client, &id, "R1", 1, "CNY"), 404, "RESOURCE_NOT_EXISTS", "no order");

    close(&format!("global/transactions/out-trade-no/{NUMBER}")).unwrap();
    let closed = get(&client, &format!("transactions/out-trade-no/{NUMBER}")).unwrap();
    assert_eq!(closed["trade_state"], "CLOSED");
    let again = create(&client, "app", &order(&gateway, "APP", url));
    refused(again, 400, "ORDER_CLOSED", "a new out_trade_no");
    let other = with(&order(&gateway, "APP", url), "/out_trade_no", json!("another"));
    create(&client, "app", &other).unwrap();
    let id = gateway.pay("another").unwrap().transaction_id;
    refused(close(&format!("global/transactions/id/{id}")), 400, "ORDER_PAID", "is paid");
}

#[test]
fn an_institution_sells_for_its_merchant() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let mut order = order(&gateway, "JSAPI", "https://shop.example/notify");
    let members = order.as_object_mut().unwrap();
    members.remove("mchid");
    members.remove("appid");
    members.extend(
        json!({
            "sp_mchid": gateway.mchid(), "sp_appid": "wxd678efh567hg6787", "sub_mchid": "1900000200",
            "payer": {"sp_openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
        })
        .as_object()
        .unwrap()
        .clone(),
    );
    create(&client, "jsapi", &order).unwrap();
    gateway.pay(NUMBER).unwrap();
    let chain = client.chain("v3/global/transactions/out-trade-no/{number}");
    let query = |query: Value| chain.get(json!({"number": NUMBER, "query": query}));
    let institution = json!({"sp_mchid": gateway.mchid(), "sub_mchid": "1900000200"});
    let shown: Value = query(institution).unwrap().json().unwrap();
    assert_eq!((&shown["sub_mchid"], shown.get("mchid")), (&json!("1900000200"), None));
    assert_eq!(shown["payer"], order["payer"]);
    refused(query(json!({"sp_mchid": gateway.mchid()})), 400, "PARAM_ERROR", "?sub_mchid=");
    let stranger = json!({"sp_mchid": "1900000200", "sub_mchid": "1900000200"});
    refused(query(stranger), 400, "MCH_NOT_EXISTS", "send 1900000109");
}

#[test]
fn what_is_wrong_with_an_order_is_named() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let url = "https://shop.example/notify";
    let mweb =
        with(&order(&gateway, "MWEB", url), "/scene_info", json!({"payer_client_ip": "1.2.3.4"}));
    let created: Value = create(&client, "mweb", &mweb).unwrap().json().unwrap();
    assert!(created["mweb_url"].as_str().unwrap().starts_with(gateway.base_uri()), "{created}");
    for (kind, trade_type, pointer, value, words) in [
        ("native", "NATIVE", "/trade_type", json!("JSAPI"), "is unknown: send NATIVE"),
        ("native", "NATIVE", "/merchant_category_code", Value::Null, "is missing"),
        ("native", "NATIVE", "/amount/currency", json!("hkd"), "send three letters"),
        ("native", "NATIVE", "/amount/total", json!(1.5), "an integer of fen"),
        ("native", "NATIVE", "/settle_info", json!({"profit_sharing": true}), "/body/settle_info"),
        ("jsapi", "JSAPI", "/attach", json!("x"), "`/payer/openid` of the body is missing"),
        (
            "mweb",
            "MWEB",
            "/attach",
            json!("x"),
            "`/scene_info/payer_client_ip` of the body is missing",
        ),
    ] {
        let order = with(&order(&gateway, trade_type, url), pointer, value);
        refused(create(&client, kind, &order), 400, "PARAM_ERROR", words);
    }
}
