//! What PHP sends, each function must send: method, path, query and body.
//!
//! Written by `wechatpay port`. The values are those of the PHP text; arguments are made up.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use serde_json::json;
use wechatpay_chain::{Client, Gateway};

use ported::{bill_service, order_service, refund_service};

/// Making its keys takes time, so it is one for all tests. Each has it for itself while it runs.
static GATEWAY: LazyLock<Mutex<Gateway>> =
    LazyLock::new(|| Mutex::new(Gateway::start().expect("the gateway starts")));

/// The requests that the gateway is to get in a test.
struct Calls {
    gateway: MutexGuard<'static, Gateway>,
    client: Client,
    before: usize,
    expected: Vec<(String, Option<String>)>,
}

impl Calls {
    fn start() -> Self {
        let gateway = GATEWAY.lock().unwrap_or_else(PoisonError::into_inner);
        let client = gateway.client().expect("the client is built");
        let before = gateway.requests().len();
        let expected = Vec::new();
        Self {
            gateway,
            client,
            before,
            expected,
        }
    }

    /// Next comes this method, with this path and query. Its response is `{}`.
    fn expect(&mut self, request: &str) {
        let (method, target) = request.split_once(' ').expect("a method and a target");
        let path = target.split('?').next().expect("the first part");
        let method = method.parse().expect("a method");
        self.gateway.on(method, path, |_| json!({}));
        let no_body = Some(String::new());
        self.expected.push((request.to_owned(), no_body));
    }

    /// And it has this body.
    #[allow(dead_code, reason = "some requests have none")]
    fn body(&mut self, body: impl ToString) {
        let (_, expected) = self.expected.last_mut().expect("a request");
        *expected = Some(body.to_string());
    }

    /// And a body that is not known here.
    #[allow(dead_code, reason = "most are known")]
    fn any_body(&mut self) {
        let (_, expected) = self.expected.last_mut().expect("a request");
        *expected = None;
    }

    /// Only the requests count: what was made of the responses, `{}`, does not.
    fn check<T>(self, _: T) {
        let mut sent = Vec::new();
        for request in self.gateway.requests().iter().skip(self.before) {
            let body = match self.expected.get(sent.len()) {
                Some((_, None)) => None,
                _ => Some(String::from_utf8_lossy(request.body()).into_owned()),
            };
            sent.push((format!("{} {}", request.method(), request.target()), body));
        }
        assert_eq!(sent, self.expected);
    }
}

/// BillService.php, line 22.
#[test]
#[ignore = "line 30: $response->getBody()"]
fn bill_service_download() {
    let mut calls = Calls::start();
    calls.expect("GET /v3/bill/tradebill?bill_date=date-1&bill_type=ALL");
    let service = bill_service::BillService::new(calls.client.clone());
    let result = service.download("date-1", "path-1");
    calls.check(result);
}

/// OrderService.php, line 28.
#[test]
fn order_service_native() {
    let mut calls = Calls::start();
    calls.expect("POST /v3/pay/transactions/native");
    calls.body(json!({
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "description": "description-1",
        "out_trade_no": "out-trade-no-1",
        "notify_url": "https://teashop.example/notify",
        "amount": {
            "total": 1,
            "currency": "CNY",
        },
    }));
    let service = order_service::OrderService::new(calls.client.clone());
    let result = service.native("out-trade-no-1", "description-1", 1);
    calls.check(result);
}

/// OrderService.php, line 51.
#[test]
fn order_service_jsapi() {
    let mut calls = Calls::start();
    calls.expect("POST /v3/pay/transactions/jsapi");
    calls.body(json!({
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "description": "Tea",
        "out_trade_no": "out-trade-no-1",
        "notify_url": "https://teashop.example/notify",
        "amount": {
            "total": 1,
        },
        "payer": {
            "openid": "openid-1",
        },
        "attach": "attach-1",
    }));
    let service = order_service::OrderService::new(calls.client.clone());
    let result = service.jsapi("out-trade-no-1", "openid-1", 1, "attach-1");
    calls.check(result);
}

/// OrderService.php, line 72.
#[test]
fn order_service_query() {
    let mut calls = Calls::start();
    calls.expect("GET /v3/pay/transactions/out-trade-no/out-trade-no-1?mchid=1900000109");
    let service = order_service::OrderService::new(calls.client.clone());
    let result = service.query("out-trade-no-1");
    calls.check(result);
}

/// OrderService.php, line 82.
#[test]
fn order_service_is_paid() {
    let mut calls = Calls::start();
    calls.expect("GET /v3/pay/transactions/out-trade-no/out-trade-no-1?mchid=1900000109");
    let service = order_service::OrderService::new(calls.client.clone());
    let result = service.is_paid("out-trade-no-1");
    calls.check(result);
}

/// OrderService.php, line 89.
#[test]
fn order_service_close() {
    let mut calls = Calls::start();
    calls.expect("POST /v3/pay/transactions/out-trade-no/out-trade-no-1/close");
    calls.body(json!({
        "mchid": "1900000109",
    }));
    let service = order_service::OrderService::new(calls.client.clone());
    let result = service.close("out-trade-no-1");
    calls.check(result);
}

/// RefundService.php, line 23.
#[test]
fn refund_service_refund() {
    let mut calls = Calls::start();
    calls.expect("POST /v3/refund/domestic/refunds");
    calls.body(json!({
        "out_trade_no": "out-trade-no-1",
        "out_refund_no": "out-refund-no-1",
        "amount": {
            "refund": 1,
            "total": 1,
            "currency": "CNY",
        },
    }));
    let service = refund_service::RefundService::new(calls.client.clone());
    let result = service.refund("out-trade-no-1", "out-refund-no-1", 1, 1);
    calls.check(result);
}

/// RefundService.php, line 46.
#[test]
fn refund_service_query() {
    let mut calls = Calls::start();
    calls.expect("GET /v3/refund/domestic/refunds/out-refund-no-1");
    let service = refund_service::RefundService::new(calls.client.clone());
    let result = service.query("out-refund-no-1");
    calls.check(result);
}
