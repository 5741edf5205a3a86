//! AES: encrypted the same, decrypted the same, refused the same.

use serde_json::Value;
use wechatpay_chain::{AesEcb, AesGcm, Error};

use super::{Comparison, base64, bytes, text};

pub(super) fn compare(comparison: &mut Comparison<'_>) {
    for vector in comparison.section("aes_gcm") {
        let (key, iv, aad) = (text(&vector["key"]), text(&vector["iv"]), text(&vector["aad"]));
        let decrypt = |ciphertext: &Value| AesGcm::decrypt(text(ciphertext), &key, &iv, &aad);
        run(
            comparison,
            "aes_gcm",
            &vector,
            |plaintext| AesGcm::encrypt(plaintext, &key, &iv, &aad),
            decrypt,
        );
    }
    for vector in comparison.section("aes_ecb") {
        let key = text(&vector["key"]);
        let decrypt = |ciphertext: &Value| AesEcb::decrypt(text(ciphertext), &key);
        run(comparison, "aes_ecb", &vector, |plaintext| AesEcb::encrypt(plaintext, &key), decrypt);
    }
}

fn run(
    comparison: &mut Comparison<'_>,
    section: &str,
    vector: &Value,
    encrypt: impl Fn(Vec<u8>) -> Result<String, Error>,
    decrypt: impl Fn(&Value) -> Result<Vec<u8>, Error>,
) {
    let operation = text(&vector["op"]);
    let name = format!("{section}/{operation}/{}", text(&vector["name"]));
    if operation == "encrypt" {
        let plaintext = bytes(&vector["plaintext_base64"]);
        let ours = encrypt(plaintext.clone()).map(Value::from);
        if let Ok(ours) = &ours {
            assert_eq!(decrypt(ours).unwrap(), plaintext, "{name}");
        }
        comparison.compare(name, vector.get("result"), ours);
    } else {
        let ours = decrypt(&vector["ciphertext"]).map(|plaintext| base64(&plaintext));
        comparison.compare(name, vector.get("result_base64"), ours);
    }
}
