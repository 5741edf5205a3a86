//! AES-256-GCM, the cipher of notifications and platform certificates.

use openssl::symm::{Cipher, decrypt_aead, encrypt_aead};

use super::{aes_key, base64, check_length};
use crate::error::Error;

/// PHP also accepts shorter tags; the protocol does not use them, and one of 4 bytes can be guessed.
pub(super) const TAG_LENGTH: usize = 16;

/// AES-256-GCM with the names and argument order of PHP's `AesGcm`.
///
/// WeChat Pay encrypts notifications and platform certificates with it, under the merchant's APIv3
/// key. The ciphertext is Base64; its last 16 bytes are the tag.
///
/// ```
/// use wechatpay_chain::AesGcm;
///
/// let (key, nonce) = ("0123456789abcdef0123456789ABCDEF", "abcdef012345");
/// let ciphertext = AesGcm::encrypt("{}", key, nonce, "transaction")?;
/// assert_eq!(AesGcm::decrypt(&ciphertext, key, nonce, "transaction")?, b"{}");
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct AesGcm;

impl AesGcm {
    /// Encrypts `plaintext` with the APIv3 key, a nonce (`iv`, 12 bytes in the protocol) and
    /// associated data. A nonce must never be used twice with the same key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the key does not have 32 bytes, or the
    /// nonce is empty. PHP truncates or pads the key, and so encrypts with another one.
    pub fn encrypt(
        plaintext: impl AsRef<[u8]>,
        key: impl AsRef<[u8]>,
        iv: impl AsRef<[u8]>,
        aad: impl AsRef<[u8]>,
    ) -> Result<String, Error> {
        let (key, iv) = (check_key(key.as_ref())?, check_nonce(iv.as_ref())?);
        let (plaintext, aad) = (plaintext.as_ref(), aad.as_ref());
        check_length("the plaintext", plaintext)?;
        check_length("the associated data", aad)?;
        let mut tag = [0; TAG_LENGTH];
        let encrypted =
            encrypt_aead(Cipher::aes_256_gcm(), key, Some(iv), aad, plaintext, &mut tag);
        let mut ciphertext = encrypted.map_err(|error| {
            Error::crypto(format!("AES-256-GCM failed: {error}")).with_source(error)
        })?;
        ciphertext.extend_from_slice(&tag);
        Ok(base64::encode(&ciphertext))
    }

    /// Decrypts a ciphertext of [`encrypt`](Self::encrypt) or of WeChat Pay. White space in the Base64
    /// is ignored.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if a length is wrong, or if the key, nonce,
    /// associated data and ciphertext do not belong together. AES-GCM does not tell which of them is
    /// wrong.
    pub fn decrypt(
        ciphertext: impl AsRef<str>,
        key: impl AsRef<[u8]>,
        iv: impl AsRef<[u8]>,
        aad: impl AsRef<[u8]>,
    ) -> Result<Vec<u8>, Error> {
        let (key, iv) = (check_key(key.as_ref())?, check_nonce(iv.as_ref())?);
        check_length("the associated data", aad.as_ref())?;
        let bytes = base64::decode(ciphertext.as_ref()).ok_or_else(|| {
            Error::crypto("the ciphertext is not Base64: give it exactly as received")
        })?;
        let Some((encrypted, tag)) = bytes.split_last_chunk::<TAG_LENGTH>() else {
            return Err(Error::crypto(format!(
                "the ciphertext has {} bytes, but its tag alone has {TAG_LENGTH}: it is truncated",
                bytes.len()
            )));
        };
        decrypt_aead(Cipher::aes_256_gcm(), key, Some(iv), aad.as_ref(), encrypted, tag).map_err(
            |error| {
                Error::crypto(
                "the ciphertext can't be decrypted: the APIv3 key is not the one it was encrypted \
                 with, or it was modified; check the key at pay.weixin.qq.com",
            )
            .with_source(error)
            },
        )
    }
}

fn check_key(key: &[u8]) -> Result<&[u8], Error> {
    aes_key("the APIv3 key", "take the one set at pay.weixin.qq.com under API security", key)
}

fn check_nonce(iv: &[u8]) -> Result<&[u8], Error> {
    if iv.is_empty() {
        Err(Error::crypto("the nonce (iv) is empty: give the resource's `nonce`"))
    } else {
        Ok(iv)
    }
}
