//! What `tracing` is told of each call: a span around it, and one event when it ends. Names and
//! values are those of OpenTelemetry's conventions for HTTP clients, as far as there are any.

use std::time::Instant;

use http::Uri;
use http::uri::Scheme;
use tracing::field::Empty;
use tracing::{Level, Span};

use super::{Name, api_error};
use crate::body::Body;
use crate::error::{Error, ErrorKind, Outcome, one_line};
use crate::response::Verification;
use crate::transport::Progress;
use crate::v2::Failed;

/// The target of both, so that a filter can name them.
const TARGET: &str = "wechatpay_chain::call";

/// The methods that the conventions know. Any other one is `_OTHER`.
const METHODS: [&str; 9] =
    ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

/// Whether anybody listens. If not, nothing is prepared for the event.
pub(crate) fn is_seen() -> bool {
    tracing::event_enabled!(target: TARGET, Level::DEBUG)
}

/// The span around a call. What is known at its end is recorded then.
pub(super) fn span(name: Name<'_>) -> Span {
    tracing::debug_span!(
        target: TARGET,
        "wechatpay",
        otel.kind = "client",
        otel.name = %name,
        otel.status_code = Empty,
        "http.request.method" = Empty,
        "url.template" = Empty,
        "server.address" = Empty,
        "server.port" = Empty,
        "http.response.status_code" = Empty,
        "http.request.resend_count" = Empty,
        "error.type" = Empty,
        "wechatpay.outcome" = Empty,
        "wechatpay.request_id" = Empty,
    )
}

/// A call whose end is told once, also if that is its being dropped in flight.
pub(super) struct Seen<'a> {
    name: Name<'a>,
    progress: Progress,
    span: Span,
    /// `None` if nobody listens, or once it is told.
    begun: Option<Instant>,
}

impl<'a> Seen<'a> {
    pub(super) fn new(name: Name<'a>, progress: &Progress, span: &Span) -> Self {
        let begun = is_seen().then(Instant::now);
        Self { name, progress: progress.clone(), span: span.clone(), begun }
    }

    /// The call returns this result, which means this for its request.
    pub(super) fn ended(
        mut self,
        result: &Result<http::Response<Body>, Error>,
        outcome: impl FnOnce() -> Outcome,
    ) {
        if let Some(begun) = self.begun.take() {
            self.tell(begun, &End::of(result), outcome());
        }
    }

    fn tell(&self, begun: Instant, end: &End, outcome: Outcome) {
        let method = self.name.method().as_str();
        let method = if METHODS.contains(&method) { method } else { "_OTHER" };
        let template = self.name.url_template();
        let attempts = self.progress.attempts_made();
        let resent = attempts.checked_sub(1).filter(|resent| *resent > 0);
        let address = self.progress.address();
        let host = address.as_ref().and_then(Uri::host);
        let port = address.as_ref().and_then(port);
        let outcome = name_of(outcome);
        let span = &self.span;
        span.record("http.request.method", method);
        span.record("url.template", &*template);
        span.record("server.address", host);
        span.record("server.port", port);
        span.record("http.response.status_code", end.status);
        span.record("http.request.resend_count", resent);
        span.record("error.type", end.error_type.as_deref());
        span.record("otel.status_code", end.error_type.as_ref().map(|_| "ERROR"));
        span.record("wechatpay.outcome", outcome);
        span.record("wechatpay.request_id", end.request_id.as_deref());
        let _in_span = span.enter();
        tracing::event!(
            target: TARGET,
            Level::DEBUG,
            "http.request.method" = method,
            "url.template" = &*template,
            "server.address" = host,
            "server.port" = port,
            "http.response.status_code" = end.status,
            "http.request.resend_count" = resent,
            "error.type" = end.error_type.as_deref(),
            "wechatpay.outcome" = outcome,
            "wechatpay.attempts" = attempts,
            "wechatpay.verification" = end.verification,
            "wechatpay.code" = end.code.as_deref(),
            "wechatpay.request_id" = end.request_id.as_deref(),
            "wechatpay.duration" = begun.elapsed().as_secs_f64(),
            "the call ended"
        );
    }
}

impl Drop for Seen<'_> {
    fn drop(&mut self) {
        if let Some(begun) = self.begun.take() {
            self.tell(begun, &End::cancelled(), self.progress.outcome());
        }
    }
}

/// What is told of a result.
#[derive(Default)]
struct End {
    status: Option<u16>,
    /// The status code if that is the error, otherwise the error's kind.
    error_type: Option<String>,
    verification: Option<&'static str>,
    /// WeChat Pay's.
    code: Option<String>,
    request_id: Option<String>,
}

impl End {
    fn of(result: &Result<http::Response<Body>, Error>) -> Self {
        match result {
            Ok(response) => {
                let status = response.status();
                // Of a call that takes errors for responses.
                let failed = status.is_client_error() || status.is_server_error();
                let api = response.body().as_bytes().filter(|_| failed).and_then(api_error);
                let v2 = response.extensions().get::<Failed>().map(|failed| failed.api.clone());
                let v2_error = v2.as_ref().map(|_| format!("{:?}", ErrorKind::Api));
                Self {
                    error_type: failed.then(|| status.as_u16().to_string()).or(v2_error),
                    code: api.or(v2).map(|api| one_line(&api.code, 64)),
                    ..Self::head(response)
                }
            }
            Err(error) => {
                let head = error.response().map(Self::head).unwrap_or_default();
                // A failure of APIv2 has the status 200.
                let is_refusal = |status: &u16| error.kind() == ErrorKind::Api && *status >= 300;
                let status = head.status.filter(is_refusal);
                let kind = || format!("{:?}", error.kind());
                Self {
                    error_type: Some(status.map_or_else(kind, |status| status.to_string())),
                    code: error.api().map(|api| one_line(&api.code, 64)),
                    verification: error.verification().map(verification),
                    ..head
                }
            }
        }
    }

    fn head<B>(response: &http::Response<B>) -> Self {
        let id = response.headers().get("request-id").and_then(|id| id.to_str().ok());
        Self {
            status: Some(response.status().as_u16()),
            verification: response.extensions().get().map(verification),
            request_id: id.map(|id| one_line(id, 80)),
            ..Self::default()
        }
    }

    fn cancelled() -> Self {
        Self { error_type: Some("Cancelled".to_owned()), ..Self::default() }
    }
}

fn verification(verification: &Verification) -> &'static str {
    match verification {
        Verification::Verified { .. } => "verified",
        Verification::Exempt => "exempt",
        Verification::Missing => "missing",
        Verification::Wrong => "wrong",
    }
}

fn name_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent => "not_sent",
        Outcome::Refused => "refused",
        Outcome::Accepted => "accepted",
        Outcome::Unknown => "unknown",
    }
}

/// The port, or else the scheme's.
fn port(uri: &Uri) -> Option<u16> {
    let default = if uri.scheme() == Some(&Scheme::HTTP) { 80 } else { 443 };
    Some(uri.port_u16().unwrap_or(default))
}
