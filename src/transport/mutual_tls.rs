//! The transport of a client with a certificate: which calls present it.

use std::task::{Context, Poll};

use http::{Request, Response};
use tower::{BoxError, Service};

use super::in_use::InUse;
use super::{Call, Http};
use crate::body::Body;
use crate::promise::BoxFuture;
use crate::v2::V2;

/// Calls that need mutual TLS have connections of their own: TLS presents the certificate, and so
/// the merchant's name, as soon as it connects.
#[derive(Clone)]
pub(crate) struct MutualTls {
    pub(crate) plain: Http,
    pub(crate) presenting: Http,
}

impl Service<Request<Body>> for MutualTls {
    type Response = Response<InUse>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        // Neither is ever busy.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let v2 = request.extensions().get::<Call>().and_then(|call| call.v2);
        match v2 {
            Some(V2 { security: true }) => self.presenting.call(request),
            _ => self.plain.call(request),
        }
    }
}
