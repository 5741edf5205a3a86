//! Connections that are open and idle, to be used again.
//!
//! A connection has no task of its own: it is driven by the call that uses it, on whatever thread
//! polls that call. So no code of a caller's ever runs where another caller's connection is driven,
//! and a call that is dropped closes its connection at once.
//!
//! Each connection belongs to the runtime whose reactor watches its socket: a call takes only those
//! of its own runtime, since another runtime may be idle.

use std::collections::HashMap;
use std::mem::forget;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use http::uri::{Authority, Scheme};
use hyper::client::conn::http1;
use hyper_tls::MaybeHttpsStream;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::runtime::Id;
use tokio::time::Instant;

use super::turn::Turns;
use super::wire::{Gate, Wire};
use crate::body::Body;
use crate::runtime::Home;

/// WeChat Pay closes a connection that was idle for 8 s. Dropping it before spares a POST that
/// would be written into a closing connection, and so be in doubt.
const IDLE: Duration = Duration::from_secs(7);

/// The largest response head, in bytes. WeChat Pay's have a few hundred.
const MAX_HEAD: usize = 128 * 1024;

type Io = Wire<MaybeHttpsStream<TokioIo<TcpStream>>>;

/// An open connection, that serves one request at a time.
pub(super) struct Connection {
    pub(super) sender: http1::SendRequest<Body>,
    /// `None` once it has ended.
    driver: Option<Pin<Box<http1::Connection<Io, Body>>>>,
    pub(super) gate: Gate,
    pub(super) turns: Turns,
}

impl Connection {
    pub(super) async fn open(
        stream: MaybeHttpsStream<TokioIo<TcpStream>>,
    ) -> Result<Self, hyper::Error> {
        let gate = Gate::default();
        let mut builder = http1::Builder::new();
        builder.max_buf_size(MAX_HEAD);
        let (sender, driver) = builder.handshake(Wire::new(stream, gate.clone())).await?;
        Ok(Self { sender, driver: Some(Box::pin(driver)), gate, turns: Turns::new() })
    }

    /// Reads and writes what there is; ready when the connection has ended.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(driver) = &mut self.driver else { return Poll::Ready(()) };
        // Its error is the request's, too.
        let ended = self.turns.poll(context, |context| driver.as_mut().poll(context).map(drop));
        if ended.is_ready() {
            self.driver = None;
        }
        ended
    }

    /// Whether it is idle and open: nothing may have arrived. It is ready when the reactor has told
    /// all that the system knows, which it has not while nobody drove it.
    pub(super) fn poll_idle(&mut self, context: &mut Context<'_>) -> Poll<bool> {
        let gate = self.gate.clone();
        let (ended, has_missed) = gate.probe(|| self.poll(context));
        if ended.is_pending() && has_missed {
            return Poll::Pending;
        }
        Poll::Ready(ended.is_pending() && self.sender.is_ready())
    }
}

/// Where a connection leads to, and which runtime it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) runtime: Id,
    pub(super) scheme: Scheme,
    pub(super) authority: Authority,
}

struct Idle {
    connection: Connection,
    until: Instant,
    /// The process that opened it.
    process: u32,
}

type Kept = HashMap<Key, Vec<Idle>>;

/// The idle connections of one client.
#[derive(Default)]
pub(super) struct Pool(Mutex<Kept>);

impl Pool {
    /// The connection that was used last.
    pub(super) fn take(&self, key: &Key) -> Option<Connection> {
        let mut kept = self.kept();
        let idle = kept.get_mut(key)?.pop()?;
        // The others are older still; they are closed by the task that waits for that.
        (idle.until > Instant::now()).then_some(idle.connection)
    }

    /// Keeps a connection for 7 s. The first one of a runtime has a task started that closes those
    /// whose time is over.
    pub(super) fn keep(self: &Arc<Self>, key: Key, home: &Home, connection: Connection) {
        let (runtime, until) = (key.runtime, Instant::now() + IDLE);
        let process = std::process::id();
        let is_first = {
            let mut kept = self.kept();
            let is_first = !kept.keys().any(|key| key.runtime == runtime);
            kept.entry(key).or_default().push(Idle { connection, until, process });
            is_first
        };
        if is_first {
            let closing = Closing { pool: Arc::downgrade(self), runtime };
            home.spawn(closing.run());
        }
    }

    /// Takes out the connections of a runtime whose time is over. Its entries stay as long as the
    /// task that calls this.
    fn expired(&self, runtime: Id, now: Instant) -> (Vec<Idle>, Option<Instant>) {
        let (mut expired, mut next) = (Vec::new(), None::<Instant>);
        self.kept().retain(|key, idle| {
            if key.runtime != runtime {
                return true;
            }
            let (over, left): (Vec<_>, Vec<_>) =
                std::mem::take(idle).into_iter().partition(|idle| idle.until <= now);
            expired.extend(over);
            next = left.iter().map(|idle| idle.until).chain(next).min();
            *idle = left;
            !idle.is_empty()
        });
        (expired, next)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A child process leaves its parent's connections alone: to close one would take it out of the
/// parent's reactor, too, which both share. It takes none of them, since its runtimes are others.
impl Drop for Pool {
    fn drop(&mut self) {
        let process = std::process::id();
        let kept = std::mem::take(&mut *self.kept());
        kept.into_values().flatten().filter(|idle| idle.process != process).for_each(forget);
    }
}

/// The task that closes a runtime's idle connections, and all of them with the runtime.
struct Closing {
    pool: Weak<Pool>,
    runtime: Id,
}

impl Closing {
    async fn run(self) {
        let mut next = Instant::now() + IDLE;
        loop {
            tokio::time::sleep_until(next).await;
            let Some(pool) = self.pool.upgrade() else { return };
            // Dropped outside the lock: to close connections runs code of theirs.
            let (_expired, left) = pool.expired(self.runtime, Instant::now());
            match left {
                Some(until) => next = until,
                None => return,
            }
        }
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        if let Some(pool) = self.pool.upgrade() {
            let gone = {
                let mut kept = pool.kept();
                let keys: Vec<_> =
                    kept.keys().filter(|key| key.runtime == self.runtime).cloned().collect();
                keys.iter().filter_map(|key| kept.remove(key)).collect::<Vec<_>>()
            };
            drop(gone);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::Interest;
    use tokio::net::TcpListener;
    use tokio::time::sleep;

    use super::*;
    use crate::runtime;

    #[tokio::test(start_paused = true)]
    async fn an_idle_connection_is_closed_before_wechat_pay_closes_it() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (peer, _) = listener.accept().await.unwrap();
        let stream = MaybeHttpsStream::Http(TokioIo::new(stream));
        let connection = Connection::open(stream).await.unwrap();
        let (home, pool) = (runtime::home().await.unwrap(), Arc::new(Pool::default()));
        let authority = Authority::from_static("127.0.0.1");
        let key = Key { runtime: home.id(), scheme: Scheme::HTTP, authority };

        pool.keep(key.clone(), &home, connection);
        sleep(Duration::from_millis(6900)).await;
        let connection = pool.take(&key).expect("it is still open");
        pool.keep(key.clone(), &home, connection);
        let began = Instant::now();
        let read = peer.async_io(Interest::READABLE, || peer.try_read(&mut [0])).await;
        assert_eq!(read.unwrap(), 0, "it is closed by itself");
        let idle = began.elapsed();
        assert!(idle >= IDLE && idle < Duration::from_secs(8), "{idle:?}");
        assert!(pool.take(&key).is_none());
    }
}
