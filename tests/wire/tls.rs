//! A real TLS handshake, with a certificate made here: trusted, and refused.

use crate::support;

use std::ops::Range;

use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::ssl::{SslAcceptor, SslMethod, SslVersion};
use openssl::x509::extension::SubjectAlternativeName;
use openssl::x509::{X509, X509NameBuilder};
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
        // Its own: those of sync calls are the whole process's, and other tests' calls may take them.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for _ in 0..3 {
            runtime.block_on(client.chain("v3/t").post_async(())).unwrap();
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

/// A certificate of `key` for 127.0.0.1, by an issuer, valid for these days from now.
fn certificate(key: &PKey<Private>, issuer: &str, by: &PKey<Private>, days: Range<i64>) -> X509 {
    let name = |cn: &str| {
        let mut name = X509NameBuilder::new().unwrap();
        name.append_entry_by_text("CN", cn).unwrap();
        name.build()
    };
    let day = |days: i64| {
        let now = i64::try_from(support::server::now()).unwrap();
        Asn1Time::from_unix(now + days * 24 * 3600).unwrap()
    };
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_serial_number(&BigNum::from_u32(7).unwrap().to_asn1_integer().unwrap()).unwrap();
    builder.set_subject_name(&name("the server")).unwrap();
    builder.set_issuer_name(&name(issuer)).unwrap();
    builder.set_pubkey(key).unwrap();
    builder.set_not_before(&day(days.start)).unwrap();
    builder.set_not_after(&day(days.end)).unwrap();
    let context = builder.x509v3_context(None, None);
    let names = SubjectAlternativeName::new().ip("127.0.0.1").build(&context).unwrap();
    builder.append_extension(names).unwrap();
    builder.sign(by, MessageDigest::sha256()).unwrap();
    builder.build()
}

/// What a call says to a server with this certificate, which is trusted or not.
fn distrusted(ip: &str, key: &PKey<Private>, certificate: &X509, trusted: bool) -> String {
    let mut acceptor = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls()).unwrap();
    acceptor.set_private_key(key).unwrap();
    acceptor.set_certificate(certificate).unwrap();
    let server = Server::at(ip, Some(acceptor.build()), |_| Reply::ok("{}"));
    let mut builder = support::builder(&server);
    if trusted {
        builder = builder.root_certificate(certificate.to_pem().unwrap());
    }
    let error = builder.build().unwrap().chain("v3/t").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent), "{error}");
    let host = format!("POST v3/t: no connection to {}: ", server.address());
    error.to_string().strip_prefix(&host).unwrap_or_else(|| panic!("{error}")).to_owned()
}

#[test]
fn the_reason_and_its_remedy_are_named() {
    let (key, ca) = (keys::rsa(2048), keys::rsa(2048));
    let own = |days| certificate(&key, "the server", &key, days);
    let issued = certificate(&key, "an unknown CA", &ca, -1..2);
    let unknown_ca = ["ca-certificates", "root_certificate()"];
    for (ip, certificate, trusted, reason, remedies) in [
        ("127.0.0.1", own(-1..2), false, "self-signed certificate", unknown_ca),
        ("127.0.0.1", issued, false, "unable to get local issuer certificate", unknown_ca),
        ("127.0.0.2", own(-1..2), true, "IP address mismatch", ["another host", "call the one"]),
        ("127.0.0.1", own(-3..-1), true, "certificate has expired", ["clock", "new certificate"]),
        ("127.0.0.1", own(1..3), true, "not yet valid", ["clock", "new certificate"]),
    ] {
        let said = distrusted(ip, &key, &certificate, trusted);
        // Older OpenSSL spells it without the hyphen.
        let plain = said.replace("self signed", "self-signed");
        assert!(plain.starts_with("certificate verify failed: "), "{said}");
        assert!(plain.contains(reason), "{reason}: {said}");
        assert!(remedies.iter().all(|remedy| said.contains(remedy)), "{said}");
        assert!(!said.contains(".c:"), "no source file of OpenSSL's: {said}");
    }
}

#[test]
fn no_connection_names_the_host() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let plain = Server::start(|_| Reply::ok("{}"));
    for base_uri in [
        format!("http://127.0.0.1:{port}/"),
        format!("https://localhost:{port}/"),
        format!("https://[::1]:{port}/"),
    ] {
        let client = support::builder(&plain).base_uri(&base_uri).build().unwrap();
        let error = client.chain("v3/t").post(()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent));
        let host = base_uri.split('/').nth(2).unwrap();
        assert!(error.to_string().contains(&format!("no connection to {host}: ")), "{error}");
    }
}

#[test]
fn tls_below_1_2_is_not_spoken() {
    let (server, pem) = server("127.0.0.1", SslVersion::TLS1_1);
    let client = support::builder(&server).root_certificate(pem).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent), "{error}");
}
