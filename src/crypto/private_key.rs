//! The merchant's private key.

use std::error::Error as StdError;
use std::fmt;
use std::path::Path;

use openssl::encrypt::Decrypter;
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Private, Public};
use openssl::rsa::{Padding, Rsa};
use zeroize::Zeroizing;

use super::context_pool::ContextPool;
use super::key_uri::{Form, Source, parse};
use super::pem::Block;
use super::{base64, check_length, check_rsa, describe, is_unsupported, pem, pkcs12, read, sha256};
use crate::error::Error;
use crate::language::{Text, say};

/// The labels of PEM blocks.
const PKCS8: &str = "PRIVATE KEY";
const PKCS1: &str = "RSA PRIVATE KEY";
const ENCRYPTED_PKCS8: &str = "ENCRYPTED PRIVATE KEY";

/// OpenSSL's buffer has 1024 bytes, one of them for the terminating NUL.
const MAX_PASSPHRASE: usize = 1023;

/// The merchant's RSA private key (`apiclient_key.pem`), 2048 bits or more.
///
/// It signs requests and decrypts sensitive fields. It is parsed once and cheap to clone. `Debug`
/// prints only its size. Buffers of this crate that held the key file are wiped from memory.
///
/// ```no_run
/// use wechatpay_chain::{Client, PrivateKey};
///
/// # fn main() -> Result<(), wechatpay_chain::Error> {
/// let key = PrivateKey::from_file("apiclient_key.pem")?;
/// let builder = Client::builder().mchid("1900000109").private_key(key);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PrivateKey {
    key: PKey<Private>,
    contexts: ContextPool<Private>,
}

impl PrivateKey {
    /// Reads a key from PEM text: PKCS#8 (`BEGIN PRIVATE KEY`) or PKCS#1
    /// (`BEGIN RSA PRIVATE KEY`). Other PEM blocks in the text are ignored.
    ///
    /// Its lines may be as environment variables have them: divided by `\n` of two characters or by
    /// spaces, indented, within quotes.
    ///
    /// ```no_run
    /// use wechatpay_chain::PrivateKey;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let key = PrivateKey::from_pem(std::env::var("WECHATPAY_PRIVATE_KEY")?)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the text does not contain such a key; the
    /// message says what it contains instead. [`Error::needs_passphrase`] tells whether the key is
    /// encrypted.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, Error> {
        let pem = pem.as_ref();
        check_length(pem::text(), pem)?;
        let block = first_block(pem)?;
        if block.label == ENCRYPTED_PKCS8 || block.is_encrypted() {
            return Err(Error::crypto(say!(
                "the private key is encrypted: use from_pem_encrypted or from_file_encrypted, or \
                 decrypt it by `openssl pkey -in … -out …` first",
                "私钥已加密：请使用 from_pem_encrypted 或 from_file_encrypted，或先用 `openssl pkey \
                 -in … -out …` 解密"
            ))
            .with_source(PassphraseNeeded));
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

    /// Reads a key from PEM text that is encrypted with a passphrase: PKCS#8
    /// (`BEGIN ENCRYPTED PRIVATE KEY`) or the traditional format (`Proc-Type: 4,ENCRYPTED`).
    /// PHP: `Rsa::from([$pem, $passphrase])`.
    ///
    /// As in PHP, the passphrase is ignored if the key is not encrypted.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the passphrase is wrong, and as
    /// [`from_pem`](Self::from_pem).
    pub fn from_pem_encrypted(
        pem: impl AsRef<[u8]>,
        passphrase: impl AsRef<[u8]>,
    ) -> Result<Self, Error> {
        let (pem, passphrase) = (pem.as_ref(), passphrase.as_ref());
        check_length(pem::text(), pem)?;
        let block = first_block(pem)?;
        let is_pkcs8 = block.label == ENCRYPTED_PKCS8;
        if !is_pkcs8 && !block.is_encrypted() {
            return Self::from_pem(pem);
        }
        if is_pkcs8 && block.is_encrypted() {
            return Err(Error::crypto(say!(
                "the PEM text says in two ways that it is encrypted, which no tool writes: give \
                 only the block that holds the private key",
                "PEM 文本同时带有两种加密标记，没有工具会这样生成：请只传入私钥所在的块"
            )));
        }
        if passphrase.len() > MAX_PASSPHRASE {
            let length = passphrase.len();
            return Err(Error::crypto(say!(
                "the passphrase has {length} bytes, but OpenSSL takes at most {MAX_PASSPHRASE}",
                "密码有 {length} 字节，而 OpenSSL 最多接受 {MAX_PASSPHRASE} 字节"
            )));
        }
        let text = block.text().ok_or_else(|| unusable(pem))?;
        // OpenSSL gets only this block. Any passphrase, even an empty one, keeps OpenSSL from asking
        // for one on the terminal.
        let parsed = if passphrase.is_empty() {
            PKey::private_key_from_pem_passphrase(&text, b"")
        } else {
            // Written directly into OpenSSL's buffer, which OpenSSL wipes.
            PKey::private_key_from_pem_callback(&text, |buffer| {
                let length = passphrase.len().min(buffer.len());
                buffer[..length].copy_from_slice(&passphrase[..length]);
                Ok(length)
            })
        };
        let key = parsed.map_err(|error| not_decrypted(&error).with_source(error))?;
        Self::checked(key)
    }

    /// Reads a key from a PEM file of at most 1 MiB.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file can't be read, otherwise as
    /// [`from_pem`](Self::from_pem).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_pem(read(the_private_key(), path.as_ref())?)
    }

    /// Reads a key from a PEM file that is encrypted with a passphrase.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file can't be read, otherwise as
    /// [`from_pem_encrypted`](Self::from_pem_encrypted).
    pub fn from_file_encrypted(
        path: impl AsRef<Path>,
        passphrase: impl AsRef<[u8]>,
    ) -> Result<Self, Error> {
        Self::from_pem_encrypted(read(the_private_key(), path.as_ref())?, passphrase)
    }

    /// Reads the key in `apiclient_cert.p12` (PKCS#12). `der` is the content of that file; its
    /// passphrase is the mchid.
    /// [`PemUtil::parse_pkcs12_serial_no`](crate::PemUtil::parse_pkcs12_serial_no) returns the
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
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the passphrase is wrong, the file is not
    /// PKCS#12, or its ciphers are too old for OpenSSL 3. `apiclient_key.pem`, which comes with it,
    /// always works.
    pub fn from_pkcs12(der: impl AsRef<[u8]>, passphrase: &str) -> Result<Self, Error> {
        let key = pkcs12::open(der.as_ref(), passphrase)?.pkey.ok_or_else(|| {
            Error::crypto(say!(
                "the .p12 contains no private key: take apiclient_cert.p12",
                ".p12 文件中没有私钥：请使用 apiclient_cert.p12"
            ))
        })?;
        Self::checked(key)
    }

    /// Reads a key in any format that PHP's `Rsa::from` takes:
    ///
    /// - PEM text
    /// - `file://` followed by a path, which is not percent-decoded
    /// - `private.pkcs8://` followed by the Base64 of a PKCS#8 key
    /// - `private.pkcs1://` followed by the Base64 of a PKCS#1 key
    ///
    /// The Base64 may contain line breaks.
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
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file can't be read,
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if `thing` is not a private key; the message
    /// says what it is instead.
    #[doc(alias = "Rsa::from")]
    pub fn load(thing: impl AsRef<str>) -> Result<Self, Error> {
        let (form, der) = match parse(thing.as_ref())? {
            Source::File(path) => return Self::from_file(path),
            Source::Pem(pem) => return Self::from_pem(pem),
            Source::Der(form, der) => (form, der),
        };
        let key = match form {
            Form::PrivatePkcs8 => PKey::private_key_from_pkcs8(&der),
            // PHP accepts PKCS#8 here, too.
            Form::PrivatePkcs1 => Rsa::private_key_from_der(&der)
                .and_then(PKey::from_rsa)
                .or_else(|_| PKey::private_key_from_pkcs8(&der)),
            Form::PublicSpki | Form::PublicPkcs1 => {
                let scheme = form.scheme();
                return Err(Error::crypto(say!(
                    "a private key was expected, but `{scheme}…` is a public one: give \
                     `private.pkcs8://` followed by the Base64 of apiclient_key.pem",
                    "这里需要私钥，而 `{scheme}…` 是公钥：请传入 `private.pkcs8://` 加 \
                     apiclient_key.pem 的 Base64"
                )));
            }
        };
        let key = key.map_err(|error| form.mismatch(&der).with_source(error))?;
        Self::checked(key)
    }

    /// The key's size in bits: 2048 or more.
    ///
    /// ```no_run
    /// use wechatpay_chain::PrivateKey;
    ///
    /// assert_eq!(PrivateKey::from_file("apiclient_key.pem")?.bits(), 2048);
    /// # Ok::<(), wechatpay_chain::Error>(())
    /// ```
    pub fn bits(&self) -> u32 {
        self.key.bits()
    }

    fn checked(key: PKey<Private>) -> Result<Self, Error> {
        check_rsa(the_private_key(), &key)?;
        Ok(Self { key, contexts: ContextPool::default() })
    }

    pub(super) fn has_public_half(&self, public: &PKey<Public>) -> bool {
        public.public_eq(&self.key)
    }

    /// PEM text, for TLS.
    pub(super) fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, ErrorStack> {
        self.key.private_key_to_pem_pkcs8().map(Zeroizing::new)
    }

    /// SHA256 with RSA (PKCS#1 v1.5), as Base64.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<String, Error> {
        let digest = sha256(message);
        let mut signature = Vec::new();
        let signed = self.contexts.with(
            &self.key,
            |context| context.sign_init(),
            |context| context.sign_to_vec(&digest, &mut signature),
        );
        signed.map_err(|error| {
            Error::crypto(say!("the message can't be signed: {error}", "无法签名：{error}"))
                .with_source(error)
        })?;
        Ok(base64::encode(&signature))
    }

    /// RSA-OAEP with SHA-1. All failures give the same error, without OpenSSL's reason, which would
    /// be a padding oracle.
    pub(super) fn decrypt(&self, ciphertext: &[u8], padding: Padding) -> Result<Vec<u8>, Error> {
        let decrypt = || -> Result<Vec<u8>, ErrorStack> {
            let mut decrypter = Decrypter::new(&self.key)?;
            decrypter.set_rsa_padding(padding)?;
            let mut room = Zeroizing::new(vec![0; decrypter.decrypt_len(ciphertext)?]);
            let length = decrypter.decrypt(ciphertext, &mut room)?;
            Ok(room[..length].to_vec())
        };
        decrypt().map_err(|_| {
            Error::crypto(say!(
                "the ciphertext can't be decrypted: it was encrypted for another key (compare the \
                 serial numbers), or modified",
                "密文无法解密：加密时使用的是另一个密钥（请核对序列号），或密文被改动"
            ))
        })
    }
}

/// The source of the error for an encrypted key that was given without its passphrase.
#[derive(Debug)]
struct PassphraseNeeded;

impl fmt::Display for PassphraseNeeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the PEM text is encrypted with a passphrase")
    }
}

impl StdError for PassphraseNeeded {}

impl Error {
    /// Whether [`PrivateKey::from_pem`] or [`from_file`](PrivateKey::from_file) failed because the
    /// private key is encrypted: ask for the passphrase, and call
    /// [`from_pem_encrypted`](PrivateKey::from_pem_encrypted) or
    /// [`from_file_encrypted`](PrivateKey::from_file_encrypted).
    ///
    /// ```no_run
    /// use wechatpay_chain::{Error, PrivateKey};
    ///
    /// # fn ask() -> String { String::new() }
    /// # fn key(path: &str) -> Result<PrivateKey, Error> {
    /// match PrivateKey::from_file(path) {
    ///     Err(error) if error.needs_passphrase() => PrivateKey::from_file_encrypted(path, ask()),
    ///     other => other,
    /// }
    /// # }
    /// ```
    pub fn needs_passphrase(&self) -> bool {
        let mut source = self.source();
        while let Some(error) = source {
            if error.is::<PassphraseNeeded>() {
                return true;
            }
            source = error.source();
        }
        false
    }
}

/// The first block with a private key, the one that OpenSSL would choose.
fn first_block(pem: &[u8]) -> Result<Block<'_>, Error> {
    let mut blocks = pem::blocks(pem).into_iter();
    blocks.find(|block| block.label.ends_with(PKCS8)).ok_or_else(|| unusable(pem))
}

fn unusable(pem: &[u8]) -> Error {
    let found = describe::describe_instead_of(&describe::private_key(), pem);
    Error::crypto(say!(
        "a private key in PEM was expected, but this is {found}: take apiclient_key.pem",
        "这里需要 PEM 格式的私钥，给出的却是{found}：请使用 apiclient_key.pem";
        found
    ))
}

fn the_private_key() -> Text {
    say!("the private key", "私钥")
}

fn not_decrypted(error: &ErrorStack) -> Error {
    if is_unsupported(error) {
        return Error::crypto(say!(
            "the private key is encrypted with a cipher that this OpenSSL does not support: where it \
             is supported, encrypt it again by `openssl pkcs8 -topk8 -v2 aes-256-cbc -in … -out …`",
            "私钥的加密算法不受当前 OpenSSL 支持：请在支持的环境中用 `openssl pkcs8 -topk8 -v2 \
             aes-256-cbc -in … -out …` 重新加密"
        ));
    }
    Error::crypto(say!(
        "the private key can't be decrypted: the passphrase is wrong, or the file is damaged",
        "私钥无法解密：密码错误，或文件已损坏"
    ))
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey(RSA, {} bits)", self.key.bits())
    }
}
