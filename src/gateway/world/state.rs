//! What the merchant world remembers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::HeaderMap;
use http::header::HOST;

use super::given::Given;
use super::model::applyment::Onboarding;
use super::model::bill_file::BillFiles;
use super::model::complaint::Complaints;
use super::model::order::Order;
use super::model::refund::Refund;
use super::model::sharing::Sharings;
use crate::gateway::deliveries::Deliveries;
use crate::gateway::keys::{Keys, MCHID};
use crate::transport::is_api_host;

/// One merchant's orders, refunds and bills.
pub(in crate::gateway) struct World {
    pub(super) mchid: &'static str,
    pub(super) keys: Arc<Keys>,
    pub(super) deliveries: Arc<Deliveries>,
    /// The gateway's own, `http` or `https`.
    scheme: &'static str,
    state: Mutex<State>,
}

#[derive(Default)]
pub(super) struct State {
    /// By out_trade_no.
    pub(super) orders: HashMap<String, Order>,
    /// The out_trade_no of each transaction_id.
    pub(super) transactions: HashMap<String, String>,
    /// By out_refund_no.
    pub(super) refunds: HashMap<String, Refund>,
    pub(super) sharings: Sharings,
    pub(super) complaints: Complaints,
    pub(super) onboarding: Onboarding,
    pub(super) files: BillFiles,
    /// What was added to bills.
    pub(super) given: Given,
}

impl World {
    pub(in crate::gateway) fn new(deliveries: Arc<Deliveries>, scheme: &'static str) -> Self {
        let keys = Arc::clone(&deliveries.keys);
        Self { mchid: MCHID, keys, deliveries, scheme, state: Mutex::default() }
    }

    /// Held for no longer than it takes to look something up: nothing is sent meanwhile.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An address at this gateway, by the name that the client calls it: only there does the client
    /// send what is signed.
    pub(in crate::gateway) fn address(&self, headers: &HeaderMap, path: &str) -> String {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        self.address_at(host, path)
    }

    pub(super) fn address_at(&self, host: &str, path: &str) -> String {
        // A client that calls WeChat Pay's own host reached this gateway as its proxy, or through one.
        let scheme = if is_api_host(host) { "https" } else { self.scheme };
        format!("{scheme}://{host}{path}")
    }
}

impl State {
    pub(super) fn order_of_transaction(&self, transaction_id: &str) -> Option<&Order> {
        self.orders.get(self.transactions.get(transaction_id)?)
    }
}
