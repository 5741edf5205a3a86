//! The calls that return a share to the merchant.

use http::Method;

use super::Entry;
use super::fields::{Fields, query};
use super::known::Known;
use super::refusal::Refusal;
use crate::gateway::keys::digits;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::time::now;
use crate::gateway::world::model::sharing::{Return, Sharing, Sharings};
use crate::gateway::world::state::World;
use crate::language::say;

pub(super) const CALLS: &[Entry] = &[
    (Method::POST, "/v3/profitsharing/return-orders", create),
    (Method::GET, "/v3/profitsharing/return-orders/{out_return_no}", of_number),
];

const CREATE: Known = &[&[
    "/sub_mchid",
    "/order_id",
    "/out_order_no",
    "/out_return_no",
    "/return_mchid",
    "/amount",
    "/description",
]];

/// `POST /v3/profitsharing/return-orders`. It is `PROCESSING` until its first query. The same
/// request may be repeated.
fn create(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, CREATE)?;
    fields.optional_text("/sub_mchid", 1..=32)?;
    let out_return_no = fields.number("/out_return_no", 1..=64, "_-|*@")?.to_owned();
    let return_mchid = fields.text("/return_mchid", 1..=32)?;
    let amount = fields.fen("/amount")?;
    fields.text("/description", 1..=80)?;
    let mut state = world.state();
    if let Some(earlier) = state.sharings.returns.get(&out_return_no) {
        return if earlier.request == fields.whole {
            Ok(earlier.shown().into())
        } else {
            let issue = say!(
                "was used for another return: send the same parameters again, or a new out_return_no",
                "已用于另一笔回退，请发送相同的参数，或使用新的 out_return_no"
            );
            Err(fields.invalid("商户回退单号重复，参数与之前请求不一致", "/out_return_no", issue))
        };
    }
    let sharing = sharing(&mut state.sharings, &fields)?;
    if sharing.finished.is_none() {
        let reason = say!(
            "the request to share is not finished: query it until its state is FINISHED",
            "分账尚未完成，请查询到状态为 FINISHED 为止"
        );
        return Err(Refusal::bad_request("INVALID_REQUEST", "分账单处理中，不能回退", &reason));
    }
    let is_its = |kind: &str, account: &str| kind == "MERCHANT_ID" && account == return_mchid;
    let share = sharing.shares.iter_mut().find(|share| is_its(&share.kind, &share.account));
    let Some(share) = share.filter(|_| return_mchid != world.mchid) else {
        let issue = say!(
            "got no share by this request: send the account of a receiver of the type MERCHANT_ID",
            "没有从该分账单分得资金，请发送类型为 MERCHANT_ID 的接收方账号"
        );
        return Err(fields.invalid("回退商户不是分账接收方", "/return_mchid", issue));
    };
    let left = share.amount.saturating_sub(share.returned);
    if amount > left {
        let issue = say!(
            "is more than the {left} fen that are left of the share: send less",
            "超过该笔分账剩余的 {left} 分，请减少金额"
        );
        return Err(fields.invalid("回退金额超过可回退金额", "/amount", issue));
    }
    let return_id = format!("3008450740201411110{}", digits(14)?);
    share.returned += amount;
    let (order_id, out_order_no) = (sharing.order_id.clone(), sharing.out_order_no.clone());
    let made = Return {
        request: fields.whole,
        return_id,
        order_id,
        out_order_no,
        created: now(),
        finished: None,
    };
    let shown = made.shown();
    state.sharings.returns.insert(out_return_no, made);
    Ok(shown.into())
}

/// The request to share that is named by either number.
fn sharing<'a>(sharings: &'a mut Sharings, fields: &Fields) -> Result<&'a mut Sharing, Refusal> {
    let order_id = fields.optional_text("/order_id", 1..=64)?;
    let out_order_no = fields.optional_text("/out_order_no", 1..=64)?;
    if order_id.is_none() && out_order_no.is_none() {
        let issue = say!(
            "is missing, and order_id too: add one of them",
            "和 order_id 都缺失，请加上其中一个"
        );
        return Err(fields.refuse("/out_order_no", issue));
    }
    let fits = |sharing: &&mut Sharing| {
        order_id.is_none_or(|id| id == sharing.order_id)
            && out_order_no.is_none_or(|number| number == sharing.out_order_no)
    };
    sharings.orders.values_mut().find(fits).ok_or_else(|| {
        let reason = say!(
            "no request to share has this number: correct it",
            "没有该单号的分账单，请更正单号"
        );
        Refusal::not_found("RESOURCE_NOT_EXISTS", "分账单不存在", &reason)
    })
}

/// `GET /v3/profitsharing/return-orders/{out_return_no}?out_order_no=…`. It finishes the return.
fn of_number(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let out_order_no = query(request, "out_order_no")?;
    let number = request.var("out_return_no").unwrap_or_default();
    let mut state = world.state();
    let found = state.sharings.returns.get_mut(number);
    let found = found.filter(|found| found.out_order_no == out_order_no).ok_or_else(|| {
        let reason = say!(
            "nothing was returned by this out_return_no: correct the numbers",
            "没有该 out_return_no 的回退，请更正单号"
        );
        Refusal::not_found("RESOURCE_NOT_EXISTS", "回退单不存在", &reason)
    })?;
    found.finish(now());
    Ok(found.shown().into())
}
