//! Notifications from the gateway, over the wire, to the parser: two implementations of one
//! protocol. What the parser says to bytes made by hand is in `notification_bytes.rs`.

use crate::support;

use std::sync::{Arc, Mutex};

use http::StatusCode;
use serde_json::{Value, json};
use wechatpay_chain::gateway::{Notify, NotifyResponse};
use wechatpay_chain::notification::{accepted, refused};
use wechatpay_chain::{
    Error, ErrorKind, Gateway, Notification, NotificationErrorKind, NotificationParser, Outcome,
    PublicKey,
};

use support::server::{Reply, Server, answer};
use support::server_less::Accept;

const EVENT: &str = "TRANSACTION.SUCCESS";
const OTHER_KEY: &str = "other-merchant-0123456789abcdefg";

/// A merchant's server, which keeps what its parser said.
struct Receiver {
    server: Server,
    parsed: Arc<Mutex<Vec<Result<Notification, Error>>>>,
}

impl Receiver {
    fn start(parser: NotificationParser) -> Self {
        let parsed = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&parsed);
        let server = Server::start(move |seen| {
            assert_eq!((&*seen.method, &*seen.target), ("POST", "/notify?from=wechat"));
            let result = parser.parse(&seen.headers, &seen.body);
            let reply = match &result {
                Ok(_) => accepted(),
                Err(error) => refused(error),
            };
            kept.lock().unwrap().push(result);
            let mut headers = String::new();
            for (name, value) in reply.headers() {
                headers += &format!("{name}: {}\r\n", value.to_str().unwrap());
            }
            Reply::Last(answer(reply.status().as_u16(), &headers, reply.body()))
        });
        Self { server, parsed }
    }

    fn url(&self) -> String {
        format!("{}notify?from=wechat", self.server.base_uri())
    }

    fn get(&self, notify: &Notify<'_>) -> (NotifyResponse, Result<Notification, Error>) {
        let answer = notify.send(&self.url()).unwrap();
        (answer, self.parsed.lock().unwrap().pop().unwrap())
    }
}

fn resource() -> Value {
    json!({
        "mchid": "1900000109",
        "out_trade_no": "1217752501201407033233368018",
        "trade_state_desc": "支付成功",
        "amount": { "total": 100, "payer_total": 100 },
    })
}

fn parser(gateway: &Gateway) -> NotificationParser {
    gateway.client().unwrap().notifications().unwrap()
}

#[test]
fn a_notification_arrives_in_both_key_modes() {
    let gateway = support::gateway();
    let receiver = Receiver::start(parser(&gateway));
    for by_certificate in [false, true] {
        let mut notify = gateway.notification(EVENT, resource());
        if by_certificate {
            notify = notify.by_certificate();
        }
        let (answer, notification) = receiver.get(&notify);
        assert_eq!((answer.status, &*answer.body), (StatusCode::NO_CONTENT, &b""[..]));
        assert!(answer.accepted());
        let serial =
            if by_certificate { gateway.platform_serial() } else { gateway.public_key_id() };
        let seen = receiver.server.requests().pop().unwrap();
        assert_eq!(seen.headers["wechatpay-serial"], serial);
        assert!(!String::from_utf8(seen.body).unwrap().contains("1217752501201407033233368018"));
        let notification = notification.unwrap();
        assert_eq!(notification.id, answer.id);
        assert_eq!(notification.event_type, EVENT);
        assert_eq!(notification.resource_type, "encrypt-resource");
        assert_eq!(notification.original_type, "transaction");
        assert_eq!(notification.summary, "支付成功");
        assert!(notification.create_time.ends_with("+08:00"), "{notification:?}");
        assert_eq!(notification.merchant(), gateway.mchid());
        assert_eq!(notification.resource_json().unwrap(), resource());
        assert_eq!(notification.resource_bytes(), resource().to_string().as_bytes());
        let typed: std::collections::HashMap<String, Value> = notification.resource().unwrap();
        assert_eq!(typed["amount"]["total"], 100);
    }
}

#[test]
fn the_same_notification_comes_again_under_its_id() {
    let gateway = support::gateway();
    let receiver = Receiver::start(parser(&gateway));
    let first = gateway.notify(&receiver.url(), EVENT, resource()).unwrap();
    let again = gateway.notification(EVENT, resource()).id(&first.id);
    let (answer, notification) = receiver.get(&again);
    assert!(first.accepted() && answer.accepted());
    assert_eq!(notification.unwrap().id, first.id);
    let (other, _) = receiver.get(&gateway.notification(EVENT, resource()));
    assert_ne!(other.id, first.id);
}

#[test]
fn every_fault_is_told_to_the_log_and_none_to_the_sender() {
    use NotificationErrorKind as Kind;
    let gateway = support::gateway();
    let receiver = Receiver::start(parser(&gateway));
    let new = || gateway.notification(EVENT, resource());
    let id = gateway.public_key_id();
    let certificate = gateway.platform_serial();
    let untrusted = [
        (new().unsigned(), Kind::Unsigned, "no `wechatpay-signature` header"),
        (new().clock_offset(-1000), Kind::Stale, "s off"),
        (new().clock_offset(1000), Kind::Stale, "s off"),
        (new().serial("PUB_KEY_ID_9"), Kind::UnknownSerial, "`PUB_KEY_ID_9`"),
        (new().wrong_signature(), Kind::WrongSignature, id),
        (new().wrong_signature().by_certificate(), Kind::WrongSignature, certificate),
        (new().serial(certificate), Kind::WrongSignature, certificate),
        (new().by_certificate().serial(id), Kind::WrongSignature, id),
        (new().probe(), Kind::Probe, "`WECHATPAY/SIGNTEST/`"),
        (new().probe().by_certificate(), Kind::Probe, "WeChat Pay tests"),
        // Who can't be trusted learns nothing of the keys either.
        (new().wrong_signature().apiv3_key(OTHER_KEY), Kind::WrongSignature, id),
    ];
    for (notify, kind, part) in untrusted {
        let (answer, result) = receiver.get(&notify);
        let error = result.unwrap_err();
        assert_eq!((error.notification(), error.kind()), (Some(kind), ErrorKind::Verify));
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert!(error.to_string().contains(part), "{part}: {error}");
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{error}");
        assert_eq!(answer.body, r#"{"code":"FAIL","message":"验签失败"}"#);
        assert!(!answer.accepted());
    }
    let ours = [
        (new().apiv3_key(OTHER_KEY), Kind::WrongKey, ErrorKind::Crypto, "1900000109"),
        (
            new().algorithm("AEAD_SM4_GCM"),
            Kind::UnknownAlgorithm,
            ErrorKind::Decode,
            "`AEAD_SM4_GCM`",
        ),
    ];
    for (notify, kind, error_kind, part) in ours {
        let (answer, result) = receiver.get(&notify);
        let error = result.unwrap_err();
        assert_eq!((error.notification(), error.kind()), (Some(kind), error_kind));
        let text = error.to_string();
        assert!(text.contains(part) && text.contains(&answer.id), "{text}");
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.body, r#"{"code":"FAIL","message":"处理失败"}"#);
    }
}

#[test]
fn each_merchants_notification_is_read_with_its_own_key() {
    let gateway = support::gateway();
    let new_key = "a-new-key-0123456789abcdefghijkl";
    let public_key = PublicKey::from_pem(gateway.platform_public_key_pem()).unwrap();
    let parser = NotificationParser::builder()
        .platform_key(gateway.public_key_id(), public_key)
        .apiv3_key("shop", OTHER_KEY)
        .apiv3_key(gateway.mchid(), gateway.apiv3_key())
        .apiv3_key("shop", new_key)
        .build()
        .unwrap();
    let receiver = Receiver::start(parser);
    for (key, merchant) in
        [(OTHER_KEY, "shop"), (gateway.apiv3_key(), gateway.mchid()), (new_key, "shop")]
    {
        let (answer, notification) =
            receiver.get(&gateway.notification(EVENT, resource()).apiv3_key(key));
        assert!(answer.accepted());
        let notification = notification.unwrap();
        assert_eq!(notification.merchant(), merchant);
        assert_eq!(notification.resource_json().unwrap(), resource());
    }
    let strangers = gateway.notification(EVENT, resource()).apiv3_key("x".repeat(32));
    let (_, result) = receiver.get(&strangers);
    let error = result.unwrap_err();
    assert_eq!(error.notification(), Some(NotificationErrorKind::WrongKey));
    assert!(error.to_string().contains("shop or 1900000109 or shop"), "{error}");
    // Only the public key is configured.
    let (_, result) = receiver.get(&gateway.notification(EVENT, resource()).by_certificate());
    let error = result.unwrap_err();
    assert_eq!(error.notification(), Some(NotificationErrorKind::UnknownSerial));
}

#[test]
fn a_parser_needs_both_kinds_of_keys() {
    let gateway = support::gateway();
    let public_key = || PublicKey::from_pem(gateway.platform_public_key_pem()).unwrap();
    let certificate = || PublicKey::from_pem(gateway.platform_certificate_pem()).unwrap();
    let builder = NotificationParser::builder;
    let keyed = || builder().platform_key(gateway.public_key_id(), public_key());
    for (result, part) in [
        (builder().build(), "platform_key(): WeChat Pay's public key"),
        (builder().build(), "apiv3_key()"),
        (keyed().build(), "lacks apiv3_key()"),
        (keyed().apiv3_key("m", "short").build(), "apiv3_key `m`: the APIv3 key has 5 bytes"),
        (keyed().platform_key("a b", public_key()).apiv3_key("m", OTHER_KEY).build(), "`a b`"),
        (
            builder().platform_key("77", certificate()).apiv3_key("m", OTHER_KEY).build(),
            "whose serial number is",
        ),
        (
            builder().platform_key("PUB_KEY_ID_1", certificate()).apiv3_key("m", OTHER_KEY).build(),
            "is the id of a public key, but a certificate was given",
        ),
        (
            builder().platform_key("77", public_key()).apiv3_key("m", OTHER_KEY).build(),
            "a public key without certificate was given",
        ),
    ] {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(part), "{part}: {error}");
        assert!(!error.to_string().contains("short"));
    }
    let own_verifier = gateway.client_builder().verifier(Accept).build().unwrap();
    let error = own_verifier.notifications().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("verifier()"), "{error}");
    let server = Server::start(|_| Reply::Nothing);
    let error = support::client(&server).notifications().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("apiv3_key()"), "{error}");
}

#[test]
fn nothing_secret_is_shown() {
    let gateway = support::gateway();
    let receiver = Receiver::start(parser(&gateway));
    let secret = json!({ "phone": "13800138000", "id": 1 });
    let (_, notification) = receiver.get(&gateway.notification(EVENT, secret));
    let notification = notification.unwrap();
    let error = notification.resource::<Vec<u8>>().unwrap_err();
    let number = notification.resource::<std::collections::HashMap<String, u8>>().unwrap_err();
    assert_eq!(number.notification(), Some(NotificationErrorKind::Resource));
    assert_eq!(number.kind(), ErrorKind::Decode);
    assert!(number.to_string().contains("expected u8 (line 1 column 22)"), "{number}");
    assert_eq!(refused(&number).status(), StatusCode::INTERNAL_SERVER_ERROR);
    let wrong_key = gateway.notification(EVENT, json!({})).apiv3_key(OTHER_KEY);
    let (_, wrong_key) = receiver.get(&wrong_key);
    for shown in [
        format!("{notification:?}"),
        format!("{error} {error:?} {number} {number:?} {:?}", wrong_key.unwrap_err()),
        format!("{:?} {:?}", parser(&gateway), gateway.client().unwrap()),
    ] {
        for secret in ["13800138000", gateway.apiv3_key(), OTHER_KEY] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn the_gateway_notifies_this_machine_only() {
    let gateway = support::gateway();
    for url in [
        "https://127.0.0.1/",
        "http://192.168.1.1/",
        "http://example.com/",
        "http://127.0.0.1.example.com/",
        "http://localhost@example.com/",
        "http://a@127.0.0.1/",
        "http://0.0.0.0:80/",
        "/notify",
        "127.0.0.1:80",
        "no url",
        "",
    ] {
        let error = gateway.notify(url, EVENT, json!({})).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UntrustedHost, "{url}");
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert!(error.to_string().contains("http://127.0.0.1:<port>/"), "{error}");
    }
    let short = gateway.notification(EVENT, json!({})).apiv3_key("short");
    assert_eq!(short.send("http://127.0.0.1/").unwrap_err().kind(), ErrorKind::Options);
    let serial = gateway.notification(EVENT, json!({})).serial("a\nb");
    assert_eq!(serial.send("http://127.0.0.1/").unwrap_err().kind(), ErrorKind::Options);
}

#[test]
fn a_receiver_that_fails_is_told_of() {
    let gateway = support::gateway();
    let notify = |server: &Server| gateway.notify(&server.base_uri(), EVENT, json!({}));
    let error = notify(&Server::start(|_| Reply::Last(Vec::new()))).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown));
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{";
    let error = notify(&Server::start(|_| Reply::Last(cut.to_vec()))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    let error = notify(&Server::start(|_| Reply::Nothing)).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
    assert!(error.to_string().contains("within 5 s"), "{error}");
    // Bound, so that nobody else gets the port, but not listening.
    let deaf = tokio::net::TcpSocket::new_v4().unwrap();
    deaf.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}/", deaf.local_addr().unwrap());
    let error = gateway.notify(&url, EVENT, json!({})).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent));
    // 202 is no acceptance.
    let server = Server::start(|_| Reply::Last(answer(202, "", b"later")));
    let answer = notify(&server).unwrap();
    assert!(!answer.accepted());
    assert_eq!((answer.status, &*answer.body), (StatusCode::ACCEPTED, &b"later"[..]));
}

/// Another runtime's thread may be the caller's.
#[tokio::test]
async fn the_gateway_notifies_from_within_a_runtime() {
    let gateway = support::gateway();
    let receiver = Receiver::start(parser(&gateway));
    assert!(gateway.notify_async(&receiver.url(), EVENT, resource()).await.unwrap().accepted());
}

#[test]
fn verifying_alone_needs_no_apiv3_key_and_opens_nothing() {
    let gateway = Gateway::start().unwrap();
    let key = PublicKey::from_pem(gateway.platform_public_key_pem()).unwrap();
    let builder =
        || NotificationParser::builder().platform_key(gateway.public_key_id(), key.clone());
    assert!(builder().build().unwrap_err().to_string().contains("apiv3_key()"));
    let parser = builder().verifying_only().build().unwrap();
    let results = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&results);
    let verifier = parser.clone();
    let server = Server::start(move |seen| {
        let changed = [&seen.body[..], b" "].concat();
        let mut results = keep.lock().unwrap();
        results.push(verifier.verify(&seen.headers, &seen.body));
        results.push(verifier.verify(&seen.headers, changed));
        results.push(parser.parse(&seen.headers, &seen.body).map(drop));
        Reply::ok("{}")
    });
    let notify = gateway.notification(EVENT, resource());
    notify.send(&format!("{}notify", server.base_uri())).unwrap();
    let results = results.lock().unwrap();
    assert!(results[0].is_ok());
    let kind = |at: usize| results[at].as_ref().unwrap_err().notification().unwrap();
    assert_eq!(kind(1), NotificationErrorKind::WrongSignature);
    assert_eq!(kind(2), NotificationErrorKind::WrongKey);
}
