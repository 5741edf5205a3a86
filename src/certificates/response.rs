//! The answer of `GET /v3/certificates`: decrypted, and verified with what it brought.

use std::sync::Arc;
use std::time::SystemTime;

use serde_json::Value;

use crate::crypto::{AEAD, ApiV3Key, PublicKey, Validity};
use crate::error::{BoxError, Error, ErrorKind, one_line};
use crate::formatter::seconds_since_1970;
use crate::middleware::{Verifier, VerifyInput};
use crate::promise::BoxFuture;
use crate::signature::{PlatformKeys, significant};

use super::store::Settings;

/// A platform certificate.
#[derive(Clone)]
pub(super) struct Certificate {
    pub(super) serial: String,
    pub(super) key: PublicKey,
    pub(super) validity: Validity,
    /// As it was decrypted.
    pub(super) pem: Arc<str>,
    /// Until when it is believed, in seconds since 1970, once WeChat Pay no longer lists it.
    pub(super) withdrawn: Option<i64>,
}

impl Certificate {
    pub(super) fn is_valid(&self, now: i64) -> bool {
        now < self.believed_until() && self.validity.holds(now)
    }

    /// In seconds since 1970.
    pub(super) fn believed_until(&self) -> i64 {
        self.withdrawn.unwrap_or(i64::MAX).min(self.validity.expires)
    }
}

/// The certificates in an answer's body. Decrypting tells that they were encrypted with the
/// merchant's APIv3 key, which nobody but WeChat Pay shares.
///
/// # Errors
///
/// What is no such answer, and [`ErrorKind::Crypto`] when the APIv3 key is not the one it was
/// encrypted with.
pub(super) fn open(body: &[u8], settings: &Settings) -> Result<Vec<Certificate>, Error> {
    valid(body, &settings.apiv3_key, settings.now())
}

fn valid(body: &[u8], apiv3_key: &ApiV3Key, now: i64) -> Result<Vec<Certificate>, Error> {
    let malformed = || {
        Error::new(ErrorKind::Decode, "the answer is no list of encrypted platform certificates")
    };
    let answer: Value =
        serde_json::from_slice(body).map_err(|error| malformed().with_source(error))?;
    let entries = answer["data"].as_array().ok_or_else(malformed)?;
    let all = entries.iter().map(|entry| decrypt(entry, apiv3_key).ok_or_else(malformed)?);
    let all = all.collect::<Result<Vec<_>, _>>()?;
    let valid: Vec<_> = all.into_iter().filter(|certificate| certificate.is_valid(now)).collect();
    if valid.is_empty() {
        return Err(Error::new(
            ErrorKind::Decode,
            "the answer has no platform certificate that is valid now",
        ));
    }
    Ok(valid)
}

/// `None` for an entry of another shape.
fn decrypt(entry: &Value, apiv3_key: &ApiV3Key) -> Option<Result<Certificate, Error>> {
    let encrypted = &entry["encrypt_certificate"];
    let algorithm = encrypted["algorithm"].as_str()?;
    let (nonce, ciphertext) = (encrypted["nonce"].as_str()?, encrypted["ciphertext"].as_str()?);
    let associated_data = encrypted["associated_data"].as_str().unwrap_or_default();
    let serial = entry["serial_no"].as_str()?.to_ascii_uppercase();
    if algorithm != AEAD {
        return Some(Err(Error::crypto(format!(
            "a platform certificate is encrypted by `{}`, but only {AEAD} is known",
            one_line(algorithm, 40)
        ))));
    }
    let pem = apiv3_key.decrypt(ciphertext, nonce, associated_data);
    Some(pem.and_then(|pem| read(&pem, serial)))
}

fn read(pem: &[u8], serial: String) -> Result<Certificate, Error> {
    let key = PublicKey::from_pem(pem)?;
    let text = String::from_utf8(pem.to_vec())
        .map_err(|_| Error::crypto("a platform certificate is none: it can't be read as PEM"))?;
    let none = || Error::crypto("a platform certificate is none: it is a bare key");
    let own = key.certificate_serial().ok_or_else(none)?;
    let validity = key.certificate_validity().ok_or_else(none)?;
    if significant(own) != significant(&serial) {
        return Err(Error::crypto(format!(
            "a platform certificate's serial number is `{own}`, but it was announced as `{}`",
            one_line(&serial, 80)
        )));
    }
    Ok(Certificate { serial, key, validity, pem: text.into(), withdrawn: None })
}

/// Verifies the download of certificates: with the keys that are configured, or else with a
/// certificate that it brought itself, as nothing else may be known yet.
pub(crate) struct SelfVerifier {
    configured: PlatformKeys,
    apiv3_key: ApiV3Key,
    clock: fn() -> SystemTime,
}

impl SelfVerifier {
    pub(crate) fn new(configured: PlatformKeys, settings: &Settings) -> Self {
        Self { configured, apiv3_key: settings.apiv3_key.clone(), clock: settings.clock }
    }

    fn check(&self, input: &VerifyInput<'_>) -> Result<(), BoxError> {
        let message = || input.message();
        if self.configured.known(input.serial).is_ok() {
            return Ok(self.configured.check(input.serial, message, input.signature)?);
        }
        let now = seconds_since_1970((self.clock)());
        let brought = valid(input.body, &self.apiv3_key, now)?;
        let brought = brought.into_iter().map(|certificate| (certificate.serial, certificate.key));
        let brought = PlatformKeys::new(brought, self.clock);
        Ok(brought.check(input.serial, message, input.signature)?)
    }
}

impl Verifier for SelfVerifier {
    fn verify<'a>(&'a self, input: &'a VerifyInput<'a>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(std::future::ready(self.check(input)))
    }
}
