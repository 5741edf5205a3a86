//! The calls of the merchant world, a file for each subject.

mod bills;
mod complaint_url;
mod complaints;
mod encrypted;
mod fields;
mod known;
mod onboarding;
mod onboarding_fields;
mod orders;
mod overseas;
mod overseas_refunds;
mod payscore;
mod refunds;
mod refusal;
mod sensitive;
mod sharing;
mod sharing_returns;
mod uploads;

use std::sync::Arc;

use http::Method;

pub(super) use self::bills::{fund_flow_of, gzip, trade_of};
pub(super) use self::refunds::refund_id;
use self::refusal::Refusal;
use super::model::order::Kind;
use super::state::World;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::routes::Routes;

/// Responds to a request.
type Call = fn(&World, &ReceivedRequest) -> Result<StubResponse, Refusal>;

/// A call's method and path.
type Entry = (Method, &'static str, Call);

/// The calls about orders, refunds and bills, and single ones. The other families list their own.
const CALLS: &[Entry] = &[
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

/// The families' calls.
const FAMILIES: [&[Entry]; 9] = [
    CALLS,
    complaint_url::CALLS,
    complaints::CALLS,
    encrypted::CALLS,
    onboarding::CALLS,
    overseas::CALLS,
    overseas_refunds::CALLS,
    sharing::CALLS,
    sharing_returns::CALLS,
];

impl World {
    /// Registers the calls.
    pub(in crate::gateway) fn serve(self: &Arc<Self>, routes: &Routes) {
        for (method, template, call) in FAMILIES.into_iter().flatten() {
            let (method, world) = (method.clone(), Arc::clone(self));
            let handler = move |request: &ReceivedRequest| {
                call(&world, request).unwrap_or_else(StubResponse::from)
            };
            routes.add(method, template, Arc::new(handler));
        }
    }
}
