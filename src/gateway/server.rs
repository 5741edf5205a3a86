//! The gateway's own thread and runtime, independent of the caller's.

use std::io;
use std::net::TcpListener as StdListener;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use http::{Method, Request, Response, StatusCode};
use http_body::Body as _;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use openssl::ssl::SslAcceptor;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::authorization::Authorization;
use super::fault::{Fault, Faults, FaultyBody};
use super::handle::{Arrived, Unread, handle, tell};
use super::listen::not_started;
use super::page::Asked;
use super::request::{KEPT, ReceivedRequest};
use super::shared::Shared;
use super::tls::{self, Peer};
use super::{tunnel, v2};
use crate::error::{BoxError, Error};
use crate::language::{Text, say};

/// The longest body that is read, in bytes.
const BODY_LIMIT: usize = 64 * 1024 * 1024;
/// How long an idle connection stays open; as long as WeChat Pay's server keeps it.
const KEEP_ALIVE: Duration = Duration::from_secs(8);
/// The longest that a TLS handshake may take, so that a client that sends nothing, or plain http, is
/// dropped.
const HANDSHAKE: Duration = Duration::from_secs(8);

/// A running server; it stops when dropped.
pub(super) struct Server {
    /// `None` once it was told to stop.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

fn no_runtime() -> Text {
    say!("no runtime", "无法创建运行时")
}

impl Server {
    pub(super) fn start(
        listeners: Vec<StdListener>,
        tls: Option<SslAcceptor>,
        shared: Arc<Shared>,
    ) -> Result<Self, Error> {
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = mpsc::sync_channel(1);
        let thread = thread::Builder::new().name("wechatpay-gateway".to_owned());
        let thread = thread
            .spawn(move || run(listeners, tls, shared, stopped, &tell))
            .map_err(|error| not_started(error, say!("no thread", "无法创建线程")))?;
        let server = Self { stop: Some(stop), thread: Some(thread) };
        // The runtime is made on that thread, since it may not be dropped inside another one.
        match told.recv() {
            Ok(Ok(())) => Ok(server),
            Ok(Err(error)) => Err(not_started(error, no_runtime())),
            Err(_) => Err(not_started(io::Error::other("its thread ended"), no_runtime())),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // An error means that the thread has ended already.
            let _ = stop.send(());
        }
        // The thread runs no user code, so it ends at once. A thread cannot wait for itself.
        let other = |thread: &JoinHandle<()>| thread.thread().id() != thread::current().id();
        if let Some(thread) = self.thread.take().filter(other) {
            let _ = thread.join();
        }
    }
}

fn run(
    listeners: Vec<StdListener>,
    tls: Option<SslAcceptor>,
    shared: Arc<Shared>,
    stopped: oneshot::Receiver<()>,
    tell: &mpsc::SyncSender<io::Result<()>>,
) {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .thread_name("wechatpay-gateway-handler")
        .build()
        .and_then(|runtime| {
            let context = runtime.enter();
            let listeners = listeners.into_iter().map(TcpListener::from_std);
            let listeners = listeners.collect::<io::Result<Vec<_>>>()?;
            drop(context);
            Ok((runtime, listeners))
        });
    let (runtime, listeners) = match runtime {
        Ok(started) => started,
        Err(error) => {
            let _ = tell.send(Err(error));
            return;
        }
    };
    let _ = tell.send(Ok(()));
    runtime.block_on(async {
        tokio::spawn(Arc::clone(&shared.deliveries).run());
        for listener in listeners {
            tokio::spawn(accept(listener, tls.clone(), Arc::clone(&shared)));
        }
        // An error means that the server was dropped as well.
        let _ = stopped.await;
    });
    // Closes all connections, and does not wait for handlers that are still blocked.
    runtime.shutdown_background();
}

async fn accept(listener: TcpListener, tls: Option<SslAcceptor>, shared: Arc<Shared>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(connection(stream, tls.clone(), Arc::clone(&shared)));
            }
            Err(error) => {
                // For example out of file handles: some will be free again.
                tracing::warn!(%error, "the local gateway could not accept a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, tls: Option<SslAcceptor>, shared: Arc<Shared>) {
    // It only reduces latency.
    let _ = stream.set_nodelay(true);
    match tls {
        None => serve(stream, Peer::Plain, shared).await,
        Some(acceptor) => secure(stream, &acceptor, "tls_cert.pem", shared).await,
    }
}

/// Serves TLS to a client that is to trust the certificate in this file.
pub(super) async fn secure<S>(stream: S, acceptor: &SslAcceptor, trusted: &str, shared: Arc<Shared>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let handshake = timeout(HANDSHAKE, tls::handshake(acceptor, stream)).await;
    match handshake.unwrap_or_else(|error| Err(error.into())) {
        Ok(stream) => {
            let presented = stream.ssl().peer_certificate();
            serve(stream, Peer::Tls(presented.map(Arc::new)), shared).await;
        }
        Err(error) => tracing::info!(
            %error,
            "a connection to the local gateway had no TLS, or did not trust {trusted}"
        ),
    }
}

async fn serve<S>(stream: S, peer: Peer, shared: Arc<Shared>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| call(request, peer.clone(), Arc::clone(&shared)));
    let connection = http1::Builder::new()
        // As WeChat Pay writes them: its Java SDK does not find headers in another case.
        .title_case_headers(true)
        .timer(TokioTimer::new())
        .header_read_timeout(KEEP_ALIVE)
        .serve_connection(TokioIo::new(stream), service)
        // A client may use this gateway as its proxy.
        .with_upgrades();
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection to the local gateway ended");
    }
}

/// An error closes the connection without a response.
async fn call(
    request: Request<Incoming>,
    peer: Peer,
    shared: Arc<Shared>,
) -> io::Result<Response<FaultyBody>> {
    if tunnel::is_to_wechat_pay(request.method(), request.uri()) {
        return Ok(tunnel::open(request, shared));
    }
    let (mut head, body) = request.into_parts();
    let refusal = match head.method {
        Method::CONNECT => Some(tunnel::refusal(&head.uri)),
        _ => shared.access.refusal(&head, peer.scheme()),
    };
    head.extensions.insert(peer);
    if let Some(asked) = Asked::of(&shared, &head).filter(|_| refusal.is_none()) {
        let page = tokio::task::spawn_blocking(move || asked.respond(&shared, &head.uri)).await;
        return Ok(page?.map(|body| FaultyBody::new(body, &Faults::default())));
    }
    if let Some(faults) = shared.cuts_before(&head).filter(|_| refusal.is_none()) {
        let request = ReceivedRequest::cut(head, faults.0);
        tokio::task::spawn_blocking(move || tell(&shared, &request)).await?;
        return Err(cut_on_purpose(Fault::CutBefore));
    }
    let body = match refusal {
        Some(refusal) => {
            // The response is sent at once. If the connection were closed meanwhile, the response
            // could be lost.
            tokio::spawn(timeout(KEEP_ALIVE, read(body, 0)));
            Err(Unread::Refused(Box::new(refusal)))
        }
        None if v2::is_one(&head) => read(body, v2::BODY_LIMIT).await,
        // Without a signature it is refused, so only its first bytes are kept.
        None if Authorization::of(&head.headers).is_err() => read(body, KEPT).await,
        None => read(body, BODY_LIMIT).await,
    };
    let handled = tokio::task::spawn_blocking(move || handle(&shared, head, body)).await;
    let handled = handled.map_err(BoxError::from).and_then(|handled| handled);
    let (response, faults) = handled.unwrap_or_else(|error| {
        tracing::error!(%error, "the local gateway failed");
        let mut response = Response::default();
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        (response, Faults::default())
    });
    if faults.has(Fault::CutAfter) {
        return Err(cut_on_purpose(Fault::CutAfter));
    }
    if let Some(delay) = faults.delay_of_headers() {
        tokio::time::sleep(delay).await;
    }
    Ok(response.map(|body| FaultyBody::new(body, &faults)))
}

fn cut_on_purpose(fault: Fault) -> io::Error {
    io::Error::other(format!("cut on purpose ({fault})"))
}

/// The body's first `kept` bytes, once all of it has arrived.
async fn read(mut body: Incoming, kept: usize) -> Result<Arrived, Unread> {
    // If the length is known to be too large, nothing is read.
    if body.size_hint().lower() > BODY_LIMIT as u64 {
        return Err(Unread::TooLarge);
    }
    let (mut bytes, mut length) = (Vec::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length > BODY_LIMIT {
            return Err(Unread::TooLarge);
        }
        let room = kept.saturating_sub(bytes.len()).min(data.len());
        bytes.extend_from_slice(&data[..room]);
    }
    bytes.shrink_to_fit();
    Ok(Arrived { bytes: bytes.into(), length })
}
