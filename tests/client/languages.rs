//! Messages in English and Chinese.

use crate::support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use http::HeaderMap;
use serde_json::json;
use wechatpay_chain::gateway::Notify;
use wechatpay_chain::payment::JsapiPayment;
use wechatpay_chain::{
    AesGcm, Client, Error, Gateway, Hash, Lang, NotificationErrorKind, NotificationParser, Options,
    PrivateKey, PublicKey, Rsa,
};

use support::given::Given;
use support::keys::{self, Keys, PLATFORM_SERIAL};

const KEY: &str = "0123456789abcdef0123456789ABCDEF";

/// The literals of a macro call in the source.
struct Said {
    english: String,
    chinese: String,
}

impl Said {
    fn fault(&self) -> Option<&'static str> {
        let (mut english, mut chinese) = (Literal::of(&self.english), Literal::of(&self.chinese));
        // WeChat Pay's own words, which the gateway says first, are Chinese alone.
        english.placeholders.remove("words");
        chinese.placeholders.remove("words");
        if english.placeholders != chinese.placeholders {
            return Some("its literals have different placeholders");
        }
        if english.has_prose() && !self.chinese.contains(is_han) {
            return Some("it has no Chinese");
        }
        self.english.contains(is_han).then_some("its English is Chinese")
    }
}

/// A format string, taken apart.
struct Literal {
    placeholders: BTreeSet<String>,
    rest: String,
}

impl Literal {
    fn of(format: &str) -> Self {
        let plain = format.replace("{{", "\u{1}").replace("}}", "\u{2}");
        let mut pieces = plain.split('{');
        let mut rest = pieces.next().unwrap_or_default().to_owned();
        let mut placeholders = BTreeSet::new();
        for piece in pieces {
            let (name, text) = piece.split_once('}').expect(format);
            assert!(!name.is_empty(), "a placeholder without a name: {format}");
            placeholders.insert(name.to_owned());
            rest += text;
        }
        Self { placeholders, rest }
    }

    /// Whether there are words to translate, apart from code and from names: `platform_key`,
    /// `retry()`, `Request-ID`.
    fn has_prose(&self) -> bool {
        let outside_code = self.rest.split('`').step_by(2);
        let text = outside_code.collect::<String>().replace("()", "_");
        text.split_whitespace()
            .map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '_'))
            .any(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
    }
}

fn is_han(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The calls of `say!` in a file, comments left out.
fn said(path: &str, source: &str) -> Vec<Said> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = source.lines().filter(is_code).collect::<Vec<_>>().join("\n");
    let mut said = Vec::new();
    for (index, _) in code.match_indices("say!(") {
        let call = &code[index..];
        let first = literal(&call["say!(".len()..]);
        let second =
            |rest: &str| literal(rest.trim_start().strip_prefix(',')?).map(|(text, _)| text);
        let both = first.and_then(|(english, rest)| Some((english, second(rest)?)));
        let (english, chinese) = both.unwrap_or_else(|| {
            panic!("{path}: not two literals: {}", call.chars().take(200).collect::<String>())
        });
        said.push(Said { english, chinese });
    }
    said
}

/// The value of the string literal that the code begins with, and the code after it.
fn literal(code: &str) -> Option<(String, &str)> {
    let mut rest = code.trim_start().strip_prefix('"')?;
    let mut value = String::new();
    loop {
        let next = rest.find(['"', '\\'])?;
        value += &rest[..next];
        if rest[next..].starts_with('"') {
            return Some((value, &rest[next + 1..]));
        }
        let escaped = rest[next + 1..].chars().next()?;
        rest = &rest[next + 1 + escaped.len_utf8()..];
        match escaped {
            '\n' => rest = rest.trim_start(),
            'n' => value.push('\n'),
            '"' | '\\' => value.push(escaped),
            _ => return None,
        }
    }
}

#[test]
fn each_message_in_the_source_is_in_both_languages() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&source, &mut paths);
    let mut count = 0;
    let mut faults = Vec::new();
    for path in paths {
        let shown = path.strip_prefix(&source).unwrap().display().to_string();
        for said in said(&shown, &fs::read_to_string(&path).unwrap()) {
            count += 1;
            faults.extend(said.fault().map(|fault| format!("{shown}: {fault}: {}", said.english)));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(count > 200, "only {count} were found");
}

#[test]
fn the_scanner_reads_literals_as_the_compiler_does() {
    let source = r#"
        // say!("a comment")
        say!("the \"name\" `{name}` {{\
              is}}", "名称 `{name}`，\
              换行"; name)
        say!(
            "{error}",
            "{error}";
            error
        )"#;
    let both = said("f", source);
    assert_eq!(both.len(), 2);
    assert_eq!(both[0].english, "the \"name\" `{name}` {{is}}");
    assert_eq!(both[0].chinese, "名称 `{name}`，换行");
    assert!(both.iter().all(|said| said.fault().is_none()));
    for (english, chinese) in [
        ("a {b}", "某 {c}"),
        ("a {b}", "某"),
        ("the key", "the key"),
        ("键", "键"),
        ("(x)", "（x）"),
    ] {
        let said = Said { english: english.into(), chinese: chinese.into() };
        assert!(said.fault().is_some(), "{english} {chinese}");
    }
    for (english, chinese) in
        [("; ", "；"), ("`a b`: {c}", "`a b`：{c}"), ("a_b() {c}, I-D", "a_b() {c}，I-D")]
    {
        let said = Said { english: english.into(), chinese: chinese.into() };
        assert_eq!(said.fault(), None, "{english} {chinese}");
    }
}

/// Words of English, three in a row, code left out.
fn has_english(message: &str) -> bool {
    let outside_code = message.split('`').step_by(2);
    outside_code.flat_map(|text| text.split(|c: char| !c.is_ascii_lowercase() && c != ' ')).any(
        |text| {
            let words = text.split(' ').filter(|word| !word.is_empty());
            words.count() > 2
        },
    )
}

#[track_caller]
fn is_in_both(error: &Error) {
    let (english, chinese) = (error.localized(Lang::English), error.localized(Lang::Chinese));
    assert_eq!(english, error.to_string());
    assert!(!english.contains(is_han), "{english}");
    assert!(chinese.contains(is_han), "{chinese}");
    assert!(!has_english(&chinese), "{chinese}");
}

fn merchant() -> wechatpay_chain::ClientBuilder {
    Client::builder()
        .mchid(keys::MCHID)
        .serial(keys::MERCHANT_SERIAL)
        .private_key(PrivateKey::from_pem(&Keys::shared().merchant_private_pem).unwrap())
}

#[test]
fn errors_of_the_configuration() {
    is_in_both(&Client::builder().build().unwrap_err());
    is_in_both(&NotificationParser::builder().build().unwrap_err());
    let key = keys::platform_certificate;
    let complete = || merchant().platform_key(PLATFORM_SERIAL, key());
    for wrong in [
        complete().apiv3_key("too short"),
        complete().serial("serial=3775B6A45ACD588826D15E583A95F5DD00000000"),
        complete().serial("1".repeat(50)),
        complete().mchid("1900 000109 with words of English"),
        complete().root_certificate("words of English in place of a certificate"),
        merchant().platform_key(keys::MERCHANT_SERIAL, key()),
        merchant().platform_key("PUB_KEY_ID_0114232134912410000000000000", key()),
        complete().clock(|| std::time::SystemTime::UNIX_EPOCH),
    ] {
        is_in_both(&wrong.build().unwrap_err());
    }
}

#[test]
fn errors_of_keys() {
    let keys = Keys::shared();
    for wrong in [&*keys.platform_public_pem, b"", b"/key.pem", b"words of English, no key"] {
        is_in_both(&PrivateKey::from_pem(wrong).unwrap_err());
    }
    let short = keys::rsa(1024).public_key_to_pem().unwrap();
    is_in_both(&PublicKey::from_pem(short).unwrap_err());
    is_in_both(&PublicKey::from_pem(&keys.merchant_private_pem).unwrap_err());
    is_in_both(&PublicKey::load("private.pkcs8://AAAA").unwrap_err());
    is_in_both(&PrivateKey::load("private.pkcs8://AAAA").unwrap_err());
    is_in_both(&PrivateKey::from_pkcs12(b"no p12", "1900000109").unwrap_err());
    is_in_both(&Hash::sign("SM3", "a=b", "key").unwrap_err());
    is_in_both(&Rsa::encrypt([0; 300], &keys::platform_certificate()).unwrap_err());
}

#[test]
fn errors_of_decryption() {
    let ciphertext = AesGcm::encrypt("{}", KEY, "abcdef012345", "").unwrap();
    let other_key = KEY.to_uppercase();
    for (ciphertext, key) in [(&*ciphertext, &*other_key), ("AAAA", KEY), ("?", KEY), ("", "short")]
    {
        is_in_both(&AesGcm::decrypt(ciphertext, key, "abcdef012345", "").unwrap_err());
    }
    let client = merchant().platform_key(PLATFORM_SERIAL, keys::platform_certificate());
    let sensitive = client.build().unwrap().sensitive().unwrap();
    is_in_both(&sensitive.decrypt("AAAA").unwrap_err());
    let mut fields = json!({"name": 1, "list": ["x"], "empty": ""});
    for path in ["name", "/name", "/name/a", "/list/x", "/empty", "/nobody"] {
        is_in_both(&sensitive.encrypt_fields(&mut fields, &[path]).unwrap_err());
    }
}

#[test]
fn errors_of_notifications() {
    let gateway = support::gateway();
    let public_key = || PublicKey::from_pem(gateway.platform_public_key_pem()).unwrap();
    let parser = NotificationParser::builder().platform_key(gateway.public_key_id(), public_key());
    let parser = parser.apiv3_key("1900000109", gateway.apiv3_key()).build().unwrap();
    let other = NotificationParser::builder().platform_key(gateway.public_key_id(), public_key());
    let other = other.apiv3_key("1900000109", KEY).build().unwrap();

    let unsigned = parser.parse(&HeaderMap::new(), "{}").unwrap_err();
    assert_eq!(unsigned.notification(), Some(NotificationErrorKind::Unsigned));
    is_in_both(&unsigned);

    let receive = |change: fn(Notify<'_>) -> Notify<'_>| received(&gateway, change);
    let (headers, body) = receive(|notify| notify);
    let resource = parser.parse(&headers, &body).unwrap().resource::<u64>();
    is_in_both(&resource.unwrap_err());
    let wrong_key = other.parse(&headers, &body).unwrap_err();
    assert_eq!(wrong_key.notification(), Some(NotificationErrorKind::WrongKey));
    is_in_both(&wrong_key);
    for change in [
        (|notify| notify.wrong_signature()) as fn(Notify<'_>) -> Notify<'_>,
        |notify| notify.probe(),
        |notify| notify.clock_offset(-400),
        |notify| notify.serial("5157F09EFDC096DE15EBE81A47057A7200000000"),
        |notify| notify.algorithm("ROT13"),
    ] {
        let (headers, body) = receive(change);
        is_in_both(&parser.parse(&headers, &body).unwrap_err());
    }
}

/// A notification as it arrives.
fn received(gateway: &Gateway, change: fn(Notify<'_>) -> Notify<'_>) -> (HeaderMap, Vec<u8>) {
    let (sender, receiver) = std::sync::mpsc::channel();
    let server = support::server::Server::start(move |seen| {
        sender.send((seen.headers.clone(), seen.body.clone())).unwrap();
        support::server::Reply::Last(support::server::answer(204, "", b""))
    });
    change(gateway.notification("TRANSACTION.SUCCESS", json!({"a": 1})))
        .send(&server.base_uri())
        .unwrap();
    receiver.recv().unwrap()
}

#[test]
fn errors_of_calls() {
    let given = Given::new();
    is_in_both(&given.get("v3/t", 200, HeaderMap::new(), "{}").unwrap_err());
    let client = merchant().platform_key(PLATFORM_SERIAL, keys::platform_certificate());
    let client = client.base_uri(support::NOBODY).build().unwrap();
    for call in [
        client.chain("v3/{id").get(()),
        client.chain("v3/{id}").get(()),
        client.chain("v3/{id}").get(json!({"id": {"a": 1}})),
        client.chain("v3/t").get(json!({"sink": 1})),
        client.chain("v3/t").get(json!({"verify": false})),
        client.chain("v3/t").post(Options::new().json(1).body("2")),
        client.chain("v3/t").get(Options::new().base_uri("https://example.com/")),
    ] {
        is_in_both(&call.unwrap_err());
    }
    is_in_both(&client.notifications().unwrap_err());
    let key = PrivateKey::from_pem(&Keys::shared().merchant_private_pem).unwrap();
    is_in_both(&JsapiPayment::new("wx8888888888888888", "prepay_id=wx1").sign(&key).unwrap_err());
    is_in_both(&JsapiPayment::new("wx 8888", "wx1").sign(&key).unwrap_err());
}
