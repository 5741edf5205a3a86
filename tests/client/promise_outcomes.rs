//! What an error says of all that its promise has sent: chains of stages, composed at random, against
//! a server that keeps a ledger.
//!
//! `PROPTEST_CASES=20000 cargo test --test client promise_outcomes -- --nocapture` prints how many chains
//! were composed, and which outcomes their errors had.

#![allow(clippy::print_stdout, reason = "it prints its figures")]

use crate::support;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use wechatpay_chain::{
    BoxError, BoxFuture, Client, Error, Outcome, PrivateKey, Promise, Response, ResponseExt, Rsa,
    SignInput, Signer,
};

use support::server::{PATIENCE, Reply, Server, answer, signed_answer};

/// What becomes of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Done,
    DoneAndUnreadable,
    Refused,
    /// By somebody in between, who has passed it on.
    RefusedUnsigned,
    DoneAndCutOff,
    CutOff,
    Unreachable,
    NotSigned,
    BadPath,
}

const FATES: [Fate; 9] = [
    Fate::Done,
    Fate::DoneAndUnreadable,
    Fate::Refused,
    Fate::RefusedUnsigned,
    Fate::DoneAndCutOff,
    Fate::CutOff,
    Fate::Unreachable,
    Fate::NotSigned,
    Fate::BadPath,
];

/// A promise to be composed.
#[derive(Debug, Clone)]
enum Plan {
    Call(Fate, bool),
    /// Work on this machine that fails after it.
    Fails(Box<Plan>),
    /// The body is decoded.
    Decoded(Box<Plan>),
    Next(Box<Plan>, Box<Plan>),
    /// A closure that waits for another one.
    Within(Box<Plan>, Box<Plan>),
    /// Another one after an error.
    Instead(Box<Plan>, Box<Plan>),
    /// After an error, an error of the caller's own.
    Renamed(Box<Plan>),
    All(Vec<Plan>),
    /// The first error, once all of them have ended.
    Settled(Vec<Plan>),
    /// At most so many at a time.
    Limited(usize, Vec<Plan>),
    SettledLimited(usize, Vec<Plan>),
    /// It goes on when a sibling fails.
    Detached(Box<Plan>),
    /// One after another in an async block, whatever came of those before.
    InTurn(Vec<Plan>),
}

fn plans() -> impl Strategy<Value = Plan> {
    let call = (prop::sample::select(&FATES[..]), any::<bool>());
    let call = call.prop_map(|(fate, post)| Plan::Call(fate, post));
    call.prop_recursive(4, 12, 3, |plan| {
        let boxed = plan.clone().prop_map(Box::new);
        let two = (boxed.clone(), boxed.clone());
        prop_oneof![
            boxed.clone().prop_map(Plan::Fails),
            boxed.clone().prop_map(Plan::Decoded),
            two.clone().prop_map(|(one, other)| Plan::Next(one, other)),
            two.clone().prop_map(|(one, other)| Plan::Within(one, other)),
            two.prop_map(|(one, other)| Plan::Instead(one, other)),
            boxed.clone().prop_map(Plan::Renamed),
            boxed.prop_map(Plan::Detached),
            prop::collection::vec(plan.clone(), 1..4).prop_map(Plan::All),
            prop::collection::vec(plan.clone(), 1..4).prop_map(Plan::Settled),
            (1_usize..3, prop::collection::vec(plan.clone(), 1..4))
                .prop_map(|(limit, plans)| Plan::Limited(limit, plans)),
            (1_usize..3, prop::collection::vec(plan.clone(), 1..4))
                .prop_map(|(limit, plans)| Plan::SettledLimited(limit, plans)),
            prop::collection::vec(plan, 1..4).prop_map(Plan::InTurn),
        ]
    })
}

/// A signer that can't.
struct Locked;

impl Signer for Locked {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async { Err("the HSM is locked".into()) })
    }
}

/// Makes the calls of one promise.
#[derive(Clone)]
struct Caller {
    client: Client,
    unreachable: Client,
    locked: Client,
    next: Arc<AtomicUsize>,
    /// The POSTs that were begun.
    begun: Arc<Mutex<HashSet<usize>>>,
}

impl Caller {
    fn new(server: &Server) -> Self {
        Self {
            client: support::client(server),
            unreachable: support::builder(server).base_uri(support::NOBODY).build().unwrap(),
            locked: support::builder(server).signer(Locked).build().unwrap(),
            next: Arc::default(),
            begun: Arc::default(),
        }
    }

    fn promise(&self, plan: Plan) -> Promise<Response> {
        let this = self.clone();
        match plan {
            Plan::Call(fate, post) => {
                let id = self.next.fetch_add(1, Ordering::SeqCst);
                Promise::ready(()).and_then(move |()| this.call(fate, post, id))
            }
            Plan::Fails(plan) => self.promise(*plan).try_then(|response| {
                let key = PrivateKey::from_pem(&support::keys::Keys::shared().merchant_private_pem);
                Rsa::decrypt("bm9uZQ==", &key?)?;
                Ok(response)
            }),
            Plan::Decoded(plan) => self.promise(*plan).try_then(|response| {
                let _: serde_json::Value = response.json()?;
                Ok(response)
            }),
            Plan::Next(one, other) => self.promise(*one).and_then(move |_| this.promise(*other)),
            Plan::Within(one, other) => {
                self.promise(*one).try_then(move |_| this.promise(*other).wait())
            }
            Plan::Instead(one, other) => {
                self.promise(*one).or_else(move |_| this.promise(*other).wait())
            }
            Plan::Renamed(plan) => {
                self.promise(*plan).or_else(|_| Err(Error::other("the shop's own error")))
            }
            Plan::All(plans) => {
                let promises: Vec<_> = plans.into_iter().map(|plan| this.promise(plan)).collect();
                Promise::all(promises).then(|mut responses| responses.remove(0))
            }
            Plan::Settled(plans) => {
                let promises: Vec<_> = plans.into_iter().map(|plan| this.promise(plan)).collect();
                Promise::settle(promises).try_then(first)
            }
            Plan::Limited(limit, plans) => {
                let promises = plans.into_iter().map(move |plan| this.promise(plan));
                Promise::all_limited(limit, promises).then(|mut responses| responses.remove(0))
            }
            Plan::SettledLimited(limit, plans) => {
                let promises = plans.into_iter().map(move |plan| this.promise(plan));
                Promise::settle_limited(limit, promises).try_then(first)
            }
            Plan::Detached(plan) => Promise::from_future(async move {
                let result = this.promise(*plan).await;
                // Kept until it has ended, which the test waits for.
                drop(this);
                result
            })
            .detached(),
            Plan::InTurn(plans) => Promise::from_future(async move {
                let mut last = Err(Error::other("no plan"));
                for plan in plans {
                    last = this.promise(plan).await;
                }
                last
            }),
        }
    }

    fn call(&self, fate: Fate, post: bool, id: usize) -> Promise<Response> {
        if post {
            self.begun.lock().unwrap().insert(id);
        }
        let chain = match fate {
            Fate::Unreachable => self.unreachable.chain(format!("v3/x/{id}")),
            Fate::NotSigned => self.locked.chain(format!("v3/x/{id}")),
            Fate::BadPath => self.client.chain(format!("v3/x/{id}/{{missing}}")),
            fate => {
                let at = FATES.iter().position(|known| *known == fate).unwrap();
                self.client.chain(format!("v3/{at}/{id}"))
            }
        };
        if post { chain.post_async(json!({"json": {}})) } else { chain.get_async(()) }
    }
}

/// The first error, or the first response.
fn first(results: Vec<Result<Response, Error>>) -> Result<Response, Error> {
    let responses: Result<Vec<_>, _> = results.into_iter().collect();
    responses.map(|mut responses| responses.remove(0))
}

/// What the server did, by the call's id: whether it is a POST, and whether it took effect.
type Ledger = Arc<Mutex<HashMap<usize, (bool, bool)>>>;

fn serve(ledger: &Ledger) -> Server {
    let ledger = Arc::clone(ledger);
    Server::start(move |seen| {
        let mut segments = seen.target.split('/').skip(2).map(|text| text.parse().unwrap());
        let (fate, id): (usize, usize) = (segments.next().unwrap(), segments.next().unwrap());
        let fate = FATES[fate];
        let done = !matches!(fate, Fate::Refused | Fate::CutOff);
        ledger.lock().unwrap().insert(id, (seen.method == "POST", done));
        let refusal = br#"{"code":"PARAM_ERROR","message":"no"}"#;
        match fate {
            Fate::DoneAndUnreadable => Reply::Signed(200, b"[1".to_vec()),
            Fate::Refused => Reply::Raw(signed_answer(400, refusal)),
            Fate::RefusedUnsigned => Reply::Raw(answer(400, "", refusal)),
            Fate::DoneAndCutOff | Fate::CutOff => Reply::Last(Vec::new()),
            _ => Reply::ok("{}"),
        }
    })
}

/// The ways to wait for a promise.
fn wait(way: u8, promise: Promise<Response>) -> Result<Response, Error> {
    match way {
        0 => promise.wait(),
        1 => tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(promise),
        _ => tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap()
            .block_on(async { tokio::spawn(promise).await.unwrap() }),
    }
}

#[derive(Default)]
struct Figures {
    chains: usize,
    calls: usize,
    succeeded: usize,
    outcomes: HashMap<Outcome, usize>,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |outcome| self.outcomes.get(&outcome).copied().unwrap_or_default();
        write!(
            f,
            "{} chains, {} calls; {} chains succeeded; errors: {} NotSent, {} Refused, {} Accepted, \
             {} Unknown; lies: 0",
            self.chains,
            self.calls,
            self.succeeded,
            of(Outcome::NotSent),
            of(Outcome::Refused),
            of(Outcome::Accepted),
            of(Outcome::Unknown),
        )
    }
}

/// What is claimed, against the ledger.
fn lie(
    outcome: Outcome,
    arrived: &HashMap<usize, (bool, bool)>,
    begun: &HashSet<usize>,
) -> Option<&'static str> {
    let took_effect = |id: &usize| arrived.get(id).is_some_and(|(_, done)| *done);
    match outcome {
        Outcome::NotSent if !arrived.is_empty() => Some("something has arrived"),
        Outcome::Refused if arrived.values().any(|(post, done)| *post && *done) => {
            Some("a POST took effect")
        }
        Outcome::Accepted if arrived.is_empty() => Some("nothing has arrived"),
        Outcome::Accepted if !begun.iter().all(took_effect) => {
            Some("a POST did not take effect, or may not have")
        }
        _ => None,
    }
}

#[test]
fn no_error_of_a_promise_lies_about_what_it_has_sent() {
    let figures = Mutex::new(Figures::default());
    let ledger = Ledger::default();
    let server = serve(&ledger);
    let config = Config { failure_persistence: None, ..Config::default() };
    let tested = TestRunner::new(config).run(&(plans(), 0_u8..3), |(plan, way)| {
        ledger.lock().unwrap().clear();
        let caller = Caller::new(&server);
        let begun = Arc::clone(&caller.begun);
        let result = wait(way, caller.promise(plan));
        drop(caller);
        let deadline = Instant::now() + PATIENCE;
        while Arc::strong_count(&begun) > 1 {
            assert!(Instant::now() < deadline, "a detached promise does not end");
            std::thread::sleep(Duration::from_micros(200));
        }
        server.settle();
        let arrived = ledger.lock().unwrap().clone();
        let mut figures = figures.lock().unwrap();
        figures.chains += 1;
        figures.calls += arrived.len();
        let Err(error) = result else {
            figures.succeeded += 1;
            return Ok(());
        };
        *figures.outcomes.entry(error.outcome()).or_default() += 1;
        let lie = lie(error.outcome(), &arrived, &begun.lock().unwrap());
        prop_assert!(lie.is_none(), "{:?}, but {}: {error}", error.outcome(), lie.unwrap());
        Ok(())
    });
    println!("{}", figures.lock().unwrap());
    tested.unwrap();
}

/// The calls that are known to have misled.
#[test]
fn what_a_stage_knows_is_not_forgotten_by_the_next() {
    use Fate::{Done, Refused, Unreachable};
    let post = |fate| Box::new(Plan::Call(fate, true));
    let query = |fate| Box::new(Plan::Call(fate, false));
    for (plan, outcome) in [
        // A refund was made, and a field of its response can't be decrypted.
        (Plan::Fails(post(Done)), Outcome::Accepted),
        (Plan::Renamed(Box::new(Plan::Fails(post(Done)))), Outcome::Accepted),
        // It was made, and the query after it is wrong, or gets no connection, or is refused.
        (Plan::Next(post(Done), query(Fate::BadPath)), Outcome::Accepted),
        (Plan::Within(post(Done), query(Unreachable)), Outcome::Accepted),
        (Plan::Next(post(Done), query(Refused)), Outcome::Accepted),
        // One of two was made.
        (Plan::Next(post(Done), post(Unreachable)), Outcome::Unknown),
        (Plan::Next(post(Done), post(Refused)), Outcome::Unknown),
        (Plan::InTurn(vec![*post(Done), *post(Fate::NotSigned)]), Outcome::Unknown),
        (Plan::InTurn(vec![*post(Fate::CutOff), *post(Refused)]), Outcome::Unknown),
        // The query was sent, the POST was not.
        (Plan::Next(query(Done), post(Unreachable)), Outcome::Unknown),
        (Plan::Next(query(Done), post(Refused)), Outcome::Refused),
        // One of several was made.
        (Plan::Settled(vec![*post(Unreachable), *post(Done)]), Outcome::Unknown),
        (Plan::Limited(1, vec![*post(Done), *post(Refused)]), Outcome::Unknown),
        (Plan::Limited(1, vec![*post(Refused), *post(Done)]), Outcome::Refused),
        (Plan::SettledLimited(1, vec![*post(Refused), *post(Done)]), Outcome::Unknown),
        // What a detached one knows counts as any other's.
        (Plan::Fails(Box::new(Plan::Detached(post(Done)))), Outcome::Accepted),
        (Plan::Next(Box::new(Plan::Detached(post(Done))), post(Unreachable)), Outcome::Unknown),
        (Plan::Detached(Box::new(Plan::Detached(post(Unreachable)))), Outcome::NotSent),
        // Neither was made.
        (Plan::Instead(post(Unreachable), post(Refused)), Outcome::Refused),
        (Plan::Instead(post(Unreachable), post(Fate::BadPath)), Outcome::NotSent),
        // Nothing was sent, and the error says nothing of any request.
        (Plan::Renamed(post(Unreachable)), Outcome::Unknown),
    ] {
        let server = serve(&Ledger::default());
        let error = Caller::new(&server).promise(plan.clone()).wait().unwrap_err();
        assert_eq!(error.outcome(), outcome, "{plan:?}: {error}");
    }
}

#[test]
fn an_error_of_one_sibling_speaks_for_those_that_were_given_up() {
    let server = serve(&Ledger::default());
    let silent = Server::start(|_| Reply::Nothing);
    let (caller, silent_client) = (Caller::new(&server), support::client(&silent));
    let given_up = silent_client.chain("v3/refund/domestic/refunds").post_async(());
    let fails = Promise::from_future(async move {
        // When the other one is under way.
        tokio::task::spawn_blocking(move || silent.wait_for_requests(1)).await.unwrap();
        caller.promise(Plan::Call(Fate::Unreachable, true)).await
    });
    let error = Promise::all([given_up, fails]).wait().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
}
