//! The ported service, against the local gateway's merchant: it was written by hand.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use http::{HeaderMap, HeaderName, HeaderValue};
use ported::bill_service::BillService;
use ported::notify;
use ported::order_service::OrderService;
use ported::refund_service::RefundService;
use serde_json::json;
use wechatpay_chain::{Client, Error, Gateway};

#[test]
fn a_tea_is_ordered_paid_and_refunded() -> Result<(), Error> {
    let gateway = Gateway::start()?;
    let orders = OrderService::new(gateway.client()?);
    let refunds = RefundService::new(gateway.client()?);

    // With capitals, which PHP would have changed.
    let number = "T2024ABC";
    assert!(
        orders
            .native(number, "Oolong", 1800)?
            .starts_with("weixin://")
    );
    assert!(!orders.is_paid(number)?);
    gateway.pay(number)?;
    assert!(orders.is_paid(number)?);

    assert_eq!(
        refunds.refund(number, "R-1", 1900, 1800)?,
        "INVALID_REQUEST"
    );
    assert_eq!(refunds.refund(number, "R-2", 800, 1800)?, "PROCESSING");
    assert_eq!(refunds.query("R-2")?, "SUCCESS");
    Ok(())
}

#[test]
fn an_order_inside_of_wechat_is_closed() -> Result<(), Error> {
    let gateway = Gateway::start()?;
    let orders = OrderService::new(gateway.client()?);
    let order = orders.jsapi("T20240002", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", 100, "table 7")?;
    assert!(order["prepay_id"].is_string());
    let sent = gateway.requests()[0].json().expect("a body");
    assert_eq!(sent["attach"], "table 7");
    assert!(orders.close("T20240002")?);
    assert_eq!(orders.query("T20240002")?["trade_state"], "CLOSED");
    Ok(())
}

#[test]
fn a_bill_is_saved() -> Result<(), Error> {
    let gateway = Gateway::start()?;
    gateway.bill(
        "2024-01-01",
        json!([{"商户订单号": "T2024ABC", "订单金额": "18.00"}]),
    )?;
    let path = std::env::temp_dir().join(format!("bill-{}.csv", std::process::id()));
    let hash = BillService::new(gateway.client()?)
        .download("2024-01-01", path.to_str().expect("a path of UTF-8"))?;
    let saved = std::fs::read(&path);
    let _ = std::fs::remove_file(&path);
    assert!(String::from_utf8_lossy(&saved.map_err(Error::other)?).contains("T2024ABC"));
    assert_eq!(hash.len(), 40);
    Ok(())
}

/// Receives one notification, as the shop's web server does.
fn serve(mut stream: TcpStream, client: &Client) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut headers, mut line) = (HeaderMap::new(), String::new());
    while reader.read_line(&mut line)? > 2 {
        let header = line.trim_end().split_once(": ");
        let header = header.map(|(name, value)| (name.parse(), value.parse()));
        if let Some((Ok::<HeaderName, _>(name), Ok::<HeaderValue, _>(value))) = header {
            headers.insert(name, value);
        }
        line.clear();
    }
    let length = headers["content-length"].to_str().unwrap_or_default();
    let mut body = vec![0; length.parse().unwrap_or_default()];
    reader.read_exact(&mut body)?;
    let status = match notify::receive(client, &headers, &body) {
        Ok(()) => "204 No Content",
        Err(_) => "500 Internal Server Error",
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
}

#[test]
fn a_notification_is_received() -> Result<(), Error> {
    let gateway = Gateway::start()?;
    let client = gateway.client()?;
    let listener = TcpListener::bind("127.0.0.1:0").map_err(Error::other)?;
    let address = listener.local_addr().map_err(Error::other)?;
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept()?;
        serve(stream, &client)
    });
    let paid = json!({"out_trade_no": "T2024ABC", "trade_state": "SUCCESS"});
    let notification = gateway.notification("TRANSACTION.SUCCESS", paid);
    let response = notification.send(&format!("http://{address}/notify"))?;
    server.join().expect("no panic").map_err(Error::other)?;
    assert!(response.accepted());
    Ok(())
}
