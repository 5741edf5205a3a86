//! Prints the catalogue's form of facts gathered elsewhere: JSON, an endpoint or an event a line.
//!
//! `cargo run -p catalogue-generator --example from_facts -- endpoints.jsonl > catalogue/v3.txt`.
//! What is to be corrected is in `catalogue/overrides.txt`.

#![allow(clippy::print_stdout, reason = "it prints")]

use catalogue_generator::{Endpoint, Event, Field};
use serde_json::{Map, Value};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    for line in std::fs::read_to_string(path)?.lines() {
        let fact: Value = serde_json::from_str(line)?;
        if fact["event_type"].is_array() {
            for name in strings(&fact["event_type"]) {
                println!("{}", Event { name, resource: strings(&fact["resource"]) });
            }
        } else {
            println!("{}", endpoint(&fact));
        }
    }
    Ok(())
}

fn endpoint(fact: &Value) -> Endpoint {
    // Multipart bodies are named after the option in which they are given.
    let body_kind = text(&fact["body_kind"]).map(|kind| kind.replace("body", "multipart"));
    Endpoint {
        method: text(&fact["method"]).unwrap_or_default(),
        path: text(&fact["path"]).unwrap_or_default(),
        title: text(&fact["title"]).unwrap_or_default(),
        families: strings(&fact["family"]),
        roles: strings(&fact["role"]),
        base_uri: text(&fact["base_uri"]),
        rate_limits: strings(&fact["rate_limit"]),
        headers: strings(&fact["headers"]),
        doc_links: strings(&fact["doc"]),
        query: fields(&fact["query"]),
        body_kind,
        body: fields(&fact["body"]),
        response: fields(&fact["response"]),
    }
}

fn fields(fact: &Value) -> Vec<Field> {
    fact.as_object().into_iter().flat_map(Map::iter).map(field).collect()
}

fn field((name, fact): (&String, &Value)) -> Field {
    let fields = fields(&fact["fields"]);
    let kind = text(&fact["type"]).unwrap_or_default();
    Field {
        required: fact["required"] == true,
        encrypted: fact["encrypted"] == true,
        // A string with fields holds them as JSON, whether the fact says so or not.
        json: fact["json_encoded"] == true || kind == "string" && !fields.is_empty(),
        values: strings(&fact["enum"]),
        name: name.replace(' ', ""),
        kind,
        fields,
    }
}

fn strings(fact: &Value) -> Vec<String> {
    fact.as_array().into_iter().flatten().filter_map(text).collect()
}

fn text(fact: &Value) -> Option<String> {
    fact.as_str().map(str::to_owned)
}
