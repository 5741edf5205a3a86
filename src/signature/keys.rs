//! Looks up platform keys and verifies signatures with them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use super::{Fault, Refusal};
use crate::crypto::PublicKey;
use crate::error::{Error, one_line};
use crate::formatter::seconds_since_1970;
use crate::language::{Text, say};
use crate::promise::BoxFuture;

/// The prefix of the ids of WeChat Pay's public keys; a certificate's serial number is hexadecimal.
pub(crate) const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_";
/// The prefix of the invalid signatures that WeChat Pay sends to test whether they are refused.
const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// The configured platform certificates and public keys by serial number or id, and the source of
/// further ones. A certificate that is not valid now is never used.
#[derive(Clone)]
pub(crate) struct PlatformKeys {
    configured: Arc<Configured>,
    source: Option<Arc<dyn KeySource>>,
    clock: fn() -> SystemTime,
}

struct Configured {
    /// In the order in which they were given.
    keys: Vec<(String, PublicKey)>,
    /// The index of each by its significant serial number.
    places: HashMap<String, usize>,
}

/// A source of platform keys that are not configured: the download of certificates.
pub(crate) trait KeySource: Send + Sync + 'static {
    /// The key with this serial number, if it is known. Never waits.
    fn known(&self, serial: &str) -> Option<PublicKey>;

    /// Like `known`, but downloads an unknown one.
    fn find<'a>(&'a self, serial: &'a str) -> BoxFuture<'a, Option<PublicKey>>;

    /// The one that was issued last, for encryption.
    fn newest(&self) -> Option<(String, PublicKey)>;

    /// Starts the background refresh, if it is configured.
    fn keep_fresh(&self);

    /// Before a call: waits until there is a key, where none is known at all.
    ///
    /// # Errors
    ///
    /// When no key could be downloaded. The call was not sent.
    fn ready(&self) -> BoxFuture<'_, Result<(), Error>>;

    /// Starts a download in the background, unless one ended recently.
    fn ask(&self);

    /// All known serial numbers, and why the last download failed.
    fn describe(&self) -> (Vec<String>, Option<Arc<Error>>);
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

    /// Why each invalid configured certificate is not valid now, and whether any configured key is
    /// usable.
    pub(crate) fn judge_configured(&self) -> (Vec<Text>, bool) {
        let now = self.now();
        let fault = |(serial, key): &(String, PublicKey)| {
            fault(key, now).map(|fault| {
                say!("the platform certificate `{serial}` {fault}", "平台证书 `{serial}` {fault}"; fault)
            })
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

    /// The key with this serial number, if it is known and valid now.
    ///
    /// # Errors
    ///
    /// The refusal of a signature by this key.
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

    /// Verifies that `signature`, as Base64, was made over `message` by the key with this serial
    /// number. Downloads the certificates if the serial number is unknown.
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

    /// Must be called at each use.
    pub(crate) fn keep_fresh(&self) {
        if let Some(source) = &self.source {
            source.keep_fresh();
        }
    }

    /// Downloads unknown keys in the background, so that they are known when the sender tries
    /// again.
    pub(crate) fn ask(&self) {
        if let Some(source) = &self.source {
            source.ask();
        }
    }

    /// Like `look_up_and_check`, with the keys that are known now. The message, a copy of a body of
    /// unknown origin, is made only after the key was found.
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
                say!(
                    "the signature is invalid and begins with `{PROBE}`: WeChat Pay tests whether \
                     invalid signatures are refused",
                    "签名无效，且以 `{PROBE}` 开头：这是微信支付在探测商户是否拒绝无效签名"
                ),
            )),
            Ok(false) => Err(Refusal::new(
                Fault::Wrong,
                say!(
                    "the signature is invalid for the platform key `{serial}`",
                    "用微信支付公钥或平台证书 `{serial}` 验签，结果为签名无效"
                ),
            )),
            Err(error) => Err(Refusal::new(Fault::Wrong, Text::of(&error))),
        }
    }

    /// `fault` is that of the configured certificate with this serial number.
    fn unknown(&self, serial: &str, fault: Option<Text>) -> Refusal {
        let shown = one_line(serial, 80);
        if let Some(fault) = fault {
            let reason = say!(
                "the platform certificate `{shown}` {fault}, so it is not used: add the current \
                 one by platform_key, or use download_certificates",
                "平台证书 `{shown}` {fault}，因此未使用：请通过 platform_key 添加当前的平台证书，\
                 或使用 download_certificates";
                fault
            );
            return Refusal::new(Fault::UnknownSerial, reason);
        }
        let mut known: Vec<_> =
            self.configured.keys.iter().map(|(serial, _)| serial.clone()).collect();
        let mut remedy = say!(
            "add it by platform_key, or use download_certificates",
            "请通过 platform_key 添加，或使用 download_certificates"
        );
        if let Some(source) = &self.source {
            let (downloaded, failure) = source.describe();
            known.extend(downloaded);
            remedy = match failure {
                Some(failure) => say!(
                    "the last download of certificates failed: {failure}",
                    "上次下载平台证书失败：{failure}";
                    failure
                ),
                None => {
                    say!("it was not among those downloaded last", "最近一次下载的平台证书中没有它")
                }
            };
        }
        known.sort_unstable();
        let known =
            if known.is_empty() { say!("none", "无") } else { Text::verbatim(known.join(", ")) };
        let reason = say!(
            "no platform key has the serial number `{shown}` (known: {known}): {remedy}",
            "没有序列号为 `{shown}` 的微信支付公钥或平台证书（已知：{known}）：{remedy}";
            known, remedy
        );
        Refusal::new(Fault::UnknownSerial, reason)
    }
}

/// Why the certificate of a key is not valid now.
fn fault(key: &PublicKey, now: i64) -> Option<Text> {
    key.certificate_validity().and_then(|validity| validity.fault(now))
}

/// A serial number without leading zeros, which some tools omit.
pub(crate) fn significant(serial: &str) -> &str {
    serial.trim_start_matches('0')
}
