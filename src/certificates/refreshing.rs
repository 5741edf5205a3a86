//! The background refresh: one task per client, which ends with it.

use std::pin::pin;
use std::sync::{OnceLock, Weak};
use std::time::Duration;

use futures_util::future::{Either, select};
use openssl::rand::rand_bytes;
use tokio::sync::oneshot;

use super::store::Store;
use crate::runtime;

/// The pause after a download that failed, doubled each time up to the interval.
const FIRST_RETRY: Duration = Duration::from_secs(60);

#[derive(Default)]
pub(super) struct Refreshing {
    /// Set when the task was started. Dropped with the store, it ends it.
    started: OnceLock<Option<oneshot::Sender<()>>>,
}

impl Refreshing {
    /// `age` is that of what is known already.
    pub(super) fn start(&self, store: &Weak<Store>, every: Duration, age: Duration) {
        self.started.get_or_init(|| match runtime::background() {
            Ok(runtime) => {
                let (lives, dropped) = oneshot::channel();
                let first = every.saturating_sub(age);
                runtime.spawn(refresh_for_ever(Weak::clone(store), first, every, dropped));
                Some(lives)
            }
            Err(error) => {
                tracing::warn!(%error, "platform certificates are not refreshed");
                None
            }
        });
    }
}

async fn refresh_for_ever(
    store: Weak<Store>,
    first: Duration,
    every: Duration,
    mut dropped: oneshot::Receiver<()>,
) {
    let mut pause = first;
    let mut retry = FIRST_RETRY;
    loop {
        let pause_over = pin!(tokio::time::sleep(jittered(pause)));
        if let Either::Left(_) = select(&mut dropped, pause_over).await {
            return;
        }
        let Some(store) = store.upgrade() else { return };
        (pause, retry) = match store.refresh().await {
            Ok(()) => (every, FIRST_RETRY),
            Err(_) => (retry.min(every), retry * 2),
        };
    }
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
    fn pauses_differ_and_are_never_longer() {
        let hour = Duration::from_secs(3600);
        let pauses: std::collections::HashSet<_> = (0..200).map(|_| jittered(hour)).collect();
        assert!(pauses.len() > 20);
        assert!(pauses.iter().all(|pause| *pause <= hour && *pause >= hour.mul_f64(0.9)));
    }
}
