//! Notifications as WeChat Pay sends them, and as it should never send them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::cipher::{ALGORITHM, encrypt};
use super::http_post::post;
use super::keys::{Keys, alphanumerics};
use super::sign::{PROBE, sign};
use super::time::beijing;
use crate::error::{BoxError, Error, ErrorKind};

/// How long WeChat Pay waits for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A notification of the [`Gateway`](crate::Gateway)'s, which [`Gateway::notification`](crate::Gateway::notification) begins.
///
/// ```no_run
/// # use serde_json::json;
/// # use wechatpay_chain::{Error, Gateway};
/// # fn main() -> Result<(), Error> {
/// let gateway = Gateway::start()?;
/// let probe = gateway.notification("TRANSACTION.SUCCESS", json!({})).probe();
/// let answer = probe.send("http://127.0.0.1:3000/notify")?;
/// assert!(answer.status.is_client_error());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "call send()"]
pub struct Notify<'a> {
    keys: &'a Keys,
    id: Option<String>,
    event_type: String,
    original_type: String,
    algorithm: String,
    apiv3_key: String,
    resource: Value,
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

/// What the receiver answered.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NotifyResponse {
    /// The notification's id, for sending it again.
    pub id: String,
    /// The status.
    pub status: StatusCode,
    /// The body: `{"code":"FAIL",…}` of a refusal.
    pub body: Bytes,
}

impl NotifyResponse {
    /// Whether WeChat Pay would take the notification for accepted: 200 or 204.
    pub fn accepted(&self) -> bool {
        [StatusCode::OK, StatusCode::NO_CONTENT].contains(&self.status)
    }
}

impl<'a> Notify<'a> {
    pub(super) fn new(keys: &'a Keys, event_type: &str, resource: Value) -> Self {
        Self {
            keys,
            id: None,
            event_type: event_type.to_owned(),
            original_type: "transaction".to_owned(),
            algorithm: ALGORITHM.to_owned(),
            apiv3_key: keys.apiv3_key.clone(),
            resource,
            by_certificate: false,
            serial: None,
            offset: 0,
            signature: Signature::Right,
        }
    }
}

impl Notify<'_> {
    /// Its id; default: a new one each time it is sent. Give the id of an earlier one to send that
    /// again.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// What kind of thing the resource is; default: `transaction`.
    pub fn original_type(mut self, original_type: impl Into<String>) -> Self {
        self.original_type = original_type.into();
        self
    }

    /// Encrypts with this APIv3 key, 32 bytes: another merchant's, or a wrong one.
    pub fn apiv3_key(mut self, key: impl Into<String>) -> Self {
        self.apiv3_key = key.into();
        self
    }

    /// Names this algorithm; default: `AEAD_AES_256_GCM`, by which it stays encrypted.
    pub fn algorithm(mut self, algorithm: impl Into<String>) -> Self {
        self.algorithm = algorithm.into();
        self
    }

    /// Signs with the platform certificate's key in place of the public key.
    pub fn by_certificate(mut self) -> Self {
        self.by_certificate = true;
        self
    }

    /// Bears this `Wechatpay-Serial` in place of the right one.
    pub fn serial(mut self, serial: impl Into<String>) -> Self {
        self.serial = Some(serial.into());
        self
    }

    /// Sets the timestamp this many seconds off, and signs it so: -301 is stale.
    pub fn clock_offset(mut self, seconds: i64) -> Self {
        self.offset = seconds;
        self
    }

    /// Bears a signature that does not hold.
    pub fn wrong_signature(mut self) -> Self {
        self.signature = Signature::Wrong;
        self
    }

    /// Bears a signature that begins with `WECHATPAY/SIGNTEST/`: WeChat Pay's probe of whether
    /// wrong ones are refused.
    pub fn probe(mut self) -> Self {
        self.signature = Signature::Probe;
        self
    }

    /// Bears no signature headers.
    pub fn unsigned(mut self) -> Self {
        self.signature = Signature::None;
        self
    }

    /// Posts it to a receiver on this machine and waits for its answer, 5 s at most.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UntrustedHost`] for a URL that is not plain http to a loopback address,
    /// [`ErrorKind::Options`] when the APIv3 key has not 32 bytes or a serial can't be sent,
    /// [`ErrorKind::Timeout`], [`ErrorKind::Connect`] and [`ErrorKind::Transport`] when no whole
    /// answer came.
    pub fn send(&self, url: &str) -> Result<NotifyResponse, Error> {
        if self.apiv3_key.len() != 32 {
            let length = self.apiv3_key.len();
            let message = format!("the notification's APIv3 key has {length} bytes, not 32");
            return Err(Error::options(message));
        }
        let made = self.make().map_err(|error| {
            let message = format!("the gateway's notification could not be made: {error}");
            Error::new(ErrorKind::Options, message).with_source(error)
        });
        let (id, headers, body) = made?;
        let (status, body) = post(url, headers, body, PATIENCE)?;
        tracing::info!(id, status = status.as_u16(), "the local gateway sent a notification");
        Ok(NotifyResponse { id, status, body })
    }

    fn make(&self) -> Result<(String, HeaderMap, Bytes), BoxError> {
        let id = match &self.id {
            Some(id) => id.clone(),
            None => format!("SANDBOX-{}", alphanumerics(32)?),
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let body = self.body(&id, now)?;
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        headers.insert("request-id", HeaderValue::try_from(format!("SANDBOX-{id}"))?);
        if !matches!(self.signature, Signature::None) {
            self.sign(&mut headers, now.saturating_add_signed(self.offset), body.as_bytes())?;
        }
        Ok((id, headers, body.into()))
    }

    fn body(&self, id: &str, now: u64) -> Result<String, BoxError> {
        let resource = self.resource.to_string();
        let (nonce, ciphertext) = encrypt(&self.apiv3_key, &self.original_type, &resource)?;
        let envelope = json!({
            "id": id,
            "create_time": beijing(now),
            "resource_type": "encrypt-resource",
            "event_type": self.event_type,
            "summary": "沙箱通知",
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

    fn sign(&self, headers: &mut HeaderMap, timestamp: u64, body: &[u8]) -> Result<(), BoxError> {
        let platform = self.keys.platform_now();
        let (serial, key) = if self.by_certificate {
            (&platform.serial, &platform.key)
        } else {
            (&self.keys.public_key.id, &self.keys.public_key.key)
        };
        let (timestamp, nonce) = (timestamp.to_string(), alphanumerics(32)?);
        let head = format!("{timestamp}\n{nonce}\n");
        let right = sign(key, &[head.as_bytes(), body, b"\n"])?;
        let signature = match self.signature {
            Signature::Wrong => sign(key, &[head.as_bytes(), b"another body\n"])?,
            Signature::Probe => format!("{PROBE}{}", &right[PROBE.len()..]),
            Signature::Right | Signature::None => right,
        };
        let serial = self.serial.as_ref().unwrap_or(serial);
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
