//! Which responses prove that their request did not take effect, and the codes that leave it open.

use http::StatusCode;

use crate::language::{Text, say};
use crate::response::Verification;
use crate::v2::{self, Failed};

/// The codes of a 4xx after which the request may still take effect, or has to be repeated with the
/// same numbers. The usual status is in brackets.
///
/// - `USERPAYING` (202): the user is entering the password. Query the order.
///   pay.weixin.qq.com/doc/v2/partner/4011941293
/// - `SYSTEM_ERROR` (500), in API v2 `SYSTEMERROR`: it may have been done nevertheless. Query, or
///   repeat with the same numbers. The same page, and developers.weixin.qq.com/community/pay/doc/
///   000ca80e728b4030f6cc9ef6351000
/// - `BANK_ERROR` (500), in API v2 `BANKERROR`: the bank failed. Repeat with the same parameters.
/// - `BIZ_ERR_NEED_RETRY` (500, and 400 for the withdrawal of a closed account), in API v2
///   `BIZERR_NEED_RETRY`: repeat with the same number, never with a new one.
///   developers.weixin.qq.com/community/develop/doc/00008e642887882ceffbc290e54409
///
/// The codes of API v3 are listed with this advice in zl-maker/payment, `WxPayApiError.java`.
const IN_DOUBT: [&str; 7] = [
    "USERPAYING",
    "SYSTEM_ERROR",
    "SYSTEMERROR",
    "BANK_ERROR",
    "BANKERROR",
    "BIZ_ERR_NEED_RETRY",
    "BIZERR_NEED_RETRY",
];

/// The code of the one refusal that WeChat Pay leaves unsigned: it signs responses only to requests
/// whose own signature is valid, and does not carry out the others.
const NOT_AUTHENTICATED: &str = "SIGN_ERROR";

/// Whether this code leaves open what happens.
fn is_in_doubt(code: &str) -> bool {
    IN_DOUBT.contains(&code)
}

/// What WeChat Pay says to do after a code of APIv2 that leaves it open.
pub(super) fn advice(code: &str) -> Option<Text> {
    Some(match code {
        "USERPAYING" => say!(
            "the user is entering the password: query the order every 5 s, and reverse it if it is \
             not paid in the end",
            "用户正在输入密码：请每隔 5 秒查询订单，最终未支付则撤销"
        ),
        "BANKERROR" | "SEND_FAILED" | "SYSTEMERROR" => say!(
            "it may have been done: query it, and repeat it only with the same number",
            "可能已经成功：请先查询，重试时必须用原单号"
        ),
        "BIZERR_NEED_RETRY" | "PROCESSING" => say!(
            "it is not finished: repeat it later with the same parameters, never with a new number",
            "尚未处理完：请稍后用相同参数重试，不要更换单号"
        ),
        _ => return None,
    })
}

/// Whether this failure of APIv2 proves that its request did not take effect.
pub(super) fn is_final_failure(failed: &Failed, verification: Option<&Verification>) -> bool {
    let is_final = verification.is_some_and(|verification| v2::is_final(failed, verification));
    is_final && !is_in_doubt(&failed.api.code)
}

/// Whether this response proves that its request did not take effect. `code` is that of its body.
pub(crate) fn is_final(
    status: StatusCode,
    verification: Option<&Verification>,
    code: Option<&str>,
) -> bool {
    match verification {
        Some(Verification::Verified { .. }) => {
            let refused = status.is_redirection() || status.is_client_error();
            refused && !code.is_some_and(is_in_doubt)
        }
        Some(Verification::Missing) => {
            status == StatusCode::UNAUTHORIZED && code == Some(NOT_AUTHENTICATED)
        }
        _ => false,
    }
}
