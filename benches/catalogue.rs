//! The cost of finding an endpoint, and what was meant by a misspelt path.
//!
//! `cargo bench --bench catalogue`. A lookup must stay below a microsecond.

#![allow(missing_docs, reason = "criterion_main! makes a function")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use http::Method;
use wechatpay_chain::catalogue::{endpoint, search, similar};

fn finding(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("catalogue");
    for (name, path) in [
        ("a path with a value", "v3/pay/transactions/id/4200001234"),
        ("a template", "v3/pay/transactions/id/{transaction_id}"),
        ("a path of APIv2", "v2/pay/orderquery"),
        (
            "a long path",
            "v3/platsolution/insurance/mch-transfer/batches/out-batch-no/1/details/out-detail-no/2",
        ),
        ("an unknown path", "v3/pay/transactions/no/4200001234"),
    ] {
        group.bench_function(name, |b| b.iter(|| endpoint(&Method::GET, black_box(path))));
    }
    group.bench_function("similar", |b| {
        b.iter(|| similar(black_box("v3/pay/transaction/id/4200001234")).count());
    });
    group.bench_function("search", |b| b.iter(|| search(black_box("refund 查询")).count()));
    group.finish();
}

criterion_group!(benches, finding);
criterion_main!(benches);
