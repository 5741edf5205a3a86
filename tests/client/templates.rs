//! Templates: the RFC's expansion under any input, and the strictness of calls.

#[path = "templates/reference.rs"]
mod reference;
use crate::support;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use wechatpay_chain::template::{expand, variables};
use wechatpay_chain::{Client, Error, ErrorKind, Options, Outcome};

use support::recorder::Recorder;
use support::server::{Reply, Server};

#[test]
fn what_the_suite_leaves_open() {
    let variables = json!({
        "变量": "值", "a.b": "dotted", "%20x": "encoded", "v": "中文😀", "list": ["", ""], "t": true,
        "f": false, "n": null, "big": 1e25, "whole": 10.0, "float": 1.5, "keys": {"k k": "v/v", "名": ""},
        "half": [1, null, 2], "pct": "%2f%2", "empty": "",
    });
    for (template, expanded) in [
        // Names of any script, and the names in named forms encoded.
        ("{变量}", "%E5%80%BC"),
        ("{?变量}", "?%E5%8F%98%E9%87%8F=%E5%80%BC"),
        ("{a.b}{?%20x}", "dotted?%20x=encoded"),
        // Prefixes count characters.
        ("{v:1}{+v:3}", "%E4%B8%AD%E4%B8%AD%E6%96%87%F0%9F%98%80"),
        ("{+pct}", "%2f%252"),
        // Lists of empty strings, and the same name twice.
        ("{;list}{?list}{&list*}", ";list=,?list=,&list=&list="),
        ("{?v,v}", "?v=%E4%B8%AD%E6%96%87%F0%9F%98%80&v=%E4%B8%AD%E6%96%87%F0%9F%98%80"),
        // Map keys are encoded, too.
        ("{keys*}", "k%20k=v%2Fv,%E5%90%8D="),
        ("{;keys*}", ";k%20k=v%2Fv;%E5%90%8D"),
        ("{?keys}", "?keys=k%20k,v%2Fv,%E5%90%8D,"),
        // Scalars that JSON has and the RFC has not.
        ("{t}/{f}/{n}/{big}/{whole}/{float}", "1///10000000000000000000000000/10/1.5"),
        ("{half}", "1,2"),
        // Literals.
        ("a b/中?x=\"%&y=%2F", "a%20b/%E4%B8%AD?x=%22%25&y=%2F"),
    ] {
        assert_eq!(expand(template, &variables).unwrap(), expanded, "{template}");
    }
}

#[test]
fn malformed_templates_and_values_are_named() {
    let variables = json!({"list": [["a"]], "map": {"k": {}}, "flat": ["a"]});
    for (template, part) in [
        ("v3/{a", "`{` without"),
        ("v3/a}", "`}` without"),
        ("v3/{}", "without a name"),
        ("v3/{a,}", "without a name"),
        ("v3/{a-b}", "`a-b`"),
        ("v3/{a b}", "`a b`"),
        ("v3/{.a.}", "`a.`"),
        ("v3/{a:0}", "`a:0`"),
        ("v3/{a:10000}", "`a:10000`"),
        ("v3/{|a}", "reserved by RFC 6570"),
        ("v3/{{a}}", "`{a`"),
        ("v3/{flat:2}", "`flat`, which is a list"),
        ("v3/{list}", "`list`, which contains a list"),
        ("v3/{map*}", "`map`, which contains an object"),
    ] {
        let error = expand(template, &variables).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Path);
        assert!(error.to_string().contains(part), "{error}");
        assert!(error.to_string().contains(template), "{error}");
    }
    let error = expand("v3", &json!([1])).unwrap_err();
    assert!(error.to_string().contains("a list, but must be an object"), "{error}");
}

fn refused(client: &Client, path: &str, options: Value) -> Error {
    let error = client.chain(path).get(options).unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(error.kind(), ErrorKind::Path, "{error}");
    error
}

#[test]
fn a_call_leaves_no_hole() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    for (path, value) in [
        ("v3/{id}/x", Value::Null),
        ("v3/{id}/x", json!("")),
        ("v3/{id}/x", json!(false)),
        ("v3/{id}/x", json!([])),
        ("v3/{id}/x", json!({})),
        ("v3/{id}/x", json!(["a", ""])),
        ("v3/{id}/x", json!(["a", null])),
        ("v3/{id}/x", json!(["a", ["b"]])),
        ("v3/{id*}/x", json!({"a": {"b": "c"}})),
        ("v3/{+id}/x", json!("a#b")),
        ("v3/x{?id}", Value::Null),
        ("v3/x?a={id}", Value::Null),
    ] {
        let error = refused(&client, path, json!({"id": value}));
        assert!(error.to_string().contains("`id`"), "{error}");
        // All but a literal query, where a secret may stand.
        assert!(error.to_string().contains(&path.replace("a={id}", "…")), "{error}");
    }
    let error = refused(&client, "v3/{a}/{b}", json!({"a": "1"}));
    assert!(error.to_string().contains("`b`"), "{error}");
    // Names are case-sensitive.
    let error = refused(&client, "v3/{id}", json!({"ID": "1"}));
    assert!(error.to_string().contains("`id`"), "{error}");
    assert!(server.requests().is_empty());
}

#[test]
fn a_last_segment_empty_is_a_trailing_slash() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    client.chain("v3/ecommerce/applyments/{empty}").get(()).unwrap();
    client.seg("v3").seg("ecommerce").seg("applyments").seg("_empty_").get(()).unwrap();
    client.chain("v3/x/{empty}").get(json!({"empty": "full"})).unwrap();
    let targets: Vec<_> = server.requests().into_iter().map(|seen| seen.target).collect();
    assert_eq!(targets, ["/v3/ecommerce/applyments/", "/v3/ecommerce/applyments/", "/v3/x/full"]);
    refused(&client, "v3/{empty}/x", json!({}));
    refused(&client, "v3/o{empty}", json!({}));
    refused(&client, "v3/{empty}/z/{empty}", json!({}));
    refused(&client, "v3/x?y={empty}/z/{empty}", json!({}));
}

#[test]
fn dot_segments_are_refused_wherever_they_come_from() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    for (path, options) in [
        ("v3/../x", json!({})),
        ("v3/./x", json!({})),
        ("v3/%2e%2E/x", json!({})),
        ("v3/.%2e", json!({})),
        ("v3/{id}/x", json!({"id": ".."})),
        ("v3/{id}/x", json!({"id": "."})),
        ("v3/{+id}/x", json!({"id": "a/../b"})),
        ("v3/{+id}/x", json!({"id": "%2e%2e"})),
        ("v3{/id*}", json!({"id": ["a", "..", "b"]})),
        ("v3/.{id}", json!({"id": "."})),
        // Encoded slashes, which somebody may decode.
        ("v3/{id}/x", json!({"id": "../y"})),
        ("v3/{id}/x", json!({"id": "y/.."})),
        ("v3/{id}/x", json!({"id": "y\\..\\z"})),
        ("v3/a%2f..%2Fb", json!({})),
        // Encoded more than once, and what servers take off a segment.
        ("v3/%252e%252e/x", json!({})),
        ("v3/%25252525252525252e/x", json!({})),
        ("v3/%%32e%2%65/x", json!({})),
        ("v3/..;/x", json!({})),
        ("v3/..;a=b/x", json!({})),
        ("v3/..%3B/x", json!({})),
        ("v3/.%00./x", json!({})),
        ("v3/..%00.png", json!({})),
        ("v3/..%20/x", json!({})),
        ("v3/..%3Fa/x", json!({})),
        ("v3/%c0%ae%C0%AE/x", json!({})),
        ("v3/a%c0%af../x", json!({})),
        ("v3/a%252f..%252fb", json!({})),
        ("v3/{id}/x", json!({"id": "..;"})),
        ("v3/{id}/x", json!({"id": "..;a=b"})),
        ("v3/{id}/x", json!({"id": ".;/y"})),
        ("v3/{id}/x", json!({"id": ".\0."})),
        ("v3/{id}/x", json!({"id": "%2e%2e"})),
        ("v3/{id}/x", json!({"id": "%252E."})),
        ("v3/{id}/x", json!({"id": "\t..\n"})),
        ("v3/{a}{b}/x", json!({"a": "%2", "b": "e"})),
    ] {
        let error = client.chain(path).get(options.clone()).unwrap_err();
        assert!(error.to_string().contains("has a segment `"), "{path} {options}: {error}");
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Path, Outcome::NotSent));
    }
    // What stands around it is a value.
    let error = client.chain("v3/{id}").get(json!({"id": "hunter2/..;hunter2"})).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    // The base, too.
    for base in ["..;", "%252e", "a/.%00./"] {
        let base = format!("https://api.mch.weixin.qq.com/{base}/");
        let error = Recorder::default().builder(&base).build().unwrap_err();
        assert!(error.to_string().contains("has a segment `"), "{base}: {error}");
    }
    client.chain("v3/{id}/x").get(json!({"id": "..."})).unwrap();
    client.chain("v3/{id}/x").get(json!({"id": "a/b..c"})).unwrap();
    client.chain("v3/{id}/x").get(json!({"id": "a;../100%2E"})).unwrap();
    client.chain("v3/x?a=../b").get(()).unwrap();
    assert_eq!(server.requests().len(), 4);
}

/// What hops on the way may make of a path, by the plainest means: each decodes once, each may
/// take off what is no part of a name. Nothing here is the library's.
fn may_climb(path: &str) -> bool {
    let decode = |text: &str| {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('%') {
            out += &rest[..at];
            match rest.get(at + 1..at + 3).map(|hex| u8::from_str_radix(hex, 16)) {
                Some(Ok(byte)) if !rest[at + 1..].starts_with('+') => {
                    out.push(char::from(byte));
                    rest = &rest[at + 3..];
                }
                _ => {
                    out.push('%');
                    rest = &rest[at + 1..];
                }
            }
        }
        out + rest
    };
    let mut text = path.to_owned();
    loop {
        for segment in text.split(['/', '\\']) {
            let name = segment.split([';', '?', '#']).next().unwrap();
            let unterminated = name.split('\0').next().unwrap();
            for name in [name, unterminated] {
                let name: String =
                    name.chars().filter(|c| !c.is_ascii_control() && *c != ' ').collect();
                if name == "." || name == ".." {
                    return true;
                }
            }
        }
        let once_more = decode(&text);
        if once_more == text {
            return false;
        }
        text = once_more;
    }
}

proptest! {
    #[test]
    fn no_path_climbs_on_the_way(
        pieces in prop::collection::vec(prop::sample::select(vec![
            ".", "..", "%2e", "%2E", "%252e", "%", "25", "2", "e", "E", ";", "%3b", "a=b", "%00",
            "%25", "%65", "%32", "%2", "/", "%2f", "%5C", "\\", "%20", "%0a", "x", "5", "C", "%3F", "%23",
        ]), 1..9),
        as_a_value in any::<bool>(),
    ) {
        let text = pieces.concat();
        let recorder = Recorder::default();
        let client = recorder.builder("https://api.mch.weixin.qq.com/").build().unwrap();
        let (path, called) = if as_a_value {
            // What a variable encodes is decoded once more on the way.
            (text.clone(), client.chain("v3/{id}/y").get(json!({"id": text})))
        } else {
            let path = format!("v3/{text}/y");
            (path.clone(), client.chain("{+path}").get(json!({"path": path})))
        };
        prop_assert_eq!(called.is_err(), may_climb(&path), "{} {:?}", path, called.err());
        // Whatever went out does not climb either.
        for gone in recorder.gone() {
            prop_assert!(!may_climb(gone.path()), "{}", gone);
        }
    }
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(".{0,4}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Text, or a list or an object of text, with what is easily got wrong.
fn flat() -> impl Strategy<Value = Value> {
    let text = || "[a%2Fé中😀 ,=&/#?\\u{0}]{0,5}|.{0,5}";
    prop_oneof![
        text().prop_map(Value::from),
        prop::collection::vec(text(), 0..4).prop_map(Value::from),
        prop::collection::vec((text(), text()), 0..4).prop_map(|items| {
            items.into_iter().map(|(key, text)| (key, text.into())).collect::<Map<_, _>>().into()
        }),
    ]
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if *first == b'%' {
            let digits = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

proptest! {
    /// Whatever the operator, the names and the values: as the RFC's own algorithm has it.
    #[test]
    fn expressions_expand_as_the_rfc_says(
        operator in "[+#./;?&]?",
        names in prop::collection::vec("[ab]|变量|é_1|a\\.b|%41|名%e5%90", 1..4),
        modifiers in prop::collection::vec("\\*|:[1-9]|:1[0-9]{2}|", 3),
        values in prop::collection::vec(flat(), 3),
    ) {
        let values: Map<_, _> = names.iter().cloned().zip(values).collect();
        let list: Vec<_> = names
            .iter()
            .zip(&modifiers)
            .map(|(name, modifier)| {
                let text = values[name].is_string() || !modifier.starts_with(':');
                (name.as_str(), if text { modifier.as_str() } else { "" })
            })
            .collect();
        let text: Vec<_> =
            list.iter().map(|(name, modifier)| format!("{name}{modifier}")).collect();
        let template = format!("/中{{{operator}{}}}", text.join(","));
        let expected = format!("/%E4%B8%AD{}", reference::expand(&operator, &list, &values));
        prop_assert_eq!(expand(&template, &Value::Object(values)).unwrap(), expected);
    }

    #[test]
    fn no_template_and_no_value_panics(
        template in "([a-z/ {}%?#é中]|\\{[+#./;?&]?[ab变](:[0-9]{1,4}|\\*)?(,b\\*?)?\\}){0,8}|.{0,20}",
        a in value(),
        b in value(),
    ) {
        let _ = expand(&template, &json!({"a": a, "b": b, "变": a}));
    }

    /// What the grammar takes expands, in any script and whatever the value's text is.
    #[test]
    fn no_name_and_no_text_panics(
        operator in "[+#./;?&]?",
        name in "([\\p{L}\\p{N}_]|%[0-9a-fA-F]{2}){1,4}(\\.[\\p{L}\\p{N}]){0,2}",
        modifier in "\\*|:[1-9][0-9]{0,3}|",
        value in flat(),
    ) {
        let template = format!("{{{operator}{name}{modifier}}}");
        let expanded = expand(&template, &json!({(name.clone()): value}));
        prop_assert_eq!(variables(&template).unwrap(), [name]);
        prop_assert_eq!(expanded.is_ok(), value.is_string() || !modifier.starts_with(':'));
    }

    #[test]
    fn what_is_expanded_is_a_uri(
        operator in "[+#./;?&]?",
        modifier in "\\*?",
        a in value(),
        b in ".{0,8}",
    ) {
        let template = format!("v3/t/{{{operator}a{modifier},b}}");
        if let Ok(expanded) = expand(&template, &json!({"a": a, "b": b})) {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?#[]%".contains(&byte);
            prop_assert!(expanded.bytes().all(allowed), "{}", expanded);
        }
    }

    /// Each value comes back out of its own segment, whatever it holds.
    #[test]
    fn segments_hold_what_was_put_in(values in prop::collection::vec(".{1,12}", 1..5)) {
        let names: Vec<_> = (0..values.len()).map(|n| format!("v{n}")).collect();
        let template: String = names.iter().map(|name| format!("/{{{name}}}")).collect();
        let variables: Map<_, _> =
            names.iter().cloned().zip(values.iter().map(|v| Value::from(v.as_str()))).collect();
        let expanded = expand(&template, &Value::Object(variables)).unwrap();
        let uri: http::Uri = format!("https://api.mch.weixin.qq.com{expanded}").parse().unwrap();
        prop_assert_eq!(uri.query(), None);
        let segments: Vec<_> = uri.path().split('/').skip(1).map(percent_decoded).collect();
        prop_assert_eq!(segments, values);
    }

    /// The same over the wire: the server reads the values that the caller gave, or the call is
    /// refused before anything is sent.
    #[test]
    fn a_call_sends_what_was_put_in(path in ".{1,10}", query in ".{0,10}", name in "[^\\[\\]]{1,8}") {
        let (server, client) = wire();
        let before = server.requests().len();
        let options = Options::new().var("id", &path).query(json!({(name.clone()): query}));
        let result = client.chain("v3/x/{id}/y").get(options);
        if may_climb(&path) {
            prop_assert_eq!(result.unwrap_err().outcome(), Outcome::NotSent);
            prop_assert_eq!(server.requests().len(), before);
        } else {
            result.unwrap();
            let seen = server.requests().pop().unwrap();
            prop_assert!(seen.is_signed());
            let (target, pair) = seen.target.split_once('?').unwrap();
            let segments: Vec<_> = target.split('/').map(percent_decoded).collect();
            prop_assert_eq!(segments, ["", "v3", "x", &path, "y"]);
            let (key, value) = pair.split_once('=').unwrap();
            prop_assert_eq!((percent_decoded(key), percent_decoded(value)), (name, query));
        }
    }
}

/// One server for all cases of a property.
fn wire() -> &'static (Server, Client) {
    static WIRE: std::sync::OnceLock<(Server, Client)> = std::sync::OnceLock::new();
    WIRE.get_or_init(|| {
        let server = Server::start(|_| Reply::ok("{}"));
        let client = support::client(&server);
        (server, client)
    })
}

#[test]
fn another_spelling_of_a_variable_is_named() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    for (template, given) in [
        ("v3/pay/transactions/id/{transactionId}", "transaction_id"),
        ("v3/pay/transactions/id/{transaction_id}", "transactionId"),
    ] {
        let error = client.chain(template).get(json!({ given: "4200" })).unwrap_err();
        assert!(error.to_string().contains(&format!("did you mean `{given}`")), "{error}");
    }
    let other = client.chain("v3/id/{transaction_id}").get(json!({"out_trade_no": "1"}));
    assert!(!other.unwrap_err().to_string().contains("did you mean `out_trade_no`"));
}
