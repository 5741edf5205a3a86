//! Sensitive fields, AES, hashes and the older protocol's texts; and that no text given as a key
//! makes a panic.

use crate::support;

use openssl::base64::{decode_block, encode_block};
use openssl::encrypt::{Decrypter, Encrypter};
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Padding;
use proptest::prelude::*;
use wechatpay_chain::{
    AesEcb, AesGcm, ErrorKind, Formatter, Hash, PemUtil, PrivateKey, PublicKey, Rsa,
};

use support::keys::Keys;

fn pair() -> (&'static PKey<Private>, PrivateKey, PublicKey) {
    let key = &Keys::shared().platform;
    let private = PrivateKey::from_pem(key.private_key_to_pem_pkcs8().unwrap()).unwrap();
    (key, private, PublicKey::from_pem(&Keys::shared().platform_public_pem).unwrap())
}

fn encrypt(key: &PKey<Private>, padding: Padding, digest: MessageDigest, text: &[u8]) -> String {
    let mut encrypter = Encrypter::new(key).unwrap();
    encrypter.set_rsa_padding(padding).unwrap();
    if padding == Padding::PKCS1_OAEP {
        encrypter.set_rsa_oaep_md(digest).unwrap();
    }
    let mut ciphertext = vec![0; encrypter.encrypt_len(text).unwrap()];
    let length = encrypter.encrypt(text, &mut ciphertext).unwrap();
    encode_block(&ciphertext[..length])
}

#[test]
fn sensitive_fields_are_oaep_with_sha1() {
    let (key, private, public) = pair();
    let ciphertext = Rsa::encrypt("张三", &public).unwrap();
    let mut decrypter = Decrypter::new(key).unwrap();
    decrypter.set_rsa_padding(Padding::PKCS1_OAEP).unwrap();
    decrypter.set_rsa_oaep_md(MessageDigest::sha1()).unwrap();
    decrypter.set_rsa_mgf1_md(MessageDigest::sha1()).unwrap();
    let mut plaintext = vec![0; 256];
    let length = decrypter.decrypt(&decode_block(&ciphertext).unwrap(), &mut plaintext).unwrap();
    assert_eq!(&plaintext[..length], "张三".as_bytes());
    let theirs = encrypt(key, Padding::PKCS1_OAEP, MessageDigest::sha1(), b"6222");
    assert_eq!(Rsa::decrypt(&theirs, &private).unwrap(), b"6222");
    assert_eq!(
        Rsa::decrypt(format!("{}\n{}\n", &theirs[..64], &theirs[64..]), &private).unwrap(),
        b"6222"
    );
    // Randomised: the same name twice is not the same ciphertext.
    assert_ne!(Rsa::encrypt("张三", &public).unwrap(), ciphertext);
}

#[test]
fn a_field_may_be_as_long_as_the_key_can_encrypt() {
    let (_, private, public) = pair();
    let longest = vec![b'x'; 214];
    let ciphertext = Rsa::encrypt(&longest, &public).unwrap();
    assert_eq!(Rsa::decrypt(ciphertext, &private).unwrap(), longest);
    let error = Rsa::encrypt("secret".repeat(36), &public).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Crypto);
    assert!(
        error.to_string().contains("216 bytes, but this key can encrypt at most 214"),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("secret"), "{error:?}");
}

#[test]
fn why_a_field_cannot_be_decrypted_is_not_told() {
    let (key, private, public) = pair();
    let good = decode_block(&Rsa::encrypt("secret", &public).unwrap()).unwrap();
    let mut changed = good.clone();
    changed[100] ^= 1;
    let other = PublicKey::from_pem(Keys::shared().merchant.public_key_to_pem().unwrap()).unwrap();
    let failures = [
        encode_block(&changed),
        encode_block(&good[..good.len() - 1]),
        encode_block(&[good.as_slice(), b"x"].concat()),
        encode_block(&[0xff; 256]),
        encode_block(&[0; 256]),
        String::new(),
        Rsa::encrypt("secret", &other).unwrap(),
        encrypt(key, Padding::PKCS1_OAEP, MessageDigest::sha256(), b"secret"),
        // The padding whose failures made it an oracle.
        encrypt(key, Padding::PKCS1, MessageDigest::sha1(), b"secret"),
    ];
    let shown: Vec<_> = failures
        .iter()
        .map(|ciphertext| format!("{:?}", Rsa::decrypt(ciphertext, &private).unwrap_err()))
        .collect();
    assert!(shown[0].contains("can't be decrypted"), "{}", shown[0]);
    for other in &shown {
        assert_eq!(*other, shown[0]);
    }
    let error = Rsa::decrypt("!!!!", &private).unwrap_err();
    assert!(error.to_string().contains("not Base64"), "{error}");
}

#[test]
fn aes_refuses_other_lengths_and_changed_ciphertexts() {
    let (key, nonce) = ("0123456789abcdef0123456789ABCDEF", "abcdef012345");
    for wrong in ["", "0123456789abcdef", &key[1..], &format!("{key}x")] {
        let length = format!("{} bytes", wrong.len());
        for error in [
            AesGcm::encrypt("x", wrong, nonce, "").unwrap_err(),
            AesGcm::decrypt("", wrong, nonce, "").unwrap_err(),
            AesEcb::encrypt("x", wrong).unwrap_err(),
            AesEcb::decrypt("", wrong).unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Crypto);
            assert!(error.to_string().contains(&length), "{error}");
            assert!(wrong.is_empty() || !format!("{error:?}").contains(wrong), "{error:?}");
        }
    }
    let ciphertext = AesGcm::encrypt("secret", key, nonce, "aad").unwrap();
    let whole = decode_block(&ciphertext).unwrap();
    for cut in 0..whole.len() {
        let cut = encode_block(&whole[..cut]);
        assert!(AesGcm::decrypt(&cut, key, nonce, "aad").is_err(), "{cut}");
    }
    let lines = format!("{}\n {}\n", &ciphertext[..8], &ciphertext[8..]);
    assert_eq!(AesGcm::decrypt(lines, key, nonce, "aad").unwrap(), b"secret");
    for error in [
        AesGcm::decrypt("!!!!", key, nonce, "").unwrap_err(),
        AesEcb::decrypt("aGk", key).unwrap_err(),
    ] {
        assert!(error.to_string().contains("not Base64"), "{error}");
    }
    // Longer than OpenSSL can count: an error, not a panic.
    let long = vec![0; (1 << 30) + 1];
    assert!(AesGcm::encrypt(&long, key, nonce, "").unwrap_err().to_string().contains("split"));
    assert!(AesGcm::encrypt("", key, nonce, &long).unwrap_err().to_string().contains("split"));
    assert!(AesEcb::encrypt(&long, key).unwrap_err().to_string().contains("split"));
    for error in [
        PrivateKey::from_pem(&long).unwrap_err(),
        PrivateKey::from_pem_encrypted(&long, "p").unwrap_err(),
        PrivateKey::from_pkcs12(&long, "1").unwrap_err(),
        PublicKey::from_pem(&long).unwrap_err(),
        PemUtil::load_certificate_from_string(&long).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Crypto);
        assert!(error.to_string().contains("1073741825 bytes"), "{error}");
    }
}

#[test]
fn a_refund_notification_of_the_older_protocol() {
    // The key is the MD5 of the APIv2 key, as 32 hexadecimal digits.
    let key = Hash::md5("exposed_your_key_here_have_risks", "", false).unwrap();
    assert_eq!(key.len(), 32);
    let req_info = AesEcb::encrypt("<root><refund_fee>1</refund_fee></root>", &key).unwrap();
    let plaintext = AesEcb::decrypt(req_info, &key).unwrap();
    assert_eq!(plaintext, b"<root><refund_fee>1</refund_fee></root>");
}

#[test]
fn hashes_are_those_of_the_documentation() {
    // WeChat Pay's own example of APIv2 signing.
    let params = [
        ("mch_id", "10000100"),
        ("nonce_str", "ibuaiVcKdpRxkhJA"),
        ("sign", "to be left out"),
        ("appid", "wxd930ea5d5a258f4f"),
        ("body", "test"),
        ("device_info", "1000"),
        ("attach", ""),
    ];
    let text = Formatter::query_string_like(Formatter::ksort(params));
    assert_eq!(
        text,
        "appid=wxd930ea5d5a258f4f&body=test&device_info=1000&mch_id=10000100&nonce_str=ibuaiVcKdpRxkhJA"
    );
    let key = "192006250b4c09247ec02edce69f6a2d";
    let md5 = Hash::sign("MD5", &text, key).unwrap();
    assert_eq!(md5, "9A0A8659F005D6984697E2CA0A9CF3B7");
    let hmac = Hash::sign("HMAC-SHA256", &text, key).unwrap();
    assert_eq!(hmac, "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6");
    assert!(Hash::equals(&md5, "9A0A8659F005D6984697E2CA0A9CF3B7"));
    assert!(!Hash::equals(&md5, &*hmac));
    assert!(!Hash::equals(&md5, None));
}

#[test]
fn nothing_is_signed_without_a_key_or_by_an_unknown_algorithm() {
    for (result, part) in [
        (Hash::sign("MD5", "a=b", ""), "the key is empty"),
        (Hash::sign("HMAC-SHA256", "a=b", ""), "the key is empty"),
        (Hash::hmac("a=b", "", "sha256"), "the key is empty"),
        (Hash::sign("SHA256", "a=b", "k"), "`SHA256` is unknown"),
        (Hash::sign("a\nb", "a=b", "k"), "`a\\nb` is unknown"),
        (Hash::hmac("a=b", "k", "crc32"), "`crc32` is unknown"),
    ] {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Crypto);
        assert!(error.to_string().contains(part), "{error}");
    }
    // As in PHP, the algorithm's case does not matter.
    assert_eq!(Hash::hmac("a", "k", "SHA256").unwrap(), Hash::hmac("a", "k", "sha256").unwrap());
}

#[test]
fn texts_take_numbers_and_owned_strings() {
    assert_eq!(Formatter::joined_by_line_feed([1, 2]), "1\n2\n");
    assert_eq!(Formatter::joined_by_line_feed(vec![String::from("a")]), "a\n");
    assert_eq!(Formatter::joined_by_line_feed([""; 0]), "");
    let map = std::collections::HashMap::from([("b", "2".to_owned()), ("B", "1".to_owned())]);
    assert_eq!(Formatter::query_string_like(Formatter::ksort(&map)), "B=1&b=2");
}

proptest! {
    #[test]
    fn aes_gcm_gives_back(
        text: Vec<u8>, key: [u8; 32], nonce in prop::collection::vec(any::<u8>(), 1..20),
        aad: Vec<u8>, bit: prop::sample::Index,
    ) {
        let ciphertext = AesGcm::encrypt(&text, key, &nonce, &aad).unwrap();
        prop_assert_eq!(AesGcm::decrypt(&ciphertext, key, &nonce, &aad).unwrap(), text);
        let mut changed = decode_block(&ciphertext).unwrap();
        let bit = bit.index(changed.len() * 8);
        changed[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(AesGcm::decrypt(encode_block(&changed), key, &nonce, &aad).is_err());
    }

    #[test]
    fn aes_ecb_gives_back(text: Vec<u8>, key: [u8; 32]) {
        let ciphertext = AesEcb::encrypt(&text, key).unwrap();
        prop_assert_eq!(AesEcb::decrypt(ciphertext, key).unwrap(), text);
    }

    #[test]
    fn rsa_gives_back(text in prop::collection::vec(any::<u8>(), 0..=214)) {
        let (_, private, public) = pair();
        let ciphertext = Rsa::encrypt(&text, &public).unwrap();
        prop_assert_eq!(Rsa::decrypt(ciphertext, &private).unwrap(), text);
    }

    #[test]
    fn ksort_sorts_by_bytes_and_keeps_all(pairs: Vec<(String, u8)>) {
        let sorted = Formatter::ksort(pairs.clone());
        prop_assert!(sorted.windows(2).all(|two| two[0].0.as_bytes() <= two[1].0.as_bytes()));
        let count = |pairs: &[(String, u8)], pair| pairs.iter().filter(|p| *p == pair).count();
        for pair in &pairs {
            prop_assert_eq!(count(&sorted, pair), count(&pairs, pair));
        }
    }

    #[test]
    fn equals_is_equality(one in "[ab]{0,3}", other in "[ab]{0,3}") {
        prop_assert_eq!(Hash::equals(&one, &*other), one == other);
    }

    #[test]
    fn pkcs1_in_spki_is_what_openssl_makes_of_it(key in prop::collection::vec(any::<u8>(), 0..600)) {
        // A BIT STRING in a SEQUENCE, as OpenSSL's own parser reads it: the length adds up.
        let spki = decode_block(&Rsa::pkcs1_to_spki(encode_block(&key)).unwrap()).unwrap();
        prop_assert!(spki.ends_with(&key));
        let (length, body) = match spki[1] {
            short @ ..=0x7f => (usize::from(short), &spki[2..]),
            0x81 => (usize::from(spki[2]), &spki[3..]),
            0x82 => (usize::from(spki[2]) << 8 | usize::from(spki[3]), &spki[4..]),
            other => panic!("length of {other:#x}"),
        };
        prop_assert_eq!(length, body.len());
    }

    #[test]
    fn no_text_makes_a_panic(
        scheme in prop::sample::select(&["", "file://", "private.pkcs8://", "private.pkcs1://",
            "public.spki://", "public.pkcs1://", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----\n"][..]),
        text: String,
    ) {
        take(&format!("{scheme}{text}"));
    }

    #[test]
    fn no_damaged_key_makes_a_panic(
        form in 0..8_usize, at: prop::sample::Index, byte: u8, length in 0..4_usize,
    ) {
        let key = &Keys::shared().merchant;
        let rsa = key.rsa().unwrap();
        let uri = |scheme: &str, mut der: Vec<u8>| {
            let at = at.index(der.len());
            let end = (at + length).min(der.len());
            der.splice(at..end, [byte]);
            format!("{scheme}{}", encode_block(&der))
        };
        let text = |mut pem: Vec<u8>| {
            let at = at.index(pem.len());
            let end = (at + length).min(pem.len());
            pem.splice(at..end, [byte]);
            String::from_utf8_lossy(&pem).into_owned()
        };
        let cipher = openssl::symm::Cipher::aes_128_cbc();
        take(&match form {
            0 => uri("private.pkcs8://", key.private_key_to_pkcs8().unwrap()),
            1 => uri("private.pkcs1://", rsa.private_key_to_der().unwrap()),
            2 => uri("public.spki://", key.public_key_to_der().unwrap()),
            3 => uri("public.pkcs1://", rsa.public_key_to_der_pkcs1().unwrap()),
            4 => text(Keys::shared().merchant_private_pem.clone()),
            5 => text(Keys::shared().platform_public_pem.clone()),
            6 => text(rsa.private_key_to_pem_passphrase(cipher, b"p").unwrap()),
            _ => text(support::keys::certificate(key, "0A").to_pem().unwrap()),
        });
    }
}

/// Loads it in every way there is, and uses what comes out.
fn take(text: &str) {
    for key in [
        PrivateKey::load(text),
        PrivateKey::from_pem(text),
        PrivateKey::from_pem_encrypted(text, "p"),
        PrivateKey::from_pkcs12(text, "p"),
        PemUtil::load_private_key_from_string(text),
    ]
    .into_iter()
    .flatten()
    {
        let _ = Rsa::sign("message", &key);
        let _ = Rsa::decrypt(encode_block(&[1; 256]), &key);
    }
    for key in [
        PublicKey::load(text),
        PublicKey::from_pem(text),
        PemUtil::load_certificate_from_string(text),
    ]
    .into_iter()
    .flatten()
    {
        let _ = Rsa::encrypt("message", &key);
        let _ = Rsa::verify("message", &encode_block(&[1; 256]), &key);
    }
    let _ = PemUtil::parse_certificate_serial_no(text);
    let _ = Rsa::pkcs1_to_spki(text);
}

#[test]
fn pkcs1v15_is_had_by_explicit_choice_alone() {
    let keys = &support::keys::Keys::shared();
    let private = PrivateKey::from_pem(&keys.merchant_private_pem).unwrap();
    let public = PublicKey::from_pem(keys.merchant.public_key_to_pem().unwrap()).unwrap();
    let old = Rsa::encrypt_pkcs1v15("张三", &public).unwrap();
    assert_eq!(Rsa::decrypt_pkcs1v15(&old, &private).unwrap(), "张三".as_bytes());
    // Neither takes the other's for its own.
    assert!(Rsa::decrypt(&old, &private).is_err());
    let oaep = Rsa::encrypt("张三", &public).unwrap();
    assert_ne!(Rsa::decrypt_pkcs1v15(&oaep, &private).unwrap_or_default(), "张三".as_bytes());
    assert!(Rsa::encrypt_pkcs1v15([0; 245], &public).is_ok());
    assert!(Rsa::encrypt_pkcs1v15([0; 246], &public).unwrap_err().to_string().contains("245"));
    assert!(Rsa::encrypt([0; 215], &public).unwrap_err().to_string().contains("214"));
}

#[test]
fn a_nonce_has_a_longest_size() {
    for (size, length) in [(0, 0), (1, 1), (32, 32), (4096, 4096), (4097, 4096), (usize::MAX, 4096)]
    {
        let nonce = wechatpay_chain::Formatter::nonce(size);
        assert_eq!(nonce.len(), length);
        assert!(nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}
