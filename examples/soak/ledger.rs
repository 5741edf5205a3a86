//! Compares the records of the callers with those of the server.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use wechatpay_chain::Error;

use crate::caller::Caller;
use crate::random::hash;
use crate::server;

/// How many disagreements are printed; one is enough to fail.
const TOLD: usize = 20;
/// Each is longer than the one before by a fiftieth.
const LATENCIES: usize = 1024;

/// A caller's side of one order.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Placed {
    /// Calls with a response: it must have arrived at least that often.
    pub(crate) least: u32,
    /// Attempts that may have been sent: it may have arrived at most that often. Without the option
    /// `resend` that is one for each call that was sent.
    pub(crate) most: u32,
    /// Whether its caller takes it for created.
    pub(crate) settled: bool,
}

/// The number of an order identifies its caller.
pub(crate) fn number(caller: usize, order: usize) -> String {
    format!("SOAK{caller:02}N{order:08}")
}

/// What an order costs follows from its number.
pub(crate) fn total(number: &str) -> u64 {
    1 + hash(number) % 100_000
}

/// What all callers count together.
pub(crate) struct Totals {
    pub(crate) calls: AtomicU64,
    pub(crate) orders: AtomicU64,
    pub(crate) queries: AtomicU64,
    pub(crate) repeated: AtomicU64,
    pub(crate) given_up: AtomicU64,
    pub(crate) to_nobody: AtomicU64,
    latencies: Vec<AtomicU64>,
    texts: Mutex<Texts>,
}

#[derive(Default)]
struct Texts {
    /// By kind and outcome.
    errors: BTreeMap<(String, String), u64>,
    /// By the key's serial number.
    verified: BTreeMap<String, u64>,
    disagreements: Vec<String>,
}

impl Totals {
    pub(crate) fn new() -> Self {
        let zero = AtomicU64::default;
        Self {
            calls: zero(),
            orders: zero(),
            queries: zero(),
            repeated: zero(),
            given_up: zero(),
            to_nobody: zero(),
            latencies: (0..LATENCIES).map(|_| zero()).collect(),
            texts: Mutex::default(),
        }
    }

    pub(crate) fn add(count: &AtomicU64) {
        count.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn called(&self, took: Duration) {
        Self::add(&self.calls);
        let microseconds = took.as_micros().max(1) as f64;
        let bucket = (microseconds.ln() / 1.02_f64.ln()) as usize;
        Self::add(&self.latencies[bucket.min(LATENCIES - 1)]);
    }

    pub(crate) fn failed(&self, error: &Error) {
        let key = (format!("{:?}", error.kind()), format!("{:?}", error.outcome()));
        *self.texts().errors.entry(key).or_default() += 1;
    }

    pub(crate) fn verified(&self, serial: &str) {
        let mut texts = self.texts();
        match texts.verified.get_mut(serial) {
            Some(count) => *count += 1,
            None => drop(texts.verified.insert(serial.to_owned(), 1)),
        }
    }

    pub(crate) fn disagree(&self, what: String) {
        self.texts().disagreements.push(what);
    }

    pub(crate) fn errors(&self) -> BTreeMap<(String, String), u64> {
        self.texts().errors.clone()
    }

    pub(crate) fn verified_by(&self) -> BTreeMap<String, u64> {
        self.texts().verified.clone()
    }

    /// How many there are, and the first of them.
    pub(crate) fn disagreements(&self) -> (usize, Vec<String>) {
        let texts = self.texts();
        let told = texts.disagreements.iter().take(TOLD).cloned().collect();
        (texts.disagreements.len(), told)
    }

    /// The latency at a permille of the calls.
    pub(crate) fn latency(&self, permille: u64) -> Duration {
        let counts: Vec<_> =
            self.latencies.iter().map(|count| count.load(Ordering::Relaxed)).collect();
        let wanted = (counts.iter().sum::<u64>() * permille).div_ceil(1000);
        let mut sum = 0;
        let bucket = counts.iter().position(|count| {
            sum += count;
            sum >= wanted
        });
        let bucket = bucket.unwrap_or_default() as f64 + 1.0;
        Duration::from_secs_f64(1.02_f64.powf(bucket) / 1e6)
    }

    fn texts(&self) -> MutexGuard<'_, Texts> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes of memory that the callers' ledgers take.
pub(crate) fn size(callers: &[Caller]) -> u64 {
    let of = |caller: &Caller| {
        caller.orders.capacity() * size_of::<Placed>() + caller.accepted.capacity() * 8
    };
    callers.iter().map(of).sum::<usize>() as u64
}

/// Order by order.
pub(crate) fn compare(callers: &[Caller], mut server: server::Ledger, totals: &Totals) {
    for (index, caller) in callers.iter().enumerate() {
        for (order, placed) in caller.orders.iter().enumerate() {
            let number = number(index, order);
            let known = server.orders.remove(&number).unwrap_or_default();
            if let Err(what) = agree(placed, known, &number) {
                totals.disagree(format!("{number} ({}): {what}", caller.kind.name));
            }
        }
    }
    for (number, order) in server.orders {
        totals.disagree(format!("{number} is at the server alone: {order:?}"));
    }
    if server.refused > 0 {
        totals.disagree(format!("{} requests were not rightly signed", server.refused));
    }
    let mut all = HashSet::new();
    for id in callers.iter().flat_map(|caller| &caller.accepted) {
        if !all.insert(id) {
            totals.disagree(format!("a response was accepted for two calls ({id:x})"));
        }
    }
    let bad: HashSet<_> = server.bad.iter().map(|id| hash(id)).collect();
    for caller in callers {
        for id in caller.accepted.iter().filter(|id| bad.contains(id)) {
            let name = caller.kind.name;
            totals.disagree(format!("an invalid response was accepted ({name}, {id:x})"));
        }
    }
}

fn agree(placed: &Placed, known: server::Order, number: &str) -> Result<(), String> {
    if !placed.settled {
        return Err(format!("it was never settled; the server knows {known:?}"));
    }
    if known.executions == 0 || known.total != total(number) {
        return Err(format!("its caller holds it for made; the server knows {known:?}"));
    }
    if known.executions > known.arrivals || !(placed.least..=placed.most).contains(&known.arrivals)
    {
        return Err(format!("it was sent {placed:?}, but the server knows {known:?}"));
    }
    Ok(())
}
