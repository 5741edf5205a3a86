//! The limits of a file: its size, and the time until its last byte.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http_body::{Body as _, Frame, SizeHint};
use tokio::time::{Instant, Sleep};

use crate::body::Body;
use crate::error::{BoxError, Error, ErrorKind, Outcome};
use crate::language::say;
use crate::options::Timeout;
use crate::runtime;

/// The default limit of a file, in bytes.
const MAX_SIZE: u64 = 4 << 30;

/// The default timeout of a whole download.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(3600);

/// A longer limit is as good as none, and may be more than an `Instant` can hold.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) max_size: u64,
    pub(crate) total_timeout: Timeout,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_size: MAX_SIZE, total_timeout: TOTAL_TIMEOUT.into() }
    }
}

impl Limits {
    /// Applies the limits to a response and its body. The time starts now.
    pub(crate) async fn apply(
        self,
        response: impl Future<Output = Result<Response<Body>, Error>>,
    ) -> Result<Response<Body>, Error> {
        let limit = self.total_timeout.limit("total_timeout").map_err(Error::not_sent)?;
        let deadline = limit.map(|limit| {
            let limit = limit.min(LONGEST);
            Deadline { at: Instant::now() + limit, limit }
        });
        let response = match deadline {
            None => response.await,
            Some(Deadline { limit, .. }) => {
                let within = runtime::home().await?.within(Some(limit), response).await;
                within.unwrap_or_else(|limit| Err(too_late(limit)))
            }
        }?;
        // The body of an error is not the file.
        if !response.status().is_success() {
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        Ok(Response::from_parts(parts, bounded(body, self.max_size, deadline)?))
    }
}

/// When the body must be complete, and how long that is from the start.
#[derive(Debug, Clone, Copy)]
struct Deadline {
    at: Instant,
    limit: Duration,
}

/// Ends `body` with an error beyond `max` bytes or after the deadline. The result can be read on any
/// thread.
///
/// # Errors
///
/// If it is known already that there are more bytes, or no thread can be started for the timer.
fn bounded(body: Body, max: u64, deadline: Option<Deadline>) -> Result<Body, Error> {
    if body.size_hint().lower() > max {
        return Err(too_large(max));
    }
    // A body in memory is complete already.
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
        // Compares the clock, since the timer is never polled while the body always has more.
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
    let message = say!(
        "the file has more than the {max} bytes of max_size(): nothing of it is kept; if so large a \
         file is meant, raise Download::max_size()",
        "文件超过 max_size() 的 {max} 字节：未保留任何内容；若文件确实这么大，请调大 Download::max_size()"
    );
    Error::new(ErrorKind::Transport, message).with_outcome(Outcome::Unknown)
}

fn too_late(limit: Duration) -> Error {
    let limit = limit.as_secs_f64();
    let message = say!(
        "the file was not whole within the total_timeout of {limit} s: nothing of it is kept; if it \
         may take longer, raise Download::total_timeout()",
        "超时：文件没有在 total_timeout 的 {limit} 秒内接收完整：未保留任何内容；\
         若确实需要更久，请调大 Download::total_timeout()"
    );
    Error::new(ErrorKind::Timeout, message).with_outcome(Outcome::Unknown)
}
