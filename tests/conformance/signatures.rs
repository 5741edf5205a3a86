//! Signatures against PHP's, byte for byte.

use serde_json::Value;
use wechatpay_chain::{Formatter, PrivateKey, PublicKey, Rsa};

use crate::recordings;

fn bytes(base64: &Value) -> Vec<u8> {
    openssl::base64::decode_block(base64.as_str().unwrap()).unwrap()
}

#[test]
fn signatures_are_phps_byte_for_byte() {
    let Some(vectors) = recordings::json("crypto_vectors.json") else { return };
    let private_key = &vectors["keys"]["merchant_key.pem"];
    let private_key = PrivateKey::from_pem(private_key.as_str().unwrap()).unwrap();
    let good = vectors["rsa_verify"].as_array().unwrap().iter().filter(|vector| {
        vector["name"].as_str().unwrap().ends_with("/good") && vector["key"] == "merchant_pub.pem"
    });
    let vectors: Vec<_> = vectors["rsa_sign"].as_array().unwrap().iter().chain(good).collect();
    assert!(vectors.len() >= 6);
    for vector in vectors {
        let signature = Rsa::sign(bytes(&vector["message_base64"]), &private_key).unwrap();
        assert_eq!(vector["signature"], signature, "{}", vector["name"]);
    }
}

#[test]
fn verdicts_on_signatures_are_phps_but_for_lax_base64() {
    let Some(vectors) = recordings::json("crypto_vectors.json") else { return };
    let mut different = Vec::new();
    for vector in vectors["rsa_verify"].as_array().unwrap() {
        // Without a name it is PHP's matter in what form the merchant's key was given.
        let name = vector["key"].as_str().unwrap_or("merchant_pub.pem");
        let key = PublicKey::from_pem(vectors["keys"][name].as_str().unwrap()).unwrap();
        let signature = vector["signature"].as_str().unwrap();
        let ours = Rsa::verify(bytes(&vector["message_base64"]), signature, &key).unwrap();
        if ours != vector["result"].as_bool().unwrap() {
            different.push((vector["name"].as_str().unwrap(), ours));
        }
    }
    assert_eq!(different, [("signature/embedded-spaces", false)]);
}

#[test]
fn the_texts_to_sign_are_phps() {
    let Some(vectors) = recordings::json("crypto_vectors.json") else { return };
    let mut compared = 0;
    for vector in vectors["formatter"].as_array().unwrap() {
        let argument = |index: usize| vector["args"][index].as_str().unwrap_or_default();
        let ours = match vector["fn"].as_str().unwrap() {
            "request" => {
                Formatter::request(argument(0), argument(1), argument(2), argument(3), argument(4))
            }
            "response" => Formatter::response(argument(0), argument(1), argument(2)),
            "authorization" => Formatter::authorization(
                argument(0),
                argument(1),
                argument(2),
                argument(3),
                argument(4),
            )
            .into_bytes(),
            _ => continue,
        };
        assert_eq!(String::from_utf8(ours).unwrap(), vector["result"], "{vector}");
        compared += 1;
    }
    assert!(compared >= 6);
}
