//! Platform certificates that a client downloads by itself.

use crate::support;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use http::{Method, StatusCode};
use serde_json::json;
use wechatpay_chain::certificates::Refresh;
use wechatpay_chain::gateway::{Fault, StubResponse};
use wechatpay_chain::{
    Client, Error, ErrorKind, Gateway, Outcome, PrivateKey, Promise, PublicKey, Verification,
};

use support::folder::Folder;
use support::log::Log;
use support::server::{PATIENCE, Reply, Server};

fn gateway() -> Gateway {
    let gateway = support::gateway();
    gateway.on(Method::GET, "/v3/t", |_| json!({}));
    gateway
}

fn downloads(gateway: &Gateway) -> usize {
    gateway.requests().iter().filter(|request| request.path() == "/v3/certificates").count()
}

fn serial(client: &Client) -> Result<String, Error> {
    let response = client.chain("v3/t").get(())?;
    match response.extensions().get() {
        Some(Verification::Verified { serial }) => Ok(serial.clone()),
        other => panic!("{other:?}"),
    }
}

/// Look-ups while new certificates are under way, and while they take the old ones' place.
#[test]
fn a_swap_holds_up_no_look_up() {
    let gateway = gateway();
    let client = support::merchant(&gateway).download_certificates(Refresh::new()).build().unwrap();
    serial(&client).unwrap();
    let first = gateway.platform_serial();
    let second = gateway.rotate_certificate().unwrap();
    let slow = Fault::SlowHeaders(Duration::from_secs(4)).on(Method::GET, "/v3/certificates");
    gateway.fault(slow);
    let refresh = client.certificates().unwrap();
    let refresh = std::thread::spawn(move || refresh.refresh().wait());
    let deadline = Instant::now() + PATIENCE;
    while downloads(&gateway) < 2 {
        assert!(Instant::now() < deadline, "the download does not begin");
        std::thread::sleep(Duration::from_millis(5));
    }
    for _ in 0..10_000 {
        assert_eq!(client.sensitive().unwrap().serial(), first);
    }
    assert!(!refresh.is_finished(), "10,000 look-ups waited for the download");
    // From many threads, over the moment of the swap.
    let swapped = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !swapped.load(Ordering::SeqCst) {
                    let serial = client.sensitive().unwrap().serial().to_owned();
                    assert!(serial == first || serial == second, "{serial}");
                }
            });
        }
        let refreshed = refresh.join();
        swapped.store(true, Ordering::SeqCst);
        refreshed.unwrap().unwrap();
    });
    let known = client.certificates().unwrap().serials();
    assert!(known.iter().any(|(serial, _)| *serial == second), "{known:?}");
}

#[test]
fn the_first_answer_brings_the_certificates() {
    let gateway = gateway();
    let client = support::merchant(&gateway).download_certificates(Refresh::new()).build().unwrap();
    let certificates = client.certificates().unwrap();
    assert!(certificates.last_refreshed().is_none() && certificates.serials().is_empty());
    assert_eq!(downloads(&gateway), 0, "nothing is asked before it is needed");
    for _ in 0..3 {
        assert_eq!(serial(&client).unwrap(), gateway.platform_serial());
    }
    assert_eq!(downloads(&gateway), 1);
    let known = certificates.serials();
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].0, gateway.platform_serial());
    let five_years = SystemTime::now() + Duration::from_secs(5 * 365 * 86_400);
    let difference = known[0].1.duration_since(five_years).unwrap_or_else(|error| error.duration());
    assert!(difference < Duration::from_secs(86_400), "{known:?}");
    assert!(certificates.last_refreshed().is_some() && certificates.last_error().is_none());
    // The call itself is verified by what it brings.
    assert!(client.chain("v3/certificates").get(()).is_ok());
}

#[test]
fn a_rotation_in_the_middle_fails_no_call_and_is_asked_for_once() {
    let gateway = gateway();
    let client = support::merchant(&gateway).download_certificates(Refresh::new()).build().unwrap();
    client.certificates().unwrap().refresh().wait().unwrap();
    assert_eq!(serial(&client).unwrap(), gateway.platform_serial());
    let renewed = gateway.rotate_certificate().unwrap();
    let calls = (0..32).map(|_| client.chain("v3/t").get_async(()));
    assert_eq!(Promise::all(calls).wait().unwrap().len(), 32);
    assert_eq!(downloads(&gateway), 2, "one download for all of them");
    assert_eq!(serial(&client).unwrap(), renewed);
    // The old one stays for a while.
    let known: Vec<_> =
        client.certificates().unwrap().serials().into_iter().map(|(serial, _)| serial).collect();
    assert_eq!(known.len(), 2);
    assert!(known.iter().any(|serial| serial == gateway.platform_serial()));
    // A second rotation within the minute has to wait for it, or for a refresh.
    gateway.rotate_certificate().unwrap();
    let error = serial(&client).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Verify, Outcome::Unknown));
    assert!(error.to_string().contains("not among those downloaded last"), "{error}");
    assert_eq!(downloads(&gateway), 2);
    client.certificates().unwrap().refresh().wait().unwrap();
    serial(&client).unwrap();
}

#[test]
fn it_works_beside_a_configured_public_key() {
    let gateway = gateway();
    let key = PublicKey::from_pem(gateway.platform_public_key_pem()).unwrap();
    let builder = support::merchant(&gateway).platform_key(gateway.public_key_id(), key);
    let client = builder.download_certificates(Refresh::new()).build().unwrap();
    assert_eq!(serial(&client).unwrap(), gateway.public_key_id());
    assert_eq!(downloads(&gateway), 0, "the configured key is known");
    // A call that asks for the certificate gets its answer verified as well.
    let options = json!({"headers": {"Wechatpay-Serial": gateway.platform_serial()}});
    client.chain("v3/t").get(options).unwrap();
    assert_eq!(downloads(&gateway), 1);
}

#[test]
fn a_wrong_apiv3_key_is_named() {
    let gateway = gateway();
    let builder = support::merchant(&gateway).apiv3_key("0123456789abcdef0123456789abcdef");
    let client = builder.download_certificates(Refresh::new()).build().unwrap();
    let log = Log::default();
    let error = tracing::dispatcher::with_default(&log.dispatch(), || serial(&client).unwrap_err());
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Config, Outcome::NotSent));
    assert!(error.to_string().contains("APIv3 key is not the one"), "{error}");
    // The download may not say of the call that it may have taken effect: nothing was sent.
    let posted = client.chain("v3/pay/transactions/native").post(json!({})).unwrap_err();
    let refreshed = client.certificates().unwrap().refresh().wait().unwrap_err();
    for error in [&error, &posted, &refreshed] {
        assert!(!error.to_string().contains("taken effect"), "{error}");
    }
    assert_eq!((posted.kind(), posted.outcome()), (ErrorKind::Config, Outcome::NotSent));
    assert!(log.text().contains("could not be downloaded"), "{}", log.text());
    assert!(!log.text().contains("0123456789abcdef0123456789abcdef"));
    // The POST was not sent, and the GET of the certificates has no effect.
    let error = client.chain("v3/pay/transactions/native").post(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Config, Outcome::NotSent));
    let said = error.to_string();
    assert!(said.contains("nothing was sent") && !said.contains("taken effect"), "{said}");
    assert!(client.certificates().unwrap().last_error().unwrap().contains("APIv3 key"));
}

#[test]
fn a_merchant_without_certificates_gets_the_right_advice() {
    let gateway = gateway();
    for code in ["RESOURCE_NOT_EXISTS", "NOT_FOUND"] {
        gateway.on(Method::GET, "/v3/certificates", move |_| {
            StubResponse::error(StatusCode::NOT_FOUND, code, "无可用的平台证书")
        });
        let client = support::merchant(&gateway).download_certificates(Refresh::new());
        let client = client.build().unwrap();
        let error = client.certificates().unwrap().refresh().wait().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
        for part in ["public key", "pub_key.pem", "PUB_KEY_ID_"] {
            assert!(error.to_string().contains(part), "{error}");
        }
        assert!(serial(&client).unwrap_err().to_string().contains("pub_key.pem"));
    }
}

#[test]
fn a_failed_refresh_breaks_no_call() {
    let gateway = gateway();
    let client = support::merchant(&gateway).download_certificates(Refresh::new()).build().unwrap();
    serial(&client).unwrap();
    gateway.on(Method::GET, "/v3/certificates", |_| {
        StubResponse::error(StatusCode::BAD_GATEWAY, "SYSTEM_ERROR", "x")
    });
    let certificates = client.certificates().unwrap();
    certificates.refresh().wait().unwrap_err();
    assert!(certificates.last_error().unwrap().contains("502"));
    assert!(format!("{certificates:?}").contains("502"));
    serial(&client).unwrap();
}

#[test]
fn forged_certificates_are_refused() {
    let gateway = gateway();
    let stranger = self::gateway();
    let client = support::merchant(&gateway).download_certificates(Refresh::new()).build().unwrap();
    let refresh = || client.certificates().unwrap().refresh().wait().unwrap_err();
    // Another merchant's answer, which the key does not decrypt.
    let others =
        support::merchant(&stranger).download_certificates(Refresh::new()).build().unwrap();
    let others = others.chain("v3/certificates").get(()).unwrap().into_body();
    gateway.on(Method::GET, "/v3/certificates", move |_| {
        StubResponse::new(StatusCode::OK).body(others.clone())
    });
    assert_eq!(refresh().kind(), ErrorKind::Verify);
    for body in [
        json!({}),
        json!({"data": 1}),
        json!({"data": [{}]}),
        json!([]),
        json!({"data": [{"serial_no": "A", "encrypt_certificate": {"algorithm": "X", "nonce": "n", "ciphertext": ""}}]}),
    ] {
        gateway.on(Method::GET, "/v3/certificates", move |_| body.clone());
        assert_eq!(refresh().kind(), ErrorKind::Verify);
    }
    // One's own, but signed by nobody.
    let fresh = support::gateway();
    let client = support::merchant(&fresh).download_certificates(Refresh::new()).build().unwrap();
    let body = client.chain("v3/certificates").get(()).unwrap().into_body();
    fresh.on(Method::GET, "/v3/certificates", move |_| {
        StubResponse::new(StatusCode::OK).body(body.clone()).unsigned()
    });
    let error = client.certificates().unwrap().refresh().wait().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Verify);
    assert!(client.certificates().unwrap().serials().len() == 1);
}

#[test]
fn a_cache_spares_the_next_process_the_call() {
    let (gateway, folder) = (gateway(), Folder::new());
    let cache = folder.path().join("certificates.json");
    let build = || {
        let download = Refresh::new().cache(&cache);
        support::merchant(&gateway).download_certificates(download).build().unwrap()
    };
    build().certificates().unwrap().refresh().wait().unwrap();
    assert_eq!(downloads(&gateway), 1);
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &std::fs::metadata(&cache).unwrap().permissions(),
        );
        assert_eq!(mode & 0o777, 0o600);
    }
    // Encrypted as it came.
    assert!(!std::fs::read_to_string(&cache).unwrap().contains("CERTIFICATE"));
    let second = build();
    assert_eq!(second.certificates().unwrap().serials().len(), 1);
    serial(&second).unwrap();
    assert_eq!(downloads(&gateway), 1);
    // Another hand's file is no better than none.
    for forged in [
        "",
        "{}",
        "{\"data\":[{\"serial_no\":\"A\",\"encrypt_certificate\":{\"algorithm\":\"AEAD_AES_256_GCM\",\"nonce\":\"abcdef012345\",\"ciphertext\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}}]}",
    ] {
        std::fs::write(&cache, forged).unwrap();
        let client = build();
        assert!(client.certificates().unwrap().serials().is_empty());
        serial(&client).unwrap();
        // It waits for the file, which is written in the background.
        client.certificates().unwrap().refresh().wait().unwrap();
    }
    // No place for the file is no reason to fail.
    let download = Refresh::new().cache("/no/such/folder/certificates.json");
    serial(&support::merchant(&gateway).download_certificates(download).build().unwrap()).unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn it_is_refreshed_in_the_background_until_the_client_is_gone() {
    let gateway = gateway();
    let download = Refresh::new().every(Duration::from_millis(20));
    let client = support::merchant(&gateway).download_certificates(download).build().unwrap();
    assert_eq!(downloads(&gateway), 0);
    serial(&client).unwrap();
    let begun = Instant::now();
    while downloads(&gateway) < 4 {
        assert!(begun.elapsed() < PATIENCE, "it is not refreshed");
        std::thread::yield_now();
    }
    drop(client);
    // One may be under way; after it there is none.
    let settled = || {
        let before = downloads(&gateway);
        std::thread::sleep(Duration::from_millis(100));
        before == downloads(&gateway)
    };
    while !settled() {
        assert!(begun.elapsed() < PATIENCE, "it is refreshed for nobody");
    }
}

#[test]
fn there_are_never_two_downloads_at_once() {
    let gateway = gateway();
    let inside = std::sync::Arc::new(AtomicUsize::new(0));
    let client = support::merchant(&gateway).download_certificates(Refresh::new()).build().unwrap();
    let body = client.chain("v3/certificates").get(()).unwrap().into_body();
    let seen = std::sync::Arc::clone(&inside);
    gateway.on(Method::GET, "/v3/certificates", move |_| {
        assert_eq!(seen.fetch_add(1, Ordering::SeqCst), 0, "two at once");
        std::thread::sleep(Duration::from_millis(20));
        seen.fetch_sub(1, Ordering::SeqCst);
        StubResponse::new(StatusCode::OK).body(body.clone())
    });
    let certificates = client.certificates().unwrap();
    let refreshes = (0..8).map(|_| certificates.refresh());
    Promise::all(refreshes).wait().unwrap();
    assert_eq!(inside.load(Ordering::SeqCst), 0);
}

#[test]
fn what_is_wrong_is_named_when_it_is_built() {
    let gateway = gateway();
    for (builder, part) in [
        (
            support::merchant(&gateway)
                .download_certificates(Refresh::new().every(Duration::from_secs(12 * 3600))),
            "below 12 hours",
        ),
        (
            support::merchant(&gateway).download_certificates(Refresh::new().every(Duration::ZERO)),
            "above zero",
        ),
        (
            support::merchant(&gateway)
                .download_certificates(Refresh::new())
                .verifier(support::server_less::Accept),
            "verifier()",
        ),
        (
            Client::builder()
                .mchid("1")
                .serial(support::keys::MERCHANT_SERIAL)
                .private_key(PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap())
                .download_certificates(Refresh::new()),
            "apiv3_key()",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(part), "{error}");
    }
    assert!(gateway.client().unwrap().certificates().is_none());
}

#[test]
fn a_notification_with_an_unknown_certificate_is_read_when_it_comes_again() {
    let gateway = gateway();
    let client = support::merchant(&gateway).download_certificates(Refresh::new()).build().unwrap();
    let receiver = Server::start(|_| Reply::ok("{}"));
    let notification =
        gateway.notification("TRANSACTION.SUCCESS", json!({"trade_state": "SUCCESS"}));
    notification.by_certificate().send(&format!("{}notify", receiver.base_uri())).unwrap();
    let seen = receiver.only_request();
    let parser = client.notifications().unwrap();
    // The first time nothing is known yet: it is refused, and the certificates are asked for.
    let error = parser.parse(&seen.headers, &seen.body).unwrap_err();
    assert!(error.to_string().contains(gateway.platform_serial()), "{error}");
    let begun = Instant::now();
    while client.certificates().unwrap().serials().is_empty() {
        assert!(begun.elapsed() < PATIENCE, "they are not asked for");
        std::thread::yield_now();
    }
    parser.parse(&seen.headers, &seen.body).unwrap();
    // A parser for several merchants may use them, too.
    let certificates = client.certificates().unwrap();
    let several = wechatpay_chain::NotificationParser::builder()
        .certificates(&certificates)
        .apiv3_key("another", "0123456789abcdef0123456789abcdef")
        .apiv3_key("this", gateway.apiv3_key())
        .build()
        .unwrap();
    assert_eq!(several.parse(&seen.headers, &seen.body).unwrap().merchant(), "this");
}
