//! The user's wishes for failover.

use std::time::Duration;

/// Tries another address of WeChat Pay when one can't be reached. For
/// [`ClientBuilder::failover`](crate::ClientBuilder::failover).
///
/// It applies to calls to the builder's base_uri only. A call with its own `base_uri`, an absolute URL,
/// and paths below `/hk/` never change their address, since Hong Kong's merchants are unknown on the
/// mainland.
///
/// - By default another address is tried only if **nothing was sent**: DNS, TCP or TLS failed. That is
///   as safe for a POST as for a GET.
/// - With [`resend_idempotent`](Self::resend_idempotent) a GET is also repeated if the connection
///   failed later.
/// - A POST, PUT, PATCH or DELETE is then repeated only with the call's own
///   [`Options::resend`](crate::Options::resend).
///
/// Each attempt is signed anew. A call tries each address at most once, all within its timeout. An
/// upload that streams a file can be repeated, too.
///
/// An address that fails, or does not connect within the call's timeout, backs off: by default for 1 s,
/// then twice as long each time, up to 5 min. Calls that fail at the same time count once. After that
/// one call in a hundred tries it again, until one gets through; if it accepted connections and broke
/// them, only GETs try it. If every address is backing off, they are tried anyway. `tracing` logs each
/// failure (WARN), and the address that served a call (DEBUG).
///
/// ```
/// use wechatpay_chain::{Client, Failover};
///
/// let builder = Client::builder().failover(Failover::wechat().resend_idempotent(true));
/// ```
///
/// A custom [`ClientBuilder::transport`](crate::ClientBuilder::transport) can't tell whether a byte was
/// sent, so its failures are in doubt.
#[derive(Debug, Clone)]
#[must_use = "give it to ClientBuilder::failover"]
pub struct Failover {
    /// `None` for WeChat Pay's own.
    pub(super) others: Option<Vec<String>>,
    pub(super) resend_idempotent: bool,
    pub(super) first_pause: Duration,
    pub(super) longest_pause: Duration,
}

impl Failover {
    /// Uses WeChat Pay's backup addresses for the mainland: `api2.mch.weixin.qq.com` and
    /// `api2.wechatpay.cn`. The base_uri must be one of its mainland addresses.
    pub fn wechat() -> Self {
        Self::of(None)
    }

    /// Uses addresses of your own, such as `https://pay.example.com/`, tried in this order after the
    /// base_uri. They are trusted like the base_uri. Only scheme, host and port are replaced.
    pub fn to(others: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::of(Some(others.into_iter().map(Into::into).collect()))
    }

    fn of(others: Option<Vec<String>>) -> Self {
        Self {
            others,
            resend_idempotent: false,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(300),
        }
    }

    /// Whether a GET or HEAD is repeated at another address if its connection failed after it was sent.
    /// Default: false.
    pub fn resend_idempotent(mut self, resend: bool) -> Self {
        self.resend_idempotent = resend;
        self
    }

    /// Sets how long an address backs off after its first failure, and at most. Default: 1 s and 5 min.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }
}
