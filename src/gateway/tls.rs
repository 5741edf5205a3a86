//! TLS, for clients that take nothing else. The system's TLS library serves it, as it does for the
//! client.

use std::io;
use std::time::Duration;

use native_tls::Identity;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_native_tls::{TlsAcceptor, TlsStream};

use super::keys::Certified;
use crate::error::{Error, ErrorKind};

/// The longest that a handshake may take. One who says nothing, or waits for an answer to plain
/// http, is not kept for ever.
const HANDSHAKE: Duration = Duration::from_secs(8);

pub(super) fn acceptor(certified: &Certified) -> Result<TlsAcceptor, Error> {
    let (certificate, key) = (certified.certificate_pem.as_bytes(), certified.key_pem.as_bytes());
    let acceptor = Identity::from_pkcs8(certificate, key).and_then(native_tls::TlsAcceptor::new);
    acceptor.map(TlsAcceptor::from).map_err(|error| {
        let message = format!("the gateway can't serve TLS on this machine: {error}");
        Error::new(ErrorKind::Crypto, message).with_source(error)
    })
}

pub(super) async fn accept(
    acceptor: &TlsAcceptor,
    stream: TcpStream,
) -> io::Result<TlsStream<TcpStream>> {
    let accepted = timeout(HANDSHAKE, acceptor.accept(stream)).await;
    accepted.map_err(|_| io::ErrorKind::TimedOut)?.map_err(io::Error::other)
}
