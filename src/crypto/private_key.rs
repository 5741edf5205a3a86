//! The merchant's private key.

use std::fmt;
use std::path::Path;

use openssl::base64::encode_block;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::sign::Signer;

use super::{check_rsa, found, read};
use crate::error::Error;

/// The merchant's RSA private key (`apiclient_key.pem`), 2048 bits or more.
///
/// Parsed once, cheap to clone, and never shown: `Debug` prints its size alone.
#[derive(Clone)]
pub struct PrivateKey(PKey<Private>);

impl PrivateKey {
    /// From PEM text: PKCS#8 (`BEGIN PRIVATE KEY`) or PKCS#1 (`BEGIN RSA PRIVATE KEY`). Other
    /// blocks around it are passed over.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto), saying what was found instead.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, Error> {
        let pem = pem.as_ref();
        if found::is_encrypted(pem) {
            return Err(Error::crypto(
                "the private key is encrypted: decrypt it by `openssl pkey -in … -out …` first",
            ));
        }
        // An empty passphrase keeps OpenSSL from asking the terminal for one.
        let key = PKey::private_key_from_pem_passphrase(pem, b"").map_err(|error| {
            Error::crypto(format!(
                "a private key in PEM was expected, but this is {}: take apiclient_key.pem",
                found::describe(pem)
            ))
            .with_source(error)
        })?;
        check_rsa("the private key", &key)?;
        Ok(Self(key))
    }

    /// From a PEM file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) when it can't be read, else as
    /// [`from_pem`](Self::from_pem).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_pem(read("the private key", path.as_ref())?)
    }

    /// SHA256 with RSA (PKCS#1 v1.5), in Base64.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<String, Error> {
        let sign = || -> Result<Vec<u8>, ErrorStack> {
            let mut signer = Signer::new(MessageDigest::sha256(), &self.0)?;
            signer.sign_oneshot_to_vec(message)
        };
        let signature = sign().map_err(|error| {
            Error::crypto(format!("the message can't be signed: {error}")).with_source(error)
        })?;
        Ok(encode_block(&signature))
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey(RSA, {} bits)", self.0.bits())
    }
}
