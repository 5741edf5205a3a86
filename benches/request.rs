//! The cost of building a request, and that of a call without its RSA signature, each with a
//! baseline.
//!
//! `cargo bench --bench request`. Compare within a run: ratios hold on any machine, times do not.

#![allow(missing_docs, reason = "criterion_main! makes a function")]

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use support::{Keys, MCHID, MERCHANT_SERIAL, PATH, PLATFORM_SERIAL, offline, options, sign};
use wechatpay_chain::template::expand;
use wechatpay_chain::{Client, PrivateKey, PublicKey, chain};

fn paths(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("path");
    let client = offline::unsigned();
    group.bench_function("baseline: format!", |b| {
        b.iter(|| format!("{}/{}", black_box("v3/payscore"), black_box("{authorization_code}")));
    });
    group.bench_function("seg, six times", |b| {
        b.iter(|| {
            let chain = client.seg("v3").seg("payscore").seg("acquiringbank");
            chain.seg("permissions").seg("authorizationCode").seg("_authorization_code_")
        });
    });
    group.bench_function("chain", |b| b.iter(|| client.chain(black_box(PATH))));
    group.bench_function("chain!", |b| {
        b.iter(|| {
            chain!(client->v3->payscore->acquiringbank->permissions->authorizationCode->_authorization_code_)
        });
    });
    group.bench_function("index", |b| b.iter(|| client[black_box(PATH)].path().len()));
    group.bench_function("expand", |b| {
        let variables = options();
        b.iter(|| expand(black_box(PATH), &variables).unwrap());
    });
    group.finish();
}

/// From the path to the outermost layer, and back through the promise: an upper bound for building a
/// request.
fn building(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build");
    let client = offline::building();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    group.bench_function("baseline: json! of the options", |b| b.iter(options));
    group.bench_function("chain", |b| {
        b.iter(|| runtime.block_on(client.chain(black_box(PATH)).get_async(options())).unwrap());
    });
    group.bench_function("index", |b| {
        b.iter(|| runtime.block_on(client[black_box(PATH)].get_async(options())).unwrap());
    });
    group.bench_function("chain!", |b| {
        b.iter(|| {
            let chain = chain!(client->v3->payscore->acquiringbank->permissions->authorizationCode->_authorization_code_);
            runtime.block_on(chain.get_async(options())).unwrap()
        });
    });
    let kept = client.chain(PATH);
    group.bench_function("kept Chain", |b| {
        b.iter(|| runtime.block_on(kept.get_async(options())).unwrap());
    });
    group.finish();
}

fn calls(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("call");
    let keys = Keys::generate();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    group.bench_function("baseline: OpenSSL signs 200 bytes", |b| {
        b.iter(|| sign(&keys.merchant, black_box(&[b'x'; 200])));
    });
    for (name, client) in [
        ("signed and verified, no network", offline::signed(&keys)),
        ("neither, no network", offline::unsigned()),
    ] {
        let chain = client.chain(PATH);
        group.bench_function(name, |b| {
            b.iter(|| runtime.block_on(async { chain.get_async(options()).await.unwrap() }));
        });
    }
    group.finish();
}

fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start");
    let keys = Keys::generate();
    let private = keys.merchant.private_key_to_pem_pkcs8().unwrap();
    let public = keys.platform.public_key_to_pem().unwrap();
    group.bench_function("baseline: the keys alone", |b| {
        b.iter(|| (PrivateKey::from_pem(&private).unwrap(), PublicKey::from_pem(&public).unwrap()));
    });
    group.bench_function("build() with its keys", |b| {
        b.iter(|| {
            Client::builder()
                .mchid(MCHID)
                .serial(MERCHANT_SERIAL)
                .private_key(PrivateKey::from_pem(&private).unwrap())
                .platform_key(PLATFORM_SERIAL, PublicKey::from_pem(&public).unwrap())
                .build()
                .unwrap()
        });
    });
    group.finish();
}

criterion_group!(benches, paths, building, calls, start);
criterion_main!(benches);
