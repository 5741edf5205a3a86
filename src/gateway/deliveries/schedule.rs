//! When WeChat Pay repeats a notification that was not accepted.

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// 15 s, 15 s, 30 s, 3 min, … 6 h: 24 h 4 min in all, in seconds.
const DELAYS: [u64; 15] = [
    15,
    15,
    30,
    3 * MINUTE,
    10 * MINUTE,
    20 * MINUTE,
    30 * MINUTE,
    30 * MINUTE,
    30 * MINUTE,
    60 * MINUTE,
    3 * HOUR,
    3 * HOUR,
    3 * HOUR,
    6 * HOUR,
    6 * HOUR,
];

/// How long after an attempt the next is made, if this many were made before that attempt.
pub(super) fn delay(before: usize) -> Option<Duration> {
    DELAYS.get(before).copied().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_after_a_day() {
        let all = (0..15).map(|before| delay(before).unwrap());
        assert_eq!(all.sum::<Duration>(), Duration::from_secs(24 * HOUR + 4 * MINUTE));
        assert_eq!(delay(15), None);
    }
}
