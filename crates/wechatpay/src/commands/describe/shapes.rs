//! An endpoint as JSON: its facts, and a body to fill in.

use serde_json::{Map, Number, Value, json};
use wechatpay_chain::catalogue::{BodyKind, Endpoint, Field, Fields, Type};

use crate::failure::Failure;

/// What APIv2's signing adds.
pub(crate) const ADDED: [&str; 2] = ["sign", "nonce_str"];

pub(super) fn facts(endpoint: Endpoint, with_response: bool) -> Value {
    let mut facts = json!({
        "method": endpoint.method().as_str(),
        "path": endpoint.path(),
        "title": endpoint.title(),
        "families": endpoint.families().collect::<Vec<_>>(),
        "roles": endpoint.roles().collect::<Vec<_>>(),
        "rate_limit": endpoint.rate_limit(),
        "base_uri": endpoint.base_uri(),
        "headers": endpoint.headers().collect::<Vec<_>>(),
        "links": endpoint.doc_links().collect::<Vec<_>>(),
        "path_variables": endpoint.path_variables().collect::<Vec<_>>(),
        "query": tree(endpoint.query()),
        "body_kind": endpoint.body_kind().map(|kind| match kind {
            BodyKind::Multipart => "multipart",
            BodyKind::Xml => "xml",
            _ => "json",
        }),
        "body": tree(endpoint.body()),
        "note": super::notes::of(endpoint),
    });
    if with_response {
        facts["response"] = tree(endpoint.response());
    }
    facts
}

fn tree(fields: Fields) -> Value {
    let field = |field: Field| {
        json!({
            "name": field.name(),
            "type": field.kind().to_string(),
            "required": field.is_required(),
            "encrypted": field.is_encrypted(),
            "json_encoded": field.is_json_encoded(),
            "values": field.values().collect::<Vec<_>>(),
            "fields": tree(field.fields()),
        })
    };
    fields.iter().map(field).collect()
}

/// A body to fill in: of APIv2, the parameters, as texts.
pub(super) fn template(endpoint: Endpoint, all: bool) -> Result<Value, Failure> {
    let path = endpoint.path();
    match endpoint.body_kind() {
        Some(BodyKind::Json) => Ok(object(endpoint.body(), all)),
        Some(BodyKind::Xml) => Ok(parameters(endpoint.body(), all)),
        Some(_) => Err(Failure::usage(say!(
            "the body is an upload, not JSON: `wechatpay post {path} file@FILE`",
            "请求体为上传的文件，不是 JSON：`wechatpay post {path} file@文件`"
        ))),
        None if path.starts_with("v2/") => Ok(parameters(endpoint.query(), all)),
        None => Err(Failure::usage(say!(
            "`{endpoint}` has no body: its query is written name==value",
            "`{endpoint}` 没有请求体：查询参数写作 名称==值"
        ))),
    }
}

fn parameters(fields: Fields, all: bool) -> Value {
    let mut parameters = texts(object(fields, all));
    if let Value::Object(map) = &mut parameters {
        map.retain(|name, _| !ADDED.contains(&name.as_str()));
    }
    parameters
}

fn texts(value: Value) -> Value {
    match value {
        Value::Object(map) => map.into_iter().map(|(name, value)| (name, texts(value))).collect(),
        Value::Array(items) => items.into_iter().map(texts).collect(),
        Value::String(text) => text.into(),
        other => other.to_string().into(),
    }
}

fn object(fields: Fields, all: bool) -> Value {
    let wanted = fields.iter().filter(|field| all || field.is_required());
    // APIv2 numbers some: `coupon_id_$n`.
    let name = |field: Field| field.name().replace("$n", "0").replace("$m", "0");
    Value::Object(wanted.map(|field| (name(field), value(field, all))).collect::<Map<_, _>>())
}

fn value(field: Field, all: bool) -> Value {
    if field.is_json_encoded() && !field.fields().is_empty() {
        return object(field.fields(), all).to_string().into();
    }
    match field.kind() {
        Type::List(of) => Value::Array(vec![one(field, *of, all)]),
        of => one(field, of, all),
    }
}

/// A placeholder of this type.
fn one(field: Field, of: Type, all: bool) -> Value {
    let first = field.values().next();
    match of {
        Type::Object => object(field.fields(), all),
        Type::Integer | Type::Number => {
            let first = first.and_then(|value| value.parse::<Number>().ok());
            first.map_or_else(|| 0.into(), Value::Number)
        }
        Type::Boolean => (first == Some("true")).into(),
        _ => first.unwrap_or_default().into(),
    }
}
