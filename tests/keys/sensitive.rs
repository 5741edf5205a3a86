//! Sensitive fields: encrypted with the key that the header names, in place and alone.

use crate::support;

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::certificates::Refresh;
use wechatpay_chain::{Client, ErrorKind, Gateway, Options, PrivateKey, PublicKey, ResponseExt};

use support::keys;

/// Answers with the name that it decrypts by the key which the header names.
fn gateway() -> std::sync::Arc<Gateway> {
    std::sync::Arc::new_cyclic(|this: &std::sync::Weak<Gateway>| {
        let gateway = support::gateway();
        let this = this.clone();
        gateway.on(Method::POST, "/v3/applyment4sub/applyment/", move |request| {
            let gateway = this.upgrade().unwrap();
            let serial = request.headers()["wechatpay-serial"].to_str().unwrap();
            let name = request.json().unwrap()["contact_info"]["contact_name"].as_str().unwrap().to_owned();
            let name = gateway.decrypt(serial, &name).unwrap();
            json!({"by": serial, "back": gateway.encrypt_for_merchant(&format!("{name}!")).unwrap()})
        });
        gateway
    })
}

fn apply(client: &Client, by: &str) {
    let sensitive = client.sensitive().unwrap();
    assert_eq!(sensitive.serial(), by);
    let mut application = json!({"contact_info": {"contact_name": "张三", "age": 7}, "code": "x"});
    sensitive.encrypt_fields(&mut application, &["/contact_info/contact_name"]).unwrap();
    assert_eq!(application["code"], "x");
    let options = Options::new().sensitive(&sensitive).json(application);
    let answer =
        client.seg("v3").seg("applyment4sub").seg("applyment").seg("_empty_").post(options);
    let mut answer: Value = answer.unwrap().json().unwrap();
    assert_eq!(answer["by"], by);
    sensitive.decrypt_fields(&mut answer, &["/back"]).unwrap();
    assert_eq!(answer["back"], "张三!");
}

#[test]
fn the_header_names_the_key_whichever_it_is() {
    let gateway = gateway();
    let certificate = PublicKey::from_pem(gateway.platform_certificate_pem()).unwrap();
    let public_key = PublicKey::from_pem(gateway.platform_public_key_pem()).unwrap();
    let by_certificate =
        support::merchant(&gateway).platform_key(gateway.platform_serial(), certificate.clone());
    apply(&by_certificate.build().unwrap(), gateway.platform_serial());
    let by_both = support::merchant(&gateway)
        .platform_key(gateway.platform_serial(), certificate)
        .platform_key(gateway.public_key_id(), public_key);
    apply(&by_both.build().unwrap(), gateway.public_key_id());
    let downloading =
        support::merchant(&gateway).download_certificates(Refresh::new()).build().unwrap();
    let error = downloading.sensitive().unwrap_err();
    assert!(error.to_string().contains("refresh"), "{error}");
    downloading.certificates().unwrap().refresh().wait().unwrap();
    apply(&downloading, gateway.platform_serial());
    let renewed = gateway.rotate_certificate().unwrap();
    downloading.certificates().unwrap().refresh().wait().unwrap();
    // Both expire at nearly the same time; either is the platform's.
    let serial = downloading.sensitive().unwrap().serial().to_owned();
    assert!([gateway.platform_serial(), renewed.as_str()].contains(&serial.as_str()));
}

#[test]
fn a_field_by_itself_comes_with_its_key() {
    let gateway = gateway();
    let client = gateway.client().unwrap();
    let encrypted = client.sensitive().unwrap().encrypt("张三").unwrap();
    assert_eq!(encrypted.serial(), gateway.public_key_id());
    assert_eq!(gateway.decrypt(encrypted.serial(), encrypted.as_ref()).unwrap(), "张三");
    // In JSON and as text it is the ciphertext.
    assert_eq!(json!({"name": encrypted})["name"], encrypted.to_string());
    // Twice the same is not the same twice.
    assert_ne!(client.sensitive().unwrap().encrypt("张三").unwrap(), encrypted);
    // Another key of the platform's does not open it.
    assert!(gateway.decrypt(gateway.platform_serial(), encrypted.as_ref()).is_err());
    assert!(gateway.decrypt("ABCD", encrypted.as_ref()).is_err());
}

#[test]
fn paths_lead_through_lists_and_objects() {
    let gateway = gateway();
    let sensitive = gateway.client().unwrap().sensitive().unwrap();
    let original = json!({
        "list": [{"name": "a"}, {"name": "b", "more": {"x": "c", "y": "d"}}, {}],
        "null": null, "none": [], "a/b": {"~": "e"}, "~1": "f", "number": 5, "plain": "stays",
        "empty": "", "empties": [""],
    });
    let mut json = original.clone();
    let paths =
        ["/list/*/name", "/list/1/more/*", "/null", "/null/x", "/none/*/name", "/a~1b/~0", "/~01"];
    sensitive.encrypt_fields(&mut json, &paths).unwrap();
    for pointer in
        ["/list/0/name", "/list/1/name", "/list/1/more/x", "/list/1/more/y", "/a~1b/~0", "/~01"]
    {
        let text = json.pointer(pointer).unwrap().as_str().unwrap();
        let plain = gateway.decrypt(sensitive.serial(), text).unwrap();
        assert_eq!(original.pointer(pointer).unwrap(), plain.as_str());
    }
    assert_eq!(
        (&json["plain"], &json["number"], &json["null"]),
        (&json!("stays"), &json!(5), &Value::Null)
    );
    assert_eq!(json["list"][2], json!({}));
    for (path, part) in [
        ("list", "begin with `/`"),
        ("/number", "a number"),
        ("/list", "a list"),
        ("/list/*", "an object"),
        ("/list/name", "use `*`"),
        ("/plain/deeper", "a string on the way"),
        // A misspelt name would go out as it is.
        ("/plane", "leads nowhere"),
        ("/absent/*/x", "leads nowhere"),
        ("/list/*/nmae", "leads nowhere"),
        ("/list/9/name", "leads nowhere"),
        ("/none/0", "leads nowhere"),
        ("/a/b", "leads nowhere"),
        ("/empty", "an empty string"),
        ("/empties/*", "an empty string"),
    ] {
        let mut json = original.clone();
        let error = sensitive.encrypt_fields(&mut json, &["/plain", path]).unwrap_err();
        assert_eq!(json, original, "nothing is encrypted in part");
        assert_eq!(error.kind(), ErrorKind::Options);
        assert!(error.to_string().contains(part) && error.to_string().contains(path), "{error}");
    }
}

#[test]
fn what_an_answer_leaves_out_needs_no_decrypting() {
    let gateway = gateway();
    let sensitive = gateway.client().unwrap().sensitive().unwrap();
    let name = gateway.encrypt_for_merchant("张三").unwrap();
    let mut answer = json!({"list": [{"name": name}, {"name": ""}, {"name": null}, {}]});
    sensitive.decrypt_fields(&mut answer, &["/list/*/name", "/absent", "/none/*/name"]).unwrap();
    assert_eq!(answer, json!({"list": [{"name": "张三"}, {"name": ""}, {"name": null}, {}]}));
    let error = sensitive.decrypt_fields(&mut answer, &["name"]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Options);
}

#[test]
fn what_can_not_be_done_is_named_and_nothing_is_shown() {
    let gateway = gateway();
    let client = gateway.client().unwrap();
    let sensitive = client.sensitive().unwrap();
    let long = "secret ".repeat(40);
    let error = sensitive.encrypt(&long).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Crypto);
    assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    for ciphertext in ["", "!!!", "AAAA", &gateway.encrypt_for_merchant("x").unwrap()[4..]] {
        assert_eq!(sensitive.decrypt(ciphertext).unwrap_err().kind(), ErrorKind::Crypto);
    }
    assert!(!format!("{sensitive:?}").contains("RSA"));
    let own = Client::builder()
        .verifier(support::server_less::Accept)
        .mchid("1")
        .serial(keys::MERCHANT_SERIAL);
    let key = keys::rsa(2048).private_key_to_pem_pkcs8().unwrap();
    let own = own.private_key(PrivateKey::from_pem(key).unwrap()).build().unwrap();
    assert_eq!(own.sensitive().unwrap_err().kind(), ErrorKind::Config);
}

#[test]
fn two_keys_for_one_call_are_an_error_and_the_same_twice_is_not() {
    let gateway = gateway();
    gateway.on(Method::POST, "/v3/t", |_| json!({}));
    let client = gateway.client().unwrap();
    let sensitive = client.sensitive().unwrap();
    let options = || Options::new().sensitive(&sensitive);
    client.chain("v3/t").post(options().sensitive(&sensitive)).unwrap();
    let seen = gateway.requests().pop().unwrap();
    assert_eq!(seen.headers()["wechatpay-serial"], gateway.public_key_id());
    let error =
        client.chain("v3/t").post(options().header("wechatpay-serial", "other")).unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::Options, wechatpay_chain::Outcome::NotSent)
    );
    assert!(error.to_string().contains("given twice"), "{error}");
}
