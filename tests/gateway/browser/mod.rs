//! The gateway's page in a real browser.

use crate::support;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use http::Method;
use serde_json::json;
use wechatpay_chain::{
    BoxError, BoxFuture, Formatter, Gateway, PrivateKey, Rsa, SignInput, Signer,
};

use support::webdriver::Browser;

/// Signs the path without its query.
struct WithoutQuery {
    mchid: String,
    serial: String,
    key: PrivateKey,
}

impl WithoutQuery {
    fn of(gateway: &Gateway) -> Self {
        Self {
            mchid: gateway.mchid().to_owned(),
            serial: gateway.merchant_serial().to_owned(),
            key: PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap(),
        }
    }
}

impl Signer for WithoutQuery {
    fn authorization<'a>(
        &'a self,
        input: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async move {
            let (timestamp, nonce) = (Formatter::timestamp(), Formatter::nonce(32));
            let (path, _) = input.target.split_once('?').unwrap();
            let method = input.method.as_str();
            let message = Formatter::request(method, path, timestamp, &nonce, input.body);
            let signature = Rsa::sign(&message, &self.key)?;
            let (mchid, serial) = (&self.mchid, &self.serial);
            Ok(Formatter::authorization(mchid, &nonce, &signature, timestamp, serial))
        })
    }
}

const HOSTILE: &str = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>";

#[test]
fn shows_calls_and_why_one_was_refused() {
    let Some(browser) = Browser::start("en-US") else { return };
    let gateway = support::gateway();
    gateway.on(
        Method::POST,
        "/v3/pay/transactions/native",
        |_| json!({ "code_url": format!("weixin://{HOSTILE}") }),
    );
    browser.open(gateway.base_uri());
    browser.until("document.getElementById('status').textContent === 'No calls yet'");
    let first = browser.text("#empty");
    assert!(first.contains(&format!("curl {}v3/certificates", gateway.base_uri())), "{first}");
    assert_eq!(browser.value("document.getElementById('calls').hidden"), true);

    // The page is open already: it learns of these by itself.
    let client = gateway.client().unwrap();
    let native = client.chain("v3/pay/transactions/native");
    native.post(json!({ "json": { "description": HOSTILE } })).unwrap();
    let signer = WithoutQuery::of(&gateway);
    let wrong = gateway.client_builder().signer(signer).build().unwrap();
    let query = json!({ "query": { "mchid": "1900000109" } });
    wrong.chain("v3/pay/transactions/id/1").get(query).unwrap_err();
    browser.until("document.querySelectorAll('#calls tbody tr').length === 2");
    browser.until("document.getElementById('empty').hidden");

    // The newest first.
    let cells = "[...document.querySelectorAll('#calls tbody tr')].map(\
                 row => [...row.cells].slice(1).map(cell => cell.textContent))";
    let requests = gateway.requests();
    let target = "/v3/pay/transactions/id/1?mchid=1900000109";
    assert_eq!(
        browser.value(cells),
        json!([
            ["GET", target, "401", "refused", "", requests[1].request_id()],
            [
                "POST",
                "/v3/pay/transactions/native",
                "200",
                "verified",
                "",
                requests[0].request_id()
            ],
        ])
    );
    let status = browser.text("#status");
    assert_eq!(status, format!("2 calls. Newest: GET {target} 401 refused"));

    browser.click("#calls tbody tr:nth-child(1) button");
    let detail = browser.text("#calls tr.detail");
    let diagnosis = requests[1].diagnosis().unwrap();
    let finding = &diagnosis.findings()[0];
    assert_eq!(finding.name(), "query-left-out");
    let signed = format!("GET\n{target}\n");
    for part in [
        "Why it was refused",
        "the query was not signed: sign the path, `?` and the query",
        "query-left-out",
        finding.signed().unwrap(),
        finding.received().unwrap(),
        &signed,
        "authorization: WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\"",
        "signature=\"…\"",
    ] {
        assert!(detail.contains(part), "{part} in {detail}");
    }
    // It closes again; then the other one is opened. What it bears is text.
    browser.click("#calls tbody tr:nth-child(1) button");
    browser.until("document.querySelector('tr.detail') === null");
    browser.click("#calls tbody tr:nth-child(2) button");
    let detail = browser.text("#calls tr.detail");
    assert!(detail.contains(HOSTILE) && !detail.contains("Why it was refused"), "{detail}");
    assert!(detail.matches("<img src=x").count() >= 2, "request and answer: {detail}");
    assert_eq!(browser.value("[window.hacked ?? 0, document.images.length]"), json!([0, 0]));

    // An open row stays open when another call comes.
    client.chain("v3/none").get(json!({ "headers": { "X-Gateway-Fault": "429" } })).unwrap_err();
    browser.until("document.querySelectorAll('#calls tbody tr').length === 4");
    assert_eq!(
        browser.value("document.querySelector('#calls tbody tr .fault').textContent"),
        "429=1"
    );
    assert_eq!(browser.value("document.querySelectorAll('tr.detail').length"), 1);

    assert_eq!(browser.console(), Vec::<String>::new());
    assert_eq!(gateway.requests().len(), 3, "the page's own requests are not listed");
}

#[test]
fn speaks_chinese_and_fits_a_narrow_window() {
    let Some(browser) = Browser::start("zh-CN") else { return };
    let gateway = support::gateway();
    let long = format!("v3/{}", "long".repeat(100));
    gateway.client().unwrap().chain(&long).get(()).unwrap_err();
    browser.open(gateway.base_uri());
    browser.until("document.querySelectorAll('#calls tbody tr').length === 1");
    assert!(browser.text(".banner").contains("不会产生任何资金往来"));
    assert_eq!(browser.value("document.documentElement.lang"), "zh-CN");
    assert!(browser.text("#calls tbody tr").contains("验签通过"));
    browser.click("#calls tbody tr button");
    browser.narrow(420, 800);
    let width = browser.value("[document.documentElement.scrollWidth, window.innerWidth]");
    let (scroll, window) = (width[0].as_u64().unwrap(), width[1].as_u64().unwrap());
    assert!(scroll <= window, "{scroll} is wider than {window}");
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn pays_an_order() {
    let Some(browser) = Browser::start("en-US") else { return };
    let gateway = support::gateway();
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/notify", receiver.local_addr().unwrap());
    let notified = std::thread::spawn(move || {
        let (mut stream, _) = receiver.accept().unwrap();
        let mut line = String::new();
        BufReader::new(stream.try_clone().unwrap()).read_line(&mut line).unwrap();
        stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").unwrap();
        line
    });
    let native = gateway.client().unwrap().chain("v3/pay/transactions/native");
    let order = |number: &str, url: &str| {
        let order = json!({ "json": {
            "appid": "wxd678efh567hg6787",
            "mchid": gateway.mchid(),
            "description": "x",
            "out_trade_no": number,
            "notify_url": url,
            "amount": { "total": 123 },
        } });
        native.post(order).unwrap();
    };
    order("ORDER-1", &url);
    order("ORDER|2*", "https://shop.example/notify");
    browser.open(gateway.base_uri());
    browser.until("document.querySelectorAll('#orders tbody tr').length === 2");
    let orders = "[...document.querySelectorAll('#orders tbody tr')].map(\
                  row => [...row.cells].map(cell => cell.textContent))";
    assert_eq!(
        browser.value(orders),
        json!([["ORDER|2*", "1.23", "NOTPAY", "Pay"], ["ORDER-1", "1.23", "NOTPAY", "Pay"]])
    );
    browser.click("#orders [data-order='ORDER-1']");
    assert_eq!(notified.join().unwrap(), "POST /notify HTTP/1.1\r\n");
    browser.until("document.getElementById('paid').textContent.startsWith('Order ORDER-1 is')");
    assert!(browser.text("#paid").ends_with("responded with 204."), "{}", browser.text("#paid"));
    // The rows are made anew when the page learns of it: a click meanwhile would meet the old one.
    browser.until("document.querySelectorAll('#orders button').length === 1");
    browser.click("#orders [data-order='ORDER|2*']");
    browser.until("document.getElementById('paid').textContent.includes('ORDER|2* is paid')");
    assert!(browser.text("#paid").contains("https://shop.example/notify is not on this machine"));
    browser.until("document.querySelectorAll('#orders button').length === 0");
    assert!(gateway.orders().iter().all(|order| order["trade_state"] == "SUCCESS"));
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn a_gateway_that_was_started_anew_has_its_page_loaded_anew() {
    let Some(browser) = Browser::start("en-US") else { return };
    let first = support::gateway();
    let address = first.base_uri().to_owned();
    let port = address.trim_end_matches('/').rsplit_once(':').unwrap().1.parse().unwrap();
    first.client().unwrap().chain("v3/none").get(()).unwrap_err();
    browser.open(&address);
    browser.until("document.querySelectorAll('#calls tbody tr').length === 1");
    browser.value("window.isFirst = true");
    drop(first);
    let _again = Gateway::builder().port(port).start().unwrap();
    // Its token is another one.
    browser.until(
        "window.isFirst === undefined && document.getElementById('status')?.textContent === 'No calls yet'",
    );
}

#[test]
fn another_site_has_nothing_done() {
    let Some(browser) = Browser::start("en-US") else { return };
    let gateway = support::gateway();
    let order = json!({ "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": gateway.mchid(),
        "description": "x",
        "out_trade_no": "ORDER-1",
        "notify_url": "https://shop.example/notify",
        "amount": { "total": 1 },
    } });
    gateway.client().unwrap().chain("v3/pay/transactions/native").post(order).unwrap();
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
