//! Whoever speaks Chinese meets Chinese alone.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Ran, Sandbox, command, finish};

/// Three English words in a row, but for what is typed: commands, options, names in backquotes.
fn english(line: &str) -> Option<String> {
    let mut run: Vec<&str> = Vec::new();
    for part in line.split('`').step_by(2) {
        for word in part.split(' ') {
            let is_word = word.len() > 1 || word == "a";
            let letters = word.trim_matches(['(', ')', ',', ';', ':', '.', '\'']);
            if is_word
                && !letters.is_empty()
                && letters.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'')
            {
                run.push(word);
            } else {
                run.clear();
            }
            if run.len() == 3 && run[0] != "wechatpay" {
                return Some(run.join(" "));
            }
            if run.len() == 3 {
                run.clear();
            }
        }
        run.clear();
    }
    None
}

#[test]
fn the_detector_knows_english() {
    for line in ["错误：No such file or directory (os error 2)", "a b: can't be read here"] {
        assert!(english(line).is_some(), "{line}");
    }
    for line in
        ["用法：wechatpay notify verify [选项] [FILE]", "路径 `the quick brown` 有误", "POST v3/x"]
    {
        assert_eq!(english(line), None);
    }
}

fn run(sandbox: &Sandbox, args: &[&str], folder_without_profile: bool) -> Ran {
    let mut run = sandbox.command(args);
    if folder_without_profile {
        run = command(sandbox.folder.path());
        run.env("XDG_CONFIG_HOME", "none").args(args);
    }
    run.env("LANG", "zh_CN.UTF-8").env("NO_PROXY", "*");
    finish(run, b"input")
}

#[track_caller]
fn assert_chinese(what: &str, ran: &Ran) {
    for line in ran.out.lines().chain(ran.err.lines()) {
        assert_eq!(english(line), None, "{what}: {line}");
    }
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character))
}

#[test]
fn every_help_is_chinese() {
    let sandbox = Sandbox::new();
    let mut waiting = vec![String::new()];
    let mut seen = BTreeSet::new();
    while let Some(words) = waiting.pop() {
        let args: Vec<_> = words.split_whitespace().chain(["--help"]).collect();
        let help = run(&sandbox, &args, false).ok();
        assert_chinese(&words, &help);
        let rows = help.out.lines().skip_while(|line| *line != "命令：").skip(1);
        for row in rows.take_while(|row| row.starts_with("  ")) {
            let name = row.split_whitespace().next().unwrap();
            if name != "help" {
                waiting.push(format!("{words} {name}"));
            }
        }
        for odd in ["[OPTIONS]", "<COMMAND>", ": [", "[默认: "] {
            assert!(!help.out.contains(odd), "{words}: {odd}");
        }
        seen.insert(words);
    }
    assert!(seen.len() > 18, "{seen:?}");
}

#[test]
fn every_failure_is_chinese() {
    let sandbox = Sandbox::new();
    let https = sandbox.gateway.base_uri().replace("http:", "https:");
    sandbox.gateway.on(http::Method::GET, "/v3/ok", |_| json!({"a": 1}));
    sandbox
        .folder
        .file("bad.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    sandbox
        .folder
        .file("badcert.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    sandbox
        .folder
        .file("badpub.pem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
    sandbox.folder.file("x.json", "{\"a\":1");
    sandbox.folder.file("bad.toml", "[profiles.default]\nx = HIDDEN\n");
    sandbox.folder.file("n.http", "A: b\n\nbody");
    sandbox.folder.file("short.txt", "short");
    let ec = openssl::ec::EcGroup::from_curve_name(openssl::nid::Nid::X9_62_PRIME256V1).unwrap();
    let ec = openssl::pkey::PKey::from_ec_key(openssl::ec::EcKey::generate(&ec).unwrap()).unwrap();
    sandbox
        .folder
        .file("ec.pem", String::from_utf8(ec.private_key_to_pem_pkcs8().unwrap()).unwrap());
    let typed = "get|gett|get x --no|gateway --port x|gateway --port 99999|gateway --show cobol|\
        decrypt --field /a --nonce b|sign --method GET|get v3/x --timeout abc|\
        get v3/x --profile a --profile b|gateway --fault 500 --fault-every 0|gateway --fault nope|\
        gateway --fault-every 2|gateway --fault 500 --fault-path x|gateway --stubs x.json|\
        gateway --stubs nope.json|gateway --dir /dev/null|gateway --fault 429 --fault 500|\
        gateway --mchid 1|notify foo|completions foo|bill gold|bill trade|\
        bill trade --date 2024-01-01 -o /nope/x|find zzzzqqq|describe nope|describe FOO v3/x|\
        describe v3/pay/transactions/jsapi --template --json|\
        describe v3/pay/transactions/jsapi --all-fields|get v3/x --base-uri http://127.0.0.1:1/|\
        get v3/x --base-uri http://example.com/|get v3/x --base-uri nope|get v3/x --base-uri HTTPS|\
        get v3/x --base-uri https://nope.invalid/|get https://evil.example/v3/x|\
        get v3/x --private-key nope.pem|get v3/x --private-key bad.pem|get v3/x --private-key ec.pem|\
        get v3/x --private-key apiclient_cert.pem|get v3/x --private-key short.txt|\
        get v3/x --certificate badcert.pem|get v3/x --certificate apiclient_key.pem|\
        get v3/x --serial zz|get v3/x --serial PUB_KEY_ID_1|get v3/x --platform-key badpub.pem|\
        get v3/x --platform-key nope|get v3/x --platform-key apiclient_key.pem|\
        get v3/x --platform-key apiclient_cert.pem|get v3/x --platform-key a=platform.pem|\
        get v3/x --platform-key platform.pem --platform-key platform.pem|\
        get v3/x --root-certificate badcert.pem|get v3/x --root-certificate nope|\
        get v3/x --apiv3-key-file nope|certificates --apiv3-key-file short.txt|\
        get v3/x --config nope.toml|get v3/x --config bad.toml|get v3/x --profile nope|\
        get v3/x -o /nope/x|get v3/x -o /tmp|get v3/x/{id}|get v3/x/{id|get v3/x/{id} id=|\
        get v3/x/{id} id:={}|get v3/../x|get v3/x a=1|get v3/x?a=1 b==2|get v3/x a==1 a==2|\
        post v3/x nonsense|post v3/x a:=hidden|post v3/x a=1 -|post v3/x a=1 a=2|\
        post v3/x a=1 a[b]=2|post v3/x a[=2|post v3/x --data-file nope|post v3/x Authorization:a a=1|\
        post v3/x Content-Length:1 a=1|post v3/x file@nope|post v3/x file@home|\
        post v3/x a@x.json b@x.json|post v3/pay/transactions/native a=1 --strict|\
        post v2/pay/orderquery mch_id=2 --apiv2-key-file apiv2.txt|\
        post v2/pay/orderquery --data-file x.json --apiv2-key-file apiv2.txt|post v2/x mch_id=1|\
        encrypt --field /nope n.http|encrypt --field nope x.json|encrypt nope|\
        encrypt --field /data ok.json|decrypt short.txt|\
        decrypt --nonce abc --associated-data x short.txt|\
        decrypt --nonce abcdef012345 --associated-data x short.txt|decrypt nope|\
        verify --signature !!! short.txt|verify --signature AAAA short.txt|\
        verify --signature AAAA --timestamp 1 short.txt|sign --method GET --target v3|sign nope|\
        notify verify n.http|notify verify short.txt|notify verify nope|notify decrypt n.http|\
        certificates --dir /proc/nope|doctor --base-uri http://127.0.0.1:1/|doctor --base-uri HTTPS|\
        doctor --private-key bad.pem|doctor --serial AB|doctor --apiv3-key-file short.txt|init|\
        init --mchid x --config y.toml|get v3/ok -v --profile default --no";
    sandbox.folder.file("ok.json", "{\"data\":1}");
    for line in typed.split('|') {
        let line = line.trim().replace("HTTPS", &https);
        let args: Vec<_> = line.split_whitespace().collect();
        let ran = run(&sandbox, &args, false);
        assert_ne!(ran.code, 0, "{line}: {}", ran.out);
        assert!(is_chinese(&ran.err), "{line}: {}", ran.err);
        assert_chinese(&line, &ran);
        assert!(!ran.err.contains("error:0"), "{line}: {}", ran.err);
    }
    for line in [
        "get v3/x",
        "sign short.txt",
        "verify --signature AAAA n.http",
        "doctor",
        "bill trade --date 2024-01-01",
    ] {
        let args: Vec<_> = line.split_whitespace().collect();
        assert_chinese(line, &run(&sandbox, &args, true));
    }
}

#[test]
fn what_succeeds_is_chinese() {
    let sandbox = Sandbox::new();
    sandbox.gateway.on(http::Method::POST, "/v3/ok", |_| json!({"a": 1}));
    for line in [
        "post v3/ok a=1 -vv",
        "post v3/ok a=1 --dry-run",
        "post v3/ok a=1 -o f",
        "doctor",
        "certificates",
        "find jsapi 下单",
        "describe v3/refund/domestic/refunds --response",
        "encrypt",
        "sign",
        "post v3/refund/domestic/refunds zzz=1 --dry-run",
    ] {
        let args: Vec<_> = line.split_whitespace().collect();
        let ran = run(&sandbox, &args, false).ok();
        // Headers and addresses are those of the protocol.
        let ran = Ran {
            out: ran.out.lines().filter(|l| !l.contains("accept: ")).collect::<Vec<_>>().join("\n"),
            ..ran
        };
        assert_chinese(line, &ran);
    }
}
