//! The gateway's page in a real browser.

mod calls;
mod copies;
mod shop;
mod texts;

use crate::support;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use serde_json::json;
use wechatpay_chain::{Client, Gateway};

use support::webdriver::Browser;

const HOSTILE: &str = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>";

/// How many rows the list has.
fn rows(browser: &Browser, count: usize) {
    browser.until(&format!("document.querySelectorAll('#results a').length === {count}"));
}

/// Chooses the row that has this text, as a user does.
fn choose(browser: &Browser, text: &str) {
    let row = format!(
        "[...document.querySelectorAll('#results a')].find(row => row.innerText.includes({text:?}))"
    );
    browser.until(&format!("{row} !== undefined"));
    let id = browser.value(&format!("{row}.id"));
    browser.click(&format!("[id='{}']", id.as_str().unwrap()));
}

/// Creates an order of 1.23.
fn order(client: &Client, number: &str, notify_url: &str) {
    let order = json!({ "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "description": "x",
        "out_trade_no": number,
        "notify_url": notify_url,
        "amount": { "total": 123 },
    } });
    client.chain("v3/pay/transactions/native").post(order).unwrap();
}

#[test]
fn a_gateway_that_was_started_anew_has_its_page_loaded_anew() {
    let Some(browser) = Browser::start("en-US") else { return };
    let first = support::gateway();
    let address = first.base_uri().to_owned();
    let port = address.trim_end_matches('/').rsplit_once(':').unwrap().1.parse().unwrap();
    first.client().unwrap().chain("v3/none").get(()).unwrap_err();
    browser.open(&address);
    rows(&browser, 1);
    browser.value("window.isFirst = true");
    drop(first);
    let _again = Gateway::builder().port(port).start().unwrap();
    // Its token is another one.
    browser.until(
        "window.isFirst === undefined && document.getElementById('count')?.textContent === 'No calls yet'",
    );
}

#[test]
fn another_site_has_nothing_done() {
    let Some(browser) = Browser::start("en-US") else { return };
    let gateway = support::gateway();
    order(&gateway.client().unwrap(), "ORDER-1", "https://shop.example/notify");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let site = format!("http://{}/", listener.local_addr().unwrap());
    let html = format!(
        "<!doctype html><link rel=icon href=data:,><script>\
         const to = (path, method) => fetch('{}' + path, {{ method, mode: 'no-cors' }});\
         Promise.allSettled([to('_gateway/pay?out_trade_no=ORDER-1', 'POST'), to('v3/a', 'GET'),\
         to('', 'GET')]).then(() => document.title = 'done');</script>",
        gateway.base_uri()
    );
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n";
            let _ = stream.write_all(format!("{head}{html}").as_bytes());
            let _ = BufReader::new(&stream).read_line(&mut String::new());
        }
    });
    browser.open(&site);
    browser.until("document.title === 'done'");
    let refused = gateway.requests();
    let refused: Vec<_> = refused.iter().skip(1).map(|call| call.status().unwrap()).collect();
    assert_eq!(refused, [http::StatusCode::FORBIDDEN; 3]);
    assert_eq!(gateway.orders()[0]["trade_state"], "NOTPAY");
}
