//! A record of everything that a promise has sent, in all its stages.
//!
//! Each call that is made while a promise is polled is written down in the promise's journal:
//! that of a stage, of a sibling, of a closure that calls a sync verb. So an error at the end, of
//! whatever stage, says what is known of all of them.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::error::{Error, Outcome};
use crate::transport::Progress;

thread_local! {
    /// That of the promise which is polled on this thread now.
    static CURRENT: RefCell<Option<Journal>> = const { RefCell::new(None) };
}

/// The journal of one promise. Clones are the same one.
#[derive(Clone, Default)]
pub(crate) struct Journal(Arc<Mutex<Entries>>);

#[derive(Default)]
struct Entries {
    /// The outcomes of calls that have ended.
    ended: Known,
    /// Calls that may be in flight.
    calls: Vec<Entry>,
    /// The journals of promises that were polled within this one.
    inner: Vec<Journal>,
    /// Detached promises that have not ended: they may yet send anything.
    running: usize,
    /// How many may be in the two lists before those that ended are struck off.
    room: usize,
}

/// A call, as the pipeline writes it down.
#[derive(Clone)]
pub(crate) struct Entry {
    progress: Progress,
    outcome: Arc<OnceLock<Outcome>>,
}

impl Entry {
    pub(crate) fn end(&self, outcome: Outcome) {
        let _ = self.outcome.set(outcome);
    }

    fn known(&self) -> Known {
        let outcome = self.outcome.get().copied().unwrap_or_else(|| self.progress.outcome());
        Known::of(outcome, !self.progress.only_reads())
    }
}

/// The combined outcome of several calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Known {
    /// Whether a byte of any of them may have left.
    sent: bool,
    /// The outcome of calls with an effect; `None` if there was none.
    effect: Option<Outcome>,
    /// The outcome of GETs and HEADs, which change nothing at the server.
    query: Option<Outcome>,
    /// All that was known of any of them, a bit each.
    seen: u8,
}

impl Known {
    fn of(outcome: Outcome, has_effect: bool) -> Self {
        let sent = outcome != Outcome::NotSent;
        let (effect, query) =
            if has_effect { (Some(outcome), None) } else { (None, Some(outcome)) };
        Self { sent, effect, query, seen: bit(outcome) }
    }

    fn and(self, other: Self) -> Self {
        Self {
            sent: self.sent || other.sent,
            effect: both(self.effect, other.effect),
            query: both(self.query, other.query),
            seen: self.seen | other.seen,
        }
    }

    /// One word for all of them.
    fn outcome(self) -> Option<Outcome> {
        match self.effect.or(self.query)? {
            Outcome::NotSent if self.sent => Some(Outcome::Unknown),
            outcome => Some(outcome),
        }
    }
}

fn bit(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotSent => 1,
        Outcome::Refused => 2,
        Outcome::Accepted => 4,
        Outcome::Unknown => 8,
    }
}

fn both(one: Option<Outcome>, other: Option<Outcome>) -> Option<Outcome> {
    match (one, other) {
        (None, known) | (known, None) => known,
        (Some(one), Some(other)) if one == other => Some(one),
        // Neither took effect.
        (Some(Outcome::NotSent), Some(Outcome::Refused))
        | (Some(Outcome::Refused), Some(Outcome::NotSent)) => Some(Outcome::Refused),
        // No one word is true of both.
        (Some(_), Some(_)) => Some(Outcome::Unknown),
    }
}

impl Journal {
    /// The journal of the promise that is polled on this thread now.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// Writes down a call that is about to be made.
    pub(crate) fn enter(&self, progress: &Progress) -> Entry {
        let entry = Entry { progress: progress.clone(), outcome: Arc::default() };
        let mut entries = self.entries();
        entries.make_room();
        entries.calls.push(entry.clone());
        entry
    }

    /// Writes down what a promise does that is polled within this one.
    pub(super) fn include(&self, inner: &Self) {
        let mut entries = self.entries();
        entries.make_room();
        entries.inner.push(inner.clone());
    }

    /// Writes down what a promise does that runs on its own, until the guard is dropped.
    pub(super) fn begin(&self, detached: &Self) -> Running {
        self.include(detached);
        self.entries().running += 1;
        Running(self.clone())
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Has the calls that this thread makes written down here, as long as the guard lives.
    pub(super) fn open(&self) -> Open {
        Open(CURRENT.replace(Some(self.clone())))
    }

    /// An error is no weaker than what is known of the calls before it.
    pub(super) fn judge(&self, error: Error) -> Error {
        let known = self.entries().known();
        let Some(all) = known.outcome() else { return error };
        match error.claim() {
            // Nothing is said of any request, by an error of work on this machine. That all which
            // was sent was accepted is worth knowing; for anything else there is no proof.
            None if all == Outcome::Accepted => error.with_outcome(all),
            None => error,
            // Said of these calls, or of another one.
            Some(claimed) => {
                let is_of_these = known.seen & bit(claimed) != 0;
                let all = if is_of_these { known } else { known.and(Known::of(claimed, true)) };
                error.with_outcome(all.outcome().unwrap_or(Outcome::Unknown))
            }
        }
    }

    fn known(&self) -> Known {
        self.entries().known()
    }

    fn has_ended(&self) -> bool {
        // Only the journal around it has it: its promise is gone.
        Arc::strong_count(&self.0) == 1
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entries {
    fn known(&self) -> Known {
        let calls = self.calls.iter().map(Entry::known);
        let inner = self.inner.iter().map(Journal::known);
        let running = (self.running > 0).then(|| Known::of(Outcome::Unknown, true));
        calls.chain(inner).chain(running).fold(self.ended, Known::and)
    }

    /// Strikes off what has ended, now and then, so that a promise of a million calls stays small.
    fn make_room(&mut self) {
        const LEAST: usize = 16;
        if self.calls.len() + self.inner.len() < self.room.max(LEAST) {
            return;
        }
        let mut ended = self.ended;
        self.calls.retain(|call| {
            // A call that was dropped has not said so.
            let over = call.outcome.get().is_some() || Arc::strong_count(&call.outcome) == 1;
            if over {
                ended = ended.and(call.known());
            }
            !over
        });
        self.inner.retain(|inner| {
            let over = inner.has_ended();
            if over {
                ended = ended.and(inner.known());
            }
            !over
        });
        self.ended = ended;
        self.room = 2 * (self.calls.len() + self.inner.len());
    }
}

/// Puts the journal of the promise around back in its place.
pub(super) struct Open(Option<Journal>);

impl Drop for Open {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}

/// A detached promise that has not ended.
pub(super) struct Running(Journal);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.entries().running -= 1;
    }
}
