//! Which members the bodies of the world's endpoints have, as WeChat Pay's documentation lists
//! them. It refuses others, and so does the world.

use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::error::one_line;
use crate::gateway::world::model::order::Kind;
use crate::language::say;

/// Pointers to the members without members of their own; `*` is each of a list.
pub(super) type Known = &'static [&'static [&'static str]];

const ORDER: &[&str] = &[
    "/appid",
    "/mchid",
    "/description",
    "/attach",
    "/out_trade_no",
    "/amount/total",
    "/amount/currency",
    "/time_expire",
    "/notify_url",
    "/goods_tag",
    "/limit_pay/*",
    "/support_fapiao",
    "/detail/cost_price",
    "/detail/invoice_id",
    "/detail/goods_detail/*/merchant_goods_id",
    "/detail/goods_detail/*/wechatpay_goods_id",
    "/detail/goods_detail/*/goods_name",
    "/detail/goods_detail/*/quantity",
    "/detail/goods_detail/*/unit_price",
    "/scene_info/payer_client_ip",
    "/scene_info/device_id",
    "/scene_info/store_info/id",
    "/scene_info/store_info/name",
    "/scene_info/store_info/area_code",
    "/scene_info/store_info/address",
    "/payer/identity/type",
    "/payer/identity/number",
    "/payer/identity/name",
    "/settle_info/profit_sharing",
];

const SUBSIDY: &[&str] = &[
    "/subsidy_info/subsidy_detail/*/subsidy_period_type",
    "/subsidy_info/subsidy_detail/*/subsidy_plan/*/subsidy_installment_num",
    "/subsidy_info/subsidy_detail/*/subsidy_plan/*/subsidy_percent",
];

const H5: &[&str] = &[
    "/scene_info/h5_info/type",
    "/scene_info/h5_info/app_name",
    "/scene_info/h5_info/app_url",
    "/scene_info/h5_info/bundle_id",
    "/scene_info/h5_info/package_name",
];

/// `POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close`.
pub(super) const CLOSE: Known = &[&["/mchid"]];

/// `POST /v3/refund/domestic/refunds`.
pub(super) const REFUND: Known = &[&[
    "/sub_mchid",
    "/transaction_id",
    "/out_trade_no",
    "/out_refund_no",
    "/reason",
    "/notify_url",
    "/funds_account",
    "/amount/refund",
    "/amount/from/*/account",
    "/amount/from/*/amount",
    "/amount/total",
    "/amount/currency",
    "/goods_detail/*/merchant_goods_id",
    "/goods_detail/*/wechatpay_goods_id",
    "/goods_detail/*/goods_name",
    "/goods_detail/*/unit_price",
    "/goods_detail/*/refund_amount",
    "/goods_detail/*/refund_quantity",
]];

/// `POST /v3/pay/transactions/{jsapi,native,app,h5}`.
pub(super) fn order(kind: Kind) -> Known {
    match kind {
        Kind::Jsapi => &[ORDER, SUBSIDY, &["/payer/openid"]],
        Kind::App => &[ORDER, SUBSIDY],
        Kind::H5 => &[ORDER, H5],
        Kind::Native | Kind::Micropay => &[ORDER],
    }
}

/// How many members a refusal names at most.
pub(in crate::gateway) const NAMED: usize = 20;

/// Refuses a body with members that are not known, and one with a null.
pub(super) fn check(body: &Value, known: Known) -> Result<(), Refusal> {
    let mut walk = Walk { known, unknown: Vec::new(), null: None };
    walk.members(body, "", "");
    if !walk.unknown.is_empty() {
        return Err(undocumented(walk.unknown));
    }
    walk.null.map_or(Ok(()), |pointer| Err(null(&pointer)))
}

/// Refuses members and parameters, as WeChat Pay names them: `/body/appid`.
pub(in crate::gateway) fn undocumented(mut names: Vec<String>) -> Refusal {
    names.truncate(NAMED);
    let members = names.join(", ");
    let reason = say!(
        "the endpoint has no {members}: leave out what is not documented",
        "该接口没有 {members}，请去掉文档中没有的参数"
    );
    let words = "请求中含有未在API文档中定义的参数";
    let detail = json!({ "location": null, "value": names });
    Refusal::bad_request("PARAM_ERROR", words, &reason).with_detail(detail)
}

/// Refuses a null.
pub(in crate::gateway) fn null(pointer: &str) -> Refusal {
    let issue = say!(
        "is null: leave the member out where it has no value",
        "为 null，没有值的字段请不要发送"
    );
    Refusal::field("body", pointer, None, issue)
}

/// A member's name within a pointer.
pub(in crate::gateway) fn escaped(name: &str) -> String {
    one_line(&name.replace('~', "~0").replace('/', "~1"), 80)
}

struct Walk {
    known: Known,
    /// As WeChat Pay names them: `/body/appid`.
    unknown: Vec<String>,
    null: Option<String>,
}

impl Walk {
    /// `pattern` is the pointer with `*` for each index.
    fn members(&mut self, value: &Value, pointer: &str, pattern: &str) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let name = escaped(name);
                    let (pointer, pattern) =
                        (format!("{pointer}/{name}"), format!("{pattern}/{name}"));
                    if self.knows(&pattern) {
                        self.members(value, &pointer, &pattern);
                    } else {
                        self.unknown.push(format!("/body{pointer}"));
                    }
                }
            }
            Value::Array(values) => {
                for (index, value) in values.iter().enumerate() {
                    self.members(value, &format!("{pointer}/{index}"), &format!("{pattern}/*"));
                }
            }
            Value::Null => {
                self.null.get_or_insert_with(|| pointer.to_owned());
            }
            _ => {}
        }
    }

    fn knows(&self, pattern: &str) -> bool {
        let fits = |known: &str| {
            known.strip_prefix(pattern).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.known.iter().any(|list| list.iter().any(|known| fits(known)))
    }
}
