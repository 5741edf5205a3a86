//! The keys of one gateway, made when it starts and known to nobody else.

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
use openssl::x509::extension::{BasicConstraints, KeyUsage};
use openssl::x509::{X509, X509Name};

use crate::error::{BoxError, Error, ErrorKind};

/// What both certificates are called, so that nobody takes them for real ones.
pub(super) const COMMON_NAME: &str = "wechatpay-chain local gateway (sandbox)";
/// The merchant that the gateway knows: the number in WeChat Pay's own samples.
pub(super) const MCHID: &str = "1900000109";

/// How long certificates are valid: as long as WeChat Pay's.
pub(super) const LIFETIME_DAYS: u32 = 5 * 365;
/// Whose a platform certificate is.
const PLATFORM: &str = "sandbox platform";

/// Holds private keys, hence no `Debug`.
pub(super) struct Keys {
    pub(super) merchant: Certified,
    pub(super) platform: Arc<Certified>,
    pub(super) public_key: Named,
    pub(super) apiv3_key: String,
    /// Those that came after the platform's first certificate.
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
            Ok(Self {
                merchant: Certified::new(merchant, &format!("sandbox merchant {MCHID}"))?,
                platform: Arc::new(Certified::new(platform, PLATFORM)?),
                public_key: Named::new(named)?,
                apiv3_key: alphanumerics(32)?,
                successors: Mutex::default(),
            })
        });
        keys.map_err(|error| {
            let message = format!("the gateway's keys could not be made: {error}");
            Error::new(ErrorKind::Crypto, message).with_source(error)
        })
    }
}

impl Keys {
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

    /// Issues a new one, and gives its serial number.
    pub(super) fn rotate(&self) -> Result<String, Error> {
        let issued = rsa().map_err(BoxError::from).and_then(|key| Certified::new(key, PLATFORM));
        let issued = issued.map_err(|error| {
            let message = format!("the gateway's certificate could not be made: {error}");
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
        let certificate = self_signed(&key, &number, organization)?;
        let mut serial = String::with_capacity(40);
        for byte in number {
            write!(serial, "{byte:02X}")?;
        }
        Ok(Self {
            key_pem: String::from_utf8(key.private_key_to_pem_pkcs8()?)?,
            certificate_pem: String::from_utf8(certificate.to_pem()?)?,
            key,
            certificate,
            serial,
        })
    }
}

impl Named {
    fn new(key: PKey<Private>) -> Result<Self, BoxError> {
        let public_pem = String::from_utf8(key.public_key_to_pem()?)?;
        let id = format!("PUB_KEY_ID_01{}", digits(29)?);
        Ok(Self { key, public_pem, id })
    }
}

fn rsa() -> Result<PKey<Private>, ErrorStack> {
    PKey::from_rsa(Rsa::generate(2048)?)
}

/// 20 bytes, as WeChat Pay's are: below 2^159, since a DER integer is signed and X.509 allows a
/// serial number 20 octets.
fn serial_number() -> Result<[u8; 20], ErrorStack> {
    let mut number = [0; 20];
    rand_bytes(&mut number)?;
    // Nor does it begin with a byte of zeros, which DER has not: tools would write the serial
    // number shorter than it is announced.
    number[0] = number[0] & 0x3f | 0x40;
    Ok(number)
}

fn self_signed(
    key: &PKey<Private>,
    serial: &[u8; 20],
    organization: &str,
) -> Result<X509, ErrorStack> {
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
    builder.set_not_after(&*Asn1Time::days_from_now(LIFETIME_DAYS)?)?;
    builder.set_pubkey(key)?;
    builder.append_extension(BasicConstraints::new().build()?)?;
    builder.append_extension(KeyUsage::new().digital_signature().key_encipherment().build()?)?;
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
        let certificate = self_signed(&key, &number, "test").unwrap();
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
