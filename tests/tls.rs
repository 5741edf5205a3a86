//! A real TLS handshake, with a certificate made here: trusted, and refused.

mod support;

use openssl::ssl::SslVersion;
use wechatpay_chain::{ErrorKind, Outcome};

use support::keys;
use support::server::{Reply, Server};

/// A server with a certificate for 127.0.0.1 and localhost, which is where it need not be.
fn server(ip: &str, newest: SslVersion) -> (Server, Vec<u8>) {
    let (acceptor, certificate) = keys::acceptor(Some(newest));
    (Server::at(ip, Some(acceptor), |_| Reply::ok("{}")), certificate)
}

#[test]
fn a_root_certificate_makes_the_handshake() {
    for version in [SslVersion::TLS1_2, SslVersion::TLS1_3] {
        let (server, pem) = server("127.0.0.1", version);
        let client = support::builder(&server).root_certificate(&pem).build().unwrap();
        for _ in 0..3 {
            client.chain("v3/t").post(()).unwrap();
        }
        assert_eq!((server.connections(), server.requests().len()), (1, 3));
        assert!(server.requests()[0].is_signed());
        // By name, too: the certificate is for both.
        let port = server.address().port();
        let named = support::builder(&server).base_uri(format!("https://localhost:{port}/"));
        named.root_certificate(&pem).build().unwrap().chain("v3/t").get(()).unwrap();
    }
}

#[test]
fn an_unknown_or_wrong_certificate_is_refused_before_anything_is_sent() {
    let (server, _) = server("127.0.0.1", SslVersion::TLS1_3);
    let (elsewhere, pem) = self::server("127.0.0.2", SslVersion::TLS1_3);
    for builder in [
        support::builder(&server),
        support::builder(&server).root_certificate(&pem),
        // Trusted, but for another name.
        support::builder(&elsewhere).root_certificate(&pem),
    ] {
        let error = builder.build().unwrap().chain("v3/t").post(()).unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Connect, Outcome::NotSent),
            "{error}"
        );
        assert!(error.to_string().contains("certificate verify failed"), "{error}");
    }
    assert!(server.requests().is_empty() && elsewhere.requests().is_empty());
}

#[test]
fn tls_below_1_2_is_not_spoken() {
    let (server, pem) = server("127.0.0.1", SslVersion::TLS1_1);
    let client = support::builder(&server).root_certificate(pem).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent), "{error}");
}
