//! A soak test: 64 callers create orders for minutes while the server injects faults. At the end its
//! ledger and theirs agree on each order, and no descriptor, thread or memory has leaked.
//!
//! `cargo run --release --example soak`, followed by the seconds (default: 120) and a seed, which is
//! printed. The server is a separate process. The seed decides which caller meets which fault, but not
//! when.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]

mod caller;
mod clients;
mod ledger;
mod process;
mod random;
mod server;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::{self, sleep};
use std::time::{Duration, Instant, SystemTime};

use futures_util::FutureExt;
use tokio::runtime::Runtime;

use self::caller::Caller;
use self::clients::Kind;
use self::ledger::Totals;
use self::process::{Holdings, MEMORY_LIMIT};
use self::server::{Merchant, Server};

const CALLERS: usize = 64;
const PROGRESS: Duration = Duration::from_secs(10);

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Result<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "--server") {
        return server::run();
    }
    let usage = "give the seconds and the seed, both whole numbers";
    let number = |index: usize| {
        arguments.get(index).map(|text| text.parse::<u64>().map_err(|_| usage)).transpose()
    };
    let seconds = number(0)?.unwrap_or(120).max(1);
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let seed = number(1)?.unwrap_or(since_1970.as_secs());
    soak(Duration::from_secs(seconds), seed)
}

fn soak(time: Duration, seed: u64) -> Result<()> {
    let seconds = time.as_secs();
    println!("{CALLERS} callers, {seconds} s, seed {seed}; again: soak {seconds} {seed}");
    let (mut server, merchant) = Server::start(seed)?;
    let totals = Arc::new(Totals::new());
    let kinds: Vec<_> = clients::all(&merchant)?.into_iter().map(Arc::new).collect();
    let runtime = Runtime::new()?;
    let mut callers: Vec<_> = (0..CALLERS)
        .map(|index| {
            let kind = Arc::clone(&kinds[index % kinds.len()]);
            Caller::new(index, kind, seed, Arc::clone(&totals))
        })
        .collect();

    let warm_up = (time / 10).clamp(Duration::from_secs(2), Duration::from_secs(10));
    callers = run(&runtime, callers, warm_up, |_| Ok(()))?;
    let before = process::settled();
    let ledgers_before = ledger::size(&callers);

    let begun = Instant::now();
    let (mut next, mut rotated) = (PROGRESS, false);
    callers = run(&runtime, callers, time, |done| {
        if done >= time / 2 && !rotated {
            rotated = true;
            server.rotate_certificate()?;
            println!("{:5} s: the platform certificate is exchanged", done.as_secs());
        }
        if done >= next {
            next += PROGRESS;
            progress(done, &totals);
        }
        Ok(())
    })?;
    let took = begun.elapsed();
    let after = before.as_ref().and_then(process::settled_to);
    let ledgers = ledger::size(&callers) - ledgers_before;

    let known = server.ledger()?;
    table(&totals, &known, &merchant, took);
    ledger::compare(&callers, known, &totals);
    lived_through_rotation(&kinds, &totals);
    compare_holdings(before.zip(after), ledgers, &totals);
    let (count, told) = totals.disagreements();
    if count == 0 {
        println!("\nThe ledgers agree to the order.");
        return Ok(());
    }
    for what in told {
        eprintln!("DISAGREEMENT: {what}");
    }
    Err(format!("{count} disagreements; again: soak {seconds} {seed}").into())
}

/// Runs all callers for this time, and prints the progress.
fn run(
    runtime: &Runtime,
    callers: Vec<Caller>,
    time: Duration,
    mut meanwhile: impl FnMut(Duration) -> Result<()>,
) -> Result<Vec<Caller>> {
    enum At {
        Thread(thread::JoinHandle<Option<Caller>>),
        Task(tokio::task::JoinHandle<Caller>),
    }
    let begun = Instant::now();
    let until = begun + time;
    let started: Vec<_> = callers
        .into_iter()
        .map(|caller| match caller.kind.sync {
            // Nothing in it ever waits for another task, so it is ready when it is polled.
            true => At::Thread(thread::spawn(move || caller.run(until).now_or_never())),
            false => At::Task(runtime.spawn(caller.run(until))),
        })
        .collect();
    while begun.elapsed() < time {
        sleep(Duration::from_millis(100));
        meanwhile(begun.elapsed())?;
    }
    let ended = |at| match at {
        At::Thread(thread) => {
            thread.join().ok().flatten().ok_or_else(|| "a caller panicked".into())
        }
        At::Task(task) => Ok(runtime.block_on(task)?),
    };
    started.into_iter().map(ended).collect()
}

fn progress(done: Duration, totals: &Totals) {
    let errors: u64 = totals.errors().values().sum();
    println!(
        "{:5} s: {} calls, {} orders, {errors} errors",
        done.as_secs(),
        totals.calls.load(Ordering::Relaxed),
        totals.orders.load(Ordering::Relaxed),
    );
}

fn table(totals: &Totals, known: &server::Ledger, merchant: &Merchant, took: Duration) {
    let row = |name: &str, count: u64| println!("  {name:34} {count:9}");
    let calls = totals.calls.load(Ordering::Relaxed);
    println!("\ncalls, the warm-up's among them");
    row("made by the callers", calls);
    row("that arrived at the server whole", known.requests as u64);
    row("sent where nobody listens", totals.to_nobody.load(Ordering::Relaxed));
    row("dropped before their end", totals.given_up.load(Ordering::Relaxed));
    println!("orders");
    row("made", totals.orders.load(Ordering::Relaxed));
    row("placed once more", totals.repeated.load(Ordering::Relaxed));
    row("queries, since it was in doubt", totals.queries.load(Ordering::Relaxed));
    let again = known.orders.values().filter(|order| order.executions > 1).count();
    row("carried out more than once", again as u64);
    println!("faults, each at one request");
    known.faults.iter().for_each(|(name, count)| row(name, u64::from(*count)));
    println!("errors, by kind and outcome");
    totals.errors().iter().for_each(|((kind, outcome), n)| row(&format!("{kind}, {outcome}"), *n));
    println!("answers verified by");
    for (serial, count) in totals.verified_by() {
        row(key_name(&serial, merchant), count);
    }
    println!("latency of a call, faults and retries included");
    for (name, permille) in
        [("50 %", 500), ("90 %", 900), ("99 %", 990), ("99.9 %", 999), ("the longest", 1000)]
    {
        let milliseconds = totals.latency(permille).as_secs_f64() * 1e3;
        println!("  {name:34} {milliseconds:9.1} ms");
    }
    println!("  the main part took {:.1} s", took.as_secs_f64());
}

fn key_name(serial: &str, merchant: &Merchant) -> &'static str {
    if serial == merchant.public_key_id {
        "the public key"
    } else if serial == merchant.platform_serial {
        "the first certificate"
    } else {
        "the certificate after the exchange"
    }
}

fn lived_through_rotation(kinds: &[Arc<Kind>], totals: &Totals) {
    for kind in kinds {
        let Some(certificates) = kind.client.certificates() else { continue };
        let serials = certificates.serials();
        let used = totals.verified_by();
        if serials.len() != 2 || !serials.iter().all(|(serial, _)| used.contains_key(serial)) {
            totals.disagree(format!(
                "{}: of the two certificates that there were it knows {}, or verified nothing by \
                 one of them",
                kind.name,
                serials.len()
            ));
        }
    }
}

fn compare_holdings(holdings: Option<(Holdings, Holdings)>, ledgers: u64, totals: &Totals) {
    let Some((before, after)) = holdings else {
        println!("\ndescriptors, threads and memory: SKIPPED, they are known on Linux only");
        return;
    };
    println!("\nthis process, without the server");
    println!("  after the warm-up: {before}");
    println!("  at the end:        {after}, of which {} KiB are the ledgers'", ledgers >> 10);
    if after.descriptors > before.descriptors {
        totals.disagree(format!("{} descriptors are lost", after.descriptors - before.descriptors));
    }
    if after.threads > before.threads {
        totals.disagree(format!("{} threads are lost", after.threads - before.threads));
    }
    let growth = after.resident.saturating_sub(before.resident + ledgers);
    if growth > MEMORY_LIMIT {
        totals.disagree(format!(
            "memory grew by {} KiB, more than {}",
            growth >> 10,
            MEMORY_LIMIT >> 10
        ));
    }
}
