//! The calls about profit sharing: receivers, requests to share, release of the rest.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Entry;
use super::fields::{Fields, query};
use super::known::Known;
use super::refusal::Refusal;
use super::sensitive;
use crate::gateway::keys::digits;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::time::now;
use crate::gateway::world::model::order::Order;
use crate::gateway::world::model::sharing::{Share, Sharing, Sharings};
use crate::gateway::world::state::{State, World};
use crate::language::say;

pub(super) const CALLS: &[Entry] = &[
    (Method::POST, "/v3/profitsharing/receivers/add", add),
    (Method::POST, "/v3/profitsharing/receivers/delete", delete),
    (Method::POST, "/v3/profitsharing/orders", create),
    (Method::POST, "/v3/profitsharing/orders/unfreeze", unfreeze),
    (Method::GET, "/v3/profitsharing/orders/{out_order_no}", of_number),
    (Method::GET, "/v3/profitsharing/transactions/{transaction_id}/amounts", amounts),
];

const RECEIVER: &[&str] = &["/sub_mchid", "/appid", "/sub_appid", "/type", "/account"];
const ADD: Known = &[RECEIVER, &["/name", "/relation_type", "/custom_relation"]];
const DELETE: Known = &[RECEIVER];
const CREATE: Known = &[&[
    "/sub_mchid",
    "/appid",
    "/sub_appid",
    "/transaction_id",
    "/out_order_no",
    "/receivers/*/type",
    "/receivers/*/account",
    "/receivers/*/name",
    "/receivers/*/amount",
    "/receivers/*/description",
    "/unfreeze_unsplit",
]];
const UNFREEZE: Known = &[&["/sub_mchid", "/transaction_id", "/out_order_no", "/description"]];

const TYPES: &[&str] = &["MERCHANT_ID", "PERSONAL_OPENID", "PERSONAL_SUB_OPENID"];
const RELATIONS: &[&str] = &[
    "SERVICE_PROVIDER",
    "STORE",
    "STAFF",
    "STORE_OWNER",
    "PARTNER",
    "HEADQUARTER",
    "BRAND",
    "DISTRIBUTOR",
    "USER",
    "SUPPLIER",
    "CUSTOM",
];

/// `POST /v3/profitsharing/receivers/add`. It may be repeated.
fn add(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, ADD)?;
    let receiver = receiver(&fields)?;
    let name = sensitive::open(world, request, &fields, "/name")?;
    if receiver.0 == "MERCHANT_ID" && name.is_none() {
        let issue = say!(
            "is missing, and a merchant is added with its full name: add it, encrypted",
            "缺失，添加商户需要其全称，请加密后加上"
        );
        return Err(fields.refuse("/name", issue));
    }
    let relation = fields.choice("/relation_type", RELATIONS)?;
    if relation == "CUSTOM" {
        fields.text("/custom_relation", 1..=10)?;
    }
    let mut shown = shown_receiver(&fields, &["relation_type", "custom_relation"]);
    if let Some(name) = name {
        shown["name"] = sensitive::seal(world, &name)?.into();
    }
    world.state().sharings.receivers.insert(receiver);
    Ok(shown.into())
}

/// `POST /v3/profitsharing/receivers/delete`. It may be repeated.
fn delete(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, DELETE)?;
    let receiver = receiver(&fields)?;
    world.state().sharings.receivers.remove(&receiver);
    Ok(shown_receiver(&fields, &[]).into())
}

fn receiver(fields: &Fields) -> Result<(String, String), Refusal> {
    fields.optional_text("/sub_mchid", 1..=32)?;
    fields.text("/appid", 1..=32)?;
    let kind = fields.choice("/type", TYPES)?;
    if kind == "PERSONAL_SUB_OPENID" {
        fields.text("/sub_appid", 1..=32)?;
    }
    Ok((kind.to_owned(), fields.text("/account", 1..=64)?.to_owned()))
}

fn shown_receiver(fields: &Fields, more: &[&str]) -> Value {
    let names = ["sub_mchid", "type", "account"].iter().chain(more);
    let member = |name: &&str| Some(((*name).to_owned(), fields.whole.get(name)?.clone()));
    Value::Object(names.filter_map(member).collect())
}

/// `POST /v3/profitsharing/orders`. It is `PROCESSING` until its first query.
fn create(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, CREATE)?;
    let releases = fields.boolean("/unfreeze_unsplit")?;
    let mut shares = Vec::new();
    for pointer in fields.list("/receivers", 1..=50)? {
        sensitive::check(world, request, &fields, &[&format!("{pointer}/name")])?;
        shares.push(share(&fields, &pointer)?);
    }
    for (kind, appid) in [("PERSONAL_OPENID", "/appid"), ("PERSONAL_SUB_OPENID", "/sub_appid")] {
        if shares.iter().any(|share| share.kind == kind) {
            fields.text(appid, 1..=32)?;
        }
    }
    share_out(world, fields, shares, |fields, sharings, left, shares| {
        for (index, share) in shares.iter().enumerate() {
            // The merchant itself need not be added.
            let is_own = share.kind == "MERCHANT_ID" && share.account == world.mchid;
            let receiver = (share.kind.clone(), share.account.clone());
            if !is_own && !sharings.receivers.contains(&receiver) {
                let issue = say!(
                    "was not added: add it by v3/profitsharing/receivers/add first",
                    "尚未添加，请先用 v3/profitsharing/receivers/add 添加"
                );
                let pointer = format!("/receivers/{index}/account");
                return Err(fields.invalid("分账接收方关系不存在", &pointer, issue));
            }
        }
        let sum = shares.iter().try_fold(0_u64, |sum, share| sum.checked_add(share.amount));
        let Some(rest) = sum.and_then(|sum| left.checked_sub(sum)) else {
            let reason = say!(
                "the receivers get more than the {left} fen that are left of the payment: send less",
                "接收方的金额之和超过该笔支付剩余的 {left} 分，请减少金额"
            );
            let code = "NOT_ENOUGH";
            return Err(Refusal::new(StatusCode::FORBIDDEN, code, "分账金额不足", &reason));
        };
        Ok((rest, releases, "解冻给分账方"))
    })
}

/// A receiver of the request.
fn share(fields: &Fields, pointer: &str) -> Result<Share, Refusal> {
    let at = |name: &str| format!("{pointer}/{name}");
    Ok(Share {
        kind: fields.choice(&at("type"), TYPES)?.to_owned(),
        account: fields.text(&at("account"), 1..=64)?.to_owned(),
        amount: fields.fen(&at("amount"))?,
        description: fields.text(&at("description"), 1..=80)?.to_owned(),
        detail_id: detail_id()?,
        returned: 0,
    })
}

/// `POST /v3/profitsharing/orders/unfreeze`. It is `PROCESSING` until its first query.
fn unfreeze(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, UNFREEZE)?;
    fields.text("/description", 1..=80)?;
    share_out(world, fields, Vec::new(), |_, _, left, _| Ok((left, true, "")))
}

/// What is left after the shares, whether that is released, and how it is described.
type Rest = (u64, bool, &'static str);

/// Shares what is left of a payment, as `check` permits. The same request may be repeated.
fn share_out(
    world: &World,
    fields: Fields,
    mut shares: Vec<Share>,
    check: impl FnOnce(&Fields, &Sharings, u64, &[Share]) -> Result<Rest, Refusal>,
) -> Result<StubResponse, Refusal> {
    fields.optional_text("/sub_mchid", 1..=32)?;
    let out_order_no = fields.number("/out_order_no", 1..=64, "_-|*@")?.to_owned();
    let transaction_id = fields.text("/transaction_id", 1..=32)?.to_owned();
    let mut state = world.state();
    if let Some(sharing) = state.sharings.orders.get(&out_order_no) {
        return if sharing.request == fields.whole {
            Ok(sharing.shown().into())
        } else {
            let issue = say!(
                "was used for another request: send the same parameters again, or a new out_order_no",
                "已用于另一笔分账，请发送相同的参数，或使用新的 out_order_no"
            );
            Err(fields.invalid("商户分账单号重复，参数与之前请求不一致", "/out_order_no", issue))
        };
    }
    let order = shared_order(&state, &transaction_id)?;
    let left = state.sharings.left(order);
    let (rest, releases, description) = check(&fields, &state.sharings, left, &shares)?;
    if releases && rest > 0 {
        let description = fields.optional_text("/description", 1..=80)?.unwrap_or(description);
        shares.push(Share {
            kind: "MERCHANT_ID".to_owned(),
            account: world.mchid.to_owned(),
            amount: rest,
            description: description.to_owned(),
            detail_id: detail_id()?,
            returned: 0,
        });
    }
    let sharing = Sharing {
        order_id: format!("3008450740201411110{}", digits(14)?),
        out_order_no: out_order_no.clone(),
        transaction_id,
        request: fields.whole,
        shares,
        releases,
        created: now(),
        finished: None,
    };
    let shown = sharing.shown();
    state.sharings.orders.insert(out_order_no, sharing);
    Ok(shown.into())
}

/// The paid order with this transaction_id, if it is to be shared.
fn shared_order<'a>(state: &'a State, transaction_id: &str) -> Result<&'a Order, Refusal> {
    let order = state.order_of_transaction(transaction_id).ok_or_else(|| {
        let reason = say!(
            "no payment has this transaction_id: pay an order by POST /_gateway/pay, or correct the \
             number",
            "没有该 transaction_id 的支付，请用 POST /_gateway/pay 模拟支付，或更正单号"
        );
        Refusal::not_found("RESOURCE_NOT_EXISTS", "订单不存在", &reason)
    })?;
    let marked = order.request.pointer("/settle_info/profit_sharing");
    if marked.and_then(Value::as_bool) == Some(true) {
        return Ok(order);
    }
    let reason = say!(
        "the order was created without it: send settle_info: {{profit_sharing: true}} with the order",
        "下单时没有指定分账，请在下单时发送 settle_info: {{profit_sharing: true}}"
    );
    Err(Refusal::bad_request("INVALID_REQUEST", "非分账订单不支持分账", &reason))
}

/// `GET /v3/profitsharing/orders/{out_order_no}?transaction_id=…`. It finishes the request.
fn of_number(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let transaction_id = query(request, "transaction_id")?;
    let number = request.var("out_order_no").unwrap_or_default();
    let mut state = world.state();
    let found = state.sharings.orders.get_mut(number);
    let sharing = found.filter(|sharing| sharing.transaction_id == transaction_id);
    let sharing = sharing.ok_or_else(|| {
        let reason = say!(
            "this transaction_id was not shared by this out_order_no: correct the numbers",
            "该 transaction_id 没有以该 out_order_no 分账，请更正单号"
        );
        Refusal::not_found("RESOURCE_NOT_EXISTS", "分账单不存在", &reason)
    })?;
    sharing.finish(now());
    Ok(sharing.shown().into())
}

/// `GET /v3/profitsharing/transactions/{transaction_id}/amounts`.
fn amounts(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let transaction_id = request.var("transaction_id").unwrap_or_default();
    let state = world.state();
    let left = state.sharings.left(shared_order(&state, transaction_id)?);
    Ok(json!({ "transaction_id": transaction_id, "unsplit_amount": left }).into())
}

fn detail_id() -> Result<String, Refusal> {
    Ok(format!("3601111{}", digits(21)?))
}
