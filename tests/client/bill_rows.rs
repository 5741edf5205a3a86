//! The rows of bills, as they are read and as WeChat Pay writes them.

use std::collections::HashMap;
use std::io::{self, Read};

use proptest::prelude::*;
use serde::Deserialize;
use wechatpay_chain::bill::{self, BillReader, Row};
use wechatpay_chain::{Error, ErrorKind, Lang};

use crate::support;
use support::folder::Folder;
use support::gzip;

/// In the form of the published samples: all orders of a merchant, some columns left out.
const TRADES: &str = "\u{feff}交易时间,商户号,商户订单号,交易状态,商品名称,手续费,费率,订单金额,费率备注\r\n\
    `2018-09-17 14:06:12,`1511727381,`HxlD1bUTn1p48F2N,`SUCCESS,`备注信息,充值抽奖,三国演义,`0.00000,`0.60%,`0.01,`\r\n\
    `2018-09-17 14:11:32,`1511727381,`uZvUU5ymRBhso8Tf,`REFUND,`,`-0.10000,`1.00%,`10.58,`无\r\n\
    总交易单数,手续费总金额,订单总金额\r\n\
    `2,`-0.10000,`10.59\r\n";

const FLOW: &str = "记账时间,微信支付业务单号,收支类型,收支金额(元),备注\n\
    `2018-02-01 04:21:23,`50000305742018020103387128253,`支出,`0.02,`缺货，\"断货\"\n\
    资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\n\
    `1,`0,`0.00,`1,`0.02";

fn read(bill: &str) -> Result<(Vec<Row>, Option<Row>), Error> {
    let mut reader = BillReader::new(bill.as_bytes())?;
    let rows = reader.rows().collect::<Result<_, _>>()?;
    Ok((rows, reader.summary().cloned()))
}

#[track_caller]
fn refused(bill: &str, words: &str) {
    let error = read(bill).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert!(error.to_string().contains(words), "{words}: {error}");
}

#[test]
fn a_bill_of_trades_is_read() {
    let mut reader = BillReader::new(TRADES.as_bytes()).unwrap();
    assert_eq!(reader.headers()[0], "交易时间", "without the byte order mark");
    assert_eq!(reader.headers().len(), 9);
    assert!(reader.summary().is_none(), "it is not known yet");
    let rows: Vec<Row> = reader.rows().map(Result::unwrap).collect();
    assert_eq!(rows[0].get("商品名称"), Some("备注信息,充值抽奖,三国演义"));
    assert_eq!(rows[0].get("费率备注"), Some(""));
    assert_eq!(rows[0].get("交易"), None);
    assert_eq!((rows[0].line(), rows[1].line()), (2, 3));
    let first: Vec<_> = rows[1].iter().take(2).collect();
    assert_eq!(first, [("交易时间", "2018-09-17 14:11:32"), ("商户号", "1511727381")]);
    let total: i64 = rows.iter().map(|row| row.fen("订单金额").unwrap()).sum();
    assert_eq!(reader.summary().unwrap().fen("订单总金额").unwrap(), total);
    assert_eq!(reader.rows().count(), 0);
}

#[test]
fn a_bill_of_the_flow_of_funds_is_read() {
    let (rows, summary) = read(FLOW).unwrap();
    assert_eq!(rows[0].get("备注"), Some("缺货，\"断货\""));
    assert_eq!(rows[0].fen("收支金额(元)").unwrap(), 2);
    assert_eq!(summary.unwrap().get("支出笔数"), Some("1"));
}

#[derive(Debug, Deserialize, PartialEq)]
enum State {
    #[serde(rename = "SUCCESS")]
    Paid,
    #[serde(rename = "REFUND")]
    Refunded,
}

#[derive(Debug, Deserialize)]
struct Trade<'a> {
    #[serde(rename = "商户订单号")]
    out_trade_no: &'a str,
    #[serde(rename = "商户号")]
    mchid: u64,
    #[serde(rename = "交易状态")]
    state: State,
    #[serde(rename = "订单金额", deserialize_with = "bill::deserialize_fen")]
    total: i64,
    #[serde(rename = "费率备注")]
    note: Option<String>,
}

#[test]
fn rows_become_structs_and_maps() {
    let (rows, summary) = read(TRADES).unwrap();
    let trade: Trade<'_> = rows[0].deserialize().unwrap();
    assert_eq!((trade.out_trade_no, trade.total), ("HxlD1bUTn1p48F2N", 1));
    assert_eq!((trade.mchid, trade.state, trade.note), (1_511_727_381, State::Paid, None));
    let trade: Trade<'_> = rows[1].deserialize().unwrap();
    assert_eq!((trade.state, trade.note.as_deref()), (State::Refunded, Some("无")));
    let sums: HashMap<String, String> = summary.unwrap().deserialize().unwrap();
    assert_eq!(sums["订单总金额"], "10.59");

    #[derive(Debug, Deserialize)]
    struct Wrong<T> {
        #[serde(rename = "手续费")]
        _fee: T,
    }
    for (error, words) in [
        (
            rows[1].deserialize::<Wrong<i64>>().unwrap_err(),
            "手续费: `-0.10000` is not such an integer",
        ),
        (rows[1].deserialize::<Wrong<f64>>().unwrap_err(), "手续费: invalid type"),
        (rows[1].deserialize::<Wrong<State>>().unwrap_err(), "unknown variant"),
        (
            read(FLOW).unwrap().0[0].deserialize::<Trade<'_>>().unwrap_err(),
            "missing field `商户订单号`",
        ),
        (rows[1].fen("费率").unwrap_err(), "费率: `1.00%` is not an amount"),
        (rows[1].fen("金额").unwrap_err(), "no column `金额`"),
    ] {
        let text = error.to_string();
        assert!(text.starts_with("line ") && text.contains(words), "{words}: {text}");
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
    let error = rows[1].fen("金额").unwrap_err();
    assert_eq!(error.localized(Lang::Chinese), "账单第 3 行：没有“金额”这一列");
}

#[test]
fn what_is_not_a_bill_is_refused() {
    refused("", "empty");
    refused("\u{feff}\r\n\r\n", "empty");
    refused("`1,`2\n", "line 1 of the bill: it is a row");
    refused(
        "a,b\n`1,`2\n`1,`2,`3\n",
        "line 3 of the bill: it has 3 values, but there are 2 columns",
    );
    refused("a,b\n`1,2\n", "line 2 of the bill: it has 1 values, but there are 2 columns");
    // A line break within a value.
    refused("a,b\n`1\n2,`3\n", "line 2 of the bill: it has 1 values");
    refused("a,b\n`1,`2\n3\nsum\n`1\n", "line 4 of the bill: it does not begin with a backtick");
    refused("a\n`1\nsum\n", "line 3 of the bill: the bill ends after it");
    refused("a\n`1\nsum,count\n`1\n", "line 4 of the bill: it has 1 values, but there are 2");
    refused("a\n`1\nsum\n`1\n`2\n", "line 5 of the bill: it follows the sums");
    refused("{\"code\":\"SYSTEM_ERROR\"}\n1\n", "a row that begins with a backtick");
    let error = BillReader::new(&gzip(TRADES.as_bytes())[..]).unwrap_err();
    assert!(error.to_string().contains("unpacked()"), "{error}");
    let error = BillReader::new(&b"a,b\n`1,`\xff\n"[..]).unwrap().rows().next().unwrap();
    assert!(error.unwrap_err().to_string().contains("line 2 of the bill: it is not UTF-8"));
    let long = format!("a\n`{}\n", "x".repeat(1 << 20));
    refused(&long, "line 2 of the bill: it has more than 1048576 bytes");
    assert!(read(&format!("a\n`{}\n", "x".repeat((1 << 20) - 2))).is_ok());
}

#[test]
fn nothing_is_read_behind_an_error() {
    let mut reader = BillReader::new("a\n`1\n`1,`2\n`3\n".as_bytes()).unwrap();
    assert!(reader.rows().next().unwrap().is_ok());
    assert!(reader.rows().next().unwrap().is_err());
    assert!(reader.rows().next().is_none());
    assert!(reader.summary().is_none());
}

#[test]
fn a_bill_is_read_from_a_file() {
    let dir = Folder::new();
    let path = dir.file("bill.csv", TRADES);
    assert_eq!(BillReader::open(&path).unwrap().rows().count(), 2);
    let error = BillReader::open(dir.at("other.csv")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("other.csv"), "{error}");

    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let error = BillReader::new("a\n`1\n".as_bytes().chain(Broken)).unwrap();
    let mut error = error;
    let rows: Vec<_> = error.rows().collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].as_ref().unwrap_err().kind(), ErrorKind::Io);
}

/// Without what ends a value or a line.
fn value() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| text.replace(['\n', '\r'], " ").replace(",`", ", `"))
}

prop_compose! {
    fn table()(width in 1_usize..6)(
        rows in prop::collection::vec(prop::collection::vec(value(), width), 0..8),
        sums in prop::collection::vec(value(), width),
        width in Just(width),
    ) -> (usize, Vec<Vec<String>>, Vec<String>) {
        (width, rows, sums)
    }
}

proptest! {
    #[test]
    fn all_that_is_written_comes_back(
        (width, rows, sums) in table(),
        mark in any::<bool>(),
        end in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let names = (0..width).map(|column| format!("列{column}")).collect::<Vec<_>>();
        let line = |values: &[String]| values.iter().map(|value| format!("`{value}")).collect::<Vec<_>>().join(",");
        let mut lines = vec![names.join(",")];
        lines.extend(rows.iter().map(|row| line(row)));
        lines.extend([names.join(","), line(&sums)]);
        let mark = if mark { "\u{feff}" } else { "" };
        let bill = format!("{mark}{}{end}", lines.join(end));
        let (read, summary) = read(&bill).unwrap();
        let values = |row: &Row| row.iter().map(|(_, value)| value.to_owned()).collect::<Vec<_>>();
        prop_assert_eq!(read.iter().map(values).collect::<Vec<_>>(), rows);
        prop_assert_eq!(summary.as_ref().map(values), Some(sums));
    }

    #[test]
    fn no_bytes_panic(bytes in any::<Vec<u8>>(), text in "[`,a\n\r\u{feff}]{0,40}") {
        for bytes in [&bytes[..], text.as_bytes()] {
            if let Ok(mut reader) = BillReader::new(bytes) {
                for row in reader.rows().flatten() {
                    let _ = (row.fen("a"), row.deserialize::<HashMap<String, String>>());
                }
            }
        }
    }
}
