//! How large a file may get, and how long it may take: what goes beyond leaves nothing behind.

use crate::support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use serde_json::json;
use wechatpay_chain::{Client, Download, Error, ErrorKind, Outcome, Response};

use support::folder::Folder;
use support::gzip;
use support::server::{PATIENCE, Reply, Server, answer};

const FILE: &str = "v3/billdownload/file";

fn serving(bytes: Vec<u8>) -> (Server, Client) {
    let server = Server::start(move |_| Reply::Last(bytes.clone()));
    let client = support::client(&server);
    (server, client)
}

/// By each of the ways to a file, over one that is there.
fn refused_everywhere(bytes: &[u8], words: &str) {
    let dir = Folder::new();
    let path = dir.file("bill.csv", "yesterday's");
    type Way = fn(&Server, &Client, &std::path::Path) -> Result<Response, Error>;
    let ways: [Way; 4] = [
        |_, client, path| client.chain(FILE).download(()).save(path),
        |_, client, _| client.chain(FILE).download(()).get(),
        |_, client, path| client.chain(FILE).get(json!({"sink": path})),
        |server, client, path| client.download_unsigned(server.base_uri()).save(path),
    ];
    for way in ways {
        let (server, client) = serving(bytes.to_vec());
        let error = way(&server, &client, &path).unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
        assert!(error.to_string().contains(words), "{words}: {error}");
        assert!(error.to_string().contains("nothing of it is kept"), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), b"yesterday's");
        assert_eq!(dir.names(), ["bill.csv"]);
    }
}

#[test]
fn a_file_has_one_encoding() {
    let twice = gzip(&gzip(&vec![0; 1 << 20]));
    for headers in [
        "Content-Encoding: gzip, gzip\r\n",
        "Content-Encoding: gzip\r\nContent-Encoding: x-gzip\r\n",
        "Content-Encoding: identity, gzip, deflate\r\n",
        "Content-Encoding: gzip, gzip, gzip, gzip\r\n",
    ] {
        refused_everywhere(&answer(200, headers, &twice), "more than one encoding");
    }
    let (_server, client) =
        serving(answer(200, "Content-Encoding: identity, gzip\r\n", &gzip(b"a bill")));
    assert_eq!(&client.chain(FILE).download(()).get().unwrap().body()[..], b"a bill");
}

#[test]
fn what_is_unpacked_to_fill_a_disk_is_refused() {
    // Members of a gzip file follow each other: 65 MiB, of zeros and of what does not shrink.
    let zeros = gzip(&vec![0; 1 << 20]).repeat(65);
    assert!(zeros.len() < 1 << 20);
    refused_everywhere(&answer(200, "Content-Encoding: gzip\r\n", &zeros), "200 times its size");
    let mut state = 1_u32;
    let lines: Vec<u8> = (0..1 << 20)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b'0' + (state >> 24) as u8 % 10
        })
        .collect();
    let dir = Folder::new();
    let bill = answer(200, "Content-Encoding: gzip\r\n", &gzip(&lines).repeat(65));
    let (_server, client) = serving(bill);
    client.chain(FILE).download(()).save(dir.at("bill")).unwrap();
    assert_eq!(std::fs::metadata(dir.at("bill")).unwrap().len(), 65 << 20);
}

#[test]
fn a_file_larger_than_max_size_is_refused() {
    let dir = Folder::new();
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
        5\r\nabcde\r\n5\r\nfghij\r\n0\r\n\r\n";
    for (bytes, size) in [
        (answer(200, "", b"abcdefghij"), 10),
        (chunked.to_vec(), 10),
        (answer(200, "Content-Encoding: gzip\r\n", &gzip(&[b'a'; 1000])), 1000),
    ] {
        for (max, fits) in [(size, true), (size - 1, false), (0, false), (u64::MAX, true)] {
            let path = dir.file("f", "before");
            let (server, client) = serving(bytes.clone());
            let limited = |download: Download| download.max_size(max).save(&path);
            let saved = match max % 2 {
                0 => limited(client.chain(FILE).download(())),
                _ => limited(client.download_unsigned(server.base_uri())),
            };
            assert_eq!(dir.names(), ["f"]);
            let length = std::fs::metadata(&path).unwrap().len();
            if fits {
                saved.unwrap();
                assert_eq!(length, size);
                continue;
            }
            let error = saved.unwrap_err();
            let met = (error.kind(), error.outcome());
            assert_eq!(met, (ErrorKind::Transport, Outcome::Unknown), "{error}");
            let words = format!("more than the {max} bytes of max_size()");
            assert!(error.to_string().contains(&words), "{error}");
            assert_eq!(length, 6, "the file is what it was");
        }
    }
    // An answer that was verified in memory is bounded alike.
    let server = Server::start(|_| Reply::ok("{\"a\":1}"));
    let verified = support::client(&server).chain("v3/t").download(()).max_size(6);
    assert!(verified.get().unwrap_err().to_string().contains("max_size()"));
}

/// An announced length is believed, so nothing of the file is waited for.
#[test]
fn no_file_has_more_than_4_gib_by_default() {
    let announced = |length: u64| {
        format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nbegun").into_bytes()
    };
    refused_everywhere(&announced((4 << 30) + 1), "more than the 4294967296 bytes");
    // One that may be so long is begun, and is cut off here.
    let (_server, client) = serving(announced((4 << 30) + 1));
    let error = client.chain(FILE).download(()).max_size(5 << 30).get().unwrap_err();
    assert!(!error.to_string().contains("max_size"), "{error}");
}

/// It sends a byte now and then, and never ends.
fn trickling() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = [0; 4096];
            let _ = stream.read(&mut head).unwrap();
            let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while sent.is_ok() {
                std::thread::sleep(Duration::from_millis(20));
                sent = stream.write_all(b"a");
            }
        }
    });
    format!("http://{address}/")
}

#[test]
fn a_file_that_trickles_ends_at_the_total_timeout() {
    let dir = Folder::new();
    let path = dir.file("f", "before");
    let silent = Server::start(|_| Reply::Nothing);
    let trickling = trickling();
    for base_uri in [&trickling, &silent.base_uri()] {
        let client = support::builder(&silent).base_uri(base_uri).build().unwrap();
        for limited in [
            client.chain(FILE).download(()).total_timeout(0.3),
            client.download_unsigned(base_uri).total_timeout(Duration::from_millis(300)),
            client.chain(FILE).bill(()).total_timeout(0.3),
        ] {
            let begun = Instant::now();
            let error = limited.save(&path).unwrap_err();
            let met = (error.kind(), error.outcome());
            assert_eq!(met, (ErrorKind::Timeout, Outcome::Unknown), "{error}");
            assert!(error.to_string().contains("total_timeout of 0.3 s"), "{error}");
            assert!(begun.elapsed() >= Duration::from_millis(300) && begun.elapsed() < PATIENCE);
            assert_eq!(std::fs::read(&path).unwrap(), b"before");
            assert_eq!(dir.names(), ["f"]);
        }
    }
    let client = support::client(&silent);
    let wrong = client.chain(FILE).download(()).total_timeout(-1.0).get().unwrap_err();
    assert_eq!((wrong.kind(), wrong.outcome()), (ErrorKind::Options, Outcome::NotSent), "{wrong}");
    assert!(wrong.to_string().contains("`total_timeout` is -1"), "{wrong}");
    let (_server, client) = serving(answer(200, "", b"abc"));
    client.chain(FILE).download(()).total_timeout(0).save(&path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"abc");
}
