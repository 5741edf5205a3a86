//! WeChat Pay's signature, on an answer and on a notification: one reading of both.

mod headers;
mod keys;

pub(crate) use self::headers::Signature;
pub(crate) use self::keys::{KeySource, PUBLIC_KEY_ID, PlatformKeys, significant};

use std::fmt;

/// Why a signature is refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) fault: Fault,
    /// For the end of a sentence.
    pub(crate) reason: String,
}

/// The check that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No signature at all.
    Unsigned,
    /// A header is missing beside a signature, doubled, not ASCII, or no time.
    Malformed,
    /// The clock is too far off.
    Stale,
    /// No platform key has this serial.
    UnknownSerial,
    /// The signature does not hold.
    Wrong,
    /// The same, and WeChat Pay made it wrong on purpose.
    Probe,
}

impl Refusal {
    fn new(fault: Fault, reason: impl Into<String>) -> Self {
        Self { fault, reason: reason.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Refusal {}
