//! The signatures of APIv2: hashes of a text followed by the key.

use std::fmt::Write;

use openssl::error::ErrorStack;
use openssl::hash::{Hasher, MessageDigest};
use openssl::pkey::PKey;
use openssl::sign::Signer;

use crate::error::{Error, one_line};
use crate::language::say;

/// The hashes of APIv2, with the names and argument order of PHP's `Hash`. Digests are hexadecimal
/// in lower case, except those of [`sign`](Self::sign).
///
/// ```
/// use wechatpay_chain::{Formatter, Hash};
///
/// let params = [("mch_id", "1900000109"), ("appid", "wx8888888888888888")];
/// let text = Formatter::query_string_like(Formatter::ksort(params));
/// let sign = Hash::sign("HMAC-SHA256", text, "exposed_your_key_here_have_risks")?;
/// assert_eq!(sign.len(), 64);
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Hash;

impl Hash {
    /// Returns the MD5 of `thing` followed by `&key=` and `key`, or of `thing` alone if `key` is
    /// empty. `agency` replaces `&key=` by `&secret=`, which WeCom's red packets use.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if OpenSSL lacks MD5 (in FIPS mode).
    pub fn md5(
        thing: impl AsRef<[u8]>,
        key: impl AsRef<[u8]>,
        agency: bool,
    ) -> Result<String, Error> {
        let (thing, key) = (thing.as_ref(), key.as_ref());
        let name: &[u8] = if agency { b"&secret=" } else { b"&key=" };
        let digest = || -> Result<_, ErrorStack> {
            let mut hasher = Hasher::new(MessageDigest::md5())?;
            hasher.update(thing)?;
            if !key.is_empty() {
                hasher.update(name)?;
                hasher.update(key)?;
            }
            hasher.finish()
        };
        let digest = digest().map_err(|error| {
            Error::crypto(say!(
                "MD5 failed (OpenSSL in FIPS mode has none): {error}",
                "MD5 计算失败（FIPS 模式的 OpenSSL 不提供 MD5）：{error}"
            ))
            .with_source(error)
        })?;
        Ok(hexadecimal(&digest))
    }

    /// Returns the HMAC, keyed with `key`, of `thing` followed by `&key=` and `key`. `algorithm` is
    /// `sha256` in the protocol; `md5`, `sha1`, `sha224`, `sha384` and `sha512` work, too.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the key is empty or the algorithm unknown.
    pub fn hmac(
        thing: impl AsRef<[u8]>,
        key: impl AsRef<[u8]>,
        algorithm: &str,
    ) -> Result<String, Error> {
        let (thing, key) = (thing.as_ref(), key.as_ref());
        check_key(key)?;
        // Case-insensitive, as in PHP.
        let digest = match algorithm.to_ascii_lowercase().as_str() {
            "md5" => MessageDigest::md5(),
            "sha1" => MessageDigest::sha1(),
            "sha224" => MessageDigest::sha224(),
            "sha256" => MessageDigest::sha256(),
            "sha384" => MessageDigest::sha384(),
            "sha512" => MessageDigest::sha512(),
            _ => {
                let shown = one_line(algorithm, 40);
                return Err(Error::crypto(say!(
                    "the algorithm `{shown}` is unknown: use sha256 (or md5, sha1, sha224, sha384, \
                     sha512)",
                    "未知的算法 `{shown}`：请使用 sha256（或 md5、sha1、sha224、sha384、sha512）"
                )));
            }
        };
        let code = || -> Result<Vec<u8>, ErrorStack> {
            let key_of_mac = PKey::hmac(key)?;
            let mut signer = Signer::new(digest, &key_of_mac)?;
            signer.update(thing)?;
            signer.update(b"&key=")?;
            signer.update(key)?;
            signer.sign_to_vec()
        };
        let code = code().map_err(|error| {
            Error::crypto(say!("HMAC failed: {error}", "HMAC 计算失败：{error}")).with_source(error)
        })?;
        Ok(hexadecimal(&code))
    }

    /// Returns the signature of `thing` in upper case. `kind` (PHP's `$type`) is `MD5` or
    /// `HMAC-SHA256`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the kind is unknown, for which PHP returns
    /// null, or if the key is empty, with which anybody could sign.
    pub fn sign(
        kind: &str,
        thing: impl AsRef<[u8]>,
        key: impl AsRef<[u8]>,
    ) -> Result<String, Error> {
        check_key(key.as_ref())?;
        let signature = match kind {
            "MD5" => Self::md5(thing, key, false),
            "HMAC-SHA256" => Self::hmac(thing, key, "sha256"),
            _ => {
                let shown = one_line(kind, 40);
                Err(Error::crypto(say!(
                    "the sign type `{shown}` is unknown: it is `MD5` or `HMAC-SHA256`, in upper case",
                    "未知的签名类型 `{shown}`：应为大写的 `MD5` 或 `HMAC-SHA256`"
                )))
            }
        };
        signature.map(|signature| signature.to_ascii_uppercase())
    }

    /// Compares two signatures in constant time. `None`, a missing signature, equals nothing.
    ///
    /// ```
    /// use wechatpay_chain::Hash;
    ///
    /// assert!(Hash::equals("E028", "E028"));
    /// assert!(!Hash::equals("E028", "e028"));
    /// assert!(!Hash::equals("E028", None));
    /// ```
    pub fn equals<'a>(known: &str, given: impl Into<Option<&'a str>>) -> bool {
        let Some(given) = given.into() else { return false };
        // The comparison panics if the lengths differ, which are not secret.
        known.len() == given.len() && openssl::memcmp::eq(known.as_bytes(), given.as_bytes())
    }
}

fn check_key(key: &[u8]) -> Result<(), Error> {
    if key.is_empty() {
        Err(Error::crypto(say!(
            "the key is empty: take the APIv2 key set at pay.weixin.qq.com",
            "密钥为空：请使用在商户平台 pay.weixin.qq.com 设置的 APIv2 密钥"
        )))
    } else {
        Ok(())
    }
}

/// Hexadecimal digits in lower case.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
