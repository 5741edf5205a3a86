//! The cost of verifying a response, compared with OpenSSL's verification.
//!
//! `cargo bench --bench verify`. The second call differs from the first only by verifying: compare the
//! difference of their times with OpenSSL's time.

#![allow(missing_docs, reason = "criterion_main! makes a function")]

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use openssl::base64::encode_block;
use openssl::pkey::PKey;
use support::floor::verify;
use support::{ANSWER, Keys, PATH, offline, options, sign};
use wechatpay_chain::Rsa;

fn verifying(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("verify");
    let keys = Keys::generate();
    let message = format!("1554208460\n{:032}\n{ANSWER}\n", 7);
    let signature = sign(&keys.platform, message.as_bytes());
    let public = PKey::public_key_from_pem(&keys.platform.public_key_to_pem().unwrap()).unwrap();
    group.bench_function("baseline: OpenSSL verifies", |b| {
        b.iter(|| assert!(verify(&public, black_box(message.as_bytes()), &signature)));
    });
    let (public, signature) = (keys.public(), encode_block(&signature));
    group.bench_function("Rsa::verify", |b| {
        b.iter(|| assert!(Rsa::verify(black_box(&message), &signature, &public).unwrap()));
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for (name, client) in [
        ("a call that verifies nothing", offline::unsigned()),
        ("a call that verifies", offline::verifying(&keys)),
    ] {
        let chain = client.chain(PATH);
        group.bench_function(name, |b| {
            b.iter(|| runtime.block_on(async { chain.get_async(options()).await.unwrap() }));
        });
    }
    group.finish();
}

criterion_group!(benches, verifying);
criterion_main!(benches);
