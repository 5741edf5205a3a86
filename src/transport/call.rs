//! What goes along with a request through the layers.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::Progress;

/// What goes with a request through the layers, in its extensions.
#[derive(Clone, Default)]
pub(crate) struct Call {
    pub(crate) progress: Progress,
    /// The call's own limit, if it has one: `Some(None)` for none.
    pub(crate) connect_timeout: Option<Option<Duration>>,
    /// When the whole call's limit is over; `None` for no limit.
    pub(crate) deadline: Option<Instant>,
    pub(crate) debug: bool,
    /// What an upload signs in place of the body, also when a layer wraps the body.
    pub(crate) signed_part: Option<Bytes>,
    /// Whether a body that needs no verifying as a whole is handed on as it comes.
    pub(crate) stream: bool,
    /// Whether the address is the builder's base_uri, and not one that the call named.
    pub(crate) at_base: bool,
    /// The caller's word that it may be sent more than once.
    pub(crate) resend: bool,
}
