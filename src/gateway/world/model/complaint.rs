//! Complaints of payers, and what was said about them.

use serde_json::{Value, json};

use super::order::Order;
use crate::gateway::time::beijing;

#[derive(Default)]
pub(crate) struct Complaints {
    /// In the order of their creation.
    pub(crate) all: Vec<Complaint>,
    /// Where the merchant is notified, if it said so.
    pub(crate) notify_url: Option<String>,
}

pub(crate) struct Complaint {
    pub(crate) complaint_id: String,
    pub(crate) out_trade_no: String,
    pub(crate) detail: String,
    pub(crate) state: &'static str,
    /// Whether the payer waits for an answer of the merchant.
    pub(crate) waits: bool,
    /// Encrypted for the merchant.
    pub(crate) payer_phone: String,
    /// Seconds since 1970.
    pub(crate) created: u64,
    /// In the order of time.
    pub(crate) history: Vec<Entry>,
}

/// A line of a complaint's history.
pub(crate) struct Entry {
    pub(crate) log_id: String,
    pub(crate) operator: &'static str,
    pub(crate) operate_type: &'static str,
    pub(crate) details: String,
    pub(crate) images: Vec<String>,
    /// Seconds since 1970.
    pub(crate) at: u64,
}

pub(crate) const PENDING: &str = "PENDING";
pub(crate) const PROCESSING: &str = "PROCESSING";
pub(crate) const PROCESSED: &str = "PROCESSED";

impl Complaints {
    pub(crate) fn get(&self, complaint_id: &str) -> Option<&Complaint> {
        self.all.iter().find(|complaint| complaint.complaint_id == complaint_id)
    }

    pub(crate) fn get_mut(&mut self, complaint_id: &str) -> Option<&mut Complaint> {
        self.all.iter_mut().find(|complaint| complaint.complaint_id == complaint_id)
    }
}

impl Complaint {
    /// What a query returns, and a list contains.
    pub(crate) fn shown(&self, order: &Order) -> Value {
        let transaction_id = order.payment.as_ref().map(|payment| &payment.transaction_id);
        json!({
            "complaint_id": self.complaint_id,
            "complaint_time": beijing(self.created),
            "complaint_detail": self.detail,
            "complaint_state": self.state,
            "complainted_mchid": order.text("/mchid"),
            "payer_phone": self.payer_phone,
            "payer_openid": order.openid(),
            "complaint_order_info": [{
                "transaction_id": transaction_id,
                "out_trade_no": self.out_trade_no,
                "amount": order.total,
            }],
            "complaint_full_refunded": order.refunded >= order.total,
            "incoming_user_response": self.waits,
            "problem_description": "其他",
            "problem_type": "OTHERS",
            "user_complaint_times": 1,
            "in_platform_service": false,
            "need_immediate_service": false,
        })
    }
}

impl Entry {
    /// What a query returns.
    pub(crate) fn shown(&self) -> Value {
        json!({
            "log_id": self.log_id,
            "operator": self.operator,
            "operate_time": beijing(self.at),
            "operate_type": self.operate_type,
            "operate_details": self.details,
            "image_list": self.images,
        })
    }
}
