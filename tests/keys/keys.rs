//! Keys: the forms in which they are taken, and what is said of the rest.

use crate::support;

use std::path::PathBuf;

use openssl::base64::encode_block;
use openssl::ec::{EcGroup, EcKey};
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::symm::Cipher;
use wechatpay_chain::{ErrorKind, PemUtil, PrivateKey, PublicKey, Rsa};

use support::folder::Folder;
use support::keys::{self, Keys, assert_shows_none_of, signs_as, verifies_as};

fn merchants_key() -> PrivateKey {
    PrivateKey::from_pem(&Keys::shared().merchant_private_pem).unwrap()
}

fn platforms_key() -> PublicKey {
    PublicKey::from_pem(&Keys::shared().platform_public_pem).unwrap()
}

#[test]
fn private_keys_come_in_pkcs8_and_pkcs1() {
    let key = &Keys::shared().merchant;
    let pkcs8 = key.private_key_to_pem_pkcs8().unwrap();
    let pkcs1 = key.rsa().unwrap().private_key_to_pem().unwrap();
    let crlf = String::from_utf8(pkcs8.clone()).unwrap().replace('\n', "\r\n").into_bytes();
    let bundle = [
        b"Bag Attributes\n friendlyName: x\n".to_vec(),
        keys::certificate(key, "01").to_pem().unwrap(),
        pkcs8.clone(),
    ]
    .concat();
    for pem in [pkcs8, pkcs1, crlf, bundle] {
        let parsed = PrivateKey::from_pem(pem).unwrap();
        let signature = Rsa::sign("message", &parsed).unwrap();
        assert!(keys::verify(key, b"message", &signature));
    }
}

#[test]
fn public_keys_come_in_spki_pkcs1_and_certificates() {
    let key = &Keys::shared().platform;
    let signature = keys::sign(key, b"message");
    for pem in [
        key.public_key_to_pem().unwrap(),
        key.rsa().unwrap().public_key_to_pem_pkcs1().unwrap(),
        keys::certificate(key, "01").to_pem().unwrap(),
    ] {
        let parsed = PublicKey::from_pem(pem).unwrap();
        assert!(Rsa::verify("message", &signature, &parsed).unwrap());
        assert!(!Rsa::verify("massage", &signature, &parsed).unwrap());
    }
}

#[test]
fn an_unusable_key_says_what_was_found_instead() {
    let key = &Keys::shared().merchant;
    let pem = String::from_utf8(key.private_key_to_pem_pkcs8().unwrap()).unwrap();
    let certificate = String::from_utf8(keys::certificate(key, "01").to_pem().unwrap()).unwrap();
    let public = String::from_utf8(key.public_key_to_pem().unwrap()).unwrap();
    let encrypted = key.private_key_to_pem_pkcs8_passphrase(Cipher::aes_128_cbc(), b"p").unwrap();
    let traditional =
        key.rsa().unwrap().private_key_to_pem_passphrase(Cipher::aes_128_cbc(), b"p").unwrap();
    let ec = EcKey::generate(&EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap()).unwrap();
    let ec = PKey::from_ec_key(ec).unwrap();
    let short = keys::rsa(1024);
    let garbled = pem.replacen("MII", "AAA", 1);
    for (given, part) in [
        (certificate.clone().into_bytes(), "a certificate"),
        (public.clone().into_bytes(), "a public key"),
        (encrypted, "encrypted"),
        (traditional, "encrypted"),
        (ec.private_key_to_pem_pkcs8().unwrap(), "an EC key"),
        (short.private_key_to_pem_pkcs8().unwrap(), "1024 bits"),
        (b"/etc/apiclient_key.pem".to_vec(), "a path (use from_file)"),
        (Vec::new(), "nothing"),
        (key.private_key_to_der().unwrap(), "DER bytes"),
        (pem.replace('\n', "").into_bytes(), "line breaks are lost"),
        (garbled.replace('\n', "\\n").into_bytes(), "a private key, but damaged"),
        (garbled.replace('\n', " ").into_bytes(), "a private key, but damaged"),
        (b"hello\nworld".to_vec(), "11 bytes without a PEM block"),
        (garbled.clone().into_bytes(), "a private key"),
    ] {
        let error = PrivateKey::from_pem(&given).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Crypto);
        assert!(error.to_string().contains(part), "{part}: {error}");
        // Not even a piece of what was given is shown.
        assert!(!format!("{error:?}").contains(&garbled[60..100]), "{error:?}");
    }
    for (given, part) in [
        (pem.into_bytes(), "a private key"),
        (b"pub_key.pem".to_vec(), "a path (use from_file)"),
        (ec.public_key_to_pem().unwrap(), "an EC key"),
        (short.public_key_to_pem().unwrap(), "1024 bits"),
        (public.replace("MII", "AAA").into_bytes(), "a public key"),
    ] {
        let error = PublicKey::from_pem(&given).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Crypto);
        assert!(error.to_string().contains(part), "{part}: {error}");
    }
    let error = PrivateKey::from_file("/no/such/key.pem").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("/no/such/key.pem"), "{error}");
    assert_eq!(format!("{:?}", merchants_key()), "PrivateKey(RSA, 2048 bits)");
    assert_eq!(format!("{:?}", platforms_key()), "PublicKey(RSA, 2048 bits)");
}

#[test]
fn keys_come_from_files() {
    let folder = Folder::new();
    let private = folder.file("apiclient_key.pem", &Keys::shared().merchant_private_pem);
    let public = folder.file("pub_key.pem", &Keys::shared().platform_public_pem);
    let uri = |path: &PathBuf| format!("file://{}", path.display());
    let (merchant, platform) = (&Keys::shared().merchant, &Keys::shared().platform);
    for key in [
        PrivateKey::from_file(&private),
        PrivateKey::load(uri(&private)),
        PrivateKey::load(format!(" {}\n", uri(&private))),
        PemUtil::load_private_key(&private),
        PemUtil::load_private_key(uri(&private)),
    ] {
        assert!(signs_as(merchant, &key.unwrap()));
    }
    for key in [PublicKey::from_file(&public), PublicKey::load(uri(&public))] {
        assert!(verifies_as(platform, &key.unwrap()));
    }
    // Larger than any key, and no file at all.
    let large = folder.file("large.pem", vec![b'x'; 3 << 20]);
    assert_eq!(PrivateKey::from_file(large).unwrap_err().kind(), ErrorKind::Crypto);
    assert_eq!(PrivateKey::from_file(folder.path()).unwrap_err().kind(), ErrorKind::Io);
    assert_eq!(PublicKey::load("file://").unwrap_err().kind(), ErrorKind::Io);
}

fn pkcs8_der(key: &PKey<Private>) -> Vec<u8> {
    key.private_key_to_pkcs8().unwrap()
}

/// Base64 in lines, as in a PEM file.
fn in_lines(base64: &str, end: &str) -> String {
    let lines: Vec<_> =
        base64.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line)).collect();
    lines.join(end) + end
}

#[test]
fn keys_come_as_uris() {
    let key = &Keys::shared().merchant;
    let rsa = key.rsa().unwrap();
    for (scheme, der) in [
        ("private.pkcs8://", pkcs8_der(key)),
        ("private.pkcs1://", rsa.private_key_to_der().unwrap()),
        ("private.pkcs1://", pkcs8_der(key)),
    ] {
        let base64 = encode_block(&der);
        for text in [base64.clone(), in_lines(&base64, "\n"), in_lines(&base64, "\r\n")] {
            let parsed = PrivateKey::load(format!("{scheme}{text}")).unwrap();
            assert!(signs_as(key, &parsed));
        }
    }
    for (scheme, der) in [
        ("public.spki://", key.public_key_to_der().unwrap()),
        ("public.pkcs1://", rsa.public_key_to_der_pkcs1().unwrap()),
    ] {
        let base64 = encode_block(&der);
        for text in [base64.clone(), in_lines(&base64, "\n"), in_lines(&base64, "\r\n")] {
            let parsed = PublicKey::load(format!("{scheme}{text}")).unwrap();
            assert!(verifies_as(key, &parsed));
        }
    }
    let pkcs1 = in_lines(&encode_block(&rsa.public_key_to_der_pkcs1().unwrap()), "\n");
    let spki = encode_block(&key.public_key_to_der().unwrap());
    assert_eq!(Rsa::pkcs1_to_spki(pkcs1).unwrap(), spki);
    assert_eq!(Rsa::pkcs1_to_spki("no-base64").unwrap_err().kind(), ErrorKind::Crypto);
    // PEM text, too.
    let pem = String::from_utf8(Keys::shared().merchant_private_pem.clone()).unwrap();
    assert!(signs_as(key, &PrivateKey::load(pem).unwrap()));
    let pem = String::from_utf8(Keys::shared().platform_public_pem.clone()).unwrap();
    assert!(verifies_as(&Keys::shared().platform, &PublicKey::load(pem).unwrap()));
}

#[test]
fn an_unusable_uri_says_what_was_found_instead() {
    let key = &Keys::shared().merchant;
    let rsa = key.rsa().unwrap();
    let pkcs8 = encode_block(&pkcs8_der(key));
    let pkcs1 = encode_block(&rsa.private_key_to_der().unwrap());
    let spki = encode_block(&key.public_key_to_der().unwrap());
    let certificate = encode_block(&keys::certificate(key, "01").to_der().unwrap());
    let pem = String::from_utf8(Keys::shared().merchant_private_pem.clone()).unwrap();
    let short = encode_block(&pkcs8_der(&keys::rsa(1024)));
    let cut = &pkcs8[..pkcs8.len() / 8 * 4];
    for (given, part) in [
        (format!("private.pkcs8://{pkcs1}"), "is a private key in PKCS#1"),
        (format!("private.pkcs8://{spki}"), "is a public key in SPKI"),
        (format!("private.pkcs1://{certificate}"), "is a certificate"),
        (format!("private.pkcs8://{cut}"), "is damaged"),
        (format!("private.pkcs8://{short}"), "1024 bits"),
        (format!("public.spki://{spki}"), "`public.spki://…` is a public one"),
        (format!("PRIVATE.PKCS8://{pkcs8}"), "in lower case"),
        (format!("private.pem://{pkcs8}"), "the URI of a key must begin with"),
        (format!("private.pkcs8:{pkcs8}"), "the URI of a key must begin with"),
        (format!("private.pkcs8://{pem}"), "is not Base64"),
        (format!("private.pkcs8://{}", pkcs8.replace('+', "-")), "is not Base64"),
        ("private.pkcs8://".to_owned(), "is not followed by a key"),
        (pkcs8.clone(), "put `private.pkcs8://`"),
        (in_lines(&pkcs8, "\n"), "put `private.pkcs8://`"),
        ("/certs/apiclient_key.pem".to_owned(), "put `file://` before a path"),
        (String::new(), "nothing"),
        (" \n".to_owned(), "nothing"),
        (format!("file://{pem}"), "looks like the key itself"),
        (format!("file://{pkcs8}"), "looks like the key itself"),
        ("file:///no/such/key.pem".to_owned(), "`/no/such/key.pem`"),
    ] {
        let error = PrivateKey::load(&given).unwrap_err();
        assert!(error.to_string().contains(part), "{part}: {error}");
        assert_shows_none_of(&error, &pkcs8);
        assert_shows_none_of(&error, &pem);
    }
    for (given, part) in [
        (format!("public.spki://{certificate}"), "is a certificate"),
        (format!("public.pkcs1://{spki}"), "is a public key in SPKI"),
        (format!("public.spki://{pkcs8}"), "is a private key in PKCS#8"),
        (format!("private.pkcs8://{pkcs8}"), "is a private one"),
        (pem.clone(), "is a private key"),
    ] {
        let error = PublicKey::load(&given).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Crypto);
        assert!(error.to_string().contains(part), "{part}: {error}");
        assert_shows_none_of(&error, &pkcs8);
    }
    // Where a path is asked for, a key is not shown, either.
    for error in
        [PrivateKey::from_file(&pem).unwrap_err(), PublicKey::from_file(&pkcs8).unwrap_err()]
    {
        assert_eq!(error.kind(), ErrorKind::Io);
        assert_shows_none_of(&error, &pem);
        assert_shows_none_of(&error, &pkcs8);
    }
}
