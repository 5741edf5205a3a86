//! A call as curl, as the command and in Rust: what is copied makes the same call again, and has no
//! secret in it.

use std::process::Command;

use http::Method;
use serde_json::json;
use wechatpay_chain::gateway::ReceivedRequest;
use wechatpay_chain::{Client, Error, Gateway, MediaUtil, Options, Response};

use super::support::folder::Folder;
use super::support::webdriver::Browser;
use super::{choose, rows};

/// Statements, which run, and their text, which is to be copied.
macro_rules! copied {
    ($name:ident, $text:ident, $client:ident, $response:ident, $($line:tt)*) => {
        fn $name($client: &Client) -> Result<Response, Error> {
            $($line)*
            Ok($response)
        }
        const $text: &str = stringify!($($line)*);
    };
}

copied!(create, CREATE, client, response,
    let response = client.chain("v3/pay/transactions/native").post(json!({
        "json": {
            "appid": "wx1",
            "description": "it's \"微信\" $HOME `x` \\",
            "amount": {
                "total": 1
            },
            "goods": []
        },
    }))?;
);
copied!(query, QUERY, client, response,
    let response = client.chain("v3/pay/transactions/out-trade-no/{out_trade_no}").get(json!({
        "out_trade_no": "A1|*",
        "query": {
            "mchid": "1900000109",
        },
    }))?;
);
copied!(unified, UNIFIED, client, response,
    let response = client.chain("v2/pay/unifiedorder").post(json!({
        "xml": {
            "appid": "wx8888888888888888",
            "mch_id": "1900000109",
            "body": "it's <tea> & 茶",
            "out_trade_no": "V2-1",
            "total_fee": "1",
            "spbill_create_ip": "8.8.8.8",
            "notify_url": "https://shop.example/",
            "trade_type": "NATIVE",
        },
    }))?;
);
copied!(undocumented, UNDOCUMENTED, client, response,
    let response = client.chain("v3/shop/{value1}?a=1&a=2").delete(())?;
);

/// Without white space, which says nothing in these texts outside their strings.
fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The text in the tab with this name.
fn copied(browser: &Browser, tab: &str) -> String {
    browser.click(&format!("#main [data-name={tab}]"));
    browser
        .value("[navigator.clipboard.writeText = async text => { window.copied = text; }].length");
    browser.click("#panel .copy");
    let text = browser.value("window.copied").as_str().unwrap().to_owned();
    assert_eq!(text, browser.value("document.querySelector('#panel code').textContent"));
    text
}

fn newest(gateway: &Gateway) -> ReceivedRequest {
    gateway.requests().pop().unwrap()
}

/// Runs what was copied as curl, and compares the call that it makes.
fn assert_repeats(gateway: &Gateway, folder: &Folder, script: &str) {
    let before = newest(gateway);
    let count = gateway.requests().len();
    let run = Command::new("sh").args(["-ec", script]).current_dir(folder.path()).output().unwrap();
    assert!(run.status.success(), "{script}\n{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(gateway.requests().len(), count + 1);
    let made = newest(gateway);
    assert!(made.verified(), "{script}\n{:?}", made.diagnosis());
    assert_eq!((made.method(), made.target()), (before.method(), before.target()));
    let is_form = String::from_utf8_lossy(before.body()).contains("<sign>");
    let is_upload = before
        .headers()
        .get("content-type")
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart"));
    if !is_form && !is_upload {
        assert_eq!(made.body(), before.body());
    }
    assert_eq!(made.status(), before.status());
}

#[test]
fn what_is_copied_makes_the_call_again() {
    let Some(browser) = Browser::start("en-US") else { return };
    let folder = Folder::new();
    let keys = folder.at("it's keys");
    let gateway = Gateway::builder().dir(&keys).start().unwrap();
    for (method, path) in
        [(Method::POST, "/v3/pay/transactions/native"), (Method::DELETE, "/v3/shop/{x}")]
    {
        gateway.on(method, path, |_| ());
    }
    let apiv2_key = std::fs::read_to_string(keys.join("apiv2_key.txt")).unwrap();
    let client = gateway.client_builder().secret(&apiv2_key).build().unwrap();
    browser.open(gateway.base_uri());
    let folder_of_keys = std::fs::canonicalize(&keys).unwrap();
    let config = format!(
        "--config '{}/config.toml'",
        folder_of_keys.display().to_string().replace('\'', "'\\''")
    );
    browser.until("document.querySelector('#main').innerText.includes(\"it's keys\")");
    let mut seen = 0;
    let mut show = |path: &str| {
        seen += 1;
        browser.value("[location.hash = '#calls?q=']");
        browser.until(&format!("document.querySelectorAll('#results a').length >= {seen}"));
        choose(&browser, path);
        browser.until(&format!("document.querySelector('#main h1')?.innerText.includes({path:?}) && document.querySelector('#panel') !== null"));
    };

    create(&client).unwrap();
    show("native");
    assert_repeats(&gateway, &folder, &copied(&browser, "curl"));
    assert_eq!(packed(&copied(&browser, "Rust")), packed(CREATE));
    let item = r#"'description=it'\''s "微信" $HOME `x` \' 'amount:={"total":1}' 'goods:=[]'"#;
    assert_eq!(
        copied(&browser, "wechatpay"),
        format!("wechatpay {config} post v3/pay/transactions/native appid=wx1 {item}")
    );
    gateway.requests().iter().for_each(|call| assert!(call.verified()));

    query(&client).unwrap_err();
    show("out-trade-no");
    assert_repeats(&gateway, &folder, &copied(&browser, "curl"));
    assert_eq!(packed(&copied(&browser, "Rust")), packed(QUERY));
    assert_eq!(
        copied(&browser, "wechatpay"),
        format!(
            "wechatpay {config} get 'v3/pay/transactions/out-trade-no/{{out_trade_no}}' \
             'out_trade_no=A1|*' mchid==1900000109"
        )
    );

    undocumented(&client).unwrap_err();
    client.chain("v3/shop/{x}?a=1&a=2").delete(json!({ "x": "A b" })).unwrap();
    show("shop/A");
    assert_repeats(&gateway, &folder, &copied(&browser, "curl"));
    let rust = UNDOCUMENTED.replace("(())", "(json!({\"value1\": \"A b\",}))");
    assert_eq!(packed(&copied(&browser, "Rust")), packed(&rust));
    assert_eq!(
        copied(&browser, "wechatpay"),
        format!("wechatpay {config} delete 'v3/shop/{{value1}}?a=1&a=2' 'value1=A b'")
    );

    unified(&client).unwrap();
    show("unifiedorder");
    let script = copied(&browser, "curl");
    assert_repeats(&gateway, &folder, &script);
    assert_eq!(packed(&copied(&browser, "Rust")), packed(UNIFIED));
    assert!(!script.contains(&apiv2_key), "{script}");
    let line = copied(&browser, "wechatpay");
    assert!(
        line.contains(" post v2/pay/unifiedorder appid=wx8888888888888888 ")
            && !line.contains("sign"),
        "{line}"
    );

    // An upload, whose file the page does not have.
    let media = MediaUtil::new(folder.file("a;b.png", "png")).unwrap();
    client.chain("v3/merchant/media/upload").post(Options::new().body(media.stream())).unwrap();
    show("media/upload");
    assert_repeats(&gateway, &folder, &copied(&browser, "curl"));
    assert!(copied(&browser, "Rust").contains("MediaUtil::new(\"a;b.png\")"));
    assert!(
        copied(&browser, "wechatpay").ends_with(" post v3/merchant/media/upload 'file@a;b.png'")
    );

    let page = browser.value("document.documentElement.innerHTML");
    let page = page.as_str().unwrap();
    assert!(!page.contains(&apiv2_key) && !page.contains(gateway.apiv3_key()));
    assert_eq!(browser.console(), Vec::<String>::new());
    rows(&browser, gateway.requests().len());
}

#[test]
fn odd_bodies_are_copied_as_they_are() {
    let Some(browser) = Browser::start("en-US") else { return };
    let folder = Folder::new();
    let gateway = Gateway::builder().dir(folder.at("keys")).start().unwrap();
    gateway.on(Method::POST, "/v3/a", |_| ());
    let client = gateway.client().unwrap();
    browser.open(gateway.base_uri());
    let post = |body: &str| {
        let headers = json!({ "Content-Type": "application/json" });
        client.chain("v3/a").post(json!({ "body": body, "headers": headers })).unwrap();
    };
    let show = |count: usize| {
        rows(&browser, count);
        let id = newest(&gateway).request_id().to_owned();
        browser.value(&format!("[location.hash = '#calls/{id}']"));
        browser.until(&format!("document.querySelector('#main').innerText.includes('{id}') && document.querySelector('#panel') !== null"));
    };
    let mut count = 0;
    for body in [
        "{\"a\": 12345678901234567890.10, \"b\":\"\\u4e2d\\/\"}",
        "@file",
        "[1]",
        "not 'JSON'\n",
        "{}",
        "{\"a\":1,\"a\":2}",
    ] {
        post(body);
        count += 1;
        show(count);
        assert_repeats(&gateway, &folder, &copied(&browser, "curl"));
        count += 1;
    }
    // The page has only its beginning.
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(9000));
    post(&long);
    folder.file("body.json", &long);
    show(count + 1);
    assert!(browser.text("[data-key=repeat]").contains("put it into body.json"));
    assert_repeats(&gateway, &folder, &copied(&browser, "curl"));
    assert_eq!(newest(&gateway).body(), long.as_bytes());
    assert_eq!(browser.console(), Vec::<String>::new());
}
