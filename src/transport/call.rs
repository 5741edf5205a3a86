//! The data of a call that accompanies its request through the layers.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::Progress;
use crate::v2::V2;

/// In a request's extensions: what the layers below the user's need to know of the call.
#[derive(Clone, Default)]
pub(crate) struct Call {
    pub(crate) progress: Progress,
    /// The call's own timeout, if it has one; `Some(None)` disables it.
    pub(crate) connect_timeout: Option<Option<Duration>>,
    /// When the whole call's timeout elapses; `None` for no timeout.
    pub(crate) deadline: Option<Instant>,
    pub(crate) debug: bool,
    /// What an upload signs instead of the body, even if a layer wraps the body.
    pub(crate) signed_part: Option<Bytes>,
    /// Whether a body that need not be verified as a whole is streamed.
    pub(crate) stream: bool,
    /// Whether the address is the builder's base_uri, and not one that the call named.
    pub(crate) at_base: bool,
    /// The option `resend`: it may be sent more than once.
    pub(crate) resend: bool,
    /// Of APIv2, whose signature is in the body; `None` for APIv3.
    pub(crate) v2: Option<V2>,
}
