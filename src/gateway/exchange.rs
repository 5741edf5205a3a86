//! A call, from the request's last byte to the answer's first: checked, recorded, answered,
//! signed.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::{ACCEPT, ALLOW, AUTHORIZATION, CONNECTION, HOST, HeaderName, USER_AGENT};
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderMap, Method, Response, StatusCode, Uri};
use http_body_util::Full;

use super::answer::Answer;
use super::authorization::Signed;
use super::certificates;
use super::check::Checker;
use super::diagnosis::{Diagnosis, Refused};
use super::keys::{Keys, alphanumerics};
use super::multipart::signed_bytes;
use super::received::{self, Received};
use super::routes::{Found, Handler, Routes};
use super::seal::seal;
use crate::error::BoxError;

/// What all connections share.
pub(super) struct Shared {
    pub(super) address: SocketAddr,
    pub(super) keys: Keys,
    pub(super) checker: Checker,
    pub(super) routes: Routes,
    pub(super) received: Mutex<Vec<Received>>,
}

/// Why a request's body could not be read.
pub(super) enum Unread {
    TooLarge,
    Broken,
}

/// Answers a request. It may block: handlers do.
pub(super) fn exchange(
    shared: &Shared,
    request: Parts,
    body: Result<Bytes, Unread>,
) -> Response<Full<Bytes>> {
    answer(shared, request, body).unwrap_or_else(|error| {
        tracing::error!(%error, "the local gateway failed to sign an answer");
        let mut response = Response::default();
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}

fn answer(
    shared: &Shared,
    request: Parts,
    body: Result<Bytes, Unread>,
) -> Result<Response<Full<Bytes>>, BoxError> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let Parts { method, uri, mut headers, .. } = request;
    let target = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let (body, unread) = match body {
        Ok(body) => (body, None),
        Err(unread) => (Bytes::new(), Some(unread)),
    };
    let mut diagnosis = None;
    let refusal = not_for_us(&uri, &headers, shared.address)
        .or_else(|| unread.map(unreadable))
        .or_else(|| mandatory(&headers, USER_AGENT))
        .or_else(|| mandatory(&headers, ACCEPT))
        .or_else(|| {
            let signed = signed_bytes(&headers, &body);
            let signed = Signed { method: method.as_str(), target, body: signed };
            let refusal = shared.checker.refusal(&headers, &signed, now)?;
            let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            let refused = Refused { signed: &signed, whole: &body, host, now };
            diagnosis = Diagnosis::of(&headers, &refused, &shared.keys);
            Some(refusal.into_answer(&signed, diagnosis.as_ref()))
        });
    let found = shared.routes.find(&method, uri.path());
    let (found, vars) = match found {
        Found::Handler(handler, vars) => (Ok(handler), vars),
        Found::OtherMethods(methods) => (Err(Some(methods)), Vec::new()),
        Found::Nothing => (Err(None), Vec::new()),
    };
    for (name, value) in &mut headers {
        value.set_sensitive(name == AUTHORIZATION);
    }
    let request = Received::new(received::Parts {
        target: target.to_owned(),
        method,
        headers,
        body,
        vars,
        verified: refusal.is_none(),
        diagnosis,
        request_id: format!("SANDBOX-{}", alphanumerics(32)?),
    });
    // Before the handler runs, so that it finds its own request among them.
    shared.received.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
    let answer = match (refusal, found) {
        (Some(refusal), _) => refusal,
        (None, Ok(handler)) => run(&handler, &request),
        (None, Err(Some(methods))) => {
            let methods = methods.iter().map(http::Method::as_str).collect::<Vec<_>>().join(", ");
            let message = format!("该接口不支持此方法: this path has handlers for {methods} only");
            Answer::error(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", &message)
                .header(ALLOW, methods)
        }
        (None, Err(None))
            if request.path() == certificates::PATH && request.method() == Method::GET =>
        {
            certificates::answer(&shared.keys, now)?
        }
        (None, Err(None)) => {
            let message = "接口不存在: no handler is registered for this path: add one with \
                           Gateway::on";
            Answer::error(StatusCode::NOT_FOUND, "RESOURCE_NOT_EXISTS", message)
        }
    };
    let response = seal(answer, &request, &shared.keys, now)?;
    tracing::info!(
        method = %request.method(),
        target = request.target(),
        status = response.status().as_u16(),
        verified = request.verified(),
        request_id = request.request_id(),
        diagnosis = request.diagnosis().map(tracing::field::display),
        "the local gateway answered"
    );
    Ok(response)
}

/// A web page can make a browser call this machine under a name of its own (DNS rebinding); the
/// request then bears that name.
fn not_for_us(uri: &Uri, headers: &HeaderMap, address: SocketAddr) -> Option<Answer> {
    let port = address.port();
    let ours = |host: &str| {
        host == address.to_string() || host.eq_ignore_ascii_case(&format!("localhost:{port}"))
    };
    let mut hosts = headers.get_all(HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let fits = hosts.next().is_some_and(ours)
        && hosts.next().is_none()
        && uri.authority().is_none_or(|authority| ours(authority.as_str()));
    let message = format!("请求的Host不正确: call this gateway as {address} or localhost:{port}");
    (!fits).then(|| Answer::error(StatusCode::FORBIDDEN, "NO_AUTH", &message))
}

fn unreadable(unread: Unread) -> Answer {
    let (status, message) = match unread {
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
