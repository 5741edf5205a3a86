//! RSA keys: each parsed once, and used for every call after.

mod aes_gcm;
mod digest;
mod found;
mod private_key;
mod public_key;
mod rsa;

pub use self::aes_gcm::AesGcm;
pub(crate) use self::digest::Digest;
pub use self::private_key::PrivateKey;
pub use self::public_key::PublicKey;
pub use self::rsa::Rsa;

use std::path::Path;

use openssl::pkey::{HasPublic, Id, PKey};

use crate::error::Error;

/// The protocol's keys have 2048 bits; a shorter one would be no protection.
const MIN_BITS: u32 = 2048;

/// # Errors
///
/// When the key is of another algorithm, or too short.
fn check_rsa<T: HasPublic>(what: &str, key: &PKey<T>) -> Result<(), Error> {
    match key.id() {
        Id::RSA if key.bits() >= MIN_BITS => Ok(()),
        Id::RSA => Err(Error::crypto(format!(
            "{what} is an RSA key of {} bits, but WeChat Pay's have {MIN_BITS}: take the right file",
            key.bits()
        ))),
        other => {
            let name = other_algorithm(other);
            Err(Error::crypto(format!("{what} is {name}, but WeChat Pay's API v3 uses RSA keys")))
        }
    }
}

fn other_algorithm(id: Id) -> &'static str {
    match id {
        Id::EC => "an EC key",
        Id::ED25519 => "an Ed25519 key",
        Id::RSA_PSS => "an RSA-PSS key",
        Id::DSA => "a DSA key",
        _ => "a key of another algorithm",
    }
}

fn read(what: &str, path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|error| {
        let message = format!("{what} can't be read from `{}`: {error}", path.display());
        Error::new(crate::ErrorKind::Io, message).with_source(error)
    })
}
