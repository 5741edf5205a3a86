//! The page of `catalogue`: its file, the calls on it, and it in a real browser.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use wechatpay_chain::{Check, Client, ErrorKind};

use super::support::webdriver::Browser;
use super::{Sandbox, catalogue_samples, finish};

const REFUND: &str = "v3/refund/domestic/refunds";

/// The page, written to the folder `page`.
fn written(sandbox: &Sandbox) -> String {
    let ran = sandbox.run(&["catalogue", "--html", "page"]).ok();
    assert!(ran.err.starts_with("saved `page/index.html`, ") && ran.out.is_empty(), "{}", ran.err);
    std::fs::read_to_string(sandbox.folder.at("page/index.html")).unwrap()
}

fn data(page: &str) -> Value {
    let (_, data) = page.split_once("id=\"data\">").unwrap();
    serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// Of each kind of endpoint the first one, and every 100th.
fn chosen<'d>(data: &'d Value) -> Vec<&'d Value> {
    let mut kinds = BTreeSet::new();
    let endpoints = data["endpoints"].as_array().unwrap();
    let is_chosen = |(at, endpoint): &(usize, &'d Value)| {
        let command = text(endpoint, "command");
        let marks = ["<<'END'", "$(", " -o ", ":='", "v2/"].map(|it| command.contains(it));
        let has = ["encrypted", "base", "query", "variables"];
        let has = has.map(|name| !endpoint[name].is_null());
        let kind = (text(endpoint, "method"), text(endpoint, "kind"), marks, has);
        kinds.insert(kind) || at % 100 == 0
    };
    endpoints.iter().enumerate().filter(is_chosen).map(|(_, endpoint)| endpoint).collect()
}

#[test]
fn the_page_is_one_file_with_all_that_is_documented() {
    let sandbox = Sandbox::new();
    let page = written(&sandbox);
    assert!(page.len() < 3_000_000, "{}", page.len());
    assert_eq!(page.matches("</script>").count(), 2);
    assert!(!page.contains("{{") || !page.split("id=\"data\">").next().unwrap().contains("{{"));
    let data = data(&page);
    let endpoints = data["endpoints"].as_array().unwrap();
    assert!(endpoints.len() > 1000 && data["events"].as_array().unwrap().len() > 50);
    let refund = endpoints.iter().find(|it| it["path"] == REFUND).unwrap();
    assert_eq!((&refund["method"], &refund["kind"]), (&json!("POST"), &json!("JSON")));
    let amount = refund["body"].as_array().unwrap().iter().find(|it| it[0] == "amount").unwrap();
    assert_eq!((&amount[1], &amount[2], &amount[3]), (&json!("object"), &json!("r"), &json!([])));
    assert_eq!(amount[4][0], json!(["refund", "integer", "r"]));
    let encrypted = ["name", "string", "e"];
    let add = endpoints.iter().find(|it| it["path"] == "v3/profitsharing/receivers/add").unwrap();
    assert!(add["body"].as_array().unwrap().contains(&json!(encrypted)), "{}", add["body"]);
}

#[test]
fn a_folder_of_others_is_left_alone() {
    let sandbox = Sandbox::new();
    let folder = &sandbox.folder;
    let first = written(&sandbox);
    assert_eq!(written(&sandbox), first, "it is replaced");
    let names: Vec<_> = std::fs::read_dir(folder.at("page")).unwrap().collect();
    assert_eq!(names.len(), 1, "{names:?}");
    std::fs::create_dir_all(folder.at("site")).unwrap();
    folder.file("site/other.txt", "");
    let args = ["catalogue", "--html", "site"];
    sandbox.run(&args).fails(2, "give a new or an empty folder");
    let mut chinese = sandbox.command(&args);
    chinese.env("LANG", "zh_CN.UTF-8");
    finish(chinese, b"").fails(2, "请指定新目录或空目录");
    folder.file("site/index.html", "<title>shop</title>");
    sandbox.run(&args).fails(2, "is not empty");
    let kept = std::fs::read_to_string(folder.at("site/index.html")).unwrap();
    assert_eq!(kept, "<title>shop</title>");
    // A file is no folder; a new folder may be in a new one.
    sandbox.run(&["catalogue", "--html", "site/other.txt"]).fails(2, "site/other.txt");
    sandbox.run(&["catalogue", "--html", "a/b"]).ok();
    sandbox.run(&["catalogue"]).fails(2, "--html <DIR>");
}

/// The commands, by a shell, each as it is on the page but for `--dry-run --strict`.
#[test]
fn the_commands_are_right() {
    let sandbox = Sandbox::new();
    let data = data(&written(&sandbox));
    sandbox.folder.file("picture.png", "picture");
    let config = sandbox.folder.at("home/wechatpay/config.toml");
    let profile = std::fs::read_to_string(config).unwrap();
    let profile = profile + "apiv2_key_file = \"../../apiv2.txt\"\n";
    sandbox.private("home/wechatpay/config.toml", &profile);
    let bin = Path::new(env!("CARGO_BIN_EXE_wechatpay")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut count = 0;
    for endpoint in chosen(&data) {
        let command = text(endpoint, "command");
        // A bill is applied for, which the tests of `bill` do.
        if command.starts_with("wechatpay bill ") {
            continue;
        }
        count += 1;
        let verb = format!(" {} ", text(endpoint, "method").to_ascii_lowercase());
        let typed = command.replacen(&verb, &format!("{verb}--dry-run --strict "), 1);
        let mut shell = Command::new("sh");
        shell.args(["-c", &typed]).env_clear().env("PATH", &path).env("LANG", "C");
        shell.env("HOME", sandbox.folder.path()).env("XDG_CONFIG_HOME", sandbox.folder.at("home"));
        shell.current_dir(sandbox.folder.path());
        let ran = finish(shell, b"").ok();
        let method = text(endpoint, "method");
        let base = endpoint["base"].as_str().unwrap_or(sandbox.gateway.base_uri());
        let expected = format!("{method} {base}");
        assert!(ran.out.starts_with(&expected), "{typed}\n{}", ran.out);
        let is_encrypted = endpoint["encrypted"] == true;
        assert!(!is_encrypted || !ran.out.contains("张三"), "{typed}\n{}", ran.out);
    }
    assert!(count > 50, "{count}");
}

/// The samples in Rust, as a module of these tests.
fn module(data: &Value) -> String {
    let mut text = "//! Samples of the page, generated: see `the_rust_is_compiled` in catalogue_page.rs.

#![allow(unused, clippy::all, clippy::pedantic)]

use serde_json::{Value, json};
use wechatpay_chain::{
    Client, Error, MediaUtil, Multipart, Options, PrivateKey, PublicKey, Response, ResponseExt, chain,
};

fn setup() -> Result<Client, Box<dyn std::error::Error>> {
"
    .to_owned();
    // What is used is written above.
    let setup = data["setup"]["rust"].as_str().unwrap();
    text += setup
        .split_once("let client")
        .map(|(_, rest)| "let client".to_owned() + rest)
        .unwrap()
        .as_str();
    text += "Ok(client)\n}\n";
    let event = data["events"][0]["rust"].as_str().unwrap();
    text += &format!(
        "\nfn event(client: &Client, headers: http::HeaderMap, body: Vec<u8>) -> Result<(), Error> {{\n{event}Ok(())\n}}\n"
    );
    text += "\npub(super) const ALL: &[(&str, fn(&Client) -> Result<Response, Error>)] = &[\n";
    for endpoint in chosen(data) {
        let name =
            format!("{} {}", self::text(endpoint, "method"), endpoint["path"].as_str().unwrap());
        let [before, after] = [0, 2].map(|at| endpoint["rust"][at].as_str().unwrap());
        for chain in endpoint["rust"][1].as_array().unwrap() {
            let chain = chain.as_str().unwrap();
            text += &format!(
                "({name:?}, |client: &Client| {{\n{before}{chain}{after}Ok(response)\n}}),\n"
            );
        }
    }
    text + "];\n"
}

/// They are compiled with these tests. After a change: `WRITE_SAMPLES=1 cargo test -p wechatpay --test cli
/// the_rust`.
#[test]
fn the_rust_is_compiled() {
    let sandbox = Sandbox::new();
    let made = module(&data(&written(&sandbox)));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/catalogue_samples.rs");
    if std::env::var_os("WRITE_SAMPLES").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let checked_in = std::fs::read_to_string(&file).unwrap();
    assert!(checked_in == made, "it is another one now: WRITE_SAMPLES=1 writes it");
    assert!(catalogue_samples::ALL.len() >= 150, "{}", catalogue_samples::ALL.len());
}

/// Those that stay on this machine and write no file: the gateway may refuse them, but not the client.
#[test]
fn the_rust_is_right() {
    let sandbox = Sandbox::new();
    let data = data(&written(&sandbox));
    let client = sandbox.gateway.client_builder().check_arguments(Check::Error).build().unwrap();
    let elsewhere = ["base_uri", "MediaUtil", ".save(", "\"sink\""];
    let is_here = |name: &str| {
        let endpoints = data["endpoints"].as_array().unwrap();
        let (method, path) = name.split_once(' ').unwrap();
        let one = endpoints.iter().find(|it| it["method"] == method && it["path"] == path).unwrap();
        let rust = one["rust"].to_string();
        !elsewhere.iter().any(|word| rust.contains(&word.replace('"', "\\\"")))
    };
    let mut count = 0;
    for (name, call) in catalogue_samples::ALL.iter().filter(|(name, _)| is_here(name)) {
        count += 1;
        match call(&client) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), ErrorKind::Api, "{name}: {error}"),
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn properties_are_the_path() {
    let sandbox = Sandbox::new();
    let client: Client = sandbox.gateway.client().unwrap();
    for endpoint in data(&written(&sandbox))["endpoints"].as_array().unwrap() {
        let [chained, declared, index] =
            [0, 1, 2].map(|at| endpoint["rust"][1][at].as_str().unwrap());
        let segments = chained.strip_prefix("chain!(client->").unwrap().strip_suffix(')').unwrap();
        let segments = segments.split("->").map(|segment| segment.trim_matches('"'));
        let chain = segments.fold(client.chain(""), |chain, segment| chain.seg(segment));
        let path = chain.path();
        let documented = text(endpoint, "path");
        assert!(path.split('?').next() == Some(documented), "{path} {documented}");
        assert_eq!(declared, format!("client.chain({path:?})"));
        assert_eq!(index, format!("client[{path:?}]"));
        // PHP has a query as an option.
        let php = chained.split_once('>').unwrap().1.replace(['"', ')'], "");
        let php = format!("$instance->{}->", php.split('?').next().unwrap());
        assert!(text(endpoint, "php").contains(&php), "{php} {}", endpoint["php"]);
    }
}

/// What is not in quotes is balanced, and ends as a statement does.
fn is_statement(php: &str) -> bool {
    let (mut open, mut quote, mut escaped) = (Vec::new(), None, false);
    for c in php.chars() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(begin), c) if c == begin => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, '{') => open.push('}'),
            (None, ')' | ']' | '}') if open.pop() != Some(c) => return false,
            _ => {}
        }
    }
    open.is_empty() && quote.is_none() && php.ends_with(['\n'])
}

#[test]
fn the_php_is_well_formed() {
    let sandbox = Sandbox::new();
    let data = data(&written(&sandbox));
    let mut secured = 0;
    for endpoint in data["endpoints"].as_array().unwrap() {
        let php = text(endpoint, "php");
        assert!(is_statement(php) && php.ends_with(");\n"), "{php}");
        let is_encrypted = endpoint["encrypted"] == true;
        assert_eq!(php.contains("$encrypt("), is_encrypted, "{php}");
        secured += usize::from(php.contains("'security' => true"));
    }
    assert!(secured > 30, "{secured}");
    assert!(is_statement(data["setup"]["php"].as_str().unwrap()));
    assert!(data["events"].as_array().unwrap().iter().all(|it| is_statement(text(it, "php"))));
}

/// Of a file on this machine.
fn address(sandbox: &Sandbox, hash: &str) -> String {
    format!("file://{}/index.html{hash}", sandbox.folder.at("page").display())
}

#[test]
fn the_page_finds_and_shows_an_endpoint() {
    let Some(browser) = Browser::start("en-US") else { return };
    let sandbox = Sandbox::new();
    let data = data(&written(&sandbox));
    browser.open(&address(&sandbox, ""));
    browser.until("document.querySelectorAll('#results a').length > 100");
    assert!(browser.text("main").contains("All documented endpoints"));
    let type_in = |text: &str| {
        browser.value(&format!(
            "(search.value = {text:?}, search.dispatchEvent(new Event('input')), true)"
        ));
    };
    let first = || browser.text("#results a:first-child");
    let key = |name: &str| {
        browser.value(&format!(
            "(document.activeElement.dispatchEvent(new KeyboardEvent('keydown', \
             {{ key: {name:?}, bubbles: true, cancelable: true }})), true)"
        ));
    };
    // By words in any language, by a path with slashes or spaces, with values, or as a whole address.
    for (words, path) in [
        ("查退款 单笔 domestic", "v3/refund/domestic/refunds/{out_refund_no}"),
        ("退款查询", "退款"),
        ("/v3/refund/domestic/refunds", REFUND),
        ("refund domestic refunds 申请", REFUND),
        ("v3 pay transactions jsapi", "v3/pay/transactions/jsapi"),
        (
            "https://api.mch.weixin.qq.com/v3/pay/transactions/id/42?mchid=1",
            "v3/pay/transactions/id/{transaction_id}",
        ),
        ("GET v3/pay/transactions/id/42", "v3/pay/transactions/id/{transaction_id}"),
        ("transation nativ", "v3/pay/transactions/native"),
        ("transaction.success", "TRANSACTION.SUCCESS"),
    ] {
        type_in(words);
        assert!(first().contains(path), "{words}: {}", first());
    }
    type_in("no such thing");
    assert_eq!(browser.text("#count"), "Nothing found. Try fewer words.");

    // By the keyboard alone.
    browser.value("(document.activeElement.blur(), true)");
    key("/");
    browser.until("document.activeElement.id === 'search'");
    type_in("退款");
    browser.until("[...document.querySelectorAll('#results .path')].some(it => it.textContent === 'v3/refund/domestic/refunds')");
    type_in("退款 domestic post");
    key("ArrowDown");
    assert_eq!(browser.value("search.getAttribute('aria-activedescendant')"), "row0");
    key("ArrowDown");
    key("ArrowUp");
    key("Enter");
    browser
        .until(&format!("document.querySelector('main .call code')?.textContent === {REFUND:?}"));
    assert_eq!(browser.value("decodeURI(location.hash)"), format!("#POST/{REFUND}"));
    let shown = browser.text("main");
    for part in [
        "Body (JSON)",
        "out_refund_no",
        "required",
        "amount",
        "Response",
        "pay.weixin.qq.com",
        "string",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let nested = "[...document.querySelectorAll('ul.tree ul.tree .name')].some(it => it.textContent === 'refund')";
    assert_eq!(browser.value(nested), true);

    // Each call is exactly the one in the data; what is copied, too.
    let endpoints = data["endpoints"].as_array().unwrap();
    let refund = endpoints.iter().find(|it| it["path"] == REFUND).unwrap();
    let rust = |at: usize| {
        [0, 2]
            .map(|part| refund["rust"][part].as_str().unwrap())
            .join(refund["rust"][1][at].as_str().unwrap())
    };
    let calls =
        [rust(0), rust(1), rust(2), text(refund, "php").into(), text(refund, "command").into()];
    browser
        .value("(navigator.clipboard.writeText = async text => { window.copied = text; }, true)");
    for (at, call) in calls.iter().enumerate() {
        browser.click(&format!("#tab{at}"));
        assert_eq!(
            browser.value("document.querySelector('#panel code').textContent"),
            call.as_str()
        );
        browser.click("#panel .snippet button");
        browser.until("window.copied === document.querySelector('#panel code').textContent");
        browser.until("document.getElementById('said').textContent === 'Copied'");
    }
    assert!(
        calls[0].contains("chain!(client->v3->refund->domestic->refunds).post("),
        "{}",
        calls[0]
    );

    // Another language, and another endpoint by a link; then back.
    browser.click("#language");
    assert!(
        browser.text("main").contains("请求体（JSON）")
            && browser.text("#results").contains("退款")
    );
    assert_eq!(browser.value("document.documentElement.lang"), "zh-CN");
    let link = "#GET/v3/merchant-service/complaints-v2/%7Bcomplaint_id%7D";
    browser.value(&format!("(location.hash = {link:?}, true)"));
    browser.until("document.querySelector('main').textContent.includes('complaint_id')");
    browser.value("(history.back(), true)");
    browser.until(
        "document.querySelector('main .call code')?.textContent === 'v3/refund/domestic/refunds'",
    );
    // What was chosen is kept.
    browser.open("about:blank");
    browser.open(&address(&sandbox, link));
    browser.until("document.querySelector('main .call')?.textContent.includes('complaints-v2/{complaint_id}')");
    assert_eq!(browser.value("document.documentElement.lang"), "zh-CN");
    assert!(browser.text("main").contains("加密"), "{}", browser.text("main"));
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn the_page_filters_and_fits_a_narrow_window() {
    let Some(browser) = Browser::start("zh-CN") else { return };
    let sandbox = Sandbox::new();
    written(&sandbox);
    browser.open(&address(&sandbox, "#EVENT/TRANSACTION.SUCCESS"));
    browser.until("document.querySelector('h1')?.textContent === 'TRANSACTION.SUCCESS'");
    assert!(
        browser.text("main").contains("out_trade_no")
            && browser.text("main").contains("解密后的 resource")
    );
    let choose = |id: &str, value: &str| {
        browser.value(&format!(
            "({id}.value = {value:?}, {id}.dispatchEvent(new Event('change')), true)"
        ));
    };
    let methods = "[...new Set([...document.querySelectorAll('#results .method')].map(it => it.textContent))]";
    choose("group", "v2");
    choose("method", "GET");
    assert_eq!(browser.value(methods), json!(["GET"]));
    assert_eq!(browser.text("#count"), "3 个结果");
    choose("method", "");
    choose("group", "event");
    assert_eq!(browser.value(methods), json!(["EVENT"]));
    choose("group", "");
    choose("family", "基础支付");
    assert!(browser.text("#results a:first-child").contains("v3/"));
    choose("family", "");
    // All of them, when asked for.
    browser.click("#more");
    browser.until("document.querySelectorAll('#results a').length > 1000 && document.getElementById('more').hidden");

    // One of the two is there; the widest text has its own scrollbar.
    browser.narrow(420, 800);
    let fits = "document.documentElement.scrollWidth <= window.innerWidth";
    let is_list = "getComputedStyle(document.querySelector('nav')).display !== 'none'";
    assert_eq!(browser.value(&format!("[{fits}, {is_list}]")), json!([true, false]));
    for hash in ["#POST/v3/applyment4sub/applyment/%7Bempty%7D", "#POST/v2/pay/combinedorder"] {
        browser.open(&address(&sandbox, hash));
        browser.until("document.querySelector('main .call') !== null");
        assert_eq!(browser.value(&format!("[{fits}, {is_list}]")), json!([true, false]), "{hash}");
    }
    browser.click(".back");
    browser.until(&format!("location.hash === '' && {is_list} && {fits}"));
    // What a link has in it is text.
    browser.open(&address(&sandbox, "#GET/<img src=x onerror='window.hacked = 1'>"));
    browser.until("document.querySelector('h1').textContent === '目录中没有此接口。'");
    assert_eq!(browser.value("[window.hacked ?? 0, document.images.length]"), json!([0, 0]));
    assert_eq!(browser.console(), Vec::<String>::new());
}
