//! Where a response goes, and which exit code says what.

use std::fs::File;
use std::process::Stdio;

use http::{Method, StatusCode};
use serde_json::json;
use wechatpay_chain::gateway::{Fault, StubResponse};

use super::{Sandbox, finish};
use crate::support::sha1;

#[test]
fn a_dash_is_standard_output() {
    let sandbox = Sandbox::new();
    let body = "{\"a\": 1.10}\r\n";
    for method in [Method::GET, Method::POST] {
        let answer = move || StubResponse::new(StatusCode::OK).body(body);
        sandbox.gateway.on(method, "/v3/x", move |_| answer());
    }
    let url = format!("{}v3/x", sandbox.gateway.base_uri());
    let bill =
        json!({"hash_type": "SHA1", "hash_value": sha1(body.as_bytes()), "download_url": url});
    sandbox.gateway.on(Method::GET, "/v3/bill/tradebill", move |_| bill.clone());
    let wrong = json!({"hash_type": "SHA1", "hash_value": sha1(b"other"), "download_url": format!("{}v3/x", sandbox.gateway.base_uri())});
    sandbox.gateway.on(Method::GET, "/v3/bill/fundflowbill", move |_| wrong.clone());
    for args in [
        &["get", "v3/x", "-o", "-"][..],
        &["post", "v3/x", "--output", "-"],
        &["bill", "trade", "--date", "2024-01-01", "-o", "-"],
    ] {
        assert_eq!(sandbox.run(args).ok().out, body, "{args:?}");
    }
    // Nothing is printed before it was verified.
    let wrong = ["bill", "fund", "--date", "2024-01-01", "-o", "-"];
    assert_eq!(sandbox.run(&wrong).fails(5, "is not the announced one").out, "");
    assert!(!sandbox.folder.path().join("-").exists());
}

#[test]
fn a_bill_says_that_its_hash_was_checked() {
    let sandbox = Sandbox::new();
    let url = format!("{}v3/billdownload/file", sandbox.gateway.base_uri());
    let bill = json!({"hash_type": "SHA1", "hash_value": sha1(b"a,b\n"), "download_url": url});
    sandbox.gateway.on(Method::GET, "/v3/bill/tradebill", move |_| bill.clone());
    sandbox.gateway.on(Method::GET, "/v3/billdownload/file", |_| {
        StubResponse::new(StatusCode::OK).body("a,b\n").unsigned()
    });
    let args = ["bill", "trade", "--date", "2024-01-01", "--json"];
    let told = sandbox.run(&args).ok();
    assert!(told.err.contains("its hash is the announced one"), "{}", told.err);
    let expected = json!({"file": "trade-2024-01-01.csv", "bytes": 4, "hash_checked": true});
    assert_eq!(told.json(), expected);
}

#[test]
fn a_script_reads_json() {
    let sandbox = Sandbox::new();
    let serial = sandbox.gateway.platform_serial().to_owned();
    let saved = sandbox.run(&["certificates", "--dir", "certs", "--json"]).ok().json();
    assert_eq!(saved[0]["serial"], serial);
    assert_eq!(saved[0]["file"], format!("certs/wechatpay_{serial}.pem"));
    let report = sandbox.run(&["doctor", "--json"]).ok().json();
    assert_eq!(report["ok"], true);
    let checks = report["checks"].as_array().unwrap();
    assert!(checks.iter().any(|check| check["check"] == "clock" && check["result"] == "ok"));
    let wrong = sandbox.run(&["doctor", "--json", "--serial", "AB"]).fails(1, "failed").json();
    assert_eq!(wrong["ok"], false);
    let wrong = wrong["checks"].as_array().unwrap().clone();
    assert!(wrong.iter().any(|check| check["check"] == "serial" && check["result"] == "fail"));
}

/// What was given for another account does not count for a key of another kind.
#[test]
fn a_certificate_takes_the_place_of_a_profiles_public_key() {
    let sandbox = Sandbox::new();
    let serial = sandbox.gateway.platform_serial();
    let verified = sandbox.run(&["get", "v3/certificates", "--platform-key", "platform.pem"]).ok();
    assert!(verified.err.contains(&format!("verified by {serial}")), "{}", verified.err);
}

/// Each reason in its own words.
#[test]
fn doctor_tells_why_a_response_can_not_be_trusted() {
    let sandbox = Sandbox::new();
    for (fault, words) in [
        (Fault::ClockSkew(600), "600 s off the local clock"),
        (Fault::UnknownSerial, "no platform key has the serial number"),
        (Fault::WrongSignature, "the signature is invalid"),
    ] {
        for status in [StatusCode::OK, StatusCode::FORBIDDEN] {
            let sandbox = Sandbox::new();
            sandbox.gateway.on(Method::GET, "/v3/certificates", move |_| match status {
                StatusCode::OK => StubResponse::new(status).body("{\"data\":[]}"),
                _ => StubResponse::error(status, "NO_AUTH", "no"),
            });
            sandbox.gateway.fault(fault.always());
            let report = sandbox.run(&["doctor"]).fails(1, "see FAIL").out;
            let line = report.lines().find(|line| line.starts_with("FAIL  response: ")).unwrap();
            assert!(line.contains(words), "{status}: {line}");
        }
    }
    let report = sandbox.run(&["doctor", "--base-uri", "http://127.0.0.1:1/"]).fails(1, "FAIL").out;
    assert!(
        report.contains("is the gateway running there?") && !report.contains("DNS"),
        "{report}"
    );
}

#[test]
fn verbose_tells_the_port_and_the_size_of_the_body() {
    let sandbox = Sandbox::new();
    sandbox.gateway.on(Method::POST, "/v3/x", |_| json!({"a": 1}));
    let shown = sandbox.run(&["post", "v3/x", "a=1", "-v"]).ok().err;
    let host = sandbox.gateway.base_uri().strip_prefix("http://").unwrap().trim_end_matches('/');
    assert!(shown.contains(&format!("host=\"{host}\"")) && shown.contains(" bytes=9"), "{shown}");
    assert!(!shown.contains("Body("), "{shown}");
    // It is the caller's own gateway: it is told where more is asked for.
    assert!(shown.contains("stand-in on this machine"), "{shown}");
    let quiet = sandbox.run(&["post", "v3/x", "a=1"]).ok().err;
    assert_eq!(quiet.lines().count(), 1, "{quiet}");
}

#[test]
fn what_the_gateway_can_not_do_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.folder.file("twice.json", r#"[{"method": "GET", "path": "/v3/{a}/{a}"}]"#);
    let stub = r#"{"method": "GET", "path": "/v3/x"}"#;
    sandbox.folder.file("never.json", format!("[{stub}, {stub}]"));
    for (args, words) in [
        (
            &["--fault", "500", "--fault-path", "FOO /v3/x"][..],
            "--fault-path is a path that begins",
        ),
        (&["--fault", "500", "--fault-path", "/v3/{a}/{a}"], "each of its variables once"),
        (&["--fault", "429", "--fault", "500"], "the faults 429 and 500 can't come together"),
        (&["--fault", "slow-body=1", "--fault", "slow-body=2"], "can't come together"),
        (&["--fault", "cut-before", "--fault", "probe"], "can't come together"),
        (&["--stubs", "twice.json"], "has the variable {a} twice"),
        (&["--stubs", "never.json"], "it is never reached"),
        (&["--mchid", "1"], "`gateway` has nothing to do with an account"),
    ] {
        sandbox.run(&[&["gateway", "--dir", "gw"], args].concat()).fails(2, words);
    }
    let help = sandbox.run(&["gateway", "--help"]).ok().out;
    assert!(!help.contains("--mchid") && help.contains("--verbose"), "{help}");
}

#[test]
fn what_is_typed_wrongly_has_the_code_of_that() {
    let sandbox = Sandbox::new();
    for args in [
        &["get", "https://evil.example/v3/x"][..],
        &["post", "v3/merchant/media/upload", "file@nope"],
        &["post", "v3/merchant/media/upload", "image@nope"],
        &["post", "v3/x", "--data-file", "nope"],
        &["get", "v3/x", "-o", "no/such/folder"],
        &["get", "v3/x", "-o", "home"],
        &["encrypt", "nope"],
        &["get", "v3/x", "--timeout", "abc"],
    ] {
        let failed = sandbox.run(args).fails(2, "wechatpay: ");
        assert_eq!(failed.err.lines().count(), 1, "{}", failed.err);
    }
    assert!(sandbox.gateway.requests().is_empty());
}

/// WeChat Pay has done it by then.
#[cfg(target_os = "linux")]
#[test]
fn output_that_fails_after_success_is_told_so() {
    let sandbox = Sandbox::new();
    for method in [Method::GET, Method::POST] {
        sandbox.gateway.on(method, "/v3/x", |_| json!({"a": 1}));
    }
    for (args, words) in [
        (&["get", "v3/x"][..], "No space left"),
        (&["get", "v3/x", "-o", "-"], "No space left"),
        (&["post", "v3/x"], "[WeChat Pay accepted it: do not repeat it]"),
    ] {
        let mut command = sandbox.command(args);
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        command.stdout(File::options().write(true).open("/dev/full").unwrap());
        let output = command.output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(6), "{err}");
        assert!(err.contains(words), "{err}");
    }
}

#[test]
fn a_busy_service_says_when_to_come_again() {
    let sandbox = Sandbox::new();
    sandbox.gateway.on(Method::POST, "/v3/busy", |_| {
        let busy = StubResponse::error(StatusCode::TOO_MANY_REQUESTS, "RATELIMIT_EXCEEDED", "slow");
        busy.header("Retry-After", "7")
    });
    for (language, words) in [("C", "[Retry-After: wait 7 s]"), ("zh_CN.UTF-8", "请等待 7 秒")]
    {
        let mut command = sandbox.command(&["post", "v3/busy", "a=1"]);
        command.env("LANG", language);
        finish(command, b"").fails(4, words);
    }
}
