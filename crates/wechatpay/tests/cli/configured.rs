//! Each way to configure what `--help` lists: the flags that no other test needs, and the
//! environment.

use std::time::Duration;

use http::Method;
use serde_json::json;
use wechatpay_chain::Gateway;
use wechatpay_chain::gateway::Fault;

use super::{Ran, Sandbox, command, finish, mode};
use crate::support::folder::Folder;

#[test]
fn the_environment_alone_is_enough() {
    let folder = Folder::new();
    let gateway = Gateway::builder().tls(true).dir(folder.path().join("k")).start().unwrap();
    let pem = gateway.merchant_key_pem().as_bytes();
    let key = openssl::pkey::PKey::private_key_from_pem(pem).unwrap();
    let cipher = openssl::symm::Cipher::aes_256_cbc();
    let encrypted = key.private_key_to_pem_pkcs8_passphrase(cipher, b"open sesame").unwrap();
    mode(&folder.file("encrypted.pem", encrypted), 0o600);
    let platform = format!("{}=k/pub_key.pem", gateway.public_key_id());
    let environment = [
        ("MCHID", gateway.mchid()),
        ("CERTIFICATE", "k/apiclient_cert.pem"),
        ("PRIVATE_KEY", "encrypted.pem"),
        ("PRIVATE_KEY_PASSPHRASE", "open sesame"),
        ("PLATFORM_KEY", platform.as_str()),
        ("BASE_URI", gateway.base_uri()),
        ("ROOT_CERTIFICATE", "k/tls_cert.pem"),
        ("TIMEOUT", "20"),
    ];
    // With these in place of those, or beside them; an empty one counts as none.
    let run = |changed: &[(&str, &str)], args: &[&str]| -> Ran {
        let mut call = command(folder.path());
        call.env("XDG_CONFIG_HOME", "none").args(args);
        for (name, value) in environment.iter().chain(changed) {
            call.env(format!("WECHATPAY_{name}"), value);
        }
        finish(call, b"")
    };
    let get = ["get", "v3/certificates"];
    assert!(run(&[], &get).ok().err.contains(gateway.public_key_id()));
    // Each of them is heeded: without it, or with another, something else happens.
    for (name, value, code, words) in [
        ("MCHID", "1", 4, "SIGN_ERROR"),
        ("CERTIFICATE", "none.pem", 2, "none.pem"),
        ("PRIVATE_KEY", "none.pem", 2, "none.pem"),
        ("PRIVATE_KEY_PASSPHRASE", "close", 2, "the passphrase is wrong"),
        ("PRIVATE_KEY_PASSPHRASE", "", 2, "WECHATPAY_PRIVATE_KEY_PASSPHRASE_FILE"),
        ("PLATFORM_KEY", "k/pub_key.pem", 2, "WECHATPAY_PLATFORM_ID"),
        ("BASE_URI", "https://127.0.0.1:1/", 3, "nothing was sent"),
        ("ROOT_CERTIFICATE", "", 3, "nothing was sent"),
        ("TIMEOUT", "soon", 2, "WECHATPAY_TIMEOUT=30"),
    ] {
        let failed = run(&[(name, value)], &get).fails(code, words);
        assert!(!failed.err.contains("sesame"), "{}", failed.err);
    }
    let by_id = [("PLATFORM_KEY", "k/pub_key.pem"), ("PLATFORM_ID", gateway.public_key_id())];
    run(&by_id, &get).ok();
    let serial = run(&[("SERIAL", "ABCD")], &["get", "v3/x", "--dry-run"]).ok().out;
    assert!(serial.contains("serial_no=\"ABCD\""), "{serial}");
    // The key itself, or a file with it.
    for key in [("APIV3_KEY", gateway.apiv3_key()), ("APIV3_KEY_FILE", "k/apiv3_key.txt")] {
        run(&[key, ("PLATFORM_KEY", "")], &["certificates", "--dir", "certs"]).ok();
    }
}

#[test]
fn the_environment_names_the_file_and_the_profile() {
    let sandbox = Sandbox::new();
    sandbox.private("own.toml", "[profiles.a]\nmchid = \"11\"\n[profiles.b]\nmchid = \"22\"\n");
    for (profile, mchid) in [("a", "mchid=\"11\""), ("b", "mchid=\"22\"")] {
        let mut call = sandbox.command(&["get", "v3/x", "--dry-run"]);
        call.env("WECHATPAY_CONFIG", "own.toml").env("WECHATPAY_PROFILE", profile);
        let shown = finish(call, b"").ok().out;
        assert!(shown.contains(mchid), "{shown}");
    }
}

#[test]
fn flags_that_are_long() {
    let sandbox = Sandbox::new();
    sandbox.gateway.on(Method::GET, "/v3/x", |_| json!({"a": 1}));
    let shown = sandbox.run(&["get", "v3/x", "--verbose"]).ok().err;
    assert!(shown.contains("* request method=GET"), "{shown}");
    // The serial number is the certificate's.
    let own = ["get", "v3/x", "--dry-run", "--certificate", "platform.pem"];
    let shown = sandbox.run(&own).ok().out;
    let serial = format!("serial_no=\"{}\"", sandbox.gateway.platform_serial());
    assert!(shown.contains(&serial), "{shown}");
    sandbox.gateway.fault(Fault::SlowHeaders(Duration::from_secs(600)));
    let late = sandbox.run(&["get", "v3/x", "--timeout", "1"]);
    assert_eq!(late.code, 5, "{}", late.err);
    assert!(late.err.contains("1 s"), "{}", late.err);
}

#[test]
fn every_shell_has_its_completions() {
    let sandbox = Sandbox::new();
    let help = sandbox.run(&["completions", "--help"]).ok().out;
    let shells = help.split_once("possible values: ").unwrap().1.split_once(']').unwrap().0;
    assert!(shells.split(", ").count() >= 5, "{shells}");
    for shell in shells.split(", ") {
        let script = sandbox.run(&["completions", shell]).ok().out;
        assert!(script.contains("fault-every"), "{shell}");
    }
    sandbox.run(&["completions", "none"]).fails(2, "possible values");
}

/// What the READMEs tell the user to write is enough.
#[test]
fn the_profile_of_the_papers_works() {
    let papers =
        [include_str!("../../../../README.md"), include_str!("../../../../README.zh-CN.md")];
    let shown = papers.map(|paper| {
        let begin = paper.find("[profiles.default]").unwrap();
        paper[begin..].split("```").next().unwrap()
    });
    assert_eq!(shown[0], shown[1]);
    let sandbox = Sandbox::new();
    let gateway = &sandbox.gateway;
    let profile = shown[0]
        .replace("PUB_KEY_ID_0114232134912410000000000000", gateway.public_key_id())
        .replace("[profiles.default]", "[profiles.own]");
    sandbox.private("own.toml", &profile);
    sandbox.private("apiv3_key.txt", gateway.apiv3_key());
    let account = ["--config", "own.toml", "--profile", "own", "--base-uri", gateway.base_uri()];
    let report = sandbox.run(&[&["doctor"], &account[..]].concat()).ok().out;
    assert!(report.contains("ok    decryption: ") && !report.contains("note"), "{report}");
}

/// Names of the library's methods, which are of no use here.
const METHODS: [&str; 12] = [
    "from_pem",
    "from_file",
    " load",
    "trust_host(",
    "no_proxy()",
    "root_certificate()",
    "get()",
    "download()",
    "hash()",
    "platform_key(",
    "builder()",
    "max_response_size",
];

#[track_caller]
fn assert_no_methods(text: &str) {
    for method in METHODS {
        assert!(!text.contains(method), "{method} is in {text}");
    }
}

/// Containers and CI systems keep keys in variables, with line breaks or with `\n`.
#[test]
fn a_key_may_be_in_a_variable() {
    let sandbox = Sandbox::new();
    let gateway = &sandbox.gateway;
    gateway.on(Method::GET, "/v3/x", |_| json!("called"));
    let platform =
        format!("{}={}", gateway.public_key_id(), gateway.platform_public_key_pem().trim_end());
    let texts = [
        ("PRIVATE_KEY", gateway.merchant_key_pem()),
        ("CERTIFICATE", gateway.merchant_certificate_pem()),
        ("PLATFORM_KEY", &platform),
        ("ROOT_CERTIFICATE", gateway.platform_certificate_pem()),
    ];
    let run = |args: &[&str], line_break: &str, changed: &[(&str, &str)]| {
        let mut call = command(sandbox.folder.path());
        call.env("XDG_CONFIG_HOME", "none").args(args);
        call.env("WECHATPAY_MCHID", gateway.mchid()).env("WECHATPAY_BASE_URI", gateway.base_uri());
        for (name, text) in texts.iter().chain(changed) {
            call.env(format!("WECHATPAY_{name}"), text.replace('\n', line_break));
        }
        finish(call, b"")
    };
    for line_break in ["\n", "\\n", " "] {
        assert!(run(&["get", "v3/x"], line_break, &[]).ok().out.contains("called"));
        let report = run(&["doctor"], line_break, &[]).ok().out;
        assert!(report.contains("key pair: key and certificate match"), "{report}");
    }
    // What is wrong with one is told of its variable.
    let failed =
        run(&["get", "v3/x"], "", &[]).fails(2, "`WECHATPAY_PLATFORM_KEY (--platform-key)`");
    assert!(
        !failed.err.contains("MII") && failed.err.contains("write them as `\\n`"),
        "{}",
        failed.err
    );
    let swapped = [("PRIVATE_KEY", gateway.merchant_certificate_pem())];
    let failed = run(&["get", "v3/x"], "\\n", &swapped).fails(2, "`WECHATPAY_PRIVATE_KEY");
    assert!(failed.err.contains("but this is a certificate"), "{}", failed.err);
}

#[test]
fn a_key_in_the_place_of_a_path_is_told() {
    let sandbox = Sandbox::new();
    let key = sandbox.gateway.merchant_key_pem();
    let certificate = sandbox.gateway.merchant_certificate_pem();
    let public = sandbox.gateway.platform_public_key_pem();
    let bare = key.lines().filter(|line| !line.starts_with('-')).collect::<String>();
    let tell = |ran: Ran, name: &str| {
        let failed = ran.fails(2, &format!("{name} (--"));
        assert!(failed.err.contains("give its path"), "{}", failed.err);
        assert!(!failed.err.contains("MII") && failed.err.lines().count() == 1);
        assert_no_methods(&failed.err);
    };
    for command in [&["get", "v3/x"][..], &["doctor"]] {
        for (name, text) in [("WECHATPAY_APIV3_KEY_FILE", key), ("WECHATPAY_PRIVATE_KEY", &bare)] {
            let mut command = sandbox.command(command);
            command.env(name, text);
            tell(finish(command, b""), name);
        }
        // Others can read a command line.
        for (flag, text) in [
            ("private-key", key),
            ("certificate", certificate),
            ("platform-key", public),
            ("platform-key", &format!("PUB_KEY_ID_1={public}")),
            ("root-certificate", certificate),
            ("apiv3-key-file", key),
        ] {
            let flag_and_text = format!("--{flag}={text}");
            let ran = sandbox.run(&[command, &[&flag_and_text]].concat());
            tell(ran, &format!("WECHATPAY_{}", flag.to_uppercase().replace('-', "_")));
        }
    }
}

#[test]
fn a_windows_path_in_double_quotes_is_told() {
    let sandbox = Sandbox::new();
    for path in ["C:\\Users\\key.pem", "C:\\temp\\key.pem", "C:\\new.pem", "\\\\server\\share"] {
        let profile = format!("[profiles.default]\nmchid = \"1\"\nprivate_key = \"{path}\"\n");
        sandbox.private("own.toml", &profile);
        let failed = sandbox.run(&["--config", "own.toml", "get", "v3/x"]);
        if path.starts_with('C') {
            failed.fails(2, "in single quotes, 'C:\\certs\\key.pem', or with /");
        }
    }
    // Another mistake is not called so.
    sandbox.private("own.toml", "[profiles.default]\nmchid = 'a\n");
    let failed =
        sandbox.run(&["--config", "own.toml", "get", "v3/x"]).fails(2, "is not valid TOML");
    assert!(!failed.err.contains("Windows"), "{}", failed.err);
}

#[test]
fn a_base_address_ends_in_a_slash() {
    let sandbox = Sandbox::new();
    let get = |base: &str| sandbox.run(&["get", "v3/x", "--dry-run", "--base-uri", base]);
    get("https://api.mch.weixin.qq.com/hk").fails(2, "does not end in /");
    let hk = get("https://api.mch.weixin.qq.com/hk/").ok().out;
    assert!(hk.contains("https://api.mch.weixin.qq.com/hk/v3/x"), "{hk}");
    get("https://apihk.mch.weixin.qq.com").ok();
}

/// Remedies are flags, variables and items.
#[test]
fn remedies_are_of_the_command() {
    let sandbox = Sandbox::new();
    let answer = json!({"data": [{"download_url": "https://a/"}]});
    sandbox.gateway.on(Method::GET, "/v3/bill/list", move |_| answer.clone());
    sandbox.folder.file("path.pem", "apiclient_key.pem");
    sandbox.folder.file("uri.pem", "file:///apiclient_key.pem");
    for (args, code, words) in [
        (&["get", "https://pay.example.com/v3/x"][..], 2, "--base-uri (WECHATPAY_BASE_URI)"),
        (&["get", "v3/x", "--private-key", "path.pem"], 2, "a path (give that path in its place)"),
        (&["get", "v3/x", "--private-key", "uri.pem"], 2, "a URI (give the path of a file)"),
        (&["bill", "v3/bill/list"], 6, "by `wechatpay get DOWNLOAD_URL -o FILE`"),
    ] {
        let failed = sandbox.run(args).fails(code, words);
        assert_no_methods(&failed.err);
    }
}

#[test]
fn a_proxy_that_is_not_spoken_is_told_with_its_remedy_alone() {
    let sandbox = Sandbox::new();
    let base = ["--base-uri", "https://pay.invalid/"];
    for command in [&["get", "v3/x"][..], &["doctor"]] {
        let mut command = sandbox.command(&[command, &base].concat());
        command.env("ALL_PROXY", "socks5://127.0.0.1:1");
        let ran = finish(command, b"");
        let shown = ran.out + &ran.err;
        assert!(shown.contains("names the proxy socks5://127.0.0.1:1,"), "{shown}");
        assert!(shown.contains("unset that variable, or list the host in NO_PROXY"), "{shown}");
        assert!(!shown.contains("CA certificates"), "{shown}");
        assert_no_methods(&shown);
    }
    let mut doctor = sandbox.command(&[&["doctor"][..], &base].concat());
    doctor.env("HTTPS_PROXY", "http://127.0.0.1:1");
    let shown = finish(doctor, b"").out;
    assert!(shown.contains("see that the proxy runs"), "{shown}");
    assert!(!shown.contains("CA certificates") && !shown.contains("DNS"), "{shown}");
}
