//! What is remembered of a notification.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};

use crate::gateway::http_post::is_on_this_machine;

/// How much is kept of a receiver's response, in bytes.
pub(super) const KEPT: usize = 8192;

/// A notification of the [`Gateway`](crate::Gateway), and how its receiver responded.
///
/// ```
/// use wechatpay_chain::gateway::DeliveryRecord;
///
/// fn describe(delivery: &DeliveryRecord) -> String {
///     let statuses: Vec<_> = delivery.attempts.iter().map(|attempt| attempt.status).collect();
///     format!("{} to {}: {statuses:?}", delivery.event_type, delivery.url)
/// }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DeliveryRecord {
    /// The notification's id, which all attempts have in common. One of APIv2 has none in its body;
    /// then it is the gateway's own.
    pub id: String,
    /// The type, such as `TRANSACTION.SUCCESS`; of APIv2, which names none, `v2.payment` or
    /// `v2.refund`.
    pub event_type: String,
    /// Where it is sent. If that is not on this machine, it has no attempts.
    pub url: String,
    /// The order that it is about, if it names one.
    pub out_trade_no: Option<String>,
    /// The refund that it is about, if it names one.
    pub out_refund_no: Option<String>,
    /// The resource before its encryption; of APIv2 the fields before they were signed.
    pub resource: Value,
    /// The attempts, the oldest first.
    pub attempts: Vec<DeliveryAttempt>,
    /// How long it takes by the gateway's clock until the notification is repeated; `None` if it is
    /// not to be repeated: it was accepted, it was made with a fault, or the schedule has ended.
    pub next_attempt_in: Option<Duration>,
}

/// One attempt to deliver a notification.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DeliveryAttempt {
    /// Why it was made.
    pub cause: AttemptCause,
    /// Where it was sent.
    pub url: String,
    /// When it began, by the machine's clock.
    pub at: SystemTime,
    /// How long it took.
    pub duration: Duration,
    /// The status of the receiver's response, if there is a complete one.
    pub status: Option<StatusCode>,
    /// The body of the receiver's response: at most its first 8 KiB.
    pub body: Bytes,
    /// The length of the whole body.
    pub length: usize,
    /// Why there is no complete response.
    pub error: Option<String>,
    /// The same in Chinese.
    pub(super) error_in_chinese: Option<String>,
    /// Whether WeChat Pay would consider the notification accepted: 200 or 204; of APIv2 with the
    /// `return_code` SUCCESS.
    pub accepted: bool,
}

/// Why a [`DeliveryAttempt`] was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttemptCause {
    /// What the notification is about happened.
    First,
    /// An earlier attempt was not accepted, and its time has come.
    Retry,
    /// [`Gateway::resend`](crate::Gateway::resend), or a button of the page.
    Resend,
}

impl AttemptCause {
    fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Retry => "retry",
            Self::Resend => "resend",
        }
    }
}

impl DeliveryRecord {
    /// Whether the receiver accepted one of the attempts.
    pub fn accepted(&self) -> bool {
        self.attempts.iter().any(|attempt| attempt.accepted)
    }

    /// As the page and the command show it.
    pub(in crate::gateway) fn to_json(&self) -> Value {
        let state = match self {
            Self { next_attempt_in: Some(_), .. } => "waiting",
            _ if self.accepted() => "accepted",
            Self { attempts, .. } if !attempts.is_empty() => "failed",
            _ if is_on_this_machine(&self.url) => "sending",
            _ => "elsewhere",
        };
        json!({
            "id": self.id,
            "event_type": self.event_type,
            "url": self.url,
            "out_trade_no": self.out_trade_no,
            "out_refund_no": self.out_refund_no,
            "resource": self.resource,
            "state": state,
            "next_attempt_in": self.next_attempt_in.map(|wait| wait.as_secs_f64()),
            "attempts": self.attempts.iter().map(DeliveryAttempt::to_json).collect::<Value>(),
        })
    }
}

impl DeliveryAttempt {
    fn to_json(&self) -> Value {
        let time = self.at.duration_since(UNIX_EPOCH).unwrap_or_default();
        json!({
            "cause": self.cause.name(),
            "url": self.url,
            "time": u64::try_from(time.as_millis()).unwrap_or_default(),
            "duration_ms": u64::try_from(self.duration.as_millis()).unwrap_or_default(),
            "status": self.status.map(|status| status.as_u16()),
            "body": {
                "text": String::from_utf8_lossy(&self.body),
                "length": self.length,
                "clipped": self.length > self.body.len(),
            },
            "error": self.error,
            "error_in_chinese": self.error_in_chinese,
            "accepted": self.accepted,
        })
    }
}
