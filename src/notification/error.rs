//! Why a notification can't be read.

use crate::error::{Error, ErrorKind, one_line};
use crate::language::{Text, say};
use crate::signature::{Fault, Refusal};

/// Why a notification can't be read. Returned by [`Error::notification`].
///
/// The first six, up to [`Probe`](Self::Probe), mean that the sender is not known to be WeChat Pay:
/// the error's kind is [`ErrorKind::Verify`]. The others happen only after the signature was valid.
///
/// ```
/// use wechatpay_chain::{Error, NotificationErrorKind};
///
/// fn is_worth_an_alarm(error: &Error) -> bool {
///     match error.notification() {
///         // WeChat Pay tests whether invalid signatures are refused; strangers send anything.
///         Some(NotificationErrorKind::Probe | NotificationErrorKind::Unsigned) => false,
///         _ => true,
///     }
/// }
/// # assert!(is_worth_an_alarm(&Error::other("")));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotificationErrorKind {
    /// There is no `Wechatpay-Signature` header: not from WeChat Pay.
    Unsigned,
    /// A signature header is missing, repeated or not ASCII, or the timestamp is not a number of
    /// seconds.
    MalformedHeader,
    /// The timestamp differs from the local clock by more than 300 s: a replay, or a wrong clock.
    Stale,
    /// No platform key has this `Wechatpay-Serial`, or its certificate has expired. WeChat Pay may
    /// have issued a new one.
    UnknownSerial,
    /// The signature is invalid for this body.
    WrongSignature,
    /// The signature is invalid and marked as a test (`WECHATPAY/SIGNTEST/…`): WeChat Pay checks
    /// that invalid signatures are refused.
    Probe,
    /// The body is not JSON, or lacks a field of a notification.
    MalformedBody,
    /// The resource is encrypted with another algorithm than `AEAD_AES_256_GCM`.
    UnknownAlgorithm,
    /// None of the configured APIv3 keys decrypts the resource.
    WrongKey,
    /// The decrypted resource can't be deserialized to the requested type.
    Resource,
}

impl NotificationErrorKind {
    /// Whether the sender is unknown.
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

    pub(super) fn error(self, message: Text) -> Error {
        Error::new(self.error_kind(), message).with_notification(self)
    }
}

/// The body can't be trusted, so the error shows none of it.
pub(super) fn untrusted(refusal: Refusal) -> Error {
    let kind = match refusal.fault {
        Fault::Unsigned => NotificationErrorKind::Unsigned,
        Fault::Malformed => NotificationErrorKind::MalformedHeader,
        Fault::Stale => NotificationErrorKind::Stale,
        Fault::UnknownSerial => NotificationErrorKind::UnknownSerial,
        Fault::Wrong => NotificationErrorKind::WrongSignature,
        Fault::Probe => NotificationErrorKind::Probe,
    };
    let reason = &refusal.reason;
    kind.error(
        say!("the notification can't be trusted: {reason}", "回调通知不可信：{reason}"; reason),
    )
}

/// serde's message about a resource, without the resource's values, which may be personal data.
pub(super) fn unfit(error: &serde_json::Error) -> Text {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let text = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text);
    let reason = if !error.is_data() || text.starts_with("missing field `") {
        // These are about the syntax, or name a field of the requested type.
        Text::verbatim(one_line(text, 200))
    } else {
        // In "invalid type: string "13800138000", expected u64" only the end is about the type.
        match text.rsplit_once(", expected ") {
            Some((_, expected)) => {
                let expected = one_line(expected, 200);
                say!("expected {expected}", "应为 {expected}")
            }
            None => say!("a value does not fit", "某个值不符合该类型"),
        }
    };
    say!(
        "{reason} (line {line} column {column})",
        "{reason}（第 {line} 行第 {column} 列）";
        reason
    )
}
