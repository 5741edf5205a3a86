//! The calls about complaints: list, detail, history, reply, completion.

use http::Method;
use serde_json::{Value, json};

use super::Entry;
use super::fields::{Fields, query, query_number};
use super::known::Known;
use super::refusal::Refusal;
use crate::gateway::keys::digits;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::time::{beijing_day, days_between, now};
use crate::gateway::world::model::complaint::{self, Complaint, PROCESSED, PROCESSING};
use crate::gateway::world::state::{State, World};
use crate::language::{Text, say};

pub(super) const CALLS: &[Entry] = &[
    (Method::GET, "/v3/merchant-service/complaints-v2", list),
    (Method::GET, "/v3/merchant-service/complaints-v2/{complaint_id}", detail),
    (
        Method::GET,
        "/v3/merchant-service/complaints-v2/{complaint_id}/negotiation-historys",
        history,
    ),
    (Method::POST, "/v3/merchant-service/complaints-v2/{complaint_id}/response", reply),
    (Method::POST, "/v3/merchant-service/complaints-v2/{complaint_id}/complete", complete),
    (
        Method::POST,
        "/v3/merchant-service/complaints-v2/{complaint_id}/update-refund-progress",
        refund_progress,
    ),
];

const COMPLETE: Known = &[&["/complainted_mchid"]];
const REPLY: Known = &[&[
    "/complainted_mchid",
    "/response_content",
    "/response_images/*",
    "/jump_url",
    "/jump_url_text",
    "/mini_program_jump_info/appid",
    "/mini_program_jump_info/path",
    "/mini_program_jump_info/text",
]];
const REFUND_PROGRESS: Known =
    &[&["/action", "/launch_refund_day", "/reject_reason", "/reject_media_list/*", "/remark"]];

/// The longest range of days that is listed.
const DAYS: i32 = 30;

/// `GET /v3/merchant-service/complaints-v2?begin_date=…&end_date=…`, the oldest first.
fn list(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let (begin, end) = (query(request, "begin_date")?, query(request, "end_date")?);
    let refuse = |name: &str, value: &str, issue: Text| {
        Err(Refusal::field("query", name, Some(&value.into()), issue))
    };
    match days_between(&begin, &end) {
        None => {
            let issue = say!(
                "or end_date is not a date such as 2019-01-01",
                "或 end_date 不是 2019-01-01 这样的日期"
            );
            return refuse("begin_date", &begin, issue);
        }
        Some(..0) => {
            return refuse("end_date", &end, say!("is before begin_date", "早于 begin_date"));
        }
        Some(days) if days > DAYS => {
            let issue = say!("is more than 30 days after begin_date", "比 begin_date 晚 30 天以上");
            return refuse("end_date", &end, issue);
        }
        Some(_) => {}
    }
    let state = world.state();
    let is_asked = request.query_value("complainted_mchid").is_none_or(|it| it == world.mchid);
    let fits = |complaint: &&Complaint| {
        let day = beijing_day(complaint.created);
        is_asked && (&begin..=&end).contains(&&day)
    };
    let complaints = state.complaints.all.iter().filter(fits);
    let shown = complaints.filter_map(|complaint| shown(&state, complaint));
    page(request, shown.collect(), 10, 50)
}

/// `GET /v3/merchant-service/complaints-v2/{complaint_id}`.
fn detail(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let state = world.state();
    let complaint = state.complaints.get(id(request)).ok_or_else(unknown)?;
    shown(&state, complaint).map(StubResponse::from).ok_or_else(unknown)
}

/// `GET /v3/merchant-service/complaints-v2/{complaint_id}/negotiation-historys`, the newest first.
fn history(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let state = world.state();
    let complaint = state.complaints.get(id(request)).ok_or_else(unknown)?;
    page(request, complaint.history.iter().rev().map(complaint::Entry::shown).collect(), 100, 300)
}

/// `POST /v3/merchant-service/complaints-v2/{complaint_id}/response`.
fn reply(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, REPLY)?;
    fields.mchid_at("/complainted_mchid", world.mchid)?;
    let content = fields.text("/response_content", 1..=200)?;
    let images = images(&fields, "/response_images")?;
    let mut state = world.state();
    let complaint = open(&mut state, request)?;
    complaint.state = PROCESSING;
    complaint.waits = false;
    record(complaint, "MERCHANT_RESPONSE", content, images)
}

/// `POST /v3/merchant-service/complaints-v2/{complaint_id}/complete`.
fn complete(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, COMPLETE)?;
    fields.mchid_at("/complainted_mchid", world.mchid)?;
    let mut state = world.state();
    let complaint = open(&mut state, request)?;
    complaint.state = PROCESSED;
    complaint.waits = false;
    record(complaint, "MERCHANT_CONFIRM_COMPLETE", "商户已处理完成", Vec::new())
}

/// `POST /v3/merchant-service/complaints-v2/{complaint_id}/update-refund-progress`.
fn refund_progress(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, REFUND_PROGRESS)?;
    let remark = fields.optional_text("/remark", 0..=200)?.unwrap_or_default();
    let images = images(&fields, "/reject_media_list")?;
    let (operation, details) = match fields.choice("/action", &["APPROVE", "REJECT"])? {
        "REJECT" => ("MERCHANT_REFUSE_RERUND", fields.text("/reject_reason", 1..=200)?),
        _ => ("MERCHANT_APPROVE_REFUND", remark),
    };
    let mut state = world.state();
    record(open(&mut state, request)?, operation, details, images)
}

fn images(fields: &Fields, pointer: &str) -> Result<Vec<String>, Refusal> {
    if fields.get(pointer).is_none() {
        return Ok(Vec::new());
    }
    let pointers = fields.list(pointer, 0..=4)?;
    pointers.iter().map(|it| Ok(fields.text(it, 1..=256)?.to_owned())).collect()
}

fn record(
    complaint: &mut Complaint,
    operate_type: &'static str,
    details: &str,
    images: Vec<String>,
) -> Result<StubResponse, Refusal> {
    complaint.history.push(complaint::Entry {
        log_id: digits(20)?,
        operator: "商户",
        operate_type,
        details: details.to_owned(),
        images,
        at: now(),
    });
    Ok(().into())
}

/// The request's complaint, if it is not completed.
fn open<'a>(state: &'a mut State, request: &ReceivedRequest) -> Result<&'a mut Complaint, Refusal> {
    let complaint = state.complaints.get_mut(id(request)).ok_or_else(unknown)?;
    if complaint.state != PROCESSED {
        return Ok(complaint);
    }
    let reason = say!("the complaint is completed: query it", "请查询投诉单");
    Err(Refusal::bad_request("INVALID_REQUEST", "投诉单已处理完成", &reason))
}

fn shown(state: &State, complaint: &Complaint) -> Option<Value> {
    Some(complaint.shown(state.orders.get(&complaint.out_trade_no)?))
}

/// A part of a list, as the query's limit and offset say.
fn page(
    request: &ReceivedRequest,
    all: Vec<Value>,
    default: usize,
    most: usize,
) -> Result<StubResponse, Refusal> {
    let limit = query_number(request, "limit", 1..=most, default)?;
    let offset = query_number(request, "offset", 0..=usize::MAX, 0)?;
    let count = all.len();
    let data = all.into_iter().skip(offset).take(limit).collect::<Vec<_>>();
    Ok(json!({ "data": data, "limit": limit, "offset": offset, "total_count": count }).into())
}

fn id(request: &ReceivedRequest) -> &str {
    request.var("complaint_id").unwrap_or_default()
}

fn unknown() -> Refusal {
    let reason = say!(
        "there is no complaint with this complaint_id: simulate one by POST /_gateway/complain, or \
         correct it",
        "没有该 complaint_id 的投诉，请用 POST /_gateway/complain 模拟投诉，或更正编号"
    );
    Refusal::not_found("RESOURCE_NOT_EXISTS", "投诉单不存在", &reason)
}
