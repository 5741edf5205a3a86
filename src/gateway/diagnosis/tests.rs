//! What cannot be made from outside: the gateway's own keys, a rare serial number, and the cost.

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use openssl::base64::encode_block;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::sign::Signer;

use super::*;
use crate::gateway::keys::Certified;

const NOW: u64 = 1_554_208_460;

fn diagnose(
    keys: &Keys,
    key: &PKey<Private>,
    serial: &str,
    signed: &Signed<'_>,
    message: &[u8],
) -> Option<Diagnosis> {
    let mut signer = Signer::new(MessageDigest::sha256(), key).unwrap();
    let signature = encode_block(&signer.sign_oneshot_to_vec(message).unwrap());
    let text = format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"{MCHID}\",nonce_str=\"n1\",signature=\"{signature}\",\
         timestamp=\"{NOW}\",serial_no=\"{serial}\""
    );
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_str(&text).unwrap());
    let refused = Evidence { signed, whole: signed.body, host: "127.0.0.1:1", now: NOW };
    Diagnosis::of(&headers, &refused, keys)
}

fn names(diagnosis: Option<Diagnosis>) -> String {
    let diagnosis = diagnosis.map_or_else(Vec::new, |diagnosis| diagnosis.findings);
    diagnosis.iter().map(Finding::name).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_gateways_own_keys_are_known() {
    let keys = Keys::generate().unwrap();
    keys.rotate().unwrap();
    let second: &Certified = &keys.platform_now();
    let signed = Signed { method: "GET", target: "/v3/a?b=1", body: b"", length: 0 };
    let right = format!("GET\n/v3/a?b=1\n{NOW}\nn1\n\n");
    for (key, expected) in [
        (&keys.merchant.key, ""),
        (&keys.platform.key, "key-platform"),
        (&second.key, "key-platform"),
        (&keys.public_key.key, "key-public"),
    ] {
        let serial = &keys.merchant.serial;
        let found = diagnose(&keys, key, serial, &signed, right.as_bytes());
        assert_eq!(names(found), expected);
        let found = diagnose(&keys, key, serial, &signed, b"else");
        assert!(names(found).ends_with("message-unknown-query"));
    }
}

#[test]
fn a_serial_number_with_leading_zeros() {
    let mut keys = Keys::generate().unwrap();
    keys.merchant.serial = format!("00AB{}", &keys.merchant.serial[4..]);
    let serial = keys.merchant.serial.clone();
    let signed = Signed { method: "GET", target: "/v3/a", body: b"", length: 0 };
    let message = format!("GET\n/v3/a\n{NOW}\nn1\n\n");
    for (sent, expected) in [
        (serial.clone(), ""),
        (serial[2..].to_owned(), "serial-zeros"),
        (format!("0{serial}"), "serial-zeros"),
        (serial.to_lowercase(), ""),
        (serial[2..].to_lowercase(), "serial-zeros"),
    ] {
        let found = diagnose(&keys, &keys.merchant.key, &sent, &signed, message.as_bytes());
        assert_eq!(names(found), expected, "{sent}");
    }
}

/// The worst cases are those that find nothing: all is tried. Nothing here looks at a clock.
#[test]
fn the_cost_is_bounded() {
    let keys = Keys::generate().unwrap();
    let query: Vec<_> = (0..5).map(|at| format!("k%2F{at}=a%20+{at}:")).collect();
    let target = format!("/v3/a%2Fb/{{c}}/d:e?{}", query.join("&"));
    let small = br#"{"b":"/<\u5fae","a":{"d":1,"c":2,"e":3},"f":[{"g":1,"h":2}]}"#.to_vec();
    let text = |length: usize| format!("{{\"b\":\"{}\"}}", "/".repeat(length)).into_bytes();
    let objects = |count: usize| {
        let objects = (0..count).map(|at| json!({ "a": at, "b": "/", "c": { "e": 1, "d": 2 } }));
        serde_json::to_vec(&objects.collect::<Vec<_>>()).unwrap()
    };
    let bodies = [Vec::new(), small, objects(100), objects(1500), text(60_000), text(4_000_000)];
    for body in bodies {
        let signed = Signed { method: "POST", target: &target, body: &body, length: body.len() };
        let serial = &keys.merchant.serial;
        let found = names(diagnose(&keys, &keys.merchant.key, serial, &signed, b"else"));
        assert!(found.starts_with("message-unknown"), "{found}");
        let lines = [
            fields::methods("POST"),
            target::variants(&target, "h"),
            fields::timestamps("1554208460"),
            fields::nonces("n1"),
            body::variants(&body, &body),
        ];
        let all: usize = lines.iter().map(|variants| variants.all().len()).sum();
        assert!(all < 2000, "{all}");
    }
}
