//! TLS over a connection, set up when the first host needs it.

use std::error::Error;
use std::fmt;
use std::future::ready;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Uri;
use http::uri::Scheme;
use hyper_tls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::rt::TokioIo;
use native_tls::{Certificate, Identity, Protocol, TlsConnector};
use once_cell::sync::OnceCell;
use tokio::net::TcpStream;
use tower::Service;

use crate::error::{BoxError, one_line};
use crate::language::{Lang, Text, say};
use crate::promise::BoxFuture;
use crate::transport::innermost;
use crate::transport::proxy::Connector;

/// Connects by TCP, and by TLS where the address is https.
#[derive(Clone)]
pub(super) struct Connect {
    tcp: Connector,
    /// CAs to trust in addition to the system's.
    roots: Arc<[Certificate]>,
    /// The certificate to present, for mutual TLS.
    identity: Option<Identity>,
    https: Arc<OnceCell<HttpsConnector<Connector>>>,
}

impl Connect {
    /// The host and port, and the proxy on the way there.
    pub(super) fn way(&self, target: &Uri) -> Text {
        let address = address(target);
        match self.tcp.proxy_address(target) {
            Some(proxy) => {
                say!("{address} by way of the proxy {proxy}", "{address}（经由代理 {proxy}）")
            }
            None => Text::verbatim(address),
        }
    }

    pub(super) fn new(tcp: Connector, roots: &[Certificate], identity: Option<Identity>) -> Self {
        Self { tcp, roots: roots.into(), identity, https: Arc::default() }
    }

    fn https(&self) -> Result<HttpsConnector<Connector>, native_tls::Error> {
        let https = self.https.get_or_try_init(|| {
            let is_plain = self.roots.is_empty() && self.identity.is_none();
            let tls = if is_plain { system() } else { own(&self.roots, self.identity.clone()) };
            Ok(HttpsConnector::from((self.tcp.clone(), tls?.into())))
        });
        https.cloned()
    }
}

/// What trusts the system's CAs, one for all clients: to read them takes tens of milliseconds.
fn system() -> Result<TlsConnector, native_tls::Error> {
    static SYSTEM: OnceCell<TlsConnector> = OnceCell::new();
    SYSTEM.get_or_try_init(|| own(&[], None)).cloned()
}

fn own(
    roots: &[Certificate],
    identity: Option<Identity>,
) -> Result<TlsConnector, native_tls::Error> {
    let mut tls = TlsConnector::builder();
    tls.min_protocol_version(Some(Protocol::Tlsv12));
    for root in roots {
        tls.add_root_certificate(root.clone());
    }
    if let Some(identity) = identity {
        tls.identity(identity);
    }
    tls.build()
}

impl Service<Uri> for Connect {
    type Response = MaybeHttpsStream<TokioIo<TcpStream>>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(context)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let connecting: Self::Future = if target.scheme() == Some(&Scheme::HTTP) {
            let connecting = self.tcp.call(target.clone());
            Box::pin(async { Ok(MaybeHttpsStream::Http(connecting.await?)) })
        } else {
            match self.https() {
                Ok(mut https) => Box::pin(https.call(target.clone())),
                Err(error) => {
                    let message = say!(
                        "TLS can't be set up on this machine: {error}",
                        "无法在本机初始化 TLS：{error}"
                    );
                    Box::pin(ready(Err(message.into())))
                }
            }
        };
        let tcp = self.tcp.clone();
        Box::pin(async move {
            connecting.await.map_err(|source| NoConnection::new(&tcp, &target, source).into())
        })
    }
}

/// Host and port.
fn address(target: &Uri) -> String {
    let port = if target.scheme() == Some(&Scheme::HTTP) { 80 } else { 443 };
    format!("{}:{}", target.host().unwrap_or_default(), target.port_u16().unwrap_or(port))
}

/// Why there is no connection, by which host, by which proxy, and what to do about it.
#[derive(Debug)]
pub(super) struct NoConnection {
    message: Text,
    source: BoxError,
}

impl NoConnection {
    fn new(tcp: &Connector, target: &Uri, source: BoxError) -> Self {
        let (mut cause, remedy) = cause(&*source);
        let names = |proxy: &String| cause.localized(Lang::English).contains(proxy);
        if let Some(proxy) = tcp.proxy_address(target).filter(|proxy| !names(proxy)) {
            cause = say!(
                "by way of the proxy {proxy}: {cause}",
                "经由代理 {proxy}：{cause}";
                cause
            );
        }
        let address = address(target);
        let message = say!(
            "no connection to {address}: {cause}{remedy}",
            "无法连接到 {address}：{cause}{remedy}";
            cause, remedy
        );
        Self { message, source }
    }

    pub(super) fn message(&self) -> &Text {
        &self.message
    }

    /// In an error of hyper's, if it has one.
    pub(super) fn within<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e Self> {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            cause = error.source();
        }
        None
    }
}

impl fmt::Display for NoConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.fmt(f)
    }
}

impl Error for NoConnection {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

/// The cause on one line, and what to do about it. OpenSSL's error names its own source files; why
/// it does not trust a certificate stands in brackets behind that.
fn cause(error: &(dyn Error + 'static)) -> (Text, Text) {
    let tls = error.downcast_ref::<native_tls::Error>().map(ToString::to_string);
    let untrusted = tls.filter(|tls| tls.contains("certificate verify failed"));
    let Some(untrusted) = untrusted else {
        return (innermost(error).map(|cause| one_line(cause, 400)), Text::verbatim(""));
    };
    let reason = untrusted.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
    let reason = reason.map(|(_, reason)| reason);
    let shown = match reason {
        Some(reason) => Text::verbatim(one_line(reason, 200)),
        None => say!("no reason given", "没有给出原因"),
    };
    let cause = say!(
        "certificate verify failed: {shown}",
        "证书校验失败（certificate verify failed）：{shown}";
        shown
    );
    (cause, remedy(reason.unwrap_or_default()))
}

fn remedy(reason: &str) -> Text {
    if reason.contains("mismatch") {
        return say!(
            " (the certificate is for another host: call the one that it names)",
            "（证书属于其他主机：请调用证书中的主机）"
        );
    }
    if reason.contains("expired") || reason.contains("not yet valid") {
        return say!(
            " (set this machine's clock if it is wrong; if not, the server needs a new certificate)",
            "（如果本机时间不准，请校准；否则服务器需要更换证书）"
        );
    }
    say!(
        " (install the system's CA certificates, usually the package ca-certificates; trust a CA of \
         your own, such as a company proxy's, by root_certificate())",
        "（请安装系统的 CA 证书，软件包通常名为 ca-certificates；要信任自己的 CA，\
         例如公司代理的，请用 root_certificate()）"
    )
}
