//! The calls so far, and what has changed since someone last looked.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::Response;

use super::received::Received;

/// All requests in the order of their arrival.
#[derive(Default)]
pub(super) struct Record(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    requests: Vec<Received>,
    /// Positions in `requests`: one when a request arrives, and again when it is answered.
    changes: Vec<usize>,
}

/// What has changed, and where to go on from.
pub(super) struct Changes {
    /// With their positions, each once, as they are now.
    pub(super) calls: Vec<(usize, Received)>,
    pub(super) next: usize,
    pub(super) more: bool,
    /// How many calls there are in all.
    pub(super) total: usize,
}

impl Record {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn all(&self) -> Vec<Received> {
        self.lock().requests.clone()
    }

    /// Its position, by which to say later that it was answered.
    pub(super) fn arrived(&self, request: Received) -> usize {
        let mut inner = self.lock();
        let at = inner.requests.len();
        inner.requests.push(request);
        inner.changes.push(at);
        at
    }

    pub(super) fn answered(&self, at: usize, answer: &Response<Bytes>) {
        let mut inner = self.lock();
        if let Some(request) = inner.requests.get(at) {
            request.set_answer(answer);
            inner.changes.push(at);
        }
    }

    /// At most `limit` changes after the first `after`; without that, the newest.
    pub(super) fn since(&self, after: Option<usize>, limit: usize) -> Changes {
        let inner = self.lock();
        let all = inner.changes.len();
        let start = after.unwrap_or(all.saturating_sub(limit)).min(all);
        let next = all.min(start.saturating_add(limit));
        let mut changed = inner.changes.get(start..next).unwrap_or_default().to_vec();
        changed.sort_unstable();
        changed.dedup();
        let call = |at: usize| Some((at, inner.requests.get(at)?.clone()));
        let calls = changed.into_iter().filter_map(call).collect();
        Changes { calls, next, more: next < all, total: inner.requests.len() }
    }
}
