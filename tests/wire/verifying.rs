//! Answers: whose they are, and what becomes of those that are nobody's.

use crate::support;

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use serde_json::json;
use wechatpay_chain::{
    BoxError, BoxFuture, Client, Error, ErrorKind, Options, Outcome, PrivateKey, PublicKey,
    Response, ResponseExt, Verification, Verifier, VerifyInput,
};

use support::keys::{self, Keys};
use support::server::{Reply, Server, answer, now, signature, signed_answer};

/// The outcome of a GET that is answered so.
fn get(path: &str, bytes: Vec<u8>) -> Result<Response, Error> {
    let server = Server::start(move |_| Reply::Raw(bytes.clone()));
    let result = support::client(&server).chain(path).get(());
    assert!(server.only_request().is_signed());
    result
}

fn verification(response: &Response) -> &Verification {
    response.extensions().get().unwrap()
}

fn distrusted(bytes: Vec<u8>, reason: &str) -> Error {
    let error = get("v3/t", bytes).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Verify, Outcome::Unknown), "{error}");
    assert!(error.to_string().contains(reason), "{reason}: {error}");
    assert_eq!(error.status().unwrap(), 200);
    error
}

#[test]
fn a_signed_answer_comes_back_raw() {
    let body = r#"{ "b":1, "a": "中" }"#.as_bytes();
    let headers = format!("{}Content-Type: application/json\r\nX-Own: 1\r\n", signature(body));
    let response = get("v3/t", answer(200, &headers, body)).unwrap();
    assert_eq!(&response.body()[..], body);
    assert_eq!(response.headers()["x-own"], "1");
    let serial = keys::PLATFORM_SERIAL.to_owned();
    assert_eq!(verification(&response), &Verification::Verified { serial });
    assert_eq!(response.json::<serde_json::Value>().unwrap(), json!({"a": "中", "b": 1}));
    let response = get("v3/t", signed_answer(204, b"")).unwrap();
    assert_eq!((response.status().as_u16(), response.body().len()), (204, 0));
    assert!(matches!(verification(&response), Verification::Verified { .. }));
}

#[test]
fn zeros_before_a_serial_number_mean_nothing() {
    let server = Server::start(|_| Reply::ok("{}"));
    let padded = format!("00{}", keys::PLATFORM_SERIAL);
    let key = keys::platform_certificate;
    let other = keys::certified(&keys::rsa(2048), keys::PLATFORM_SERIAL);
    let client = |serial: &str, key: PublicKey| {
        let merchant = PrivateKey::from_pem(&Keys::shared().merchant_private_pem).unwrap();
        let builder = Client::builder().base_uri(server.base_uri()).mchid(keys::MCHID);
        let builder = builder.serial(keys::MERCHANT_SERIAL).private_key(merchant);
        builder.platform_key(serial, key).build()
    };
    client(&padded, key()).unwrap().chain("v3/t").get(()).unwrap();
    client(&padded, other).unwrap().chain("v3/t").get(()).unwrap_err();
    // So they are one, and given twice.
    let error = support::builder(&server).platform_key(padded, key()).build().unwrap_err();
    assert!(error.to_string().contains("given twice"), "{error}");
}

#[test]
fn a_2xx_that_is_not_wechat_pays_is_an_error_that_keeps_it() {
    let good = signature(b"{}");
    let without = |name: &str| {
        let lines = good.split_inclusive("\r\n").filter(|line| !line.starts_with(name));
        lines.collect::<String>()
    };
    let line =
        |name: &str| good.split_inclusive("\r\n").find(|line| line.starts_with(name)).unwrap();
    let error = distrusted(answer(200, "", b"{}"), "no `wechatpay-signature` header");
    assert_eq!(error.verification(), Some(&Verification::Missing));
    assert_eq!(&error.response().unwrap().body()[..], b"{}");
    let error = distrusted(answer(200, &good, b"{ }"), "is invalid");
    assert_eq!(error.verification(), Some(&Verification::Wrong));
    for name in ["Wechatpay-Serial", "Wechatpay-Timestamp", "Wechatpay-Nonce"] {
        let error = distrusted(
            answer(200, &without(name), b"{}"),
            &format!("no `{}`", name.to_lowercase()),
        );
        assert_eq!(error.verification(), Some(&Verification::Wrong));
    }
    // Doubled headers, even the same twice.
    for name in
        ["Wechatpay-Serial", "Wechatpay-Timestamp", "Wechatpay-Nonce", "Wechatpay-Signature"]
    {
        let doubled = format!("{good}{}", line(name));
        distrusted(answer(200, &doubled, b"{}"), "more than one");
    }
    let other = good.replace(keys::PLATFORM_SERIAL, "ABCD");
    distrusted(answer(200, &other, b"{}"), "no platform key has the serial number `ABCD`");
    let timestamp = |text: &str| {
        let own = line("Wechatpay-Timestamp");
        answer(200, &good.replace(own, &format!("Wechatpay-Timestamp: {text}\r\n")), b"{}")
    };
    for text in ["", "abc", "1e9", "99999999999999999999999", "-1"] {
        distrusted(timestamp(text), "not a time in seconds");
    }
    distrusted(timestamp("0"), "s off");
    distrusted(timestamp(&(now() + 1000).to_string()), "s off");
    let latin = good.replace("Wechatpay-Nonce: nonce", "Wechatpay-Nonce: n\u{fc}");
    distrusted(answer(200, &latin, b"{}"), "not ASCII");
    let signature = |text: &str| {
        let own = line("Wechatpay-Signature");
        answer(200, &good.replace(own, &format!("Wechatpay-Signature: {text}\r\n")), b"{}")
    };
    for text in ["", "!!!!", "WECHATPAY/SIGNTEST/abc", "AAAA"] {
        distrusted(signature(text), "is invalid");
    }
}

#[test]
fn the_clock_may_be_300_seconds_off_and_no_more() {
    use std::time::{Duration, SystemTime};
    // Any second may pass between the two clocks, so the boundary is tested with a fixed one.
    fn fixed() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
    }
    for (offset, accepted) in [(-301, false), (-300, true), (0, true), (300, true), (301, false)] {
        let timestamp = (1_700_000_000 + offset).to_string();
        let message = [timestamp.as_bytes(), b"nonce", b"{}", b""].join(&b'\n');
        let signature = keys::sign(&Keys::shared().platform, &message);
        let serial = keys::PLATFORM_SERIAL;
        let headers = format!(
            "Wechatpay-Timestamp: {timestamp}\r\nWechatpay-Nonce: nonce\r\nWechatpay-Serial: {serial}\r\nWechatpay-Signature: {signature}\r\n"
        );
        let server = Server::start(move |_| Reply::Raw(answer(200, &headers, b"{}")));
        let client = support::builder(&server).clock(fixed).build().unwrap();
        assert_eq!(client.chain("v3/t").get(()).is_ok(), accepted, "{offset}");
    }
}

#[test]
fn certificate_and_public_key_work_side_by_side() {
    let second = keys::rsa(2048);
    let second_key = second.clone();
    let server = Server::start(move |seen| {
        let by_certificate = signed_answer(200, b"{}");
        if seen.target == "/v3/certificate" {
            return Reply::Raw(by_certificate);
        }
        let message = [now().to_string().as_bytes(), b"nonce", b"{}", b""].join(&b'\n');
        let signature = keys::sign(&second_key, &message);
        let headers = format!(
            "Wechatpay-Timestamp: {}\r\nWechatpay-Nonce: nonce\r\nWechatpay-Serial: PUB_KEY_ID_01\r\nWechatpay-Signature: {signature}\r\n",
            now()
        );
        Reply::Raw(answer(200, &headers, b"{}"))
    });
    let client = support::builder(&server)
        .platform_key(
            "PUB_KEY_ID_01",
            PublicKey::from_pem(second.public_key_to_pem().unwrap()).unwrap(),
        )
        .build()
        .unwrap();
    for (path, serial) in [("v3/certificate", keys::PLATFORM_SERIAL), ("v3/key", "PUB_KEY_ID_01")] {
        let response = client.chain(path).get(()).unwrap();
        assert_eq!(verification(&response), &Verification::Verified { serial: serial.to_owned() });
    }
}

#[test]
fn error_answers_tell_whose_they_are() {
    let body =
        r#"{"code":"PARAM_ERROR","message":"参数错误","detail":{"field":"mchid"}}"#.as_bytes();
    for (bytes, verdict, note) in [
        (signed_answer(400, body), None, ""),
        (answer(400, "", body), Some(Verification::Missing), "(unsigned)"),
        (answer(400, &signature(b"other"), body), Some(Verification::Wrong), "(not verified: "),
    ] {
        let error = get("v3/t", bytes).unwrap_err();
        let outcome = if verdict.is_none() { Outcome::Refused } else { Outcome::Unknown };
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Api, outcome));
        match verdict {
            None => assert!(matches!(error.verification(), Some(Verification::Verified { .. }))),
            verdict => assert_eq!(error.verification(), verdict.as_ref()),
        }
        assert!(error.to_string().contains(note), "{error}");
        let api = error.api().unwrap();
        assert_eq!((api.code.as_str(), api.message.as_str()), ("PARAM_ERROR", "参数错误"));
        assert_eq!(api.detail, json!({"field": "mchid"}));
    }
}

fn encoded<W: Write>(mut encoder: W, body: &[u8], finish: impl FnOnce(W) -> Vec<u8>) -> Vec<u8> {
    encoder.write_all(body).unwrap();
    finish(encoder)
}

#[test]
fn the_signature_is_over_the_decoded_body() {
    let body = r#"{"a":"a long enough text to be worth it, worth it, worth it"}"#.as_bytes();
    let gzip =
        encoded(GzEncoder::new(Vec::new(), Compression::fast()), body, |e| e.finish().unwrap());
    let zlib =
        encoded(ZlibEncoder::new(Vec::new(), Compression::fast()), body, |e| e.finish().unwrap());
    let raw = encoded(DeflateEncoder::new(Vec::new(), Compression::fast()), body, |e| {
        e.finish().unwrap()
    });
    let twice =
        encoded(GzEncoder::new(Vec::new(), Compression::fast()), &gzip, |e| e.finish().unwrap());
    for (encoding, bytes) in [
        ("gzip", &gzip),
        ("x-gzip", &gzip),
        ("deflate", &zlib),
        ("deflate", &raw),
        ("gzip, GZIP", &twice),
        ("identity", &body.to_vec()),
    ] {
        let headers = format!("{}Content-Encoding: {encoding}\r\n", signature(body));
        let response = get("v3/t", answer(200, &headers, bytes)).unwrap();
        assert_eq!(&response.body()[..], body, "{encoding}");
        assert!(!response.headers().contains_key("content-encoding"));
        assert!(!response.headers().contains_key("content-length"));
    }
    // In two lines, undone in the order opposite to that in which they were applied.
    let inner =
        encoded(ZlibEncoder::new(Vec::new(), Compression::fast()), body, |e| e.finish().unwrap());
    let outer =
        encoded(GzEncoder::new(Vec::new(), Compression::fast()), &inner, |e| e.finish().unwrap());
    let lines =
        format!("{}Content-Encoding: deflate\r\nContent-Encoding: gzip\r\n", signature(body));
    assert_eq!(&get("v3/t", answer(200, &lines, &outer)).unwrap().body()[..], body);
    // Chunked, and with trailers.
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n{}\r\n2\r\n{{}}\r\n0\r\nX-Trailer: 1\r\n\r\n",
        signature(b"{}")
    );
    assert_eq!(&get("v3/t", chunked.into_bytes()).unwrap().body()[..], b"{}");
    for (encoding, bytes, reason) in [
        ("br", &gzip, "`br` is not supported"),
        ("gzip", &body.to_vec(), "can't be decoded"),
        ("gzip", &gzip[..20].to_vec(), "can't be decoded"),
    ] {
        let headers = format!("{}Content-Encoding: {encoding}\r\n", signature(body));
        distrusted(answer(200, &headers, bytes), reason);
    }
}

#[test]
fn a_gzip_bomb_is_not_unpacked() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let block = vec![0; 1 << 20];
    for _ in 0..65 {
        encoder.write_all(&block).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let headers = format!("{}Content-Encoding: gzip\r\n", signature(b""));
    distrusted(answer(200, &headers, &bomb), "more than");
}

#[test]
fn downloads_are_exempt_by_exact_path_and_host() {
    let unsigned = || answer(200, "", b"raw");
    let id = "v3/merchant-service/images/{id}";
    let server = Server::start(move |_| Reply::Raw(unsigned()));
    let client = support::client(&server);
    let exempt = |path: &str, id: &str| {
        let options = if path.contains("id}") { json!({"id": id}) } else { json!({}) };
        client.chain(path).get(options)
    };
    for path in [
        "v3/billdownload/file",
        "v3/billdownload/file?token=Abc",
        "v3/transferdownload/elecvoucherfile",
        "v3/transferdownload/signfile",
        id,
        "v3/global/merchant-service/images/{id}",
    ] {
        assert_eq!(verification(&exempt(path, "aB/c==").unwrap()), &Verification::Exempt, "{path}");
    }
    for (path, value) in [
        ("v3/billdownload/files", ""),
        ("v3/billdownload/file/", ""),
        ("v3/billdownload/file/x", ""),
        ("x/v3/billdownload/file", ""),
        (id, "upload"),
        (id, "upload2"),
        ("v3/merchant-service/images/{+id}", "a/b"),
        // Another spelling of another path.
        ("v3/merchant-service/images/{+id}", "%75pload"),
        ("v3/merchant-service/images/{+id}", "a%3Bb"),
        ("v3/merchant-service/images/{+id}", "a%252Fb"),
        ("v3/merchant-service/images/{+id}", "a;b"),
        ("v3/merchant-service/images/%75pload", ""),
        ("v3/%6derchant-service/images/a", ""),
        ("v3/billdownload/fil%65", ""),
        ("v3/billdownload%2Ffile", ""),
        (id, "%75pload"),
        (id, "图"),
    ] {
        assert_eq!(exempt(path, value).unwrap_err().kind(), ErrorKind::Verify, "{path}");
    }
    assert_eq!(
        client.chain("v3/billdownload/file").post(()).unwrap_err().kind(),
        ErrorKind::Verify
    );
    // A layer that rewrites the path makes no image of what is none.
    for path in ["..", ".", "%2E%2E"] {
        let uri = format!("{}v3/merchant-service/images/{path}", server.base_uri());
        let uri: http::Uri = uri.parse().unwrap();
        let layer = support::recorder::changing(move |request| *request.uri_mut() = uri.clone());
        let client = support::builder(&server).layer(layer).build().unwrap();
        assert_eq!(client.chain("v3/t").get(()).unwrap_err().kind(), ErrorKind::Verify, "{path}");
    }
    // A host that is merely trusted does not speak for WeChat Pay.
    let other = Server::start(move |_| Reply::Raw(answer(200, "", b"raw")));
    let client = support::builder(&server).trust_host(other.address().to_string()).build().unwrap();
    let error = client
        .chain("v3/billdownload/file")
        .get(json!({"base_uri": other.base_uri()}))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Verify);
    // An error's body is no download.
    let error = get("v3/billdownload/file", answer(400, "", b"{\"code\":\"X\"}")).unwrap_err();
    assert_eq!(error.verification(), Some(&Verification::Missing));
}

#[test]
fn a_statement_is_verified_by_its_hash() {
    let body = b"a,b\n1,2\n";
    let sha1: String = openssl::sha::sha1(body).iter().map(|byte| format!("{byte:02x}")).collect();
    let signed = format!("{{\"sha1\":\"{sha1}\"}}");
    let headers = |sha1: &str| {
        format!("{}Wechatpay-Statement-Sha1: {sha1}\r\n", signature(signed.as_bytes()))
    };
    for path in ["hk/v3/statements", "v3/global/statements"] {
        let response = get(path, answer(200, &headers(&sha1), body)).unwrap();
        assert!(matches!(verification(&response), Verification::Verified { .. }));
        // Without the header it is an answer like any other.
        assert!(get(path, signed_answer(200, body)).is_ok());
        let exchanged = get(path, answer(200, &headers(&sha1), b"a,b\n1,9\n")).unwrap_err();
        assert!(exchanged.to_string().contains("SHA-1"), "{exchanged}");
        let doubled = format!("{}Wechatpay-Statement-Sha1: {sha1}\r\n", headers(&sha1));
        assert!(get(path, answer(200, &doubled, body)).is_err());
    }
    assert!(get("v3/statements", answer(200, &headers(&sha1), body)).is_err());
}

/// Asks somebody else.
struct Remote;

impl Verifier for Remote {
    fn verify<'a>(&'a self, input: &'a VerifyInput<'a>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            let own = keys::verify(&Keys::shared().platform, &input.message(), input.signature);
            if own { Ok(()) } else { Err("not in the vault".into()) }
        })
    }
}

#[test]
fn a_verifier_takes_the_keys_place() {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/v3/good" => Reply::ok("{}"),
        _ => Reply::Raw(answer(200, &signature(b"{}"), b"{ }")),
    });
    let client = Client::builder()
        .base_uri(server.base_uri())
        .mchid(keys::MCHID)
        .serial(keys::MERCHANT_SERIAL)
        .private_key(
            wechatpay_chain::PrivateKey::from_pem(&Keys::shared().merchant_private_pem).unwrap(),
        )
        .verifier(Remote)
        .build()
        .unwrap();
    client.chain("v3/good").get(()).unwrap();
    let error = client.chain("v3/bad").get(Options::new()).unwrap_err();
    assert!(error.to_string().contains("not in the vault"), "{error}");
}
