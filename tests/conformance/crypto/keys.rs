//! RSA: keys in all forms, signatures, OAEP, certificates' serial numbers.

use std::path::{Path, PathBuf};

use serde_json::Value;
use wechatpay_chain::{PemUtil, PrivateKey, PublicKey, Rsa};

use super::{Comparison, base64, bytes, text};

pub(super) fn compare(comparison: &mut Comparison<'_>) {
    signatures(comparison);
    sensitive_fields(comparison);
    forms(comparison);
    pem_util(comparison);
}

fn signatures(comparison: &mut Comparison<'_>) {
    for vector in comparison.section("rsa_sign") {
        let key = PrivateKey::load(comparison.pem(&vector["key"])).unwrap();
        let ours = Rsa::sign(bytes(&vector["message_base64"]), &key).map(Value::from);
        comparison.compare(format!("rsa_sign/{}", name(&vector)), vector.get("signature"), ours);
    }
    let merchants = PrivateKey::load(comparison.pem(&"merchant_key.pem".into())).unwrap();
    for vector in comparison.section("rsa_verify") {
        let key = match vector.get("key") {
            Some(key) => comparison.pem(key),
            None if name(&vector).contains("certificate") => {
                comparison.pem(&"merchant_cert.pem".into())
            }
            None => comparison.pem(&"merchant_pub.pem".into()),
        };
        let message = match vector.get("message_repeats") {
            Some(repeats) => {
                let times = usize::try_from(repeats[1].as_u64().unwrap()).unwrap();
                text(&repeats[0]).repeat(times).into_bytes()
            }
            None => bytes(&vector["message_base64"]),
        };
        let signature = text(&vector["signature"]);
        if name(&vector).ends_with("/good") {
            assert_eq!(Rsa::sign(&message, &merchants).unwrap(), signature, "{}", name(&vector));
        }
        let key = PublicKey::load(key).unwrap();
        let ours = Rsa::verify(message, &signature, &key).map(Value::from);
        comparison.compare(format!("rsa_verify/{}", name(&vector)), vector.get("result"), ours);
    }
}

fn sensitive_fields(comparison: &mut Comparison<'_>) {
    let private = PrivateKey::load(comparison.pem(&"platform_key.pem".into())).unwrap();
    for vector in comparison.section("rsa_encrypt") {
        // PHP refuses another padding than OAEP; here none can be asked for.
        if name(&vector) == "padding-pkcs1-refused" {
            assert!(vector.get("throws").is_some());
            continue;
        }
        let decrypt = |ciphertext: String| {
            Rsa::decrypt(ciphertext, &private).map(|plaintext| base64(&plaintext))
        };
        let php = &vector["plaintext_base64"];
        assert_eq!(vector["decrypts_to"]["result_base64"], *php);
        let ours = decrypt(text(&vector["ciphertext"]));
        comparison.compare(format!("rsa_encrypt/{}", name(&vector)), Some(php), ours);
        // OAEP is randomised: what can be compared is what comes back.
        let public = PublicKey::load(comparison.pem(&vector["key"])).unwrap();
        let ciphertext = Rsa::encrypt(bytes(php), &public).unwrap();
        assert_ne!(vector["ciphertext"], ciphertext);
        assert_eq!(decrypt(ciphertext).unwrap(), *php, "{}", name(&vector));
    }
    for vector in comparison.section("rsa_decrypt_failures") {
        let key = PrivateKey::load(comparison.pem(&vector["key"])).unwrap();
        let ours = Rsa::decrypt(text(&vector["ciphertext"]), &key).map(|bytes| base64(&bytes));
        let name = format!("rsa_decrypt_failures/{}", name(&vector));
        comparison.compare(name, vector.get("result_base64"), ours);
    }
}

fn forms(comparison: &mut Comparison<'_>) {
    let forms = comparison.vectors["der_base64"].as_object().unwrap().clone();
    for (scheme, der) in &forms {
        let uri = format!("{scheme}://{}", text(der));
        let (php, ours) = if scheme.starts_with("private") {
            ("loaded, signs as the merchant key", comparison.private(PrivateKey::load(uri)))
        } else {
            ("loaded, verifies as the merchant key", comparison.public(PublicKey::load(uri)))
        };
        comparison.compare(format!("der_base64/{scheme}"), Some(&php.into()), ours);
    }
    for vector in comparison.section("rsa_from") {
        let pem = |name: &str| comparison.pem(&name.into());
        let uri = |scheme: &str| format!("{scheme}://{}", text(&forms[scheme]));
        let ours = match (name(&vector), &vector["thing"]) {
            // PHP's objects: a certificate and a key are a `PublicKey` here, whose private twin
            // has another type, so that one can't be given for the other.
            ("private/from-public-object" | "public/private-key-object", _) => {
                Err(wechatpay_chain::Error::other("does not compile"))
            }
            ("public/certificate-object", _) => {
                comparison.public(PublicKey::load(pem("merchant_cert.pem")))
            }
            ("public/key-object", _) => comparison.public(PublicKey::load(pem("merchant_pub.pem"))),
            // PHP's constructors for one form each.
            ("fromPkcs1-private", _) => comparison.private(PrivateKey::load(uri("private.pkcs1"))),
            ("fromPkcs8", _) => comparison.private(PrivateKey::load(uri("private.pkcs8"))),
            ("fromSpki", _) => comparison.public(PublicKey::load(uri("public.spki"))),
            (_, Value::Array(encrypted)) => comparison
                .private(PrivateKey::from_pem_encrypted(text(&encrypted[0]), text(&encrypted[1]))),
            (_, thing) if vector["type"] == "private" => {
                comparison.private(PrivateKey::load(text(thing)))
            }
            (_, thing) => comparison.public(PublicKey::load(text(thing))),
        };
        comparison.compare(format!("rsa_from/{}", name(&vector)), vector.get("result"), ours);
    }
    let encrypted = comparison.pem(&"merchant_key_encrypted_passphrase_pass.pem".into());
    let key = PrivateKey::from_pem_encrypted(encrypted, "pass").unwrap();
    assert!(comparison.signs_as_the_merchant(&key));

    for (index, vector) in comparison.section("pkcs1_to_spki").iter().enumerate() {
        let ours = Rsa::pkcs1_to_spki(text(&vector["input"])).map(Value::from);
        comparison.compare(format!("pkcs1_to_spki/{index}"), vector.get("result"), ours);
    }
}

fn pem_util(comparison: &mut Comparison<'_>) {
    let folder = Folder::new();
    for vector in comparison.section("pem_util") {
        let input = text(&vector["input"]);
        let file = input.split_whitespace().find(|word| word.ends_with(".pem"));
        let pem = |name: &str| comparison.pem(&name.into());
        let thing = match file {
            Some(name) if input.starts_with("file://") => folder.uri(name, &pem(name)),
            Some(name) => pem(name),
            None if input == "public key PEM" => pem("merchant_pub.pem"),
            None if input == "path with file://" => {
                folder.uri("merchant_key.pem", &pem("merchant_key.pem"))
            }
            None if input == "pem" => pem("merchant_key.pem"),
            None => input.clone(),
        };
        let ours = match vector["fn"].as_str().unwrap() {
            "parseCertificateSerialNo" if input.starts_with("object") => {
                let certificate = PemUtil::load_certificate_from_string(thing).unwrap();
                Ok(certificate.certificate_serial().into())
            }
            "parseCertificateSerialNo" => {
                PemUtil::parse_certificate_serial_no(thing).map(Value::from)
            }
            "loadPrivateKey" => comparison.private(PemUtil::load_private_key(thing)),
            "loadPrivateKeyFromString" => {
                comparison.private(PemUtil::load_private_key_from_string(thing))
            }
            "loadCertificateFromString" => {
                comparison.public(PemUtil::load_certificate_from_string(thing))
            }
            other => panic!("unknown function {other}"),
        };
        // `false` is how PHP fails here.
        let php = vector.get("result").filter(|result| **result != false);
        comparison.compare(format!("pem_util/{}/{input}", text(&vector["fn"])), php, ours);
    }
}

fn name(vector: &Value) -> &str {
    vector["name"].as_str().unwrap()
}

/// A folder for a test's files, removed with them.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("wechatpay-chain-conformance-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn uri(&self, name: &str, content: &str) -> String {
        let path: &Path = &self.0.join(name);
        std::fs::write(path, content).unwrap();
        format!("file://{}", path.display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
