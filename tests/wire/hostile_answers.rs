//! Answers by somebody who wants to be believed.

use crate::support;

use std::io::Write;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;
use wechatpay_chain::{ErrorKind, Outcome, Verification};

use support::given::{Given, NAMES, signed, signed_at, with};
use support::keys::{self, PLATFORM_SERIAL};
use support::server::now;

#[test]
fn a_timestamp_is_digits_near_now_and_nothing_else() {
    let given = Given::new();
    let now = now();
    for (name, timestamp) in [
        ("a sign", format!("+{now}")),
        ("spaces", format!(" {now} ")),
        ("a fraction", format!("{now}.0")),
        ("an exponent", "1.7e9".to_owned()),
        ("hexadecimal", format!("{now:#x}")),
        ("underscores", "1_700_000_000".to_owned()),
        ("milliseconds", format!("{now}000")),
        ("the largest signed number", i64::MAX.to_string()),
        ("beyond it", (1_u64 << 63).to_string()),
        ("the largest unsigned number", u64::MAX.to_string()),
        ("a thousand digits", "9".repeat(1000)),
        ("two times", format!("{now}, {now}")),
        ("long ago", "0".to_owned()),
        ("negative", "-1".to_owned()),
    ] {
        // Each is signed as it stands: that alone does not make it a time.
        given.distrusts(name, signed_at(&timestamp, "n", b"{}"), "{}");
    }
    // Zeros in front are digits, and signed as such.
    given.get("v3/t", 200, signed_at(&format!("000{now}"), "n", b"{}"), "{}").unwrap();
}

#[test]
fn a_signature_has_one_spelling() {
    let given = Given::new();
    let good = signed(b"{}");
    let own = good["wechatpay-signature"].to_str().unwrap().to_owned();
    given.get("v3/t", 200, good.clone(), "{}").unwrap();
    let url_safe = own.replace('+', "-").replace('/', "_").replace('=', "");
    for (name, signature) in [
        ("no padding", own.trim_end_matches('=').to_owned()),
        ("more padding", format!("{own}=")),
        ("a space within", format!("{} {}", &own[..100], &own[100..])),
        ("a tab at the end", format!("{own}\t")),
        ("twice", format!("{own}{own}")),
        ("a list", format!("{own},{own}")),
        ("the URL's alphabet", url_safe),
        ("a byte less", own[4..].to_owned()),
        ("a byte more", format!("AAAA{own}")),
        ("hexadecimal", "ab".repeat(256)),
        ("zeros", openssl::base64::encode_block(&[0; 256])),
        ("ones", openssl::base64::encode_block(&[0xff; 256])),
        ("64 KiB", "A".repeat(1 << 16)),
        ("nothing", String::new()),
    ] {
        given.distrusts(name, with(good.clone(), "wechatpay-signature", signature), "{}");
    }
}

#[test]
fn headers_that_are_doubled_foreign_or_in_another_place() {
    let given = Given::new();
    let good = signed(b"{}");
    for name in NAMES {
        let value = good[name].clone();
        let mut doubled = good.clone();
        doubled.append(name, value.clone());
        given.distrusts("the same twice", doubled, "{}");
        let mut second = good.clone();
        second.insert(name, HeaderValue::from_static("first"));
        second.append(name, value.clone());
        given.distrusts("right as the second", second, "{}");
        let listed = [value.as_bytes(), b", ", value.as_bytes()].concat();
        given.distrusts("a list in one line", with(good.clone(), name, listed), "{}");
        for foreign in [&b"\xff\xfe"[..], "签名".as_bytes(), b"\x80"] {
            given.distrusts("not ASCII", with(good.clone(), name, foreign), "{}");
        }
        let mut absent = good.clone();
        absent.remove(name);
        let error = given.distrusts("absent", absent, "{}");
        let missing = matches!(error.verification(), Some(Verification::Missing));
        assert_eq!(missing, name == "wechatpay-signature", "{error}");
        given.distrusts("empty", with(good.clone(), name, ""), "{}");
    }
    for (name, serial) in [
        ("in lower case", PLATFORM_SERIAL.to_lowercase()),
        ("a zero behind", format!("{PLATFORM_SERIAL}0")),
        ("the merchant's own", keys::MERCHANT_SERIAL.to_owned()),
        ("a public key's id", "PUB_KEY_ID_0".to_owned()),
        ("10 kB", "A".repeat(10_000)),
    ] {
        given.distrusts(name, with(good.clone(), "wechatpay-serial", serial), "{}");
    }
    // The nonce's and the body's border can be shifted only by a newline, which no header holds.
    let shifted = signed_at(&now().to_string(), "n", b"x\n{}");
    given.distrusts("a shifted border", with(shifted, "wechatpay-nonce", "n x"), "{}");
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// What was signed is what was encoded: neither the encoded bytes nor anything between.
#[test]
fn encodings_hide_nothing() {
    let given = Given::new();
    let body = br#"{"code_url":"weixin://wxpay/bizpayurl?pr=1"}"#;
    let once = gzip(body);
    let nested = (0..5).fold(body.to_vec(), |body, _| gzip(&body));
    let encoded = |headers: HeaderMap, coding: &str| with(headers, "content-encoding", coding);
    given.get("v3/t", 200, encoded(signed(body), "gzip"), once.clone()).unwrap();
    for (name, headers, bytes) in [
        ("signed as encoded", encoded(signed(&once), "gzip"), once.clone()),
        ("encoded without a word", signed(body), once.clone()),
        ("said, but not done", encoded(signed(body), "gzip"), body.to_vec()),
        ("once done, twice said", encoded(signed(body), "gzip, gzip"), once.clone()),
        ("five times", encoded(signed(body), "gzip, gzip, gzip, gzip, gzip"), nested),
        ("another coding", encoded(signed(body), "deflate"), once.clone()),
        ("an unknown coding", encoded(signed(body), "br"), body.to_vec()),
        ("a long unknown coding", encoded(signed(body), &"x".repeat(9000)), body.to_vec()),
        (
            "a coding not in ASCII",
            with(signed(body), "content-encoding", b"gz\xffip"),
            once.clone(),
        ),
        ("cut off", encoded(signed(body), "gzip"), once[..once.len() - 1].to_vec()),
        ("something behind it", encoded(signed(body), "gzip"), [&once[..], b"x"].concat()),
        (
            "another member behind it",
            encoded(signed(body), "gzip"),
            [&once[..], &gzip(b"x")].concat(),
        ),
        ("a wrong checksum", encoded(signed(body), "gzip"), {
            let mut bytes = once.clone();
            let crc = bytes.len() - 8;
            bytes[crc] ^= 1;
            bytes
        }),
    ] {
        given.distrusts(name, headers, bytes);
    }
    // Nothing of a file is signed, so that a part of one must not pass for the whole.
    let (file, rows) = ("v3/billdownload/file", b"row\n".repeat(500));
    for whole in [zlib(&rows), zlib(&rows)[2..].to_vec()] {
        let deflate = || encoded(HeaderMap::new(), "deflate");
        assert_eq!(given.get(file, 200, deflate(), whole.clone()).unwrap().body(), &rows[..]);
        for cut in [6, 7, whole.len() / 2, whole.len() - 3] {
            let error = given.get(file, 200, deflate(), &whole[..whole.len() - cut]).unwrap_err();
            assert_eq!(error.outcome(), Outcome::Unknown, "{cut}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// Headers in any state, a body of any bytes: no 2xx is accepted, no other is called verified.
    #[test]
    fn nothing_is_accepted_without_a_signature(
        headers in prop::collection::vec((0..6_usize, prop::collection::vec(any::<u8>(), 0..40)), 0..8),
        right in any::<[bool; 3]>(),
        status in 200..600_u16,
        body in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let names = [NAMES[0], NAMES[1], NAMES[2], NAMES[3], "content-encoding", "request-id"];
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                map.append(HeaderName::from_static(names[name]), value);
            }
        }
        for (name, _) in NAMES.iter().zip(right).filter(|(_, right)| *right) {
            map.insert(*name, signed(b"other")[*name].clone());
        }
        match Given::new().get("v3/t", status, map, body) {
            Ok(answer) => prop_assert!(false, "{:?}", answer),
            Err(error) => {
                let verified = matches!(error.verification(), Some(Verification::Verified { .. } | Verification::Exempt));
                prop_assert!(!verified, "{:?}", error);
                prop_assert_eq!(error.kind() == ErrorKind::Verify, status < 300);
            }
        }
    }

    /// One bit of the body, the nonce, the time or the signature, and it does not hold any more.
    #[test]
    fn one_bit_is_enough_to_be_refused(place in any::<prop::sample::Index>(), bit in 0..8_u8, part in 0..4_usize) {
        let (mut headers, mut body) = (signed(b"{\"amount\":100}"), b"{\"amount\":100}".to_vec());
        let flip = |bytes: &mut [u8]| bytes[place.index(bytes.len())] ^= 1 << bit;
        if part == 0 {
            flip(&mut body);
        } else {
            let mut value = headers[NAMES[part]].as_bytes().to_vec();
            flip(&mut value);
            // What can't stand in a header never comes to the client.
            let Ok(value) = HeaderValue::from_bytes(&value) else { return Ok(()) };
            headers.insert(NAMES[part], value);
        }
        let error = Given::new().get("v3/t", 200, headers, body).unwrap_err();
        prop_assert_eq!(error.kind(), ErrorKind::Verify);
    }
}
