//! TLS over a connection, made ready when the first host asks for it.

use std::future::ready;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Uri;
use http::uri::Scheme;
use hyper_tls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::rt::TokioIo;
use native_tls::{Certificate, Protocol, TlsConnector};
use once_cell::sync::OnceCell;
use tokio::net::TcpStream;
use tower::Service;

use crate::error::BoxError;
use crate::promise::BoxFuture;
use crate::transport::proxy::Connector;

/// Connects by TCP, and by TLS where the address is https.
#[derive(Clone)]
pub(super) struct Connect {
    tcp: Connector,
    /// CAs to trust beside the system's.
    roots: Arc<[Certificate]>,
    https: Arc<OnceCell<HttpsConnector<Connector>>>,
}

impl Connect {
    pub(super) fn new(tcp: Connector, roots: &[Certificate]) -> Self {
        Self { tcp, roots: roots.into(), https: Arc::default() }
    }

    fn https(&self) -> Result<HttpsConnector<Connector>, native_tls::Error> {
        let https = self.https.get_or_try_init(|| {
            let tls = if self.roots.is_empty() { system() } else { trusting(&self.roots) };
            Ok(HttpsConnector::from((self.tcp.clone(), tls?.into())))
        });
        https.cloned()
    }
}

/// What trusts the system's CAs, one for all clients: to read them takes tens of milliseconds.
fn system() -> Result<TlsConnector, native_tls::Error> {
    static SYSTEM: OnceCell<TlsConnector> = OnceCell::new();
    SYSTEM.get_or_try_init(|| trusting(&[])).cloned()
}

fn trusting(roots: &[Certificate]) -> Result<TlsConnector, native_tls::Error> {
    let mut tls = TlsConnector::builder();
    tls.min_protocol_version(Some(Protocol::Tlsv12));
    for root in roots {
        tls.add_root_certificate(root.clone());
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
        if target.scheme() == Some(&Scheme::HTTP) {
            let connecting = self.tcp.call(target);
            return Box::pin(async { Ok(MaybeHttpsStream::Http(connecting.await?)) });
        }
        match self.https() {
            Ok(mut https) => Box::pin(https.call(target)),
            Err(error) => {
                let message = format!("TLS can't be set up on this machine: {error}");
                Box::pin(ready(Err(message.into())))
            }
        }
    }
}
