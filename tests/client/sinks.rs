//! What stands in the file: all of it or what stood there before, and nothing beside it.

use crate::support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::json;
use wechatpay_chain::{
    Client, Error, ErrorKind, Options, Outcome, Response, ResponseExt, Verification,
};

use support::folder::Folder;
use support::server::{PATIENCE, Reply, Server, answer, signature, signed_answer};

const IMAGE: &str = "v3/merchant-service/images/{id}";

/// A GET of an image, which is exempt, into `file`, where something stood before.
fn image(bytes: Vec<u8>, dir: &Folder) -> (PathBuf, Result<Response, Error>) {
    let path = dir.file("image", "before");
    let server = Server::start(move |_| Reply::Last(bytes.clone()));
    let options = json!({"id": "x", "sink": path.to_str().unwrap()});
    (path, support::client(&server).chain(IMAGE).get(options))
}

#[test]
fn an_answers_body_goes_to_the_file_by_map_and_builder() {
    let dir = Folder::new();
    let server = Server::start(|seen| match seen.target.as_str() {
        "/v3/signed" => Reply::Raw(signed_answer(200, b"signed")),
        "/v3/empty" => Reply::Raw(signed_answer(204, b"")),
        _ => Reply::Raw(answer(200, "Content-Type: image/png\r\n", b"\x89PNG")),
    });
    let client = support::client(&server);
    let (map, builder) = (dir.at("map"), dir.file("builder", "a longer text than the image"));
    let by_map = json!({"id": "x", "sink": map.to_str().unwrap()});
    let by_builder = Options::new().var("id", "x").sink(&builder);
    for (path, options) in [(&map, Options::from(by_map)), (&builder, by_builder)] {
        let response = client.chain(IMAGE).get_async(options).wait().unwrap();
        assert_eq!(response.headers()["content-type"], "image/png");
        assert_eq!(response.verification(), Some(&Verification::Exempt));
        assert!(response.body().is_empty());
        assert_eq!(std::fs::read(path).unwrap(), b"\x89PNG");
    }
    // As PHP's fopen takes it.
    let uri = format!("file://{}", map.display());
    std::fs::remove_file(&map).unwrap();
    client.chain(IMAGE).get(json!({"id": "x", "sink": uri})).unwrap();
    assert_eq!(std::fs::read(&map).unwrap(), b"\x89PNG");
    let sent = server.requests().len();
    let error = client.chain(IMAGE).get(json!({"id": "x", "sink": "file://map"})).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Options, Outcome::NotSent), "{error}");
    assert!(error.to_string().contains("`file://map`"), "{error}");
    assert_eq!(server.requests().len(), sent);
    // Any verb, any answer: what is signed is verified first.
    for (path, body) in [("v3/signed", "signed"), ("v3/empty", "")] {
        let response = client.chain(path).post(Options::new().sink(&map)).unwrap();
        assert!(matches!(response.verification(), Some(Verification::Verified { .. })));
        assert_eq!(std::fs::read(&map).unwrap(), body.as_bytes());
    }
    assert_eq!(dir.names(), ["builder", "map"]);
    let error = client.chain("v3/signed").get(json!({"sink": true})).unwrap_err();
    assert!(error.to_string().contains("`sink` is a boolean"), "{error}");
}

#[test]
fn a_body_that_is_not_whole_and_right_leaves_the_file() {
    let dir = Folder::new();
    let cut_chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";
    let whole = answer(200, "", &vec![b'x'; 1 << 20]);
    let gzip = support::gzip(&vec![b'x'; 1 << 16]);
    let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    deflate.write_all(&[b'x'; 1 << 16]).unwrap();
    let deflate = deflate.finish().unwrap();
    let encoded = |name: &str, body: &[u8]| {
        answer(200, &format!("Content-Encoding: {name}\r\n"), &body[..body.len() - 6])
    };
    for (name, bytes, kind) in [
        ("one byte short", whole[..whole.len() - 1].to_vec(), ErrorKind::Transport),
        ("within a chunk", cut_chunk[..cut_chunk.len() - 4].into(), ErrorKind::Transport),
        ("no last chunk", cut_chunk.into(), ErrorKind::Transport),
        ("gzip cut off", encoded("gzip", &gzip), ErrorKind::Verify),
        ("deflate cut off", encoded("deflate", &deflate), ErrorKind::Verify),
        ("no gzip", answer(200, "Content-Encoding: gzip\r\n", b"plain text"), ErrorKind::Verify),
        ("unknown", answer(200, "Content-Encoding: br\r\n", b"x"), ErrorKind::Verify),
        (
            "too many",
            answer(200, "Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\n", b"x"),
            ErrorKind::Verify,
        ),
    ] {
        let (path, result) = image(bytes, &dir);
        let error = result.expect_err(name);
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Unknown), "{name}: {error}");
        assert!(error.to_string().starts_with("GET v3/merchant-service/images/{id}: "), "{error}");
        assert_eq!(std::fs::read(path).unwrap(), b"before", "{name}");
        assert_eq!(dir.names(), ["image"], "{name}");
    }
    let (path, result) = image(encoded("deflate", &[&deflate[..], b"123456"].concat()), &dir);
    result.unwrap();
    assert_eq!(std::fs::read(path).unwrap(), [b'x'; 1 << 16]);
}

#[test]
fn an_errors_body_is_never_in_the_file() {
    let dir = Folder::new();
    let body = br#"{"code":"NOT_FOUND","message":"no"}"#;
    for (bytes, outcome) in [
        (signed_answer(404, body), Outcome::Refused),
        (answer(404, "", body), Outcome::Unknown),
        (signed_answer(500, body), Outcome::Unknown),
        (answer(302, "Location: https://evil.example/\r\n", b""), Outcome::Unknown),
    ] {
        let (path, result) = image(bytes.clone(), &dir);
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Api, outcome), "{error}");
        let server = Server::start(move |_| Reply::Raw(bytes.clone()));
        let options = Options::new().var("id", "x").sink(&path).http_errors(false);
        let response = support::client(&server).chain(IMAGE).get(options).unwrap();
        assert!(!response.status().is_success());
        assert!(response.body().is_empty() == (response.status() == 302));
        assert_eq!(std::fs::read(path).unwrap(), b"before");
        assert_eq!(dir.names(), ["image"]);
    }
    // A 2xx that may be anybody's.
    let server = Server::start(|_| Reply::Raw(answer(200, &signature(b"other"), b"exchanged")));
    let path = dir.at("image");
    let result = support::client(&server).chain("v3/t").get(Options::new().sink(&path));
    assert_eq!(result.unwrap_err().kind(), ErrorKind::Verify);
    assert_eq!((std::fs::read(path).unwrap(), dir.names().len()), (b"before".to_vec(), 1));
}

#[test]
fn half_a_file_and_no_file_leave_it_alone() {
    let dir = Folder::new();
    for status in [204, 206] {
        let (path, result) =
            image(answer(status, "", if status == 206 { b"half" } else { b"" }), &dir);
        let error = result.unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Decode, Outcome::Unknown),
            "{error}"
        );
        assert!(error.to_string().contains(&status.to_string()), "{error}");
        assert_eq!((std::fs::read(path).unwrap(), dir.names().len()), (b"before".to_vec(), 1));
    }
}

#[test]
fn a_file_that_cannot_be_begun_is_told_before_anything_is_sent() {
    let dir = Folder::new();
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    let read_only = dir.file("read-only", "before");
    let mut permissions = std::fs::metadata(&read_only).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&read_only, permissions).unwrap();
    let directory = dir.at("directory");
    std::fs::create_dir(&directory).unwrap();
    let mut bad = vec![
        dir.at("missing/file"),
        dir.at("read-only/file"),
        read_only,
        directory,
        dir.at(".."),
        PathBuf::new(),
    ];
    bad.extend(cfg!(unix).then(|| PathBuf::from("/dev/null")));
    for path in bad {
        let error = client.chain("v3/pay").post(Options::new().sink(&path)).unwrap_err();
        let shown = path.display().to_string();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Io, Outcome::NotSent), "{error}");
        assert!(error.to_string().contains(&format!("`{shown}` can't be written")), "{error}");
    }
    assert_eq!(server.connections(), 0);
    assert_eq!(dir.names(), ["directory", "read-only"]);
}

#[test]
fn a_file_that_cannot_be_completed_says_what_is_known() {
    for (path, outcome) in
        [("v3/signed", Outcome::Accepted), ("v3/billdownload/file", Outcome::Unknown)]
    {
        let dir = Folder::new();
        let gone = dir.at("gone");
        std::fs::create_dir(&gone).unwrap();
        let target = gone.join("file");
        // When the request comes, the file is begun; its directory goes away.
        let server = Server::start(move |_| {
            assert_eq!(std::fs::read_dir(&gone).unwrap().count(), 1);
            std::fs::remove_dir_all(&gone).unwrap();
            Reply::Raw(signed_answer(200, b"{}"))
        });
        let error = support::client(&server).chain(path).get(Options::new().sink(target));
        let error = error.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Io, outcome), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_replaced_file_keeps_its_permissions_and_a_link_its_target() {
    use std::os::unix::fs::PermissionsExt;
    let dir = Folder::new();
    let server = Server::start(|_| Reply::ok("new"));
    let client = support::client(&server);
    let private = dir.file("private", "before");
    std::fs::set_permissions(&private, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::os::unix::fs::symlink(&private, dir.at("link")).unwrap();
    let fresh = dir.at("fresh");
    std::fs::write(dir.at("plain"), "").unwrap();
    for path in [dir.at("link"), fresh.clone()] {
        client.chain("v3/t").get(Options::new().sink(path)).unwrap();
    }
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(std::fs::read(&private).unwrap(), b"new");
    assert_eq!(mode(private) & 0o777, 0o600);
    assert!(std::fs::symlink_metadata(dir.at("link")).unwrap().is_symlink());
    assert_eq!(mode(fresh), mode(dir.at("plain")), "as any new file of this process");
}

/// Sends the first half of `body`, and the second when it is told to.
fn gated(body: Vec<u8>) -> (Client, mpsc::Sender<()>, Server) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (open, gate) = mpsc::channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            request.extend(byte);
        }
        let bytes = answer(200, "", &body);
        let (first, second) = bytes.split_at(bytes.len() - body.len() / 2);
        stream.write_all(first).unwrap();
        if gate.recv().is_ok() {
            stream.write_all(second).unwrap();
        }
    });
    // For its keys alone.
    let server = Server::start(|_| Reply::Nothing);
    let base = format!("http://{address}/");
    (support::builder(&server).base_uri(base).build().unwrap(), open, server)
}

/// Waits for what must happen soon.
fn until(what: &str, mut happened: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !happened() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn the_file_is_replaced_at_the_end_and_not_before() {
    let dir = Folder::new();
    let path = dir.file("bill.csv", "before");
    let (client, open, _server) = gated(vec![b'x'; 4 << 20]);
    let (tell, told) = mpsc::channel();
    let download = client.chain("v3/billdownload/file").download(());
    let watched = download.progress(move |bytes, total| tell.send((bytes, total)).unwrap());
    let target = path.clone();
    let saving = std::thread::spawn(move || watched.save(target));
    while told.recv_timeout(PATIENCE).unwrap().0 < 2 << 20 {}
    assert_eq!(std::fs::read(&path).unwrap(), b"before");
    assert!(dir.names()[0].starts_with(".wechatpay-"), "{:?}", dir.names());
    open.send(()).unwrap();
    saving.join().unwrap().unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), vec![b'x'; 4 << 20]);
    assert_eq!(dir.names(), ["bill.csv"]);
    let progress: Vec<_> = told.iter().collect();
    assert!(progress.is_sorted() && progress.iter().all(|(_, total)| *total == Some(4 << 20)));
    assert_eq!(progress.last().unwrap().0, 4 << 20);
}

#[test]
fn a_cancelled_download_leaves_nothing_behind() {
    let dir = Folder::new();
    let path = dir.file("bill.csv", "before");
    let (client, open, _server) = gated(vec![b'x'; 4 << 20]);
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let download = client.chain("v3/billdownload/file").download(());
    let saving =
        download.progress(move |bytes, _| tell.send(bytes).unwrap_or(())).save_async(&path);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let half = async { while told.recv().await.unwrap() < 2 << 20 {} };
        tokio::select! {
            _ = saving => panic!("the second half never comes"),
            () = half => {}
        }
    });
    until("the part is removed", || dir.names() == ["bill.csv"]);
    assert_eq!(std::fs::read(&path).unwrap(), b"before");
    drop(open);
}

#[test]
fn a_body_may_take_longer_than_the_timeout_but_not_stall() {
    let dir = Folder::new();
    let path = dir.at("file");
    let (client, open, _server) = gated(b"half of it".to_vec());
    let options = Options::new().timeout(0.3).sink(&path);
    let error = client.chain("v3/billdownload/file").get(options).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown), "{error}");
    assert!(error.to_string().contains("stalled"), "{error}");
    assert!(dir.names().is_empty());
    drop(open);
    // Twice the timeout in all, in pieces that come far within it.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n").unwrap();
        for _ in 0..40 {
            std::thread::sleep(Duration::from_millis(50));
            stream.write_all(b"x").unwrap();
        }
    });
    let server = Server::start(|_| Reply::Nothing);
    let client = support::builder(&server).base_uri(base).build().unwrap();
    let options = Options::new().timeout(1).sink(&path);
    client.chain("v3/billdownload/file").get(options).unwrap();
    assert_eq!(std::fs::read(path).unwrap(), [b'x'; 40]);
}
