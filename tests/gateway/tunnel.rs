//! The gateway as a proxy for clients whose host can't be changed, and the names by which it may be
//! called.

use crate::diagnosis::by_hand::{Sent, address};
use crate::support;

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};

use http::Method;
use openssl::asn1::Asn1Time;
use openssl::pkey::PKey;
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::{X509, X509StoreContext};
use serde_json::{Value, json};
use wechatpay_chain::{Client, ErrorKind, Gateway, Outcome, PrivateKey, PublicKey, ResponseExt};

use support::folder::Folder;
use support::server::PATIENCE;

/// A client of WeChat Pay itself, whose proxy the gateway is.
fn client(gateway: &Gateway) -> wechatpay_chain::ClientBuilder {
    let key = PublicKey::from_pem(gateway.platform_public_key_pem()).unwrap();
    Client::builder()
        .proxy(gateway.base_uri())
        .mchid(gateway.mchid())
        .serial(gateway.merchant_serial())
        .private_key(PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap())
        .platform_key(gateway.public_key_id(), key)
        .apiv3_key(gateway.apiv3_key())
}

fn order(gateway: &Gateway, number: &str) -> Value {
    json!({
        "appid": "wxd678efh567hg6787",
        "mchid": gateway.mchid(),
        "description": "咖啡",
        "out_trade_no": number,
        "notify_url": "https://shop.example/notify",
        "amount": {"total": 100},
    })
}

#[test]
fn a_client_with_a_fixed_host_works_through_it() {
    let gateway = support::gateway();
    gateway.on(Method::GET, "/hk/v3/a", |_| json!({"from": "gateway"}));
    let client = client(&gateway).root_certificate(gateway.proxy_ca_pem()).build().unwrap();
    let native = client.chain("v3/pay/transactions/native");
    native.post(json!({"json": order(&gateway, "1217752501201407033233368018")})).unwrap();
    gateway.pay("1217752501201407033233368018").unwrap();
    // The file's address names the host that the client knows, so it goes through the tunnel.
    let date = json!({"query": {"bill_date": "2024-01-01", "bill_type": "ALL"}});
    gateway.bill("2024-01-01", json!([{"商户订单号": "A", "订单金额": "1.00"}])).unwrap();
    let applied = client.chain("v3/bill/tradebill").get(&date).unwrap();
    let url = applied.json::<Value>().unwrap()["download_url"].as_str().unwrap().to_owned();
    assert!(url.starts_with("https://api.mch.weixin.qq.com/v3/billdownload/file?"), "{url}");
    let file = client.chain("v3/bill/tradebill").bill(&date).get().unwrap();
    assert!(file.body().len() > 100);
    // WeChat Pay's other hosts lead to it as well.
    for host in ["https://apihk.mch.weixin.qq.com/hk/", "https://api.mch.weixin.qq.com/hk/"] {
        client.chain("v3/a").get(json!({"base_uri": host})).unwrap();
    }
    let requests = gateway.requests();
    assert!(requests.iter().all(wechatpay_chain::gateway::ReceivedRequest::verified));
    let host = |at: usize| requests[at].headers()["host"].to_str().unwrap().to_owned();
    assert_eq!(host(0), "api.mch.weixin.qq.com");
    assert_eq!(host(requests.len() - 2), "apihk.mch.weixin.qq.com");
}

#[test]
fn the_tunnel_works_over_tls_too() {
    let gateway = Gateway::builder().tls(true).start().unwrap();
    let both = [gateway.proxy_ca_pem(), gateway.tls_certificate_pem().unwrap()].concat();
    let base = gateway.base_uri()["https://".len()..].trim_end_matches('/');
    // The client's own proxies are plain http, so this one speaks for itself.
    let tls = openssl::ssl::SslConnector::builder(openssl::ssl::SslMethod::tls()).unwrap();
    let trusting = |mut tls: openssl::ssl::SslConnectorBuilder| {
        for certificate in X509::stack_from_pem(both.as_bytes()).unwrap() {
            tls.cert_store_mut().add_cert(certificate).unwrap();
        }
        tls.build()
    };
    let tls = trusting(tls);
    let stream = TcpStream::connect(base).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut outer = tls.connect("localhost", stream).unwrap();
    let connect = "CONNECT api2.wechatpay.cn:443 HTTP/1.1\r\nHost: api2.wechatpay.cn:443\r\n\r\n";
    outer.write_all(connect.as_bytes()).unwrap();
    assert_eq!(head(&mut outer)[9..12], *"200");
    let mut inner = tls.connect("api2.wechatpay.cn", outer).unwrap();
    inner.write_all(b"GET /v3/x HTTP/1.1\r\nHost: api2.wechatpay.cn\r\n\r\n").unwrap();
    let refused = head(&mut inner);
    assert!(refused.starts_with("HTTP/1.1 400"), "{refused}");
}

/// What comes before an empty line.
fn head(stream: &mut impl Read) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

#[test]
fn who_does_not_trust_it_sends_nothing() {
    let gateway = support::gateway();
    let other = support::gateway();
    for builder in [client(&gateway), client(&gateway).root_certificate(other.proxy_ca_pem())] {
        let native = builder.build().unwrap().chain("v3/pay/transactions/native");
        let error = native.post(json!({"json": order(&gateway, "1")})).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent));
    }
    assert!(gateway.requests().is_empty());
}

#[test]
fn nothing_else_is_tunnelled() {
    let gateway = support::gateway();
    // Whoever was connected to would be accepted here.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let elsewhere = listener.local_addr().unwrap().to_string();
    for target in [
        "example.com:443",
        "api.mch.weixin.qq.com:80",
        "api.mch.weixin.qq.com:8443",
        "api.mch.weixin.qq.com.example.com:443",
        "pay.weixin.qq.com:443",
        &elsewhere,
        address(&gateway),
    ] {
        let mut stream = TcpStream::connect(address(&gateway)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let connect = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n");
        stream.write_all(connect.as_bytes()).unwrap();
        let refused = head(&mut stream);
        assert!(refused.starts_with("HTTP/1.1 403"), "{target}: {refused}");
        let request = gateway.requests().pop().unwrap();
        assert_eq!((request.method(), request.target()), (&Method::CONNECT, target));
        assert!(request.reason().unwrap().contains("sends nothing to the network"));
    }
    assert!(listener.accept().is_err(), "the gateway connected to another server");
}

/// Whether the certificate is valid by this authority alone.
fn is_valid(certificate: &X509, authority: X509) -> bool {
    let mut store = X509StoreBuilder::new().unwrap();
    store.add_cert(authority).unwrap();
    let (store, chain) = (store.build(), Stack::new().unwrap());
    let mut context = X509StoreContext::new().unwrap();
    context.init(&store, certificate, &chain, |context| context.verify_cert()).unwrap()
}

#[test]
fn its_authority_signs_for_wechat_pay_alone_and_nothing_more() {
    let folder = Folder::new();
    let keys = folder.path().join("keys");
    let gateway = Gateway::builder().dir(&keys).start().unwrap();
    let read = |name: &str| fs::read(keys.join(name)).unwrap();
    assert_eq!(read("proxy_ca.pem"), gateway.proxy_ca_pem().as_bytes());
    let authority = X509::from_pem(&read("proxy_ca.pem")).unwrap();
    let certificate = X509::from_pem(&read("platform/proxy_cert.pem")).unwrap();
    assert!(is_valid(&certificate, authority.clone()));
    let latest = Asn1Time::days_from_now(91).unwrap();
    assert!(authority.not_after() < latest && certificate.not_after() < latest);
    let text = String::from_utf8(authority.to_text().unwrap()).unwrap();
    for part in [
        "X509v3 Name Constraints: critical",
        "DNS:api.mch.weixin.qq.com",
        "DNS:api2.wechatpay.cn",
        "IP:0.0.0.0/0.0.0.0",
        "CA:TRUE, pathlen:0",
        "(sandbox)",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    // Its key is nowhere in the folder.
    let platform = fs::read_dir(keys.join("platform")).unwrap();
    let files = platform.chain(fs::read_dir(&keys).unwrap()).map(|found| found.unwrap().path());
    let mut private = 0;
    for file in files.filter(|path| path.is_file()) {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
        if let Ok(key) = PKey::private_key_from_pem(&fs::read(&file).unwrap()) {
            assert!(!authority.public_key().unwrap().public_eq(&key), "{file:?}");
            private += 1;
        }
    }
    assert_eq!(private, 4);
    // It is kept from one start to the next, and replaced with all others.
    let before = gateway.proxy_ca_pem().to_owned();
    drop(gateway);
    let again = Gateway::builder().dir(&keys).start().unwrap();
    assert_eq!(again.proxy_ca_pem(), before);
    client(&again).root_certificate(&before).build().unwrap();
    drop(again);
    let new = Gateway::builder().dir(&keys).new_keys(true).start().unwrap();
    assert_ne!(new.proxy_ca_pem(), before);
}

/// A proxy of the user's own passes the host on, and ends the TLS.
#[test]
fn behind_a_proxy_addresses_name_the_live_host() {
    let gateway = Gateway::builder()
        .allow_host("Host.Docker.Internal")
        .allow_host("gateway")
        .start()
        .unwrap();
    gateway.bill("2024-01-01", json!([{"商户订单号": "A", "订单金额": "1.00"}])).unwrap();
    let local = address(&gateway);
    for (host, base) in [
        ("api.mch.weixin.qq.com", "https://api.mch.weixin.qq.com/"),
        ("api.wechatpay.cn:443", "https://api.wechatpay.cn:443/"),
        ("gateway:8787", "http://gateway:8787/"),
        ("host.docker.internal", "http://host.docker.internal/"),
        (local, gateway.base_uri()),
    ] {
        let target = "/v3/bill/tradebill?bill_date=2024-01-01&bill_type=ALL";
        let mut sent = Sent::new(&gateway, "GET", target, "");
        sent.host = host.to_owned();
        let reply = sent.answered();
        assert_eq!(reply.status, 200, "{host}: {}", reply.json);
        let url = reply.json["download_url"].as_str().unwrap();
        assert!(url.starts_with(&format!("{base}v3/billdownload/file?")), "{url}");
    }
    for host in ["gateway.example", "evil.example", "docker.internal", "api.mch.weixin.qq.com:80"] {
        let mut sent = Sent::new(&gateway, "GET", "/v3/certificates", "");
        sent.host = host.to_owned();
        let reply = sent.answered();
        assert_eq!(reply.status, 403, "{host}");
        assert!(reply.json["message"].as_str().unwrap().contains("--allow-host"), "{}", reply.json);
    }
    let error = Gateway::builder().allow_host("http://gateway").start().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("`http://gateway` is not a host name"), "{error}");
}

#[test]
fn it_listens_on_both_addresses_of_this_machine() {
    for tls in [false, true] {
        let gateway = Gateway::builder().tls(tls).start().unwrap();
        if TcpListener::bind("[::1]:0").is_err() {
            return;
        }
        let base = gateway.base_uri().replace("127.0.0.1", "[::1]");
        let client = gateway.client_builder().base_uri(&base).build().unwrap();
        client.chain("v3/certificates").get(()).unwrap();
        assert!(gateway.requests()[0].headers()["host"].to_str().unwrap().starts_with("[::1]:"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn it_listens_on_one_more_address_if_that_is_wanted() {
    for (listen, reached) in [("127.0.0.2", "127.0.0.2"), ("0.0.0.0", "127.0.0.3")] {
        let listen: Ipv4Addr = listen.parse().unwrap();
        let gateway = Gateway::builder().listen(listen).start().unwrap();
        assert!(gateway.base_uri().starts_with("http://127.0.0.1:"));
        gateway.client().unwrap().chain("v3/certificates").get(()).unwrap();
        let base = gateway.base_uri().replace("127.0.0.1", reached);
        let client = gateway.client_builder().base_uri(&base).build().unwrap();
        client.chain("v3/certificates").get(()).unwrap();
        // A name of another site is none of its own.
        let mut sent = Sent::new(&gateway, "GET", "/v3/certificates", "");
        sent.host = "evil.example".to_owned();
        assert_eq!(sent.answered().status, 403);
    }
    // Without, nobody else's addresses are listened on.
    let gateway = support::gateway();
    let port = gateway.base_uri().rsplit(':').next().unwrap().trim_end_matches('/').to_owned();
    assert!(TcpStream::connect(format!("127.0.0.2:{port}")).is_err());
}
