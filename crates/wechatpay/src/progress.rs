//! How far an upload or a download is, on one line of a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// Shows nothing where standard error is not a terminal.
pub(crate) struct Progress {
    is_shown: bool,
    last: Mutex<Option<u64>>,
    ended: AtomicBool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let is_shown = io::stderr().is_terminal();
        Self { is_shown, last: Mutex::new(None), ended: AtomicBool::new(false) }
    }

    /// Redraws at each percent, or at each MiB where the end is not known.
    pub(crate) fn show(&self, done: u64, total: Option<u64>) {
        let Some(step) = self.step(done, total) else {
            return;
        };
        let mib = done as f64 / 1_048_576.0;
        let line = match total {
            Some(_) => {
                let filled = usize::try_from(step / 5).unwrap_or(20).min(20);
                format!("\r[{:<20}] {step:3} %  {mib:.1} MiB", "#".repeat(filled))
            }
            None => format!("\r{mib:.1} MiB"),
        };
        let mut stderr = io::stderr().lock();
        // It is a picture alone.
        let _ = stderr.write_all(line.as_bytes()).and_then(|()| stderr.flush());
        if total.is_some_and(|total| done >= total) && !self.ended.swap(true, Ordering::SeqCst) {
            let _ = stderr.write_all(b"\n");
        }
    }

    fn step(&self, done: u64, total: Option<u64>) -> Option<u64> {
        let step = match total {
            Some(total) => done.saturating_mul(100).checked_div(total).unwrap_or(100),
            None => done >> 20,
        };
        let mut last = self.last.lock().ok()?;
        (self.is_shown && last.replace(step) != Some(step)).then_some(step)
    }
}
