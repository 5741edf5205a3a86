//! Verifies the signatures of WeChat Pay, which responses and notifications share.

mod headers;
mod keys;

pub(crate) use self::headers::{Signature, signature_headers};
pub(crate) use self::keys::{KeySource, PUBLIC_KEY_ID, PlatformKeys, significant};

use crate::language::Text;

/// Why a signature is rejected.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) fault: Fault,
    /// Ends a sentence.
    pub(crate) reason: Text,
}

/// The check that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No signature at all.
    Unsigned,
    /// A header is repeated or not ASCII, one is missing although there is a signature, or the
    /// timestamp is not a number.
    Malformed,
    /// The timestamp is too far from the local clock.
    Stale,
    /// No platform key has this serial.
    UnknownSerial,
    /// The signature is invalid.
    Wrong,
    /// The signature is invalid, and marked as a test of WeChat Pay's.
    Probe,
}

impl Refusal {
    fn new(fault: Fault, reason: Text) -> Self {
        Self { fault, reason }
    }
}
