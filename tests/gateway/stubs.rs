//! Stubs: answers of the gateway that are written in JSON.

use crate::support;

use serde_json::{Value, json};
use wechatpay_chain::{Client, ErrorKind, Gateway, ResponseExt};

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
