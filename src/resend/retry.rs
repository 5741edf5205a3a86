//! The user's wishes for retries, and when to try again.

use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;
use http::{HeaderMap, Response, StatusCode};
use openssl::rand::rand_bytes;
use tokio::time::Instant;
use tower::retry::budget::{Budget, TpsBudget};

use super::FOREVER;
use super::not_retried::{no_resend, read_once};
use crate::body::Body;
use crate::error::Error;
use crate::language::{Lang, Text, say};

/// Retries calls that got a 429 or 5xx. For
/// [`ClientBuilder::retry`](crate::ClientBuilder::retry); the default is no retries.
///
/// A GET or HEAD is retried by itself; a POST, PUT, PATCH or DELETE only with the call's own
/// [`Options::resend`](crate::Options::resend), or after a signed 429 if [`throttled`](Self::throttled)
/// is set. Each attempt sends the same request with a new signature.
///
/// An attempt counts as refused if its 429 has a valid signature. After any other 429, and after a 5xx,
/// the outcome stays [`Unknown`](crate::Outcome::Unknown) unless a later attempt succeeds.
///
/// If a call is not retried, the message of its error ends with the reason: ``not retried: no `resend` ``.
///
/// The backoff before an attempt is that of `Retry-After`, or else a random time between half and all of
/// a time that doubles with each attempt. If that is longer than the [longest backoff](Self::backoff), or
/// than the rest of the call's timeout, the response is returned instead.
///
/// A [budget](Self::budget) protects a server that is in trouble: by default all calls of a client
/// together get 1 retry per second, and 1 for every 5 calls.
///
/// ```
/// use wechatpay_chain::{Client, Retry};
///
/// let builder = Client::builder().retry(Retry::new().max_attempts(4));
/// ```
#[derive(Debug, Clone)]
#[must_use = "give it to ClientBuilder::retry"]
pub struct Retry {
    max_attempts: u32,
    throttled: bool,
    first_wait: Duration,
    longest_wait: Duration,
    per_second: u32,
    share: f32,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            throttled: false,
            first_wait: Duration::from_millis(200),
            longest_wait: Duration::from_secs(10),
            per_second: 1,
            share: 0.2,
        }
    }
}

impl Retry {
    /// Creates the default: up to 3 attempts, with a backoff of 200 ms and more.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how often a call may be sent in total. Default: 3.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Whether any call is retried after a 429 with a valid signature, without its own
    /// [`Options::resend`](crate::Options::resend). Default: false.
    ///
    /// Such a response is WeChat Pay's and says that the request was not carried out, so a POST is not
    /// done twice. Its signature does not name the request, however: someone who terminates your TLS could
    /// answer with one that was recorded less than 300 s before. Requests that name their number, such
    /// as `out_trade_no`, are not done twice even then. A 429 that is not signed, or not validly, may be a proxy's behind which the request
    /// was carried out: after that, only what may be repeated anyway is retried. So it is after a 5xx.
    ///
    /// ```
    /// use wechatpay_chain::{Client, Retry};
    ///
    /// let builder = Client::builder().retry(Retry::new().throttled(true));
    /// ```
    pub fn throttled(mut self, retry: bool) -> Self {
        self.throttled = retry;
        self
    }

    /// Sets the first backoff, used if the response has no `Retry-After`, and the longest. Default:
    /// 200 ms and 10 s.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first_wait = first;
        self.longest_wait = longest;
        self
    }

    /// Sets the retries that all calls of the client together get per second, and per call. Default: 1
    /// and 0.2. Unused ones are saved for up to 10 s.
    pub fn budget(mut self, per_second: u32, share: f32) -> Self {
        self.per_second = per_second;
        self.share = share;
        self
    }
}

/// What follows a response.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    /// It is no case for a retry.
    Nothing,
    NotRetried(Text),
    RetryAfter(Duration),
}

/// An attempt that got a response.
#[derive(Clone, Copy)]
pub(super) struct Attempted {
    /// Its number, from 1.
    pub(super) sent: u32,
    /// Whether the request may be sent again whatever became of it.
    pub(super) may_repeat: bool,
    /// Whether the response proves that it did not take effect.
    pub(super) refused: bool,
    pub(super) has_copy: bool,
}

pub(super) struct Retries {
    settings: Retry,
    budget: TpsBudget,
}

impl Retries {
    /// # Errors
    ///
    /// Config, of numbers out of range.
    pub(super) fn new(settings: &Retry) -> Result<Self, Error> {
        let wrong = |what: Text| Error::config(say!("retry(): {what}", "retry()：{what}"; what));
        if settings.max_attempts == 0 {
            return Err(wrong(say!(
                "max_attempts is 0, but the first one counts, too: 2 or more",
                "max_attempts 为 0，而首次发送也计算在内：请设为 2 或以上"
            )));
        }
        if !(0.0..=10.0).contains(&settings.share) || settings.per_second > 1000 {
            let Retry { per_second, share, .. } = settings;
            return Err(wrong(say!(
                "budget({per_second}, {share}) is out of range: up to 1000 a second, and 0 to 10 \
                 for each call",
                "budget({per_second}, {share}) 超出范围：每秒最多 1000 次，每次调用 0 到 10 次"
            )));
        }
        let budget = TpsBudget::new(Duration::from_secs(10), settings.per_second, settings.share);
        let longest_wait = settings.longest_wait.min(FOREVER);
        Ok(Self { settings: Retry { longest_wait, ..settings.clone() }, budget })
    }

    /// Counts a call, which adds to the budget.
    pub(super) fn begin(&self) {
        self.budget.deposit();
    }

    pub(super) fn throttled(&self) -> bool {
        self.settings.throttled
    }

    /// What follows the response of an attempt.
    pub(super) fn next(
        &self,
        response: &Response<Body>,
        attempt: Attempted,
        deadline: Option<Instant>,
    ) -> Next {
        let Attempted { sent, may_repeat, refused, has_copy } = attempt;
        let status = response.status();
        let is_429 = status == StatusCode::TOO_MANY_REQUESTS;
        if !(is_429 || status.is_server_error()) {
            return Next::Nothing;
        }
        let not = |why: Text| {
            tracing::debug!(
                status = status.as_u16(),
                sent,
                why = why.localized(Lang::English),
                "not retried"
            );
            Next::NotRetried(why)
        };
        let throttled = self.settings.throttled && is_429 && refused;
        if !(may_repeat || throttled) {
            return not(self.why_it_may_not(is_429, refused));
        }
        let Retry { max_attempts, longest_wait, .. } = self.settings;
        if sent >= max_attempts {
            return not(say!("max_attempts is {max_attempts}", "max_attempts 为 {max_attempts}"));
        }
        let told = retry_after(response.headers(), SystemTime::now());
        let wait = told.unwrap_or_else(|| self.backoff(sent));
        let seconds = (wait.as_secs_f64() * 100.0).round() / 100.0;
        if wait > longest_wait {
            let longest = longest_wait.as_secs_f64();
            return not(say!(
                "`Retry-After` is {seconds} s, and the longest backoff {longest} s",
                "`Retry-After` 为 {seconds} 秒，而最长等待时间为 {longest} 秒"
            ));
        }
        if deadline.is_some_and(|deadline| Instant::now() + wait >= deadline) {
            return not(say!(
                "the backoff of {seconds} s is longer than what is left of the timeout",
                "需等待 {seconds} 秒，超出了剩余的超时时间"
            ));
        }
        if !has_copy {
            return not(read_once());
        }
        if !self.budget.withdraw() {
            return not(say!(
                "the client's budget of retries is used up",
                "该客户端的重试额度已用完"
            ));
        }
        tracing::warn!(status = status.as_u16(), sent, ?wait, "it is sent again after a wait");
        Next::RetryAfter(wait)
    }

    /// Why a request that is not to be sent twice is not.
    fn why_it_may_not(&self, is_429: bool, refused: bool) -> Text {
        match (is_429, refused, self.settings.throttled) {
            (true, true, _) => say!(
                "no `resend` or Retry::throttled(true)",
                "未设置 `resend` 或 Retry::throttled(true)"
            ),
            (true, false, true) => say!(
                "the 429 is not a refusal with a valid signature, and no `resend`",
                "该 429 不是签名有效的拒绝，且未设置 `resend`"
            ),
            _ => no_resend(),
        }
    }

    /// A random time between half and all of one that doubles, so that clients which failed together
    /// do not retry together.
    fn backoff(&self, sent: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(sent.saturating_sub(1));
        let whole = self.settings.first_wait.saturating_mul(doubled);
        let mut random = [0];
        // Without randomness it is all of it.
        let share = rand_bytes(&mut random).map_or(1.0, |()| f64::from(random[0]) / 255.0);
        whole.min(self.settings.longest_wait).mul_f64(0.5 + share / 2.0)
    }
}

/// RFC 9110, section 10.2.3: seconds or a date. What is neither is as good as absent.
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_retry_after() {
        // 1994-11-06 08:49:37
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (text, wait) in [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(10)),
            ("Sun, 06 Nov 1994 08:49:27 GMT", Some(0)),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("99999999999999999999999", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            assert_eq!(retry_after(&headers, now).map(|wait| wait.as_secs()), wait, "{text}");
        }
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let retry = Retry::new().backoff(Duration::from_secs(1), Duration::from_secs(5));
        let retries = Retries::new(&retry).unwrap();
        for (sent, least, most) in
            [(1, 500, 1000), (2, 1000, 2000), (3, 2000, 4000), (9, 2500, 5000)]
        {
            for _ in 0..50 {
                let wait = retries.backoff(sent).as_millis();
                assert!((least..=most).contains(&wait), "{sent}: {wait}");
            }
        }
        assert!(retries.backoff(u32::MAX) <= Duration::from_secs(5));
    }

    #[test]
    fn the_longest_wait_there_is_overflows_nothing() {
        let retry = Retry::new().backoff(Duration::MAX, Duration::MAX);
        let retries = Retries::new(&retry).unwrap();
        let mut response = Response::new(Body::default());
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        let deadline = Some(Instant::now() + Duration::from_secs(30));
        let next = |response: &_, deadline| {
            let attempt = Attempted { sent: 1, may_repeat: true, refused: false, has_copy: true };
            retries.next(response, attempt, deadline)
        };
        for _ in 0..100 {
            // By its own reckoning, of which a part is at random.
            assert!(matches!(next(&response, deadline), Next::NotRetried(_)));
        }
        response.headers_mut().insert(RETRY_AFTER, u64::MAX.into());
        assert!(matches!(next(&response, deadline), Next::NotRetried(_)));
        assert!(matches!(next(&response, None), Next::NotRetried(_)));
    }
}
