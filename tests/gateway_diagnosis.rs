//! Each likely mistake in signing, made by hand over a plain socket, and what the gateway says of
//! it.

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::Method;
use openssl::base64::encode_block;
use openssl::hash::{MessageDigest, hash};
use openssl::pkey::{PKey, Private};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer};
use serde_json::{Value, json};
use wechatpay_chain::gateway::{Diagnosis, Line};
use wechatpay_chain::{BoxError, BoxFuture, Gateway, SignInput};

use support::{hex, keys, watch};

/// A request, and what of it is signed how. All is right until a test changes it.
struct Sent<'a> {
    gateway: &'a Gateway,
    method: &'a str,
    target: &'a str,
    body: &'a [u8],
    more: String,
    mchid: String,
    serial: String,
    timestamp: String,
    nonce: String,
    key: PKey<Private>,
    digest: MessageDigest,
}

struct Reply {
    status: u16,
    json: Value,
}

impl<'a> Sent<'a> {
    fn new(gateway: &'a Gateway, method: &'a str, target: &'a str, body: &'a str) -> Self {
        static NONCE: AtomicU32 = AtomicU32::new(0);
        Self {
            gateway,
            method,
            target,
            body: body.as_bytes(),
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
    fn lines(&self) -> [String; 5] {
        let body = String::from_utf8(self.body.to_vec()).unwrap();
        let (method, target) = (self.method.to_owned(), self.target.to_owned());
        [method, target, self.timestamp.clone(), self.nonce.clone(), body]
    }

    /// The message with this text in a line's place.
    fn with(&self, line: usize, text: &str) -> String {
        let mut lines = self.lines();
        lines[line] = text.to_owned();
        lines.join("\n") + "\n"
    }

    fn message(&self) -> String {
        self.lines().join("\n") + "\n"
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let mut signer = Signer::new(self.digest, &self.key).unwrap();
        signer.sign_oneshot_to_vec(message).unwrap()
    }

    fn signed(&self, message: &str) -> Result<Diagnosis, Reply> {
        self.send(&encode_block(&self.sign(message.as_bytes())))
    }

    /// The diagnosis; without one the answer.
    fn send(&self, signature: &str) -> Result<Diagnosis, Reply> {
        let host = &self.gateway.base_uri()["http://".len()..].trim_end_matches('/');
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
        let mut stream = TcpStream::connect(*host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(&[head.as_bytes(), self.body].concat()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let reply = Reply {
            status: head[9..12].parse().unwrap(),
            json: serde_json::from_str(body).unwrap_or_default(),
        };
        let received = self.gateway.requests().pop().unwrap();
        assert_eq!(received.verified(), reply.status == 200);
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
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn names_of(diagnosis: &Diagnosis) -> Vec<&'static str> {
    diagnosis.findings().iter().map(|finding| finding.name()).collect()
}

#[track_caller]
fn expect(found: Result<Diagnosis, Reply>, names: &[&str]) -> Diagnosis {
    let diagnosis = found.unwrap_or_else(|reply| panic!("{} {}", reply.status, reply.json));
    assert_eq!(names_of(&diagnosis), names, "{diagnosis}");
    diagnosis
}

fn gateway() -> Gateway {
    let gateway = support::gateway();
    gateway.on(Method::GET, "/v3/{a}/{b}", |_| json!({}));
    gateway.on(Method::POST, "/v3/{a}/{b}", |_| json!({}));
    gateway
}

const TARGET: &str = "/v3/a/b%2Fc?z=x%20y&a=%E5%BE%AE&m=1";
const BODY: &str = "{\"note\":\"微信/<支付>\",\"amount\":{\"total\":1,\"currency\":\"CNY\"}}";

#[test]
fn what_is_right_has_no_diagnosis() {
    let gateway = gateway();
    for (method, body) in [("GET", ""), ("POST", BODY)] {
        let sent = Sent::new(&gateway, method, TARGET, body);
        assert_eq!(sent.signed(&sent.message()).unwrap_err().status, 200);
        // The nonce alone is wrong now, and the refusal says so.
        let again = sent.signed(&sent.message()).unwrap_err();
        assert_eq!((again.status, &again.json["detail"]["field"]), (401, &json!("nonce_str")));
    }
}

#[test]
fn the_target() {
    let gateway = gateway();
    let host = gateway.base_uri().trim_end_matches('/');
    for (signed, name) in [
        ("/v3/a/b%2Fc", "query-left-out"),
        ("z=x%20y&a=%E5%BE%AE&m=1", "target-query-alone"),
        ("/v3/a/b%2Fc?a=%E5%BE%AE&m=1&z=x%20y", "query-order"),
        ("/v3/a/b%2Fc?m=1&z=x%20y&a=%E5%BE%AE", "query-order"),
        ("/v3/a/b%2Fc?z=x+y&a=%E5%BE%AE&m=1", "query-plus"),
        ("/v3/a/b/c?z=x y&a=微&m=1", "target-decoded"),
        ("/v3/a/b%2Fc?z=x y&a=微&m=1", "target-decoded"),
        ("/v3/a/b/c?z=x%20y&a=%E5%BE%AE&m=1", "target-decoded"),
        ("/v3/a/b%252Fc?z=x%2520y&a=%25E5%25BE%25AE&m=1", "target-encoded-twice"),
        ("/v3/a/b%2fc?z=x%20y&a=%e5%be%ae&m=1", "target-hex-case"),
        ("v3/a/b%2Fc?z=x%20y&a=%E5%BE%AE&m=1", "target-slash"),
        ("/v3/a/b%2Fc/?z=x%20y&a=%E5%BE%AE&m=1", "target-slash"),
        ("/a/b%2Fc?z=x%20y&a=%E5%BE%AE&m=1", "target-prefix"),
        (&format!("{host}{TARGET}"), "target-url"),
        (&format!("https://api.mch.weixin.qq.com{TARGET}"), "target-url"),
        (&format!("{}{TARGET}", &host["http://".len()..]), "target-url"),
    ] {
        let sent = Sent::new(&gateway, "GET", TARGET, "");
        let diagnosis = expect(sent.signed(&sent.with(1, signed)), &[name]);
        let finding = &diagnosis.findings()[0];
        assert_eq!(finding.line(), Some(Line::Target));
        assert_eq!((finding.signed(), finding.received()), (Some(signed), Some(TARGET)));
        assert!(diagnosis.to_string().contains(&format!("`{signed}`")), "{diagnosis}");
    }
    // The other way round: sent in a way, signed in the usual one.
    for (target, signed, name) in [
        ("/v3/a/b?x=a+b", "/v3/a/b?x=a%20b", "query-plus"),
        ("/v3/a/b?x=%e5%be%ae", "/v3/a/b?x=%E5%BE%AE", "target-hex-case"),
        ("/v3/a/b:c(d)", "/v3/a/b%3Ac%28d%29", "target-encoded"),
        ("/v3/a/b?x=a:b,c", "/v3/a/b?x=a%3Ab%2Cc", "target-encoded"),
        ("/v3/a/b?", "/v3/a/b", "query-mark"),
        ("/v3/a/b", "/v3/a/b?", "query-mark"),
    ] {
        let sent = Sent::new(&gateway, "GET", target, "");
        expect(sent.signed(&sent.with(1, signed)), &[name]);
    }
}

#[test]
fn the_body() {
    let gateway = gateway();
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(BODY).unwrap());
    let pretty = pretty.unwrap();
    let python = "{\"note\": \"微信/<支付>\", \"amount\": {\"total\": 1, \"currency\": \"CNY\"}}";
    let sorted = "{\"amount\":{\"currency\":\"CNY\",\"total\":1},\"note\":\"微信/<支付>\"}";
    let unicode = BODY.replace("微信", "\\u5fae\\u4fe1").replace("支付", "\\u652f\\u4ed8");
    let html = BODY.replace('<', "\\u003c").replace('>', "\\u003e");
    let php = unicode.replace('/', "\\/");
    for (other, names) in [
        (pretty.as_str(), &["body-space"][..]),
        (python, &["body-space"]),
        (sorted, &["body-keys"]),
        (&BODY.replace('/', "\\/"), &["body-slashes"]),
        (&unicode, &["body-unicode"]),
        (&php, &["body-slashes", "body-unicode"]),
        (&html, &["body-html"]),
        (&format!("{BODY}\n"), &["body-end"]),
        (&format!("\u{feff}{BODY}"), &["body-mark"]),
    ] {
        for (sent, signed) in [(BODY, other), (other, BODY)] {
            let request = Sent::new(&gateway, "POST", "/v3/a/b", sent);
            let diagnosis = request.signed(&request.with(4, signed));
            let diagnosis = expect(diagnosis, names);
            let finding = &diagnosis.findings()[0];
            assert_eq!(finding.line(), Some(Line::Body));
            let pairs = sent.bytes().zip(signed.bytes());
            let at = pairs.take_while(|(sent, signed)| sent == signed).count();
            assert_eq!(finding.position(), Some(at));
            assert_ne!(finding.signed(), finding.received());
            // Logs do not show bodies.
            assert!(!format!("{diagnosis} {diagnosis:?}").contains("CNY"));
        }
    }
    let request = Sent::new(&gateway, "POST", "/v3/a/b", BODY);
    expect(request.signed(&request.with(4, "")), &["body-left-out"]);
    for signed in ["{}", "null", "[]"] {
        let request = Sent::new(&gateway, "GET", "/v3/a/b", "");
        expect(request.signed(&request.with(4, signed)), &["body-for-none"]);
    }
    let request = Sent::new(&gateway, "POST", "/v3/a/b", "a\r\nb");
    expect(request.signed(&request.with(4, "a\nb")), &["body-line-breaks"]);
    let request = Sent::new(&gateway, "POST", "/v3/a/b", "{\"a\" :1}");
    expect(request.signed(&request.with(4, "{\"a\":1}")), &["body-serialised"]);
}

#[test]
fn an_upload_signed_whole() {
    let gateway = gateway();
    let meta = "{\"filename\":\"a.jpg\",\"sha256\":\"0\"}";
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"meta\"\r\n\r\n{meta}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n\
         jpg\r\n--b--\r\n"
    );
    let upload = || {
        let mut sent = Sent::new(&gateway, "POST", "/v3/a/b", &body);
        sent.more = "Content-Type: multipart/form-data; boundary=b\r\n".to_owned();
        sent
    };
    let sent = upload();
    assert_eq!(sent.signed(&sent.with(4, meta)).unwrap_err().status, 200);
    let sent = upload();
    expect(sent.signed(&sent.message()), &["body-whole-upload"]);
    let sent = upload();
    expect(sent.signed(&sent.with(4, "")), &["body-left-out"]);
    let sent = upload();
    let other = "{\"sha256\":\"0\",\"filename\":\"a.jpg\"}";
    expect(sent.signed(&sent.with(4, other)), &["body-keys"]);
}

#[test]
fn the_short_lines() {
    let gateway = gateway();
    let get = || Sent::new(&gateway, "GET", TARGET, "");
    for (signed, name) in [("get", "method-case"), ("Get", "method-case"), ("POST", "method-other")]
    {
        let sent = get();
        let diagnosis = expect(sent.signed(&sent.with(0, signed)), &[name]);
        assert_eq!(diagnosis.findings()[0].line(), Some(Line::Method));
    }
    let sent = get();
    for (signed, name) in [
        (format!("{}000", sent.timestamp), "timestamp-ms-signed"),
        (format!("{}737", sent.timestamp), "timestamp-ms-signed"),
        ((now() - 1).to_string(), "timestamp-again"),
        (String::new(), "timestamp-empty"),
    ] {
        let mut sent = get();
        // Were the second over in the meantime, it would be another distance.
        sent.timestamp = now().to_string();
        let signed = if name == "timestamp-ms-signed" {
            format!("{}{}", sent.timestamp, &signed[10..])
        } else if name == "timestamp-again" {
            (sent.timestamp.parse::<u64>().unwrap() - 1).to_string()
        } else {
            signed
        };
        let diagnosis = expect(sent.signed(&sent.with(2, &signed)), &[name]);
        assert_eq!(diagnosis.findings()[0].line(), Some(Line::Timestamp));
    }
    let sent = get();
    let upper = sent.nonce.to_uppercase();
    expect(sent.signed(&sent.with(3, &upper)), &["nonce-case"]);
    let sent = get();
    expect(sent.signed(&sent.with(3, "")), &["nonce-empty"]);
}

#[test]
fn the_timestamp_sent() {
    let gateway = gateway();
    let at = |timestamp: String| {
        let mut sent = Sent::new(&gateway, "GET", TARGET, "");
        sent.timestamp = timestamp;
        sent
    };
    let sent = at(format!("{}123", now()));
    expect(sent.signed(&sent.message()), &["timestamp-ms-sent"]);
    let seconds = sent.timestamp[..10].to_owned();
    let diagnosis = expect(sent.signed(&sent.with(2, &seconds)), &["timestamp-ms-sent"]);
    assert_eq!(diagnosis.findings()[0].signed(), Some(&*seconds));
    let sent = at((now() + 8 * 3600).to_string());
    expect(sent.signed(&sent.message()), &["timestamp-zone"]);
    let sent = at((now() - 1000).to_string());
    expect(sent.signed(&sent.message()), &["timestamp-off"]);
    let sent = at("2018-06-08T10:34:56+08:00".to_owned());
    expect(sent.signed(&sent.message()), &["timestamp-form"]);
}

#[test]
fn the_layout() {
    let gateway = gateway();
    type Change = fn(&Sent<'_>) -> String;
    for body in ["", BODY] {
        let changes: [(Change, &str); 10] = [
            (|sent| sent.lines().join("\n"), "final-newline"),
            (|sent| sent.message() + "\n", "extra-newline"),
            (|sent| sent.message().replace('\n', "\r\n"), "carriage-return"),
            (|sent| sent.message().replace('\n', "\\n"), "backslash-n"),
            (|sent| sent.lines().concat(), "separator"),
            (
                |sent| {
                    let [method, target, timestamp, nonce, body] = sent.lines();
                    [method, target, nonce, timestamp, body].join("\n") + "\n"
                },
                "line-order",
            ),
            (
                |sent| {
                    let [method, target, timestamp, nonce, body] = sent.lines();
                    [timestamp, nonce, method, target, body].join("\n") + "\n"
                },
                "line-order",
            ),
            (|sent| sent.lines()[1..].join("\n") + "\n", "line-left-out"),
            (
                |sent| {
                    let [method, target, _, nonce, body] = sent.lines();
                    [method, target, nonce, body].join("\n") + "\n"
                },
                "line-left-out",
            ),
            (|sent| sent.lines()[2..].join("\n") + "\n", "as-an-answer"),
        ];
        for (change, name) in changes {
            let method = if body.is_empty() { "GET" } else { "POST" };
            let sent = Sent::new(&gateway, method, TARGET, body);
            // Behind a body it may as well be the body's.
            if name == "extra-newline" && !body.is_empty() {
                expect(sent.signed(&change(&sent)), &["body-end"]);
                continue;
            }
            let diagnosis = expect(sent.signed(&change(&sent)), &[name]);
            assert_eq!(diagnosis.findings()[0].line(), None);
        }
    }
}

#[test]
fn the_digest_and_the_padding() {
    let gateway = gateway();
    let post = || Sent::new(&gateway, "POST", TARGET, BODY);
    for (digest, name) in [
        (MessageDigest::md5(), "digest-md5"),
        (MessageDigest::sha1(), "digest-sha1"),
        (MessageDigest::sha384(), "digest-other"),
        (MessageDigest::sha512(), "digest-sha512"),
    ] {
        let mut sent = post();
        sent.digest = digest;
        expect(sent.signed(&sent.message()), &[name]);
        expect(sent.signed(&sent.with(4, "")), &[name, "body-left-out"]);
    }
    for (salt, digest, names) in [
        (32, MessageDigest::sha256(), &["padding-pss"][..]),
        // The longest there is.
        (222, MessageDigest::sha256(), &["padding-pss"]),
        (20, MessageDigest::sha1(), &["padding-pss", "digest-sha1"]),
    ] {
        let sent = post();
        let pss = |message: &str| {
            let mut signer = Signer::new(digest, &sent.key).unwrap();
            signer.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
            signer.set_rsa_pss_saltlen(RsaPssSaltlen::custom(salt)).unwrap();
            encode_block(&signer.sign_oneshot_to_vec(message.as_bytes()).unwrap())
        };
        expect(sent.send(&pss(&sent.message())), names);
        let names = [names, &["final-newline"]].concat();
        expect(sent.send(&pss(&sent.lines().join("\n"))), &names);
    }
    let sent = post();
    let sha256 = hash(MessageDigest::sha256(), sent.message().as_bytes()).unwrap();
    // Hashed by hand, and by the signing function again.
    for hashed in [sha256.to_vec(), hex(&sha256).into(), encode_block(&sha256).into()] {
        expect(sent.send(&encode_block(&sent.sign(&hashed))), &["hash-signed"]);
    }
    // Encrypted by the private key: the hash, in hexadecimal, the message itself.
    let short = Sent::new(&gateway, "GET", "/v3/a/b", "");
    let message = short.message();
    let sha256 = hash(MessageDigest::sha256(), message.as_bytes()).unwrap();
    for content in [sha256.to_vec(), hex(&sha256).into(), message.into_bytes()] {
        let mut signature = vec![0; 256];
        let rsa = short.key.rsa().unwrap();
        rsa.private_encrypt(&content, &mut signature, Padding::PKCS1).unwrap();
        expect(short.send(&encode_block(&signature)), &["no-digest-info"]);
    }
}

#[test]
fn the_encoding_of_the_signature() {
    let gateway = gateway();
    let sent = Sent::new(&gateway, "POST", TARGET, BODY);
    let bytes = sent.sign(sent.message().as_bytes());
    let base64 = encode_block(&bytes);
    let mut reversed = bytes.clone();
    reversed.reverse();
    // It has a `+` or a `/` in all but one of some ten thousand runs; the padding is always there.
    let url_safe = base64.replace('+', "-").replace('/', "_");
    let percent = base64.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    for (signature, name) in [
        (hex(&bytes), "signature-hex"),
        (hex(&bytes).to_uppercase(), "signature-hex"),
        (base64.trim_end_matches('=').to_owned(), "signature-padding"),
        (percent, "signature-percent"),
        (format!("{} {}", &base64[..64], &base64[64..]), "signature-space"),
        (encode_block(base64.as_bytes()), "signature-twice"),
        (encode_block(&reversed), "bytes-reversed"),
        (encode_block(&bytes[..255]), "signature-length"),
    ] {
        expect(sent.send(&signature), &[name]);
    }
    if url_safe != base64 {
        expect(sent.send(&url_safe), &["signature-url-safe"]);
    }
    expect(sent.send("!"), &["signature-form"]);
    // It says what is wrong with the message as well.
    let other = hex(&sent.sign(sent.with(4, "").as_bytes()));
    expect(sent.send(&other), &["signature-hex", "body-left-out"]);
}

#[test]
fn the_key() {
    let gateway = gateway();
    let mut sent = Sent::new(&gateway, "POST", TARGET, BODY);
    sent.key = keys::rsa(2048);
    expect(sent.signed(&sent.message()), &["key-unknown"]);
    sent.key = keys::rsa(3072);
    expect(sent.signed(&sent.message()), &["signature-length"]);
    // The gateway keeps its private keys to itself, but its answers bear their signatures: that of
    // `{}` holds for a request signed as an answer.
    let response = gateway.client().unwrap().chain("v3/a/b").get(()).unwrap();
    let by_certificate = || {
        let key = wechatpay_chain::PublicKey::from_pem(gateway.platform_certificate_pem()).unwrap();
        let own = wechatpay_chain::PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap();
        let client = wechatpay_chain::Client::builder()
            .base_uri(gateway.base_uri())
            .mchid(gateway.mchid())
            .serial(gateway.merchant_serial())
            .private_key(own)
            .platform_key(gateway.platform_serial(), key)
            .build()
            .unwrap();
        client.chain("v3/a/b").get(()).unwrap()
    };
    for (answer, name) in [(response, "key-public"), (by_certificate(), "key-platform")] {
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        let mut sent = Sent::new(&gateway, "POST", TARGET, "{}");
        sent.timestamp = header("wechatpay-timestamp");
        sent.nonce = header("wechatpay-nonce");
        let signature = header("wechatpay-signature");
        expect(sent.send(&signature), &[name, "as-an-answer"]);
    }
}

#[test]
fn the_serial_number() {
    let gateway = gateway();
    let right = gateway.merchant_serial();
    let colons = right.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    let colons = colons.collect::<Vec<_>>().join(":");
    let decimal = openssl::bn::BigNum::from_hex_str(right).unwrap().to_dec_str().unwrap();
    for (serial, name) in [
        (gateway.platform_serial(), "serial-platform"),
        (gateway.public_key_id(), "serial-public-key"),
        (&colons, "serial-colons"),
        (&format!("0x{right}"), "serial-colons"),
        (&decimal, "serial-decimal"),
        (keys::MERCHANT_SERIAL, "serial-unknown"),
    ] {
        let mut sent = Sent::new(&gateway, "GET", TARGET, "");
        serial.clone_into(&mut sent.serial);
        let refused = sent.signed(&sent.message());
        let diagnosis = expect(refused, &[name]);
        assert_eq!(diagnosis.findings()[0].line(), None);
        // What else is wrong comes at once.
        expect(sent.signed(&sent.lines().join("\n")), &[name, "final-newline"]);
    }
    let lower = right.to_lowercase();
    if lower != right {
        let mut sent = Sent::new(&gateway, "GET", TARGET, "");
        sent.serial = lower;
        expect(sent.signed(&sent.message()), &["serial-case"]);
    }
    let mut sent = Sent::new(&gateway, "GET", TARGET, "");
    sent.mchid = "1".to_owned();
    expect(sent.signed(&sent.message()), &["mchid-unknown"]);
}

#[test]
fn two_mistakes_at_once_and_none_that_is_known() {
    let gateway = gateway();
    let post = || Sent::new(&gateway, "POST", TARGET, BODY);
    let sent = post();
    let [_, _, timestamp, nonce, body] = sent.lines();
    let path = "/v3/a/b%2Fc";
    let message = format!("post\n{path}\n{timestamp}\n{nonce}\n{body}\n");
    expect(sent.signed(&message), &["method-case", "query-left-out"]);
    let message = format!("POST\n{path}\n{timestamp}\n{nonce}\n{body}");
    expect(sent.signed(&message), &["final-newline", "query-left-out"]);
    let message = format!("POST\n{path}\n{timestamp}\n{nonce}\n\n");
    expect(sent.signed(&message), &["query-left-out", "body-left-out"]);
    // Right key, SHA-256, and something else.
    expect(sent.signed("something else"), &["message-unknown"]);
    let message = format!("post\n{path}\n{timestamp}\n\n\n");
    expect(sent.signed(&message), &["message-unknown"]);

    // What the sender said is shown with care: no control character gets into a log.
    let large = format!("{{\"a\":\"{}\"}}", "b".repeat(70_000));
    let sent = Sent::new(&gateway, "POST", "/v3/a/b", &large);
    expect(sent.signed(&sent.with(1, "/v3/a")), &["message-unknown-large"]);
    expect(sent.signed(&sent.with(4, "")), &["body-left-out"]);
}

#[test]
fn a_caller_reads_it_and_so_does_the_log() {
    struct LowerCase(PKey<Private>, String);
    impl wechatpay_chain::Signer for LowerCase {
        fn authorization<'a>(
            &'a self,
            input: &'a SignInput<'a>,
        ) -> BoxFuture<'a, Result<String, BoxError>> {
            let (timestamp, nonce) = (now(), "0123456789abcdef");
            let body = String::from_utf8_lossy(input.body);
            let method = input.method.as_str().to_lowercase();
            let message = format!("{method}\n{}\n{timestamp}\n{nonce}\n{body}\n", input.target);
            let signature = keys::sign(&self.0, message.as_bytes());
            let text = format!(
                "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",serial_no=\"{}\",\
                 timestamp=\"{timestamp}\",nonce_str=\"{nonce}\",signature=\"{signature}\"",
                self.1
            );
            Box::pin(async move { Ok(text) })
        }
    }
    // The gateway's thread is its own, so the log is the whole process's.
    watch::record();
    let gateway = gateway();
    let key = PKey::private_key_from_pem(gateway.merchant_key_pem().as_bytes()).unwrap();
    let signer = LowerCase(key, gateway.merchant_serial().to_owned());
    let client = gateway.client_builder().signer(signer).build().unwrap();
    let error = client.chain("v3/a/b").get(json!({ "query": { "x": 1 } })).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("401 SIGN_ERROR: 错误的签名，验签失败: 签名串中的请求方法未大写"),
        "{text}"
    );
    assert!(text.contains("sign it as it is sent (the method signed was `get`)"), "{text}");
    let detail = &error.api().unwrap().detail["diagnosis"][0];
    assert_eq!(
        (&detail["name"], &detail["line"], &detail["signed"], &detail["received"]),
        (&json!("method-case"), &json!("method"), &json!("get"), &json!("GET"))
    );
    assert!(gateway.requests()[0].diagnosis().unwrap().has("method-case"));
    let id = gateway.requests()[0].request_id().to_owned();
    let log = watch::recorded();
    let line = log.lines().find(|line| line.contains(&id) && line.contains("gateway answered"));
    let line = line.unwrap_or_else(|| panic!("{log}"));
    assert!(line.contains("status=401") && line.contains("the method signed was `get`"), "{line}");
}
