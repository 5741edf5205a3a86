//! The answer, and what its signature turned out to be.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Outcome, one_line};

/// The raw answer: status, headers, and the whole body.
///
/// `response.extensions().get::<Verification>()` tells how it was verified.
pub type Response = http::Response<Bytes>;

/// What was found out about an answer's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verification {
    /// The signature is right, by the platform key of this serial number or public key id.
    Verified {
        /// The answer's `Wechatpay-Serial`.
        serial: String,
    },
    /// The protocol leaves this answer unsigned: a file download.
    Exempt,
    /// No signature: it may come from anybody on the way. A 2xx is then an error, so that only a
    /// 3xx, 4xx or 5xx is ever returned with this, and what
    /// [`Client::download_unsigned`](crate::Client::download_unsigned) fetched.
    Missing,
    /// A signature that does not hold; the same goes for it.
    Wrong,
}

/// In an answer's extensions: its body is still to come, and was not verified as a whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ToCome;

/// What a [`Response`] can do beside what `http` gives it.
pub trait ResponseExt {
    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`], saying what was found where, when the body is not JSON or not of the
    /// shape of `T`.
    fn json<T: DeserializeOwned>(&self) -> Result<T, Error>;

    /// What was found out about its signature. Every answer that a verb returns has one.
    fn verification(&self) -> Option<&Verification>;

    /// Its `Request-ID`, which WeChat Pay's support asks for.
    fn request_id(&self) -> Option<&str>;
}

impl ResponseExt for Response {
    fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(self.body()).map_err(|error| {
            let verified = matches!(self.verification(), Some(Verification::Verified { .. }));
            let outcome = if verified { Outcome::Answered } else { Outcome::Unknown };
            let (reason, error) = legible(error);
            Error::new(
                ErrorKind::Decode,
                format!("the answer's body is not the JSON that was asked for: {reason}"),
            )
            .with_outcome(outcome)
            .with_source(error)
        })
    }

    fn verification(&self) -> Option<&Verification> {
        self.extensions().get()
    }

    fn request_id(&self) -> Option<&str> {
        self.headers().get("request-id")?.to_str().ok()
    }
}

/// What serde says on one line, and an error that says the same: serde repeats names and variants
/// of the answer as they came.
fn legible(error: serde_json::Error) -> (String, serde_json::Error) {
    let said = error.to_string();
    let reason = one_line(&said, 300);
    let error = if reason == said { error } else { serde::de::Error::custom(&reason) };
    (reason, error)
}
