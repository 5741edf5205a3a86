//! A call as the page shows it: nothing secret, nothing long.

use std::time::UNIX_EPOCH;

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderName, StatusCode};
use serde_json::{Value, json};

use crate::gateway::authorization::{Authorization, SCHEME};
use crate::gateway::catalogue::documented;
use crate::gateway::diagnosis::{Diagnosis, Excerpt, Line};
use crate::gateway::multipart::signed_bytes;
use crate::gateway::request::{KEPT, ReceivedRequest};
use crate::language::{Lang, Text};

/// What is shown instead of a secret.
const HIDDEN: &str = "…";

/// `number` counts from 1.
pub(super) fn to_json(number: usize, call: &ReceivedRequest) -> Value {
    let time = call.arrived().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let faults = call.faults().iter().map(ToString::to_string).collect::<Vec<_>>();
    let response = call.response();
    json!({
        "number": number,
        "time": u64::try_from(time).unwrap_or_default(),
        "duration_ms": call.duration().map(|it| u64::try_from(it.as_millis()).unwrap_or(u64::MAX)),
        "method": call.method().as_str(),
        "target": call.target(),
        "status": call.status().map(|status| status.as_u16()),
        "verified": call.verified(),
        "request_id": call.request_id(),
        "faults": faults,
        "reason": call.reason(),
        "why": why(call),
        "note": call.why().filter(|_| !is_refused(call)).map(told),
        "endpoint": endpoint(call),
        "diagnosis": call.diagnosis().map(Diagnosis::to_json_with_texts),
        "message": message(call),
        "headers": headers(call),
        "response_headers": response.map(|response| response_headers(&response.headers)),
        "body": body(call.body(), call.length()),
        "meta": meta(call),
        "answer": response.map(|response| body(&response.body, response.length)),
    })
}

/// Why the response is an error, in both languages.
fn why(call: &ReceivedRequest) -> Value {
    let reason = call.why().cloned().filter(|_| is_refused(call));
    let text = call.diagnosis().map(Diagnosis::text).or(reason);
    text.as_ref().map_or(Value::Null, told)
}

fn is_refused(call: &ReceivedRequest) -> bool {
    !call.verified() || call.status().is_some_and(|status| status.as_u16() >= 400)
}

/// A text in both languages: the page's is that of the browser.
pub(super) fn told(text: &Text) -> Value {
    json!({ "chinese": text.localized(Lang::Chinese), "english": text.localized(Lang::English) })
}

/// What is documented of the path.
fn endpoint(call: &ReceivedRequest) -> Value {
    documented(call).map_or(Value::Null, |(endpoint, variables)| {
        json!({ "path": endpoint.path(), "title": endpoint.title(), "variables": variables })
    })
}

/// The part of an upload that is signed.
fn meta(call: &ReceivedRequest) -> Option<String> {
    let signed = signed_bytes(call.headers(), call.body());
    let is_part = signed.len() < call.body().len();
    is_part.then(|| String::from_utf8_lossy(&signed[..signed.len().min(KEPT)]).into_owned())
}

/// The message to sign, line by line, next to the one that was signed, of a request whose
/// Authorization is refused.
fn message(call: &ReceivedRequest) -> Value {
    if call.verified() || call.status() != Some(StatusCode::UNAUTHORIZED) {
        return Value::Null;
    }
    let authorization = Authorization::of(call.headers());
    let (timestamp, nonce) =
        authorization.as_ref().map_or(("", ""), |found| (found.timestamp, found.nonce_str));
    // A refused request's body may be cut off, but a part `meta` is short and comes first.
    let signed = signed_bytes(call.headers(), call.body());
    let length = if signed.len() == call.body().len() { call.length() } else { signed.len() };
    let short = |text: &str| body(text.as_bytes(), text.len());
    let expected = [
        short(call.method().as_str()),
        short(call.target()),
        short(timestamp),
        short(nonce),
        body(signed, length),
    ];
    let found = call.diagnosis().and_then(Diagnosis::signed);
    let shown = |excerpt: &Excerpt| body(&excerpt.bytes, excerpt.length);
    let line = |(at, expected): (usize, Value)| {
        let other = found.and_then(|found| found.lines[at].as_ref());
        json!({
            "line": Line::ALL[at].name(),
            "differs": found.map(|_| other.is_some()),
            "signed": found.map(|_| other.map_or_else(|| expected.clone(), shown)),
            "expected": expected,
        })
    };
    json!({
        "lines": expected.into_iter().enumerate().map(line).collect::<Value>(),
        "whole": found.and_then(|found| found.whole.as_ref()).map(shown),
    })
}

fn headers(call: &ReceivedRequest) -> Vec<(&str, String)> {
    let headers = call.headers();
    let shown = |name: &HeaderName, value: &[u8]| {
        if name == AUTHORIZATION {
            authorization(call)
        } else if [COOKIE, PROXY_AUTHORIZATION].contains(name) {
            HIDDEN.to_owned()
        } else {
            String::from_utf8_lossy(value).into_owned()
        }
    };
    let all = headers.iter().map(|(name, value)| (name.as_str(), shown(name, value.as_bytes())));
    all.collect()
}

fn response_headers(headers: &HeaderMap) -> Vec<(&str, String)> {
    let shown = |name: &HeaderName, value: &[u8]| match name.as_str() {
        "wechatpay-signature" => HIDDEN.to_owned(),
        _ => String::from_utf8_lossy(value).into_owned(),
    };
    let all = headers.iter().map(|(name, value)| (name.as_str(), shown(name, value.as_bytes())));
    all.collect()
}

/// The fields without the signature. A malformed Authorization is not shown, because the signature
/// could be anywhere in it; the refusal says what is wrong.
fn authorization(call: &ReceivedRequest) -> String {
    match Authorization::of(call.headers()) {
        Ok(Authorization { mchid, serial_no, timestamp, nonce_str, .. }) => format!(
            "{SCHEME} mchid=\"{mchid}\",nonce_str=\"{nonce_str}\",signature=\"{HIDDEN}\",\
             timestamp=\"{timestamp}\",serial_no=\"{serial_no}\""
        ),
        Err(_) => HIDDEN.to_owned(),
    }
}

/// `bytes` are a body of this length, or its first bytes.
fn body(bytes: &[u8], length: usize) -> Value {
    let shown = &bytes[..bytes.len().min(KEPT)];
    json!({
        "text": String::from_utf8_lossy(shown),
        "length": length,
        "clipped": length > shown.len(),
    })
}
