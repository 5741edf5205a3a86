//! Formats the texts that are signed.

use std::fmt::{Display, Write};
use std::hash::{BuildHasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

use openssl::rand::rand_bytes;

/// The space for a timestamp and the line feeds in a message, in bytes.
const LONGEST_TIMESTAMP: usize = 32;
/// Far more than any protocol takes: a larger size is a mistake, and must not exhaust the memory.
const LONGEST_NONCE: usize = 4096;

/// Formats the texts of the protocol, with the names and argument order of PHP's `Formatter`.
///
/// A client uses these itself; they are public for signers and for code that is ported from PHP.
///
/// ```
/// use wechatpay_chain::{Error, Formatter, PrivateKey, Rsa};
///
/// # fn main() {}
/// fn authorization(key: &PrivateKey) -> Result<String, Error> {
///     let (timestamp, nonce) = (Formatter::timestamp(), Formatter::nonce(32));
///     let message = Formatter::request("GET", "/v3/certificates", timestamp, &nonce, "");
///     let signature = Rsa::sign(message, key)?;
///     let serial = "3775B6A45ACD588826D15E583A95F5DD00000000";
///     Ok(Formatter::authorization("1900000109", &nonce, &signature, timestamp, serial))
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Formatter;

impl Formatter {
    /// Returns `size` random letters and digits from OpenSSL's generator, at most 4096. The protocol's
    /// `nonce_str` has 32.
    pub fn nonce(size: usize) -> String {
        let size = size.min(LONGEST_NONCE);
        const LETTERS: &[u8; 62] =
            b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let mut nonce = String::with_capacity(size);
        let mut random = [0; 64];
        while nonce.len() < size {
            if rand_bytes(&mut random).is_err() {
                // A nonce must be unique but not secret: the seed of std's maps is sufficient.
                for chunk in random.chunks_mut(8) {
                    chunk.copy_from_slice(&RandomState::new().hash_one(()).to_ne_bytes());
                }
            }
            // 248 is four times 62: larger bytes would favour some letters.
            let fair = random.iter().filter(|byte| **byte < 248);
            let letters = fair.map(|byte| char::from(LETTERS[usize::from(*byte % 62)]));
            nonce.extend(letters.take(size - nonce.len()));
        }
        nonce
    }

    /// Returns the current time in seconds since 1970.
    pub fn timestamp() -> i64 {
        seconds_since_1970(SystemTime::now())
    }

    /// Returns the value of the `Authorization` header:
    /// `WECHATPAY2-SHA256-RSA2048 mchid="…",serial_no="…",timestamp="…",nonce_str="…",signature="…"`.
    ///
    /// ```
    /// use wechatpay_chain::Formatter;
    ///
    /// let value = Formatter::authorization("1900000109", "593BEC0C", "Zm9v", 1554208460, "3775B6");
    /// assert!(value.starts_with("WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",serial_no=\"3775B6\","));
    /// ```
    pub fn authorization(
        mchid: &str,
        nonce: &str,
        signature: &str,
        timestamp: impl Display,
        serial: &str,
    ) -> String {
        let values = mchid.len() + serial.len() + nonce.len() + signature.len();
        let mut value = String::with_capacity(values + 128);
        // Writing to a string does not fail.
        let _ = write!(
            value,
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{mchid}\",serial_no=\"{serial}\",\
             timestamp=\"{timestamp}\",nonce_str=\"{nonce}\",signature=\"{signature}\""
        );
        value
    }

    /// Returns the message that a request's signature covers: `METHOD\nTARGET\nTIMESTAMP\nNONCE\nBODY\n`.
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
        let body = body.as_ref();
        let texts = method.len() + target.len() + nonce.len() + body.len();
        let mut message = String::with_capacity(texts + LONGEST_TIMESTAMP);
        // Writing to a string does not fail.
        let _ = write!(message, "{method}\n{target}\n{timestamp}\n{nonce}\n");
        finish(message, body)
    }

    /// Returns the message that the signature of a response or a notification covers:
    /// `TIMESTAMP\nNONCE\nBODY\n`.
    ///
    /// ```
    /// use wechatpay_chain::Formatter;
    ///
    /// assert_eq!(Formatter::response(1554208460, "593BEC0C", "{}"), b"1554208460\n593BEC0C\n{}\n");
    /// ```
    pub fn response(timestamp: impl Display, nonce: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
        let body = body.as_ref();
        let mut message = String::with_capacity(nonce.len() + body.len() + LONGEST_TIMESTAMP);
        // Writing to a string does not fail.
        let _ = write!(message, "{timestamp}\n{nonce}\n");
        finish(message, body)
    }

    /// Returns the pieces, each followed by a line feed: the message that `paySign` covers.
    ///
    /// ```
    /// use wechatpay_chain::Formatter;
    ///
    /// let pieces = ["wx8888888888888888", "1414561699", "5K8264ILTKCH16CQ", "prepay_id=wx2014"];
    /// let message = Formatter::joined_by_line_feed(pieces);
    /// assert_eq!(message, "wx8888888888888888\n1414561699\n5K8264ILTKCH16CQ\nprepay_id=wx2014\n");
    /// ```
    #[doc(alias = "joinedByLineFeed")]
    pub fn joined_by_line_feed(pieces: impl IntoIterator<Item = impl Display>) -> String {
        let mut joined = String::new();
        for piece in pieces {
            // Writing to a string does not fail.
            let _ = writeln!(joined, "{piece}");
        }
        joined
    }

    /// Returns the pairs as `key=value`, joined by `&` in the given order without percent-encoding:
    /// the text that APIv2 signs. As in PHP, `sign` and empty values are omitted.
    ///
    /// ```
    /// use wechatpay_chain::Formatter;
    ///
    /// let params = [("mch_id", "1900000109"), ("appid", "wx88"), ("attach", ""), ("sign", "E0")];
    /// let text = Formatter::query_string_like(Formatter::ksort(params));
    /// assert_eq!(text, "appid=wx88&mch_id=1900000109");
    /// ```
    #[doc(alias = "queryStringLike")]
    pub fn query_string_like<K: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> String {
        let mut text = String::new();
        for (key, value) in pairs {
            let (key, value) = (key.as_ref(), value.as_ref());
            if key == "sign" || value.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push('&');
            }
            text.push_str(key);
            text.push('=');
            text.push_str(value);
        }
        text
    }

    /// Returns the pairs sorted by the bytes of their keys, the order that APIv2 signs: `a10` before
    /// `a9`, capitals before lower-case letters.
    ///
    /// ```
    /// use wechatpay_chain::Formatter;
    ///
    /// let sorted = Formatter::ksort([("a9", 1), ("a10", 2), ("B", 3)]);
    /// assert_eq!(sorted, [("B", 3), ("a10", 2), ("a9", 1)]);
    /// ```
    pub fn ksort<K: AsRef<str>, V>(pairs: impl IntoIterator<Item = (K, V)>) -> Vec<(K, V)> {
        let mut pairs: Vec<(K, V)> = pairs.into_iter().collect();
        pairs.sort_by(|(one, _), (other, _)| one.as_ref().cmp(other.as_ref()));
        pairs
    }
}

fn finish(head: String, body: &[u8]) -> Vec<u8> {
    let mut message = head.into_bytes();
    message.extend_from_slice(body);
    message.push(b'\n');
    message
}

/// Whole seconds since 1970; negative before.
pub(crate) fn seconds_since_1970(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |secs| -secs),
    }
}
