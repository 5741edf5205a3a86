//! AES-256-GCM, the cipher of notifications and platform certificates.

use openssl::symm::{Cipher, decrypt_aead, encrypt_aead};

use super::{aes_key, base64, check_length, ciphertext_bytes};
use crate::error::Error;
use crate::language::say;

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
        check_length(say!("the plaintext", "明文"), plaintext)?;
        check_length(say!("the associated data", "附加数据"), aad)?;
        let mut tag = [0; TAG_LENGTH];
        let encrypted =
            encrypt_aead(Cipher::aes_256_gcm(), key, Some(iv), aad, plaintext, &mut tag);
        let mut ciphertext = encrypted.map_err(|error| {
            Error::crypto(say!("AES-256-GCM failed: {error}", "AES-256-GCM 加密失败：{error}"))
                .with_source(error)
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
        check_length(say!("the associated data", "附加数据"), aad.as_ref())?;
        let bytes = ciphertext_bytes(ciphertext.as_ref())?;
        let Some((encrypted, tag)) = bytes.split_last_chunk::<TAG_LENGTH>() else {
            let length = bytes.len();
            return Err(Error::crypto(say!(
                "the ciphertext has {length} bytes, but its tag alone has {TAG_LENGTH}: it is \
                 truncated",
                "密文有 {length} 字节，而单是认证标签就有 {TAG_LENGTH} 字节：密文不完整"
            )));
        };
        let decrypted =
            decrypt_aead(Cipher::aes_256_gcm(), key, Some(iv), aad.as_ref(), encrypted, tag);
        decrypted.map_err(|error| {
            Error::crypto(say!(
                "the ciphertext can't be decrypted: the APIv3 key is not the one it was encrypted \
                 with, or it was modified; check the key at pay.weixin.qq.com",
                "密文无法解密：APIv3 密钥与加密时的不一致，或密文被改动；请到商户平台 \
                 pay.weixin.qq.com 核对密钥"
            ))
            .with_source(error)
        })
    }
}

fn check_key(key: &[u8]) -> Result<&[u8], Error> {
    let remedy = say!(
        "take the one set at pay.weixin.qq.com under API security",
        "请使用在商户平台 pay.weixin.qq.com 的“API 安全”中设置的密钥"
    );
    aes_key(say!("the APIv3 key", "APIv3 密钥"), remedy, key)
}

fn check_nonce(iv: &[u8]) -> Result<&[u8], Error> {
    if iv.is_empty() {
        Err(Error::crypto(say!(
            "the nonce (iv) is empty: give the resource's `nonce`",
            "随机串（iv）为空：请传入 resource 中的 `nonce`"
        )))
    } else {
        Ok(iv)
    }
}
