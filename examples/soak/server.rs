//! The server, a separate process, so that the resources of the callers' process are the client's.
//!
//! It accepts orders and keeps a ledger of them. About a fifth of the requests meets a fault. Its
//! parent controls it by standard input and output, one line for each line, and knows its keys.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wechatpay_chain::Gateway;
use wechatpay_chain::gateway::{Fault, ReceivedRequest, StubResponse};

use crate::Result;
use crate::random::Random;

/// How many of a hundred requests that reach a handler make the next one meet a fault. About twenty of
/// a hundred requests do, since a third of the faults keep their request from the handler.
const FAULTS: u64 = 22;

pub(crate) const PLACE: &str = "/v3/pay/transactions/native";
pub(crate) const QUERY: &str = "/v3/pay/transactions/out-trade-no/{out_trade_no}";

/// The credentials that a merchant gets from WeChat Pay.
#[derive(Serialize, Deserialize)]
pub(crate) struct Merchant {
    pub(crate) base_uri: String,
    pub(crate) mchid: String,
    pub(crate) serial: String,
    pub(crate) private_key: String,
    pub(crate) apiv3_key: String,
    pub(crate) public_key_id: String,
    pub(crate) public_key: String,
    pub(crate) platform_serial: String,
    pub(crate) platform_certificate: String,
}

/// The server's record of an order.
#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) total: u64,
    /// How often the request was carried out; the first time created the order.
    pub(crate) executions: u32,
    /// How often a request to create it arrived, with any result.
    pub(crate) arrivals: u32,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Ledger {
    pub(crate) orders: HashMap<String, Order>,
    pub(crate) requests: usize,
    /// Those that did not come as a client's of this gateway should.
    pub(crate) refused: usize,
    /// The Request-IDs of responses that a client must not accept.
    pub(crate) bad: Vec<String>,
    /// By name, how often each was injected.
    pub(crate) faults: BTreeMap<String, u32>,
}

/// The parent's side of the pipe.
pub(crate) struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Server {
    pub(crate) fn start(seed: u64) -> Result<(Self, Merchant)> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("--server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take();
        let output = child.stdout.take().ok_or("the server has no output")?;
        let mut server = Self { child, input, output: BufReader::new(output) };
        let merchant = server.ask(&seed.to_string())?;
        Ok((server, serde_json::from_str(&merchant)?))
    }

    pub(crate) fn rotate_certificate(&mut self) -> Result<()> {
        self.ask("rotate").map(drop)
    }

    pub(crate) fn ledger(&mut self) -> Result<Ledger> {
        Ok(serde_json::from_str(&self.ask("ledger")?)?)
    }

    fn ask(&mut self, question: &str) -> Result<String> {
        let input = self.input.as_mut().ok_or("the server has no input")?;
        writeln!(input, "{question}")?;
        let mut answer = String::new();
        self.output.read_line(&mut answer)?;
        if answer.is_empty() { Err("the server has ended".into()) } else { Ok(answer) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server ends when its input ends.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// The child's whole life.
pub(crate) fn run() -> Result<()> {
    let mut questions = std::io::stdin().lock().lines();
    let seed = questions.next().ok_or("no seed")??.parse()?;
    // The ledger needs each request of a long run.
    let gateway = Gateway::builder().kept_requests(usize::MAX).kept_bytes(usize::MAX).start()?;
    let gateway = Arc::new(gateway);
    let world = Arc::new(World {
        gateway: Arc::downgrade(&gateway),
        random: Mutex::new(Random::new(seed, u64::MAX)),
        ledger: Mutex::default(),
    });
    let (placing, querying) = (Arc::clone(&world), Arc::clone(&world));
    gateway.on(Method::POST, PLACE, move |request| placing.handle(request, World::place));
    gateway.on(Method::GET, QUERY, move |request| querying.handle(request, World::query));
    tell(&Merchant {
        base_uri: gateway.base_uri().to_owned(),
        mchid: gateway.mchid().to_owned(),
        serial: gateway.merchant_serial().to_owned(),
        private_key: gateway.merchant_key_pem().to_owned(),
        apiv3_key: gateway.apiv3_key().to_owned(),
        public_key_id: gateway.public_key_id().to_owned(),
        public_key: gateway.platform_public_key_pem().to_owned(),
        platform_serial: gateway.platform_serial().to_owned(),
        platform_certificate: gateway.platform_certificate_pem().to_owned(),
    })?;
    for question in questions {
        match question?.as_str() {
            "rotate" => {
                gateway.fault(Fault::RotateCertificate);
                world.ledger().count(Fault::RotateCertificate);
                tell(&())?;
            }
            "ledger" => tell(&world.whole_ledger(&gateway.requests()))?,
            other => return Err(format!("`{other}` is not a command").into()),
        }
    }
    Ok(())
}

fn tell(answer: &impl Serialize) -> Result<()> {
    let mut output = std::io::stdout().lock();
    serde_json::to_writer(&mut output, answer)?;
    output.write_all(b"\n")?;
    Ok(output.flush()?)
}

struct World {
    /// Its handlers hold this world.
    gateway: Weak<Gateway>,
    random: Mutex<Random>,
    ledger: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    orders: HashMap<String, Order>,
    faults: BTreeMap<String, u32>,
}

impl Counts {
    fn count(&mut self, fault: Fault) {
        let name = fault.to_string();
        let name = name.split('=').next().unwrap_or_default().to_owned();
        *self.faults.entry(name).or_default() += 1;
    }
}

impl World {
    fn ledger(&self) -> MutexGuard<'_, Counts> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn handle(
        &self,
        request: &ReceivedRequest,
        answer: fn(&Self, &ReceivedRequest) -> StubResponse,
    ) -> StubResponse {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = random.percent(FAULTS).then(|| fault(&mut random));
        drop(random);
        if let (Some(fault), Some(gateway)) = (fault, self.gateway.upgrade()) {
            self.ledger().count(fault);
            gateway.fault(fault);
        }
        answer(self, request)
    }

    fn place(&self, request: &ReceivedRequest) -> StubResponse {
        let body = request.json().unwrap_or_default();
        let (Some(number), Some(total)) = number_and_total(&body) else {
            return StubResponse::error(StatusCode::BAD_REQUEST, "PARAM_ERROR", "no order");
        };
        let mut ledger = self.ledger();
        let order = ledger.orders.entry(number.to_owned()).or_default();
        if order.executions > 0 && order.total != total {
            let message = "the number is another order's";
            return StubResponse::error(StatusCode::BAD_REQUEST, "INVALID_REQUEST", message);
        }
        order.total = total;
        order.executions += 1;
        json!({ "code_url": format!("weixin://wxpay/bizpayurl?pr={number}") }).into()
    }

    fn query(&self, request: &ReceivedRequest) -> StubResponse {
        let number = request.var("out_trade_no").unwrap_or_default();
        match self.ledger().orders.get(number).filter(|order| order.executions > 0) {
            Some(order) => json!({
                "out_trade_no": number,
                "trade_state": "NOTPAY",
                "amount": { "total": order.total },
            })
            .into(),
            None => StubResponse::error(StatusCode::NOT_FOUND, "ORDER_NOT_EXIST", "no such order"),
        }
    }

    fn whole_ledger(&self, requests: &[ReceivedRequest]) -> Ledger {
        let counts = self.ledger();
        let mut ledger = Ledger {
            orders: counts.orders.clone(),
            requests: requests.len(),
            refused: requests.iter().filter(|request| is_refused(request)).count(),
            bad: Vec::new(),
            faults: counts.faults.clone(),
        };
        for request in requests {
            if request.faults().iter().any(|fault| spoils(*fault)) {
                ledger.bad.push(request.request_id().to_owned());
            }
            if request.method() == Method::POST {
                let body = request.json().unwrap_or_default();
                if let (Some(number), _) = number_and_total(&body) {
                    ledger.orders.entry(number.to_owned()).or_default().arrivals += 1;
                }
            }
        }
        ledger
    }
}

/// A body that ended because its call was dropped is not an error.
fn is_refused(request: &ReceivedRequest) -> bool {
    let is_cut_off = request.method() == Method::POST && request.body().is_empty();
    !request.verified() && !is_cut_off
}

fn number_and_total(order: &Value) -> (Option<&str>, Option<u64>) {
    (order["out_trade_no"].as_str(), order["amount"]["total"].as_u64())
}

/// Each kind alike, but the rotation, which has its time.
fn fault(random: &mut Random) -> Fault {
    match random.below(14) {
        0 => Fault::WrongSignature,
        1 => Fault::Probe,
        2 => Fault::NoSignature,
        3 => Fault::ClockSkew(if random.percent(50) { 600 } else { -600 }),
        4 => Fault::UnknownSerial,
        5 => Fault::OtherKeyMode,
        6 => Fault::TooManyRequests(u32::from(random.percent(50))),
        7 => Fault::ServerError,
        8 => Fault::BadGateway,
        9 => Fault::SlowHeaders(random.milliseconds(10, 1500)),
        10 => Fault::SlowBody(random.milliseconds(10, 1500)),
        11 => Fault::CutBefore,
        12 => Fault::CutAfter,
        _ => Fault::TruncatedBody,
    }
}

/// Whether its response is incomplete or has an invalid signature.
fn spoils(fault: Fault) -> bool {
    let signature = [Fault::WrongSignature, Fault::Probe, Fault::NoSignature];
    let others = [Fault::UnknownSerial, Fault::CutAfter, Fault::TruncatedBody, Fault::BadGateway];
    signature.contains(&fault) || others.contains(&fault) || matches!(fault, Fault::ClockSkew(_))
}
