//! CPU time and throughput of a whole call over a socket, next to the floor's: the same call by
//! hand with hyper and OpenSSL (`support/floor.rs`), against the same server, in turns.
//!
//! `cargo bench --bench call`, about a minute. The server is a process of its own. Times vary from
//! machine to machine, the ratios hardly: each is the median over rounds of the client's and the
//! floor's turn in one round. With `SIDE=client` or `SIDE=floor` in the environment that side alone
//! makes calls, for a profiler, and with `LEVEL=64` at that level alone.

#![allow(missing_docs, clippy::print_stdout, reason = "a bench has no users, and prints")]

mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use support::floor::{Floor, Parsed};
use support::server::{Server, serves};
use support::{Keys, PATH, median, options};
use tokio::runtime::Runtime;
use wechatpay_chain::Client;

/// What some calls took.
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

/// This process's, of all its threads.
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
    let client = keys.client().base_uri(format!("http://{}/", server.address)).build().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let bench = Bench { keys: Parsed::of(&keys), server, client, runtime, rounds };
    println!(
        "{:<14} {:>10} {:>10} {:>7} {:>11} {:>11} {:>7}",
        "", "CPU a call", "floor's", "", "calls a s", "floor's", ""
    );
    bench.sync(400);
    bench.concurrent(1, 400);
    bench.concurrent(64, 2_560);
    bench.concurrent(1_000, 4_000);
}

struct Bench {
    keys: Arc<Parsed>,
    server: Server,
    client: Client,
    runtime: Runtime,
    rounds: usize,
}

impl Bench {
    /// `concurrency` tasks make `calls` calls in all.
    fn concurrent(&self, concurrency: usize, calls: usize) {
        let each = calls / concurrency;
        let connect =
            |_| self.runtime.block_on(Floor::connect(self.keys.clone(), self.server.address));
        let mut floors: Vec<Floor> = (0..concurrency).map(connect).collect();
        let mut floor = || {
            let tasks: Vec<_> = floors
                .drain(..)
                .map(|mut floor| {
                    self.runtime.spawn(async move {
                        for _ in 0..each {
                            floor.call().await;
                        }
                        floor
                    })
                })
                .collect();
            floors.extend(tasks.into_iter().map(|task| self.runtime.block_on(task).unwrap()));
        };
        let client = || {
            let tasks: Vec<_> = (0..concurrency)
                .map(|_| {
                    let client = self.client.clone();
                    self.runtime.spawn(async move {
                        for _ in 0..each {
                            client[PATH].get_async(options()).await.unwrap();
                        }
                    })
                })
                .collect();
            tasks.into_iter().for_each(|task| self.runtime.block_on(task).unwrap());
        };
        self.compare(&format!("{concurrency} at once"), calls, &mut floor, client);
    }

    /// One after another, on this thread. The floor's runtime drives its connection on this thread,
    /// too, which no client could that any thread may call.
    fn sync(&self, calls: usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut floor = runtime.block_on(Floor::connect(self.keys.clone(), self.server.address));
        let mut floor = || {
            for _ in 0..calls {
                runtime.block_on(floor.call());
            }
        };
        let client = || {
            for _ in 0..calls {
                self.client[PATH].get(options()).unwrap();
            }
        };
        self.compare("1, sync", calls, &mut floor, client);
    }

    fn compare(&self, name: &str, calls: usize, floor: &mut dyn FnMut(), client: impl Fn()) {
        let set = |name: &str| std::env::var(name).ok();
        if set("LEVEL").is_some_and(|level| name.split([' ', ',']).next() != Some(&level)) {
            return;
        }
        match set("SIDE").as_deref() {
            Some("client") => return (0..self.rounds).for_each(|_| client()),
            Some("floor") => return (0..self.rounds).for_each(|_| floor()),
            _ => {}
        }
        // Connections, and caches.
        floor();
        client();
        let mut rounds = Vec::new();
        for round in 0..self.rounds {
            let (floors, clients);
            if round % 2 == 0 {
                floors = Cost::of(&mut *floor);
                clients = Cost::of(&client);
            } else {
                clients = Cost::of(&client);
                floors = Cost::of(&mut *floor);
            }
            rounds.push((floors, clients));
        }
        #[expect(clippy::cast_precision_loss, reason = "it is small")]
        let calls = calls as f64;
        let of = |value: &dyn Fn(&(Cost, Cost)) -> f64| median(rounds.iter().map(value).collect());
        let micros = |time: Duration| time.as_secs_f64() * 1e6 / calls;
        println!(
            "{name:<14} {:>7.1} us {:>7.1} us {:>7.3} {:>11.0} {:>11.0} {:>7.3}",
            of(&|(_, client)| micros(client.cpu)),
            of(&|(floor, _)| micros(floor.cpu)),
            of(&|(floor, client)| client.cpu.as_secs_f64() / floor.cpu.as_secs_f64()),
            of(&|(_, client)| calls / client.wall.as_secs_f64()),
            of(&|(floor, _)| calls / floor.wall.as_secs_f64()),
            of(&|(floor, client)| floor.wall.as_secs_f64() / client.wall.as_secs_f64()),
        );
    }
}

/// 1,000 connections of the floor's and 1,000 of the client's are open at a time.
fn raise_open_files() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    setrlimit(Resource::Nofile, raised).unwrap();
}
