//! A key or a certificate that is configured: the path of a file, or the text itself.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::profile::unreadable;
use crate::crypto::{PemUtil, PrivateKey, PublicKey};
use crate::error::{Error, ErrorKind, shown_path};
use crate::language::say;

const BEGIN: &str = "-----BEGIN";

pub(super) struct Key {
    /// What it is called: the path, or the variable that holds the text.
    pub(super) name: String,
    pem: Pem,
}

enum Pem {
    File(PathBuf),
    Text(Zeroizing<String>),
}

impl Key {
    /// `name` is the variable's. Only there, and in a profile, may the text itself be: others can
    /// read a command line.
    pub(super) fn new(value: OsString, name: &str, by_flag: bool) -> Result<Self, Error> {
        let value = match value.into_string() {
            Ok(text) if text.contains(BEGIN) && !by_flag => {
                return Ok(Self { name: name.to_owned(), pem: Pem::Text(Zeroizing::new(text)) });
            }
            Ok(text) => text.into(),
            Err(value) => value,
        };
        let file = path(value, name)?;
        Ok(Self { name: shown_path(&file).to_string(), pem: Pem::File(file) })
    }

    pub(super) fn file(&self) -> Option<&Path> {
        match &self.pem {
            Pem::File(file) => Some(file),
            Pem::Text(_) => None,
        }
    }

    /// [`Error::needs_passphrase`] holds for the error of an encrypted key without passphrase.
    pub(super) fn private(&self, passphrase: Option<&[u8]>) -> Result<PrivateKey, Error> {
        let key = match (&self.pem, passphrase) {
            (Pem::File(file), None) => PrivateKey::from_file(file),
            (Pem::File(file), Some(passphrase)) => {
                PrivateKey::from_file_encrypted(file, passphrase)
            }
            (Pem::Text(text), None) => PrivateKey::from_pem(text.as_bytes()),
            (Pem::Text(text), Some(passphrase)) => {
                PrivateKey::from_pem_encrypted(text.as_bytes(), passphrase)
            }
        };
        key.map_err(|error| self.named(error))
    }

    pub(super) fn public(&self) -> Result<PublicKey, Error> {
        let key = match &self.pem {
            Pem::File(file) => PublicKey::from_file(file),
            Pem::Text(text) => PublicKey::from_pem(text.as_bytes()),
        };
        key.map_err(|error| self.named(error))
    }

    pub(super) fn certificate(&self) -> Result<PublicKey, Error> {
        let key = match &self.pem {
            Pem::File(file) => PemUtil::load_certificate(file),
            Pem::Text(text) => PemUtil::load_certificate_from_string(text.as_bytes()),
        };
        key.map_err(|error| self.named(error))
    }

    /// The text of a certificate, which is no secret.
    pub(super) fn text(&self) -> Result<Vec<u8>, Error> {
        match &self.pem {
            Pem::File(file) => fs::read(file).map_err(|error| unreadable(file, error)),
            Pem::Text(text) => Ok(text.as_bytes().to_vec()),
        }
    }

    /// Says which key an error is about; that of reading a file says so itself.
    fn named(&self, error: Error) -> Error {
        let name = &self.name;
        let message = match error.kind() {
            ErrorKind::Io => say!("{error}", "{error}"; error),
            _ => say!("`{name}`: {error}", "`{name}`：{error}"; error),
        };
        Error::config(message).with_source(error)
    }
}

/// A key's text, which CI systems keep in variables, is not shown.
pub(super) fn path(value: OsString, name: &str) -> Result<PathBuf, Error> {
    let text = value.to_string_lossy();
    // The Base64 of a key without its lines is longer than any path.
    if !text.contains(BEGIN) && !text.contains('\n') && text.len() < 1024 {
        return Ok(value.into());
    }
    Err(Error::config(say!(
        "{name} is a text where the path of a file is due: write the text to a file that others \
         can't read (chmod 600), and give its path",
        "{name} 应为文件路径，但给的是内容本身：请将内容写入他人不可读的文件（chmod 600），再给出其路径"
    )))
}
