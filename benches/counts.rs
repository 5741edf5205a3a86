//! Instructions and allocations of each step of a call: exact, and the same on a busy machine.
//!
//! `cargo bench --bench counts` takes about a minute. valgrind, if installed, counts instructions:
//! this program runs itself under it with two numbers of repetitions of a step, and prints the
//! difference. An argument selects the steps whose name contains it.

#![allow(missing_docs, clippy::print_stdout, reason = "a bench has no users, and prints")]

mod support;

use std::alloc::System;
use std::hint::black_box;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use openssl::pkey::PKey;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use support::floor::verify;
use support::{Keys, PATH, offline, options, sign};
use tokio::runtime::Runtime;
use wechatpay_chain::template::expand;
use wechatpay_chain::{Client, Response, Rsa, chain};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The argument that makes this program repeat one step; followed by the name and the count.
const REPEAT: &str = "--repeat";
const FEW: usize = 100;
const MANY: usize = 600;

/// A step that is prepared for this number of repetitions.
type Step = fn(&Keys, usize);

const STEPS: [(&str, Step); 17] = [
    ("options: json!", |_, times| repeat(times, options)),
    ("chain: chain!", |_, times| {
        let client = offline::unsigned();
        repeat(
            times,
            || chain!(client->v3->payscore->acquiringbank->permissions->authorizationCode->_authorization_code_),
        );
    }),
    ("chain: index", |_, times| {
        let client = offline::unsigned();
        repeat(times, || client[black_box(PATH)].path().len());
    }),
    ("chain: chain", |_, times| {
        let client = offline::unsigned();
        repeat(times, || client.chain(black_box(PATH)));
    }),
    ("expand: plain template", |_, times| {
        let variables = options();
        repeat(times, || expand(black_box(PATH), &variables).unwrap());
    }),
    ("build: chain", |_, times| {
        call(times, &offline::building(), |client| client.chain(PATH).get_async(options()));
    }),
    ("build: index", |_, times| {
        call(times, &offline::building(), |client| client[PATH].get_async(options()));
    }),
    ("build: chain!", |_, times| {
        call(times, &offline::building(), |client| {
            chain!(client->v3->payscore->acquiringbank->permissions->authorizationCode->_authorization_code_)
                .get_async(options())
        });
    }),
    ("build: kept Chain", |_, times| {
        let kept = offline::building().chain(PATH);
        call(times, &offline::building(), |_| kept.get_async(options()));
    }),
    ("call: no RSA, no network", |_, times| {
        call(times, &offline::unsigned(), |client| client[PATH].get_async(options()));
    }),
    ("call: verified, not signed", |keys, times| {
        call(times, &offline::verifying(keys), |client| client[PATH].get_async(options()));
    }),
    ("call: signed and verified", |keys, times| {
        call(times, &offline::signed(keys), |client| client[PATH].get_async(options()));
    }),
    ("verify: Rsa::verify", |keys, times| {
        let (public, message) = (keys.public(), vec![b'x'; 400]);
        let signature = openssl::base64::encode_block(&sign(&keys.platform, &message));
        repeat(times, || assert!(Rsa::verify(&message, &signature, &public).unwrap()));
    }),
    ("verify: OpenSSL (baseline)", |keys, times| {
        let public =
            PKey::public_key_from_pem(&keys.platform.public_key_to_pem().unwrap()).unwrap();
        let message = vec![b'x'; 400];
        let signature = sign(&keys.platform, &message);
        repeat(times, || assert!(verify(&public, &message, &signature)));
    }),
    ("sign: Rsa::sign", |keys, times| {
        let (private, message) = (keys.private(), vec![b'x'; 200]);
        repeat(times, || Rsa::sign(&message, &private).unwrap());
    }),
    ("sign: OpenSSL (baseline)", |keys, times| {
        let message = vec![b'x'; 200];
        repeat(times, || sign(&keys.merchant, &message));
    }),
    ("sign: nonce", |_, times| repeat(times, || wechatpay_chain::Formatter::nonce(32))),
];

/// Warmed up once, and then counted.
fn repeat<T>(times: usize, step: impl Fn() -> T) {
    black_box(step());
    let region = Region::new(ALLOCATOR);
    for _ in 0..times {
        black_box(step());
    }
    report(&region);
}

fn call(
    times: usize,
    client: &Client,
    call: impl Fn(&Client) -> wechatpay_chain::Promise<Response>,
) {
    let runtime: Runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        black_box(call(client).await.unwrap());
        let region = Region::new(ALLOCATOR);
        for _ in 0..times {
            black_box(call(client).await.unwrap());
        }
        report(&region);
    });
}

/// Prints the allocations for the parent process.
fn report(region: &Region<'_, System>) {
    let change = region.change();
    println!("{} {}", change.allocations + change.reallocations, change.bytes_allocated);
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [repeat, name, times] = &arguments[..] {
        if repeat == REPEAT {
            let keys = received();
            let (_, step) = STEPS.iter().find(|(known, _)| known == name).unwrap();
            return step(&keys, times.parse().unwrap());
        }
    }
    let wanted = arguments.iter().find(|argument| !argument.starts_with('-'));
    let keys = Keys::generate();
    let valgrind = Command::new("valgrind").arg("--version").output().is_ok();
    println!("{:<28} {:>13} {:>12} {:>8}", "", "instructions", "allocations", "bytes");
    for (name, _) in STEPS {
        if wanted.is_some_and(|wanted| !name.contains(wanted.as_str())) {
            continue;
        }
        let (_, printed) = run(Command::new(std::env::current_exe().unwrap()), name, MANY, &keys);
        let mut numbers = printed.split_whitespace().map(|number| number.parse::<usize>().unwrap());
        let (allocations, bytes) = (numbers.next().unwrap() / MANY, numbers.next().unwrap() / MANY);
        let instructions = if valgrind {
            let count = |times| instructions(name, times, &keys);
            (count(MANY).saturating_sub(count(FEW)) / (MANY - FEW)).to_string()
        } else {
            "no valgrind".to_owned()
        };
        println!("{name:<28} {instructions:>13} {allocations:>12} {bytes:>8}");
    }
}

fn instructions(name: &str, times: usize, keys: &Keys) -> usize {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg(std::env::current_exe().unwrap());
    let (told, _) = run(valgrind, name, times, keys);
    let collected = told.split("Collected :").nth(1).unwrap();
    collected.split_whitespace().next().unwrap().parse().unwrap()
}

/// Its standard error and output. It is given the keys, so that generating them is not counted.
fn run(mut command: Command, name: &str, times: usize, keys: &Keys) -> (String, String) {
    let child = command
        .args([REPEAT, name, &times.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.unwrap();
    let mut stdin = child.stdin.take().unwrap();
    for key in [&keys.merchant, &keys.platform] {
        stdin.write_all(&key.private_key_to_pem_pkcs8().unwrap()).unwrap();
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let [errors, printed] =
        [output.stderr, output.stdout].map(|text| String::from_utf8(text).unwrap());
    assert!(output.status.success(), "{name}: {errors}");
    (errors, printed)
}

fn received() -> Keys {
    let mut pems = String::new();
    std::io::stdin().read_to_string(&mut pems).unwrap();
    let end = pems.find("-----END PRIVATE KEY-----\n").unwrap() + 26;
    let key = |pem: &str| PKey::private_key_from_pem(pem.as_bytes()).unwrap();
    Keys { merchant: key(&pems[..end]), platform: key(&pems[end..]) }
}
