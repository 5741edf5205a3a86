//! A response's body, which may pause or end too early.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::faults::Faults;
use super::kind::Fault;

/// The length is always that of the whole body, so that a client notices an early end.
pub(in crate::gateway) struct FaultyBody {
    length: u64,
    steps: VecDeque<Step>,
    pause: Option<Pin<Box<Sleep>>>,
}

enum Step {
    Data(Bytes),
    /// Lets the data so far be sent.
    Flush,
    Pause(Duration),
    Cut,
}

impl FaultyBody {
    pub(in crate::gateway) fn new(mut body: Bytes, faults: &Faults) -> Self {
        let length = body.len() as u64;
        let mut steps = VecDeque::new();
        let pause = faults.delay_of_body();
        let cut = faults.has(Fault::TruncatedBody);
        if !body.is_empty() && (pause.is_some() || cut) {
            let half = body.split_to(body.len() / 2);
            steps.extend([Step::Data(half), Step::Flush]);
            steps.extend(pause.map(Step::Pause));
        }
        if !body.is_empty() {
            steps.push_back(if cut { Step::Cut } else { Step::Data(body) });
        }
        Self { length, steps, pause: None }
    }
}

impl Body for FaultyBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        loop {
            if let Some(pause) = &mut self.pause {
                std::task::ready!(pause.as_mut().poll(context));
                self.pause = None;
            }
            match self.steps.pop_front() {
                None => return Poll::Ready(None),
                Some(Step::Data(data)) => {
                    self.length -= data.len() as u64;
                    return Poll::Ready(Some(Ok(Frame::data(data))));
                }
                // The connection flushes while it waits for more.
                Some(Step::Flush) => {
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Some(Step::Pause(time)) => self.pause = Some(Box::pin(sleep(time))),
                Some(Step::Cut) => {
                    return Poll::Ready(Some(Err(io::Error::other("cut on purpose"))));
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.steps.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
