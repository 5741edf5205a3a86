//! One download at a time, driven by the background runtime.
//!
//! It is nobody's own: a caller that gives up, or whose runtime stops, leaves it to the others.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::Shared;

use crate::error::Error;
use crate::promise::BoxFuture;
use crate::runtime::{self, with_callers_context};

/// How long an unknown serial number starts no other download: a stranger must not make us ask
/// WeChat Pay at every answer.
const AFTER_SUCCESS: Duration = Duration::from_secs(60);
/// The same when the last one failed: until it succeeds, answers can't be verified.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// What came of it; the error is everybody's who waited.
pub(super) type Landing = Result<(), Arc<Error>>;

/// A download under way. It goes on, waited for or not.
pub(super) type Flight = Shared<BoxFuture<'static, Landing>>;

#[derive(Default)]
pub(super) struct Flights(Mutex<State>);

#[derive(Default)]
struct State {
    under_way: Option<Flight>,
    /// Whether an unknown serial number asked for the one under way.
    asked: bool,
    /// When the last one ended that such a number had asked for, or that failed; and whether it
    /// succeeded.
    last: Option<(Instant, bool)>,
}

impl Flights {
    /// The one under way, or a new one.
    pub(super) fn board<F>(&self, start: impl FnOnce() -> F) -> Result<Flight, Error>
    where
        F: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let mut state = self.state();
        if let Some(flight) = &state.under_way {
            return Ok(flight.clone());
        }
        let task = runtime::background()?.spawn(with_callers_context(start()));
        let landed = async move {
            match task.await {
                Ok(landing) => landing.map_err(Arc::new),
                Err(error) => Err(Arc::new(Error::other(error))),
            }
        };
        let boxed: BoxFuture<'static, Landing> = Box::pin(landed);
        Ok(state.under_way.insert(boxed.shared()).clone())
    }

    /// The same, unless the last one ended just now. `asked` when an unknown serial number wants it.
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

    /// Told by the download itself, when what it brought is in place.
    pub(super) fn landed(&self, succeeded: bool) {
        let mut state = self.state();
        state.under_way = None;
        if std::mem::take(&mut state.asked) || !succeeded {
            state.last = Some((Instant::now(), succeeded));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
