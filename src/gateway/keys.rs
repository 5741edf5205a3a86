//! The keys of one gateway, generated at its first start.

use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::BigNum;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rand::rand_bytes;
use openssl::rsa::Rsa;
use openssl::x509::extension::{
    BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName,
};
use openssl::x509::{X509, X509Name};

use super::key_mode::KeyMode;
use crate::error::{BoxError, Error, ErrorKind};
use crate::language::say;

/// The common name of its certificates, so that nobody takes them for real ones.
pub(super) const COMMON_NAME: &str = "wechatpay-chain local gateway (sandbox)";
/// The merchant that the gateway knows: the number in WeChat Pay's own samples.
pub(super) const MCHID: &str = "1900000109";

/// How long certificates are valid: as long as WeChat Pay's.
pub(super) const LIFETIME_DAYS: u32 = 5 * 365;
/// How long its certificate for TLS is valid: no longer than what all systems accept.
const TLS_LIFETIME_DAYS: u32 = 800;
/// Whose a platform certificate is.
const PLATFORM: &str = "sandbox platform";

/// Contains private keys, so it has no `Debug`.
pub(super) struct Keys {
    pub(super) merchant: Certified,
    pub(super) platform: Arc<Certified>,
    pub(super) public_key: Named,
    pub(super) apiv3_key: String,
    /// The APIv2 key.
    pub(super) secret: String,
    /// Which of the platform's keys the merchant has.
    pub(super) mode: KeyMode,
    /// The platform certificates after the first.
    successors: Mutex<Vec<Arc<Certified>>>,
}

/// A key pair with a certificate.
pub(super) struct Certified {
    pub(super) key: PKey<Private>,
    pub(super) key_pem: String,
    pub(super) certificate: X509,
    pub(super) certificate_pem: String,
    pub(super) serial: String,
}

/// A key pair without a certificate, known by its id: WeChat Pay's public-key mode.
pub(super) struct Named {
    pub(super) key: PKey<Private>,
    pub(super) key_pem: String,
    pub(super) public_pem: String,
    pub(super) id: String,
}

impl Keys {
    pub(super) fn generate() -> Result<Self, Error> {
        // Finding primes is what takes the time, so all three are looked for at once.
        let found = thread::scope(|scope| -> Result<_, BoxError> {
            let spawn = || thread::Builder::new().spawn_scoped(scope, rsa);
            let (merchant, platform) = (spawn()?, spawn()?);
            let named = rsa()?;
            let join = |thread: thread::ScopedJoinHandle<'_, Result<_, ErrorStack>>| {
                thread.join().map_err(|_| "the thread that made it panicked")
            };
            Ok((join(merchant)??, join(platform)??, named))
        });
        let keys = found.and_then(|(merchant, platform, named)| {
            Ok(Self::of(
                Certified::new(merchant, &format!("sandbox merchant {MCHID}"))?,
                Certified::new(platform, PLATFORM)?,
                Named::new(named)?,
                alphanumerics(32)?,
                alphanumerics(32)?,
            ))
        });
        keys.map_err(|error| {
            let message = say!(
                "the gateway's keys could not be made: {error}",
                "无法生成网关的密钥：{error}"
            );
            Error::new(ErrorKind::Crypto, message).with_source(error)
        })
    }
}

impl Keys {
    pub(super) fn of(
        merchant: Certified,
        platform: Certified,
        public_key: Named,
        apiv3_key: String,
        secret: String,
    ) -> Self {
        let platform = Arc::new(platform);
        let (mode, successors) = (KeyMode::default(), Mutex::default());
        Self { merchant, platform, public_key, apiv3_key, secret, mode, successors }
    }

    /// The platform's certificates, the last being the one that signs.
    pub(super) fn platform_certificates(&self) -> Vec<Arc<Certified>> {
        let successors = self.successors.lock().unwrap_or_else(PoisonError::into_inner);
        [&self.platform].into_iter().chain(&*successors).map(Arc::clone).collect()
    }

    /// The one that signs.
    pub(super) fn platform_now(&self) -> Arc<Certified> {
        let successors = self.successors.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(successors.last().unwrap_or(&self.platform))
    }

    /// Issues a new certificate and returns its serial number.
    pub(super) fn rotate(&self) -> Result<String, Error> {
        if !self.mode.has_certificate() {
            return Err(Error::options(say!(
                "the merchant has the public key alone, so there is no certificate to rotate: start \
                 the gateway in another key mode",
                "商户只有微信支付公钥，没有可轮换的平台证书：请以其他密钥模式启动网关"
            )));
        }
        let issued = rsa().map_err(BoxError::from).and_then(|key| Certified::new(key, PLATFORM));
        let issued = issued.map_err(|error| {
            let message = say!(
                "the gateway's certificate could not be made: {error}",
                "无法生成网关的证书：{error}"
            );
            Error::new(ErrorKind::Crypto, message).with_source(error)
        })?;
        let serial = issued.serial.clone();
        let mut successors = self.successors.lock().unwrap_or_else(PoisonError::into_inner);
        successors.push(Arc::new(issued));
        Ok(serial)
    }
}

impl Certified {
    fn new(key: PKey<Private>, organization: &str) -> Result<Self, BoxError> {
        let number = serial_number()?;
        let certificate = self_signed(&key, &number, organization, false)?;
        Self::of(key, certificate)
    }

    /// For TLS on this machine, and for nothing else.
    pub(super) fn for_tls() -> Result<Self, Error> {
        let made = || {
            let key = rsa()?;
            let certificate = self_signed(&key, &serial_number()?, "sandbox TLS", true)?;
            Self::of(key, certificate)
        };
        made().map_err(|error: BoxError| {
            let message = say!(
                "the gateway's TLS certificate could not be made: {error}",
                "无法生成网关的 TLS 证书：{error}"
            );
            Error::new(ErrorKind::Crypto, message).with_source(error)
        })
    }

    fn of(key: PKey<Private>, certificate: X509) -> Result<Self, BoxError> {
        let number = certificate.serial_number().to_bn()?.to_vec_padded(20)?;
        Ok(Self {
            key_pem: String::from_utf8(key.private_key_to_pem_pkcs8()?)?,
            certificate_pem: String::from_utf8(certificate.to_pem()?)?,
            serial: hexadecimal(&number)?,
            key,
            certificate,
        })
    }

    /// Reads what an earlier start wrote.
    pub(super) fn read(key_pem: &str, certificate_pem: &str) -> Result<Self, BoxError> {
        let key = PKey::private_key_from_pem(key_pem.as_bytes())?;
        let certificate = X509::from_pem(certificate_pem.as_bytes())?;
        if !certificate.public_key()?.public_eq(&key) {
            return Err(say!("a certificate is not its key's", "证书与其密钥不配对").into());
        }
        if certificate.not_after() < &*Asn1Time::days_from_now(1)? {
            let end = certificate.not_after();
            return Err(say!("a certificate is valid until {end}", "证书有效期至 {end}").into());
        }
        Self::of(key, certificate)
    }
}

impl Named {
    fn new(key: PKey<Private>) -> Result<Self, BoxError> {
        let id = format!("PUB_KEY_ID_01{}", digits(29)?);
        Self::known_as(key, id)
    }

    /// Reads what an earlier start wrote.
    pub(super) fn read(key_pem: &str, id: &str) -> Result<Self, BoxError> {
        Self::known_as(PKey::private_key_from_pem(key_pem.as_bytes())?, id.to_owned())
    }

    fn known_as(key: PKey<Private>, id: String) -> Result<Self, BoxError> {
        let key_pem = String::from_utf8(key.private_key_to_pem_pkcs8()?)?;
        let public_pem = String::from_utf8(key.public_key_to_pem()?)?;
        Ok(Self { key, key_pem, public_pem, id })
    }
}

fn hexadecimal(bytes: &[u8]) -> Result<String, std::fmt::Error> {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(text, "{byte:02X}")?;
    }
    Ok(text)
}

fn rsa() -> Result<PKey<Private>, ErrorStack> {
    PKey::from_rsa(Rsa::generate(2048)?)
}

/// 20 bytes, as WeChat Pay's are: below 2^159, since a DER integer is signed and X.509 allows a
/// serial number 20 octets.
pub(super) fn serial_number() -> Result<[u8; 20], ErrorStack> {
    let mut number = [0; 20];
    rand_bytes(&mut number)?;
    // It does not begin with a zero byte, which DER omits: tools would print a shorter serial
    // number.
    number[0] = number[0] & 0x3f | 0x40;
    Ok(number)
}

fn self_signed(
    key: &PKey<Private>,
    serial: &[u8; 20],
    organization: &str,
    is_for_tls: bool,
) -> Result<X509, ErrorStack> {
    let days = if is_for_tls { TLS_LIFETIME_DAYS } else { LIFETIME_DAYS };
    let mut name = X509Name::builder()?;
    name.append_entry_by_text("C", "CN")?;
    name.append_entry_by_text("O", organization)?;
    name.append_entry_by_text("CN", COMMON_NAME)?;
    let name = name.build();
    let mut builder = X509::builder()?;
    builder.set_version(2)?;
    let serial = Asn1Integer::from_bn(&*BigNum::from_slice(serial)?)?;
    builder.set_serial_number(&serial)?;
    builder.set_subject_name(&name)?;
    builder.set_issuer_name(&name)?;
    builder.set_not_before(&*Asn1Time::days_from_now(0)?)?;
    builder.set_not_after(&*Asn1Time::days_from_now(days)?)?;
    builder.set_pubkey(key)?;
    builder.append_extension(BasicConstraints::new().build()?)?;
    builder.append_extension(KeyUsage::new().digital_signature().key_encipherment().build()?)?;
    if is_for_tls {
        builder.append_extension(ExtendedKeyUsage::new().server_auth().build()?)?;
        let mut names = SubjectAlternativeName::new();
        let names = names.ip("127.0.0.1").ip("::1").dns("localhost");
        let names = names.build(&builder.x509v3_context(None, None))?;
        builder.append_extension(names)?;
    }
    builder.sign(key, MessageDigest::sha256())?;
    Ok(builder.build())
}

/// Random text of `[0-9A-Za-z]`.
pub(super) fn alphanumerics(length: usize) -> Result<String, ErrorStack> {
    random_text(length, b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
}

/// Random decimal digits.
pub(super) fn digits(length: usize) -> Result<String, ErrorStack> {
    random_text(length, b"0123456789")
}

/// In lower case.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Random hexadecimal digits, lower-case.
pub(super) fn hex_digits(length: usize) -> Result<String, ErrorStack> {
    random_text(length, b"0123456789abcdef")
}

fn random_text(length: usize, alphabet: &[u8]) -> Result<String, ErrorStack> {
    // Above the last whole multiple of the alphabet a byte would favour its first characters.
    let fair = 256 / alphabet.len() * alphabet.len();
    let mut text = String::with_capacity(length);
    let mut bytes = [0; 64];
    while text.len() < length {
        rand_bytes(&mut bytes)?;
        let fits = bytes.iter().map(|byte| usize::from(*byte)).filter(|byte| *byte < fair);
        text.extend(
            fits.take(length - text.len()).map(|byte| char::from(alphabet[byte % alphabet.len()])),
        );
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use openssl::nid::Nid;

    use super::*;

    #[test]
    fn certificates_hold_their_keys_and_serial_numbers() {
        let keys = Keys::generate().unwrap();
        for pair in [&keys.merchant, &*keys.platform] {
            let certificate = X509::from_pem(pair.certificate_pem.as_bytes()).unwrap();
            assert!(certificate.verify(&pair.key).unwrap());
            assert!(certificate.public_key().unwrap().public_eq(&pair.key));
            let number = certificate.serial_number().to_bn().unwrap();
            assert_eq!(number, BigNum::from_hex_str(&pair.serial).unwrap());
            assert!(!number.is_negative());
            assert_eq!(pair.serial.len(), 40);
            assert!(pair.serial.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F')));
            let name = certificate.subject_name().entries_by_nid(Nid::COMMONNAME).next().unwrap();
            assert_eq!(name.data().as_slice(), COMMON_NAME.as_bytes());
            let again = PKey::private_key_from_pem(pair.key_pem.as_bytes()).unwrap();
            assert!(again.public_eq(&pair.key));
        }
        let named = &keys.public_key;
        let public = PKey::public_key_from_pem(named.public_pem.as_bytes()).unwrap();
        assert!(public.public_eq(&named.key));
        assert!(!public.public_eq(&keys.platform.key));
        let digits = named.id.strip_prefix("PUB_KEY_ID_").unwrap();
        assert_eq!(digits.len(), 31);
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(keys.apiv3_key.len(), 32);
        assert!(keys.apiv3_key.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }

    #[test]
    fn a_serial_number_keeps_its_leading_zeros() {
        let key = rsa().unwrap();
        let mut number = [0; 20];
        number[19] = 0x0a;
        let certificate = self_signed(&key, &number, "test", false).unwrap();
        let number = certificate.serial_number().to_bn().unwrap();
        assert_eq!(number, BigNum::from_u32(10).unwrap());
    }

    #[test]
    fn random_text_uses_its_alphabet_only() {
        assert_eq!(random_text(0, b"a").unwrap(), "");
        assert_eq!(random_text(100, b"a").unwrap(), "a".repeat(100));
        let long = random_text(5000, b"01").unwrap();
        assert!(long.contains('0') && long.contains('1'));
        assert_ne!(alphanumerics(32).unwrap(), alphanumerics(32).unwrap());
    }
}
