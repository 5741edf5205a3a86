//! AES-256-GCM by the APIv3 key, as notifications and certificates are encrypted.

use openssl::base64::encode_block;
use openssl::error::ErrorStack;
use openssl::symm::{Cipher, encrypt_aead};

use super::keys::alphanumerics;

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
