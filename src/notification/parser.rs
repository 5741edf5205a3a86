//! Verifies a notification, then reads and decrypts it.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use http::HeaderMap;
use zeroize::Zeroizing;

use super::envelope::Envelope;
use super::error::{NotificationErrorKind, untrusted};
use super::notification::Notification;
use crate::certificates::Certificates;
use crate::config::{Merchant, platform_keys, refuse_expired};
use crate::crypto::{ApiV3Key, PublicKey};
use crate::error::Error;
use crate::formatter::{Formatter, seconds_since_1970};
use crate::inner::Incoming;
use crate::language::{Text, say};
use crate::signature::{Fault, PlatformKeys, Signature, signature_headers};

/// Verifies notifications with WeChat Pay's keys and decrypts them with the merchant's APIv3 key.
///
/// [`Client::notifications`](crate::Client::notifications) returns one for a client's merchant. Use
/// [`builder`](Self::builder) without a client, or for several merchants. Cheap to clone. See the
/// [module](crate::notification) for an example of a handler.
#[derive(Clone)]
pub struct NotificationParser {
    platform_keys: PlatformKeys,
    apiv3_keys: Arc<[(String, ApiV3Key)]>,
    clock: fn() -> SystemTime,
}

impl NotificationParser {
    /// Returns a builder.
    ///
    /// ```no_run
    /// use wechatpay_chain::{NotificationParser, PublicKey};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let parser = NotificationParser::builder()
    ///     .platform_key("PUB_KEY_ID_0114232134912410000000000000", PublicKey::from_file("pub_key.pem")?)
    ///     .apiv3_key("1900000109", std::env::var("APIV3_KEY")?)
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> NotificationParserBuilder {
        NotificationParserBuilder {
            platform_keys: Vec::new(),
            certificates: None,
            apiv3_keys: Vec::new(),
            verifying_only: false,
            clock: SystemTime::now,
        }
    }

    pub(crate) fn of_client(client: &Incoming) -> Result<Self, Error> {
        let Some(platform_keys) = client.platform_keys.clone() else {
            return Err(Error::config(say!(
                "the client has a verifier() instead of platform keys, which notifications need: \
                 give the keys to NotificationParser::builder()",
                "客户端使用 verifier()，没有回调通知验签所需的微信支付公钥或平台证书：请在 \
                 NotificationParser::builder() 中设置"
            )));
        };
        let Some(apiv3_key) = client.apiv3_key.clone() else {
            return Err(Error::config(say!(
                "the client has no APIv3 key to decrypt notifications with: set apiv3_key() of \
                 Client::builder()",
                "客户端没有用于解密回调通知的 APIv3 密钥：请在 Client::builder() 中设置 apiv3_key()"
            )));
        };
        let merchant = client.mchid.clone().unwrap_or_default();
        let apiv3_keys = [(merchant, apiv3_key)].into();
        Ok(Self { platform_keys, apiv3_keys, clock: client.clock })
    }

    /// Verifies and decrypts a notification. `body` is the raw body, exactly as received.
    ///
    /// Each of the four signature headers must occur once, the timestamp must be at most 300 s off the
    /// local clock, the serial number must be known, and the signature must be valid. The body is not
    /// parsed before.
    ///
    /// ```
    /// use http::HeaderMap;
    /// use wechatpay_chain::{Error, NotificationParser};
    ///
    /// fn order_number(
    ///     parser: &NotificationParser,
    ///     headers: &HeaderMap,
    ///     body: &[u8],
    /// ) -> Result<Option<String>, Error> {
    ///     let notification = parser.parse(headers, body)?;
    ///     let resource = notification.resource_json()?;
    ///     Ok(resource["out_trade_no"].as_str().map(str::to_owned))
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Verify`](crate::ErrorKind::Verify) if the notification can't be trusted,
    /// [`Decode`](crate::ErrorKind::Decode) if the body is not that of a notification,
    /// [`Crypto`](crate::ErrorKind::Crypto) if no APIv3 key decrypts it. [`Error::notification`] names
    /// the failed check, and [`refused`](super::refused) makes the response. The
    /// [`outcome`](Error::outcome) is `Unknown`, since no request was made.
    pub fn parse(
        &self,
        headers: &HeaderMap,
        body: impl AsRef<[u8]>,
    ) -> Result<Notification, Error> {
        let body = body.as_ref();
        self.verify(headers, body)?;
        let envelope = Envelope::read(body)?;
        let (merchant, plaintext) = self.decrypt(&envelope)?;
        Ok(envelope.open(merchant, plaintext))
    }

    /// The same as [`parse`](Self::parse) for the headers of any framework: pairs of a name in any
    /// case and a value, each header as often as it was received. What is refused there is refused
    /// here.
    ///
    /// ```
    /// use wechatpay_chain::{NotificationParser, Response, notification};
    ///
    /// // As actix-web's and http 0.2's `HeaderMap` give them, or a list of your own.
    /// fn receive(parser: &NotificationParser, headers: &[(String, Vec<u8>)], body: &[u8]) -> Response {
    ///     let headers = headers.iter().map(|(name, value)| (name, value));
    ///     match parser.parse_pairs(headers, body) {
    ///         Ok(paid) => notification::accepted(), // store it first
    ///         Err(error) => notification::refused(&error),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse).
    pub fn parse_pairs<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: impl AsRef<[u8]>,
    ) -> Result<Notification, Error> {
        self.parse(&headers_of(headers)?, body)
    }

    /// Verifies a notification as [`parse`](Self::parse) does, without decrypting it, for example to
    /// forward it. It needs no APIv3 key, see
    /// [`verifying_only`](NotificationParserBuilder::verifying_only).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Verify`](crate::ErrorKind::Verify) if the notification can't be trusted;
    /// [`Error::notification`] names the failed check.
    pub fn verify(&self, headers: &HeaderMap, body: impl AsRef<[u8]>) -> Result<(), Error> {
        let body = body.as_ref();
        self.platform_keys.keep_fresh();
        let signature = Signature::read(headers).map_err(untrusted)?;
        signature.check_clock(seconds_since_1970((self.clock)())).map_err(untrusted)?;
        let message = || Formatter::response(signature.timestamp, signature.nonce, body);
        let checked = self.platform_keys.check(signature.serial, message, signature.signature);
        if matches!(&checked, Err(refusal) if refusal.fault == Fault::UnknownSerial) {
            self.platform_keys.ask();
        }
        checked.map_err(untrusted)
    }

    /// The same as [`verify`](Self::verify) for the headers of any framework, as
    /// [`parse_pairs`](Self::parse_pairs) takes them.
    ///
    /// # Errors
    ///
    /// Those of [`verify`](Self::verify).
    pub fn verify_pairs<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: impl AsRef<[u8]>,
    ) -> Result<(), Error> {
        self.verify(&headers_of(headers)?, body)
    }

    /// Tries all keys: an encrypted notification does not name its merchant, and the tag of the
    /// ciphertext tells whether a key is the right one.
    fn decrypt(&self, envelope: &Envelope) -> Result<(String, Vec<u8>), Error> {
        let mut last = None;
        for (merchant, key) in self.apiv3_keys.iter() {
            match key.decrypt(&envelope.ciphertext, &envelope.nonce, &envelope.associated_data) {
                Ok(plaintext) => return Ok((merchant.clone(), plaintext)),
                Err(error) => last = Some(error),
            }
        }
        let reason = match &last {
            Some(error) => Text::of(error),
            None => say!("no key is configured", "没有配置密钥"),
        };
        let id = envelope.shown_id();
        let merchants = self.merchants().into_iter().map(|name| Text::verbatim(name.to_owned()));
        let merchants = Text::joined(merchants, say!(" or ", " 或 "));
        let error = NotificationErrorKind::WrongKey.error(say!(
            "the notification {id} can't be decrypted with the APIv3 key of {merchants}: {reason}",
            "回调通知 {id} 无法用 {merchants} 的 APIv3 密钥解密：{reason}";
            merchants, reason
        ));
        Err(match last {
            Some(last) => error.with_source(last),
            None => error,
        })
    }

    fn merchants(&self) -> Vec<&str> {
        self.apiv3_keys.iter().map(|(merchant, _)| merchant.as_str()).collect()
    }
}

fn headers_of<N: AsRef<str>, V: AsRef<[u8]>>(
    pairs: impl IntoIterator<Item = (N, V)>,
) -> Result<HeaderMap, Error> {
    signature_headers(pairs).map_err(|name| {
        NotificationErrorKind::MalformedHeader.error(say!(
            "the notification can't be trusted: its `{name}` header has a control character",
            "回调通知不可信：它的 `{name}` 头含有控制字符"
        ))
    })
}

/// Prints the names of the APIv3 keys, and no key.
impl fmt::Debug for NotificationParser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotificationParser")
            .field("merchants", &self.merchants())
            .finish_non_exhaustive()
    }
}

/// Builds a [`NotificationParser`]. Returned by [`NotificationParser::builder`].
///
/// It needs a [`platform_key`](Self::platform_key) or [`certificates`](Self::certificates), and an
/// [`apiv3_key`](Self::apiv3_key). Invalid values are reported by [`build`](Self::build).
///
/// ```no_run
/// use wechatpay_chain::{NotificationParser, PublicKey};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // One endpoint for two merchants; `Notification::merchant` tells which one was notified.
/// let parser = NotificationParser::builder()
///     .platform_key("PUB_KEY_ID_0114232134912410000000000000", PublicKey::from_file("a.pem")?)
///     .platform_key("PUB_KEY_ID_0119000002092025000000000000", PublicKey::from_file("b.pem")?)
///     .apiv3_key("1900000109", std::env::var("APIV3_KEY_A")?)
///     .apiv3_key("1900000209", std::env::var("APIV3_KEY_B")?)
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "call build()"]
pub struct NotificationParserBuilder {
    platform_keys: Vec<(String, PublicKey)>,
    certificates: Option<Certificates>,
    apiv3_keys: Vec<(String, Zeroizing<Vec<u8>>)>,
    verifying_only: bool,
    clock: fn() -> SystemTime,
}

impl NotificationParserBuilder {
    /// Adds a key to verify notifications with: a platform certificate under its serial number, or
    /// WeChat Pay's public key under its id (`PUB_KEY_ID_…`). May be called repeatedly, also with both
    /// kinds.
    pub fn platform_key(mut self, serial: impl Into<String>, key: PublicKey) -> Self {
        self.platform_keys.push((serial.into(), key));
        self
    }

    /// Also verifies with the platform certificates that a client downloads, which
    /// [`Client::certificates`](crate::Client::certificates) returns. Defaults to none.
    pub fn certificates(mut self, certificates: &Certificates) -> Self {
        self.certificates = Some(certificates.clone());
        self
    }

    /// Adds a merchant's APIv3 key, 32 bytes, under the mchid or another name, which
    /// [`Notification::merchant`] returns. May be called repeatedly: for several merchants, or for the
    /// old and the new key of a merchant while the key is being replaced.
    pub fn apiv3_key(mut self, merchant: impl Into<String>, key: impl AsRef<[u8]>) -> Self {
        self.apiv3_keys.push((merchant.into(), key.as_ref().to_vec().into()));
        self
    }

    /// Builds a parser without an APIv3 key, for [`verify`](NotificationParser::verify) only:
    /// [`parse`](NotificationParser::parse) fails. Off by default.
    pub fn verifying_only(mut self) -> Self {
        self.verifying_only = true;
        self
    }

    /// Sets the clock that timestamps are compared with. Defaults to [`SystemTime::now`].
    pub fn clock(mut self, clock: fn() -> SystemTime) -> Self {
        self.clock = clock;
        self
    }

    /// Builds the parser.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if a key is missing or invalid, or all
    /// platform certificates have expired; the message names it.
    pub fn build(self) -> Result<NotificationParser, Error> {
        let needed = [
            (
                self.platform_keys.is_empty() && self.certificates.is_none(),
                say!(
                    "platform_key(): WeChat Pay's public key or a platform certificate",
                    "platform_key()：微信支付公钥或平台证书"
                ),
            ),
            (
                self.apiv3_keys.is_empty() && !self.verifying_only,
                say!("apiv3_key(): the merchant's APIv3 key", "apiv3_key()：商户的 APIv3 密钥"),
            ),
        ];
        let missing: Vec<_> = needed.into_iter().filter(|(missing, _)| *missing).collect();
        if !missing.is_empty() {
            let missing = missing.into_iter().map(|(_, what)| what);
            let missing = Text::joined(missing, say!("; ", "；"));
            return Err(Error::config(say!(
                "NotificationParser::builder() lacks {missing}",
                "NotificationParser::builder() 缺少 {missing}";
                missing
            )));
        }
        let keys = platform_keys(self.platform_keys, Merchant::default())?;
        let mut platform_keys = PlatformKeys::new(keys, self.clock);
        refuse_expired(&platform_keys, self.certificates.is_some())?;
        if let Some(certificates) = &self.certificates {
            platform_keys = platform_keys.with_source(certificates.store().clone());
        }
        let apiv3_key = |(merchant, key): (String, Zeroizing<Vec<u8>>)| {
            let key = ApiV3Key::new(&key).map_err(|error| {
                let merchant = merchant.escape_debug();
                Error::config(say!(
                    "apiv3_key `{merchant}`: {error}",
                    "apiv3_key `{merchant}`：{error}";
                    error
                ))
            })?;
            Ok((merchant, key))
        };
        let apiv3_keys =
            self.apiv3_keys.into_iter().map(apiv3_key).collect::<Result<_, Error>>()?;
        Ok(NotificationParser { platform_keys, apiv3_keys, clock: self.clock })
    }
}
