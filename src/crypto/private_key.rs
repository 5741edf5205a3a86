//! The merchant's private key.

use std::fmt;
use std::path::Path;

use openssl::encrypt::Decrypter;
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Private, Public};
use openssl::rsa::{Padding, Rsa};
use zeroize::Zeroizing;

use super::contexts::Contexts;
use super::load::{Form, Source, parse};
use super::pem::Block;
use super::{base64, check_length, check_rsa, found, is_unsupported, pem, pkcs12, read, sha256};
use crate::error::Error;

/// The labels of PEM blocks.
const PKCS8: &str = "PRIVATE KEY";
const PKCS1: &str = "RSA PRIVATE KEY";
const ENCRYPTED_PKCS8: &str = "ENCRYPTED PRIVATE KEY";

/// What OpenSSL has room for, less one.
const MAX_PASSPHRASE: usize = 1023;

/// The merchant's RSA private key (`apiclient_key.pem`), 2048 bits or more.
///
/// Parsed once, cheap to clone, and never shown: `Debug` prints its size alone. The files and
/// texts that it is read from are wiped from memory where they are the crate's own.
#[derive(Clone)]
pub struct PrivateKey {
    key: PKey<Private>,
    contexts: Contexts<Private>,
}

impl PrivateKey {
    /// From PEM text: PKCS#8 (`BEGIN PRIVATE KEY`) or PKCS#1 (`BEGIN RSA PRIVATE KEY`). Other
    /// blocks around it are passed over.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto), saying what was found instead.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, Error> {
        let pem = pem.as_ref();
        check_length("the PEM text", pem)?;
        let block = first_block(pem)?;
        if block.label == ENCRYPTED_PKCS8 || block.is_encrypted() {
            return Err(Error::crypto(
                "the private key is encrypted: use from_pem_encrypted or from_file_encrypted, or \
                 decrypt it by `openssl pkey -in … -out …` first",
            ));
        }
        let der = block.der().ok_or_else(|| unusable(pem))?;
        let key = match block.label.as_str() {
            PKCS8 => PKey::private_key_from_pkcs8(&der),
            PKCS1 => Rsa::private_key_from_der(&der).and_then(PKey::from_rsa),
            _ => return Err(unusable(pem)),
        };
        let key = key.map_err(|error| unusable(pem).with_source(error))?;
        Self::checked(key)
    }

    /// From PEM text that is encrypted with a passphrase: PKCS#8 (`BEGIN ENCRYPTED PRIVATE KEY`) or
    /// the traditional form (`Proc-Type: 4,ENCRYPTED`). PHP: `Rsa::from([$pem, $passphrase])`.
    ///
    /// As in PHP, a key that is not encrypted needs no passphrase, and any will do.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto): the passphrase is wrong, or what
    /// [`from_pem`](Self::from_pem) says.
    pub fn from_pem_encrypted(
        pem: impl AsRef<[u8]>,
        passphrase: impl AsRef<[u8]>,
    ) -> Result<Self, Error> {
        let (pem, passphrase) = (pem.as_ref(), passphrase.as_ref());
        check_length("the PEM text", pem)?;
        let block = first_block(pem)?;
        let is_pkcs8 = block.label == ENCRYPTED_PKCS8;
        if !is_pkcs8 && !block.is_encrypted() {
            return Self::from_pem(pem);
        }
        if is_pkcs8 && block.is_encrypted() {
            return Err(Error::crypto(
                "the PEM text says in two ways that it is encrypted, which no tool writes: give \
                 the one block that holds the private key",
            ));
        }
        if passphrase.len() > MAX_PASSPHRASE {
            return Err(Error::crypto(format!(
                "the passphrase has {} bytes, but OpenSSL takes {MAX_PASSPHRASE}",
                passphrase.len()
            )));
        }
        // OpenSSL gets this one block. A passphrase, be it empty, keeps it from asking the terminal.
        let parsed = if passphrase.is_empty() {
            PKey::private_key_from_pem_passphrase(block.text, b"")
        } else {
            // Written straight into OpenSSL's buffer, which OpenSSL wipes.
            PKey::private_key_from_pem_callback(block.text, |buffer| {
                let length = passphrase.len().min(buffer.len());
                buffer[..length].copy_from_slice(&passphrase[..length]);
                Ok(length)
            })
        };
        let key = parsed.map_err(|error| not_decrypted(&error).with_source(error))?;
        Self::checked(key)
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

    /// From a PEM file that is encrypted with a passphrase.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) when it can't be read, else as
    /// [`from_pem_encrypted`](Self::from_pem_encrypted).
    pub fn from_file_encrypted(
        path: impl AsRef<Path>,
        passphrase: impl AsRef<[u8]>,
    ) -> Result<Self, Error> {
        Self::from_pem_encrypted(read("the private key", path.as_ref())?, passphrase)
    }

    /// From `apiclient_cert.p12` (PKCS#12), whose passphrase is the merchant's mchid.
    /// [`PemUtil::parse_pkcs12_serial_no`](crate::PemUtil::parse_pkcs12_serial_no) gives the
    /// certificate's serial number.
    ///
    /// ```no_run
    /// use wechatpay_chain::{Client, PemUtil, PrivateKey};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (file, mchid) = (std::fs::read("apiclient_cert.p12")?, "1900000109");
    /// let builder = Client::builder()
    ///     .mchid(mchid)
    ///     .serial(PemUtil::parse_pkcs12_serial_no(&file, mchid)?)
    ///     .private_key(PrivateKey::from_pkcs12(&file, mchid)?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto): the passphrase is wrong, it is another
    /// file, or an older one whose ciphers OpenSSL 3 no longer has. `apiclient_key.pem`, which comes
    /// with it, always works.
    pub fn from_pkcs12(der: impl AsRef<[u8]>, passphrase: &str) -> Result<Self, Error> {
        let key = pkcs12::open(der.as_ref(), passphrase)?.pkey.ok_or_else(|| {
            Error::crypto("the .p12 holds no private key: take apiclient_cert.p12")
        })?;
        Self::checked(key)
    }

    /// From any form that PHP's `Rsa::from` takes: PEM text, `file://` and a path,
    /// `private.pkcs8://` and the Base64 of a PKCS#8 key, `private.pkcs1://` and that of a PKCS#1
    /// key. The Base64 may have line breaks; the path is as it stands, not percent-encoded.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// use wechatpay_chain::PrivateKey;
    ///
    /// let key = PrivateKey::load("file:///certs/apiclient_key.pem")?;
    /// let key = PrivateKey::load("private.pkcs8://MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAg…")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) when the file can't be read, else
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto), saying what was found instead.
    pub fn load(thing: impl AsRef<str>) -> Result<Self, Error> {
        let (form, der) = match parse(thing.as_ref())? {
            Source::File(path) => return Self::from_file(path),
            Source::Pem(pem) => return Self::from_pem(pem),
            Source::Der(form, der) => (form, der),
        };
        let key = match form {
            Form::PrivatePkcs8 => PKey::private_key_from_pkcs8(&der),
            // As PHP, which is not so strict here.
            Form::PrivatePkcs1 => Rsa::private_key_from_der(&der)
                .and_then(PKey::from_rsa)
                .or_else(|_| PKey::private_key_from_pkcs8(&der)),
            Form::PublicSpki | Form::PublicPkcs1 => {
                return Err(Error::crypto(format!(
                    "a private key was expected, but `{}…` is a public one: take the Base64 of \
                     apiclient_key.pem behind `private.pkcs8://`",
                    form.scheme()
                )));
            }
        };
        let key = key.map_err(|error| form.mismatch(&der).with_source(error))?;
        Self::checked(key)
    }

    fn checked(key: PKey<Private>) -> Result<Self, Error> {
        check_rsa("the private key", &key)?;
        Ok(Self { key, contexts: Contexts::default() })
    }

    pub(super) fn has_public_half(&self, public: &PKey<Public>) -> bool {
        public.public_eq(&self.key)
    }

    /// SHA256 with RSA (PKCS#1 v1.5), in Base64.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<String, Error> {
        let digest = sha256(message);
        let mut signature = Vec::new();
        let signed = self.contexts.with(
            &self.key,
            |context| context.sign_init(),
            |context| context.sign_to_vec(&digest, &mut signature),
        );
        signed.map_err(|error| {
            Error::crypto(format!("the message can't be signed: {error}")).with_source(error)
        })?;
        Ok(base64::encode(&signature))
    }

    /// RSA-OAEP with SHA-1. All failures are one error, without OpenSSL's reason: what went wrong
    /// inside would be an oracle.
    pub(super) fn decrypt(&self, ciphertext: &[u8], padding: Padding) -> Result<Vec<u8>, Error> {
        let decrypt = || -> Result<Vec<u8>, ErrorStack> {
            let mut decrypter = Decrypter::new(&self.key)?;
            decrypter.set_rsa_padding(padding)?;
            let mut room = Zeroizing::new(vec![0; decrypter.decrypt_len(ciphertext)?]);
            let length = decrypter.decrypt(ciphertext, &mut room)?;
            Ok(room[..length].to_vec())
        };
        decrypt().map_err(|_| {
            Error::crypto(
                "the ciphertext can't be decrypted: it was encrypted for another key than this \
                 (compare the serial numbers), or changed on the way",
            )
        })
    }
}

/// The first block that holds a private key, as OpenSSL would choose it.
fn first_block(pem: &[u8]) -> Result<Block<'_>, Error> {
    let mut blocks = pem::blocks(pem).into_iter();
    blocks.find(|block| block.label.ends_with(PKCS8)).ok_or_else(|| unusable(pem))
}

fn unusable(pem: &[u8]) -> Error {
    Error::crypto(format!(
        "a private key in PEM was expected, but this is {}: take apiclient_key.pem",
        found::describe_instead_of("a private key", pem)
    ))
}

fn not_decrypted(error: &ErrorStack) -> Error {
    if is_unsupported(error) {
        return Error::crypto(
            "the private key is encrypted by a cipher that this OpenSSL does not have: encrypt it \
             anew where it has, by `openssl pkcs8 -topk8 -v2 aes-256-cbc -in … -out …`",
        );
    }
    Error::crypto(
        "the private key can't be decrypted: the passphrase is wrong, or the file is damaged",
    )
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey(RSA, {} bits)", self.key.bits())
    }
}
