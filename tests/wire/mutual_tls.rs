//! APIv2's mutual TLS: the calls that need it present the merchant's certificate, and no other.

use crate::support;

use std::sync::{Arc, Mutex};

use openssl::pkcs12::Pkcs12;
use openssl::ssl::{SslVerifyMode, SslVersion};
use openssl::x509::X509;
use serde_json::{Value, json};
use wechatpay_chain::{ClientBuilder, ErrorKind, Hash};

use support::keys::{self, Keys, MCHID, MERCHANT_SERIAL};
use support::server::{Reply, Server, answer};

const SECRET: &str = "exposed_your_key_here_have_risks";

type Presented = Arc<Mutex<Vec<Vec<u8>>>>;

/// A server that asks for a certificate, and takes any: those that were presented, and its own.
fn server(newest: SslVersion) -> (Server, Presented, Vec<u8>) {
    let presented = Presented::default();
    let seen = Arc::clone(&presented);
    let (acceptor, own) = keys::acceptor_with(Some(newest), |acceptor| {
        acceptor.set_verify_callback(SslVerifyMode::PEER, move |_, context| {
            let certificate = context.current_cert().unwrap().to_der().unwrap();
            seen.lock().unwrap().push(certificate);
            true
        });
        // Without it OpenSSL resumes no session of a server that asks for certificates.
        acceptor.set_session_id_context(b"test").unwrap();
    });
    let sign = Hash::sign("MD5", "return_code=SUCCESS", SECRET).unwrap();
    let body = format!("<xml><return_code>SUCCESS</return_code><sign>{sign}</sign></xml>");
    let reply = move |_: &_| Reply::Raw(answer(200, "", body.as_bytes()));
    (Server::at("127.0.0.1", Some(acceptor), reply), presented, own)
}

fn merchant_certificate() -> X509 {
    keys::certificate(&Keys::shared().merchant, MERCHANT_SERIAL)
}

fn builder(server: &Server, root: &[u8]) -> ClientBuilder {
    support::builder(server).root_certificate(root).secret(SECRET)
}

#[test]
fn only_calls_that_need_it_present_the_certificate() {
    let certificate = merchant_certificate();
    let p12 = Pkcs12::builder().pkey(&Keys::shared().merchant).cert(&certificate).build2(MCHID);
    let forms = [certificate.to_pem().unwrap(), p12.unwrap().to_der().unwrap()];
    for (version, form) in [SslVersion::TLS1_2, SslVersion::TLS1_3].into_iter().zip(forms) {
        let (server, presented, root) = server(version);
        let client = builder(&server, &root).merchant_certificate(form).build().unwrap();
        let xml = json!({"mch_id": MCHID});
        // Its own: those of sync calls are the whole process's, and other tests' calls may take them.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let call = |path: &str, options: Value| {
            runtime.block_on(client.chain(path).post_async(options)).unwrap()
        };

        call("v2/pay/orderquery", json!({"xml": xml}));
        call("v2/secapi/pay/refund", json!({"xml": xml, "security": false}));
        assert_eq!(server.connections(), 1);
        assert!(presented.lock().unwrap().is_empty(), "nothing has to be presented");

        call("v2/secapi/pay/refund", json!({"xml": xml}));
        call("v2/mmpaymkttransfers/promotion/transfers", json!({"xml": xml, "security": true}));
        assert_eq!(server.connections(), 2, "they have a connection of their own, used again");
        let presented = presented.lock().unwrap();
        assert_eq!(presented.first(), Some(&certificate.to_der().unwrap()));

        call("v2/pay/orderquery", json!({"xml": xml}));
        let requests = server.requests();
        let connections: Vec<_> = requests.iter().map(|seen| seen.connection).collect();
        assert_eq!(connections, [0, 0, 1, 1, 0]);
    }
}

#[test]
fn an_unfit_certificate_is_an_error_when_the_client_is_built() {
    let (server, _, root) = server(SslVersion::TLS1_3);
    let others = keys::certificate(&Keys::shared().platform, MERCHANT_SERIAL).to_pem().unwrap();
    let own = merchant_certificate();
    let p12 = Pkcs12::builder().pkey(&Keys::shared().merchant).cert(&own).build2("other");
    for (certificate, words) in [
        (others, "don't belong together"),
        (b"no certificate".to_vec(), ".p12"),
        (p12.unwrap().to_der().unwrap(), "passphrase"),
        (Keys::shared().merchant_private_pem.clone(), "PEM"),
    ] {
        let error = builder(&server, &root).merchant_certificate(certificate).build().unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert!([ErrorKind::Config, ErrorKind::Crypto].contains(&error.kind()), "{error}");
    }
    let keyless = wechatpay_chain::Client::builder().mchid(MCHID).secret(SECRET);
    let keyless = keyless.merchant_certificate(own.to_pem().unwrap());
    assert!(keyless.build().unwrap_err().to_string().contains("private_key()"));
}
