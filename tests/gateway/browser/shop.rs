//! Orders, refunds and notifications.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use super::support::server::{Reply, Server, answer};
use super::support::{self, webdriver::Browser};
use super::{HOSTILE, choose, order, rows};

/// A receiver that accepts once it is told to.
fn receiver() -> (Server, Arc<AtomicBool>) {
    let accepts = Arc::new(AtomicBool::new(false));
    let is_ready = Arc::clone(&accepts);
    let server = Server::start(move |_| {
        let status = if is_ready.load(Ordering::SeqCst) { 204 } else { 500 };
        let body = if status == 500 { HOSTILE } else { "" };
        Reply::Last(answer(status, "", body.as_bytes()))
    });
    (server, accepts)
}

/// Clicks the button with this name once it is there, and waits for what it says.
fn act(browser: &Browser, button: &str, says: &str) {
    let selector = format!("[data-focus='{button}']");
    browser.until(&format!("document.querySelector({selector:?})?.ariaDisabled === null"));
    browser.click(&selector);
    browser.until(&format!("document.querySelector('.outcome')?.innerText.includes({says:?})"));
}

#[test]
fn pays_refunds_and_closes_orders() {
    let Some(browser) = Browser::start("en-US") else { return };
    let gateway = support::gateway();
    let (shop, accepts) = receiver();
    accepts.store(true, Ordering::SeqCst);
    let client = gateway.client().unwrap();
    order(&client, "ORDER-1", &shop.base_uri());
    order(&client, "ORDER|2*", "https://shop.example/notify");
    browser.open(gateway.base_uri());
    browser.click("#views [data-name=orders]");
    rows(&browser, 2);
    choose(&browser, "ORDER-1");
    act(&browser, "pay", "Order ORDER-1 is paid. TRANSACTION.SUCCESS (accepted)");
    // The button is gone; the focus is not.
    assert_eq!(browser.value("document.activeElement.tagName"), "H1");
    assert!(browser.text("#main").contains("Refundable"), "{}", browser.text("#main"));
    act(&browser, "refund-PROCESSING", "is PROCESSING.");
    // Nothing is left to refund, and the refund is listed.
    browser.until("document.querySelector('[data-key=refunds] a') !== null");
    browser.until("document.querySelector('[data-focus=refund-SUCCESS]') === null");
    browser.click("[data-key=refunds] a");
    browser.until("location.hash.startsWith('#refunds/')");
    rows(&browser, 1);
    act(&browser, "refund-ABNORMAL", "is ABNORMAL. REFUND.ABNORMAL (accepted)");
    act(&browser, "refund-SUCCESS", "is SUCCESS. REFUND.SUCCESS (accepted)");
    assert_eq!(shop.requests().len(), 3);

    // From an order to its notifications, and to the calls about it.
    browser.click("#views [data-name=orders]");
    choose(&browser, "ORDER-1");
    browser.until("document.querySelectorAll('[data-key=related] li').length === 3");
    browser.click("[data-key=related] p a");
    browser.until("location.hash === '#calls?q=ORDER-1'");
    rows(&browser, 1);
    choose(&browser, "native");
    browser.until("document.querySelector('[data-key=related] a') !== null");
    let links = browser.text("[data-key=related]");
    assert!(links.contains("Order ORDER-1") && links.contains("TRANSACTION.SUCCESS"), "{links}");

    browser.open(&format!("{}#orders/ORDER%7C2*", gateway.base_uri()));
    act(&browser, "pay", "is paid. TRANSACTION.SUCCESS (not sent)");
    act(&browser, "refund-CLOSED", "is CLOSED.");
    // What a closed refund did not give back can be refunded.
    act(&browser, "refund-SUCCESS", "is SUCCESS.");
    order(&client, "ORDER-3", "https://shop.example/notify");
    browser.value("[location.hash = '#orders/ORDER-3']");
    act(&browser, "close", "Order ORDER-3 is closed.");
    browser.until("document.querySelector('[data-focus=pay]') === null");
    assert_eq!(gateway.orders()[2]["trade_state"], "CLOSED");
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn shows_notifications_and_sends_them_again() {
    let Some(browser) = Browser::start("en-US") else { return };
    let gateway = wechatpay_chain::Gateway::builder().clock_speed(0).start().unwrap();
    let (shop, accepts) = receiver();
    order(&gateway.client().unwrap(), "ORDER-1", &shop.base_uri());
    gateway.pay("ORDER-1").unwrap();
    browser.open(gateway.base_uri());
    browser.click("#views [data-name=notifications]");
    rows(&browser, 1);
    browser.until("document.querySelector('#main').innerText.includes('stands still')");
    choose(&browser, "TRANSACTION.SUCCESS");
    browser.until("document.querySelector('.attempt') !== null");
    let shown = browser.text("#main");
    for part in
        [&shop.base_uri(), "waiting", "in 15 s", "500", HOSTILE, "\"out_trade_no\": \"ORDER-1\""]
    {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    act(&browser, "resend", "sent again");
    browser.until("document.querySelectorAll('.attempt').length === 2");
    act(&browser, "advance-15", "1 notification was sent again");
    browser.until("document.querySelectorAll('.attempt').length === 3");
    accepts.store(true, Ordering::SeqCst);
    act(&browser, "advance-15", "advanced by 15 s; 1 notification was");
    browser.until("document.querySelector('#main .chips').innerText === 'accepted'");
    browser.until("document.querySelector('#results').innerText.includes('4 ×')");
    // Another of its states, and the way to its order.
    browser.click("[data-focus='orders-ORDER-1']");
    browser.until("location.hash === '#orders/ORDER-1'");
    assert_eq!(gateway.deliveries()[0].attempts.len(), 4);
    assert_eq!(browser.value("[window.hacked ?? 0, document.images.length]"), json!([0, 0]));
    assert_eq!(browser.console(), Vec::<String>::new());
}
