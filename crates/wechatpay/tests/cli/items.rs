//! What is typed for a call is what is sent: paths, numbers, lists.

use http::Method;
use serde_json::json;

use super::Sandbox;

/// What a dry run would sign for a body.
#[track_caller]
fn body(sandbox: &Sandbox, items: &[&str]) -> String {
    let shown = sandbox.run(&[&["post", "v3/x", "--dry-run"], items].concat()).ok().out;
    shown.trim_end().rsplit('\n').next().unwrap().to_owned()
}

#[test]
fn a_path_is_sent_as_it_was_typed() {
    let sandbox = Sandbox::new();
    sandbox.gateway.on(Method::GET, "/v3/refunds/{no}", |request| json!(request.path()));
    for typed in ["R1", "CLI0004", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", "_no_", "aB-Cd", "A%2FB"] {
        let path = format!("v3/refunds/{typed}");
        let kept = sandbox.run(&["get", &path]).ok();
        assert_eq!(kept.json(), format!("/{path}"));
        assert_eq!(kept.err.lines().count(), 1, "{}", kept.err);
        let dry = sandbox.run(&["get", &path, "--dry-run"]).ok().out;
        assert!(dry.contains(&format!("message to sign:\nGET\n/{path}\n")), "{dry}");
    }
    let given = sandbox.run(&["get", "/v3/refunds/{NO}", "NO=R1"]).ok();
    assert_eq!(given.json(), "/v3/refunds/R1");
    for empty in ["", "/", " "] {
        sandbox.run(&["get", empty]).fails(2, "the path is empty");
    }
}

#[test]
fn a_number_is_sent_as_it_was_typed() {
    let sandbox = Sandbox::new();
    for number in
        ["1.10", "12345678901234567890123", "1989.9999999999998", "9007199254740993.0", "1e999"]
    {
        assert_eq!(body(&sandbox, &[&format!("a:={number}")]), format!("{{\"a\":{number}}}"));
        let nested = format!("a:={{\"b\": [{number}]}}");
        assert_eq!(body(&sandbox, &[&nested]), format!("{{\"a\":{{\"b\": [{number}]}}}}"));
        // In a path, and among the parameters of APIv2.
        let variable = format!("id:={number}");
        let path = sandbox.run(&["get", "v3/x/{id}", &variable, "--dry-run"]).ok().out;
        assert!(path.contains(&format!("GET\n/v3/x/{number}\n")), "{path}");
        let v2 = ["post", "v2/x", "mch_id=1900000109", &format!("n:={number}"), "--dry-run"];
        let v2 = sandbox.run(&[&v2[..], &["--apiv2-key-file", "apiv2.txt"]].concat()).ok().out;
        assert!(v2.contains(&format!("<n>{number}</n>")), "{v2}");
    }
    let sent = sandbox.gateway.requests().len();
    let wrong = sandbox.run(&["post", "v3/x", "a:=01hidden"]).fails(2, "`a:=…` is not valid JSON");
    assert!(!wrong.err.contains("hidden"), "{}", wrong.err);
    assert_eq!(sandbox.gateway.requests().len(), sent);
}

#[test]
fn lists_are_written_as_httpie_writes_them() {
    let sandbox = Sandbox::new();
    for (items, json) in [
        (
            &["goods[0][x]=1", "goods[0][n]:=2", "goods[1][x]=3"][..],
            r#"{"goods":[{"x":"1","n":2},{"x":"3"}]}"#,
        ),
        (&["a[]:=1", "a[]:=2", "a[]=x"], r#"{"a":[1,2,"x"]}"#),
        (&["[]:=1", "[]:=2"], "[1,2]"),
        (&["a[\\0]=x"], r#"{"a":{"0":"x"}}"#),
    ] {
        assert_eq!(body(&sandbox, items), json);
    }
    for (items, words) in [
        (&["a=1", "a=2"][..], "`a` has a value already: give it once"),
        (&["a=1", "a[b]=2"], "`a[b]` contradicts an item before it"),
        (&["a[b]=1", "a[]=2"], "`a[]` contradicts an item before it"),
        (&["a[b=1"], "`a[b` is not a name, or one as in amount[total]"),
    ] {
        sandbox.run(&[&["post", "v3/x"], items].concat()).fails(2, words);
    }
}

/// What another program made goes on as it came, but for the field that is asked for.
#[test]
fn encrypting_a_field_leaves_the_rest_as_it_came() {
    let sandbox = Sandbox::new();
    let json = "{ \"payer\" : {\"name\":\"x\", \"n\": 1.10},\n \"big\":[123456789012345678901234567890]}\n";
    let encrypted = sandbox.run_with(&["encrypt", "--field", "/payer/name"], json).ok().out;
    let (before, after) = json.split_once("\"x\"").unwrap();
    let rest = encrypted.strip_prefix(before).unwrap_or_else(|| panic!("{encrypted}"));
    let field = rest.strip_suffix(after).unwrap_or_else(|| panic!("{encrypted}"));
    assert!(field.starts_with('"') && field.len() > 300, "{field}");
    let both = ["encrypt", "--field", "/a", "--field", "/b/*"];
    let two = sandbox.run_with(&both, "{\"b\":[\"x\",null,\"y\"],\"a\":\"z\"}").ok().json();
    assert!(two["b"][1].is_null() && two["b"][2].as_str().unwrap().len() > 300);
    sandbox.run_with(&both, "{\"b\":[1],\"a\":\"z\"}").fails(2, "only strings are encrypted");
}

#[test]
fn a_field_that_is_not_there_is_named() {
    let sandbox = Sandbox::new();
    sandbox.folder.file("app.json", "{\"name\":\"x\"}");
    for verb in ["encrypt", "decrypt"] {
        for pointer in ["/nope", "/a/b"] {
            let failed = sandbox.run(&[verb, "--field", pointer, "app.json"]);
            let failed = failed.fails(2, &format!("`{pointer}` leads nowhere"));
            assert_eq!(failed.out, "");
        }
        sandbox.run(&[verb, "--field", "name", "app.json"]).fails(2, "must begin with `/`");
    }
}
