//! The resources of this process: descriptors, threads, memory.

use std::fmt;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The client drops idle connections after 7 s, and tokio idle threads for blocking work after
/// 10 s.
const SETTLED: Duration = Duration::from_secs(12);
/// How much longer the resources may take to return to those at the beginning.
const PATIENCE: Duration = Duration::from_secs(15);

/// How much memory may grow, not counting the ledgers.
pub(crate) const MEMORY_LIMIT: u64 = 8 << 20;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Holdings {
    pub(crate) descriptors: usize,
    pub(crate) threads: usize,
    /// Bytes.
    pub(crate) resident: u64,
}

impl fmt::Display for Holdings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mib = self.resident as f64 / f64::from(1 << 20);
        write!(f, "{} descriptors, {} threads, {mib:.1} MiB", self.descriptors, self.threads)
    }
}

/// Measured when no call is in progress. `None` without /proc.
pub(crate) fn settled() -> Option<Holdings> {
    now()?;
    sleep(SETTLED);
    now()
}

/// Measured once there are no more descriptors and threads than before, or after a time limit.
pub(crate) fn settled_to(before: &Holdings) -> Option<Holdings> {
    let mut holdings = settled()?;
    let begun = Instant::now();
    let more =
        |now: &Holdings| now.descriptors > before.descriptors || now.threads > before.threads;
    while more(&holdings) && begun.elapsed() < PATIENCE {
        sleep(Duration::from_millis(500));
        holdings = now()?;
    }
    Some(holdings)
}

fn now() -> Option<Holdings> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(Holdings {
        // Listing them opens one.
        descriptors: std::fs::read_dir("/proc/self/fd").ok()?.count(),
        threads: std::fs::read_dir("/proc/self/task").ok()?.count(),
        resident: kib << 10,
    })
}
