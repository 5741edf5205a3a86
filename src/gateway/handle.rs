//! A request, from its last byte to the response's first: admitted, responded to, sealed, recorded.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::{ACCEPT, ALLOW, CONNECTION, HOST, HeaderName, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, Method, Response, StatusCode};

use super::accept_language::accepted;
use super::authorization::Signed;
use super::commands;
use super::diagnosis::{Diagnosis, Evidence};
use super::fault::{Fault, Faults};
use super::keys::alphanumerics;
use super::multipart::signed_bytes;
use super::request::{self, KEPT, Reason, ReceivedRequest};
use super::response::StubResponse;
use super::routes::{Found, Handler};
use super::shared::Shared;
use super::sign::sealed;
use super::template::Vars;
use super::{catalogue, sign_error, v2};
use crate::error::{BoxError, Error, one_line};
use crate::language::{Text, say};

/// A request's body: all of it, or its first bytes if no more are needed.
#[derive(Default)]
pub(super) struct Arrived {
    pub(super) bytes: Bytes,
    /// The whole body's length.
    pub(super) length: usize,
}

/// Why a request's body was not read.
pub(super) enum Unread {
    /// The request is refused because of its head.
    Refused(Box<StubResponse>),
    TooLarge,
    Broken,
}

/// A request that was checked and recorded.
struct Admitted {
    request: ReceivedRequest,
    /// Its position in the log, unless it only looks at that.
    position: Option<usize>,
    /// When it arrived, in seconds since 1970.
    now: u64,
    faults: Faults,
    is_of_v2: bool,
    /// What is wrong with the stubs by now.
    mistake: Option<Text>,
    /// The handler that responds, or else the response: a refusal, a fault, an unknown path.
    handler: Result<Handler, StubResponse>,
}

/// The response to a request, and the faults that it meets. It may block, as handlers do.
pub(super) fn handle(
    shared: &Shared,
    head: Parts,
    body: Result<Arrived, Unread>,
) -> Result<(Response<Bytes>, Faults), BoxError> {
    let admitted = admit(shared, head, body)?;
    let mut response = respond(&admitted);
    if let Some(mistake) = &admitted.mistake {
        response = response.noting(mistake);
    }
    let reason = reason(shared, &admitted, &response);
    let lang = accepted(admitted.request.headers()).unwrap_or(shared.language);
    let response = seal(shared, &admitted, response.localized(lang))?;
    record(shared, &admitted, &response, reason);
    Ok((response, admitted.faults))
}

/// Checks the request, finds its handler and its faults, and records it.
fn admit(
    shared: &Shared,
    head: Parts,
    body: Result<Arrived, Unread>,
) -> Result<Admitted, BoxError> {
    let arrived = SystemTime::now();
    let now = arrived.duration_since(UNIX_EPOCH)?.as_secs();
    let (body, unread) = match body {
        Ok(body) => (body, None),
        Err(unread) => (Arrived::default(), Some(unread)),
    };
    // The faults that a web page of another site asks for are ignored.
    let is_shut_out = matches!(unread, Some(Unread::Refused(_)));
    let named = Faults::of_header(&head.headers).filter(|_| !is_shut_out);
    let (named, misnamed) = match named.transpose() {
        Ok(named) => (named, None),
        Err(error) => (None, Some(error)),
    };
    let mistake = shared.stubs.refresh(&shared.routes, &shared.keys);
    let is_of_v2 = v2::is_one(&head) || v2::has_xml(&head, &body.bytes);
    let unread = unread.map(unreadable);
    let misnamed = misnamed.map(|error| misnaming(&error));
    let refused = unread.or(misnamed).map(Box::from);
    let refused = refused.or_else(|| check(shared, &head, &body, is_of_v2, now).err());
    let path = head.uri.path();
    let faults = match (named, &refused) {
        (Some(named), _) => named,
        (None, None) if !commands::is_one(path) => shared.plans.take(&head.method, path),
        // Planned faults are for requests that are not refused.
        (None, _) => Faults::default(),
    };
    let verified = refused.is_none();
    let (refusal, diagnosis) = refused.map(|it| (it.response, it.diagnosis)).unzip();
    let (handler, vars) = find(shared, &head, is_of_v2);
    let request = ReceivedRequest::new(request::Parts {
        arrived,
        target: request::target(&head.uri).to_owned(),
        headers: request::owned_headers(&head.headers),
        body: if verified { body.bytes } else { first(body.bytes) },
        method: head.method,
        length: body.length,
        vars,
        verified,
        diagnosis: diagnosis.flatten(),
        faults: faults.0.clone(),
        request_id: format!("SANDBOX-{}", alphanumerics(32)?),
    });
    // Before the handler runs, so that the handler finds its own request in the log.
    let is_recorded = !verified || commands::is_recorded(request.method(), request.path());
    let position = is_recorded.then(|| shared.log.arrived(request.clone()));
    let handler = refusal.or_else(|| faults.response()).map_or(handler, Err);
    Ok(Admitted { request, position, now, faults, is_of_v2, mistake, handler })
}

/// The handler's response, or the one that comes in its place.
fn respond(admitted: &Admitted) -> StubResponse {
    let own = |response: StubResponse| {
        if admitted.is_of_v2 { response.for_v2() } else { response }
    };
    let handler = match &admitted.handler {
        Ok(handler) => handler,
        Err(response) => return own(response.clone()),
    };
    let failed = |message: Text| {
        own(StubResponse::refusal(StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", message))
    };
    match catch_unwind(AssertUnwindSafe(|| handler(&admitted.request))) {
        Ok(response) => response.checked().unwrap_or_else(|mistake| {
            failed(say!(
                "the handler's response cannot be sent: {mistake}",
                "系统异常：处理函数的应答无法发送：{mistake}";
                mistake
            ))
        }),
        Err(_) => failed(say!(
            "the handler panicked: see this process's error output",
            "系统异常：处理函数崩溃：请查看本进程的错误输出"
        )),
    }
}

/// Signs the response, after a rotation that a fault asks for.
fn seal(
    shared: &Shared,
    admitted: &Admitted,
    response: StubResponse,
) -> Result<Response<Bytes>, BoxError> {
    let rotates = admitted.faults.has(Fault::RotateCertificate);
    if admitted.request.verified() && rotates && shared.keys.mode.has_certificate() {
        shared.keys.rotate()?;
    }
    sealed(response, &admitted.request, &shared.keys, admitted.now, &admitted.faults)
}

fn record(shared: &Shared, admitted: &Admitted, response: &Response<Bytes>, reason: Option<Text>) {
    let reason = reason.map(|text| Reason { text, lang: shared.language });
    match admitted.position {
        Some(position) => {
            shared.log.responded(position, &admitted.request, response, reason);
            tell(shared, &admitted.request);
        }
        // Whoever follows the log looks at it every second.
        None => admitted.request.set_response(response, reason),
    }
}

/// Tells the log and the observers what became of the request.
pub(super) fn tell(shared: &Shared, request: &ReceivedRequest) {
    let faults = Faults(request.faults().to_vec());
    let faults = (!faults.0.is_empty()).then_some(faults);
    match request.status() {
        Some(status) => tracing::debug!(
            method = %request.method(),
            target = request.target(),
            status = status.as_u16(),
            verified = request.verified(),
            request_id = request.request_id(),
            diagnosis = request.diagnosis().map(tracing::field::display),
            reason = request.why().map(tracing::field::display),
            faults = faults.map(tracing::field::display),
            "the local gateway responded"
        ),
        None => tracing::debug!(
            method = %request.method(),
            target = request.target(),
            status = "cut",
            verified = true,
            faults = faults.map(tracing::field::display),
            "the local gateway cut a connection on purpose"
        ),
    }
    shared.observers.tell(request);
}

/// Why the response is an error, unless a diagnosis says so, and whether another key signed it than
/// was asked for.
fn reason(shared: &Shared, admitted: &Admitted, response: &StubResponse) -> Option<Text> {
    let request = &admitted.request;
    let is_error = response.status.is_client_error() || response.status.is_server_error();
    let wanted = (is_error || response.is_explained()) && request.diagnosis().is_none();
    let message = wanted.then(|| response.message()).flatten();
    let message = message.map(|message| message.map(|message| one_line(message, 400)));
    let is_of_v3 = request.verified() && !admitted.is_of_v2;
    let other = is_of_v3.then(|| shared.keys.unknown_public_key(request.headers())).flatten();
    match (message, other) {
        (Some(message), Some(other)) => {
            Some(say!("{message}; {other}", "{message}；{other}"; message, other))
        }
        (message, other) => message.or(other),
    }
}

/// The response to a refused request, and what its sender did wrong.
struct Refused {
    response: StubResponse,
    diagnosis: Option<Diagnosis>,
}

impl From<StubResponse> for Box<Refused> {
    fn from(response: StubResponse) -> Self {
        Self::new(Refused { response, diagnosis: None })
    }
}

fn check(
    shared: &Shared,
    head: &Parts,
    body: &Arrived,
    is_of_v2: bool,
    now: u64,
) -> Result<(), Box<Refused>> {
    if is_of_v2 {
        return v2::check(head, &body.bytes, &shared.keys)
            .map_err(|refused| StubResponse::from(refused).into());
    }
    let headers = &head.headers;
    mandatory(headers, USER_AGENT, "User-Agent")?;
    mandatory(headers, ACCEPT, "Accept")?;
    let signed = signed_bytes(headers, &body.bytes);
    let length = if signed.len() == body.bytes.len() { body.length } else { signed.len() };
    let method = head.method.as_str();
    let signed = Signed { method, target: request::target(&head.uri), body: signed, length };
    shared.checker.check(headers, &signed, now).map_err(|refusal| {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let evidence = Evidence { signed: &signed, whole: &body.bytes, host, now };
        let diagnosis = Diagnosis::of(headers, &evidence, &shared.keys);
        let response = sign_error::response(&refusal, &signed, diagnosis.as_ref());
        Box::new(Refused { response, diagnosis })
    })
}

fn unreadable(unread: Unread) -> StubResponse {
    let (status, message) = match unread {
        Unread::Refused(response) => return *response,
        Unread::TooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            say!(
                "the body is larger than 64 MiB: send less",
                "请求体过大：超过 64 MiB，请减小请求体"
            ),
        ),
        Unread::Broken => (
            StatusCode::BAD_REQUEST,
            say!(
                "the body ended early or its chunks are malformed: send it whole",
                "请求体不完整：提前结束或分块格式错误，请完整发送"
            ),
        ),
    };
    // The rest of the body would be taken for the next request.
    StubResponse::refusal(status, "PARAM_ERROR", message).header(CONNECTION, "close")
}

/// The header that requests faults is wrong.
fn misnaming(error: &Error) -> StubResponse {
    let error = Text::of(error);
    let message = say!("X-Gateway-Fault: {error}", "X-Gateway-Fault 不正确：{error}"; error);
    StubResponse::refusal(StatusCode::BAD_REQUEST, "PARAM_ERROR", message)
}

/// WeChat Pay requires this header.
fn mandatory(headers: &HeaderMap, name: HeaderName, title: &str) -> Result<(), Box<Refused>> {
    if headers.get(&name).is_some_and(|value| !value.is_empty()) {
        return Ok(());
    }
    let message = say!(
        "the {title} header is missing: add it, WeChat Pay requires it",
        "Http头缺少{title}：微信支付要求该请求头，请加上"
    );
    Err(StubResponse::refusal(StatusCode::BAD_REQUEST, "PARAM_ERROR", message).into())
}

/// The handler and the path's variables, or the response that says that there is no handler.
fn find(shared: &Shared, head: &Parts, is_of_v2: bool) -> (Result<Handler, StubResponse>, Vars) {
    let (method, path) = (&head.method, head.uri.path());
    let found = shared.routes.find(method, path).or(|| shared.built_in.find(method, path));
    let found =
        if shared.catalogue { found.or(|| documented(shared, head, is_of_v2)) } else { found };
    let response = match found {
        Found::Handler(handler, vars) => return (Ok(handler), vars),
        Found::OtherMethods(methods) => {
            let methods = methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
            let message =
                say!("this path takes {methods} only", "该接口不支持此方法：请使用 {methods}");
            StubResponse::refusal(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message)
                .header(ALLOW, methods)
        }
        Found::Nothing => {
            let message = if path.starts_with("/v2/") {
                say!(
                    "no path of WeChat Pay begins with /v2/: send a call of APIv2 to its path \
                     without it, such as /pay/unifiedorder",
                    "接口不存在：微信支付没有以 /v2/ 开头的路径，APIv2 的请求请发送到不含它的路径，\
                     例如 /pay/unifiedorder"
                )
            } else {
                unknown(if shared.catalogue { catalogue::meant(path) } else { None })
            };
            StubResponse::refusal(StatusCode::NOT_FOUND, "RESOURCE_NOT_EXISTS", message)
        }
    };
    (Err(response), Vec::new())
}

/// Why there is no response, and the documented endpoints that may have been meant.
fn unknown(meant: Option<String>) -> Text {
    let text = say!("there is no response for this path", "接口不存在：该路径没有对应的应答");
    let remedy = say!(
        "define one in a file for `wechatpay gateway --stubs`, or by a handler in the test",
        "请用 `wechatpay gateway --stubs` 的文件或测试中的处理函数定义应答"
    );
    match meant {
        Some(meant) => say!(
            "{text}: did you mean {meant}? Otherwise {remedy}",
            "{text}。是否想请求 {meant}？否则{remedy}";
            text, remedy
        ),
        None => say!("{text}: {remedy}", "{text}：{remedy}"; text, remedy),
    }
}

/// The sample of a documented endpoint.
fn documented(shared: &Shared, head: &Parts, is_of_v2: bool) -> Found {
    match catalogue::find(shared, head, is_of_v2) {
        Some((handler, vars)) => Found::Handler(handler, vars),
        None => match catalogue::methods(head.uri.path()) {
            methods if methods.is_empty() => Found::Nothing,
            methods => Found::OtherMethods(methods),
        },
    }
}

/// What is kept of a refused request's body.
fn first(body: Bytes) -> Bytes {
    if body.len() > KEPT { Bytes::copy_from_slice(&body[..KEPT]) } else { body }
}
