//! Mistakes that only some endpoints can have.

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::PublicKey;
use wechatpay_chain::catalogue::{Endpoint, endpoint};

use super::Shop;
use crate::support;

/// The detail of the refusal of this body.
#[track_caller]
fn refused(shop: &Shop, one: Endpoint, options: &Value) -> Value {
    let Err(error) = shop.call(one, options) else { panic!("{one} accepted {options}") };
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400), "{one}: {error}");
    let api = error.api().unwrap();
    assert_eq!(api.code, "PARAM_ERROR", "{one}: {error}");
    let is_han = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
    assert!(!api.message.contains(is_han) && api.message.contains(": "), "{}", api.message);
    api.detail.clone()
}

#[test]
fn one_of_two_is_enough_where_both_are_marked() {
    let shop = Shop::new();
    let one = endpoint(&Method::GET, "v3/transactions/id/{transaction_id}").unwrap();
    let query = |query: Value| json!({"transaction_id": "4200001", "query": query});
    shop.call(one, &query(json!({"mchid": "1900000109"}))).unwrap();
    shop.call(one, &query(json!({"sp_mchid": "1900000109", "sub_mchid": "1900000209"}))).unwrap();
    assert_eq!(refused(&shop, one, &query(json!({})))["location"], "query");

    let one = endpoint(&Method::POST, "v3/customs/orders").unwrap();
    let mut options = shop.valid(one);
    let mut without = |name: &str| {
        options["json"].as_object_mut().unwrap().shift_remove(name).unwrap();
        options.clone()
    };
    shop.call(one, &without("transaction_id")).unwrap();
    let detail = refused(&shop, one, &without("out_trade_no"));
    let field = detail["field"].as_str().unwrap();
    assert!(["/transaction_id", "/out_trade_no"].contains(&field), "{detail}");
    // The two of a merchant are no such pair.
    let one = endpoint(&Method::POST, "v3/combine-transactions/jsapi").unwrap();
    let mut options = shop.valid(one);
    options["json"].as_object_mut().unwrap().shift_remove("combine_mchid").unwrap();
    assert_eq!(refused(&shop, one, &options)["field"], "/combine_mchid");
}

#[test]
fn a_ciphertext_whose_key_is_not_named() {
    let shop = Shop::new();
    let one = endpoint(&Method::POST, "v3/fund-app/mch-transfer/transfer-bills").unwrap();
    let mut options = shop.valid(one);
    options["headers"] = json!({"Wechatpay-Serial": "PUB_KEY_ID_0"});
    assert_eq!(refused(&shop, one, &options), Value::Null);
    options["headers"] = json!({"Wechatpay-Serial": shop.gateway.platform_serial()});
    assert_eq!(refused(&shop, one, &options)["location"], "body");

    // Without a public key the client names none.
    let key = PublicKey::from_pem(shop.gateway.platform_certificate_pem()).unwrap();
    let client = support::merchant(&shop.gateway);
    let client = client.platform_key(shop.gateway.platform_serial(), key).build().unwrap();
    let shop = Shop { client, ..shop };
    let error = shop.call(one, &shop.valid(one)).unwrap_err();
    assert!(error.to_string().contains("the header Wechatpay-Serial is missing"), "{error}");
}

#[test]
fn a_body_that_is_not_an_object() {
    let shop = Shop::new();
    let one = endpoint(&Method::POST, "v3/fund-app/mch-transfer/transfer-bills").unwrap();
    for body in ["", "{", "[]", "null", "1", "<xml/>"] {
        let detail = refused(&shop, one, &json!({"body": body}));
        assert_eq!((&detail["location"], &detail["field"]), (&json!("body"), &json!("")), "{body}");
    }
}

#[test]
fn a_query() {
    let shop = Shop::new();
    let one = endpoint(&Method::GET, "v3/merchant/fund/dayendbalance/{account_type}").unwrap();
    let call =
        |query: Value| refused(&shop, one, &json!({"account_type": "BASIC", "query": query}));
    let detail = call(json!({}));
    assert_eq!((&detail["location"], &detail["field"]), (&json!("query"), &json!("date")));
    let detail = call(json!({"date": "2026-11-01", "x": 1}));
    assert_eq!(detail["value"], json!(["/query/x"]));
    let one = endpoint(&Method::GET, "v3/marketing/favor/stocks").unwrap();
    let mut options = shop.valid(one);
    options["query"]["limit"] = "many".into();
    let detail = refused(&shop, one, &options);
    assert_eq!((&detail["location"], &detail["field"]), (&json!("query"), &json!("limit")));
    assert_eq!(detail["value"], "many");
}
