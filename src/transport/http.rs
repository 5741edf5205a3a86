//! The default transport: hyper over the system's TLS, with one connection pool per runtime.
//!
//! A connection is driven by the runtime that opened it. In a pool shared by several runtimes a
//! call could wait for a connection whose runtime is idle, for ever.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::{Either, select};
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{Method, Request, Response};
use hyper::body::Incoming;
use hyper_util::client::legacy::connect::capture_connection;
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use native_tls::Certificate;
use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;
use tower::{BoxError, Service};

use crate::body::Body;
use crate::error::{Error, ErrorKind, Outcome};
use crate::promise::BoxFuture;
use crate::transport::proxy::{Connector, Proxy};
use crate::transport::tls::{Connect, NoConnection};
use crate::transport::{Call, Progress, innermost};

/// WeChat Pay closes a connection that was idle for 8 s. Dropping it before spares a POST that
/// would be written into a closing connection, and so be in doubt.
const IDLE: Duration = Duration::from_secs(7);

/// An answer's head may have so many bytes. WeChat Pay's have some hundred.
const MAX_HEAD: usize = 128 * 1024;

type Pool = Client<Connect, Body>;

/// What the user sets of the default transport.
#[derive(Default)]
pub(crate) struct HttpConfig {
    /// CAs to trust beside the system's.
    pub(crate) root_certificates: Vec<Certificate>,
    /// DNS, TCP, proxy, and TLS together; `None` for no limit.
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) proxy: Proxy,
}

/// The default transport. Cheap to clone; clones share the pools.
#[derive(Clone)]
pub(crate) struct Http(Arc<Shared>);

struct Shared {
    connect_timeout: Option<Duration>,
    connect: Connect,
    pools: Mutex<HashMap<Id, PerRuntime>>,
}

struct PerRuntime {
    pool: Pool,
    /// Dropped with the client, it ends the task that watches the runtime.
    _client_lives: oneshot::Sender<()>,
}

impl Shared {
    fn pools(&self) -> MutexGuard<'_, HashMap<Id, PerRuntime>> {
        self.pools.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Http {
    pub(crate) fn new(config: HttpConfig) -> Self {
        let HttpConfig { root_certificates, connect_timeout, proxy } = config;
        let connect = Connect::new(Connector::new(&proxy), &root_certificates);
        Self(Arc::new(Shared { connect_timeout, connect, pools: Mutex::default() }))
    }

    /// The pool of the runtime that this call runs on.
    fn pool(&self) -> Result<Pool, Error> {
        let runtime = Handle::try_current().map_err(|error| {
            Error::other(format!("the default transport was called outside tokio: {error}"))
                .with_outcome(Outcome::NotSent)
        })?;
        let (pool, client_dropped) = match self.0.pools().entry(runtime.id()) {
            Entry::Occupied(known) => return Ok(known.get().pool.clone()),
            Entry::Vacant(vacant) => {
                let (client_lives, client_dropped) = oneshot::channel();
                let pool = Client::builder(TokioExecutor::new())
                    .pool_idle_timeout(IDLE)
                    .pool_timer(TokioTimer::new())
                    .http1_max_buf_size(MAX_HEAD)
                    .build(self.0.connect.clone());
                vacant.insert(PerRuntime { pool: pool.clone(), _client_lives: client_lives });
                (pool, client_dropped)
            }
        };
        // Not under the lock: a runtime that is shutting down drops the task, and with it
        // `forget`, at once.
        let forget = ForgetPool { shared: Arc::downgrade(&self.0), runtime: runtime.id() };
        runtime.spawn(async move {
            let _forget = forget;
            let _ = client_dropped.await;
        });
        Ok(pool)
    }
}

/// Owned by a task of the runtime, so that the runtime's end removes its pool.
struct ForgetPool {
    shared: Weak<Shared>,
    runtime: Id,
}

impl Drop for ForgetPool {
    fn drop(&mut self) {
        if let Some(shared) = self.shared.upgrade() {
            let removed = shared.pools().remove(&self.runtime);
            // Outside the lock: closing connections runs code of theirs.
            drop(removed);
        }
    }
}

impl Service<Request<Body>> for Http {
    type Response = Response<Incoming>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let http = self.clone();
        say_empty(&mut request);
        Box::pin(async move {
            let call = request.extensions().get::<Call>().cloned().unwrap_or_default();
            let limit = call.connect_timeout.unwrap_or(http.0.connect_timeout);
            let mut connection = capture_connection(&mut request);
            call.progress.follow(connection.clone());
            let pool = http.pool()?;
            let mut answer = pin!(pool.request(request));
            // Where a connection is idle it is taken at once, and no timer need be set.
            let begun = poll_fn(|context| Poll::Ready(answer.as_mut().poll(context))).await;
            let limit = limit.filter(|_| connection.connection_metadata().is_none());
            let answer = match (begun, limit) {
                (Poll::Ready(answer), _) => answer,
                (Poll::Pending, None) => answer.await,
                (Poll::Pending, Some(limit)) => {
                    let connecting =
                        async { drop(connection.wait_for_connection_metadata().await) };
                    let connected = pin!(tokio::time::timeout(limit, connecting));
                    // The answer is polled first, so that a connection got in time counts as such.
                    match select(answer, connected).await {
                        Either::Left((answer, _)) => answer,
                        Either::Right((Ok(()), answer)) => answer.await,
                        Either::Right((Err(_), _)) => return Err(connect_timeout(limit).into()),
                    }
                }
            };
            answer.map_err(|error| failed(error, &call.progress).into())
        })
    }
}

/// Of a method that has a body, an empty one is said to be empty (RFC 9110, section 8.6): some
/// servers refuse the request otherwise.
fn say_empty(request: &mut Request<Body>) {
    let has_body = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
    if has_body && http_body::Body::is_end_stream(request.body()) {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

fn connect_timeout(limit: Duration) -> Error {
    let message = format!(
        "no connection within the connect_timeout of {} s (DNS, TCP, proxy and TLS together)",
        limit.as_secs_f64()
    );
    Error::new(ErrorKind::Timeout, message)
}

fn failed(error: ClientError, progress: &Progress) -> Error {
    if let Some((kind, message)) = of_the_body(&error) {
        return Error::new(kind, message).with_outcome(progress.outcome()).with_source(error);
    }
    let cause = innermost(&error);
    if error.is_connect() {
        progress.unsent();
        let message = match NoConnection::within(&error) {
            Some(named) => named.to_string(),
            None => format!("no connection: {cause}"),
        };
        return Error::new(ErrorKind::Connect, message).with_source(error);
    }
    let remedy = remedy(&cause);
    let message = format!("the connection failed while the call was under way: {cause}{remedy}");
    Error::new(ErrorKind::Transport, message).with_outcome(progress.outcome()).with_source(error)
}

/// What to do about the commonest failures.
fn remedy(cause: &str) -> &'static str {
    if cause.contains("head is too large") {
        return " (of all headers together 128 KiB are read, and WeChat Pay's have some hundred bytes)";
    }
    ""
}

/// Our own error inside hyper's: the body could not be read to its end.
fn of_the_body(error: &ClientError) -> Option<(ErrorKind, String)> {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if let Some(ours) = error.downcast_ref::<Error>() {
            return Some((ours.kind(), ours.to_string()));
        }
        cause = error.source();
    }
    None
}
