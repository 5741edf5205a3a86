//! How a payment is shared: receivers, shares, and what is returned of them.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::order::Order;
use crate::gateway::time::beijing;

#[derive(Default)]
pub(crate) struct Sharings {
    /// Type and account of each receiver that was added.
    pub(crate) receivers: HashSet<(String, String)>,
    /// By out_order_no.
    pub(crate) orders: HashMap<String, Sharing>,
    /// By out_return_no.
    pub(crate) returns: HashMap<String, Return>,
}

/// A request to share, or to release the rest.
pub(crate) struct Sharing {
    /// What it was requested with.
    pub(crate) request: Value,
    pub(crate) order_id: String,
    pub(crate) out_order_no: String,
    pub(crate) transaction_id: String,
    pub(crate) shares: Vec<Share>,
    /// Whether nothing is left to share.
    pub(crate) releases: bool,
    /// Seconds since 1970.
    pub(crate) created: u64,
    /// `None` while it is processed.
    pub(crate) finished: Option<u64>,
}

pub(crate) struct Share {
    pub(crate) kind: String,
    pub(crate) account: String,
    /// In fen.
    pub(crate) amount: u64,
    pub(crate) description: String,
    pub(crate) detail_id: String,
    /// What the receiver gave back, in fen.
    pub(crate) returned: u64,
}

pub(crate) struct Return {
    /// What it was requested with.
    pub(crate) request: Value,
    pub(crate) return_id: String,
    pub(crate) order_id: String,
    pub(crate) out_order_no: String,
    /// Seconds since 1970.
    pub(crate) created: u64,
    /// `None` while it is processed.
    pub(crate) finished: Option<u64>,
}

impl Sharings {
    /// What of an order can still be shared, in fen.
    pub(crate) fn left(&self, order: &Order) -> u64 {
        let id = order.payment.as_ref().map(|payment| payment.transaction_id.as_str());
        let of_order = || self.orders.values().filter(|it| Some(&*it.transaction_id) == id);
        if of_order().any(|sharing| sharing.releases) {
            return 0;
        }
        let shared: u64 = of_order().flat_map(|it| &it.shares).map(|share| share.amount).sum();
        order.total.saturating_sub(order.refunded).saturating_sub(shared)
    }
}

impl Sharing {
    /// One that is finished keeps its time.
    pub(crate) fn finish(&mut self, now: u64) {
        self.finished.get_or_insert(now);
    }

    /// What the request and a query return.
    pub(crate) fn shown(&self) -> Value {
        let (state, result) = match self.finished {
            Some(_) => ("FINISHED", "SUCCESS"),
            None => ("PROCESSING", "PENDING"),
        };
        let share = |share: &Share| {
            json!({
                "amount": share.amount,
                "description": share.description,
                "type": share.kind,
                "account": share.account,
                "result": result,
                "detail_id": share.detail_id,
                "create_time": beijing(self.created),
                "finish_time": finish_time(self.finished),
            })
        };
        let mut shown = json!({
            "transaction_id": self.transaction_id,
            "out_order_no": self.out_order_no,
            "order_id": self.order_id,
            "state": state,
            "receivers": self.shares.iter().map(share).collect::<Vec<_>>(),
        });
        copy(&self.request, &mut shown, "sub_mchid");
        shown
    }
}

impl Return {
    /// One that is finished keeps its time.
    pub(crate) fn finish(&mut self, now: u64) {
        self.finished.get_or_insert(now);
    }

    /// What the request and a query return.
    pub(crate) fn shown(&self) -> Value {
        let mut shown = json!({
            "order_id": self.order_id,
            "out_order_no": self.out_order_no,
            "return_id": self.return_id,
            "result": if self.finished.is_some() { "SUCCESS" } else { "PROCESSING" },
            "create_time": beijing(self.created),
            "finish_time": finish_time(self.finished),
        });
        for name in ["sub_mchid", "out_return_no", "return_mchid", "amount", "description"] {
            copy(&self.request, &mut shown, name);
        }
        shown
    }
}

/// The field is there from the start: WeChat Pay fills it with the beginning of 1970.
fn finish_time(finished: Option<u64>) -> String {
    beijing(finished.unwrap_or(0))
}

fn copy(from: &Value, to: &mut Value, name: &str) {
    if let Some(value) = from.get(name) {
        to[name] = value.clone();
    }
}
