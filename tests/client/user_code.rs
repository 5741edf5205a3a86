//! Closures, layers and signers of the user's may block: that delays their own call, and no other.

use crate::support;

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Request;
use tower::{ServiceExt, service_fn};
use wechatpay_chain::{
    Body, BoxError, BoxFuture, Client, ErrorKind, HttpService, Outcome, Promise, Response,
    SignInput, Signer,
};

use support::server::{PATIENCE, Reply, Server};

/// As many workers as tokio starts.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(4, usize::from)
}

fn many() -> usize {
    4 * cores()
}

/// User code that blocks until it is released.
#[derive(Clone)]
struct Blocking {
    entered: Sender<()>,
    release: Arc<Mutex<Receiver<()>>>,
}

impl Blocking {
    fn new() -> (Self, Receiver<()>, Sender<()>) {
        let (entered, entries) = channel();
        let (releasing, release) = channel();
        (Self { entered, release: Arc::new(Mutex::new(release)) }, entries, releasing)
    }

    fn block(&self) {
        self.entered.send(()).unwrap();
        // All of them end when the sender is dropped.
        let _ = self.release.lock().unwrap().recv_timeout(3 * PATIENCE);
    }
}

impl Signer for Blocking {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async {
            self.block();
            Ok("blocked".to_owned())
        })
    }
}

fn spawning(blocking: Blocking) -> impl tower::Layer<HttpService, Service = HttpService> {
    tower::layer::layer_fn(move |inner: HttpService| {
        let blocking = blocking.clone();
        HttpService::new(service_fn(move |request: Request<Body>| {
            let (blocking, inner) = (blocking.clone(), inner.clone());
            async move {
                let task = tokio::spawn(async move {
                    blocking.block();
                    inner.oneshot(request).await
                });
                task.await?
            }
        }))
    })
}

/// With user code blocked everywhere, another call has its answer, and its timeout.
fn others_go_on(
    blocked: usize,
    block: impl FnOnce(&Client, &Server, Blocking) -> Vec<std::thread::JoinHandle<()>>,
) {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/v3/silent" => Reply::Nothing,
        _ => Reply::ok("{}"),
    });
    let client = support::builder(&server).timeout(0.3).build().unwrap();
    let (blocking, entries, release) = Blocking::new();
    let threads = block(&client, &server, blocking);
    for _ in 0..blocked {
        entries.recv_timeout(PATIENCE).unwrap();
    }
    let (done, result) = channel();
    std::thread::spawn(move || {
        done.send((client.chain("v3/t").post(()), client.chain("v3/silent").post(()))).unwrap();
    });
    let (answered, silent) = result.recv_timeout(PATIENCE).expect("the other calls hang");
    answered.unwrap();
    support::expect(silent, ErrorKind::Timeout, Outcome::Unknown);
    drop(release);
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

fn on_threads(work: impl Fn() + Clone + Send + 'static) -> Vec<std::thread::JoinHandle<()>> {
    (0..many()).map(|_| std::thread::spawn(work.clone())).collect()
}

#[test]
fn closures_that_block_delay_no_other_call() {
    others_go_on(many(), |client, _, blocking| {
        let client = client.clone();
        on_threads(move || {
            let blocking = blocking.clone();
            client.chain("v3/t").get_async(()).then(move |_| blocking.block()).wait().unwrap();
        })
    });
}

#[test]
fn closures_that_block_another_executor_delay_no_other_call() {
    others_go_on(many(), |client, _, blocking| {
        let client = client.clone();
        on_threads(move || {
            let blocking = blocking.clone();
            let promise = client.chain("v3/t").get_async(()).then(move |_| blocking.block());
            futures_executor(promise).unwrap();
        })
    });
}

#[test]
fn signers_that_block_delay_no_other_call() {
    others_go_on(many(), |_, server, blocking| {
        let client = support::builder(server).signer(blocking).timeout(0).build().unwrap();
        on_threads(move || drop(client.chain("v3/t").post(())))
    });
}

#[test]
fn tasks_of_layers_that_block_delay_no_other_call() {
    others_go_on(cores(), |_, server, blocking| {
        let layer = spawning(blocking);
        let client = support::builder(server).layer(layer).timeout(0).build().unwrap();
        on_threads(move || drop(client.chain("v3/t").post(())))
    });
}

/// Each closure makes a sync call, on an executor that has one thread for all of them.
#[test]
fn sync_calls_in_the_closures_of_thousands_of_promises_all_return() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    let count = 2_000;
    let promises = (0..count).map(|_| {
        let client = client.clone();
        Promise::ready(()).try_then(move |()| client.chain("v3/t").post(()))
    });
    let all: Vec<Response> = futures_executor(Promise::all(promises)).unwrap();
    assert_eq!((all.len(), server.requests().len()), (count, count));
    assert!(server.connections() < 20, "{} connections", server.connections());
}

/// Another executor inside a closure: the runtime of the sync call around it is blocked meanwhile.
#[test]
fn another_executor_in_a_closure_hangs_on_nothing() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    let inner = client.clone();
    let promise = client.chain("v3/outer").post_async(()).try_then(move |_| {
        let (first, second) = (inner.chain("v3/a").post_async(()), inner.chain("v3/b"));
        futures_executor(first)?;
        second.post(())
    });
    let (done, result) = channel();
    std::thread::spawn(move || done.send(promise.wait()).unwrap());
    result.recv_timeout(PATIENCE).expect("it hangs").unwrap();
    assert_eq!(server.requests().len(), 3);
}

/// An executor that is not tokio's.
fn futures_executor<F: Future>(future: F) -> F::Output {
    use std::task::{Context, Poll, Wake};

    struct Unpark(std::thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut future = std::pin::pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park_timeout(Duration::from_secs(60)),
        }
    }
}
