//! Many promises: all results, and a few at a time.

use crate::support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use wechatpay_chain::{Error, ErrorKind, Outcome, Promise};

use support::server::{Reply, Server};

/// How many were made, and how many were in flight at most.
#[derive(Clone, Default)]
struct Count {
    made: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Count {
    fn promise(&self, n: usize) -> Promise<usize> {
        self.made.fetch_add(1, Ordering::SeqCst);
        let this = self.clone();
        Promise::from_future(async move {
            let open = this.open.fetch_add(1, Ordering::SeqCst) + 1;
            this.most.fetch_max(open, Ordering::SeqCst);
            // The later ones of a few are done first.
            for _ in 0..(4 - n % 4) {
                tokio::task::yield_now().await;
            }
            this.open.fetch_sub(1, Ordering::SeqCst);
            Ok(n)
        })
    }

    fn of(count: &AtomicUsize) -> usize {
        count.load(Ordering::SeqCst)
    }
}

fn failed(n: usize) -> Promise<usize> {
    Promise::from(Err(Error::other(format!("no {n}"))))
}

#[test]
fn settle_has_each_result_in_its_place() {
    let server = Server::start(|seen| match &*seen.target {
        "/v3/2" => Reply::Signed(400, br#"{"code":"PARAM_ERROR"}"#.to_vec()),
        "/v3/3" => Reply::ok("[1"),
        _ => Reply::ok("{}"),
    });
    let client = support::client(&server);
    let missing = support::builder(&server).base_uri(support::NOBODY).build().unwrap();
    let call = |n: u8| {
        let client = if n == 4 { &missing } else { &client };
        client.chain(format!("v3/{n}")).post_async(()).value()
    };
    for settled in
        [Promise::settle((1..=5).map(call)), Promise::settle_limited(2, [1, 2, 3, 4, 5].map(call))]
    {
        let outcomes: Vec<Option<Outcome>> = settled
            .wait()
            .unwrap()
            .into_iter()
            .map(|result| result.err().map(|error| error.outcome()))
            .collect();
        let (refused, accepted) = (Some(Outcome::Refused), Some(Outcome::Accepted));
        assert_eq!(outcomes, [None, refused, accepted, Some(Outcome::NotSent), None]);
    }
    assert_eq!(server.requests().len(), 8);
    assert!(Promise::settle(Vec::<Promise<()>>::new()).wait().unwrap().is_empty());
}

#[test]
fn what_follows_settle_knows_of_all_of_them() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    let missing = support::builder(&server).base_uri(support::NOBODY).build().unwrap();
    let [done, not_sent] = [client, missing].map(|client| client.chain("v3/t"));
    let first_error = |chains: &[&wechatpay_chain::Chain]| {
        let calls: Vec<_> = chains.iter().map(|chain| chain.post_async(())).collect();
        let all = Promise::settle_limited(1, calls);
        all.try_then(|results| results.into_iter().collect::<Result<Vec<_>, _>>())
            .wait()
            .unwrap_err()
    };
    assert_eq!(first_error(&[&not_sent]).outcome(), Outcome::NotSent);
    assert_eq!(first_error(&[&not_sent, &done]).outcome(), Outcome::Unknown);
}

#[test]
fn no_more_than_the_limit_are_in_flight_or_made() {
    for limit in [1, 3, 100] {
        let count = Count::default();
        let counted = count.clone();
        let promises = (0..50).map(move |n| {
            let waiting = Count::of(&counted.made) - n;
            assert_eq!(waiting, 0);
            counted.promise(n)
        });
        assert_eq!(Promise::all_limited(limit, promises).wait().unwrap(), Vec::from_iter(0..50));
        assert_eq!(Count::of(&count.most), limit.min(50));
    }
    // What was not asked for is not made.
    let count = Count::default();
    let counted = count.clone();
    let fails_at_7 = (0_usize..).map(move |n| match n {
        7 => failed(n),
        n => counted.promise(n),
    });
    let error = Promise::all_limited(2, fails_at_7).wait().unwrap_err();
    assert_eq!(error.to_string(), "no 7");
    assert!(Count::of(&count.made) <= 8, "{}", Count::of(&count.made));
    drop(Promise::all_limited(2, (0..5).map(move |n| count.promise(n))));
}

#[test]
fn the_results_keep_their_order_when_some_fail() {
    let mixed = |n: usize| if n % 3 == 0 { failed(n) } else { Count::default().promise(n) };
    let results = Promise::settle_limited(4, (0..20).map(mixed)).wait().unwrap();
    for (n, result) in results.into_iter().enumerate() {
        match result {
            Ok(value) => assert_eq!(value, n),
            Err(error) => assert_eq!(error.to_string(), format!("no {n}")),
        }
    }
}

#[test]
fn a_limit_of_0_is_an_error_and_sends_nothing() {
    let count = Count::default();
    let counted = count.clone();
    let all = Promise::all_limited(0, (0..2).map(move |n| counted.promise(n))).wait().unwrap_err();
    let settled = Promise::settle_limited(0, Vec::<Promise<()>>::new()).wait().unwrap_err();
    for error in [all, settled] {
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Options, Outcome::NotSent));
    }
    assert_eq!(Count::of(&count.made), 0);
}

#[test]
fn the_first_error_cancels_those_in_flight() {
    let silent = Server::start(|_| Reply::Nothing);
    let call = support::client(&silent).chain("v3/t").post_async(());
    let silent = Arc::new(silent);
    let waits = Arc::clone(&silent);
    let fails = Promise::from_future(async move {
        tokio::task::spawn_blocking(move || waits.wait_for_requests(1)).await.unwrap();
        Err(Error::other("the stock is gone"))
    });
    let error = Promise::all_limited(2, [call, fails]).wait().unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    silent.wait_for_disconnects(1);
}
