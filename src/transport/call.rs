//! What goes along with a request: how it is to be sent, and how far it got.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use hyper_util::client::legacy::connect::CaptureConnection;

use crate::error::Outcome;

/// What goes with a request through the layers, in its extensions.
#[derive(Clone, Default)]
pub(crate) struct Call {
    pub(crate) progress: Progress,
    /// The call's own limit, if it has one: `Some(None)` for none.
    pub(crate) connect_timeout: Option<Option<Duration>>,
    pub(crate) debug: bool,
    /// What an upload signs in place of the body, also when a layer wraps the body.
    pub(crate) signed_part: Option<Bytes>,
    /// Whether a body that needs no verifying as a whole is handed on as it comes.
    pub(crate) stream: bool,
}

/// How far one request got, which is all that [`Error::outcome`](crate::Error::outcome) goes by.
/// Clones follow the same request. A layer of the user's may send it more than once: then each
/// sending counts.
#[derive(Clone, Default)]
pub(crate) struct Progress(Arc<Mutex<Vec<Sending>>>);

/// What is known of one handing over to the transport.
enum Sending {
    /// By a transport of the user's, or not yet begun.
    Unfollowed,
    /// hyper's own word on whether it got a connection, which it must have before a byte is sent.
    Followed(CaptureConnection),
    /// hyper gave the request back.
    Unsent,
}

impl Sending {
    fn may_have_left(&self) -> bool {
        match self {
            Self::Unfollowed => true,
            Self::Followed(connection) => connection.connection_metadata().is_some(),
            Self::Unsent => false,
        }
    }
}

impl Progress {
    /// To the transport it goes.
    pub(crate) fn hand_over(&self) {
        self.sendings().push(Sending::Unfollowed);
    }

    /// The sending just handed over goes by this connection.
    pub(crate) fn follow(&self, connection: CaptureConnection) {
        self.set_last(Sending::Followed(connection));
    }

    /// The last sending failed before a byte of it was sent.
    pub(crate) fn unsent(&self) {
        self.set_last(Sending::Unsent);
    }

    fn set_last(&self, sending: Sending) {
        if let Some(last) = self.sendings().last_mut() {
            *last = sending;
        }
    }

    fn sendings(&self) -> MutexGuard<'_, Vec<Sending>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known when there is no answer.
    pub(crate) fn outcome(&self) -> Outcome {
        if self.sendings().iter().any(Sending::may_have_left) {
            Outcome::Unknown
        } else {
            Outcome::NotSent
        }
    }

    /// What an answer that refuses the request means: of several sendings it answers one.
    pub(crate) fn outcome_when_refused(&self) -> Outcome {
        if self.sendings().len() == 1 { Outcome::Answered } else { Outcome::Unknown }
    }
}
