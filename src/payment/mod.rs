//! What a page or an app needs to open the payment: the parameters of a `prepay_id`, signed.
//!
//! The order is made on the server, which then signs what the front end hands to WeChat: a page or
//! mini program by [`JsapiPayment`], an app by [`AppPayment`]. H5 and Native payments need none of
//! this: their `h5_url` and `code_url` are used as they are.
//!
//! Sign for each attempt anew, and never in the front end: the private key stays on the server.

/// The setters of the [`Stamp`] in `self.stamp`.
macro_rules! stamp_setters {
    () => {
        /// The time that is signed, in seconds since 1970. Defaults to the time of
        /// [`sign`](Self::sign).
        pub fn timestamp(mut self, seconds: i64) -> Self {
            self.stamp.timestamp = Some(seconds);
            self
        }

        /// The nonce that is signed. Defaults to 32 random letters and digits for each
        /// [`sign`](Self::sign).
        pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
            self.stamp.nonce = Some(nonce.into());
            self
        }
    };
}

mod app;
mod jsapi;

pub use self::app::{AppParameters, AppPayment};
pub use self::jsapi::{JsapiParameters, JsapiPayment};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::crypto::PrivateKey;
use crate::error::{Error, one_line};
use crate::formatter::Formatter;

/// When it is signed, and the nonce: both made new unless given.
#[derive(Debug, Clone, Default)]
struct Stamp {
    timestamp: Option<i64>,
    nonce: Option<String>,
}

impl Stamp {
    fn or_new(&self) -> Result<(String, String), Error> {
        let timestamp = self.timestamp.unwrap_or_else(Formatter::timestamp).to_string();
        match &self.nonce {
            Some(nonce) => Ok((timestamp, word("nonce", nonce)?)),
            None => Ok((timestamp, Formatter::nonce(32))),
        }
    }
}

/// The Base64 signature over the lines.
fn sign(lines: [&str; 4], key: &PrivateKey) -> Result<String, Error> {
    key.sign(Formatter::joined_by_line_feed(lines).as_bytes())
}

/// A value that stands in a line of its own, or in a package: nothing that could end it.
fn word(name: &str, value: &str) -> Result<String, Error> {
    let fits = |byte: u8| byte.is_ascii_graphic() && !b"&=".contains(&byte);
    if value.is_empty() {
        return Err(Error::options(format!("the {name} is empty")));
    }
    if !value.bytes().all(fits) {
        return Err(Error::options(format!(
            "the {name} `{}` has white space, `&`, `=`, or what is not ASCII: give it as WeChat \
             Pay gave it to you, without anything around it",
            one_line(value, 80)
        )));
    }
    Ok(value.to_owned())
}

/// A `prepay_id` without its name before it or parameters behind it.
fn prepay_id(value: &str) -> Result<String, Error> {
    if value.starts_with("prepay_id=") {
        return Err(Error::options(
            "the prepay_id begins with `prepay_id=`, which is put before it here: give the value \
             alone",
        ));
    }
    word("prepay_id", value)
}

/// Serializes fields under the names that WeChat's front ends know.
fn serialize_fields<S: Serializer, const N: usize>(
    serializer: S,
    fields: [(&str, &str); N],
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(N))?;
    for (name, value) in fields {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

impl Serialize for JsapiParameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = [
            ("appId", &*self.app_id),
            ("timeStamp", &*self.time_stamp),
            ("nonceStr", &*self.nonce_str),
            ("package", &*self.package),
            ("signType", self.sign_type),
            ("paySign", &*self.pay_sign),
        ];
        serialize_fields(serializer, fields)
    }
}

impl Serialize for AppParameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = [
            ("appid", &*self.appid),
            ("partnerid", &*self.partnerid),
            ("prepayid", &*self.prepayid),
            ("package", self.package),
            ("noncestr", &*self.noncestr),
            ("timestamp", &*self.timestamp),
            ("sign", &*self.sign),
        ];
        serialize_fields(serializer, fields)
    }
}
