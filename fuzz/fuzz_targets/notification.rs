//! Arbitrary notifications: only signed and encrypted ones are accepted.

#![no_main]

use std::sync::LazyLock;

use http::HeaderMap;
use libfuzzer_sys::fuzz_target;
use openssl::symm::{Cipher, encrypt_aead};
use serde_json::{Value, json};
use wechatpay_chain::{ErrorKind, NotificationParser};
use wechatpay_chain_fuzz::{SERIAL, append, fixed, platform_key, signed};

const KEY: &[u8; 32] = b"0123456789abcdef0123456789ABCDEF";

static PARSER: LazyLock<NotificationParser> = LazyLock::new(|| {
    NotificationParser::builder()
        .platform_key(SERIAL, platform_key())
        .apiv3_key("1900000109", KEY)
        .clock(fixed)
        .build()
        .unwrap()
});

type Input = (u8, Vec<(u8, Vec<u8>)>, Vec<u8>, String);

fuzz_target!(|input: Input| {
    let (mode, pairs, data, text) = input;
    let encrypts = mode & 2 != 0;
    let body = if encrypts { envelope(&data, &text, mode) } else { data.clone() };
    let is_signed = mode & 1 != 0;
    let mut headers = if is_signed { signed(&body) } else { HeaderMap::new() };
    append(&mut headers, pairs);
    match PARSER.parse(&headers, &body) {
        Ok(notification) => {
            assert!(is_signed && encrypts, "accepted without a signature or a key");
            assert_eq!(notification.resource_bytes(), data);
            let _ = notification.resource::<Value>().map_err(|error| error.to_string());
            let _ = notification.resource::<Vec<u8>>().map_err(|error| error.to_string());
        }
        Err(error) => {
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains(char::is_control), "{shown:?}");
            assert!(shown.len() < 10_000, "{} bytes", shown.len());
            assert!(is_signed || error.kind() == ErrorKind::Verify, "{error}");
        }
    }
});

/// A valid envelope in which `text` replaces one field.
fn envelope(plaintext: &[u8], text: &str, mode: u8) -> Vec<u8> {
    let mut tag = [0; 16];
    let cipher = Cipher::aes_256_gcm();
    let nonce = Some(&b"0123456789ab"[..]);
    let mut bytes = encrypt_aead(cipher, KEY, nonce, b"transaction", plaintext, &mut tag).unwrap();
    bytes.extend_from_slice(&tag);
    let mut body = json!({
        "id": "EV-1",
        "create_time": "2015-05-20T13:29:35+08:00",
        "resource_type": "encrypt-resource",
        "event_type": "TRANSACTION.SUCCESS",
        "summary": "ok",
        "resource": {
            "original_type": "transaction",
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": openssl::base64::encode_block(&bytes),
            "associated_data": "transaction",
            "nonce": "0123456789ab",
        },
    });
    let names = ["id", "summary", "algorithm", "ciphertext", "associated_data", "nonce"];
    if let Some(name) = names.get(usize::from(mode >> 2)) {
        let top = ["id", "summary"].contains(name);
        let place = if top { &mut body } else { &mut body["resource"] };
        place[name] = text.into();
    }
    body.to_string().into_bytes()
}
