//! Connections, by way of a proxy where there is one.
//!
//! A proxy gets a `CONNECT` and then bytes of TLS: it sees which host is called, and nothing of the
//! call.

use std::future::ready;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{HOST, HeaderValue, PROXY_AUTHORIZATION};
use http::{Request, StatusCode, Uri};
use http_body_util::Empty;
use hyper::client::conn::http1;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::proxy::matcher::{Builder, Intercept, Matcher};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower::Service;

use crate::error::{BoxError, Error, one_line};
use crate::language::{Text, say};
use crate::promise::BoxFuture;
use crate::transport::dns::Resolver;
use crate::transport::is_loopback;

/// Which proxy there is.
#[derive(Debug, Clone, Default)]
pub(crate) enum Proxy {
    /// The proxy that `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` name.
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
        let wrong = |why: Text| {
            // Before an `@` there may be a password, also where it is not encoded as it should be.
            let shown = text.rsplit_once('@').map_or(text, |(_, address)| address);
            let shown = if shown.contains(['#', '?']) { "…" } else { shown };
            let shown = one_line(shown, 80);
            Error::config(say!(
                "proxy(`{shown}`) {why}: write `http://proxy.example.com:3128`, or \
                 `http://user:password@proxy.example.com:3128` with `@`, `:`, `/`, `#`, `?` and \
                 `%` in them percent-encoded",
                "proxy(`{shown}`) {why}：请写 `http://proxy.example.com:3128`，或 \
                 `http://user:password@proxy.example.com:3128`，其中账号和密码里的 \
                 `@`、`:`、`/`、`#`、`?` 和 `%` 须百分号编码";
                why
            ))
        };
        let more = || say!("is not just a host and a port", "不只是主机和端口");
        let invalid = || say!("is not a valid URL", "不是有效的 URL");
        if text.contains(['#', '?']) {
            return Err(wrong(more()));
        }
        let uri: Uri = text.parse().map_err(|_| wrong(invalid()))?;
        if uri.scheme_str() != Some("http") {
            return Err(wrong(say!(
                "is not an http:// proxy, which alone is spoken",
                "不是 http:// 代理，而只支持这一种"
            )));
        }
        let named = uri.authority().map(|authority| authority.as_str()).unwrap_or_default();
        let (user, address) = named.rsplit_once('@').unwrap_or(("", named));
        let has_port = uri.port_u16().is_some() || Some(address) == uri.host();
        if user.contains('@') || !has_port || uri.path() != "/" {
            return Err(wrong(more()));
        }
        let matcher = readable(text).ok_or_else(|| wrong(invalid()))?;
        Ok(Self::Fixed(Arc::new(matcher.build())))
    }

    /// # Errors
    ///
    /// What is wrong with the environment.
    fn named(&self) -> Result<Option<Named>, Text> {
        match self {
            Self::Environment => environment(),
            Self::Fixed(matcher) => Ok(Some(Named { matcher: Arc::clone(matcher), by: "proxy()" })),
            Self::None => Ok(None),
        }
    }
}

/// A proxy, and what names it: a variable of the environment, or the builder's setter.
#[derive(Clone)]
struct Named {
    matcher: Arc<Matcher>,
    by: &'static str,
}

/// A matcher that leads all https to this proxy; `None` when it can't be read.
fn readable(proxy: &str) -> Option<Builder> {
    let any = Uri::from_static("https://api.mch.weixin.qq.com/");
    let matcher = Matcher::builder().https(proxy);
    let is_readable = !proxy.contains(['#', '?'])
        && Matcher::builder().https(proxy).build().intercept(&any).is_some();
    is_readable.then_some(matcher)
}

/// A proxy that is named and can't be read is an error: to go without one is not what was meant.
fn environment() -> Result<Option<Named>, Text> {
    let Some((name, proxy)) = variable(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
    else {
        return Ok(None);
    };
    let unreadable = || {
        say!(
            "the environment's {name} can't be read as a proxy: set it to \
             `http://proxy.example.com:3128`, user and password percent-encoded, or build the \
             client with no_proxy()",
            "环境变量 {name} 不是可用的代理地址：请设为 `http://proxy.example.com:3128`，\
             账号和密码须百分号编码，或用 no_proxy() 构建客户端"
        )
    };
    let matcher = proxy.as_deref().and_then(readable).ok_or_else(unreadable)?;
    let except = variable(&["no_proxy", "NO_PROXY"]).and_then(|(_, except)| except);
    let matcher = Arc::new(matcher.no(except.unwrap_or_default()).build());
    Ok(Some(Named { matcher, by: name }))
}

/// The first of them that is set, and not to nothing; its value is `None` if it is not UTF-8.
fn variable(names: &[&'static str]) -> Option<(&'static str, Option<String>)> {
    let set = |name: &&'static str| {
        let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
        Some((*name, value.into_string().ok()))
    };
    names.iter().find_map(set)
}

/// Connects by TCP, straight or through a proxy's tunnel.
#[derive(Clone)]
pub(crate) struct Connector {
    tcp: HttpConnector<Resolver>,
    proxy: Result<Option<Named>, Text>,
}

impl Connector {
    pub(crate) fn new(proxy: &Proxy) -> Self {
        let mut tcp = HttpConnector::new_with_resolver(Resolver);
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        Self { tcp, proxy: proxy.named() }
    }

    /// The proxy on the way to this host. Nothing on this machine needs one, and nothing else is
    /// called by plain http.
    fn proxy(&self, target: &Uri) -> Result<Option<(Intercept, &'static str)>, BoxError> {
        if target.host().is_none_or(is_loopback) {
            return Ok(None);
        }
        let proxy = self.proxy.as_ref().map_err(Text::clone)?;
        let intercept = |proxy: &Named| Some((proxy.matcher.intercept(target)?, proxy.by));
        Ok(proxy.as_ref().and_then(intercept))
    }

    /// The address of the proxy on the way to this host.
    pub(super) fn proxy_address(&self, target: &Uri) -> Option<String> {
        self.proxy(target).ok().flatten().map(|(proxy, _)| address(proxy.uri()))
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
        let (proxy, by) = match self.proxy(&target) {
            Ok(Some(proxy)) => proxy,
            Ok(None) => {
                let connecting = self.tcp.call(target);
                return Box::pin(async { Ok(connecting.await?) });
            }
            Err(wrong) => return Box::pin(ready(Err(wrong))),
        };
        let address = address(proxy.uri());
        let scheme = proxy.uri().scheme_str().unwrap_or_default();
        if scheme != "http" {
            let message = say!(
                "the environment's {by} names the proxy {scheme}://{address}, but http:// proxies \
                 alone are spoken: set HTTPS_PROXY to an http:// one (a SOCKS proxy often has a \
                 port for http, too), name the host in NO_PROXY, or build the client with \
                 no_proxy()",
                "环境变量 {by} 指定的代理是 {scheme}://{address}，而只支持 http:// 代理：\
                 请把 HTTPS_PROXY 设为 http:// 代理（SOCKS 代理往往也有 http 端口），\
                 或在 NO_PROXY 中列出该主机，或用 no_proxy() 构建客户端"
            );
            return Box::pin(ready(Err(message.into())));
        }
        let connecting = self.tcp.call(proxy.uri().clone());
        let authorization = proxy.basic_auth().cloned();
        Box::pin(async move {
            let connected = connecting.await.map_err(|error| {
                let cause = super::innermost(&error);
                say!(
                    "the proxy {address} can't be reached: {cause}",
                    "无法连接代理 {address}：{cause}";
                    cause
                )
            })?;
            let tunnel = tunnel(connected, &target, authorization).await;
            Ok(tunnel.map_err(
                |failed| say!("the proxy {address} {failed}", "代理 {address} {failed}"; failed),
            )?)
        })
    }
}

/// Asks a proxy for a tunnel to the host of `target`.
///
/// # Errors
///
/// What came of it, for the end of a sentence that begins with the proxy.
async fn tunnel(
    connected: TokioIo<TcpStream>,
    target: &Uri,
    authorization: Option<HeaderValue>,
) -> Result<TokioIo<TcpStream>, Text> {
    let broken = |error: hyper::Error| {
        let cause = super::innermost(&error);
        say!("sent no valid response: {cause}", "没有返回有效的应答：{cause}"; cause)
    };
    let host =
        format!("{}:{}", target.host().unwrap_or_default(), target.port_u16().unwrap_or(443));
    let request = Request::connect(&host).header(HOST, &host);
    let mut request = request.body(Empty::<Bytes>::new()).map_err(|error| Text::of(&error))?;
    if let Some(mut authorization) = authorization {
        authorization.set_sensitive(true);
        request.headers_mut().insert(PROXY_AUTHORIZATION, authorization);
    }
    // Some proxies know headers only in title case.
    let mut http = http1::Builder::new();
    let made = http.title_case_headers(true).handshake(connected).await;
    let (mut sender, connection) = made.map_err(broken)?;
    // It ends when the sender is dropped, or hands the connection out.
    tokio::spawn(connection.with_upgrades());
    let response = sender.send_request(request).await.map_err(broken)?;
    let status = response.status();
    if !status.is_success() {
        let remedy = match status {
            StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
                say!(
                    ": give it the right user and password, `http://user:password@…`",
                    "：请给出正确的账号和密码，`http://user:password@…`"
                )
            }
            _ => Text::verbatim(""),
        };
        return Err(say!(
            "refused the tunnel: {status}{remedy}",
            "拒绝建立隧道：{status}{remedy}";
            remedy
        ));
    }
    let upgraded = hyper::upgrade::on(response).await.map_err(broken)?;
    match upgraded.downcast::<TokioIo<TcpStream>>() {
        // In TLS the client speaks first.
        Ok(parts) if parts.read_buf.is_empty() => Ok(parts.io),
        _ => Err(say!("sent something of its own into the tunnel", "向隧道中写入了自己的数据")),
    }
}

/// Without user and password.
fn address(proxy: &Uri) -> String {
    let host = proxy.host().unwrap_or_default();
    proxy.port_u16().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
