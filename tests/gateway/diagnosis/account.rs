//! Whose key it is signed with, and whose certificate is named.

use super::by_hand::{BODY, Sent, TARGET, expect, gateway};
use crate::support::keys;

#[test]
fn the_key() {
    let gateway = gateway();
    let mut sent = Sent::new(&gateway, "POST", TARGET, BODY);
    sent.key = keys::rsa(2048);
    expect(sent.signed(&sent.message()), &["key-unknown"]);
    sent.key = keys::rsa(3072);
    expect(sent.signed(&sent.message()), &["signature-length"]);
    // The gateway keeps its private keys to itself, but its answers bear their signatures: that of
    // `{}` holds for a request signed as an answer.
    let response = gateway.client().unwrap().chain("v3/a/b").get(()).unwrap();
    let by_certificate = || {
        let key = wechatpay_chain::PublicKey::from_pem(gateway.platform_certificate_pem()).unwrap();
        let own = wechatpay_chain::PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap();
        let client = wechatpay_chain::Client::builder()
            .base_uri(gateway.base_uri())
            .mchid(gateway.mchid())
            .serial(gateway.merchant_serial())
            .private_key(own)
            .platform_key(gateway.platform_serial(), key)
            .build()
            .unwrap();
        client.chain("v3/a/b").get(()).unwrap()
    };
    for (answer, name) in [(response, "key-public"), (by_certificate(), "key-platform")] {
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        let mut sent = Sent::new(&gateway, "POST", TARGET, "{}");
        sent.timestamp = header("wechatpay-timestamp");
        sent.nonce = header("wechatpay-nonce");
        let signature = header("wechatpay-signature");
        expect(sent.send(&signature), &[name, "as-a-response"]);
    }
}

#[test]
fn the_serial_number() {
    let gateway = gateway();
    let right = gateway.merchant_serial();
    let colons = right.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    let colons = colons.collect::<Vec<_>>().join(":");
    let decimal = openssl::bn::BigNum::from_hex_str(right).unwrap().to_dec_str().unwrap();
    for (serial, name) in [
        (gateway.platform_serial(), "serial-platform"),
        (gateway.public_key_id(), "serial-public-key"),
        (&colons, "serial-colons"),
        (&format!("0x{right}"), "serial-colons"),
        (&decimal, "serial-decimal"),
        (keys::MERCHANT_SERIAL, "serial-unknown"),
    ] {
        let mut sent = Sent::new(&gateway, "GET", TARGET, "");
        serial.clone_into(&mut sent.serial);
        let refused = sent.signed(&sent.message());
        let diagnosis = expect(refused, &[name]);
        let finding = &diagnosis.findings()[0];
        assert_eq!((finding.line(), finding.expected()), (None, Some(right)));
        assert!(diagnosis.to_string().contains(&format!("(expected: `{right}`)")), "{diagnosis}");
        // What else is wrong comes at once.
        expect(sent.signed(&sent.lines().join("\n")), &[name, "final-newline"]);
    }
    // Clients send it in lower case, too, and WeChat Pay accepts that.
    let mut sent = Sent::new(&gateway, "GET", TARGET, "");
    sent.serial = right.to_lowercase();
    assert_eq!(sent.answered().status, 200);
    sent.serial = keys::MERCHANT_SERIAL.to_owned();
    let refused = sent.answered();
    let words = "the merchant certificate's serial number is wrong";
    assert!(refused.json["message"].as_str().unwrap().starts_with(words), "{}", refused.json);
    let mut sent = Sent::new(&gateway, "GET", TARGET, "");
    sent.mchid = "1".to_owned();
    expect(sent.signed(&sent.message()), &["mchid-unknown"]);
}
