//! Sync and async, in and out of runtimes: nothing hangs, and nothing panics.

use crate::support;

use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::Duration;

use http::{Request, Response};
use tokio::runtime::{Builder, Runtime};
use tower::{ServiceExt, service_fn};
use wechatpay_chain::{Body, Client, HttpService, Promise, ResponseExt};

use support::server::{PATIENCE, Reply, Server};

/// Runs a test that may hang, and gives up on it in the end.
fn in_time<T: Send + 'static>(test: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, outcome) = mpsc::channel();
    let thread = std::thread::spawn(move || done.send(test()));
    match outcome.recv_timeout(3 * PATIENCE) {
        Ok(value) => value,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("it hangs"),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            std::panic::resume_unwind(thread.join().unwrap_err())
        }
    }
}

fn wire() -> (Arc<Server>, Client) {
    let server = Arc::new(Server::start(|_| Reply::ok("{}")));
    let client = support::client(&server);
    (server, client)
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn sync(client: &Client) {
    client.chain("v3/t").post(()).unwrap();
}

async fn awaited(client: &Client) {
    client.chain("v3/t").post_async(()).await.unwrap();
}

/// An executor that is not tokio's.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}

#[test]
fn sync_works_anywhere() {
    in_time(|| {
        let (server, client) = wire();
        sync(&client);
        multi_thread().block_on(async { sync(&client) });
        current_thread().block_on(async { sync(&client) });
        let shared = client.clone();
        let runtime = multi_thread();
        runtime.block_on(async move {
            let client = shared.clone();
            tokio::spawn(async move { sync(&client) }).await.unwrap();
            let client = shared.clone();
            tokio::task::spawn_blocking(move || sync(&client)).await.unwrap();
            let client = shared.clone();
            tokio::spawn(async move { tokio::task::block_in_place(|| sync(&client)) })
                .await
                .unwrap();
            let client = shared.clone();
            let local = tokio::task::LocalSet::new();
            local
                .run_until(async move {
                    tokio::task::spawn_local(async move { sync(&client) }).await.unwrap()
                })
                .await;
        });
        block_on(async { sync(&client) });
        let _entered = multi_thread().enter();
        sync(&client);
        assert_eq!(server.requests().len(), 9);
    });
}

#[test]
fn await_works_on_any_executor() {
    in_time(|| {
        let server = Server::start(|seen| {
            if seen.target == "/v3/slow" {
                std::thread::sleep(Duration::from_millis(100));
            }
            Reply::ok("{}")
        });
        let client = support::client(&server);
        multi_thread().block_on(awaited(&client));
        current_thread().block_on(awaited(&client));
        block_on(awaited(&client));
        // Many at once on one foreign executor, and within a promise's own combinators.
        let calls = (0..20).map(|_| client.chain("v3/t").get_async(()));
        assert_eq!(block_on(Promise::all(calls)).unwrap().len(), 20);
        // Begun on one executor, ended on another.
        let mut promise = client.chain("v3/slow").get_async(());
        let polled = block_on(async {
            std::future::poll_fn(|context| {
                Poll::Ready(pin!(&mut promise).poll(context).is_pending())
            })
            .await
        });
        assert!(polled, "an answer takes longer than that");
        current_thread().block_on(promise).unwrap();
        assert_eq!(server.requests().len(), 24);
    });
}

/// Calls from several runtimes in turn, while the others are idle, busy, or gone.
#[test]
fn one_client_serves_several_runtimes_in_every_order() {
    in_time(|| {
        let (_server, client) = wire();
        let kinds: [fn() -> Runtime; 2] = [multi_thread, current_thread];
        for first in kinds {
            for second in kinds {
                for order in [
                    [0, 1, 2, 0],
                    [0, 2, 1, 0],
                    [1, 0, 2, 1],
                    [1, 2, 0, 1],
                    [2, 0, 1, 2],
                    [2, 1, 0, 2],
                ] {
                    let runtimes = [first(), second()];
                    for who in order {
                        // A current-thread runtime is idle when nobody blocks on it.
                        match runtimes.get(who) {
                            Some(runtime) => runtime.block_on(awaited(&client)),
                            None => sync(&client),
                        }
                    }
                    let [first, second] = runtimes;
                    drop(first);
                    second.block_on(awaited(&client));
                    sync(&client);
                    second.shutdown_background();
                    sync(&client);
                    current_thread().block_on(awaited(&client));
                }
            }
        }
    });
}

#[test]
fn a_runtime_dropped_in_the_middle_of_a_call_leaves_the_others_alone() {
    in_time(|| {
        let server = Server::start(|seen| match seen.target.as_str() {
            "/v3/never" => Reply::Nothing,
            _ => Reply::ok("{}"),
        });
        let client = support::client(&server);
        let runtime = multi_thread();
        runtime.block_on(awaited(&client));
        let never = client.chain("v3/never").post_async(());
        let task = runtime.spawn(never);
        server.wait_for_requests(2);
        runtime.shutdown_background();
        assert!(block_on(task).unwrap_err().is_cancelled());
        sync(&client);
        current_thread().block_on(awaited(&client));
        server.wait_for_disconnects(1);
    });
}

#[test]
fn runtimes_that_come_and_go_leave_no_connection_behind() {
    in_time(|| {
        let (server, client) = wire();
        for round in 1..=50 {
            let runtime = current_thread();
            runtime.block_on(async {
                awaited(&client).await;
                awaited(&client).await;
            });
            drop(runtime);
            assert_eq!(server.connections(), round, "one a runtime");
        }
        server.wait_for_disconnects(50);
    });
}

fn layered(server: &Server, inside: impl Fn(&Client) + Clone + Send + Sync + 'static) -> Client {
    let other = support::client(server);
    let layer = tower::layer::layer_fn(move |inner: HttpService| {
        let (inside, other) = (inside.clone(), other.clone());
        HttpService::new(service_fn(move |request: Request<Body>| {
            inside(&other);
            let (inside, other, inner) = (inside.clone(), other.clone(), inner.clone());
            async move {
                inside(&other);
                let answer: Response<Body> = inner.oneshot(request).await?;
                inside(&other);
                Ok::<_, wechatpay_chain::BoxError>(answer)
            }
        }))
    });
    support::builder(server).layer(layer).build().unwrap()
}

#[test]
fn a_sync_verb_inside_a_layer_does_not_deadlock() {
    in_time(|| {
        let server = Server::start(|_| Reply::ok("{}"));
        let client = layered(&server, sync);
        sync(&client);
        assert_eq!(server.requests().len(), 4);
        multi_thread().block_on(awaited(&client));
        current_thread().block_on(awaited(&client));
        block_on(awaited(&client));
        // More of them at once than there are workers.
        let calls = (0..64).map(|_| client.chain("v3/t").get_async(()));
        Promise::all(calls).wait().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..32 {
                scope.spawn(|| sync(&client));
            }
        });
        assert_eq!(server.requests().len(), 4 * (1 + 3 + 64 + 32));
    });
}

#[test]
fn a_sync_verb_inside_a_then_closure_does_not_deadlock() {
    in_time(|| {
        let (server, client) = wire();
        let nested = || {
            let (client, inner) = (client.clone(), client.clone());
            client.chain("v3/t").get_async(()).then(move |_| {
                let deeper = inner.clone();
                inner.chain("v3/t").get_async(()).then(move |_| sync(&deeper)).wait().unwrap();
            })
        };
        nested().wait().unwrap();
        multi_thread().block_on(nested()).unwrap();
        current_thread().block_on(nested()).unwrap();
        block_on(nested()).unwrap();
        Promise::all((0..64).map(|_| nested())).wait().unwrap();
        assert_eq!(server.requests().len(), 3 * 68);
    });
}

#[test]
fn thousands_of_sync_calls_fit_in_one_task() {
    in_time(|| {
        let (server, client) = wire();
        let client = Arc::new(client);
        for runtime in [current_thread(), multi_thread()] {
            let client = Arc::clone(&client);
            runtime.block_on(async move {
                let spawned = tokio::spawn(async move {
                    for _ in 0..1500 {
                        sync(&client);
                    }
                });
                spawned.await.unwrap();
            });
        }
        assert_eq!(server.requests().len(), 3000);
    });
}

/// Only the runtime that a call was begun on drives its connection and its timers.
#[test]
fn a_promise_that_changes_its_runtime_is_given_up_and_does_not_hang() {
    in_time(|| {
        let server = Server::start(|_| Reply::Nothing);
        let client = support::client(&server);
        let begun = || {
            let runtime = current_thread();
            let mut promise = client.chain("v3/pay").post_async(());
            runtime.block_on(async {
                let first = tokio::time::timeout(Duration::from_millis(20), &mut promise);
                assert!(first.await.is_err());
            });
            (runtime, promise)
        };
        let doubtful = |result: Result<wechatpay_chain::Response, wechatpay_chain::Error>| {
            let error = result.unwrap_err();
            assert_eq!(error.outcome(), wechatpay_chain::Outcome::Unknown);
            assert!(error.to_string().contains("another runtime"), "{error}");
        };
        let (_runtime, promise) = begun();
        doubtful(promise.wait());
        let (_runtime, promise) = begun();
        doubtful(block_on(promise));
        let (_runtime, promise) = begun();
        doubtful(current_thread().block_on(promise));
        let (runtime, promise) = begun();
        runtime.block_on(async { doubtful(promise.wait()) });
    });
}

#[test]
fn first_calls_at_once_share_one_pool() {
    in_time(|| {
        let (server, client) = wire();
        let runtime = multi_thread();
        runtime.block_on(async {
            let calls: Vec<_> =
                (0..16).map(|_| tokio::spawn(client.chain("v3/t").get_async(()))).collect();
            for call in calls {
                call.await.unwrap().unwrap();
            }
        });
        for _ in 0..20 {
            runtime.block_on(awaited(&client));
        }
        // A first call that found a kept connection leaves the one it began to open to the others.
        assert!(server.connections() <= 16, "kept connections are used again");
    });
}

#[test]
fn a_client_is_built_inside_a_runtime_and_a_layer_may_call_then() {
    in_time(|| {
        let (server, client) = wire();
        let build = |client: Client| {
            let layer = tower::layer::layer_fn(move |inner: HttpService| {
                sync(&client);
                inner
            });
            support::builder(&server).layer(layer).build().unwrap()
        };
        build(client.clone());
        current_thread().block_on(async { build(client.clone()) });
        multi_thread().block_on(async { build(client.clone()) });
        assert_eq!(server.requests().len(), 3);
    });
}

#[test]
fn many_threads_call_at_once() {
    in_time(|| {
        let (server, client) = wire();
        std::thread::scope(|scope| {
            for _ in 0..64 {
                let client = client.clone();
                scope.spawn(move || (0..10).for_each(|_| sync(&client)));
            }
        });
        assert_eq!(server.requests().len(), 640);
        assert!(server.requests().iter().all(support::server::Seen::is_signed));
    });
}

#[test]
fn a_panic_of_the_users_own_goes_on_in_their_thread() {
    in_time(|| {
        let (_server, client) = wire();
        let boom = || client.chain("v3/t").get_async(()).then(|_| -> () { panic!("boom") });
        let caught = |result: std::thread::Result<()>| {
            assert_eq!(result.unwrap_err().downcast_ref::<&str>(), Some(&"boom"));
        };
        caught(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| boom().wait().unwrap())));
        caught(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            block_on(boom()).unwrap()
        })));
        sync(&client);
    });
}

tokio::task_local! { static WHO: &'static str; }

#[test]
fn await_keeps_the_callers_task_locals() {
    in_time(|| {
        let server = Server::start(|_| Reply::ok("{}"));
        let seen = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&seen);
        let client = layered(&server, move |_| {
            if WHO.try_with(|who| *who == "caller").unwrap_or(false) {
                counter.fetch_add(1, Ordering::SeqCst);
            }
        });
        current_thread().block_on(WHO.scope("caller", async { awaited(&client).await }));
        assert_eq!(seen.load(Ordering::SeqCst), 3);
    });
}

#[test]
fn the_callers_span_and_subscriber_go_along() {
    in_time(|| {
        let server = Server::start(|_| Reply::ok("{}"));
        let client = layered(&server, |_| tracing::info!("inside the layer"));
        let log = support::log::Log::default();
        tracing::dispatcher::with_default(&log.dispatch(), || {
            let _span = tracing::info_span!("checkout").entered();
            sync(&client);
            block_on(awaited(&client));
        });
        let lines: Vec<_> = log
            .text()
            .lines()
            .filter(|line| line.contains("inside the layer"))
            .map(str::to_owned)
            .collect();
        assert_eq!(lines.len(), 6);
        assert!(lines.iter().all(|line| line.contains("checkout")), "{lines:?}");
    });
}

#[test]
fn a_promise_dropped_on_a_foreign_executor_disconnects() {
    in_time(|| {
        let server = Server::start(|_| Reply::Nothing);
        let client = support::client(&server);
        let mut promise = client.chain("v3/pay").post_async(());
        let began = std::time::Instant::now();
        while server.requests().is_empty() {
            assert!(began.elapsed() < PATIENCE, "nothing is sent");
            assert!(pin!(&mut promise).poll(&mut Context::from_waker(Waker::noop())).is_pending());
            std::thread::yield_now();
        }
        drop(promise);
        server.wait_for_disconnects(1);
    });
}

#[test]
fn dropping_the_client_during_a_call_does_not_end_it() {
    in_time(|| {
        let server = Server::start(|_| {
            std::thread::sleep(Duration::from_millis(50));
            Reply::ok("{\"n\":1}")
        });
        let promise = support::client(&server).chain("v3/t").get_async(());
        let value: serde_json::Value = promise.wait().unwrap().json().unwrap();
        assert_eq!(value["n"], 1);
    });
}
