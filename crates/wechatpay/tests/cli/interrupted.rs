//! Calls that are ended by a signal while they are under way.

use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use http::{Method, StatusCode};
use serde_json::json;
use wechatpay_chain::gateway::StubResponse;

use super::{Ran, Sandbox};
use crate::support::server::PATIENCE;
use crate::support::sha1;

/// A call to `/v3/held` has come, and stays unanswered until the sender is dropped.
fn hold(sandbox: &Sandbox, method: Method) -> (Receiver<()>, Sender<()>) {
    let (came, coming) = channel();
    let (release, held) = channel::<()>();
    let (came, held) = (Mutex::new(came), Arc::new(Mutex::new(held)));
    sandbox.gateway.on(method, "/v3/held", move |_| {
        let _ = came.lock().unwrap().send(());
        let _ = held.lock().unwrap().recv();
        StubResponse::new(StatusCode::OK).body("{}")
    });
    (coming, release)
}

fn end(child: Child, signal: &str) -> Ran {
    let killed = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap_or_else(|| panic!("{:?}", output.status)),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn begin(sandbox: &Sandbox, args: &[&str]) -> Child {
    let mut command = sandbox.command(args);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn files(sandbox: &Sandbox) -> Vec<String> {
    let entries = std::fs::read_dir(sandbox.folder.path()).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_interrupted_post_may_have_taken_effect() {
    let sandbox = Sandbox::new();
    let (came, _release) = hold(&sandbox, Method::POST);
    let before = files(&sandbox);
    for (signal, args) in [
        ("-INT", &["post", "v3/held", "a=1"][..]),
        ("-TERM", &["post", "v3/held", "a=1"]),
        ("-INT", &["post", "v3/held", "a=1", "-o", "answer.json"]),
    ] {
        let child = begin(&sandbox, args);
        came.recv_timeout(PATIENCE).unwrap();
        let ended = end(child, signal).fails(5, "outcome unknown: query before you repeat it");
        assert_eq!((ended.err.lines().count(), &*ended.out), (1, ""), "{}", ended.err);
        assert_eq!(files(&sandbox), before);
    }
}

#[test]
fn an_interrupted_download_leaves_nothing() {
    let sandbox = Sandbox::new();
    let (came, _release) = hold(&sandbox, Method::GET);
    let url = format!("{}v3/held", sandbox.gateway.base_uri());
    let hash = sha1(b"{}");
    sandbox.gateway.on(
        Method::GET,
        "/v3/bill/tradebill",
        move |_| json!({"hash_type": "SHA1", "hash_value": hash, "download_url": url}),
    );
    let before = files(&sandbox);
    for (signal, code, args) in [
        ("-INT", 130, &["get", "v3/held", "-o", "f"][..]),
        ("-TERM", 143, &["get", "v3/held", "-o", "f"]),
        ("-INT", 130, &["get", "v3/held", "-o", "-"]),
        ("-INT", 130, &["bill", "trade", "--date", "2024-01-01"]),
    ] {
        let child = begin(&sandbox, args);
        came.recv_timeout(PATIENCE).unwrap();
        end(child, signal).fails(code, "wechatpay: interrupted");
        assert_eq!(files(&sandbox), before);
    }
}
