//! Decrypts the response of `GET /v3/certificates`, and verifies it with a certificate in it.

use std::sync::Arc;
use std::time::SystemTime;

use serde_json::Value;

use crate::crypto::{AEAD, ApiV3Key, PublicKey, Validity};
use crate::error::{BoxError, Error, ErrorKind, one_line};
use crate::formatter::seconds_since_1970;
use crate::language::say;
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
    /// The decrypted text.
    pub(super) pem: Arc<str>,
    /// Until when it is used, in seconds since 1970, after a download did not list it.
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

/// The certificates in a response body that are valid now. They can only be decrypted if they were
/// encrypted with the merchant's APIv3 key, which only WeChat Pay shares.
///
/// # Errors
///
/// [`ErrorKind::Decode`] if it is not a list of certificates, [`ErrorKind::Crypto`] if the APIv3 key
/// is wrong.
pub(super) fn open(body: &[u8], settings: &Settings) -> Result<Vec<Certificate>, Error> {
    valid(body, &settings.apiv3_key, settings.now())
}

fn valid(body: &[u8], apiv3_key: &ApiV3Key, now: i64) -> Result<Vec<Certificate>, Error> {
    let malformed = || {
        Error::new(
            ErrorKind::Decode,
            say!(
                "the response is not a list of encrypted platform certificates",
                "应答不是加密的平台证书列表"
            ),
        )
    };
    let response: Value =
        serde_json::from_slice(body).map_err(|error| malformed().with_source(error))?;
    let entries = response["data"].as_array().ok_or_else(malformed)?;
    let all = entries.iter().map(|entry| decrypt(entry, apiv3_key).ok_or_else(malformed)?);
    let all = all.collect::<Result<Vec<_>, _>>()?;
    let valid: Vec<_> = all.into_iter().filter(|certificate| certificate.is_valid(now)).collect();
    if valid.is_empty() {
        return Err(Error::new(
            ErrorKind::Decode,
            say!(
                "the response has no platform certificate that is valid now",
                "应答中没有当前有效的平台证书"
            ),
        ));
    }
    Ok(valid)
}

/// `None` if a field is missing or of another type.
fn decrypt(entry: &Value, apiv3_key: &ApiV3Key) -> Option<Result<Certificate, Error>> {
    let encrypted = &entry["encrypt_certificate"];
    let algorithm = encrypted["algorithm"].as_str()?;
    let (nonce, ciphertext) = (encrypted["nonce"].as_str()?, encrypted["ciphertext"].as_str()?);
    let associated_data = encrypted["associated_data"].as_str().unwrap_or_default();
    let serial = entry["serial_no"].as_str()?.to_ascii_uppercase();
    if algorithm != AEAD {
        let shown = one_line(algorithm, 40);
        return Some(Err(Error::crypto(say!(
            "a platform certificate is encrypted with `{shown}`, but only {AEAD} is supported",
            "平台证书的加密算法是 `{shown}`，而只支持 {AEAD}"
        ))));
    }
    let pem = apiv3_key.decrypt(ciphertext, nonce, associated_data);
    Some(pem.and_then(|pem| read(&pem, serial)))
}

fn read(pem: &[u8], serial: String) -> Result<Certificate, Error> {
    let key = PublicKey::from_pem(pem)?;
    let text = String::from_utf8(pem.to_vec()).map_err(|_| {
        Error::crypto(say!("a platform certificate is not PEM text", "平台证书不是 PEM 文本"))
    })?;
    let none = || {
        Error::crypto(say!(
            "a platform certificate is a bare key",
            "平台证书的内容是单独的密钥，而不是证书"
        ))
    };
    let own = key.certificate_serial().ok_or_else(none)?;
    let validity = key.certificate_validity().ok_or_else(none)?;
    if significant(own) != significant(&serial) {
        let listed = one_line(&serial, 80);
        return Err(Error::crypto(say!(
            "the serial number of a platform certificate is `{own}`, but it is listed as \
             `{listed}`",
            "平台证书的序列号是 `{own}`，列表中却是 `{listed}`"
        )));
    }
    Ok(Certificate { serial, key, validity, pem: text.into(), withdrawn: None })
}

/// Verifies the download of certificates with a configured key or, if none has the serial number,
/// with a certificate in the response itself.
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
            let checked = self.configured.check(input.serial, message, input.signature);
            return Ok(checked.map_err(|refusal| refusal.reason)?);
        }
        let now = seconds_since_1970((self.clock)());
        let contained = valid(input.body, &self.apiv3_key, now)?;
        let contained =
            contained.into_iter().map(|certificate| (certificate.serial, certificate.key));
        let contained = PlatformKeys::new(contained, self.clock);
        let checked = contained.check(input.serial, message, input.signature);
        Ok(checked.map_err(|refusal| refusal.reason)?)
    }
}

impl Verifier for SelfVerifier {
    fn verify<'a>(&'a self, input: &'a VerifyInput<'a>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(std::future::ready(self.check(input)))
    }
}
