//! CPU time and throughput of a whole call over a socket, compared with a floor: the same call
//! written by hand with hyper and OpenSSL (`support/floor.rs`), against the same server, in turns.
//!
//! `cargo bench --bench call` takes about a minute. The server is a separate process. Times depend on
//! the machine, ratios hardly: each is the median over rounds in which both sides take turns. For a
//! profiler, `SIDE=client`, `floor` or `pooled` in the environment runs only that side, and
//! `LEVEL=64` only that level.

#![allow(missing_docs, clippy::print_stdout, reason = "a bench has no users, and prints")]

mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use support::floor::{Floor, Parsed, Pooled};
use support::server::{Server, serves};
use support::{Keys, MCHID, MERCHANT_SERIAL, PATH, PLATFORM_SERIAL, median, options};
use tokio::runtime::Runtime;
use wechatpay_chain::{Client, ClientBuilder, PrivateKey, PublicKey};

/// By hand with one connection per task, by hand with hyper-util's pool, and by this crate.
const SIDES: [&str; 3] = ["floor", "pooled", "client"];

/// The cost of some calls.
struct Cost {
    cpu: Duration,
    wall: Duration,
}

impl Cost {
    fn of(work: impl FnOnce()) -> Self {
        let (began, cpu) = (Instant::now(), cpu_time());
        work();
        Self { wall: began.elapsed(), cpu: cpu_time() - cpu }
    }
}

/// The CPU time of all threads of this process.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}

fn main() {
    if serves() {
        return;
    }
    raise_open_files();
    let rounds = std::env::var("ROUNDS").map_or(21, |rounds| rounds.parse().unwrap());
    let keys = Keys::generate();
    let server = Server::start(&keys);
    let parsed = (keys.private(), keys.public());
    let client = builder(&parsed, &server).build().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let bench = Bench { keys: Parsed::of(&keys), parsed, server, client, runtime, rounds };
    println!(
        "{:<14} {:<7} {:>10} {:>7} {:>7} {:>9} {:>7} {:>7}",
        "", "", "CPU a call", "/floor", "/pooled", "calls a s", "/floor", "/pooled"
    );
    bench.sync(400);
    bench.first(50);
    bench.concurrent(1, 400);
    bench.concurrent(64, 2_560);
    bench.concurrent(1_000, 4_000);
}

/// For a client as users build it, with keys that were parsed before.
fn builder((private, public): &(PrivateKey, PublicKey), server: &Server) -> ClientBuilder {
    let builder = Client::builder().mchid(MCHID).serial(MERCHANT_SERIAL);
    let builder = builder.private_key(private.clone());
    let builder = builder.platform_key(PLATFORM_SERIAL, public.clone());
    builder.base_uri(format!("http://{}/", server.address))
}

struct Bench {
    keys: Arc<Parsed>,
    parsed: (PrivateKey, PublicKey),
    server: Server,
    client: Client,
    runtime: Runtime,
    rounds: usize,
}

impl Bench {
    /// `concurrency` tasks make `calls` calls in total.
    fn concurrent(&self, concurrency: usize, calls: usize) {
        let each = calls / concurrency;
        let connect =
            |_| self.runtime.block_on(Floor::connect(self.keys.clone(), self.server.address));
        let mut floors: Vec<Floor> = (0..concurrency).map(connect).collect();
        let mut floor = || {
            let tasks = floors.drain(..).map(|mut floor| async move {
                for _ in 0..each {
                    floor.call().await;
                }
                floor
            });
            floors = self.at_once(tasks.collect());
        };
        let pool = self.runtime.block_on(async { self.pooled() });
        let mut pooled = || {
            let task = |_| {
                let pool = pool.clone();
                async move {
                    for _ in 0..each {
                        pool.call().await;
                    }
                }
            };
            self.at_once((0..concurrency).map(task).collect());
        };
        let mut client = || {
            let task = |_| {
                let client = self.client.clone();
                async move {
                    for _ in 0..each {
                        client[PATH].get_async(options()).await.unwrap();
                    }
                }
            };
            self.at_once((0..concurrency).map(task).collect());
        };
        self.compare(
            &format!("{concurrency} at once"),
            calls,
            [&mut floor, &mut pooled, &mut client],
        );
    }

    /// The first call of a new client, with its connection, and of new floors.
    fn first(&self, calls: usize) {
        let mut floor = || {
            (0..calls).for_each(|_| {
                self.runtime.block_on(async {
                    let address = self.server.address;
                    Floor::connect(self.keys.clone(), address).await.call().await
                });
            });
        };
        let mut pooled = || {
            (0..calls)
                .for_each(|_| drop(self.runtime.block_on(async { self.pooled().call().await })));
        };
        let mut client = || {
            (0..calls).for_each(|_| {
                let client = builder(&self.parsed, &self.server).build().unwrap();
                self.runtime.block_on(client[PATH].get_async(options())).unwrap();
            });
        };
        self.compare("first", calls, [&mut floor, &mut pooled, &mut client]);
    }

    fn at_once<F>(&self, tasks: Vec<F>) -> Vec<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let tasks: Vec<_> = tasks.into_iter().map(|task| self.runtime.spawn(task)).collect();
        tasks.into_iter().map(|task| self.runtime.block_on(task).unwrap()).collect()
    }

    fn pooled(&self) -> Pooled {
        Pooled::new(self.keys.clone(), self.server.address)
    }

    /// One after another, on this thread. The floors' runtime also drives their connection on this
    /// thread, which a client that any thread may call can't do.
    fn sync(&self, calls: usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut floor = runtime.block_on(Floor::connect(self.keys.clone(), self.server.address));
        let pool = runtime.block_on(async { self.pooled() });
        let mut floor = || (0..calls).for_each(|_| drop(runtime.block_on(floor.call())));
        let mut pooled = || (0..calls).for_each(|_| drop(runtime.block_on(pool.call())));
        let mut client =
            || (0..calls).for_each(|_| drop(self.client[PATH].get(options()).unwrap()));
        self.compare("1, sync", calls, [&mut floor, &mut pooled, &mut client]);
    }

    /// In turns; each side is the first in a third of the rounds.
    fn compare(&self, name: &str, calls: usize, mut sides: [&mut dyn FnMut(); 3]) {
        let set = |name: &str| std::env::var(name).ok();
        if set("LEVEL").is_some_and(|level| name.split([' ', ',']).next() != Some(&level)) {
            return;
        }
        if let Some(alone) =
            set("SIDE").and_then(|side| SIDES.iter().position(|name| *name == side))
        {
            return (0..self.rounds).for_each(|_| sides[alone]());
        }
        // Warms up connections and caches.
        sides.iter_mut().for_each(|side| side());
        let mut rounds = Vec::new();
        for round in 0..self.rounds {
            let mut costs = [const { None }; 3];
            for turn in 0..3 {
                let side = (round + turn) % 3;
                costs[side] = Some(Cost::of(&mut *sides[side]));
            }
            rounds.push(costs.map(Option::unwrap));
        }
        #[expect(clippy::cast_precision_loss, reason = "it is small")]
        let calls = calls as f64;
        let of = |value: &dyn Fn(&[Cost; 3]) -> f64| median(rounds.iter().map(value).collect());
        for side in 0..3 {
            println!(
                "{:<14} {:<7} {:>7.1} us {:>7.3} {:>7.3} {:>9.0} {:>7.3} {:>7.3}",
                if side == 0 { name } else { "" },
                SIDES[side],
                of(&|costs| costs[side].cpu.as_secs_f64() * 1e6 / calls),
                of(&|costs| costs[side].cpu.as_secs_f64() / costs[0].cpu.as_secs_f64()),
                of(&|costs| costs[side].cpu.as_secs_f64() / costs[1].cpu.as_secs_f64()),
                of(&|costs| calls / costs[side].wall.as_secs_f64()),
                of(&|costs| costs[0].wall.as_secs_f64() / costs[side].wall.as_secs_f64()),
                of(&|costs| costs[1].wall.as_secs_f64() / costs[side].wall.as_secs_f64()),
            );
        }
    }
}

/// 1,000 connections of the floor's and 1,000 of the client's are open at a time.
fn raise_open_files() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    setrlimit(Resource::Nofile, raised).unwrap();
}
