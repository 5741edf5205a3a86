//! Ported from PHP: downloads a bill to a file, checks its hash, and reads its rows. See
//! docs/porting.md.
//!
//! `cargo run --example port_bill` needs no account: it calls the local gateway.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::fs;
use std::path::Path;

use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use wechatpay_chain::bill::{self, BillReader};
use wechatpay_chain::gateway::StubResponse;
use wechatpay_chain::{Client, ErrorKind, Gateway, ResponseExt, chain};

const BILL: &str = "交易时间,商户号,商户订单号,商品名称,订单金额\r\n\
    `2024-01-01 10:00:00,`1900000109,`20240101001,`咖啡, 大杯,`12.34\r\n\
    总交易单数,订单总金额\r\n\
    `1,`12.34\r\n";
const SHA1: &str = "354d055660b0de8b273119e9138bc1d432204f81";

/// What this program needs of a row.
#[derive(Deserialize)]
struct Trade {
    #[serde(rename = "商户订单号")]
    out_trade_no: String,
    #[serde(rename = "商品名称")]
    description: String,
    /// In fen.
    #[serde(rename = "订单金额", deserialize_with = "bill::deserialize_fen")]
    total: i64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let gateway = Gateway::start()?;
    let url = format!("{}v3/billdownload/file?token=Ab_C", gateway.base_uri());
    gateway.on(Method::GET, "/v3/bill/tradebill", move |request| {
        let other_day = request.query_value("bill_date").as_deref() != Some("2024-01-01");
        let hash = if other_day { "00".repeat(20) } else { SHA1.to_owned() };
        json!({"hash_type": "SHA1", "hash_value": hash, "download_url": url})
    });
    // Unsigned, as at WeChat Pay.
    gateway.on(Method::GET, "/v3/billdownload/file", |_| {
        StubResponse::new(StatusCode::OK).body(BILL).unsigned()
    });
    let client = gateway.client()?;
    let path = std::env::temp_dir().join(format!("port-bill-{}.csv", std::process::id()));

    as_in_php(&client, &path)?;
    println!("by sink: {} bytes", fs::metadata(&path)?.len());
    assert_eq!(fs::read_to_string(&path)?, BILL);
    fs::remove_file(&path)?;

    in_one_go(&client, "2024-01-01", &path)?;
    println!("by bill: {} bytes", fs::metadata(&path)?.len());
    assert_eq!(fs::read_to_string(&path)?, BILL);
    print_rows(&path)?;

    let Err(error) = in_one_go(&client, "2024-01-02", &path) else { panic!("a wrong hash held") };
    println!("refused: {error}");
    assert_eq!(error.kind(), ErrorKind::Verify);
    assert_eq!(fs::read_to_string(&path)?, BILL, "the file must be what it was");
    fs::remove_file(&path)?;
    Ok(())
}

/// The port, line by line. It checks no hash, as PHP's would have to with `sha1_file`.
fn as_in_php(client: &Client, path: &Path) -> Result<(), Box<dyn Error>> {
    let bill: Value = chain!(client->v3->bill->tradebill)
        .get(json!({"query": {"bill_date": "2024-01-01", "bill_type": "ALL"}}))?
        .json()?;
    let download_url = bill["download_url"].as_str().ok_or("no download_url")?;
    client.chain(download_url).get(json!({"sink": path}))?;
    Ok(())
}

/// The same and the hash, in the words that are at hand here.
fn in_one_go(client: &Client, date: &str, path: &Path) -> Result<(), wechatpay_chain::Error> {
    let query = json!({"query": {"bill_date": date, "bill_type": "ALL"}});
    chain!(client->v3->bill->tradebill).bill(query).save(path).map(drop)
}

/// In PHP one splits the lines by hand: each value begins with a backtick, and may have commas in it.
fn print_rows(path: &Path) -> Result<(), wechatpay_chain::Error> {
    let mut bill = BillReader::open(path)?;
    let mut total = 0;
    for row in bill.rows() {
        let trade: Trade = row?.deserialize()?;
        println!("{}: {}, {} fen", trade.out_trade_no, trade.description, trade.total);
        total += trade.total;
    }
    let summary = bill.summary().expect("a bill of trades ends with its sums");
    assert_eq!(summary.fen("订单总金额")?, total);
    Ok(())
}
