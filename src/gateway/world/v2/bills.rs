//! Bills, which APIv2 returns at once: the file itself, or XML that says why there is none.

use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::fields::{Asked, Failure};
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::time::{beijing_day, is_day, now};
use crate::gateway::v2::Kind;
use crate::gateway::v2::xml::Fields;
use crate::gateway::world::calls::{fund_flow_of, gzip, trade_of};
use crate::gateway::world::csv::BillType;
use crate::gateway::world::state::World;
use crate::language::{Text, say};

/// Makes the bill that a request asks for.
pub(super) type Call = fn(&World, &Asked) -> Result<Vec<u8>, Refused>;

/// Neither bills nor their errors are signed.
pub(super) fn respond(world: &World, request: &ReceivedRequest, call: Call) -> StubResponse {
    let bill = Asked::of(request).map_err(Refused::from).and_then(|asked| call(world, &asked));
    match bill {
        Ok(bill) => {
            let type_ =
                if bill.first() == Some(&0x1f) { "application/x-gzip" } else { "text/plain" };
            StubResponse::new(StatusCode::OK).header(CONTENT_TYPE, type_).body(bill).unsigned()
        }
        Err(refused) => StubResponse::of_fields(refused.fields)
            .header(CONTENT_TYPE, "text/plain")
            .unsigned()
            .says(refused.message)
            .reason(refused.reason),
    }
}

/// Why there is no bill.
pub(super) struct Refused {
    /// Without the message.
    fields: Fields,
    message: Text,
    reason: Text,
}

impl Refused {
    /// As `/pay/downloadbill` has it: the message in English, and a number.
    fn numbered(code: &str, words: &str, remedy: &Text) -> Self {
        let message = say!("{words}: {remedy}", "{words}：{remedy}"; remedy);
        let fields = [("return_code", "FAIL"), ("return_msg", ""), ("error_code", code)];
        Self::of(&fields, code, message)
    }

    fn of(fields: &[(&str, &str)], code: &str, message: Text) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let reason = say!("{code}: {message}", "{code}：{message}"; message);
        Self { fields: fields.collect(), message, reason }
    }
}

/// As `/pay/downloadfundflow` has it.
impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        let fields = [
            ("return_code", "SUCCESS"),
            ("result_code", "FAIL"),
            ("err_code", failure.code),
            ("err_code_des", ""),
        ];
        Self::of(&fields, failure.code, failure.message)
    }
}

/// `POST /pay/downloadbill`.
pub(super) fn trade(world: &World, asked: &Asked) -> Result<Vec<u8>, Refused> {
    let invalid =
        |name: &str, remedy: &Text| Refused::numbered("20001", &format!("invalid {name}"), remedy);
    let day = day(asked.get("bill_date")).ok_or_else(|| {
        let remedy = say!(
            "send a day that is not in the future, such as 20091231",
            "请发送 20091231 这样的、不晚于今天的日期"
        );
        invalid("bill_date", &remedy)
    })?;
    let bill_type = match asked.get("bill_type") {
        "" | "ALL" => BillType::All,
        "SUCCESS" => BillType::Success,
        "REFUND" => BillType::Refund,
        _ => {
            let remedy = say!("send ALL, SUCCESS or REFUND", "请发送 ALL、SUCCESS 或 REFUND");
            return Err(invalid("bill_type", &remedy));
        }
    };
    let packed = packed(asked).ok_or_else(|| {
        let remedy = say!("send GZIP, or leave it out", "请发送 GZIP，或者不发送");
        invalid("tar_type: Only GZIP supported", &remedy)
    })?;
    let bill = trade_of(world, &day, bill_type)
        .ok_or_else(|| Refused::numbered("20002", "No Bill Exist", &nothing()))?;
    finished(&bill, packed)
}

/// `POST /pay/downloadfundflow`. It is signed by HMAC-SHA256 only.
pub(super) fn fund_flow(world: &World, asked: &Asked) -> Result<Vec<u8>, Refused> {
    let invalid = |reason: &Text| Failure::new("PARAM_ERROR", "参数错误", reason);
    if asked.kind != Kind::HmacSha256 {
        let reason = say!(
            "`sign_type` must be HMAC-SHA256: sign by that",
            "`sign_type` 必须为 HMAC-SHA256，请以此签名"
        );
        return Err(invalid(&reason).into());
    }
    let day = day(asked.get("bill_date")).ok_or_else(|| {
        invalid(&say!(
            "`bill_date` is not a day until today: send one such as 20091231",
            "`bill_date` 不是今天或更早的日期，请发送 20091231 这样的日期"
        ))
    })?;
    let has_entries = match asked.get("account_type") {
        // All money goes through the basic account.
        "Basic" => true,
        "Operation" | "Fees" => false,
        _ => {
            let reason = say!(
                "`account_type` is unknown: send Basic, Operation or Fees",
                "`account_type` 的值未知，请发送 Basic、Operation 或 Fees"
            );
            return Err(invalid(&reason).into());
        }
    };
    let packed = packed(asked).ok_or_else(|| {
        invalid(&say!(
            "`tar_type` is unknown: send GZIP, or leave it out",
            "`tar_type` 的值未知，请发送 GZIP，或者不发送"
        ))
    })?;
    let bill = fund_flow_of(world, &day, has_entries)
        .ok_or_else(|| Failure::new("NO_BILL_EXIST", "账单不存在", &nothing()))?;
    finished(&bill, packed)
}

fn nothing() -> Text {
    say!(
        "nothing happened on that day (in Beijing): pay an order by POST /_gateway/pay",
        "当天（北京时间）没有任何交易，请用 POST /_gateway/pay 模拟支付一笔订单"
    )
}

/// `20091231` as `2009-12-31`, if it is a day until today.
fn day(text: &str) -> Option<String> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let day = format!("{year}-{month}-{day}");
    (is_day(&day) && day <= beijing_day(now())).then_some(day)
}

/// Whether it is to be packed; `None` for another way than GZIP.
fn packed(asked: &Asked) -> Option<bool> {
    match asked.get("tar_type") {
        "" => Some(false),
        "GZIP" => Some(true),
        _ => None,
    }
}

fn finished(bill: &str, packed: bool) -> Result<Vec<u8>, Refused> {
    if !packed {
        return Ok(bill.as_bytes().to_vec());
    }
    gzip(bill).map_err(|error| Refused::numbered("20003", "CompressGZip Error", &Text::of(&error)))
}
