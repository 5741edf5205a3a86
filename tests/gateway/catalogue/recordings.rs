//! The recorded requests of documented endpoints: none is refused.

use std::fs;

use http::Method;
use serde_json::Value;
use wechatpay_chain::catalogue::{Field, Fields, endpoint};

use super::{Shop, is_the_worlds};

/// The variables that the documents' own samples forget.
const HOLES: [(&str, &str); 5] = [
    ("v3/bank-transfer/batches/out-batch-no/{out_batch_no}", "out_batch_no"),
    ("v3/global/merchants/{sub_mchid}", "sub_mchid"),
    ("v3/merchant/fund/withdraw/bill-type/{bill_type}", "bill_type"),
    ("v3/payscore/users/{openid}/permissions/{service_id}/terminate", "openid"),
    ("v3/payscore/users/{openid}/permissions/{service_id}/terminate", "service_id"),
];

/// The recordings have made-up texts. Where the documents list values, or want a ciphertext, those
/// cannot be right.
fn mend(shop: &Shop, field: Field, value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| mend(shop, field, item)),
        Value::Object(members) => mend_all(shop, field.fields(), members),
        Value::String(text) if field.is_encrypted() => text.clone_from(&shop.ciphertext),
        Value::String(text) => {
            if let Some(listed) = field.values().next() {
                *text = listed.to_owned();
            }
        }
        Value::Number(_) => {
            let listed = field.values().next().and_then(|listed| listed.parse::<i64>().ok());
            *value = listed.map_or(value.take(), Value::from);
        }
        _ => {}
    }
}

fn mend_all(shop: &Shop, fields: Fields, members: &mut serde_json::Map<String, Value>) {
    for (name, value) in members {
        if let Some(field) = fields.get(name) {
            mend(shop, field, value);
        }
    }
}

#[test]
fn each_recorded_request_is_accepted() {
    let shop = Shop::new();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/data/requests.jsonl");
    let (mut accepted, mut refused) = (0, Vec::new());
    for line in fs::read_to_string(file).unwrap().lines() {
        let recorded: Value = serde_json::from_str(line).unwrap();
        let method = recorded["verb"].as_str().unwrap().to_ascii_uppercase();
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let template = recorded["template"].as_str().unwrap();
        let one = endpoint(&method, template).unwrap_or_else(|| panic!("{method} {template}"));
        if is_the_worlds(one) {
            continue;
        }
        let mut options = recorded.get("options").cloned().unwrap_or_else(|| serde_json::json!({}));
        if let Some(members) = options.get_mut("json").and_then(Value::as_object_mut) {
            mend_all(&shop, one.body(), members);
        }
        if let Some(members) = options.get_mut("query").and_then(Value::as_object_mut) {
            mend_all(&shop, one.query(), members);
        }
        for (_, name) in HOLES.iter().filter(|(path, _)| *path == one.path()) {
            options[*name] = "1".into();
        }
        // That of the recording is nobody's key here.
        options.as_object_mut().unwrap().remove("headers");
        match shop.client.chain(template).request(method, options) {
            Ok(_) => accepted += 1,
            Err(error) => refused.push(format!("{one}: {error}")),
        }
    }
    assert!(refused.is_empty(), "{} {}", refused.len(), refused.join("\n"));
    assert!(accepted > 500, "{accepted}");
}
