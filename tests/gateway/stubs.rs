//! Stubs: answers of the gateway that are written in JSON.

use crate::support;

use serde_json::{Value, json};
use wechatpay_chain::{Client, ErrorKind, Gateway, Lang, ResponseExt, Rsa};

use support::folder::Folder;

/// The example of a paper.
fn example(paper: &str) -> &str {
    paper.split_once("```json\n").unwrap().1.split_once("```").unwrap().0
}

fn get(client: &Client, path: &str) -> Value {
    client.chain(path).get(json!({})).unwrap().json().unwrap()
}

#[test]
fn the_example_of_both_papers() {
    let english = example(include_str!("../../docs/gateway.md"));
    assert_eq!(english, example(include_str!("../../docs/gateway.zh-CN.md")));
    let folder = Folder::new();
    let file = folder.file("stubs.json", english);
    let gateway = Gateway::builder().stubs_file(file).start().unwrap();
    let client = gateway.client().unwrap();
    let order = "v3/pay/transactions/out-trade-no/a%2F1";
    let states = [
        format!("{order}?mchid=1"),
        format!("{order}?x=1&mchid=1900000109"),
        format!("{order}?mchid=1900000109"),
    ]
    .map(|path| get(&client, &path));
    let state = |state: &str| json!({"out_trade_no": "a/1", "trade_state": state});
    assert_eq!(states, [state("SUCCESS"), state("NOTPAY"), state("SUCCESS")]);
    let closed = client.chain(format!("{order}/close")).post(json!({"json": {}})).unwrap();
    assert_eq!(closed.status(), 204);
    let error = client.chain("v3/refund/domestic/refunds").post(json!({"json": {}})).unwrap_err();
    assert_eq!(error.api().unwrap().code, "NOT_ENOUGH");
    assert_eq!(error.response().unwrap().headers()["x-reason"], "balance");
}

#[test]
fn a_stubs_number_is_answered_as_it_is_written() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let stub = |n: &str| {
        format!("[{{\"method\": \"GET\", \"path\": \"/v3/x\",\n\"json\": {{\"n\": {n}}}}}]")
    };
    gateway.stubs(&stub("1989.9999999999998")).unwrap();
    let body = client.chain("v3/x").get(()).unwrap().into_body();
    assert_eq!(&body[..], b"{\"n\":1989.9999999999998}");
    for lossy in ["9007199254740993.0", "123456789012345678901234567890"] {
        let error = gateway.stubs(&stub(lossy)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Options);
        assert!(error.to_string().contains("at line 2 a number has more digits"), "{error}");
    }
}

#[test]
fn stubs_are_handlers() {
    let gateway = Gateway::start().unwrap();
    let client = gateway.client().unwrap();
    let stub = |n: u8| json!([{"method": "GET", "path": "/v3/x", "json": {"n": n}}]).to_string();
    gateway.stubs(&stub(1)).unwrap();
    assert_eq!(get(&client, "v3/x"), json!({"n": 1}));
    gateway.on(http::Method::GET, "/v3/x", |_| json!({"n": 2}));
    assert_eq!(get(&client, "v3/x"), json!({"n": 2}));
    gateway.stubs(&stub(3)).unwrap();
    assert_eq!(get(&client, "v3/x"), json!({"n": 3}));
    // A list that has a mistake adds nothing.
    let half = r#"[{"method": "GET", "path": "/v3/x"}, {}]"#;
    gateway.stubs(half).unwrap_err();
    assert_eq!(get(&client, "v3/x"), json!({"n": 3}));
}

#[test]
fn what_is_filled_in_and_what_is_sent_as_it_is() {
    let gateway = Gateway::start().unwrap();
    let stubs = r#"[
        {"method": "GET", "path": "/v3/{a}/{b}", "times": 1,
         "json": {"{a}": ["{b}{a}", "{c} { {a", 1, null], "n": {"x": "<{{b}}>"}}},
        {"method": "GET", "path": "/v3/{a}/{b}", "times": 1,
         "headers": {"Content-Type": "text/plain"}, "body": "{a}"}
    ]"#;
    gateway.stubs(stubs).unwrap();
    let client = gateway.client().unwrap();
    // What a variable holds is not looked at again.
    let filled = get(&client, "v3/1/%7Ba%7D");
    assert_eq!(filled, json!({"{a}": ["{a}1", "{c} { {a", 1, null], "n": {"x": "<{{a}}>"}}));
    let plain = client.chain("v3/1/2").get(json!({})).unwrap();
    assert_eq!(plain.headers()["content-type"], "text/plain");
    assert_eq!(&plain.body()[..], b"{a}");
    let error = client.chain("v3/1/2").get(json!({})).unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert!(error.to_string().contains("used up"), "{error}");
}

#[test]
fn sensitive_fields_must_be_encrypted() {
    let gateway = support::gateway();
    gateway
        .stubs(
            r#"[
            {"method": "POST", "path": "/v3/x", "sensitive": ["/name", "/list/*/id"], "times": 1},
            {"method": "POST", "path": "/v3/profitsharing/receivers/add"},
            {"method": "POST", "path": "/v3/profitsharing/receivers/delete", "sensitive": []}
        ]"#,
        )
        .unwrap();
    let client = gateway.client().unwrap();
    let (id, key) = (gateway.public_key_id(), gateway.platform_public_key_pem());
    let encrypt = |pem: &str| {
        Rsa::encrypt("张三", &wechatpay_chain::PublicKey::from_pem(pem).unwrap()).unwrap()
    };
    let (right, other) = (encrypt(key), encrypt(gateway.platform_certificate_pem()));
    let post = |path: &str, body: Value, serial: &str| {
        client.chain(path).post(json!({"json": body, "headers": {"Wechatpay-Serial": serial}}))
    };
    let refused = |path: &str, body: Value, serial: &str, words: &str| {
        let error = post(path, body, serial).unwrap_err();
        let api = error.api().unwrap();
        assert_eq!((error.status().unwrap().as_u16(), &*api.code), (400, "PARAM_ERROR"), "{error}");
        assert!(api.message.contains(words), "{words} is not in {}", api.message);
        assert!(!error.to_string().contains("张三"), "{error}");
    };
    let not_encrypted = "is not encrypted with the platform key that Wechatpay-Serial names";
    let one = |name: &str| json!({"name": name});
    refused("v3/x", one("张三"), id, not_encrypted);
    refused("v3/x", one(&other), id, not_encrypted);
    refused("v3/x", one(&right), "PUB_KEY_ID_0", "names no platform key of this gateway");
    refused("v3/x", json!({"name": 1}), id, "`/name` of the body is a number: send a string");
    let in_list = json!({"name": right, "list": [{"id": right}, {"id": "x"}]});
    refused("v3/x", in_list, id, "`/list/1/id` of the body is not encrypted");
    // A gateway's client without the public key sends no header.
    let bare = support::merchant(&gateway)
        .platform_key(
            gateway.platform_serial(),
            wechatpay_chain::PublicKey::from_pem(gateway.platform_certificate_pem()).unwrap(),
        )
        .build()
        .unwrap();
    let error = bare.chain("v3/x").post(json!({"json": one(&right)})).unwrap_err();
    assert!(error.to_string().contains("the header Wechatpay-Serial is missing"), "{error}");
    // What was refused did not use up the stub.
    assert_eq!(post("v3/x", one(&right), id).unwrap().status(), 204);
    // A documented endpoint's fields are known, unless the stub names others.
    refused("v3/profitsharing/receivers/add", one("张三"), id, not_encrypted);
    post("v3/profitsharing/receivers/add", one(&right), id).unwrap();
    post("v3/profitsharing/receivers/delete", one("张三"), id).unwrap();
}

#[test]
fn a_file_that_changes_is_read_again() {
    let folder = Folder::new();
    let stub = |n: u8| format!(r#"[{{"method": "GET", "path": "/v3/x", "json": {{"n": {n}}}}}]"#);
    let file = folder.file("stubs.json", stub(1));
    let second = folder.file("second.json", r#"[{"method": "GET", "path": "/v3/y"}]"#);
    let gateway = Gateway::builder()
        .stubs_file(&file)
        .stubs_file(&second)
        .language(Lang::English)
        .start()
        .unwrap();
    gateway.on(http::Method::GET, "/v3/z", |_| json!({"n": 9}));
    let client = gateway.client().unwrap();
    assert_eq!(get(&client, "v3/x"), json!({"n": 1}));
    // The same length, and perhaps the same time.
    std::fs::write(&file, stub(2)).unwrap();
    assert_eq!(get(&client, "v3/x"), json!({"n": 2}));
    assert_eq!(gateway.requests().pop().unwrap().reason(), None);
    // A mistake keeps what was there, and is told.
    for (text, words) in [
        ("[\n{}]", "stubs.json`: stub 1 (line 2): it has no `method`: add one"),
        ("[", "stubs.json`: not valid JSON at line 1, character 1"),
    ] {
        std::fs::write(&file, text).unwrap();
        for _ in 0..2 {
            assert_eq!(get(&client, "v3/x"), json!({"n": 2}));
            let seen = gateway.requests().pop().unwrap();
            let reason = seen.reason().unwrap();
            assert!(reason.contains(words) && reason.ends_with("the stubs of before are kept"));
        }
        let error = client.chain("v3/none").get(()).unwrap_err().to_string();
        assert!(error.contains("no response for this path") && error.contains(words), "{error}");
    }
    std::fs::remove_file(&file).unwrap();
    assert_eq!(get(&client, "v3/x"), json!({"n": 2}));
    assert!(gateway.requests().pop().unwrap().reason().unwrap().contains("cannot be read"));
    // Corrected, with another path; the other file's and the handler of the test are there as before.
    let other = r#"[{"method": "GET", "path": "/v3/w"}, {"method": "GET", "path": "/v3/z"}]"#;
    std::fs::write(&file, other).unwrap();
    assert_eq!(client.chain("v3/w").get(()).unwrap().status(), 204);
    assert_eq!(client.chain("v3/y").get(()).unwrap().status(), 204);
    assert_eq!(get(&client, "v3/z"), json!({"n": 9}));
    assert_eq!(client.chain("v3/x").get(()).unwrap_err().status().unwrap().as_u16(), 404);
    // A later file still goes before an earlier one, and gives way when it is changed.
    std::fs::write(&second, stub(5).replace("/v3/x", "/v3/w")).unwrap();
    assert_eq!(get(&client, "v3/w"), json!({"n": 5}));
    std::fs::write(&second, "[]").unwrap();
    assert_eq!(client.chain("v3/w").get(()).unwrap().status(), 204);
}

#[test]
fn a_stub_that_can_not_be_reached_is_a_mistake() {
    let gateway = support::gateway();
    let stub = |more: &str| format!(r#"{{"method": "GET", "path": "/v3/x"{more}}}"#);
    let list = |stubs: &[String]| format!("[\n{}\n]", stubs.join(",\n"));
    let (all, once) = (stub(""), stub(r#", "times": 1"#));
    let (a, ab) = (stub(r#", "query": {"a": "1"}"#), stub(r#", "query": {"a": "1", "b": "2"}"#));
    for good in [[&once, &all], [&a, &all], [&ab, &a], [&once, &once]] {
        gateway.stubs(&list(&good.map(Clone::clone))).unwrap();
    }
    for (bad, words) in [
        ([&all, &all], "stub 2 (line 3): it is never reached, because stub 1 responds to all"),
        ([&all, &once], "stub 2 (line 3): it is never reached"),
        ([&a, &ab], "stub 2 (line 3): it is never reached"),
    ] {
        let error = gateway.stubs(&list(&bad.map(Clone::clone))).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    let named = |path: &str| all.replace("/v3/x", path);
    for (paths, words) in [
        (["/v3/{a}/{a}", "/v3/y"], "has the variable {a} twice: give each a name of its own"),
        (["/v3/{a}/y", "/v3/{b}/y"], "takes the calls of stub 1, `/v3/{a}/y`: use the same names"),
    ] {
        let error = gateway.stubs(&list(&paths.map(named))).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    for wrong in [r#"{}"#, r#"["name"]"#, r#"[1]"#, r#"["/"]"#] {
        let error = gateway.stubs(&list(&[stub(&format!(r#", "sensitive": {wrong}"#))]));
        let error = error.unwrap_err().to_string();
        assert!(error.contains("`sensitive` is not a list of JSON pointers"), "{error}");
    }
}

#[test]
fn a_mistake_names_the_stub_and_the_remedy() {
    let gateway = Gateway::start().unwrap();
    for (wrong, words) in [
        ("{", "not valid JSON at line 1, character 1"),
        ("{}", "stubs: not a list: put the stubs into brackets"),
        ("[1]", "stub 1 (line 1): not an object"),
        (
            r#"[{"method": "GET", "path": "/a"}, {"method": "GET"}]"#,
            "stub 2 (line 1): it has no `path`",
        ),
        (r#"[{"path": "/a"}]"#, "stub 1 (line 1): it has no `method`"),
        (r#"[{"method": 1, "path": "/a"}]"#, "`method` is not text"),
        (r#"[{"method": "get", "path": "/a"}]"#, "`get` is not a supported method: use GET, POST"),
        (r#"[{"method": "GET", "path": "/a", "jsn": 1}]"#, "`jsn` is not a field of a stub: use"),
        (r#"[{"method": "GET", "path": "a"}]"#, "`a` does not begin with /"),
        (r#"[{"method": "GET", "path": "/a?b=1"}]"#, "a query goes into `query`"),
        (r#"[{"method": "GET", "path": "/a b"}]"#, "white space"),
        (r#"[{"method": "GET", "path": "/{a"}]"#, "a brace without its pair"),
        (r#"[{"method": "GET", "path": "/a}"}]"#, "a brace without its pair"),
        (r#"[{"method": "GET", "path": "/{}"}]"#, "without a name"),
        (r#"[{"method": "GET", "path": "/{a/b}"}]"#, "a brace without its pair"),
        (r#"[{"method": "GET", "path": "/a", "status": 100}]"#, "from 200 to 599"),
        (r#"[{"method": "GET", "path": "/a", "status": "200"}]"#, "from 200 to 599"),
        (
            r#"[{"method": "GET", "path": "/a", "times": 0}]"#,
            "`times` is not an integer of at least 1",
        ),
        (
            r#"[{"method": "GET", "path": "/a", "query": {"a": 1}}]"#,
            "`query` is not an object of strings",
        ),
        (
            r#"[{"method": "GET", "path": "/a", "headers": []}]"#,
            "`headers` is not an object of strings",
        ),
        (
            r#"[{"method": "GET", "path": "/a", "headers": {"a b": ""}}]"#,
            "`a b` is not a header name",
        ),
        (
            r#"[{"method": "GET", "path": "/a", "headers": {"Content-Length": "1"}}]"#,
            "leave it out",
        ),
        (r#"[{"method": "GET", "path": "/a", "json": 1, "body": ""}]"#, "keep one"),
        (r#"[{"method": "GET", "path": "/a", "body": 1}]"#, "`body` is not text"),
    ] {
        let error = gateway.stubs(wrong).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Options, "{wrong}");
        assert!(error.to_string().contains(words), "{words} is not in {error}");
    }
    let folder = Folder::new();
    let file = folder.file("wrong.json", "[{}]");
    let start = Gateway::builder().stubs_file(&file).dir(folder.path().join("keys")).start();
    let error = start.unwrap_err().to_string();
    assert!(error.contains("wrong.json`: stub 1 (line 1): it has no `method`"), "{error}");
    assert!(!folder.path().join("keys/apiclient_key.pem").exists());
    let error = Gateway::builder().stubs_file("/none/stubs.json").start().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
}
