//! A body of bounded size, which must have come by a time.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use tokio::time::{Instant, Sleep};

use crate::body::Body;
use crate::error::{BoxError, Error, ErrorKind, Outcome};
use crate::runtime;

/// When the whole must have come, and how long that is from its beginning.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    pub(crate) at: Instant,
    pub(crate) limit: Duration,
}

/// `body`, which ends with an error beyond `max` bytes or after the deadline. It may be read
/// anywhere.
///
/// # Errors
///
/// When it is known already that there will be more bytes, or there is no thread for its timer.
pub(crate) fn bounded(body: Body, max: u64, deadline: Option<Deadline>) -> Result<Body, Error> {
    if body.size_hint().lower() > max {
        return Err(too_large(max));
    }
    // A body at hand stays one: it takes no time.
    if body.as_bytes().is_some() {
        return Ok(body);
    }
    let sleep = match deadline {
        Some(Deadline { at, .. }) => {
            let left = at.saturating_duration_since(Instant::now());
            Some(Box::pin(runtime::lasting_home()?.sleep(left)))
        }
        None => None,
    };
    Ok(Body::stream(Bounded { body, left: max, max, deadline, sleep, ended: false }))
}

struct Bounded {
    body: Body,
    left: u64,
    max: u64,
    deadline: Option<Deadline>,
    sleep: Option<Pin<Box<Sleep>>>,
    ended: bool,
}

impl Bounded {
    fn next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        // By the clock, since a body that always has more would never let the timer be asked.
        let over = self.deadline.filter(|deadline| Instant::now() >= deadline.at);
        match (polled, over) {
            (Poll::Ready(Some(Ok(_))), Some(deadline)) => {
                Poll::Ready(Some(Err(too_late(deadline.limit).into())))
            }
            (Poll::Ready(Some(Ok(frame))), None) => {
                let length = frame.data_ref().map_or(0, Bytes::len) as u64;
                let Some(left) = self.left.checked_sub(length) else {
                    return Poll::Ready(Some(Err(too_large(self.max).into())));
                };
                self.left = left;
                Poll::Ready(Some(Ok(frame)))
            }
            (Poll::Ready(ended), _) => Poll::Ready(ended),
            (Poll::Pending, _) => {
                let elapsed = self.sleep.as_mut().map(|sleep| sleep.as_mut().poll(context));
                match (elapsed, self.deadline) {
                    (Some(Poll::Ready(())), Some(deadline)) => {
                        Poll::Ready(Some(Err(too_late(deadline.limit).into())))
                    }
                    _ => Poll::Pending,
                }
            }
        }
    }
}

impl http_body::Body for Bounded {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let polled = self.next(context);
        self.ended = matches!(polled, Poll::Ready(None | Some(Err(_))));
        polled
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

fn too_large(max: u64) -> Error {
    let message = format!(
        "the file has more than the {max} bytes of max_size(): nothing of it is kept; if so large a \
         file is meant, raise Download::max_size()"
    );
    Error::new(ErrorKind::Transport, message).with_outcome(Outcome::Unknown)
}

pub(crate) fn too_late(limit: Duration) -> Error {
    let message = format!(
        "the file was not whole within the total_timeout of {} s: nothing of it is kept; if it may \
         take longer, raise Download::total_timeout()",
        limit.as_secs_f64()
    );
    Error::new(ErrorKind::Timeout, message).with_outcome(Outcome::Unknown)
}
