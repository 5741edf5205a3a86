//! A body that reports how much of it was received.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use crate::body::Body;
use crate::error::BoxError;

/// Called for each chunk with the bytes so far, and the total if it is known.
pub(crate) type Watcher = Box<dyn FnMut(u64, Option<u64>) + Send>;

pub(crate) fn watched(body: Body, watcher: Watcher) -> Body {
    let total = body.size_hint().exact();
    Body::stream(Watched { body, watcher, so_far: 0, total })
}

struct Watched {
    body: Body,
    watcher: Watcher,
    so_far: u64,
    total: Option<u64>,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            let this = &mut *self;
            this.so_far += frame.data_ref().map_or(0, Bytes::len) as u64;
            (this.watcher)(this.so_far, this.total);
        }
        polled
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
