//! The four headers of a signature, read strictly.

use http::HeaderMap;

use crate::response::Verification;

/// How far an answer's clock may be from ours, in seconds, either way.
const MAX_OFFSET: u64 = 300;

/// What stands in an answer's signature headers.
pub(super) struct Signature<'a> {
    pub(super) serial: &'a str,
    pub(super) timestamp: &'a str,
    pub(super) nonce: &'a str,
    pub(super) signature: &'a str,
    seconds: i64,
}

type Verdict = (Verification, String);

impl<'a> Signature<'a> {
    /// Each header exactly once, in ASCII; the timestamp in digits and nothing else.
    pub(super) fn read(headers: &'a HeaderMap) -> Result<Self, Verdict> {
        let signature = once(headers, "wechatpay-signature")?;
        let serial = once(headers, "wechatpay-serial")?;
        let timestamp = once(headers, "wechatpay-timestamp")?;
        let nonce = once(headers, "wechatpay-nonce")?;
        let digits = timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let Some(seconds) = timestamp.parse().ok().filter(|_| digits) else {
            let shown = timestamp.chars().take(32).collect::<String>();
            let reason = format!("its Wechatpay-Timestamp `{shown}` is no time in seconds");
            return Err((Verification::Wrong, reason));
        };
        Ok(Self { serial, timestamp, nonce, signature, seconds })
    }

    pub(super) fn check_clock(&self, now: i64) -> Result<(), String> {
        let offset = self.seconds.abs_diff(now);
        if offset <= MAX_OFFSET {
            return Ok(());
        }
        Err(format!(
            "its time is {offset} s off this machine's ({} there, {now} here; {MAX_OFFSET} s are \
             allowed): set the clock right, by NTP",
            self.seconds
        ))
    }
}

fn once<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a str, Verdict> {
    let mut values = headers.get_all(name).into_iter();
    match (values.next(), values.next()) {
        (None, _) => Err((missing(headers), format!("it has no `{name}` header"))),
        (Some(value), None) => {
            value.to_str().map_err(|_| wrong(format!("its `{name}` header is not ASCII")))
        }
        (Some(_), Some(_)) => Err(wrong(format!("it has more than one `{name}` header"))),
    }
}

/// An answer without any signature is unsigned; one with a part of it is a wrong one.
fn missing(headers: &HeaderMap) -> Verification {
    if headers.contains_key("wechatpay-signature") {
        Verification::Wrong
    } else {
        Verification::Missing
    }
}

fn wrong(reason: String) -> Verdict {
    (Verification::Wrong, reason)
}
