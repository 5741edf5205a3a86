//! The background refresh: one task per client, which ends with it.

use std::mem::forget;
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::{Either, select};
use openssl::rand::rand_bytes;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::runtime;

/// The pause after a download that failed, doubled each time up to the interval.
const FIRST_RETRY: Duration = Duration::from_secs(60);

#[derive(Default)]
pub(super) struct Refreshing(Mutex<Option<Task>>);

struct Task {
    /// A child process has none of its parent's tasks.
    process: u32,
    handle: JoinHandle<()>,
    /// Dropped with the store, it ends the task.
    _lives: oneshot::Sender<()>,
}

impl Refreshing {
    /// Starts the task, unless it runs. `first` is the pause before the first download. `refresh`
    /// tells whether one succeeded, and `None` when there is nothing more to refresh.
    pub(super) fn start<F>(
        &self,
        every: Duration,
        first: impl FnOnce() -> Duration,
        refresh: impl Fn() -> F + Send + 'static,
    ) where
        F: Future<Output = Option<bool>> + Send + 'static,
    {
        let mut task = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = match task.as_ref() {
            Some(task) if task.process != std::process::id() => first(),
            Some(task) if !task.handle.is_finished() => return,
            // It panicked, or its runtime is gone: not at once again.
            Some(_) => FIRST_RETRY.min(every),
            None => first(),
        };
        match runtime::background() {
            Ok(runtime) => {
                let (lives, dropped) = oneshot::channel();
                let handle = runtime.spawn(refresh_for_ever(first, every, refresh, dropped));
                let started = Task { process: std::process::id(), handle, _lives: lives };
                // That of a parent process is left alone: to end it would wake the parent.
                match task.replace(started) {
                    Some(old) if old.process != std::process::id() => forget(old),
                    _ => {}
                }
            }
            Err(error) => tracing::warn!(%error, "platform certificates are not refreshed"),
        }
    }
}

async fn refresh_for_ever<F: Future<Output = Option<bool>>>(
    first: Duration,
    every: Duration,
    refresh: impl Fn() -> F,
    mut dropped: oneshot::Receiver<()>,
) {
    let mut pause = first;
    let mut retry = FIRST_RETRY.min(every);
    loop {
        let Ok(home) = runtime::home().await else { return };
        let pause_over = pin!(home.sleep(jittered(pause)));
        if let Either::Left(_) = select(&mut dropped, pause_over).await {
            return;
        }
        let Some(succeeded) = refresh().await else { return };
        (pause, retry) = next(succeeded, retry, every);
    }
}

/// The pause before the next download, and the one after that if it fails.
fn next(succeeded: bool, retry: Duration, every: Duration) -> (Duration, Duration) {
    if succeeded {
        return (every, FIRST_RETRY.min(every));
    }
    (retry, retry.saturating_mul(2).min(every))
}

/// 90 to 100 %, so that a fleet of clients does not ask all at once.
fn jittered(pause: Duration) -> Duration {
    let mut random = [0];
    // Without randomness the pause is the shortest.
    let _ = rand_bytes(&mut random);
    pause.mul_f64(0.9 + 0.1 * f64::from(random[0]) / 255.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_the_interval_however_often_it_fails() {
        for every in [Duration::from_millis(1), FIRST_RETRY, Duration::from_secs(11 * 3600)] {
            let mut retry = FIRST_RETRY.min(every);
            let mut last = Duration::ZERO;
            for _ in 0..100_000 {
                let pause;
                (pause, retry) = next(false, retry, every);
                assert!(pause >= last && pause <= every);
                last = pause;
            }
            assert_eq!(last, every);
            assert_eq!(next(true, retry, every), (every, FIRST_RETRY.min(every)));
        }
    }

    #[test]
    fn a_task_that_ended_is_started_again_by_the_next_use() {
        let (every, refreshing) = (Duration::from_millis(1), Refreshing::default());
        let (sender, receiver) = std::sync::mpsc::channel();
        let start = |panics: bool| {
            let sender = sender.clone();
            refreshing.start(
                every,
                || Duration::ZERO,
                move || {
                    let sender = sender.clone();
                    async move {
                        let _ = sender.send(());
                        assert!(!panics, "the task ends");
                        Some(true)
                    }
                },
            );
        };
        let finished = || refreshing.0.lock().unwrap().as_ref().unwrap().handle.is_finished();
        start(true);
        receiver.recv().unwrap();
        while !finished() {
            std::thread::yield_now();
        }
        start(false);
        (0..3).for_each(|_| receiver.recv().unwrap());
        // While it runs no other is started.
        start(true);
        (0..3).for_each(|_| receiver.recv().unwrap());
        assert!(!finished());
    }

    #[test]
    fn pauses_differ_and_are_never_longer() {
        let hour = Duration::from_secs(3600);
        let pauses: std::collections::HashSet<_> = (0..200).map(|_| jittered(hour)).collect();
        assert!(pauses.len() > 20);
        assert!(pauses.iter().all(|pause| *pause <= hour && *pause >= hour.mul_f64(0.9)));
    }
}
