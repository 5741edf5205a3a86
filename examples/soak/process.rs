//! What this process holds of the system's: descriptors, threads, memory.

use std::fmt;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The client drops idle connections after 7 s, and tokio idle threads for blocking work after
/// 10 s.
const SETTLED: Duration = Duration::from_secs(12);
/// How much longer the end may take to look like the beginning.
const PATIENCE: Duration = Duration::from_secs(15);

/// How much more memory the end may have than the beginning, beside the ledgers.
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

/// When nothing is under way any more. `None` where there is no /proc.
pub(crate) fn settled() -> Option<Holdings> {
    now()?;
    sleep(SETTLED);
    now()
}

/// The same, as soon as no more descriptors and threads are held than before, or patience is over.
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
        // The listing itself has one open, each time.
        descriptors: std::fs::read_dir("/proc/self/fd").ok()?.count(),
        threads: std::fs::read_dir("/proc/self/task").ok()?.count(),
        resident: kib << 10,
    })
}
