//! A connection over a plain socket, and requests that are signed by hand.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use openssl::base64;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Public};
use openssl::sign::{Signer, Verifier};
use openssl::x509::X509;
use serde_json::Value;

use crate::gateway::{Gateway, keys};

pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} twice");
        value
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(super) fn code(&self) -> (u16, String) {
        (self.status, self.json()["code"].as_str().unwrap().to_owned())
    }

    pub(super) fn holds(&self, key: &PKey<Public>) -> bool {
        let (timestamp, nonce) =
            (self.header("wechatpay-timestamp").unwrap(), self.header("wechatpay-nonce").unwrap());
        assert_eq!(nonce.len(), 32);
        let message = [format!("{timestamp}\n{nonce}\n").as_bytes(), &self.body, b"\n"].concat();
        let signature = base64::decode_block(self.header("wechatpay-signature").unwrap()).unwrap();
        let mut verifier = Verifier::new(MessageDigest::sha256(), key).unwrap();
        verifier.verify_oneshot(&signature, &message).unwrap()
    }
}

/// A keep-alive connection.
pub(super) struct Connection(pub(super) BufReader<TcpStream>);

impl Connection {
    pub(super) fn new(gateway: &Gateway) -> Self {
        let stream = TcpStream::connect(gateway.shared.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        Self(BufReader::new(stream))
    }

    pub(super) fn send(&mut self, request: &[u8]) {
        self.0.get_mut().write_all(request).unwrap();
    }

    pub(super) fn read(&mut self) -> Reply {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "closed: {lines:?}");
            match line.trim_end() {
                "" => break,
                line => lines.push(line.to_owned()),
            }
        }
        let status = lines[0].split(' ').nth(1).unwrap().parse().unwrap();
        let split = |line: &String| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_lowercase(), value.to_owned())
        };
        let headers = lines[1..].iter().map(split).collect();
        let mut reply = Reply { status, headers, body: Vec::new() };
        let length = reply.header("content-length").map_or(0, |length| length.parse().unwrap());
        reply.body.resize(length, 0);
        self.0.read_exact(&mut reply.body).unwrap();
        reply
    }

    pub(super) fn call(&mut self, request: &[u8]) -> Reply {
        self.send(request);
        self.read()
    }
}

pub(super) fn certificate_key(gateway: &Gateway) -> PKey<Public> {
    let certificate = X509::from_pem(gateway.platform_certificate_pem().as_bytes()).unwrap();
    certificate.public_key().unwrap()
}

pub(super) fn authorization(
    gateway: &Gateway,
    message_end: &[u8],
    method: &str,
    target: &str,
) -> String {
    let nonce = keys::alphanumerics(32).unwrap();
    let timestamp = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let head = format!("{method}\n{target}\n{timestamp}\n{nonce}\n");
    let key = PKey::private_key_from_pem(gateway.merchant_key_pem().as_bytes()).unwrap();
    let mut signer = Signer::new(MessageDigest::sha256(), &key).unwrap();
    let message = [head.as_bytes(), message_end, b"\n"].concat();
    let signature = base64::encode_block(&signer.sign_oneshot_to_vec(&message).unwrap());
    format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"{}\",nonce_str=\"{nonce}\",signature=\"{signature}\",\
         timestamp=\"{timestamp}\",serial_no=\"{}\"",
        gateway.mchid(),
        gateway.merchant_serial()
    )
}

pub(super) fn request(
    gateway: &Gateway,
    method: &str,
    target: &str,
    authorization: &str,
    more: &str,
    body: &[u8],
) -> Vec<u8> {
    let head = format!(
        "{method} {target} HTTP/1.1\r\nHost: {}\r\nUser-Agent: test\r\nAccept: */*\r\n\
         Authorization: {authorization}\r\nContent-Length: {}\r\n{more}\r\n",
        gateway.shared.address,
        body.len()
    );
    [head.as_bytes(), body].concat()
}

pub(super) fn signed(
    gateway: &Gateway,
    method: &str,
    target: &str,
    more: &str,
    body: &[u8],
) -> Vec<u8> {
    let authorization = authorization(gateway, body, method, target);
    request(gateway, method, target, &authorization, more, body)
}
