//! The texts that the protocol signs.

use std::fmt::Display;
use std::hash::{BuildHasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

use openssl::rand::rand_bytes;

/// The protocol's texts, under the names and with the argument order that PHP's `Formatter` has.
#[derive(Debug, Clone, Copy)]
pub struct Formatter;

impl Formatter {
    /// Random letters and digits, `size` of them, from OpenSSL's generator; the protocol's
    /// `nonce_str` has 32.
    pub fn nonce(size: usize) -> String {
        const LETTERS: &[u8; 62] =
            b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let mut nonce = String::with_capacity(size);
        let mut random = [0; 64];
        while nonce.len() < size {
            if rand_bytes(&mut random).is_err() {
                // A nonce need not be secret, only new: what seeds std's maps will do.
                for chunk in random.chunks_mut(8) {
                    chunk.copy_from_slice(&RandomState::new().hash_one(()).to_ne_bytes());
                }
            }
            // 248 is four times 62: what is above would favour some letters.
            let fair = random.iter().filter(|byte| **byte < 248);
            let letters = fair.map(|byte| char::from(LETTERS[usize::from(*byte % 62)]));
            nonce.extend(letters.take(size - nonce.len()));
        }
        nonce
    }

    /// Seconds since 1970.
    pub fn timestamp() -> i64 {
        seconds_since_1970(SystemTime::now())
    }

    /// The value of the `Authorization` header.
    pub fn authorization(
        mchid: &str,
        nonce: &str,
        signature: &str,
        timestamp: impl Display,
        serial: &str,
    ) -> String {
        format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{mchid}\",serial_no=\"{serial}\",\
             timestamp=\"{timestamp}\",nonce_str=\"{nonce}\",signature=\"{signature}\""
        )
    }

    /// What a request's signature is over: `METHOD\nTARGET\nTIMESTAMP\nNONCE\nBODY\n`.
    ///
    /// ```
    /// use wechatpay_chain::Formatter;
    ///
    /// let message = Formatter::request("GET", "/v3/certificates", 1554208460, "593BEC0C", "");
    /// assert_eq!(message, b"GET\n/v3/certificates\n1554208460\n593BEC0C\n\n");
    /// ```
    pub fn request(
        method: &str,
        target: &str,
        timestamp: impl Display,
        nonce: &str,
        body: impl AsRef<[u8]>,
    ) -> Vec<u8> {
        let head = format!("{method}\n{target}\n{timestamp}\n{nonce}\n");
        finish(head, body.as_ref())
    }

    /// What an answer's signature is over: `TIMESTAMP\nNONCE\nBODY\n`.
    pub fn response(timestamp: impl Display, nonce: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
        finish(format!("{timestamp}\n{nonce}\n"), body.as_ref())
    }
}

fn finish(head: String, body: &[u8]) -> Vec<u8> {
    let mut message = head.into_bytes();
    message.reserve_exact(body.len() + 1);
    message.extend_from_slice(body);
    message.push(b'\n');
    message
}

/// Whole seconds since 1970, negative before.
pub(crate) fn seconds_since_1970(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |secs| -secs),
    }
}
