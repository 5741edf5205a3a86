//! Where a signed request may go.

mod support;

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use http::{Request, Response, Uri};
use serde_json::json;
use wechatpay_chain::{Body, BoxError, BoxFuture, Client, ErrorKind, Outcome, SignInput, Signer};

use support::server_less::Accept;

/// A client whose transport notes where requests go, and whose signer counts.
struct Notes {
    client: Client,
    gone: Arc<Mutex<Vec<Uri>>>,
    signed: Arc<AtomicUsize>,
}

struct Counting(Arc<AtomicUsize>);

impl Signer for Counting {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Ok("signed".to_owned()) })
    }
}

fn notes(base_uri: &str) -> Notes {
    let gone = Arc::new(Mutex::new(Vec::new()));
    let tape = Arc::clone(&gone);
    let signed = Arc::new(AtomicUsize::new(0));
    let transport = tower::service_fn(move |request: Request<Body>| {
        tape.lock().unwrap().push(request.uri().clone());
        let answer = Response::builder()
            .header("wechatpay-timestamp", support::server::now())
            .header("wechatpay-nonce", "n")
            .header("wechatpay-serial", "s")
            .header("wechatpay-signature", "s")
            .body(Body::default())
            .unwrap();
        async { Ok::<_, Infallible>(answer) }
    });
    let client = Client::builder()
        .base_uri(base_uri)
        .signer(Counting(Arc::clone(&signed)))
        .verifier(Accept)
        .trust_host("pay.example.com")
        .trust_host("127.0.0.2:8443")
        .transport(transport)
        .build()
        .unwrap();
    Notes { client, gone, signed }
}

#[test]
fn wechat_pays_hosts_the_base_uris_and_trusted_ones_are_called() {
    let notes = notes("https://gateway.internal:8443/");
    for address in [
        "https://api.mch.weixin.qq.com/v3/t",
        "https://api2.mch.weixin.qq.com/v3/t",
        "https://apihk.mch.weixin.qq.com/v3/t",
        "https://apius.mch.weixin.qq.com/v3/t",
        "https://apieu.mch.weixin.qq.com/v3/t",
        "https://api.wechatpay.cn/v3/t",
        "https://api2.wechatpay.cn/v3/t",
        "https://api.mch.weixin.qq.com:443/v3/t",
        "https://API.mch.WEIXIN.qq.com/v3/t",
        "HTTPS://api.mch.weixin.qq.com/v3/t",
        "//api.mch.weixin.qq.com/v3/t",
        "https://pay.example.com/v3/t",
        "https://127.0.0.2:8443/v3/t",
        "http://127.0.0.2:8443/v3/t",
        "https://gateway.internal:8443/v3/t",
        "v3/t",
    ] {
        notes.client.chain(address).get(()).unwrap_or_else(|error| panic!("{address}: {error}"));
        notes.client.chain("{+url}").get(json!({"url": address})).unwrap();
    }
    for base_uri in [
        "https://apihk.mch.weixin.qq.com/",
        "https://api.mch.weixin.qq.com/hk/",
        "https://pay.example.com",
    ] {
        notes.client.chain("v3/t").get(json!({"base_uri": base_uri})).unwrap();
    }
    let gone = notes.gone.lock().unwrap();
    assert_eq!(gone.len(), 35);
    assert!(gone.iter().all(|uri| uri.path().ends_with("/v3/t")), "{gone:?}");
}

#[test]
fn nobody_else_gets_a_signed_request() {
    let notes = notes("https://api.mch.weixin.qq.com/");
    for address in [
        "https://evil.example/v3/t",
        "https://api.mch.weixin.qq.com.evil.example/v3/t",
        "https://evil-api.mch.weixin.qq.com/v3/t",
        "https://mch.weixin.qq.com/v3/t",
        "https://api.mch.weixin.qq.com./v3/t",
        "https://api.mch.weixin.qq.com:444/v3/t",
        "https://api.mch.weixin.qq.com:80/v3/t",
        "https://pay.example.com:8443/v3/t",
        "http://api.mch.weixin.qq.com/v3/t",
        "http://pay.example.com/v3/t",
        "http://api.mch.weixin.qq.com:443/v3/t",
        "https://api.mch.weixin.qq.com@evil.example/v3/t",
        "https://u:secret@api.mch.weixin.qq.com/v3/t",
        "https://evil.example@api.mch.weixin.qq.com/v3/t",
        "https://evil.example#@api.mch.weixin.qq.com/v3/t",
        "https://evil.example?@api.mch.weixin.qq.com/v3/t",
        "https://evil.example\\@api.mch.weixin.qq.com/v3/t",
        "https:\\\\evil.example/v3/t",
        "https:/evil.example/v3/t",
        "https:evil.example/v3/t",
        "https:///evil.example/v3/t",
        "https://",
        "https://:443/v3/t",
        "https://api.mch.weixin.qq.com:/v3/t",
        "https://api.mch.weixin.qq.com:99999/v3/t",
        "https://127.0.0.1/v3/t",
        "https://127.0.0.2/v3/t",
        "http://127.0.0.1/v3/t",
        "http://localhost/v3/t",
        "http://[::1]/v3/t",
        "https://2130706433/v3/t",
        "https://0x7f.1/v3/t",
        "https://[::ffff:7f00:1]/v3/t",
        "https://169.254.169.254/latest/meta-data",
        "https://\u{430}pi.mch.weixin.qq.com/v3/t",
        "https://xn--pi-7lc.mch.weixin.qq.com/v3/t",
        "https://api%2emch.weixin.qq.com/v3/t",
        "https://api.mch.weixin.qq.com%00.evil.example/v3/t",
        "https://api.mch.weixin.qq.com\t.evil.example/v3/t",
        "https://api.mch.weixin.qq.com\n/v3/t",
        "//evil.example/v3/t",
        "//evil.example",
        "ftp://api.mch.weixin.qq.com/v3/t",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "wss://api.mch.weixin.qq.com/v3/t",
    ] {
        for (chain, options) in [
            (notes.client.chain(address), json!({})),
            (notes.client.chain("{+url}"), json!({"url": address})),
        ] {
            let error = chain.get(options).expect_err(address);
            assert_eq!(error.outcome(), Outcome::NotSent);
            let kind = error.kind();
            assert!(
                [ErrorKind::UntrustedHost, ErrorKind::Path].contains(&kind),
                "{address}: {error}"
            );
        }
        let error =
            notes.client.chain("v3/t").get(json!({"base_uri": address})).expect_err(address);
        assert_eq!(error.outcome(), Outcome::NotSent, "{address}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    assert_eq!(notes.signed.load(Ordering::SeqCst), 0, "refused before signing");
    assert!(notes.gone.lock().unwrap().is_empty());
}

#[test]
fn the_error_names_the_host_and_the_remedy() {
    let notes = notes("https://api.mch.weixin.qq.com/");
    let error = notes.client.chain("https://evil.example/v3/t").get(()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UntrustedHost);
    assert!(error.to_string().contains("trust_host(\"evil.example:443\")"), "{error}");
    // A base must be trusted itself, even where the path names another host.
    let chain = notes.client.chain("https://api.mch.weixin.qq.com/v3/t");
    let error = chain.get(json!({"base_uri": "https://evil.example/"})).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UntrustedHost);
    let error = notes.client.chain("http://pay.example.com/v3/t").get(()).unwrap_err();
    assert!(error.to_string().contains("use https"), "{error}");
}

#[test]
fn the_xml_protocol_is_refused_after_expansion() {
    let notes = notes("https://api.mch.weixin.qq.com/");
    for (path, options) in [
        ("v2/pay/unifiedorder", json!({})),
        ("/v2/pay", json!({})),
        ("V2", json!({})),
        ("{version}/pay", json!({"version": "v2"})),
        ("https://api.mch.weixin.qq.com/v2/pay", json!({})),
        ("v2/pay", json!({"base_uri": "https://api.mch.weixin.qq.com/hk/"})),
    ] {
        let error = notes.client.chain(path).get(options).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Path, Outcome::NotSent));
        assert!(error.to_string().contains("APIv2"), "{error}");
    }
    notes.client.chain("v2x/pay").get(()).unwrap();
    notes.client.chain("v3/v2/pay").get(()).unwrap();
}
