//! The data of the page: what is documented, and the calls.

use serde_json::{Map, Value, json};
use wechatpay_chain::catalogue::{self, BodyKind, Endpoint, Event, Field, Fields};

use super::sample::Call;
use super::{php, rust, shell};

/// All of it, with names as short as are readable, since there are many.
pub(super) fn data() -> Value {
    json!({
        "setup": {"rust": rust::SETUP, "php": php::SETUP, "command": shell::SETUP},
        "endpoints": catalogue::endpoints().map(endpoint).collect::<Vec<_>>(),
        "events": catalogue::events().map(event).collect::<Vec<_>>(),
    })
}

fn endpoint(endpoint: Endpoint) -> Value {
    let call = Call::of(endpoint);
    let (before, chains, after) = rust::call(&call);
    let list = |facts: &mut dyn Iterator<Item = &'static str>| facts.map(Value::from).collect();
    let mut facts = Map::new();
    let mut put = |name: &str, value: Value| {
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !is_empty {
            facts.insert(name.to_owned(), value);
        }
    };
    put("method", endpoint.method().as_str().into());
    put("path", endpoint.path().into());
    put("title", endpoint.title().into());
    put("families", list(&mut endpoint.families()));
    put("roles", list(&mut endpoint.roles()));
    put("limit", endpoint.rate_limit().into());
    put("base", endpoint.base_uri().into());
    put("headers", list(&mut endpoint.headers()));
    put("links", list(&mut endpoint.doc_links()));
    put("variables", list(&mut endpoint.path_variables()));
    put("query", tree(endpoint.query()));
    put("kind", endpoint.body_kind().map(kind).into());
    put("body", tree(endpoint.body()));
    put("response", tree(endpoint.response()));
    put("rust", json!([before, chains, after]));
    put("php", php::call(&call).into());
    put("command", shell::call(&call).into());
    if call.has_encrypted() {
        put("encrypted", true.into());
    }
    facts.into()
}

fn event(event: Event) -> Value {
    let name = event.event_type();
    json!({
        "event": name,
        "resource": event.resource().collect::<Vec<_>>(),
        "rust": rust::notification(name),
        "php": php::notification(name),
        "command": shell::NOTIFICATION,
    })
}

fn kind(kind: BodyKind) -> &'static str {
    match kind {
        BodyKind::Multipart => "upload",
        BodyKind::Xml => "XML",
        _ => "JSON",
    }
}

/// Of each field: name, type, marks, values, fields; what is empty at the end is left out.
fn tree(fields: Fields) -> Value {
    let field = |field: Field| {
        let marks = [
            (field.is_required(), 'r'),
            (field.is_encrypted(), 'e'),
            (field.is_json_encoded(), 'j'),
        ];
        let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
        let values: Value = field.values().collect();
        let mut facts = vec![
            field.name().into(),
            field.kind().to_string().into(),
            marks.into(),
            values,
            tree(field.fields()),
        ];
        let is_empty = |value: &Value| {
            value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty)
        };
        while facts.last().is_some_and(is_empty) {
            facts.pop();
        }
        Value::Array(facts)
    };
    fields.iter().map(field).collect()
}
