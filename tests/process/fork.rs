//! A child process has none of its parent's threads, and shares its sockets.

use crate::support;

use std::time::{Duration, Instant};

use fork::{Fork, fork};
use rustix::process::{Pid, WaitOptions, waitpid};
use wechatpay_chain::Client;

use support::server::{PATIENCE, Reply, Server};

/// Its exit code; `None` when it had to be killed.
fn exit_code(child: i32) -> Option<i32> {
    let child = Pid::from_raw(child).unwrap();
    let began = Instant::now();
    loop {
        if let Some((_, status)) = waitpid(Some(child), WaitOptions::NOHANG).unwrap() {
            return status.exit_status();
        }
        if began.elapsed() > PATIENCE {
            rustix::process::kill_process(child, rustix::process::Signal::KILL).unwrap();
            return None;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_childs_calls_work_and_leave_the_parents_connections_alone() {
    if !crate::is_alone(
        module_path!(),
        "a_childs_calls_work_and_leave_the_parents_connections_alone",
    ) {
        return;
    }
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::builder(&server).timeout(5).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let all_ways = |client: &Client| {
        client.chain("v3/plain").post(()).unwrap();
        // Inside a runtime the thread of this crate watches the socket.
        runtime.block_on(async { client.chain("v3/inside").post(()) }).unwrap();
    };
    all_ways(&client);
    all_ways(&client);
    assert_eq!(server.connections(), 2);
    match fork().unwrap() {
        Fork::Child => {
            let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                all_ways(&client);
                drop(client);
            }));
            std::process::exit(if made.is_ok() { 0 } else { 1 });
        }
        Fork::Parent(child) => assert_eq!(exit_code(child), Some(0), "the child's calls"),
    }
    assert_eq!((server.connections(), server.requests().len()), (4, 6));
    all_ways(&client);
    assert_eq!((server.connections(), server.requests().len()), (4, 8), "the parent's go on");
}
