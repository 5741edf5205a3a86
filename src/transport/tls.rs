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
    pub(super) fn way(&self, target: &Uri) -> String {
        let proxy = self.tcp.proxy_address(target);
        let proxy = proxy.map(|proxy| format!(" by way of the proxy {proxy}"));
        format!("{}{}", address(target), proxy.unwrap_or_default())
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
                    let message = format!("TLS can't be set up on this machine: {error}");
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
    message: String,
    source: BoxError,
}

impl NoConnection {
    fn new(tcp: &Connector, target: &Uri, source: BoxError) -> Self {
        let (mut cause, remedy) = cause(&*source);
        if let Some(proxy) = tcp.proxy_address(target).filter(|proxy| !cause.contains(proxy)) {
            cause = format!("by way of the proxy {proxy}: {cause}");
        }
        Self { message: format!("no connection to {}: {cause}{remedy}", address(target)), source }
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
        f.write_str(&self.message)
    }
}

impl Error for NoConnection {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

/// The cause on one line, and what to do about it. OpenSSL's error names its own source files; why
/// it does not trust a certificate stands in brackets behind that.
fn cause(error: &(dyn Error + 'static)) -> (String, &'static str) {
    let tls = error.downcast_ref::<native_tls::Error>().map(ToString::to_string);
    let untrusted = tls.filter(|tls| tls.contains("certificate verify failed"));
    let Some(untrusted) = untrusted else {
        return (one_line(&innermost(error), 400), "");
    };
    let reason = untrusted.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
    let reason = reason.map_or("no reason given", |(_, reason)| reason);
    (format!("certificate verify failed: {}", one_line(reason, 200)), remedy(reason))
}

fn remedy(reason: &str) -> &'static str {
    if reason.contains("mismatch") {
        return " (the certificate is for another host: call the one that it names)";
    }
    if reason.contains("expired") || reason.contains("not yet valid") {
        return " (set this machine's clock if it is wrong; if not, the server needs a new \
                certificate)";
    }
    " (install the system's CA certificates, usually the package ca-certificates; trust a CA of \
     your own, such as a company proxy's, by root_certificate())"
}
