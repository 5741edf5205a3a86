//! A timeout: a number of seconds as in PHP, or a `Duration`.

use std::time::Duration;

use crate::error::Error;
use crate::language::say;

/// A timeout: a [`Duration`], or a number of seconds as in PHP. Zero disables it.
///
/// ```
/// use std::time::Duration;
/// use wechatpay_chain::Options;
///
/// let _ = Options::new().timeout(2.5).connect_timeout(Duration::from_secs(1));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Timeout(Seconds);

#[derive(Debug, Clone, Copy)]
enum Seconds {
    Whole(Duration),
    /// Checked when the call is made.
    Number(f64),
}

impl Timeout {
    /// `None` for no limit.
    pub(crate) fn limit(self, name: &str) -> Result<Option<Duration>, Error> {
        let duration = match self.0 {
            Seconds::Whole(duration) => duration,
            Seconds::Number(seconds) => Duration::try_from_secs_f64(seconds).map_err(|error| {
                let message = say!(
                    "`{name}` is {seconds}, but must be seconds, 0 or more: {error}",
                    "`{name}` 为 {seconds}，而应为秒数，0 或以上：{error}"
                );
                Error::options(message).with_source(error)
            })?,
        };
        Ok(Some(duration).filter(|duration| !duration.is_zero()))
    }
}

impl From<Duration> for Timeout {
    fn from(duration: Duration) -> Self {
        Self(Seconds::Whole(duration))
    }
}

impl From<f64> for Timeout {
    fn from(seconds: f64) -> Self {
        Self(Seconds::Number(seconds))
    }
}

impl From<i32> for Timeout {
    fn from(seconds: i32) -> Self {
        f64::from(seconds).into()
    }
}

impl From<u32> for Timeout {
    fn from(seconds: u32) -> Self {
        f64::from(seconds).into()
    }
}

impl From<u64> for Timeout {
    fn from(seconds: u64) -> Self {
        Self(Seconds::Whole(Duration::from_secs(seconds)))
    }
}
