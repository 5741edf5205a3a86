//! Arbitrary templates and arguments: a request goes to WeChat Pay, and to the path that it names.

#![no_main]

use std::sync::{Arc, LazyLock, Mutex};

use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use wechatpay_chain::{Client, Outcome, template};
use wechatpay_chain_fuzz::{Tape, block_on, client};

static CLIENT: LazyLock<(Client, Arc<Mutex<Tape>>)> = LazyLock::new(client);

const HOSTS: [&str; 7] = [
    "api.mch.weixin.qq.com",
    "api2.mch.weixin.qq.com",
    "apihk.mch.weixin.qq.com",
    "apius.mch.weixin.qq.com",
    "apieu.mch.weixin.qq.com",
    "api.wechatpay.cn",
    "api2.wechatpay.cn",
];

/// A template, the texts of its variables, and whether each is a string, a list or an object.
type Input<'a> = (&'a str, Vec<&'a str>, u8);

fuzz_target!(|input: Input<'_>| {
    let (template, texts, kind) = input;
    let names = template::variables(template).unwrap_or_default();
    let mut arguments = Map::new();
    for (name, text) in names.into_iter().zip(texts) {
        let value = match kind % 4 {
            0 | 1 => text.into(),
            2 => Value::from(vec![text, "b"]),
            _ => Value::from(Map::from_iter([(text.to_owned(), text.into())])),
        };
        arguments.insert(name, value);
    }
    let arguments = Value::from(arguments);
    if let Ok(expanded) = template::expand(template, &arguments) {
        assert!(expanded.is_ascii() && !expanded.contains(char::is_control), "{expanded:?}");
    }
    let (client, tape) = &*CLIENT;
    tape.lock().unwrap().gone.clear();
    let result = block_on(client.chain(template).get_async(arguments));
    let gone = std::mem::take(&mut tape.lock().unwrap().gone);
    let Some(uri) = gone.first() else {
        let error = result.expect_err("answered without being sent");
        assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
        assert!(!error.to_string().contains(char::is_control), "{error:?}");
        return;
    };
    let host = uri.host().unwrap_or_default().to_ascii_lowercase();
    assert!(HOSTS.contains(&&*host), "{uri}");
    assert_eq!(uri.scheme_str(), Some("https"), "{uri}");
    assert!(uri.port_u16().is_none_or(|port| port == 443), "{uri}");
    assert!(uri.path() != "/v2" && !uri.path().starts_with("/v2/"), "{uri}");
    let plain = uri.path().replace("%2e", ".").replace("%2E", ".");
    let plain = plain.replace("%2f", "/").replace("%2F", "/");
    assert!(plain.split('/').all(|segment| segment != "." && segment != ".."), "{uri}");
});
