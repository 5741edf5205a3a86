//! Which key signs for a merchant who has certificates alone, both, or the public key alone.

use crate::diagnosis::by_hand::Sent;
use crate::support;

use std::fs;

use serde_json::{Value, json};
use wechatpay_chain::gateway::{Fault, KeyMode};
use wechatpay_chain::{
    Client, ErrorKind, Gateway, Lang, PublicKey, Response, ResponseExt, Rsa, Verification,
};

use support::folder::Folder;
use support::server::{Reply, Server};

const MODES: [KeyMode; 3] = [KeyMode::Certificate, KeyMode::Switching, KeyMode::PublicKey];
/// Nobody's.
const UNKNOWN: &str = "PUB_KEY_ID_0100000000000000000000000000000";

fn start(mode: KeyMode) -> Gateway {
    Gateway::builder().keys(mode).language(Lang::English).start().unwrap()
}

/// A client that has one of the platform's keys, as the SDKs of other languages may have.
fn client_with(gateway: &Gateway, by_public_key: bool) -> Client {
    let (serial, pem) = match by_public_key {
        true => (gateway.public_key_id(), gateway.platform_public_key_pem()),
        false => (gateway.platform_serial(), gateway.platform_certificate_pem()),
    };
    let key = PublicKey::from_pem(pem).unwrap();
    support::merchant(gateway).platform_key(serial, key).build().unwrap()
}

/// The serial number or id that the response to this call names, and whether its signature is valid
/// to the client.
fn signed_by(client: &Client, wanted: &str) -> (String, bool) {
    let headers = json!({"Wechatpay-Serial": wanted});
    let called = client.chain("v3/merchant-service/complaint-notifications");
    let called = called.get(json!({"headers": headers, "http_errors": false}));
    let serial =
        |response: &Response| response.headers()["wechatpay-serial"].to_str().unwrap().to_owned();
    match called {
        Ok(response) => {
            let named = serial(&response);
            let verified = Verification::Verified { serial: named.clone() };
            (named, response.extensions().get() == Some(&verified))
        }
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Verify, "{error}");
            (serial(error.response().unwrap()), false)
        }
    }
}

#[test]
fn the_mode_decides_which_key_signs() {
    for mode in MODES {
        let gateway = start(mode);
        let (serial, id) = (gateway.platform_serial(), gateway.public_key_id());
        for (wanted, switching) in [(serial, serial), (id, id), (UNKNOWN, serial), ("x", serial)] {
            let expected = match mode {
                KeyMode::Certificate => serial,
                KeyMode::PublicKey => id,
                _ => switching,
            };
            for by_public_key in [false, true] {
                let client = client_with(&gateway, by_public_key);
                let (named, valid) = signed_by(&client, wanted);
                assert_eq!(named, expected, "{mode:?} {wanted}");
                assert_eq!(valid, by_public_key == (expected == id), "{mode:?} {wanted}");
            }
            let unknown = match mode {
                KeyMode::Certificate => wanted == id || wanted == UNKNOWN,
                _ => wanted == UNKNOWN,
            };
            let requests = gateway.requests();
            let reason = requests.last().unwrap().reason().unwrap_or_default();
            assert_eq!(reason.contains("Wechatpay-Serial asks for `PUB_"), unknown, "{reason}");
        }
    }
}

#[test]
fn a_client_of_the_gateway_has_the_keys_of_its_mode() {
    for mode in MODES {
        let gateway = start(mode);
        assert_eq!(gateway.key_mode(), mode);
        let client = gateway.client().unwrap();
        let response = client.chain("v3/merchant-service/complaint-notifications");
        let response = response.get(json!({"http_errors": false})).unwrap();
        let serial = match mode {
            KeyMode::Certificate => gateway.platform_serial(),
            _ => gateway.public_key_id(),
        };
        let verified = Verification::Verified { serial: serial.to_owned() };
        assert_eq!(response.extensions().get(), Some(&verified), "{mode:?}");
        let asked = gateway.requests()[0].headers().get("wechatpay-serial").cloned();
        assert_eq!(asked.is_some(), mode != KeyMode::Certificate);
        // The fault signs with the key that the client does not expect.
        gateway.fault(Fault::OtherKeyMode);
        let (named, _) = signed_by(&client, serial);
        assert_ne!(named, serial, "{mode:?}");
    }
}

#[test]
fn without_certificates_there_are_none_to_list_and_to_rotate() {
    let gateway = start(KeyMode::PublicKey);
    let client = gateway.client().unwrap();
    let error = client.chain("v3/certificates").get(()).unwrap_err();
    let api = error.api().unwrap();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert_eq!(api.code, "RESOURCE_NOT_EXISTS");
    assert!(api.message.starts_with("无可用的平台证书，请在商户平台-API安全申请"), "{api:?}");
    let error = gateway.rotate_certificate().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Options);
    assert!(error.to_string().contains("no certificate to rotate"), "{error}");
    let error = client.chain("_gateway/rotate").post(()).unwrap_err();
    assert_eq!(error.api().unwrap().code, "INVALID_REQUEST");
    // The fault has nothing to rotate, and breaks nothing.
    gateway.fault(Fault::RotateCertificate);
    client.chain("v3/certificates").get(()).unwrap_err();
    assert_eq!(gateway.requests().last().unwrap().status().unwrap().as_u16(), 404);
    for mode in [KeyMode::Certificate, KeyMode::Switching] {
        let gateway = start(mode);
        let listed = gateway.client().unwrap().chain("v3/certificates").get(()).unwrap();
        let listed: Value = listed.json().unwrap();
        assert_eq!(listed["data"][0]["serial_no"], gateway.platform_serial());
    }
}

#[test]
fn the_mode_decides_which_key_signs_notifications() {
    for mode in MODES {
        let gateway = start(mode);
        let receiver = Server::start(|_| Reply::ok(""));
        let url = format!("{}notify", receiver.base_uri());
        gateway.notify(&url, "TRANSACTION.SUCCESS", json!({"a": 1})).unwrap();
        let seen = receiver.only_request();
        let header = |name: &str| seen.headers[name].to_str().unwrap();
        let (serial, pem) = match mode {
            KeyMode::Certificate => (gateway.platform_serial(), gateway.platform_certificate_pem()),
            _ => (gateway.public_key_id(), gateway.platform_public_key_pem()),
        };
        assert_eq!(header("wechatpay-serial"), serial, "{mode:?}");
        let (timestamp, nonce) = (header("wechatpay-timestamp"), header("wechatpay-nonce"));
        let message = [timestamp.as_bytes(), nonce.as_bytes(), &seen.body, b""].join(&b'\n');
        let key = PublicKey::from_pem(pem).unwrap();
        assert!(Rsa::verify(&message, header("wechatpay-signature"), &key).unwrap(), "{mode:?}");
        // It has a shape of its own, and is not made of the notification's id.
        let body: Value = serde_json::from_slice(&seen.body).unwrap();
        let request_id = header("request-id");
        assert!(!request_id.contains(body["id"].as_str().unwrap()), "{request_id}");
        let random = request_id.strip_prefix("SANDBOX-").unwrap();
        assert!(random.len() == 32 && random.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}

#[test]
fn a_sensitive_field_must_be_for_a_key_that_the_merchant_has() {
    for mode in MODES {
        let gateway = start(mode);
        for (serial, pem, has) in [
            (
                gateway.platform_serial(),
                gateway.platform_certificate_pem(),
                mode != KeyMode::PublicKey,
            ),
            (
                gateway.public_key_id(),
                gateway.platform_public_key_pem(),
                mode != KeyMode::Certificate,
            ),
        ] {
            let name = Rsa::encrypt("腾讯充值", &PublicKey::from_pem(pem).unwrap()).unwrap();
            assert_eq!(gateway.decrypt(serial, &name).is_ok(), has, "{mode:?} {serial}");
            let receiver = json!({
                "appid": "wxd678efh567hg6787",
                "type": "MERCHANT_ID",
                "account": "1900000200",
                "name": name,
                "relation_type": "STORE",
            });
            let options = json!({"json": receiver, "headers": {"Wechatpay-Serial": serial}});
            let client = client_with(&gateway, mode == KeyMode::PublicKey);
            let body = receiver.to_string();
            let added = client.chain("v3/profitsharing/receivers/add").post(options);
            let mut sent = Sent::new(&gateway, "POST", "/v3/profitsharing/receivers/add", &body);
            sent.more = format!("Wechatpay-Serial: {serial}\r\n");
            let reply = sent.answered();
            if has {
                assert_eq!(reply.status, 200, "{mode:?} {serial}: {}", reply.json);
            } else {
                assert_eq!(reply.status, 400, "{mode:?} {serial}");
                let error = added.unwrap_err();
                let api = error.api().unwrap();
                assert_eq!(api.code, "PARAM_ERROR");
                let words = "the header Wechatpay-Serial names no platform key";
                assert!(api.message.starts_with(words), "{api:?}");
            }
        }
    }
}

#[test]
fn the_folder_has_the_keys_of_the_mode_and_keeps_all() {
    let folder = Folder::new();
    let keys = folder.path().join("keys");
    let mut before = None;
    for mode in MODES.into_iter().chain(MODES) {
        let gateway = Gateway::builder().dir(&keys).keys(mode).start().unwrap();
        let all = [gateway.platform_serial(), gateway.public_key_id(), gateway.merchant_serial()];
        let all = all.map(str::to_owned);
        assert_eq!(*before.get_or_insert(all.clone()), all, "{mode:?}");
        let has = |name: &str| keys.join(name).exists();
        assert_eq!(has("platform_cert.pem"), mode != KeyMode::PublicKey);
        for name in ["pub_key.pem", "pub_key_id.txt"] {
            assert_eq!(has(name), mode != KeyMode::Certificate, "{mode:?} {name}");
        }
        let config = fs::read_to_string(keys.join("config.toml")).unwrap();
        let by_certificate = config.contains("platform_key = \"platform_cert.pem\"");
        assert_eq!(by_certificate, mode == KeyMode::Certificate, "{config}");
        assert_eq!(config.contains("PUB_KEY_ID_"), mode != KeyMode::Certificate, "{config}");
    }
    // A file of somebody else's is not taken for one of another mode.
    let theirs = keys.join("platform_cert.pem");
    fs::write(&theirs, "theirs").unwrap();
    Gateway::builder().dir(&keys).keys(KeyMode::PublicKey).start().unwrap();
    assert_eq!(fs::read_to_string(&theirs).unwrap(), "theirs");
    let error = Gateway::builder().dir(&keys).start().unwrap_err();
    assert!(error.to_string().contains("platform_cert.pem` is not the gateway's"), "{error}");
}
