//! The web page that lists the calls and pays orders, and the JSON that it requests. They are for a
//! browser on this machine, not part of the API, and not recorded.

mod call;
mod pay;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode, Uri};
use openssl::error::ErrorStack;
use serde_json::{Value, json};

use super::keys::alphanumerics;
use super::shared::Shared;

const HTML: &str = include_str!("index.html");
/// The placeholder in the HTML for a random text, new in each response, that names the page's own
/// script and style.
const NONCE: &str = "NONCE";
/// The placeholder in the HTML for the token that the page's own requests carry. Another site can't
/// read the page, so it doesn't know the token.
const TOKEN: &str = "TOKEN";
const TOKEN_HEADER: &str = "x-gateway-token";
const CALLS: &str = "/_gateway/calls";
const PAY: &str = "/_gateway/pay";
/// The maximum number of changes in a response.
const LIMIT: usize = 200;

/// No other site can frame it, or read what is in it.
const GUARDS: [(&str, &str); 6] = [
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
];

/// What the page asks for.
#[derive(Clone, Copy)]
pub(super) enum Asked {
    Html,
    Calls,
    Pay,
    /// The page of an earlier run asks.
    Stale,
}

impl Asked {
    /// None, if the request is a call: one of another path or method, a signed one, or one without
    /// a token.
    pub(super) fn of(shared: &Shared, request: &Parts) -> Option<Self> {
        let Parts { method, uri, headers, .. } = request;
        let asked = match (method, uri.path()) {
            (&Method::GET, "/") => Self::Html,
            (&Method::GET, CALLS) => Self::Calls,
            (&Method::POST, PAY) => Self::Pay,
            _ => return None,
        };
        if headers.contains_key(AUTHORIZATION) {
            return None;
        }
        match (asked, headers.get(TOKEN_HEADER)) {
            (Self::Html, _) => Some(asked),
            (_, Some(token)) if is_token(&shared.token, token.as_bytes()) => Some(asked),
            (_, Some(_)) => Some(Self::Stale),
            (_, None) => None,
        }
    }

    /// It may block, because a payment sends a notification.
    pub(super) fn respond(self, shared: &Shared, uri: &Uri) -> Response<Bytes> {
        match self {
            Self::Html => html(&shared.token).unwrap_or_else(|error| {
                tracing::error!(%error, "the local gateway failed to show its page");
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                guarded(status, "text/plain; charset=utf-8", Bytes::new())
            }),
            Self::Calls => match after(uri) {
                Ok(after) => json_of(StatusCode::OK, &calls(shared, after)),
                Err(message) => json_of(StatusCode::BAD_REQUEST, &json!({ "message": message })),
            },
            Self::Pay => {
                let (status, value) = pay::pay(shared, uri);
                json_of(status, &value)
            }
            Self::Stale => {
                let message = "the token is not that of this run: reload the page";
                json_of(StatusCode::FORBIDDEN, &json!({ "message": message }))
            }
        }
    }
}

/// In constant time.
fn is_token(token: &str, given: &[u8]) -> bool {
    token.len() == given.len() && openssl::memcmp::eq(token.as_bytes(), given)
}

fn html(token: &str) -> Result<Response<Bytes>, ErrorStack> {
    let nonce = alphanumerics(32)?;
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let page = HTML.replace(NONCE, &nonce).replace(TOKEN, token);
    let mut response = guarded(StatusCode::OK, "text/html; charset=utf-8", page);
    // Letters, digits and punctuation: it always can be a header.
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response.headers_mut().insert("content-security-policy", policy);
    }
    Ok(response)
}

/// How many changes the page knows already.
fn after(uri: &Uri) -> Result<Option<usize>, &'static str> {
    let pairs = uri.query().unwrap_or_default().split('&');
    let mut values = pairs.filter_map(|pair| pair.strip_prefix("after="));
    values.next().map(str::parse).transpose().map_err(|_| {
        "after is not a whole number: send the `next` of the last response, or leave it out for the \
         newest calls"
    })
}

/// `after` is the `next` of the previous response.
fn calls(shared: &Shared, after: Option<usize>) -> Value {
    let changes = shared.log.since(after, LIMIT);
    json!({
        "next": changes.next,
        "more": changes.more,
        "total": changes.total,
        "orders": pay::orders(shared),
        "stubs": shared.stubs.refresh(&shared.routes, &shared.keys).map(|text| call::told(&text)),
        "calls": changes.calls.iter().map(|(at, call)| call::to_json(at + 1, call)).collect::<Value>(),
    })
}

fn json_of(status: StatusCode, value: &Value) -> Response<Bytes> {
    guarded(status, "application/json; charset=utf-8", value.to_string())
}

fn guarded(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in GUARDS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
