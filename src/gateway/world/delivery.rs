//! The result of a payment or a refund, and of its notification.

use serde_json::{Value, json};

use crate::error::{Error, one_line};
use crate::gateway::deliveries::{Deliveries, Message};
use crate::gateway::notify::NotifyResponse;

/// The result of [`Gateway::pay`](crate::Gateway::pay).
#[derive(Debug)]
#[non_exhaustive]
pub struct PaymentResult {
    /// WeChat Pay's number for the payment.
    pub transaction_id: String,
    /// The order, as a query returns it and the notification contains it.
    pub order: Value,
    /// The result of the notification.
    pub delivery: Delivery,
    /// The [id](crate::gateway::DeliveryRecord::id) of the notification; `None` if there is no address.
    pub notification_id: Option<String>,
}

/// The result of [`Gateway::complete_refund`](crate::Gateway::complete_refund).
#[derive(Debug)]
#[non_exhaustive]
pub struct RefundResult {
    /// WeChat Pay's number for the refund.
    pub refund_id: String,
    /// The refund, as a query returns it.
    pub refund: Value,
    /// The result of the notification.
    pub delivery: Delivery,
    /// The [id](crate::gateway::DeliveryRecord::id) of the notification; `None` if there is no address.
    pub notification_id: Option<String>,
}

/// The result of [`Gateway::complain`](crate::Gateway::complain).
#[derive(Debug)]
#[non_exhaustive]
pub struct ComplaintResult {
    /// WeChat Pay's number for the complaint.
    pub complaint_id: String,
    /// The complaint, as a query returns it.
    pub complaint: Value,
    /// The result of the notification.
    pub delivery: Delivery,
    /// The [id](crate::gateway::DeliveryRecord::id) of the notification; `None` if there is no address.
    pub notification_id: Option<String>,
}

/// The result of a notification's first attempt. The payment or refund takes effect in any case.
///
/// What is not accepted is repeated by the gateway's clock: see
/// [`Gateway::advance`](crate::Gateway::advance).
///
/// ```
/// use wechatpay_chain::gateway::{Delivery, PaymentResult};
///
/// fn describe(paid: &PaymentResult) -> String {
///     match &paid.delivery {
///         Delivery::Responded(response) => format!("the receiver responded: {}", response.status),
///         Delivery::Failed(error) => format!("no response: {error}"),
///         Delivery::Elsewhere(url) => format!("not sent to {url}"),
///         _ => "not sent".to_owned(),
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Delivery {
    /// The receiver responded.
    Responded(NotifyResponse),
    /// There is no complete response, for one of the reasons of [`Notify::send`](crate::gateway::Notify::send).
    Failed(Error),
    /// Nothing was sent, because this URL is not plain http to this machine (`http://127.0.0.1:…`,
    /// `localhost`, `[::1]`). To test a receiver that has a public address, create the order with
    /// the receiver's local address.
    Elsewhere(String),
    /// Nothing was sent: the refund has no notify_url, or no URL is registered for complaints.
    NoAddress,
}

impl Delivery {
    /// Sends the notification, if its URL is on this machine. Also returns its id.
    pub(super) async fn of(
        deliveries: &Deliveries,
        message: Result<Message, Error>,
        url: &str,
        out_trade_no: &str,
    ) -> (Self, Option<String>) {
        if url.is_empty() {
            return (Self::NoAddress, None);
        }
        let message = match message {
            Ok(message) => message,
            Err(error) => return (Self::Failed(error), None),
        };
        let (id, event_type) = (message.id.clone(), message.event_type.clone());
        let sent = match deliveries.send_about(message, url, Some(out_trade_no)).await {
            Some(Ok(response)) => Self::Responded(response),
            Some(Err(error)) => Self::Failed(error),
            None => {
                tracing::info!(
                    event_type,
                    url = one_line(url, 120),
                    "the local gateway sent no notification: its address is not on this machine"
                );
                Self::Elsewhere(url.to_owned())
            }
        };
        (sent, Some(id))
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

    /// Whether the receiver accepted the notification, so that WeChat Pay would not repeat it: 200 or
    /// 204.
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
