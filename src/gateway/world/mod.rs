//! A small merchant world in memory, which answers where no handler is registered: orders, refunds,
//! bills, uploads and an authorization of Payscore.
//!
//! Nothing in it happens by time alone: an order is paid and a refund completed on command, so that
//! a test need not wait. It lives as long as the gateway.

mod bills;
mod csv;
mod fields;
mod known;
mod notice;
mod order;
mod orders;
mod pay;
mod payscore;
mod refund;
mod refunds;
mod refusal;
mod uploads;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, Method, header::HOST};

pub use self::notice::{Delivery, Paid, Refunded};

use self::bills::Files;
use self::order::{Kind, Order};
use self::refund::Refund;
use self::refusal::Refusal;
use super::answer::Answer;
use super::received::Received;
use super::routes::Routes;

/// A call of the world.
type Call = fn(&World, &Received) -> Result<Answer, Refusal>;

/// The calls, and what answers them.
const CALLS: [(Method, &str, Call); 17] = [
    (Method::POST, "/v3/pay/transactions/jsapi", |world, request| {
        orders::create(world, request, Kind::Jsapi)
    }),
    (Method::POST, "/v3/pay/transactions/native", |world, request| {
        orders::create(world, request, Kind::Native)
    }),
    (Method::POST, "/v3/pay/transactions/app", |world, request| {
        orders::create(world, request, Kind::App)
    }),
    (Method::POST, "/v3/pay/transactions/h5", |world, request| {
        orders::create(world, request, Kind::H5)
    }),
    (Method::GET, "/v3/pay/transactions/id/{transaction_id}", orders::by_transaction_id),
    (Method::GET, "/v3/pay/transactions/out-trade-no/{out_trade_no}", orders::by_out_trade_no),
    (Method::POST, "/v3/pay/transactions/out-trade-no/{out_trade_no}/close", orders::close),
    (Method::POST, "/v3/refund/domestic/refunds", refunds::create),
    (Method::GET, "/v3/refund/domestic/refunds/{out_refund_no}", refunds::query),
    (Method::GET, "/v3/bill/tradebill", bills::trade),
    (Method::GET, "/v3/bill/fundflowbill", bills::fund_flow),
    (Method::GET, "/v3/billdownload/file", bills::download),
    (Method::POST, "/v3/merchant/media/upload", uploads::image),
    (Method::POST, "/v3/merchant/media/video_upload", uploads::video),
    (Method::POST, "/v3/merchant-service/images/upload", uploads::image),
    (Method::POST, "/v3/marketing/favor/media/image-upload", uploads::marketing_image),
    (
        Method::GET,
        "/v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}",
        payscore::permissions,
    ),
];

/// One merchant's orders, refunds and bills.
pub(super) struct World {
    mchid: &'static str,
    /// The gateway's own, `http` or `https`.
    scheme: &'static str,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// By out_trade_no.
    orders: HashMap<String, Order>,
    /// The out_trade_no of each transaction_id.
    transactions: HashMap<String, String>,
    /// By out_refund_no.
    refunds: HashMap<String, Refund>,
    files: Files,
}

impl World {
    pub(super) fn new(mchid: &'static str, scheme: &'static str) -> Self {
        Self { mchid, scheme, state: Mutex::default() }
    }

    /// Has its calls answered.
    pub(super) fn serve(self: &Arc<Self>, routes: &Routes) {
        for (method, template, call) in CALLS {
            let world = Arc::clone(self);
            let handler =
                move |request: &Received| call(&world, request).unwrap_or_else(Answer::from);
            routes.add(method, template, Arc::new(handler));
        }
    }

    /// Held for no longer than it takes to look something up: nothing is sent meanwhile.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An address at this gateway, by the name that the client calls it: only there does the client
    /// send what is signed.
    fn address(&self, headers: &HeaderMap, path: &str) -> String {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        format!("{}://{host}{path}", self.scheme)
    }
}

impl State {
    fn order_of_transaction(&self, transaction_id: &str) -> Option<&Order> {
        self.orders.get(self.transactions.get(transaction_id)?)
    }
}

#[cfg(test)]
mod tests;
