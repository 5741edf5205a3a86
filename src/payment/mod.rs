//! Signs the parameters with which a page or an app opens a payment.
//!
//! The server creates the order, receives its `prepay_id`, and signs the parameters that the front end
//! passes to WeChat: [`Client::jsapi`] for a page or a mini program, [`Client::app`] for an app. H5 and
//! Native payments use the `h5_url` and `code_url` of the response directly.
//!
//! [`JsapiPayment`] and [`AppPayment`] have more settings, and can sign with a [`PrivateKey`] alone.
//! Sign again for each attempt to pay, and only on the server: the private key must not leave it.

/// The setters of the [`Stamp`] in `self.stamp`.
macro_rules! stamp_setters {
    () => {
        /// The time that is signed, in seconds since 1970. Defaults to the time of signing, by the
        /// client's clock if a client signs.
        pub fn timestamp(mut self, seconds: i64) -> Self {
            self.stamp.timestamp = Some(seconds);
            self
        }

        /// The nonce that is signed. Defaults to 32 random letters and digits for each signing.
        pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
            self.stamp.nonce = Some(nonce.into());
            self
        }
    };
}

mod app;
mod jsapi;
mod sign;
mod v2;

pub use self::app::{AppParameters, AppPayment};
pub use self::jsapi::{ChooseWxPay, JsapiParameters, JsapiPayment};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::error::{Error, one_line};
use crate::formatter::Formatter;
use crate::language::{Text, say};
#[cfg(doc)]
use crate::{Client, PrivateKey};

/// The time and the nonce of a signature; created when signing unless given.
#[derive(Debug, Clone, Default)]
struct Stamp {
    timestamp: Option<i64>,
    nonce: Option<String>,
}

impl Stamp {
    fn or_new(&self, now: i64) -> Result<(String, String), Error> {
        let timestamp = self.timestamp.unwrap_or(now).to_string();
        match &self.nonce {
            Some(nonce) => Ok((timestamp, word(&Text::verbatim("nonce"), nonce)?)),
            None => Ok((timestamp, Formatter::nonce(32))),
        }
    }
}

/// Accepts a value for a line of its own, or for a package, if it contains nothing that would end it.
fn word(name: &Text, value: &str) -> Result<String, Error> {
    let fits = |byte: u8| byte.is_ascii_graphic() && !b"&=".contains(&byte);
    if value.is_empty() {
        return Err(Error::options(say!("the {name} is empty", "{name} 为空"; name)));
    }
    if !value.bytes().all(fits) {
        let shown = one_line(value, 80);
        return Err(Error::options(say!(
            "the {name} `{shown}` contains white space, `&`, `=` or non-ASCII characters: give \
             only the value that WeChat Pay returned",
            "{name} `{shown}` 含有空白、`&`、`=` 或非 ASCII 字符：请只传入微信支付返回的值";
            name
        )));
    }
    Ok(value.to_owned())
}

/// Accepts a `prepay_id` without its name and without parameters.
fn prepay_id(value: &str) -> Result<String, Error> {
    if value.starts_with("prepay_id=") {
        return Err(Error::options(say!(
            "the prepay_id begins with `prepay_id=`, which is added here: give only the value",
            "prepay_id 以 `prepay_id=` 开头，而这个前缀会自动加上：请只传入值"
        )));
    }
    word(&Text::verbatim("prepay_id"), value)
}

/// Serializes fields under the names of WeChat's front ends.
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

impl Serialize for ChooseWxPay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = [
            ("timestamp", &*self.timestamp),
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
