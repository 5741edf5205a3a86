//! Each likely mistake in signing, made by hand over a plain socket, and what the gateway says of
//! it.

use crate::support;

mod account;
pub(crate) mod by_hand;
mod layout;
mod lines;
mod refusals;
mod signature;

use openssl::pkey::{PKey, Private};
use serde_json::json;
use wechatpay_chain::{BoxError, BoxFuture, SignInput};

use by_hand::{BODY, Sent, TARGET, gateway, now};
use support::{keys, watch};

#[test]
fn what_is_right_has_no_diagnosis() {
    let gateway = gateway();
    for (method, body) in [("GET", ""), ("POST", BODY)] {
        let sent = Sent::new(&gateway, method, TARGET, body);
        assert_eq!(sent.signed(&sent.message()).unwrap_err().status, 200);
        // The nonce alone is wrong now, and the refusal says so.
        let again = sent.signed(&sent.message()).unwrap_err();
        assert_eq!((again.status, &again.json["detail"]["field"]), (401, &json!("nonce_str")));
    }
}

#[test]
fn a_caller_reads_it_and_so_does_the_log() {
    struct LowerCase(PKey<Private>, String);
    impl wechatpay_chain::Signer for LowerCase {
        fn authorization<'a>(
            &'a self,
            input: &'a SignInput<'a>,
        ) -> BoxFuture<'a, Result<String, BoxError>> {
            let (timestamp, nonce) = (now(), "0123456789abcdef");
            let body = String::from_utf8_lossy(input.body);
            let method = input.method.as_str().to_lowercase();
            let message = format!("{method}\n{}\n{timestamp}\n{nonce}\n{body}\n", input.target);
            let signature = keys::sign(&self.0, message.as_bytes());
            let text = format!(
                "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",serial_no=\"{}\",\
                 timestamp=\"{timestamp}\",nonce_str=\"{nonce}\",signature=\"{signature}\"",
                self.1
            );
            Box::pin(async move { Ok(text) })
        }
    }
    // The gateway's thread is its own, so the log is the whole process's.
    watch::record();
    let gateway = gateway();
    let key = PKey::private_key_from_pem(gateway.merchant_key_pem().as_bytes()).unwrap();
    let signer = LowerCase(key, gateway.merchant_serial().to_owned());
    let client = gateway.client_builder().signer(signer).build().unwrap();
    let error = client.chain("v3/a/b").get(json!({ "query": { "x": 1 } })).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("401 SIGN_ERROR: the signature is invalid: the method was"), "{text}");
    assert!(text.contains("sign it as it is sent (the method signed was `get`)"), "{text}");
    let detail = &error.api().unwrap().detail["diagnosis"][0];
    assert_eq!(
        (&detail["name"], &detail["line"], &detail["signed"], &detail["received"]),
        (&json!("method-case"), &json!("method"), &json!("get"), &json!("GET"))
    );
    assert!(gateway.requests()[0].diagnosis().unwrap().has("method-case"));
    let id = gateway.requests()[0].request_id().to_owned();
    let log = watch::recorded();
    let line = log.lines().find(|line| line.contains(&id) && line.contains("gateway responded"));
    let line = line.unwrap_or_else(|| panic!("{log}"));
    assert!(line.contains("status=401") && line.contains("the method signed was `get`"), "{line}");
}

/// So that a mistake can't come in without a test that makes it.
#[test]
fn each_mistake_that_is_known_is_made() {
    let tests = [
        include_str!("account.rs"),
        include_str!("layout.rs"),
        include_str!("lines.rs"),
        include_str!("signature.rs"),
        // A serial number with zeros before it, which is made for that test.
        include_str!("../../../src/gateway/diagnosis/tests.rs"),
    ];
    let known =
        include_str!("../../../src/gateway/diagnosis/mistake.rs").lines().filter_map(|line| {
            // As in `    SERIAL_ZEROS "serial-zeros" None,`.
            let (constant, rest) = line.trim_start().split_once(" \"")?;
            let is_constant =
                constant.bytes().all(|b| b.is_ascii_uppercase() || b"_0123456789".contains(&b));
            let name = rest.split_once('"')?.0;
            (is_constant && !constant.is_empty()).then_some(name)
        });
    let known: Vec<_> = known.collect();
    assert!(known.len() > 40 && known.contains(&"query-left-out"), "{known:?}");
    let is_made = |name: &&str| tests.iter().any(|test| test.contains(&format!("\"{name}")));
    // In the other tests a name may stand behind another one.
    let lacking: Vec<_> = known
        .iter()
        .filter(|name| {
            !is_made(name) && !tests.iter().any(|test| test.contains(&format!(" {name}\"")))
        })
        .collect();
    assert!(lacking.is_empty(), "no test makes {lacking:?}");
    for page in
        [include_str!("../../../docs/gateway.md"), include_str!("../../../docs/gateway.zh-CN.md")]
    {
        let lacking: Vec<_> =
            known.iter().filter(|name| !page.contains(&format!("`{name}`"))).collect();
        assert!(lacking.is_empty(), "a page lacks {lacking:?}");
    }
}
