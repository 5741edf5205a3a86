//! A platform's public key, or its certificate.

use std::fmt;
use std::path::Path;

use openssl::base64::{decode_block, encode_block};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Public};
use openssl::rsa::Rsa;
use openssl::sign::Verifier;
use openssl::x509::X509;

use super::{check_rsa, found, read};
use crate::error::Error;

/// An RSA public key, 2048 bits or more: WeChat Pay's (`pub_key.pem`), or a platform
/// certificate's.
///
/// Parsed once, and cheap to clone.
#[derive(Clone)]
pub struct PublicKey {
    key: PKey<Public>,
    certificate_serial: Option<String>,
}

impl PublicKey {
    /// From PEM text: SPKI (`BEGIN PUBLIC KEY`), PKCS#1 (`BEGIN RSA PUBLIC KEY`) or an X.509
    /// certificate (`BEGIN CERTIFICATE`).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto), saying what was found instead.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, Error> {
        let pem = pem.as_ref();
        let unusable = |error: Option<ErrorStack>| {
            let unusable = Error::crypto(format!(
                "a public key or a certificate in PEM was expected, but this is {}: take \
                 pub_key.pem or a platform certificate",
                found::describe(pem)
            ));
            match error {
                Some(error) => unusable.with_source(error),
                None => unusable,
            }
        };
        let labels = found::labels(pem);
        let has = |label: &str| labels.iter().any(|known| known == label);
        let parsed = if has("PUBLIC KEY") {
            PKey::public_key_from_pem(pem).map(|key| (key, None))
        } else if has("RSA PUBLIC KEY") {
            Rsa::public_key_from_pem_pkcs1(pem).and_then(PKey::from_rsa).map(|key| (key, None))
        } else if has("CERTIFICATE") {
            certificate(pem).map(|(key, serial)| (key, Some(serial)))
        } else {
            return Err(unusable(None));
        };
        let (key, certificate_serial) = parsed.map_err(|error| unusable(Some(error)))?;
        check_rsa("the public key", &key)?;
        Ok(Self { key, certificate_serial })
    }

    /// From a PEM file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) when it can't be read, else as
    /// [`from_pem`](Self::from_pem).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_pem(read("the public key", path.as_ref())?)
    }

    /// Whether `signature` is the Base64 of a SHA256-RSA signature (PKCS#1 v1.5) of `message`.
    ///
    /// The Base64 must be the canonical one: one signature has one spelling.
    pub(crate) fn verify(&self, message: &[u8], signature: &str) -> Result<bool, Error> {
        let Some(signature) = canonical_base64(signature) else {
            return Ok(false);
        };
        let verify = || -> Result<bool, ErrorStack> {
            Verifier::new(MessageDigest::sha256(), &self.key)?.verify_oneshot(&signature, message)
        };
        verify().map_err(|error| {
            Error::crypto(format!("the signature can't be verified: {error}")).with_source(error)
        })
    }

    /// The serial number, when this is a certificate's key: hexadecimal, in upper case.
    pub(crate) fn certificate_serial(&self) -> Option<&str> {
        self.certificate_serial.as_deref()
    }
}

fn certificate(pem: &[u8]) -> Result<(PKey<Public>, String), ErrorStack> {
    let certificate = X509::from_pem(pem)?;
    let serial = certificate.serial_number().to_bn()?.to_hex_str()?.to_uppercase();
    Ok((certificate.public_key()?, serial))
}

/// OpenSSL's decoder passes over white space and stray bits; this does not.
fn canonical_base64(text: &str) -> Option<Vec<u8>> {
    let decoded = decode_block(text).ok()?;
    (encode_block(&decoded) == text).then_some(decoded)
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey(RSA, {} bits)", self.key.bits())
    }
}
