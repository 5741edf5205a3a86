//! The newest requests, and what has changed since a position.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::Response;

use super::request::{Reason, ReceivedRequest};

/// How many requests are kept.
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

/// The newest requests in the order of their arrival. Beyond the limits the oldest are dropped, but
/// never the newest.
pub(super) struct RequestLog {
    limits: Limits,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    requests: VecDeque<ReceivedRequest>,
    /// How many were dropped: the position of the first in `requests`.
    dropped: usize,
    /// The approximate size of `requests`.
    bytes: usize,
    /// Positions: one when a request arrives, and again when it has its response.
    changes: VecDeque<usize>,
    /// How many changes were dropped.
    forgotten: usize,
}

/// What has changed, and where to continue.
pub(super) struct Changes {
    /// With their positions, each once, as they are now.
    pub(super) calls: Vec<(usize, ReceivedRequest)>,
    pub(super) next: usize,
    pub(super) more: bool,
    /// How many calls there were in all.
    pub(super) total: usize,
    /// How many of them are not kept any more: the oldest.
    pub(super) dropped: usize,
}

impl RequestLog {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, inner: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn all(&self) -> Vec<ReceivedRequest> {
        self.lock().requests.iter().cloned().collect()
    }

    /// The newest request with this `Request-ID`, and its position.
    pub(super) fn find(&self, request_id: &str) -> Option<(usize, ReceivedRequest)> {
        let inner = self.lock();
        let found = inner.requests.iter().rposition(|call| call.request_id() == request_id)?;
        Some((inner.dropped + found, inner.requests[found].clone()))
    }

    /// Drops all of them. Positions go on as before.
    pub(super) fn clear(&self) {
        let mut inner = self.lock();
        inner.dropped += inner.requests.len();
        inner.forgotten += inner.changes.len();
        inner.requests.clear();
        inner.changes.clear();
        inner.bytes = 0;
    }

    /// Adds a request and returns its position.
    pub(super) fn arrived(&self, request: ReceivedRequest) -> usize {
        let mut inner = self.lock();
        let at = inner.dropped + inner.requests.len();
        inner.bytes += request.size();
        inner.requests.push_back(request);
        inner.changes.push_back(at);
        inner.keep(self.limits);
        at
    }

    pub(super) fn responded(
        &self,
        at: usize,
        request: &ReceivedRequest,
        response: &Response<Bytes>,
        reason: Option<Reason>,
    ) {
        let mut inner = self.lock();
        let before = request.size();
        request.set_response(response, reason);
        if at >= inner.dropped {
            inner.bytes += request.size() - before;
            inner.changes.push_back(at);
            inner.keep(self.limits);
        }
    }

    /// At most `limit` changes after the first `after`, or else the newest.
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
        Changes { calls, next, more: next < all, total, dropped: inner.dropped }
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
        // A request's first change precedes all later ones, so no change is kept behind these.
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

    use super::*;
    use crate::gateway::request::Parts;

    fn request(target: &str, body: usize) -> ReceivedRequest {
        ReceivedRequest::new(Parts {
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

    fn targets(log: &RequestLog) -> Vec<String> {
        log.all().iter().map(|call| call.target().to_owned()).collect()
    }

    #[test]
    fn the_oldest_go_first() {
        let log = RequestLog::new(Limits { calls: 2, bytes: 1 << 20 });
        let slow = request("/slow", 0);
        let at = log.arrived(slow.clone());
        for target in ["/1", "/2", "/3"] {
            let call = request(target, 0);
            let at = log.arrived(call.clone());
            log.responded(at, &call, &Response::new(Bytes::new()), None);
        }
        log.responded(at, &slow, &Response::new(Bytes::new()), None);
        assert_eq!(slow.status(), Some(http::StatusCode::OK));
        assert_eq!(targets(&log), ["/2", "/3"]);
        let news = log.since(Some(0), 100);
        assert_eq!((news.total, news.next, news.more), (4, 7, false));
        let positions: Vec<_> = news.calls.iter().map(|(at, _)| *at).collect();
        assert_eq!(positions, [2, 3]);
        assert!(log.since(Some(7), 100).calls.is_empty());
        assert!(log.since(Some(usize::MAX), 100).calls.is_empty());
    }

    #[test]
    fn what_is_cleared_is_forgotten() {
        let log = RequestLog::new(Limits::default());
        let slow = request("/slow", 10);
        let at = log.arrived(slow.clone());
        let before = log.since(None, 100).next;
        log.clear();
        log.responded(at, &slow, &Response::new(vec![0; 8000].into()), None);
        assert!(log.all().is_empty() && log.inner.lock().unwrap().bytes == 0);
        assert_eq!(log.arrived(request("/next", 0)), 1);
        let news = log.since(Some(before), 100);
        assert_eq!((news.total, news.dropped, news.calls[0].0), (2, 1, 1));
    }

    #[test]
    fn bytes_count_as_well_and_the_last_one_stays() {
        let log = RequestLog::new(Limits { calls: 100, bytes: 100_000 });
        for (target, kept) in [("/1", &["/1"][..]), ("/2", &["/1", "/2"]), ("/3", &["/2", "/3"])] {
            log.arrived(request(target, 40_000));
            assert_eq!(targets(&log), kept);
        }
        log.arrived(request("/large", 1 << 20));
        assert_eq!(targets(&log), ["/large"]);
        // A response counts, too.
        let call = request("/4", 95_000);
        let at = log.arrived(call.clone());
        log.arrived(request("/5", 0));
        assert_eq!(targets(&log), ["/4", "/5"]);
        log.responded(at, &call, &Response::new(vec![0; 8000].into()), None);
        assert_eq!(targets(&log), ["/5"]);
        assert!(log.inner.lock().unwrap().changes.len() <= 2);
    }
}
