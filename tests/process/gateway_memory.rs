//! What the gateway keeps of requests is bounded, and so is the memory that takes.

use crate::support;

use std::io::{Read, Write};
use std::net::TcpStream;

use wechatpay_chain::Gateway;

const MIB: usize = 1 << 20;

/// The most memory that the process ever had, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

/// Sends a body of so many MiB, and gives the status.
fn post(gateway: &Gateway, headers: &str, mib: usize) -> u16 {
    let host = gateway.base_uri()["http://".len()..].trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    let length = mib * MIB;
    let head = format!(
        "POST /v3/a HTTP/1.1\r\nHost: {host}\r\nUser-Agent: a\r\nAccept: a\r\n{headers}\
         Connection: close\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let piece = vec![b'x'; MIB];
    for _ in 0..mib {
        // An answer may come before.
        if stream.write_all(&piece).is_err() {
            break;
        }
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer["HTTP/1.1 ".len()..][..3].parse().unwrap()
}

#[test]
fn refused_bodies_take_no_memory() {
    if !crate::is_alone(module_path!(), "refused_bodies_take_no_memory") {
        return;
    }
    let gateway = support::gateway();
    assert_eq!(post(&gateway, "", 1), 401);
    let before = peak();
    for _ in 0..4 {
        assert_eq!(post(&gateway, "", 60), 401);
        assert_eq!(post(&gateway, "Origin: https://evil.example\r\n", 60), 403);
    }
    let grown = peak().saturating_sub(before) / MIB;
    assert!(grown < 30, "{grown} MiB");
    // One that has an Authorization is read, and given up again.
    let signed = "Authorization: WECHATPAY2-SHA256-RSA2048 mchid=\"1\",nonce_str=\"1\",\
                  signature=\"1\",timestamp=\"1\",serial_no=\"1\"\r\n";
    for _ in 0..4 {
        assert_eq!(post(&gateway, signed, 60), 401);
    }
    let requests = gateway.requests();
    assert_eq!(requests.len(), 1 + 8 + 4);
    for request in requests {
        assert!(!request.verified() && request.body().len() <= 8192, "{}", request.body().len());
    }
    let grown = peak().saturating_sub(before) / MIB;
    assert!(grown < 220, "{grown} MiB");
}
