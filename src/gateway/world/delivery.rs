//! What came of a payment or a refund, and whether its notification arrived.

use serde_json::{Value, json};

use crate::error::{Error, one_line};
use crate::gateway::http_post::is_on_this_machine;
use crate::gateway::keys::Keys;
use crate::gateway::notify::{Notify, NotifyResponse};

/// An order that [`Gateway::pay`](crate::Gateway::pay) had paid.
#[derive(Debug)]
#[non_exhaustive]
pub struct PaymentResult {
    /// WeChat Pay's number of the payment.
    pub transaction_id: String,
    /// The order, as a query shows it and as the notification holds it.
    pub order: Value,
    /// What became of the notification.
    pub delivery: Delivery,
}

/// A refund that [`Gateway::complete_refund`](crate::Gateway::complete_refund) completed.
#[derive(Debug)]
#[non_exhaustive]
pub struct RefundResult {
    /// WeChat Pay's number of the refund.
    pub refund_id: String,
    /// The refund, as a query shows it.
    pub refund: Value,
    /// What became of the notification.
    pub delivery: Delivery,
}

/// What became of a notification. It was sent once; whatever became of it, what it tells of has
/// happened.
#[derive(Debug)]
#[non_exhaustive]
pub enum Delivery {
    /// The receiver responded.
    Responded(NotifyResponse),
    /// No whole answer came: [`Notify::send`] says why.
    Failed(Error),
    /// Nothing was sent, since this address is not plain http to this machine
    /// (`http://127.0.0.1:…`, `localhost`, `[::1]`). To try a receiver that has a public address,
    /// give the order the address at which it listens here.
    Elsewhere(String),
    /// Nothing was sent: the refund has no notify_url.
    NoAddress,
}

impl Delivery {
    /// Sends it where it belongs.
    pub(super) fn of(
        keys: &Keys,
        event_type: &str,
        original_type: &str,
        resource: Value,
        url: &str,
    ) -> Self {
        if url.is_empty() {
            return Self::NoAddress;
        }
        if !is_on_this_machine(url) {
            tracing::info!(
                event_type,
                url = one_line(url, 120),
                "the local gateway sent no notification: its address is not on this machine"
            );
            return Self::Elsewhere(url.to_owned());
        }
        let notify = Notify::new(keys, event_type, resource).original_type(original_type);
        match notify.send(url) {
            Ok(response) => Self::Responded(response),
            Err(error) => {
                tracing::warn!(%error, event_type, "the local gateway's notification failed");
                Self::Failed(error)
            }
        }
    }

    /// As the page and the gateway's own calls show it.
    pub(in crate::gateway) fn to_json(&self) -> Value {
        match self {
            Self::Responded(response) => json!({ "status": response.status.as_u16() }),
            Self::Failed(error) => json!({ "error": error.to_string() }),
            Self::Elsewhere(url) => json!({ "elsewhere": url }),
            Self::NoAddress => json!({}),
        }
    }

    /// Whether the receiver answered so that WeChat Pay would not send it again: 200 or 204.
    pub fn accepted(&self) -> bool {
        self.response().is_some_and(NotifyResponse::accepted)
    }

    /// The receiver's response, if there is one.
    pub fn response(&self) -> Option<&NotifyResponse> {
        match self {
            Self::Responded(response) => Some(response),
            _ => None,
        }
    }
}
