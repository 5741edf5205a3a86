//! A call, from the request's last byte to the answer's first: checked, recorded, answered,
//! signed.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::{
    ACCEPT, ALLOW, AUTHORIZATION, CONNECTION, CONTENT_TYPE, HOST, HeaderName, RETRY_AFTER,
    USER_AGENT,
};
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Response, StatusCode};

use super::answer::Answer;
use super::authorization::{Authorization, Signed};
use super::check::Checker;
use super::commands;
use super::diagnosis::{Diagnosis, Refused};
use super::fault::{Fault, Faults, Plans};
use super::keys::{Keys, alphanumerics};
use super::multipart::signed_bytes;
use super::received::{self, KEPT, Received};
use super::record::Record;
use super::routes::{Found, Handler, Routes};
use super::seal::seal;
use super::world::World;
use crate::error::{BoxError, one_line};

/// What all connections share.
pub(super) struct Shared {
    pub(super) address: SocketAddr,
    pub(super) keys: Arc<Keys>,
    pub(super) checker: Checker,
    /// The user's handlers.
    pub(super) routes: Routes,
    /// What answers where the user has no handler.
    pub(super) built_in: Routes,
    pub(super) world: Arc<World>,
    pub(super) plans: Plans,
    pub(super) received: Record,
    /// `http` or `https`.
    pub(super) scheme: &'static str,
    /// What the page's own calls bear.
    pub(super) token: String,
}

/// A request's body: its bytes, or the first of them where no more are of use.
#[derive(Default)]
pub(super) struct Arrived {
    pub(super) bytes: Bytes,
    /// The whole body's length.
    pub(super) length: usize,
}

/// Why a request's body was not read.
pub(super) enum Unread {
    /// The request is refused by its head.
    Refused(Answer),
    TooLarge,
    Broken,
}

impl Shared {
    /// Whether a request whose head has arrived is cut off there. Nothing of it is checked by then,
    /// so a plan is for requests that are signed, rightly or not.
    pub(super) fn cuts_before(&self, request: &Parts) -> Option<Faults> {
        let Parts { method, uri, headers, .. } = request;
        if let Some(named) = Faults::of_header(headers) {
            return named.ok().filter(|named| named.has(Fault::CutBefore));
        }
        let is_signed = !commands::is_one(uri.path()) && Authorization::of(headers).is_ok();
        let planned = is_signed.then(|| self.plans.take_cut(method, uri.path()));
        planned.flatten()
    }
}

/// The answer to a request, and the faults that it meets. It may block: handlers do.
pub(super) fn exchange(
    shared: &Shared,
    request: Parts,
    body: Result<Arrived, Unread>,
) -> (Response<Bytes>, Faults) {
    answer(shared, request, body).unwrap_or_else(|error| {
        tracing::error!(%error, "the local gateway failed to sign an answer");
        let mut response = Response::default();
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        (response, Faults::default())
    })
}

fn answer(
    shared: &Shared,
    request: Parts,
    body: Result<Arrived, Unread>,
) -> Result<(Response<Bytes>, Faults), BoxError> {
    let arrived = SystemTime::now();
    let now = arrived.duration_since(UNIX_EPOCH)?.as_secs();
    let Parts { method, uri, headers, .. } = request;
    let target = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let (Arrived { bytes: body, length }, unread) = match body {
        Ok(body) => (body, None),
        Err(unread) => (Arrived::default(), Some(unread)),
    };
    // Who may not call at all asks for nothing.
    let is_shut_out = matches!(unread, Some(Unread::Refused(_)));
    let named = Faults::of_header(&headers).filter(|_| !is_shut_out);
    let (named, misnamed) = match named.transpose() {
        Ok(named) => (named, None),
        Err(error) => (None, Some(error)),
    };
    let mut diagnosis = None;
    let refusal = unread
        .map(unreadable)
        .or_else(|| {
            let message = format!("X-Gateway-Fault不正确: {}", misnamed?);
            Some(Answer::error(StatusCode::BAD_REQUEST, "PARAM_ERROR", &message))
        })
        .or_else(|| mandatory(&headers, USER_AGENT))
        .or_else(|| mandatory(&headers, ACCEPT))
        .or_else(|| {
            let signed = signed_bytes(&headers, &body);
            let length = if signed.len() == body.len() { length } else { signed.len() };
            let signed = Signed { method: method.as_str(), target, body: signed, length };
            let refusal = shared.checker.refusal(&headers, &signed, now)?;
            let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            let refused = Refused { signed: &signed, whole: &body, host, now };
            diagnosis = Diagnosis::of(&headers, &refused, &shared.keys);
            Some(refusal.into_answer(&signed, diagnosis.as_ref()))
        });
    let path = uri.path();
    let found = shared.routes.find(&method, path).or(|| shared.built_in.find(&method, path));
    let (found, vars) = match found {
        Found::Handler(handler, vars) => (Ok(handler), vars),
        Found::OtherMethods(methods) => (Err(Some(methods)), Vec::new()),
        Found::Nothing => (Err(None), Vec::new()),
    };
    // What is planned is for requests that are not refused.
    let faults = named.unwrap_or_else(|| match refusal.is_some() || commands::is_one(path) {
        true => Faults::default(),
        false => shared.plans.take(&method, path),
    });
    let body = if refusal.is_some() { first(body) } else { body };
    let request = Received::new(received::Parts {
        arrived,
        target: target.to_owned(),
        method,
        headers: own(&headers),
        body,
        length,
        vars,
        verified: refusal.is_none(),
        diagnosis,
        faults: faults.0.clone(),
        request_id: format!("SANDBOX-{}", alphanumerics(32)?),
    });
    // Before the handler runs, so that it finds its own request among them.
    let at = shared.received.arrived(request.clone());
    let answer = match (refusal.or_else(|| faults.find(instead)), found) {
        (Some(answer), _) => answer,
        (None, Ok(handler)) => run(&handler, &request),
        (None, Err(Some(methods))) => {
            let methods = methods.iter().map(http::Method::as_str).collect::<Vec<_>>().join(", ");
            let message = format!("该接口不支持此方法: this path has handlers for {methods} only");
            Answer::error(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", &message)
                .header(ALLOW, methods)
        }
        (None, Err(None)) => {
            let message = "接口不存在: no handler is registered for this path, nor is it one that \
                           the gateway answers by itself: add one with Gateway::on, or --stubs";
            Answer::error(StatusCode::NOT_FOUND, "RESOURCE_NOT_EXISTS", message)
        }
    };
    let is_error = answer.status.is_client_error() || answer.status.is_server_error();
    // Of a wrong signature the diagnosis says it.
    let reason = if is_error && request.diagnosis().is_none() { answer.message() } else { None };
    if request.verified() && faults.has(Fault::RotateCertificate) {
        shared.keys.rotate()?;
    }
    let response = seal(answer, &request, &shared.keys, now, &faults)?;
    shared.received.answered(at, &request, &response);
    tracing::info!(
        method = %request.method(),
        target = request.target(),
        status = response.status().as_u16(),
        verified = request.verified(),
        request_id = request.request_id(),
        diagnosis = request.diagnosis().map(tracing::field::display),
        reason = reason.map(|reason| tracing::field::display(for_log(&reason))),
        faults = (!faults.0.is_empty()).then(|| tracing::field::display(names(&faults))),
        "the local gateway answered"
    );
    Ok((response, faults))
}

/// What is kept of a refused request's body.
fn first(body: Bytes) -> Bytes {
    if body.len() > KEPT { Bytes::copy_from_slice(&body[..KEPT]) } else { body }
}

/// The headers without the connection's buffer, which they would keep in memory as long as the
/// request is listed.
fn own(headers: &HeaderMap) -> HeaderMap {
    let own = |(name, value): (&HeaderName, &HeaderValue)| {
        // It was one before.
        let mut value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
        value.set_sensitive(name == AUTHORIZATION);
        Some((name.clone(), value))
    };
    headers.iter().filter_map(own).collect()
}

/// As `--fault` and the header name them.
pub(super) fn names(faults: &Faults) -> String {
    faults.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// On one line, and without the sample of an Authorization: no log has what looks like one.
fn for_log(message: &str) -> String {
    one_line(message.split(" and send `Authorization: ").next().unwrap_or_default(), 400)
}

/// What a fault answers in the handler's place.
fn instead(fault: Fault) -> Option<Answer> {
    let answer = match fault {
        Fault::TooManyRequests(seconds) => {
            let message =
                "频率超限: too many requests, on purpose: wait as long as Retry-After says";
            Answer::error(StatusCode::TOO_MANY_REQUESTS, "FREQUENCY_LIMITED", message)
                .header(RETRY_AFTER, seconds.to_string())
        }
        Fault::ServerError => {
            let message =
                "系统异常: it failed on purpose: repeat the request with the same numbers";
            Answer::error(StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", message)
        }
        Fault::BadGateway => {
            let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                        <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
            Answer::new(StatusCode::BAD_GATEWAY)
                .header(CONTENT_TYPE, "text/html")
                .body(page)
                .unsigned()
        }
        _ => return None,
    };
    Some(answer)
}

fn unreadable(unread: Unread) -> Answer {
    let (status, message) = match unread {
        Unread::Refused(answer) => return answer,
        Unread::TooLarge => {
            (StatusCode::PAYLOAD_TOO_LARGE, "请求体过大: the body is larger than 64 MiB: send less")
        }
        Unread::Broken => (
            StatusCode::BAD_REQUEST,
            "请求体不完整: the body ended early or its chunks are malformed: send it whole",
        ),
    };
    // What is left of the body would be taken for the next request.
    Answer::error(status, "PARAM_ERROR", message).header(CONNECTION, "close")
}

/// WeChat Pay demands this header.
fn mandatory(headers: &HeaderMap, name: HeaderName) -> Option<Answer> {
    let missing = headers.get(&name).is_none_or(http::HeaderValue::is_empty);
    let title = if name == ACCEPT { "Accept" } else { "User-Agent" };
    let message =
        format!("Http头缺少{title}: the {title} header is missing: WeChat Pay demands it");
    missing.then(|| Answer::error(StatusCode::BAD_REQUEST, "PARAM_ERROR", &message))
}

fn run(handler: &Handler, request: &Received) -> Answer {
    let failed =
        |message: &str| Answer::error(StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", message);
    match catch_unwind(AssertUnwindSafe(|| handler(request))) {
        Ok(answer) => answer.checked().unwrap_or_else(|mistake| {
            failed(&format!("系统异常: the handler's answer cannot be sent: {mistake}"))
        }),
        Err(_) => failed("系统异常: the handler panicked: see this process's error output"),
    }
}
