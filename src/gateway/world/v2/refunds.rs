//! Refunds are applied for by mutual TLS.

use super::fields::{Asked, Failure};
use super::orders::unknown;
use super::{pairs, queries};
use crate::gateway::time::now;
use crate::gateway::v2::xml::Fields;
use crate::gateway::world::calls::refund_id;
use crate::gateway::world::model::refund::{Refund, RefundStatus};
use crate::gateway::world::state::World;
use crate::language::say;

/// `POST /secapi/pay/refund`.
pub(super) fn create(world: &World, asked: &Asked) -> Result<Fields, Failure> {
    let out_refund_no = asked.number("out_refund_no", 64)?.to_owned();
    let (total, amount) = (asked.fen("total_fee")?, asked.fen("refund_fee")?);
    let request = asked.meant();
    let mut state = world.state();
    if let Some(refund) = state.refunds.get(&out_refund_no) {
        if refund.request == request {
            return Ok(shown(refund));
        }
        let reason = say!(
            "`out_refund_no` was used for another refund: send the same parameters again, or a new \
             number",
            "`out_refund_no` 已用于另一笔退款，请发送相同的参数，或使用新的单号"
        );
        return Err(Failure::new("ERROR", "订单金额或退款金额与之前请求不一致", &reason));
    }
    let number = queries::number(&state, asked)?;
    let order = state.orders.get_mut(&number).ok_or_else(unknown)?;
    let Some(payment) = &order.payment else {
        let reason = say!(
            "the order is not paid: pay it by POST /_gateway/pay, or close it",
            "订单未支付，请用 POST /_gateway/pay 模拟支付，或者关闭订单"
        );
        return Err(Failure::new("TRADE_STATE_ERROR", "订单状态错误", &reason));
    };
    if order.total != total {
        let total = order.total;
        let reason = say!(
            "`total_fee` is not the order's: send {total}",
            "`total_fee` 与订单不一致，请发送 {total}"
        );
        return Err(Failure::new("ERROR", "订单金额与支付金额不一致", &reason));
    }
    let left = order.total.saturating_sub(order.refunded);
    if amount > left {
        let reason = say!(
            "`refund_fee` is more than the {left} fen that are left: send less",
            "`refund_fee` 超过剩余的 {left} 分，请减少金额"
        );
        return Err(Failure::new("ERROR", "退款金额大于可退金额", &reason));
    }
    let created = now();
    let refund = Refund {
        request,
        refund_id: refund_id(created)?,
        out_refund_no: out_refund_no.clone(),
        out_trade_no: number,
        transaction_id: payment.transaction_id.clone(),
        notify_url: asked.get("notify_url").to_owned(),
        total,
        amount,
        created,
        status: RefundStatus::Processing,
        completed: None,
        v2: true,
        is_overseas: false,
        sequence: 0,
    };
    order.refunded += amount;
    let refund = Refund { sequence: state.refunds.len(), ..refund };
    let fields = shown(&refund);
    state.refunds.insert(out_refund_no, refund);
    Ok(fields)
}

fn shown(refund: &Refund) -> Fields {
    pairs([
        ("transaction_id", refund.transaction_id.clone()),
        ("out_trade_no", refund.out_trade_no.clone()),
        ("out_refund_no", refund.out_refund_no.clone()),
        ("refund_id", refund.refund_id.clone()),
        ("refund_fee", refund.amount.to_string()),
        ("total_fee", refund.total.to_string()),
        ("cash_fee", refund.total.to_string()),
    ])
}
