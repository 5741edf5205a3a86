//! The web page that lists the calls and pays orders, and the JSON that it requests. They are for a
//! browser on this machine, not part of the API, and not recorded.
//!
//! `page.html` is put together with its style and its scripts, which share one scope: `base.js` first,
//! `main.js` last.
//!
//! The page requests the paths of [`COMMANDS`], with its token in `X-Gateway-Token` and the arguments
//! in the query. A command that was not carried out is a 409, or a 400 if an argument is missing or
//! malformed, with `{"message": …, "chinese": …}`; another run's token is a 403.
//!
//! `GET /_gateway/calls?after=N` (`N` is the `next` of the last response; without it, the newest):
//!
//! ```json
//! {"next": 7, "more": false, "total": 3, "dropped": 0, "deliveries": 5, "clock": 3.5,
//!  "stubs": null, "orders": [ORDER, …], "calls": [CALL, …]}
//! ```
//!
//! `total` is the number of all calls, of which the first `dropped` are not kept; `deliveries` the
//! `next` that `/_gateway/deliveries` would return: if it is not the page's own, something has changed
//! there. `clock` is what the gateway's clock shows, in seconds since its start. `stubs` says in each
//! language what is wrong with a file of stubs that was changed. `calls` has those that changed after
//! `N`, in the order of their numbers; `more` says that there are more to ask for.
//!
//! CALL: `number` (from 1), `time` (ms since 1970), `duration_ms` (null until it has its response),
//! `method`, `target`, `status` (or null), `verified`, `request_id`, `faults` (texts), `reason` (or
//! null), `why` (of a refusal) and `note` (of what is none), each `{"chinese": …, "english": …}` or
//! null, `endpoint` (`{"path": "v3/a/{b}", "title": …, "variables": [["b", …]]}`, null if the path is
//! not documented), `diagnosis` and `message` (or null), `meta` (an upload's, or null), `headers` and
//! `response_headers` (lists of `[name, value]`, without signatures; the latter null until there is a
//! response), `body` and `answer` (BODY; the latter null until there is a response). BODY:
//! `{"text": "…", "length": 12, "clipped": false}`.
//!
//! ORDER (the newest 50, the newest first): `out_trade_no`, `total` (in the currency's smallest unit),
//! `currency`, `trade_state`, `refundable` (what is left to refund, 0 if it is not paid), `refunds`: a
//! list of `{"out_refund_no": "…", "refund": 1, "status": "PROCESSING"}`.
//!
//! `GET /_gateway/call?request_id=R`: the CALL with this Request-ID.
//!
//! `GET /_gateway/deliveries?after=N`, as above:
//!
//! ```json
//! {"next": 5, "more": false, "clock": 3.5, "clock_speed": 1, "deliveries": [DELIVERY, …]}
//! ```
//!
//! DELIVERY: `number` (from 1), `id` (the notification's), `event_type` (`TRANSACTION.SUCCESS`;
//! of APIv2 `v2.payment` or `v2.refund`), `url`, `out_trade_no`, `out_refund_no` (or null), `resource`
//! (the decrypted JSON), `state`: `accepted`, `waiting` (for its next attempt), `sending` (the first
//! attempt is in progress), `failed` (no more attempts come), `elsewhere` (not sent: the URL is not on
//! this machine); `next_attempt_in` (seconds by the gateway's clock, which goes `clock_speed` times as
//! fast as time, 0 if it stands still; null unless `waiting`), `attempts`: a list of
//!
//! ```json
//! {"cause": "first", "url": "…", "time": 1700000000000, "duration_ms": 12, "status": 500,
//!  "body": BODY, "error": null, "error_in_chinese": null, "accepted": false}
//! ```
//!
//! whose `cause` is `first`, `retry` or `resend`; `status` is null if there was no response, and
//! `error` then says why.
//!
//! `GET /_gateway/delivery?id=I`: the newest DELIVERY with this id, without `number`.
//!
//! | request | query | response |
//! |---|---|---|
//! | `POST /_gateway/pay` | `out_trade_no` | `{"transaction_id", "delivery", "notification_id"}` |
//! | `POST /_gateway/close` | `out_trade_no` | the order, as a query returns it |
//! | `POST /_gateway/refund` | `out_trade_no` (what is left of it), or `out_refund_no`; `status`: `SUCCESS` (default), `CLOSED`, `ABNORMAL`, or `PROCESSING` (applied for only, by `out_trade_no`) | `{"out_refund_no", "refund_id", "status", "delivery", "notification_id"}` |
//! | `POST /_gateway/complain` | `out_trade_no`, `complaint_detail` | `{"complaint_id", "delivery", "notification_id"}` |
//! | `POST /_gateway/resend` | `id`, `url` (default: its own) | the DELIVERY, without `number` |
//! | `POST /_gateway/trigger` | `event_type`, `url` (default: the newest order's notify_url) | the DELIVERY, without `number` |
//! | `POST /_gateway/clear` | | `{}`: no call is kept |
//! | `POST /_gateway/advance` | `seconds` | `{"data": [DELIVERY, …]}`: what was repeated |
//!
//! `delivery` is `{"status": 200}`, `{"error": "…"}`, `{"elsewhere": "url"}`, or `{}` (no address);
//! `notification_id` is the DELIVERY's `id`, or null.

mod call;
mod orders;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode, Uri};
use openssl::error::ErrorStack;
use serde_json::{Value, json};

use super::control::{Args, COMMANDS, Command, Control, Refused};
use super::keys::{MCHID, alphanumerics};
use super::shared::Shared;
use crate::language::Lang;

const HTML: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = concat!(
    include_str!("base.js"),
    include_str!("texts.js"),
    include_str!("json.js"),
    include_str!("copy.js"),
    include_str!("call.js"),
    include_str!("shop.js"),
    include_str!("list.js"),
    include_str!("main.js"),
);
const TOKEN_HEADER: &str = "x-gateway-token";
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
    /// Which of [`COMMANDS`].
    Command(usize),
    /// The page of an earlier run asks.
    Stale,
}

impl Asked {
    /// None, if the request is a call: one of another path or method, a signed one, or one without
    /// a token.
    pub(super) fn of(shared: &Shared, request: &Parts) -> Option<Self> {
        let Parts { method, uri, headers, .. } = request;
        let is_command =
            |command: &Command| command.method == *method && command.path == uri.path();
        let asked = match COMMANDS.iter().position(is_command) {
            Some(command) => Self::Command(command),
            None if (method, uri.path()) == (&Method::GET, "/") => Self::Html,
            None => return None,
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

    /// It may block, because a notification may be sent.
    pub(super) fn respond(self, shared: &Shared, uri: &Uri) -> Response<Bytes> {
        match self {
            Self::Html => html(shared).unwrap_or_else(|error| {
                tracing::error!(%error, "the local gateway failed to show its page");
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                guarded(status, "text/plain; charset=utf-8", Bytes::new())
            }),
            Self::Command(at) => {
                let run = COMMANDS[at].run;
                let (status, error) = match run(&shared.control, &Args::of_query(uri.query())) {
                    Ok(done) => return json_of(StatusCode::OK, &done),
                    Err(Refused::Malformed(error)) => (StatusCode::BAD_REQUEST, error),
                    Err(Refused::Error(error)) => (StatusCode::CONFLICT, error),
                };
                let chinese = error.localized(Lang::Chinese);
                let english = error.localized(Lang::English);
                json_of(status, &json!({ "message": english, "chinese": chinese }))
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

/// The nonce, new in each response, names the page's own script and style. The token is that which
/// the page's own requests carry: another site can't read the page, so it doesn't know the token.
fn html(shared: &Shared) -> Result<Response<Bytes>, ErrorStack> {
    let nonce = alphanumerics(32)?;
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let page = [
        ("{{STYLE}}", STYLE),
        ("{{SCRIPT}}", SCRIPT),
        ("{{NONCE}}", &nonce),
        ("{{TOKEN}}", &shared.token),
        ("{{GATEWAY}}", &about(&shared.control)),
    ];
    let page = page.iter().fold(HTML.to_owned(), |page, (name, text)| page.replace(name, text));
    let mut response = guarded(StatusCode::OK, "text/html; charset=utf-8", page);
    // Letters, digits and punctuation: it always can be a header.
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response.headers_mut().insert("content-security-policy", policy);
    }
    Ok(response)
}

/// What the commands that the page shows need, as JSON that can be within a script.
fn about(control: &Control) -> String {
    let about = json!({
        "mchid": MCHID,
        "serial": control.keys.merchant.serial,
        "folder": control.folder.as_ref().map(|folder| folder.to_string_lossy()),
    });
    about.to_string().replace('<', "\\u003c")
}

/// `after` is the `next` of the previous response.
pub(super) fn calls(control: &Control, after: Option<u64>) -> Value {
    let after = after.map(|after| usize::try_from(after).unwrap_or(usize::MAX));
    let changes = control.log.since(after, LIMIT);
    json!({
        "next": changes.next,
        "more": changes.more,
        "total": changes.total,
        "dropped": changes.dropped,
        "deliveries": control.deliveries.changes(),
        "clock": control.deliveries.now().as_secs_f64(),
        "orders": orders::orders(control),
        "stubs": control.stubs.refresh(&control.routes, &control.keys).map(|text| call::told(&text)),
        "calls": changes.calls.iter().map(|(at, call)| call::to_json(at + 1, call)).collect::<Value>(),
    })
}

/// The newest call with this Request-ID.
pub(super) fn call(control: &Control, request_id: &str) -> Option<Value> {
    let (at, call) = control.log.find(request_id)?;
    Some(call::to_json(at + 1, &call))
}

/// `after` is the `next` of the previous response.
pub(super) fn deliveries(control: &Control, after: Option<u64>) -> Value {
    let changes = control.deliveries.since(after, LIMIT);
    json!({
        "next": changes.next,
        "more": changes.more,
        "clock": control.deliveries.now().as_secs_f64(),
        "clock_speed": control.deliveries.speed(),
        "deliveries": changes.deliveries,
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
