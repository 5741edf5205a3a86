//! A client of the gateway never reaches the live service, whatever address a call names.

use crate::support;

use std::sync::{Arc, Mutex};

use http::{Method, Request, Response, Uri};
use serde_json::{Value, json};
use wechatpay_chain::{Body, BoxError, ErrorKind, Failover, Outcome, ResponseExt};

/// WeChat Pay's, in spellings of all kinds.
const LIVE: [&str; 8] = [
    "https://api.mch.weixin.qq.com/v3/a",
    "https://API.mch.weixin.qq.com:443/v3/a",
    "//api.mch.weixin.qq.com/v3/a",
    "https://api2.mch.weixin.qq.com/v3/a",
    "https://apihk.mch.weixin.qq.com/v3/a",
    "https://apius.mch.weixin.qq.com/v3/a",
    "https://api.wechatpay.cn/v3/a",
    "https://api2.wechatpay.cn/v3/a",
];

#[test]
fn wechat_pays_addresses_are_the_gateways_own() {
    for tls in [false, true] {
        let gateway = wechatpay_chain::Gateway::builder().tls(tls).start().unwrap();
        gateway.on(Method::GET, "/v3/a", |_| json!({"from": "gateway"}));
        gateway.on(Method::GET, "/hk/v3/a", |_| json!({"from": "gateway"}));
        let client = gateway.client().unwrap();
        let from = |path: &str, options: Value| -> Value {
            client.chain(path).get(options).unwrap().json::<Value>().unwrap()["from"].take()
        };
        // Two slashes take the base_uri's scheme, so plain http is refused, as it is elsewhere.
        for address in LIVE.into_iter().filter(|address| tls || !address.starts_with("//")) {
            assert_eq!(from(address, json!({})), "gateway", "{address}");
            assert_eq!(from("{+url}", json!({"url": address})), "gateway", "{address}");
        }
        for base in ["https://apihk.mch.weixin.qq.com/", "https://api.mch.weixin.qq.com/hk/"] {
            assert_eq!(from("v3/a", json!({"base_uri": base})), "gateway", "{base}");
        }
        let received = gateway.requests();
        let host = gateway.base_uri().split('/').nth(2).unwrap();
        assert!(received.iter().all(|call| call.verified() && call.headers()["host"] == *host));
    }
}

#[test]
fn nothing_goes_beyond_this_machine() {
    let gateway = support::gateway();
    let gone = Arc::new(Mutex::new(Vec::<Uri>::new()));
    let noted = Arc::clone(&gone);
    let transport = tower::service_fn(move |request: Request<Body>| {
        noted.lock().unwrap().push(request.uri().clone());
        std::future::ready(Ok::<_, BoxError>(Response::new(Body::default())))
    });
    let builder = gateway.client_builder().transport(transport);
    let client = builder.trust_host("pay.example.com").build().unwrap();
    for address in [
        "http://api.mch.weixin.qq.com/v3/a",
        "https://api.mch.weixin.qq.com:8443/v3/a",
        "https://api.mch.weixin.qq.com./v3/a",
        "https://pay.example.com/v3/a",
        "https://127.0.0.1.example.com/v3/a",
        "//api.mch.weixin.qq.com/v3/a",
    ] {
        let error = client.chain(address).post(json!({"json": {}})).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::UntrustedHost, Outcome::NotSent));
        assert!(error.to_string().contains("nothing beyond this machine"), "{error}");
        let error = client.download_unsigned(address).get().unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent, "{address}");
    }
    let base = json!({"base_uri": "https://pay.example.com/"});
    let error = client.chain("v3/a").get(base).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UntrustedHost);
    // An unsigned download of WeChat Pay's goes to the gateway as well.
    let _ = client.download_unsigned(LIVE[0]).get();
    for uri in gone.lock().unwrap().iter() {
        assert_eq!(uri.host(), Some("127.0.0.1"), "{uri}");
    }
}

#[test]
fn the_builder_can_not_be_led_away() {
    let gateway = support::gateway();
    let live = gateway.client_builder().base_uri("https://api.mch.weixin.qq.com/").build();
    let error = live.map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(
        error.to_string().contains("`api.mch.weixin.qq.com` is not on this machine"),
        "{error}"
    );
    let failover = Failover::to(["https://api2.mch.weixin.qq.com/"]);
    let error = gateway.client_builder().failover(failover).build().map(drop).unwrap_err();
    assert!(error.to_string().contains("`api2.mch.weixin.qq.com`"), "{error}");
}

/// A layer may send a request elsewhere: that is looked at after it.
#[test]
fn a_layer_can_not_lead_away() {
    let gateway = support::gateway();
    let layer = tower::util::MapRequestLayer::new(|mut request: Request<Body>| {
        *request.uri_mut() = Uri::from_static("https://api.mch.weixin.qq.com/v3/a");
        request
    });
    let client = gateway.client_builder().layer(layer).build().unwrap();
    let error = client.chain("v3/a").get(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::UntrustedHost, Outcome::NotSent));
}
