//! The answer, and what its signature turned out to be.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Outcome};

/// The raw answer: status, headers, and the whole body.
///
/// `response.extensions().get::<Verification>()` tells how it was verified.
pub type Response = http::Response<Bytes>;

/// What was found out about an answer's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// The signature is right, by the platform key of this serial number or public key id.
    Verified {
        /// The answer's `Wechatpay-Serial`.
        serial: String,
    },
    /// The protocol leaves this answer unsigned: a file download.
    Exempt,
    /// A 3xx, 4xx or 5xx without a signature: it may come from anybody on the way.
    Missing,
    /// A 3xx, 4xx or 5xx with a signature that does not hold.
    Wrong,
}

/// What a [`Response`] can do beside what `http` gives it.
pub trait ResponseExt {
    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`], saying what was found where, when the body is not JSON or not of the
    /// shape of `T`.
    fn json<T: DeserializeOwned>(&self) -> Result<T, Error>;
}

impl ResponseExt for Response {
    fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(self.body()).map_err(|error| {
            let verified = matches!(self.extensions().get(), Some(Verification::Verified { .. }));
            let outcome = if verified { Outcome::Answered } else { Outcome::Unknown };
            Error::new(
                ErrorKind::Decode,
                format!("the answer's body is not the JSON that was asked for: {error}"),
            )
            .with_outcome(outcome)
            .with_source(error)
        })
    }
}
