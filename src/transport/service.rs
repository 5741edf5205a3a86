//! One type for every service between the pipeline and the wire.

use bytes::Bytes;
use http::{Request, Response};
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

use crate::body::Body;
use crate::error::BoxError;

/// A boxed service that sends requests: the transport with signing and verifying around it. This
/// is what a layer given to [`ClientBuilder::layer`](crate::ClientBuilder::layer) wraps.
pub type HttpService = BoxCloneSyncService<Request<Body>, Response<Body>, BoxError>;

/// Boxes any service whose response body can be streamed.
pub(crate) fn erase<S, B>(service: S) -> HttpService
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    HttpService::new(
        service.map_response(|response| response.map(Body::stream)).map_err(Into::into),
    )
}
