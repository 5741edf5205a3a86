//! AES-256-ECB, the cipher of APIv2 refund notifications.

use openssl::symm::{Cipher, decrypt, encrypt};

use super::{aes_key, base64, check_length, ciphertext_bytes};
use crate::error::Error;
use crate::language::{Text, say};

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
        let key = check_key(key.as_ref())?;
        let plaintext = plaintext.as_ref();
        check_length(say!("the plaintext", "明文"), plaintext)?;
        let ciphertext = encrypt(Cipher::aes_256_ecb(), key, None, plaintext).map_err(|error| {
            Error::crypto(say!("AES-256-ECB failed: {error}", "AES-256-ECB 加密失败：{error}"))
                .with_source(error)
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
        let key = check_key(key.as_ref())?;
        let bytes = ciphertext_bytes(ciphertext.as_ref())?;
        decrypt(Cipher::aes_256_ecb(), key, None, &bytes).map_err(|error| {
            let key_is = key_is();
            Error::crypto(say!(
                "the ciphertext can't be decrypted: it was encrypted with another key, or is \
                 truncated; check the key ({key_is})",
                "密文无法解密：加密用的是另一个密钥，或密文不完整；请检查密钥（{key_is}）";
                key_is
            ))
            .with_source(error)
        })
    }
}

fn check_key(key: &[u8]) -> Result<&[u8], Error> {
    aes_key(say!("the key", "密钥"), key_is(), key)
}

fn key_is() -> Text {
    say!("it is `Hash::md5` of the APIv2 key, in lower case", "应为 APIv2 密钥的 `Hash::md5`，小写")
}
