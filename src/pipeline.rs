//! A whole call, from the path and its options to the verified answer.

mod detail;
mod failure;
mod log;
mod open;
pub(crate) mod refusal;

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::{Method, Request};
use tokio::time::Instant;
use tower::ServiceExt;
use tracing::Instrument;

pub(crate) use self::failure::{api_error, from_layers, refused};
use self::failure::{timed_out, verification};
use self::log::{InFlight, log_answer, log_request};
pub(crate) use self::open::{ask, open};
use crate::body::Body;
use crate::error::{BoxError, Error, Outcome, one_line};
use crate::inner::Inner;
use crate::options::Options;
use crate::path::Path;
use crate::promise::Journal;
use crate::request::{self, Prepared};
use crate::response::{Response, ToCome, Verification};
use crate::runtime;
use crate::sink;
use crate::stream::{Bounds, paced};
use crate::template;
use crate::transport::{Call, HttpService, Progress};

/// Makes one call. Nothing is sent unless the path and the options are right.
pub(crate) async fn call(
    client: Arc<Inner>,
    method: Method,
    path: Path,
    options: Box<Options>,
) -> Result<Response, Error> {
    let name = name(&method, path.as_str());
    named(name, async |progress| {
        let mut prepared = prepare(&client, &method, &path, *options, progress)?;
        match prepared.sink.take() {
            None => send(&client, prepared, name).await?.whole().await,
            Some(file) => {
                prepared.call.stream = true;
                let begun = async { Ok(send(&client, prepared, name).await?.begun()) };
                // On the heap, so that the calls without a file do not have room for it.
                Box::pin(sink::save(file, Bounds::default().apply(begun))).await
            }
        }
    })
    .await
}

fn prepare(
    client: &Inner,
    method: &Method,
    path: &Path,
    options: Options,
    progress: Progress,
) -> Result<Box<Prepared>, Error> {
    let (defaults, hosts) = (&client.defaults, &client.hosts);
    let prepared = path.check().and_then(|()| {
        let mut prepared =
            request::prepare(defaults, hosts, method.clone(), path.as_str(), options)?;
        prepared.call.progress = progress;
        Ok(prepared)
    });
    // On the heap, as are the options: a future has room for each place that they pass through.
    prepared.map(Box::new).map_err(Error::not_sent)
}

/// Has spans and errors tell the call, and the journal of the promise around what came of it.
pub(crate) async fn named<'a, T: Answered>(
    name: Name<'a>,
    call: impl AsyncFnOnce(Progress) -> Result<T, Error>,
) -> Result<T, Error> {
    let progress = Progress::of(name.method);
    let entry = Journal::current().map(|journal| journal.enter(name.method, &progress));
    let span = tracing::debug_span!("wechatpay", call = %name);
    let result = call(progress.clone()).instrument(span).await;
    if let Some(entry) = entry {
        entry.end(match &result {
            Ok(answered) => answered.outcome(&progress),
            Err(error) => error.outcome(),
        });
    }
    result.map_err(|error| error.with_call(name.to_string()))
}

/// What a call returns.
pub(crate) trait Answered {
    fn outcome(&self, progress: &Progress) -> Outcome;
}

impl Answered for Response {
    fn outcome(&self, progress: &Progress) -> Outcome {
        let code = api_error(self.body()).map(|api| api.code);
        outcome(self, code.as_deref(), progress)
    }
}

/// Its body is still to come, so it is no refusal.
impl Answered for http::Response<Body> {
    fn outcome(&self, progress: &Progress) -> Outcome {
        outcome(self, None, progress)
    }
}

fn outcome<B>(response: &http::Response<B>, code: Option<&str>, progress: &Progress) -> Outcome {
    let verification = response.extensions().get::<Verification>();
    let trusted =
        matches!(verification, Some(Verification::Verified { .. } | Verification::Exempt));
    if response.status().is_success() && trusted {
        Outcome::Accepted
    } else if refusal::is_final(response.status(), verification, code) {
        progress.outcome_when_refused()
    } else {
        Outcome::Unknown
    }
}

impl<A: Answered, B> Answered for (A, B) {
    fn outcome(&self, progress: &Progress) -> Outcome {
        self.0.outcome(progress)
    }
}

/// An answer, as far as it was read.
enum Answer {
    Whole(Response),
    /// Of a stream: its body is still to come.
    Begun(http::Response<Body>),
}

impl Answer {
    async fn whole(self) -> Result<Response, Error> {
        match self {
            Self::Whole(response) => Ok(response),
            Self::Begun(response) => {
                let (parts, body) = response.into_parts();
                // It was sent, or there would be no answer.
                let failed = |error: BoxError| {
                    let ours = error.downcast::<Error>().map_or_else(Error::other, |error| *error);
                    ours.with_outcome(Outcome::Unknown)
                };
                Ok(Response::from_parts(parts, body.into_bytes().await.map_err(failed)?))
            }
        }
    }

    fn begun(self) -> http::Response<Body> {
        match self {
            Self::Whole(response) => response.map(Body::from),
            Self::Begun(response) => response,
        }
    }
}

/// What a call is named by in errors and logs. Made a text when one of them is written.
#[derive(Clone, Copy)]
pub(crate) struct Name<'a> {
    method: &'a Method,
    template: &'a str,
}

pub(crate) fn name<'a>(method: &'a Method, template: &'a str) -> Name<'a> {
    Name { method, template }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = one_line(self.method.as_str(), 20);
        write!(f, "{method} {}", template::shown(self.template))
    }
}

async fn send(client: &Inner, prepared: Box<Prepared>, name: Name<'_>) -> Result<Answer, Error> {
    let Prepared { mut request, mut call, timeout, http_errors, sink: _ } = *prepared;
    call.deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    request.extensions_mut().insert(call.clone());
    if call.debug {
        log_request(&request);
    }
    let in_flight = InFlight::new(&call.progress);
    let answer = {
        let exchange = pin!(async {
            if let Some(keys) = &client.key_source {
                keys.ready().await?;
            }
            exchange(client.service.clone(), request, &call).await
        });
        within(timeout, &call.progress, exchange).await
    };
    in_flight.ended();
    if call.debug {
        match &answer {
            Ok(Answer::Whole(answer)) => log_answer(answer, Some(answer.body().len())),
            Ok(Answer::Begun(answer)) => log_answer(answer, None),
            Err(error) => {
                error.response().into_iter().for_each(|a| log_answer(a, Some(a.body().len())))
            }
        }
    }
    let answer = match answer? {
        Answer::Begun(answer) => {
            let name = name.to_string();
            let failed = move |error| from_layers(error, &call.progress).with_call(name.clone());
            let (parts, body) = answer.into_parts();
            let body = paced(body, timeout, failed)?;
            return Ok(Answer::Begun(http::Response::from_parts(parts, body)));
        }
        Answer::Whole(answer) => answer,
    };
    let verification = verification(&answer, &call.progress)?;
    let status = answer.status();
    let is_refusal = (300..600).contains(&status.as_u16());
    if status.is_success() || (is_refusal && !http_errors) {
        return Ok(Answer::Whole(answer));
    }
    let verification = verification.clone();
    Err(refused(answer, verification, &call.progress))
}

/// Through the user's layers, signing, the transport, verifying, and the layers again.
async fn exchange(
    service: HttpService,
    request: Request<Body>,
    call: &Call,
) -> Result<Answer, Error> {
    let failed = |error: BoxError| from_layers(error, &call.progress);
    let (parts, body) = service.oneshot(request).await.map_err(failed)?.into_parts();
    if parts.status.is_success() && parts.extensions.get::<ToCome>().is_some() {
        return Ok(Answer::Begun(http::Response::from_parts(parts, body)));
    }
    let body = body.into_bytes().await.map_err(failed)?;
    Ok(Answer::Whole(Response::from_parts(parts, body)))
}

pub(crate) async fn within<T>(
    limit: Option<Duration>,
    progress: &Progress,
    future: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    if limit.is_none() {
        return future.await;
    }
    let within = runtime::home().await?.within(limit, future).await;
    within.unwrap_or_else(|limit| Err(timed_out(limit, progress)))
}
