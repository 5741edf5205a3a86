//! PEM texts whose lines were changed on the way, in environment variables and dashboards.

use crate::support;

use openssl::symm::Cipher;
use proptest::prelude::*;
use wechatpay_chain::{Client, ErrorKind, PemUtil, PrivateKey, PublicKey};

use support::keys::{self, Keys, signs_as, verifies_as};

/// What is in the place of each line break.
const BREAKS: [&str; 10] =
    ["\n", "\r\n", "\\n", "\\r\\n", " ", "\r", " \t\n", "\n    ", "\\n\n", "  \\n  "];
/// What is around the whole.
const AROUND: [(&str, &str); 7] = [
    ("", ""),
    ("'", "'"),
    ("\"", "\"\n"),
    ("\u{feff}", ""),
    ("\n  ", "  \n"),
    ("export KEY=\"", "\";"),
    ("\\n", "\\n"),
];

fn text(pem: Vec<u8>) -> String {
    String::from_utf8(pem).unwrap()
}

/// The merchant's key in each form; the last two want the passphrase `p`.
fn private() -> [String; 4] {
    let key = &Keys::shared().merchant;
    let (rsa, aes) = (key.rsa().unwrap(), Cipher::aes_256_cbc());
    [
        text(key.private_key_to_pem_pkcs8().unwrap()),
        text(rsa.private_key_to_pem().unwrap()),
        text(key.private_key_to_pem_pkcs8_passphrase(aes, b"p").unwrap()),
        text(rsa.private_key_to_pem_passphrase(aes, b"p").unwrap()),
    ]
}

fn public() -> [String; 3] {
    let key = &Keys::shared().platform;
    [
        text(key.public_key_to_pem().unwrap()),
        text(key.rsa().unwrap().public_key_to_pem_pkcs1().unwrap()),
        text(Keys::shared().platform_certificate_pem.clone()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
    #[test]
    fn the_key_stays_the_same(
        breaks in prop::collection::vec(prop::sample::select(&BREAKS[..]), 1..4),
        (before, after) in prop::sample::select(&AROUND[..]),
    ) {
        let mangled = |pem: &str| {
            let mut breaks = breaks.iter().cycle();
            let lines = pem.trim_end().split('\n');
            let joined: Vec<_> = lines.map(|line| format!("{line}{}", breaks.next().unwrap())).collect();
            format!("{before}{}{after}", joined.concat().trim_end())
        };
        let shared = Keys::shared();
        for (index, pem) in private().iter().enumerate() {
            let pem = mangled(pem);
            let key = if index < 2 { PrivateKey::from_pem(&pem) } else {
                prop_assert!(PrivateKey::from_pem(&pem).unwrap_err().needs_passphrase());
                PrivateKey::from_pem_encrypted(&pem, "p")
            };
            prop_assert!(signs_as(&shared.merchant, &key.unwrap()));
        }
        for pem in public() {
            let pem = mangled(&pem);
            prop_assert!(verifies_as(&shared.platform, &PublicKey::from_pem(&pem).unwrap()));
        }
        let certificate = mangled(&public()[2]);
        let certificate = PemUtil::load_certificate_from_string(certificate).unwrap();
        prop_assert_eq!(certificate.certificate_serial(), Some(keys::PLATFORM_SERIAL));
    }

    /// What is not canonical Base64 is refused, whatever divides its lines.
    #[test]
    fn the_content_is_read_strictly(
        line_break in prop::sample::select(&BREAKS[..]),
        at in 0..1500_usize,
        wrong in prop::sample::select(&["", "AA", "*", "\\", "\\t", "'", "\"", "=", "-", "\u{a0}"][..]),
    ) {
        let [pem, ..] = private();
        let begin = pem.find("MII").unwrap();
        let at = begin + at;
        prop_assume!(&pem[at..=at] != "\n" && &pem[at..=at] != wrong);
        let changed = format!("{}{wrong}{}", &pem[..at], &pem[at + 1..]).replace('\n', line_break);
        let error = PrivateKey::from_pem(&changed).unwrap_err();
        prop_assert!(error.to_string().contains("but damaged"), "{}", error);
    }
}

#[test]
fn line_breaks_that_are_gone_are_told() {
    for (pem, what) in [(&private()[0], "a private key"), (&private()[1], "a private key")] {
        let gone = pem.replace('\n', "");
        let error = PrivateKey::from_pem(&gone).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Crypto);
        let said = format!("this is {what} whose line breaks are lost (in an environment variable");
        assert!(error.to_string().contains(&said), "{error}");
    }
    // An encrypted one is not given to OpenSSL.
    let gone = private()[2].replace('\n', "");
    let error = PrivateKey::from_pem_encrypted(gone, "p").unwrap_err();
    assert!(error.to_string().contains("line breaks are lost"), "{error}");
}

/// Of two blocks the first of the wanted kind counts, whatever divides their lines.
#[test]
fn the_first_of_two_blocks_counts() {
    let shared = Keys::shared();
    let other = text(shared.platform.private_key_to_pem_pkcs8().unwrap());
    let [own, ..] = private();
    let [_, _, certificate] = public();
    let two = format!("{certificate}{own}{other}").replace('\n', "\\n");
    assert!(signs_as(&shared.merchant, &PrivateKey::from_pem(two).unwrap()));
}

#[test]
fn a_root_certificate_is_read_so_too() {
    let [_, _, certificate] = public();
    let root = certificate.replace('\n', "\\n");
    Client::builder()
        .root_certificate(root)
        .mchid(keys::MCHID)
        .serial(keys::MERCHANT_SERIAL)
        .private_key(PrivateKey::from_pem(&private()[0]).unwrap())
        .platform_key(keys::PLATFORM_SERIAL, keys::platform_certificate())
        .build()
        .unwrap();
}
