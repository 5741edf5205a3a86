//! The runtimes of sync calls belong to the whole process: other tests' calls would take them.

use std::sync::Barrier;

use crate::support;

use support::server::{Reply, Server};

/// Each thread that calls at the same time has a runtime of its own, which later calls use again.
#[test]
fn sync_calls_use_the_connections_of_those_before() {
    const THREADS: usize = 16;
    if !crate::is_alone(module_path!(), "sync_calls_use_the_connections_of_those_before") {
        return;
    }
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    let call = || drop(client.chain("v3/t").post(()).unwrap());

    let barrier = Barrier::new(THREADS);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                barrier.wait();
                call();
            });
        }
    });
    for _ in 0..100 {
        call();
        std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(call))));
    }
    assert!(server.connections() <= THREADS, "kept connections are used again");
}
