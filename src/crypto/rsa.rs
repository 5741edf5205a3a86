//! RSA signatures and encryption under PHP's names.

use openssl::rsa::Padding;

use super::{base64, ciphertext_bytes};
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::Error;
use crate::language::say;

/// SHA256-RSA signatures and RSA-OAEP encryption, with the names and argument order of PHP's `Rsa`.
///
/// PHP's `Rsa::from` is [`PrivateKey::load`] and [`PublicKey::load`]. A client signs its requests by
/// itself; for `paySign` and sensitive fields see [`payment`](crate::payment) and
/// [`Client::sensitive`](crate::Client::sensitive).
///
/// ```
/// # use wechatpay_chain::{Error, PrivateKey, Rsa};
/// # fn main() {}
/// # fn button(key: &PrivateKey) -> Result<(), Error> {
/// let message = "wx8888888888888888\n1414561699\n5K8264ILTKCH16CQ2502SI8ZNMTM67VS\nprepay_id=wx201410272009395522657\n";
/// let pay_sign = Rsa::sign(message, key)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Rsa;

impl Rsa {
    /// Signs `message` (SHA256 with RSA, PKCS#1 v1.5) and returns the signature as Base64.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if OpenSSL fails.
    pub fn sign(message: impl AsRef<[u8]>, private_key: &PrivateKey) -> Result<String, Error> {
        private_key.sign(message.as_ref())
    }

    /// Returns whether `signature`, as Base64, is a valid signature of `message`. Base64 that is not
    /// canonical, such as one with white space, is an invalid signature.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if OpenSSL fails. An invalid signature is
    /// `Ok(false)`.
    pub fn verify(
        message: impl AsRef<[u8]>,
        signature: &str,
        public_key: &PublicKey,
    ) -> Result<bool, Error> {
        public_key.verify(message.as_ref(), signature)
    }

    /// Encrypts a sensitive field (a name, a card number) with the platform's key by RSA-OAEP with
    /// SHA-1, and returns Base64. Send the key's serial number or id as `Wechatpay-Serial`, so that
    /// WeChat Pay knows which key to decrypt with.
    ///
    /// PHP's padding parameter is left out, since PHP accepts only OAEP.
    /// [`encrypt_pkcs1v15`](Self::encrypt_pkcs1v15) uses PKCS#1 v1.5.
    ///
    /// ```
    /// use wechatpay_chain::{Error, PublicKey, Rsa};
    ///
    /// # fn main() {}
    /// # fn payee(platform_key: &PublicKey) -> Result<(), Error> {
    /// let name = Rsa::encrypt("张三", platform_key)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if `plaintext` is too long for the key: a key
    /// of 2048 bits encrypts at most 214 bytes.
    pub fn encrypt(plaintext: impl AsRef<[u8]>, public_key: &PublicKey) -> Result<String, Error> {
        public_key.encrypt(plaintext.as_ref(), Padding::PKCS1_OAEP)
    }

    /// Decrypts a sensitive field of a response with the merchant's key. White space in the Base64 is
    /// ignored.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if `ciphertext` is not Base64, or can't be
    /// decrypted. The error does not say why decryption failed, which could reveal the plaintext to
    /// an attacker.
    pub fn decrypt(
        ciphertext: impl AsRef<str>,
        private_key: &PrivateKey,
    ) -> Result<Vec<u8>, Error> {
        private_key.decrypt(&ciphertext_bytes(ciphertext.as_ref())?, Padding::PKCS1_OAEP)
    }

    /// Encrypts as [`encrypt`](Self::encrypt) does, but with the padding of PKCS#1 v1.5. No endpoint
    /// of APIv3 accepts it, and PHP's `Rsa` refuses it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if `plaintext` is too long for the key: a key
    /// of 2048 bits encrypts at most 245 bytes.
    pub fn encrypt_pkcs1v15(
        plaintext: impl AsRef<[u8]>,
        public_key: &PublicKey,
    ) -> Result<String, Error> {
        public_key.encrypt(plaintext.as_ref(), Padding::PKCS1)
    }

    /// Decrypts as [`decrypt`](Self::decrypt) does, but with the padding of PKCS#1 v1.5.
    ///
    /// Never reveal to the sender whether it succeeded: an attacker who can ask often enough can
    /// decrypt other ciphertexts (Bleichenbacher's attack).
    ///
    /// # Errors
    ///
    /// As [`decrypt`](Self::decrypt). OpenSSL 3.2 and later return random bytes instead of an error.
    pub fn decrypt_pkcs1v15(
        ciphertext: impl AsRef<str>,
        private_key: &PrivateKey,
    ) -> Result<Vec<u8>, Error> {
        private_key.decrypt(&ciphertext_bytes(ciphertext.as_ref())?, Padding::PKCS1)
    }

    /// Converts the Base64 of a public key in PKCS#1 (`BEGIN RSA PUBLIC KEY`) to that of the same
    /// key in SPKI (`BEGIN PUBLIC KEY`), both without BEGIN and END lines.
    ///
    /// As in PHP, the key is wrapped without being parsed; [`PublicKey::load`] parses it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if `pkcs1` is not Base64.
    #[doc(alias = "pkcs1ToSpki")]
    pub fn pkcs1_to_spki(pkcs1: impl AsRef<str>) -> Result<String, Error> {
        let key = base64::decode(pkcs1.as_ref()).ok_or_else(|| {
            Error::crypto(say!(
                "the PKCS#1 key is not Base64: give the lines between BEGIN RSA PUBLIC KEY and END",
                "PKCS#1 公钥不是 Base64：请传入 BEGIN RSA PUBLIC KEY 行与 END 行之间的内容"
            ))
        })?;
        // A SEQUENCE of the algorithm and a BIT STRING without unused bits.
        let bits = der(0x03, &[&[0], &key]);
        Ok(base64::encode(&der(0x30, &[&RSA_ENCRYPTION, &bits])))
    }
}

/// DER of `SEQUENCE { OBJECT IDENTIFIER rsaEncryption, NULL }`.
const RSA_ENCRYPTION: [u8; 15] =
    [0x30, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0];

/// A DER value: tag, length, content.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let bytes = length.to_be_bytes();
    let significant = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
    let mut value = vec![tag];
    match significant {
        [] => value.push(0),
        [short @ ..=0x7f] => value.push(*short),
        // At most eight bytes, so their count fits.
        long => {
            value.push(0x80 | long.len() as u8);
            value.extend_from_slice(long);
        }
    }
    for part in parts {
        value.extend_from_slice(part);
    }
    value
}
