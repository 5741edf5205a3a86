//! The body of a response, and the connection that it comes by.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;

use super::pool::{Connection, Key, Pool};
use crate::runtime::Home;

/// Drives the connection while it is read, and gives it back to the pool at its end.
pub(crate) struct InUse {
    body: Incoming,
    /// `None` when it was given back, or was of no more use.
    connection: Option<(Connection, Arc<Pool>, Key, Home)>,
}

impl InUse {
    pub(super) fn new(
        body: Incoming,
        connection: Connection,
        pool: Arc<Pool>,
        key: Key,
        home: Home,
    ) -> Self {
        Self { body, connection: Some((connection, pool, key, home)) }
    }

    /// Of a connection that is not idle by now, nobody knows what comes next.
    fn give_back(&mut self, context: &mut Context<'_>) {
        if let Some((mut connection, pool, key, home)) = self.connection.take() {
            if connection.poll(context).is_pending() && connection.sender.is_ready() {
                pool.keep(key, &home, connection);
            }
        }
    }
}

impl Body for InUse {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        // Its bytes come by the connection, which is polled here: no waker is needed. Asked first,
        // it has the connection read what comes next.
        let mut nobody = Context::from_waker(Waker::noop());
        let mut polled = Pin::new(&mut self.body).poll_frame(&mut nobody);
        if let (true, Some((connection, ..))) = (polled.is_pending(), &mut self.connection) {
            let _ = connection.poll(context);
            polled = Pin::new(&mut self.body).poll_frame(&mut nobody);
        }
        match &polled {
            Poll::Ready(Some(Err(_))) => self.connection = None,
            Poll::Ready(None) => self.give_back(context),
            Poll::Ready(Some(Ok(_))) if self.body.is_end_stream() => self.give_back(context),
            _ => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        if self.body.is_end_stream() {
            self.give_back(&mut Context::from_waker(Waker::noop()));
        }
    }
}
