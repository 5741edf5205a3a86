//! Reads the four signature headers strictly.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::{Fault, Refusal};
use crate::language::{Text, say};

const SIGNATURE: HeaderName = HeaderName::from_static("wechatpay-signature");
const SERIAL: HeaderName = HeaderName::from_static("wechatpay-serial");
const TIMESTAMP: HeaderName = HeaderName::from_static("wechatpay-timestamp");
const NONCE: HeaderName = HeaderName::from_static("wechatpay-nonce");

/// The largest accepted difference between the timestamp and the local clock, in seconds.
const MAX_OFFSET: u64 = 300;

/// The values of the signature headers.
pub(crate) struct Signature<'a> {
    pub(crate) serial: &'a str,
    pub(crate) timestamp: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) signature: &'a str,
    seconds: i64,
}

impl<'a> Signature<'a> {
    /// Requires each header exactly once, in ASCII, and a timestamp of digits.
    pub(crate) fn read(headers: &'a HeaderMap) -> Result<Self, Refusal> {
        let signature = once(headers, &SIGNATURE)?;
        let serial = once(headers, &SERIAL)?;
        let timestamp = once(headers, &TIMESTAMP)?;
        let nonce = once(headers, &NONCE)?;
        let digits = timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let Some(seconds) = timestamp.parse().ok().filter(|_| digits) else {
            let shown = timestamp.chars().take(32).collect::<String>();
            return Err(malformed(say!(
                "its Wechatpay-Timestamp `{shown}` is not a time in seconds",
                "Wechatpay-Timestamp 头 `{shown}` 不是以秒为单位的时间戳"
            )));
        };
        Ok(Self { serial, timestamp, nonce, signature, seconds })
    }

    pub(crate) fn check_clock(&self, now: i64) -> Result<(), Refusal> {
        let offset = self.seconds.abs_diff(now);
        if offset <= MAX_OFFSET {
            return Ok(());
        }
        let seconds = self.seconds;
        let reason = say!(
            "its timestamp {seconds} is {offset} s off the local clock ({now}; at most \
             {MAX_OFFSET} s are accepted): synchronise the clock (NTP)",
            "时间戳 {seconds} 与本机时钟（{now}）相差 {offset} 秒，最多允许 {MAX_OFFSET} 秒：\
             请同步时钟（NTP）"
        );
        Err(Refusal::new(Fault::Stale, reason))
    }
}

/// The signature headers among pairs of names and values, each as often as it is there, so that
/// [`Signature::read`] finds what it would have found in the whole map.
///
/// # Errors
///
/// The name of a header whose value no map can hold: it has a control character.
pub(crate) fn signature_headers<N: AsRef<str>, V: AsRef<[u8]>>(
    pairs: impl IntoIterator<Item = (N, V)>,
) -> Result<HeaderMap, HeaderName> {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        let name = name.as_ref();
        let known = [SIGNATURE, SERIAL, TIMESTAMP, NONCE];
        let known = known.into_iter().find(|known| name.eq_ignore_ascii_case(known.as_str()));
        if let Some(name) = known {
            let value = HeaderValue::from_bytes(value.as_ref()).map_err(|_| name.clone())?;
            headers.append(name, value);
        }
    }
    Ok(headers)
}

fn once<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<&'a str, Refusal> {
    let mut values = headers.get_all(name).into_iter();
    match (values.next(), values.next()) {
        (None, _) => Err(missing(headers, name)),
        (Some(value), None) => value.to_str().map_err(|_| {
            malformed(say!("its `{name}` header is not ASCII", "`{name}` 头含有非 ASCII 字符"))
        }),
        (Some(_), Some(_)) => {
            Err(malformed(say!("it has more than one `{name}` header", "`{name}` 头重复")))
        }
    }
}

/// Unsigned without a signature; malformed with one, since then a header was lost.
fn missing(headers: &HeaderMap, name: &HeaderName) -> Refusal {
    let signed = headers.contains_key(SIGNATURE);
    let fault = if signed { Fault::Malformed } else { Fault::Unsigned };
    Refusal::new(fault, say!("it has no `{name}` header", "缺少 `{name}` 头"))
}

fn malformed(reason: Text) -> Refusal {
    Refusal::new(Fault::Malformed, reason)
}
