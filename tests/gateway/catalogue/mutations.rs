//! One mistake at a time, in what is as documented.

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::PublicKey;
use wechatpay_chain::catalogue::{self, BodyKind, Endpoint, Field, Fields, Type, endpoint};

use super::{Shop, is_the_worlds};
use crate::support;

/// Of the endpoints with a body, every eighth.
fn some() -> impl Iterator<Item = Endpoint> {
    let with_body = catalogue::endpoints().filter(|one| {
        one.path().starts_with("v3/")
            && !is_the_worlds(*one)
            && one.body_kind() == Some(BodyKind::Json)
    });
    with_body.step_by(8)
}

/// The pointer to the last field that fits, however deep, of those that are there.
fn pointer(fields: Fields, fits: &dyn Fn(Field) -> bool) -> Option<String> {
    fields.iter().rev().find_map(|field| {
        let index = if matches!(field.kind(), Type::List(_)) { "/0" } else { "" };
        let has_members = matches!(field.kind(), Type::Object | Type::List(Type::Object));
        let below = has_members.then(|| pointer(field.fields(), fits)).flatten();
        let below = below.map(|below| format!("/{}{index}{below}", field.name()));
        below.or_else(|| fits(field).then(|| format!("/{}", field.name())))
    })
}

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

/// Puts a value in place of each endpoint's last field that fits, and returns how many there were.
fn each(fits: &dyn Fn(Field) -> bool, wrong: &dyn Fn(&Value) -> Value, issue: &str) -> usize {
    let shop = Shop::new();
    let mut count = 0;
    for one in some() {
        let Some(pointer) = pointer(one.body(), fits) else { continue };
        let mut options = shop.valid(one);
        let place = options["json"].pointer_mut(&pointer).unwrap();
        *place = wrong(place);
        let detail = refused(&shop, one, &options);
        assert_eq!(detail["location"], "body", "{one} {detail}");
        assert_eq!(detail["field"], pointer, "{one} {detail}");
        assert!(detail["issue"].as_str().unwrap().contains(issue), "{one} {detail}");
        count += 1;
    }
    count
}

#[test]
fn a_missing_field() {
    let shop = Shop::new();
    let mut count = 0;
    for one in some() {
        // Of some one is enough.
        let either = |name: &str| {
            ["appid", "mchid", "out_trade_no", "transaction_id"]
                .iter()
                .any(|end| name.ends_with(end))
        };
        let required = |field: Field| field.is_required() && !either(field.name());
        let Some(pointer) = pointer(one.body(), &required) else { continue };
        let mut options = shop.valid(one);
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = options["json"].pointer_mut(parent).unwrap();
        parent.as_object_mut().unwrap().shift_remove(name);
        let detail = refused(&shop, one, &options);
        assert_eq!((&detail["location"], &detail["field"]), (&json!("body"), &json!(pointer)));
        assert_eq!(detail["issue"], "is missing: add it");
        count += 1;
    }
    assert!(count > 50, "{count}");
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
fn a_member_that_is_not_documented() {
    let shop = Shop::new();
    for one in some() {
        let mut options = shop.valid(one);
        options["json"]["no_such"] = json!(1);
        let detail = refused(&shop, one, &options);
        assert_eq!(detail, json!({"location": null, "value": ["/body/no_such"]}), "{one}");
    }
}

#[test]
fn a_wrong_type() {
    let is_number = |field: Field| matches!(field.kind(), Type::Integer | Type::Number);
    let text = |value: &Value| value.to_string().into();
    assert!(each(&is_number, &text, "is a string: send a") > 20);
    let is_text = |field: Field| field.kind() == Type::String;
    assert!(each(&is_text, &|_| json!(1), "is 1: send a string") > 60);
    let is_object = |field: Field| field.kind() == Type::Object && field.fields().len() == 1;
    each(&is_object, &|_| json!(true), "");
    let is_list = |field: Field| field.kind() == Type::List(&Type::String);
    assert!(each(&is_list, &|_| json!({}), "is an object: send a list") > 2);
    let is_integer = |field: Field| field.kind() == Type::Integer;
    assert!(each(&is_integer, &|_| json!(19.9), "is 19.9: send an integer") > 5);
}

#[test]
fn a_value_that_is_not_listed() {
    let is_listed = |field: Field| field.kind() == Type::String && field.values().len() > 0;
    assert!(each(&is_listed, &|_| json!("NO_SUCH"), "is unknown: send ") > 10);
}

#[test]
fn a_null() {
    assert!(each(&|_| true, &|_| Value::Null, "is null") > 60);
}

#[test]
fn a_plain_text_where_a_ciphertext_is_wanted() {
    let plain = |_: &Value| json!("张三");
    assert!(each(&Field::is_encrypted, &plain, "is not encrypted with the platform key") > 5);

    let shop = Shop::new();
    let one = some().find(|one| pointer(one.body(), &Field::is_encrypted).is_some()).unwrap();
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
