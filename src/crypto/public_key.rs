//! WeChat Pay's public key, or a platform certificate.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::encrypt::Encrypter;
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Public};
use openssl::rsa::{Padding, Rsa};
use openssl::x509::X509;

use super::context_pool::ContextPool;
use super::key_uri::{Form, Source, parse};
use super::pem_util::serial;
use super::{PrivateKey, base64, check_length, check_rsa, describe, pem, read, sha256};
use crate::error::Error;
use crate::language::{Text, say};

type Parse = fn(&[u8]) -> Result<PKey<Public>, ErrorStack>;

/// The bytes that OAEP with SHA-1 adds to a plaintext.
const OAEP_OVERHEAD: usize = 42;
/// The bytes that PKCS#1 v1.5 adds at least.
const PKCS1_OVERHEAD: usize = 11;

/// An RSA public key, 2048 bits or more: WeChat Pay's public key (`pub_key.pem`) or that of a
/// certificate.
///
/// It verifies responses and notifications, and encrypts sensitive fields. It is parsed once and
/// cheap to clone.
///
/// ```no_run
/// use wechatpay_chain::{Client, PublicKey};
///
/// # fn main() -> Result<(), wechatpay_chain::Error> {
/// let builder = Client::builder()
///     .platform_key("PUB_KEY_ID_0114232134912410000000000000", PublicKey::from_file("pub_key.pem")?);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PublicKey {
    key: PKey<Public>,
    contexts: ContextPool<Public>,
    certificate: Option<Arc<Certificate>>,
}

/// The parts that are kept of a key's certificate.
struct Certificate {
    serial: String,
    validity: Validity,
}

/// How long before its start a certificate is accepted, in seconds: the issuer's clock may be ahead
/// of ours.
const TOLERANCE: i64 = 300;

/// The validity period of a certificate, in seconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Validity {
    pub(crate) begins: i64,
    pub(crate) expires: i64,
}

impl Validity {
    pub(crate) fn holds(self, now: i64) -> bool {
        self.fault(now).is_none()
    }

    /// Why a certificate is not valid now; ends a sentence about it.
    pub(crate) fn fault(self, now: i64) -> Option<Text> {
        if now >= self.expires {
            let date = date(self.expires);
            Some(say!("has expired on {date}", "已于 {date} 过期"))
        } else if now < self.begins.saturating_sub(TOLERANCE) {
            let date = date(self.begins);
            Some(say!("is not valid before {date}", "在 {date} 之前无效"))
        } else {
            None
        }
    }
}

fn date(seconds: i64) -> String {
    httpdate::fmt_http_date(since_1970(seconds))
}

pub(crate) fn since_1970(seconds: i64) -> SystemTime {
    // The end of the year 9999, which is the last that the formatter of dates takes.
    let seconds = u64::try_from(seconds).unwrap_or_default().min(253_402_300_799);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

impl PublicKey {
    /// Reads a key from PEM text: SPKI (`BEGIN PUBLIC KEY`), PKCS#1 (`BEGIN RSA PUBLIC KEY`) or an
    /// X.509 certificate (`BEGIN CERTIFICATE`). Its lines may be changed as
    /// [`PrivateKey::from_pem`] says.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the text contains none of these; the
    /// message says what it contains instead.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, Error> {
        let pem = pem.as_ref();
        check_length(pem::text(), pem)?;
        let blocks = pem::blocks(pem);
        let block = |label: &str| blocks.iter().find(|block| block.label == label);
        let (block, parse): (_, Parse) = match (block("PUBLIC KEY"), block("RSA PUBLIC KEY")) {
            (Some(block), _) => (block, PKey::public_key_from_der),
            (None, Some(block)) => {
                (block, |der| Rsa::public_key_from_der_pkcs1(der).and_then(PKey::from_rsa))
            }
            _ if blocks.iter().any(|block| pem::is_certificate(&block.label)) => {
                return Self::from_certificate(pem);
            }
            _ => return Err(unusable(pem)),
        };
        if block.is_encrypted() {
            return Err(pem::encrypted(describe::public_key()));
        }
        let key = parse(&block.der().ok_or_else(|| unusable(pem))?);
        Self::checked(key.map_err(|error| unusable(pem).with_source(error))?, None)
    }

    /// Reads a key from a PEM file of at most 1 MiB.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file can't be read, otherwise as
    /// [`from_pem`](Self::from_pem).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_pem(read(the_public_key(), path.as_ref())?)
    }

    /// Reads a key in any format that PHP's `Rsa::from` takes:
    ///
    /// - PEM text of a key or a certificate
    /// - `file://` followed by a path, which is not percent-decoded
    /// - `public.spki://` followed by the Base64 of an SPKI key
    /// - `public.pkcs1://` followed by the Base64 of a PKCS#1 key
    ///
    /// The Base64 may contain line breaks.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// use wechatpay_chain::PublicKey;
    ///
    /// let key = PublicKey::load("file:///certs/pub_key.pem")?;
    /// let key = PublicKey::load("public.spki://MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA…")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file can't be read,
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if `thing` is not a public key; the message
    /// says what it is instead.
    #[doc(alias = "Rsa::from")]
    pub fn load(thing: impl AsRef<str>) -> Result<Self, Error> {
        let (form, der) = match parse(thing.as_ref())? {
            Source::File(path) => return Self::from_file(path),
            Source::Pem(pem) => return Self::from_pem(pem),
            Source::Der(form, der) => (form, der),
        };
        let key = match form {
            Form::PublicSpki => PKey::public_key_from_der(&der),
            Form::PublicPkcs1 => Rsa::public_key_from_der_pkcs1(&der).and_then(PKey::from_rsa),
            Form::PrivatePkcs8 | Form::PrivatePkcs1 => {
                let scheme = form.scheme();
                return Err(Error::crypto(say!(
                    "a public key was expected, but `{scheme}…` is a private one: give \
                     `public.spki://` followed by the Base64 of pub_key.pem",
                    "这里需要公钥，而 `{scheme}…` 是私钥：请传入 `public.spki://` 加 pub_key.pem 的 \
                     Base64"
                )));
            }
        };
        Self::checked(key.map_err(|error| form.mismatch(&der).with_source(error))?, None)
    }

    /// Reads the first certificate in a PEM text.
    pub(super) fn from_certificate(pem: &[u8]) -> Result<Self, Error> {
        check_length(pem::text(), pem)?;
        let unusable = || {
            let found = describe::describe_instead_of(&describe::certificate(), pem);
            Error::crypto(say!(
                "a certificate in PEM was expected, but this is {found}: take apiclient_cert.pem \
                 or a platform certificate",
                "这里需要 PEM 格式的证书，给出的却是{found}：请使用 apiclient_cert.pem 或平台证书";
                found
            ))
        };
        let der = pem::certificate(pem)?.ok_or_else(unusable)?;
        let parsed = X509::from_der(&der)
            .and_then(|certificate| certificate.public_key().map(|key| (certificate, key)));
        let (certificate, key) = parsed.map_err(|error| unusable().with_source(error))?;
        let validity = validity(&certificate).map_err(|error| {
            Error::crypto(say!("the certificate's validity can't be read", "无法读取证书的有效期"))
                .with_source(error)
        })?;
        Self::checked(key, Some(Certificate { serial: serial(&certificate)?, validity }))
    }

    fn checked(key: PKey<Public>, certificate: Option<Certificate>) -> Result<Self, Error> {
        check_rsa(the_public_key(), &key)?;
        Ok(Self { key, contexts: ContextPool::default(), certificate: certificate.map(Arc::new) })
    }

    /// The key's size in bits: 2048 or more.
    pub fn bits(&self) -> u32 {
        self.key.bits()
    }

    /// The serial number of the certificate that the key was read from: hexadecimal, in upper
    /// case, leading zeros kept. `None` for a bare key.
    pub fn certificate_serial(&self) -> Option<&str> {
        self.certificate.as_ref().map(|certificate| certificate.serial.as_str())
    }

    /// When the certificate that the key was read from expires. `None` for a bare key.
    pub fn certificate_expiry(&self) -> Option<SystemTime> {
        self.certificate_validity().map(|validity| since_1970(validity.expires))
    }

    pub(crate) fn certificate_validity(&self) -> Option<Validity> {
        self.certificate.as_ref().map(|certificate| certificate.validity)
    }

    /// Whether this is the public half of a private key.
    pub(crate) fn belongs_to(&self, private: &PrivateKey) -> bool {
        private.has_public_half(&self.key)
    }

    pub(super) fn into_certificate_serial(self) -> Result<String, Error> {
        let certificate = self.certificate.ok_or_else(|| {
            Error::crypto(say!("a key has no serial number", "密钥没有序列号，证书才有"))
        });
        certificate.map(|certificate| certificate.serial.clone())
    }

    /// Whether `signature` is the Base64 of a SHA256-RSA signature (PKCS#1 v1.5) of `message`. Only
    /// canonical Base64 is accepted.
    pub(crate) fn verify(&self, message: &[u8], signature: &str) -> Result<bool, Error> {
        let Some(signature) = base64::decode_canonical(signature) else {
            return Ok(false);
        };
        let digest = sha256(message);
        let mut judged = false;
        let verified = self.contexts.with(
            &self.key,
            |context| context.verify_init(),
            |context| {
                judged = true;
                context.verify(&digest, &signature)
            },
        );
        match verified {
            Ok(holds) => Ok(holds),
            // OpenSSL reports most invalid signatures as an error.
            Err(_) if judged => Ok(false),
            Err(error) => Err(Error::crypto(say!(
                "the signature can't be verified: {error}",
                "无法验签：{error}"
            ))
            .with_source(error)),
        }
    }

    /// Returns Base64. OAEP uses SHA-1.
    pub(super) fn encrypt(&self, plaintext: &[u8], padding: Padding) -> Result<String, Error> {
        let overhead = if padding == Padding::PKCS1_OAEP { OAEP_OVERHEAD } else { PKCS1_OVERHEAD };
        let limit = self.key.size().saturating_sub(overhead);
        if plaintext.len() > limit {
            let length = plaintext.len();
            return Err(Error::crypto(say!(
                "the plaintext has {length} bytes, but this key can encrypt at most {limit}: \
                 encrypt each field separately",
                "明文有 {length} 字节，而该密钥最多可加密 {limit} 字节：请逐个字段加密"
            )));
        }
        let encrypt = || -> Result<Vec<u8>, ErrorStack> {
            let mut encrypter = Encrypter::new(&self.key)?;
            encrypter.set_rsa_padding(padding)?;
            let mut ciphertext = vec![0; encrypter.encrypt_len(plaintext)?];
            let length = encrypter.encrypt(plaintext, &mut ciphertext)?;
            ciphertext.truncate(length);
            Ok(ciphertext)
        };
        let ciphertext = encrypt().map_err(|error| {
            Error::crypto(say!(
                "the plaintext can't be encrypted: {error}",
                "明文无法加密：{error}"
            ))
            .with_source(error)
        })?;
        Ok(base64::encode(&ciphertext))
    }
}

fn validity(certificate: &X509) -> Result<Validity, ErrorStack> {
    let epoch = Asn1Time::from_unix(0)?;
    let seconds = |time: &Asn1TimeRef| -> Result<i64, ErrorStack> {
        let since_1970 = epoch.diff(time)?;
        Ok(i64::from(since_1970.days) * 86_400 + i64::from(since_1970.secs))
    };
    let (begins, expires) = (certificate.not_before(), certificate.not_after());
    Ok(Validity { begins: seconds(begins)?, expires: seconds(expires)? })
}

fn unusable(pem: &[u8]) -> Error {
    let found = describe::describe_instead_of(&describe::public_key(), pem);
    Error::crypto(say!(
        "a public key or a certificate in PEM was expected, but this is {found}: take pub_key.pem \
         or a platform certificate",
        "这里需要 PEM 格式的公钥或证书，给出的却是{found}：请使用 pub_key.pem 或平台证书";
        found
    ))
}

fn the_public_key() -> Text {
    say!("the public key", "公钥")
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey(RSA, {} bits)", self.key.bits())
    }
}
