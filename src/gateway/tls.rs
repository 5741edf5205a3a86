//! TLS at the gateway. It asks for the merchant's certificate, which APIv2 needs for some calls.

use std::io;
use std::pin::Pin;
use std::sync::Arc;

use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Private};
use openssl::ssl::{Ssl, SslAcceptor, SslMethod, SslVerifyMode};
use openssl::x509::X509;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_openssl::SslStream;

use crate::error::{Error, ErrorKind};
use crate::language::say;

/// Who is at the other end of a connection; in a request's extensions.
#[derive(Clone)]
pub(super) enum Peer {
    /// Without TLS nobody can present a certificate.
    Plain,
    /// The certificate that was presented, if one was.
    Tls(Option<Arc<X509>>),
}

impl Peer {
    /// Of the addresses that it calls.
    pub(super) fn scheme(&self) -> &'static str {
        match self {
            Self::Plain => "http",
            Self::Tls(_) => "https",
        }
    }
}

pub(super) fn acceptor(certificate: &X509, key: &PKey<Private>) -> Result<SslAcceptor, Error> {
    let made = || -> Result<SslAcceptor, ErrorStack> {
        let mut acceptor = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server())?;
        acceptor.set_certificate(certificate)?;
        acceptor.set_private_key(key)?;
        // Which call it is, and whether that needs a certificate, is known later.
        acceptor.set_verify_callback(SslVerifyMode::PEER, |_, _| true);
        // Otherwise OpenSSL resumes no session, since it asks for certificates.
        acceptor.set_session_id_context(b"wechatpay")?;
        Ok(acceptor.build())
    };
    made().map_err(|error| {
        let message = say!(
            "the gateway can't serve TLS on this machine: {error}",
            "网关无法在本机提供 TLS：{error}"
        );
        Error::new(ErrorKind::Crypto, message).with_source(error)
    })
}

pub(super) async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(
    acceptor: &SslAcceptor,
    stream: S,
) -> io::Result<SslStream<S>> {
    let mut stream = SslStream::new(Ssl::new(acceptor.context())?, stream)?;
    Pin::new(&mut stream).accept().await.map_err(io::Error::other)?;
    Ok(stream)
}
