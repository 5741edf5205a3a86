//! A notification on standard output: its resource, and what became of it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::StatusCode;
use serde_json::json;

use super::Handled;
use crate::commands::logs::time;
use crate::output;
use crate::remedy::said_here;
use crate::terminal::{harmless, harmless_line};

/// `status` is that of the response to the sender. If standard output is gone, nobody reads it.
pub(super) fn print(handled: &Handled, status: StatusCode, took: Duration, json: bool) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let milliseconds = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let (now, took) = (milliseconds(now), milliseconds(took));
    let status = status.as_u16();
    let text = if json {
        let read = handled.read.as_ref().ok();
        let forward_error = handled.forwarded.as_ref().and_then(|it| it.as_ref().err());
        let line = json!({
            "time": now,
            "valid": read.is_some(),
            "error": handled.read.as_ref().err().map(said_here),
            "event_type": read.map(|read| &read.event_type),
            "id": read.map(|read| &read.id),
            "resource": read.map(|read| &read.resource),
            "forwarded": handled.forwarded.is_some(),
            "forward_error": forward_error,
            "status": status,
            "duration_ms": took,
        });
        harmless_line(&line.to_string()) + "\n"
    } else {
        let said = match &handled.read {
            Ok(read) => {
                let id = read.id.as_deref().unwrap_or("-");
                format!("{} {id}", read.event_type)
            }
            Err(error) => {
                let error = said_here(error);
                say!("does not verify: {error}", "验签失败：{error}")
            }
        };
        let became = match &handled.forwarded {
            Some(Ok(_)) => say!("forwarded, {status}, {took} ms", "已转发，{status}，{took} ms"),
            Some(Err(error)) => {
                say!("not forwarded: {error}; {status}", "转发失败：{error}；{status}")
            }
            None => say!("not forwarded; {status}", "未转发；{status}"),
        };
        let line = harmless_line(&format!("{} {said} → {became}", time(now)));
        match &handled.read {
            Ok(read) => format!("{line}\n{}\n", harmless(&format!("{:#}", read.resource))),
            Err(_) => line + "\n",
        }
    };
    let _ = output::own(&text);
}
