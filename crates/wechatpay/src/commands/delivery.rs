//! A notification of the local gateway, and how its receiver responded.

use serde_json::{Value, json};

use super::local::Found;
use crate::command_line::{Account, Resend};
use crate::failure::Failure;
use crate::terminal::harmless_line;
use crate::{language, output};

/// `resend`.
pub(crate) fn resend(wanted: &Resend, account: &Account) -> Result<(), Failure> {
    let body = json!({ "id": wanted.id, "url": wanted.to });
    let delivery = Found::by(&wanted.local, account)?.post("_gateway/resend", &body)?;
    last_attempt(&delivery, wanted.json)
}

/// Prints the last attempt. One that was not accepted is a failure.
pub(super) fn last_attempt(delivery: &Value, json: bool) -> Result<(), Failure> {
    let attempt = delivery["attempts"].as_array().and_then(|attempts| attempts.last());
    let attempt = attempt.cloned().unwrap_or_default();
    if json {
        output::value(delivery)?;
    } else {
        output::line(&harmless_line(&line(delivery, &attempt)))?;
        match attempt["body"]["text"].as_str().unwrap_or_default() {
            "" => {}
            body => output::foreign(format!("{}\n", body.trim_end()).as_bytes())?,
        }
    }
    if attempt["accepted"] == true {
        return Ok(());
    }
    Err(Failure::check(match attempt["status"].as_u64() {
        Some(_) => say!(
            "the receiver did not accept it, so WeChat Pay would repeat it: respond with 200 or 204",
            "接收方没有接受该通知，微信支付会重新发送：应答状态码应为 200 或 204"
        ),
        None => {
            let error = error(&attempt).unwrap_or_default();
            say!("the receiver did not respond: {error}", "接收方没有应答：{error}")
        }
    }))
}

/// Why an attempt had no response, in the user's language.
pub(super) fn error(attempt: &Value) -> Option<&str> {
    let chinese = attempt["error_in_chinese"].as_str().filter(|_| language::is_chinese());
    chinese.or_else(|| attempt["error"].as_str())
}

/// One line about an attempt.
pub(super) fn line(delivery: &Value, attempt: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (event_type, id) = (text(&delivery["event_type"]), text(&delivery["id"]));
    let url = text(&attempt["url"]);
    let status = match attempt["status"].as_u64() {
        Some(status) => status.to_string(),
        None => say!("no response", "没有应答"),
    };
    let duration = attempt["duration_ms"].as_u64().unwrap_or_default();
    format!("{event_type} {id} {url} {status} {duration} ms")
}
