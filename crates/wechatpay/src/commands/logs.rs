//! `logs`: the calls that the local gateway received, or the notifications that it sent.

use std::collections::HashMap;
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use super::delivery;
use super::local::Found;
use crate::command_line::{Account, Logs};
use crate::failure::Failure;
use crate::terminal::{harmless, harmless_line};
use crate::{language, output};

/// How often a gateway is asked for news.
const INTERVAL: Duration = Duration::from_millis(300);

pub(crate) fn run(wanted: &Logs, account: &Account) -> Result<(), Failure> {
    let status = wanted.status.as_deref().map(statuses).transpose()?;
    let gateway = Found::by(&wanted.local, account)?;
    if let Some(id) = &wanted.id {
        return one(&gateway, id, wanted.json);
    }
    let (path, list) = match wanted.notifications {
        true => ("_gateway/deliveries", "deliveries"),
        false => ("_gateway/calls", "calls"),
    };
    // How much of each was printed: its attempts, or its one response.
    let mut printed: HashMap<u64, usize> = HashMap::new();
    let mut after = json!(0);
    loop {
        let news = gateway.get(path, json!({ "after": after }))?;
        let mut entries = news[list].as_array().cloned().unwrap_or_default();
        entries.sort_by_key(|entry| entry["number"].as_u64());
        for entry in &entries {
            let number = entry["number"].as_u64().unwrap_or_default();
            let before = printed.entry(number).or_default();
            let parts = if wanted.notifications { attempts(entry) } else { responses(entry) };
            for part in parts.iter().skip(*before) {
                if !is_wanted(wanted, status, entry, part) {
                    continue;
                }
                let line = match (wanted.json, wanted.notifications) {
                    (true, _) => entry.to_string(),
                    (false, true) => attempt_line(entry, part),
                    (false, false) => call_line(entry),
                };
                if !output::is_read(&harmless_line(&line))? {
                    return Ok(());
                }
                // All its attempts are in it.
                if wanted.json {
                    break;
                }
            }
            *before = parts.len();
        }
        after = news["next"].clone();
        if news["more"] == true {
            continue;
        }
        if !wanted.follow {
            return Ok(());
        }
        sleep(INTERVAL);
    }
}

/// One that was sent nowhere is listed as well.
fn attempts(delivery: &Value) -> Vec<Value> {
    match delivery["attempts"].as_array() {
        Some(attempts) if !attempts.is_empty() => attempts.clone(),
        _ if delivery["state"] == "elsewhere" => vec![Value::Null],
        _ => Vec::new(),
    }
}

/// A call without its response is listed when it has it.
fn responses(call: &Value) -> Vec<Value> {
    if call["status"].is_null() { Vec::new() } else { vec![call.clone()] }
}

fn is_wanted(wanted: &Logs, status: Option<(u64, u64)>, entry: &Value, part: &Value) -> bool {
    let target = entry["target"].as_str().unwrap_or_default();
    let is_there = wanted.path.as_ref().is_none_or(|path| target.contains(path.as_str()));
    let given = part["status"].as_u64().unwrap_or_default();
    is_there && status.is_none_or(|(least, most)| (least..=most).contains(&given))
}

/// The least and the greatest status of `401` or `4xx`.
fn statuses(text: &str) -> Result<(u64, u64), Failure> {
    let class = text.strip_suffix("xx").and_then(|class| class.parse::<u64>().ok());
    let class = class.filter(|class| (1..=5).contains(class));
    let range = match class {
        Some(class) => Some((class * 100, class * 100 + 99)),
        None => text.parse().ok().map(|status| (status, status)),
    };
    range.filter(|(least, most)| *least >= 100 && *most <= 599).ok_or_else(|| {
        Failure::usage(say!(
            "--status is a status such as 401, or 4xx",
            "--status 应为状态码，如 401 或 4xx"
        ))
    })
}

fn one(gateway: &Found, id: &str, json: bool) -> Result<(), Failure> {
    let call = gateway.get("_gateway/call", json!({ "request_id": id }));
    let (entry, is_call) = match call {
        Ok(call) => (call, true),
        Err(failure) => match gateway.get("_gateway/delivery", json!({ "id": id })) {
            Ok(delivery) => (delivery, false),
            // It is rather a call's.
            Err(_) => return Err(failure),
        },
    };
    if json {
        return output::value(&entry);
    }
    let text = if is_call { whole_call(&entry) } else { whole_delivery(&entry) };
    output::own(&harmless(&text))
}

fn call_line(call: &Value) -> String {
    let text = |name: &str| call[name].as_str().unwrap_or_default();
    let number = |name: &str| call[name].as_u64().unwrap_or_default();
    let (time, duration) = (time(number("time")), number("duration_ms"));
    let (method, target, id) = (text("method"), text("target"), text("request_id"));
    let status = number("status");
    let mut line = format!("{time} {method} {target} {status} {duration} ms {id}");
    if let Some(why) = why(call) {
        line = format!("{line} {why}");
    }
    line
}

fn attempt_line(delivery: &Value, attempt: &Value) -> String {
    if attempt.is_null() {
        let text = |name: &str| delivery[name].as_str().unwrap_or_default();
        let (event_type, id, url) = (text("event_type"), text("id"), text("url"));
        return say!(
            "{event_type} {id} {url} not sent: it is not on this machine",
            "{event_type} {id} {url} 未发送：不在本机"
        );
    }
    let at = time(attempt["time"].as_u64().unwrap_or_default());
    let line = format!("{at} {}", delivery::line(delivery, attempt));
    match delivery::error(attempt) {
        Some(error) => format!("{line} {error}"),
        None => line,
    }
}

/// Why a call was refused, or what its response is.
fn why(call: &Value) -> Option<String> {
    let language = if language::is_chinese() { "chinese" } else { "english" };
    let why = call["why"][language].as_str().or_else(|| call["reason"].as_str());
    why.map(str::to_owned)
}

fn whole_call(call: &Value) -> String {
    let mut text = call_line(call) + "\n\n";
    text += &format!("{} {}\n", shown(&call["method"]), shown(&call["target"]));
    text += &head(&call["headers"]);
    text += &body(&call["body"]);
    text += &format!("\n\nHTTP {}\n", call["status"]);
    text += &head(&call["response_headers"]);
    text += &body(&call["answer"]);
    text.trim_end().to_owned() + "\n"
}

fn whole_delivery(delivery: &Value) -> String {
    let (event_type, id) = (shown(&delivery["event_type"]), shown(&delivery["id"]));
    let mut text = format!("{event_type} {id}\n\n{:#}\n", delivery["resource"]);
    for attempt in attempts(delivery) {
        text += &format!("\n{}\n", attempt_line(delivery, &attempt));
        text += body(&attempt["body"]).trim_start();
    }
    text.trim_end().to_owned() + "\n"
}

fn shown(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn head(headers: &Value) -> String {
    let headers = headers.as_array().into_iter().flatten();
    headers.map(|pair| format!("{}: {}\n", shown(&pair[0]), shown(&pair[1]))).collect()
}

/// JSON is indented.
fn body(body: &Value) -> String {
    let text = shown(&body["text"]);
    let text = match serde_json::from_str::<Value>(text) {
        Ok(json) if json.is_object() || json.is_array() => format!("{json:#}"),
        _ => text.to_owned(),
    };
    let length = &body["length"];
    match body["clipped"] == true {
        true => say!(
            "\n{text}\n(the first part of {length} bytes)",
            "\n{text}\n（共 {length} 字节，仅显示开头）"
        ),
        false if text.is_empty() => text,
        false => format!("\n{text}"),
    }
}

/// The time of day in Beijing, as WeChat Pay writes times.
pub(super) fn time(milliseconds: u64) -> String {
    let seconds = (milliseconds / 1000 + 8 * 3600) % 86_400;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_or_a_class_of_them() {
        assert_eq!(statuses("401").unwrap(), (401, 401));
        assert_eq!(statuses("4xx").unwrap(), (400, 499));
        for wrong in ["", "xx", "9xx", "4x", "600", "-1", "18446744073709551615xx"] {
            assert!(statuses(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn times_are_those_of_beijing() {
        assert_eq!(time(1_528_425_296_999), "10:34:56");
    }
}
