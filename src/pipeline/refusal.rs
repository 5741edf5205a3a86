//! Which responses say that their request did not take effect.

use http::StatusCode;

use crate::response::Verification;

/// The codes of a 4xx after which the request may still take effect, or has to be repeated with the
/// same numbers.
///
/// - `USERPAYING`: the user is entering the password. Query the order. (Code payments; today a 202.)
/// - `SYSTEM_ERROR`, `SYSTEMERROR`: WeChat Pay failed, perhaps after it did it. Query, or repeat with
///   the same numbers. (Everywhere; mostly a 500. The second is the spelling of API v2.)
/// - `BANK_ERROR`, `BANKERROR`: the bank failed. Query the order. (Code payments; mostly a 500.)
/// - `BIZ_ERR_NEED_RETRY`, `BIZERR_NEED_RETRY`: a business process did not end. Repeat with the same
///   number, never with a new one. (Refunds, a 500; withdrawals of closed accounts, a 400.)
///
/// Sources: the tables of error codes at pay.weixin.qq.com, of v3 code payments (doc/v3/merchant/
/// 4012382150), of v3 refunds (doc/v3/merchant/4013071036) and of v2's micropay and refund.
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

/// Whether this response says that its request did not take effect. `code` is that of its body.
pub(crate) fn is_final(
    status: StatusCode,
    verification: Option<&Verification>,
    code: Option<&str>,
) -> bool {
    match verification {
        Some(Verification::Verified { .. }) => {
            let refused = status.is_redirection() || status.is_client_error();
            refused && !code.is_some_and(|code| IN_DOUBT.contains(&code))
        }
        Some(Verification::Missing) => {
            status == StatusCode::UNAUTHORIZED && code == Some(NOT_AUTHENTICATED)
        }
        _ => false,
    }
}
