//! Ported from PHP: downloads and decrypts platform certificates; then the client does the same.
//! See docs/porting.md.
//!
//! `cargo run --example port_certificates` needs no account: it calls the local gateway.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::certificates::Refresh;
use wechatpay_chain::{AesGcm, Client, Gateway, PemUtil, PrivateKey, ResponseExt, chain};

fn main() -> Result<(), Box<dyn Error>> {
    let gateway = Gateway::start()?;
    gateway.on(Method::GET, "/v3/pay/transactions/id/{transaction_id}", |_| json!({}));

    let certificates = certificates(&gateway.client()?, gateway.apiv3_key())?;
    for (serial, pem) in &certificates {
        println!("{serial}: {} bytes", pem.len());
    }
    let known = [(gateway.platform_serial().to_owned(), gateway.platform_certificate_pem().into())];
    assert_eq!(certificates, known);

    // No platform key is configured: the client downloads the certificates automatically.
    let client = Client::builder()
        .base_uri(gateway.base_uri())
        .mchid(gateway.mchid())
        .serial(gateway.merchant_serial())
        .private_key(PrivateKey::from_pem(gateway.merchant_key_pem())?)
        .apiv3_key(gateway.apiv3_key())
        .download_certificates(Refresh::new())
        .build()?;
    let order = client.chain("v3/pay/transactions/id/{transaction_id}");
    let call = json!({"transaction_id": "4200001", "query": {"mchid": gateway.mchid()}});
    order.get(&call)?;
    let newer = gateway.rotate_certificate()?;
    println!("exchanged for {newer}");
    // The client downloads at most once a minute automatically, so this calls refresh.
    let downloaded = client.certificates().ok_or("none are downloaded")?;
    downloaded.refresh().wait()?;
    order.get(&call)?;
    assert!(downloaded.serials().iter().any(|(serial, _expires)| *serial == newer));
    Ok(())
}

/// The port: the serial numbers and certificates, the answer being verified by a known one.
fn certificates(client: &Client, apiv3_key: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let answer: Value = chain!(client->v3->certificates).get(())?.json()?;
    let mut certificates = Vec::new();
    for entry in answer["data"].as_array().ok_or("no data")? {
        let text = |key| entry["encrypt_certificate"][key].as_str().ok_or("a field is missing");
        let (ciphertext, nonce) = (text("ciphertext")?, text("nonce")?);
        let pem = AesGcm::decrypt(ciphertext, apiv3_key, nonce, text("associated_data")?)?;
        let pem = String::from_utf8(pem)?;
        certificates.push((PemUtil::parse_certificate_serial_no(&pem)?, pem));
    }
    Ok(certificates)
}
