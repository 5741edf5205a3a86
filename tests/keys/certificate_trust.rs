//! Which lists of platform certificates are believed, and what a bad download does to calls.

use crate::support;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::symm::{Cipher, encrypt_aead};
use openssl::x509::{X509, X509NameBuilder};
use serde_json::{Value, json};
use wechatpay_chain::certificates::Refresh;
use wechatpay_chain::{
    Client, ClientBuilder, Error, ErrorKind, Outcome, PrivateKey, Promise, PublicKey,
};

use support::folder::Folder;
use support::keys::{self, Keys};
use support::server::{PATIENCE, Reply, Server, answer, now, signature, signed_answer};

const APIV3_KEY: &str = "0123456789abcdef0123456789ABCDEF";
const DAY: i64 = 86_400;

/// A certificate of the platform's key that is valid between these times, from now.
fn certificate(key: &PKey<Private>, serial: &str, from: i64, until: i64) -> X509 {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", "test").unwrap();
    let (name, mut builder) = (name.build(), X509::builder().unwrap());
    let at = |offset: i64| Asn1Time::from_unix(i64::try_from(now()).unwrap() + offset).unwrap();
    builder
        .set_serial_number(&BigNum::from_hex_str(serial).unwrap().to_asn1_integer().unwrap())
        .unwrap();
    builder.set_subject_name(&name).unwrap();
    builder.set_pubkey(key).unwrap();
    builder.set_not_before(&at(from)).unwrap();
    builder.set_not_after(&at(until)).unwrap();
    builder.sign(key, MessageDigest::sha256()).unwrap();
    builder.build()
}

fn entry(serial: &str, certificate: &X509) -> Value {
    let mut tag = [0; 16];
    let pem = certificate.to_pem().unwrap();
    let cipher = Cipher::aes_256_gcm();
    let mut ciphertext = encrypt_aead(
        cipher,
        APIV3_KEY.as_bytes(),
        Some(b"abcdef012345"),
        b"certificate",
        &pem,
        &mut tag,
    )
    .unwrap();
    ciphertext.extend_from_slice(&tag);
    json!({"serial_no": serial, "encrypt_certificate": {
        "algorithm": "AEAD_AES_256_GCM", "nonce": "abcdef012345", "associated_data": "certificate",
        "ciphertext": openssl::base64::encode_block(&ciphertext),
    }})
}

fn list(entries: &[Value]) -> Vec<u8> {
    json!({"data": entries}).to_string().into_bytes()
}

fn good() -> Vec<u8> {
    let certificate = certificate(&Keys::shared().platform, keys::PLATFORM_SERIAL, -DAY, DAY);
    list(&[entry(keys::PLATFORM_SERIAL, &certificate)])
}

/// Answers each download as told, the last for ever; other calls with a signed `{}`.
fn platform(downloads: impl IntoIterator<Item = Reply>) -> (Server, Arc<AtomicUsize>) {
    let replies = Mutex::new(downloads.into_iter().collect::<VecDeque<_>>());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let server = Server::start(move |seen| {
        if seen.target != "/v3/certificates" {
            return Reply::ok("{}");
        }
        counted.fetch_add(1, Ordering::SeqCst);
        let mut replies = replies.lock().unwrap();
        let again = match replies.front() {
            Some(Reply::Raw(bytes)) => Reply::Raw(bytes.clone()),
            _ => Reply::Nothing,
        };
        if replies.len() > 1 { replies.pop_front().unwrap() } else { again }
    });
    (server, count)
}

fn builder(server: &Server) -> ClientBuilder {
    Client::builder()
        .base_uri(server.base_uri())
        .mchid(keys::MCHID)
        .serial(keys::MERCHANT_SERIAL)
        .private_key(PrivateKey::from_pem(&Keys::shared().merchant_private_pem).unwrap())
        .apiv3_key(APIV3_KEY)
}

fn client(server: &Server) -> Client {
    builder(server).download_certificates(Refresh::new()).build().unwrap()
}

fn refresh(client: &Client) -> Result<(), Error> {
    client.certificates().unwrap().refresh().wait()
}

#[test]
fn a_list_is_believed_that_one_of_its_own_certificates_signed() {
    let (server, _) = platform([Reply::Raw(signed_answer(200, &good()))]);
    let client = client(&server);
    refresh(&client).unwrap();
    client.chain("v3/t").get(()).unwrap();
}

#[test]
fn a_list_that_opens_is_not_believed_for_that_alone() {
    let platform_key = &Keys::shared().platform;
    let stranger = keys::rsa(2048);
    let of = |key: &PKey<Private>, serial: &str, from, until| {
        entry(serial, &certificate(key, serial, from, until))
    };
    let serial = keys::PLATFORM_SERIAL;
    let mut other_algorithm = of(platform_key, serial, -DAY, DAY);
    other_algorithm["encrypt_certificate"]["algorithm"] = "AEAD_SM4_GCM".into();
    let mut announced = of(platform_key, "ABCD", -DAY, DAY);
    announced["serial_no"] = serial.into();
    let stale = {
        let message = [b"1500000000".as_slice(), b"nonce", &good(), b""].join(&b'\n');
        let signature = keys::sign(platform_key, &message);
        let headers = format!(
            "Wechatpay-Timestamp: 1500000000\r\nWechatpay-Nonce: nonce\r\nWechatpay-Serial: {serial}\r\nWechatpay-Signature: {signature}\r\n"
        );
        answer(200, &headers, &good())
    };
    let tampered = {
        let body = String::from_utf8(good()).unwrap().replace("{\"data\"", "{ \"data\"");
        answer(200, &signature(&good()), body.as_bytes())
    };
    for (name, bytes, reason) in [
        // The answer names the serial of a certificate that it brings, but another key signed it.
        (
            "signed by another key",
            signed_answer(200, &list(&[of(&stranger, serial, -DAY, DAY)])),
            "is invalid",
        ),
        (
            "signed with none of its own",
            signed_answer(200, &list(&[of(platform_key, "ABCD", -DAY, DAY)])),
            "no platform key has the serial number",
        ),
        ("stale", stale, "s off"),
        ("tampered with", tampered, "is invalid"),
        (
            "expired",
            signed_answer(200, &list(&[of(platform_key, serial, -2 * DAY, -DAY)])),
            "valid now",
        ),
        (
            "not valid yet",
            signed_answer(200, &list(&[of(platform_key, serial, DAY, 2 * DAY)])),
            "valid now",
        ),
        ("of another algorithm", signed_answer(200, &list(&[other_algorithm])), "AEAD_SM4_GCM"),
        ("of another serial than announced", signed_answer(200, &list(&[announced])), "listed as"),
        ("empty", signed_answer(200, &list(&[])), "valid now"),
    ] {
        let (server, _) = platform([Reply::Raw(bytes)]);
        let client = client(&server);
        let error = refresh(&client).expect_err(name);
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Verify, Outcome::Unknown),
            "{name}: {error}"
        );
        assert!(error.to_string().contains(reason), "{name}: {error}");
        assert!(client.certificates().unwrap().serials().is_empty(), "{name}");
    }
}

#[test]
fn a_configured_key_is_not_replaced_and_judges_the_list() {
    let stranger = keys::rsa(2048);
    let theirs = certificate(&stranger, keys::PLATFORM_SERIAL, -DAY, DAY);
    // A list that brings a certificate of the configured serial, with another key, signed by that.
    let body = list(&[entry(keys::PLATFORM_SERIAL, &theirs)]);
    let message = [now().to_string().as_bytes(), b"nonce", &body, b""].join(&b'\n');
    let headers = signature(&body);
    let line = headers
        .split_inclusive("\r\n")
        .find(|line| line.starts_with("Wechatpay-Signature"))
        .unwrap();
    let forged = headers
        .replace(line, &format!("Wechatpay-Signature: {}\r\n", keys::sign(&stranger, &message)));
    let (server, _) = platform([Reply::Raw(answer(200, &forged, &body))]);
    let key = keys::platform_certificate();
    let client = builder(&server)
        .platform_key(keys::PLATFORM_SERIAL, key)
        .download_certificates(Refresh::new())
        .build()
        .unwrap();
    assert_eq!(refresh(&client).unwrap_err().kind(), ErrorKind::Verify);
    // An empty list signed by the configured key is no success, either.
    client.chain("v3/t").get(()).unwrap();
}

#[test]
fn without_any_key_nothing_is_sent_that_could_not_be_verified() {
    let failing = || Reply::Raw(answer(502, "", b"<html>"));
    let (server, downloads) = platform([failing(), Reply::Raw(signed_answer(200, &good()))]);
    let client = client(&server);
    let error = client.chain("v3/pay").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Config, Outcome::NotSent), "{error}");
    assert!(
        error.to_string().contains("502") && error.to_string().contains("nothing was sent"),
        "{error}"
    );
    assert!(client.certificates().unwrap().last_error().unwrap().contains("502"));
    // At once it is not tried again, but soon.
    assert_eq!(client.chain("v3/pay").post(()).unwrap_err().outcome(), Outcome::NotSent);
    assert_eq!(downloads.load(Ordering::SeqCst), 1);
    refresh(&client).unwrap();
    assert_eq!(client.certificates().unwrap().last_error(), None, "a success clears it");
    client.chain("v3/pay").post(()).unwrap();
    assert_eq!(server.requests().iter().filter(|seen| seen.target == "/v3/pay").count(), 1);
}

#[test]
fn a_caller_that_gives_up_leaves_the_download_to_the_others() {
    let slow = Mutex::new(Some(Duration::from_millis(400)));
    let list = good();
    let server = Server::start(move |seen| {
        if seen.target != "/v3/certificates" {
            return Reply::ok("{}");
        }
        if let Some(pause) = slow.lock().unwrap().take() {
            std::thread::sleep(pause);
        }
        Reply::Raw(signed_answer(200, &list))
    });
    let client = client(&server);
    let error = client.chain("v3/t").get(json!({"timeout": 0.05})).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::NotSent), "{error}");
    // The same download serves the next call.
    client.chain("v3/t").get(()).unwrap();
    assert_eq!(
        server.requests().iter().filter(|seen| seen.target == "/v3/certificates").count(),
        1
    );
}

#[test]
fn an_idle_runtime_holds_up_nobody() {
    let list = good();
    let server = Server::start(move |seen| {
        if seen.target == "/v3/certificates" {
            std::thread::sleep(Duration::from_millis(100));
            return Reply::Raw(signed_answer(200, &list));
        }
        Reply::ok("{}")
    });
    let client = client(&server);
    // It begins the download, and is never driven again.
    let idle = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let first = idle.spawn(client.chain("v3/t").get_async(()));
    idle.block_on(async { tokio::time::sleep(Duration::from_millis(20)).await });
    client.chain("v3/t").get(()).unwrap();
    refresh(&client).unwrap();
    drop(first);
}

#[test]
fn unknown_serials_of_strangers_cost_nothing() {
    let (server, downloads) = platform([Reply::Nothing]);
    let client = client(&server);
    let parser = client.notifications().unwrap();
    let mut headers = http::HeaderMap::new();
    for (name, value) in
        [("timestamp", now().to_string()), ("nonce", "n".into()), ("signature", "AAAA".into())]
    {
        headers.insert(
            http::HeaderName::try_from(format!("wechatpay-{name}")).unwrap(),
            value.parse().unwrap(),
        );
    }
    for number in 0..2000 {
        headers.insert("wechatpay-serial", format!("{number:0>4000}").parse().unwrap());
        assert!(parser.parse(&headers, "{}").is_err());
    }
    server.wait_for_requests(1);
    assert_eq!(downloads.load(Ordering::SeqCst), 1, "one download for all of them");
}

#[test]
fn intervals_run_beside_a_configured_key() {
    let (server, downloads) = platform([Reply::Raw(signed_answer(200, &good()))]);
    let key = keys::platform_certificate();
    let client = builder(&server)
        .platform_key(keys::PLATFORM_SERIAL, key)
        .download_certificates(Refresh::new().every(Duration::from_millis(20)))
        .build()
        .unwrap();
    client.chain("v3/t").get(()).unwrap();
    let begun = Instant::now();
    while downloads.load(Ordering::SeqCst) < 3 {
        assert!(begun.elapsed() < PATIENCE, "it is not refreshed");
        std::thread::yield_now();
    }
    drop(client);
}

fn ahead(hours: u64) -> SystemTime {
    SystemTime::now() + Duration::from_secs(hours * 3600)
}

/// A cache as a client writes it.
fn cached(folder: &Folder) -> std::path::PathBuf {
    let cache = folder.at("certificates.json");
    let (server, _) = platform([Reply::Raw(signed_answer(200, &good()))]);
    let download = Refresh::new().cache(&cache);
    refresh(&builder(&server).download_certificates(download).build().unwrap()).unwrap();
    cache
}

/// What a client believes of a cache, and what it logs.
fn believes(cache: &std::path::Path, clock: fn() -> SystemTime) -> (usize, String) {
    let (server, _) = platform([Reply::Nothing]);
    let log = support::log::Log::default();
    let client = tracing::dispatcher::with_default(&log.dispatch(), || {
        let download = Refresh::new().cache(cache);
        builder(&server).clock(clock).download_certificates(download).build().unwrap()
    });
    (client.certificates().unwrap().serials().len(), log.text())
}

#[test]
fn a_cache_is_believed_for_12_hours_by_what_it_says_itself() {
    let folder = Folder::new();
    let cache = cached(&folder);
    assert_eq!(believes(&cache, SystemTime::now).0, 1);
    assert_eq!(believes(&cache, || ahead(11)).0, 1);
    for (clock, reason) in [
        ((|| ahead(13)) as fn() -> SystemTime, "hours old"),
        (|| SystemTime::now() - Duration::from_secs(3600), "in the future"),
    ] {
        // An old file that is put back is as old as it says, whatever the file system says.
        std::fs::write(&cache, std::fs::read(&cache).unwrap()).unwrap();
        let (count, log) = believes(&cache, clock);
        assert_eq!(count, 0, "{reason}");
        assert!(log.contains("WARN") && log.contains(reason), "{log}");
    }
    // Its time can't be changed without the key.
    let text = std::fs::read_to_string(&cache).unwrap();
    let (name, rest) = text.split_once(' ').unwrap();
    let (time, rest) = rest.split_once(' ').unwrap();
    let later = time.parse::<u64>().unwrap() + 1;
    std::fs::write(&cache, format!("{name} {later} {rest}")).unwrap();
    let (count, log) = believes(&cache, SystemTime::now);
    assert_eq!(count, 0);
    assert!(log.contains("written with another APIv3 key"), "{log}");
    // Nor is the bare answer believed, which may be years old.
    std::fs::write(&cache, good()).unwrap();
    assert_eq!(believes(&cache, SystemTime::now).0, 0);
}

#[test]
fn a_bad_download_leaves_the_cache_alone() {
    let folder = Folder::new();
    let cache = cached(&folder);
    let age = |client: &Client| client.certificates().unwrap().last_refreshed().unwrap().elapsed();
    let before = std::fs::read(&cache).unwrap();
    let (failing, _) = platform([Reply::Raw(signed_answer(200, &list(&[])))]);
    let client =
        builder(&failing).download_certificates(Refresh::new().cache(&cache)).build().unwrap();
    assert!(age(&client).unwrap() < PATIENCE);
    refresh(&client).unwrap_err();
    assert_eq!(std::fs::read(&cache).unwrap(), before);
}

/// A pipe would be waited for, and a device or a huge file would fill the memory.
#[cfg(unix)]
#[test]
fn only_a_file_of_a_sane_size_is_read_as_a_cache() {
    let folder = Folder::new();
    let pipe = folder.at("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let huge = folder.at("huge");
    std::fs::File::create(&huge).unwrap().set_len(1 << 34).unwrap();
    let directory = folder.path().to_owned();
    for (path, reason) in [
        (pipe, "it is not a regular file"),
        (directory, "it is not a regular file"),
        ("/dev/zero".into(), "it is not a regular file"),
        (huge, "larger than 1 MiB"),
    ] {
        let (sender, receiver) = std::sync::mpsc::channel();
        let given = path.clone();
        std::thread::spawn(move || sender.send(believes(&given, SystemTime::now)));
        let (count, log) = receiver.recv_timeout(PATIENCE).expect("build() hangs");
        assert_eq!(count, 0);
        let path = path.display().to_string();
        assert!(log.contains("WARN") && log.contains(reason) && log.contains(&path), "{log}");
    }
}

/// Panics at the first call.
struct PanicsOnce(std::sync::atomic::AtomicBool, PrivateKey);

impl wechatpay_chain::Signer for PanicsOnce {
    fn authorization<'a>(
        &'a self,
        input: &'a wechatpay_chain::SignInput<'a>,
    ) -> wechatpay_chain::BoxFuture<'a, Result<String, wechatpay_chain::BoxError>> {
        Box::pin(async move {
            assert!(self.0.swap(true, Ordering::SeqCst), "the signer's bug, once");
            let _ = (input, &self.1);
            Ok("signed".to_owned())
        })
    }
}

#[test]
fn a_panic_during_the_download_ends_that_download_alone() {
    let (server, downloads) = platform([Reply::Raw(signed_answer(200, &good()))]);
    let key = PrivateKey::from_pem(&Keys::shared().merchant_private_pem).unwrap();
    let client = builder(&server)
        .signer(PanicsOnce(false.into(), key))
        .download_certificates(Refresh::new())
        .build()
        .unwrap();
    let error = client.chain("v3/pay").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Config, Outcome::NotSent), "{error}");
    assert!(error.to_string().contains("panicked"), "{error}");
    assert_eq!(downloads.load(Ordering::SeqCst), 0);
    // For a moment the same is told again, and then it is tried again.
    let again = client.chain("v3/pay").post(()).unwrap_err();
    assert!(again.to_string().contains("panicked"), "{again}");
    assert!(client.certificates().unwrap().last_error().unwrap().contains("panicked"));
    refresh(&client).unwrap();
    client.chain("v3/pay").post(()).unwrap();
    assert_eq!(client.certificates().unwrap().last_error(), None);
}

#[test]
fn the_refresh_outlives_any_number_of_failures() {
    let (server, downloads) = platform([Reply::Raw(answer(502, "", b"x"))]);
    let client = builder(&server)
        .platform_key(keys::PLATFORM_SERIAL, keys::platform_certificate())
        .download_certificates(Refresh::new().every(Duration::from_millis(1)))
        .build()
        .unwrap();
    client.chain("v3/t").get(()).unwrap();
    let begun = Instant::now();
    // A pause that doubles each time would be beyond all numbers by then.
    while downloads.load(Ordering::SeqCst) < 90 {
        assert!(begun.elapsed() < PATIENCE, "{} downloads", downloads.load(Ordering::SeqCst));
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A list, or any body, signed at `time` by the certificate of this serial.
fn signed_by(serial: &str, time: u64, body: &[u8]) -> Reply {
    let message = [time.to_string().as_bytes(), b"nonce", body, b""].join(&b'\n');
    let signature = keys::sign(&Keys::shared().platform, &message);
    let headers = format!(
        "Wechatpay-Timestamp: {time}\r\nWechatpay-Nonce: nonce\r\nWechatpay-Serial: {serial}\r\nWechatpay-Signature: {signature}\r\n"
    );
    Reply::Raw(answer(200, &headers, body))
}

#[test]
fn a_certificate_that_is_no_longer_listed_is_believed_for_ten_minutes() {
    use std::sync::atomic::AtomicU64;
    static OFFSET: AtomicU64 = AtomicU64::new(0);
    fn clock() -> SystemTime {
        SystemTime::now() + Duration::from_secs(OFFSET.load(Ordering::SeqCst))
    }
    let (old, new) = (keys::PLATFORM_SERIAL, "AB12");
    let of = |serial: &str, from| {
        entry(serial, &certificate(&Keys::shared().platform, serial, from, 2 * DAY))
    };
    // The old one was issued last, so that it would be encrypted with.
    let both = list(&[of(old, -DAY), of(new, -2 * DAY)]);
    let one = list(&[of(new, -2 * DAY)]);
    let count = AtomicUsize::new(0);
    let server = Server::start(move |seen| {
        let time = now() + OFFSET.load(Ordering::SeqCst);
        match seen.target.as_str() {
            "/v3/certificates" if count.fetch_add(1, Ordering::SeqCst) == 0 => {
                signed_by(new, time, &both)
            }
            "/v3/certificates" => signed_by(new, time, &one),
            _ => signed_by(old, time, b"{}"),
        }
    });
    let client =
        builder(&server).clock(clock).download_certificates(Refresh::new()).build().unwrap();
    let believed = || client.certificates().unwrap().serials();
    refresh(&client).unwrap();
    assert_eq!((believed().len(), client.sensitive().unwrap().serial()), (2, old));
    refresh(&client).unwrap();
    // Nothing is encrypted with it any more; an answer may be under way.
    assert_eq!((believed().len(), client.sensitive().unwrap().serial()), (2, new));
    client.chain("v3/t").get(()).unwrap();
    // Further downloads do not put it off.
    OFFSET.store(540, Ordering::SeqCst);
    refresh(&client).unwrap();
    client.chain("v3/t").get(()).unwrap();
    OFFSET.store(601, Ordering::SeqCst);
    assert_eq!(believed().len(), 1);
    let error = client.chain("v3/t").get(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Verify, Outcome::Unknown), "{error}");
    assert!(error.to_string().contains("no platform key has the serial number"), "{error}");
}

#[test]
fn a_configured_certificate_is_believed_as_long_as_it_is_valid() {
    use std::sync::atomic::AtomicI64;
    static OFFSET: AtomicI64 = AtomicI64::new(0);
    fn clock() -> SystemTime {
        let offset = OFFSET.load(Ordering::SeqCst);
        SystemTime::now() - Duration::from_secs(u64::try_from(2 * DAY - offset).unwrap())
    }
    let platform_key = &Keys::shared().platform;
    let serial = keys::PLATFORM_SERIAL;
    // Expired yesterday; by the client's clock, two days behind at first, it is still valid.
    let expired = || {
        let certificate = certificate(platform_key, serial, -9 * DAY, -DAY);
        PublicKey::from_pem(certificate.to_pem().unwrap()).unwrap()
    };
    let server = Server::start(|_| {
        let offset = u64::try_from(2 * DAY - OFFSET.load(Ordering::SeqCst)).unwrap();
        signed_by(keys::PLATFORM_SERIAL, now() - offset, b"{}")
    });
    let client = builder(&server).platform_key(serial, expired()).clock(clock).build().unwrap();
    client.chain("v3/t").get(()).unwrap();
    let parser = client.notifications().unwrap();
    let headers = || {
        let offset = u64::try_from(2 * DAY - OFFSET.load(Ordering::SeqCst)).unwrap();
        let time = (now() - offset).to_string();
        let message = [time.as_bytes(), b"nonce", b"{}", b""].join(&b'\n');
        let signature = keys::sign(platform_key, &message);
        let mut headers = http::HeaderMap::new();
        for (name, value) in [
            ("wechatpay-timestamp", time.as_str()),
            ("wechatpay-nonce", "nonce"),
            ("wechatpay-serial", serial),
            ("wechatpay-signature", &signature),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        headers
    };
    parser.verify(&headers(), "{}").unwrap();
    OFFSET.store(2 * DAY, Ordering::SeqCst);
    let refused = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!((refused.kind(), refused.outcome()), (ErrorKind::Verify, Outcome::Unknown));
    for error in [refused, parser.verify(&headers(), "{}").unwrap_err()] {
        let text = error.to_string();
        assert!(text.contains("has expired on ") && text.contains("GMT"), "{text}");
        assert!(text.contains("download_certificates"), "{text}");
    }
    assert!(client.sensitive().is_err(), "nothing is encrypted with it");
    // It can't be the only key of a new client, nor of a new parser.
    let early = || {
        let certificate = certificate(platform_key, "AB12", DAY, 2 * DAY);
        PublicKey::from_pem(certificate.to_pem().unwrap()).unwrap()
    };
    let parser = wechatpay_chain::NotificationParser::builder().verifying_only();
    for (error, reason) in [
        (builder(&server).platform_key(serial, expired()).build().unwrap_err(), "has expired on"),
        (builder(&server).platform_key("AB12", early()).build().unwrap_err(), "not valid before"),
        (parser.platform_key(serial, expired()).build().unwrap_err(), "has expired on"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(reason), "{error}");
    }
    // Beside another key, or a download, it is warned of.
    let public_key = || PublicKey::from_pem(&Keys::shared().platform_public_pem).unwrap();
    for others in [
        builder(&server).platform_key("PUB_KEY_ID_1", public_key()),
        builder(&server).download_certificates(Refresh::new()),
    ] {
        let log = support::log::Log::default();
        tracing::dispatcher::with_default(&log.dispatch(), || {
            others.platform_key(serial, expired()).build().unwrap();
        });
        let text = log.text();
        assert!(text.contains("WARN") && text.contains("has expired on"), "{text}");
    }
}

#[test]
fn a_certificate_that_expires_is_not_used_any_more() {
    use std::sync::atomic::AtomicI64;
    static OFFSET: AtomicI64 = AtomicI64::new(0);
    fn clock() -> SystemTime {
        SystemTime::now()
            + Duration::from_secs(u64::try_from(OFFSET.load(Ordering::SeqCst)).unwrap())
    }
    let (server, _) = platform([Reply::Raw(signed_answer(200, &good()))]);
    let key = PublicKey::from_pem(keys::rsa(2048).public_key_to_pem().unwrap()).unwrap();
    // Beside another key, so that calls go out all the same.
    let client = builder(&server)
        .platform_key("PUB_KEY_ID_1", key)
        .clock(clock)
        .download_certificates(Refresh::new())
        .build()
        .unwrap();
    refresh(&client).unwrap();
    assert_eq!(client.sensitive().unwrap().serial(), "PUB_KEY_ID_1", "a public key goes first");
    let calls: Promise<Vec<_>> = Promise::all([client.chain("v3/t").get_async(())]);
    calls.wait().unwrap();
    OFFSET.store(2 * DAY, Ordering::SeqCst);
    let error = client.chain("v3/t").get(()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Verify);
}

#[test]
fn the_newest_certificate_encrypts_unless_a_public_key_is_configured() {
    let platform_key = &Keys::shared().platform;
    let of = |serial: &str, from| entry(serial, &certificate(platform_key, serial, from, DAY));
    let both = list(&[of(keys::PLATFORM_SERIAL, -3 * DAY), of("AB12", -DAY), of("AB11", -2 * DAY)]);
    let (server, _) = platform([Reply::Raw(signed_answer(200, &both))]);
    let key = || PublicKey::from_pem(&Keys::shared().platform_public_pem).unwrap();
    let encrypts = |builder: ClientBuilder| {
        let client = builder.download_certificates(Refresh::new()).build().unwrap();
        refresh(&client).unwrap();
        client.sensitive().unwrap().serial().to_owned()
    };
    assert_eq!(encrypts(builder(&server)), "AB12");
    let certificate = keys::platform_certificate();
    assert_eq!(encrypts(builder(&server).platform_key(keys::PLATFORM_SERIAL, certificate)), "AB12");
    assert_eq!(encrypts(builder(&server).platform_key("PUB_KEY_ID_1", key())), "PUB_KEY_ID_1");
}
