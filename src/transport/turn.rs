//! The waker of a connection, which is silent while its call polls it.
//!
//! hyper wakes a connection's task when the request is handed over, and when the response's body is
//! asked for. Here both are done by the call that polls the connection next, so such a wake would
//! have the whole call polled once more, and a worker of the runtime woken for nothing.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// A wake in the middle of a turn has it go on, but not for ever: a task must yield to others.
const MOST: usize = 8;

/// Whose turn it is.
pub(super) struct Turns {
    state: Arc<State>,
    waker: Waker,
}

#[derive(Default)]
struct State {
    /// Whether the call polls the connection, or is about to.
    polling: AtomicBool,
    woken: AtomicBool,
    /// The call's.
    waker: Mutex<Option<Waker>>,
}

impl Turns {
    pub(super) fn new() -> Self {
        let state = Arc::<State>::default();
        let waker = Waker::from(Arc::clone(&state));
        Self { state, waker }
    }

    /// Does what wakes the connection, which is polled right after.
    pub(super) fn before<T>(&self, work: impl FnOnce() -> T) -> T {
        self.state.polling.store(true, Ordering::SeqCst);
        let done = work();
        self.state.polling.store(false, Ordering::SeqCst);
        done
    }

    /// Wakes nobody until the next turn: the call is over, and its task is to be freed.
    pub(super) fn rest(&self) {
        *self.state.waker() = None;
    }

    /// Polls until nothing wakes it any more.
    pub(super) fn poll<T>(
        &self,
        context: &mut Context<'_>,
        mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let state = &self.state;
        match &mut *state.waker() {
            Some(known) if known.will_wake(context.waker()) => {}
            waker => *waker = Some(context.waker().clone()),
        }
        let mut inner = Context::from_waker(&self.waker);
        state.polling.store(true, Ordering::SeqCst);
        let mut polled = Poll::Pending;
        for _ in 0..MOST {
            state.woken.store(false, Ordering::SeqCst);
            polled = poll(&mut inner);
            if polled.is_ready() || !state.woken.load(Ordering::SeqCst) {
                break;
            }
        }
        state.polling.store(false, Ordering::SeqCst);
        // Also one that came just now, and was silent.
        if polled.is_pending() && state.woken.load(Ordering::SeqCst) {
            context.waker().wake_by_ref();
        }
        polled
    }
}

impl State {
    fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for State {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        if !self.polling.load(Ordering::SeqCst) {
            let waker = self.waker().clone();
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// How often the outer waker was woken, and the inner future polled.
    fn poll(mut wakes: impl FnMut(usize, &Waker) -> bool) -> (usize, usize) {
        let (turns, count) = (Turns::new(), Arc::new(Count::default()));
        let outer = Waker::from(Arc::clone(&count));
        let mut polls = 0;
        let _: Poll<()> = turns.poll(&mut Context::from_waker(&outer), |context| {
            polls += 1;
            if wakes(polls, context.waker()) {
                context.waker().wake_by_ref();
            }
            Poll::Pending
        });
        (count.0.load(Ordering::SeqCst), polls)
    }

    #[test]
    fn a_wake_within_a_turn_has_it_go_on() {
        assert_eq!(poll(|_, _| false), (0, 1));
        assert_eq!(poll(|polls, _| polls == 1), (0, 2));
        assert_eq!(poll(|_, _| true), (1, MOST), "it yields, and comes again");
    }

    #[test]
    fn a_wake_after_a_turn_wakes_the_call() {
        let (turns, count) = (Turns::new(), Arc::new(Count::default()));
        let outer = Waker::from(Arc::clone(&count));
        let mut inner = None;
        let _: Poll<()> = turns.poll(&mut Context::from_waker(&outer), |context| {
            inner = Some(context.waker().clone());
            Poll::Pending
        });
        turns.before(|| inner.as_ref().unwrap().wake_by_ref());
        assert_eq!(count.0.load(Ordering::SeqCst), 0, "it is polled right after");
        inner.unwrap().wake();
        assert_eq!(count.0.load(Ordering::SeqCst), 1);
    }
}
