//! The user's wishes for failover.

use std::time::Duration;

/// Asks another address of WeChat Pay's when one can't be reached. For
/// [`ClientBuilder::failover`](crate::ClientBuilder::failover).
///
/// It is for calls to the builder's base_uri alone: a call with a `base_uri` of its own, an absolute
/// address, and paths below `/hk/` stay where they are, since Hong Kong's merchants are not known
/// on the mainland.
///
/// - By default another address is asked only while **nothing was sent**: no DNS entry, no TCP
///   connection, no TLS. That is as safe for a POST as for a GET.
/// - With [`resend_idempotent`](Self::resend_idempotent) a GET is also sent again when the
///   connection failed after that.
/// - A POST, PUT, PATCH or DELETE is then sent again only with the call's own
///   [`Options::resend`](crate::Options::resend).
///
/// Each sending is signed afresh, and each address is asked at most once for a call, all within the
/// call's timeout. An upload whose file is read while it is sent can be sent again, too.
///
/// An address that fails, or gives no connection within the call's timeout, is set aside, by
/// default for 1 s, then for twice as long each time, up to 5 min; calls that failed at the same
/// time count as one. After that one call in a hundred tries it, until one gets through; one that
/// accepted connections and broke them is tried by GETs alone. When all are set aside they are
/// asked all the same. `tracing` tells of each (WARN), and which address served a call (DEBUG).
///
/// ```
/// use wechatpay_chain::{Client, Failover};
///
/// let builder = Client::builder().failover(Failover::wechat().resend_idempotent(true));
/// ```
///
/// What sends in hyper's place ([`ClientBuilder::transport`](crate::ClientBuilder::transport))
/// can't say whether a byte has left, so its failures count as in doubt.
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
    /// WeChat Pay's backup addresses for the mainland: `api2.mch.weixin.qq.com` and
    /// `api2.wechatpay.cn`. The base_uri must be one of its mainland addresses.
    pub fn wechat() -> Self {
        Self::of(None)
    }

    /// Addresses of your own, such as `https://pay.example.com/`, in the order in which they are
    /// asked after the base_uri. They are trusted as the base_uri is. Only scheme, host and port
    /// are theirs: the path stays the base_uri's.
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

    /// Whether a GET or HEAD whose connection failed after it was sent goes to another address;
    /// default: false.
    pub fn resend_idempotent(mut self, resend: bool) -> Self {
        self.resend_idempotent = resend;
        self
    }

    /// How long an address is set aside when it fails for the first time, and at most; default: 1 s
    /// and 5 min.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }
}
