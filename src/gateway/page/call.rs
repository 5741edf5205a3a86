//! A call as the page shows it: nothing secret, nothing long.

use std::time::UNIX_EPOCH;

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderName};
use serde_json::{Value, json};

use crate::gateway::authorization::{Authorization, SCHEME};
use crate::gateway::diagnosis::Diagnosis;
use crate::gateway::request::{KEPT, ReceivedRequest};

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
        "diagnosis": call.diagnosis().map(Diagnosis::to_json),
        "headers": headers(call),
        "response_headers": response.map(|response| response_headers(&response.headers)),
        "body": body(call.body(), call.length()),
        "answer": response.map(|response| body(&response.body, response.length)),
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
