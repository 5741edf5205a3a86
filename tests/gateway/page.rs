//! The gateway's page over plain HTTP: what it tells, what it hides, and from whom.

use crate::support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::gateway::{Fault, StubResponse};
use wechatpay_chain::{Client, Gateway};

use crate::diagnosis::by_hand::Sent;

struct Page {
    status: u16,
    head: String,
    body: String,
}

impl Page {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

fn host(gateway: &Gateway) -> &str {
    gateway.base_uri().trim_start_matches("http://").trim_end_matches('/')
}

/// `more` are header lines.
fn send(gateway: &Gateway, host_header: &str, start: &str, more: &str) -> Page {
    let mut stream = TcpStream::connect(host(gateway)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let request = format!(
        "{start} HTTP/1.1\r\nHost: {host_header}\r\nUser-Agent: test\r\nAccept: */*\r\n\
         Connection: close\r\n{more}\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    Page { status: head[9..12].parse().unwrap(), head: head.to_owned(), body: body.to_owned() }
}

fn get(gateway: &Gateway, target: &str) -> Page {
    send(gateway, host(gateway), &format!("GET {target}"), "")
}

/// The header line that the page's own calls have, from its HTML.
fn token(gateway: &Gateway) -> String {
    let page = get(gateway, "/").body;
    let token = page.split("<meta name=\"token\" content=\"").nth(1).unwrap();
    format!("X-Gateway-Token: {}\r\n", token.split('"').next().unwrap())
}

fn ask(gateway: &Gateway, target: &str) -> Page {
    send(gateway, host(gateway), &format!("GET {target}"), &token(gateway))
}

fn calls(gateway: &Gateway, query: &str) -> Value {
    let page = ask(gateway, &format!("/_gateway/calls{query}"));
    assert_eq!(page.status, 200, "{}", page.body);
    page.json()
}

fn numbers(news: &Value) -> Vec<u64> {
    let calls = news["calls"].as_array().unwrap();
    calls.iter().map(|call| call["number"].as_u64().unwrap()).collect()
}

/// Makes a call that fails or not.
fn call(client: &Client, path: &str) {
    let _ = client.chain(path).get(());
}

#[test]
fn the_page_is_one_file_that_other_sites_cannot_use() {
    let gateway = support::gateway();
    let page = get(&gateway, "/");
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    for (name, value) in [
        ("cross-origin-resource-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(page.header(name), Some(value), "{name}");
        assert_eq!(ask(&gateway, "/_gateway/calls").header(name), Some(value), "{name}");
    }
    assert!(!page.head.to_ascii_lowercase().contains("access-control-"));
    // Nothing runs but what bears this answer's nonce, and nothing is fetched from elsewhere.
    let policy = page.header("content-security-policy").unwrap();
    let nonce = policy.split("script-src 'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(policy.starts_with("default-src 'none'; ") && nonce.len() == 32, "{policy}");
    assert!(page.body.contains(&format!("<script nonce=\"{nonce}\">")));
    assert!(page.body.contains(&format!("<style nonce=\"{nonce}\">")));
    assert!(!policy.contains("unsafe"), "{policy}");
    let again = get(&gateway, "/");
    assert_ne!(again.header("content-security-policy"), Some(policy));
    for part in ["http://", "https://", "innerHTML", "insertAdjacentHTML", "document.write"] {
        assert!(!page.body.contains(part), "{part}");
    }
    assert!(gateway.requests().is_empty());
}

#[test]
fn only_a_browser_on_this_machine_gets_it() {
    let gateway = support::gateway();
    let ours = host(&gateway).to_owned();
    let port = ours.split(':').nth(1).unwrap();
    assert_eq!(send(&gateway, &format!("localhost:{port}"), "GET /", "").status, 200);
    for target in ["/", "/_gateway/calls", "/_gateway/calls?after=0"] {
        let rebound = send(&gateway, &format!("evil.example:{port}"), &format!("GET {target}"), "");
        assert_eq!((rebound.status, &rebound.json()["code"]), (403, &json!("NO_AUTH")));
        let absolute = format!("GET http://evil.example{target}");
        assert_eq!(send(&gateway, &ours, &absolute, "").status, 403);
        for method in ["POST", "HEAD", "OPTIONS", "PUT", "DELETE"] {
            let refused = send(&gateway, &ours, &format!("{method} {target}"), "");
            assert_eq!(refused.status, 401, "{method} {target}");
        }
        // Signed, it is a client's call to a path that has no handler.
        let signed = send(&gateway, &ours, &format!("GET {target}"), "Authorization: x\r\n");
        assert_eq!(signed.status, 401);
    }
    for target in ["/index.html", "//", "/_gateway", "/_gateway/calls/", "/_gateway/other"] {
        assert_eq!(get(&gateway, target).status, 401, "{target}");
    }
    // What was refused is listed, as every refused request is.
    assert_eq!(gateway.requests().len(), 3 * 8 + 5);
    // What the page asks for needs its token; one of another run is told to load it anew.
    let right = token(&gateway);
    let wrong = right.replace(": ", ": x");
    let empty = "X-Gateway-Token: \r\n";
    let short = format!("{}\r\n", &right[..right.len() - 3]);
    for (more, status) in
        [("", 401), (wrong.as_str(), 403), (empty, 403), (&short, 403), (&right, 200)]
    {
        let told = send(&gateway, &ours, "GET /_gateway/calls", more);
        assert_eq!(told.status, status, "{more}");
        assert!(status == 200 || !told.body.contains("\"calls\""), "{}", told.body);
    }
    assert_ne!(token(&support::gateway()), right);
    assert_eq!(gateway.requests().len(), 3 * 8 + 5 + 1);
}

#[test]
fn a_call_is_told_with_its_answer() {
    let gateway = support::gateway();
    gateway.on(Method::POST, "/v3/a", |_| {
        StubResponse::error(http::StatusCode::BAD_REQUEST, "PARAM_ERROR", "<b>no</b>")
    });
    let client = gateway.client().unwrap();
    let evil = "<script>alert('1')</script>";
    let body =
        json!({ "json": { "note": evil }, "headers": { "X-Gateway-Fault": "clock-skew=7" } });
    let refused = client.chain("v3/a").post(&body).unwrap_err();
    assert_eq!(refused.status().map(|status| status.as_u16()), Some(400));

    let news = calls(&gateway, "");
    assert_eq!((&news["total"], &news["more"]), (&json!(1), &json!(false)));
    let call = &news["calls"][0];
    let request = &gateway.requests()[0];
    assert_eq!(call["number"], 1);
    assert_eq!(call["method"], "POST");
    assert_eq!(call["target"], "/v3/a");
    assert_eq!(call["status"], 400);
    assert_eq!(request.status().map(|status| status.as_u16()), Some(400));
    assert_eq!(call["verified"], true);
    assert_eq!(call["request_id"], request.request_id());
    assert_eq!(call["faults"], json!(["clock-skew=7"]));
    assert_eq!(call["diagnosis"], Value::Null);
    assert!(call["time"].as_u64().unwrap() > 1_600_000_000_000);
    // As data: the page makes text of it.
    let text = json!({ "note": evil }).to_string();
    assert_eq!(call["body"], json!({ "text": text, "length": text.len(), "clipped": false }));
    let answer: Value = serde_json::from_str(call["answer"]["text"].as_str().unwrap()).unwrap();
    assert_eq!(answer, json!({ "code": "PARAM_ERROR", "message": "<b>no</b>" }));

    let long = "微".repeat(10_000);
    client.chain("v3/b").post(json!({ "json": { "note": long } })).unwrap_err();
    let body = calls(&gateway, "?after=2")["calls"][0]["body"].take();
    assert_eq!(body["clipped"], true);
    assert_eq!(body["length"], long.len() + "{\"note\":\"\"}".len());
    assert!(body["text"].as_str().unwrap().len() < 9_000);
}

#[test]
fn nothing_secret_is_told() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    call(&client, "v3/certificates");
    call(&gateway.client_builder().mchid("2").build().unwrap(), "v3/certificates");
    let signature = |request: &wechatpay_chain::gateway::ReceivedRequest| {
        let value = request.headers()["authorization"].to_str().unwrap().to_owned();
        value.split("signature=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let mut signatures = gateway.requests().iter().map(signature).collect::<Vec<_>>();
    // Of one that can't be read, nothing is shown.
    let unreadable = format!(
        "Authorization: WECHATPAY2-SHA256-RSA2048 mchid=\"1\", sign=\"{}\"\r\nCookie: a=secret\r\n",
        "U2VjcmV0".repeat(43)
    );
    send(&gateway, host(&gateway), "GET /v3/a", &unreadable);
    signatures.push("U2VjcmV0".to_owned());

    let page = ask(&gateway, "/_gateway/calls").body + &get(&gateway, "/").body;
    for (index, signature) in signatures.iter().enumerate() {
        assert!(!page.contains(signature), "the signature of call {}", index + 1);
        let part = &signature[..8];
        assert!(!page.contains(part), "a part of the signature of call {}", index + 1);
    }
    assert!(!page.contains(gateway.apiv3_key()) && !page.contains("secret"));
    let key = gateway.merchant_key_pem().lines().nth(1).unwrap();
    assert!(!page.contains(key));

    let news = calls(&gateway, "");
    let shown = |at: usize| {
        let headers = news["calls"][at]["headers"].as_array().unwrap();
        let found = headers.iter().find(|header| header[0] == "authorization").unwrap();
        found[1].as_str().unwrap().to_owned()
    };
    let serial = gateway.merchant_serial();
    for part in ["mchid=\"2\"", &format!("serial_no=\"{serial}\""), "signature=\"…\"", "timestamp"]
    {
        assert!(shown(1).contains(part), "{part} in {}", shown(1));
    }
    assert_eq!(shown(2), "…");
    let diagnosis = gateway.requests()[1].diagnosis().unwrap().findings().to_vec();
    let told = news["calls"][1]["diagnosis"].as_array().unwrap();
    assert_eq!(told.len(), diagnosis.len());
    assert_eq!(told[0]["name"], "mchid-unknown");
    let english = told[0]["english"].as_str().unwrap();
    assert!(diagnosis[0].to_string().starts_with(english), "{english}");
}

#[test]
fn a_refused_call_tells_what_was_signed_and_what_had_to_be() {
    let gateway = support::gateway();
    let long = format!("{{\"b\":1,\"a\":\"{}\"}}", "x".repeat(9000));
    let sent = Sent::new(&gateway, "POST", "/v3/a/b?c=1", &long);
    let [_, _, timestamp, nonce, _] = sent.lines();
    let sorted = format!("{{\"a\":\"{}\",\"b\":1}}", "x".repeat(9000));
    let signed = format!("POST\n/v3/a/b\n{timestamp}\n{nonce}\n{sorted}\n");
    let diagnosis = sent.signed(&signed).unwrap();
    assert!(diagnosis.has("query-left-out") && diagnosis.has("body-keys"), "{diagnosis}");
    let sent = Sent::new(&gateway, "GET", "/v3/a/b", "");
    sent.signed(&sent.message().replace('\n', "\r\n")).unwrap();
    let sent = Sent::new(&gateway, "GET", "/v3/a/b", "");
    sent.signed("something else").unwrap();
    gateway.client().unwrap().chain("v3/none").get(()).unwrap_err();
    gateway.client().unwrap().chain("v3/certificates").get(()).unwrap();
    let mut sent = Sent::new(&gateway, "GET", "/v3/a/b", "");
    sent.serial = gateway.platform_serial().to_owned();
    sent.signed(&sent.message()).unwrap();

    let calls = calls(&gateway, "")["calls"].clone();
    let lines = |at: usize| calls[at]["message"]["lines"].as_array().unwrap();
    let text = |value: &Value| value["text"].as_str().unwrap_or("-").to_owned();
    let names: Vec<_> = lines(0).iter().map(|line| line["line"].clone()).collect();
    assert_eq!(names, ["method", "target", "timestamp", "nonce", "body"]);
    let differ: Vec<_> = lines(0).iter().map(|line| line["differs"].clone()).collect();
    assert_eq!(differ, [false, true, false, false, true]);
    assert_eq!(text(&lines(0)[1]["signed"]), "/v3/a/b");
    assert_eq!(text(&lines(0)[1]["expected"]), "/v3/a/b?c=1");
    assert_eq!(text(&lines(0)[2]["signed"]), timestamp);
    // Long, but not as short as what the response shows.
    let (signed, expected) = (&lines(0)[4]["signed"], &lines(0)[4]["expected"]);
    assert_eq!(text(signed), sorted[..8192]);
    assert_eq!(text(expected), long[..8192]);
    assert_eq!((&signed["length"], &signed["clipped"]), (&json!(long.len()), &json!(true)));
    assert_eq!((&expected["length"], &expected["clipped"]), (&json!(long.len()), &json!(true)));
    assert_eq!(calls[0]["message"]["whole"], Value::Null);
    // Joined otherwise; not found.
    assert!(text(&calls[1]["message"]["whole"]).starts_with("GET\r\n/v3/a/b\r\n"));
    assert_eq!(lines(2)[1]["signed"], Value::Null);
    assert_eq!(text(&lines(2)[1]["expected"]), "/v3/a/b");
    // A 404 has a reason in both languages, and no message; a success has neither.
    let why = |at: usize, lang: &str| calls[at]["why"][lang].as_str().unwrap_or("").to_owned();
    assert!(why(3, "english").starts_with("there is no response for this path"));
    assert!(why(3, "chinese").starts_with("接口不存在"));
    assert!(why(0, "chinese").contains("待签名串缺少查询参数"), "{}", why(0, "chinese"));
    assert_eq!((&calls[3]["message"], &calls[4]["why"]), (&Value::Null, &Value::Null));
    assert_eq!(calls[5]["diagnosis"][0]["expected"], gateway.merchant_serial());
}

#[test]
fn a_mistake_in_changed_stubs_is_told() {
    let folder = support::folder::Folder::new();
    let file = folder.file("stubs.json", "[]");
    let gateway = Gateway::builder().stubs_file(&file).start().unwrap();
    assert_eq!(calls(&gateway, "")["stubs"], Value::Null);
    std::fs::write(&file, "[{}]").unwrap();
    let told = calls(&gateway, "")["stubs"].clone();
    assert!(told["english"].as_str().unwrap().contains("stub 1 (line 1): it has no"), "{told}");
    assert!(told["chinese"].as_str().unwrap().contains("第 1 个桩（第 1 行）：缺少"), "{told}");
}

#[test]
fn each_change_is_told_once() {
    let gateway = support::gateway();
    let (entered, wait_until_entered) = mpsc::sync_channel(1);
    let (release, released) = mpsc::channel::<()>();
    let released = std::sync::Mutex::new(released);
    gateway.on(Method::GET, "/v3/slow", move |request| {
        assert_eq!(request.status(), None);
        entered.send(()).unwrap();
        released.lock().unwrap().recv().unwrap();
        json!({})
    });
    // A plan is for calls: the page's requests leave it alone.
    gateway.fault(Fault::ServerError);
    let empty = calls(&gateway, "");
    assert_eq!(
        (&empty["calls"], &empty["next"], &empty["total"]),
        (&json!([]), &json!(0), &json!(0))
    );

    let client = gateway.client().unwrap();
    let failed = client.chain("v3/certificates").get(()).unwrap_err();
    assert_eq!(failed.status().map(|status| status.as_u16()), Some(500));
    let first = calls(&gateway, "?after=0");
    assert_eq!(numbers(&first), [1]);

    let slow = std::thread::spawn(move || client.chain("v3/slow").get(()));
    wait_until_entered.recv_timeout(Duration::from_secs(60)).unwrap();
    let pending = calls(&gateway, &format!("?after={}", first["next"]));
    assert_eq!((numbers(&pending), &pending["calls"][0]["status"]), (vec![2], &Value::Null));
    assert_eq!(pending["calls"][0]["answer"], Value::Null);
    let nothing = calls(&gateway, &format!("?after={}", pending["next"]));
    assert_eq!((numbers(&nothing), &nothing["next"]), (vec![], &pending["next"]));

    release.send(()).unwrap();
    slow.join().unwrap().unwrap();
    let answered = calls(&gateway, &format!("?after={}", pending["next"]));
    assert_eq!((numbers(&answered), &answered["calls"][0]["status"]), (vec![2], &json!(200)));
    assert_eq!(answered["total"], 2);
    assert_eq!(numbers(&calls(&gateway, "")), [1, 2]);
    assert_eq!(numbers(&calls(&gateway, "?after=999999")), [0; 0]);

    for after in ["x", "-1", "", "1.5", "99999999999999999999999"] {
        let page = ask(&gateway, &format!("/_gateway/calls?after={after}"));
        assert_eq!(page.status, 400, "{after}");
        assert!(page.json()["message"].as_str().unwrap().contains("whole number"));
    }
}

#[test]
fn many_calls_come_in_parts_the_newest_first_of_all() {
    let gateway = support::gateway();
    for _ in 0..150 {
        get(&gateway, "/v3/none");
    }
    // Two changes each, of which 200 are told at once.
    let news = calls(&gateway, "");
    assert_eq!(numbers(&news), (51..=150).collect::<Vec<_>>());
    assert_eq!((&news["total"], &news["next"]), (&json!(150), &json!(300)));
    let part = calls(&gateway, "?after=0");
    assert_eq!((&part["more"], &part["next"]), (&json!(true), &json!(200)));
    assert_eq!(numbers(&part), (1..=100).collect::<Vec<_>>());
    let rest = calls(&gateway, "?after=200");
    assert_eq!((numbers(&rest).len(), &rest["more"]), (50, &json!(false)));
}

/// A page of another site can make a browser send a POST here, but not as this page.
#[test]
fn only_the_page_itself_has_orders_paid() {
    let gateway = support::gateway();
    let order = json!({ "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": gateway.mchid(),
        "description": "x",
        "out_trade_no": "ORDER|1*",
        "notify_url": "https://shop.example/notify",
        "amount": { "total": 123 },
    } });
    gateway.client().unwrap().chain("v3/pay/transactions/native").post(order).unwrap();
    let state = || {
        let told = calls(&gateway, "")["orders"].take();
        assert_eq!(told[0]["out_trade_no"], "ORDER|1*");
        assert_eq!(told[0]["total"], 123);
        assert_eq!(told[0]["trade_state"], gateway.orders()[0]["trade_state"]);
        told[0]["trade_state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(), "NOTPAY");

    let ours = host(&gateway);
    let pay = "POST /_gateway/pay?out_trade_no=ORDER%7C1%2A";
    let token = token(&gateway);
    let bare = |site: &str| format!("Origin: {site}\r\nContent-Length: 0\r\n");
    let origin = |site: &str| bare(site) + &token;
    let own = origin(&format!("http://{ours}"));
    let another = token.replace(": ", ": x");
    for (host, start, more) in [
        (ours, pay, "Content-Length: 0\r\n"),
        // A program that claims to be the page, and has not read it.
        (ours, pay, &bare(&format!("http://{ours}"))),
        (ours, pay, &(bare(&format!("http://{ours}")) + &another)),
        (ours, pay, &format!("{own}Sec-Fetch-Site: cross-site\r\n")),
        (ours, pay, &format!("{own}Origin: https://evil.example\r\n")),
        (ours, pay, &origin("null")),
        (ours, pay, &origin("https://evil.example")),
        (ours, pay, &origin(&format!("http://{ours}.evil.example"))),
        ("evil.example", pay, &origin("http://evil.example")),
        (ours, &pay.replace("POST", "GET"), &own),
        (ours, &pay.replace("POST", "OPTIONS"), &own),
    ] {
        let refused = send(&gateway, host, start, more);
        assert!([401, 403].contains(&refused.status), "{start} {more} {}", refused.status);
        assert!(!refused.head.to_ascii_lowercase().contains("access-control-"));
    }
    assert_eq!(state(), "NOTPAY");

    let paid = send(&gateway, ours, pay, &own);
    assert_eq!(paid.status, 200, "{}", paid.body);
    assert_eq!(paid.json()["delivery"], json!({ "elsewhere": "https://shop.example/notify" }));
    assert_eq!(state(), "SUCCESS");
    assert_eq!(paid.json()["transaction_id"], gateway.orders()[0]["transaction_id"]);
    let again = send(&gateway, ours, pay, &own);
    assert_eq!(again.status, 409);
    assert!(again.json()["message"].as_str().unwrap().contains("paid already"));
    assert_eq!(send(&gateway, ours, "POST /_gateway/pay", &own).status, 400);
    // All but the one with another run's token, which is a page's.
    assert_eq!(gateway.requests().len(), 1 + 10);
}

#[test]
fn the_page_itself_sees_deliveries_and_changes_orders() {
    let gateway = support::gateway();
    let order = |number: &str| {
        let order = json!({ "json": {
            "appid": "wxd678efh567hg6787",
            "mchid": gateway.mchid(),
            "description": "x",
            "out_trade_no": number,
            "notify_url": format!("{}notify", support::NOBODY),
            "amount": { "total": 123 },
        } });
        gateway.client().unwrap().chain("v3/pay/transactions/native").post(order).unwrap();
    };
    order("ORDER-1");
    order("ORDER-2");
    let own = format!("Content-Length: 0\r\n{}", token(&gateway));
    let post =
        |target: &str| send(&gateway, host(&gateway), &format!("POST /_gateway/{target}"), &own);
    let paid = post("pay?out_trade_no=ORDER-1").json();
    assert!(paid["delivery"]["error"].is_string());
    let seen = ask(&gateway, "/_gateway/deliveries").json();
    let delivery = &seen["deliveries"][0];
    assert_eq!(
        (&delivery["id"], &delivery["state"]),
        (&paid["notification_id"], &json!("waiting"))
    );

    let resent = post(&format!("resend?id={}", delivery["id"].as_str().unwrap())).json();
    assert_eq!(resent["attempts"][1]["cause"], "resend");
    let news = ask(&gateway, &format!("/_gateway/deliveries?after={}", seen["next"])).json();
    assert_eq!(news["deliveries"][0]["attempts"], resent["attempts"]);

    assert_eq!(post("refund?out_trade_no=ORDER-1&status=ABNORMAL").json()["status"], "ABNORMAL");
    assert_eq!(post("close?out_trade_no=ORDER-2").json()["trade_state"], "CLOSED");
    assert_eq!(post("close?out_trade_no=ORDER-2").status, 409);
    assert_eq!(post("advance?seconds=x").status, 400);
    assert_eq!(post("advance?seconds=3600").json()["data"].as_array().unwrap().len(), 2);
    let call = gateway.requests()[0].request_id().to_owned();
    assert_eq!(ask(&gateway, &format!("/_gateway/call?request_id={call}")).json()["number"], 1);
    // None of these is listed.
    assert_eq!(gateway.requests().len(), 2);

    // Each message is in both languages.
    let refused = post("close?out_trade_no=ORDER-2").json();
    assert!(refused["message"].as_str().unwrap().contains("closed already"), "{refused}");
    assert!(refused["chinese"].as_str().unwrap().contains("已关闭"), "{refused}");
    let attempt = &seen["deliveries"][0]["attempts"][0];
    assert!(attempt["error_in_chinese"].as_str().unwrap().contains(|letter| letter > '\u{4dff}'));

    assert_eq!(calls(&gateway, "")["dropped"], 0);
    assert_eq!(post("clear").status, 200);
    let cleared = calls(&gateway, "?after=0");
    assert_eq!((&cleared["total"], &cleared["dropped"]), (&json!(2), &json!(2)));
    assert_eq!((numbers(&cleared), gateway.requests().len()), (vec![], 0));
    order("ORDER-3");
    assert_eq!(numbers(&calls(&gateway, &format!("?after={}", cleared["next"]))), [3]);
}

#[test]
fn what_is_documented_of_a_call_is_told() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let order = client.chain("v3/pay/transactions/out-trade-no/{number}");
    order.get(json!({ "number": "A 1", "query": { "mchid": gateway.mchid() } })).unwrap_err();
    call(&client, "v3/none");
    call(&client, "v3/marketing/favor/stocks?offset=0&limit=1&stock_creator_mchid=1900000109");
    let told = calls(&gateway, "")["calls"].take();
    let endpoint = &told[0]["endpoint"];
    assert_eq!(endpoint["path"], "v3/pay/transactions/out-trade-no/{out_trade_no}");
    assert_eq!(endpoint["variables"], json!([["out_trade_no", "A 1"]]));
    assert!(endpoint["title"].as_str().unwrap().contains("查询"), "{endpoint}");
    assert_eq!((&told[1]["endpoint"], &told[1]["note"]), (&Value::Null, &Value::Null));
    assert!(told[1]["why"]["chinese"].is_string());
    assert!(told[2]["note"]["english"].as_str().unwrap().starts_with("sample response"), "{told}");
}

#[test]
fn the_page_knows_where_the_keys_are_as_text() {
    let folder = support::folder::Folder::new();
    let keys = folder.at("</script><b>\"&");
    std::fs::create_dir(keys.parent().unwrap()).unwrap();
    let gateway = Gateway::builder().dir(&keys).start().unwrap();
    let page = get(&gateway, "/").body;
    let about = page.split("id=\"gateway\">").nth(1).unwrap().split("</script>").next().unwrap();
    let about: Value = serde_json::from_str(about).unwrap();
    let real = std::fs::canonicalize(&keys).unwrap();
    assert_eq!(about["folder"], real.to_str().unwrap());
    assert_eq!(about["serial"], gateway.merchant_serial());
    assert!(!page.contains("{{"), "a placeholder is left");
}
