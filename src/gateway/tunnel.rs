//! The gateway as a proxy, for clients whose host can't be changed: `CONNECT api.mch.weixin.qq.com:443`
//! leads to the gateway itself. Nothing leads anywhere else.

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, Uri};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;

use super::fault::{Faults, FaultyBody};
use super::response::StubResponse;
use super::server::secure;
use super::shared::Shared;
use crate::error::one_line;
use crate::language::say;
use crate::transport::is_api_host;

/// Whether the request asks for a tunnel to WeChat Pay.
pub(super) fn is_to_wechat_pay(method: &Method, uri: &Uri) -> bool {
    method == Method::CONNECT
        && uri.authority().is_some_and(|authority| is_api_host(authority.as_str()))
}

/// The refusal of a tunnel to any other host.
pub(super) fn refusal(uri: &Uri) -> StubResponse {
    let host = one_line(&uri.authority().map(ToString::to_string).unwrap_or_default(), 120);
    let message = say!(
        "`{host}` is not an API host of WeChat Pay, and this gateway sends nothing to the network: \
         exclude the host from the proxy (NO_PROXY)",
        "`{host}` 不是微信支付的 API 主机，网关不会向网络发送任何数据：请将该主机排除在代理之外（NO_PROXY）"
    );
    StubResponse::refusal(StatusCode::FORBIDDEN, "NO_AUTH", message).unsigned()
}

/// Accepts the tunnel, and serves what comes through it.
pub(super) fn open(request: Request<Incoming>, shared: Arc<Shared>) -> Response<FaultyBody> {
    tokio::spawn(serve(hyper::upgrade::on(request), shared));
    Response::new(FaultyBody::new(Bytes::new(), &Faults::default()))
}

/// Boxed, since a tunnel may be asked for inside of it.
fn serve(
    upgrade: hyper::upgrade::OnUpgrade,
    shared: Arc<Shared>,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async move {
        match upgrade.await {
            Ok(stream) => {
                let acceptor = shared.proxy.clone();
                secure(TokioIo::new(stream), &acceptor, "proxy_ca.pem", shared).await;
            }
            Err(error) => tracing::debug!(%error, "a tunnel to the local gateway was not opened"),
        }
    })
}
