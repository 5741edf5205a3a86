//! What is documented for a call, as options with values that are documented.

use serde_json::{Map, Value, json};
use wechatpay_chain::catalogue::{BodyKind, Endpoint, Field, Fields, Type};

/// All that is documented. `ciphertext` is a text that is encrypted with the platform's key.
pub(crate) fn options(endpoint: Endpoint, ciphertext: &str) -> Value {
    let mut options = Map::new();
    for name in endpoint.path_variables() {
        options.insert(name.to_owned(), format!("{name}-1").into());
    }
    if !endpoint.query().is_empty() {
        options.insert("query".to_owned(), object(endpoint.query(), ciphertext));
    }
    match endpoint.body_kind() {
        Some(BodyKind::Json) => {
            options.insert("json".to_owned(), object(endpoint.body(), ciphertext));
        }
        Some(BodyKind::Multipart) => {
            let parts = json!([
                {"name": "meta", "contents": "{\"filename\":\"a.png\"}"},
                {"name": "file", "contents": "x", "filename": "a.png"},
            ]);
            options.insert("multipart".to_owned(), parts);
        }
        _ => {}
    }
    options.into()
}

fn object(fields: Fields, ciphertext: &str) -> Value {
    let member = |field: Field| (field.name().to_owned(), value(field, field.kind(), ciphertext));
    Value::Object(fields.iter().map(member).collect())
}

fn value(field: Field, kind: Type, ciphertext: &str) -> Value {
    let listed = field.values().next();
    match kind {
        Type::List(of) => json!([value(field, *of, ciphertext)]),
        Type::Object => object(field.fields(), ciphertext),
        Type::Boolean => true.into(),
        Type::Integer | Type::Number => {
            listed.and_then(|listed| listed.parse().ok()).unwrap_or(7).into()
        }
        _ if field.is_encrypted() => ciphertext.into(),
        _ => listed.unwrap_or("x").into(),
    }
}
