//! Platform certificates that keep themselves up to date.
//!
//! WeChat Pay exchanges its platform certificates every few years, and a new merchant gets them by
//! a call: `GET /v3/certificates`. With [`ClientBuilder::download_certificates`] a client makes it
//! by itself: before the first call when it knows no key, when an answer names a serial number that
//! it does not know, and in intervals if that is wished. It works beside configured keys. These
//! calls pass by the user's layers.
//!
//! ```no_run
//! use std::time::Duration;
//! use wechatpay_chain::certificates::Refresh;
//! use wechatpay_chain::{Client, PrivateKey};
//!
//! # fn main() -> Result<(), wechatpay_chain::Error> {
//! let client = Client::builder()
//!     .mchid("1900000109")
//!     .serial("3775B6A45ACD588826D15E583A95F5DD00000000")
//!     .private_key(PrivateKey::from_file("apiclient_key.pem")?)
//!     .apiv3_key("0123456789abcdef0123456789ABCDEF")
//!     .download_certificates(Refresh::new().every(Duration::from_secs(10 * 3600)))
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! The answer is verified with a certificate that it brings itself, as WeChat Pay's own downloader
//! does: it could be decrypted, and only WeChat Pay shares the APIv3 key. A download that fails
//! breaks no call whose key is known; it is traced, and [`Certificates::last_error`] tells it.
//!
//! A download replaces the certificates before. WeChat Pay's own clients drop what is not listed at
//! once; here it is believed for 10 minutes more, since answers may be under way that were signed
//! with it, and encrypts nothing.
//!
//! [`ClientBuilder::download_certificates`]: crate::ClientBuilder::download_certificates

mod advice;
mod answer;
mod cache;
mod flight;
mod refreshing;
mod store;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

pub(crate) use self::answer::SelfVerifier;
pub(crate) use self::store::{Settings, Store};
use crate::crypto::{ApiV3Key, since_1970};
use crate::error::Error;
use crate::promise::Promise;

/// WeChat Pay asks to look for new certificates more often than this.
const TOO_LONG: Duration = Duration::from_secs(12 * 3600);

/// When a client downloads platform certificates, and where it keeps them.
#[derive(Debug, Clone, Default)]
#[must_use = "give it to ClientBuilder::download_certificates"]
pub struct Refresh {
    every: Option<Duration>,
    cache: Option<PathBuf>,
}

impl Refresh {
    /// When no key is known, before the first call; and when an answer names an unknown serial
    /// number, at most once a minute, or 5 s after a download that failed. No cache.
    pub fn new() -> Self {
        Self::default()
    }

    /// Also in intervals, below 12 hours, in the background, from the first call on. Each is
    /// shortened at random by up to a tenth, so that many clients do not ask at once.
    pub fn every(mut self, interval: Duration) -> Self {
        self.every = Some(interval);
        self
    }

    /// Keeps the last download in this file, so that a new process needs no call. It is encrypted
    /// as it came, readable by its owner alone, and written in the background.
    ///
    /// It bears the time of the download and a MAC by the APIv3 key. A file that is older than 12
    /// hours, from the future, changed, above 1 MiB or not a file is not used, with a warning, and
    /// certificates are downloaded instead.
    pub fn cache(mut self, path: impl Into<PathBuf>) -> Self {
        self.cache = Some(path.into());
        self
    }

    /// The settings of a client's store.
    ///
    /// # Errors
    ///
    /// An interval that is none, or no APIv3 key.
    pub(crate) fn settings(
        self,
        apiv3_key: Option<ApiV3Key>,
        clock: fn() -> SystemTime,
    ) -> Result<Settings, Error> {
        if self.every.is_some_and(|every| every.is_zero() || every >= TOO_LONG) {
            return Err(Error::config(
                "download_certificates().every() must be above zero and below 12 hours",
            ));
        }
        let apiv3_key = apiv3_key.ok_or_else(|| {
            Error::config(
                "download_certificates() needs apiv3_key(), which platform certificates are \
                 encrypted with",
            )
        })?;
        Ok(Settings { apiv3_key, every: self.every, cache: self.cache, clock })
    }
}

/// The platform certificates that a client has downloaded. From [`Client::certificates`].
///
/// [`Client::certificates`]: crate::Client::certificates
#[derive(Clone)]
pub struct Certificates(Arc<Store>);

impl Certificates {
    pub(crate) fn new(store: Arc<Store>) -> Self {
        Self(store)
    }

    pub(crate) fn store(&self) -> &Arc<Store> {
        &self.0
    }

    /// Downloads them now.
    ///
    /// # Errors
    ///
    /// Those of the call, and [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) when the APIv3 key
    /// is not the merchant's. What was known before stays.
    ///
    /// The [cache](Refresh::cache) is written after that; this waits up to 1 s for it.
    pub fn refresh(&self) -> Promise<()> {
        let store = Arc::clone(&self.0);
        Promise::from_future(async move {
            store.refresh().await?;
            store.cached().await;
            Ok(())
        })
    }

    /// The serial numbers that are known, and until when each is believed: until it expires, or 10
    /// minutes after the first download that did not list it.
    pub fn serials(&self) -> Vec<(String, SystemTime)> {
        let current = self.0.current();
        let expiry = |serial: String| {
            let known = current.certificates.get(&serial);
            let until = known.map_or(0, |known| known.believed_until());
            (serial, since_1970(until))
        };
        self.0.serials().into_iter().map(expiry).collect()
    }

    /// A certificate by its serial number, in PEM, to be kept in a file.
    pub fn pem(&self, serial: &str) -> Option<String> {
        self.0.current().certificates.get(serial).map(|known| known.pem.to_string())
    }

    /// When they were last downloaded, or read from the cache.
    pub fn last_refreshed(&self) -> Option<SystemTime> {
        self.0.current().downloaded.map(since_1970)
    }

    /// Why the last download failed; `None` when it did not.
    pub fn last_error(&self) -> Option<String> {
        self.0.failure()
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificates")
            .field("serials", &self.0.serials())
            .field("last_refreshed", &self.last_refreshed())
            .field("last_error", &self.last_error())
            .finish()
    }
}
