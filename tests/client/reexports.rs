//! The crates whose types are in public signatures, by their re-exports alone.

use crate::support;

use std::convert::Infallible;
use std::task::{Context, Poll};

use wechatpay_chain::http::{Request, Response, StatusCode};
use wechatpay_chain::tower::{Layer, Service, ServiceExt, service_fn};
use wechatpay_chain::{Body, BoxFuture, Client, HttpService, bytes::Bytes};

/// A layer of the user's, as it would be written without a dependency on tower of one's own.
#[derive(Clone)]
struct Answering<S>(S);

impl<S> Service<Request<Body>> for Answering<S>
where
    S: Service<Request<Body>, Response = Response<Body>>,
    S::Future: Send + 'static,
    S::Error: 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let inner = self.0.call(request);
        Box::pin(async move {
            let mut answer = inner.await?;
            answer.headers_mut().insert("x-seen", "1".parse().unwrap());
            Ok(answer)
        })
    }
}

struct Seeing;

impl Layer<HttpService> for Seeing {
    type Service = Answering<HttpService>;

    fn layer(&self, inner: HttpService) -> Self::Service {
        Answering(inner)
    }
}

#[test]
fn a_layer_and_a_transport_need_no_tower_of_ones_own() {
    let transport = service_fn(|_: Request<Body>| async {
        let mut answer = Response::new(Body::from(Bytes::from_static(b"a,b")));
        *answer.status_mut() = StatusCode::OK;
        Ok::<_, Infallible>(answer)
    });
    // By the trait's own method, too.
    let transport = transport.map_response(|answer| answer);
    let client = Client::builder()
        .signer(support::given::Unsigned)
        .verifier(support::server_less::Accept)
        .transport(transport)
        .layer(Seeing)
        .build()
        .unwrap();
    let answer = client.chain("v3/billdownload/file").get(()).unwrap();
    assert_eq!(
        (&answer.body()[..], &answer.headers()["x-seen"]),
        (&b"a,b"[..], &"1".parse().unwrap())
    );
}
