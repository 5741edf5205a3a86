//! The warning that a sync call blocks async code.

use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use tokio::runtime::Handle;
use tokio::task::coop;

static WARNED: AtomicBool = AtomicBool::new(false);

/// Warns, once in a process, if this thread is polling a task of a tokio's, which a sync call would
/// block. `instead` is what to write there.
pub(crate) fn warn_if_async(method: &str, instead: &str) {
    if WARNED.load(Ordering::Relaxed) || Handle::try_current().is_err() || !is_polling() {
        return;
    }
    if !WARNED.swap(true, Ordering::Relaxed) {
        tracing::warn!("`{method}` blocks an async worker: use `{instead}`");
    }
}

/// Whether a task is polled on this thread. A `Handle` alone does not tell: threads of
/// `spawn_blocking` and `block_in_place` have it, too. But only what is polled has a cooperative
/// budget, so it is spent for a moment, and given back.
pub(crate) fn is_polling() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    let mut taken = Vec::new();
    // It is a byte.
    let is_limited = (0..=u8::MAX).any(|_| match coop::poll_proceed(&mut context) {
        Poll::Ready(unit) => {
            taken.push(unit);
            false
        }
        Poll::Pending => true,
    });
    // Each sets what was left before it: the first one last.
    while taken.pop().is_some() {}
    is_limited
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Builder;

    use super::*;

    #[test]
    fn only_what_is_polled_is_async() {
        assert!(!is_polling());
        let runtime = Builder::new_multi_thread().worker_threads(1).build().unwrap();
        {
            let _entered = runtime.enter();
            assert!(!is_polling(), "the thread has entered it, and polls nothing");
        }
        runtime.block_on(async {
            assert!(is_polling());
            assert!(coop::has_budget_remaining(), "what was taken is given back");
            assert!(tokio::spawn(async { is_polling() }).await.unwrap());
            assert!(!tokio::task::spawn_blocking(is_polling).await.unwrap());
            assert!(
                !tokio::spawn(async { tokio::task::block_in_place(is_polling) }).await.unwrap()
            );
        });
        let runtime = Builder::new_current_thread().build().unwrap();
        assert!(runtime.block_on(async { is_polling() }));
    }
}
