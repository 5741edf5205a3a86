//! What takes days, or many files, to happen.

use std::sync::Arc;

use bytes::Bytes;
use http::header::HOST;
use http::{HeaderMap, Method};
use serde_json::{Value, json};

use super::csv::{self, BillType, Entry};
use super::model::bill_file::KEPT;
use super::model::order::{Kind, Order, Payment};
use super::model::refund::{Refund, RefundStatus};
use super::state::World;
use crate::gateway::deliveries::Deliveries;
use crate::gateway::keys::Keys;
use crate::gateway::request::{Parts, ReceivedRequest};
use crate::gateway::routes::{Found, Routes};
use crate::gateway::time::parse;

const MCHID: &str = "1900000109";

fn keys() -> Arc<Keys> {
    Arc::new(Keys::generate().unwrap())
}

fn at(time: &str) -> u64 {
    parse(time).unwrap().try_into().unwrap()
}

fn world() -> Arc<World> {
    Arc::new(World::new(Arc::new(Deliveries::new(keys(), 0)), "http"))
}

fn order(out_trade_no: &str, total: u64, paid: Option<&str>) -> Order {
    let (request, sequence) = (json!({ "mchid": MCHID }), out_trade_no.len());
    let payment =
        paid.map(|time| Payment { transaction_id: format!("42-{out_trade_no}"), at: at(time) });
    Order { payment, ..Order::new(Kind::Native, request, out_trade_no.to_owned(), total, sequence) }
}

fn refund(order: &Order, amount: u64, created: &str) -> Refund {
    Refund {
        is_overseas: false,
        request: Value::Null,
        refund_id: format!("50-{}", order.out_trade_no),
        out_refund_no: format!("R-{}", order.out_trade_no),
        out_trade_no: order.out_trade_no.clone(),
        transaction_id: String::new(),
        notify_url: String::new(),
        total: order.total,
        amount,
        created: at(created),
        status: RefundStatus::Processing,
        completed: None,
        v2: false,
        sequence: 0,
    }
}

/// A GET without headers but Host.
fn get(world: &Arc<World>, target: &str) -> (u16, Value, Bytes) {
    let routes = Routes::default();
    world.serve(&routes);
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    let Found::Handler(handler, vars) = routes.find(&Method::GET, path) else { panic!("{target}") };
    let mut headers = HeaderMap::new();
    headers.insert(HOST, "127.0.0.1:8787".parse().unwrap());
    let answer = handler(&ReceivedRequest::new(Parts {
        arrived: std::time::SystemTime::UNIX_EPOCH,
        method: Method::GET,
        target: target.to_owned(),
        headers,
        body: Bytes::new(),
        length: 0,
        vars,
        verified: true,
        diagnosis: None,
        faults: Vec::new(),
        request_id: String::new(),
    }));
    let json = serde_json::from_slice(&answer.body).unwrap_or_default();
    (answer.status.as_u16(), json, answer.body)
}

#[test]
fn an_order_expires_at_its_time() {
    let mut order = order("number-1", 1, None);
    assert!(!order.has_expired(u64::MAX));
    order.request["time_expire"] = "2018-06-08T10:34:56+08:00".into();
    let limit = at("2018-06-08T10:34:56+08:00");
    assert!(!order.has_expired(limit - 1));
    assert!(order.has_expired(limit));
    // WeChat Pay closes nothing by itself.
    assert_eq!(order.trade_state().0, "NOTPAY");
}

#[test]
fn a_bill_is_of_one_day_in_beijing() {
    let world = world();
    let late = order("late", 1000, Some("2024-02-29T23:59:59+08:00"));
    let early = order("early", 200, Some("2024-03-01T00:00:00+08:00"));
    let refund = refund(&late, 300, "2024-03-01T09:00:00+08:00");
    let mut state = world.state();
    state.refunds.insert(refund.out_refund_no.clone(), refund);
    for order in [order("unpaid", 1, None), early, late] {
        state.orders.insert(order.out_trade_no.clone(), order);
    }
    drop(state);
    let bill = |path: &str, day: &str| {
        let (status, applied, _) = get(&world, &format!("{path}?bill_date={day}"));
        assert_eq!(status, 200, "{applied}");
        let url = applied["download_url"].as_str().unwrap();
        let target = url.strip_prefix("http://127.0.0.1:8787").unwrap();
        let (_, _, body) = get(&world, target);
        String::from_utf8(body.to_vec()).unwrap()
    };
    let path = "/v3/bill/fundflowbill";
    assert!(bill(path, "2024-02-29").contains(",`10.00,`10.00,"));
    let second = bill(path, "2024-03-01");
    let lines = second.split("\r\n").collect::<Vec<_>>();
    assert_eq!(lines.len(), 6, "{second}");
    assert!(lines[1].contains("`收入,`2.00,`12.00,") && lines[1].ends_with("`early"), "{second}");
    assert!(lines[2].contains("`支出,`3.00,`9.00,") && lines[2].ends_with("`R-late"), "{second}");
    assert_eq!(lines[4], "`2,`1,`2.00,`1,`3.00");

    let trades = bill("/v3/bill/tradebill", "2024-02-29");
    assert!(trades.contains("`late,") && !trades.contains("R-late"), "{trades}");
    let trades = bill("/v3/bill/tradebill", "2024-03-01");
    assert!(trades.contains("`early,") && trades.contains("R-late"), "{trades}");
    for day in ["2024-02-28", "2024-03-02"] {
        let (status, refusal, _) = get(&world, &format!("/v3/bill/tradebill?bill_date={day}"));
        assert_eq!((status, &refusal["code"]), (400, &json!("NO_STATEMENT_EXIST")));
    }
}

#[test]
fn the_oldest_file_goes_first() {
    let world = world();
    let order = order("number-1", 1, Some("2024-03-01T00:00:00+08:00"));
    world.state().orders.insert(order.out_trade_no.clone(), order);
    let apply = || {
        let (_, applied, _) = get(&world, "/v3/bill/tradebill?bill_date=2024-03-01");
        applied["download_url"].as_str().unwrap()["http://127.0.0.1:8787".len()..].to_owned()
    };
    let (first, second) = (apply(), apply());
    for _ in 2..KEPT {
        apply();
    }
    assert_eq!(get(&world, &first).0, 200);
    apply();
    assert_eq!((get(&world, &first).0, get(&world, &second).0), (404, 200));
}

/// The names are those of WeChat Pay's documentation, in its order.
#[test]
fn the_columns_of_each_bill() {
    let order = order("number-1", 1, Some("2024-03-01T00:00:00+08:00"));
    let entries = [Entry::Payment(&order, order.payment.as_ref().unwrap())];
    let front = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,\
                 交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,";
    let refund = "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,";
    let goods = "商品名称,商户数据包,手续费,费率,订单金额,";
    for (bill_type, columns) in [
        (BillType::All, format!("{front}{refund}{goods}申请退款金额,费率备注")),
        (BillType::Success, format!("{front}{goods}费率备注")),
        (
            BillType::Refund,
            format!("{front}退款申请时间,退款成功时间,{refund}{goods}申请退款金额,费率备注"),
        ),
    ] {
        let bill = csv::trade(&entries, &[], bill_type);
        let first = bill.split("\r\n").next().unwrap();
        assert_eq!(first.strip_prefix('\u{feff}').unwrap(), columns, "{bill_type:?}");
    }
}
