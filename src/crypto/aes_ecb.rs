//! AES-256-ECB, the cipher of APIv2 refund notifications.

use openssl::symm::{Cipher, decrypt, encrypt};

use super::{aes_key, base64, check_length};
use crate::error::Error;

const KEY: &str = "the key";
const KEY_IS: &str = "it is `Hash::md5` of the APIv2 key, in lower case";

/// AES-256-ECB (PKCS#7 padding) with the names and argument order of PHP's `AesEcb`, but without its
/// `iv`, which ECB does not use. The ciphertext is Base64.
///
/// Use it only for `req_info` of an APIv2 refund notification. ECB reveals which blocks are equal,
/// and does not detect that a ciphertext was modified.
///
/// ```
/// use wechatpay_chain::{AesEcb, Hash};
///
/// let key = Hash::md5("the APIv2 key, 32 characters long", "", false)?;
/// let req_info = AesEcb::encrypt("<root></root>", &key)?;
/// assert_eq!(AesEcb::decrypt(&req_info, &key)?, b"<root></root>");
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct AesEcb;

impl AesEcb {
    /// Encrypts `plaintext`. `key` is the lower-case MD5 of the APIv2 key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the key does not have 32 bytes. PHP
    /// truncates or pads the key, and so encrypts with another one.
    pub fn encrypt(plaintext: impl AsRef<[u8]>, key: impl AsRef<[u8]>) -> Result<String, Error> {
        let key = aes_key(KEY, KEY_IS, key.as_ref())?;
        let plaintext = plaintext.as_ref();
        check_length("the plaintext", plaintext)?;
        let ciphertext = encrypt(Cipher::aes_256_ecb(), key, None, plaintext).map_err(|error| {
            Error::crypto(format!("AES-256-ECB failed: {error}")).with_source(error)
        })?;
        Ok(base64::encode(&ciphertext))
    }

    /// Decrypts `ciphertext`, ignoring white space in it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the key does not have 32 bytes, or the
    /// ciphertext is not Base64 or was not encrypted with this key. About one in 256 wrong keys is
    /// not detected and gives garbage.
    pub fn decrypt(ciphertext: impl AsRef<str>, key: impl AsRef<[u8]>) -> Result<Vec<u8>, Error> {
        let key = aes_key(KEY, KEY_IS, key.as_ref())?;
        let bytes = base64::decode(ciphertext.as_ref()).ok_or_else(|| {
            Error::crypto("the ciphertext is not Base64: give it exactly as received")
        })?;
        decrypt(Cipher::aes_256_ecb(), key, None, &bytes).map_err(|error| {
            Error::crypto(format!(
                "the ciphertext can't be decrypted: it was encrypted with another key, or is \
                 truncated; check the key ({KEY_IS})"
            ))
            .with_source(error)
        })
    }
}
