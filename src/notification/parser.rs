//! From headers and a body to a notification: verified first, then read.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use http::HeaderMap;
use zeroize::Zeroizing;

use super::error::{NotificationErrorKind, untrusted};
use super::received::{Envelope, Notification};
use crate::certificates::Certificates;
use crate::config::{Merchant, platform_keys, refuse_expired};
use crate::crypto::{ApiV3Key, PublicKey};
use crate::error::Error;
use crate::formatter::{Formatter, seconds_since_1970};
use crate::inner::Incoming;
use crate::signature::{Fault, PlatformKeys, Signature};

/// Reads notifications: verifies them by WeChat Pay's keys, then decrypts them by the merchant's.
///
/// Made by [`Client::notifications`](crate::Client::notifications), or by [`builder`](Self::builder)
/// where there is no client or more than one merchant. Cheap to clone. The
/// [module](crate::notification) shows it at work.
#[derive(Clone)]
pub struct NotificationParser {
    platform_keys: PlatformKeys,
    apiv3_keys: Arc<[(String, ApiV3Key)]>,
    clock: fn() -> SystemTime,
}

impl NotificationParser {
    /// Begins a parser.
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
            return Err(Error::config(
                "the client has a verifier() in place of platform keys, and notifications need \
                 the keys: give them to NotificationParser::builder()",
            ));
        };
        let Some(apiv3_key) = client.apiv3_key.clone() else {
            return Err(Error::config(
                "the client has no APIv3 key to decrypt notifications with: give it to \
                 Client::builder() by apiv3_key()",
            ));
        };
        let merchant = client.mchid.clone().unwrap_or_default();
        let apiv3_keys = [(merchant, apiv3_key)].into();
        Ok(Self { platform_keys, apiv3_keys, clock: client.clock })
    }

    /// Verifies and decrypts a notification. `body` is what was received, byte for byte.
    ///
    /// The signature headers must each be there once, the time no more than 300 s off, the serial
    /// known, and the signature right; nothing of the body is looked at before.
    ///
    /// # Errors
    ///
    /// [`Error::notification`] says what is wrong: [`ErrorKind::Verify`](crate::ErrorKind::Verify)
    /// for one that can't be trusted, [`Decode`](crate::ErrorKind::Decode) for a body that is none
    /// of a notification, [`Crypto`](crate::ErrorKind::Crypto) when no APIv3 key decrypts it. Its
    /// [`outcome`](Error::outcome) is `Unknown`, since there was no request.
    /// [`refused`](super::refused) makes the answer.
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

    /// Verifies a notification as [`parse`](Self::parse) does, and leaves it encrypted: for what
    /// hands it on to somebody else. It needs no APIv3 key, see
    /// [`verifying_only`](NotificationParserBuilder::verifying_only).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Verify`](crate::ErrorKind::Verify); [`Error::notification`] says what is wrong.
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

    /// Before it is decrypted nothing says whose it is. A wrong key is told from the right one by
    /// the ciphertext's tag, so all are tried.
    fn decrypt(&self, envelope: &Envelope) -> Result<(String, Vec<u8>), Error> {
        let mut last = None;
        for (merchant, key) in self.apiv3_keys.iter() {
            match key.decrypt(&envelope.ciphertext, &envelope.nonce, &envelope.associated_data) {
                Ok(plaintext) => return Ok((merchant.clone(), plaintext)),
                Err(error) => last = Some(error),
            }
        }
        let reason = last.as_ref().map_or_else(|| "there is none".to_owned(), Error::to_string);
        let error = NotificationErrorKind::WrongKey.error(format!(
            "the notification {} can't be decrypted with the APIv3 key of {}: {reason}",
            envelope.shown_id(),
            self.merchants().join(" or "),
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

/// Holds keys, so it shows whose they are, and nothing else.
impl fmt::Debug for NotificationParser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotificationParser")
            .field("merchants", &self.merchants())
            .finish_non_exhaustive()
    }
}

/// Builds a [`NotificationParser`]. Needed are at least one [`platform_key`](Self::platform_key)
/// and one [`apiv3_key`](Self::apiv3_key). Mistakes wait until [`build`](Self::build).
#[must_use = "call build()"]
pub struct NotificationParserBuilder {
    platform_keys: Vec<(String, PublicKey)>,
    certificates: Option<Certificates>,
    apiv3_keys: Vec<(String, Zeroizing<Vec<u8>>)>,
    verifying_only: bool,
    clock: fn() -> SystemTime,
}

impl NotificationParserBuilder {
    /// A key that notifications are verified with: a platform certificate by its serial number, or
    /// WeChat Pay's public key by its id (`PUB_KEY_ID_…`). Repeatable, and both kinds side by side.
    pub fn platform_key(mut self, serial: impl Into<String>, key: PublicKey) -> Self {
        self.platform_keys.push((serial.into(), key));
        self
    }

    /// Beside the keys, the platform certificates that a client downloads, with
    /// [`Client::certificates`](crate::Client::certificates).
    pub fn certificates(mut self, certificates: &Certificates) -> Self {
        self.certificates = Some(certificates.clone());
        self
    }

    /// A merchant's APIv3 key, 32 bytes, under the merchant's number or another name:
    /// [`Notification::merchant`] gives it back. Repeatable, for several merchants, and for an old
    /// and a new key of the same one while it is changed.
    pub fn apiv3_key(mut self, merchant: impl Into<String>, key: impl AsRef<[u8]>) -> Self {
        self.apiv3_keys.push((merchant.into(), key.as_ref().to_vec().into()));
        self
    }

    /// Needs no APIv3 key: the parser is asked to [`verify`](NotificationParser::verify) alone, and
    /// its [`parse`](NotificationParser::parse) can decrypt nothing.
    pub fn verifying_only(mut self) -> Self {
        self.verifying_only = true;
        self
    }

    /// The clock that timestamps are checked by; default: [`SystemTime::now`].
    pub fn clock(mut self, clock: fn() -> SystemTime) -> Self {
        self.clock = clock;
        self
    }

    /// The parser.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config), naming what is missing or malformed.
    pub fn build(self) -> Result<NotificationParser, Error> {
        let needed = [
            (
                self.platform_keys.is_empty() && self.certificates.is_none(),
                "platform_key(): WeChat Pay's public key or a platform certificate",
            ),
            (
                self.apiv3_keys.is_empty() && !self.verifying_only,
                "apiv3_key(): the merchant's APIv3 key",
            ),
        ];
        let missing: Vec<_> =
            needed.iter().filter(|(missing, _)| *missing).map(|(_, what)| *what).collect();
        if !missing.is_empty() {
            let missing = missing.join("; ");
            return Err(Error::config(format!("NotificationParser::builder() lacks {missing}")));
        }
        let keys = platform_keys(self.platform_keys, Merchant::default())?;
        let mut platform_keys = PlatformKeys::new(keys, self.clock);
        refuse_expired(&platform_keys, self.certificates.is_some())?;
        if let Some(certificates) = &self.certificates {
            platform_keys = platform_keys.with_source(certificates.store().clone());
        }
        let apiv3_key = |(merchant, key): (String, Zeroizing<Vec<u8>>)| {
            let key = ApiV3Key::new(&key).map_err(|error| {
                Error::config(format!("apiv3_key `{}`: {error}", merchant.escape_debug()))
            })?;
            Ok((merchant, key))
        };
        let apiv3_keys =
            self.apiv3_keys.into_iter().map(apiv3_key).collect::<Result<_, Error>>()?;
        Ok(NotificationParser { platform_keys, apiv3_keys, clock: self.clock })
    }
}
