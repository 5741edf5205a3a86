//! A saved notification: whose it is, and what is in it.

use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use wechatpay_chain::NotificationParser;
use wechatpay_chain::notification::NotificationParserBuilder;

use crate::command_line::{NotifyAction, Saved};
use crate::config::Config;
use crate::failure::Failure;
use crate::terminal::harmless_line;
use crate::{input, output};

/// When a saved notification came: its own time, or it would be refused as old.
static CAME: OnceLock<SystemTime> = OnceLock::new();

fn when_it_came() -> SystemTime {
    CAME.get().copied().unwrap_or_else(SystemTime::now)
}

pub(crate) fn run(action: &NotifyAction, config: &Config) -> Result<(), Failure> {
    match action {
        NotifyAction::Verify(saved) => {
            let (headers, body) = read(saved)?;
            let parser = parser(saved, &headers, config)?.verifying_only();
            let parser = parser.build().map_err(|error| Failure::configured(&error))?;
            parser.verify(&headers, &body).map_err(|error| Failure::local(&error))?;
            about(&body)
        }
        NotifyAction::Decrypt(saved) => {
            let (headers, body) = read(saved)?;
            let merchant = config.mchid.as_deref().unwrap_or("-");
            let parser = parser(saved, &headers, config)?;
            let parser = parser.apiv3_key(merchant, config.needed_apiv3_key()?);
            let parser = parser.build().map_err(|error| Failure::configured(&error))?;
            let parsed = parser.parse(&headers, body);
            let notification = parsed.map_err(|error| Failure::local(&error))?;
            match notification.resource_json() {
                Ok(json) => output::value(&json),
                Err(_) => output::foreign(notification.resource_bytes()),
            }
        }
    }
}

/// What stands outside the resource, as it came.
fn about(body: &[u8]) -> Result<(), Failure> {
    let body: Value = serde_json::from_slice(body).map_err(|_| {
        Failure::check(say!(
            "the signature is right, but the body is not valid JSON: is it a notification of API v3?",
            "签名正确，但报文体不是 JSON：是否为 API v3 的通知？"
        ))
    })?;
    for (name, pointer) in [
        ("id", "/id"),
        ("event_type", "/event_type"),
        ("create_time", "/create_time"),
        ("original_type", "/resource/original_type"),
        ("summary", "/summary"),
    ] {
        let value = body.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        output::line(&format!("{name}: {}", harmless_line(value)))?;
    }
    Ok(())
}

fn parser(
    saved: &Saved,
    headers: &HeaderMap,
    config: &Config,
) -> Result<NotificationParserBuilder, Failure> {
    let keys = config.needed_platform_keys()?;
    let mut parser = keys
        .into_iter()
        .fold(NotificationParser::builder(), |parser, (id, key)| parser.platform_key(id, key));
    let timestamp = headers.get("wechatpay-timestamp").and_then(|value| value.to_str().ok());
    if let (Some(seconds), false) = (timestamp.and_then(|text| text.parse().ok()), saved.fresh) {
        let came = UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        CAME.get_or_init(|| came.unwrap_or(UNIX_EPOCH));
        parser = parser.clock(when_it_came);
    }
    Ok(parser)
}

/// Header lines end at the first empty line; what follows is the body, byte for byte.
fn read(saved: &Saved) -> Result<(HeaderMap, Vec<u8>), Failure> {
    if let Some(file) = &saved.headers {
        return Ok((headers(&input::read(Some(file))?)?, input::read(saved.file.as_ref())?));
    }
    let message = input::read(saved.file.as_ref())?;
    let end = |line_end: &[u8]| {
        let at = message.windows(line_end.len()).position(|window| window == line_end)?;
        Some((at, at + line_end.len()))
    };
    let ends = [end(b"\r\n\r\n"), end(b"\n\n")];
    let (head, body) = ends.into_iter().flatten().min().ok_or_else(|| {
        Failure::usage(say!(
            "no empty line ends the headers: give the headers, an empty line and the body, or \
             --headers FILE",
            "没有空行隔开头部：请给出头部、空行、报文体，或用 --headers 文件"
        ))
    })?;
    Ok((headers(&message[..head])?, message[body..].to_vec()))
}

/// A request line among them is passed over.
fn headers(text: &[u8]) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (index, line) in String::from_utf8_lossy(text).lines().enumerate() {
        let is_request_line = index == 0 && line.contains(" HTTP/");
        if line.is_empty() || is_request_line {
            continue;
        }
        let pair = line.split_once(':').and_then(|(name, value)| {
            let name = HeaderName::from_bytes(name.trim().as_bytes()).ok()?;
            Some((name, HeaderValue::from_str(value.trim()).ok()?))
        });
        let number = index + 1;
        let (name, value) = pair.ok_or_else(|| {
            Failure::usage(say!(
                "line {number} of the headers is none: write Name: value",
                "头部第 {number} 行有误：写法为 Name: value"
            ))
        })?;
        headers.append(name, value);
    }
    Ok(headers)
}
