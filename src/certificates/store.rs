//! The downloaded certificates: looked up by every answer, exchanged by a download.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Method;

use super::answer::{self, Certificate};
use super::flight::{Flights, Landing};
use super::refreshing::Refreshing;
use super::{advice, cache};
use crate::chain::Path;
use crate::client::Inner;
use crate::crypto::{ApiV3Key, PublicKey};
use crate::error::{Error, ErrorKind, Outcome, shown_path};
use crate::formatter::seconds_since_1970;
use crate::promise::BoxFuture;
use crate::signature::KeySource;
use crate::{pipeline, runtime};

/// What the builder sets.
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
    /// Whether other keys are configured, so that there is no hurry.
    beside_others: bool,
    /// A client like the user's, whose answers are verified with what they bring.
    downloader: Arc<Inner>,
    current: RwLock<Arc<Current>>,
    flights: Flights,
    refreshing: Refreshing,
}

/// What is known at one time.
#[derive(Clone, Default)]
pub(super) struct Current {
    pub(super) certificates: HashMap<String, Certificate>,
    pub(super) downloaded: Option<SystemTime>,
    /// Why the last download failed, unless it did not.
    pub(super) failure: Option<String>,
}

impl Store {
    /// With what the cache holds.
    pub(crate) fn new(settings: Settings, beside_others: bool, downloader: Inner) -> Arc<Self> {
        let mut current = Current::default();
        if let Some(path) = &settings.cache {
            let opened = cache::read(path).map_err(Error::other).and_then(|cached| {
                let open = |(body, when): (Vec<u8>, _)| Ok((answer::open(&body, &settings)?, when));
                cached.map(open).transpose()
            });
            match opened {
                Ok(Some((certificates, when))) => current.add(certificates, when, settings.now()),
                Ok(None) => {}
                Err(error) => {
                    let path = shown_path(path);
                    tracing::warn!(%error, path, "the cache of platform certificates is unusable");
                }
            }
        }
        Arc::new_cyclic(|this| Self {
            this: Weak::clone(this),
            settings,
            beside_others,
            downloader: Arc::new(downloader),
            current: RwLock::new(Arc::new(current)),
            flights: Flights::default(),
            refreshing: Refreshing::default(),
        })
    }

    pub(super) fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Before a call: without any key its answer could not be verified, though it took effect. So
    /// the certificates are fetched first.
    ///
    /// # Errors
    ///
    /// When they can't be; nothing was sent then.
    pub(crate) async fn ready(&self) -> Result<(), Error> {
        self.keep_fresh();
        if self.beside_others || !self.current().certificates.is_empty() {
            return Ok(());
        }
        let landing = match self.flights.board_unless_recent(false, || self.download())? {
            Some(flight) => flight.await.map_err(|error| error.to_string()),
            None => Err(self.current().failure.clone().unwrap_or_default()),
        };
        landing.map_err(|failure| {
            Error::new(
                ErrorKind::Config,
                format!(
                    "no platform certificate is known to verify an answer with, and they could \
                     not be downloaded, so nothing was sent: {failure}"
                ),
            )
            .not_sent()
        })
    }

    /// Downloads, whatever is known; or waits for the download under way.
    pub(crate) async fn refresh(&self) -> Result<(), Error> {
        let landing: Landing = self.flights.board(|| self.download())?.await;
        landing.map_err(|error| {
            Error::new(error.kind(), error.to_string())
                .with_outcome(error.outcome())
                .with_source(error)
        })
    }

    /// As a task of the background runtime's, so that it keeps the store alive until it ends.
    fn download(&self) -> impl Future<Output = Result<(), Error>> + Send + 'static {
        let this = Weak::clone(&self.this);
        async move {
            let Some(store) = this.upgrade() else { return Ok(()) };
            let landing = store.exchange().await;
            store.flights.landed(landing.is_ok());
            landing
        }
    }

    async fn exchange(&self) -> Result<(), Error> {
        let path = Path::compiled("v3/certificates", None);
        let call = pipeline::call(Arc::clone(&self.downloader), Method::GET, path, Box::default());
        let opened = call.await.map_err(advice::of).and_then(|response| {
            let opened = answer::open(response.body(), &self.settings);
            // The call was answered, and the answer verified.
            let certificates = opened.map_err(|error| error.with_outcome(Outcome::Accepted))?;
            Ok((certificates, response.into_body()))
        });
        let mut current = Current::clone(&self.current());
        let body = match opened {
            Ok((certificates, body)) => {
                current.failure = None;
                current.add(certificates, (self.settings.clock)(), self.settings.now());
                tracing::info!(serials = ?current.serials(), "platform certificates downloaded");
                Ok(body)
            }
            Err(error) => {
                tracing::warn!(%error, "the platform certificates could not be downloaded");
                current.failure = Some(error.to_string());
                Err(error)
            }
        };
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(current);
        self.write_cache(body?).await;
        Ok(())
    }

    async fn write_cache(&self, body: Bytes) {
        let Some(path) = self.settings.cache.clone() else { return };
        let shown = shown_path(&path);
        let written = match runtime::blocking(move || cache::write(&path, &body)) {
            Ok(task) => task.await.map_err(Error::other),
            Err(error) => Err(error),
        };
        if let Err(error) = written.and_then(|written| written.map_err(Error::other)) {
            tracing::warn!(%error, path = shown, "the platform certificates could not be cached");
        }
    }
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
                // A failure is kept, for whoever asks.
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
        let valid = current.certificates.values().filter(|certificate| certificate.is_valid(now));
        let newest = valid.max_by_key(|certificate| (certificate.begins, &certificate.serial))?;
        Some((newest.serial.clone(), newest.key.clone()))
    }

    fn keep_fresh(&self) {
        if let Some(every) = self.settings.every {
            let age = self.current().downloaded.and_then(|when| when.elapsed().ok());
            self.refreshing.start(&self.this, every, age.unwrap_or_default());
        }
    }

    fn ask(&self) {
        // It goes on by itself; a failure is kept, for whoever asks.
        let _ = self.flights.board_unless_recent(true, || self.download());
    }

    fn describe(&self) -> (Vec<String>, Option<String>) {
        let current = self.current();
        (current.serials(), current.failure.clone())
    }
}

impl Current {
    /// Old ones stay until they expire: answers may still be signed with them.
    fn add(&mut self, certificates: Vec<Certificate>, when: SystemTime, now: i64) {
        for certificate in certificates {
            self.certificates.insert(certificate.serial.clone(), certificate);
        }
        self.certificates.retain(|_, certificate| certificate.expires > now);
        self.downloaded = Some(when);
    }

    pub(super) fn serials(&self) -> Vec<String> {
        let mut serials: Vec<_> = self.certificates.keys().cloned().collect();
        serials.sort_unstable();
        serials
    }
}
