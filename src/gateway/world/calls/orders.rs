//! The calls about orders: create, query, close.

use http::StatusCode;
use serde_json::{Value, json};

use super::fields::{Fields, missing, query_mchid};
use super::known;
use super::refusal::{Refusal, of_field};
use crate::gateway::keys::{alphanumerics, digits, hex_digits};
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::time::{beijing_plain, now, parse};
use crate::gateway::world::model::order::{Kind, Order};
use crate::gateway::world::state::{State, World};
use crate::language::{Text, say};

/// `POST /v3/pay/transactions/{jsapi,native,app,h5}`.
///
/// The same order may be created again, as long as it is not paid: then it has one more prepay_id.
pub(super) fn create(
    world: &World,
    request: &ReceivedRequest,
    kind: Kind,
) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, known::order(kind))?;
    let (out_trade_no, total) = check(world, &fields, kind)?;
    insert(world, fields, Created { kind, is_overseas: false, out_trade_no, total })?;
    Ok(prepared(world, request, kind)?.into())
}

/// An order that may be created.
pub(super) struct Created {
    pub(super) kind: Kind,
    pub(super) is_overseas: bool,
    pub(super) out_trade_no: String,
    pub(super) total: u64,
}

/// Creates an order, unless its number is used for another one.
pub(super) fn insert(world: &World, fields: Fields, created: Created) -> Result<(), Refusal> {
    let Created { kind, is_overseas, out_trade_no, total } = created;
    let mut state = world.state();
    match state.orders.get(&out_trade_no) {
        None => {
            let sequence = state.orders.len();
            let order = Order {
                is_overseas,
                ..Order::new(kind, fields.whole, out_trade_no.clone(), total, sequence)
            };
            state.orders.insert(out_trade_no, order);
        }
        Some(order) => {
            open(order)?;
            let is_same = order.kind == kind && order.is_overseas == is_overseas;
            if !is_same || order.request != fields.whole {
                return Err(used(&out_trade_no));
            }
        }
    }
    Ok(())
}

/// The out_trade_no and the total, if all is as it must be.
fn check(world: &World, fields: &Fields, kind: Kind) -> Result<(String, u64), Refusal> {
    fields.text("/appid", 1..=32)?;
    fields.mchid(world.mchid)?;
    let terms = check_terms(fields)?;
    fields.currency("/amount/currency")?;
    match kind {
        Kind::Jsapi => {
            fields.text("/payer/openid", 1..=128)?;
        }
        Kind::H5 => {
            if fields.get("/scene_info").is_none() {
                return Err(fields.refuse("/scene_info", missing()));
            }
            fields.text("/scene_info/payer_client_ip", 1..=45)?;
            fields.text("/scene_info/h5_info/type", 1..=32)?;
        }
        Kind::Native | Kind::App | Kind::Micropay => {}
    }
    Ok(terms)
}

/// The out_trade_no and the total, if all is as it must be for each order.
pub(super) fn check_terms(fields: &Fields) -> Result<(String, u64), Refusal> {
    fields.text("/description", 1..=127)?;
    let out_trade_no = fields.number("/out_trade_no", 6..=32, "_-|*")?;
    if fields.notify_url()?.is_none() {
        return Err(fields.refuse("/notify_url", missing()));
    }
    fields.optional_text("/attach", 0..=128)?;
    let total = fields.fen("/amount/total")?;
    if let Some(text) = fields.optional_text("/time_expire", 1..=64)? {
        let refuse = |issue: Text| Err(fields.refuse("/time_expire", issue));
        match parse(text) {
            None => {
                return refuse(say!(
                    "is not a time: send one such as 2018-06-08T10:34:56+08:00",
                    "不是时间，请发送 2018-06-08T10:34:56+08:00 这样的时间"
                ));
            }
            Some(limit) if limit <= i64::try_from(now()).unwrap_or(i64::MAX) => {
                return refuse(say!(
                    "is in the past: send a later time, or none",
                    "已经过去，请发送更晚的时间，或者不发送"
                ));
            }
            Some(_) => {}
        }
    }
    Ok((out_trade_no.to_owned(), total))
}

/// What the payment is begun with.
pub(super) fn prepared(
    world: &World,
    request: &ReceivedRequest,
    kind: Kind,
) -> Result<Value, Refusal> {
    let moment = beijing_plain(now()).replace(['-', ':', ' '], "");
    let prepay_id = format!("wx{moment}{}", hex_digits(20)?);
    let response = match kind {
        Kind::Jsapi | Kind::App | Kind::Micropay => json!({ "prepay_id": prepay_id }),
        Kind::Native => {
            json!({ "code_url": format!("weixin://wxpay/bizpayurl?pr=SANDBOX{}", alphanumerics(9)?) })
        }
        // WeChat Pay's address of the cashier, but at this gateway: a browser that opens it stays
        // on this machine.
        Kind::H5 => {
            let package = digits(10)?;
            let path =
                format!("/cgi-bin/mmpayweb-bin/checkmweb?prepay_id={prepay_id}&package={package}");
            json!({ "h5_url": world.address(request.headers(), &path) })
        }
    };
    Ok(response)
}

/// `GET /v3/pay/transactions/out-trade-no/{out_trade_no}`.
pub(super) fn by_out_trade_no(
    world: &World,
    request: &ReceivedRequest,
) -> Result<StubResponse, Refusal> {
    query_mchid(request, world.mchid)?;
    let number = request.var("out_trade_no").unwrap_or_default();
    shown(world.state().orders.get(number), "out_trade_no", false)
}

/// `GET /v3/pay/transactions/id/{transaction_id}`.
pub(super) fn by_transaction_id(
    world: &World,
    request: &ReceivedRequest,
) -> Result<StubResponse, Refusal> {
    query_mchid(request, world.mchid)?;
    let id = request.var("transaction_id").unwrap_or_default();
    shown(world.state().order_of_transaction(id), "transaction_id", false)
}

/// An order as a query returns it, which finds either orders at home or those overseas.
pub(super) fn shown(
    order: Option<&Order>,
    number: &str,
    is_overseas: bool,
) -> Result<StubResponse, Refusal> {
    let order = order.filter(|order| order.is_overseas == is_overseas);
    order.map(|order| order.shown().into()).ok_or_else(|| unknown(number))
}

/// `POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close`.
pub(super) fn close(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    Fields::of_body(request, known::CLOSE)?.mchid(world.mchid)?;
    let number = request.var("out_trade_no").unwrap_or_default();
    close_order(world, number, "out_trade_no", false)
}

/// Closes the order with this out_trade_no; the request named it by `name`.
pub(super) fn close_order(
    world: &World,
    out_trade_no: &str,
    name: &str,
    is_overseas: bool,
) -> Result<StubResponse, Refusal> {
    let mut state = world.state();
    let order = state.orders.get_mut(out_trade_no);
    let order = order.filter(|order| order.is_overseas == is_overseas);
    let order = order.ok_or_else(|| unknown(name))?;
    open(order)?;
    order.closed = true;
    Ok(().into())
}

/// Refuses an order that is paid or closed.
fn open(order: &Order) -> Result<(), Refusal> {
    if order.payment.is_some() {
        let reason = say!(
            "the order is paid: query it; to give the money back, refund it",
            "请查询订单；如需退回款项，请申请退款"
        );
        return Err(Refusal::bad_request("ORDER_PAID", "该订单已支付", &reason));
    }
    if order.closed {
        let reason = say!(
            "the order is closed: create another one, with a new out_trade_no",
            "请用新的 out_trade_no 另外下单"
        );
        return Err(Refusal::bad_request("ORDER_CLOSED", "订单已关闭", &reason));
    }
    Ok(())
}

fn used(out_trade_no: &str) -> Refusal {
    let issue = say!(
        "was used for another order: send the same parameters again, or a new out_trade_no",
        "已用于另一笔订单，请发送相同的参数，或使用新的 out_trade_no"
    );
    let reason = of_field("body", "/out_trade_no", &issue);
    Refusal::new(StatusCode::FORBIDDEN, "OUT_TRADE_NO_USED", "商户订单号重复", &reason).about(
        "body",
        "/out_trade_no",
        Some(&out_trade_no.into()),
        issue,
    )
}

fn unknown(number: &str) -> Refusal {
    let reason = say!(
        "no order has this {number}: create it first, or correct the number",
        "没有该 {number} 的订单，请先下单，或更正单号"
    );
    Refusal::not_found("ORDER_NOT_EXIST", "订单不存在", &reason)
}

impl World {
    /// All orders as a query shows them, in the order of their creation.
    pub(in crate::gateway) fn orders(&self) -> Vec<Value> {
        let state: &State = &self.state();
        let mut orders = state.orders.values().collect::<Vec<_>>();
        orders.sort_by_key(|order| order.sequence);
        orders.into_iter().map(Order::shown).collect()
    }
}
