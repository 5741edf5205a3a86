//! The clock by which notifications are repeated. Only they depend on it: signatures and times in
//! responses are of the machine's clock.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

pub(super) struct Clock {
    started: Instant,
    /// How many times as fast as time itself; 0 if it only moves when it is set.
    speed: u32,
    /// How far it was set ahead.
    ahead: Mutex<Duration>,
}

impl Clock {
    pub(super) fn new(speed: u32) -> Self {
        Self { started: Instant::now(), speed, ahead: Mutex::default() }
    }

    /// How many times as fast as time it goes; 0 if it stands still.
    pub(super) fn speed(&self) -> u32 {
        self.speed
    }

    /// What it shows: the time since the gateway's start.
    pub(super) fn now(&self) -> Duration {
        let ahead = *self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        self.by_itself().saturating_add(ahead)
    }

    /// Sets it ahead, if it does not show this time yet.
    pub(super) fn set(&self, time: Duration) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead = (*ahead).max(time.saturating_sub(self.by_itself()));
    }

    /// How long it takes until it shows this time.
    pub(super) fn until(&self, time: Duration) -> Duration {
        time.saturating_sub(self.now()) / self.speed.max(1)
    }

    fn by_itself(&self) -> Duration {
        self.started.elapsed().saturating_mul(self.speed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_still_or_goes_and_is_never_set_back() {
        let clock = Clock::new(0);
        assert_eq!(clock.now(), Duration::ZERO);
        clock.set(Duration::from_secs(60));
        clock.set(Duration::from_secs(30));
        assert_eq!(clock.now(), Duration::from_secs(60));

        let clock = Clock::new(u32::MAX);
        std::thread::sleep(Duration::from_millis(2));
        assert!(clock.now() > Duration::from_secs(60));
        assert_eq!(clock.until(Duration::ZERO), Duration::ZERO);
        clock.set(Duration::MAX);
        assert_eq!(clock.now(), Duration::MAX);
    }
}
