//! Requests that are signed by hand and sent over a plain socket, and what the gateway says of them.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::Method;
use openssl::base64::encode_block;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::sign::Signer;
use serde_json::{Value, json};
use wechatpay_chain::Gateway;
use wechatpay_chain::gateway::Diagnosis;

use crate::support;

/// A request, and what of it is signed how. All is right until a test changes it.
pub(crate) struct Sent<'a> {
    pub(crate) gateway: &'a Gateway,
    pub(crate) method: &'a str,
    pub(crate) target: &'a str,
    pub(crate) body: &'a [u8],
    /// The header of that name.
    pub(crate) host: String,
    pub(crate) more: String,
    pub(crate) mchid: String,
    pub(crate) serial: String,
    pub(crate) timestamp: String,
    pub(crate) nonce: String,
    pub(crate) key: PKey<Private>,
    pub(crate) digest: MessageDigest,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) json: Value,
}

impl<'a> Sent<'a> {
    pub(crate) fn new(
        gateway: &'a Gateway,
        method: &'a str,
        target: &'a str,
        body: &'a str,
    ) -> Self {
        static NONCE: AtomicU32 = AtomicU32::new(0);
        Self {
            gateway,
            method,
            target,
            body: body.as_bytes(),
            host: address(gateway).to_owned(),
            more: String::new(),
            mchid: gateway.mchid().to_owned(),
            serial: gateway.merchant_serial().to_owned(),
            timestamp: now().to_string(),
            nonce: format!("{:032x}", 0xabcd_0000 + NONCE.fetch_add(1, Ordering::Relaxed)),
            key: PKey::private_key_from_pem(gateway.merchant_key_pem().as_bytes()).unwrap(),
            digest: MessageDigest::sha256(),
        }
    }

    /// The right lines.
    pub(crate) fn lines(&self) -> [String; 5] {
        let body = String::from_utf8(self.body.to_vec()).unwrap();
        let (method, target) = (self.method.to_owned(), self.target.to_owned());
        [method, target, self.timestamp.clone(), self.nonce.clone(), body]
    }

    /// The message with this text in a line's place.
    pub(crate) fn with(&self, line: usize, text: &str) -> String {
        let mut lines = self.lines();
        lines[line] = text.to_owned();
        lines.join("\n") + "\n"
    }

    pub(crate) fn message(&self) -> String {
        self.lines().join("\n") + "\n"
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let mut signer = Signer::new(self.digest, &self.key).unwrap();
        signer.sign_oneshot_to_vec(message).unwrap()
    }

    pub(crate) fn signed(&self, message: &str) -> Result<Diagnosis, Reply> {
        self.send(&encode_block(&self.sign(message.as_bytes())))
    }

    /// The diagnosis; without one the answer.
    pub(crate) fn send(&self, signature: &str) -> Result<Diagnosis, Reply> {
        let reply = self.reply(signature);
        let received = self.gateway.requests().pop().unwrap();
        assert_eq!(received.verified(), reply.status != 401);
        match received.diagnosis() {
            Some(diagnosis) => {
                assert_eq!((reply.status, &reply.json["code"]), (401, &json!("SIGN_ERROR")));
                let told = reply.json["detail"]["diagnosis"].as_array().unwrap();
                let names: Vec<_> = told.iter().map(|finding| &finding["name"]).collect();
                assert_eq!(names, names_of(diagnosis));
                let text = diagnosis.to_string();
                assert!(reply.json["message"].as_str().unwrap().ends_with(&text), "{text}");
                assert!(!text.contains('\n'), "{text}");
                Ok(diagnosis.clone())
            }
            None => {
                assert!(reply.json["detail"].get("diagnosis").is_none());
                Err(reply)
            }
        }
    }

    /// The answer to the request, signed as it should be.
    pub(crate) fn answered(&self) -> Reply {
        self.reply(&encode_block(&self.sign(self.message().as_bytes())))
    }

    fn reply(&self, signature: &str) -> Reply {
        let host = &self.host;
        let head = format!(
            "{} {} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: test\r\nAccept: */*\r\n\
             Connection: close\r\nContent-Length: {}\r\n{}Authorization: \
             WECHATPAY2-SHA256-RSA2048 mchid=\"{}\",serial_no=\"{}\",timestamp=\"{}\",\
             nonce_str=\"{}\",signature=\"{signature}\"\r\n\r\n",
            self.method,
            self.target,
            self.body.len(),
            self.more,
            self.mchid,
            self.serial,
            self.timestamp,
            self.nonce,
        );
        let mut stream = TcpStream::connect(address(self.gateway)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(&[head.as_bytes(), self.body].concat()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        Reply {
            status: head[9..12].parse().unwrap(),
            json: serde_json::from_str(body).unwrap_or_default(),
        }
    }
}

/// Where a gateway without TLS listens.
pub(crate) fn address(gateway: &Gateway) -> &str {
    gateway.base_uri()["http://".len()..].trim_end_matches('/')
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

pub(crate) fn names_of(diagnosis: &Diagnosis) -> Vec<&'static str> {
    diagnosis.findings().iter().map(|finding| finding.name()).collect()
}

#[track_caller]
pub(crate) fn expect(found: Result<Diagnosis, Reply>, names: &[&str]) -> Diagnosis {
    let diagnosis = found.unwrap_or_else(|reply| panic!("{} {}", reply.status, reply.json));
    assert_eq!(names_of(&diagnosis), names, "{diagnosis}");
    diagnosis
}

pub(crate) fn gateway() -> Gateway {
    let gateway = support::gateway();
    gateway.on(Method::GET, "/v3/{a}/{b}", |_| json!({}));
    gateway.on(Method::POST, "/v3/{a}/{b}", |_| json!({}));
    gateway
}

pub(crate) const TARGET: &str = "/v3/a/b%2Fc?z=x%20y&a=%E5%BE%AE&m=1";
pub(crate) const BODY: &str =
    "{\"note\":\"微信/<支付>\",\"amount\":{\"total\":1,\"currency\":\"CNY\"}}";
