//! Options: the JSON map and the builder, and what is refused.

use crate::support;

use std::time::{Duration, Instant};

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ErrorKind, Options, Outcome};

use support::folder::Folder;
use support::log::Log;
use support::server::{Reply, Seen, Server};

fn wire() -> (Server, Client) {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    (server, client)
}

/// What the server saw of one POST to `v3/t`.
fn post(options: impl Into<Options>) -> Seen {
    let (server, client) = wire();
    client.chain("v3/t").post(options).unwrap();
    let seen = server.only_request();
    assert!(seen.is_signed());
    seen
}

fn refused(options: impl Into<Options>) -> Error {
    let (server, client) = wire();
    let error = client.chain("v3/t/{id}").post(options).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Options, Outcome::NotSent), "{error}");
    assert!(server.requests().is_empty());
    error
}

fn content_type(seen: &Seen) -> &str {
    seen.headers["content-type"].to_str().unwrap()
}

#[test]
fn the_map_and_the_builder_send_the_same() {
    for (map, builder) in [
        (
            json!({"query": {"a": [1, true, null], "b": {"c": "d e"}}}),
            Options::new().query(json!({"a": [1, true, null], "b": {"c": "d e"}})),
        ),
        (json!({"query": "a=1&b=中"}), Options::new().query("a=1&b=中")),
        (json!({"json": {"b": 1, "a": "中"}}), Options::new().json(json!({"b": 1, "a": "中"}))),
        (json!({"body": "{\"a\": 1}"}), Options::new().body("{\"a\": 1}")),
        (json!({"form_params": {"a": "x y~"}}), Options::new().form_params(json!({"a": "x y~"}))),
        (
            json!({"headers": {"X-A": ["1", 2], "Accept": "text/csv"}}),
            Options::new().header("x-a", "1, 2").header("Accept", "text/csv"),
        ),
        (json!({"json": null, "query": null, "headers": null}), Options::new()),
    ] {
        let (by_map, by_builder) = (post(map.clone()), post(builder));
        assert_eq!((&by_map.target, &by_map.body), (&by_builder.target, &by_builder.body), "{map}");
        for name in ["accept", "content-type", "content-length", "user-agent", "x-a"] {
            assert_eq!(by_map.headers.get(name), by_builder.headers.get(name), "{map}: {name}");
        }
        assert_eq!(post(&map).body, by_map.body);
    }
}

#[test]
fn bodies_bring_their_content_type() {
    let json = post(json!({"json": {"名": "值", "n": 10.0, "deep": [{"a": null}]}}));
    assert_eq!(content_type(&json), "application/json");
    assert_eq!(String::from_utf8(json.body).unwrap(), r#"{"名":"值","n":10,"deep":[{"a":null}]}"#);
    let form = post(json!({"form_params": {"a": "x y", "b": [1, 2]}}));
    assert_eq!(content_type(&form), "application/x-www-form-urlencoded");
    assert_eq!(form.body, b"a=x+y&b%5B0%5D=1&b%5B1%5D=2");
    let text = post(json!({"body": "raw"}));
    assert_eq!(content_type(&text), "application/json; charset=utf-8");
    assert_eq!(text.body, b"raw");
    let named = post(json!({"json": {}, "headers": {"content-type": "application/vnd.x+json"}}));
    assert_eq!(content_type(&named), "application/vnd.x+json");
    let none = post(json!({}));
    assert_eq!((none.body.len(), none.headers["content-length"].to_str().unwrap()), (0, "0"));
}

#[test]
fn a_stream_is_sent_and_signed_whole() {
    let stream = wechatpay_chain::Body::stream(http_body_util::Full::new(
        bytes::Bytes::from_static(b"streamed"),
    ));
    assert_eq!(post(Options::new().body(stream)).body, b"streamed");
}

#[test]
fn multipart_signs_the_part_named_meta() {
    let parts = json!([
        {"name": "meta", "contents": "{\"filename\":\"x.png\"}", "headers": {"Content-Type": "application/json"}},
        {"name": "file", "contents": "data", "filename": "名\".png"},
    ]);
    let (server, client) = wire();
    client.chain("v3/t").post(json!({"multipart": parts})).unwrap();
    let mut seen = server.only_request();
    let boundary =
        content_type(&seen).strip_prefix("multipart/form-data; boundary=").unwrap().to_owned();
    let body = String::from_utf8(seen.body.clone()).unwrap();
    assert_eq!(
        body,
        format!(
            "--{boundary}\r\nContent-Type: application/json\r\nContent-Disposition: form-data; \
             name=\"meta\"\r\nContent-Length: 20\r\n\r\n{{\"filename\":\"x.png\"}}\r\n--{boundary}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"名%22.png\"\r\nContent-Length: 4\r\n\
             Content-Type: image/png\r\n\r\ndata\r\n--{boundary}--\r\n"
        )
    );
    assert!(!seen.is_signed(), "the whole body is not what is signed");
    seen.body = b"{\"filename\":\"x.png\"}".to_vec();
    assert!(seen.is_signed());
    // Of no other name, however alike.
    let parts = json!([{"name": "metadata", "contents": "x"}]);
    assert!(post(json!({"multipart": parts})).body.starts_with(b"--"));
}

#[test]
fn variables_and_options_are_told_apart_by_the_template() {
    let (server, client) = wire();
    client.chain("v3/{query}/{json}").get(json!({"query": "q", "json": "j"})).unwrap();
    client
        .chain("v3/{query}")
        .get(Options::new().var("query", "q").query(json!({"a": 1})))
        .unwrap();
    client.chain("v3/t?own=1").get(json!({"query": {"a": 1}})).unwrap();
    client.chain("v3/t?own=1").get(json!({"query": {}})).unwrap();
    client.chain("v3/t?own=1").get(json!({})).unwrap();
    // The later of two values of one variable counts, and the builder's over the map's.
    let options = Options::from(json!({"id": "map"})).var("id", "first").var("id", "second");
    client.chain("v3/{id}").get(options).unwrap();
    let targets: Vec<_> = server.requests().into_iter().map(|seen| seen.target).collect();
    assert_eq!(
        targets,
        ["/v3/q/j", "/v3/q?a=1", "/v3/t?a=1", "/v3/t", "/v3/t?own=1", "/v3/second"]
    );
}

#[test]
fn what_is_not_meant_is_an_error_that_names_it() {
    for (options, parts) in [
        (json!({"id": 1, "mchid": "1900000109"}), &["`mchid`", "`query` or `json`"][..]),
        (json!({"id": 1, "verify": false}), &["`verify`", "root_certificate()"]),
        (json!({"id": 1, "proxy": "http://p"}), &["`proxy`", "proxy()"]),
        (json!({"id": 1, "cert": "x"}), &["`cert`", "merchant_certificate()"]),
        (json!({"id": 1, "curl": {}}), &["`curl`"]),
        (json!({"id": 1, "allow_redirects": true}), &["`allow_redirects`", "never followed"]),
        (json!({"id": 1, "handler": 1}), &["`handler`", "layer()"]),
        (json!({"id": 1, "stream": true}), &["`stream`"]),
        (json!({"id": 1, "auth": ["u", "p"]}), &["`auth`"]),
        (json!({"id": 1, "xml": {}}), &["`xml`", "APIv2"]),
        (json!({"id": 1, "json": {}, "body": "x"}), &["`json`", "`body`", "remove one"]),
        (json!({"id": 1, "form_params": {}, "multipart": []}), &["`form_params`", "`multipart`"]),
        (json!({"id": 1, "query": 5}), &["`query` is a number"]),
        (json!({"id": 1, "query": [1]}), &["`query` is a list"]),
        (json!({"id": 1, "body": {"a": 1}}), &["`body` is an object", "`json`"]),
        (json!({"id": 1, "form_params": "a=b"}), &["`form_params` is a string"]),
        (json!({"id": 1, "headers": "X: y"}), &["`headers` is a string"]),
        (json!({"id": 1, "headers": {"X": {"a": 1}}}), &["`headers.X` is an object"]),
        (json!({"id": 1, "headers": {"X": []}}), &["`headers.X` is a list"]),
        (json!({"id": 1, "headers": {"a b": "c"}}), &["`a b` is not a valid header name"]),
        (json!({"id": 1, "headers": {"X": "a\r\nY: b"}}), &["`X`", "control character"]),
        (json!({"id": 1, "headers": {"authorization": "x"}}), &["`authorization`", "signature"]),
        (json!({"id": 1, "headers": {"HOST": "x"}}), &["`HOST`", "base_uri"]),
        (json!({"id": 1, "headers": {"Content-Length": "1"}}), &["`Content-Length`"]),
        (json!({"id": 1, "headers": {"Transfer-Encoding": "chunked"}}), &["`Transfer-Encoding`"]),
        (json!({"id": 1, "headers": {"Connection": "close"}}), &["`Connection`"]),
        (json!({"id": 1, "multipart": {}}), &["`multipart` is an object"]),
        (json!({"id": 1, "multipart": [{"name": "a"}]}), &["`multipart.0` has no `contents`"]),
        (
            json!({"id": 1, "multipart": [{"name": "a", "contents": "b", "x": 1}]}),
            &["`multipart.0.x`"],
        ),
        (json!({"id": 1, "timeout": "5"}), &["`timeout` is a string"]),
        (json!({"id": 1, "timeout": -1}), &["`timeout`", "0 or more"]),
        (json!({"id": 1, "connect_timeout": 1e300}), &["`connect_timeout`"]),
        (json!({"id": 1, "http_errors": 0}), &["`http_errors` is a number"]),
        (json!({"id": 1, "debug": "yes"}), &["`debug` is a string"]),
        (json!({"id": 1, "base_uri": 1}), &["`base_uri` is a number"]),
        (json!({"id": 1, "base_uri": "/v3"}), &["base_uri `/v3`", "absolute"]),
        (
            json!({"id": 1, "base_uri": "https://api.mch.weixin.qq.com/hk"}),
            &["base_uri `https://api.mch.weixin.qq.com/hk`", "write / after its path"],
        ),
        (json!("v3"), &["a string", "JSON object"]),
        (json!(["v3"]), &["a list", "JSON object"]),
    ] {
        let error = refused(options.clone());
        for part in parts {
            assert!(error.to_string().contains(part), "{options}: {error}");
        }
    }
    let unused = refused(Options::new().var("id", 1).var("other", 2));
    assert!(unused.to_string().contains("`other`"), "{unused}");
    let unwritable = refused(Options::new().json(std::collections::BTreeMap::from([((1, 2), 3)])));
    assert!(unwritable.to_string().contains("`json`"), "{unwritable}");
}

#[test]
fn what_a_method_sets_replaces_what_the_map_has() {
    let map = json!({"query": {"a": 1}, "json": {"a": 1}, "timeout": "nonsense"});
    let seen = post(Options::from(map).query(json!({"a": 2})).json(json!({"a": 2})).timeout(9));
    assert_eq!((seen.target.as_str(), &seen.body[..]), ("/v3/t?a=2", &b"{\"a\":2}"[..]));
    // Another kind of body is another matter.
    let both = refused(Options::from(json!({"id": 1, "json": {}})).body("x"));
    assert!(both.to_string().contains("remove one"), "{both}");
}

/// What options may name.
struct Places {
    server: Server,
    other: Server,
    dir: Folder,
}

impl Places {
    fn new() -> Self {
        let server = || Server::start(|_| Reply::ok("{}"));
        Self { server: server(), other: server(), dir: Folder::new() }
    }

    /// What can be seen from outside of a call with these options.
    fn observe(&self, options: Options) -> String {
        let result = support::client(&self.server).chain("v3/t").post(options);
        let result = result.map(|response| response.status()).map_err(|error| error.kind());
        let seen = |server: &Server| {
            let seen = server.requests().pop()?;
            let body = String::from_utf8(seen.body.clone()).unwrap();
            let boundary = content_type(&seen).split_once("boundary=").map(|(_, b)| b.to_owned());
            let body = boundary.map_or(body.clone(), |boundary| body.replace(&boundary, "-"));
            Some((seen.target, body))
        };
        format!(
            "{result:?} {:?} {:?} {:?}",
            seen(&self.server),
            seen(&self.other),
            self.dir.names()
        )
    }
}

/// Whatever the map has, a method has the last word: over each option of the table.
#[test]
fn each_method_replaces_its_option_of_the_map() {
    type Map = fn(&Places) -> Value;
    type Method = fn(&Places, Options) -> Options;
    const WRONG: Map = |_| json!(["of no option's type"]);
    let rows: [(&str, Map, Method); 12] = [
        ("query", |_| json!({"a": "map"}), |_, o| o.query(json!({"a": "method"}))),
        ("json", |_| json!("map"), |_, o| o.json("method")),
        ("body", |_| json!("map"), |_, o| o.body("method")),
        ("form_params", |_| json!({"a": "map"}), |_, o| o.form_params(json!({"a": "method"}))),
        (
            "multipart",
            |_| json!([{"name": "a", "contents": "map"}]),
            |_, o| o.multipart(json!([{"name": "a", "contents": "method"}])),
        ),
        ("base_uri", |p| json!(p.other.base_uri()), |p, o| o.base_uri(p.server.base_uri())),
        ("sink", |p| json!(p.dir.at("map")), |p, o| o.sink(p.dir.at("method"))),
        ("timeout", WRONG, |_, o| o.timeout(20)),
        ("connect_timeout", WRONG, |_, o| o.connect_timeout(20)),
        ("http_errors", WRONG, |_, o| o.http_errors(false)),
        ("resend", WRONG, |_, o| o.resend(true)),
        ("debug", WRONG, |_, o| o.debug(true)),
    ];
    let table = include_str!("../../src/options/mod.rs").lines();
    let first = table.filter_map(|line| line.strip_prefix("/// | `")?.split_once("` | "));
    let named: Vec<_> = first.flat_map(|(names, _)| names.split("`, `")).collect();
    let covered = rows.iter().map(|(name, ..)| *name);
    // Headers are added, see below. Those of APIv2 need a call of APIv2.
    const ELSEWHERE: [&str; 4] = ["headers", "xml", "security", "nonceless"];
    let is_covered = |name| ELSEWHERE.contains(name) || covered.clone().any(|row| row == *name);
    assert!(named.iter().all(is_covered));
    assert_eq!(named.len(), rows.len() + ELSEWHERE.len(), "{named:?}");
    for (name, map, method) in rows {
        let observe = |options: &dyn Fn(&Places) -> Options| {
            let places = Places::new();
            places.observe(options(&places))
        };
        let by_map = |places: &Places| Options::from(json!({name: map(places)}));
        let by_method = observe(&|places| method(places, Options::new()));
        assert_eq!(observe(&|places| method(places, by_map(places))), by_method, "{name}");
        assert_ne!(observe(&by_map), by_method, "{name} can be told apart");
    }
    let headers = Options::from(json!({"headers": {"X-Header": "map"}}));
    let seen = post(headers.headers(json!({"X-Header": 1})).header("x-header", "2"));
    assert_eq!(seen.headers["x-header"], "map, 1, 2");
    // Files of methods follow the parts of the map.
    let parts = Options::from(json!({"multipart": [{"name": "a", "contents": "map"}]}));
    let body = String::from_utf8(post(parts.multipart_file("b", "Cargo.toml")).body).unwrap();
    assert!(body.find("map").unwrap() < body.find("[package]").unwrap(), "{body}");
}

/// Numbers are amounts and ids: what is read and written again has the digits that it had.
#[test]
fn numbers_keep_their_digits() {
    let digits = ["1989.9999999999998", "0.1", "1.7976931348623157e+308", "18446744073709551615"];
    for written in digits {
        let text = format!("{{\"n\":{written}}}");
        let json: Value = serde_json::from_str(&text).unwrap();
        let sent = post(Options::new().json(&json));
        assert_eq!(String::from_utf8(sent.body).unwrap(), text);
        let answered = text.clone();
        let server = Server::start(move |_| Reply::ok(&answered));
        let response = support::client(&server).chain("v3/t").get(()).unwrap();
        let value: Value = wechatpay_chain::ResponseExt::json(&response).unwrap();
        assert_eq!(value.to_string(), text);
        assert_eq!(value["n"].as_f64().unwrap(), written.parse::<f64>().unwrap());
    }
    let path: Value = serde_json::from_str("{\"id\": 1989.9999999999998}").unwrap();
    let (server, client) = wire();
    client.chain("v3/t/{id}").get(json!({"id": path["id"], "query": path})).unwrap();
    assert_eq!(server.only_request().target, "/v3/t/1989.9999999999998?id=1989.9999999999998");
}

#[test]
fn json_nested_without_end_is_refused() {
    let deep = |depth: usize| (0..depth).fold(json!(1), |inner, _| json!([inner]));
    assert!(post(Options::new().json(deep(128))).body.len() > 128);
    for options in [
        Options::new().var("id", 1).json(deep(129)),
        Options::new().var("id", 1).query(json!({"a": deep(400)})),
        Options::from(json!({"id": 1, "json": deep(400)})),
    ] {
        let error = refused(options);
        assert!(error.to_string().contains("128 deep"), "{error}");
    }
}

#[test]
fn connect_is_no_call() {
    let (server, client) = wire();
    let error = client.chain("v3/t").request(Method::CONNECT, ()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Options, Outcome::NotSent));
    assert_eq!(server.connections(), 0);
}

#[test]
fn an_error_never_shows_an_arguments_value() {
    for options in [
        json!({"id": 1, "name": "a person's name"}),
        json!({"id": 1, "body": {"name": "a person's name"}}),
        json!({"id": {"a": {"name": "a person's name"}}}),
    ] {
        let (_, client) = wire();
        let shown = format!("{:?} {options:?}", Options::from(&options));
        assert!(!format!("{:?}", Options::from(&options)).contains("person"), "{shown}");
        let error = client.chain("v3/t/{id}").post(options).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("person"), "{error:?}");
    }
}

#[test]
fn the_base_uri_is_resolved_as_rfc_3986_does() {
    let (server, client) = wire();
    let base = server.base_uri();
    for (base_uri, path, target) in [
        (format!("{base}hk/"), "v3/t", "/hk/v3/t"),
        (format!("{base}hk/"), "/v3/t", "/v3/t"),
        (base.trim_end_matches('/').to_owned(), "v3/t", "/v3/t"),
        (format!("{base}hk/?a=1"), "v3/t", "/hk/v3/t"),
        (format!("{base}hk/?a=1"), "", "/hk/?a=1"),
        (format!("{base}hk/"), "?b=2", "/hk/?b=2"),
    ] {
        client.chain(path).get(json!({"base_uri": base_uri})).unwrap();
        assert_eq!(server.requests().pop().unwrap().target, target, "{base_uri} {path}");
    }
    assert!(server.requests().iter().all(Seen::is_signed));
}

#[test]
fn http_errors_off_gives_the_answer_whatever_its_status() {
    let server = Server::start(|_| {
        Reply::Signed(404, br#"{"code":"ORDER_NOT_EXIST","message":"x"}"#.to_vec())
    });
    let client = support::client(&server);
    let answer = client.chain("v3/t").get(json!({"http_errors": false})).unwrap();
    assert_eq!(answer.status(), 404);
    assert!(client.chain("v3/t").get(json!({"http_errors": true})).is_err());
    assert!(client.chain("v3/t").get(Options::new().http_errors(false)).is_ok());
}

#[test]
fn timeouts_end_a_call_and_zero_is_none() {
    let server = Server::start(|seen| {
        if seen.target == "/v3/slow" {
            std::thread::sleep(Duration::from_millis(600));
            return Reply::ok("{}");
        }
        Reply::Nothing
    });
    let client = support::builder(&server).timeout(Duration::from_millis(500)).build().unwrap();
    let begun = Instant::now();
    let error = client.chain("v3/t").get(()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown), "{error}");
    assert!(error.to_string().contains("timeout of 0.5 s"), "{error}");
    let error = client.chain("v3/t").get(json!({"timeout": 0.75})).unwrap_err();
    assert!(error.to_string().contains("timeout of 0.75 s"), "{error}");
    assert!(begun.elapsed() < support::server::PATIENCE);
    // The call's own limit replaces the client's, and 0 lifts it.
    client.chain("v3/slow").get(json!({"timeout": 0})).unwrap();
    client.chain("v3/slow").get(Options::new().timeout(Duration::from_secs(20))).unwrap();
}

#[test]
fn debug_logs_what_was_signed_and_no_secret() {
    let (server, client) = wire();
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        client.chain("v3/t").post(json!({"json": {"a": 1}, "debug": true})).unwrap();
    });
    let (text, seen) = (log.text(), server.only_request());
    let message = format!(
        "POST\n/v3/t\n{}\n{}\n{{\"a\":1}}\n",
        seen.authorization("timestamp"),
        seen.authorization("nonce_str")
    );
    assert!(text.contains(&message.escape_debug().to_string()), "{text}");
    assert!(text.contains("application/json"), "{text}");
    assert!(text.contains("status=200"), "{text}");
    assert!(!text.contains(&seen.authorization("signature")), "{text}");
    assert!(!text.contains("WECHATPAY2-SHA256-RSA2048 mchid"), "{text}");
}

#[test]
fn every_verb_is_sent_as_it_is_called() {
    let (server, client) = wire();
    let chain = client.chain("v3/t");
    chain.get(()).unwrap();
    chain.post(()).unwrap();
    chain.put(()).unwrap();
    chain.patch(()).unwrap();
    chain.delete(()).unwrap();
    chain.request(Method::OPTIONS, ()).unwrap();
    chain.get_async(()).wait().unwrap();
    chain.post_async(()).wait().unwrap();
    chain.put_async(()).wait().unwrap();
    chain.patch_async(()).wait().unwrap();
    chain.delete_async(()).wait().unwrap();
    chain.request_async(Method::HEAD, ()).wait().unwrap_err();
    let methods: Vec<_> = server.requests().into_iter().map(|seen| seen.method).collect();
    let five = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    assert_eq!(methods[..5], five);
    assert_eq!(methods[5], "OPTIONS");
    assert_eq!(methods[6..11], five);
    assert_eq!(methods[11], "HEAD");
}

#[test]
fn a_hostile_argument_stays_where_it_was_put() {
    let (server, client) = wire();
    for value in
        ["https://evil.example/", "//evil.example", "a\r\nHost: evil", "?x=1#y", "\\a\\", "%2e%41"]
    {
        client.chain("v3/t/{id}").get(json!({"id": value, "query": {"q": value}})).unwrap();
        let seen = server.requests().pop().unwrap();
        let Value::String(host) = json!(seen.headers["host"].to_str().unwrap()) else {
            unreachable!()
        };
        assert_eq!(host, server.address().to_string());
        assert!(
            seen.target.starts_with("/v3/t/") && seen.target.matches('/').count() == 3,
            "{}",
            seen.target
        );
        assert!(seen.is_signed());
    }
}
