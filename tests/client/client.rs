//! Building a client: what it needs, and what it refuses.

use crate::support;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use serde_json::json;
use wechatpay_chain::{
    BoxError, BoxFuture, Client, ClientBuilder, ErrorKind, PrivateKey, PublicKey, SignInput, Signer,
};

use support::keys::{self, Keys};
use support::log::Log;
use support::server::{Reply, Server};

fn merchants_key() -> PrivateKey {
    PrivateKey::from_pem(&Keys::shared().merchant_private_pem).unwrap()
}

fn platforms_key() -> PublicKey {
    PublicKey::from_pem(&Keys::shared().platform_public_pem).unwrap()
}

fn merchants_public() -> PublicKey {
    PublicKey::from_pem(Keys::shared().merchant.public_key_to_pem().unwrap()).unwrap()
}

fn complete() -> ClientBuilder {
    Client::builder()
        .mchid(keys::MCHID)
        .serial(keys::MERCHANT_SERIAL)
        .private_key(merchants_key())
        .platform_key(keys::PLATFORM_SERIAL, keys::platform_certificate())
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    let builder = Client::builder;
    complete().build().unwrap();
    let certificate = keys::certificate(&Keys::shared().merchant, keys::MERCHANT_SERIAL);
    let merchants_certificate = PublicKey::from_pem(certificate.to_pem().unwrap()).unwrap();
    let others_certificate = keys::certificate(&Keys::shared().platform, "AB2");
    let others_certificate = PublicKey::from_pem(others_certificate.to_pem().unwrap()).unwrap();
    for (builder, parts) in [
        (builder(), &["mchid()", "serial()", "private_key()", "platform_key()"][..]),
        (builder().platform_key("A1", platforms_key()).mchid("1"), &["serial()", "private_key()"]),
        (builder().mchid("1").serial("B1").private_key(merchants_key()), &["platform_key()"]),
        (complete().mchid(""), &["mchid()"]),
        (complete().mchid("1900\"000109"), &["mchid", "letters, digits"]),
        (complete().serial("AB CD"), &["serial `AB CD`"]),
        (complete().platform_key("a\nb", platforms_key()), &["platform_key"]),
        // The commonest mistake there is, by serial number and by certificate.
        (
            complete().platform_key(keys::MERCHANT_SERIAL, platforms_key()),
            &["merchant's own certificate", "pub_key.pem", "apiclient_cert.pem"],
        ),
        (
            complete().platform_key(keys::MERCHANT_SERIAL.to_lowercase(), platforms_key()),
            &["merchant's own certificate"],
        ),
        (complete().platform_key("A1", merchants_certificate), &["merchant's own certificate"]),
        (complete().platform_key("0AB1", others_certificate), &["`0AB1`", "is `0AB2`"]),
        (
            complete().platform_key(keys::PLATFORM_SERIAL, keys::platform_certificate()),
            &["given twice"],
        ),
        (
            complete().platform_key("PUB_KEY_ID_01", keys::platform_certificate()),
            &["`PUB_KEY_ID_01` is the id of a public key", keys::PLATFORM_SERIAL, "pub_key.pem"],
        ),
        (
            complete().platform_key("A1", platforms_key()),
            &["`A1` is a certificate's serial number", "without certificate", "PUB_KEY_ID_"],
        ),
        (
            complete().platform_key("PUB_KEY_ID_01", merchants_public()),
            &["the merchant's own public key", "private_key()", "pub_key.pem"],
        ),
        (
            // A certificate of another serial for the same key: an earlier one of the merchant's.
            complete().platform_key("AB3", keys::certified(&Keys::shared().merchant, "AB3")),
            &["the merchant's own public key"],
        ),
        (
            complete().serial("PUB_KEY_ID_01"),
            &["public key", "platform_key()", "apiclient_cert.pem"],
        ),
        (complete().apiv3_key("too short"), &["9 bytes", "must have 32"]),
        (complete().base_uri("api.mch.weixin.qq.com"), &["base_uri", "absolute"]),
        (complete().base_uri("http://api.mch.weixin.qq.com/"), &["https"]),
        (
            complete().base_uri("https://api.mch.weixin.qq.com/hk?a=/"),
            &["base_uri `https://api.mch.weixin.qq.com/hk?…`", "write / after its path"],
        ),
        (complete().serial("abc"), &["serial `ABC` has 3 digits", "apiclient_cert.pem -noout"]),
        (complete().serial(keys::MCHID), &["has 10 digits, but"]),
        (complete().serial("apiclient_cert"), &["serial `apiclient_cert` is not hexadecimal"]),
        (complete().serial("5157F09EFDC096DE15EBE81A47057A720000000G"), &["is not hexadecimal"]),
        (complete().base_uri("ftp://api.mch.weixin.qq.com/"), &["https"]),
        (complete().base_uri("https://u:secret@api.mch.weixin.qq.com/"), &["user information"]),
        (complete().base_uri("https://api.mch.weixin.qq.com/../"), &["segment `..`"]),
        (complete().trust_host("https://pay.example.com/"), &["trust_host", "pay.example.com"]),
        (complete().trust_host("a b"), &["trust_host"]),
        (complete().trust_host("user:secret@a/b"), &["trust_host"]),
        (complete().base_uri("https://user:secret@a b/"), &["base_uri"]),
        (complete().base_uri("https://user:secret@host/../"), &["base_uri"]),
        (complete().base_uri("//user:secret@host/"), &["base_uri"]),
        (complete().root_certificate("no pem"), &["root_certificate"]),
        (complete().user_agent("a\nb"), &["user_agent"]),
        (complete().timeout(-1), &["timeout"]),
        (complete().connect_timeout(f64::NAN), &["connect_timeout"]),
    ] {
        let error = builder.build().expect_err(parts[0]);
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
        for part in parts {
            assert!(error.to_string().contains(part), "{parts:?}: {error}");
        }
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

/// As `openssl x509 -serial` and other tools print it: each with the remedy that fits.
#[test]
fn serials_that_are_spelt_otherwise_get_the_remedy_that_fits() {
    let serial = keys::PLATFORM_SERIAL;
    let decimal = openssl::bn::BigNum::from_hex_str(serial).unwrap().to_dec_str().unwrap();
    let pairs = serial.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    let colons = pairs.collect::<Vec<_>>().join(":");
    let hint = "hexadecimal, as `openssl x509";
    for (spelt, remedy) in [
        (format!("serial={serial}"), "give what comes after it"),
        (format!("serial={serial}\n"), "give what comes after it"),
        (colons.clone(), "colons between its digits: remove them"),
        (format!("{colons}\n"), "remove them"),
        (format!("0x{serial}"), "begins with `0x`: remove it"),
        (format!("0X{}", serial.to_lowercase()), "`0x`: remove it"),
        (format!(" {serial}"), "remove the spaces"),
        (format!("{serial}\n"), "remove the spaces and line breaks"),
        (format!("\"{serial}\""), "remove the quotes"),
        (decimal.to_string(), hint),
        (format!("{serial}0F"), "has 42 digits"),
        (format!("{serial}#"), "remove the other characters"),
    ] {
        let certificate = keys::platform_certificate();
        for (name, builder) in [
            ("serial", complete().serial(&spelt)),
            ("platform_key", complete().platform_key(&spelt, certificate)),
        ] {
            let text = builder.build().expect_err(&spelt).to_string();
            assert!(text.starts_with(name) && text.contains(remedy), "{spelt}: {text}");
        }
    }
    // A key in its place is not shown, with a line break or without.
    for key in ["0123456789abcdef0123456789abcdef\n", "serial=0123456789abcdef0123456789abcdef"] {
        let text = complete().serial(key).build().unwrap_err().to_string();
        assert!(!text.contains("0123456789abcdef"), "{text}");
    }
}

#[test]
fn a_zero_too_many_is_trimmed() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::builder(&server).serial(format!("00{}", keys::MERCHANT_SERIAL));
    client.build().unwrap().chain("v3/t").get(()).unwrap();
    assert_eq!(server.only_request().authorization("serial_no"), keys::MERCHANT_SERIAL);
    // One that is short keeps its zeros, and one of 40 digits all of them.
    for serial in ["00F1E2D3C4B5A697".to_owned(), format!("00{}", &keys::MERCHANT_SERIAL[..38])] {
        let client = support::builder(&server).serial(&serial).build().unwrap();
        client.chain("v3/t").get(()).unwrap();
        let last = server.requests().pop().unwrap();
        assert_eq!(last.authorization("serial_no"), serial);
    }
}

#[test]
fn a_stand_in_is_warned_of() {
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        complete().build().unwrap();
        assert_eq!(log.text(), "");
        complete().base_uri("http://127.0.0.1:1/").build().unwrap();
    });
    assert!(
        log.text().contains("WARN") && log.text().contains("not to WeChat Pay"),
        "{}",
        log.text()
    );
}

#[test]
fn defaults_are_on_every_request() {
    let server = Server::start(|_| Reply::ok("{}"));
    let base = support::builder(&server);
    let client = base.platform_key("PUB_KEY_ID_01", platforms_key()).build().unwrap();
    client.chain("v3/t").get(()).unwrap();
    client
        .chain("v3/t")
        .get(json!({"headers": {"Wechatpay-Serial": "other", "User-Agent": "mine"}}))
        .unwrap();
    let seen = server.requests();
    let header = |index: usize, name: &str| seen[index].headers[name].to_str().unwrap().to_owned();
    assert_eq!(
        header(0, "accept"),
        "application/json, text/plain, application/x-gzip, application/pdf, image/png, image/*;q=0.5"
    );
    assert_eq!(header(0, "content-type"), "application/json; charset=utf-8");
    assert!(header(0, "user-agent").starts_with("wechatpay-chain/0.1.0"));
    assert_eq!(header(0, "wechatpay-serial"), "PUB_KEY_ID_01");
    assert_eq!(
        (header(1, "wechatpay-serial"), header(1, "user-agent")),
        ("other".into(), "mine".into())
    );
    assert_eq!(seen[0].authorization("mchid"), keys::MCHID);
    assert_eq!(seen[0].authorization("serial_no"), keys::MERCHANT_SERIAL);
    let nonces = [seen[0].authorization("nonce_str"), seen[1].authorization("nonce_str")];
    assert!(nonces.iter().all(|n| n.len() == 32 && n.bytes().all(|b| b.is_ascii_alphanumeric())));
    assert_ne!(nonces[0], nonces[1]);
    // With a certificate alone, there is nothing to ask for.
    let client = support::builder(&server).user_agent("shop/1.0").build().unwrap();
    client.chain("v3/t").get(()).unwrap();
    let last = server.requests().pop().unwrap();
    assert!(!last.headers.contains_key("wechatpay-serial"));
    assert_eq!(last.headers["user-agent"], "shop/1.0");
}

#[test]
fn serial_numbers_may_be_in_lower_case() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = Client::builder()
        .base_uri(server.base_uri())
        .mchid(keys::MCHID)
        .serial(keys::MERCHANT_SERIAL.to_lowercase())
        .private_key(merchants_key())
        .platform_key(keys::PLATFORM_SERIAL.to_lowercase(), keys::platform_certificate())
        .build()
        .unwrap();
    client.chain("v3/t").get(()).unwrap();
    assert_eq!(server.only_request().authorization("serial_no"), keys::MERCHANT_SERIAL);
}

static NOW: AtomicU64 = AtomicU64::new(0);

fn clock() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(NOW.load(Ordering::SeqCst))
}

#[test]
fn the_clock_stamps_and_judges() {
    let server = Server::start(|_| Reply::ok("{}"));
    let now = support::server::now();
    NOW.store(now - 200, Ordering::SeqCst);
    let client = support::builder(&server).clock(clock).build().unwrap();
    client.chain("v3/t").get(()).unwrap();
    let stamped: u64 = server.only_request().authorization("timestamp").parse().unwrap();
    assert_eq!(stamped, now - 200);
    NOW.store(now - 1000, Ordering::SeqCst);
    let error = client.chain("v3/t").get(()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Verify);
    assert!(error.to_string().contains("NTP"), "{error}");
}

/// Signs elsewhere: here by the test's own code, after a pause.
struct Remote {
    fails: bool,
}

impl Signer for Remote {
    fn authorization<'a>(
        &'a self,
        input: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            if self.fails {
                return Err("the HSM is on fire".into());
            }
            let message = [
                input.method.as_str().as_bytes(),
                input.target.as_bytes(),
                b"1",
                b"n",
                input.body,
                b"",
            ]
            .join(&b'\n');
            let signature = keys::sign(&Keys::shared().merchant, &message);
            Ok(format!(
                "WECHATPAY2-SHA256-RSA2048 mchid=\"1\",serial_no=\"2\",timestamp=\"1\",nonce_str=\"n\",signature=\"{signature}\""
            ))
        })
    }
}

#[test]
fn a_signer_takes_the_keys_place() {
    let server = Server::start(|_| Reply::ok("{}"));
    let builder = |fails| {
        Client::builder()
            .base_uri(server.base_uri())
            .platform_key(keys::PLATFORM_SERIAL, keys::platform_certificate())
            .signer(Remote { fails })
    };
    builder(false)
        .build()
        .unwrap()
        .chain("v3/t{?a}")
        .post(json!({"a": "中", "json": {"b": 1}}))
        .unwrap();
    assert!(server.only_request().is_signed());
    let error = builder(true).build().unwrap().chain("v3/t").get(()).unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Sign, wechatpay_chain::Outcome::NotSent)
    );
    assert!(error.to_string().contains("the HSM is on fire"), "{error}");
    assert_eq!(server.requests().len(), 1);
}
