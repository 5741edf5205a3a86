//! Where a signed request may go.

use crate::support;

use serde_json::json;
use wechatpay_chain::{Client, ErrorKind, Failover, Outcome};

use support::recorder::Recorder;

/// A client whose transport notes where requests go.
struct Notes {
    client: Client,
    recorder: Recorder,
}

fn notes(base_uri: &str) -> Notes {
    let recorder = Recorder::default();
    let builder = recorder.builder(base_uri);
    let client = builder.trust_host("pay.example.com").trust_host("127.0.0.2:8443");
    Notes { client: client.build().unwrap(), recorder }
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
    let gone = notes.recorder.gone();
    assert_eq!(gone.len(), 35);
    assert!(gone.iter().all(|uri| uri.path().ends_with("/v3/t")), "{gone:?}");
}

#[test]
fn a_host_is_the_same_in_capitals() {
    let builder = Recorder::default().builder("https://API.mch.WEIXIN.qq.com/");
    builder.failover(Failover::wechat()).build().unwrap();
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
fn apiv2_is_told_apart_after_expansion() {
    let notes = notes("https://api.mch.weixin.qq.com/");
    // The client has no APIv2 key.
    for (path, options, kind) in [
        ("v2/pay/unifiedorder", json!({}), ErrorKind::Config),
        ("/v2/pay", json!({}), ErrorKind::Config),
        ("V2", json!({}), ErrorKind::Path),
        ("{version}/pay", json!({"version": "v2"}), ErrorKind::Config),
        ("https://api.mch.weixin.qq.com/v2/pay", json!({}), ErrorKind::Path),
        ("v2/pay", json!({"base_uri": "https://api.mch.weixin.qq.com/hk/"}), ErrorKind::Config),
    ] {
        let error = notes.client.chain(path).get(options).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotSent), "{error}");
        assert!(error.to_string().contains("APIv2"), "{error}");
    }
    notes.client.chain("v2x/pay").get(()).unwrap();
    notes.client.chain("v3/v2/pay").get(()).unwrap();
}
