//! The parser and bytes that were signed and encrypted by hand, with OpenSSL.

use crate::support;

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue};
use openssl::symm::{Cipher, encrypt_aead};
use proptest::prelude::*;
use serde_json::{Value, json};
use wechatpay_chain::{Error, Notification, NotificationErrorKind as Kind, NotificationParser};

use support::keys::{self, Keys, PLATFORM_SERIAL};

const KEY: &[u8; 32] = b"0123456789abcdef0123456789ABCDEF";
const NOW: i64 = 1_700_000_000;
const NAMES: [&str; 4] =
    ["wechatpay-serial", "wechatpay-timestamp", "wechatpay-nonce", "wechatpay-signature"];

fn fixed() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

fn parser() -> NotificationParser {
    let key = keys::platform_certificate();
    NotificationParser::builder()
        .platform_key(PLATFORM_SERIAL, key)
        .apiv3_key("1900000109", KEY)
        .clock(fixed)
        .build()
        .unwrap()
}

fn signed(timestamp: &str, body: &[u8]) -> HeaderMap {
    let message = [timestamp.as_bytes(), b"nonce", body, b""].join(&b'\n');
    let signature = keys::sign(&Keys::shared().platform, &message);
    let values = [PLATFORM_SERIAL, timestamp, "nonce", &signature];
    let value = |value: &str| HeaderValue::from_bytes(value.as_bytes()).unwrap();
    NAMES.iter().zip(values).map(|(name, text)| (name.parse().unwrap(), value(text))).collect()
}

fn encrypted(plaintext: &[u8], nonce: &str, aad: &str) -> String {
    let mut tag = [0; 16];
    let (nonce, aad) = (Some(nonce.as_bytes()), aad.as_bytes());
    let mut bytes =
        encrypt_aead(Cipher::aes_256_gcm(), KEY, nonce, aad, plaintext, &mut tag).unwrap();
    bytes.extend_from_slice(&tag);
    openssl::base64::encode_block(&bytes)
}

fn envelope() -> Value {
    json!({
        "id": "EV-2018022511223320873",
        "create_time": "2015-05-20T13:29:35+08:00",
        "resource_type": "encrypt-resource",
        "event_type": "TRANSACTION.SUCCESS",
        "summary": "支付成功",
        "resource": {
            "original_type": "transaction",
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": encrypted(br#"{"a":1}"#, "abcdef012345", "transaction"),
            "associated_data": "transaction",
            "nonce": "abcdef012345",
        },
    })
}

fn parse(body: impl AsRef<[u8]>) -> Result<Notification, Error> {
    parser().parse(&signed(&NOW.to_string(), body.as_ref()), body)
}

fn kind(result: Result<Notification, Error>) -> Kind {
    result.unwrap_err().notification().unwrap()
}

#[test]
fn a_notification_made_by_hand_is_read() {
    // As it came: its spaces and the order of its fields are signed.
    let body = format!(" {:#}\n", envelope());
    let notification = parse(&body).unwrap();
    assert_eq!(notification.id, "EV-2018022511223320873");
    assert_eq!(notification.create_time, "2015-05-20T13:29:35+08:00");
    assert_eq!(notification.merchant(), "1900000109");
    assert_eq!(notification.resource_json().unwrap(), json!({"a": 1}));
    let headers = signed(&NOW.to_string(), body.as_bytes());
    assert_eq!(kind(parser().parse(&headers, body.trim())), Kind::WrongSignature);
}

#[test]
fn what_is_optional_may_be_absent_empty_or_null() {
    let mut bare = envelope();
    bare["resource"]["ciphertext"] = encrypted(b"{}", "n", "").into();
    bare["resource"]["nonce"] = "n".into();
    for value in [None, Some(Value::Null), Some("".into())] {
        for name in ["associated_data", "original_type"] {
            match &value {
                Some(value) => bare["resource"][name] = value.clone(),
                None => {
                    bare["resource"].as_object_mut().unwrap().remove(name);
                }
            }
        }
        for name in ["create_time", "resource_type", "summary"] {
            bare[name] = value.clone().unwrap_or_default();
        }
        let notification = parse(bare.to_string()).unwrap();
        assert_eq!(notification.resource_bytes(), b"{}");
        assert_eq!(notification.summary, "");
    }
}

#[test]
fn each_header_must_be_there_once() {
    let body = envelope().to_string();
    let good = signed(&NOW.to_string(), body.as_bytes());
    assert!(parser().parse(&good, &body).is_ok());
    for name in NAMES {
        let mut without = good.clone();
        without.remove(name);
        let expected =
            if name == "wechatpay-signature" { Kind::Unsigned } else { Kind::MalformedHeader };
        assert_eq!(kind(parser().parse(&without, &body)), expected, "{name}");
        let mut twice = good.clone();
        twice.append(name, good[name].clone());
        assert_eq!(kind(parser().parse(&twice, &body)), Kind::MalformedHeader, "{name}");
        let mut foreign = good.clone();
        foreign.insert(name, HeaderValue::from_bytes(b"\xff").unwrap());
        assert_eq!(kind(parser().parse(&foreign, &body)), Kind::MalformedHeader, "{name}");
    }
    assert_eq!(kind(parser().parse(&HeaderMap::new(), &body)), Kind::Unsigned);
}

/// The lists of other frameworks, in which a name is in any case.
#[test]
fn pairs_are_read_as_strictly_as_a_map() {
    let body = envelope().to_string();
    let good = signed(&NOW.to_string(), body.as_bytes());
    assert_eq!(parser().parse_pairs(&good, &body).unwrap().id, "EV-2018022511223320873");
    assert!(parser().verify_pairs(&good, &body).is_ok());
    let pairs: Vec<(String, Vec<u8>)> =
        good.iter().map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect();
    let read = |pairs: &[(String, Vec<u8>)]| {
        let pairs = || pairs.iter().map(|(name, value)| (name, value));
        let parsed = parser().parse_pairs(pairs(), &body).map(|notification| notification.id);
        let verified = parser().verify_pairs(pairs(), &body);
        assert_eq!(parsed.is_ok(), verified.is_ok());
        parsed.map_err(|error| {
            assert_eq!(error.to_string(), verified.unwrap_err().to_string());
            (error.notification().unwrap(), error.to_string())
        })
    };
    let shouted: Vec<_> = pairs.iter().map(|(n, v)| (n.to_uppercase(), v.clone())).collect();
    assert!(read(&shouted).is_ok());
    for index in 0..pairs.len() {
        // The same header once more, under another spelling.
        let twice = read(&[&pairs[..], &shouted[index..=index]].concat());
        let (kind, message) = twice.unwrap_err();
        assert_eq!(kind, Kind::MalformedHeader);
        assert!(message.contains("more than one"), "{message}");
        for (value, expected) in [(&b"\xff"[..], "not ASCII"), (b"a\nb", "control character")] {
            let mut foreign = pairs.clone();
            foreign[index].1 = value.to_vec();
            let (kind, message) = read(&foreign).unwrap_err();
            assert_eq!(kind, Kind::MalformedHeader);
            assert!(message.contains(expected) && message.contains(&*pairs[index].0), "{message}");
        }
        let mut spaced = pairs.clone();
        spaced[index].0.push(' ');
        assert!(read(&spaced).is_err());
    }
    assert_eq!(read(&[]).unwrap_err().0, Kind::Unsigned);
}

#[test]
fn the_clock_may_be_300_seconds_off_and_no_more() {
    let body = envelope().to_string();
    for (offset, accepted) in [(-301, false), (-300, true), (0, true), (300, true), (301, false)] {
        let headers = signed(&(NOW + offset).to_string(), body.as_bytes());
        let result = parser().parse(&headers, &body);
        assert_eq!(result.is_ok(), accepted, "{offset}");
        if !accepted {
            assert_eq!(kind(result), Kind::Stale);
        }
    }
    // Signed well, and no times all the same.
    for timestamp in ["", "+1700000000", "1700000000.0", "1700000000 ", "9".repeat(30).as_str()] {
        let headers = signed(timestamp, body.as_bytes());
        assert_eq!(kind(parser().parse(&headers, &body)), Kind::MalformedHeader, "{timestamp}");
    }
}

#[test]
fn one_signature_has_one_spelling() {
    let body = envelope().to_string();
    let good = signed(&NOW.to_string(), body.as_bytes());
    let signature = good["wechatpay-signature"].to_str().unwrap();
    for (text, expected) in [
        (String::new(), Kind::WrongSignature),
        (format!("{} {}", &signature[..9], &signature[9..]), Kind::WrongSignature),
        (signature.trim_end_matches('=').to_owned(), Kind::WrongSignature),
        (signature.to_lowercase(), Kind::WrongSignature),
        (format!("WECHATPAY/SIGNTEST/{signature}"), Kind::Probe),
        ("WECHATPAY/SIGNTEST/".to_owned(), Kind::Probe),
        (format!("wechatpay/signtest/{signature}"), Kind::WrongSignature),
    ] {
        let mut headers = good.clone();
        headers.insert("wechatpay-signature", text.parse().unwrap());
        assert_eq!(kind(parser().parse(&headers, &body)), expected, "{text}");
    }
}

#[test]
fn what_is_signed_but_no_notification_is_named() {
    let changed = |path: &[&str], value: Value| {
        let mut body = envelope();
        let place = path.iter().fold(&mut body, |place, name| &mut place[*name]);
        *place = value;
        body.to_string()
    };
    let resource = |name: &str, value: Value| changed(&["resource", name], value);
    let cut = encrypted(b"", "abcdef012345", "")[..20].to_owned();
    for (body, expected, part) in [
        (String::new(), Kind::MalformedBody, "not JSON"),
        ("{".to_owned(), Kind::MalformedBody, "not JSON"),
        ("<xml/>".to_owned(), Kind::MalformedBody, "not JSON"),
        ("[".repeat(10_000), Kind::MalformedBody, "not JSON"),
        ("[]".to_owned(), Kind::MalformedBody, "its body is a list"),
        ("{}".to_owned(), Kind::MalformedBody, "`resource` is null"),
        (changed(&["id"], Value::Null), Kind::MalformedBody, "`id` is missing"),
        (changed(&["id"], json!(1)), Kind::MalformedBody, "`id` is a number"),
        (changed(&["event_type"], json!("")), Kind::MalformedBody, "`event_type`"),
        (changed(&["summary"], json!([])), Kind::MalformedBody, "`summary` is a list"),
        (changed(&["resource"], json!("x")), Kind::MalformedBody, "`resource` is a string"),
        (resource("ciphertext", json!({})), Kind::MalformedBody, "`ciphertext` is an object"),
        (resource("nonce", Value::Null), Kind::MalformedBody, "`nonce` is missing"),
        (resource("algorithm", Value::Null), Kind::MalformedBody, "`algorithm` is missing"),
        (resource("algorithm", json!("AEAD_SM4_GCM")), Kind::UnknownAlgorithm, "`AEAD_SM4_GCM`"),
        (resource("algorithm", json!("aead_aes_256_gcm")), Kind::UnknownAlgorithm, "is supported"),
        (resource("nonce", json!("abcdef012346")), Kind::WrongKey, "EV-2018022511223320873"),
        (resource("nonce", json!("n".repeat(4096))), Kind::WrongKey, "can't be decrypted"),
        (resource("associated_data", json!("refund")), Kind::WrongKey, "APIv3 key"),
        (resource("ciphertext", json!("====")), Kind::WrongKey, "ciphertext"),
        (resource("ciphertext", json!("微")), Kind::WrongKey, "not Base64"),
        (resource("ciphertext", json!(cut)), Kind::WrongKey, "it is truncated"),
    ] {
        let error = parse(&body).unwrap_err();
        assert_eq!(error.notification(), Some(expected), "{error}");
        assert!(error.to_string().contains(part), "{part}: {error}");
        assert!(!error.to_string().contains('\n'));
    }
}

/// Says the value that it does not take, as types with a rule of their own do.
#[derive(Debug)]
struct Picky;

impl<'de> serde::Deserialize<'de> for Picky {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Err(serde::de::Error::custom(format!("{value} is none of mine")))
    }
}

#[test]
fn a_resource_that_does_not_fit_shows_no_value() {
    let mut body = envelope();
    let secret = br#"{"13800138000":["13800138001"]}"#;
    body["resource"]["ciphertext"] = encrypted(secret, "abcdef012345", "transaction").into();
    let notification = parse(body.to_string()).unwrap();
    for (error, part) in [
        (notification.resource::<Picky>().map(|_| ()), "a value does not fit"),
        (notification.resource::<Result<u8, u8>>().map(|_| ()), "expected `Ok` or `Err`"),
        (notification.resource::<String>().map(|_| ()), "expected a string"),
        (
            notification.resource::<std::collections::HashMap<String, [char; 1]>>().map(|_| ()),
            "expected a character (line 1 column 29)",
        ),
    ] {
        let error = error.unwrap_err();
        assert_eq!(error.notification(), Some(Kind::Resource));
        assert!(error.to_string().contains(part), "{part}: {error}");
        assert!(!format!("{error} {error:?}").contains("138001380"), "{error}");
    }
}

#[test]
fn a_resource_that_is_not_json_can_be_had_as_bytes() {
    let mut body = envelope();
    body["resource"]["ciphertext"] = encrypted(b"plain", "abcdef012345", "transaction").into();
    let notification = parse(body.to_string()).unwrap();
    assert_eq!(notification.resource_bytes(), b"plain");
    let error = notification.resource_json().unwrap_err();
    assert_eq!(error.notification(), Some(Kind::Resource));
    assert!(error.to_string().contains("(line 1 column 1)"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    /// Headers in any state, a body of any bytes: never accepted, never a panic.
    #[test]
    fn nothing_is_accepted_without_a_signature(
        headers in prop::collection::vec((0..4_usize, "[ -~]{0,40}|1700000[0-9]{3}"), 0..6),
        serial in any::<bool>(),
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            Just(envelope().to_string().into_bytes()),
        ],
    ) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name: HeaderName = NAMES[name].parse().unwrap();
            map.append(name, HeaderValue::from_str(&value).unwrap());
        }
        if serial {
            map.insert("wechatpay-serial", HeaderValue::from_static(PLATFORM_SERIAL));
            map.insert("wechatpay-timestamp", HeaderValue::from(NOW));
        }
        let error = parser().parse(&map, &body).unwrap_err();
        prop_assert_eq!(error.kind(), wechatpay_chain::ErrorKind::Verify);
    }

    /// Whatever was lost, repeated, changed or added.
    #[test]
    fn pairs_and_a_map_are_judged_alike(
        changes in prop::collection::vec(
            (0..5_usize, any::<prop::sample::Index>(), "[ -~]{0,9}|1700000[0-9]{3}|[\\x80-\\xff]{1,3}"),
            0..3,
        ),
        case in any::<u32>(),
    ) {
        let body = envelope().to_string();
        let good = signed(&NOW.to_string(), body.as_bytes());
        let mut pairs: Vec<_> = good.into_iter().map(|(name, value)| (name.unwrap(), value)).collect();
        for (change, place, text) in changes {
            let index = place.index(pairs.len());
            let value = HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from(NOW));
            match change {
                0 => { pairs.push((HeaderName::from_static("x-other"), value)); }
                1 => { pairs.remove(index); pairs.push((HeaderName::from_static("host"), value)); }
                2 => { pairs.push(pairs[index].clone()); }
                3 => { pairs.swap(0, index); }
                _ => { pairs[index].1 = value; }
            }
        }
        let mut map = HeaderMap::new();
        for (name, value) in &pairs {
            map.append(name, value.clone());
        }
        let spelt = |(index, letter): (usize, char)| {
            if case >> (index % 32) & 1 == 1 { letter.to_ascii_uppercase() } else { letter }
        };
        let spelt = |name: &HeaderName| name.as_str().chars().enumerate().map(spelt).collect::<String>();
        let pairs = pairs.iter().map(|(name, value)| (spelt(name), value));
        let shown = |result: Result<Notification, Error>| match result {
            Ok(notification) => format!("{notification:?}"),
            Err(error) => format!("{error:?} {:?}", error.notification()),
        };
        prop_assert_eq!(shown(parser().parse_pairs(pairs, &body)), shown(parser().parse(&map, &body)));
    }

    /// One bit of what is signed, or of the signature, and it does not hold any more.
    #[test]
    fn one_bit_is_enough_to_be_refused(place in any::<prop::sample::Index>(), bit in 0..8_u8, part in 0..4) {
        let body = envelope().to_string();
        let mut headers = signed(&NOW.to_string(), body.as_bytes());
        let mut body = body.into_bytes();
        let flip = |bytes: &mut [u8]| bytes[place.index(bytes.len())] ^= 1 << bit;
        let name = match part {
            0 => { flip(&mut body); None }
            1 => Some("wechatpay-signature"),
            2 => Some("wechatpay-nonce"),
            _ => Some("wechatpay-timestamp"),
        };
        if let Some(name) = name {
            let mut value = headers[name].as_bytes().to_vec();
            flip(&mut value);
            // What can't stand in a header never comes to the parser.
            let Ok(value) = HeaderValue::from_bytes(&value) else { return Ok(()) };
            headers.insert(name, value);
        }
        let error = parser().parse(&headers, &body).unwrap_err();
        prop_assert_eq!(error.kind(), wechatpay_chain::ErrorKind::Verify);
    }

    /// What WeChat Pay would have to sign for it: even then no panic.
    #[test]
    fn a_signed_body_of_any_shape_is_no_panic(
        name in "id|event_type|summary|ciphertext|nonce|associated_data|algorithm",
        text in prop_oneof![any::<String>(), "[A-Za-z0-9+/=]{0,80}"],
        raw in prop::collection::vec(any::<u8>(), 0..80),
    ) {
        let mut body = envelope();
        let top = ["id", "event_type", "summary"].contains(&&*name);
        let place = if top { &mut body } else { &mut body["resource"] };
        place[&name] = text.into();
        let result = parse(body.to_string());
        prop_assert!(top || result.is_err());
        prop_assert!(parse(&raw).is_err());
    }
}
