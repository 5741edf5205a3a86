//! What all chains of a client share: defaults, hosts, keys, and the assembled service.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use crate::crypto::{ApiV3Key, PrivateKey};
use crate::middleware::Signer;
use crate::request::Defaults;
use crate::signature::{KeySource, PlatformKeys};
use crate::transport::{Hosts, HttpService};
use crate::v2::Secret;

/// What all chains of a client share. It holds no chain, so there is no reference cycle.
pub(crate) struct Inner {
    pub(crate) defaults: Defaults,
    pub(crate) hosts: Arc<Hosts>,
    pub(crate) incoming: Incoming,
    pub(crate) signs_with: SignsWith,
    /// The source of keys that are not configured.
    pub(crate) key_source: Option<Arc<dyn KeySource>>,
    pub(crate) service: HttpService,
    /// The transport alone: it signs nothing and verifies nothing.
    pub(crate) bare: HttpService,
    pub(crate) resending: Resending,
}

/// Whether the client ever sends a request again: without it the option `resend` does nothing.
pub(crate) struct Resending {
    on: bool,
    warned: AtomicBool,
}

impl Resending {
    pub(crate) fn new(on: bool) -> Self {
        Self { on, warned: AtomicBool::new(false) }
    }

    /// A call has the option `resend`. Warns once per client if that does nothing.
    pub(crate) fn asked(&self) {
        if !self.on && !self.warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "the option `resend` does nothing, since this client has neither retry() nor \
                 failover(): set one of them on its builder"
            );
        }
    }
}

/// What signs payment parameters. Requests are signed in the service.
#[derive(Clone)]
pub(crate) enum SignsWith {
    /// At once, on any thread.
    Key(PrivateKey),
    /// The user's own.
    Signer(Arc<dyn Signer>),
}

/// The keys for notifications and sensitive fields.
pub(crate) struct Incoming {
    pub(crate) mchid: Option<String>,
    /// `None` if the user's own verifier replaces them.
    pub(crate) platform_keys: Option<PlatformKeys>,
    pub(crate) apiv3_key: Option<ApiV3Key>,
    pub(crate) secret: Option<Secret>,
    /// `None` if the user's own signer holds it.
    pub(crate) private_key: Option<PrivateKey>,
    pub(crate) clock: fn() -> SystemTime,
}

impl Incoming {
    /// For a client that only makes calls.
    pub(crate) fn none(clock: fn() -> SystemTime) -> Self {
        Self {
            mchid: None,
            platform_keys: None,
            apiv3_key: None,
            secret: None,
            private_key: None,
            clock,
        }
    }
}
