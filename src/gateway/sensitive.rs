//! Sensitive fields, from the platform's side.

use openssl::base64::{decode_block, encode_block};
use openssl::encrypt::{Decrypter, Encrypter};
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Padding;

use super::Gateway;
use crate::error::{BoxError, Error};

impl Gateway {
    /// Decrypts a sensitive field of a request, by the platform key that the request's
    /// `Wechatpay-Serial` names.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) for a serial that is none of the platform's,
    /// and for what was not encrypted with that key.
    pub fn decrypt(&self, serial: &str, ciphertext: &str) -> Result<String, Error> {
        let keys = &self.shared.keys;
        let certified = keys.platform_certificates();
        let certified = certified.iter().find(|certified| certified.serial == serial);
        let key = match certified {
            Some(certified) => &certified.key,
            None if keys.public_key.id == serial => &keys.public_key.key,
            None => {
                let serial = crate::error::one_line(serial, 80);
                return Err(Error::crypto(format!(
                    "`{serial}` is no platform key of this gateway"
                )));
            }
        };
        decrypt(key, ciphertext).map_err(|error| {
            let message = format!("the field is not encrypted with the key `{serial}`: {error}");
            Error::crypto(message).with_source(error)
        })
    }

    /// Encrypts a field of an answer with the merchant's certificate, as WeChat Pay does.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) for more than 214 bytes.
    pub fn encrypt_for_merchant(&self, plaintext: &str) -> Result<String, Error> {
        encrypt(&self.shared.keys.merchant.key, plaintext).map_err(|error| {
            Error::crypto(format!("the field can't be encrypted: {error}")).with_source(error)
        })
    }
}

fn decrypt(key: &PKey<Private>, ciphertext: &str) -> Result<String, BoxError> {
    let ciphertext = decode_block(ciphertext)?;
    let mut decrypter = Decrypter::new(key)?;
    decrypter.set_rsa_padding(Padding::PKCS1_OAEP)?;
    decrypter.set_rsa_oaep_md(MessageDigest::sha1())?;
    let mut plaintext = vec![0; decrypter.decrypt_len(&ciphertext)?];
    let length = decrypter.decrypt(&ciphertext, &mut plaintext)?;
    plaintext.truncate(length);
    Ok(String::from_utf8(plaintext)?)
}

fn encrypt(key: &PKey<Private>, plaintext: &str) -> Result<String, BoxError> {
    let mut encrypter = Encrypter::new(key)?;
    encrypter.set_rsa_padding(Padding::PKCS1_OAEP)?;
    encrypter.set_rsa_oaep_md(MessageDigest::sha1())?;
    let mut ciphertext = vec![0; encrypter.encrypt_len(plaintext.as_bytes())?];
    let length = encrypter.encrypt(plaintext.as_bytes(), &mut ciphertext)?;
    ciphertext.truncate(length);
    Ok(encode_block(&ciphertext))
}
