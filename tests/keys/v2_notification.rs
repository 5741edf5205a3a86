//! APIv2's notifications: a payment's signature, a refund's encryption, and what is refused.

use serde::Deserialize;
use serde_json::json;
use wechatpay_chain::notification::{V2NotificationParser, accepted_v2, failed_v2};
use wechatpay_chain::{
    AesEcb, Client, ErrorKind, Hash, NotificationErrorKind, PrivateKey, Transformer,
};

const SECRET: &str = "exposed_your_key_here_have_risks";

fn parser() -> V2NotificationParser {
    let client = Client::builder().mchid("1900000109").secret(SECRET).build().unwrap();
    client.v2_notifications().unwrap()
}

const PAID: &str =
    "mch_id=1900000109&out_trade_no=T1&result_code=SUCCESS&return_code=SUCCESS&total_fee=88";

fn paid(kind: &str) -> String {
    let sign = Hash::sign(kind, PAID, SECRET).unwrap();
    let fields = PAID.split('&').map(|field| field.split_once('=').unwrap());
    let fields = fields.chain([("sign", &*sign)]);
    let xml: String =
        fields.map(|(name, value)| format!("<{name}><![CDATA[{value}]]></{name}>")).collect();
    format!("<xml>\n{xml}\n</xml>")
}

fn refunded(secret: &str) -> String {
    let key = Hash::md5(secret, "", false).unwrap();
    let inner =
        "<root><out_refund_no><![CDATA[R1]]></out_refund_no><refund_fee>8</refund_fee></root>";
    let req_info = AesEcb::encrypt(inner, key).unwrap();
    Transformer::to_xml(&json!({"return_code": "SUCCESS", "appid": "wx8888", "req_info": req_info}))
        .unwrap()
}

#[test]
fn a_payment_is_verified() {
    #[derive(Deserialize)]
    struct Paid {
        out_trade_no: String,
        total_fee: u64,
    }
    for kind in ["MD5", "HMAC-SHA256"] {
        let notification = parser().parse(paid(kind)).unwrap();
        assert_eq!(notification.get("out_trade_no"), Some("T1"));
        assert_eq!(notification.get("sign"), None);
        let paid: Paid = notification.xml().unwrap();
        assert_eq!((&*paid.out_trade_no, paid.total_fee), ("T1", 88));
        assert!(!format!("{notification:?} {:?}", parser()).contains("T1"));
    }
}

#[test]
fn a_refund_is_decrypted() {
    let notification = parser().parse(refunded(SECRET)).unwrap();
    assert_eq!(notification.get("out_refund_no"), Some("R1"));
    assert_eq!(notification.get("appid"), Some("wx8888"));
    assert_eq!(notification.get("req_info"), None);
    assert_eq!(notification.fields()["refund_fee"], "8");
}

/// The signature covers texts only.
#[test]
fn nothing_can_be_added_to_a_signed_notification() {
    for added in [
        "<attach>A</attach><attach>B</attach>",
        "<coupons><fee>1</fee></coupons>",
        "<sign>x</sign>",
        "<req_info>A</req_info><req_info>B</req_info>",
    ] {
        let body = paid("MD5").replace("</xml>", &format!("{added}</xml>"));
        let error = parser().parse(&body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Verify, "{added}: {error}");
    }
}

/// Around its ciphertext a refund's notification has no signature, so whoever has one that was sent
/// could write a payment around it.
#[test]
fn nothing_can_be_added_to_a_refund() {
    let added = "<result_code>SUCCESS</result_code><out_trade_no>T2</out_trade_no>\
                 <total_fee>88</total_fee><mch_id>1900000109</mch_id>";
    let body = refunded(SECRET).replace("</xml>", &format!("{added}</xml>"));
    let notification = parser().parse(body).unwrap();
    let names = ["result_code", "out_trade_no", "total_fee"];
    assert!(names.iter().all(|name| notification.get(name).is_none()), "{notification:?}");
    assert_eq!(notification.get("mch_id"), Some("1900000109"));
    assert!(notification.is_refund() && !parser().parse(paid("MD5")).unwrap().is_refund());
}

#[test]
fn what_is_refused_is_named() {
    use NotificationErrorKind::{MalformedBody, Unsigned, WrongKey, WrongSignature};

    let forged = paid("MD5").replace("88", "1");
    let unsigned = "<xml><return_code>SUCCESS</return_code><total_fee>88</total_fee></xml>";
    let empty = paid("MD5").split("<sign>").next().unwrap().to_owned() + "<sign></sign></xml>";
    let elsewhere = refunded("another_key_of_another_merchant_");
    let damaged = "<xml><req_info>AAAA</req_info></xml>".to_owned();
    for (body, kind) in [
        (forged, WrongSignature),
        (unsigned.to_owned(), Unsigned),
        (empty, Unsigned),
        (elsewhere, WrongKey),
        (damaged, WrongKey),
        ("{}".to_owned(), MalformedBody),
        ("<!DOCTYPE xml><xml/>".to_owned(), MalformedBody),
        (String::new(), MalformedBody),
    ] {
        let error = parser().parse(&body).unwrap_err();
        assert_eq!(error.notification(), Some(kind), "{body}: {error}");
        let trusted = ![Unsigned, WrongSignature].contains(&kind);
        assert_eq!(error.kind() == ErrorKind::Verify, !trusted);
        assert!(!error.to_string().contains(SECRET));
    }
}

#[test]
fn responses_are_xml() {
    for (response, code) in [(accepted_v2(), "SUCCESS"), (failed_v2(), "FAIL")] {
        assert_eq!(response.status(), 200);
        assert_eq!(Transformer::to_array(response.body()).unwrap()["return_code"], code);
    }
}

#[test]
fn a_client_without_the_key_says_so() {
    let keys = crate::support::keys::Keys::shared();
    let client = Client::builder()
        .mchid("1900000109")
        .serial(crate::support::keys::MERCHANT_SERIAL)
        .private_key(PrivateKey::from_pem(&keys.merchant_private_pem).unwrap())
        .platform_key(
            crate::support::keys::PLATFORM_SERIAL,
            crate::support::keys::platform_certificate(),
        );
    let error = client.build().unwrap().v2_notifications().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("secret()"), "{error}");
    assert!(V2NotificationParser::new("short").is_err());
}
