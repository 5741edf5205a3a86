//! What is documented: found, described, typed with a shell's help, and checked before it is sent.

use std::process::Command;

use http::Method;
use serde_json::json;

use super::{Ran, Sandbox, finish};

const ORDER: &str = "v3/pay/transactions/jsapi";

fn in_chinese(sandbox: &Sandbox, args: &[&str]) -> Ran {
    let mut command = sandbox.command(args);
    command.env("LANG", "zh_CN.UTF-8");
    finish(command, b"")
}

/// As a terminal shows it.
fn width(line: &str) -> usize {
    line.chars().map(|character| if character >= '\u{2e80}' { 2 } else { 1 }).sum()
}

#[test]
fn finds_endpoints_by_words() {
    let sandbox = Sandbox::new();
    let refund = "v3/refund/domestic/refunds/{out_refund_no}";
    let found = sandbox.run(&["find", "refund", "查询", "单笔"]).ok();
    let row = found.out.lines().find(|line| line.contains(refund)).unwrap();
    assert!(row.starts_with("GET     v3/refund") && row.contains("  查询单笔退款"), "{row}");
    assert!(found.err.is_empty(), "{}", found.err);

    let some = sandbox.run(&["find", "退款"]).ok();
    assert_eq!(some.out.lines().count(), 20);
    let all = sandbox.run(&["find", "退款", "--all"]).ok();
    let count = all.out.lines().count();
    let path = |row: &str| row.split_whitespace().nth(1).unwrap().to_owned();
    let paths: Vec<_> = all.out.lines().map(path).collect();
    assert!(count > 20 && paths.starts_with(&some.out.lines().map(path).collect::<Vec<_>>()));
    assert_eq!(some.err, format!("20 of {count}: add a word, or --all\n"));
    let chinese = in_chinese(&sandbox, &["find", "退款"]).ok().err;
    assert!(chinese.contains(&format!("共 {count} 个，显示前 20 个")), "{chinese}");
    // Titles begin at the same column, families too.
    let columns = |line: &str| {
        let title = line.find(|c: char| c >= '\u{4e00}').unwrap();
        let family = line.rfind("  ").unwrap();
        (title, width(&line[..family]))
    };
    let rows = sandbox.run(&["find", "退款", "domestic"]).ok().out;
    let rows: Vec<_> = rows.lines().map(columns).collect();
    assert!(rows.len() > 1 && rows.iter().all(|row| *row == rows[0]), "{rows:?}");

    let rows = sandbox.run(&["find", "refund", "查询", "--json"]).ok().json();
    let row = rows.as_array().unwrap().iter().find(|row| row["path"] == refund).unwrap();
    assert_eq!(row["method"], "GET");
    assert!(!row["title"].as_str().unwrap().is_empty() && row["family"].is_string());
}

#[test]
fn what_is_not_found_is_guessed() {
    let sandbox = Sandbox::new();
    let nothing = sandbox.run(&["find", "xyzzy", "退款"]).fails(1, "`xyzzy 退款`");
    assert!(nothing.out.is_empty() && !nothing.err.contains("did you mean"), "{}", nothing.err);
    let near = sandbox.run(&["find", "v3/pay/transactionz/jsapi"]);
    let near = near.fails(1, "did you mean one of these?\n    POST v3/pay/transactions/jsapi\n");
    assert!(near.err.starts_with("wechatpay: no documented endpoint has"), "{}", near.err);
    in_chinese(&sandbox, &["find", "v3/pay/transactionz/jsapi"])
        .fails(1, "是否想找：\n    POST v3");

    let unknown = sandbox.run(&["describe", "POST", "v3/pay/transaction/jsapi"]);
    unknown.fails(2, "`POST v3/pay/transaction/jsapi` is not documented; did you mean");
    sandbox.run(&["describe", "GET", ORDER]).fails(2, "\n    POST v3/pay/transactions/jsapi\n");
    sandbox.run(&["describe", "v3/payscore/permissions"]).ok();
    let several = "v3/merchant-service/complaint-notifications";
    let several = sandbox.run(&["describe", several]).fails(2, "has several methods");
    assert!(several.err.lines().count() > 2 && several.err.contains("    PUT v3/"));
    in_chinese(&sandbox, &["describe", "v3/x/y/z"]).fails(2, "文档中没有 `v3/x/y/z`");
}

#[test]
fn describes_an_endpoint_in_80_columns() {
    let sandbox = Sandbox::new();
    let text = sandbox.run(&["describe", "POST", ORDER]).ok().out;
    for line in [
        "POST v3/pay/transactions/jsapi",
        "Product       基础支付",
        "Body (JSON)",
        "  appid                          string    required",
        "  amount                         object    required",
        "    total                        integer   required",
        "      subsidy_period_type        string    required = DAILY | PERIOD",
        "                                           balance_only",
    ] {
        assert!(text.lines().any(|row| row.starts_with(line)), "{line} is not in {text}");
    }
    assert!(text.contains("https://pay.weixin.qq.com/doc/v3/") && !text.contains('\u{1b}'));
    assert!(!text.contains("prepay_id"));
    let with_response = sandbox.run(&["describe", "post", ORDER, "--response"]).ok().out;
    assert!(with_response.starts_with(&text), "{with_response}");
    assert!(with_response.contains("\nResponse\n  prepay_id"), "{with_response}");
    let chinese = in_chinese(&sandbox, &["describe", ORDER]).ok().out;
    assert!(chinese.contains("\n请求体（JSON）\n") && chinese.contains("  必填"), "{chinese}");

    // With values in the path, an encrypted field, another host, a limit of values.
    let query = "v3/pay/transactions/id/4200001234?mchid=1";
    let text = sandbox.run(&["describe", query]).ok().out;
    assert!(text.contains("\nPath\n  transaction_id\n\nQuery\n  mchid  string    required\n"));
    let transfer = "v3/fund-app/mch-transfer/transfer-bills";
    let text = sandbox.run(&["describe", transfer]).ok().out;
    let name = text.lines().find(|line| line.starts_with("  user_name ")).unwrap();
    assert!(name.contains("encrypted"), "{text}");
    let text = in_chinese(&sandbox, &["describe", transfer]).ok().out;
    assert!(text.contains("加密"), "{text}");
    let text = sandbox.run(&["describe", "GET", "v3/customs/orders"]).ok().out;
    assert!(text.contains("Base address  https://apihk.mch.weixin.qq.com/global/\n"), "{text}");
    for path in [ORDER, "v3/applyment4sub/applyment/", "v2/pay/unifiedorder"] {
        for args in
            [["describe", "POST", path, "--response"], ["describe", path, "--response", "-v"]]
        {
            let text = in_chinese(&sandbox, &args).ok().out;
            let mut lines = text.lines().filter(|line| !line.contains("https://"));
            assert_eq!(lines.find(|line| width(line) > 80), None);
        }
    }
}

#[test]
fn slips_of_the_documents_are_told() {
    let sandbox = Sandbox::new();
    let advertising = "v3/goldplan/merchants/open-advertising-show";
    let text = sandbox.run(&["describe", advertising]).ok().out;
    let note = "Note          An independent C# SDK sends POST; the documents and the official\n              \
                Go and Java SDKs have PATCH.\n";
    assert!(text.contains(note), "{text}");
    let text = in_chinese(&sandbox, &["describe", advertising]).ok().out;
    assert!(text.contains("注意          某独立的 C# SDK 用 POST；文档与"), "{text}");
    assert!(text.lines().all(|line| width(line) <= 80 || line.contains("https://")), "{text}");
    let facts = sandbox.run(&["describe", advertising, "--json"]).ok().json();
    assert!(facts["note"].as_str().unwrap().starts_with("An independent"), "{facts}");
    let facts = sandbox.run(&["describe", ORDER, "--json"]).ok().json();
    assert_eq!(facts["note"], json!(null));
    // A name that is corrected.
    let proof = ["describe", "v3/webizpay/bill/proof", "--response"];
    let text = sandbox.run(&proof).ok().out;
    assert!(text.contains("\n  update_time ") && !text.contains("\n  updated_time"), "{text}");
}

#[test]
fn describes_as_json() {
    let sandbox = Sandbox::new();
    let facts = sandbox.run(&["describe", ORDER, "--json"]).ok().json();
    assert_eq!((&facts["method"], &facts["path"]), (&json!("POST"), &json!(ORDER)));
    assert_eq!((&facts["body_kind"], &facts["base_uri"]), (&json!("json"), &json!(null)));
    let fields = facts["body"].as_array().unwrap();
    let amount = fields.iter().find(|field| field["name"] == "amount").unwrap();
    assert_eq!((&amount["type"], &amount["required"]), (&json!("object"), &json!(true)));
    assert_eq!(amount["fields"][0]["name"], "total");
    let limit = fields.iter().find(|field| field["name"] == "limit_pay").unwrap();
    assert_eq!((&limit["type"], &limit["values"][3]), (&json!("string[]"), &json!("balance_only")));
    assert!(facts.get("response").is_none());
    let with = sandbox.run(&["describe", ORDER, "--json", "--response"]).ok().json();
    assert_eq!(with["response"][0]["name"], "prepay_id");
}

#[test]
fn a_template_is_a_body_to_fill_in() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["describe", ORDER, "--template"]).ok();
    let required = json!({
        "appid": "", "mchid": "", "description": "", "out_trade_no": "", "notify_url": "",
        "amount": {"total": 0}, "payer": {"openid": ""},
    });
    assert_eq!(ran.json(), required);
    assert!(ran.out.contains("\n  \"amount\": {\n    \"total\": 0\n  }"), "{}", ran.out);
    let all = sandbox.run(&["describe", ORDER, "--template", "--all-fields"]).ok().json();
    assert_eq!(all["amount"], json!({"total": 0, "currency": ""}));
    assert_eq!(all["limit_pay"], json!(["no_balance"]));
    assert_eq!(all["detail"]["goods_detail"][0]["quantity"], 0);
    assert_eq!(all["support_fapiao"], false);

    sandbox.gateway.on(Method::POST, "/v3/orders", |request| json!({"body": request.json()}));
    sandbox.folder.file("order.json", &ran.out);
    let sent = sandbox.run(&["post", "v3/orders", "--data-file", "order.json"]).ok().json();
    assert_eq!(sent["body"], required);

    // APIv2: without what signing adds.
    let path = "v2/appauth/getaccesstoken";
    assert!(sandbox.run(&["describe", path]).ok().out.contains("  sign        string    required"));
    let xml = sandbox.run(&["describe", path, "--template"]).ok().out;
    assert!(
        xml.starts_with("<xml>\n  <mch_id></mch_id>\n") && xml.contains("<code></code>"),
        "{xml}"
    );
    assert!(xml.contains("<grant_type>authorization_code</grant_type>") && !xml.contains("<sign>"));
    let path = "v2/pay/unifiedorder";
    let xml = sandbox.run(&["describe", path, "--template"]).ok().out;
    assert!(xml.contains("<total_fee>0</total_fee>"), "{xml}");
    let number = sandbox.gateway.mchid();
    sandbox.folder.file("order.xml", xml.replace("></mch_id>", &format!(">{number}</mch_id>")));
    let key = ["--apiv2-key-file", "apiv2.txt", "--dry-run", "--strict"];
    let sent = [&["post", path, "--data-file", "order.xml"], &key[..]].concat();
    let sent = sandbox.run(&sent).ok().out;
    assert!(
        sent.contains("&total_fee=0&") && sent.contains(&format!("\nmch_id={number}&")),
        "{sent}"
    );
    for (path, words) in
        [("v3/certificates", "has no body"), ("v3/merchant/media/upload", "the body is an upload")]
    {
        sandbox.run(&["describe", path, "--template"]).fails(2, words);
    }
    sandbox.run(&["describe", ORDER, "--template", "--json"]).fails(2, "cannot be used with");
}

#[test]
fn arguments_that_differ_are_warned_of() {
    let sandbox = Sandbox::new();
    sandbox.gateway.on(Method::POST, "/v3/pay/transactions/jsapi", |_| json!({"prepay_id": "1"}));
    let items = ["post", ORDER, "appid=wx1", "descripton=tea", "amount[total]=1"];
    let problems = [
        "did you mean `description`?",
        "`mchid` in `json` is missing",
        "`amount.total` in `json` is a string, but must be integer",
    ];
    let warned = sandbox.run(&items).ok();
    let line = warned.err.lines().find(|line| line.contains("differ from")).unwrap();
    assert!(line.starts_with("* "), "{line}");
    for problem in problems {
        assert!(line.contains(problem), "{problem} is not in {line}");
    }
    let sent = sandbox.gateway.requests().len();
    for extra in [&["--strict"][..], &["--strict", "--dry-run"]] {
        let args = [&items, extra].concat();
        let refused = sandbox.run(&args).fails(3, "nothing was sent");
        assert!(problems.iter().all(|problem| refused.err.contains(problem)), "{}", refused.err);
        assert!(refused.out.is_empty(), "{}", refused.out);
        in_chinese(&sandbox, &args).fails(3, "是否想写 `description`？");
    }
    assert_eq!(sandbox.gateway.requests().len(), sent);
    // An encrypted field is told of in the words of the command.
    let transfer = ["post", "v3/fund-app/mch-transfer/transfer-bills", "user_name=x", "--strict"];
    sandbox.run(&transfer).fails(3, "must be encrypted: see `wechatpay encrypt --help`");
    // What was typed so that it is no call stays a mistake of the command line.
    sandbox.run(&["post", ORDER, "a", "--strict"]).fails(2, "item 1");
}

#[test]
fn what_is_documented_or_unknown_is_sent_strictly() {
    let sandbox = Sandbox::new();
    for verb in ["get", "post", "put", "patch", "delete"] {
        let method = Method::from_bytes(verb.to_ascii_uppercase().as_bytes()).unwrap();
        sandbox.gateway.on(method, "/v3/orders", |_| json!({}));
        let ran = sandbox.run(&[verb, "v3/orders", "--strict", "--yes"]).ok();
        assert!(!ran.err.contains("differ"), "{}", ran.err);
    }
    sandbox.gateway.on(Method::GET, "/v3/pay/transactions/id/{id}", |_| json!({}));
    sandbox.run(&["get", "v3/pay/transactions/id/4200001234", "mchid==1", "--strict"]).ok();
}

fn candidates(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let ran = sandbox.run(&[&["__complete"], words].concat()).ok();
    ran.out.lines().map(str::to_owned).collect()
}

#[test]
fn paths_and_fields_are_completed() {
    let sandbox = Sandbox::new();
    let complete = |words: &[&str]| candidates(&sandbox, words);
    assert_eq!(complete(&["get", ""]), ["v2/", "v3/"]);
    assert_eq!(complete(&["delete", "v"]), ["v3/"]);
    assert_eq!(complete(&["post", "v2/pay/closeorder", "out"]), ["out_trade_no="]);
    assert_eq!(complete(&["get", "v2/appauth/getaccesstoken", "s"]), ["scope=", "sign_type="]);
    assert_eq!(complete(&["describe", "v"]), ["v2/", "v3/"]);
    let next = complete(&["--profile", "x", "get", "v3/pay/transactions/"]);
    assert_eq!(next, ["v3/pay/transactions/id/", "v3/pay/transactions/out-trade-no/"]);
    let last = complete(&["get", "v3/pay/transactions/id/"]);
    assert_eq!(last, ["v3/pay/transactions/id/{transaction_id}"]);
    let native = ["v3/pay/transactions/native"];
    assert_eq!(complete(&["describe", "POST", "v3/pay/transactions/n"]), native);
    assert!(complete(&["describe", "GET", "v3/pay/transactions/n"]).is_empty());

    let query = "v3/pay/transactions/id/{transaction_id}";
    assert_eq!(complete(&["get", query, ""]), ["transaction_id=", "mchid=="]);
    assert_eq!(complete(&["get", query, "transaction_id=4", ""]), ["mchid=="]);
    assert_eq!(complete(&["get", "v3/pay/transactions/id/42", ""]), ["mchid=="]);
    assert_eq!(complete(&["post", ORDER, "amount"]), ["amount[total]:=", "amount[currency]="]);
    let typed = ["post", ORDER, "appid=1", "amount[total]", ":=", "1", "a"];
    assert_eq!(complete(&typed), ["attach=", "amount[currency]="]);
    assert_eq!(complete(&["post", "v3/merchant/media/upload", "f"]), ["file@"]);
    for nothing in [&["get", "v3/x", "--"][..], &["sign", ""], &[""], &[], &["get", "x y/"]] {
        assert!(complete(nothing).is_empty(), "{nothing:?}");
    }
}

/// What a user of bash sees, whose words are split at `=` and `:`.
#[test]
fn bash_completes_by_the_script() {
    let sandbox = Sandbox::new();
    let script = sandbox.run(&["completions", "bash"]).ok().out;
    sandbox.folder.file("completions.bash", &script);
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_wechatpay")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    for (words, expected) in [
        ("wechatpay post v3/pay/transactions/n", "v3/pay/transactions/native\n"),
        ("wechatpay get v3/pay/transactions/id/4 mch", "mchid==\n"),
        ("wechatpay post v3/pay/transactions/jsapi appid = 1 amount[t", "amount[total]:=\n"),
        ("wechatpay get --dry", "--dry-run\n"),
        ("wechatpay descr", "describe\n"),
    ] {
        let typed = format!(
            ". ./completions.bash; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
             cur=${{COMP_WORDS[COMP_CWORD]}}; prev=${{COMP_WORDS[COMP_CWORD-1]}}
             complete -p wechatpay | grep -q _wechatpay_or_words || exit 9
             _wechatpay_or_words wechatpay \"$cur\" \"$prev\"; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let mut bash = Command::new("bash");
        bash.args(["-c", &typed]).env("PATH", &path).current_dir(sandbox.folder.path());
        let ran = finish(bash, b"").ok();
        assert_eq!(ran.out, expected, "{words}: {}", ran.err);
    }
}
