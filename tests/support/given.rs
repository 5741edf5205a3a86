//! A client that is given its answers without a connection, and what an error may look like.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use wechatpay_chain::{
    Body, BoxError, BoxFuture, Client, Error, ErrorKind, Outcome, SignInput, Signer,
};

use super::keys::{self, Keys, PLATFORM_SERIAL};
use super::server::now;

pub(crate) const NAMES: [&str; 4] =
    ["wechatpay-serial", "wechatpay-timestamp", "wechatpay-nonce", "wechatpay-signature"];

/// A client that is given one answer after another, without a connection.
pub(crate) struct Given {
    client: Client,
    next: Arc<Mutex<Response<Vec<u8>>>>,
}

pub(crate) struct Unsigned;

impl Signer for Unsigned {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async { Ok("none".to_owned()) })
    }
}

impl Given {
    pub(crate) fn new() -> Self {
        let next = Arc::new(Mutex::new(Response::default()));
        let tape = Arc::clone(&next);
        let transport = tower::service_fn(move |_: Request<Body>| {
            let answer = tape.lock().unwrap().clone().map(Body::from);
            async { Ok::<_, Infallible>(answer) }
        });
        let key = keys::platform_certificate();
        let client = Client::builder()
            .signer(Unsigned)
            .platform_key(PLATFORM_SERIAL, key)
            .transport(transport)
            .build()
            .unwrap();
        Self { client, next }
    }

    pub(crate) fn get(
        &self,
        path: &str,
        status: u16,
        headers: HeaderMap,
        body: impl Into<Vec<u8>>,
    ) -> Result<wechatpay_chain::Response, Error> {
        let mut answer = Response::new(body.into());
        *answer.status_mut() = StatusCode::from_u16(status).unwrap();
        *answer.headers_mut() = headers;
        *self.next.lock().unwrap() = answer;
        self.client.chain(path).get(())
    }

    pub(crate) fn distrusts(
        &self,
        name: &str,
        headers: HeaderMap,
        body: impl Into<Vec<u8>>,
    ) -> Error {
        let error = self.get("v3/t", 200, headers, body).expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Verify, "{name}: {error}");
        assert_eq!(error.outcome(), Outcome::Unknown, "{name}: {error}");
        assert_printable(name, &error);
        error
    }
}

/// Fit for a line of a log: short, and nothing that a terminal obeys or hides.
pub(crate) fn assert_printable(name: &str, error: &Error) {
    let bad =
        |c: char| c.is_control() || "\u{202e}\u{2066}\u{200b}\u{2028}\u{feff}\u{ad}".contains(c);
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains(bad), "{name}: {shown:?}");
            assert!(shown.len() < 2500, "{name}: {} bytes", shown.len());
        }
        cause = error.source();
    }
}

pub(crate) fn signed(body: &[u8]) -> HeaderMap {
    signed_at(&now().to_string(), "nonce", body)
}

pub(crate) fn signed_at(timestamp: &str, nonce: &str, body: &[u8]) -> HeaderMap {
    let message = [timestamp.as_bytes(), nonce.as_bytes(), body, b""].join(&b'\n');
    let signature = keys::sign(&Keys::shared().platform, &message);
    let values = [PLATFORM_SERIAL, timestamp, nonce, &signature];
    let pairs = NAMES.iter().zip(values);
    pairs.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
}

pub(crate) fn with(mut headers: HeaderMap, name: &str, value: impl AsRef<[u8]>) -> HeaderMap {
    let name: HeaderName = name.parse().unwrap();
    headers.insert(name, HeaderValue::from_bytes(value.as_ref()).unwrap());
    headers
}
