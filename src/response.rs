//! The response, and what its signature turned out to be.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Outcome, one_line};

/// The raw response: status, headers, and the whole body.
///
/// `response.extensions().get::<Verification>()` tells how it was verified.
///
/// Two statuses of a success need a look:
///
/// - 202: WeChat Pay accepted the request and has not processed it yet. Repeat it later with the
///   same parameters, or query. So a code payment is answered in which the user is entering the
///   password, with the code `USERPAYING`: query the order.
/// - 204: it is done, and there is no body. See [`ResponseExt::json`] for what it decodes to.
pub type Response = http::Response<Bytes>;

/// What was found out about a response's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verification {
    /// The signature is right, by the platform key of this serial number or public key id.
    Verified {
        /// The response's `Wechatpay-Serial`.
        serial: String,
    },
    /// The protocol leaves this response unsigned: a file download.
    Exempt,
    /// No signature: it may come from anybody on the way. A 2xx is then an error, so that only a
    /// 3xx, 4xx or 5xx is ever returned with this, and what
    /// [`Client::download_unsigned`](crate::Client::download_unsigned) fetched.
    Missing,
    /// A signature that does not hold; the same goes for it.
    Wrong,
}

/// In a response's extensions: its body is still to come, and was not verified as a whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ToCome;

/// In a response's extensions: why a 3xx, 4xx or 5xx was not verified, for the end of a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Unverified(pub(crate) String);

/// What a [`Response`] can do beside what `http` gives it.
pub trait ResponseExt {
    /// Decodes the body as JSON.
    ///
    /// A verified response without a body, a 204 mostly, decodes as `null` does: to `None`, `()`, or
    /// [`Value::Null`](serde_json::Value::Null), and to nothing else.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`], saying what was found where, when the body is not JSON or not of the
    /// shape of `T`. Its outcome is [`Outcome::Accepted`] if this is a verified 2xx: what was asked
    /// for is done, so do not repeat the call.
    fn json<T: DeserializeOwned>(&self) -> Result<T, Error>;

    /// What was found out about its signature. Every response that a verb returns has one.
    fn verification(&self) -> Option<&Verification>;

    /// Its `Request-ID`, which WeChat Pay's support asks for.
    fn request_id(&self) -> Option<&str>;
}

impl ResponseExt for Response {
    fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let verified = matches!(self.verification(), Some(Verification::Verified { .. }));
        let empty = self.body().is_empty() && verified;
        let body = if empty { b"null" } else { &self.body()[..] };
        serde_json::from_slice(body).map_err(|error| {
            let accepted = verified && self.status().is_success();
            let outcome = if accepted { Outcome::Accepted } else { Outcome::Unknown };
            let (reason, error) = legible(error);
            let message = if empty {
                let status = self.status().as_u16();
                format!("the response {status} has no body: decode it to (), to Option or to Value")
            } else {
                format!("the response's body is not the JSON that was asked for: {reason}")
            };
            Error::new(ErrorKind::Decode, message).with_outcome(outcome).with_source(error)
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
/// of the response as they came.
fn legible(error: serde_json::Error) -> (String, serde_json::Error) {
    let said = error.to_string();
    let reason = one_line(&said, 300);
    let error = if reason == said { error } else { serde::de::Error::custom(&reason) };
    (reason, error)
}
