//! What pages and apps open a payment with, checked with OpenSSL by hand.

use crate::support;

use openssl::hash::MessageDigest;
use openssl::sign::Signer;
use serde_json::{Value, json};
use wechatpay_chain::payment::{AppPayment, JsapiPayment};
use wechatpay_chain::{Error, ErrorKind, Hash, PrivateKey};

use support::keys::{self, Keys};

const PREPAY_ID: &str = "wx201410272009395522657a690389285100";

fn key() -> PrivateKey {
    PrivateKey::from_pem(&Keys::shared().merchant_private_pem).unwrap()
}

/// PKCS#1 v1.5 is deterministic: one message, one signature.
fn signature(message: &str) -> String {
    let mut signer = Signer::new(MessageDigest::sha256(), &Keys::shared().merchant).unwrap();
    signer.update(message.as_bytes()).unwrap();
    openssl::base64::encode_block(&signer.sign_to_vec().unwrap())
}

#[test]
fn a_page_gets_six_strings() {
    let payment = JsapiPayment::new("wx2421b1c4370ec43b", PREPAY_ID)
        .timestamp(1554208460)
        .nonce("593BEC0C930BF1AFEB40B4A08C8FB242");
    let pay_sign = signature(
        "wx2421b1c4370ec43b\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\
         prepay_id=wx201410272009395522657a690389285100\n",
    );
    let parameters = payment.sign(&key()).unwrap();
    assert_eq!(parameters.pay_sign, pay_sign);
    assert_eq!(
        serde_json::to_string(&parameters).unwrap(),
        json!({
            "appId": "wx2421b1c4370ec43b",
            "timeStamp": "1554208460",
            "nonceStr": "593BEC0C930BF1AFEB40B4A08C8FB242",
            "package": "prepay_id=wx201410272009395522657a690389285100",
            "signType": "RSA",
            "paySign": pay_sign,
        })
        .to_string()
    );
}

#[test]
fn extras_are_in_the_package_that_is_signed() {
    let parameters = JsapiPayment::new("wx2421b1c4370ec43b", PREPAY_ID)
        .package_extra("subsidy_period_type", "PERIOD_3")
        .package_extra("b", "2.0")
        .timestamp(1554208460)
        .nonce("n")
        .sign(&key())
        .unwrap();
    let package = format!("prepay_id={PREPAY_ID}&subsidy_period_type=PERIOD_3&b=2.0");
    assert_eq!(parameters.package, package);
    let message = format!("wx2421b1c4370ec43b\n1554208460\nn\n{package}\n");
    assert_eq!(parameters.pay_sign, signature(&message));
}

#[test]
fn an_app_gets_seven_strings() {
    let parameters = AppPayment::new("wx0411fa6a39d61297", "1230000109", PREPAY_ID)
        .timestamp(1554208460)
        .nonce("593BEC0C930BF1AFEB40B4A08C8FB242")
        .sign(&key())
        .unwrap();
    let sign = signature(
        "wx0411fa6a39d61297\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\
         wx201410272009395522657a690389285100\n",
    );
    assert_eq!(
        serde_json::to_string(&parameters).unwrap(),
        json!({
            "appid": "wx0411fa6a39d61297",
            "partnerid": "1230000109",
            "prepayid": PREPAY_ID,
            "package": "Sign=WXPay",
            "noncestr": "593BEC0C930BF1AFEB40B4A08C8FB242",
            "timestamp": "1554208460",
            "sign": sign,
        })
        .to_string()
    );
}

#[test]
fn each_signing_has_its_own_nonce_and_time() {
    let payment = JsapiPayment::new("wx2421b1c4370ec43b", PREPAY_ID);
    let [first, second] = [(); 2].map(|()| payment.sign(&key()).unwrap());
    assert_ne!(first.nonce_str, second.nonce_str);
    for parameters in [first, second] {
        assert_eq!(parameters.nonce_str.len(), 32);
        assert!(parameters.nonce_str.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let now = support::server::now();
        assert!(parameters.time_stamp.parse::<u64>().unwrap().abs_diff(now) < 20);
        let message = format!(
            "wx2421b1c4370ec43b\n{}\n{}\nprepay_id={PREPAY_ID}\n",
            parameters.time_stamp, parameters.nonce_str
        );
        assert!(keys::verify(
            &Keys::shared().merchant,
            &message.into_bytes(),
            &parameters.pay_sign
        ));
    }
    let app = AppPayment::new("wx0411fa6a39d61297", "1230000109", PREPAY_ID);
    let [first, second] = [(); 2].map(|()| app.sign(&key()).unwrap().noncestr);
    assert_ne!(first, second);
}

/// Lines that run into each other would sign another message than the one that was meant.
#[test]
fn what_would_change_the_message_is_refused() {
    let jsapi = |appid: &str, prepay_id: &str| JsapiPayment::new(appid, prepay_id).sign(&key());
    let app = |mchid: &str, prepay_id: &str| AppPayment::new("wx1", mchid, prepay_id).sign(&key());
    let extra = |name: &str, value: &str| {
        JsapiPayment::new("wx1", PREPAY_ID).package_extra(name, value).sign(&key())
    };
    let error = |result: Result<Value, Error>| result.unwrap_err();
    let to_json = |value: Result<_, Error>| value.map(|_| Value::Null);
    for (refused, part) in [
        (error(to_json(jsapi("", PREPAY_ID))), "the appid is empty"),
        (error(to_json(jsapi("wx1\n2", PREPAY_ID))), "the appid `wx1\\n2`"),
        (error(to_json(jsapi("wx1", ""))), "the prepay_id is empty"),
        (error(to_json(jsapi("wx1", "prepay_id=wx2"))), "begins with `prepay_id=`"),
        (error(to_json(jsapi("wx1", "wx2&a=b"))), "the prepay_id `wx2&a=b`"),
        (error(to_json(jsapi("wx1", "wx2&a"))), "the prepay_id `wx2&a`"),
        (error(to_json(jsapi("wx1", "wx2=a"))), "the prepay_id `wx2=a`"),
        (error(to_json(jsapi("wx微", "wx2"))), "the appid `wx微`"),
        (error(to_json(extra("a=b", "c"))), "the name of a package_extra `a=b`"),
        (error(to_json(extra("a", "b&c=d"))), "the package_extra a `b&c=d`"),
        (error(app("1", " wx2").map(|_| Value::Null)), "the prepay_id ` wx2`"),
        (error(app("", PREPAY_ID).map(|_| Value::Null)), "the mchid is empty"),
    ] {
        assert_eq!(refused.kind(), ErrorKind::Options);
        assert!(refused.to_string().contains(part), "{part}: {refused}");
    }
    let nonce = JsapiPayment::new("wx1", PREPAY_ID).nonce("a\nb").sign(&key());
    assert!(nonce.unwrap_err().to_string().contains("the nonce"));
}

/// By hand, as WeChat Pay's page on APIv2 signs it.
#[test]
fn an_order_of_apiv2_is_signed_by_its_key() {
    const SECRET: &str = "exposed_your_key_here_have_risks";
    for kind in ["MD5", "HMAC-SHA256"] {
        let jsapi = JsapiPayment::new("wx8888", "wx2014").timestamp(1_414_561_699).nonce("n");
        let text = format!(
            "appId=wx8888&nonceStr=n&package=prepay_id=wx2014&signType={kind}&timeStamp=1414561699"
        );
        let parameters = jsapi.sign_v2(SECRET, kind).unwrap();
        assert_eq!(parameters.pay_sign, Hash::sign(kind, text, SECRET).unwrap());
        assert_eq!(serde_json::to_value(&parameters).unwrap()["signType"], kind);

        let app = AppPayment::new("wx8888", "1900000109", "WX1217").timestamp(1_414_561_699);
        let text = "appid=wx8888&noncestr=n&package=Sign=WXPay&partnerid=1900000109&prepayid=WX1217&\
                    timestamp=1414561699";
        let sign = app.nonce("n").sign_v2(SECRET, kind).unwrap().sign;
        assert_eq!(sign, Hash::sign(kind, text, SECRET).unwrap());
    }
    let jsapi = JsapiPayment::new("wx8888", "wx2014");
    assert!(jsapi.sign_v2(SECRET, "md5").unwrap_err().to_string().contains("`md5`"));
    assert!(jsapi.sign_v2("short", "MD5").is_err());
}
