//! How cost grows: linearly with a JSON's fields and an upload's bytes, and not at all with the
//! number of calls of one style.
//!
//! `cargo bench --bench growth`, some seconds. It fails where memory grows, or where four times as
//! much takes more than eight times as long. What a download of 1 GiB holds is shown by
//! `cargo run --release --example download_memory`, and an upload's memory by `upload_memory`.

#![allow(missing_docs, clippy::print_stdout, reason = "a bench has no users, and prints")]

mod support;

use std::alloc::System;
use std::time::Instant;

use http::Request;
use serde_json::{Map, Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use support::{PATH, median, offline, options};
use tower::Service;
use wechatpay_chain::{Body, BoxError, Client, Multipart, Options, chain};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What is allocated at present, in bytes.
fn held() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated - stats.bytes_deallocated
}

/// A client whose transport reads what is sent, as a socket would.
fn reading() -> Client {
    let answer = offline::Answer::new(None);
    let transport = tower::service_fn(move |request: Request<Body>| {
        let mut answer = answer.clone();
        async move {
            request.into_body().into_bytes().await?;
            Ok::<_, BoxError>(answer.call(Request::default()).await?)
        }
    });
    let builder = Client::builder().signer(offline::Unsigned).verifier(offline::Accept);
    builder.transport(transport).build().unwrap()
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = offline::building();
        let mut last = None;
        for calls in [1_000, 1_000_000] {
            for _ in 0..calls {
                client[PATH].get_async(options()).await.unwrap();
            }
            println!("{calls:>9} calls by the index: {:>8} bytes are held", held());
            if let Some(before) = last.replace(held()) {
                assert!(held() <= before + 4096, "a call by the index leaves something behind");
            }
        }
        let client = reading();
        let json = grows("fields of JSON", 2_500, &client, |fields| {
            let field = |at| (format!("field_{at}"), json!({"amount": at, "name": "商品"}));
            Options::new().json(Value::Object((0..fields).map(field).collect::<Map<_, _>>()))
        })
        .await;
        let upload = grows("bytes uploaded", 5 << 18, &client, |bytes| {
            let meta = r#"{"filename":"a.jpg","sha256":"0"}"#;
            let parts = Multipart::new().text("meta", meta);
            Options::new().body(parts.bytes("file", "a.jpg", vec![b'x'; bytes]))
        })
        .await;
        assert!(json && upload, "a cost grows faster than linearly");
    });
}

/// `count`, twice and four times as much of it: whether the time keeps step.
async fn grows(
    what: &str,
    count: usize,
    client: &Client,
    options: impl Fn(usize) -> Options,
) -> bool {
    let mut times = Vec::new();
    for count in [count, 2 * count, 4 * count] {
        let mut rounds = Vec::new();
        for _ in 0..21 {
            let options = options(count);
            let began = Instant::now();
            chain!(client->v3->merchant->media->upload).post_async(options).await.unwrap();
            rounds.push(began.elapsed().as_secs_f64() * 1e6);
        }
        times.push(median(rounds));
        println!("{count:>9} {what}: {:>10.1} us", times[times.len() - 1]);
    }
    times[2] < 8.0 * times[0]
}
