//! Keys, signatures, ciphers, hashes and texts: each vector as PHP has it, or covered by a rule.

mod ciphers;
mod keys;
mod texts;

use std::collections::BTreeMap;

use serde_json::Value;
use wechatpay_chain::{Error, PrivateKey, PublicKey, Rsa};

use crate::edge_cases::listed_cases;
use crate::recordings;

/// The vectors of one section after the other, compared.
struct Comparison<'a> {
    vectors: &'a Value,
    /// Name and difference, if there is one, in the order of the vectors.
    compared: Vec<(String, Option<String>)>,
}

impl Comparison<'_> {
    fn section(&self, name: &str) -> Vec<Value> {
        self.vectors[name].as_array().unwrap().clone()
    }

    /// The PEM text that the vectors name.
    fn pem(&self, name: &Value) -> String {
        text(&self.vectors["keys"][name.as_str().unwrap()])
    }

    /// `php` is `None` where PHP throws.
    fn compare(&mut self, name: String, php: Option<&Value>, ours: Result<Value, Error>) {
        let difference = match (php, ours) {
            (None, Err(_)) => None,
            (Some(php), Ok(ours)) if *php == ours => None,
            (Some(php), Ok(ours)) => Some(format!("PHP: {php}, here: {ours}")),
            (Some(php), Err(error)) => Some(format!("PHP: {php}, here: {error}")),
            (None, Ok(ours)) => Some(format!("PHP throws, here: {ours}")),
        };
        self.compared.push((format!("crypto/{name}"), difference));
    }

    /// PHP says of a key that it "signs as the merchant key".
    fn signs_as_the_merchant(&self, key: &PrivateKey) -> bool {
        let public = PublicKey::from_pem(self.pem(&"merchant_pub.pem".into())).unwrap();
        Rsa::verify("message", &Rsa::sign("message", key).unwrap(), &public).unwrap()
    }

    fn verifies_as_the_merchant(&self, key: &PublicKey) -> bool {
        let private = PrivateKey::from_pem(self.pem(&"merchant_key.pem".into())).unwrap();
        Rsa::verify("message", &Rsa::sign("message", &private).unwrap(), key).unwrap()
    }

    fn private(&self, key: Result<PrivateKey, Error>) -> Result<Value, Error> {
        let signs = self.signs_as_the_merchant(&key?);
        Ok(if signs { "loaded, signs as the merchant key".into() } else { "another key".into() })
    }

    fn public(&self, key: Result<PublicKey, Error>) -> Result<Value, Error> {
        let verifies = self.verifies_as_the_merchant(&key?);
        Ok(if verifies {
            "loaded, verifies as the merchant key".into()
        } else {
            "another key".into()
        })
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn bytes(base64: &Value) -> Vec<u8> {
    openssl::base64::decode_block(base64.as_str().unwrap()).unwrap()
}

fn base64(bytes: &[u8]) -> Value {
    openssl::base64::encode_block(bytes).into()
}

#[test]
fn every_vector_is_phps_or_under_a_rule() {
    let vectors = recordings::vectors();
    let mut comparison = Comparison { vectors: &vectors, compared: Vec::new() };
    keys::compare(&mut comparison);
    ciphers::compare(&mut comparison);
    texts::compare(&mut comparison);

    let mut listed: BTreeMap<_, _> =
        listed_cases().into_iter().filter(|(case, _)| case.starts_with("crypto/")).collect();
    let mut problems = Vec::new();
    for (name, difference) in &comparison.compared {
        match (difference, listed.remove(name.as_str())) {
            (Some(difference), None) => problems.push(format!("{name}: {difference}")),
            (None, Some(rule)) => problems.push(format!("{name} is as in PHP, but under `{rule}`")),
            _ => {}
        }
    }
    assert!(problems.is_empty(), "{}:\n{}", problems.len(), problems.join("\n"));
    assert!(listed.is_empty(), "rules name vectors that are none: {listed:?}");

    // Each vector once; a padding that can't be asked for is the one that has nothing to compare.
    let sections = [
        "rsa_sign",
        "rsa_verify",
        "rsa_encrypt",
        "rsa_decrypt_failures",
        "der_base64",
        "rsa_from",
        "pkcs1_to_spki",
        "aes_gcm",
        "aes_ecb",
        "hash",
        "formatter",
        "pem_util",
        "transformer",
    ];
    let size = |name: &str| {
        let section = &vectors[name];
        section.as_array().map_or_else(|| section.as_object().unwrap().len(), Vec::len)
    };
    let expected: usize = sections.iter().map(|name| size(name)).sum();
    assert_eq!(comparison.compared.len(), expected - 1);
    assert!(expected > 140, "only {expected} vectors");
}
