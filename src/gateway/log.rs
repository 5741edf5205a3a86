//! The newest calls, and what has changed since someone last looked.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::Response;

use super::received::Received;

/// How much is kept of the calls.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) calls: usize,
    pub(super) bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { calls: 100_000, bytes: 256 << 20 }
    }
}

/// The requests in the order of their arrival, the newest of them. What is beyond the limits is
/// dropped, the oldest first, but never the last one that arrived.
pub(super) struct Record {
    limits: Limits,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    requests: VecDeque<Received>,
    /// How many were dropped: the position of the first in `requests`.
    dropped: usize,
    /// What those in `requests` take, about.
    bytes: usize,
    /// Positions: one when a request arrives, and again when it is answered.
    changes: VecDeque<usize>,
    /// How many changes were dropped.
    forgotten: usize,
}

/// What has changed, and where to go on from.
pub(super) struct Changes {
    /// With their positions, each once, as they are now.
    pub(super) calls: Vec<(usize, Received)>,
    pub(super) next: usize,
    pub(super) more: bool,
    /// How many calls there were in all.
    pub(super) total: usize,
}

impl Record {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, inner: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn all(&self) -> Vec<Received> {
        self.lock().requests.iter().cloned().collect()
    }

    /// Its position, by which to say later that it was answered.
    pub(super) fn arrived(&self, request: Received) -> usize {
        let mut inner = self.lock();
        let at = inner.dropped + inner.requests.len();
        inner.bytes += request.size();
        inner.requests.push_back(request);
        inner.changes.push_back(at);
        inner.keep(self.limits);
        at
    }

    pub(super) fn answered(&self, at: usize, request: &Received, answer: &Response<Bytes>) {
        let mut inner = self.lock();
        let before = request.size();
        request.set_answer(answer);
        if at >= inner.dropped {
            inner.bytes += request.size() - before;
            inner.changes.push_back(at);
            inner.keep(self.limits);
        }
    }

    /// At most `limit` changes after the first `after`; without that, the newest.
    pub(super) fn since(&self, after: Option<usize>, limit: usize) -> Changes {
        let inner = self.lock();
        let all = inner.forgotten + inner.changes.len();
        let start = after.unwrap_or(all.saturating_sub(limit)).clamp(inner.forgotten, all);
        let next = all.min(start.saturating_add(limit));
        let changed = inner.changes.range(start - inner.forgotten..next - inner.forgotten);
        let mut changed: Vec<_> = changed.copied().collect();
        changed.sort_unstable();
        changed.dedup();
        let call = |at: usize| {
            let kept = at.checked_sub(inner.dropped)?;
            Some((at, inner.requests.get(kept)?.clone()))
        };
        let calls = changed.into_iter().filter_map(call).collect();
        let total = inner.dropped + inner.requests.len();
        Changes { calls, next, more: next < all, total }
    }
}

impl Inner {
    fn keep(&mut self, limits: Limits) {
        while self.requests.len() > 1
            && (self.requests.len() > limits.calls || self.bytes > limits.bytes)
        {
            let oldest = self.requests.pop_front();
            self.bytes -= oldest.map_or(0, |oldest| oldest.size());
            self.dropped += 1;
        }
        // A call's first change comes before all that came later, so none that is kept is behind.
        while self.changes.front().is_some_and(|at| *at < self.dropped) {
            self.changes.pop_front();
            self.forgotten += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use http::{HeaderMap, Method};

    use super::super::received::Parts;
    use super::*;

    fn request(target: &str, body: usize) -> Received {
        Received::new(Parts {
            arrived: SystemTime::UNIX_EPOCH,
            method: Method::GET,
            target: target.to_owned(),
            headers: HeaderMap::new(),
            body: vec![0; body].into(),
            length: body,
            vars: Vec::new(),
            verified: true,
            diagnosis: None,
            faults: Vec::new(),
            request_id: String::new(),
        })
    }

    fn targets(record: &Record) -> Vec<String> {
        record.all().iter().map(|call| call.target().to_owned()).collect()
    }

    #[test]
    fn the_oldest_go_first() {
        let record = Record::new(Limits { calls: 2, bytes: 1 << 20 });
        let slow = request("/slow", 0);
        let at = record.arrived(slow.clone());
        for target in ["/1", "/2", "/3"] {
            let call = request(target, 0);
            let at = record.arrived(call.clone());
            record.answered(at, &call, &Response::new(Bytes::new()));
        }
        record.answered(at, &slow, &Response::new(Bytes::new()));
        assert_eq!(slow.status(), Some(http::StatusCode::OK));
        assert_eq!(targets(&record), ["/2", "/3"]);
        let news = record.since(Some(0), 100);
        assert_eq!((news.total, news.next, news.more), (4, 7, false));
        let positions: Vec<_> = news.calls.iter().map(|(at, _)| *at).collect();
        assert_eq!(positions, [2, 3]);
        assert!(record.since(Some(7), 100).calls.is_empty());
        assert!(record.since(Some(usize::MAX), 100).calls.is_empty());
    }

    #[test]
    fn bytes_count_as_well_and_the_last_one_stays() {
        let record = Record::new(Limits { calls: 100, bytes: 100_000 });
        for (target, kept) in [("/1", &["/1"][..]), ("/2", &["/1", "/2"]), ("/3", &["/2", "/3"])] {
            record.arrived(request(target, 40_000));
            assert_eq!(targets(&record), kept);
        }
        record.arrived(request("/large", 1 << 20));
        assert_eq!(targets(&record), ["/large"]);
        // An answer counts, too.
        let call = request("/4", 95_000);
        let at = record.arrived(call.clone());
        record.arrived(request("/5", 0));
        assert_eq!(targets(&record), ["/4", "/5"]);
        record.answered(at, &call, &Response::new(vec![0; 8000].into()));
        assert_eq!(targets(&record), ["/5"]);
        assert!(record.inner.lock().unwrap().changes.len() <= 2);
    }
}
