//! Uploads whose file goes away or changes, whose connection breaks, whose body is read by others.

use crate::support;

use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use http_body_util::BodyExt;
use serde_json::json;
use tower::{Service, ServiceExt};
use wechatpay_chain::{
    Body, Client, Error, ErrorKind, MediaUtil, Multipart, Options, Outcome, Response,
};

use support::folder::Folder;
use support::server::{Reply, Server, signed_answer};

/// More than what lies between the file and the server, so that the rest is read later.
const LARGE: usize = 8 << 20;

fn post(client: &Client, body: impl Into<Body>) -> Result<Response, Error> {
    client.chain("v3/merchant/media/upload").post(Options::new().body(body))
}

fn rewrite_end(path: &Path) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::End(-3)).unwrap();
    file.write_all(b"new").unwrap();
}

fn truncate(path: &Path) {
    OpenOptions::new().write(true).open(path).unwrap().set_len(1000).unwrap();
}

fn append(path: &Path) {
    OpenOptions::new().append(true).open(path).unwrap().write_all(b"more").unwrap();
}

#[test]
fn a_file_that_changed_before_the_call_is_not_sent() {
    let folder = Folder::new();
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    type Change = fn(&Path);
    let changes: [(Change, &str); 4] = [
        (|path| fs::remove_file(path).unwrap(), "can't be read"),
        (truncate, "it had 5000 bytes, now 1000"),
        (append, "it had 5000 bytes, now 5004"),
        (rewrite_end, "its bytes are others"),
    ];
    for (change, said) in changes {
        let path = folder.file("a.png", [7; 5000]);
        let media = MediaUtil::new(&path).unwrap();
        change(&path);
        let error = post(&client, media.stream()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Io, Outcome::NotSent), "{error}");
        assert!(error.to_string().contains(said), "{said}: {error}");
        assert!(error.to_string().contains("a.png"), "{error}");
    }
    assert_eq!(server.connections(), 0);
    // Put back as it was, it is the same file.
    let path = folder.file("a.png", [7; 5000]);
    let media = MediaUtil::new(&path).unwrap();
    fs::remove_file(&path).unwrap();
    folder.file("a.png", [7; 5000]);
    post(&client, media.stream()).unwrap();
}

/// Changes the file once more was handed over than is held back before the first write.
fn once(path: &Path, change: fn(&Path)) -> impl Fn(u64, u64) + Send + Sync + 'static {
    let (path, done) = (path.to_owned(), AtomicBool::new(false));
    move |sent, _| {
        if sent >= 1 << 20 && !done.swap(true, Ordering::SeqCst) {
            change(&path);
        }
    }
}

#[test]
fn a_file_that_changes_under_way_never_arrives_whole() {
    let folder = Folder::new();
    for change in [truncate, append, rewrite_end] {
        let server = Server::start(|_| Reply::ok("{}"));
        let client = support::client(&server);
        let path = folder.file("v.mp4", vec![7; LARGE]);
        let mut media = MediaUtil::new(&path).unwrap();
        media.progress(once(&path, change));
        let error = post(&client, media.stream()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Io, Outcome::Unknown), "{error}");
        assert!(error.to_string().contains("v.mp4` changed while it was sent"), "{error}");
        server.wait_for_disconnects(1);
        assert_eq!((server.requests().len(), server.connections()), (0, 1));
    }
}

#[test]
fn without_a_hash_a_change_of_length_is_still_seen() {
    let folder = Folder::new();
    for change in [truncate, append] {
        let server = Server::start(|_| Reply::ok("{}"));
        let path = folder.file("v.mp4", vec![7; LARGE]);
        let multipart = Multipart::new().json("meta", json!({})).file("file", &path);
        let error =
            post(&support::client(&server), multipart.progress(once(&path, change))).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Io, Outcome::Unknown), "{error}");
        server.wait_for_disconnects(1);
        assert_eq!(server.requests().len(), 0);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_is_removed_under_way_is_sent_to_its_end() {
    let folder = Folder::new();
    let server = Server::start(|_| Reply::ok("{}"));
    let path = folder.file("v.mp4", vec![7; LARGE]);
    let mut media = MediaUtil::new(&path).unwrap();
    media.progress(once(&path, |path| fs::remove_file(path).unwrap()));
    post(&support::client(&server), media.stream()).unwrap();
    assert!(!path.exists());
    assert!(server.only_request().body.len() > LARGE);
}

#[test]
fn a_broken_connection_is_unknown_and_nothing_is_sent_twice() {
    let folder = Folder::new();
    let server = Server::start(|_| Reply::Last(Vec::new()));
    let media = MediaUtil::new(folder.file("v.mp4", vec![7; LARGE])).unwrap();
    let error = post(&support::client(&server), media.stream()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown));
    assert_eq!((server.requests().len(), server.connections()), (1, 1));
}

#[test]
fn on_a_connection_that_was_closed_an_upload_is_begun_anew_from_its_start() {
    let folder = Folder::new();
    let server = Server::start(|_| Reply::Last(signed_answer(200, b"{}")));
    let client = support::client(&server);
    let media = MediaUtil::new(folder.file("v.mp4", vec![7; LARGE])).unwrap();
    let mut whole = 0;
    for _ in 0..5 {
        // The pool meets the close of the last connection before the call, or at its start, or
        // under way. Only the last is an error.
        match post(&client, media.stream()) {
            Ok(_) => whole += 1,
            Err(error) => assert_eq!(error.outcome(), Outcome::Unknown, "{error}"),
        }
    }
    assert!(whole > 0);
    assert_eq!(server.requests().len(), whole);
    let lengths: Vec<_> = server.requests().iter().map(|request| request.body.len()).collect();
    assert!(lengths.iter().all(|length| *length == lengths[0] && *length > LARGE), "{lengths:?}");
}

#[test]
fn a_layer_that_reads_a_part_is_an_error() {
    let server = Server::start(|_| Reply::ok("{}"));
    let greedy = tower::layer::layer_fn(|inner: wechatpay_chain::HttpService| {
        tower::service_fn(move |request: http::Request<Body>| {
            let mut inner = inner.clone();
            async move {
                let (parts, mut body) = request.into_parts();
                body.frame().await.unwrap()?;
                inner.ready().await?.call(http::Request::from_parts(parts, body)).await
            }
        })
    });
    let client = support::builder(&server).layer(greedy).build().unwrap();
    let folder = Folder::new();
    let media = MediaUtil::new(folder.file("a.png", b"png")).unwrap();
    let error = post(&client, media.stream()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Other, Outcome::NotSent), "{error}");
    assert!(error.to_string().contains("a part of the upload"), "{error}");
    assert_eq!(server.connections(), 0);
}

/// A runtime with one thread for blocking work, which is busy until told.
fn busy_runtime() -> (tokio::runtime::Runtime, mpsc::Sender<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let (free, wait) = mpsc::channel();
    runtime.spawn_blocking(move || wait.recv());
    (runtime, free)
}

#[test]
fn files_are_read_on_threads_that_may_block() {
    let folder = Folder::new();
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    let path = folder.file("v.mp4", vec![7; LARGE]);
    let media = MediaUtil::new(&path).unwrap();
    for through_multipart in [false, true] {
        let body: Body = match through_multipart {
            true => Multipart::new().json("meta", json!({})).file("file", &path).into(),
            false => media.stream(),
        };
        let (runtime, free) = busy_runtime();
        let before = server.requests().len();
        runtime.block_on(async {
            let mut hashed = MediaUtil::new_async(&path);
            let mut call =
                client.chain("v3/merchant/media/upload").post_async(Options::new().body(body));
            // If one of them read on the worker, it would be done by now.
            let patience = Duration::from_millis(300);
            assert!(tokio::time::timeout(patience, &mut hashed).await.is_err());
            assert!(tokio::time::timeout(patience, &mut call).await.is_err());
            assert_eq!(server.requests().len(), before);
            free.send(()).unwrap();
            call.await.unwrap();
            assert_eq!(hashed.await.unwrap().sha256(), media.sha256());
        });
    }
    assert_eq!(MediaUtil::new_async("/none").wait().unwrap_err().kind(), ErrorKind::Io);
}

/// Polls on this very thread, without tokio.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(std::thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = std::pin::pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return value;
        }
        std::thread::park();
    }
}

#[test]
fn a_stream_can_be_read_outside_tokio() {
    let folder = Folder::new();
    let media = MediaUtil::new(folder.file("v.mp4", vec![7; LARGE])).unwrap();
    let body = block_on(media.stream().into_bytes()).unwrap();
    assert!(body.len() > LARGE && body.windows(4).any(|window| window == [7; 4]));
    fs::remove_file(folder.path().join("v.mp4")).unwrap();
    let error = block_on(media.stream().into_bytes()).unwrap_err().downcast::<Error>().unwrap();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Io, Outcome::Unknown));
}

#[test]
fn a_refusal_that_comes_before_the_file_ends_is_the_answer() {
    let folder = Folder::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap());
    let refusing = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // The head is there with the first byte of the body at the latest.
        let mut seen = Vec::new();
        while !seen.windows(4).any(|window| window == b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            seen.push(byte[0]);
        }
        let body = br#"{"code":"PARAM_ERROR","message":"too large"}"#;
        stream.write_all(&signed_answer(413, body)).unwrap();
        // Until the client goes away.
        while matches!(stream.read(&mut [0; 4096]), Ok(1..)) {}
    });
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::builder(&server).base_uri(base).build().unwrap();
    let media = MediaUtil::new(folder.file("v.mp4", vec![7; LARGE])).unwrap();
    let error = post(&client, media.stream()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Api, Outcome::Refused), "{error}");
    assert_eq!(error.api().unwrap().message, "too large");
    drop(client);
    refusing.join().unwrap();
}
