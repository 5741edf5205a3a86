//! The client against the local gateway, end to end: two implementations of one protocol.

use crate::support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use http::{Method, StatusCode};
use serde_json::{Value, json};
use wechatpay_chain::gateway::{Diagnosis, Fault, Finding, ReceivedRequest, StubResponse};
use wechatpay_chain::payment::{AppPayment, JsapiPayment};
use wechatpay_chain::{
    Client, ErrorKind, Formatter, Gateway, Hash, Outcome, PrivateKey, PublicKey, ResponseExt, Rsa,
    Verification, chain,
};

use support::keys;

const CODE: &str = "/v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}";

fn permissions() -> Gateway {
    let gateway = support::gateway();
    gateway.on(Method::GET, CODE, |request| {
        json!({
            "authorization_code": request.var("authorization_code"),
            "service_id": request.query_value("service_id"),
        })
    });
    gateway
}

#[test]
fn the_reference_call_in_every_style() {
    let gateway = permissions();
    let client = gateway.client().unwrap();
    let options = json!({
        "authorization_code": "1275342195190894594",
        "query": {"service_id": "500001", "channel_id": "1230000109", "sub_mchid": "1230000109"},
    });
    let path = "v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}";
    let pure = client
        .seg("v3")
        .seg("payscore")
        .seg("acquiringbank")
        .seg("permissions")
        .seg("authorizationCode")
        .seg("_authorization_code_");
    let compiled = chain!(client->v3->payscore->acquiringbank->permissions->authorizationCode->_authorization_code_);
    for chain in [pure, client.chain(path), client[path].clone(), compiled] {
        for response in [chain.get(&options), chain.get_async(&options).wait()] {
            let response = response.unwrap();
            let serial = gateway.public_key_id().to_owned();
            assert_eq!(response.extensions().get(), Some(&Verification::Verified { serial }));
            let answer: Value = response.json().unwrap();
            assert_eq!(
                answer,
                json!({"authorization_code": "1275342195190894594", "service_id": "500001"})
            );
        }
    }
    let requests = gateway.requests();
    assert_eq!(requests.len(), 8);
    for request in requests {
        assert!(request.verified());
        assert_eq!(
            request.target(),
            "/v3/payscore/acquiringbank/permissions/authorization-code/1275342195190894594\
             ?service_id=500001&channel_id=1230000109&sub_mchid=1230000109"
        );
    }
}

#[test]
fn both_key_modes_verify() {
    let gateway = permissions();
    let certificate = PublicKey::from_pem(gateway.platform_certificate_pem()).unwrap();
    let public_key = PublicKey::from_pem(gateway.platform_public_key_pem()).unwrap();
    let merchant = || {
        Client::builder()
            .base_uri(gateway.base_uri())
            .mchid(gateway.mchid())
            .serial(gateway.merchant_serial())
            .private_key(PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap())
    };
    for (client, serial) in [
        (
            merchant().platform_key(gateway.platform_serial(), certificate),
            gateway.platform_serial(),
        ),
        (merchant().platform_key(gateway.public_key_id(), public_key), gateway.public_key_id()),
    ] {
        let response =
            client.build().unwrap().chain(CODE).get(json!({"authorization_code": "1"})).unwrap();
        let serial = serial.to_owned();
        assert_eq!(response.extensions().get(), Some(&Verification::Verified { serial }));
    }
    // The commonest mistake: the merchant's own certificate as the platform's.
    let own = PublicKey::from_pem(gateway.merchant_certificate_pem()).unwrap();
    let error = merchant().platform_key("1234", own).build().unwrap_err();
    assert!(error.to_string().contains("merchant's own certificate"), "{error}");
}

#[test]
fn a_wrong_key_is_told_apart() {
    let gateway = permissions();
    let wrong = PrivateKey::from_pem(keys::rsa(2048).private_key_to_pem_pkcs8().unwrap()).unwrap();
    let client = gateway.client_builder().private_key(wrong).build().unwrap();
    let error = client.chain(CODE).get(json!({"authorization_code": "中 1"})).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Api, Outcome::Refused));
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    let api = error.api().unwrap();
    assert_eq!(api.code, "SIGN_ERROR");
    let information = &api.detail["sign_information"];
    let target = "/v3/payscore/acquiringbank/permissions/authorization-code/%E4%B8%AD%201";
    assert_eq!((&information["method"], &information["url"]), (&json!("GET"), &json!(target)));
    let message = information["truncated_sign_message"].as_str().unwrap();
    assert!(message.starts_with(&format!("GET\n{target}\n")), "{message}");
    assert!(error.to_string().contains("401 SIGN_ERROR: the signature is invalid"), "{error}");
    assert!(error.request_id().unwrap().starts_with("SANDBOX-"));
    // As WeChat Pay leaves it.
    assert_eq!(error.verification(), Some(&Verification::Missing));
    assert!(!gateway.requests()[0].verified());
}

#[test]
fn handlers_answer_as_they_like() {
    let gateway = support::gateway();
    gateway.on(Method::POST, "/v3/pay/transactions/jsapi", |request| {
        let order = request.json().unwrap();
        match order["amount"]["total"].as_i64() {
            Some(total) if total > 0 => StubResponse::from(json!({"prepay_id": "wx1"})),
            _ => StubResponse::error(StatusCode::BAD_REQUEST, "PARAM_ERROR", "金额错误"),
        }
    });
    gateway.on(Method::POST, "/v3/pay/transactions/out-trade-no/{out_trade_no}/close", |_| ());
    gateway.on(Method::GET, "/v3/billdownload/file", |_| {
        StubResponse::new(StatusCode::OK).body("a,b\n").unsigned()
    });
    gateway.on(Method::GET, "/v3/forged", |_| {
        StubResponse::from(json!({})).header("Wechatpay-Signature", "AAAA")
    });
    let client = gateway.client().unwrap();
    let pay = chain!(client->v3->pay->transactions->jsapi);
    let paid: Value = pay
        .post(json!({"json": {"description": "中文", "amount": {"total": 1}}}))
        .unwrap()
        .json()
        .unwrap();
    assert_eq!(paid["prepay_id"], "wx1");
    let error = pay.post(json!({"json": {}})).unwrap_err();
    assert_eq!(error.api().unwrap().code, "PARAM_ERROR");
    let close = client.chain("v3/pay/transactions/out-trade-no/{out_trade_no}/close");
    let closed =
        close.post(json!({"out_trade_no": "a/b", "json": {"mchid": gateway.mchid()}})).unwrap();
    assert_eq!(closed.status(), StatusCode::NO_CONTENT);
    assert_eq!(gateway.requests()[2].var("out_trade_no"), Some("a/b"));
    let bill = client.chain("v3/billdownload/file?token=AbC").get(()).unwrap();
    assert_eq!(bill.extensions().get(), Some(&Verification::Exempt));
    let forged = client.chain("v3/forged").get(()).unwrap_err();
    assert_eq!((forged.kind(), forged.outcome()), (ErrorKind::Verify, Outcome::Unknown));
    let unknown = client.chain("v3/unknown").get(()).unwrap_err();
    assert_eq!(
        (unknown.status(), unknown.api().unwrap().code.as_str()),
        (Some(StatusCode::NOT_FOUND), "RESOURCE_NOT_EXISTS")
    );
    let other = pay.get(()).unwrap_err();
    assert_eq!(other.status(), Some(StatusCode::METHOD_NOT_ALLOWED));
    // An upload: the meta alone is what was signed.
    gateway.on(
        Method::POST,
        "/v3/merchant/media/upload",
        |request| json!({"bytes": request.body().len()}),
    );
    let parts = json!([{"name": "meta", "contents": "{\"filename\":\"a.png\"}"}, {"name": "file", "contents": "x", "filename": "a.png"}]);
    client.chain("v3/merchant/media/upload").post(json!({"multipart": parts})).unwrap();
    assert!(gateway.requests().iter().all(wechatpay_chain::gateway::ReceivedRequest::verified));
}

#[test]
fn what_the_encoders_do_to_any_text_the_gateway_verifies() {
    let gateway = support::gateway();
    gateway.on(Method::PUT, "/v3/t/{id}", |request| {
        json!({"id": request.var("id"), "q": request.query_value("q"), "body": request.json()})
    });
    let client = gateway.client().unwrap();
    for text in [
        "a b+c",
        "a/b?c#d&e=f",
        "100%",
        "%2F",
        "中文😀",
        "\"'<>`{|}^\\",
        "\u{0}\n\t\u{7f}",
        "~!*()@:;,$[]",
    ] {
        let options = json!({"id": text, "query": {"q": text}, "json": {"a": text}});
        let echo: Value = client.chain("v3/t/{id}").put(options).unwrap().json().unwrap();
        assert_eq!(echo, json!({"id": text, "q": text, "body": {"a": text}}));
    }
}

/// From the order to what the page opens it with: signed by the merchant, as WeChat checks it.
#[test]
fn front_end_parameters_follow_from_the_order() {
    let gateway = support::gateway();
    gateway.on(
        Method::POST,
        "/v3/pay/transactions/jsapi",
        |_| json!({"prepay_id": "wx201410272009395522657"}),
    );
    let client = gateway.client().unwrap();
    let order: Value = client
        .chain("v3/pay/transactions/jsapi")
        .post(json!({"json": {}}))
        .unwrap()
        .json()
        .unwrap();
    let prepay_id = order["prepay_id"].as_str().unwrap();
    let key = PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap();
    let merchant = PublicKey::from_pem(gateway.merchant_certificate_pem()).unwrap();
    let holds = |lines: [&Value; 4], sign: &Value| {
        let lines = lines.map(|line| line.as_str().unwrap());
        let message = Formatter::joined_by_line_feed(lines);
        assert!(Rsa::verify(message, sign.as_str().unwrap(), &merchant).unwrap());
    };
    let page = json!(
        JsapiPayment::new("wx8888", prepay_id)
            .package_extra("subsidy_period_type", "1")
            .sign(&key)
            .unwrap()
    );
    assert_eq!(page["package"], format!("prepay_id={prepay_id}&subsidy_period_type=1"));
    assert_eq!(page["signType"], "RSA");
    holds(
        [&page["appId"], &page["timeStamp"], &page["nonceStr"], &page["package"]],
        &page["paySign"],
    );
    let app = json!(AppPayment::new("wx8888", gateway.mchid(), prepay_id).sign(&key).unwrap());
    assert_eq!(
        (&app["package"], &app["partnerid"]),
        (&json!("Sign=WXPay"), &json!(gateway.mchid()))
    );
    holds([&app["appid"], &app["timestamp"], &app["noncestr"], &app["prepayid"]], &app["sign"]);
    // Pages of payscore and of coupons take an HMAC over the sorted query string.
    let parameters = [("package", "p"), ("mch_id", "1900000109"), ("nonce_str", "n")];
    let query = Formatter::query_string_like(Formatter::ksort(parameters));
    assert_eq!(query, "mch_id=1900000109&nonce_str=n&package=p");
    let sign = Hash::sign("HMAC-SHA256", &query, "apiv2-key").unwrap();
    let hmac = openssl::pkey::PKey::hmac(b"apiv2-key").unwrap();
    let mut signer =
        openssl::sign::Signer::new(openssl::hash::MessageDigest::sha256(), &hmac).unwrap();
    signer.update(format!("{query}&key=apiv2-key").as_bytes()).unwrap();
    let expected: String =
        signer.sign_to_vec().unwrap().iter().map(|byte| format!("{byte:02X}")).collect();
    assert_eq!(sign, expected);
}

/// WeChat Pay's Java SDK finds a header in this case only, though HTTP knows none.
#[test]
fn header_names_are_in_wechat_pays_case() {
    let gateway = support::gateway();
    let host = gateway.base_uri().trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    let request = format!("GET /v3/certificates HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    // Without Accept: a refusal that is signed.
    stream.write_all(format!("{request}User-Agent: test\r\n\r\n").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();

    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/notify", receiver.local_addr().unwrap());
    let received = std::thread::spawn(move || {
        let (mut stream, _) = receiver.accept().unwrap();
        let mut head = String::new();
        let mut lines = BufReader::new(stream.try_clone().unwrap());
        while !head.ends_with("\r\n\r\n") {
            lines.read_line(&mut head).unwrap();
        }
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
        head
    });
    assert!(gateway.notify(&url, "TRANSACTION.SUCCESS", json!({})).unwrap().accepted());
    let notification = received.join().unwrap();

    for head in [answer, notification] {
        for name in ["Timestamp", "Nonce", "Serial", "Signature", "Signature-Type"] {
            assert!(head.contains(&format!("\r\nWechatpay-{name}: ")), "{name} in {head}");
        }
        assert!(head.contains("\r\nContent-Type: application/json"), "{head}");
    }
}

/// What an observer was told of a request.
#[derive(Debug, Clone, Default, PartialEq)]
struct Told {
    target: String,
    status: Option<u16>,
    verified: bool,
    reason: Option<String>,
    findings: Vec<&'static str>,
    faults: Vec<String>,
}

impl Told {
    fn new(target: &str, status: Option<u16>, verified: bool) -> Self {
        Self { target: target.to_owned(), status, verified, ..Self::default() }
    }

    fn of(request: &ReceivedRequest) -> Self {
        let findings = request.diagnosis().map(Diagnosis::findings).unwrap_or_default();
        Self {
            target: request.target().to_owned(),
            status: request.status().map(|status| status.as_u16()),
            verified: request.verified(),
            reason: request.reason().map(str::to_owned),
            findings: findings.iter().map(Finding::name).collect(),
            faults: request.faults().iter().map(ToString::to_string).collect(),
        }
    }
}

#[test]
fn an_observer_sees_each_finished_request_once() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&told);
    let gateway = Gateway::builder()
        // A panic changes nothing, neither for the caller nor for the other observers.
        .observe(|_| panic!("on purpose"))
        .observe(move |request| seen.lock().unwrap().push(Told::of(request)))
        .start()
        .unwrap();
    gateway.on(Method::GET, "/v3/a", |_| json!({"a": 1}));
    gateway.on(Method::GET, "/v3/no", |_| {
        StubResponse::error(StatusCode::FORBIDDEN, "NO", "余额不足: no\r\nmoney")
    });
    let client = gateway.client().unwrap();
    client.chain("v3/a").get(json!({"query": {"b": 1}})).unwrap();
    client.chain("v3/no").get(()).unwrap_err();
    let stranger = gateway.client_builder().mchid("1900000108").build().unwrap();
    stranger.chain("v3/a").get(()).unwrap_err();
    gateway.fault(Fault::CutBefore);
    client.chain("v3/a").get(()).unwrap_err();
    gateway.fault(Fault::CutAfter);
    client.chain("v3/a").get(()).unwrap_err();

    let reason = "余额不足: no\\r\\nmoney".to_owned();
    let faults = |name: &str| vec![name.to_owned()];
    let expected = [
        Told::new("/v3/a?b=1", Some(200), true),
        Told { reason: Some(reason), ..Told::new("/v3/no", Some(403), true) },
        Told { findings: vec!["mchid-unknown"], ..Told::new("/v3/a", Some(401), false) },
        Told { faults: faults("cut-before"), ..Told::new("/v3/a", None, false) },
        Told { faults: faults("cut-after"), ..Told::new("/v3/a", Some(200), true) },
    ];
    assert_eq!(*told.lock().unwrap(), expected);
    // The request that was cut before its body was read is not listed.
    assert_eq!(gateway.requests().len(), 4);
}
