//! A caller: it creates orders, and handles each error as the README recommends.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Method, StatusCode};
use serde_json::{Value, json};
use wechatpay_chain::{Error, Options, Outcome, Response, ResponseExt, Verification};

use crate::clients::{Kind, NOBODY};
use crate::ledger::{Placed, Totals, number, total};
use crate::random::{Random, hash};
use crate::server::{PLACE, QUERY};

/// An order without a known result by then is a disagreement.
const PATIENCE: Duration = Duration::from_secs(90);
/// How many of a hundred calls go where nothing listens.
const NO_CONNECTION: u64 = 2;
/// How many of a hundred async calls are dropped before they end.
const GIVEN_UP: u64 = 2;

pub(crate) struct Caller {
    index: usize,
    pub(crate) kind: Arc<Kind>,
    random: Random,
    totals: Arc<Totals>,
    /// Its ledger; an order's place is in its number.
    pub(crate) orders: Vec<Placed>,
    /// Hashes of the Request-IDs of all responses that it accepted.
    pub(crate) accepted: Vec<u64>,
}

/// The result of a call; `None` if it was dropped.
type Answer = Option<Result<Response, Error>>;

/// What is next for an order.
enum Next {
    Made,
    Repeat(Duration),
    Query,
}

impl Caller {
    pub(crate) fn new(index: usize, kind: Arc<Kind>, seed: u64, totals: Arc<Totals>) -> Self {
        let random = Random::new(seed, index as u64);
        Self { index, kind, random, totals, orders: Vec::new(), accepted: Vec::new() }
    }

    /// Creates one order after another, and completes the last one.
    pub(crate) async fn run(mut self, until: Instant) -> Self {
        while Instant::now() < until {
            let number = number(self.index, self.orders.len());
            let placed = self.order(&number).await;
            self.orders.push(placed);
            Totals::add(&self.totals.orders);
            let pause = self.random.milliseconds(0, 20);
            self.pause(pause).await;
        }
        self
    }

    async fn order(&mut self, number: &str) -> Placed {
        let begun = Instant::now();
        let mut placed = Placed::default();
        while begun.elapsed() < PATIENCE && !placed.settled {
            let next = self.place(number, &mut placed).await;
            let wait = match next {
                Next::Made => None,
                Next::Repeat(wait) => Some(wait),
                Next::Query => match self.is_made(number, begun).await {
                    Some(true) => None,
                    Some(false) => Some(Duration::ZERO),
                    None => break,
                },
            };
            placed.settled = wait.is_none();
            if let Some(wait) = wait {
                Totals::add(&self.totals.repeated);
                self.pause(wait).await;
            }
        }
        if let Some(signed) = &self.kind.resend {
            placed.most = signed.take(number);
        }
        placed
    }

    async fn place(&mut self, number: &str, placed: &mut Placed) -> Next {
        let mut options = Options::new().json(json!({
            "appid": "wxd678efh567hg6787",
            "mchid": "1900000109",
            "description": "image shop, Shenzhen",
            "out_trade_no": number,
            "notify_url": "https://merchant.example/notify",
            "amount": { "total": total(number), "currency": "CNY" },
        }));
        if self.kind.resend.is_some() {
            options = options.resend(true);
        }
        let response = self.call(Method::POST, PLACE, options).await;
        placed.most += 1;
        let error = match response {
            None => return Next::Query,
            Some(Ok(response)) => {
                placed.least += 1;
                let body: Value = response.json().unwrap_or_default();
                let expected = format!("weixin://wxpay/bizpayurl?pr={number}");
                if body["code_url"] != expected {
                    self.totals.disagree(format!("{number} was answered {body}"));
                }
                return Next::Made;
            }
            Some(Err(error)) => error,
        };
        placed.least += u32::from(error.response().is_some());
        match error.outcome() {
            Outcome::NotSent => {
                placed.most -= 1;
                Next::Repeat(self.random.milliseconds(1, 50))
            }
            Outcome::Refused => {
                if error.status() != Some(StatusCode::TOO_MANY_REQUESTS) {
                    self.totals.disagree(format!("{number} was refused: {error}"));
                }
                Next::Repeat(retry_after(&error))
            }
            _ => Next::Query,
        }
    }

    /// Queries until the result is known; `None` after a time limit.
    async fn is_made(&mut self, number: &str, begun: Instant) -> Option<bool> {
        while begun.elapsed() < PATIENCE {
            Totals::add(&self.totals.queries);
            let options =
                Options::new().var("out_trade_no", number).query(json!({ "mchid": "1900000109" }));
            let wait = match self.call(Method::GET, QUERY, options).await {
                None => Duration::ZERO,
                Some(Ok(response)) => {
                    let body: Value = response.json().unwrap_or_default();
                    if body["out_trade_no"] != number || body["amount"]["total"] != total(number) {
                        self.totals.disagree(format!("the query of {number} gave {body}"));
                    }
                    return Some(true);
                }
                // Only a verified response of WeChat Pay proves that there is no such order.
                Some(Err(error)) if is_unknown_order(&error) => return Some(false),
                Some(Err(error)) => retry_after(&error),
            };
            self.pause(wait + Duration::from_millis(10)).await;
        }
        None
    }

    async fn call(&mut self, method: Method, path: &str, mut options: Options) -> Answer {
        if self.random.percent(NO_CONNECTION) {
            Totals::add(&self.totals.to_nobody);
            options = options.base_uri(format!("http://{NOBODY}/"));
        }
        let chain = self.kind.client.chain(path);
        let begun = Instant::now();
        let response = if self.kind.sync {
            Some(chain.request(method, options))
        } else if self.random.percent(GIVEN_UP) {
            let patience = self.random.milliseconds(0, 8);
            let call = chain.request_async(method, options);
            tokio::time::timeout(patience, call).await.ok()
        } else {
            Some(chain.request_async(method, options).await)
        };
        self.totals.called(begun.elapsed());
        match &response {
            None => Totals::add(&self.totals.given_up),
            Some(Err(error)) => self.totals.failed(error),
            Some(Ok(response)) => {
                self.accepted.push(hash(response.request_id().unwrap_or_default()));
                match response.verification() {
                    Some(Verification::Verified { serial }) => self.totals.verified(serial),
                    other => self.totals.disagree(format!("Ok, though {other:?}")),
                }
            }
        }
        response
    }

    async fn pause(&self, time: Duration) {
        if self.kind.sync {
            std::thread::sleep(time);
        } else {
            tokio::time::sleep(time).await;
        }
    }
}

fn is_unknown_order(error: &Error) -> bool {
    error.outcome() == Outcome::Refused
        && error.status() == Some(StatusCode::NOT_FOUND)
        && matches!(error.verification(), Some(Verification::Verified { .. }))
        && error.api().is_some_and(|api| api.code == "ORDER_NOT_EXIST")
}

fn retry_after(error: &Error) -> Duration {
    let header = error.response().and_then(|response| response.headers().get("retry-after"));
    let seconds = header.and_then(|value| value.to_str().ok()?.parse().ok());
    Duration::from_secs(seconds.unwrap_or_default()).max(Duration::from_millis(20))
}
