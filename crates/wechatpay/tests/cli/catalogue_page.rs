//! The page of `catalogue`: its file, and it in a real browser.

use serde_json::{Value, json};

use super::support::webdriver::Browser;
use super::{Sandbox, finish};

const REFUND: &str = "v3/refund/domestic/refunds";

/// The page, written to the folder `page`.
pub(super) fn written(sandbox: &Sandbox) -> String {
    let ran = sandbox.run(&["catalogue", "--html", "page"]).ok();
    assert!(ran.err.starts_with("saved `page/index.html`, ") && ran.out.is_empty(), "{}", ran.err);
    std::fs::read_to_string(sandbox.folder.at("page/index.html")).unwrap()
}

pub(super) fn data(page: &str) -> Value {
    let (_, data) = page.split_once("id=\"data\">").unwrap();
    serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap()
}

pub(super) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
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
