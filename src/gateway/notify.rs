//! Notifications, as WeChat Pay sends them or with faults.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::blocking::wait;
use super::cipher::{ALGORITHM, encrypt};
use super::deliveries::{Deliveries, Message, Protocol};
use super::keys::{Keys, alphanumerics};
use super::sign::{PROBE, sign};
use super::time::beijing;
use super::v2::xml;
use crate::error::{BoxError, Error, ErrorKind};
use crate::language::say;

/// How long WeChat Pay waits for a response.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// A notification of the [`Gateway`](crate::Gateway), created by
/// [`Gateway::notification`](crate::Gateway::notification).
///
/// ```no_run
/// # use serde_json::json;
/// # use wechatpay_chain::{Error, Gateway};
/// # fn main() -> Result<(), Error> {
/// let gateway = Gateway::start()?;
/// let probe = gateway.notification("TRANSACTION.SUCCESS", json!({})).probe();
/// let response = probe.send("http://127.0.0.1:3000/notify")?;
/// assert!(response.status.is_client_error());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "call send()"]
pub struct Notify<'a> {
    deliveries: &'a Arc<Deliveries>,
    id: Option<String>,
    event_type: String,
    original_type: String,
    algorithm: String,
    apiv3_key: String,
    resource: Value,
    signing: Signing,
}

/// How a notification is signed, each time it is sent.
#[derive(Clone)]
pub(super) struct Signing {
    by_certificate: bool,
    serial: Option<String>,
    offset: i64,
    signature: Signature,
}

#[derive(Clone, Copy)]
enum Signature {
    Right,
    Wrong,
    Probe,
    None,
}

/// The response of a notification's receiver.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NotifyResponse {
    /// The notification's id. Send it again with [`Notify::id`].
    pub id: String,
    /// The status.
    pub status: StatusCode,
    /// The body. A refusal is `{"code":"FAIL",…}`.
    pub body: Bytes,
}

impl NotifyResponse {
    /// Whether WeChat Pay would consider the notification accepted: 200 or 204; of APIv2 with the
    /// `return_code` SUCCESS.
    pub fn accepted(&self) -> bool {
        if ![StatusCode::OK, StatusCode::NO_CONTENT].contains(&self.status) {
            return false;
        }
        // The responses of APIv2 say it in their body.
        if !self.body.trim_ascii_start().starts_with(b"<xml") {
            return true;
        }
        xml::read(&self.body)
            .is_ok_and(|fields| xml::get(&fields, "return_code") == Some("SUCCESS"))
    }
}

impl<'a> Notify<'a> {
    pub(super) fn new(deliveries: &'a Arc<Deliveries>, event_type: &str, resource: Value) -> Self {
        Self {
            deliveries,
            id: None,
            event_type: event_type.to_owned(),
            original_type: "transaction".to_owned(),
            algorithm: ALGORITHM.to_owned(),
            apiv3_key: deliveries.keys.apiv3_key.clone(),
            resource,
            signing: Signing {
                by_certificate: false,
                serial: None,
                offset: 0,
                signature: Signature::Right,
            },
        }
    }
}

impl Notify<'_> {
    /// Sets the id. Default: a new one each time it is sent. Use the id of an earlier notification to
    /// repeat that.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the type of the resource. Default: `transaction`.
    pub fn original_type(mut self, original_type: impl Into<String>) -> Self {
        self.original_type = original_type.into();
        self
    }

    /// Encrypts with this APIv3 key of 32 bytes. Default: the gateway's.
    pub fn apiv3_key(mut self, key: impl Into<String>) -> Self {
        self.apiv3_key = key.into();
        self
    }

    /// Names this algorithm. Default: `AEAD_AES_256_GCM`, which is used in any case.
    pub fn algorithm(mut self, algorithm: impl Into<String>) -> Self {
        self.algorithm = algorithm.into();
        self
    }

    /// Signs with the platform certificate's key. Default: the key of the
    /// [`KeyMode`](super::KeyMode), in [`KeyMode::Switching`](super::KeyMode::Switching) the public
    /// key's.
    pub fn by_certificate(mut self) -> Self {
        self.signing.by_certificate = true;
        self
    }

    /// Sends this `Wechatpay-Serial` instead of the correct one.
    pub fn serial(mut self, serial: impl Into<String>) -> Self {
        self.signing.serial = Some(serial.into());
        self
    }

    /// Shifts the signed timestamp by this many seconds: -301 is too old. Default: 0.
    pub fn clock_offset(mut self, seconds: i64) -> Self {
        self.signing.offset = seconds;
        self
    }

    /// Sends an invalid signature.
    pub fn wrong_signature(mut self) -> Self {
        self.signing.signature = Signature::Wrong;
        self
    }

    /// Sends a signature that begins with `WECHATPAY/SIGNTEST/`, by which WeChat Pay tests whether
    /// receivers refuse invalid signatures.
    pub fn probe(mut self) -> Self {
        self.signing.signature = Signature::Probe;
        self
    }

    /// Sends no signature headers.
    pub fn unsigned(mut self) -> Self {
        self.signing.signature = Signature::None;
        self
    }

    /// Posts the notification to a receiver on this machine and waits for the response, with a
    /// timeout of 5 s.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UntrustedHost`], if the URL is not plain http to a loopback address;
    /// [`ErrorKind::Options`], if the APIv3 key is not 32 bytes long, or the serial cannot be sent;
    /// [`ErrorKind::Timeout`], [`ErrorKind::Connect`] and [`ErrorKind::Transport`], if there is no
    /// complete response.
    ///
    /// Also [`ErrorKind::Options`] in a task of tokio's current-thread runtime, such as a
    /// `#[tokio::test]`, where a receiver on the same thread could not respond: call
    /// [`send_async`](Self::send_async) there.
    pub fn send(&self, url: &str) -> Result<NotifyResponse, Error> {
        wait("send_async", self.send_async(url))
    }

    /// The same as [`send`](Self::send), without blocking the thread. It is encrypted now, and signed
    /// and sent when the future is first polled. The receiver may run on the same thread.
    ///
    /// ```
    /// # use serde_json::json;
    /// # use wechatpay_chain::{Error, Gateway};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Error> {
    /// let gateway = Gateway::start()?;
    /// let notification = gateway.notification("TRANSACTION.SUCCESS", json!({}));
    /// let error = notification.send_async("https://shop.example/notify").await.unwrap_err();
    /// assert!(error.to_string().contains("only notifies receivers on this machine"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The same as [`send`](Self::send).
    pub fn send_async(
        &self,
        url: &str,
    ) -> impl Future<Output = Result<NotifyResponse, Error>> + Send + use<> {
        let message = self.message();
        let (deliveries, url) = (Arc::clone(self.deliveries), url.to_owned());
        async move { deliveries.send(message?, &url).await }
    }

    /// What is sent, as often as it is sent.
    pub(super) fn message(&self) -> Result<Message, Error> {
        if self.apiv3_key.len() != 32 {
            let length = self.apiv3_key.len();
            let message = say!(
                "the notification's APIv3 key has {length} bytes, not 32",
                "回调通知的 APIv3 密钥有 {length} 字节，应为 32 字节"
            );
            return Err(Error::options(message));
        }
        self.make().map_err(|error| {
            let message = say!(
                "the gateway's notification could not be made: {error}",
                "无法生成网关的回调通知：{error}"
            );
            Error::new(ErrorKind::Options, message).with_source(error)
        })
    }

    fn make(&self) -> Result<Message, BoxError> {
        let id = match &self.id {
            Some(id) => id.clone(),
            None => format!("SANDBOX-{}", alphanumerics(32)?),
        };
        // One that cannot be a header is refused before anything is recorded.
        self.signing.serial.as_deref().map(HeaderValue::from_str).transpose()?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let is_encrypted_right =
            self.apiv3_key == self.deliveries.keys.apiv3_key && self.algorithm == ALGORITHM;
        Ok(Message {
            body: self.body(&id, now)?.into(),
            id,
            is_repeated: is_encrypted_right && !self.signing.is_faulty(),
            event_type: self.event_type.clone(),
            resource: self.resource.clone(),
            protocol: Protocol::V3(self.signing.clone()),
        })
    }

    fn body(&self, id: &str, now: u64) -> Result<String, BoxError> {
        let resource = self.resource.to_string();
        let (nonce, ciphertext) = encrypt(&self.apiv3_key, &self.original_type, &resource)?;
        let envelope = json!({
            "id": id,
            "create_time": beijing(now),
            "resource_type": "encrypt-resource",
            "event_type": self.event_type,
            "summary": summary(&self.event_type),
            "resource": {
                "original_type": self.original_type,
                "algorithm": self.algorithm,
                "ciphertext": ciphertext,
                "associated_data": self.original_type,
                "nonce": nonce,
            },
        });
        Ok(envelope.to_string())
    }
}

/// As WeChat Pay writes it, where it is known.
fn summary(event_type: &str) -> &'static str {
    match event_type {
        "TRANSACTION.SUCCESS" => "支付成功",
        "REFUND.SUCCESS" => "退款成功",
        "REFUND.CLOSED" => "退款关闭",
        "REFUND.ABNORMAL" => "退款异常",
        _ => "沙箱通知",
    }
}

impl Signing {
    /// Whether a receiver is right to refuse it.
    fn is_faulty(&self) -> bool {
        let is_right = matches!(self.signature, Signature::Right);
        !is_right || self.serial.is_some() || self.offset != 0
    }

    pub(super) fn sign(
        &self,
        keys: &Keys,
        headers: &mut HeaderMap,
        body: &[u8],
    ) -> Result<(), BoxError> {
        if matches!(self.signature, Signature::None) {
            return Ok(());
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let timestamp = now.saturating_add_signed(self.offset);
        let by_public_key = !self.by_certificate && keys.mode.has_public_key();
        let signing = keys.signing_key(by_public_key);
        let key = &signing.key;
        let (timestamp, nonce) = (timestamp.to_string(), alphanumerics(32)?);
        let head = format!("{timestamp}\n{nonce}\n");
        let right = sign(key, &[head.as_bytes(), body, b"\n"])?;
        let signature = match self.signature {
            Signature::Wrong => sign(key, &[head.as_bytes(), b"another body\n"])?,
            Signature::Probe => format!("{PROBE}{}", &right[PROBE.len()..]),
            Signature::Right | Signature::None => right,
        };
        let serial = self.serial.as_ref().unwrap_or(&signing.serial);
        for (name, value) in [
            ("wechatpay-timestamp", timestamp.as_str()),
            ("wechatpay-nonce", nonce.as_str()),
            ("wechatpay-serial", serial.as_str()),
            ("wechatpay-signature", signature.as_str()),
            ("wechatpay-signature-type", "WECHATPAY2-SHA256-RSA2048"),
        ] {
            headers.insert(name, HeaderValue::from_str(value)?);
        }
        Ok(())
    }
}
