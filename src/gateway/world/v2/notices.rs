//! What is notified of a payment and a refund.

use openssl::error::ErrorStack;
use serde_json::Value;

use super::{pairs, queries};
use crate::error::Error;
use crate::gateway::deliveries::Message;
use crate::gateway::keys::Keys;
use crate::gateway::time::beijing_plain;
use crate::gateway::v2::xml::Fields;
use crate::gateway::v2::{self, Kind};
use crate::gateway::world::model::order::Order;
use crate::gateway::world::model::refund::Refund;
use crate::language::say;

/// A notification of APIv2 that is not signed yet.
pub(in crate::gateway::world) enum V2Notice {
    Paid(Kind, Fields),
    Refunded(Fields),
}

/// Of an order that was paid.
pub(in crate::gateway::world) fn paid(order: &Order, kind: Kind) -> V2Notice {
    let mut fields = communicated(order.text("/appid"), order.text("/mchid"));
    fields.extend(pairs([("result_code", "SUCCESS".to_owned())]));
    fields.extend(queries::shown(order));
    V2Notice::Paid(kind, fields)
}

/// Of a refund that was completed.
pub(in crate::gateway::world) fn refunded(refund: &Refund) -> V2Notice {
    let fields = pairs([
        ("out_refund_no", refund.out_refund_no.clone()),
        ("out_trade_no", refund.out_trade_no.clone()),
        ("refund_account", "REFUND_SOURCE_RECHARGE_FUNDS".to_owned()),
        ("refund_fee", refund.amount.to_string()),
        ("refund_id", refund.refund_id.clone()),
        ("refund_recv_accout", "支付用户零钱".to_owned()),
        ("refund_request_source", "API".to_owned()),
        ("refund_status", refund.status.v2_name().to_owned()),
        ("settlement_refund_fee", refund.amount.to_string()),
        ("settlement_total_fee", refund.total.to_string()),
        ("success_time", refund.completed.map(beijing_plain).unwrap_or_default()),
        ("total_fee", refund.total.to_string()),
        ("transaction_id", refund.transaction_id.clone()),
    ]);
    V2Notice::Refunded(fields)
}

fn communicated(appid: &str, mchid: &str) -> Fields {
    pairs([
        ("return_code", "SUCCESS".to_owned()),
        ("appid", appid.to_owned()),
        ("mch_id", mchid.to_owned()),
    ])
}

impl V2Notice {
    /// What is sent, as often as it is sent.
    pub(in crate::gateway::world) fn message(self, keys: &Keys) -> Result<Message, Error> {
        let event_type = match &self {
            Self::Paid(..) => "v2.payment",
            Self::Refunded(_) => "v2.refund",
        };
        let (Self::Paid(_, fields) | Self::Refunded(fields)) = &self;
        let resource = fields.iter().map(|(name, value)| (name.clone(), value.as_str().into()));
        let resource = Value::Object(resource.collect());
        v2::message(event_type, resource, || self.body(keys)).map_err(|error| {
            let message = say!(
                "the gateway's notification could not be made: {error}",
                "无法生成网关的回调通知：{error}"
            );
            Error::options(message).with_source(error)
        })
    }

    fn body(self, keys: &Keys) -> Result<String, ErrorStack> {
        match self {
            Self::Paid(kind, fields) => v2::signed(keys, kind, fields),
            Self::Refunded(info) => {
                let mut fields = communicated("", crate::gateway::keys::MCHID);
                fields.push(("req_info".into(), v2::refund_info(keys, &info)?));
                Ok(v2::xml::write(&fields))
            }
        }
    }
}
