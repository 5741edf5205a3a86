//! The list of calls, and what is shown of one.

use std::io::{Read, Write};
use std::net::TcpStream;

use http::Method;
use serde_json::json;
use wechatpay_chain::{
    BoxError, BoxFuture, Formatter, Gateway, PrivateKey, Rsa, SignInput, Signer,
};

use super::support::{self, webdriver::Browser};
use super::{HOSTILE, choose, rows};

/// Signs the path without its query.
struct WithoutQuery {
    mchid: String,
    serial: String,
    key: PrivateKey,
}

impl WithoutQuery {
    fn of(gateway: &Gateway) -> Self {
        Self {
            mchid: gateway.mchid().to_owned(),
            serial: gateway.merchant_serial().to_owned(),
            key: PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap(),
        }
    }
}

impl Signer for WithoutQuery {
    fn authorization<'a>(
        &'a self,
        input: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async move {
            let (timestamp, nonce) = (Formatter::timestamp(), Formatter::nonce(32));
            let (path, _) = input.target.split_once('?').unwrap();
            let method = input.method.as_str();
            let message = Formatter::request(method, path, timestamp, &nonce, input.body);
            let signature = Rsa::sign(&message, &self.key)?;
            let (mchid, serial) = (&self.mchid, &self.serial);
            Ok(Formatter::authorization(mchid, &nonce, &signature, timestamp, serial))
        })
    }
}

/// The text of each row.
const ROWS: &str = "[...document.querySelectorAll('#results a')].map(row => row.innerText)";

#[test]
fn shows_calls_and_why_one_was_refused() {
    let Some(browser) = Browser::start("en-US") else { return };
    let gateway = support::gateway();
    gateway.on(
        Method::POST,
        "/v3/pay/transactions/native",
        |_| json!({ "code_url": "weixin://x", "number": 12_345_678_901_234_567_890_u64 }),
    );
    browser.open(gateway.base_uri());
    browser.until("document.getElementById('count').textContent === 'No calls yet'");
    let first = browser.text("#main");
    assert!(first.contains(&format!("curl {}v3/certificates", gateway.base_uri())), "{first}");

    // The page is open already: it learns of these by itself.
    let client = gateway.client().unwrap();
    client.chain("v3/pay/transactions/native").post(json!({ "json": { "a": [1] } })).unwrap();
    let signer = WithoutQuery::of(&gateway);
    let wrong = gateway.client_builder().signer(signer).build().unwrap();
    let query = json!({ "query": { "mchid": "1900000109" } });
    wrong.chain("v3/pay/transactions/id/1").get(query).unwrap_err();
    rows(&browser, 2);

    // The newest first.
    let target = "/v3/pay/transactions/id/1?mchid=1900000109";
    browser.until("document.querySelector('#results').innerText.includes('200')");
    let shown = browser.value(ROWS);
    let newest = shown[0].as_str().unwrap();
    for part in [&format!("GET {target}"), "401", "refused", " ms"] {
        assert!(newest.contains(part), "{part} in {newest}");
    }
    let oldest = shown[1].as_str().unwrap();
    assert!(oldest.contains("POST /v3/pay/transactions/native") && oldest.contains("verified"));

    choose(&browser, target);
    browser.until("document.querySelector('#main h1') !== null");
    let detail = browser.text("#main");
    let requests = gateway.requests();
    let diagnosis = requests[1].diagnosis().unwrap();
    let finding = &diagnosis.findings()[0];
    for part in [
        "Why it was refused",
        "the query was not signed: sign the path, `?` and the query",
        "query-left-out",
        finding.signed().unwrap(),
        finding.received().unwrap(),
        requests[1].request_id(),
        requests[1].headers()["user-agent"].to_str().unwrap(),
    ] {
        assert!(detail.contains(part), "{part} in {detail}");
    }
    // Line by line, the difference marked.
    let cells = "[...document.querySelectorAll('.message .differs')].map(\
                 row => [...row.children].map(cell => cell.textContent))";
    assert_eq!(browser.value(cells), json!([["target", "/v3/pay/transactions/id/1", target]]));
    assert_eq!(
        browser.value("[...document.querySelectorAll('mark')].map(mark => mark.textContent)"),
        json!(["", "?mchid=1900000109"])
    );
    assert_eq!(browser.value("document.querySelectorAll('.message tbody tr').length"), 5);
    browser.click(".request-headers summary");
    browser.until("document.querySelector('.request-headers').open");
    let headers = browser.text(".request-headers");
    assert!(headers.contains("mchid=\"1900000109\"") && headers.contains("signature=\"…\""));

    // The address names the call: it stays when the page is loaded again, and Back leads back.
    let hash = format!("#calls/{}", requests[1].request_id());
    assert_eq!(browser.value("location.hash"), hash.as_str());
    choose(&browser, "native");
    browser.until("document.querySelector('#main h1').innerText.includes('native')");
    // Pretty, and all digits of a number; or as it was sent.
    let body = browser.text("[data-key=messages]");
    assert!(body.contains("{\n  \"a\": [\n    1\n  ]\n}"), "{body}");
    assert!(body.contains("\"number\": 12345678901234567890"), "{body}");
    browser.click("[data-key=messages] .raw");
    browser
        .until("document.querySelector('[data-key=messages]').innerText.includes('{\"a\":[1]}')");
    browser.click(".response-headers summary");
    browser.until("document.querySelector('.response-headers').open");
    let headers = browser.text(".response-headers");
    assert!(headers.contains("wechatpay-signature: …"), "{headers}");
    browser.back();
    browser.until("document.querySelector('#main h1').innerText.includes('/id/1')");
    browser.reload();
    browser.until("document.querySelector('#main h1')?.innerText.includes('/id/1?')");
    rows(&browser, 2);
    assert_eq!(
        browser.value("document.querySelectorAll('#results [aria-selected=true]').length"),
        1
    );

    assert_eq!(browser.console(), Vec::<String>::new());
    assert_eq!(gateway.requests().len(), 2, "the page's own requests are not listed");
}

/// Sends a request as it is written.
fn send(gateway: &Gateway, head: &str, body: &str) {
    let host = gateway.base_uri().trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    let request = format!(
        "{head}\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream.read_to_string(&mut String::new()).unwrap();
}

#[test]
fn what_clients_send_is_text() {
    let Some(browser) = Browser::start("en-US") else { return };
    let gateway = support::gateway();
    gateway.on(Method::POST, "/v3/evil", |_| json!({ "answer": HOSTILE }));
    let hostile = json!({ "json": { "body": HOSTILE }, "headers": { "User-Agent": HOSTILE } });
    gateway.client().unwrap().chain("v3/evil").post(hostile).unwrap();
    // The path as it came, if the server takes it; encoded in any case.
    send(&gateway, "POST /v3/%3Cscript%3Ewindow.hacked=1%3C/script%3E?\"><b>=1 HTTP/1.1", HOSTILE);
    let head = format!("GET /v3/x HTTP/1.1\r\nX-Evil: {HOSTILE}\r\nAuthorization: {HOSTILE}");
    send(&gateway, &head, "");
    browser.open(gateway.base_uri());
    let count = gateway.requests().len();
    assert!(count >= 2);
    rows(&browser, count);
    browser.value("localStorage.setItem('wechatpay-request-headers', 'true')");
    for at in 0..count {
        browser.value(&format!("document.querySelectorAll('#results a')[{at}].click()"));
        browser.until("document.querySelector('#main .request-headers')?.open");
        for tab in ["curl", "wechatpay", "Rust"] {
            browser.click(&format!("#main [data-name={tab}]"));
        }
        let text =
            browser.value("document.querySelector('#main').textContent.replaceAll('\\\\', '')");
        assert!(text.as_str().unwrap().contains("script"), "{text}");
    }
    choose(&browser, "/v3/evil");
    browser.until("document.querySelector('#main h1').innerText.includes('evil')");
    let text = browser.text("#main");
    // The client twice, the body, the response.
    assert!(text.matches("<img src=x").count() >= 4, "{text}");
    browser.press("#search", "<script>");
    browser.until("location.hash.includes('q=')");
    assert_eq!(
        browser.value("[window.hacked ?? 0, document.images.length, document.querySelectorAll('main b:not(.attempt b)').length]"),
        json!([0, 0, 0])
    );
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn finds_calls_by_words_states_and_keys() {
    let Some(browser) = Browser::start("en-US") else { return };
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    client.chain("v3/certificates").get(()).unwrap();
    for number in ["A1", "A2"] {
        let path = client.chain("v3/pay/transactions/out-trade-no/{number}/close");
        let close = json!({ "number": number, "json": { "mchid": "1900000109" } });
        path.post(close).unwrap_err();
    }
    browser.open(gateway.base_uri());
    rows(&browser, 3);
    let hash = |part: &str| browser.until(&format!("location.hash.includes('{part}')"));

    // `/` goes to the search, Enter opens what was chosen, and Escape clears the search.
    browser.press("body", "/");
    browser.until("document.activeElement.id === 'search'");
    browser.press("#search", "close a1");
    rows(&browser, 1);
    assert_eq!(browser.text("#count"), "1 of 3");
    hash("q=close+a1");
    browser.press("#search", "\u{e015}\u{e007}");
    browser.until("document.querySelector('#main h1')?.innerText.includes('/A1/')");
    // The filter is in the address: it survives a reload.
    browser.reload();
    rows(&browser, 1);
    assert_eq!(browser.value("document.getElementById('search').value"), "close a1");
    browser.press("#search", "\u{e00c}");
    rows(&browser, 3);

    // By its state and its method; by its Request-ID.
    browser.value("[document.activeElement.blur()]");
    let select = |id: &str, value: &str| {
        browser.value(&format!(
            "(() => {{ const it = document.getElementById('{id}'); it.value = '{value}'; \
             it.dispatchEvent(new Event('change')); }})()"
        ));
    };
    select("state", "2");
    rows(&browser, 1);
    hash("state=2");
    select("method", "POST");
    rows(&browser, 0);
    assert_eq!(browser.text("#count"), "Nothing fits. Try fewer words.");
    select("state", "4");
    rows(&browser, 2);
    let id = gateway.requests()[2].request_id().to_owned();
    browser.press("#search", &id);
    rows(&browser, 1);

    // j and k go through the list, Escape closes what is open.
    browser.open("about:blank");
    browser.open(gateway.base_uri());
    rows(&browser, 3);
    browser.press("body", "jjk");
    browser.until("document.querySelector('#results .active')?.innerText.includes('/A2/')");
    browser.press("body", "\u{e007}");
    browser.until("document.querySelector('#main h1').innerText.includes('/A2/')");
    browser.press("#main h1", "j\u{e007}");
    browser.until("document.querySelector('#main h1').innerText.includes('/A1/')");
    browser.press("#main h1", "\u{e00c}");
    browser.until("location.hash === '#calls'");
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn new_calls_leave_what_is_looked_at_where_it_is() {
    let Some(browser) = Browser::start("en-US") else { return };
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let call = |number: usize| drop(client.chain(format!("v3/none/{number}")).get(()));
    (0..40).for_each(call);
    browser.open(gateway.base_uri());
    rows(&browser, 40);
    choose(&browser, "/v3/none/20");
    browser.until("document.querySelector('#main h1').innerText.includes('/none/20')");
    let place = "(() => { const row = document.querySelector('#results [aria-selected=true]'); \
                 return [Math.round(row.getBoundingClientRect().top), getSelection().toString(), \
                 document.querySelector('#main').scrollTop, document.activeElement.id || document.activeElement.className, \
                 document.querySelector('#main h1') === window.title]; })()";
    browser.value(
        "(() => { window.title = document.querySelector('#main h1'); \
         document.querySelector('#results [aria-selected=true]').scrollIntoView({ block: 'center' }); \
         getSelection().selectAllChildren(window.title); document.querySelector('#main').scrollTop = 50; \
         document.querySelector('#panel .copy').focus({ preventScroll: true }); })()",
    );
    let before = browser.value(place);
    assert_eq!(
        before.as_array().unwrap()[1..],
        json!(["GET /v3/none/20", 50, "copy", true]).as_array().unwrap()[..]
    );
    (40..45).for_each(call);
    rows(&browser, 45);
    assert_eq!(browser.value(place), before);

    // The button forgets them, and the page that is open learns of it.
    browser.click("#clear");
    rows(&browser, 0);
    assert!(gateway.requests().is_empty());
    browser.until("document.getElementById('said').textContent !== 'x'");
    browser.click(".home");
    browser.until("document.querySelector('#main h1').innerText === 'Calls'");
    call(0);
    rows(&browser, 1);
    browser.value("[location.hash = '#calls/SANDBOX-NONE']");
    browser.until("document.querySelector('#main').innerText.includes('not kept any more')");
    let console = browser.console();
    assert!(console.iter().all(|line| line.contains("409")), "{console:?}");
}
