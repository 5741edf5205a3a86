//! Bills, which APIv2 returns at once: the file itself, or XML that says why there is none.

use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::fields::{Asked, Failure};
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::time::{beijing_day, is_day, now};
use crate::gateway::v2::Kind;
use crate::gateway::v2::xml::{self, Fields};
use crate::gateway::world::calls::{fund_flow_of, gzip, trade_of};
use crate::gateway::world::csv::BillType;
use crate::gateway::world::state::World;

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
        Err(refused) => StubResponse::new(StatusCode::OK)
            .header(CONTENT_TYPE, "text/plain")
            .body(xml::write(&refused.fields))
            .unsigned()
            .reason(refused.reason),
    }
}

/// Why there is no bill.
pub(super) struct Refused {
    fields: Fields,
    reason: String,
}

impl Refused {
    /// As `/pay/downloadbill` has it: the message in English, and a number.
    fn numbered(code: &str, message: &str, remedy: &str) -> Self {
        let message = format!("{message}: {remedy}");
        let fields = [("return_code", "FAIL"), ("return_msg", &message), ("error_code", code)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Self { fields, reason: format!("{code}: {message}") }
    }
}

/// As `/pay/downloadfundflow` has it.
impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        let message = failure.message();
        let fields = [
            ("return_code", "SUCCESS"),
            ("result_code", "FAIL"),
            ("err_code", failure.code),
            ("err_code_des", &message),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Self { fields, reason: format!("{}: {message}", failure.code) }
    }
}

/// `POST /pay/downloadbill`.
pub(super) fn trade(world: &World, asked: &Asked) -> Result<Vec<u8>, Refused> {
    let invalid =
        |name: &str, remedy: &str| Refused::numbered("20001", &format!("invalid {name}"), remedy);
    let day = day(asked.get("bill_date"))
        .ok_or_else(|| invalid("bill_date", "send a day that is not in the future, 20091231"))?;
    let bill_type = match asked.get("bill_type") {
        "" | "ALL" => BillType::All,
        "SUCCESS" => BillType::Success,
        "REFUND" => BillType::Refund,
        _ => return Err(invalid("bill_type", "send ALL, SUCCESS or REFUND")),
    };
    let packed = packed(asked)
        .ok_or_else(|| invalid("tar_type: Only GZIP supported", "send GZIP, or leave it out"))?;
    let bill = trade_of(world, &day, bill_type).ok_or_else(|| {
        let remedy = "nothing happened on that day (in Beijing): pay an order with Gateway::pay, or \
                      add rows with Gateway::bill";
        Refused::numbered("20002", "No Bill Exist", remedy)
    })?;
    finished(&bill, packed)
}

/// `POST /pay/downloadfundflow`. It is signed by HMAC-SHA256 only.
pub(super) fn fund_flow(world: &World, asked: &Asked) -> Result<Vec<u8>, Refused> {
    let invalid = |english: &str| Failure::new("PARAM_ERROR", "参数错误", english);
    if asked.kind != Kind::HmacSha256 {
        return Err(invalid("`sign_type` must be HMAC-SHA256: sign by that").into());
    }
    let day = day(asked.get("bill_date"))
        .ok_or_else(|| invalid("`bill_date` is no day until today: send it as 20091231"))?;
    let has_entries = match asked.get("account_type") {
        // All money goes through the basic account.
        "Basic" => true,
        "Operation" | "Fees" => false,
        _ => {
            return Err(invalid("`account_type` is unknown: send Basic, Operation or Fees").into());
        }
    };
    let packed = packed(asked).ok_or_else(|| invalid("`tar_type` may be GZIP only"))?;
    let bill = fund_flow_of(world, &day, has_entries).ok_or_else(|| {
        let english = "nothing happened on that day (in Beijing): pay an order with Gateway::pay, or \
                       add rows with Gateway::bill";
        Failure::new("NO_BILL_EXIST", "账单不存在", english)
    })?;
    finished(&bill, packed)
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
    gzip(bill).map_err(|error| Refused::numbered("20003", "CompressGZip Error", &error.to_string()))
}
