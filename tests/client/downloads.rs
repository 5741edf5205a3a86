//! Bills, statements and links, from the application to the checked file.

use crate::support;

use std::sync::{Arc, Mutex};

use http::{Method, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use wechatpay_chain::gateway::StubResponse;
use wechatpay_chain::{
    Client, Download, Error, ErrorKind, Gateway, Outcome, ResponseExt, Verification,
};

use support::folder::Folder;
use support::server::{Reply, Server, answer, signature, signed_answer};
use support::{gzip, hex, sha1};

const CSV: &str = "\u{feff}交易时间,金额\n`2024-01-01,`0.01\n";

/// A gateway where one bill can be applied for.
fn bill_of(applied: Value, file: StubResponse) -> (Gateway, Client) {
    let gateway = support::gateway();
    gateway.on(Method::GET, "/v3/bill/tradebill", move |_| applied.clone());
    gateway.on(Method::GET, "/v3/billdownload/file", move |_| file.clone());
    // The address is the gateway's own, which is known only now.
    let client = gateway.client().unwrap();
    (gateway, client)
}

fn file(bytes: impl Into<Vec<u8>>) -> StubResponse {
    StubResponse::new(StatusCode::OK).body(bytes.into()).unsigned()
}

/// The same with the address of the download in it.
fn bill(hash_type: &str, hash_value: &str, file: StubResponse) -> (Gateway, Client) {
    let (gateway, client) = bill_of(Value::Null, file);
    let url = format!("{}v3/billdownload/file?token=AbC_d-E", gateway.base_uri());
    let applied = json!({"hash_type": hash_type, "hash_value": hash_value, "download_url": url});
    gateway.on(Method::GET, "/v3/bill/tradebill", move |_| applied.clone());
    (gateway, client)
}

fn tradebill(client: &Client) -> Download {
    client.chain("v3/bill/tradebill").bill(json!({"query": {"bill_date": "2024-01-01"}}))
}

#[track_caller]
fn failed(result: Result<wechatpay_chain::Response, Error>, kind: ErrorKind, text: &str) -> Error {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains(text), "{text}: {error}");
    error
}

#[test]
fn a_bill_is_applied_for_fetched_and_checked() {
    let dir = Folder::new();
    let sha256 = hex(&openssl::sha::sha256(CSV.as_bytes()));
    for (kind, value) in [("SHA1", sha1(CSV.as_bytes()).to_uppercase()), ("SHA256", sha256)] {
        let (gateway, client) = bill(kind, &value, file(CSV));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let telling = Arc::clone(&seen);
        let watched = tradebill(&client)
            .progress(move |bytes, total| telling.lock().unwrap().push((bytes, total)));
        let path = dir.at(kind);
        let response = watched.save(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), CSV.as_bytes());
        assert!(response.body().is_empty());
        assert_eq!(response.verification(), Some(&Verification::Exempt));
        let (seen, length) = (seen.lock().unwrap(), CSV.len() as u64);
        assert_eq!(seen.last(), Some(&(length, Some(length))));
        let requests = gateway.requests();
        let targets: Vec<_> = requests.iter().map(|request| request.target()).collect();
        assert_eq!(
            targets,
            ["/v3/bill/tradebill?bill_date=2024-01-01", "/v3/billdownload/file?token=AbC_d-E"]
        );
        assert!(requests.iter().all(|request| request.verified()));
        assert_eq!(&tradebill(&client).get().unwrap().body()[..], CSV.as_bytes());
    }
    assert_eq!(dir.names(), ["SHA1", "SHA256"]);
}

/// The flows of coupons call it `url`.
#[test]
fn the_address_may_be_called_url() {
    let (gateway, client) = bill_of(Value::Null, file(CSV));
    let url = format!("{}v3/billdownload/file?token=AbC_d-E", gateway.base_uri());
    let path = "/v3/marketing/favor/stocks/{stock_id}/use-flow";
    let hash = sha1(CSV.as_bytes());
    for answer in [
        json!({"url": url, "hash_value": hash, "hash_type": "SHA1"}),
        json!({"url": url, "hash_value": hash, "hash_type": "SHA1", "download_url": null}),
        json!({"url": "v3/other", "hash_value": hash, "hash_type": "SHA1", "download_url": url}),
    ] {
        gateway.on(Method::GET, path, move |_| answer.clone());
        let bill = client.chain(path).bill(json!({"stock_id": "9856000"}));
        assert_eq!(&bill.get().unwrap().body()[..], CSV.as_bytes());
        assert_eq!(gateway.requests()[1].target(), "/v3/billdownload/file?token=AbC_d-E");
    }
    let wrong = json!({"url": url, "hash_value": sha1(b"other"), "hash_type": "SHA1"});
    gateway.on(Method::GET, path, move |_| wrong.clone());
    let bill = client.chain(path).bill(json!({"stock_id": "9856000"}));
    failed(bill.get(), ErrorKind::Verify, "SHA1 of the file");
}

#[test]
fn a_bill_with_another_hash_is_refused_and_the_file_stays() {
    let dir = Folder::new();
    let path = dir.file("bill.csv", "yesterday's");
    let (_gateway, client) = bill("SHA1", &sha1(b"another bill"), file(CSV));
    let error = failed(tradebill(&client).save(&path), ErrorKind::Verify, "SHA1 of the file");
    assert_eq!(error.outcome(), Outcome::Unknown);
    failed(tradebill(&client).get(), ErrorKind::Verify, "SHA1 of the file");
    // The bill's own hash is checked also beside another one.
    let other = tradebill(&client).hash("SHA1", sha1(CSV.as_bytes()));
    failed(other.save(&path), ErrorKind::Verify, "SHA1 of the file");
    assert_eq!(std::fs::read(&path).unwrap(), b"yesterday's");
    assert_eq!(dir.names(), ["bill.csv"]);
}

#[test]
fn of_a_gzip_bill_the_hash_is_the_unpacked_ones() {
    let dir = Folder::new();
    let (packed, hash) = (gzip(CSV.as_bytes()), sha1(CSV.as_bytes()));
    // `tar_type` GZIP: the file is the packed one.
    let (_gateway, client) = bill("SHA1", &hash, file(packed.clone()));
    tradebill(&client).save(dir.at("bill.gz")).unwrap();
    assert_eq!(std::fs::read(dir.at("bill.gz")).unwrap(), packed);
    // A Content-Encoding is undone on the way.
    let encoded = file(packed.clone()).header("Content-Encoding", "gzip");
    let (_gateway, client) = bill("SHA1", &hash, encoded);
    let totals = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&totals);
    let watched = tradebill(&client).progress(move |_, total| telling.lock().unwrap().push(total));
    watched.save(dir.at("bill.csv")).unwrap();
    assert_eq!(std::fs::read(dir.at("bill.csv")).unwrap(), CSV.as_bytes());
    assert!(totals.lock().unwrap().iter().all(Option::is_none), "nobody knows the total");
    let cut = packed[..packed.len() - 5].to_vec();
    let (_gateway, client) = bill("SHA1", &hash, file(cut.clone()));
    failed(tradebill(&client).get(), ErrorKind::Verify, "SHA1 of the file");
    let (_gateway, client) = bill("SHA1", &hash, file(cut).header("Content-Encoding", "gzip"));
    failed(tradebill(&client).get(), ErrorKind::Verify, "can't be decoded");
}

#[test]
fn what_names_no_file_is_not_fetched() {
    let whole = json!({"hash_type": "SHA1", "hash_value": "00", "download_url": "v3/x"});
    let all = "`hash_type`, `hash_value`, `download_url`";
    let list = json!({"download_bill_list": [], "download_bill_count": 2});
    let without = |key: &str| {
        let mut applied = whole.clone();
        applied[key].take();
        applied
    };
    for (applied, words) in [
        (without("hash_type"), format!("has the fields {all}, but no hash_type and hash_value")),
        (without("hash_value"), format!("has the fields {all}, but no hash_type and hash_value")),
        (without("download_url"), format!("has the fields {all}, but no address of a file")),
        (list, "has the fields `download_bill_list`, `download_bill_count`, but no".to_owned()),
        (json!({"url": "v3/x?token=hunter2"}), "has the fields `url`, but no hash_type".to_owned()),
        (json!({}), "has no fields, but no address".to_owned()),
        (json!(["hunter2"]), "is a list, but no address".to_owned()),
        (json!({"a\u{1b}[2J": 1}), "has the fields `a\\u{1b}[2J`, but".to_owned()),
    ] {
        let (gateway, client) = bill_of(applied, file(CSV));
        let error = failed(tradebill(&client).get(), ErrorKind::Decode, &words);
        assert!(error.to_string().contains("get()") && !error.to_string().contains("hunter2"));
        assert_eq!((error.outcome(), gateway.requests().len()), (Outcome::Accepted, 1));
    }
    let (gateway, client) = bill("SM3", "00", file(CSV));
    failed(tradebill(&client).get(), ErrorKind::Decode, "`SM3` is not supported");
    assert_eq!(gateway.requests().len(), 1);
    let refuse =
        |_: &_| StubResponse::error(StatusCode::BAD_REQUEST, "NO_STATEMENT_EXIST", "账单不存在");
    gateway.on(Method::GET, "/v3/bill/tradebill", refuse);
    let error = failed(tradebill(&client).get(), ErrorKind::Api, "账单不存在");
    assert_eq!(error.api().unwrap().code, "NO_STATEMENT_EXIST");
    let options = json!({"sink": "x"});
    let error = client.chain("v3/bill/tradebill").bill(options).get();
    failed(error, ErrorKind::Options, "use save(path)");
}

#[test]
fn a_bill_at_a_strangers_is_refused_before_it_is_signed() {
    let stranger = Server::start(|_| Reply::ok("{}"));
    for url in [
        format!("{}v3/billdownload/file?token=t", stranger.base_uri()),
        "https://api.mch.weixin.qq.com.evil.example/v3/billdownload/file?token=t".to_owned(),
        "http://api.mch.weixin.qq.com/v3/billdownload/file?token=t".to_owned(),
        "https://api.mch.weixin.qq.com@evil.example/v3/billdownload/file?token=t".to_owned(),
    ] {
        let hash = sha1(CSV.as_bytes());
        let applied = json!({"hash_type": "SHA1", "hash_value": hash, "download_url": url});
        let (_gateway, client) = bill_of(applied, file(CSV));
        let error = failed(
            tradebill(&client).get(),
            ErrorKind::UntrustedHost,
            "download_unsigned(address).hash(",
        );
        assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
        assert!(!error.to_string().contains("token"), "{error}");
    }
    assert_eq!(stranger.connections(), 0);
}

/// The head of a statement that signs this hash.
fn statement(signed: &str, more: &str) -> String {
    let hash = format!("{{\"sha1\":\"{signed}\"}}");
    format!("{}Wechatpay-Statement-Sha1: {signed}\r\n{more}", signature(hash.as_bytes()))
}

fn get_statement(bytes: Vec<u8>, dir: &Folder) -> Result<wechatpay_chain::Response, Error> {
    let server = Server::start(move |_| Reply::Last(bytes.clone()));
    let client = support::client(&server);
    client.chain("hk/v3/statements").download(()).save(dir.at("s"))
}

#[test]
fn a_statement_is_streamed_and_its_signed_hash_is_checked() {
    let dir = Folder::new();
    let (hash, packed) = (sha1(CSV.as_bytes()), gzip(CSV.as_bytes()));
    for (head, body, kept) in [
        (statement(&hash, ""), CSV.as_bytes(), CSV.as_bytes()),
        (statement(&hash, "Content-Encoding: gzip\r\n"), &packed, CSV.as_bytes()),
        (statement(&hash, ""), &packed, &packed),
        (statement(&sha1(&packed), ""), &packed, &packed),
        // Without the header it is signed as any answer.
        (signature(CSV.as_bytes()), CSV.as_bytes(), CSV.as_bytes()),
    ] {
        let response = get_statement(answer(200, &head, body), &dir).unwrap();
        assert!(matches!(response.verification(), Some(Verification::Verified { .. })));
        assert_eq!(std::fs::read(dir.at("s")).unwrap(), kept);
        std::fs::remove_file(dir.at("s")).unwrap();
        // In memory it is judged alike.
        let bytes = answer(200, &head, body);
        let server = Server::start(move |_| Reply::Raw(bytes.clone()));
        let whole = support::client(&server).chain("hk/v3/statements").get(()).unwrap();
        assert_eq!(&whole.body()[..], kept);
    }
    let whole = answer(200, &statement(&hash, ""), CSV.as_bytes());
    let other = statement(&sha1(b"other"), "");
    for (bytes, kind, text) in [
        (answer(200, &other, CSV.as_bytes()), ErrorKind::Verify, "the statement's body's SHA-1"),
        // The header was exchanged, and its signature does not hold.
        (
            answer(200, &other.replace(&sha1(b"other"), &hash), CSV.as_bytes()),
            ErrorKind::Verify,
            "is invalid",
        ),
        (whole[..whole.len() - 1].to_vec(), ErrorKind::Transport, "within the response's body"),
        (answer(200, "", CSV.as_bytes()), ErrorKind::Verify, "no `wechatpay-signature`"),
    ] {
        let error = failed(get_statement(bytes, &dir), kind, text);
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert!(error.to_string().starts_with("GET hk/v3/statements: "), "{error}");
    }
    assert!(dir.names().is_empty());
}

#[test]
fn a_stream_is_larger_than_memory_may_be() {
    let dir = Folder::new();
    let length = (64 << 20) + 1;
    let server = Server::start(move |_| Reply::Raw(answer(200, "", &vec![b'0'; length])));
    let client = support::client(&server);
    let download = || client.chain("v3/billdownload/file").download(());
    download().save(dir.at("f")).unwrap();
    assert_eq!(std::fs::metadata(dir.at("f")).unwrap().len(), length as u64);
    failed(download().get(), ErrorKind::Transport, "save() it");
    let error = client.chain("v3/billdownload/file").get(());
    failed(error, ErrorKind::Transport, "more than 67108864 bytes");
}

#[test]
fn a_stream_ends_with_the_verdict() {
    let server = Server::start(|_| Reply::Raw(answer(200, "", CSV.as_bytes())));
    let client = support::client(&server);
    let read = |hash: &str| {
        let image = client.chain("v3/merchant-service/images/{id}").download(json!({"id": "a/B"}));
        let hash = hash.to_owned();
        futures_util::FutureExt::boxed(async move {
            let answer = image.hash("SHA1", hash).stream_async().await.unwrap();
            let mut body = answer.into_body();
            let mut bytes = Vec::new();
            while let Some(frame) = body.frame().await {
                match frame {
                    Ok(frame) => bytes.extend_from_slice(frame.data_ref().unwrap()),
                    Err(error) => {
                        assert!(body.frame().await.is_none(), "nothing after an error");
                        return (bytes, Some(*error.downcast::<Error>().unwrap()));
                    }
                }
            }
            (bytes, None)
        })
    };
    // Also on an executor that is not tokio's.
    let (bytes, error) = futures_executor(read(&sha1(CSV.as_bytes())));
    assert_eq!((bytes.as_slice(), error.is_none()), (CSV.as_bytes(), true));
    let (bytes, error) = futures_executor(read(&sha1(b"")));
    assert_eq!((bytes.as_slice(), error.unwrap().kind()), (CSV.as_bytes(), ErrorKind::Verify));
    let unknown = client.chain("v3/billdownload/file").download(()).hash("MD5", "00").get();
    assert_eq!(failed(unknown, ErrorKind::Options, "`MD5`").outcome(), Outcome::NotSent);
    assert_eq!(server.requests().len(), 2);
}

/// The plainest executor: it parks.
fn futures_executor<T>(mut future: std::pin::Pin<Box<dyn Future<Output = T> + Send>>) -> T {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut context = std::task::Context::from_waker(&waker);
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        std::thread::park();
    }
}

#[test]
fn a_stream_whose_runtime_ended_is_an_error() {
    let half = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".to_vec();
    let server = Server::start(move |_| Reply::Raw(half.clone()));
    let client = support::client(&server);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let promise = client.chain("v3/billdownload/file").download(()).stream_async();
    let body = runtime.block_on(promise).unwrap().into_body();
    drop(runtime);
    let read = futures_executor(Box::pin(body.collect()));
    let error = read.unwrap_err().downcast::<Error>().unwrap();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
}

#[test]
fn a_layer_sees_the_stream() {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/v3/signed" => Reply::Raw(signed_answer(200, b"{}")),
        _ => Reply::Raw(answer(200, "", CSV.as_bytes())),
    });
    let streams = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&streams);
    let layer =
        tower::util::MapResponseLayer::new(move |answer: http::Response<wechatpay_chain::Body>| {
            telling.lock().unwrap().push(answer.body().as_bytes().is_none());
            answer
        });
    let client = support::builder(&server).layer(layer).build().unwrap();
    let bytes = |path: &str| client.chain(path).download(()).get().unwrap().into_body();
    assert_eq!(&bytes("v3/billdownload/file")[..], CSV.as_bytes());
    assert_eq!(&bytes("v3/signed")[..], b"{}");
    client.chain("v3/billdownload/file").get(()).unwrap();
    assert_eq!(*streams.lock().unwrap(), [true, false, false]);
}

#[test]
fn a_layers_error_is_no_file() {
    let dir = Folder::new();
    let server = Server::start(|_| Reply::Raw(answer(200, "", CSV.as_bytes())));
    let layer =
        tower::util::MapResponseLayer::new(|mut answer: http::Response<wechatpay_chain::Body>| {
            *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            answer
        });
    let client = support::builder(&server).layer(layer).build().unwrap();
    let saved = client.chain("v3/billdownload/file").download(()).save(dir.at("f"));
    failed(saved, ErrorKind::Api, "503");
    assert!(dir.names().is_empty());
}
