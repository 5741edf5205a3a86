//! Connections, by way of a proxy where there is one.
//!
//! A proxy gets a `CONNECT` and then bytes of TLS: it sees which host is called, and nothing of the
//! call.

use std::future::ready;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower::Service;

use crate::error::{BoxError, Error};
use crate::promise::BoxFuture;
use crate::template::shown;
use crate::transport::is_loopback;

/// Which proxy there is.
#[derive(Debug, Clone, Default)]
pub(crate) enum Proxy {
    /// What `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
    #[default]
    Environment,
    /// The user's own, for all that is not on this machine.
    Fixed(Arc<Matcher>),
    None,
}

impl Proxy {
    /// # Errors
    ///
    /// Config. It shows neither user nor password.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let wrong = |why: &str| {
            Error::config(format!(
                "proxy(`{}`) {why}: write `http://proxy.example.com:3128`, or \
                 `http://user:password@proxy.example.com:3128` with `@`, `:` and `/` in them \
                 percent-encoded",
                shown(text)
            ))
        };
        let uri: Uri = text.parse().map_err(|_| wrong("is no address"))?;
        if uri.scheme_str() != Some("http") {
            return Err(wrong("is not an http:// proxy, which alone is spoken"));
        }
        let named = uri.authority().map(|authority| authority.as_str()).unwrap_or_default();
        let (user, address) = named.rsplit_once('@').unwrap_or(("", named));
        let has_port = uri.port_u16().is_some() || Some(address) == uri.host();
        if user.contains('@') || !has_port || uri.path() != "/" || uri.query().is_some() {
            return Err(wrong("is not just a host and a port"));
        }
        let matcher = Matcher::builder().https(text).build();
        match matcher.intercept(&Uri::from_static("https://api.mch.weixin.qq.com/")) {
            Some(_) => Ok(Self::Fixed(Arc::new(matcher))),
            None => Err(wrong("is no address")),
        }
    }

    fn matcher(&self) -> Option<Arc<Matcher>> {
        match self {
            Self::Environment => Some(Arc::new(Matcher::from_env())),
            Self::Fixed(matcher) => Some(Arc::clone(matcher)),
            Self::None => None,
        }
    }
}

/// Connects by TCP, straight or through a proxy's tunnel.
#[derive(Clone)]
pub(crate) struct Connector {
    tcp: HttpConnector,
    proxy: Option<Arc<Matcher>>,
}

impl Connector {
    pub(crate) fn new(proxy: &Proxy) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        Self { tcp, proxy: proxy.matcher() }
    }

    /// The proxy on the way to this host. Nothing on this machine needs one, and nothing else is
    /// called by plain http.
    fn proxy(&self, target: &Uri) -> Option<Intercept> {
        let is_remote = target.host().is_some_and(|host| !is_loopback(host));
        self.proxy.as_ref().filter(|_| is_remote)?.intercept(target)
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let Some(proxy) = self.proxy(&target) else {
            let connecting = self.tcp.call(target);
            return Box::pin(async { Ok(connecting.await?) });
        };
        let address = address(proxy.uri());
        if proxy.uri().scheme_str() != Some("http") {
            let message = format!(
                "the environment names `{}://{address}` as the proxy, but http:// proxies alone \
                 are spoken: set HTTPS_PROXY to one, or build the client with no_proxy()",
                proxy.uri().scheme_str().unwrap_or_default()
            );
            return Box::pin(ready(Err(message.into())));
        }
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.tcp.clone());
        if let Some(authorization) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(authorization.clone());
        }
        let connecting = tunnel.call(target);
        Box::pin(async move { connecting.await.map_err(|error| failed(&address, &error).into()) })
    }
}

/// Without user and password.
fn address(proxy: &Uri) -> String {
    let host = proxy.host().unwrap_or_default();
    proxy.port_u16().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn failed(proxy: &str, error: &(dyn std::error::Error + 'static)) -> String {
    let cause = super::innermost(error);
    let remedy = if cause.contains("authorization required") {
        " (407): give it the right ones as `http://user:password@…`"
    } else {
        ""
    };
    format!("no connection by way of the proxy {proxy}: {cause}{remedy}")
}
