//! Ported from `control.php`.

use serde_json::{Value, json};
use wechatpay_chain::Error;

pub fn states(orders: &Value, filter: &str, note: &Value) -> Result<Value, Error> {
    let mut result = Vec::new();
    for (no, order) in pairs(orders) {
        if !filter.is_empty() && order["state"] != filter {
            continue;
        }
        let label = match order["state"].as_str().unwrap_or_default() {
            "SUCCESS" | "REFUND" => "paid".to_owned(),
            _ => "open".to_owned(),
        };
        let kind = match label.as_str() {
            "paid" => 1,
            "open" => 2,
            _ => return Err(Error::other("no arm of match fits")),
        };
        result.push(json!({
            "no": no,
            "label": label,
            "kind": kind,
            "note": note.as_str().unwrap_or("none"),
        }));
    }
    let mut count = 0;
    while count < 3 {
        count += 1;
    }
    let text_value = if result.len() as i64 > count {
        "many".to_owned()
    } else {
        if !orders["x"]["y"].is_null() {
            "x".to_owned()
        } else {
            "few".to_owned()
        }
    };
    Ok(json!({"text": text_value, "list": result}))
}

/// The keys and values of a list or a map, as PHP's `foreach` gives them.
fn pairs(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Array(list) => list.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        _ => Vec::new(),
    }
}
