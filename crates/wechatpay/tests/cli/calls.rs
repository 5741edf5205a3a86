//! The verbs, bills, and what they are configured by.

use http::{Method, StatusCode};
use serde_json::json;
use wechatpay_chain::gateway::StubResponse;

use super::{Sandbox, finish, mode};
use crate::support::sha1;

#[test]
fn each_verb_sends_its_items() {
    let sandbox = Sandbox::new();
    for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        sandbox.gateway.on(method, "/v3/orders/{id}", |request| {
            json!({
                "method": request.method().as_str(),
                "id": request.var("id"),
                "query": request.query(),
                "body": request.json(),
                "header": request.headers().get("x-a").and_then(|v| v.to_str().ok()),
            })
        });
    }
    let got = sandbox.run(&["get", "v3/orders/{id}", "id=a/b", "mchid==1 2", "X-A:b"]).ok();
    let expected =
        json!({"method": "GET", "id": "a/b", "query": "mchid=1%202", "body": null, "header": "b"});
    assert_eq!(got.json(), expected);
    assert!(got.err.contains("HTTP 200 OK, Request-ID SANDBOX-"), "{}", got.err);
    assert!(got.err.contains(sandbox.gateway.public_key_id()), "{}", got.err);
    for verb in ["post", "put", "patch", "delete"] {
        let items = ["v3/orders/{id}", "id=1", "n:=1.10", "a[b]=x", "a[c]:=[true]", "--yes"];
        let answer = sandbox.run(&[&[verb], &items[..]].concat()).ok().json();
        assert_eq!(answer["method"], verb.to_ascii_uppercase());
        assert_eq!(answer["body"], json!({"n": 1.1, "a": {"b": "x", "c": [true]}}));
    }
    let answer = sandbox.run_with(&["post", "v3/orders/1", "-"], "{\"stdin\":1}").ok().json();
    assert_eq!(answer["body"], json!({"stdin": 1}));
    sandbox.folder.file("body.json", "{\"file\":1}");
    let answer = sandbox.run(&["post", "v3/orders/1", "--data-file", "body.json"]).ok().json();
    assert_eq!(answer["body"], json!({"file": 1}));
}

#[test]
fn the_exit_code_is_the_outcome() {
    let sandbox = Sandbox::new();
    sandbox.gateway.on(Method::POST, "/v3/refused", |_| {
        StubResponse::error(StatusCode::BAD_REQUEST, "PARAM_ERROR", "no")
    });
    sandbox.gateway.on(Method::POST, "/v3/broken", |_| {
        StubResponse::error(StatusCode::BAD_GATEWAY, "SYSTEM_ERROR", "later")
    });
    sandbox.gateway.on(Method::GET, "/v3/wrong", |_| {
        StubResponse::new(StatusCode::OK).header("Wechatpay-Signature", "AAAA").body("{\"paid\":1}")
    });
    let refused = sandbox.run(&["post", "v3/refused", "a=1"]).fails(4, "PARAM_ERROR: no");
    assert_eq!(refused.json()["code"], "PARAM_ERROR");
    let broken = sandbox.run(&["post", "v3/broken", "a=1"]).fails(5, "query it before you repeat");
    // Once is enough.
    assert_eq!(broken.err.matches("may have taken effect").count(), 1, "{}", broken.err);
    // What may be a stranger's is not printed.
    let wrong = sandbox.run(&["get", "v3/wrong"]).fails(5, "not verified");
    assert_eq!(wrong.out, "");
    let closed = ["get", "v3/x", "--base-uri", "http://127.0.0.1:1/"];
    sandbox.run(&closed).fails(3, "nothing was sent");
    let requests = sandbox.gateway.requests().len();
    for (args, words) in [
        (&["get", "v3/x/{id}"][..], "needs the argument `id`"),
        (&["get", "v3/x", "secret=hidden"], "the path has no variable {secret}"),
        (&["post", "v3/x", "nonsense"], "item 1 is none of"),
        (&["post", "v3/x", "a:=hidden"], "`a:=…` is not valid JSON"),
        (&["post", "v3/x", "-", "a=1"], "each a body"),
        (&["get", "v3/x?a=1", "b==2"], "the path has a query"),
        (&["get", "v3/x", "--profile", "other"], "has no profile `other`"),
        (&["fetch", "v3/x"], "unrecognized subcommand"),
    ] {
        let ran = sandbox.run(args).fails(2, words);
        assert!(!ran.err.contains("hidden"), "{}", ran.err);
    }
    assert_eq!(sandbox.gateway.requests().len(), requests);
}

#[test]
fn each_verb_can_be_rehearsed_and_saved() {
    let sandbox = Sandbox::new();
    for (sent, verb) in ["get", "post", "put", "patch", "delete"].into_iter().enumerate() {
        let method = Method::from_bytes(verb.to_ascii_uppercase().as_bytes()).unwrap();
        sandbox.gateway.on(method.clone(), "/v3/x", move |_| json!(method.as_str()));
        let shown = sandbox.run(&[verb, "v3/x", "--dry-run"]).ok().out;
        let method = verb.to_ascii_uppercase();
        assert!(shown.starts_with(&format!("{method} http://127.0.0.1:")), "{shown}");
        assert!(shown.contains(&format!("message to sign:\n{method}\n/v3/x\n")), "{shown}");
        assert_eq!(sandbox.gateway.requests().len(), sent);
        let saved = sandbox.run(&[verb, "v3/x", "--output", "answer.json"]).ok();
        assert!(saved.out.is_empty() && saved.err.contains("answer.json"), "{}", saved.err);
        let file = sandbox.folder.path().join("answer.json");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), format!("\"{method}\""));
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn a_dry_run_shows_what_would_be_signed_and_sends_nothing() {
    let sandbox = Sandbox::new();
    let args = ["post", "v3/pay/{id}", "id=7", "q==1", "name=张三", "X-A:b", "--dry-run"];
    let shown = sandbox.run(&args).ok().out;
    let (head, message) = shown.split_once("\nmessage to sign:\n").unwrap();
    let lines: Vec<_> = message.split('\n').collect();
    assert_eq!(lines[..2], ["POST", "/v3/pay/7?q=1"]);
    assert_eq!(lines[4..], ["{\"name\":\"张三\"}", ""]);
    assert!(head.starts_with(&format!("POST {}v3/pay/7?q=1\n", sandbox.gateway.base_uri())));
    for part in ["x-a: b", lines[2], lines[3], "signature=\"(none)\"", "content-type: "] {
        assert!(head.contains(part), "{part} in {head}");
    }
    assert!(sandbox.gateway.requests().is_empty());
    sandbox.run(&["get", "v3/{id}", "--dry-run"]).fails(2, "needs the argument `id`");
}

#[test]
fn verbose_is_redacted_and_twice_shows_the_message() {
    let sandbox = Sandbox::new();
    sandbox.gateway.on(Method::POST, "/v3/x", |_| json!({"ok": 1}));
    let once = sandbox.run(&["post", "v3/x", "name=private", "-v"]).ok().err;
    assert!(
        once.contains("* request method=POST") && once.contains("* response status=200"),
        "{once}"
    );
    assert!(!once.contains("private") && !once.contains("signature=\""), "{once}");
    assert!(once.contains("\n    {\"ok\":1}\n"), "{once}");
    sandbox.gateway.on(Method::POST, "/v3/no", |_| {
        (StatusCode::FORBIDDEN, json!({"code": "NO", "message": "m", "sign": "private"}))
    });
    let refused = sandbox.run(&["post", "v3/no", "-v"]).fails(4, "403 NO").err;
    assert!(
        refused.contains("\n    {\"code\":\"NO\",\"message\":\"m\",\"sign\":\"(redacted)\"}\n"),
        "{refused}"
    );
    let twice = sandbox.run(&["post", "v3/x", "name=private", "-vv"]).ok().err;
    assert!(twice.contains("POST\\n/v3/x\\n") && twice.contains("private"), "{twice}");
    assert!(!twice.contains("signature=\""), "{twice}");
}

#[test]
fn uploads_sign_their_meta() {
    let sandbox = Sandbox::new();
    sandbox.gateway.on(
        Method::POST,
        "/v3/upload",
        |request| json!({"body": String::from_utf8_lossy(request.body())}),
    );
    sandbox.folder.file("shop.png", "pixels");
    sandbox.folder.file("two.png", "more");
    let sha256 = wechatpay_chain::MediaUtil::from_bytes("a", "pixels").sha256();
    for items in [&["file@shop.png"][..], &["image@shop.png", "note=x"]] {
        let body = sandbox.run(&[&["post", "v3/upload"], items].concat()).ok().json();
        let body = body["body"].as_str().unwrap().to_owned();
        let meta = format!("{{\"filename\":\"shop.png\",\"sha256\":\"{sha256}\"}}");
        assert!(body.contains(&meta) && body.contains("pixels"), "{body}");
    }
    let own = sandbox.run(&["post", "v3/upload", "file@shop.png", "meta:={\"m\":1}"]).ok().json();
    assert!(own["body"].as_str().unwrap().contains("{\"m\":1}"));
    let two = ["post", "v3/upload", "a@shop.png", "b@two.png"];
    sandbox.run(&two).fails(2, "one meta can't be made");
    sandbox.run(&["post", "v3/upload", "file@gone.png"]).fails(2, "gone.png");
    assert!(
        sandbox.gateway.requests().iter().all(wechatpay_chain::gateway::ReceivedRequest::verified)
    );
}

#[test]
fn output_goes_to_a_file_that_an_error_leaves() {
    let sandbox = Sandbox::new();
    sandbox.gateway.on(Method::GET, "/v3/file", |_| json!({"a": 1}));
    sandbox.gateway.on(Method::POST, "/v3/file", |_| json!({"b": 1}));
    let read = || std::fs::read_to_string(sandbox.folder.path().join("f.json")).unwrap();
    let got = sandbox.run(&["get", "v3/file", "-o", "f.json"]).ok();
    assert_eq!((read().as_str(), got.out.as_str()), ("{\"a\":1}", ""));
    assert!(got.err.contains("saved `f.json`, 7 bytes"), "{}", got.err);
    sandbox.run(&["post", "v3/file", "--output", "f.json"]).ok();
    assert_eq!(read(), "{\"b\":1}");
    sandbox.run(&["get", "v3/none", "-o", "f.json"]).fails(4, "RESOURCE_NOT_EXISTS");
    assert_eq!(read(), "{\"b\":1}");
}

#[test]
fn a_bill_is_applied_for_and_its_hash_is_checked() {
    let sandbox = Sandbox::new();
    let url = format!("{}v3/billdownload/file?token=t", sandbox.gateway.base_uri());
    let announce = move |bill: &str| json!({"hash_type": "SHA1", "hash_value": sha1(bill.as_bytes()), "download_url": url});
    let (right, other) = (announce.clone(), announce);
    sandbox.gateway.on(Method::GET, "/v3/bill/tradebill", move |request| {
        assert_eq!(request.query_value("bill_date").as_deref(), Some("2024-01-01"));
        right("a,b\n")
    });
    sandbox.gateway.on(Method::GET, "/v3/bill/fundflowbill", move |request| {
        assert_eq!(request.query_value("tar_type").as_deref(), Some("GZIP"));
        other("another")
    });
    sandbox.gateway.on(Method::GET, "/v3/billdownload/file", |_| {
        StubResponse::new(StatusCode::OK).body("a,b\n").unsigned()
    });
    sandbox.run(&["bill", "trade", "--date", "2024-01-01"]).ok();
    let file = sandbox.folder.path().join("trade-2024-01-01.csv");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "a,b\n");
    for flag in ["-o", "--output"] {
        let path = ["bill", "v3/bill/tradebill", "bill_date==2024-01-01", flag, "b.csv"];
        sandbox.run(&path).ok();
        std::fs::remove_file(sandbox.folder.path().join("b.csv")).unwrap();
    }
    let wrong = ["bill", "fund", "--date", "2024-01-01", "--gzip", "-o", "c.csv"];
    sandbox.run(&wrong).fails(5, "is not the announced one");
    assert!(!sandbox.folder.path().join("c.csv").exists());
    sandbox.run(&["bill", "trade"]).fails(2, "of which day");
    sandbox.run(&["bill", "gold"]).fails(2, "`gold` is not a bill");
}

#[test]
fn flags_come_before_the_environment_and_that_before_the_profile() {
    let sandbox = Sandbox::new();
    let mchid = |flag: &[&str], variable: Option<&str>| {
        let mut command = sandbox.command(&["get", "v3/x", "--dry-run"]);
        command.args(flag).envs(variable.map(|value| ("WECHATPAY_MCHID", value)));
        finish(command, b"").ok().out
    };
    assert!(mchid(&[], None).contains("mchid=\"1900000109\""));
    assert!(mchid(&[], Some("2")).contains("mchid=\"2\""));
    assert!(
        mchid(&["--mchid", "3", "--serial", "AB"], Some("2"))
            .contains("mchid=\"3\",serial_no=\"AB\"")
    );
    // All by flags and environment, without a file.
    let mut bare = super::command(sandbox.folder.path());
    let gateway = &sandbox.gateway;
    bare.env("XDG_CONFIG_HOME", "none").args(["get", "v3/certificates", "--timeout", "20"]);
    bare.args(["--base-uri", gateway.base_uri(), "--mchid", gateway.mchid()]);
    bare.args(["--serial", gateway.merchant_serial(), "--private-key", "apiclient_key.pem"]);
    bare.args(["--platform-key", "platform.pem"]);
    let answer = finish(bare, b"").ok();
    assert!(answer.err.contains(gateway.platform_serial()), "{}", answer.err);
    let mut nothing = super::command(sandbox.folder.path());
    nothing.env("XDG_CONFIG_HOME", "none").args(["get", "v3/x"]);
    let failed = finish(nothing, b"").fails(2, "WECHATPAY_MCHID (--mchid), WECHATPAY_SERIAL");
    assert_eq!(failed.err.lines().count(), 1, "{}", failed.err);
}

#[test]
fn a_profile_is_chosen_and_its_mistakes_show_no_secret() {
    let sandbox = Sandbox::new();
    let dry = |config: &str, more: &[&str]| {
        sandbox.private("own.toml", config);
        let args = ["get", "v3/x", "--dry-run", "--config", "own.toml"];
        sandbox.run(&[&args[..], more].concat())
    };
    let two = "default = \"b\"\n[profiles.a]\nmchid = \"11\"\n[profiles.b]\nmchid = 22\n";
    assert!(dry(two, &[]).ok().out.contains("mchid=\"22\""));
    assert!(dry(two, &["--profile", "a"]).ok().out.contains("mchid=\"11\""));
    for (wrong, words) in [
        ("[profiles.default]\napiv3_key = HIDDEN\n", "at line 2"),
        ("[profiles.default]\napiv3_key = 123456\n", "`apiv3_key` of the profile is not text"),
        ("[profiles.default]\nsecret = \"HIDDEN\"\n", "`secret` is not known"),
    ] {
        let failed = dry(wrong, &[]).fails(2, words);
        assert!(!failed.err.contains("HIDDEN") && !failed.err.contains("123456"), "{}", failed.err);
    }
}

#[test]
fn what_others_can_read_is_warned_of() {
    let sandbox = Sandbox::new();
    let quiet = sandbox.run(&["get", "v3/certificates"]).ok();
    assert!(!quiet.err.contains("chmod"), "{}", quiet.err);
    for name in ["apiclient_key.pem", "apiv3.txt", "home/wechatpay/config.toml"] {
        let path = sandbox.folder.path().join(name);
        mode(&path, 0o644);
        let warned = sandbox.run(&["get", "v3/certificates"]).ok().err;
        let file = path.file_name().unwrap().to_str().unwrap();
        assert!(warned.contains("others can read") && warned.contains(file), "{warned}");
        mode(&path, 0o600);
    }
}

/// A terminal of util-linux's `script`.
#[cfg(target_os = "linux")]
fn on_a_terminal(sandbox: &Sandbox, line: &str) -> super::Ran {
    let mut script = std::process::Command::new("script");
    let command = format!("{} {line}", env!("CARGO_BIN_EXE_wechatpay"));
    script.args(["-qec", &command, "/dev/null"]).env_remove("NO_COLOR").env("LANG", "C");
    script.env_remove("LC_ALL").env_remove("LC_MESSAGES");
    script.env("XDG_CONFIG_HOME", sandbox.folder.path().join("home"));
    script.current_dir(sandbox.folder.path());
    finish(script, b"")
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colours_and_progress() {
    let sandbox = Sandbox::new();
    sandbox.gateway.on(Method::GET, "/v3/x", |_| json!({"a": 1}));
    let shown = on_a_terminal(&sandbox, "get v3/x").ok().out;
    assert!(shown.contains("\x1b[36m\"a\"\x1b[0m: \x1b[33m1"), "{shown}");
    let shown = on_a_terminal(&sandbox, "get v3/x -o f").ok().out;
    assert!(shown.contains("100 %"), "{shown}");
}

/// Whoever can write to the folder may have laid a link there.
#[cfg(unix)]
#[test]
fn no_file_is_written_through_a_link() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::new();
    let victim = sandbox.folder.file("victim", "untouched");
    let at = |name: &str| sandbox.folder.path().join(name);
    let serial = sandbox.gateway.platform_serial().to_owned();
    std::fs::create_dir(at("certs")).unwrap();
    let certificate = at(&format!("certs/wechatpay_{serial}.pem"));
    symlink(&victim, &certificate).unwrap();
    sandbox.run(&["certificates", "--dir", "certs"]).ok();
    let written = std::fs::symlink_metadata(&certificate).unwrap();
    assert!(written.is_file(), "the link was replaced");
    assert!(std::fs::read_to_string(&certificate).unwrap().contains("BEGIN CERTIFICATE"));
    sandbox.gateway.on(Method::GET, "/v3/x", |_| json!({}));
    sandbox.gateway.on(Method::POST, "/v3/x", |_| json!({}));
    symlink(&victim, at("link")).unwrap();
    symlink(at("nowhere"), at("dangling")).unwrap();
    for file in ["link", "dangling"] {
        for args in [
            &["get", "v3/x", "-o", file][..],
            &["post", "v3/x", "--yes", "-o", file],
            &["bill", "trade", "--date", "2024-01-01", "-o", file],
        ] {
            sandbox.run(args).fails(2, "is a symbolic link, which is not followed");
        }
    }
    assert!(sandbox.gateway.requests().iter().all(|call| call.path() == "/v3/certificates"));
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "untouched");
    assert!(!at("nowhere").exists());
    // Nothing stays behind.
    let left = std::fs::read_dir(at("certs")).unwrap().count();
    assert_eq!(left, 1);
}
