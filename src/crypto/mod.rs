//! RSA keys, each parsed once and used for every call after; and the protocol's ciphers and hashes.

mod aes_ecb;
mod aes_gcm;
mod apiv3_key;
mod base64;
mod context_pool;
mod describe;
mod digest;
mod gcm_decrypter;
mod hash;
mod identity;
mod key_uri;
mod pem;
mod pem_util;
mod pkcs12;
mod private_key;
mod public_key;
mod rsa;

pub use self::aes_ecb::AesEcb;
pub use self::aes_gcm::AesGcm;
pub(crate) use self::apiv3_key::{AEAD, ApiV3Key};
pub(crate) use self::base64::decode_canonical;
pub(crate) use self::digest::Digest;
pub(crate) use self::gcm_decrypter::GcmDecrypter;
pub use self::hash::Hash;
pub(crate) use self::hash::hexadecimal;
pub(crate) use self::identity::merchant_identity;
pub use self::pem_util::PemUtil;
pub use self::private_key::PrivateKey;
pub use self::public_key::PublicKey;
pub(crate) use self::public_key::{Validity, since_1970};
pub use self::rsa::Rsa;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use openssl::error::ErrorStack;
use openssl::pkey::{HasPublic, Id, PKey};
use openssl::sha::Sha256;
use zeroize::Zeroizing;

use crate::error::{Error, path_or_none};
use crate::language::{Text, say};

/// The protocol's keys have 2048 bits; a shorter key can be broken.
const MIN_BITS: u32 = 2048;
/// Both AES ciphers of the protocol are AES-256.
const AES_KEY_LENGTH: usize = 32;
/// A key file has about 2 KiB. A far larger one is another file, or an endless device.
const MAX_FILE: usize = 1 << 20;

/// OpenSSL counts in C integers, and its binding panics where they overflow. Nothing in the
/// protocol is nearly as long.
const LIMIT: usize = 1 << 30;

/// # Errors
///
/// If `bytes` is longer than OpenSSL takes in one piece.
fn check_length(what: Text, bytes: &[u8]) -> Result<(), Error> {
    if bytes.len() <= LIMIT {
        return Ok(());
    }
    let length = bytes.len();
    Err(Error::crypto(say!(
        "{what} has {length} bytes, but may have at most {LIMIT}: split it, or give the right file",
        "{what}有 {length} 字节，最多允许 {LIMIT} 字节：请拆分，或检查是否给错了文件";
        what
    )))
}

/// # Errors
///
/// If the key uses another algorithm, or is too short.
fn check_rsa<T: HasPublic>(what: Text, key: &PKey<T>) -> Result<(), Error> {
    let bits = key.bits();
    match key.id() {
        Id::RSA if bits >= MIN_BITS => Ok(()),
        Id::RSA => Err(Error::crypto(say!(
            "{what} is an RSA key of {bits} bits, but WeChat Pay's have {MIN_BITS}: take the right \
             file",
            "{what}是 {bits} 位的 RSA 密钥，而微信支付的为 {MIN_BITS} 位：请检查是否给错了文件";
            what
        ))),
        other => {
            let name = other_algorithm(other);
            Err(Error::crypto(say!(
                "{what} is {name}, but WeChat Pay's API v3 uses RSA keys",
                "{what}是{name}，而微信支付 APIv3 使用 RSA 密钥";
                what, name
            )))
        }
    }
}

fn other_algorithm(id: Id) -> Text {
    match id {
        Id::EC => say!("an EC key", "一个 EC 密钥"),
        Id::ED25519 => say!("an Ed25519 key", "一个 Ed25519 密钥"),
        Id::RSA_PSS => say!("an RSA-PSS key", "一个 RSA-PSS 密钥"),
        Id::DSA => say!("a DSA key", "一个 DSA 密钥"),
        _ => say!("a key of another algorithm", "其他算法的密钥"),
    }
}

/// # Errors
///
/// If `key` does not have the length of an AES-256 key. PHP truncates or pads it.
fn aes_key(what: Text, remedy: Text, key: &[u8]) -> Result<&[u8], Error> {
    if key.len() == AES_KEY_LENGTH {
        return Ok(key);
    }
    let length = key.len();
    Err(Error::crypto(say!(
        "{what} has {length} bytes, but must have {AES_KEY_LENGTH}: {remedy}",
        "{what}有 {length} 字节，应为 {AES_KEY_LENGTH} 字节：{remedy}";
        what, remedy
    )))
}

/// Decodes the Base64 of a ciphertext, which may contain white space.
fn ciphertext_bytes(ciphertext: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    base64::decode(ciphertext).ok_or_else(|| {
        Error::crypto(say!(
            "the ciphertext is not Base64: give it exactly as received",
            "密文不是 Base64：请原样传入收到的内容"
        ))
    })
}

/// Uses OpenSSL's hasher, which can't fail; its one-shot function can, without reporting it.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(bytes);
    hasher.finish()
}

/// Whether OpenSSL failed because it lacks a cipher, not because of its input.
fn is_unsupported(error: &ErrorStack) -> bool {
    error.errors().iter().any(|error| {
        // 3.x says `unsupported`, 1.1 `unknown cipher` and the like.
        let reason = error.reason().unwrap_or_default();
        error.library() == Some("digital envelope routines")
            && (reason.starts_with("unsupported") || reason.starts_with("unknown"))
    })
}

/// The DER of the first certificate in a PEM text; `None` if there is none, or it is damaged.
///
/// # Errors
///
/// If it is encrypted: OpenSSL would ask for the passphrase on the terminal.
pub(crate) fn certificate_der(pem: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    Ok(pem::certificate(pem)?.map(|der| der.to_vec()))
}

/// A file's bytes, wiped when dropped.
fn read(what: Text, path: &Path) -> Result<Zeroizing<Vec<u8>>, Error> {
    let read = || -> io::Result<Zeroizing<Vec<u8>>> {
        let file = File::open(path)?;
        // Allocated once: a vector that grows leaves its former bytes in memory.
        // The length of a pipe is reported as 0.
        let length = usize::try_from(file.metadata()?.len()).unwrap_or(MAX_FILE);
        let mut bytes = Zeroizing::new(Vec::with_capacity(length.clamp(1 << 14, MAX_FILE) + 1));
        let limit = u64::try_from(MAX_FILE).unwrap_or(u64::MAX);
        file.take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error| {
        let message = match path_or_none(path) {
            Some(path) => say!(
                "{what} can't be read from `{path}`: {error}",
                "无法从 `{path}` 读取{what}：{error}";
                what
            ),
            None => say!(
                "{what} can't be read: the given path looks like the key itself; use from_pem or \
                 load",
                "无法读取{what}：给出的路径像是密钥本身；请使用 from_pem 或 load";
                what
            ),
        };
        Error::new(crate::ErrorKind::Io, message).with_source(error)
    })
}
