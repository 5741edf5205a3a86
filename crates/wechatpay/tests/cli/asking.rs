//! What is asked for on a terminal alone: secrets, which are never shown, and whether a call that
//! may move money is meant.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};
use serde_json::json;
use wechatpay_chain::AesGcm;

use super::Sandbox;
use crate::support::server::PATIENCE;

/// The command, and the other end of its terminal.
fn start(mut command: Command) -> (OwnedFd, Child) {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap();
    let open = || {
        let path = OsStr::from_bytes(name.as_bytes());
        Stdio::from(File::options().read(true).write(true).open(path).unwrap())
    };
    command.stdin(open()).stdout(open()).stderr(open());
    // The parent's ends of it go with the command.
    (terminal, command.spawn().unwrap())
}

/// Types a line, and gives the exit code and all that the terminal showed.
fn type_line(terminal: OwnedFd, mut child: Child, line: &str) -> (i32, String) {
    let mut terminal = File::from(terminal);
    terminal.write_all(format!("{line}\n").as_bytes()).unwrap();
    let mut shown = Vec::new();
    let mut piece = [0; 4096];
    // Once the last of its users is gone, a terminal gives an error.
    while let Ok(length @ 1..) = terminal.read(&mut piece) {
        shown.extend_from_slice(&piece[..length]);
    }
    let code = child.wait().unwrap().code().unwrap();
    (code, String::from_utf8(shown).unwrap())
}

/// Types `secret` once the terminal echoes no more.
fn type_in(command: Command, secret: &str) -> (i32, String) {
    let (terminal, mut child) = start(command);
    let patience = Instant::now();
    while tcgetattr(&terminal).unwrap().local_modes.contains(LocalModes::ECHO) {
        assert!(patience.elapsed() < PATIENCE, "nothing was asked");
        assert!(child.try_wait().unwrap().is_none(), "it ended and asked nothing");
        std::thread::sleep(Duration::from_millis(5));
    }
    type_line(terminal, child, secret)
}

/// Types a line that may be seen; it waits until it is asked for.
fn answer_with(command: Command, line: &str) -> (i32, String) {
    let (terminal, child) = start(command);
    type_line(terminal, child, line)
}

/// The command with the terminal as its own, which is where a secret is asked for.
fn on_its_terminal(sandbox: &Sandbox, args: &[&str], language: &str) -> Command {
    let mut command = Command::new("setsid");
    command.args(["--ctty", "--wait", env!("CARGO_BIN_EXE_wechatpay")]).args(args);
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", language);
    command.env("XDG_CONFIG_HOME", sandbox.folder.path().join("home"));
    command.current_dir(sandbox.folder.path());
    command
}

/// A resource in a file, and the arguments that decrypt it; no APIv3 key is configured.
fn resource(sandbox: &Sandbox) -> [&'static str; 6] {
    let key = sandbox.gateway.apiv3_key();
    let encrypted = AesGcm::encrypt("{\"opened\":1}", key, "abcdef012345", "t").unwrap();
    sandbox.folder.file("resource.txt", encrypted);
    let profile = sandbox.folder.path().join("home/wechatpay/config.toml");
    let text = std::fs::read_to_string(&profile).unwrap();
    let without = text.replace("apiv3_key_file = \"../../apiv3.txt\"\n", "");
    assert_ne!(text, without);
    sandbox.private("home/wechatpay/config.toml", &without);
    ["decrypt", "--nonce", "abcdef012345", "--associated-data", "t", "resource.txt"]
}

#[test]
fn the_apiv3_key_is_asked_for_and_not_echoed() {
    let sandbox = Sandbox::new();
    let args = resource(&sandbox);
    let key = sandbox.gateway.apiv3_key();
    for (language, question) in [("C", "APIv3 key: "), ("zh_CN.UTF-8", "APIv3 密钥：")] {
        let (code, shown) = type_in(on_its_terminal(&sandbox, &args, language), key);
        assert_eq!(code, 0, "{shown}");
        assert!(shown.contains(question) && shown.contains("{\"opened\":1}"), "{shown}");
        assert!(!shown.contains(&key[..8]), "{shown}");
    }
    let (code, shown) = type_in(on_its_terminal(&sandbox, &args, "C"), "");
    assert_eq!(code, 2, "{shown}");
    assert!(shown.contains("WECHATPAY_APIV3_KEY_FILE"), "{shown}");
}

#[test]
fn the_apiv2_key_is_asked_for_and_not_echoed() {
    let sandbox = Sandbox::new();
    let key = sandbox.gateway.secret();
    let args = ["post", "v2/pay/orderquery", "mch_id=1900000109", "out_trade_no=none"];
    for (language, question) in [("C", "APIv2 key: "), ("zh_CN.UTF-8", "APIv2 密钥：")] {
        let (code, shown) = type_in(on_its_terminal(&sandbox, &args, language), key);
        assert_eq!(code, 4, "{shown}");
        // A line for each element.
        assert!(
            shown.contains(question) && shown.contains("\n  <err_code>ORDERNOTEXIST</err_code>")
        );
        assert!(!shown.contains(&key[..8]), "{shown}");
    }
    let (code, shown) = type_in(on_its_terminal(&sandbox, &args, "C"), "");
    assert_eq!(code, 2, "{shown}");
    assert!(shown.contains("WECHATPAY_APIV2_KEY_FILE"), "{shown}");
}

#[test]
fn a_passphrase_is_asked_for_and_not_echoed() {
    let sandbox = Sandbox::new();
    let key =
        openssl::pkey::PKey::private_key_from_pem(sandbox.gateway.merchant_key_pem().as_bytes());
    let cipher = openssl::symm::Cipher::aes_256_cbc();
    let passphrase = "正确 horse battery";
    let key = key.unwrap().private_key_to_pem_pkcs8_passphrase(cipher, passphrase.as_bytes());
    sandbox.private("apiclient_key.pem", &String::from_utf8(key.unwrap()).unwrap());
    sandbox.gateway.on(http::Method::GET, "/v3/x", |_| json!("called"));
    let args = ["get", "v3/x"];
    let (code, shown) = type_in(on_its_terminal(&sandbox, &args, "C"), passphrase);
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("Passphrase of `") && shown.contains("called"), "{shown}");
    assert!(!shown.contains("horse"), "{shown}");
    let (code, shown) = type_in(on_its_terminal(&sandbox, &args, "C"), "wrong horse");
    assert_eq!(code, 2, "{shown}");
    assert!(shown.contains("the passphrase is wrong") && !shown.contains("horse"), "{shown}");
    // A script is not asked.
    let failed = sandbox.run(&args).fails(2, "WECHATPAY_PRIVATE_KEY_PASSPHRASE_FILE");
    assert!(!failed.err.contains("Passphrase of"), "{}", failed.err);
}

#[test]
fn a_script_is_told_what_to_configure() {
    let sandbox = Sandbox::new();
    let args = resource(&sandbox);
    let failed = sandbox.run(&args).fails(2, "not configured: WECHATPAY_APIV3_KEY_FILE");
    assert_eq!(failed.err.lines().count(), 1, "{}", failed.err);
}

#[test]
fn a_call_that_may_move_money_is_asked_for() {
    let sandbox = Sandbox::new();
    let verb = |verb: &str, more: &[&str], language: &str| {
        let args = [verb, "v3/x", "--base-uri", "https://pay.invalid/"];
        let mut command = on_its_terminal(&sandbox, &[&args[..], more].concat(), language);
        // Nobody listens there, so that nothing leaves this machine.
        command.env("HTTPS_PROXY", "http://127.0.0.1:1").env_remove("NO_PROXY");
        command.env_remove("no_proxy");
        command
    };
    let call = |more: &[&str], language: &str| verb("post", more, language);
    for (language, question, refusal) in [
        ("C", "goes to https://pay.invalid/ and may move money. Send it? [y/N]", "not confirmed"),
        ("zh_CN.UTF-8", "可能涉及资金。确认发送？[y/N]", "未确认，未发送"),
    ] {
        for line in ["n", "", "yes please"] {
            let (code, shown) = answer_with(call(&[], language), line);
            assert_eq!(code, 3, "{shown}");
            assert!(shown.contains(question) && shown.contains(refusal), "{shown}");
        }
    }
    // Then it is sent, as far as it goes.
    for (line, more) in [("y", &[][..]), ("YES", &[]), ("", &["--yes"]), ("", &["-y"])] {
        let (code, shown) = answer_with(call(more, "C"), line);
        assert_eq!(code, 3, "{shown}");
        assert_eq!(shown.contains("may move money"), more.is_empty(), "{shown}");
    }
    // By APIv2, which tells the merchant only in its parameters.
    let v2 = ["post", "v2/x", "mch_id=1900000109", "--apiv2-key-file", "apiv2.txt"];
    let mut command = on_its_terminal(
        &sandbox,
        &[&v2[..], &["--base-uri", "https://pay.invalid/"]].concat(),
        "C",
    );
    command.env("HTTPS_PROXY", "http://127.0.0.1:1").env_remove("NO_PROXY");
    let (code, shown) = answer_with(command, "n");
    assert_eq!(code, 3, "{shown}");
    assert!(shown.contains("goes to https://pay.invalid/ and may move money"), "{shown}");
    // A query changes nothing.
    let (code, shown) = answer_with(verb("get", &[], "C"), "n");
    assert_eq!(code, 3, "{shown}");
    assert!(!shown.contains("may move money"), "{shown}");
}

/// By whatever spelling it leads away from the gateway.
#[test]
fn a_call_that_leads_to_the_live_service_is_asked_for() {
    let sandbox = Sandbox::new();
    for args in [
        &["post", "//api.mch.weixin.qq.com/v3/x"][..],
        &["post", "HTTPS://API.mch.weixin.qq.com/v3/x"],
        &["post", "{+url}", "url=https://api.mch.weixin.qq.com/v3/x"],
        &["delete", "{+url}/x", "url=//api.mch.weixin.qq.com/v3"],
    ] {
        let args = [args, &["--base-uri", "https://127.0.0.1:1/"]].concat();
        let mut command = on_its_terminal(&sandbox, &args, "C");
        // Nobody listens there, so that nothing leaves this machine.
        command.env("HTTPS_PROXY", "http://127.0.0.1:1").env_remove("NO_PROXY");
        command.env_remove("no_proxy");
        let (code, shown) = answer_with(command, "n");
        assert_eq!(code, 3, "{args:?} {shown}");
        assert!(shown.contains("goes to WeChat Pay and may move money"), "{args:?} {shown}");
    }
}

/// Wherever its streams go: it is the terminal that is asked.
#[test]
fn a_redirected_call_is_asked_for_as_well() {
    let sandbox = Sandbox::new();
    let wechatpay = env!("CARGO_BIN_EXE_wechatpay");
    let live = format!("{wechatpay} post v3/x --base-uri https://pay.invalid/");
    for (line, code) in [("n", 3), ("", 3)] {
        for streams in ["a=1 2>err", "a=1 </dev/null", "- 2>/dev/null <body.json | cat >out"] {
            sandbox.folder.file("body.json", "{}");
            let script = format!("set -o pipefail; {live} {streams}");
            let mut command = Command::new("setsid");
            command.args(["--ctty", "--wait", "bash", "-c", &script]).env("LANG", "C");
            command.env_remove("LC_ALL").env_remove("LC_MESSAGES");
            command.env("XDG_CONFIG_HOME", sandbox.folder.path().join("home"));
            command.env("HTTPS_PROXY", "http://127.0.0.1:1").current_dir(sandbox.folder.path());
            let (ended, shown) = answer_with(command, line);
            assert_eq!(ended, code, "{streams}: {shown}");
            assert!(shown.contains("may move money. Send it? [y/N]"), "{streams}: {shown}");
        }
    }
}

/// A session of its own has no terminal.
#[test]
fn without_a_terminal_a_live_call_needs_consent_in_advance() {
    let sandbox = Sandbox::new();
    let run = |verb: &str, more: &[&str]| {
        let mut command = Command::new("setsid");
        command.args(["--wait", env!("CARGO_BIN_EXE_wechatpay"), verb, "v3/x"]).args(more);
        command.args(["--base-uri", "https://pay.invalid/"]).env("LANG", "C");
        command.env_remove("LC_ALL").env_remove("LC_MESSAGES");
        command.env("XDG_CONFIG_HOME", sandbox.folder.path().join("home"));
        command.env("HTTPS_PROXY", "http://127.0.0.1:1").env_remove("NO_PROXY");
        command.env_remove("no_proxy").current_dir(sandbox.folder.path());
        super::finish(command, b"")
    };
    for verb in ["post", "put", "patch", "delete"] {
        let refused = run(verb, &[]).fails(3, "no terminal to ask on: add --yes");
        assert!(refused.err.contains("goes to https://pay.invalid/"), "{}", refused.err);
    }
    // As far as it goes.
    run("post", &["--yes"]).fails(3, "the proxy");
    run("get", &[]).fails(3, "the proxy");
}

#[test]
fn a_call_on_this_machine_is_not_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.gateway.on(http::Method::POST, "/v3/x", |_| json!("called"));
    let (code, shown) = answer_with(on_its_terminal(&sandbox, &["post", "v3/x"], "C"), "n");
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("called") && !shown.contains("may move money"), "{shown}");
    // Nor by https, where nobody listens.
    let args = ["post", "v3/x", "--base-uri", "https://127.0.0.1:1/"];
    let mut command = on_its_terminal(&sandbox, &args, "C");
    command.env("NO_PROXY", "*").env_remove("HTTPS_PROXY");
    let (code, shown) = answer_with(command, "n");
    assert_eq!(code, 3, "{shown}");
    assert!(!shown.contains("may move money"), "{shown}");
}

#[test]
fn a_profile_is_asked_for() {
    let sandbox = Sandbox::new();
    let id = sandbox.gateway.public_key_id();
    // The usual files are offered; of the certificates the answer is typed.
    let answers = format!("1900000109\n\n\npub_key.pem\n{id}\napiv3.txt");
    let args = ["init", "--config", "new.toml"];
    let (code, shown) = answer_with(on_its_terminal(&sandbox, &args, "C"), &answers);
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("private key file [apiclient_key.pem]: "), "{shown}");
    assert!(shown.contains("wrote the profile `default` to `new.toml`"), "{shown}");
    let first = std::fs::read_to_string(sandbox.folder.path().join("new.toml")).unwrap();
    assert!(first.contains(id) && first.contains("apiv3_key_file = "), "{first}");
    // One that is there is replaced with consent.
    let (code, shown) = answer_with(on_its_terminal(&sandbox, &args, "C"), "n");
    assert_eq!(code, 2, "{shown}");
    assert!(shown.contains("has a profile `default` already. Replace it? [y/N]"), "{shown}");
    assert_eq!(std::fs::read_to_string(sandbox.folder.path().join("new.toml")).unwrap(), first);
    let forced = [&args[..], &["--force"]].concat();
    let (code, shown) = answer_with(on_its_terminal(&sandbox, &forced, "C"), &answers);
    assert!(code == 0 && !shown.contains("Replace it?"), "{shown}");
}

/// What a terminal obeys or hides: a title, a cleared screen, turned and invisible text.
const HOSTILE: &str = "a\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}\u{180e}\u{fff9}\u{e0041}z";

/// Nothing of [`HOSTILE`] is shown but its letters.
#[track_caller]
fn assert_harmless(shown: &str) {
    let plain = ["\x1b[36m", "\x1b[32m", "\x1b[33m", "\x1b[0m"];
    let shown = plain.iter().fold(shown.to_owned(), |shown, colour| shown.replace(colour, ""));
    for character in HOSTILE.chars().filter(|character| !character.is_ascii_graphic()) {
        assert!(!shown.contains(character), "{character:?} in {shown:?}");
    }
    assert!(shown.contains("a\\u001b]0;owned\\u0007"), "{shown:?}");
    assert!(shown.contains("\\u180e\\ufff9\\udb40\\udc41z"), "{shown:?}");
}

#[test]
fn text_from_outside_is_harmless_on_a_terminal_and_raw_elsewhere() {
    let sandbox = Sandbox::new();
    let gateway = &sandbox.gateway;
    let own = wechatpay_chain::PublicKey::from_pem(gateway.merchant_certificate_pem()).unwrap();
    let field = wechatpay_chain::Rsa::encrypt(HOSTILE, &own).unwrap();
    sandbox.folder.file("field.txt", field);
    let key = gateway.apiv3_key();
    let resource = AesGcm::encrypt(HOSTILE, key, "abcdef012345", "t").unwrap();
    sandbox.folder.file("resource.txt", resource);
    gateway.on(http::Method::GET, "/v3/text", |_| {
        let answer = wechatpay_chain::gateway::StubResponse::new(http::StatusCode::OK);
        answer.header("Content-Type", "text/plain").body(HOSTILE)
    });
    gateway.on(http::Method::GET, "/v3/json", |_| json!({ "a": HOSTILE }));
    gateway.on(http::Method::GET, "/v3/error", |_| {
        wechatpay_chain::gateway::StubResponse::error(http::StatusCode::BAD_REQUEST, "X", HOSTILE)
    });
    sandbox.folder.file("body.json", HOSTILE);
    let nonce = ["--nonce", "abcdef012345", "--associated-data", "t"];
    for args in [
        &["decrypt", "field.txt"][..],
        &[&["decrypt", "resource.txt"], &nonce[..]].concat(),
        &["get", "v3/text"],
        &["get", "v3/json", "-v"],
        &["get", "v3/error"],
        &["post", "v3/x", "--dry-run", "--data-file", "body.json"],
    ] {
        let (_, shown) = answer_with(sandbox.command(args), "");
        assert_harmless(&shown);
    }
    assert_eq!(sandbox.run(&["decrypt", "field.txt"]).ok().out, format!("{HOSTILE}\n"));
    assert_eq!(sandbox.run(&["get", "v3/text"]).ok().out, HOSTILE);
    assert_eq!(sandbox.run(&["get", "v3/json"]).ok().json(), json!({ "a": HOSTILE }));
}

#[test]
fn what_is_documented_is_coloured_on_a_terminal_alone() {
    let sandbox = Sandbox::new();
    for args in [&["describe", "v3/pay/transactions/jsapi"][..], &["find", "jsapi"]] {
        let (code, shown) = answer_with(sandbox.command(args), "");
        assert!(code == 0 && shown.contains("\u{1b}[36mv3/pay/"), "{shown}");
        let mut plain = sandbox.command(args);
        plain.env("NO_COLOR", "1");
        let (code, shown) = answer_with(plain, "");
        assert!(code == 0 && !shown.contains('\u{1b}'), "{shown}");
        assert!(!sandbox.run(args).ok().out.contains('\u{1b}'));
    }
}
