//! Downloads platform certificates and keeps them up to date.
//!
//! WeChat Pay replaces its platform certificates every few years, and publishes them by
//! `GET /v3/certificates`. With [`ClientBuilder::download_certificates`] a client calls it
//! automatically: before the first call if no key is configured, when a response names an unknown
//! serial number, and at an interval if one is set. Configured keys can be combined with downloaded
//! ones. These calls bypass the user's layers.
//!
//! Merchants for whom WeChat Pay signs with its public key (`PUB_KEY_ID_…`) have no platform
//! certificates and don't need this module.
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
//! The response is verified with a certificate that it contains, as in WeChat Pay's own downloader:
//! the certificate could be decrypted, and only WeChat Pay shares the APIv3 key. A failed download
//! is logged and returned by [`Certificates::last_error`]; calls whose key is known continue to work.
//!
//! A download replaces all earlier certificates. One that is no longer listed still verifies for 10
//! minutes, because responses signed with it may be in flight, but is not used for encryption. WeChat
//! Pay's own clients drop it immediately.
//!
//! [`ClientBuilder::download_certificates`]: crate::ClientBuilder::download_certificates

mod background_refresh;
mod cache_file;
mod response;
mod single_flight;
mod store;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

pub(crate) use self::response::SelfVerifier;
pub(crate) use self::store::{Settings, Store};
use crate::crypto::{ApiV3Key, since_1970};
use crate::error::Error;
use crate::language::say;
use crate::promise::Promise;

/// WeChat Pay requires that certificates are downloaded more often than this.
const TOO_LONG: Duration = Duration::from_secs(12 * 3600);

/// When a client downloads platform certificates, and where it caches them. Taken by
/// [`ClientBuilder::download_certificates`](crate::ClientBuilder::download_certificates).
///
/// ```
/// use std::time::Duration;
/// use wechatpay_chain::certificates::Refresh;
///
/// let refresh = Refresh::new()
///     .every(Duration::from_secs(10 * 3600))
///     .cache("/var/cache/shop/certificates");
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "give it to ClientBuilder::download_certificates"]
pub struct Refresh {
    every: Option<Duration>,
    cache: Option<PathBuf>,
}

impl Refresh {
    /// Downloads before the first call if no key is known, and when a response names an unknown serial
    /// number, the latter at most once a minute, or 5 s after a failed download. Without an interval
    /// and without a cache.
    pub fn new() -> Self {
        Self::default()
    }

    /// Also downloads in the background at this interval, starting with the first call. Must be above
    /// zero and below 12 hours. Each interval is shortened at random by up to a tenth, so that many
    /// clients do not download at the same time. Defaults to no interval.
    pub fn every(mut self, interval: Duration) -> Self {
        self.every = Some(interval);
        self
    }

    /// Stores the last download in this file, so that a new process does not have to download it.
    /// The file is encrypted, readable only by its owner, and written in the background. Defaults to
    /// no cache.
    ///
    /// The file contains the time of the download and a MAC by the APIv3 key. If it is older than 12
    /// hours, dated in the future, modified, larger than 1 MiB or not a regular file, a warning is
    /// logged and certificates are downloaded instead.
    pub fn cache(mut self, path: impl Into<PathBuf>) -> Self {
        self.cache = Some(path.into());
        self
    }

    /// The settings of a client's store.
    ///
    /// # Errors
    ///
    /// If the interval is out of range, or there is no APIv3 key.
    pub(crate) fn settings(
        self,
        apiv3_key: Option<ApiV3Key>,
        clock: fn() -> SystemTime,
    ) -> Result<Settings, Error> {
        if self.every.is_some_and(|every| every.is_zero() || every >= TOO_LONG) {
            return Err(Error::config(say!(
                "download_certificates().every() must be above zero and below 12 hours",
                "download_certificates().every() 必须大于零且小于 12 小时"
            )));
        }
        let apiv3_key = apiv3_key.ok_or_else(|| {
            Error::config(say!(
                "download_certificates() needs apiv3_key(), with which platform certificates are \
                 encrypted",
                "download_certificates() 需要 apiv3_key()：平台证书是用 APIv3 密钥加密的"
            ))
        })?;
        Ok(Settings { apiv3_key, every: self.every, cache: self.cache, clock })
    }
}

/// The platform certificates that a client has downloaded. Returned by [`Client::certificates`].
///
/// ```no_run
/// use wechatpay_chain::{Client, Error};
///
/// # fn report(client: &Client) -> Result<(), Error> {
/// if let Some(certificates) = client.certificates() {
///     certificates.refresh().wait()?;
///     for (serial, until) in certificates.serials() {
///         println!("{serial} is valid until {until:?}");
///     }
/// }
/// # Ok(())
/// # }
/// ```
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

    /// Downloads the certificates now, for example at startup, or waits for a download in progress.
    /// Also waits until the [cache](Refresh::cache) is written, but at most 1 s.
    ///
    /// # Errors
    ///
    /// Those of the call, and [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if the APIv3 key is
    /// wrong. The certificates that were known before are kept.
    pub fn refresh(&self) -> Promise<()> {
        let store = Arc::clone(&self.0);
        Promise::from_future(async move {
            store.refresh().await?;
            store.cached().await;
            Ok(())
        })
    }

    /// Returns the known serial numbers, each with the time until which it is used: until the
    /// certificate expires, or until 10 minutes after the first download that did not list it.
    pub fn serials(&self) -> Vec<(String, SystemTime)> {
        let current = self.0.current();
        let expiry = |serial: String| {
            let known = current.certificates.get(&serial);
            let until = known.map_or(0, |known| known.believed_until());
            (serial, since_1970(until))
        };
        self.0.serials().into_iter().map(expiry).collect()
    }

    /// Returns a certificate by its serial number, as PEM.
    pub fn pem(&self, serial: &str) -> Option<String> {
        self.0.current().certificates.get(serial).map(|known| known.pem.to_string())
    }

    /// Returns the time of the last successful download, which may have been read from the cache.
    pub fn last_refreshed(&self) -> Option<SystemTime> {
        self.0.current().downloaded.map(since_1970)
    }

    /// Returns why the last download failed; `None` if it succeeded.
    pub fn last_error(&self) -> Option<String> {
        self.0.failure().map(|error| error.to_string())
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
