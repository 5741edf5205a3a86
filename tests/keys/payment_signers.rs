//! Payment parameters signed by a client: with its own key, or with a signer such as a KMS.

use crate::support;

use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, SystemTime};

use serde_json::json;
use tokio::sync::oneshot;
use wechatpay_chain::payment::{AppPayment, JsapiPayment};
use wechatpay_chain::{
    BoxError, BoxFuture, Client, ClientBuilder, Error, ErrorKind, Lang, Outcome, PrivateKey,
    SignInput, Signer,
};

use support::given::{Unsigned, assert_printable};
use support::keys::{self, Keys, MCHID, MERCHANT_SERIAL, PLATFORM_SERIAL};

const APPID: &str = "wx2421b1c4370ec43b";
const PREPAY_ID: &str = "wx201410272009395522657a690389285100";

fn fixed() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_554_208_460)
}

fn builder() -> ClientBuilder {
    Client::builder().platform_key(PLATFORM_SERIAL, keys::platform_certificate()).clock(fixed)
}

/// A client with its own key.
fn own() -> Client {
    let key = PrivateKey::from_pem(&Keys::shared().merchant_private_pem).unwrap();
    builder().mchid(MCHID).serial(MERCHANT_SERIAL).private_key(key).build().unwrap()
}

type Job = (Vec<u8>, oneshot::Sender<String>);

/// The key is in another thread, which gets messages and returns signatures.
struct Kms(Sender<Job>);

impl Kms {
    fn start() -> Self {
        let (sender, jobs) = channel::<Job>();
        thread::spawn(move || {
            for (message, reply) in jobs {
                reply.send(keys::sign(&Keys::shared().merchant, &message)).unwrap();
            }
        });
        Self(sender)
    }
}

impl Signer for Kms {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        unreachable!("no request is made")
    }

    fn sign<'a>(&'a self, message: &'a [u8]) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async {
            // As a connection's: it needs a runtime's timer.
            tokio::time::sleep(Duration::from_millis(1)).await;
            let (sender, reply) = oneshot::channel();
            self.0.send((message.to_vec(), sender))?;
            Ok(reply.await?)
        })
    }
}

/// A signer that returns what a function returns.
struct Returning(fn() -> Result<String, BoxError>);

impl Signer for Returning {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        unreachable!("no request is made")
    }

    fn sign<'a>(&'a self, _: &'a [u8]) -> BoxFuture<'a, Result<String, BoxError>> {
        // Not in a future: the method itself may panic.
        let result = (self.0)();
        Box::pin(async { result })
    }
}

fn assert_signed(lines: [&str; 4], signature: &str) {
    let message = lines.map(|line| format!("{line}\n")).concat();
    assert!(keys::verify(&Keys::shared().merchant, message.as_bytes(), signature), "{message}");
}

#[test]
fn a_client_signs_for_the_page_and_for_the_app() {
    for client in [own(), builder().mchid(MCHID).signer(Kms::start()).build().unwrap()] {
        let page = client.jsapi(APPID, PREPAY_ID).unwrap();
        let package = format!("prepay_id={PREPAY_ID}");
        assert_eq!((&*page.app_id, &*page.time_stamp), (APPID, "1554208460"));
        assert_eq!((&*page.package, page.sign_type), (&*package, "RSA"));
        assert_eq!(page.nonce_str.len(), 32);
        assert_signed([APPID, "1554208460", &page.nonce_str, &package], &page.pay_sign);

        let app = client.app(APPID, PREPAY_ID).unwrap();
        assert_eq!((&*app.partnerid, &*app.timestamp), (MCHID, "1554208460"));
        assert_signed([APPID, "1554208460", &app.noncestr, PREPAY_ID], &app.sign);
        assert_ne!(app.noncestr, page.nonce_str);
        assert_ne!(client.jsapi(APPID, PREPAY_ID).unwrap().nonce_str, page.nonce_str);
    }
}

/// The message and the time are those of WeChat Pay's documents.
#[test]
fn the_js_sdk_gets_its_timestamp_in_lower_case() {
    let parameters = JsapiPayment::new(APPID, PREPAY_ID)
        .timestamp(1_554_208_460)
        .nonce("593BEC0C930BF1AFEB40B4A08C8FB242")
        .sign_with(&own())
        .unwrap();
    let page = parameters.choose_wx_pay();
    assert_eq!(
        serde_json::to_string(&page).unwrap(),
        json!({
            "timestamp": "1554208460",
            "nonceStr": "593BEC0C930BF1AFEB40B4A08C8FB242",
            "package": format!("prepay_id={PREPAY_ID}"),
            "signType": "RSA",
            "paySign": parameters.pay_sign,
        })
        .to_string()
    );
    let package = "prepay_id=wx201410272009395522657a690389285100";
    let lines = [APPID, "1554208460", "593BEC0C930BF1AFEB40B4A08C8FB242", package];
    assert_signed(lines, &page.pay_sign);
}

#[test]
fn a_payment_with_more_settings_is_signed_by_the_client_too() {
    let client = builder().signer(Kms::start()).build().unwrap();
    let payment = JsapiPayment::new(APPID, PREPAY_ID).package_extra("a", "b").nonce("n");
    let page = payment.clone().timestamp(7).sign_with(&client).unwrap();
    let package = format!("prepay_id={PREPAY_ID}&a=b");
    assert_signed([APPID, "7", "n", &package], &page.pay_sign);
    assert_eq!(payment.sign_with(&client).unwrap().time_stamp, "1554208460");

    // A service provider's: the client's own number plays no part.
    let app = AppPayment::new(APPID, "1900000209", PREPAY_ID).sign_with(&own()).unwrap();
    assert_eq!(app.partnerid, "1900000209");
}

#[test]
fn a_signer_is_waited_for_in_any_runtime() {
    let client = builder().mchid(MCHID).signer(Kms::start()).build().unwrap();
    let both = || async {
        let awaited = client.jsapi_async(APPID, PREPAY_ID).await.unwrap();
        // A sync call within a runtime, which can't drive anything meanwhile.
        let waited = client.jsapi(APPID, PREPAY_ID).unwrap();
        for page in [awaited, waited] {
            let lines = [APPID, "1554208460", &page.nonce_str, &page.package];
            assert_signed(lines, &page.pay_sign);
        }
        let app = client.app_async(APPID, PREPAY_ID).await.unwrap();
        assert_signed([APPID, "1554208460", &app.noncestr, PREPAY_ID], &app.sign);
    };
    let current = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    current.block_on(both());
    tokio::runtime::Runtime::new().unwrap().block_on(both());
}

#[test]
fn the_signer_signs_even_if_there_is_a_key_for_fields() {
    let other = keys::rsa(2048).private_key_to_pem_pkcs8().unwrap();
    let key = PrivateKey::from_pem(other).unwrap();
    let client = builder().private_key(key).signer(Kms::start()).build().unwrap();
    let page = client.jsapi(APPID, PREPAY_ID).unwrap();
    assert_signed([APPID, "1554208460", &page.nonce_str, &page.package], &page.pay_sign);
}

fn refused(signer: impl Signer) -> Error {
    let client = builder().mchid(MCHID).signer(signer).build().unwrap();
    let errors = [
        client.jsapi(APPID, PREPAY_ID).unwrap_err(),
        client.app(APPID, PREPAY_ID).unwrap_err(),
        client.jsapi_async(APPID, PREPAY_ID).wait().unwrap_err(),
    ];
    for error in &errors {
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Sign, Outcome::Unknown), "{error}");
        assert_eq!(error.to_string(), errors[0].to_string());
        assert_ne!(error.localized(Lang::Chinese), error.to_string());
        assert_printable("a signer's error", error);
    }
    errors.into_iter().next().unwrap()
}

#[test]
fn a_signer_that_signs_requests_only_is_told_what_it_lacks() {
    let error = refused(Unsigned);
    assert!(error.to_string().contains("implement Signer::sign"), "{error}");
    assert!(error.localized(Lang::Chinese).contains("实现 Signer::sign"));
}

#[test]
fn a_signer_that_fails_or_panics_is_an_error() {
    let error = refused(Returning(|| Err("the KMS is closed".into())));
    assert_eq!(error.to_string(), "the signer failed: the KMS is closed");
    // An error of this crate's, in both languages.
    let error = refused(Returning(|| Ok(PrivateKey::from_pem("").map(|_| String::new())?)));
    assert!(error.to_string().starts_with("the signer failed: "), "{error}");
    assert!(error.localized(Lang::Chinese).starts_with("签名器失败："));
    let error = refused(Returning(|| panic!("the signer's bug")));
    assert!(error.to_string().contains("panicked"), "{error}");
}

#[test]
fn what_is_no_signature_is_given_to_no_page() {
    let wrong: [fn() -> Result<String, BoxError>; 5] = [
        || Ok(String::new()),
        || Ok("none".to_owned()),
        || Ok("0a".repeat(256)),
        || Ok(openssl::base64::encode_block(&[0; 255])),
        || Ok(keys::sign(&Keys::shared().merchant, b"") + "\n"),
    ];
    for wrong in wrong {
        let error = refused(Returning(wrong));
        assert!(error.to_string().contains("no RSA signature"), "{error}");
    }
}

#[test]
fn an_app_needs_a_partnerid() {
    for builder in [builder(), builder().mchid("")] {
        let client = builder.signer(Kms::start()).build().unwrap();
        assert_eq!(client.mchid(), None);
        let error = client.app(APPID, PREPAY_ID).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("AppPayment::new()"), "{error}");
        assert!(client.jsapi(APPID, PREPAY_ID).is_ok());
    }
    assert_eq!(own().mchid(), Some(MCHID));
}

#[test]
fn a_client_refuses_what_would_change_the_message() {
    for (appid, prepay_id) in [("", PREPAY_ID), ("wx1\n2", PREPAY_ID), (APPID, "prepay_id=wx2")] {
        let [page, app] = [
            own().jsapi(appid, prepay_id).map(|_| ()).unwrap_err(),
            own().app(appid, prepay_id).map(|_| ()).unwrap_err(),
        ];
        assert_eq!([page.kind(), app.kind()], [ErrorKind::Options; 2], "{page}");
    }
}

/// A signer that never returns.
struct Silent;

impl Signer for Silent {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        unreachable!("no request is made")
    }

    fn sign<'a>(&'a self, _: &'a [u8]) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn a_signer_that_never_returns_has_the_clients_timeout() {
    let client = builder().signer(Silent).timeout(Duration::from_millis(20)).build().unwrap();
    let (sender, results) = channel();
    thread::spawn(move || drop(sender.send(client.jsapi(APPID, PREPAY_ID))));
    let result = results.recv_timeout(support::server::PATIENCE).expect("it waits for ever");
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::NotSent), "{error}");
}
