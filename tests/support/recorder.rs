//! A client whose transport notes where requests go, and whose signer counts.

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use http::{Request, Response, Uri};
use wechatpay_chain::{
    Body, BoxError, BoxFuture, Client, ClientBuilder, HttpService, SignInput, Signer,
};

use super::server::now;
use super::server_less::Accept;
use super::watch;

#[derive(Clone, Default)]
pub(crate) struct Recorder {
    gone: Arc<Mutex<Vec<Uri>>>,
    signed: Arc<AtomicUsize>,
}

impl Recorder {
    /// Answers each request 200, with signature headers that count as right.
    pub(crate) fn builder(&self, base_uri: &str) -> ClientBuilder {
        self.answering(base_uri, || Response::builder().header("wechatpay-signature", "s"))
    }

    /// The answer begins so; what it lacks of a signature is added.
    pub(crate) fn answering(
        &self,
        base_uri: &str,
        begin: impl Fn() -> http::response::Builder + Clone + Send + Sync + 'static,
    ) -> ClientBuilder {
        watch::install();
        let gone = Arc::clone(&self.gone);
        let transport = tower::service_fn(move |request: Request<Body>| {
            gone.lock().unwrap().push(request.uri().clone());
            let answer = begin()
                .header("wechatpay-timestamp", now())
                .header("wechatpay-nonce", "n")
                .header("wechatpay-serial", "s")
                .body(Body::default())
                .unwrap();
            async { Ok::<_, Infallible>(answer) }
        });
        Client::builder()
            .base_uri(base_uri)
            .signer(Counting(Arc::clone(&self.signed)))
            .verifier(Accept)
            .transport(transport)
    }

    /// The addresses that the transport was given.
    pub(crate) fn gone(&self) -> Vec<Uri> {
        self.gone.lock().unwrap().clone()
    }

    /// How often something was signed.
    pub(crate) fn signed(&self) -> usize {
        self.signed.load(Ordering::SeqCst)
    }
}

struct Counting(Arc<AtomicUsize>);

impl Signer for Counting {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Ok("signed".to_owned()) })
    }
}

/// A layer that changes each request, as a user's own may.
pub(crate) fn changing(
    change: impl Fn(&mut Request<Body>) + Clone + Send + Sync + 'static,
) -> impl tower::Layer<HttpService, Service = HttpService> + Send + 'static {
    tower::layer::layer_fn(move |inner: HttpService| {
        let change = change.clone();
        HttpService::new(tower::service_fn(move |mut request: Request<Body>| {
            change(&mut request);
            tower::ServiceExt::oneshot(inner.clone(), request)
        }))
    })
}
