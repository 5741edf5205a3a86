//! The four headers of a signature, read strictly.

use http::{HeaderMap, HeaderName};

use super::{Fault, Refusal};

const SIGNATURE: HeaderName = HeaderName::from_static("wechatpay-signature");
const SERIAL: HeaderName = HeaderName::from_static("wechatpay-serial");
const TIMESTAMP: HeaderName = HeaderName::from_static("wechatpay-timestamp");
const NONCE: HeaderName = HeaderName::from_static("wechatpay-nonce");

/// How far the sender's clock may be from ours, in seconds, either way.
const MAX_OFFSET: u64 = 300;

/// What stands in the signature headers.
pub(crate) struct Signature<'a> {
    pub(crate) serial: &'a str,
    pub(crate) timestamp: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) signature: &'a str,
    seconds: i64,
}

impl<'a> Signature<'a> {
    /// Each header exactly once, in ASCII; the timestamp in digits and nothing else.
    pub(crate) fn read(headers: &'a HeaderMap) -> Result<Self, Refusal> {
        let signature = once(headers, &SIGNATURE)?;
        let serial = once(headers, &SERIAL)?;
        let timestamp = once(headers, &TIMESTAMP)?;
        let nonce = once(headers, &NONCE)?;
        let digits = timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let Some(seconds) = timestamp.parse().ok().filter(|_| digits) else {
            let shown = timestamp.chars().take(32).collect::<String>();
            return Err(malformed(format!(
                "its Wechatpay-Timestamp `{shown}` is no time in seconds"
            )));
        };
        Ok(Self { serial, timestamp, nonce, signature, seconds })
    }

    pub(crate) fn check_clock(&self, now: i64) -> Result<(), Refusal> {
        let offset = self.seconds.abs_diff(now);
        if offset <= MAX_OFFSET {
            return Ok(());
        }
        let reason = format!(
            "its time is {offset} s off this machine's ({} there, {now} here; {MAX_OFFSET} s are \
             allowed): set the clock right, by NTP",
            self.seconds
        );
        Err(Refusal::new(Fault::Stale, reason))
    }
}

fn once<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<&'a str, Refusal> {
    let mut values = headers.get_all(name).into_iter();
    match (values.next(), values.next()) {
        (None, _) => Err(missing(headers, name)),
        (Some(value), None) => {
            value.to_str().map_err(|_| malformed(format!("its `{name}` header is not ASCII")))
        }
        (Some(_), Some(_)) => Err(malformed(format!("it has more than one `{name}` header"))),
    }
}

/// Without any signature it is unsigned; with a part of one, the rest was lost on the way.
fn missing(headers: &HeaderMap, name: &HeaderName) -> Refusal {
    let signed = headers.contains_key(SIGNATURE);
    let fault = if signed { Fault::Malformed } else { Fault::Unsigned };
    Refusal::new(fault, format!("it has no `{name}` header"))
}

fn malformed(reason: String) -> Refusal {
    Refusal::new(Fault::Malformed, reason)
}
