//! The calls about refunds overseas: apply, query one, query those of an order.

use http::Method;
use serde_json::{Value, json};

use super::Entry;
use super::fields::{Fields, query_number};
use super::known::Known;
use super::overseas::{SELLER, copy_seller, currency, query_seller, seller};
use super::refunds;
use super::refusal::Refusal;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::time::now;
use crate::gateway::world::model::refund::Refund;
use crate::gateway::world::state::World;

pub(super) const CALLS: &[Entry] = &[
    (Method::POST, "/v3/global/refunds", create),
    (Method::GET, "/v3/global/refunds", of_order),
    (Method::GET, "/v3/global/refunds/id/{refund_id}", by_id),
    (Method::GET, "/v3/global/refunds/out-refund-no/{out_refund_no}", by_number),
];

const REFUND: Known = &[
    SELLER,
    &[
        "/transaction_id",
        "/out_trade_no",
        "/out_refund_no",
        "/reason",
        "/amount/refund",
        "/amount/total",
        "/amount/currency",
        "/notify_url",
    ],
];

/// `POST /v3/global/refunds`. It is `PROCESSING` until its first query, or until a command.
fn create(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, REFUND)?;
    seller(&fields, world.mchid, true)?;
    fields.text("/amount/currency", 3..=3)?;
    currency(&fields, "/amount/currency")?;
    let shown = refunds::apply(world, fields, true)?.shown();
    let names = ["id", "out_refund_no", "create_time", "amount"];
    let member = |name: &str| Some((name.to_owned(), shown.get(name)?.clone()));
    Ok(Value::Object(names.into_iter().filter_map(member).collect()).into())
}

/// `GET /v3/global/refunds/id/{refund_id}`. It completes the refund.
fn by_id(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let id = request.var("refund_id").unwrap_or_default();
    completed(world, request, |refund| refund.refund_id == id)
}

/// `GET /v3/global/refunds/out-refund-no/{out_refund_no}`. It completes the refund.
fn by_number(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let number = request.var("out_refund_no").unwrap_or_default();
    completed(world, request, |refund| refund.out_refund_no == number)
}

fn completed(
    world: &World,
    request: &ReceivedRequest,
    is_asked: impl Fn(&Refund) -> bool,
) -> Result<StubResponse, Refusal> {
    query_seller(request, world.mchid)?;
    let mut state = world.state();
    let mut overseas = state.refunds.values_mut().filter(|refund| refund.is_overseas);
    let refund = overseas.find(|refund| is_asked(refund)).ok_or_else(refunds::unknown)?;
    refund.complete(now());
    Ok(refund.shown().into())
}

/// `GET /v3/global/refunds?transaction_id=…`, or `out_trade_no=…`: all refunds of an order.
fn of_order(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    query_seller(request, world.mchid)?;
    let offset = query_number(request, "offset", 0..=usize::MAX, 0)?;
    let count = query_number(request, "count", 1..=100, 20)?;
    let state = world.state();
    let by_id = request.query_value("transaction_id");
    let order = match by_id {
        Some(id) => state.order_of_transaction(&id),
        None => request.query_value("out_trade_no").and_then(|number| state.orders.get(&number)),
    };
    let order = order.filter(|order| order.is_overseas).ok_or_else(refunds::unknown_order)?;
    let mut all = state.refunds.values().collect::<Vec<_>>();
    all.retain(|refund| refund.out_trade_no == order.out_trade_no);
    all.sort_by_key(|refund| refund.sequence);
    let data = all.iter().skip(offset).take(count).map(|refund| refund.shown()).collect::<Vec<_>>();
    let mut shown = json!({
        "id": order.payment.as_ref().map(|payment| &payment.transaction_id),
        "out_trade_no": order.out_trade_no,
        "amount": order.shown()["amount"],
        "total_num": all.len(),
        "current_total_num": data.len(),
        "data": data,
    });
    copy_seller(order, &mut shown);
    Ok(shown.into())
}
