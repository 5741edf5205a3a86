//! A whole call on one page: prepare, wait for keys, exchange, refuse, deliver.

mod detail;
mod failure;
mod in_doubt;
mod log;
mod named;
mod open;
mod refusal;
mod seen;
mod shown_body;

use std::pin::pin;
use std::sync::Arc;

use http::{Method, Request};
use tokio::time::Instant;
use tower::ServiceExt;

pub(crate) use self::failure::{from_layers, within};
pub(crate) use self::in_doubt::is_final;
use self::log::InFlight;
pub(crate) use self::named::{Name, named};
pub(crate) use self::open::{Asked, ask, ask_again, open};
pub(crate) use self::refusal::{api_error, refused};
pub(crate) use self::seen::is_seen;
use crate::body::Body;
#[cfg(feature = "catalogue")]
use crate::error::ErrorKind;
use crate::error::{BoxError, Error, Outcome};
use crate::inner::Inner;
use crate::options::Options;
use crate::path::Path;
use crate::request::{self, Prepared};
use crate::response::{Response, ToCome};
use crate::sink;
use crate::stream::{Limits, with_read_timeout};
use crate::transport::{Call, Progress};

/// Makes one call. Nothing is sent unless the path and the options are valid.
pub(crate) fn call(
    client: Arc<Inner>,
    method: Method,
    path: Path,
    options: Options,
) -> impl Future<Output = Result<Response, Error>> + Send {
    // Boxed, since a future has room for each place that the options pass through.
    let options = Box::new(options);
    async move {
        let name = Name::of(&method, path.as_str());
        let response = named(name, async |progress| {
            let mut prepared = prepare(&client, &method, &path, *options, progress)?;
            match prepared.sink.take() {
                None => send(&client, prepared, name).await,
                Some(file) => {
                    prepared.call.stream = true;
                    let response = Limits::default().apply(send(&client, prepared, name));
                    // Boxed, so that calls without a file have no room for it.
                    Box::pin(sink::save(file, response)).await.map(|done| done.map(Body::from))
                }
            }
        });
        in_memory(response.await?).await
    }
}

/// The request as it enters the layers. Boxed for the same reason as the options.
fn prepare(
    client: &Inner,
    method: &Method,
    path: &Path,
    options: Options,
    progress: Progress,
) -> Result<Box<Prepared>, Error> {
    path.check().map_err(Error::not_sent)?;
    let (defaults, hosts) = (&client.defaults, &client.hosts);
    let prepared = request::prepare(defaults, hosts, method.clone(), path.as_str(), options);
    #[cfg(feature = "catalogue")]
    let prepared = prepared.map_err(|error| match error.kind() {
        ErrorKind::Path => Name::of(method, path.as_str()).with_meant(error),
        _ => error,
    });
    let mut prepared = prepared.map_err(Error::not_sent)?;
    prepared.call.progress = progress;
    if prepared.call.resend {
        client.resending.asked();
    }
    Ok(Box::new(prepared))
}

/// Sends a prepared request. The response's body is in memory; or it is streamed, if the call allows
/// that and the head has all that must be verified.
async fn send(
    client: &Inner,
    prepared: Box<Prepared>,
    name: Name<'_>,
) -> Result<http::Response<Body>, Error> {
    let Prepared { mut request, mut call, timeout, http_errors, sink: _ } = *prepared;
    call.deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    request.extensions_mut().insert(call.clone());
    call.progress.goes_to(request.uri());
    if call.debug {
        log::request(&request);
    }
    let in_flight = InFlight::new(&call.progress);
    let response = {
        let exchange = pin!(async {
            keys_ready(client).await?;
            exchange(client, request, &call).await
        });
        within(timeout, &call.progress, exchange).await
    };
    in_flight.ended();
    if call.debug {
        log::result(&response);
    }
    let noted = |error: Error| match call.progress.why_not_retried() {
        Some(why) => error.with_note(why),
        None => error,
    };
    let response = response.map_err(noted)?;
    if !is_stream(&response) {
        let refused = refusal::refuse(response, http_errors, &call.progress).map_err(noted);
        #[cfg(feature = "catalogue")]
        let refused = refused.map_err(|error| match error.status() {
            Some(http::StatusCode::NOT_FOUND) => name.with_meant(error),
            _ => error,
        });
        return refused;
    }
    let name = name.to_string();
    let failed = move |error| from_layers(error, &call.progress).with_call(name.clone());
    let (parts, body) = response.into_parts();
    Ok(http::Response::from_parts(parts, with_read_timeout(body, timeout, failed)?))
}

/// Waits for the platform's keys: without any the response could not be verified.
async fn keys_ready(client: &Inner) -> Result<(), Error> {
    match &client.key_source {
        Some(keys) => keys.ready().await,
        None => Ok(()),
    }
}

/// Through the user's layers, signing, the transport, verifying, and the layers again.
async fn exchange(
    client: &Inner,
    request: Request<Body>,
    call: &Call,
) -> Result<http::Response<Body>, Error> {
    let failed = |error: BoxError| from_layers(error, &call.progress);
    let response = client.service.clone().oneshot(request).await.map_err(failed)?;
    if is_stream(&response) {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = body.into_bytes().await.map_err(failed)?;
    Ok(http::Response::from_parts(parts, body.into()))
}

fn is_stream(response: &http::Response<Body>) -> bool {
    response.status().is_success() && response.extensions().get::<ToCome>().is_some()
}

/// Reads the whole body, which is free if it is in memory already.
async fn in_memory(response: http::Response<Body>) -> Result<Response, Error> {
    let (parts, body) = response.into_parts();
    let body = match body.at_hand() {
        Ok(bytes) => bytes,
        // The request was sent, or there would be no response.
        Err(body) => Box::pin(body.into_bytes())
            .await
            .map_err(|error| Error::from_body(error).with_outcome(Outcome::Unknown))?,
    };
    Ok(Response::from_parts(parts, body))
}
