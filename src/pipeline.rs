//! A whole call, from the path and its options to the verified answer.

mod failure;
mod log;
mod open;

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryFutureExt;
use http::{Method, Request};
use tokio::time::Instant;
use tower::ServiceExt;
use tower::util::BoxCloneSyncService;
use tracing::Instrument;

pub(crate) use self::failure::{from_layers, refused};
use self::failure::{timed_out, verification};
use self::log::{InFlight, log_answer, log_request};
pub(crate) use self::open::{ask, open};
use crate::body::Body;
use crate::chain::Path;
use crate::client::Inner;
use crate::download;
use crate::error::{BoxError, Error, Outcome, one_line};
use crate::options::Options;
use crate::request::{self, Prepared};
use crate::response::{Response, ToCome};
use crate::stream::paced;
use crate::template;
use crate::transport::{Call, Progress};

/// Signing, verifying and the transport as one service, and what the user's layers wrap.
pub type HttpService = BoxCloneSyncService<Request<Body>, http::Response<Body>, BoxError>;

/// Makes one call. Nothing is sent unless the path and the options are right.
pub(crate) async fn call(
    client: Arc<Inner>,
    method: Method,
    path: Path,
    options: Box<Options>,
) -> Result<Response, Error> {
    let name = name(&method, path.as_str());
    named(name, async {
        let mut prepared = prepare(&client, method.clone(), &path, *options)?;
        match prepared.sink.take() {
            None => send(&client, prepared, name).await?.whole().await,
            Some(file) => {
                prepared.call.stream = true;
                let begun = async { Ok(send(&client, prepared, name).await?.begun()) };
                // On the heap, so that the calls without a file do not have room for it.
                Box::pin(download::save(file, download::Bounds::default().apply(begun))).await
            }
        }
    })
    .await
}

fn prepare(
    client: &Inner,
    method: Method,
    path: &Path,
    options: Options,
) -> Result<Box<Prepared>, Error> {
    path.check()?;
    // On the heap, as are the options: a future has room for each place that they pass through.
    request::prepare(&client.defaults, &client.hosts, method, path.as_str(), options).map(Box::new)
}

/// Has spans and errors tell the call.
///
/// No `async fn`: that would have room for the call several times, which is copied for each call.
pub(crate) fn named<T>(
    name: Name<'_>,
    call: impl Future<Output = Result<T, Error>>,
) -> impl Future<Output = Result<T, Error>> {
    let span = tracing::debug_span!("wechatpay", call = %name);
    call.instrument(span).map_err(move |error| error.with_call(name.to_string()))
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
    if let Some(certificates) = &client.certificates {
        within(prepared.timeout, &prepared.call.progress, certificates.store().ready()).await?;
    }
    let Prepared { mut request, mut call, timeout, http_errors, sink: _ } = *prepared;
    call.deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    request.extensions_mut().insert(call.clone());
    if call.debug {
        log_request(&request);
    }
    let in_flight = InFlight::new(&call.progress);
    let answer = {
        let exchange = pin!(exchange(client.service.clone(), request, &call));
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
            return Ok(Answer::Begun(answer.map(|body| paced(body, timeout, failed))));
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
    let Some(limit) = limit else {
        return future.await;
    };
    tokio::time::timeout(limit, future).await.unwrap_or_else(|_| Err(timed_out(limit, progress)))
}
