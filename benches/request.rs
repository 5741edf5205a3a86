//! What a call costs beside its RSA signature, each figure next to its baseline.
//!
//! `cargo bench`. Compare within a run: ratios hold on any machine, times do not.

#![allow(missing_docs, reason = "criterion_main! makes a function")]

use std::convert::Infallible;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use http::{Request, Response};
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::sign::Signer as OpensslSigner;
use serde_json::{Value, json};
use wechatpay_chain::template::expand;
use wechatpay_chain::{
    Body, BoxError, BoxFuture, Client, PrivateKey, SignInput, Signer, Verifier, VerifyInput, chain,
};

const PATH: &str = "v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}";

/// Takes any signature for right.
struct Accept;

impl Verifier for Accept {
    fn verify<'a>(&'a self, _: &'a VerifyInput<'a>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async { Ok(()) })
    }
}

/// Signs nothing.
struct Unsigned;

impl Signer for Unsigned {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async { Ok("WECHATPAY2-SHA256-RSA2048 mchid=\"\"".to_owned()) })
    }
}

/// A client that talks to nobody: what is left is its own work.
fn client(key: Option<PrivateKey>) -> Client {
    let timestamp = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let transport = tower::service_fn(move |_: Request<Body>| async move {
        let answer = Response::builder()
            .header("wechatpay-timestamp", timestamp)
            .header("wechatpay-nonce", "n")
            .header("wechatpay-serial", "s")
            .header("wechatpay-signature", "s");
        Ok::<_, Infallible>(answer.body(Body::from("{}")).unwrap())
    });
    let builder = Client::builder().verifier(Accept).transport(transport);
    match key {
        Some(key) => builder.mchid("1900000109").serial("3775B6A45ACD588826D1").private_key(key),
        None => builder.signer(Unsigned),
    }
    .build()
    .unwrap()
}

fn options() -> Value {
    json!({
        "authorization_code": "1275342195190894594",
        "query": {"service_id": "500001", "channel_id": "1230000109", "sub_mchid": "1230000109"},
    })
}

fn paths(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("path");
    let client = client(None);
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

fn calls(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("call");
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let private = PrivateKey::from_pem(key.private_key_to_pem_pkcs8().unwrap()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    group.bench_function("baseline: OpenSSL signs 100 bytes", |b| {
        b.iter(|| {
            let mut signer = OpensslSigner::new(MessageDigest::sha256(), &key).unwrap();
            signer.sign_oneshot_to_vec(black_box(&[b'x'; 100])).unwrap()
        });
    });
    for (name, client) in
        [("signed, no network", client(Some(private))), ("unsigned, no network", client(None))]
    {
        let chain = client.chain(PATH);
        group.bench_function(name, |b| {
            b.iter(|| runtime.block_on(async { chain.get_async(options()).await.unwrap() }));
        });
    }
    group.finish();
}

criterion_group!(benches, paths, calls);
criterion_main!(benches);
