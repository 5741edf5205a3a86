//! The platform's keys, and whether one of them made a signature.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use super::{Fault, Refusal};
use crate::crypto::PublicKey;
use crate::error::{Error, one_line};
use crate::formatter::seconds_since_1970;
use crate::promise::BoxFuture;

/// The ids of WeChat Pay's public keys begin so; a certificate's serial number is hexadecimal.
pub(crate) const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_";
/// WeChat Pay sends a wrong signature now and then, to see whether it is refused; so it begins.
const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// The configured platform certificates and public keys, by serial number or id; and where more
/// may come from. A certificate that is not valid now is not believed, wherever it is from.
#[derive(Clone)]
pub(crate) struct PlatformKeys {
    configured: Arc<Configured>,
    source: Option<Arc<dyn KeySource>>,
    clock: fn() -> SystemTime,
}

struct Configured {
    /// As they were given.
    keys: Vec<(String, PublicKey)>,
    /// Where each is, by what is significant of its serial.
    places: HashMap<String, usize>,
}

/// Where platform keys come from that are not configured: a download.
pub(crate) trait KeySource: Send + Sync + 'static {
    /// The key of this serial, as far as it is known. Never waits.
    fn known(&self, serial: &str) -> Option<PublicKey>;

    /// The same, and an unknown one is asked for.
    fn find<'a>(&'a self, serial: &'a str) -> BoxFuture<'a, Option<PublicKey>>;

    /// The one that was issued last, to encrypt with.
    fn newest(&self) -> Option<(String, PublicKey)>;

    /// Starts what keeps them up to date, if that was wished.
    fn keep_fresh(&self);

    /// Before a call: waits until there is a key, where none is known at all.
    ///
    /// # Errors
    ///
    /// When none could be got, so that nothing was sent.
    fn ready(&self) -> BoxFuture<'_, Result<(), Error>>;

    /// Has it asked for in the background, unless that was done just now.
    fn ask(&self);

    /// All serials that are known, and what there is to say when one is not.
    fn describe(&self) -> (Vec<String>, Option<String>);
}

impl PlatformKeys {
    pub(crate) fn new(
        configured: impl IntoIterator<Item = (String, PublicKey)>,
        clock: fn() -> SystemTime,
    ) -> Self {
        let keys: Vec<_> = configured.into_iter().collect();
        let place = |(place, (serial, _)): (usize, &(String, PublicKey))| {
            (significant(serial).to_owned(), place)
        };
        let places = keys.iter().enumerate().map(place).collect();
        Self { configured: Arc::new(Configured { keys, places }), source: None, clock }
    }

    pub(crate) fn with_source(self, source: Arc<dyn KeySource>) -> Self {
        Self { source: Some(source), ..self }
    }

    /// What is wrong with each configured certificate that is not valid now, and whether any
    /// configured key is usable.
    pub(crate) fn judge_configured(&self) -> (Vec<String>, bool) {
        let now = self.now();
        let fault = |(serial, key): &(String, PublicKey)| {
            fault(key, now).map(|fault| format!("the platform certificate `{serial}` {fault}"))
        };
        let faults: Vec<_> = self.configured.keys.iter().filter_map(fault).collect();
        let any = faults.len() < self.configured.keys.len();
        (faults, any)
    }

    /// The key to encrypt with: the first public key, or the newest certificate.
    pub(crate) fn best(&self) -> Option<(String, PublicKey)> {
        let now = self.now();
        let configured = || self.configured.keys.iter();
        let public_key = configured().find(|(id, _)| id.starts_with(PUBLIC_KEY_ID)).cloned();
        public_key
            .or_else(|| self.source.as_ref()?.newest())
            .or_else(|| configured().find(|(_, key)| fault(key, now).is_none()).cloned())
    }

    fn now(&self) -> i64 {
        seconds_since_1970((self.clock)())
    }

    fn configured(&self, serial: &str) -> Option<&PublicKey> {
        let place = self.configured.places.get(significant(serial))?;
        self.configured.keys.get(*place).map(|(_, key)| key)
    }

    /// The key of this serial, as far as it is known and valid now.
    ///
    /// # Errors
    ///
    /// The refusal of what it would have to verify.
    pub(crate) fn known(&self, serial: &str) -> Result<PublicKey, Refusal> {
        let configured = self.configured(serial);
        let fault = configured.and_then(|key| fault(key, self.now()));
        match (configured, &fault) {
            (Some(key), None) => Ok(key.clone()),
            _ => {
                let known = self.source.as_ref().and_then(|source| source.known(serial));
                known.ok_or_else(|| self.unknown(serial, fault))
            }
        }
    }

    /// Whether `signature`, in Base64, is that of `message` by the key of this serial. A serial
    /// that is unknown is asked for, and awaited.
    pub(crate) async fn look_up_and_check(
        &self,
        serial: &str,
        message: impl FnOnce() -> Vec<u8>,
        signature: &str,
    ) -> Result<(), Refusal> {
        if let (Err(_), Some(source)) = (self.known(serial), &self.source) {
            source.find(serial).await;
        }
        self.check(serial, message, signature)
    }

    /// To be told of every use.
    pub(crate) fn keep_fresh(&self) {
        if let Some(source) = &self.source {
            source.keep_fresh();
        }
    }

    /// Has unknown keys asked for in the background, so that they are known when the sender tries
    /// again.
    pub(crate) fn ask(&self) {
        if let Some(source) = &self.source {
            source.ask();
        }
    }

    /// The same by what is known now. The message, which is a copy of what a stranger may have
    /// sent, is made once the key is found.
    pub(crate) fn check(
        &self,
        serial: &str,
        message: impl FnOnce() -> Vec<u8>,
        signature: &str,
    ) -> Result<(), Refusal> {
        let key = self.known(serial)?;
        match key.verify(&message(), signature) {
            Ok(true) => Ok(()),
            Ok(false) if signature.starts_with(PROBE) => Err(Refusal::new(
                Fault::Probe,
                format!(
                    "the signature does not hold, and begins with `{PROBE}`: WeChat Pay made it \
                     wrong on purpose, to see that it is refused"
                ),
            )),
            Ok(false) => Err(Refusal::new(
                Fault::Wrong,
                format!("the signature does not hold for the platform key `{serial}`"),
            )),
            Err(error) => Err(Refusal::new(Fault::Wrong, error.to_string())),
        }
    }

    /// `fault` when a certificate of this serial is configured.
    fn unknown(&self, serial: &str, fault: Option<String>) -> Refusal {
        let shown = one_line(serial, 80);
        if let Some(fault) = fault {
            let reason = format!(
                "the platform certificate `{shown}` {fault}, so it is not believed: give the \
                 current one by platform_key, or have certificates downloaded by \
                 download_certificates"
            );
            return Refusal::new(Fault::UnknownSerial, reason);
        }
        let mut known: Vec<_> =
            self.configured.keys.iter().map(|(serial, _)| serial.clone()).collect();
        let mut remedy = "add it by platform_key, or have certificates downloaded by \
                          download_certificates"
            .to_owned();
        if let Some(source) = &self.source {
            let (downloaded, failure) = source.describe();
            known.extend(downloaded);
            remedy = match failure {
                Some(failure) => format!("the last download of certificates failed: {failure}"),
                None => "it was not among those downloaded last".to_owned(),
            };
        }
        known.sort_unstable();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let reason =
            format!("no platform key of the serial `{shown}` is known, only {known}: {remedy}");
        Refusal::new(Fault::UnknownSerial, reason)
    }
}

/// What is wrong now with the certificate that a key came in.
fn fault(key: &PublicKey, now: i64) -> Option<String> {
    key.certificate_validity().and_then(|validity| validity.fault(now))
}

/// A serial number is a number: the zeros before it, which some tools leave out, mean nothing.
pub(crate) fn significant(serial: &str) -> &str {
    serial.trim_start_matches('0')
}
