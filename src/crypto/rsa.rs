//! Signatures by hand, for what is signed outside a call: a JSAPI pay button, say.

use crate::crypto::{PrivateKey, PublicKey};
use crate::error::Error;

/// SHA256-RSA signatures, under PHP's names and with its argument order.
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
}
