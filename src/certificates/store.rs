//! Holds the downloaded certificates: looked up for each response, replaced by a download.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::{Duration, SystemTime};

use http::Method;

use super::background_refresh::Refreshing;
use super::cache_file::Cache;
use super::response::{self, Certificate};
use super::single_flight::{Flights, Landing};
use crate::crypto::{ApiV3Key, PublicKey};
use crate::error::{Error, ErrorKind, Outcome};
use crate::formatter::seconds_since_1970;
use crate::inner::Inner;
use crate::language::{Text, say};
use crate::options::Options;
use crate::path::Path;
use crate::pipeline;
use crate::promise::BoxFuture;
use crate::signature::KeySource;

/// How long a certificate is used after WeChat Pay no longer lists it, in seconds: longer than any
/// response is in flight. WeChat Pay's own clients drop it immediately.
const GRACE: i64 = 600;

/// WeChat Pay's codes for a merchant without platform certificates.
const NO_CERTIFICATES: [&str; 2] = [
    // 404 "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥": wechatpay-java issues 306, 400.
    "RESOURCE_NOT_EXISTS",
    // The code that wechatpay-java's CertificateDownloader checks.
    "NOT_FOUND",
];

/// The settings of the builder.
pub(crate) struct Settings {
    pub(crate) apiv3_key: ApiV3Key,
    pub(crate) every: Option<Duration>,
    pub(crate) cache: Option<PathBuf>,
    pub(crate) clock: fn() -> SystemTime,
}

impl Settings {
    pub(super) fn now(&self) -> i64 {
        seconds_since_1970((self.clock)())
    }
}

/// The certificates of one client.
pub(crate) struct Store {
    this: Weak<Self>,
    settings: Settings,
    /// Whether keys are configured, so that the first call need not wait for a download.
    has_configured_keys: bool,
    /// A client like the user's, whose responses are verified by `SelfVerifier`.
    downloader: Arc<Inner>,
    current: RwLock<Arc<Current>>,
    cache: Option<Cache>,
    flights: Flights,
    refreshing: Refreshing,
}

/// The certificates that are known, including those that are no longer listed.
#[derive(Clone, Default)]
pub(super) struct Current {
    pub(super) certificates: HashMap<String, Certificate>,
    /// In seconds since 1970.
    pub(super) downloaded: Option<i64>,
}

impl Store {
    /// Starts with the content of the cache.
    pub(crate) fn new(
        settings: Settings,
        has_configured_keys: bool,
        downloader: Inner,
    ) -> Arc<Self> {
        let cache = settings.cache.clone().map(Cache::new);
        let mut current = Current::default();
        if let Some(cache) = &cache {
            match cached(cache, &settings) {
                Ok(Some((certificates, when))) => current.replace(certificates, when),
                Ok(None) => {}
                Err(error) => {
                    let path = cache.shown_path();
                    tracing::warn!(error, path, "the cache of platform certificates is not used");
                }
            }
        }
        Arc::new_cyclic(|this| Self {
            this: Weak::clone(this),
            settings,
            has_configured_keys,
            downloader: Arc::new(downloader),
            current: RwLock::new(Arc::new(current)),
            cache,
            flights: Flights::default(),
            refreshing: Refreshing::default(),
        })
    }

    pub(super) fn serials(&self) -> Vec<String> {
        self.current().serials(self.settings.now())
    }

    pub(super) fn failure(&self) -> Option<Arc<Error>> {
        self.flights.failure()
    }

    pub(super) fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Downloads the certificates before a call if no key is known: the response of the call could
    /// not be verified otherwise, although it may take effect.
    ///
    /// # Errors
    ///
    /// If the download fails. The call was not sent.
    async fn wait_until_ready(&self) -> Result<(), Error> {
        self.keep_fresh();
        if self.has_configured_keys || !self.current().certificates.is_empty() {
            return Ok(());
        }
        let failure = match self.flights.board_unless_recent(false, || self.download())? {
            Some(flight) => match flight.await {
                Ok(()) => return Ok(()),
                Err(error) => Some(error),
            },
            None => self.failure(),
        };
        let failure = match failure {
            Some(error) => Text::of(&*error),
            None => say!("the last download failed", "上次下载失败"),
        };
        Err(Error::new(
            ErrorKind::Config,
            say!(
                "no platform certificate is known to verify the response with, and none could be \
                 downloaded, so nothing was sent: {failure}",
                "没有可用于验签应答的平台证书，也未能下载，因此请求没有发出：{failure}";
                failure
            ),
        )
        .not_sent())
    }

    /// Downloads unconditionally, or waits for the download in progress.
    pub(crate) async fn refresh(&self) -> Result<(), Error> {
        let landing: Landing = self.flights.board(|| self.download())?.await;
        landing.map_err(|error| {
            Error::new(error.kind(), Text::of(&*error))
                .with_outcome(error.outcome())
                .with_source(error)
        })
    }

    /// Waits until the cache is written, but at most a second.
    pub(super) async fn cached(&self) {
        if let Some(cache) = &self.cache {
            cache.settled().await;
        }
    }

    /// Runs as a task of the background runtime, and keeps the store alive until it ends.
    fn download(&self) -> impl Future<Output = Result<(), Error>> + Send + 'static {
        let this = Weak::clone(&self.this);
        async move {
            match this.upgrade() {
                Some(store) => store.exchange().await,
                None => Ok(()),
            }
        }
    }

    async fn exchange(&self) -> Result<(), Error> {
        let path = Path::compiled("v3/certificates", None);
        let call = pipeline::call(Arc::clone(&self.downloader), Method::GET, path, Options::new());
        let response = call.await.map_err(advised)?;
        // The call succeeded and its response was verified.
        let certificates = response::open(response.body(), &self.settings)
            .map_err(|error| error.with_outcome(Outcome::Accepted))?;
        let now = self.settings.now();
        let mut current = Current::clone(&self.current());
        current.replace(certificates, now);
        tracing::info!(serials = ?current.serials(now), "platform certificates downloaded");
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(current);
        if let Some(cache) = &self.cache {
            cache.write_behind(&self.settings.apiv3_key, response.body(), now);
        }
        Ok(())
    }
}

/// Replaces the error of a download by advice if the merchant has no platform certificates, because
/// WeChat Pay signs with its public key.
fn advised(error: Error) -> Error {
    if !error.api().is_some_and(|api| NO_CERTIFICATES.contains(&api.code.as_str())) {
        return error;
    }
    let outcome = error.outcome();
    Error::new(
        ErrorKind::Config,
        say!(
            "this merchant has no platform certificates, because WeChat Pay signs with its public \
             key: download pub_key.pem at pay.weixin.qq.com under API security, give it by \
             platform_key(\"PUB_KEY_ID_…\", …), and leave out download_certificates()",
            "该商户没有平台证书，微信支付使用微信支付公钥签名：请在商户平台 pay.weixin.qq.com 的\
             “API 安全”中下载 pub_key.pem，通过 platform_key(\"PUB_KEY_ID_…\", …) 传入，\
             并去掉 download_certificates()"
        ),
    )
    .with_outcome(outcome)
    .with_source(error)
}

/// The certificates in the cache, and the time of their download.
fn cached(cache: &Cache, settings: &Settings) -> Result<Option<(Vec<Certificate>, i64)>, String> {
    let Some((body, when)) = cache.read(&settings.apiv3_key, settings.now())? else {
        return Ok(None);
    };
    let certificates = response::open(&body, settings).map_err(|error| error.to_string())?;
    Ok(Some((certificates, when)))
}

impl KeySource for Store {
    fn known(&self, serial: &str) -> Option<PublicKey> {
        let current = self.current();
        let certificate = current.certificates.get(serial)?;
        certificate.is_valid(self.settings.now()).then(|| certificate.key.clone())
    }

    fn find<'a>(&'a self, serial: &'a str) -> BoxFuture<'a, Option<PublicKey>> {
        Box::pin(async move {
            if self.known(serial).is_none() {
                // A failure is kept for `describe`.
                if let Ok(Some(flight)) = self.flights.board_unless_recent(true, || self.download())
                {
                    let _ = flight.await;
                }
            }
            self.known(serial)
        })
    }

    fn newest(&self) -> Option<(String, PublicKey)> {
        let (current, now) = (self.current(), self.settings.now());
        let listed = current.certificates.values().filter(|known| known.withdrawn.is_none());
        let valid = listed.filter(|certificate| certificate.is_valid(now));
        let newest = valid.max_by_key(|known| (known.validity.begins, &known.serial))?;
        Some((newest.serial.clone(), newest.key.clone()))
    }

    fn keep_fresh(&self) {
        let Some(every) = self.settings.every else { return };
        let first = || {
            let downloaded = self.current().downloaded.unwrap_or_else(|| self.settings.now());
            let age = self.settings.now().saturating_sub(downloaded);
            every.saturating_sub(Duration::from_secs(u64::try_from(age).unwrap_or_default()))
        };
        let this = Weak::clone(&self.this);
        self.refreshing.start(every, first, move || {
            let store = this.upgrade();
            async move { Some(store?.refresh().await.is_ok()) }
        });
    }

    fn ready(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(self.wait_until_ready())
    }

    fn ask(&self) {
        // It continues without a caller; a failure is kept for `describe`.
        let _ = self.flights.board_unless_recent(true, || self.download());
    }

    fn describe(&self) -> (Vec<String>, Option<Arc<Error>>) {
        (self.serials(), self.failure())
    }
}

impl Current {
    /// Keeps certificates that are no longer listed for a while: responses that were signed with
    /// them may be in flight.
    fn replace(&mut self, certificates: Vec<Certificate>, now: i64) {
        for certificate in self.certificates.values_mut() {
            certificate.withdrawn.get_or_insert(now.saturating_add(GRACE));
        }
        for certificate in certificates {
            self.certificates.insert(certificate.serial.clone(), certificate);
        }
        self.certificates.retain(|_, certificate| now < certificate.believed_until());
        self.downloaded = Some(now);
    }

    /// The serial numbers of the certificates that are used at this time.
    pub(super) fn serials(&self, now: i64) -> Vec<String> {
        let believed = self.certificates.values().filter(|certificate| certificate.is_valid(now));
        let mut serials: Vec<_> = believed.map(|known| known.serial.clone()).collect();
        serials.sort_unstable();
        serials
    }
}
