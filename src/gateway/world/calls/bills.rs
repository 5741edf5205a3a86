//! Bills are applied for and then downloaded.
//!
//! WeChat Pay makes a day's bill the next morning. Here every bill, including today's, is available
//! immediately, as of now.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use openssl::hash::{MessageDigest, hash};
use serde_json::json;

use super::fields::{query, unknown};
use super::refusal::Refusal;
use crate::gateway::keys::{alphanumerics, hex};
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::time::{beijing_day, is_day, now};
use crate::gateway::world::csv::{self, BillType, Entry};
use crate::gateway::world::model::bill_file::BillFile;
use crate::gateway::world::model::refund::{Refund, RefundStatus};
use crate::gateway::world::state::{State, World};
use crate::language::{Text, say};

/// `GET /v3/bill/tradebill?bill_date=…`.
pub(super) fn trade(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let day = bill_date(request)?;
    let bill_type = match choice(request, "bill_type", &["ALL", "SUCCESS", "REFUND"])? {
        Some("SUCCESS") => BillType::Success,
        Some("REFUND") => BillType::Refund,
        _ => BillType::All,
    };
    let packed = choice(request, "tar_type", &["GZIP"])?.is_some();
    let bill = trade_of(world, &day, bill_type).ok_or_else(|| none_of(&day))?;
    applied_for(world, request, &bill, packed)
}

/// The bill of a day's trades; `None` if nothing happened on that day.
pub(in crate::gateway::world) fn trade_of(
    world: &World,
    day: &str,
    bill_type: BillType,
) -> Option<String> {
    let state = world.state();
    let fits = |entry: &Entry<'_>| match bill_type {
        BillType::All => true,
        BillType::Success => entry.refund().is_none(),
        BillType::Refund => entry.refund().is_some(),
    };
    let entries = state.entries();
    let of_day = entries.into_iter().filter(|entry| beijing_day(entry.at()) == day);
    let of_day = of_day.filter(fits).collect::<Vec<_>>();
    let given = state.given.trades(day).filter(|row| match bill_type {
        BillType::All => true,
        BillType::Success => !row.is_refund(),
        BillType::Refund => row.is_refund(),
    });
    let given = given.collect::<Vec<_>>();
    let happened = !of_day.is_empty() || !given.is_empty();
    happened.then(|| csv::trade(&of_day, &given, bill_type))
}

/// `GET /v3/bill/fundflowbill?bill_date=…`.
pub(super) fn fund_flow(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let day = bill_date(request)?;
    let account = choice(request, "account_type", &["BASIC", "OPERATION", "FEES"])?;
    let packed = choice(request, "tar_type", &["GZIP"])?.is_some();
    // All money goes through the basic account.
    let has_entries = account.is_none_or(|account| account == "BASIC");
    let bill = fund_flow_of(world, &day, has_entries).ok_or_else(|| none_of(&day))?;
    applied_for(world, request, &bill, packed)
}

/// The bill of an account; `None` if nothing happened on that day.
pub(in crate::gateway::world) fn fund_flow_of(
    world: &World,
    day: &str,
    has_entries: bool,
) -> Option<String> {
    if !has_entries {
        return None;
    }
    let state = world.state();
    let (before, rest): (Vec<_>, Vec<_>) =
        state.entries().into_iter().partition(|entry| *beijing_day(entry.at()) < *day);
    let of_day = rest.into_iter().filter(|entry| beijing_day(entry.at()) == day);
    let of_day = of_day.collect::<Vec<_>>();
    let given = state.given.flows(day).collect::<Vec<_>>();
    let given_before = state.given.flows_before(day).collect::<Vec<_>>();
    let happened = !of_day.is_empty() || !given.is_empty();
    happened.then(|| csv::fund_flow(&of_day, &given, csv::balance(&before, &given_before)))
}

/// `GET /v3/billdownload/file?token=…`: the file alone, without a signature.
pub(super) fn download(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let token = query(request, "token")?;
    let state = world.state();
    let file = state.files.get(&token).ok_or_else(|| {
        let reason = say!(
            "there is no bill with this token: apply for it (again), and use its download_url \
             unchanged",
            "没有该 token 的账单，请（重新）申请，并原样使用 download_url"
        );
        Refusal::not_found("RESOURCE_NOT_EXISTS", "文件不存在或下载地址已失效", &reason)
    })?;
    let response = StubResponse::new(StatusCode::OK).header(CONTENT_TYPE, file.media_type);
    Ok(response.body(file.contents.clone()).unsigned())
}

/// The hash is of the bill itself, whether it is packed or not.
fn applied_for(
    world: &World,
    request: &ReceivedRequest,
    bill: &str,
    packed: bool,
) -> Result<StubResponse, Refusal> {
    let digest = hex(&hash(MessageDigest::sha1(), bill.as_bytes())?);
    let (contents, media_type) = match packed {
        true => (gzip(bill)?, "application/x-gzip"),
        false => (bill.as_bytes().to_vec(), "text/plain; charset=utf-8"),
    };
    let token = alphanumerics(64)?;
    let path = format!("/v3/billdownload/file?token={token}");
    let mut state = world.state();
    state.files.add(token, BillFile { contents, media_type });
    let download_url = world.address(request.headers(), &path);
    Ok(json!({ "hash_type": "SHA1", "hash_value": digest, "download_url": download_url }).into())
}

pub(in crate::gateway::world) fn gzip(bill: &str) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bill.as_bytes()).and_then(|()| encoder.finish())
}

/// A bill that could not be packed.
impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        let reason = say!(
            "the bill could not be packed: {error}: apply for it unpacked",
            "无法压缩账单：{error}，请申请不压缩的账单"
        );
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", "系统异常", &reason)
    }
}

/// A day that is not in the future.
pub(super) fn bill_date(request: &ReceivedRequest) -> Result<String, Refusal> {
    let text = query(request, "bill_date")?;
    let refuse =
        |issue: Text| Err(Refusal::field("query", "bill_date", Some(&text.as_str().into()), issue));
    if !is_day(&text) {
        return refuse(say!(
            "is not a date: send one such as 2019-06-11",
            "不是日期，请发送 2019-06-11 这样的日期"
        ));
    }
    if text > beijing_day(now()) {
        return refuse(say!(
            "is in the future in Beijing: send today or an earlier day",
            "晚于北京时间的今天，请发送今天或更早的日期"
        ));
    }
    Ok(text)
}

/// One of the values that the parameter may have, if it is there.
pub(super) fn choice(
    request: &ReceivedRequest,
    name: &str,
    values: &[&'static str],
) -> Result<Option<&'static str>, Refusal> {
    let Some(given) = request.query_value(name) else {
        return Ok(None);
    };
    let known = values.iter().find(|value| **value == given).copied();
    known.map(Some).ok_or_else(|| {
        let issue = unknown(values);
        let issue = say!("{issue}, or leave it out", "{issue}，或者不发送"; issue);
        Refusal::field("query", name, Some(&given.as_str().into()), issue)
    })
}

pub(super) fn none_of(day: &str) -> Refusal {
    let reason = say!(
        "there is no such bill for {day}, because nothing happened on that day (in Beijing): pay an \
         order by POST /_gateway/pay, or request another day",
        "{day}（北京时间）没有任何交易，因此没有账单，请用 POST /_gateway/pay 模拟支付一笔订单，或请求其他日期"
    );
    Refusal::bad_request("NO_STATEMENT_EXIST", "账单文件不存在", &reason)
}

impl State {
    /// All payments and refunds in chronological order.
    fn entries(&self) -> Vec<Entry<'_>> {
        // Orders overseas are not in the bills of the mainland.
        let payments = self.orders.values().filter(|it| !it.is_overseas).filter_map(|order| {
            let payment = order.payment.as_ref()?;
            Some(Entry::Payment(order, payment))
        });
        // A closed refund gave nothing back.
        let is_billed = |it: &&Refund| !it.is_overseas && it.status != RefundStatus::Closed;
        let refunds = self.refunds.values().filter(is_billed).filter_map(|refund| {
            let order = self.orders.get(&refund.out_trade_no)?;
            Some(Entry::Refund(order, order.payment.as_ref()?, refund))
        });
        let mut entries = payments.chain(refunds).collect::<Vec<_>>();
        entries.sort_by_key(|entry| entry.rank());
        entries
    }
}
