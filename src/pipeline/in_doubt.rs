//! Which responses prove that their request did not take effect, and the codes that leave it open.

use http::StatusCode;

use crate::response::Verification;

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
pub(super) fn is_in_doubt(code: &str) -> bool {
    IN_DOUBT.contains(&code)
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
