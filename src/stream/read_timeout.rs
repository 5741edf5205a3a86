//! A body with a timeout for each chunk, whose errors are this crate's.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep};

use crate::body::Body;
use crate::error::{BoxError, Error, ErrorKind, Outcome};
use crate::language::say;
use crate::runtime;

/// A longer limit is as good as none, and may be more than an `Instant` can hold.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// Limits the gap between the chunks of `body`, and maps its errors by `failed`. The result can be
/// read on any thread.
///
/// # Errors
///
/// If no thread can be started for its timer.
pub(crate) fn with_read_timeout<F>(
    body: Body,
    limit: Option<Duration>,
    failed: F,
) -> Result<Body, Error>
where
    F: Fn(BoxError) -> Error + Send + Unpin + 'static,
{
    let clock = match limit.map(|limit| limit.min(LONGEST)) {
        Some(limit) => {
            let sleep = Box::pin(runtime::lasting_home()?.sleep(limit));
            Some(Clock { limit, sleep, waiting: false })
        }
        None => None,
    };
    Ok(Body::stream(ReadTimeout { body, clock, failed, ended: false }))
}

struct ReadTimeout<F> {
    body: Body,
    clock: Option<Clock>,
    failed: F,
    ended: bool,
}

/// It runs only while a chunk is awaited: a slow reader is not a stall.
struct Clock {
    limit: Duration,
    sleep: Pin<Box<Sleep>>,
    waiting: bool,
}

impl Clock {
    fn stalled(&mut self, context: &mut Context<'_>) -> Option<Duration> {
        if !self.waiting {
            self.waiting = true;
            self.sleep.as_mut().reset(Instant::now() + self.limit);
        }
        self.sleep.as_mut().poll(context).is_ready().then_some(self.limit)
    }
}

impl<F> http_body::Body for ReadTimeout<F>
where
    F: Fn(BoxError) -> Error + Send + Unpin + 'static,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if this.ended {
            return Poll::Ready(None);
        }
        let error: BoxError = match Pin::new(&mut this.body).poll_frame(context) {
            Poll::Ready(Some(Err(error))) => error,
            Poll::Ready(polled) => {
                if let Some(clock) = &mut this.clock {
                    clock.waiting = false;
                }
                return Poll::Ready(polled);
            }
            Poll::Pending => {
                let stalled = this.clock.as_mut().and_then(|clock| clock.stalled(context));
                let Some(limit) = stalled else {
                    return Poll::Pending;
                };
                stall(limit).into()
            }
        };
        this.ended = true;
        Poll::Ready(Some(Err((this.failed)(error).into())))
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

fn stall(limit: Duration) -> Error {
    let limit = limit.as_secs_f64();
    let message = say!(
        "the response's body stalled: nothing was received within the timeout of {limit} s",
        "超时：应答体传输停滞，在 timeout 的 {limit} 秒内没有收到数据"
    );
    Error::new(ErrorKind::Timeout, message).with_outcome(Outcome::Unknown)
}
