//! The page in Chinese, in narrow windows, and in the dark.

use serde_json::json;
use wechatpay_chain::Gateway;

use super::support::webdriver::Browser;
use super::support::{self, NOBODY};
use super::{order, rows};

/// The words in Latin letters that are nobody's data.
const LATIN: &str = "(() => { const words = []; \
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); \
    while (walk.nextNode()) { const node = walk.currentNode, parent = node.parentElement; \
    if (parent.closest('code, pre, script, style, noscript, small, time, kbd, [hidden]') || !parent.getClientRects().length) continue; \
    words.push(...node.textContent.match(/[A-Za-z]{2,}/g) ?? []); } \
    for (const it of document.querySelectorAll('[aria-label], [placeholder], [title]')) \
    for (const name of ['aria-label', 'placeholder', 'title']) \
    words.push(...(it.getAttribute(name) ?? '').match(/[A-Za-z]{2,}/g) ?? []); \
    return [...new Set(words)].sort(); })()";

/// Names, which are the same in each language.
const NAMES: [&str; 38] = [
    "wechatpay",
    "gateway",
    "English",
    "Request",
    "ID",
    "curl",
    "Rust",
    "ms",
    "id",
    "resource",
    "openssl",
    "APIv",
    "POST",
    "GET",
    "PUT",
    "PATCH",
    "DELETE",
    "TRANSACTION",
    "SUCCESS",
    "REFUND",
    "ABNORMAL",
    "CLOSED",
    "NOTPAY",
    "PROCESSING",
    "CNY",
    "ORDER",
    "SANDBOX",
    "GatewayBuilder",
    "dir",
    "merchant",
    "key",
    "pem",
    "apiclient",
    "Authorization",
    "xx",
    "JSON",
    "mchid",
    "Native",
];

fn seed(gateway: &Gateway) {
    let client = gateway.client().unwrap();
    for number in ["ORDER-1", "ORDER-2", "ORDER-3"] {
        order(&client, number, NOBODY);
    }
    gateway.pay("ORDER-1").unwrap();
    let refund = json!({ "json": {
        "out_trade_no": "ORDER-1", "out_refund_no": "REFUND-1", "notify_url": NOBODY,
        "amount": { "refund": 23, "total": 123, "currency": "CNY" },
    } });
    client.chain("v3/refund/domestic/refunds").post(refund).unwrap();
    gateway.set_refund_status("REFUND-1", "ABNORMAL").unwrap();
    let wrong = gateway.client_builder().mchid("2").build().unwrap();
    let long = format!("v3/{}", "long".repeat(100));
    wrong.chain(&long).get(json!({ "query": { "a": "1" } })).unwrap_err();
    client.chain("v3/certificates").get(()).unwrap();
}

#[test]
fn speaks_chinese_alone_and_fits_narrow_windows() {
    let Some(browser) = Browser::start("zh-CN") else { return };
    let gateway = Gateway::builder().clock_speed(0).start().unwrap();
    seed(&gateway);
    let requests = gateway.requests();
    let refused = requests.iter().find(|call| !call.verified()).unwrap().request_id().to_owned();
    let notified = gateway.deliveries()[0].id.clone();
    browser.open(gateway.base_uri());
    rows(&browser, requests.len());
    assert_eq!(browser.value("document.documentElement.lang"), "zh-CN");
    for (width, height) in [(1280, 900), (420, 800)] {
        browser.narrow(width, height);
        for open in [
            "calls".to_owned(),
            format!("calls/{refused}"),
            format!("calls/{}", requests[0].request_id()),
            "notifications".to_owned(),
            format!("notifications/{notified}"),
            "orders".to_owned(),
            "orders/ORDER-1".to_owned(),
            "orders/ORDER-2".to_owned(),
            "refunds".to_owned(),
            "refunds/REFUND-1".to_owned(),
            "orders/GONE".to_owned(),
        ] {
            browser.value(&format!("[location.hash = '#{open}']"));
            let name = open.split('/').nth(1).unwrap_or_default().to_owned();
            browser.until(&format!(
                "decodeURIComponent(location.hash) === '#{open}' && document.querySelectorAll('#main section').length > 1 \
                 && (document.title.startsWith('{name}'))"
            ));
            let words = browser.value(LATIN);
            let words = words.as_array().unwrap().iter().map(|word| word.as_str().unwrap());
            let foreign: Vec<_> = words.filter(|word| !NAMES.contains(word)).collect();
            assert!(foreign.is_empty(), "{open}: {foreign:?}\n{}", browser.text("body"));
            let size = browser.value(
                "[document.documentElement.scrollWidth, document.querySelector('#main').scrollWidth - document.querySelector('#main').clientWidth, innerWidth]",
            );
            assert!(
                size[0].as_u64() <= size[2].as_u64() && size[1] == 0,
                "{open} at {width}: {size}"
            );
        }
    }
    // In the other language at once, and after a reload.
    browser.value("[location.hash = '#calls']");
    browser.click("#language");
    browser.until("document.querySelector('#main h1').innerText === 'Calls'");
    browser.reload();
    browser.until("document.querySelector('#main h1')?.innerText === 'Calls'");
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn says_that_the_gateway_has_ended() {
    let Some(browser) = Browser::start("en-US") else { return };
    let gateway = support::gateway();
    browser.open(gateway.base_uri());
    browser.until("document.getElementById('count').textContent === 'No calls yet'");
    drop(gateway);
    browser.until("document.getElementById('offline').textContent.includes('does not respond')");
}
