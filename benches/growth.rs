//! How cost grows: linearly with the fields of a JSON body and the bytes of an upload, and not with
//! the number of calls.
//!
//! `cargo bench --bench growth` takes some seconds. It fails if memory grows, or if the ratio to the
//! baseline grows by half when the input doubles. The memory of a download of 1 GiB is shown by
//! `cargo run --release --example download_memory`, that of an upload by `upload_memory`.

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

/// The bytes that are allocated now.
fn held() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated - stats.bytes_deallocated
}

/// A client whose transport reads the request body, as a socket would.
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
        let fields = |count: usize| {
            let field = |at| (format!("field_{at}"), json!({"amount": at, "name": "商品"}));
            Value::Object((0..count).map(field).collect::<Map<_, _>>())
        };
        let json = grows("fields of JSON", 2_500, |fields: &Value| {
            std::hint::black_box(serde_json::to_vec(&fields.clone()).unwrap());
        });
        let json = json.of(&client, fields, |fields| Options::new().json(fields)).await;
        let bytes = |count: usize| vec![b'x'; count];
        let upload = grows("bytes uploaded", 5 << 18, |bytes: &Vec<u8>| {
            std::hint::black_box(openssl::sha::sha256(bytes));
        });
        let options = |bytes| {
            let meta = r#"{"filename":"a.jpg","sha256":"0"}"#;
            let parts = Multipart::new().text("meta", meta);
            Options::new().body(parts.bytes("file", "a.jpg", bytes))
        };
        let upload = upload.of(&client, bytes, options).await;
        assert!(json && upload, "a cost grows faster than that of its baseline");
    });
}

/// The measured work and its baseline, the unavoidable part of it, in the same run.
struct Growth<B> {
    what: &'static str,
    least: usize,
    baseline: B,
}

fn grows<T, B: Fn(&T)>(what: &'static str, least: usize, baseline: B) -> Growth<B> {
    Growth { what, least, baseline }
}

impl<B> Growth<B> {
    /// Measures inputs of one, two and four times the size against the baseline, which uses the same
    /// allocator. Both times include dropping the value.
    async fn of<T>(
        self,
        client: &Client,
        make: impl Fn(usize) -> T,
        options: impl Fn(T) -> Options,
    ) -> bool
    where
        B: Fn(&T),
    {
        let mut ratios = Vec::new();
        for count in [self.least, 2 * self.least, 4 * self.least] {
            let (mut calls, mut baselines) = (Vec::new(), Vec::new());
            for _ in 0..21 {
                let value = make(count);
                let began = Instant::now();
                (self.baseline)(&value);
                drop(value);
                baselines.push(began.elapsed().as_secs_f64() * 1e6);
                let value = make(count);
                let began = Instant::now();
                let options = options(value);
                chain!(client->v3->merchant->media->upload).post_async(options).await.unwrap();
                calls.push(began.elapsed().as_secs_f64() * 1e6);
            }
            let (call, baseline) = (median(calls), median(baselines));
            ratios.push(call / baseline);
            let what = self.what;
            println!(
                "{count:>9} {what}: {call:>9.1} us, {baseline:>9.1} us, {:>6.2}",
                call / baseline
            );
        }
        // Between the first and the second, the allocator may begin to call the kernel each time.
        ratios[2] < 1.5 * ratios[1]
    }
}
