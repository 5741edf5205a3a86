//! Keys behind a passphrase, `.p12` files, and certificates' serial numbers.

use crate::support;

use openssl::base64::encode_block;
use openssl::pkcs12::Pkcs12;
use openssl::symm::Cipher;
use wechatpay_chain::{ErrorKind, PemUtil, PrivateKey, PublicKey};

use support::folder::Folder;
use support::keys::{self, Keys, assert_shows_none_of, signs_as, verifies_as};

#[test]
fn encrypted_keys_want_their_passphrase() {
    let key = &Keys::shared().merchant;
    let (aes, rsa) = (Cipher::aes_256_cbc(), key.rsa().unwrap());
    // As long as OpenSSL takes it.
    let long = "p".repeat(1023);
    for passphrase in ["p", "口令 with spaces", long.as_str()] {
        let pkcs8 = key.private_key_to_pem_pkcs8_passphrase(aes, passphrase.as_bytes()).unwrap();
        let traditional = rsa.private_key_to_pem_passphrase(aes, passphrase.as_bytes()).unwrap();
        for pem in [&pkcs8, &traditional] {
            assert!(signs_as(key, &PrivateKey::from_pem_encrypted(pem, passphrase).unwrap()));
            for wrong in ["", "Secret passphrase", &"x".repeat(1023)] {
                let error = PrivateKey::from_pem_encrypted(pem, wrong).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Crypto);
                assert!(error.to_string().contains("the passphrase is wrong"), "{error}");
                assert!(!error.needs_passphrase(), "{error}");
                assert!(!format!("{error:?}").contains("Secret"), "{error:?}");
            }
            let error = PrivateKey::from_pem_encrypted(pem, "x".repeat(1024)).unwrap_err();
            assert!(error.to_string().contains("1024 bytes"), "{error}");
            let error = PrivateKey::from_pem(pem).unwrap_err();
            assert!(error.to_string().contains("use from_pem_encrypted"), "{error}");
            assert!(error.needs_passphrase());
        }
        let folder = Folder::new();
        let file = folder.file("key.pem", &pkcs8);
        assert!(PrivateKey::from_file(&file).unwrap_err().needs_passphrase());
        assert!(signs_as(key, &PrivateKey::from_file_encrypted(&file, passphrase).unwrap()));
    }
    // What is not encrypted needs none; and what is no private key stays none.
    let plain = &Keys::shared().merchant_private_pem;
    assert!(signs_as(key, &PrivateKey::from_pem_encrypted(plain, "any").unwrap()));
    let public = &Keys::shared().platform_public_pem;
    let error = PrivateKey::from_pem_encrypted(public, "any").unwrap_err();
    assert!(error.to_string().contains("this is a public key"), "{error}");
    let short = keys::rsa(1024).private_key_to_pem_pkcs8_passphrase(aes, b"p").unwrap();
    let error = PrivateKey::from_pem_encrypted(short, "p").unwrap_err();
    assert!(error.to_string().contains("1024 bits"), "{error}");
    assert!(!error.needs_passphrase());
}

#[test]
fn keys_tell_their_size() {
    for bits in [2048, 3072] {
        let key = keys::rsa(bits);
        let private = PrivateKey::from_pem(key.private_key_to_pem_pkcs8().unwrap()).unwrap();
        let public = PublicKey::from_pem(key.public_key_to_pem().unwrap()).unwrap();
        assert_eq!((private.bits(), public.bits()), (bits, bits));
    }
}

#[test]
fn a_key_that_is_encrypted_twice_is_refused() {
    let key = &Keys::shared().merchant;
    let pkcs8 = key.private_key_to_pem_pkcs8_passphrase(Cipher::aes_128_cbc(), b"p").unwrap();
    let pkcs8 = String::from_utf8(pkcs8).unwrap();
    let header = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\
                  DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n";
    let twice = pkcs8.replace("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", header);
    assert_ne!(twice, pkcs8);
    let error = PrivateKey::from_pem_encrypted(&twice, "p").unwrap_err();
    assert!(error.to_string().contains("in two ways"), "{error}");
    assert_eq!(PrivateKey::from_pem(&twice).unwrap_err().kind(), ErrorKind::Crypto);
}

/// An EC key, which guards nothing, encrypted with DES for the passphrase `p`.
const DES: &str = "\
-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGwMBsGCSqGSIb3DQEFAzAOBAhhvyvdEMNflAICCAAEgZAhK9s6igvR+KXbudTY
pTOqbbTRYdqME7yoZRaN3bk0GWghU7LT5OdWBEfwuEQRNpbs6VpsSHKxZ1mpMMpU
uDS0zNmdPeFtlXADLxQZI1P90kjfuqz+/ppz5Xq89bidc06fYaVxhV7rMwwyIhts
8dJ/nj+mq/HV1CZmJeoS0truS3P9alDVCSs/Qy/ccnZLyqw=
-----END ENCRYPTED PRIVATE KEY-----
";

/// The same in a .p12 whose certificate is encrypted with RC2, for the passphrase 1900000109.
const RC2_P12: &str = "\
MIIDcgIBAzCCAzgGCSqGSIb3DQEHAaCCAykEggMlMIIDITCCAhcGCSqGSIb3DQEHBqCCAggwggIEAgEAMIIB/QYJKoZIhv\
cNAQcBMBwGCiqGSIb3DQEMAQYwDgQILXgAITm58DUCAggAgIIB0L5UnjVPe/eKWPTk3baWqF83WY38acUN+v/Gn7P3GJyy\
etexOLIxE+Z3uyTMYgL6t2LLpv1MouDQg2NTUg+h7iT/ogUQAGSh7Lk7mMlFH68CEdb/xbS95WPcJX8sJYvfTWzv2Y8tMc\
O4IrN/ruo461otKrlQS1ZbJn1ngNd3+PUqoDujXeg0UoGYmDzGL0Blvdbqj8VETSYN7UaRC1Uz8wjOjDzDzx8Pm/aq4sNW\
s3wRD/B0W/G9sP+DFKg8SbKXPDxVw9d8/hqKm0zEJKy8QvtO3bQPZ2tP22MWkMJA4DD36HdF87L5dApwIMBMk/6fPhWXl/\
EggdqajO+h/bdnPHL/E38ZlprlWYU8FcyfHBcdG8+HWeWnMR2ffCefY3OrgsqHY33twVE2pv2gOZcD7WHV1gbpUm4V2uPR\
HlBZn4xG3E2aBtib71WBs02O4n/rv9FhA1t1RUJBE/XV25ULTqDPajFIu8wZe3aUDQ2jXVhaGUpVH5swW4dL4W1VUnUCv5\
dtQxfQFLxGfGaueXcMH/jVatoJRG/z1m+yW0abfAQ2J4NYWteKt6sy0pGLicdJbGSOWlSJqELtEfQW/TcvWvdLGuIapaDN\
bazjbxwFgGAGMIIBAgYJKoZIhvcNAQcBoIH0BIHxMIHuMIHrBgsqhkiG9w0BDAoBAqCBtDCBsTAcBgoqhkiG9w0BDAEDMA\
4ECHoNTIrEavtvAgIIAASBkAFjTwxGWAfJHOQ4BwrUJKjLEEu6DEWbTR44rxc1R6Zybn8eAVI7VKqtnshOMoDDWah93UFq\
YjpmZ0b5Us6jBtbISLFez1TXPIP8AznR/YXEaPtjv63C4NS09/gdRx1CIWEax5l2/8Tf2YanzUKpIe8kCdyB0CREWZtAEM\
aUdoDsFz7fWcm78MmdhBKsWxeYoDElMCMGCSqGSIb3DQEJFTEWBBQE2NO3oZROnG5o5+Wc7/7SRHWwYzAxMCEwCQYFKw4D\
AhoFAAQUdCkkuL1p9C/g07D67JldqOLxEroECBz+D+ngZQMZAgIIAA==";

#[test]
fn old_ciphers_are_told_from_a_wrong_passphrase() {
    let p12 = openssl::base64::decode_block(RC2_P12).unwrap();
    for error in [
        PrivateKey::from_pem_encrypted(DES, "p").unwrap_err(),
        PrivateKey::from_pkcs12(&p12, "1900000109").unwrap_err(),
    ] {
        // Where OpenSSL has the old ciphers (1.1, or by configuration) it is the next thing wrong.
        let text = error.to_string();
        let unsupported = text.contains("does not support") || text.contains("-legacy");
        assert!(unsupported || text.contains("an EC key"), "{text}");
        assert!(!text.contains("wrong"), "{text}");
    }
    let error = PrivateKey::from_pkcs12(&p12, "1900000110").unwrap_err();
    assert!(error.to_string().contains("the passphrase is wrong"), "{error}");
}

#[test]
fn a_p12_has_the_key_and_the_serial_number() {
    let key = &Keys::shared().merchant;
    let serial = "0ABC0DF0000000000000000000000000000000FF";
    let certificate = keys::certificate(key, serial);
    let p12 = Pkcs12::builder().name("merchant").pkey(key).cert(&certificate).build2(keys::MCHID);
    let p12 = p12.unwrap().to_der().unwrap();
    assert!(signs_as(key, &PrivateKey::from_pkcs12(&p12, keys::MCHID).unwrap()));
    assert_eq!(PemUtil::parse_pkcs12_serial_no(&p12, keys::MCHID).unwrap(), serial);

    let p12_of = |builder: &mut openssl::pkcs12::Pkcs12Builder| {
        builder.build2(keys::MCHID).unwrap().to_der().unwrap()
    };
    let no_key = p12_of(Pkcs12::builder().cert(&certificate));
    let no_certificate = p12_of(Pkcs12::builder().pkey(key));
    let short = keys::rsa(1024);
    let too_short = p12_of(Pkcs12::builder().pkey(&short).cert(&keys::certificate(&short, serial)));
    let pem = &Keys::shared().merchant_private_pem;
    for (given, passphrase, part) in [
        (&p12, "1900000110", "the passphrase is wrong (WeChat Pay sets it to the mchid)"),
        (&p12, "", "the passphrase is wrong"),
        (&p12, "1900\u{0}000109", "a NUL"),
        (&p12[..p12.len() / 2].to_vec(), keys::MCHID, "damaged"),
        (&Vec::new(), keys::MCHID, "damaged"),
        (pem, keys::MCHID, "PEM text (use from_pem)"),
        (&no_key, keys::MCHID, "no private key"),
        (&too_short, keys::MCHID, "1024 bits"),
    ] {
        let error = PrivateKey::from_pkcs12(given, passphrase).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Crypto);
        assert!(error.to_string().contains(part), "{part}: {error}");
    }
    let error = PemUtil::parse_pkcs12_serial_no(&no_certificate, keys::MCHID).unwrap_err();
    assert!(error.to_string().contains("no certificate"), "{error}");
}

#[test]
fn serial_numbers_keep_their_zeros() {
    let key = &Keys::shared().platform;
    let folder = Folder::new();
    // As WeChat Pay gives them, short ones, and one whose first bit is set.
    for serial in ["5157F09EFDC096DE15EBE81A47057A7200000000", "0ABC", "01", "F00D"] {
        let pem = keys::certificate(key, serial).to_pem().unwrap();
        let text = String::from_utf8(pem.clone()).unwrap();
        let path = folder.file("certificate.pem", &pem);
        let uri = format!("file://{}", path.display());
        for found in [
            PemUtil::parse_certificate_serial_no(&text),
            PemUtil::parse_certificate_serial_no(&uri),
        ] {
            assert_eq!(found.unwrap(), serial);
        }
        for certificate in [
            PemUtil::load_certificate(&path),
            PemUtil::load_certificate(&uri),
            PemUtil::load_certificate_from_string(&text),
            PublicKey::load(&uri),
        ] {
            let certificate = certificate.unwrap();
            assert_eq!(certificate.certificate_serial(), Some(serial));
            assert!(verifies_as(key, &certificate));
        }
    }
    let public = &Keys::shared().platform_public_pem;
    assert_eq!(PublicKey::from_pem(public).unwrap().certificate_serial(), None);
    let public = String::from_utf8(Keys::shared().platform_public_pem.clone()).unwrap();
    let private = String::from_utf8(Keys::shared().merchant_private_pem.clone()).unwrap();
    let base64 = encode_block(&Keys::shared().merchant.private_key_to_pkcs8().unwrap());
    for (given, part) in [
        (public, "this is a public key"),
        (private, "this is a private key"),
        (format!("private.pkcs8://{base64}"), "`private.pkcs8://…` is a key"),
        ("garbage".to_owned(), "put `file://`"),
        ("file:///no/such.pem".to_owned(), "`/no/such.pem`"),
    ] {
        let error = PemUtil::parse_certificate_serial_no(&given).unwrap_err();
        assert!(error.to_string().contains(part), "{part}: {error}");
        assert_shows_none_of(&error, &base64);
    }
}

/// A `Proc-Type` header within the first block of this label.
fn encrypted_by_name(pem: &[u8], label: &str) -> String {
    let begin = format!("-----BEGIN {label}-----\n");
    let headers =
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n";
    String::from_utf8(pem.to_vec()).unwrap().replacen(&begin, &format!("{begin}{headers}\n"), 1)
}

fn root_certificate(pem: &str) -> Result<(), wechatpay_chain::Error> {
    let key = PrivateKey::from_pem(&Keys::shared().merchant_private_pem).unwrap();
    let public = PublicKey::from_pem(&Keys::shared().platform_public_pem).unwrap();
    let builder = wechatpay_chain::Client::builder()
        .mchid("1")
        .serial(keys::MERCHANT_SERIAL)
        .private_key(key);
    builder.platform_key("PUB_KEY_ID_1", public).root_certificate(pem).build().map(drop)
}

/// What opens each of the doors by which PEM comes in, with a text that names it encrypted.
fn doors() -> Vec<(&'static str, String)> {
    let (key, rsa) = (&Keys::shared().platform, Keys::shared().platform.rsa().unwrap());
    let certificate = keys::certificate(key, "A1").to_pem().unwrap();
    let private = rsa.private_key_to_pem().unwrap();
    vec![
        ("private key", encrypted_by_name(&private, "RSA PRIVATE KEY")),
        ("public key", encrypted_by_name(&key.public_key_to_pem().unwrap(), "PUBLIC KEY")),
        (
            "public key",
            encrypted_by_name(&rsa.public_key_to_pem_pkcs1().unwrap(), "RSA PUBLIC KEY"),
        ),
        ("platform certificate", encrypted_by_name(&certificate, "CERTIFICATE")),
        ("certificate by PemUtil", encrypted_by_name(&certificate, "CERTIFICATE")),
        ("root certificate", encrypted_by_name(&certificate, "CERTIFICATE")),
    ]
}

fn open(door: &str, pem: &str) -> Result<(), wechatpay_chain::Error> {
    match door {
        "private key" => PrivateKey::from_pem(pem).map(drop),
        "certificate by PemUtil" => PemUtil::load_certificate_from_string(pem).map(drop),
        "root certificate" => root_certificate(pem),
        _ => PublicKey::from_pem(pem).map(drop),
    }
}

/// A public key and an encrypted private key in one file, in either order.
fn bundles() -> [String; 2] {
    let key = &Keys::shared().platform;
    let public = String::from_utf8(key.public_key_to_pem().unwrap()).unwrap();
    let private = key.private_key_to_pem_pkcs8_passphrase(Cipher::aes_128_cbc(), b"p").unwrap();
    let private = String::from_utf8(private).unwrap();
    [format!("{private}{public}"), format!("{public}{private}")]
}

#[test]
fn what_is_public_is_not_encrypted() {
    for (door, pem) in doors() {
        let text = open(door, &pem).expect_err(door).to_string();
        assert!(text.contains("encrypted"), "{door}: {text}");
    }
    for bundle in bundles() {
        assert!(verifies_as(&Keys::shared().platform, &PublicKey::from_pem(bundle).unwrap()));
    }
}

#[test]
fn pem_may_be_indented_and_quoted() {
    let key = &Keys::shared().merchant;
    let text = String::from_utf8(Keys::shared().merchant_private_pem.clone()).unwrap();
    for given in [text.replace('\n', "\n    "), format!("\"{text}\""), format!("\u{feff}{text}")] {
        assert!(signs_as(key, &PrivateKey::from_pem(given).unwrap()));
    }
    // Base64 alone is told how to be given.
    let base64 = encode_block(&key.private_key_to_pkcs8().unwrap());
    let error = PrivateKey::from_pem(&base64).unwrap_err();
    assert!(error.to_string().contains("`private.pkcs8://`"), "{error}");
    assert_shows_none_of(&error, &base64);
}

/// On a terminal of the test's own: whoever asks there waits for ever.
#[cfg(target_os = "linux")]
#[test]
fn no_pem_asks_the_terminal() {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::fs::File;
    use std::io::{Read, Write};
    use std::process::{Command, Stdio};

    const DONE: &str = "all doors were tried";
    // The child: this test again, whose terminal it is.
    if std::env::var_os("ALL_DOORS").is_some() {
        doors().iter().for_each(|(door, pem)| drop(open(door, pem)));
        bundles().iter().for_each(|bundle| drop(PublicKey::from_pem(bundle)));
        return std::io::stderr().write_all(DONE.as_bytes()).unwrap();
    }
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let terminal = openpt(flags).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
    let end = || Stdio::from(File::options().read(true).write(true).open(&name).unwrap());
    let mut command = Command::new("setsid");
    command.args(["--ctty", "--wait"]).arg(std::env::current_exe().unwrap());
    command
        .args(["--exact", "protected_keys::no_pem_asks_the_terminal", "--nocapture"])
        .env("ALL_DOORS", "1");
    let mut child = command.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
    drop(command);
    let (mut shown, mut piece) = (String::new(), [0; 4096]);
    let mut file = File::from(terminal);
    while !shown.contains(DONE) && !shown.contains("pass phrase") {
        let length = file.read(&mut piece).expect(&shown);
        shown.push_str(&String::from_utf8_lossy(&piece[..length]));
    }
    // The terminal is gone with this, and whoever still asks there ends.
    drop(file);
    child.wait().unwrap();
    assert!(!shown.contains("pass phrase"), "{shown}");
}
