//! Sends a request again, to another address or after a while, where the user opted in.
//!
//! This layer is inside the user's layers and around signing, so that each attempt is signed anew.
//! `Progress` knows how often the request was sent, and what that means for the outcome.

mod addresses;
mod failover;
mod not_retried;
mod retry;

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use http::{Request, Response, StatusCode, Uri};
use http_body_util::LengthLimitError;
use tokio::time::Instant as Deadline;
use tower::{Layer, Service, ServiceExt};

use self::addresses::Addresses;
pub use self::failover::Failover;
use self::not_retried::{no_other_address, not_retried, stays};
pub use self::retry::Retry;
use self::retry::{Attempted, Next, Retries};
use crate::body::Body;
use crate::error::{BoxError, Error, ErrorKind};
use crate::language::say;
use crate::middleware::whole;
use crate::pipeline::{api_error, is_final};
use crate::promise::BoxFuture;
use crate::runtime;
use crate::transport::{Call, HttpService, Progress, is_safe};

/// 30 years. A longer time may be more than an `Instant` can hold.
const FOREVER: Duration = Duration::from_secs(30 * 365 * 24 * 3600);

/// What the user opted in to.
#[derive(Clone)]
pub(crate) struct ResendLayer {
    addresses: Option<Arc<Addresses>>,
    retries: Option<Arc<Retries>>,
}

impl ResendLayer {
    /// `None` when there is nothing to do.
    ///
    /// # Errors
    ///
    /// Config, of what contradicts itself or the base_uri.
    pub(crate) fn new(
        base: &Uri,
        failover: Option<&Failover>,
        retry: Option<&Retry>,
    ) -> Result<Option<Self>, Error> {
        let addresses = failover.map(|failover| Addresses::new(base, failover)).transpose()?;
        let retries = retry.map(Retries::new).transpose()?;
        if addresses.is_none() && retries.is_none() {
            return Ok(None);
        }
        Ok(Some(Self { addresses: addresses.map(Arc::new), retries: retries.map(Arc::new) }))
    }

    /// The addresses that are tried in addition to the base_uri.
    pub(crate) fn others(&self) -> Vec<Uri> {
        self.addresses.as_ref().map(|addresses| addresses.others()).unwrap_or_default()
    }
}

impl Layer<HttpService> for ResendLayer {
    type Service = Resend;

    fn layer(&self, inner: HttpService) -> Resend {
        Resend { layer: self.clone(), inner }
    }
}

#[derive(Clone)]
pub(crate) struct Resend {
    layer: ResendLayer,
    inner: HttpService,
}

impl Service<Request<Body>> for Resend {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Responded>;

    /// Each attempt waits for the transport by itself.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let (layer, inner) = (self.layer.clone(), self.inner.clone());
        Box::pin(async move { layer.send(inner, request).await })
    }
}

type Responded = Result<Response<Body>, BoxError>;

impl ResendLayer {
    /// Repeats rounds as long as the response allows a retry.
    async fn send(&self, service: HttpService, request: Request<Body>) -> Responded {
        // Without it the signing layer refuses the request.
        let Some(call) = request.extensions().get::<Call>().cloned() else {
            return service.oneshot(request).await;
        };
        let mut request = buffered(request, &call).await?;
        let may = may_repeat(&request, &call);
        let retries = self.retries.as_deref();
        if let Some(retries) = retries {
            retries.begin();
        }
        let mut round = 0;
        loop {
            round += 1;
            let copied = retries.filter(|retries| may || retries.throttled());
            let next = copied.and_then(|_| copy(&request));
            let (response, attempt) = self.round(&service, request, &call, round).await?;
            let Some(retries) = retries else {
                return Ok(response);
            };
            let has_copy = next.is_some();
            let is_429 = response.status() == StatusCode::TOO_MANY_REQUESTS;
            let refused = is_429 && is_refused(&response);
            let attempted = Attempted { sent: round, may_repeat: may, refused, has_copy };
            let wait = match retries.next(&response, attempted, call.deadline) {
                Next::RetryAfter(wait) => wait,
                Next::Nothing => return Ok(response),
                Next::NotRetried(why) => {
                    not_retried(&call, why);
                    return Ok(response);
                }
            };
            let Some(next) = next else {
                return Ok(response);
            };
            runtime::home().await?.sleep(wait).await;
            if refused {
                attempt.refused();
            }
            request = next;
        }
    }

    /// Tries each address once, until one responds; returns the response and its attempt.
    async fn round(
        &self,
        service: &HttpService,
        mut request: Request<Body>,
        call: &Call,
        round: u32,
    ) -> Result<(Response<Body>, Progress), BoxError> {
        let may_repeat = may_repeat(&request, call);
        let serving = |all: &&Arc<Addresses>| call.at_base && all.serve(request.uri());
        let Some(addresses) = self.addresses.as_ref().filter(serving) else {
            let attempt = own_attempt(&mut request, call);
            let response = service.clone().oneshot(request).await.inspect_err(|error| {
                if let Some(failure) = Failure::of(error, &attempt) {
                    let served = self.addresses.is_some();
                    not_retried(call, no_other_address(failure, may_repeat, served));
                }
            })?;
            return Ok((response, attempt));
        };
        let mut order = addresses.order(is_safe(request.method())).into_iter().peekable();
        while let Some(index) = order.next() {
            let next = order.peek().and_then(|_| copy(&request));
            let address = addresses.direct(&mut request, index);
            let attempt = own_attempt(&mut request, call);
            let asked = Instant::now();
            let asking = Asking { addresses, index, asked, attempt: &attempt, call, ended: false };
            let response = service.clone().oneshot(request).await;
            asking.ended();
            let error = match response {
                Ok(response) => {
                    addresses.responds(index);
                    let status = response.status().as_u16();
                    tracing::debug!(address, round, status, "responded");
                    return Ok((response, attempt));
                }
                Err(error) => error,
            };
            let failure = Failure::of(&error, &attempt);
            if let Some(failure) = failure {
                addresses.fails(index, failure, asked);
            }
            let may = match failure {
                Some(Failure::Unsent) => true,
                Some(Failure::InDoubt) => {
                    call.resend || (may_repeat && addresses.resend_idempotent())
                }
                None => false,
            };
            request = match next.filter(|_| may) {
                Some(next) => next,
                None => {
                    if failure.is_some() {
                        let was_last = order.peek().is_none();
                        not_retried(call, stays(may, may_repeat, was_last));
                    }
                    return Err(error);
                }
            };
            tracing::warn!(address, round, %error, "the address failed, the next one is tried");
        }
        let message = say!("failover() has no address: name one", "failover() 没有地址：请指定");
        Err(Error::config(message).into())
    }
}

/// An attempt in flight. If it is dropped because the call's timeout has elapsed, it records that
/// there was no connection, since nobody else can.
struct Asking<'a> {
    addresses: &'a Addresses,
    index: usize,
    asked: Instant,
    attempt: &'a Progress,
    call: &'a Call,
    ended: bool,
}

impl Asking<'_> {
    fn ended(mut self) {
        self.ended = true;
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let over = self.call.deadline.is_some_and(|deadline| deadline <= Deadline::now());
        let over = over && !self.ended;
        if over && self.attempt.was_handed_over() && !self.attempt.may_have_left() {
            self.addresses.fails(self.index, Failure::Unsent, self.asked);
        }
    }
}

/// How one attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    /// No connection: nothing was sent.
    Unsent,
    /// The connection failed later: the request may have taken effect.
    InDoubt,
}

impl Failure {
    /// `None` for an error that another address would not fix.
    fn of(error: &BoxError, attempt: &Progress) -> Option<Self> {
        if !attempt.was_handed_over() {
            // The signer's error, or an address that no request may go to.
            return None;
        }
        let unsent = !attempt.may_have_left();
        let Some(error) = error.downcast_ref::<Error>() else {
            // The error of a custom transport.
            return Some(Self::InDoubt);
        };
        match error.kind() {
            // hyper also gives a connection up that ended before it could take the request.
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport if unsent => {
                Some(Self::Unsent)
            }
            ErrorKind::Transport if !is_too_large(error) => Some(Self::InDoubt),
            _ => None,
        }
    }
}

fn is_too_large(error: &Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.is::<LengthLimitError>())
}

/// Gives the request's next attempt a handle of its own, whatever is sent at the same time.
fn own_attempt(request: &mut Request<Body>, call: &Call) -> Progress {
    let attempt = call.progress.next();
    request.extensions_mut().insert(Call { progress: attempt.clone(), ..call.clone() });
    attempt
}

/// Whether it is certain that the request did not take effect.
fn is_refused(response: &Response<Body>) -> bool {
    let verification = response.extensions().get();
    let api = response.body().as_bytes().and_then(api_error);
    is_final(response.status(), verification, api.as_ref().map(|api| &*api.code))
}

/// Whether a request may be sent again although it may have taken effect.
fn may_repeat(request: &Request<Body>, call: &Call) -> bool {
    call.resend || is_safe(request.method())
}

/// Buffers a body so that it can be sent again. Signing would buffer it anyway, except for uploads.
async fn buffered(request: Request<Body>, call: &Call) -> Result<Request<Body>, Error> {
    if call.signed_part.is_some() {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    Ok(Request::from_parts(parts, whole(body).await?.into()))
}

/// The same once more; `None` when its body can't be had twice.
fn copy(request: &Request<Body>) -> Option<Request<Body>> {
    let mut copy = Request::new(request.body().try_clone()?);
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    *copy.extensions_mut() = request.extensions().clone();
    Some(copy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Text;

    #[test]
    fn what_a_failure_says_of_its_sending() {
        let error = |kind| BoxError::from(Error::new(kind, Text::verbatim("failed")));
        let attempt = |unsent: bool| {
            let attempt = Progress::default().next();
            let handed_over = attempt.hand_over().unwrap();
            if unsent {
                handed_over.wait();
            }
            attempt
        };
        let (unsent, in_doubt) = (Some(Failure::Unsent), Some(Failure::InDoubt));
        for (kind, without_a_connection, with_one) in [
            (ErrorKind::Connect, unsent, None),
            (ErrorKind::Timeout, unsent, None),
            (ErrorKind::Transport, unsent, in_doubt),
            (ErrorKind::Verify, None, None),
            (ErrorKind::Io, None, None),
        ] {
            assert_eq!(Failure::of(&error(kind), &attempt(true)), without_a_connection, "{kind:?}");
            assert_eq!(Failure::of(&error(kind), &attempt(false)), with_one, "{kind:?}");
            // It was not handed over, for example because the signer failed.
            assert_eq!(Failure::of(&error(kind), &Progress::default()), None, "{kind:?}");
        }
        assert_eq!(Failure::of(&"cable cut".into(), &attempt(false)), in_doubt);
    }
}
