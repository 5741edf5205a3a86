//! A saved notification: whose it is, and what is in it.

use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderName, HeaderValue};
use wechatpay_chain::{Notification, NotificationParser};

use super::args::{NotifyAction, Saved};
use super::config::Config;
use super::failure::Failure;
use super::{input, output};

/// When a saved notification came: its own time, or it would be refused as old.
static CAME: OnceLock<SystemTime> = OnceLock::new();

fn when_it_came() -> SystemTime {
    CAME.get().copied().unwrap_or_else(SystemTime::now)
}

pub(crate) fn run(action: &NotifyAction, config: &Config) -> Result<(), Failure> {
    match action {
        NotifyAction::Verify(saved) => about(&parse(saved, config)?),
        NotifyAction::Decrypt(saved) => {
            let notification = parse(saved, config)?;
            match notification.resource_json() {
                Ok(json) => output::value(&json),
                Err(_) => output::write(notification.resource_bytes()),
            }
        }
    }
}

fn about(notification: &Notification) -> Result<(), Failure> {
    let Notification { id, event_type, create_time, original_type, summary, .. } = notification;
    for (name, value) in [
        ("id", id),
        ("event_type", event_type),
        ("create_time", create_time),
        ("original_type", original_type),
        ("summary", summary),
    ] {
        output::line(&format!("{name}: {}", value.escape_debug()))?;
    }
    Ok(())
}

fn parse(saved: &Saved, config: &Config) -> Result<Notification, Failure> {
    let (headers, body) = read(saved)?;
    let (id, key) = config.platform_key()?.ok_or_else(|| {
        Failure::usage(say!(
            "no platform key: set WECHATPAY_PLATFORM_KEY (--platform-key)",
            "没有平台公钥：请设置 WECHATPAY_PLATFORM_KEY（--platform-key）"
        ))
    })?;
    let mut parser = NotificationParser::builder()
        .platform_key(id, key)
        .apiv3_key(config.mchid.as_deref().unwrap_or("-"), config.needed_apiv3_key()?);
    let timestamp = headers.get("wechatpay-timestamp").and_then(|value| value.to_str().ok());
    if let (Some(seconds), false) = (timestamp.and_then(|text| text.parse().ok()), saved.fresh) {
        let came = UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        CAME.get_or_init(|| came.unwrap_or(UNIX_EPOCH));
        parser = parser.clock(when_it_came);
    }
    let parser = parser.build().map_err(|error| Failure::configured(&error))?;
    parser.parse(&headers, body).map_err(|error| Failure::local(&error))
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
