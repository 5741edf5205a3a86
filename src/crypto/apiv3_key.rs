//! The APIv3 key, with which WeChat Pay encrypts notifications and platform certificates.

use std::fmt;

use zeroize::Zeroizing;

use super::{AesGcm, Hash};
use crate::error::Error;
use crate::language::say;

/// The only algorithm that the protocol encrypts with.
pub(crate) const AEAD: &str = "AEAD_AES_256_GCM";

/// AES-256.
const LENGTH: usize = 32;

/// 32 bytes, never printed, and wiped when dropped.
#[derive(Clone)]
pub(crate) struct ApiV3Key(Zeroizing<[u8; LENGTH]>);

impl ApiV3Key {
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if it has another length.
    pub(crate) fn new(key: &[u8]) -> Result<Self, Error> {
        key.try_into().map(|key| Self(Zeroizing::new(key))).map_err(|_| {
            let length = key.len();
            Error::config(say!(
                "the APIv3 key has {length} bytes, but must have {LENGTH}: take the one set at \
                 pay.weixin.qq.com under API security, not the APIv2 key or a path",
                "APIv3 密钥有 {length} 字节，应为 {LENGTH} 字节：请使用在商户平台 pay.weixin.qq.com \
                 的“API 安全”中设置的密钥，而不是 APIv2 密钥或文件路径"
            ))
        })
    }

    pub(crate) fn decrypt(&self, ciphertext: &str, iv: &str, aad: &str) -> Result<Vec<u8>, Error> {
        AesGcm::decrypt(ciphertext, self.0.as_slice(), iv, aad)
    }

    /// HMAC-SHA256 as hexadecimal digits.
    pub(crate) fn mac(&self, message: &[u8]) -> Result<String, Error> {
        Hash::hmac(message, self.0.as_slice(), "sha256")
    }
}

impl fmt::Debug for ApiV3Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiV3Key(…)")
    }
}
