//! The platform's keys, and whether one of them made a signature.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Fault, Refusal};
use crate::crypto::PublicKey;
use crate::error::one_line;
use crate::promise::BoxFuture;

/// The ids of WeChat Pay's public keys begin so; a certificate's serial number is hexadecimal.
pub(crate) const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_";
/// WeChat Pay sends a wrong signature now and then, to see whether it is refused; so it begins.
const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// The configured platform certificates and public keys, by serial number or id; and where more
/// may come from.
#[derive(Clone)]
pub(crate) struct PlatformKeys {
    /// By what is significant of the serial, which is kept beside the key.
    configured: Arc<HashMap<String, (String, PublicKey)>>,
    /// The first public key's id, or else the first serial.
    first: Option<String>,
    source: Option<Arc<dyn KeySource>>,
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

    /// Has it asked for in the background, unless that was done just now.
    fn ask(&self);

    /// All serials that are known, and what there is to say when one is not.
    fn describe(&self) -> (Vec<String>, Option<String>);
}

impl PlatformKeys {
    pub(crate) fn new(configured: impl IntoIterator<Item = (String, PublicKey)>) -> Self {
        let configured: Vec<_> = configured.into_iter().collect();
        let public_key = configured.iter().find(|(serial, _)| serial.starts_with(PUBLIC_KEY_ID));
        let first = public_key.or(configured.first()).map(|(serial, _)| serial.clone());
        let by_serial =
            |(serial, key): (String, PublicKey)| (significant(&serial).to_owned(), (serial, key));
        let configured = Arc::new(configured.into_iter().map(by_serial).collect());
        Self { configured, first, source: None }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.configured.is_empty()
    }

    pub(crate) fn with_source(self, source: Arc<dyn KeySource>) -> Self {
        Self { source: Some(source), ..self }
    }

    pub(crate) fn known(&self, serial: &str) -> Option<PublicKey> {
        self.configured_pair(serial)
            .map(|(_, key)| key)
            .or_else(|| self.source.as_ref()?.known(serial))
    }

    /// The key to encrypt with: the first public key, or the newest certificate.
    pub(crate) fn best(&self) -> Option<(String, PublicKey)> {
        let downloaded = || self.source.as_ref().and_then(|source| source.newest());
        match &self.first {
            Some(first) if first.starts_with(PUBLIC_KEY_ID) => self.configured_pair(first),
            first => downloaded().or_else(|| self.configured_pair(first.as_ref()?)),
        }
    }

    fn configured_pair(&self, serial: &str) -> Option<(String, PublicKey)> {
        self.configured.get(significant(serial)).cloned()
    }

    /// Whether `signature`, in Base64, is that of `message` by the key of this serial. A serial
    /// that is unknown is asked for, and awaited.
    pub(crate) async fn look_up_and_check(
        &self,
        serial: &str,
        message: &[u8],
        signature: &str,
    ) -> Result<(), Refusal> {
        if let (None, Some(source)) = (self.configured.get(significant(serial)), &self.source) {
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

    /// The same by what is known now.
    pub(crate) fn check(
        &self,
        serial: &str,
        message: &[u8],
        signature: &str,
    ) -> Result<(), Refusal> {
        let elsewhere;
        let key = match self.configured.get(significant(serial)) {
            Some((_, key)) => key,
            None => {
                let known = self.source.as_ref().and_then(|source| source.known(serial));
                elsewhere = known.ok_or_else(|| self.unknown(serial))?;
                &elsewhere
            }
        };
        match key.verify(message, signature) {
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

    fn unknown(&self, serial: &str) -> Refusal {
        let mut known: Vec<_> =
            self.configured.values().map(|(serial, _)| serial.clone()).collect();
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
        let reason = format!(
            "no platform key of the serial `{}` is known, only {known}: {remedy}",
            one_line(serial, 80)
        );
        Refusal::new(Fault::UnknownSerial, reason)
    }
}

/// A serial number is a number: the zeros before it, which some tools leave out, mean nothing.
pub(crate) fn significant(serial: &str) -> &str {
    serial.trim_start_matches('0')
}
