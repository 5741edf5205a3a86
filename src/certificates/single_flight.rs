//! Runs one download at a time, in the background runtime.
//!
//! All callers share it: it continues if one of them is cancelled, or its runtime stops.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::Shared;
use tokio::sync::oneshot;

use crate::error::{Error, ErrorKind};
use crate::language::say;
use crate::promise::BoxFuture;
use crate::runtime::{self, with_callers_context};

/// How long after a download an unknown serial number does not start another one: forged responses
/// must not make us call WeChat Pay each time.
const AFTER_SUCCESS: Duration = Duration::from_secs(60);
/// The same after a failed download: until one succeeds, responses can't be verified.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// The result of a download. All who waited share the error.
pub(super) type Landing = Result<(), Arc<Error>>;

/// A download in progress. It continues even if nobody waits for it.
pub(super) type Flight = Shared<BoxFuture<'static, Landing>>;

#[derive(Clone, Default)]
pub(super) struct Flights(Arc<Mutex<State>>);

struct State {
    /// The process id: a child process does not run its parent's downloads.
    process: u32,
    under_way: Option<Flight>,
    /// Whether an unknown serial number caused the download in progress.
    asked: bool,
    /// When the last download ended that an unknown serial number caused or that failed, and whether
    /// it succeeded.
    last: Option<(Instant, bool)>,
    /// Why the last download failed; `None` if it succeeded.
    failure: Option<Arc<Error>>,
}

impl Default for State {
    fn default() -> Self {
        let process = std::process::id();
        Self { process, under_way: None, asked: false, last: None, failure: None }
    }
}

impl Flights {
    /// Joins the download in progress, or starts one.
    pub(super) fn board<F>(&self, start: impl FnOnce() -> F) -> Result<Flight, Error>
    where
        F: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let (lander, flight) = {
            let mut state = self.state();
            if let Some(flight) = &state.under_way {
                return Ok(flight.clone());
            }
            let (sender, receiver) = oneshot::channel();
            let landed = async { receiver.await.unwrap_or_else(|_| Err(Arc::new(lost()))) };
            let boxed: BoxFuture<'static, Landing> = Box::pin(landed);
            let flight = state.under_way.insert(boxed.shared()).clone();
            (Lander { flights: self.clone(), waiting: Some(sender) }, flight)
        };
        // From here on the result is always reported, which takes the lock, so it is free now.
        let download = start();
        runtime::background()?.spawn(with_callers_context(async move {
            let landing = download.await;
            lander.land(landing);
        }));
        Ok(flight)
    }

    /// Like `board`, unless a download ended recently. `asked` means that an unknown serial number
    /// is the cause.
    pub(super) fn board_unless_recent<F>(
        &self,
        asked: bool,
        start: impl FnOnce() -> F,
    ) -> Result<Option<Flight>, Error>
    where
        F: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let recent = {
            let mut state = self.state();
            let pause = |succeeded| if succeeded { AFTER_SUCCESS } else { AFTER_FAILURE };
            let ended = state.last.filter(|_| state.under_way.is_none());
            let recent = ended.is_some_and(|(at, succeeded)| at.elapsed() < pause(succeeded));
            state.asked |= asked && !recent;
            recent
        };
        if recent { Ok(None) } else { self.board(start).map(Some) }
    }

    /// Why the last download failed; `None` if it succeeded.
    pub(super) fn failure(&self) -> Option<Arc<Error>> {
        self.state().failure.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.process != std::process::id() {
            std::mem::forget(std::mem::take(&mut *state));
        }
        state
    }
}

/// Reports the result of a download once: when it ended, or when it was dropped because it panicked
/// or its runtime is gone. The state is updated before the callers continue.
struct Lander {
    flights: Flights,
    waiting: Option<oneshot::Sender<Landing>>,
}

impl Lander {
    fn land(mut self, landing: Result<(), Error>) {
        self.settle(landing);
    }

    fn settle(&mut self, landing: Result<(), Error>) {
        let Some(waiting) = self.waiting.take() else { return };
        if let Err(error) = &landing {
            tracing::warn!(%error, "the platform certificates could not be downloaded");
        }
        let landing = landing.map_err(Arc::new);
        {
            let mut state = self.flights.state();
            state.under_way = None;
            if std::mem::take(&mut state.asked) || landing.is_err() {
                state.last = Some((Instant::now(), landing.is_ok()));
            }
            state.failure = landing.as_ref().err().map(Arc::clone);
        }
        // Fails if nobody waits.
        let _ = waiting.send(landing);
    }
}

impl Drop for Lander {
    fn drop(&mut self) {
        self.settle(Err(lost()));
    }
}

fn lost() -> Error {
    Error::new(
        ErrorKind::Other,
        say!(
            "the download of platform certificates ended halfway: a signer(), transport() or \
             clock() of the client's panicked (see its message), or the runtime has ended",
            "平台证书的下载中途终止：客户端的 signer()、transport() 或 clock() 发生 panic（见其信息），\
             或运行时已结束"
        ),
    )
    .with_outcome(crate::error::Outcome::Unknown)
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    fn wait(flight: Flight) -> Landing {
        runtime::block_on(flight).unwrap()
    }

    #[test]
    fn a_flight_lands_whatever_becomes_of_it() {
        let flights = Flights::default();
        // It panics under way, and before it begins.
        let flight = flights.board(|| async { panic!("a bug") }).unwrap();
        assert!(wait(flight).unwrap_err().to_string().contains("panicked"));
        let begun = catch_unwind(AssertUnwindSafe(|| {
            let start = || -> std::future::Ready<Result<(), Error>> { panic!("a bug") };
            flights.board(start).map(drop)
        }));
        assert!(begun.is_err());
        assert!(flights.failure().unwrap().to_string().contains("panicked"));
        // What waits for the failure meets the state that it left.
        assert!(flights.board_unless_recent(false, || async { Ok(()) }).unwrap().is_none());
        let flight = flights.board(|| async { Ok(()) }).unwrap();
        wait(flight).unwrap();
        assert!(flights.failure().is_none());
        assert!(flights.state().under_way.is_none());
    }
}
