//! Arguments that differ from the documentation, before anything is sent; and what was meant by a
//! path, after a 404.

use crate::support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tracing::dispatcher::with_default;
use wechatpay_chain::{Check, Client, Error, ErrorKind, Lang, Options, Outcome};

use support::log::Log;
use support::server::{Reply, Server, signed_answer};
use support::{builder, expect};

const ORDER: &str = "v3/pay/transactions/jsapi";
const TRANSFER: &str = "v3/fund-app/mch-transfer/transfer-bills";

fn order() -> Value {
    json!({
        "appid": "wx1", "mchid": "1900000109", "description": "tea", "out_trade_no": "A1",
        "notify_url": "https://shop.example/notify", "amount": {"total": 1},
        "payer": {"openid": "o1"},
    })
}

fn transfer(name: &str) -> Value {
    json!({
        "appid": "wx1", "out_bill_no": "A1", "openid": "o1", "user_name": name,
        "transfer_amount": 1, "transfer_remark": "x", "transfer_scene_id": "1000",
        "transfer_scene_report_infos": [{"info_type": "a", "info_content": "b"}],
    })
}

/// Checks, and talks to a server that says yes.
fn checking() -> (Server, Client) {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = builder(&server).secret("0123456789abcdef0123456789abcdef");
    let client = client.check_arguments(Check::Error).build().unwrap();
    (server, client)
}

/// The error of arguments that are not sent.
#[track_caller]
fn refused(path: &str, options: impl Into<Options>) -> String {
    let (server, client) = checking();
    let error = expect(client.chain(path).post(options), ErrorKind::Options, Outcome::NotSent);
    assert!(server.requests().is_empty());
    error.to_string()
}

#[track_caller]
fn sent(path: &str, options: impl Into<Options>) {
    let (server, client) = checking();
    if let Err(error) = client.chain(path).post(options) {
        // A response of APIv2 is another matter.
        assert!(path.starts_with("v2/"), "{error}");
    }
    server.only_request();
}

#[test]
fn what_is_documented_is_sent() {
    sent(ORDER, json!({"json": order()}));
    let mut more = order();
    more["detail"] = json!({"goods_detail": [
        {"merchant_goods_id": "1", "quantity": 1.0, "unit_price": 1},
    ]});
    more["attach"] = Value::Null;
    more["limit_pay"] = json!(["no_credit"]);
    sent(ORDER, json!({"json": more}));
    // Not documented, and not told what is in it.
    sent("v3/no/such/endpoint", json!({"json": {"a": 1}, "query": {"b": 2}}));
    sent(ORDER, json!({"body": "no JSON"}));
    let close = json!({"appid": "wx1", "mch_id": "1900000109", "out_trade_no": 1});
    sent("v2/pay/closeorder", json!({"xml": close}));
    let encrypted = STANDARD.encode([7; 256]);
    sent(TRANSFER, json!({"json": transfer(&encrypted)}));
}

#[test]
fn all_problems_are_in_one_error() {
    let mut wrong = order();
    let map = wrong.as_object_mut().unwrap();
    map.insert("descripton".to_owned(), map["description"].clone());
    map.shift_remove("description");
    map.shift_remove("notify_url");
    wrong["amount"] = json!({"total": "1", "curency": "CNY"});
    wrong["payer"] = json!({});
    wrong["support_fapiao"] = json!("true");
    wrong["detail"] =
        json!({"goods_detail": [{"merchant_goods_id": "1", "quantity": 1.5, "unit_price": 1}]});
    wrong["limit_pay"] = json!("no_credit");
    wrong["xyzzy"] = json!(1);
    let error = refused(ORDER, json!({"json": wrong}));
    for problem in [
        "`descripton` in `json` is unknown: did you mean `description`?",
        "`description` in `json` is missing",
        "`notify_url` in `json` is missing",
        "`amount.total` in `json` is a string, but must be integer",
        "`amount.curency` in `json` is unknown: did you mean `currency`?",
        "`payer.openid` in `json` is missing",
        "`support_fapiao` in `json` is a string, but must be boolean",
        "`detail.goods_detail[0].quantity` in `json` is a number, but must be integer",
        "`limit_pay` in `json` is a string, but must be string[]",
        "`xyzzy` in `json` is unknown;",
        "`POST v3/pay/transactions/jsapi`",
        "https://pay.weixin.qq.com/doc/v3/",
    ] {
        assert!(error.contains(problem), "{problem}: {error}");
    }
    // No values.
    assert!(!error.contains("tea") && !error.contains("1900000109"), "{error}");
}

/// JSON that the caller has written itself is compared, too.
#[test]
fn a_body_as_it_is_is_compared_if_it_is_json() {
    sent(ORDER, json!({"body": order().to_string()}));
    let mut wrong = order();
    wrong["descripton"] = "tea".into();
    let error = refused(ORDER, Options::new().body(wrong.to_string()));
    assert!(error.contains("`descripton` in `json` is unknown"), "{error}");
    assert!(refused(ORDER, json!({"body": "{}"})).contains("`mchid` in `json` is missing"));
}

#[test]
fn what_is_at_the_wrong_place_is_told() {
    let close = "v3/pay/transactions/out-trade-no/{out_trade_no}/close";
    let error = refused(close, json!({"out_trade_no": "A1", "query": {"mchid": "1900000109"}}));
    assert!(error.contains("`mchid` belongs into `json`, not `query`"), "{error}");
    assert!(error.contains("`mchid` in `json` is missing"), "{error}");

    let (server, client) = checking();
    let get = |path: &str, options: Value| client.chain(path).get(options).map(|_| ());
    let query = "v3/pay/transactions/id/4200001234";
    for (path, options) in [
        (query, json!({"query": {"mchid": "1"}})),
        (query, json!({"query": "mchid=1"})),
        ("v3/pay/transactions/id/{id}{?mchid}", json!({"id": "4200001234", "mchid": "1"})),
        ("v3/pay/transactions/id/4200001234?mchid=1", json!({})),
    ] {
        get(path, options).unwrap();
    }
    assert_eq!(server.requests().len(), 4);
    for (path, options) in [
        (query, json!({})),
        (query, json!({"query": {"mch_id": "1"}})),
        (query, json!({"query": "mch_id=1"})),
        ("v3/pay/transactions/id/4200001234?mch_id=1", json!({})),
    ] {
        let error = get(path, options).unwrap_err().to_string();
        assert!(error.contains("`mchid` in `query` is missing"), "{error}");
    }
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn a_plain_value_in_an_encrypted_field_is_not_sent() {
    for plain in ["张三", "", "zhang", &STANDARD.encode([7; 255]), &"!".repeat(400)] {
        let error = refused(TRANSFER, json!({"json": transfer(plain)}));
        assert!(error.contains("`user_name` in `json` must be encrypted"), "{error}");
        assert!(plain.is_empty() || !error.contains(plain), "{error}");
    }
}

#[test]
fn apiv2_is_checked_too() {
    let error = refused("v2/pay/closeorder", json!({"xml": {"mch_id": "1", "out_trade_nr": "A1"}}));
    for problem in [
        "`appid` in `xml` is missing",
        "`out_trade_nr` in `xml` is unknown: did you mean `out_trade_no`?",
    ] {
        assert!(error.contains(problem), "{error}");
    }
    assert!(!error.contains("`sign`") && !error.contains("`nonce_str`"), "{error}");
}

#[test]
fn another_base_is_suggested() {
    let (server, _) = checking();
    let client = builder(&server).base_uri("https://api.mch.weixin.qq.com/");
    let client = client.check_arguments(Check::Error).build().unwrap();
    let error =
        |path: &str, options: Value| -> Error { client.chain(path).get(options).unwrap_err() };
    let told = "set `base_uri` to `https://apihk.mch.weixin.qq.com/global/`";
    let plain = error("v3/customs/orders", json!({})).to_string();
    assert!(plain.contains(told), "{plain}");
    let right = json!({"base_uri": "https://apihk.mch.weixin.qq.com/global/"});
    let right = error("v3/customs/orders", right).to_string();
    assert!(right.contains("`appid` in `query` is missing") && !right.contains(told), "{right}");
}

#[test]
fn a_long_list_of_problems_ends() {
    let goods: Vec<Value> = (0..500).map(|_| json!({"x": 1})).collect();
    let mut many = order();
    many["detail"] = json!({"goods_detail": goods});
    let error = refused(ORDER, json!({"json": many}));
    assert!(error.contains("; and 1980 more ("), "{error}");
}

#[test]
fn a_warning_does_not_stop_a_call_and_off_is_silent() {
    for (check, is_logged) in [(Check::Warn, true), (Check::Off, false)] {
        let server = Server::start(|_| Reply::ok("{}"));
        let client = builder(&server).check_arguments(check).build().unwrap();
        let log = Log::default();
        with_default(&log.dispatch(), || {
            client.chain(ORDER).post(json!({"json": {"appid": "wx1"}})).unwrap();
        });
        server.only_request();
        assert_eq!(log.text().contains("`mchid` in `json` is missing"), is_logged);
    }
}

#[test]
fn a_value_that_is_not_listed_is_only_warned_of() {
    let mut unlisted = order();
    unlisted["limit_pay"] = json!(["no_balanc", "no_balance"]);
    for check in [Check::Warn, Check::Error] {
        let server = Server::start(|_| Reply::ok("{}"));
        let client = builder(&server).check_arguments(check).build().unwrap();
        let log = Log::default();
        with_default(&log.dispatch(), || {
            client.chain(ORDER).post(json!({"json": unlisted})).unwrap();
        });
        server.only_request();
        let told = "`no_balanc` is not a documented value of `limit_pay[0]` in `json`: did you mean \
                    `no_balance`?";
        assert_eq!(log.text().contains(told), check == Check::Warn, "{}", log.text());
        assert!(!log.text().contains("limit_pay[1]"), "{}", log.text());
    }
}

#[test]
fn a_404_says_what_was_meant() {
    let body = json!({"code": "RESOURCE_NOT_EXISTS", "message": "m"}).to_string();
    let server = Server::start(move |_| Reply::Raw(signed_answer(404, body.as_bytes())));
    let client = support::client(&server);
    let error = client.chain("v3/pay/transaction/id/4200001234").get(()).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Refused);
    let text = error.to_string();
    assert!(text.contains("did you mean `v3/pay/transactions/id/{transaction_id}`?"), "{text}");
    let chinese = error.localized(Lang::Chinese).to_string();
    assert!(
        chinese.contains("是否想调用 `v3/pay/transactions/id/{transaction_id}`？"),
        "{chinese}"
    );
    // Another method.
    let error = client.chain(ORDER).get(()).unwrap_err().to_string();
    assert!(error.contains("did you mean `POST v3/pay/transactions/jsapi`?"), "{error}");
    // It is the order that does not exist.
    let error = client.chain("v3/pay/transactions/id/4200001234").get(()).unwrap_err().to_string();
    assert!(!error.contains("did you mean"), "{error}");
    // Nothing is near.
    let error = client.chain("v3/no/such/endpoint/at/all").get(()).unwrap_err().to_string();
    assert!(!error.contains("did you mean"), "{error}");
}

#[test]
fn a_broken_template_says_what_was_meant() {
    let (server, client) = checking();
    let error = client.chain("v3/pay/transactions/id/{transaction_id").get(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Path, Outcome::NotSent));
    let text = error.to_string();
    assert!(text.contains("did you mean `v3/pay/transactions/id/{transaction_id}`?"), "{text}");
    assert!(server.requests().is_empty());
}
