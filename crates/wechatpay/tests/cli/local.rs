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
fn verifies_a_response() {
    let sandbox = Sandbox::new();
    let key = PrivateKey::from_pem(sandbox.gateway.merchant_key_pem()).unwrap();
    let signature = Rsa::sign(Formatter::response(7, "n", "{}"), &key).unwrap();
    let args = ["verify", "--merchant", "--timestamp", "7", "--nonce", "n", "--signature"];
    let with = |body: &str| sandbox.run_with(&[&args[..], &[&signature]].concat(), body);
    assert!(with("{}").ok().out.starts_with("valid, by "));
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
    let failed = with("u").fails(1, "or the nonce or the associated data is not the resource's");
    assert!(!failed.err.contains(gateway.apiv3_key()));
}

/// One of today, as a server received it.
pub(super) fn saved_notification(sandbox: &Sandbox) -> String {
    let saved = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let keep = saved.clone();
    let receiver = Server::start(move |seen| {
        let headers = seen.headers.iter().map(|(k, v)| format!("{k}: {}\r\n", v.to_str().unwrap()));
        let body = String::from_utf8(seen.body.clone()).unwrap();
        *keep.lock().unwrap() = format!("{}\r\n{body}", headers.collect::<String>());
        Reply::ok("{}")
    });
    let notification = sandbox.gateway.notification("TRANSACTION.SUCCESS", json!({"n": 1}));
    notification.send(&format!("{}notify", receiver.base_uri())).unwrap();
    saved.lock().unwrap().clone()
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
fn a_notification_is_verified_without_the_apiv3_key() {
    let sandbox = Sandbox::new();
    let whole = saved_notification(&sandbox);
    sandbox.folder.file("n.http", &whole);
    let gateway = &sandbox.gateway;
    let run = |args: &[&str], more: &[&str]| {
        let mut bare = super::command(sandbox.folder.path());
        bare.env("XDG_CONFIG_HOME", "none").args(args).arg("n.http").args(more);
        finish(bare, b"")
    };
    let right = format!("{}=pub_key.pem", gateway.public_key_id());
    let keys = ["--platform-key", &right, "--platform-key", "platform.pem"];
    let about = run(&["notify", "verify"], &keys).ok().out;
    assert!(about.contains("event_type: TRANSACTION.SUCCESS"), "{about}");
    assert!(about.contains("original_type: transaction"), "{about}");
    run(&["notify", "decrypt"], &keys).fails(2, "WECHATPAY_APIV3_KEY_FILE");
    run(&["notify", "verify"], &[]).fails(2, "WECHATPAY_PLATFORM_KEY");
    let changed = whole.replace("TRANSACTION.SUCCESS", "TRANSACTION.REFUND");
    sandbox.folder.file("n.http", changed);
    assert_eq!(run(&["notify", "verify"], &keys).fails(1, "signature").out, "");
}

#[test]
fn several_platform_keys_stand_side_by_side() {
    let sandbox = Sandbox::new();
    let gateway = &sandbox.gateway;
    let id = gateway.public_key_id();
    let second = gateway.rotate_certificate().unwrap();
    sandbox.run(&["certificates", "--dir", "certs"]).ok();
    let second_file = format!("certs/wechatpay_{second}.pem");
    let table = format!("platform_keys = {{ \"{id}\" = \"pub_key.pem\" }}");
    let list = format!("platform_keys = [\"{second_file}\", \"platform.pem\"]");
    let run = |keys: &str, args: &[&str]| {
        let profile = format!(
            "[profiles.default]\nmchid = \"{}\"\nbase_uri = \"{}\"\n\
             private_key = \"apiclient_key.pem\"\ncertificate = \"apiclient_cert.pem\"\n{keys}\n",
            gateway.mchid(),
            gateway.base_uri(),
        );
        sandbox.private("own.toml", &profile);
        sandbox.run(&[&["--config", "own.toml"], args].concat())
    };
    let get = ["get", "v3/certificates"];
    assert!(run(&table, &get).ok().err.contains(id));
    assert!(run(&list, &get).ok().err.contains(&second));
    // Any of them verifies, and none beside them.
    sandbox.folder.file("n.http", saved_notification(&sandbox));
    let verify = ["notify", "verify", "n.http"];
    run(&list, &verify).fails(1, id);
    run(&format!("{table}\nplatform_key = \"platform.pem\""), &verify).ok();
    let key = PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap();
    sandbox.folder.file("m", "message");
    let signature = Rsa::sign("message", &key).unwrap();
    let by = ["--platform-key", "platform.pem", "--platform-key", "apiclient_cert.pem"];
    let signed = ["verify", "--signature", &signature, "m"];
    let right = run("", &[&signed[..], &by].concat()).ok().out;
    assert!(right.contains(gateway.merchant_serial()), "{right}");
    run("", &[&signed[..], &by[..2]].concat()).fails(1, "is not that of");
    let report = run(&format!("{table}\nplatform_key = \"platform.pem\""), &["doctor"]).out;
    assert!(report.contains(&format!("public key mode, {id}")), "{report}");
    assert!(report.contains("certificate mode, "), "{report}");
    let confused = format!("platform_keys = {{ \"{id}\" = \"platform.pem\" }}");
    let report = run(&confused, &["doctor"]).out;
    assert!(report.contains("is the id of a public key, but a certificate"), "{report}");
    assert!(!report.contains("certificate mode"), "{report}");
    let by_flag = format!("{id}=pub_key.pem");
    let flags = ["--platform-key", "platform.pem", "--platform-key", &by_flag];
    let encrypted = run("", &[&["encrypt", "m"], &flags[..]].concat());
    assert!(encrypted.err.contains("Wechatpay-Serial: "), "{}", encrypted.err);
    let nameless = ["--platform-key", "pub_key.pem", "--platform-key", "apiclient_cert.pem"];
    run("", &[&get[..], &nameless].concat()).fails(2, "PUB_KEY_ID_…=pub_key.pem");
    run("", &[&get[..], &nameless[..2]].concat()).fails(2, "WECHATPAY_PLATFORM_ID");
    let twice = ["--platform-key", "platform.pem", "--platform-key", "platform.pem"];
    run("", &[&get[..], &twice].concat()).fails(2, "give each once");
    run("platform_keys = 1", &get).fails(2, "`platform_keys` of the profile is neither");
    run("platform_keys = [1]", &get).fails(2, "`platform_keys` of the profile is neither");
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
    sandbox.run(&["certificates", "--dir", "none"]).fails(6, "APIv3 key");
    assert!(!sandbox.folder.path().join("none").exists());
}

#[test]
fn each_help_has_an_example_and_both_languages() {
    let sandbox = Sandbox::new();
    let names = "get post put patch delete find describe sign verify encrypt decrypt notify certificates doctor \
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
