//! A server in a separate process, so that its CPU time is not counted. It signs one response per
//! second, and returns it to all requests.

#![allow(clippy::print_stdout, reason = "it prints its address to who started it")]

use std::convert::Infallible;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use openssl::base64::encode_block;
use openssl::pkey::{PKey, Private};
use tokio::net::TcpListener;

use super::{ANSWER, Keys, PLATFORM_SERIAL, sign};

/// The argument that makes a bench the server.
const ARGUMENT: &str = "--serve-answers";

/// The server process; ends when this is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    child: Child,
    /// The server ends when it is closed, even if this process is killed.
    _lives: ChildStdin,
}

impl Server {
    pub(crate) fn start(keys: &Keys) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let pem = keys.platform.private_key_to_pem_pkcs8().unwrap();
        stdin.write_all(&u32::try_from(pem.len()).unwrap().to_be_bytes()).unwrap();
        stdin.write_all(&pem).unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { address: line.trim().parse().unwrap(), child, _lives: stdin }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Serves and returns true if this process was started as the server.
pub(crate) fn serves() -> bool {
    if std::env::args().nth(1).as_deref() != Some(ARGUMENT) {
        return false;
    }
    let mut stdin = std::io::stdin();
    let mut length = [0; 4];
    stdin.read_exact(&mut length).unwrap();
    let mut pem = vec![0; u32::from_be_bytes(length) as usize];
    stdin.read_exact(&mut pem).unwrap();
    let key = PKey::private_key_from_pem(&pem).unwrap();
    std::thread::spawn(|| serve(key));
    assert_eq!(stdin.read(&mut [0]).unwrap(), 0);
    true
}

fn serve(key: PKey<Private>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answers = Arc::new(Answers { key, last: Mutex::new((0, Response::default())) });
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", listener.local_addr().unwrap());
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            let answers = Arc::clone(&answers);
            let service = service_fn(move |_: Request<Incoming>| {
                let answer = answers.now();
                async { Ok::<_, Infallible>(answer) }
            });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
}

struct Answers {
    key: PKey<Private>,
    last: Mutex<(u64, Response<Full<Bytes>>)>,
}

impl Answers {
    fn now(&self) -> Response<Full<Bytes>> {
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
        let mut last = self.last.lock().unwrap();
        if last.0 != now {
            let nonce = format!("{now:032}");
            let message = format!("{now}\n{nonce}\n{ANSWER}\n");
            let answer = Response::builder()
                .header("content-type", "application/json; charset=utf-8")
                .header("request-id", "08F78BB5AF0610D302189FA7D2A6052A0A2D")
                .header("wechatpay-timestamp", now)
                .header("wechatpay-nonce", nonce)
                .header("wechatpay-serial", PLATFORM_SERIAL)
                .header("wechatpay-signature", encode_block(&sign(&self.key, message.as_bytes())))
                .body(Full::from(ANSWER))
                .unwrap();
            *last = (now, answer);
        }
        last.1.clone()
    }
}
