//! The notifications that the gateway sent, and when it sends them again.
//!
//! A notification that is not accepted is repeated by WeChat Pay's schedule and the gateway's
//! [`Clock`], until the gateway is dropped.

mod api;
mod clock;
mod message;
mod record;
mod schedule;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;
use tokio::sync::Notify;
use tokio::time::timeout;

use self::clock::Clock;
pub(super) use self::message::{Message, Protocol};
pub use self::record::{AttemptCause, DeliveryAttempt, DeliveryRecord};
use super::http_post::{is_on_this_machine, post};
use super::keys::Keys;
use super::notify::{NotifyResponse, PATIENCE};
use crate::error::{Error, ErrorKind, one_line};
use crate::language::{Lang, say};

/// How many are kept.
const LIMIT: usize = 1000;

pub(super) struct Deliveries {
    pub(super) keys: Arc<Keys>,
    clock: Clock,
    list: Mutex<List>,
    /// Something may be due earlier than before.
    planned: Notify,
}

#[derive(Default)]
struct List {
    entries: VecDeque<Entry>,
    /// How many were dropped: the number of the first in `entries`.
    dropped: usize,
    /// How many changes there were.
    changes: u64,
}

struct Entry {
    message: Arc<Message>,
    record: DeliveryRecord,
    /// When it is to be repeated, by the clock.
    due: Option<Duration>,
    /// The number of its last change.
    changed: u64,
}

/// What has changed, and where to continue.
pub(super) struct Changes {
    pub(super) deliveries: Vec<Value>,
    pub(super) next: u64,
    pub(super) more: bool,
}

impl Deliveries {
    /// `speed` is that of the clock.
    pub(super) fn new(keys: Arc<Keys>, speed: u32) -> Self {
        Self { keys, clock: Clock::new(speed), list: Mutex::default(), planned: Notify::new() }
    }

    /// Not held while anything is sent.
    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records the notification and sends it. One whose URL is not on this machine is an error, and
    /// not recorded.
    pub(super) async fn send(&self, message: Message, url: &str) -> Result<NotifyResponse, Error> {
        if !is_on_this_machine(url) {
            return self.post(&message, url).await;
        }
        let number = self.list().add(message, url, None);
        self.attempt(number, AttemptCause::First, url.to_owned()).await
    }

    /// Records a notification that is about this order, and sends it if its URL is on this machine.
    pub(super) async fn send_about(
        &self,
        message: Message,
        url: &str,
        out_trade_no: Option<&str>,
    ) -> Option<Result<NotifyResponse, Error>> {
        let number = self.list().add(message, url, out_trade_no);
        if !is_on_this_machine(url) {
            return None;
        }
        Some(self.attempt(number, AttemptCause::First, url.to_owned()).await)
    }

    /// All, the oldest first.
    pub(super) fn all(&self) -> Vec<DeliveryRecord> {
        let (list, now) = (self.list(), self.clock.now());
        list.entries.iter().map(|entry| entry.shown(now)).collect()
    }

    fn of(&self, numbers: &[usize]) -> Vec<DeliveryRecord> {
        let (list, now) = (self.list(), self.clock.now());
        let entry = |number: &usize| list.entries.get(number.checked_sub(list.dropped)?);
        numbers.iter().filter_map(entry).map(|entry| entry.shown(now)).collect()
    }

    /// At most `limit` that changed after the change `after`, or else the newest. They are in the
    /// order of their changes.
    pub(super) fn since(&self, after: Option<u64>, limit: usize) -> Changes {
        let (list, now) = (self.list(), self.clock.now());
        let first = list.dropped + 1;
        let numbered = list.entries.iter().enumerate();
        let mut changed: Vec<_> = match after {
            Some(after) => numbered.filter(|(_, entry)| entry.changed > after).collect(),
            None => numbered.rev().take(limit).collect(),
        };
        changed.sort_unstable_by_key(|(_, entry)| entry.changed);
        let more = changed.len() > limit;
        changed.truncate(limit);
        let last = changed.last().filter(|_| more).map_or(list.changes, |(_, last)| last.changed);
        let to_json = |(at, entry): &(usize, &Entry)| {
            let mut json = entry.shown(now).to_json();
            json["number"] = (first + at).into();
            json
        };
        Changes { deliveries: changed.iter().map(to_json).collect(), next: last, more }
    }

    /// How many times as fast as time the clock goes.
    pub(super) fn speed(&self) -> u32 {
        self.clock.speed()
    }

    /// What the clock shows: the time since the gateway's start.
    pub(super) fn now(&self) -> Duration {
        self.clock.now()
    }

    /// How many changes there were.
    pub(super) fn changes(&self) -> u64 {
        self.list().changes
    }

    /// The newest address on this machine that was notified.
    pub(super) fn newest_url(&self) -> Option<String> {
        let list = self.list();
        let mut urls = list.entries.iter().rev().map(|entry| &entry.record.url);
        urls.find(|url| is_on_this_machine(url)).cloned()
    }

    /// The number of the newest notification with this id, and its address.
    fn find(&self, id: &str) -> Result<(usize, String), Error> {
        let list = self.list();
        let mut newest = list.entries.iter().enumerate().rev();
        let found = newest.find(|(_, entry)| entry.record.id == id);
        found.map(|(at, entry)| (list.dropped + at, entry.record.url.clone())).ok_or_else(|| {
            let id = one_line(id, 64);
            Error::options(say!(
                "no notification has the id `{id}`: list them",
                "没有 id 为 `{id}` 的回调通知：请查询列表"
            ))
        })
    }

    /// The newest notification with this id.
    pub(super) fn with_id(&self, id: &str) -> Result<DeliveryRecord, Error> {
        let (number, _) = self.find(id)?;
        self.of(&[number]).pop().ok_or_else(forgotten)
    }

    /// Sends the newest notification with this id again, to its own address or to another.
    pub(super) async fn resend(
        &self,
        id: &str,
        url: Option<&str>,
    ) -> Result<DeliveryRecord, Error> {
        let (number, own) = self.find(id)?;
        let url = url.unwrap_or(&own);
        // The record has the result, unless nothing could be sent at all.
        match self.attempt(number, AttemptCause::Resend, url.to_owned()).await {
            Err(error) if error.kind() == ErrorKind::UntrustedHost => Err(error),
            _ => self.of(&[number]).pop().ok_or_else(forgotten),
        }
    }

    /// Sets the clock ahead, and repeats what is due until then, one after another. Returns what was
    /// repeated.
    pub(super) async fn advance(&self, by: Duration) -> Vec<DeliveryRecord> {
        let end = self.clock.now().saturating_add(by);
        let mut repeated = Vec::new();
        loop {
            let taken = self.list().take_due(end);
            let Some((number, url, due)) = taken else {
                break;
            };
            self.clock.set(due);
            // The record has the result.
            let _ = self.attempt(number, AttemptCause::Retry, url).await;
            if !repeated.contains(&number) {
                repeated.push(number);
            }
        }
        self.clock.set(end);
        self.planned.notify_one();
        self.of(&repeated)
    }

    /// Repeats what is due, as long as this future lives.
    pub(super) async fn run(self: Arc<Self>) {
        while self.clock.speed() > 0 {
            let taken = self.list().take_due(self.clock.now());
            if let Some((number, url, _)) = taken {
                let deliveries = Arc::clone(&self);
                tokio::spawn(async move {
                    let _ = deliveries.attempt(number, AttemptCause::Retry, url).await;
                });
                continue;
            }
            let next = self.list().entries.iter().filter_map(|entry| entry.due).min();
            let planned = self.planned.notified();
            match next {
                // Either has come: see what is due now.
                Some(due) => drop(timeout(self.clock.until(due), planned).await),
                None => planned.await,
            }
        }
    }

    async fn attempt(
        &self,
        number: usize,
        cause: AttemptCause,
        url: String,
    ) -> Result<NotifyResponse, Error> {
        let message = self.list().message(number).ok_or_else(forgotten)?;
        let mut attempt = Attempt {
            deliveries: self,
            number,
            started: Instant::now(),
            made: Some(DeliveryAttempt::new(cause, url.clone())),
        };
        let result = self.post(&message, &url).await;
        match &result {
            Err(error) if error.kind() == ErrorKind::UntrustedHost => attempt.made = None,
            result => {
                if let Err(error) = result {
                    let (id, event_type) = (&*message.id, &*message.event_type);
                    tracing::warn!(%error, event_type, id, "the local gateway's notification failed");
                }
                attempt.end(result);
            }
        }
        result
    }

    async fn post(&self, message: &Message, url: &str) -> Result<NotifyResponse, Error> {
        let headers = message.headers(&self.keys).map_err(|error| {
            let message = say!(
                "the gateway's notification could not be signed: {error}",
                "网关的回调通知无法签名：{error}"
            );
            Error::new(ErrorKind::Options, message).with_source(error)
        })?;
        let (status, body) = post(url, headers, message.body.clone(), PATIENCE).await?;
        let id = message.id.as_str();
        tracing::info!(id, status = status.as_u16(), "the local gateway sent a notification");
        Ok(NotifyResponse { id: id.to_owned(), status, body })
    }

    /// Adds the attempt to its record, and plans the next.
    fn record(&self, number: usize, attempt: DeliveryAttempt) {
        let now = self.clock.now();
        let mut list = self.list();
        list.changes += 1;
        let (changes, dropped) = (list.changes, list.dropped);
        let at = number.checked_sub(dropped);
        let Some(entry) = at.and_then(|at| list.entries.get_mut(at)) else {
            return;
        };
        let is_scheduled = attempt.cause != AttemptCause::Resend;
        entry.changed = changes;
        entry.record.attempts.push(attempt);
        if entry.record.accepted() {
            entry.due = None;
        } else if is_scheduled && entry.message.is_repeated {
            let scheduled = entry.record.attempts.iter();
            let scheduled = scheduled.filter(|attempt| attempt.cause != AttemptCause::Resend);
            let delay = schedule::delay(scheduled.count().saturating_sub(1));
            entry.due = delay.map(|delay| now.saturating_add(delay));
            self.planned.notify_one();
        }
    }
}

/// An attempt in progress. If its future is dropped, it may have been sent, and is recorded.
struct Attempt<'a> {
    deliveries: &'a Deliveries,
    number: usize,
    started: Instant,
    /// `None` once it is recorded.
    made: Option<DeliveryAttempt>,
}

impl Attempt<'_> {
    fn end(&mut self, result: &Result<NotifyResponse, Error>) {
        let Some(mut made) = self.made.take() else {
            return;
        };
        made.duration = self.started.elapsed();
        match result {
            Ok(response) => {
                made.status = Some(response.status);
                made.length = response.body.len();
                // A copy, so that a large body is not kept for its first bytes.
                let kept = &response.body[..made.length.min(record::KEPT)];
                made.body = bytes::Bytes::copy_from_slice(kept);
                made.accepted = response.accepted();
            }
            Err(error) => {
                made.error = Some(error.localized(Lang::English));
                made.error_in_chinese = Some(error.localized(Lang::Chinese));
            }
        }
        self.deliveries.record(self.number, made);
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if self.made.is_some() {
            self.end(&Err(Error::options(say!(
                "the caller stopped waiting for the response",
                "调用方没有等待应答"
            ))));
        }
    }
}

impl DeliveryAttempt {
    fn new(cause: AttemptCause, url: String) -> Self {
        Self {
            cause,
            url,
            at: SystemTime::now(),
            duration: Duration::ZERO,
            status: None,
            body: bytes::Bytes::new(),
            length: 0,
            error: None,
            error_in_chinese: None,
            accepted: false,
        }
    }
}

fn forgotten() -> Error {
    Error::options(say!(
        "this notification is not kept any more: only the newest {LIMIT} are",
        "该回调通知已不再保留：仅保留最新的 {LIMIT} 条"
    ))
}

impl List {
    /// Adds a notification and returns its number.
    fn add(&mut self, mut message: Message, url: &str, out_trade_no: Option<&str>) -> usize {
        let record = DeliveryRecord {
            id: message.id.clone(),
            event_type: message.event_type.clone(),
            url: url.to_owned(),
            out_trade_no: out_trade_no.map(str::to_owned).or(message.number("out_trade_no")),
            out_refund_no: message.number("out_refund_no"),
            resource: std::mem::take(&mut message.resource),
            attempts: Vec::new(),
            next_attempt_in: None,
        };
        self.changes += 1;
        let message = Arc::new(message);
        self.entries.push_back(Entry { message, record, due: None, changed: self.changes });
        if self.entries.len() > LIMIT {
            self.entries.pop_front();
            self.dropped += 1;
        }
        self.dropped + self.entries.len() - 1
    }

    fn message(&self, number: usize) -> Option<Arc<Message>> {
        let entry = self.entries.get(number.checked_sub(self.dropped)?)?;
        Some(Arc::clone(&entry.message))
    }

    /// The number, the address and the time of what is due first, no later than `end`. It is not due
    /// any more, until its attempt has ended.
    fn take_due(&mut self, end: Duration) -> Option<(usize, String, Duration)> {
        let due = self.entries.iter_mut().enumerate();
        let due = due.filter(|(_, entry)| entry.due.is_some_and(|due| due <= end));
        let (at, entry) = due.min_by_key(|(_, entry)| entry.due)?;
        Some((self.dropped + at, entry.record.url.clone(), entry.due.take()?))
    }
}

impl Entry {
    fn shown(&self, now: Duration) -> DeliveryRecord {
        let mut record = self.record.clone();
        record.next_attempt_in = self.due.map(|due| due.saturating_sub(now));
        record
    }
}
