//! What may have been signed in place of the short lines, and what is wrong with the fields that
//! no signature covers.

use openssl::bn::BigNum;

use super::mistake::{self, Mistake};
use super::variant::Variants;
use crate::gateway::keys::Keys;
use crate::language::{Text, say};

/// How far a timestamp may be off, in seconds.
const WINDOW: u64 = 300;
/// China's distance from UTC, in seconds.
const ZONE: u64 = 8 * 3600;
const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

pub(super) fn methods(received: &str) -> Variants {
    let mut variants = Variants::of(received.as_bytes());
    let lower = received.to_ascii_lowercase();
    let title = received.get(..1).unwrap_or_default().to_owned() + lower.get(1..).unwrap_or("");
    variants.add(&mistake::METHOD_CASE, lower);
    variants.add(&mistake::METHOD_CASE, title);
    for method in METHODS {
        variants.add(&mistake::METHOD_OTHER, method);
    }
    variants.add_rare(&mistake::METHOD_OTHER, "");
    for method in METHODS {
        variants.add_rare(&mistake::METHOD_OTHER, method.to_ascii_lowercase());
    }
    variants
}

pub(super) fn timestamps(received: &str) -> Variants {
    let mut variants = Variants::of(received.as_bytes());
    let Ok(number) = received.parse::<u64>() else {
        return variants;
    };
    // Sent in milliseconds, signed in seconds.
    if received.len() == 13 {
        variants.add(&mistake::TIMESTAMP_MS_SENT, (number / 1000).to_string());
    }
    for apart in 1..=5 {
        for other in [number.saturating_sub(apart), number.saturating_add(apart)] {
            let bytes = other.to_string().into_bytes();
            variants.push(vec![&mistake::TIMESTAMP_AGAIN], bytes, apart > 1);
        }
    }
    variants.add(&mistake::TIMESTAMP_EMPTY, "");
    if received.len() == 10 {
        variants.add(&mistake::TIMESTAMP_MS_SIGNED, format!("{received}000"));
        // What of the second had passed is not sent.
        for rest in 1..1000 {
            variants.add_rare(&mistake::TIMESTAMP_MS_SIGNED, format!("{received}{rest:03}"));
        }
    }
    variants
}

pub(super) fn nonces(received: &str) -> Variants {
    let mut variants = Variants::of(received.as_bytes());
    variants.add(&mistake::NONCE_CASE, received.to_ascii_lowercase());
    variants.add(&mistake::NONCE_CASE, received.to_ascii_uppercase());
    variants.add(&mistake::NONCE_EMPTY, "");
    variants
}

/// What is wrong with the timestamp as it was sent, and how far it is off.
pub(super) fn timestamp(sent: &str, now: u64) -> Option<(&'static Mistake, Text)> {
    let digits = sent.bytes().all(|byte| byte.is_ascii_digit()) && !sent.starts_with('0');
    let Some(seconds) = sent.parse::<u64>().ok().filter(|_| digits) else {
        let mistake = &mistake::TIMESTAMP_FORM;
        return Some((mistake, mistake.text()));
    };
    let off = seconds.abs_diff(now);
    if off <= WINDOW {
        return None;
    }
    if sent.len() == 13 {
        let mistake = &mistake::TIMESTAMP_MS_SENT;
        return Some((mistake, mistake.text()));
    }
    let clock = if seconds > now {
        say!("your clock is {off} s ahead", "你的时钟快了 {off} 秒")
    } else {
        say!("your clock is {off} s behind", "你的时钟慢了 {off} 秒")
    };
    Some(if off.abs_diff(ZONE) <= WINDOW {
        let text = say!(
            "{clock}, 8 hours: local time was taken for UTC: use seconds since 1970 in UTC",
            "{clock}，即 8 小时：本地时间被当作 UTC，请使用 Unix 时间戳";
            clock
        );
        (&mistake::TIMESTAMP_ZONE, text)
    } else {
        let text = say!(
            "{clock}, at most {WINDOW} s are allowed: synchronise it, and sign each request with the \
             current time",
            "{clock}，最多允许相差 {WINDOW} 秒：请校准时钟，每次请求都用当前时间签名";
            clock
        );
        (&mistake::TIMESTAMP_OFF, text)
    })
}

/// What is wrong with the serial number, which is to be the merchant certificate's.
pub(super) fn serial(sent: &str, keys: &Keys) -> Vec<&'static Mistake> {
    let right = keys.merchant.serial.as_str();
    if sent.eq_ignore_ascii_case(right) {
        return Vec::new();
    }
    if keys.public_key.id.eq_ignore_ascii_case(sent) {
        return vec![&mistake::SERIAL_PUBLIC_KEY];
    }
    let bare = |text: &str| text.trim_start_matches('0').to_ascii_uppercase();
    let tight = sent.replace([':', ' ', '-'], "");
    let tight = tight.strip_prefix("0x").or_else(|| tight.strip_prefix("0X")).unwrap_or(&tight);
    if keys.platform_certificates().iter().any(|known| bare(&known.serial) == bare(tight)) {
        return vec![&mistake::SERIAL_PLATFORM];
    }
    let decimal = BigNum::from_hex_str(right)
        .ok()
        .and_then(|number| Some(number.to_dec_str().ok()?.to_string()));
    if decimal.is_some_and(|decimal| decimal == sent) {
        return vec![&mistake::SERIAL_DECIMAL];
    }
    if bare(tight) != bare(right) {
        return vec![&mistake::SERIAL_UNKNOWN];
    }
    let all = [
        (tight.len() != sent.len(), &mistake::SERIAL_COLONS),
        (tight.len() != right.len(), &mistake::SERIAL_ZEROS),
    ];
    all.into_iter().filter(|(wrong, _)| *wrong).map(|(_, mistake)| mistake).collect()
}
