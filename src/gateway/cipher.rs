//! How WeChat Pay encrypts: notifications and certificates by AES-256-GCM with the APIv3 key,
//! sensitive fields by RSA-OAEP.

use openssl::base64::{decode_block, encode_block};
use openssl::encrypt::{Decrypter, Encrypter};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Padding;
use openssl::symm::{Cipher, encrypt_aead};

use super::keys::alphanumerics;
use crate::error::BoxError;

pub(super) const ALGORITHM: &str = "AEAD_AES_256_GCM";

/// A new nonce, and the ciphertext with its tag in Base64.
pub(super) fn encrypt(
    apiv3_key: &str,
    associated_data: &str,
    plaintext: &str,
) -> Result<(String, String), ErrorStack> {
    let nonce = alphanumerics(12)?;
    let mut tag = [0; 16];
    let mut ciphertext = encrypt_aead(
        Cipher::aes_256_gcm(),
        apiv3_key.as_bytes(),
        Some(nonce.as_bytes()),
        associated_data.as_bytes(),
        plaintext.as_bytes(),
        &mut tag,
    )?;
    ciphertext.extend_from_slice(&tag);
    Ok((nonce, encode_block(&ciphertext)))
}

/// Decrypts a sensitive field.
pub(super) fn decrypt_field(key: &PKey<Private>, ciphertext: &str) -> Result<String, BoxError> {
    let ciphertext = decode_block(ciphertext)?;
    let mut decrypter = Decrypter::new(key)?;
    decrypter.set_rsa_padding(Padding::PKCS1_OAEP)?;
    decrypter.set_rsa_oaep_md(MessageDigest::sha1())?;
    let mut plaintext = vec![0; decrypter.decrypt_len(&ciphertext)?];
    let length = decrypter.decrypt(&ciphertext, &mut plaintext)?;
    plaintext.truncate(length);
    Ok(String::from_utf8(plaintext)?)
}

/// Encrypts a sensitive field.
pub(super) fn encrypt_field(key: &PKey<Private>, plaintext: &str) -> Result<String, BoxError> {
    let mut encrypter = Encrypter::new(key)?;
    encrypter.set_rsa_padding(Padding::PKCS1_OAEP)?;
    encrypter.set_rsa_oaep_md(MessageDigest::sha1())?;
    let mut ciphertext = vec![0; encrypter.encrypt_len(plaintext.as_bytes())?];
    let length = encrypter.encrypt(plaintext.as_bytes(), &mut ciphertext)?;
    ciphertext.truncate(length);
    Ok(encode_block(&ciphertext))
}
