//! What needs no call, or none but certificates: signatures, fields, notifications, help.

use serde_json::json;
use wechatpay_chain::{AesGcm, Formatter, PrivateKey, PublicKey, Rsa};

use super::{Sandbox, finish};
use crate::support::server::{Reply, Server};

#[test]
fn signs_and_verifies() {
    let sandbox = Sandbox::new();
    let gateway = &sandbox.gateway;
    sandbox.folder.file("m", "message");
    let signature = sandbox.run(&["sign", "m"]).ok().out;
    let certificate = PublicKey::from_pem(gateway.merchant_certificate_pem()).unwrap();
    assert!(Rsa::verify("message", signature.trim(), &certificate).unwrap());
    let merchant = ["verify", "--merchant", "--signature", signature.trim(), "m"];
    sandbox.run(&merchant).ok();
    sandbox.run(&["verify", "--signature", signature.trim(), "m"]).fails(1, "is not that of");
    // The Authorization that it makes is one that the gateway takes.
    let made = sandbox.run(&["sign", "--method", "post", "--target", "/v3/x?a=1", "m"]).ok().out;
    let field = |name: &str| {
        let rest = made.split_once(&format!("{name}=\"")).unwrap().1;
        rest.split_once('"').unwrap().0.to_owned()
    };
    let (timestamp, nonce) = (field("timestamp"), field("nonce_str"));
    let message = Formatter::request("POST", "/v3/x?a=1", timestamp, &nonce, "message");
    assert!(Rsa::verify(message, &field("signature"), &certificate).unwrap());
    assert_eq!(field("serial_no"), gateway.merchant_serial());
    sandbox.run(&["sign", "--method", "GET", "--target", "v3"]).fails(2, "begins with /");
}

#[test]
fn verifies_an_answer() {
    let sandbox = Sandbox::new();
    let key = PrivateKey::from_pem(sandbox.gateway.merchant_key_pem()).unwrap();
    let signature = Rsa::sign(Formatter::response(7, "n", "{}"), &key).unwrap();
    let args = ["verify", "--merchant", "--timestamp", "7", "--nonce", "n", "--signature"];
    let with = |body: &str| sandbox.run_with(&[&args[..], &[&signature]].concat(), body);
    assert!(with("{}").ok().out.starts_with("right, by "));
    with("{} ").fails(1, "the body as it came");
}

#[test]
fn encrypts_and_decrypts() {
    let sandbox = Sandbox::new();
    let gateway = &sandbox.gateway;
    let encrypted = sandbox.run_with(&["encrypt"], "张三\n").ok();
    assert_eq!(
        encrypted.err.lines().last(),
        Some(&*format!("Wechatpay-Serial: {}", gateway.public_key_id()))
    );
    assert!(encrypted.out.trim().len() > 300);
    let json = "{\"payer\":{\"name\":\"张三\"}}";
    let fields = sandbox.run_with(&["encrypt", "--field", "/payer/name"], json).ok().json();
    assert_ne!(fields["payer"]["name"], "张三");
    // The merchant's own key decrypts what is encrypted for it.
    let own = PublicKey::from_pem(gateway.merchant_certificate_pem()).unwrap();
    let ciphertext = Rsa::encrypt("李四", &own).unwrap();
    assert_eq!(sandbox.run_with(&["decrypt"], &ciphertext).ok().out, "李四\n");
    let json = json!({"payer": {"name": ciphertext}}).to_string();
    let fields = sandbox.run_with(&["decrypt", "--field", "/payer/name"], &json).ok().json();
    assert_eq!(fields["payer"]["name"], "李四");
    let resource = AesGcm::encrypt("{\"a\":1}", gateway.apiv3_key(), "abcdef012345", "t").unwrap();
    let args = ["decrypt", "--nonce", "abcdef012345", "--associated-data"];
    let with = |aad: &str| sandbox.run_with(&[&args[..], &[aad]].concat(), &resource);
    assert_eq!(with("t").ok().out, "{\"a\":1}");
    let failed = with("u").fails(1, "can't be decrypted");
    assert!(!failed.err.contains(gateway.apiv3_key()));
}

#[test]
fn looks_into_a_saved_notification() {
    let sandbox = Sandbox::new();
    let saved = std::sync::Arc::new(std::sync::Mutex::new((String::new(), String::new())));
    let keep = saved.clone();
    let receiver = Server::start(move |seen| {
        let headers = seen.headers.iter().map(|(k, v)| format!("{k}: {}\r\n", v.to_str().unwrap()));
        *keep.lock().unwrap() = (headers.collect(), String::from_utf8(seen.body.clone()).unwrap());
        Reply::ok("{}")
    });
    let old = sandbox.gateway.notification("TRANSACTION.SUCCESS", json!({"n": 1}));
    old.clock_offset(-1000).send(&format!("{}notify", receiver.base_uri())).unwrap();
    let (headers, body) = saved.lock().unwrap().clone();
    let whole = format!("POST /notify HTTP/1.1\r\n{headers}\r\n{body}");
    sandbox.folder.file("n.http", &whole);
    sandbox.folder.file("headers", &headers);
    sandbox.folder.file("body", &body);
    let about = sandbox.run(&["notify", "verify", "n.http"]).ok().out;
    assert!(about.contains("event_type: TRANSACTION.SUCCESS"), "{about}");
    assert_eq!(sandbox.run(&["notify", "decrypt", "n.http"]).ok().json(), json!({"n": 1}));
    let apart = ["notify", "decrypt", "--headers", "headers", "body"];
    assert_eq!(sandbox.run(&apart).ok().json(), json!({"n": 1}));
    assert_eq!(sandbox.run_with(&["notify", "decrypt"], &whole).ok().json(), json!({"n": 1}));
    sandbox.run(&["notify", "verify", "--fresh", "n.http"]).fails(1, "300 s");
    let changed = whole.replace("TRANSACTION.SUCCESS", "TRANSACTION.REFUND");
    assert_eq!(sandbox.run_with(&["notify", "verify"], &changed).fails(1, "signature").out, "");
    sandbox.run_with(&["notify", "verify"], "no headers").fails(2, "no empty line");
}

#[test]
fn downloads_certificates_by_serial() {
    let sandbox = Sandbox::new();
    let second = sandbox.gateway.rotate_certificate().unwrap();
    let files = sandbox.run(&["certificates", "--dir", "certs"]).ok().out;
    assert_eq!(files.lines().count(), 2, "{files}");
    for serial in [sandbox.gateway.platform_serial(), &second] {
        let path = sandbox.folder.path().join(format!("certs/wechatpay_{serial}.pem"));
        let key = PublicKey::from_file(path).unwrap();
        assert_eq!(key.certificate_serial(), Some(serial));
        assert!(key.certificate_expiry().unwrap() > std::time::SystemTime::now());
    }
    sandbox.private("apiv3.txt", "0123456789abcdef0123456789ABCDEF");
    sandbox.run(&["certificates", "--dir", "none"]).fails(4, "APIv3 key");
    assert!(!sandbox.folder.path().join("none").exists());
}

#[test]
fn each_help_has_an_example_and_both_languages() {
    let sandbox = Sandbox::new();
    let names = "get post put patch delete sign verify encrypt decrypt notify certificates doctor \
                 bill gateway completions";
    for name in names.split(' ') {
        let help = sandbox.run(&[name, "--help"]).ok().out;
        assert!(
            help.contains(&format!("  wechatpay {name}")) || help.contains("| wechatpay"),
            "{help}"
        );
        let mut chinese = sandbox.command(&[name, "-h"]);
        chinese.env("LANG", "zh_CN.UTF-8");
        let help = finish(chinese, b"").ok().out;
        assert!(help.contains("用法：") && help.contains("示例："), "{help}");
    }
    let mut failing = sandbox.command(&["bill", "gold"]);
    failing.env("LANG", "zh_CN.UTF-8");
    finish(failing, b"").fails(2, "不认识账单 `gold`");
    assert!(sandbox.run(&["--version"]).ok().out.contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn prints_completions() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = sandbox.run(&["completions", shell]).ok().out;
        assert!(script.contains("wechatpay") && script.contains("dry-run"), "{shell}");
    }
}
