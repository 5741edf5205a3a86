//! Mistakes in how the message is signed: digest, padding, encoding.

use openssl::base64::encode_block;
use openssl::hash::{MessageDigest, hash};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer};

use super::by_hand::{BODY, Sent, TARGET, expect, gateway};
use crate::support::hex;

#[test]
fn the_digest_and_the_padding() {
    let gateway = gateway();
    let post = || Sent::new(&gateway, "POST", TARGET, BODY);
    for (digest, name) in [
        (MessageDigest::md5(), "digest-md5"),
        (MessageDigest::sha1(), "digest-sha1"),
        (MessageDigest::sha384(), "digest-other"),
        (MessageDigest::sha512(), "digest-sha512"),
    ] {
        let mut sent = post();
        sent.digest = digest;
        expect(sent.signed(&sent.message()), &[name]);
        expect(sent.signed(&sent.with(4, "")), &[name, "body-left-out"]);
    }
    for (salt, digest, names) in [
        (32, MessageDigest::sha256(), &["padding-pss"][..]),
        // The longest there is.
        (222, MessageDigest::sha256(), &["padding-pss"]),
        (20, MessageDigest::sha1(), &["padding-pss", "digest-sha1"]),
    ] {
        let sent = post();
        let pss = |message: &str| {
            let mut signer = Signer::new(digest, &sent.key).unwrap();
            signer.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
            signer.set_rsa_pss_saltlen(RsaPssSaltlen::custom(salt)).unwrap();
            encode_block(&signer.sign_oneshot_to_vec(message.as_bytes()).unwrap())
        };
        expect(sent.send(&pss(&sent.message())), names);
        let names = [names, &["final-newline"]].concat();
        expect(sent.send(&pss(&sent.lines().join("\n"))), &names);
    }
    let sent = post();
    let sha256 = hash(MessageDigest::sha256(), sent.message().as_bytes()).unwrap();
    // Hashed by hand, and by the signing function again.
    for hashed in [sha256.to_vec(), hex(&sha256).into(), encode_block(&sha256).into()] {
        expect(sent.send(&encode_block(&sent.sign(&hashed))), &["hash-signed"]);
    }
    // Encrypted by the private key: the hash, in hexadecimal, the message itself.
    let short = Sent::new(&gateway, "GET", "/v3/a/b", "");
    let message = short.message();
    let sha256 = hash(MessageDigest::sha256(), message.as_bytes()).unwrap();
    for content in [sha256.to_vec(), hex(&sha256).into(), message.into_bytes()] {
        let mut signature = vec![0; 256];
        let rsa = short.key.rsa().unwrap();
        rsa.private_encrypt(&content, &mut signature, Padding::PKCS1).unwrap();
        expect(short.send(&encode_block(&signature)), &["no-digest-info"]);
    }
}

#[test]
fn the_encoding_of_the_signature() {
    let gateway = gateway();
    let sent = Sent::new(&gateway, "POST", TARGET, BODY);
    let bytes = sent.sign(sent.message().as_bytes());
    let base64 = encode_block(&bytes);
    let mut reversed = bytes.clone();
    reversed.reverse();
    // It has a `+` or a `/` in all but one of some ten thousand runs; the padding is always there.
    let url_safe = base64.replace('+', "-").replace('/', "_");
    let percent = base64.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    for (signature, name) in [
        (hex(&bytes), "signature-hex"),
        (hex(&bytes).to_uppercase(), "signature-hex"),
        (base64.trim_end_matches('=').to_owned(), "signature-padding"),
        (percent, "signature-percent"),
        (format!("{} {}", &base64[..64], &base64[64..]), "signature-space"),
        (encode_block(base64.as_bytes()), "signature-twice"),
        (encode_block(&reversed), "bytes-reversed"),
        (encode_block(&bytes[..255]), "signature-length"),
    ] {
        expect(sent.send(&signature), &[name]);
    }
    if url_safe != base64 {
        expect(sent.send(&url_safe), &["signature-url-safe"]);
    }
    expect(sent.send("!"), &["signature-form"]);
    // It says what is wrong with the message as well.
    let other = hex(&sent.sign(sent.with(4, "").as_bytes()));
    expect(sent.send(&other), &["signature-hex", "body-left-out"]);
}
