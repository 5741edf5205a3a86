//! Clients without a network, to measure only their own work.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use openssl::base64::encode_block;
use tower::Service;
use wechatpay_chain::{
    Body, BoxError, BoxFuture, Client, SignInput, Signer, Verification, Verifier, VerifyInput,
};

use super::{ANSWER, Keys, PLATFORM_SERIAL, sign};

/// Accepts any signature.
pub(crate) struct Accept;

impl Verifier for Accept {
    fn verify<'a>(&'a self, _: &'a VerifyInput<'a>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async { Ok(()) })
    }
}

/// Signs nothing.
pub(crate) struct Unsigned;

impl Signer for Unsigned {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async { Ok("WECHATPAY2-SHA256-RSA2048 mchid=\"\"".to_owned()) })
    }
}

/// Returns the same response to each request, signed if there are keys.
#[derive(Clone)]
pub(crate) struct Answer(Arc<Response<Bytes>>);

impl Answer {
    pub(crate) fn new(keys: Option<&Keys>) -> Self {
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
        let nonce = format!("{now:032}");
        let message = format!("{now}\n{nonce}\n{ANSWER}\n");
        let signature = keys.map(|keys| encode_block(&sign(&keys.platform, message.as_bytes())));
        let answer = Response::builder()
            .header("content-type", "application/json; charset=utf-8")
            .header("wechatpay-timestamp", now)
            .header("wechatpay-nonce", nonce)
            .header("wechatpay-serial", PLATFORM_SERIAL)
            .header("wechatpay-signature", signature.unwrap_or_default())
            .body(Bytes::from_static(ANSWER.as_bytes()))
            .unwrap();
        Self(Arc::new(answer))
    }
}

impl Service<Request<Body>> for Answer {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = std::future::Ready<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        let answer = self.0.as_ref().clone();
        std::future::ready(Ok(answer.map(Body::from)))
    }
}

/// Neither signs nor verifies: a call without RSA and the network.
pub(crate) fn unsigned() -> Client {
    let builder = Client::builder().signer(Unsigned).verifier(Accept);
    builder.transport(Answer::new(None)).build().unwrap()
}

/// Verifies, but does not sign.
pub(crate) fn verifying(keys: &Keys) -> Client {
    let builder = Client::builder().signer(Unsigned).platform_key(PLATFORM_SERIAL, keys.public());
    builder.transport(Answer::new(Some(keys))).build().unwrap()
}

/// Signs and verifies.
pub(crate) fn signed(keys: &Keys) -> Client {
    keys.client().transport(Answer::new(Some(keys))).build().unwrap()
}

/// A layer that responds immediately, so that only building the request is measured.
pub(crate) fn building() -> Client {
    let builder = Client::builder().signer(Unsigned).verifier(Accept);
    let layer = tower::layer::layer_fn(|_| {
        tower::service_fn(|request: Request<Body>| {
            std::hint::black_box(&request);
            let mut answer = Response::new(Body::default());
            answer.extensions_mut().insert(Verification::Exempt);
            std::future::ready(Ok::<_, BoxError>(answer))
        })
    });
    builder.transport(Answer::new(None)).layer(layer).build().unwrap()
}
