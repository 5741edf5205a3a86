//! Notifications of APIv2: XML that is signed, or for a refund encrypted, by the APIv2 key.

use std::fmt;

use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::NotificationErrorKind;
use crate::crypto::{AesEcb, Hash};
use crate::error::Error;
use crate::language::{Text, say};
use crate::response::Response;
use crate::v2::Secret;
use crate::xml;

/// Verifies and decrypts the notifications of APIv2: XML, without signature headers.
///
/// A payment's notification is verified by its `sign`. A refund's has no signature: its `req_info` is
/// decrypted; of what is around it, only whom it is for is kept. Both need the merchant's APIv2 key. [`Client::v2_notifications`] returns one for a
/// client's merchant.
///
/// A notification has no time, so an old one can be replayed for ever: process each number once, and
/// compare the amount with your own order.
///
/// ```
/// use wechatpay_chain::notification::{V2NotificationParser, accepted_v2, failed_v2};
/// use wechatpay_chain::{Error, Response};
///
/// fn receive(parser: &V2NotificationParser, body: &[u8]) -> Response {
///     match parser.parse(body) {
///         Ok(paid) if paid.is_refund() => failed_v2(),
///         Ok(paid) if store(paid.get("out_trade_no"), paid.get("total_fee")) => accepted_v2(),
///         Ok(_) => failed_v2(),
///         Err(error) => {
///             eprintln!("{error}");
///             failed_v2()
///         }
///     }
/// }
/// # fn store(_: Option<&str>, _: Option<&str>) -> bool { true }
/// ```
///
/// [`Client::v2_notifications`]: crate::Client::v2_notifications
#[derive(Clone)]
pub struct V2NotificationParser {
    secret: Secret,
}

impl V2NotificationParser {
    /// Creates a parser with a merchant's APIv2 key, 32 bytes.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the key has another length.
    pub fn new(secret: impl AsRef<[u8]>) -> Result<Self, Error> {
        Secret::new(secret.as_ref()).map(Self::with)
    }

    pub(crate) fn with(secret: Secret) -> Self {
        Self { secret }
    }

    /// Verifies a notification, and decrypts it if it is a refund's. `body` is the raw body.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Verify`](crate::ErrorKind::Verify) if its signature is missing or invalid,
    /// [`Decode`](crate::ErrorKind::Decode) if it is not XML,
    /// [`Crypto`](crate::ErrorKind::Crypto) if the APIv2 key does not decrypt it.
    /// [`Error::notification`] names the failed check. Respond to all of them with [`failed_v2`].
    pub fn parse(&self, body: impl AsRef<[u8]>) -> Result<V2Notification, Error> {
        let mut fields = xml::read(body.as_ref()).map_err(malformed)?;
        let sign = fields.get("sign").and_then(Value::as_str).filter(|sign| !sign.is_empty());
        let req_info = fields.get("req_info").and_then(Value::as_str);
        let is_signed = sign.is_some();
        match (sign, req_info) {
            (Some(sign), _) => self.verify(&fields, sign)?,
            (None, Some(_)) => {}
            (None, None) => {
                return Err(NotificationErrorKind::Unsigned.error(untrusted(say!(
                    "it has neither `sign` nor `req_info`",
                    "其中既没有 `sign` 也没有 `req_info`"
                ))));
            }
        }
        let decrypted = req_info.map(|ciphertext| self.decrypt(ciphertext)).transpose()?;
        let is_refund = decrypted.is_some();
        if !is_signed {
            fields.retain(|name, value| AROUND.contains(&name.as_str()) && value.is_string());
        }
        fields.shift_remove("req_info");
        fields.shift_remove("sign");
        fields.extend(decrypted.unwrap_or_default());
        Ok(V2Notification { fields, is_refund })
    }

    fn verify(&self, fields: &Map<String, Value>, sign: &str) -> Result<(), Error> {
        let verified = self.secret.verify(fields, sign).map(|_kind| ());
        verified.map_err(|why| NotificationErrorKind::WrongSignature.error(untrusted(why)))
    }

    fn decrypt(&self, ciphertext: &str) -> Result<Map<String, Value>, Error> {
        let undecryptable = |error: Error| {
            let message = say!(
                "the refund notification can't be decrypted with this APIv2 key: {error}",
                "用此 APIv2 密钥无法解密退款通知：{error}"; error
            );
            NotificationErrorKind::WrongKey.error(message).with_source(error)
        };
        let key = Hash::md5(self.secret.as_bytes(), "", false)?;
        let plaintext = AesEcb::decrypt(ciphertext, key).map_err(undecryptable)?;
        // A wrong key that happens to leave valid padding leaves no XML.
        xml::read(&plaintext).map_err(undecryptable)
    }
}

/// What is kept of a refund's notification around its ciphertext, which is not signed: anybody could
/// write a payment there.
const AROUND: [&str; 7] =
    ["return_code", "return_msg", "appid", "mch_id", "sub_appid", "sub_mch_id", "nonce_str"];

fn malformed(error: Error) -> Error {
    let message = say!(
        "the notification is not one of APIv2: {error}",
        "这不是 APIv2 的通知：{error}"; error
    );
    NotificationErrorKind::MalformedBody.error(message).with_source(error)
}

fn untrusted(reason: Text) -> Text {
    say!("the notification can't be trusted: {reason}", "通知不可信：{reason}"; reason)
}

/// Prints no key.
impl fmt::Debug for V2NotificationParser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("V2NotificationParser").finish_non_exhaustive()
    }
}

/// A verified notification of APIv2. Returned by [`V2NotificationParser::parse`].
///
/// `Debug` prints the names of its fields only, since their values may be personal data.
#[derive(Clone)]
pub struct V2Notification {
    fields: Map<String, Value>,
    is_refund: bool,
}

impl V2Notification {
    /// Returns a field's text, such as `out_trade_no`; of a refund those of `req_info`, too.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str()
    }

    /// Whether it was encrypted, as a refund's is, and not signed, as a payment's.
    ///
    /// A handler of payments must ask: a refund names the order and its amount, too.
    pub fn is_refund(&self) -> bool {
        self.is_refund
    }

    /// Returns all fields but `sign` and `req_info`, whose decrypted fields are among them.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// Deserializes the fields, as [`ResponseExt::xml`](crate::ResponseExt::xml) does.
    ///
    /// ```
    /// use serde::Deserialize;
    /// use wechatpay_chain::Error;
    /// use wechatpay_chain::notification::V2Notification;
    ///
    /// #[derive(Deserialize)]
    /// struct Paid {
    ///     out_trade_no: String,
    ///     total_fee: u64,
    /// }
    ///
    /// fn paid(notification: &V2Notification) -> Result<Paid, Error> {
    ///     notification.xml()
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if a field is missing or of another type.
    pub fn xml<T: DeserializeOwned>(&self) -> Result<T, Error> {
        xml::deserialize(self.fields.clone())
    }
}

impl fmt::Debug for V2Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("V2Notification").field(&self.fields.keys().collect::<Vec<_>>()).finish()
    }
}

/// The response for a notification of APIv2 that was processed or stored. Also send it for a duplicate.
///
/// ```
/// use wechatpay_chain::notification;
///
/// assert_eq!(notification::accepted_v2().status(), 200);
/// ```
pub fn accepted_v2() -> Response {
    response("SUCCESS", "OK")
}

/// The response for a notification of APIv2 that could not be read or stored: WeChat Pay sends it
/// again.
///
/// ```
/// use wechatpay_chain::notification;
///
/// assert!(notification::failed_v2().body().starts_with(b"<xml><return_code><![CDATA[FAIL]]>"));
/// ```
pub fn failed_v2() -> Response {
    response("FAIL", "处理失败")
}

/// As WeChat Pay's own pages show it, with CDATA.
fn response(code: &str, message: &str) -> Response {
    let body = format!(
        "<xml><return_code><![CDATA[{code}]]></return_code>\
         <return_msg><![CDATA[{message}]]></return_msg></xml>"
    );
    let mut response = Response::new(Bytes::from(body));
    let xml = HeaderValue::from_static("text/xml; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, xml);
    response
}
