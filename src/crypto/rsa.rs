//! RSA by hand: for what is signed outside a call (a JSAPI pay button, say), and for sensitive
//! fields.

use openssl::rsa::Padding;
use zeroize::Zeroizing;

use super::base64;
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::Error;

/// SHA256-RSA signatures and RSA-OAEP encryption, under PHP's names and with its argument order.
/// What PHP's `Rsa::from` does is [`PrivateKey::load`] and [`PublicKey::load`].
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
    /// The signature of `message` (SHA256 with RSA, PKCS#1 v1.5), in Base64.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) when OpenSSL fails.
    pub fn sign(message: impl AsRef<[u8]>, private_key: &PrivateKey) -> Result<String, Error> {
        private_key.sign(message.as_ref())
    }

    /// Whether `signature` is the Base64 of `message`'s signature. White space and other laxness
    /// in the Base64 make it a wrong one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) when OpenSSL fails.
    pub fn verify(
        message: impl AsRef<[u8]>,
        signature: &str,
        public_key: &PublicKey,
    ) -> Result<bool, Error> {
        public_key.verify(message.as_ref(), signature)
    }

    /// Encrypts a sensitive field (a name, a card number) with the platform's key: RSA-OAEP with
    /// SHA-1, as the protocol has it, in Base64. Send the key's serial number or id as
    /// `Wechatpay-Serial`, so that WeChat Pay knows which one it was.
    ///
    /// There is no parameter for the padding, as PHP's takes OAEP alone. PKCS#1 v1.5 is
    /// [`encrypt_pkcs1v15`](Self::encrypt_pkcs1v15).
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
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) when `plaintext` is too long for the key:
    /// 214 bytes for one of 2048 bits.
    pub fn encrypt(plaintext: impl AsRef<[u8]>, public_key: &PublicKey) -> Result<String, Error> {
        public_key.encrypt(plaintext.as_ref(), Padding::PKCS1_OAEP)
    }

    /// Decrypts a sensitive field of an answer with the merchant's key. White space in the Base64
    /// is passed over.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) when `ciphertext` is not Base64, or can't be
    /// decrypted. Why it can't is not told: that would help who tries to find out the plaintext.
    pub fn decrypt(
        ciphertext: impl AsRef<str>,
        private_key: &PrivateKey,
    ) -> Result<Vec<u8>, Error> {
        private_key.decrypt(&from_base64(ciphertext.as_ref())?, Padding::PKCS1_OAEP)
    }

    /// [`encrypt`](Self::encrypt) with the padding of PKCS#1 v1.5, for who must. No API of WeChat
    /// Pay's v3 takes it, and PHP's `Rsa` refuses it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) when `plaintext` is too long for the key:
    /// 245 bytes for one of 2048 bits.
    pub fn encrypt_pkcs1v15(
        plaintext: impl AsRef<[u8]>,
        public_key: &PublicKey,
    ) -> Result<String, Error> {
        public_key.encrypt(plaintext.as_ref(), Padding::PKCS1)
    }

    /// [`decrypt`](Self::decrypt) with the padding of PKCS#1 v1.5. Never tell a stranger whether
    /// it succeeded: with enough such answers he can decrypt what was meant for you
    /// (Bleichenbacher's attack).
    ///
    /// # Errors
    ///
    /// As [`decrypt`](Self::decrypt). Newer OpenSSLs give random bytes in place of an error.
    pub fn decrypt_pkcs1v15(
        ciphertext: impl AsRef<str>,
        private_key: &PrivateKey,
    ) -> Result<Vec<u8>, Error> {
        private_key.decrypt(&from_base64(ciphertext.as_ref())?, Padding::PKCS1)
    }

    /// The Base64 of a public key in SPKI (`BEGIN PUBLIC KEY`), made from that of one in PKCS#1
    /// (`BEGIN RSA PUBLIC KEY`). Neither has BEGIN and END lines.
    ///
    /// As in PHP, the key is wrapped and not looked into; [`PublicKey::load`] does that.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) when `pkcs1` is not Base64.
    pub fn pkcs1_to_spki(pkcs1: impl AsRef<str>) -> Result<String, Error> {
        let key = base64::decode(pkcs1.as_ref()).ok_or_else(|| {
            Error::crypto(
                "the PKCS#1 key is not Base64: give the lines between BEGIN RSA PUBLIC KEY and END",
            )
        })?;
        // BIT STRING of no unused bits, behind the algorithm's name, in a SEQUENCE.
        let bits = der(0x03, &[&[0], &key]);
        Ok(base64::encode(&der(0x30, &[&RSA_ENCRYPTION, &bits])))
    }
}

fn from_base64(ciphertext: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    base64::decode(ciphertext)
        .ok_or_else(|| Error::crypto("the ciphertext is not Base64: give it as it came"))
}

/// DER of `SEQUENCE { OBJECT IDENTIFIER rsaEncryption, NULL }`.
const RSA_ENCRYPTION: [u8; 15] =
    [0x30, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0];

/// One DER value: its tag, the length of what is in it, and that.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let bytes = length.to_be_bytes();
    let significant = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
    let mut value = vec![tag];
    match significant {
        [] => value.push(0),
        [short @ ..=0x7f] => value.push(*short),
        // At most eight bytes, so the count of them fits.
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
