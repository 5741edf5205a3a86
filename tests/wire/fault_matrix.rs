//! Each fault of the wire: what the caller is told, and how often the server got the request.
//!
//! The table in docs/reliability.md is this one: the test fails when the two differ.

use crate::support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, LazyLock, Mutex};
use std::time::Duration;

use wechatpay_chain::{
    Client, ClientBuilder, Error, Failover, Options, Outcome, Response, Retry, http::Method,
};

use support::keys;
use support::server::{PATIENCE, Reply, Server, answer, signature, signed_answer};

/// How often each fault is made with each method and each client.
const TIMES: usize = 2;
/// Longer than the buffers of a connection on this machine, so that it can be cut within.
const LONG: usize = 8 << 20;

/// A server that does as it is told with each connection.
struct Peer {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
    /// Connections that are served now, and those that were.
    connections: Arc<(Mutex<(usize, usize)>, Condvar)>,
}

impl Peer {
    fn start(serve: impl Fn(&mut Connection) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let connections = Arc::new((Mutex::new((0, 0)), Condvar::new()));
        let (counter, serve) = (Arc::clone(&requests), Arc::new(serve));
        let served = Arc::clone(&connections);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                let reader = BufReader::new(stream.try_clone().unwrap());
                let mut connection = Connection { stream, reader, requests: Arc::clone(&counter) };
                let (serve, served) = (Arc::clone(&serve), Arc::clone(&served));
                served.0.lock().unwrap().0 += 1;
                std::thread::spawn(move || {
                    serve(&mut connection);
                    let mut counts = served.0.lock().unwrap();
                    *counts = (counts.0 - 1, counts.1 + 1);
                    served.1.notify_all();
                });
            }
        });
        Self { address, requests, connections }
    }

    /// Until each connection was read to its end.
    fn wait_until_all_ended(&self) {
        let counts = self.connections.0.lock().unwrap();
        let going_on = |(now, ended): &mut (usize, usize)| *now > 0 || *ended == 0;
        let waited = self.connections.1.wait_timeout_while(counts, PATIENCE, going_on);
        assert!(!waited.unwrap().1.timed_out(), "a connection does not end");
    }
}

struct Connection {
    stream: TcpStream,
    reader: BufReader<TcpStream>,
    requests: Arc<AtomicUsize>,
}

impl Connection {
    /// Reads a request's head, and counts it; `false` at the end.
    fn head(&mut self) -> Option<usize> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.reader.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        self.requests.fetch_add(1, Ordering::SeqCst);
        let head = head.to_ascii_lowercase();
        let length = head.split("content-length: ").nth(1).map(|rest| rest.lines().next().unwrap());
        Some(length.map_or(0, |length| length.parse().unwrap()))
    }

    /// Reads a whole request.
    fn request(&mut self) -> bool {
        let Some(length) = self.head() else { return false };
        std::io::copy(&mut (&mut self.reader).take(length as u64), &mut std::io::sink()).is_ok()
    }

    fn write(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes);
    }

    /// Ends it by a reset.
    fn reset(&mut self) {
        static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build()
                .unwrap()
        });
        let _context = RUNTIME.enter();
        let stream = self.stream.try_clone().unwrap();
        stream.set_nonblocking(true).unwrap();
        tokio::net::TcpStream::from_std(stream).unwrap().set_zero_linger().unwrap();
    }

    /// Reads what comes until the client goes.
    fn drain(&mut self) {
        let _ = std::io::copy(&mut self.reader, &mut std::io::sink());
    }
}

/// The row of a fault: what is made, and what comes of it.
struct Row {
    fault: &'static str,
    /// Of a POST. A GET has the same.
    told: &'static str,
    /// How many requests the server got, of one call.
    requests: usize,
    /// The bytes of the call's body.
    body: usize,
    base: Base,
}

enum Base {
    Peer(Box<dyn Fn(&mut Connection) + Send + Sync>),
    Address(&'static str),
    Tls,
}

fn row(
    fault: &'static str,
    told: &'static str,
    requests: usize,
    serve: impl Fn(&mut Connection) + Send + Sync + 'static,
) -> Row {
    Row { fault, told, requests, body: 0, base: Base::Peer(Box::new(serve)) }
}

/// After the request come these bytes, and the connection is closed.
fn replies(
    fault: &'static str,
    told: &'static str,
    bytes: impl Fn() -> Vec<u8> + Send + Sync + 'static,
) -> Row {
    row(fault, told, 1, move |connection| {
        if connection.request() {
            connection.write(&bytes());
        }
    })
}

fn head(line: &str, headers: &str) -> Vec<u8> {
    format!("{line}\r\n{headers}\r\n").into_bytes()
}

fn with(head: Vec<u8>, body: &str) -> Vec<u8> {
    [head, body.as_bytes().to_vec()].concat()
}

fn rows() -> Vec<Row> {
    const NOT_SENT: &str = "Connect, NotSent";
    const CUT: &str = "Transport, Unknown";
    let none = |fault, address| Row {
        fault,
        told: NOT_SENT,
        requests: 0,
        body: 0,
        base: Base::Address(address),
    };
    let mut reset_within = row("reset within the request's body", CUT, 1, |connection| {
        connection.head();
        connection.reset();
    });
    reset_within.body = LONG;
    vec![
        none("connection refused", "http://127.0.0.1:1/"),
        none("no such host", "https://pay.invalid/"),
        Row { base: Base::Tls, ..none("TLS: an untrusted certificate", "") },
        row("reset at the request's first byte", CUT, 0, |connection| {
            let _ = connection.stream.peek(&mut [0]);
            connection.reset();
        }),
        reset_within,
        row("reset after the request", CUT, 1, |connection| {
            connection.request();
            connection.reset();
        }),
        replies("closed after the request", CUT, Vec::new),
        row("silence after the request", "Timeout, Unknown", 1, |connection| {
            connection.request();
            connection.drain();
        }),
        row("reset within the answer's head", CUT, 1, |connection| {
            connection.request();
            connection.write(b"HTTP/1.1 200 OK\r\nContent-");
            connection.reset();
        }),
        replies("closed within the answer's head", CUT, || b"HTTP/1.1 200 OK\r\nContent-".to_vec()),
        replies("a body that is cut off", CUT, || {
            with(
                head("HTTP/1.1 200 OK", &format!("Content-Length: 20\r\n{}", signature(b"{}"))),
                "{}",
            )
        }),
        replies("a Content-Length that is too short", "Verify, Unknown", || {
            let headers = format!("Content-Length: 7\r\n{}", signature(b"{\"n\":100}"));
            with(head("HTTP/1.1 200 OK", &headers), "{\"n\":100}")
        }),
        replies("two Content-Lengths", CUT, || {
            let headers = format!("Content-Length: 2\r\nContent-Length: 3\r\n{}", signature(b"{}"));
            with(head("HTTP/1.1 200 OK", &headers), "{} ")
        }),
        replies("chunks without an end", CUT, || {
            let headers = format!("Transfer-Encoding: chunked\r\n{}", signature(b"{}"));
            with(head("HTTP/1.1 200 OK", &headers), "2\r\n{}\r\n")
        }),
        replies("a chunk of no length", CUT, || {
            let headers = format!("Transfer-Encoding: chunked\r\n{}", signature(b"{}"));
            with(head("HTTP/1.1 200 OK", &headers), "two\r\n{}\r\n0\r\n\r\n")
        }),
        replies("not HTTP", CUT, || b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()),
        replies("a signature in chunked trailers alone", "Verify, Unknown", || {
            let end = format!("2\r\n{{}}\r\n0\r\n{}\r\n", signature(b"{}"));
            with(head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked\r\n"), &end)
        }),
        replies("chunked with trailers", "200", || {
            let headers = format!("Transfer-Encoding: chunked\r\n{}", signature(b"{}"));
            with(
                head("HTTP/1.1 200 OK", &headers),
                "1\r\n{\r\n1\r\n}\r\n0\r\nX-Checked: no\r\n\r\n",
            )
        }),
        replies("100 Continue before the answer", "200", || {
            [head("HTTP/1.1 100 Continue", ""), signed_answer(200, b"{}")].concat()
        }),
        replies("HTTP/1.0 with a length", "200", || {
            with(
                head("HTTP/1.0 200 OK", &format!("Content-Length: 2\r\n{}", signature(b"{}"))),
                "{}",
            )
        }),
        replies("HTTP/1.0 without a length", "200", || {
            with(head("HTTP/1.0 200 OK", &signature(b"{}")), "{}")
        }),
        replies("HTTP/1.0 without a length, cut off", "Verify, Unknown", || {
            with(head("HTTP/1.0 200 OK", &signature(b"{\"n\":100}")), "{\"n\":1")
        }),
        replies("101 Switching Protocols", "Api, Unknown", || {
            head("HTTP/1.1 101 Switching Protocols", "Upgrade: x\r\nConnection: upgrade\r\n")
        }),
        replies("a redirection, unsigned", "Api, Unknown", || {
            answer(302, "Location: https://pay.invalid/\r\n", b"")
        }),
        replies("a redirection, signed", "Api, Refused", || {
            let headers = format!("Location: https://pay.invalid/\r\n{}", signature(b""));
            answer(302, &headers, b"")
        }),
        replies("400, unsigned", "Api, Unknown", || answer(400, "", b"{}")),
        replies("400 with another body's signature", "Api, Unknown", || {
            answer(400, &signature(b"[]"), b"{}")
        }),
        replies("400 SYSTEM_ERROR, signed", "Api, Unknown", || {
            signed_answer(400, br#"{"code":"SYSTEM_ERROR"}"#)
        }),
        replies("401 SIGN_ERROR, unsigned", "Api, Refused", || {
            answer(401, "", br#"{"code":"SIGN_ERROR"}"#)
        }),
        replies("400, signed", "Api, Refused", || signed_answer(400, b"{}")),
        replies("429, signed", "Api, Refused", || signed_answer(429, b"{}")),
        replies("500, signed", "Api, Unknown", || signed_answer(500, b"{}")),
        replies("502, a proxy's page", "Api, Unknown", || {
            answer(502, "Content-Type: text/html\r\n", b"<html></html>")
        }),
        replies("200 without a signature", "Verify, Unknown", || answer(200, "", b"{}")),
        replies("200 with another body's signature", "Verify, Unknown", || {
            answer(200, &signature(b"[]"), b"{}")
        }),
    ]
}

/// All that is sent again without the call's own word.
fn opted_in(builder: ClientBuilder, base: &str) -> ClientBuilder {
    let wait = Duration::from_millis(1);
    let failover = Failover::to([base.replace("127.0.0.1", "localhost")]).resend_idempotent(true);
    builder.failover(failover).retry(Retry::new().backoff(wait, wait).budget(1000, 10.0))
}

fn told(result: Result<Response, Error>) -> String {
    match result {
        Ok(answer) => answer.status().as_u16().to_string(),
        Err(error) => format!("{:?}, {:?}", error.kind(), error.outcome()),
    }
}

/// A POST of APIv2, to which what happens to the connection is the same.
fn call_v2(client: &Client, body: usize) -> Result<Response, Error> {
    let parameters = serde_json::json!({"mch_id": keys::MCHID, "body": "x".repeat(body)});
    client.chain("v2/t").post(Options::new().xml(parameters))
}

fn call(client: &Client, method: Method, body: usize) -> Result<Response, Error> {
    let body = "x".repeat(body);
    client.chain("v3/t").request(method, Options::new().body(body))
}

#[test]
fn each_fault_is_told_and_no_post_is_sent_twice() {
    let anywhere = Server::start(|_| Reply::ok("{}"));
    let (acceptor, _) = keys::acceptor(None);
    let tls = Server::at("127.0.0.1", Some(acceptor), |_| Reply::ok("{}"));
    let document = std::fs::read_to_string("docs/reliability.md").unwrap();
    let mut missing = Vec::new();
    for row in rows() {
        let line = make(row, &anywhere, &tls);
        if !document.contains(&line) {
            missing.push(line);
        }
    }
    assert!(missing.is_empty(), "docs/reliability.md lacks\n{}", missing.join("\n"));
    assert!(tls.requests().is_empty());
}

/// Makes a fault, and gives its line of the table.
fn make(row: Row, anywhere: &Server, tls: &Server) -> String {
    let Row { fault, told: expected, requests, body, base } = row;
    let peer = match base {
        Base::Peer(serve) => Ok(Peer::start(serve)),
        Base::Address(address) => Err(address.to_owned()),
        Base::Tls => Err(tls.base_uri()),
    };
    let base = peer.as_ref().map_or_else(Clone::clone, |peer| format!("http://{}/", peer.address));
    let got = || peer.as_ref().map_or(0, |peer| peer.requests.load(Ordering::SeqCst));
    // Long where it must not be what ends the call.
    let timeout = if expected.starts_with("Timeout") { 0.3 } else { 20.0 };
    let build = || support::builder(anywhere).base_uri(&base).no_proxy().timeout(timeout);
    // The last one by a client that opted in to all that needs no word of the call's own.
    let methods = [Method::GET, Method::PUT, Method::DELETE, Method::POST, Method::POST];
    for (index, method) in methods.into_iter().enumerate() {
        for _ in 0..TIMES {
            let before = got();
            // Each on a connection of its own.
            let builder = if index == 4 { opted_in(build(), &base) } else { build() };
            let told = told(call(&builder.build().unwrap(), method.clone(), body));
            assert_eq!(told, expected, "{fault}: {method}");
            assert_eq!(got() - before, requests, "{fault}: {method}");
        }
    }
    if ["Connect", "Transport", "Timeout"].iter().any(|kind| expected.starts_with(kind)) {
        for builder in [build(), opted_in(build(), &base)] {
            let before = got();
            let client = builder.secret("exposed_your_key_here_have_risks").build().unwrap();
            assert_eq!(told(call_v2(&client, body)), expected, "{fault}: APIv2");
            assert_eq!(got() - before, requests, "{fault}: APIv2");
        }
    }
    format!("| {fault} | {expected} | {requests} |")
}

#[test]
fn what_is_left_over_of_one_answer_is_not_taken_for_the_next() {
    let peer = Peer::start(|connection| {
        // Two answers to the first request, the second of them forged for whoever asks next.
        while connection.request() {
            let first = connection.requests.load(Ordering::SeqCst) == 1;
            let forged = answer(200, &signature(b"{\"forged\":1}"), b"{\"forged\":1}");
            let answer = signed_answer(200, b"{}");
            connection.write(&if first { [answer, forged].concat() } else { answer });
        }
    });
    let anywhere = Server::start(|_| Reply::ok("{}"));
    let base = format!("http://{}/", peer.address);
    let client = support::builder(&anywhere).base_uri(base).build().unwrap();
    for _ in 0..3 {
        let answer = client.chain("v3/t").post(()).unwrap();
        assert_eq!(&answer.body()[..], b"{}");
    }
    assert_eq!(peer.requests.load(Ordering::SeqCst), 3);
}

#[test]
fn what_happens_before_the_request_is_never_taken_for_its_answer() {
    let hasty: [fn(&mut Connection); 3] = [
        |connection| connection.write(&signed_answer(200, b"{}")),
        Connection::reset,
        |connection| connection.stream.shutdown(std::net::Shutdown::Both).unwrap_or_default(),
    ];
    for hasty in hasty {
        for _ in 0..TIMES {
            let peer = Peer::start(move |connection| {
                hasty(connection);
                while connection.request() {}
            });
            let anywhere = Server::start(|_| Reply::ok("{}"));
            let base = format!("http://{}/", peer.address);
            let client = support::builder(&anywhere).base_uri(base).timeout(2).build().unwrap();
            // It is a matter of luck whether the request is written before this is noticed. What
            // is said of it must be true in either case.
            let result = client.chain("v3/t").post(());
            drop(client);
            peer.wait_until_all_ended();
            let got = peer.requests.load(Ordering::SeqCst);
            assert!(got <= 1);
            if let Err(error) = result {
                assert!(error.outcome() == Outcome::Unknown || got == 0, "{error}");
            }
        }
    }
}

#[test]
fn a_connection_that_the_server_closed_while_idle_costs_nothing() {
    for reset in [false, true] {
        let (closed, told) = std::sync::mpsc::channel();
        let peer = Peer::start(move |connection| {
            connection.request();
            connection.write(&signed_answer(200, b"{}"));
            // After the answer was read, or a reset would take it along.
            std::thread::sleep(Duration::from_millis(100));
            match reset {
                true => connection.reset(),
                false => connection.stream.shutdown(std::net::Shutdown::Both).unwrap(),
            }
            closed.send(()).unwrap();
        });
        let anywhere = Server::start(|_| Reply::ok("{}"));
        let base = format!("http://{}/", peer.address);
        let client = support::builder(&anywhere).base_uri(base).build().unwrap();
        for count in 1..=5 {
            client.chain("v3/t").post(()).unwrap();
            told.recv().unwrap();
            std::thread::sleep(Duration::from_millis(100));
            assert_eq!(peer.requests.load(Ordering::SeqCst), count);
        }
    }
}
