//! A loopback server on plain threads, which answers as it is told, or does not.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderName, HeaderValue};
use openssl::ssl::SslAcceptor;

use super::keys::{self, Keys};
use super::watch;

/// How long a test waits for what must happen. Only a failing test waits that long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// Which connection it came on, from 0.
    pub(crate) connection: usize,
}

impl Seen {
    pub(crate) fn authorization(&self, field: &str) -> String {
        let value = self.headers["authorization"].to_str().unwrap();
        let value = value.split_once(&format!("{field}=\"")).unwrap().1;
        value.split_once('"').unwrap().0.to_owned()
    }

    /// Whether the Authorization is the merchant's for these very bytes.
    pub(crate) fn is_signed(&self) -> bool {
        let message = [
            self.method.as_bytes(),
            self.target.as_bytes(),
            self.authorization("timestamp").as_bytes(),
            self.authorization("nonce_str").as_bytes(),
            &self.body,
            b"",
        ]
        .join(&b'\n');
        keys::verify(&Keys::shared().merchant, &message, &self.authorization("signature"))
    }
}

/// What the server does with a request.
pub(crate) enum Reply {
    /// A signed answer.
    Signed(u16, Vec<u8>),
    /// These bytes, and the connection stays open.
    Raw(Vec<u8>),
    /// These bytes, and the connection is closed. None at all is a plain disconnect.
    Last(Vec<u8>),
    /// Nothing, until the client goes away.
    Nothing,
}

impl Reply {
    pub(crate) fn ok(body: &str) -> Self {
        Self::Signed(200, body.as_bytes().to_vec())
    }
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// The headers of a signature over `signed`, a line each.
pub(crate) fn signature(signed: &[u8]) -> String {
    let timestamp = now();
    let message = [timestamp.to_string().as_bytes(), b"nonce", signed, b""].join(&b'\n');
    let signature = keys::sign(&Keys::shared().platform, &message);
    format!(
        "Wechatpay-Timestamp: {timestamp}\r\nWechatpay-Nonce: nonce\r\nWechatpay-Serial: {}\r\n\
         Wechatpay-Signature: {signature}\r\nRequest-ID: 08F7\r\n",
        keys::PLATFORM_SERIAL
    )
}

/// An answer with `headers` as they are, each line ended by CRLF.
pub(crate) fn answer(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n{headers}\r\n");
    [head.as_bytes(), body].concat()
}

pub(crate) fn signed_answer(status: u16, body: &[u8]) -> Vec<u8> {
    answer(status, &signature(body), body)
}

type Handler = dyn Fn(&Seen) -> Reply + Send + Sync;

pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    handler: Box<Handler>,
    tls: Option<SslAcceptor>,
    state: Mutex<State>,
    changed: Condvar,
    connections: AtomicUsize,
    /// Those that have not ended.
    open: AtomicUsize,
    stopped: AtomicBool,
}

#[derive(Default)]
struct State {
    requests: Vec<Seen>,
    disconnected: usize,
}

impl Server {
    pub(crate) fn start(handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::at("127.0.0.1", None, handler)
    }

    /// On a loopback address of choice, and with TLS if there is an acceptor.
    pub(crate) fn at(
        ip: &str,
        tls: Option<SslAcceptor>,
        handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) -> Self {
        watch::install();
        // Made now, and not while somebody waits for the first answer.
        Keys::shared();
        let listener = TcpListener::bind((ip, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
            tls,
            state: Mutex::default(),
            changed: Condvar::new(),
            connections: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if accepting.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let serving = Arc::clone(&accepting);
                serving.open.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || {
                    serving.serve(stream.unwrap());
                    serving.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, shared }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn base_uri(&self) -> String {
        let scheme = if self.shared.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}/", self.address)
    }

    pub(crate) fn requests(&self) -> Vec<Seen> {
        self.shared.state.lock().unwrap().requests.clone()
    }

    /// The one request that came.
    pub(crate) fn only_request(&self) -> Seen {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }

    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Waits until nothing is under way any more, from clients that are gone.
    pub(crate) fn settle(&self) {
        // Whoever connected before is served before.
        let connections = self.connections();
        drop(TcpStream::connect(self.address).unwrap());
        let deadline = std::time::Instant::now() + PATIENCE;
        while self.connections() == connections || self.shared.open.load(Ordering::SeqCst) > 0 {
            assert!(std::time::Instant::now() < deadline, "connections stay open");
            std::thread::sleep(Duration::from_micros(200));
        }
    }

    pub(crate) fn wait_for_requests(&self, count: usize) {
        self.wait_until("requests", |state| state.requests.len() >= count);
    }

    /// Until the client closed `count` connections.
    pub(crate) fn wait_for_disconnects(&self, count: usize) {
        self.wait_until("disconnects", |state| state.disconnected >= count);
    }

    fn wait_until(&self, what: &str, done: impl Fn(&State) -> bool) {
        let state = self.shared.state.lock().unwrap();
        let waited = self.shared.changed.wait_timeout_while(state, PATIENCE, |state| !done(state));
        assert!(!waited.unwrap().1.timed_out(), "{what} did not come");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

impl Shared {
    fn serve(&self, stream: TcpStream) {
        let connection = self.connections.fetch_add(1, Ordering::SeqCst);
        stream.set_nodelay(true).unwrap();
        match &self.tls {
            None => self.converse(stream, connection),
            Some(tls) => {
                // A client that does not trust the certificate ends the handshake.
                if let Ok(stream) = tls.accept(stream) {
                    self.converse(stream, connection);
                }
            }
        }
    }

    fn converse(&self, mut stream: impl Stream, connection: usize) {
        let mut buffer = Vec::new();
        while let Some(seen) = read_request(&mut stream, &mut buffer, connection) {
            self.change(|state| state.requests.push(seen.clone()));
            let (bytes, last) = match (self.handler)(&seen) {
                Reply::Signed(status, body) => (signed_answer(status, &body), false),
                Reply::Raw(bytes) => (bytes, false),
                Reply::Last(bytes) => (bytes, true),
                Reply::Nothing => (Vec::new(), false),
            };
            if stream.write_all(&bytes).and_then(|()| stream.flush()).is_err() {
                break;
            }
            if last {
                return;
            }
        }
        self.change(|state| state.disconnected += 1);
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap());
        self.changed.notify_all();
    }
}

/// `None` at the end of the connection.
fn read_request(stream: &mut impl Stream, buffer: &mut Vec<u8>, connection: usize) -> Option<Seen> {
    let mut more = |buffer: &mut Vec<u8>| {
        let mut chunk = [0; 16 * 1024];
        let read = stream.read(&mut chunk).ok().filter(|read| *read > 0)?;
        buffer.extend_from_slice(&chunk[..read]);
        Some(())
    };
    let head_end = loop {
        if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        more(buffer)?;
    };
    let head = String::from_utf8(buffer[..head_end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let mut request_line = lines.next().unwrap().split(' ');
    let (method, target) = (request_line.next()?.to_owned(), request_line.next()?.to_owned());
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        let name: HeaderName = name.parse().unwrap();
        headers.append(name, HeaderValue::from_str(value).unwrap());
    }
    let length =
        headers.get("content-length").map_or(0, |length| length.to_str().unwrap().parse().unwrap());
    let body_start = head_end + 4;
    while buffer.len() < body_start + length {
        more(buffer)?;
    }
    let body = buffer[body_start..body_start + length].to_vec();
    buffer.drain(..body_start + length);
    Some(Seen { method, target, headers, body, connection })
}
