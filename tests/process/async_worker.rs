//! A sync call that blocks async code is warned of, once in a process.

use crate::support;

use std::panic::Location;

use tokio::runtime::Builder;
use tracing::dispatcher::with_default;
use wechatpay_chain::{Chain, Promise};

use support::log::Log;
use support::server::{Reply, Server};

fn warnings(log: &Log) -> Vec<String> {
    let text = log.text();
    text.lines().filter(|line| line.contains("async worker")).map(str::to_owned).collect()
}

#[track_caller]
fn expect_none(log: &Log) {
    assert!(warnings(log).is_empty(), "{}: {:?}", Location::caller(), warnings(log));
}

/// Calls where it is legitimate to block.
fn legitimate(chain: &Chain, log: &Log) {
    chain.get(()).unwrap();
    expect_none(log);
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    {
        let _entered = runtime.enter();
        chain.get(()).unwrap();
        expect_none(log);
    }
    let (one, two, three) = (chain.clone(), chain.clone(), chain.clone());
    let (to_one, to_two) = (log.dispatch(), log.dispatch());
    runtime.block_on(async move {
        let get = move || with_default(&to_one, || one.get(()));
        tokio::task::spawn_blocking(get).await.unwrap().unwrap();
        let get = move || with_default(&to_two, || tokio::task::block_in_place(|| two.get(())));
        tokio::spawn(async move { get() }).await.unwrap().unwrap();
        // In a closure of another call, which has no other way.
        Promise::ready(()).try_then(move |()| three.get(())).await.unwrap();
        Promise::ready(1).wait().unwrap();
    });
    expect_none(log);
}

#[test]
fn a_sync_call_in_async_code_is_warned_of_once() {
    if !crate::is_alone(module_path!(), "a_sync_call_in_async_code_is_warned_of_once") {
        return;
    }
    let server = Server::start(|_| Reply::ok("{}"));
    let chain = support::client(&server).chain("v3/t");
    let log = Log::default();
    with_default(&log.dispatch(), || {
        legitimate(&chain, &log);
        let current = Builder::new_current_thread().enable_all().build().unwrap();
        let multi = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (posts, to) = (chain.clone(), log.dispatch());
        let post = async move { with_default(&to, || posts.post(()).map(drop)) };
        multi.block_on(async { tokio::spawn(post).await.unwrap() }).unwrap();
        let [warning] = &warnings(&log)[..] else { panic!("{:?}", warnings(&log)) };
        let says = "`post` blocks an async worker: use `post_async(…).await`";
        assert!(warning.contains("WARN") && warning.contains(says), "{warning}");
        current.block_on(async { chain.get(()).and(chain.get_async(()).wait()) }).unwrap();
        assert_eq!(warnings(&log).len(), 1, "once");
    });
}
