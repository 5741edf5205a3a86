//! Wraps every call: names it in spans and errors, and enters it in the journal of its promise.

use std::fmt;

use futures_util::FutureExt;
use http::Method;
use tracing::Instrument;

use super::in_doubt::is_final_failure;
use super::seen::{self, Seen};
use super::{api_error, is_final};
use crate::body::Body;
use crate::error::{Error, Outcome, one_line};
use crate::promise::Journal;
use crate::response::{Verification, is_success};
use crate::template;
use crate::transport::Progress;
use crate::v2::Failed;

/// How errors and logs name a call: `GET v3/certificates`. Formatted when one is written.
#[derive(Clone, Copy)]
pub(crate) struct Name<'a> {
    method: &'a Method,
    template: &'a str,
}

impl<'a> Name<'a> {
    pub(crate) fn of(method: &'a Method, template: &'a str) -> Self {
        Self { method, template }
    }

    pub(super) fn method(self) -> &'a Method {
        self.method
    }

    /// For an error that a path which is not documented may have caused.
    #[cfg(feature = "catalogue")]
    pub(super) fn with_meant(self, error: Error) -> Error {
        match crate::catalogue::meant(self.method, self.template) {
            Some(meant) => error.with_note(meant),
            None => error,
        }
    }

    /// The template from its first slash on, as conventions want it; or the address, if it is one.
    pub(super) fn url_template(self) -> String {
        let shown = template::shown(self.template);
        if shown.starts_with('/') || shown.contains("//") { shown } else { format!("/{shown}") }
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = one_line(self.method.as_str(), 20);
        write!(f, "{method} {}", template::shown(self.template))
    }
}

/// Runs a call within a span, puts its name into errors, and writes its outcome into the journal.
///
/// Not an `async fn`, which would have room for the call twice; that is copied for each call.
pub(crate) fn named<'a>(
    name: Name<'a>,
    call: impl AsyncFnOnce(Progress) -> Result<http::Response<Body>, Error>,
) -> impl Future<Output = Result<http::Response<Body>, Error>> {
    let progress = Progress::of(name.method);
    let entry = Journal::current().map(|journal| journal.enter(&progress));
    let span = seen::span(name);
    let seen = Seen::new(name, &progress, &span);
    call(progress.clone()).instrument(span).map(move |result| {
        let outcome = || match &result {
            Ok(response) => outcome(response, &progress),
            Err(error) => error.outcome(),
        };
        if let Some(entry) = entry {
            entry.end(outcome());
        }
        seen.ended(&result, outcome);
        result.map_err(|error| error.with_call(name.to_string()))
    })
}

/// The outcome of a request whose response is returned.
fn outcome(response: &http::Response<Body>, progress: &Progress) -> Outcome {
    let status = response.status();
    let verification = response.extensions().get::<Verification>();
    let trusted =
        matches!(verification, Some(Verification::Verified { .. } | Verification::Exempt));
    let failed = response.extensions().get::<Failed>();
    if is_success(response) {
        return if trusted { Outcome::Accepted } else { Outcome::Unknown };
    }
    let code = response.body().as_bytes().and_then(api_error).map(|api| api.code);
    let is_final = match failed {
        Some(failed) => is_final_failure(failed, verification),
        None => is_final(status, verification, code.as_deref()),
    };
    if is_final { progress.outcome_when_refused() } else { Outcome::Unknown }
}
