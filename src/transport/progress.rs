//! How far a request got, for [`Error::outcome`](crate::Error::outcome).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use hyper_util::client::legacy::connect::CaptureConnection;

use crate::error::Outcome;

/// Follows one request on its way out; its clones follow the same one.
#[derive(Clone, Default)]
pub(crate) struct Progress(Arc<Way>);

#[derive(Default)]
struct Way {
    /// It was handed to the transport.
    handed_over: AtomicBool,
    /// hyper's own word on whether it got a connection, which it must have before a byte is sent.
    connection: OnceLock<CaptureConnection>,
}

impl Progress {
    pub(crate) fn hand_over(&self) {
        self.0.handed_over.store(true, Ordering::Release);
    }

    pub(crate) fn follow(&self, connection: CaptureConnection) {
        // A request that a layer sends twice is judged by its first sending.
        let _ = self.0.connection.set(connection);
    }

    /// What is known when there is no answer.
    pub(crate) fn outcome(&self) -> Outcome {
        let may_have_left = self.0.handed_over.load(Ordering::Acquire)
            && self
                .0
                .connection
                .get()
                .is_none_or(|connection| connection.connection_metadata().is_some());
        if may_have_left { Outcome::Unknown } else { Outcome::NotSent }
    }
}
