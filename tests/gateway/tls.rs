//! The gateway over TLS: who is served, and who is refused.

use crate::support;

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::json;
use wechatpay_chain::{Client, ClientBuilder, ErrorKind, Gateway, Outcome, PrivateKey, PublicKey};

use support::folder::Folder;
use support::server::PATIENCE;

/// A client that trusts the system's certificates alone.
fn untrusting(gateway: &Gateway) -> ClientBuilder {
    Client::builder()
        .base_uri(gateway.base_uri())
        .mchid(gateway.mchid())
        .serial(gateway.merchant_serial())
        .private_key(PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap())
        .platform_key(
            gateway.public_key_id(),
            PublicKey::from_pem(gateway.platform_public_key_pem()).unwrap(),
        )
}

#[test]
fn a_client_of_the_gateway_trusts_it() {
    let gateway = Gateway::builder().tls(true).start().unwrap();
    assert!(gateway.base_uri().starts_with("https://127.0.0.1:"));
    gateway.client().unwrap().chain("v3/certificates").get(json!({})).unwrap();
    // By its other name as well.
    let base = gateway.base_uri().replace("127.0.0.1", "localhost");
    let client = gateway.client_builder().base_uri(&base).build().unwrap();
    client.chain("v3/certificates").get(json!({})).unwrap();
    assert!(gateway.requests().iter().all(wechatpay_chain::gateway::ReceivedRequest::verified));
    assert_eq!(gateway.requests().len(), 2);
}

#[test]
fn one_that_does_not_trust_it_sends_nothing() {
    let gateway = Gateway::builder().tls(true).start().unwrap();
    let error = untrusting(&gateway)
        .build()
        .unwrap()
        .chain("v3/pay")
        .post(json!({"json": {"amount": 1}}))
        .unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent));
    assert!(error.to_string().contains("root_certificate"), "{error}");
    // Another gateway's certificate is not this one's.
    let other = Gateway::builder().tls(true).start().unwrap();
    let client = untrusting(&gateway).root_certificate(other.tls_certificate_pem().unwrap());
    let error = client.build().unwrap().chain("v3/x").get(json!({})).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent));
    assert!(gateway.requests().is_empty());
}

#[test]
fn plain_http_is_closed_and_silence_holds_nobody_up() {
    let gateway = Gateway::builder().tls(true).start().unwrap();
    let address = gateway.base_uri().trim_start_matches("https://").trim_end_matches('/');
    let _silent = TcpStream::connect(address).unwrap();
    let mut plain = TcpStream::connect(address).unwrap();
    plain.set_read_timeout(Some(PATIENCE)).unwrap();
    plain.write_all(b"GET /v3/certificates HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    // An end, or a reset; not a wait.
    if let Err(error) = plain.read_to_end(&mut answer) {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "{error}");
    }
    assert!(!answer.starts_with(b"HTTP/1.1 200"));
    gateway.client().unwrap().chain("v3/certificates").get(json!({})).unwrap();
}

#[test]
fn the_folder_keeps_the_certificate() {
    let folder = Folder::new();
    let builder = || Gateway::builder().dir(folder.path().join("keys"));
    let plain = builder().start().unwrap();
    assert_eq!(plain.tls_certificate_pem(), None);
    assert!(!folder.path().join("keys/tls_cert.pem").exists());
    let merchant = plain.merchant_serial().to_owned();
    drop(plain);
    // A folder that was made without TLS gets what it needs beside its keys.
    let first = builder().tls(true).start().unwrap();
    let certificate = first.tls_certificate_pem().unwrap().to_owned();
    assert_eq!(first.merchant_serial(), merchant);
    let read = |name: &str| std::fs::read_to_string(folder.path().join("keys").join(name)).unwrap();
    assert_eq!(read("tls_cert.pem"), certificate);
    assert!(read("config.toml").contains("root_certificate = \"tls_cert.pem\""));
    drop(first);
    // Also through a start without TLS.
    drop(builder().start().unwrap());
    assert!(!read("config.toml").contains("root_certificate"));
    let again = builder().tls(true).start().unwrap();
    assert_eq!(again.tls_certificate_pem(), Some(&*certificate));
    again.client().unwrap().chain("v3/certificates").get(json!({})).unwrap();
    drop(again);
    let new = builder().tls(true).new_keys(true).start().unwrap();
    assert_ne!(new.tls_certificate_pem(), Some(&*certificate));
    drop(new);
    std::fs::remove_file(folder.path().join("keys/platform/tls_key.pem")).unwrap();
    let error = builder().tls(true).start().unwrap_err();
    assert!(error.to_string().contains("tls_key.pem` is missing"), "{error}");
}
