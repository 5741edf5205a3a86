//! Orders: created, paid by a code, closed, reversed.

use serde_json::json;

use super::fields::{Asked, Failure};
use super::{pairs, queries, time};
use crate::gateway::keys::{alphanumerics, digits, hex_digits};
use crate::gateway::time::now;
use crate::gateway::v2::xml::Fields;
use crate::gateway::world::model::order::{Kind, Order, Payment};
use crate::gateway::world::pay::transaction_id;
use crate::gateway::world::state::{State, World};
use crate::language::{Text, say};

/// `POST /pay/unifiedorder`.
pub(super) fn unified(world: &World, asked: &Asked) -> Result<Fields, Failure> {
    let kind = match asked.text("trade_type", 16)? {
        "JSAPI" => Kind::Jsapi,
        "NATIVE" => Kind::Native,
        "APP" => Kind::App,
        "MWEB" => Kind::H5,
        _ => {
            let reason = say!(
                "`trade_type` is unknown: send JSAPI, NATIVE, APP or MWEB",
                "`trade_type` 的值未知，请发送 JSAPI、NATIVE、APP、MWEB 之一"
            );
            return Err(Failure::new("PARAM_ERROR", "参数错误", &reason));
        }
    };
    asked.text("spbill_create_ip", 64)?;
    asked.text("notify_url", 256)?;
    if kind == Kind::Jsapi {
        asked.text("openid", 128)?;
    }
    let out_trade_no = create(world, asked, kind)?;
    let prepay_id = format!("wx{}{}", time(now()), hex_digits(20)?);
    let mut fields =
        pairs([("trade_type", kind.trade_type().to_owned()), ("prepay_id", prepay_id.clone())]);
    match kind {
        Kind::Native => {
            let url = format!("weixin://wxpay/bizpayurl?pr=SANDBOX{}", alphanumerics(9)?);
            fields.push(("code_url".into(), url));
        }
        Kind::H5 => {
            let package = digits(10)?;
            let path =
                format!("/cgi-bin/mmpayweb-bin/checkmweb?prepay_id={prepay_id}&package={package}");
            fields.push(("mweb_url".into(), world.address_at(&asked.host, &path)));
        }
        _ => {}
    }
    tracing::debug!(out_trade_no, "an order of APIv2 was created");
    Ok(fields)
}

/// `POST /pay/micropay`. It is paid at once; by a code that ends in 99 the user has to enter a
/// password first, which [`Gateway::pay`](crate::Gateway::pay) does.
pub(super) fn micropay(world: &World, asked: &Asked) -> Result<Fields, Failure> {
    let code = asked.text("auth_code", 128)?;
    let is_code = code.len() == 18
        && code.bytes().all(|byte| byte.is_ascii_digit())
        && (10..=15).contains(&code[..2].parse().unwrap_or(0));
    if !is_code {
        let reason = say!(
            "`auth_code` is not a payment code: send 18 digits that begin with 10 to 15",
            "`auth_code` 不是付款码，请发送以 10 到 15 开头的 18 位数字"
        );
        return Err(Failure::new("AUTH_CODE_INVALID", "付款码无效", &reason));
    }
    asked.text("spbill_create_ip", 64)?;
    let out_trade_no = create(world, asked, Kind::Micropay)?;
    if code.ends_with("99") {
        let reason = say!(
            "query the order, and pay it by POST /_gateway/pay",
            "请查询订单，并用 POST /_gateway/pay 模拟支付"
        );
        return Err(Failure::new("USERPAYING", "需要用户输入支付密码", &reason));
    }
    let now = now();
    let id = transaction_id(now)
        .map_err(|error| Failure::new("SYSTEMERROR", "系统错误", &Text::of(&error)))?;
    let mut state = world.state();
    let order = find(&mut state, &out_trade_no)?;
    order.payment = Some(Payment { transaction_id: id.clone(), at: now });
    let shown = queries::shown(order);
    state.transactions.insert(id, out_trade_no);
    Ok(shown)
}

/// The out_trade_no of a new order, or of the same one once more.
fn create(world: &World, asked: &Asked, kind: Kind) -> Result<String, Failure> {
    asked.text("appid", 32)?;
    asked.text("body", 128)?;
    let out_trade_no = asked.number("out_trade_no", 32)?.to_owned();
    let total = asked.fen("total_fee")?;
    let request = json!({
        "appid": asked.get("appid"),
        "mchid": world.mchid,
        "description": asked.get("body"),
        "attach": asked.get("attach"),
        "notify_url": asked.get("notify_url"),
        "payer": {"openid": asked.get("openid")},
        "v2": asked.meant(),
    });
    let mut state = world.state();
    let Some(order) = state.orders.get(&out_trade_no) else {
        let sequence = state.orders.len();
        let order = Order {
            v2: Some(asked.kind),
            reversed: false,
            ..Order::new(kind, request, out_trade_no.clone(), total, sequence)
        };
        state.orders.insert(out_trade_no.clone(), order);
        return Ok(out_trade_no);
    };
    open(order)?;
    if order.kind == kind && order.request == request && kind != Kind::Micropay {
        return Ok(out_trade_no);
    }
    let reason = say!(
        "`out_trade_no` was used for another order: send a new one",
        "`out_trade_no` 已用于另一笔订单，请使用新的"
    );
    Err(Failure::new("OUT_TRADE_NO_USED", "商户订单号重复", &reason))
}

/// `POST /pay/closeorder`.
pub(super) fn close(world: &World, asked: &Asked) -> Result<Fields, Failure> {
    let number = asked.number("out_trade_no", 32)?;
    let mut state = world.state();
    let order = find(&mut state, number)?;
    open(order)?;
    order.closed = true;
    Ok(Fields::new())
}

/// `POST /secapi/pay/reverse`: an order that is not paid is closed, the money of a paid one goes back.
pub(super) fn reverse(world: &World, asked: &Asked) -> Result<Fields, Failure> {
    let mut state = world.state();
    let number = queries::number(&state, asked)?;
    let order = find(&mut state, &number)?;
    if order.payment.is_some() {
        order.refunded = order.total;
    }
    order.closed = true;
    order.reversed = true;
    Ok(pairs([("recall", "N".to_owned())]))
}

fn find<'s>(state: &'s mut State, out_trade_no: &str) -> Result<&'s mut Order, Failure> {
    state.orders.get_mut(out_trade_no).ok_or_else(unknown)
}

pub(super) fn unknown() -> Failure {
    let reason = say!(
        "no order has this number: create it first, or correct the number",
        "请先下单，或更正单号"
    );
    Failure::new("ORDERNOTEXIST", "此交易订单号不存在", &reason)
}

/// Refuses an order that is paid or closed.
fn open(order: &Order) -> Result<(), Failure> {
    if order.payment.is_some() {
        let reason = say!(
            "the order is paid: query it; to give the money back, refund it",
            "请查询订单；如需退回款项，请申请退款"
        );
        return Err(Failure::new("ORDERPAID", "该订单已支付", &reason));
    }
    if order.closed {
        let reason = say!(
            "the order is closed: create another one, with a new out_trade_no",
            "请用新的 out_trade_no 另外下单"
        );
        return Err(Failure::new("ORDERCLOSED", "订单已关闭", &reason));
    }
    Ok(())
}
