//! The downloaded certificates: looked up by every answer, exchanged by a download.

use std::collections::HashMap;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::{Arc, Once, OnceLock, PoisonError, RwLock, Weak};
use std::time::{Duration, Instant, SystemTime};

use futures_util::future::{Either, select};
use http::Method;
use openssl::rand::rand_bytes;
use tokio::sync::{Mutex, oneshot};

use super::answer::{self, Certificate};
use super::cache;
use crate::chain::Path;
use crate::client::Inner;
use crate::crypto::{ApiV3Key, PublicKey};
use crate::error::{Error, ErrorKind, Outcome};
use crate::formatter::seconds_since_1970;
use crate::options::Options;
use crate::promise::BoxFuture;
use crate::signature::KeySource;
use crate::{pipeline, runtime};

/// How long an unknown serial number starts no other download: a stranger must not make us ask
/// WeChat Pay at every answer.
const BETWEEN_UNKNOWN: Duration = Duration::from_secs(60);
/// The pause after a download that failed, doubled each time up to the interval.
const FIRST_RETRY: Duration = Duration::from_secs(60);

/// What the builder sets.
pub(crate) struct Settings {
    pub(crate) apiv3_key: ApiV3Key,
    pub(crate) every: Option<Duration>,
    pub(crate) cache: Option<PathBuf>,
    pub(crate) clock: fn() -> SystemTime,
}

/// The certificates of one client.
pub(crate) struct Store {
    this: Weak<Self>,
    settings: Settings,
    /// A client like the user's, whose answers are verified with what they bring.
    downloader: Arc<Inner>,
    current: RwLock<Arc<Current>>,
    /// Held during a download, so that there are never two at once. When the last one began that
    /// an unknown serial number had asked for.
    download: Mutex<Option<Instant>>,
    refreshing: Once,
    /// Dropped with the store, it ends the task that refreshes.
    lives: OnceLock<oneshot::Sender<()>>,
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
    pub(crate) fn new(settings: Settings, downloader: Inner) -> Arc<Self> {
        let mut current = Current::default();
        if let Some(path) = &settings.cache {
            let cached = cache::read(path).map_err(Error::other).and_then(|body| {
                body.map_or(Ok(Vec::new()), |b| answer::open(&b, &settings.apiv3_key))
            });
            match cached {
                Ok(certificates) => current.add(certificates, (settings.clock)()),
                Err(error) => {
                    tracing::warn!(%error, path = %path.display(), "the cache of platform certificates is unusable")
                }
            }
        }
        Arc::new_cyclic(|this| Self {
            this: Weak::clone(this),
            settings,
            downloader: Arc::new(downloader),
            current: RwLock::new(Arc::new(current)),
            download: Mutex::default(),
            refreshing: Once::new(),
            lives: OnceLock::new(),
        })
    }

    pub(super) fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn replace(&self, current: Current) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(current);
    }

    /// At most once a minute.
    async fn ask(&self, serial: &str) {
        let mut last = self.download.lock().await;
        // Another call may just have brought it.
        if self.known(serial).is_some() || last.is_some_and(|last| last.elapsed() < BETWEEN_UNKNOWN)
        {
            return;
        }
        *last = Some(Instant::now());
        // The failure is kept, for whoever asks.
        let _ = self.exchange().await;
    }

    /// Downloads, whatever is known.
    pub(crate) async fn refresh(&self) -> Result<(), Error> {
        let _one_at_a_time = self.download.lock().await;
        self.exchange().await
    }

    async fn exchange(&self) -> Result<(), Error> {
        let path = Path::compiled("v3/certificates", false);
        let call = pipeline::call(Arc::clone(&self.downloader), Method::GET, path, Options::new());
        let opened = call.await.map_err(advise).and_then(|response| {
            let opened = answer::open(response.body(), &self.settings.apiv3_key);
            // The call was answered, and the answer verified.
            let certificates = opened.map_err(|error| error.with_outcome(Outcome::Answered))?;
            Ok((certificates, response.into_body()))
        });
        let mut current = Current::clone(&self.current());
        let result = match opened {
            Ok((certificates, body)) => {
                current.failure = None;
                current.add(certificates, (self.settings.clock)());
                tracing::info!(serials = ?current.serials(), "platform certificates downloaded");
                self.write_cache(&body);
                Ok(())
            }
            Err(error) => {
                tracing::warn!(%error, "the platform certificates could not be downloaded");
                current.failure = Some(error.to_string());
                Err(error)
            }
        };
        self.replace(current);
        result
    }

    fn write_cache(&self, body: &[u8]) {
        if let Some(path) = &self.settings.cache {
            if let Err(error) = cache::write(path, body) {
                tracing::warn!(%error, path = %path.display(), "the platform certificates could not be cached");
            }
        }
    }

    /// Starts the background refresh, if one was asked for, at the first call.
    fn keep_fresh(&self) {
        let Some(every) = self.settings.every else { return };
        self.refreshing.call_once(|| match runtime::background() {
            Ok(runtime) => {
                let (lives, dropped) = oneshot::channel();
                let _ = self.lives.set(lives);
                runtime.spawn(refresh_for_ever(Weak::clone(&self.this), every, dropped));
            }
            Err(error) => tracing::warn!(%error, "platform certificates are not refreshed"),
        });
    }
}

impl KeySource for Store {
    fn known(&self, serial: &str) -> Option<PublicKey> {
        let now = seconds_since_1970((self.settings.clock)());
        let current = self.current();
        let certificate = current.certificates.get(serial)?;
        (certificate.expires > now).then(|| certificate.key.clone())
    }

    fn find<'a>(&'a self, serial: &'a str) -> BoxFuture<'a, Option<PublicKey>> {
        Box::pin(async move {
            self.keep_fresh();
            if self.known(serial).is_none() {
                self.ask(serial).await;
            }
            self.known(serial)
        })
    }

    fn newest(&self) -> Option<(String, PublicKey)> {
        let current = self.current();
        let newest = current.certificates.values().max_by_key(|certificate| certificate.expires)?;
        Some((newest.serial.clone(), self.known(&newest.serial)?))
    }

    fn ask_for(&self, serial: &str) {
        let (Some(store), Ok(runtime)) = (self.this.upgrade(), runtime::background()) else {
            return;
        };
        let serial = serial.to_owned();
        runtime.spawn(async move { store.ask(&serial).await });
    }

    fn describe(&self) -> (Vec<String>, Option<String>) {
        let current = self.current();
        (current.serials(), current.failure.clone())
    }
}

impl Current {
    /// Old ones stay until they expire: answers may still be signed with them.
    fn add(&mut self, certificates: Vec<Certificate>, now: SystemTime) {
        for certificate in certificates {
            self.certificates.insert(certificate.serial.clone(), certificate);
        }
        let seconds = seconds_since_1970(now);
        self.certificates.retain(|_, certificate| certificate.expires > seconds);
        self.downloaded = Some(now);
    }

    pub(super) fn serials(&self) -> Vec<String> {
        let mut serials: Vec<_> = self.certificates.keys().cloned().collect();
        serials.sort_unstable();
        serials
    }
}

async fn refresh_for_ever(store: Weak<Store>, every: Duration, mut dropped: oneshot::Receiver<()>) {
    let mut pause = every;
    loop {
        let pause_over = pin!(tokio::time::sleep(jittered(pause)));
        if let Either::Left(_) = select(&mut dropped, pause_over).await {
            return;
        }
        let Some(store) = store.upgrade() else { return };
        pause = match store.refresh().await {
            Ok(()) => every,
            Err(_) if pause >= every => FIRST_RETRY.min(every),
            Err(_) => (pause * 2).min(every),
        };
    }
}

/// 90 to 100 %, so that a fleet of clients does not ask all at once.
fn jittered(pause: Duration) -> Duration {
    let mut random = [0];
    // Without randomness the pause is the shortest.
    let _ = rand_bytes(&mut random);
    pause.mul_f64(0.9 + 0.1 * f64::from(random[0]) / 255.0)
}

/// A merchant of the public key mode has no certificates.
fn advise(error: Error) -> Error {
    let none = error.api().is_some_and(|api| api.code == "RESOURCE_NOT_EXISTS");
    if !none {
        return error;
    }
    let outcome = error.outcome();
    Error::new(
        ErrorKind::Config,
        "this merchant has no platform certificates: WeChat Pay signs with its public key here, so \
         download pub_key.pem at pay.weixin.qq.com under API security, give it by \
         platform_key(\"PUB_KEY_ID_…\", …), and leave out download_certificates()",
    )
    .with_outcome(outcome)
    .with_source(error)
}
