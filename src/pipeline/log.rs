//! Logs a call by `tracing`.

use std::fmt;

use http::Request;

use super::shown_body;
use crate::body::Body;
use crate::error::{Error, Outcome};
use crate::transport::Progress;

/// Logs a call that was cancelled: by then nobody is left to return an error to.
pub(super) struct InFlight {
    progress: Progress,
    ended: bool,
}

impl InFlight {
    pub(super) fn new(progress: &Progress) -> Self {
        Self { progress: progress.clone(), ended: false }
    }

    pub(super) fn ended(mut self) {
        self.ended = true;
        self.progress.end();
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        if !self.ended {
            self.progress.end();
            match self.progress.outcome() {
                Outcome::NotSent => tracing::debug!("the call was cancelled before it was sent"),
                _ => tracing::warn!(
                    caution = self.progress.caution().map(tracing::field::display),
                    "the call was cancelled in flight"
                ),
            }
        }
    }
}

pub(super) fn request(request: &Request<Body>) {
    tracing::info!(
        method = %request.method(),
        host = request.uri().authority().map(http::uri::Authority::as_str),
        path = request.uri().path(),
        headers = ?Shown(request.headers()),
        bytes = request.body().as_bytes().map(<[u8]>::len),
        "request"
    );
}

/// The response; or that of an error, if it has one.
pub(super) fn result(result: &Result<http::Response<Body>, Error>) {
    match result {
        // A stream is still to come.
        Ok(whole) => response(whole, whole.body().as_bytes()),
        Err(error) => {
            if let Some(whole) = error.response() {
                response(whole, Some(whole.body()));
            }
        }
    }
}

fn response<B>(response: &http::Response<B>, body: Option<&[u8]>) {
    tracing::info!(
        status = response.status().as_u16(),
        headers = ?Shown(response.headers()),
        bytes = body.map(<[u8]>::len),
        body = body.map(shown_body::Shown).map(tracing::field::display),
        "response"
    );
}

/// The headers that may be logged: an allow-list, since any other may carry a secret.
const SHOWN: [&str; 12] = [
    "accept",
    "accept-encoding",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "request-id",
    "user-agent",
    "wechatpay-nonce",
    "wechatpay-serial",
    "wechatpay-signature-type",
    "wechatpay-timestamp",
];

/// Those of these headers, as a list; by `{:#?}` one line each.
struct Shown<'a>(&'a http::HeaderMap);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.0.iter().filter(|(name, _)| SHOWN.contains(&name.as_str()));
        if !f.alternate() {
            return f
                .debug_list()
                .entries(shown.map(|(name, value)| (name.as_str(), value)))
                .finish();
        }
        shown.try_for_each(|(name, value)| {
            write!(f, "\n    {name}: {}", String::from_utf8_lossy(value.as_bytes()))
        })
    }
}
