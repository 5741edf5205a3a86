//! The calls about orders overseas, which have members of their own: create, query, close.

use http::Method;
use serde_json::{Value, json};

use super::Entry;
use super::fields::{Fields, missing, query};
use super::known::Known;
use super::orders::{self, Created};
use super::refusal::Refusal;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::world::model::order::{Kind, Order};
use crate::gateway::world::state::World;
use crate::language::say;

pub(super) const CALLS: &[Entry] = &[
    (Method::POST, "/v3/global/transactions/jsapi", |world, request| {
        create(world, request, Kind::Jsapi)
    }),
    (Method::POST, "/v3/global/transactions/native", |world, request| {
        create(world, request, Kind::Native)
    }),
    (Method::POST, "/v3/global/transactions/app", |world, request| {
        create(world, request, Kind::App)
    }),
    (Method::POST, "/v3/global/transactions/mweb", |world, request| {
        create(world, request, Kind::H5)
    }),
    (Method::GET, "/v3/global/transactions/id/{transaction_id}", by_id),
    (Method::GET, "/v3/global/transactions/out-trade-no/{out_trade_no}", by_number),
    (Method::POST, "/v3/global/transactions/id/{transaction_id}/close", close_by_id),
    (Method::POST, "/v3/global/transactions/out-trade-no/{out_trade_no}/close", close_by_number),
];

/// Who sells: a merchant itself, or an institution for it.
pub(super) const SELLER: &[&str] =
    &["/mchid", "/appid", "/sp_mchid", "/sp_appid", "/sub_mchid", "/sub_appid"];

const ORDER: Known = &[
    SELLER,
    &[
        "/description",
        "/attach",
        "/notify_url",
        "/out_trade_no",
        "/goods_tag",
        "/trade_type",
        "/limit_pay",
        "/time_start",
        "/time_expire",
        "/merchant_category_code",
        "/payer/openid",
        "/payer/sp_openid",
        "/payer/sub_openid",
        "/amount/total",
        "/amount/currency",
        "/scene_info/device_id",
        "/scene_info/device_ip",
        "/scene_info/payer_client_ip",
        "/scene_info/operator_id",
        "/scene_info/store_info/id",
        "/scene_info/store_info/name",
        "/scene_info/store_info/address",
        "/detail/*/cost_price",
        "/detail/*/receipt_id",
        "/detail/*/goods_detail/*/goods_id",
        "/detail/*/goods_detail/*/wxpay_goods_id",
        "/detail/*/goods_detail/*/goods_name",
        "/detail/*/goods_detail/*/quantity",
        "/detail/*/goods_detail/*/price",
    ],
];
const CLOSE: Known = &[&["/mchid", "/sp_mchid", "/sub_mchid"]];

/// `POST /v3/global/transactions/{jsapi,native,app,mweb}`.
fn create(world: &World, request: &ReceivedRequest, kind: Kind) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, ORDER)?;
    seller(&fields, world.mchid, true)?;
    let (out_trade_no, total) = orders::check_terms(&fields)?;
    fields.choice("/trade_type", &[kind.trade_type()])?;
    fields.text("/merchant_category_code", 1..=32)?;
    currency(&fields, "/amount/currency")?;
    match kind {
        Kind::Jsapi => {
            let named = ["/payer/openid", "/payer/sp_openid", "/payer/sub_openid"];
            if named.iter().all(|pointer| fields.get(pointer).is_none()) {
                return Err(fields.refuse("/payer/openid", missing()));
            }
        }
        Kind::H5 => {
            fields.text("/scene_info/payer_client_ip", 1..=45)?;
        }
        Kind::Native | Kind::App | Kind::Micropay => {}
    }
    let order = Created { kind, is_overseas: true, out_trade_no, total };
    orders::insert(world, fields, order)?;
    let mut prepared = orders::prepared(world, request, kind)?;
    if let Some(url) = prepared.get("h5_url").cloned() {
        prepared = json!({ "mweb_url": url });
    }
    Ok(prepared.into())
}

/// Refuses a body whose seller is not the gateway's merchant.
pub(super) fn seller(fields: &Fields, ours: &str, has_appid: bool) -> Result<(), Refusal> {
    let is_institution = fields.get("/sp_mchid").is_some();
    let (mchid, appid) = if is_institution {
        fields.text("/sub_mchid", 1..=32)?;
        ("/sp_mchid", "/sp_appid")
    } else {
        ("/mchid", "/appid")
    };
    fields.mchid_at(mchid, ours)?;
    if has_appid {
        fields.text(appid, 1..=32)?;
    }
    Ok(())
}

/// The same of a query.
pub(super) fn query_seller(request: &ReceivedRequest, ours: &str) -> Result<(), Refusal> {
    if request.query_value("sp_mchid").is_none() {
        return super::fields::query_mchid(request, ours);
    }
    query(request, "sub_mchid")?;
    super::fields::query_mchid_as(request, "sp_mchid", ours)
}

/// Three capital letters, or none for CNY.
pub(super) fn currency(fields: &Fields, pointer: &str) -> Result<(), Refusal> {
    let currency = fields.optional_text(pointer, 3..=3)?;
    match currency {
        Some(text) if !text.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            let issue = say!(
                "is not a currency: send three letters, such as HKD",
                "不是币种，请发送三个字母，例如 HKD"
            );
            Err(fields.refuse(pointer, issue))
        }
        _ => Ok(()),
    }
}

/// `GET /v3/global/transactions/id/{transaction_id}`.
fn by_id(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    query_seller(request, world.mchid)?;
    let id = request.var("transaction_id").unwrap_or_default();
    orders::shown(world.state().order_of_transaction(id), "transaction_id", true)
}

/// `GET /v3/global/transactions/out-trade-no/{out_trade_no}`.
fn by_number(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    query_seller(request, world.mchid)?;
    let number = request.var("out_trade_no").unwrap_or_default();
    orders::shown(world.state().orders.get(number), "out_trade_no", true)
}

/// `POST /v3/global/transactions/id/{transaction_id}/close`. Only a paid order has this number.
fn close_by_id(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    seller(&Fields::of_body(request, CLOSE)?, world.mchid, false)?;
    let id = request.var("transaction_id").unwrap_or_default();
    let number = world.state().transactions.get(id).cloned().unwrap_or_default();
    orders::close_order(world, &number, "transaction_id", true)
}

/// `POST /v3/global/transactions/out-trade-no/{out_trade_no}/close`.
fn close_by_number(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    seller(&Fields::of_body(request, CLOSE)?, world.mchid, false)?;
    let number = request.var("out_trade_no").unwrap_or_default();
    orders::close_order(world, number, "out_trade_no", true)
}

/// The members that name an order's seller.
pub(super) fn copy_seller(order: &Order, shown: &mut Value) {
    order.copy_to(shown, &["mchid", "sp_mchid", "sub_mchid"]);
}
