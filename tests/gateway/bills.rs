//! Rows that a test gives to the gateway's bills, and the encrypted bills of sub-merchants.

use crate::support;

use serde_json::{Value, json};
use wechatpay_chain::bill::{BillReader, Row};
use wechatpay_chain::{Client, Download, Error, ErrorKind};

const DAY: &str = "2024-02-29";

fn tradebill(client: &Client, bill_type: &str) -> Download {
    let query = json!({"bill_date": DAY, "bill_type": bill_type, "tar_type": "GZIP"});
    client.chain("v3/bill/tradebill").bill(json!({"query": query})).unpacked()
}

fn flow(client: &Client, day: &str) -> Download {
    client.chain("v3/bill/fundflowbill").bill(json!({"query": {"bill_date": day}}))
}

fn read(bill: Download) -> Result<(Vec<Row>, Row), Error> {
    let file = bill.get()?;
    let mut bill = BillReader::new(&file.body()[..])?;
    let rows = bill.rows().collect::<Result<_, _>>()?;
    Ok((rows, bill.summary().cloned().unwrap()))
}

fn none(error: &Error) -> bool {
    error.api().is_some_and(|api| api.code == "NO_STATEMENT_EXIST")
}

#[test]
fn given_trades_are_in_the_bill() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    assert!(none(&read(tradebill(&client, "ALL")).unwrap_err()));
    let rows = json!([
        {"商户订单号": "A", "商品名称": "咖啡, 大杯", "订单金额": "12.34", "手续费": "0.07000"},
        {"商户订单号": "B", "订单金额": "1.00", "商品名称": "茶\n一杯", "应结订单金额": "0.90"},
        {"商户订单号": "A", "交易状态": "REFUND", "退款金额": "2.00", "商户退款单号": "R"},
    ]);
    gateway.bill(DAY, rows).unwrap();
    let (rows, summary) = read(tradebill(&client, "ALL")).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0].get("商品名称"), Some("咖啡, 大杯"));
    assert_eq!(rows[0].get("交易时间"), Some("2024-02-29 12:00:00"));
    assert_eq!(rows[0].get("商户号"), Some(gateway.mchid()));
    assert_eq!(rows[0].fen("应结订单金额").unwrap(), 1234);
    assert_eq!(rows[1].get("商品名称"), Some("茶 一杯"));
    assert_eq!(rows[2].fen("申请退款金额").unwrap(), 200);
    for (name, sum) in [
        ("总交易单数", "3"),
        ("应结订单总金额", "13.24"),
        ("订单总金额", "13.34"),
        ("退款总金额", "2.00"),
        ("申请退款总金额", "2.00"),
        ("手续费总金额", "0.07000"),
    ] {
        assert_eq!(summary.get(name), Some(sum), "{name}");
    }
    assert_eq!(read(tradebill(&client, "SUCCESS")).unwrap().0.len(), 2);
    let (refunds, _) = read(tradebill(&client, "REFUND")).unwrap();
    assert_eq!(refunds[0].get("商户退款单号"), Some("R"));
    assert!(none(&read(flow(&client, DAY)).unwrap_err()), "they are not in the flow of funds");

    // Once more replaces them.
    gateway.bill(DAY, json!([{"商户订单号": "C"}])).unwrap();
    let (rows, summary) = read(tradebill(&client, "ALL")).unwrap();
    assert_eq!((rows.len(), rows[0].get("商户订单号")), (1, Some("C")));
    assert_eq!(summary.get("订单总金额"), Some("0.00"));
    gateway.bill(DAY, json!([])).unwrap();
    assert!(none(&read(tradebill(&client, "ALL")).unwrap_err()));
}

#[test]
fn given_flows_change_the_balance() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    gateway
        .bill("2024-02-28", json!([{"收支金额(元)": "5.00", "账户结余(元)": "105.00"}]))
        .unwrap();
    let rows = json!([
        {"资金流水单号": "1", "收支金额(元)": "3.00", "备注": "甲,乙"},
        {"资金流水单号": "2", "收支类型": "支出", "收支金额(元)": "1.50"},
        {"商户订单号": "A"},
    ]);
    gateway.bill(DAY, rows).unwrap();
    let (rows, summary) = read(flow(&client, DAY)).unwrap();
    let balances: Vec<_> = rows.iter().map(|row| row.get("账户结余(元)").unwrap()).collect();
    assert_eq!(balances, ["108.00", "106.50"]);
    assert_eq!((rows[1].get("业务类型"), rows[0].get("备注")), (Some("退款"), Some("甲,乙")));
    let sums: Vec<_> = summary.iter().map(|(_, sum)| sum).collect();
    assert_eq!(sums, ["2", "1", "3.00", "1", "1.50"]);
}

#[test]
fn what_happened_comes_first() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let body = json!({
        "appid": "wxd678efh567hg6787", "mchid": gateway.mchid(), "description": "茶",
        "out_trade_no": "number-1", "notify_url": "https://shop.example/notify",
        "amount": {"total": 100},
    });
    client.chain("v3/pay/transactions/native").post(json!({"json": body})).unwrap();
    let paid = gateway.pay("number-1").unwrap();
    let day = paid.order["success_time"].as_str().unwrap()[..DAY.len()].to_owned();
    gateway.bill(&day, json!([{"商户订单号": "given", "订单金额": "0.50"}])).unwrap();
    let query = json!({"query": {"bill_date": day}});
    let (rows, summary) = read(client.chain("v3/bill/tradebill").bill(query)).unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| row.get("商户订单号").unwrap()).collect();
    assert_eq!(numbers, ["number-1", "given"]);
    assert_eq!(summary.get("订单总金额"), Some("1.50"));
}

#[test]
fn rows_that_fit_no_bill_are_refused() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    for (day, rows, words) in [
        ("2024-02-30", json!([]), "`2024-02-30` is not a day"),
        ("20240229", json!([]), "is not a day"),
        ("2999-01-01", json!([]), "is not a day"),
        (DAY, json!({}), "a list of objects, and this is an object"),
        (DAY, json!([{}, "x"]), "row 2: it is a string"),
        (DAY, json!([{"订单": "1"}]), "row 1: no bill with its other columns has a column `订单`"),
        (DAY, json!([{"订单金额": "1.00", "收支类型": "收入"}]), "has a column `订单金额`"),
        (DAY, json!([{"订单金额": 1}]), "订单金额: give it as text"),
        (DAY, json!([{"订单金额": "1"}]), "订单金额: it is not an amount"),
        (DAY, json!([{"手续费": "0.06"}]), "手续费: it is not an amount"),
        (DAY, json!([{"订单金额": "-1.00"}]), "it is not an amount"),
        (DAY, json!([{"商品名称": "a,`b"}]), "a comma and a backtick"),
    ] {
        let error = gateway.bill(day, rows).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Options);
        assert!(error.to_string().contains(words), "{words}: {error}");
    }
    assert!(none(&read(tradebill(&client, "ALL")).unwrap_err()));
}

#[test]
fn the_bills_of_sub_merchants_are_encrypted() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    gateway.bill(DAY, json!([{"资金流水单号": "1", "收支金额(元)": "3.00"}])).unwrap();
    let query = |changes: Value| {
        let mut query = json!({
            "sub_mchid": "1900000110", "bill_date": DAY, "account_type": "BASIC",
            "algorithm": "AEAD_AES_256_GCM",
        });
        for (name, value) in changes.as_object().unwrap() {
            query[name] = value.clone();
        }
        json!({"query": query})
    };
    let bills = |path: &str, changes: Value| client.chain(path).bills(query(changes)).unpacked();
    let (sub, ecommerce) = ("v3/bill/sub-merchant-fundflowbill", "v3/ecommerce/bill/fundflowbill");
    for (path, changes) in [
        (sub, json!({})),
        (sub, json!({"tar_type": "GZIP"})),
        (ecommerce, json!({"account_type": "ALL", "sub_mchid": null})),
    ] {
        let (rows, _) = read(bills(path, changes)).unwrap();
        assert_eq!(rows[0].fen("收支金额(元)").unwrap(), 300);
    }
    let applied = client.chain(sub).get(query(json!({}))).unwrap();
    let applied: Value = serde_json::from_slice(applied.body()).unwrap();
    assert_eq!(applied["download_bill_count"], 1);
    let file = &applied["download_bill_list"][0];
    let path = file["download_url"].as_str().unwrap();
    let file = client.chain(path).download(()).get().unwrap();
    assert!(
        BillReader::new(&file.body()[..])
            .and_then(|mut bill| bill.rows().collect::<Result<Vec<_>, _>>())
            .is_err()
    );
    for (changes, code) in [
        (json!({"algorithm": "SM4_GCM"}), "PARAM_ERROR"),
        (json!({"algorithm": null}), "PARAM_ERROR"),
        (json!({"sub_mchid": null}), "PARAM_ERROR"),
        (json!({"account_type": "ALL"}), "PARAM_ERROR"),
        (json!({"account_type": "FEES"}), "NO_STATEMENT_EXIST"),
        (json!({"bill_date": "2024-02-28"}), "NO_STATEMENT_EXIST"),
    ] {
        let error = read(bills(sub, changes)).unwrap_err();
        assert_eq!(error.api().unwrap().code, code, "{error}");
    }
}
