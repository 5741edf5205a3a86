//! What goes along with a request: how it is to be sent, and how far it got.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper_util::client::legacy::connect::CaptureConnection;

use crate::error::Outcome;

/// What goes with a request through the layers, in its extensions.
#[derive(Clone, Default)]
pub(crate) struct Call {
    pub(crate) progress: Progress,
    /// The call's own limit, if it has one: `Some(None)` for none.
    pub(crate) connect_timeout: Option<Option<Duration>>,
    pub(crate) debug: bool,
    /// Whether a body that needs no verifying as a whole is handed on as it comes.
    pub(crate) stream: bool,
}

/// How far one request got, for [`Error::outcome`](crate::Error::outcome); clones follow the same
/// one. A layer of the user's may send it more than once: then each sending counts.
#[derive(Clone, Default)]
pub(crate) struct Progress(Arc<Way>);

#[derive(Default)]
struct Way {
    /// How often it was handed to the transport.
    sendings: AtomicUsize,
    /// hyper's own word on whether it got a connection, which it must have before a byte is sent.
    connections: Mutex<Vec<CaptureConnection>>,
}

impl Progress {
    pub(crate) fn hand_over(&self) {
        self.0.sendings.fetch_add(1, Ordering::AcqRel);
    }

    pub(crate) fn follow(&self, connection: CaptureConnection) {
        self.connections().push(connection);
    }

    fn connections(&self) -> MutexGuard<'_, Vec<CaptureConnection>> {
        self.0.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known when there is no answer.
    pub(crate) fn outcome(&self) -> Outcome {
        let sendings = self.0.sendings.load(Ordering::Acquire);
        let connections = self.connections();
        // A sending that nobody follows went by a transport of the user's.
        let may_have_left = sendings > connections.len()
            || connections.iter().any(|connection| connection.connection_metadata().is_some());
        if may_have_left { Outcome::Unknown } else { Outcome::NotSent }
    }

    /// What the failure of the last sending means for the whole call.
    pub(crate) fn outcome_after(&self, last: Outcome) -> Outcome {
        let repeated = self.0.sendings.load(Ordering::Acquire) > 1;
        if repeated && last == Outcome::NotSent { self.outcome() } else { last }
    }
}
