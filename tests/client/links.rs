//! Links outside the API: fetched without a signature, and vouched for by nobody.

use crate::support;

use std::sync::{Arc, Mutex};

use http::{Request, StatusCode};
use wechatpay_chain::{
    Body, Error, ErrorKind, Outcome, PublicKey, Response, ResponseExt, Verification,
};

use support::folder::Folder;
use support::keys::{self, Keys};
use support::log::Log;
use support::server::{Reply, Server, answer};
use support::{gzip, sha1};

const PDF: &[u8] = b"%PDF-1.7 an invoice";

fn server(bytes: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Server {
    Server::start(move |_| Reply::Last(bytes()))
}

fn get(bytes: Vec<u8>) -> Result<Response, Error> {
    let server = server(move || bytes.clone());
    let link = format!("{}hunter2/invoice?token=hunter2", server.base_uri());
    support::client(&server).download_unsigned(link).get()
}

#[test]
fn a_link_is_fetched_with_nothing_of_the_merchants() {
    let dir = Folder::new();
    let elsewhere = server(|| answer(200, "", PDF));
    let api = Server::start(|_| Reply::ok("{}"));
    let key = PublicKey::from_pem(&Keys::shared().platform_public_pem).unwrap();
    let client = support::builder(&api).platform_key("PUB_KEY_ID_01", key).build().unwrap();
    let link = format!("{}a/B?Token=%2FaB", elsewhere.base_uri());
    let download = client.download_unsigned(&link);
    let shown = format!("Download(GET {}…)", elsewhere.base_uri());
    assert_eq!(format!("{download:?}"), shown);
    let response = download.save(dir.at("invoice.pdf")).unwrap();
    assert_eq!(std::fs::read(dir.at("invoice.pdf")).unwrap(), PDF);
    assert_eq!(response.verification(), Some(&Verification::Missing));
    let seen = elsewhere.only_request();
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("GET", "/a/B?Token=%2FaB"));
    let mut names: Vec<_> = seen.headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "host", "user-agent"]);
    assert_eq!(api.connections(), 0);
    assert!(!format!("{:?}", seen.headers).contains(keys::MCHID));
}

#[test]
fn a_link_may_be_checked_by_its_hash_and_encoded() {
    let packed = gzip(PDF);
    let encoded = answer(200, "Content-Encoding: gzip\r\n", &packed);
    assert_eq!(&get(encoded).unwrap().body()[..], PDF);
    let server = server(|| answer(200, "", PDF));
    // The server closes each connection, so each has a client, and a connection, of its own.
    let fetch = |hash: String| {
        let client = support::client(&server);
        client.download_unsigned(server.base_uri()).hash("SHA1", hash).get_async().wait()
    };
    assert_eq!(&fetch(sha1(PDF)).unwrap().body()[..], PDF);
    assert_eq!(fetch(sha1(b"")).unwrap_err().kind(), ErrorKind::Verify);
    let error = get(answer(200, "Content-Encoding: br\r\n", PDF)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    let whole = answer(200, "", PDF);
    let error = get(whole[..whole.len() - 1].to_vec()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown));
}

#[test]
fn a_redirection_is_an_error_that_names_its_target() {
    let other = server(|| answer(200, "", PDF));
    let base = other.base_uri();
    for status in [301, 302, 303, 307, 308] {
        let location = format!("Location: {base}elsewhere\r\n");
        let error = get(answer(status, &location, b"")).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Api, Outcome::Unknown));
        assert!(error.to_string().contains(&format!("redirects to `{base}…`")), "{error}");
        assert_eq!(error.response().unwrap().headers()["location"], format!("{base}elsewhere"));
    }
    assert_eq!(other.connections(), 0);
}

#[test]
fn a_refusal_is_an_error_that_shows_no_token() {
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        let page = vec![b'x'; 1 << 20];
        // A page may repeat the link.
        let echo = br#"{"code":"NoSuchKey","message":"/hunter2/invoice?token=hunter2"}"#;
        let elsewhere = "Location: /hunter2/elsewhere?token=hunter2\r\n";
        for bytes in [
            answer(404, "", b"gone"),
            answer(500, "Content-Type: text/html\r\n", b"<html>"),
            answer(403, "", &page),
            answer(502, "", echo),
            answer(503, "", b"no /hunter2/invoice here"),
            answer(302, elsewhere, b""),
        ] {
            let error = get(bytes).unwrap_err();
            let met = (error.kind(), error.outcome());
            assert_eq!(met, (ErrorKind::Api, Outcome::Unknown), "{error}");
            assert!(error.to_string().starts_with("GET http://127.0.0.1:"), "{error}");
            assert_nothing_shown(&error);
        }
        // A page that can't be unpacked, one cut off, and no connection at all.
        for bytes in [
            answer(200, "Content-Encoding: br\r\n", b""),
            answer(200, "Content-Encoding: gzip\r\n", b"not gzip"),
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".to_vec(),
            b"SSH-2.0-OpenSSH\r\n".to_vec(),
            Vec::new(),
        ] {
            let error = get(bytes).unwrap_err();
            assert!(error.to_string().contains("GET http://127.0.0.1:"), "{error}");
            assert_nothing_shown(&error);
        }
    });
    assert!(
        log.text().contains("otel.name=GET http://127.0.0.1:") && !log.text().contains("hunter2"),
        "{}",
        log.text()
    );
}

fn assert_nothing_shown(error: &Error) {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
        cause = error.source();
    }
}

/// Also where it was taken for an address of the API: it is signed for nobody else, and the error
/// tells no more than the host.
#[test]
fn a_link_in_the_place_of_a_path_shows_no_token_either() {
    let api = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&api);
    for link in [
        "https://pay.example.com/hunter2/invoice?token=hunter2",
        "https://u:hunter2@pay.example.com/hunter2#hunter2",
        "//pay.example.com/hunter2?hunter2",
        "https://pay.example.com/hunter2/..;/x",
    ] {
        let chain = client.chain(link);
        for error in [chain.get(()).unwrap_err(), chain.download(()).get().unwrap_err()] {
            assert_nothing_shown(&error);
            assert!(error.to_string().starts_with("GET "), "{error}");
            assert!(error.to_string().contains("pay.example.com/…: "), "{error}");
        }
        let shown = format!("{chain:?} {:?} {:?}", chain.download(()), chain.bill(()));
        assert!(!shown.contains("hunter2"), "{shown}");
        assert_nothing_shown(&client.chain(link).seg("https://x/y").get(()).unwrap_err());
        assert_nothing_shown(&client.chain(link).get(serde_json::json!({"x": 1})).unwrap_err());
    }
    // Of WeChat Pay's own addresses the path tells which call it is.
    let chain = client.chain("https://api.mch.weixin.qq.com/v3/billdownload/file?token=hunter2");
    let shown = "Chain(\"https://api.mch.weixin.qq.com/v3/billdownload/file?…\")";
    assert_eq!(format!("{chain:?}"), shown);
    assert_eq!(api.connections(), 0);
}

/// What a link names on this machine is none of a stranger's business.
#[test]
fn a_client_of_wechat_pays_fetches_nothing_from_this_machine() {
    let secret = server(|| answer(200, "", b"a local service's"));
    let port = secret.address().port();
    let key = || PublicKey::from_pem(&Keys::shared().platform_public_pem).unwrap();
    for base_uri in ["https://api.mch.weixin.qq.com/", "https://pay.example.com/"] {
        let builder = support::builder(&secret).base_uri(base_uri);
        // Also where signed requests may go there.
        let builder = builder.trust_host(format!("127.0.0.1:{port}"));
        let client = builder.platform_key("PUB_KEY_ID_01", key()).build().unwrap();
        for host in ["127.0.0.1", "localhost", "127.9.9.9", "[::1]", "LOCALHOST"] {
            let link = format!("http://{host}:{port}/hunter2");
            let error = client.download_unsigned(link).get().unwrap_err();
            assert_eq!(
                (error.kind(), error.outcome()),
                (ErrorKind::UntrustedHost, Outcome::NotSent),
                "{error}"
            );
            assert!(error.to_string().contains("must begin with https://"), "{error}");
            assert_nothing_shown(&error);
        }
    }
    assert_eq!(secret.connections(), 0);
    // Redirected there by somebody, it is not followed either.
    let location = format!("Location: {}\r\n", secret.base_uri());
    assert_eq!(get(answer(302, &location, b"")).unwrap_err().kind(), ErrorKind::Api);
    assert_eq!(secret.connections(), 0);
}

#[test]
fn only_https_is_fetched_and_http_on_this_machine() {
    let api = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&api);
    for (link, kind) in [
        ("http://pay.example.com/?token=hunter2", ErrorKind::UntrustedHost),
        ("ftp://127.0.0.1/?token=hunter2", ErrorKind::UntrustedHost),
        ("https://user:hunter2@127.0.0.1/", ErrorKind::UntrustedHost),
        ("//127.0.0.1/?token=hunter2", ErrorKind::UntrustedHost),
        ("/v3/certificates?token=hunter2", ErrorKind::UntrustedHost),
        ("https://127.0.0.1:99999/?hunter2", ErrorKind::UntrustedHost),
        ("https://127.0.0.1/a b?token=hunter2", ErrorKind::Path),
        ("", ErrorKind::Path),
    ] {
        let error = client.download_unsigned(link).get().unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotSent), "{link}: {error}");
        assert!(!format!("{error}").contains("hunter2"), "{error}");
    }
    assert_eq!(api.connections(), 0);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = client.download_unsigned(format!("http://127.0.0.1:{port}/")).get().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent), "{error}");
}

#[test]
fn it_goes_by_the_users_transport_beneath_the_layers() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&seen);
    let transport = tower::service_fn(move |request: Request<Body>| {
        telling.lock().unwrap().push(request.map(drop));
        let mut answer = http::Response::new(Body::from(PDF.to_vec()));
        *answer.status_mut() = StatusCode::OK;
        async { Ok::<_, std::convert::Infallible>(answer) }
    });
    let layer = tower::util::MapRequestLayer::new(|request: Request<Body>| {
        assert!(request.uri().host().is_none(), "a layer of the API's sees no link");
        request
    });
    let api = Server::start(|_| Reply::ok("{}"));
    let client = support::builder(&api).transport(transport).layer(layer).build().unwrap();
    let response = client.download_unsigned("https://pay.wechatpay.cn/f?a=1").get().unwrap();
    assert_eq!(&response.body()[..], PDF);
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].uri().to_string(), "https://pay.wechatpay.cn/f?a=1");
    assert!(!seen[0].headers().contains_key("authorization"));
}
