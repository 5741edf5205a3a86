//! Which endpoints demand the merchant's certificate.
//!
//! By WeChat Pay's pages, which say so of each of them, as the description
//! github.com/TheNorthMemory/wechatpay-openapi has it; github.com/binarywang/WxJava presents the
//! certificate to those of them that it has, too. Those that are in neither need none.

const FAMILIES: [&str; 6] =
    ["applyment/micro/", "fund/", "mmpaymkttransfers/", "mmpaysptrans/", "secapi/", "wxv/"];

/// Of the families.
const OPEN: [&str; 2] =
    ["mmpaymkttransfers/query_coupon_stock", "mmpaymkttransfers/querycouponsinfo"];

/// Of other families.
const SINGLE: [&str; 9] = [
    "billcommentsp/batchquerycomment",
    "deposit/consume",
    "deposit/refund",
    "deposit/reverse",
    "mchrisk/querymchrisk",
    "mchrisk/syncmchriskresult",
    "pay/downloadfundflow",
    "risk/getpublickey",
    "risk/getviolation",
];

/// `path` is the one behind `v2/`.
pub fn is_demanded(path: &str) -> bool {
    let path = path.trim_start_matches('/');
    let path = path.split('?').next().unwrap_or_default();
    let in_family = FAMILIES.iter().any(|family| path.starts_with(family));
    (in_family && !OPEN.contains(&path)) || SINGLE.contains(&path)
}
