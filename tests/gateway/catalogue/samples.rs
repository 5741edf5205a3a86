//! The responses to what is as documented.

use http::{Method, StatusCode};
use proptest::prelude::*;
use serde_json::{Value, json};
use wechatpay_chain::catalogue::{self, BodyKind, endpoint};
use wechatpay_chain::{Gateway, PrivateKey, ResponseExt, Rsa};

use super::{Shop, is_the_worlds};

pub(super) const SAMPLE: Option<&str> = Some("sample response of the catalogue");

#[test]
fn numbers_of_the_request_are_repeated() {
    let shop = Shop::new();
    let one = endpoint(&Method::POST, "v3/fund-app/mch-transfer/transfer-bills").unwrap();
    let mut options = shop.valid(one);
    options["json"]["out_bill_no"] = "plfk2020042013".into();
    let bill: Value = shop.call(one, &options).unwrap().json().unwrap();
    assert_eq!(bill["out_bill_no"], "plfk2020042013");
    assert!(bill["create_time"].as_str().unwrap().contains("+08:00"), "{bill}");
    let one = endpoint(&Method::GET, "v3/merchant/fund/balance/BASIC").unwrap();
    let balance: Value = shop.call(one, &shop.valid(one)).unwrap().json().unwrap();
    assert_eq!(balance["available_amount"], 1);
}

#[test]
fn sensitive_fields_are_encrypted_for_the_merchant() {
    let shop = Shop::new();
    let key = PrivateKey::from_pem(shop.gateway.merchant_key_pem()).unwrap();
    let one = catalogue::endpoints().find(|one| {
        one.path().starts_with("v3/")
            && !is_the_worlds(*one)
            && one.response().iter().any(|field| field.is_encrypted())
    });
    let one = one.unwrap();
    let body: Value = shop.call(one, &shop.valid(one)).unwrap().json().unwrap();
    let field = one.response().into_iter().find(|field| field.is_encrypted()).unwrap();
    let text = body[field.name()].as_str().unwrap();
    assert!(!Rsa::decrypt(text, &key).unwrap().is_empty());
}

#[test]
fn handlers_and_stubs_go_first() {
    let shop = Shop::new();
    let one = endpoint(&Method::GET, "v3/merchant/fund/balance/{account_type}").unwrap();
    shop.gateway.on(
        Method::GET,
        "/v3/merchant/fund/balance/{type}",
        |request| json!({"type": request.var("type")}),
    );
    let body: Value = shop.call(one, &shop.valid(one)).unwrap().json().unwrap();
    assert_eq!(body, json!({"type": "account_type-1"}));
    assert_eq!(shop.gateway.requests()[0].reason(), None);
}

#[test]
fn what_is_not_documented_is_told_what_it_may_have_meant() {
    let shop = Shop::new();
    let basic = || json!({"type": "BASIC"});
    let refused = |path: &str, method: Method| {
        let error = shop.client.chain(path).request(method, basic()).unwrap_err();
        (error.status().unwrap().as_u16(), error.api().unwrap().message.clone())
    };
    let (status, message) = refused("v3/merchant/fund/balances/{type}", Method::GET);
    assert_eq!(status, 404);
    assert!(
        message.contains("did you mean GET v3/merchant/fund/balance/{account_type}"),
        "{message}"
    );
    let (status, message) = refused("v3/qqqqqqqq/{type}", Method::GET);
    assert!(status == 404 && !message.contains("did you mean"), "{message}");
    let (status, message) = refused("v3/merchant/fund/balance/{type}", Method::DELETE);
    assert!(status == 405 && message.contains("takes GET only"), "{message}");

    let gateway = Gateway::builder().catalogue(false).start().unwrap();
    let client = gateway.client().unwrap();
    for path in ["v3/merchant/fund/balance/{type}", "v3/merchant/fund/balances/{type}"] {
        let error = client.chain(path).get(basic()).unwrap_err();
        assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
        // The client adds what it knows itself.
        assert!(!error.api().unwrap().message.contains("did you mean"), "{error}");
    }
}

#[test]
fn apiv2_has_samples_too() {
    let shop = Shop::new();
    let one = endpoint(&Method::POST, "v2/mmpaymkttransfers/query_coupon_stock").unwrap();
    let xml = json!({"xml": {"coupon_stock_id": "1757", "mch_id": shop.gateway.mchid()}});
    let response = shop.client.chain(one.path()).post(xml).unwrap();
    let fields: Value = response.xml().unwrap();
    assert_eq!(fields["result_code"], "SUCCESS");
    assert_eq!(fields["coupon_stock_id"], "1757");
    for field in one.response().iter().filter(|field| field.is_required()) {
        assert!(fields.get(field.name()).is_some(), "{} {fields}", field.name());
    }
    assert_eq!(shop.gateway.requests()[0].reason(), SAMPLE);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let name = prop_oneof!["[a-z]{1,3}|amount|mchid|total|list", ".{0,4}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn no_request_is_too_much() {
    let shop = Shop::new();
    let all: Vec<_> = catalogue::endpoints()
        .filter(|one| one.path().starts_with("v3/") && !is_the_worlds(*one))
        .filter(|one| one.body_kind() == Some(BodyKind::Json))
        .collect();
    let config = ProptestConfig { cases: 300, ..ProptestConfig::default() };
    // Any JSON, any text, and any value in place of a documented one.
    proptest!(config, |(at in 0..all.len(), value in any_json(), how in 0..4, text in ".{0,30}")| {
        let one = all[at];
        let mut options = shop.valid(one);
        match how {
            0 => options["json"] = value,
            1 => {
                let body = options["json"].as_object_mut().unwrap();
                let name = body.keys().next().unwrap().clone();
                body.insert(name, value);
            }
            2 => {
                options["query"] = json!({&text: &text});
            }
            _ => {
                options.as_object_mut().unwrap().remove("json");
                options["body"] = text.into();
            }
        }
        if let Err(error) = shop.call(one, &options) {
            prop_assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST), "{}", error);
        }
    });
}

#[test]
fn no_path_is_too_much() {
    let shop = Shop::new();
    let config = ProptestConfig { cases: 200, ..ProptestConfig::default() };
    let words = prop_oneof!["[^/.]{1,12}", "pay|transactions|refund|hk|v3|global|bill"];
    proptest!(config, |(path in prop::collection::vec(words, 1..5))| {
        if let Err(error) = shop.client.chain("v3{/path*}").get(json!({"path": path})) {
            let status = error.status().map(|status| status.as_u16());
            prop_assert!(matches!(status, Some(400 | 404 | 405)), "{}", error);
        }
    });
}

#[test]
fn a_list_ends() {
    let shop = Shop::new();
    let one = endpoint(&Method::GET, "v3/marketing/favor/stocks").unwrap();
    let mut options = shop.valid(one);
    options["query"]["offset"] = 0.into();
    options["query"]["limit"] = 10.into();
    let pages = shop.client.chain(one.path()).pages(&options).wait();
    assert_eq!(
        pages.take(5).filter(|page| page.as_ref().is_ok_and(|it| it.status() == 200)).count(),
        1
    );
}
