//! Calls of APIv2: items are parameters, and nothing shows the key or the signature.

use super::{Ran, Sandbox, command, finish};

const ACCOUNT: [&str; 2] = ["--apiv2-key-file", "apiv2.txt"];

fn order(number: &str) -> Vec<String> {
    let number = format!("out_trade_no={number}");
    let fields = ["appid=wxd678efh567hg6787", "mch_id=1900000109", "body=茶 <1>", &number];
    let more = ["total_fee:=88", "spbill_create_ip=127.0.0.1", "trade_type=NATIVE"];
    let all = fields.iter().chain(&more).chain(&["notify_url=http://127.0.0.1:1/"]);
    all.map(|item| (*item).to_owned()).collect()
}

fn post(sandbox: &Sandbox, path: &str, items: &[String], more: &[&str]) -> Ran {
    let items = items.iter().map(String::as_str);
    let args: Vec<_> =
        ["post", path].into_iter().chain(items).chain(more.iter().copied()).collect();
    let ran = sandbox.run(&[&args[..], &ACCOUNT].concat());
    let said = format!("{}{}", ran.out, ran.err);
    assert!(!said.contains(sandbox.gateway.secret()), "{said}");
    ran
}

/// The signature of the last request.
fn last_sign(sandbox: &Sandbox) -> String {
    let body =
        String::from_utf8(sandbox.gateway.requests().pop().unwrap().body().to_vec()).unwrap();
    body.split_once("<sign>").unwrap().1.split_once('<').unwrap().0.to_owned()
}

#[test]
fn items_are_the_parameters_and_the_exit_code_is_the_outcome() {
    let sandbox = Sandbox::new();
    let created = post(&sandbox, "v2/pay/unifiedorder", &order("C1"), &["-vv"]).ok();
    assert!(created.out.starts_with("<xml>") && created.out.contains("<prepay_id>"));
    assert!(created.err.contains("verified by MD5"), "{}", created.err);
    let signed =
        "message_to_sign=appid=wxd678efh567hg6787&body=茶 <1>&mch_id=1900000109&nonce_str=";
    assert!(created.err.contains(signed) && created.err.contains("&key=(omitted)"));
    let sign = created.out.split_once("<sign><![CDATA[").unwrap().1[..32].to_owned();
    for sign in [sign, last_sign(&sandbox)] {
        assert!(!created.err.contains(&sign), "{}", created.err);
    }
    assert!(created.err.contains("<sign>(redacted)</sign>"), "{}", created.err);

    let query = ["mch_id=1900000109", "out_trade_no=C1"].map(str::to_owned);
    let found = post(&sandbox, "/V2/pay/orderquery", &query, &[]).ok();
    assert!(found.out.contains("NOTPAY"), "{}", found.out);
    let none = ["mch_id=1900000109", "out_trade_no=none"].map(str::to_owned);
    let refused = post(&sandbox, "v2/pay/orderquery", &none, &[]).fails(4, "ORDERNOTEXIST");
    assert!(refused.out.contains("ORDERNOTEXIST"), "{}", refused.out);
    // The user is asked for the password.
    let mut code = order("C2");
    code.push("auth_code=134567890123456799".to_owned());
    post(&sandbox, "v2/pay/micropay", &code, &[]).fails(5, "USERPAYING");
    // With the certificate that the profile has.
    let reverse = ["mch_id=1900000109", "out_trade_no=C2"].map(str::to_owned);
    post(&sandbox, "v2/secapi/pay/reverse", &reverse, &[]).ok();
    // A body that is XML already is signed by its fields.
    sandbox
        .folder
        .file("query.xml", "<xml><mch_id>1900000109</mch_id><out_trade_no>C1</out_trade_no></xml>");
    let found = post(&sandbox, "v2/pay/orderquery", &[], &["--data-file", "query.xml"]).ok();
    assert!(found.out.contains("NOTPAY"), "{}", found.out);
    let saved = post(&sandbox, "v2/pay/orderquery", &query, &["-o", "order.xml"]).ok();
    assert!(saved.out.is_empty() && saved.err.contains("order.xml"), "{}", saved.err);
}

#[test]
fn mistakes_are_told_in_the_commands_words() {
    let sandbox = Sandbox::new();
    let query = |mchid: &str| vec![format!("mch_id={mchid}"), "out_trade_no=C1".to_owned()];
    for (path, items, words) in [
        ("v2/pay/orderquery", query("1"), "the client is `1900000109`"),
        ("v2/pay/orderquery", vec![], "give them as items"),
        ("v2/pay/orderquery", vec!["mch_id==1900000109".to_owned()], "write name=value"),
        ("v2/pay/x", vec!["mch_id=1900000109".to_owned(), "a[b]=c".to_owned()], "texts only"),
        (
            "v3/pay/x",
            vec!["mch_id=1".to_owned(), "--apiv2-key-file=none".to_owned()],
            "used multiple times",
        ),
    ] {
        post(&sandbox, path, &items, &[]).fails(2, words);
    }
    let lacking = ["post", "v2/pay/orderquery", "mch_id=1900000109"];
    let lacking = sandbox.run(&lacking).fails(2, "WECHATPAY_APIV2_KEY_FILE (--apiv2-key-file)");
    assert!(!lacking.err.contains("secret()"), "{}", lacking.err);
    sandbox.private("short.txt", "short");
    let short = ["post", "v2/pay/x", "mch_id=1900000109", "--apiv2-key-file", "short.txt"];
    sandbox.run(&short).fails(2, "5 bytes");
    assert!(sandbox.gateway.requests().is_empty());
}

#[test]
fn a_dry_run_shows_the_xml_and_the_text_to_sign() {
    let sandbox = Sandbox::new();
    let shown = post(&sandbox, "v2/pay/unifiedorder", &order("C1"), &["--dry-run"]).ok().out;
    let base = sandbox.gateway.base_uri();
    assert!(shown.starts_with(&format!("POST {base}pay/unifiedorder\n")), "{shown}");
    assert!(shown.contains("\n<xml><appid>wxd678efh567hg6787</appid>"), "{shown}");
    assert!(shown.contains("<body><![CDATA[茶 <1>]]></body>"), "{shown}");
    assert!(shown.contains("<sign>(redacted)</sign></xml>\n"), "{shown}");
    let (_, message) = shown.split_once("\nmessage to sign:\n").unwrap();
    assert!(message.starts_with("appid=wxd678efh567hg6787&body=茶 <1>&mch_id="), "{message}");
    assert!(message.ends_with("&trade_type=NATIVE&key=(omitted)\n"), "{message}");
    let get = ["get", "v2/x", "mch_id=1900000109", "a=b c", "--dry-run"];
    let shown = sandbox.run(&[&get[..], &ACCOUNT].concat()).ok().out;
    assert!(
        shown.starts_with(&format!("GET {base}x?mch_id=1900000109&a=b%20c&nonce_str=")),
        "{shown}"
    );
    assert!(shown.contains("&sign=(redacted)\n"), "{shown}");
    assert!(shown.contains("message to sign:\na=b c&mch_id=1900000109&nonce_str="), "{shown}");
    assert!(sandbox.gateway.requests().is_empty());
}

/// The merchant's number and the APIv2 key are enough; with the certificate and its key also for
/// mutual TLS.
#[test]
fn apiv2_alone_is_a_configuration() {
    let sandbox = Sandbox::new();
    let gateway = &sandbox.gateway;
    let run = |args: &[&str], more: &[(&str, &str)]| {
        let mut call = command(sandbox.folder.path());
        call.env("XDG_CONFIG_HOME", "none").args(args);
        call.env("WECHATPAY_MCHID", gateway.mchid()).env("WECHATPAY_BASE_URI", gateway.base_uri());
        call.env("WECHATPAY_APIV2_KEY", gateway.secret());
        call.envs(more.iter().map(|(name, value)| (format!("WECHATPAY_{name}"), value)));
        finish(call, b"")
    };
    let query = ["post", "v2/pay/orderquery", "mch_id=1900000109", "out_trade_no=none"];
    run(&query, &[]).fails(4, "ORDERNOTEXIST");
    let reverse = ["post", "v2/secapi/pay/reverse", "mch_id=1900000109", "out_trade_no=none"];
    // Over plain http there is no certificate to present.
    run(&reverse, &[]).fails(4, "ORDERNOTEXIST");
    let https = [("BASE_URI", "https://127.0.0.1:1/")];
    let lacking = run(&reverse, &https).fails(2, "by --certificate (WECHATPAY_CERTIFICATE)");
    assert!(!lacking.err.contains("merchant_certificate"), "{}", lacking.err);
    let with = [("CERTIFICATE", "apiclient_cert.pem"), ("PRIVATE_KEY", "apiclient_key.pem")];
    run(&reverse, &with).fails(4, "ORDERNOTEXIST");
    run(&["get", "v3/certificates"], &with).fails(2, "--platform-key");
    for more in [&with[..], &[]] {
        let report = run(&["doctor"], more).ok().out;
        assert!(report.contains("ok    APIv2 key: 32 bytes"), "{report}");
        assert!(report.contains("note  connection: not tried: only APIv2"), "{report}");
        assert_eq!(report.contains("ok    key pair"), !more.is_empty(), "{report}");
    }
    run(&["doctor"], &[("APIV2_KEY", "short")]).fails(1, "2 check(s) failed");
}
