//! What is wrong with a notification.

use crate::error::{Error, ErrorKind, one_line};
use crate::signature::{Fault, Refusal};

/// What is wrong with a notification: [`Error::notification`] tells it.
///
/// The first six are also what a stranger's request comes to; the others happen only to what WeChat
/// Pay has signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotificationErrorKind {
    /// No `Wechatpay-Signature`: not from WeChat Pay.
    Unsigned,
    /// A signature header is missing, doubled, not ASCII, or no time in seconds.
    MalformedHeader,
    /// The timestamp is more than 300 s off: a replay, or one of the clocks is wrong.
    Stale,
    /// No platform key of this `Wechatpay-Serial` is known, or its certificate has expired: there
    /// is a new one, perhaps.
    UnknownSerial,
    /// The signature does not hold for this body.
    WrongSignature,
    /// WeChat Pay made the signature wrong on purpose (`WECHATPAY/SIGNTEST/…`), to see whether it
    /// is refused. No cause for alarm.
    Probe,
    /// The body is not JSON, or not a notification's.
    MalformedBody,
    /// The resource is encrypted by something else than `AEAD_AES_256_GCM`.
    UnknownAlgorithm,
    /// No APIv3 key that is configured decrypts the resource.
    WrongKey,
    /// The resource was decrypted, but is not of the shape asked for.
    Resource,
}

impl NotificationErrorKind {
    /// Whether nobody knows who sent it.
    pub(super) fn is_untrusted(self) -> bool {
        self.error_kind() == ErrorKind::Verify
    }

    fn error_kind(self) -> ErrorKind {
        match self {
            Self::Unsigned
            | Self::MalformedHeader
            | Self::Stale
            | Self::UnknownSerial
            | Self::WrongSignature
            | Self::Probe => ErrorKind::Verify,
            Self::MalformedBody | Self::UnknownAlgorithm | Self::Resource => ErrorKind::Decode,
            Self::WrongKey => ErrorKind::Crypto,
        }
    }

    pub(super) fn error(self, message: impl Into<String>) -> Error {
        Error::new(self.error_kind(), message).with_notification(self)
    }
}

/// Nothing in the body counts, so nothing of it is shown.
pub(super) fn untrusted(refusal: Refusal) -> Error {
    let kind = match refusal.fault {
        Fault::Unsigned => NotificationErrorKind::Unsigned,
        Fault::Malformed => NotificationErrorKind::MalformedHeader,
        Fault::Stale => NotificationErrorKind::Stale,
        Fault::UnknownSerial => NotificationErrorKind::UnknownSerial,
        Fault::Wrong => NotificationErrorKind::WrongSignature,
        Fault::Probe => NotificationErrorKind::Probe,
    };
    kind.error(format!("the notification can't be trusted: {}", refusal.reason))
}

/// What serde says of a resource that does not fit, without the resource's values: they may be
/// somebody's personal data.
pub(super) fn unfit(error: &serde_json::Error) -> String {
    let at = format!("line {} column {}", error.line(), error.column());
    let text = error.to_string();
    let text = text.strip_suffix(&format!(" at {at}")).unwrap_or(&text);
    let reason = if !error.is_data() || text.starts_with("missing field `") {
        // These are about the syntax, or name a field of the type asked for.
        text
    } else {
        // "invalid type: string "13800138000", expected u64": what comes last is the type's.
        match text.rsplit_once(", expected ") {
            Some((_, expected)) => &format!("expected {expected}"),
            None => "a value does not fit",
        }
    };
    format!("{} ({at})", one_line(reason, 200))
}
