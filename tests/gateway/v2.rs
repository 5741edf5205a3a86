//! APIv2 at the gateway: orders, code payments, refunds by mutual TLS, and what it says of mistakes.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc;

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::gateway::{Fault, StubResponse};
use wechatpay_chain::{
    Client, Error, ErrorKind, Gateway, Hash, Outcome, PrivateKey, ResponseExt, Transformer,
    Verification, bill,
};

use crate::support;
use support::server::{Reply, Server, answer};

fn call(client: &Client, path: &str, parameters: Value) -> Result<Value, Error> {
    let mut all = json!({"appid": "wx8888888888888888", "mch_id": "1900000109"});
    for (name, value) in parameters.as_object().unwrap() {
        all[name] = value.clone();
    }
    client.chain(path).post(json!({"xml": all}))?.xml()
}

fn order(number: &str) -> Value {
    json!({
        "body": "茶 & <水>",
        "out_trade_no": number,
        "total_fee": 88,
        "spbill_create_ip": "8.8.8.8",
        "notify_url": "https://shop.example/notify",
        "trade_type": "NATIVE",
        "product_id": "P1",
        "attach": "",
    })
}

fn by_code(number: &str, code: &str) -> Value {
    json!({
        "body": "tea",
        "out_trade_no": number,
        "total_fee": 88,
        "spbill_create_ip": "8.8.8.8",
        "auth_code": code,
    })
}

fn code(result: Result<Value, Error>) -> String {
    result.unwrap_err().api().unwrap().code.clone()
}

#[test]
fn an_order_lives_from_its_creation_to_its_refund() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let created = call(&client, "v2/pay/unifiedorder", order("T1")).unwrap();
    assert!(created["code_url"].as_str().unwrap().starts_with("weixin://"), "{created}");
    let query = json!({"out_trade_no": "T1"});
    let state =
        || call(&client, "v2/pay/orderquery", query.clone()).unwrap()["trade_state"].clone();
    assert_eq!(state(), "NOTPAY");
    let paid = gateway.pay("T1").unwrap();
    assert_eq!(state(), "SUCCESS");
    assert_eq!(code(call(&client, "v2/pay/closeorder", query.clone())), "ORDERPAID");

    let refund = json!({
        "transaction_id": paid.transaction_id,
        "out_refund_no": "R1",
        "total_fee": 88,
        "refund_fee": 8,
    });
    let first = call(&client, "v2/secapi/pay/refund", refund.clone()).unwrap();
    let again = call(&client, "v2/secapi/pay/refund", refund.clone()).unwrap();
    assert_eq!(first["refund_id"], again["refund_id"], "a repeated application is the same refund");
    let mut more = refund.clone();
    more["out_refund_no"] = "R2".into();
    more["refund_fee"] = 81.into();
    assert_eq!(code(call(&client, "v2/secapi/pay/refund", more)), "ERROR");
    let found = call(&client, "v2/pay/refundquery", query.clone()).unwrap();
    assert_eq!((&found["refund_count"], &found["refund_fee_0"]), (&json!("1"), &json!("8")));
    assert_eq!(found["refund_status_0"], "SUCCESS");
    assert_eq!(state(), "REFUND");
    // The same order by APIv3.
    let by_v3 = client.chain("v3/pay/transactions/out-trade-no/{no}");
    let query = json!({"no": "T1", "query": {"mchid": "1900000109"}});
    let by_v3: Value = by_v3.get(query).unwrap().json().unwrap();
    assert_eq!(by_v3["trade_state"], "REFUND");
}

#[test]
fn a_code_is_paid_at_once_or_when_the_user_agrees() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let paid = call(&client, "v2/pay/micropay", by_code("M1", "134567890123456780")).unwrap();
    assert_eq!((&paid["trade_type"], &paid["total_fee"]), (&json!("MICROPAY"), &json!("88")));

    let asked = call(&client, "v2/pay/micropay", by_code("M2", "134567890123456799"));
    let error = asked.unwrap_err();
    assert_eq!(error.api().unwrap().code, "USERPAYING");
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    let state = |number: &str| {
        let query = json!({"out_trade_no": number});
        call(&client, "v2/pay/orderquery", query).unwrap()["trade_state"].clone()
    };
    assert_eq!(state("M2"), "USERPAYING");
    gateway.pay("M2").unwrap();
    assert_eq!(state("M2"), "SUCCESS");
    call(&client, "v2/secapi/pay/reverse", json!({"out_trade_no": "M2"})).unwrap();
    assert_eq!(state("M2"), "REVOKED");
    let wrong = call(&client, "v2/pay/micropay", by_code("M3", "99"));
    assert_eq!(code(wrong), "AUTH_CODE_INVALID");
    let used = call(&client, "v2/pay/micropay", by_code("M1", "134567890123456781"));
    assert_eq!(code(used), "ORDERPAID");
}

#[test]
fn secapi_needs_the_merchants_certificate_where_there_is_tls() {
    let gateway = Gateway::builder().tls(true).start().unwrap();
    let client = gateway.client().unwrap();
    let reverse = json!({"out_trade_no": "T1"});
    call(&client, "v2/pay/unifiedorder", order("T1")).unwrap();
    let refused = client.chain("v2/secapi/pay/reverse").post(json!({
        "xml": {"mch_id": "1900000109", "out_trade_no": "T1"}, "security": false
    }));
    let error = refused.unwrap_err();
    assert!(error.to_string().contains("mutual TLS"), "{error}");
    call(&client, "v2/secapi/pay/reverse", reverse).unwrap();
}

/// The client presents the certificate where it is asked for, and nowhere else, unless it is told.
#[test]
fn the_certificate_is_presented_where_it_is_demanded() {
    let gateway = Gateway::builder().tls(true).start().unwrap();
    let client = gateway.client().unwrap();
    let without = Client::builder()
        .base_uri(gateway.base_uri())
        .root_certificate(gateway.tls_certificate_pem().unwrap())
        .mchid(gateway.mchid())
        .secret(gateway.secret())
        .build()
        .unwrap();
    let ok = json!({});
    for (path, demands) in [
        ("mmpaymkttransfers/sendworkwxredpack", true),
        ("mmpaymkttransfers/promotion/transfers", true),
        ("mmpaymkttransfers/query_coupon_stock", false),
        ("mmpaymkttransfers/querycouponsinfo", false),
        ("mmpaysptrans/pay_bank", true),
        ("secapi/pay/profitsharing", true),
        ("pay/downloadfundflow", true),
        ("pay/unifiedorder", false),
        ("deposit/refund", true),
        ("deposit/micropay", false),
        ("applyment/micro/submit", true),
        ("wxv/createrentbill", true),
        ("fund/reautowithdrawbydate", true),
    ] {
        gateway.on(Method::POST, &format!("/{path}"), |_| StubResponse::xml(json!({})));
        let path = format!("v2/{path}");
        call(&client, &path, ok.clone()).unwrap();
        let lacking = call(&without, &path, ok.clone());
        assert_eq!(lacking.is_err(), demands, "{path}: {lacking:?}");
        if let Err(error) = lacking {
            assert_eq!(error.outcome(), Outcome::NotSent, "{error}");
            let xml = json!({"mch_id": gateway.mchid()});
            let sent = without.chain(&path).post(json!({"xml": xml, "security": false}));
            assert!(sent.unwrap_err().to_string().contains("mutual TLS"), "{path}");
        }
    }
}

/// What a merchant gets wrong is named.
#[test]
fn mistakes_are_named() {
    let gateway = support::gateway();
    let secret = gateway.secret();
    let text = "appid=wx&mch_id=1900000109&nonce_str=n&out_trade_no=T1";
    let md5 = |text: &str| Hash::md5(text, "", false).unwrap().to_ascii_uppercase();
    let right = Hash::sign("MD5", text, secret).unwrap();
    let fields = |sign: &str| {
        format!(
            "<xml><mch_id>1900000109</mch_id><appid>wx</appid><nonce_str>n</nonce_str><attach/>\
             <out_trade_no>T1</out_trade_no><sign>{sign}</sign></xml>"
        )
    };
    let lines = |sign: &str| {
        let body = "<mch_id>1900000109</mch_id><body><![CDATA[a\r\nb]]></body>";
        format!("<xml>{body}<sign>{sign}</sign></xml>")
    };
    let of_lines = "body=a\r\nb&mch_id=1900000109";
    let unsorted = "mch_id=1900000109&appid=wx&nonce_str=n&out_trade_no=T1";
    let with_empty = "appid=wx&attach=&mch_id=1900000109&nonce_str=n&out_trade_no=T1";
    let without = "appid=wx&mch_id=1900000109&out_trade_no=T1";
    let cases = [
        (fields(&right.to_lowercase()), "lower case"),
        (fields(&Hash::sign("HMAC-SHA256", text, secret).unwrap()), "sign_type"),
        (fields(&Hash::sign("MD5", text, gateway.apiv3_key()).unwrap()), "APIv3 key"),
        (fields(&md5(text)), "not appended"),
        (fields(&md5(&format!("{text}{secret}"))), "without `&key=`"),
        (fields(&md5(&format!("{unsorted}&key={secret}"))), "sort"),
        (fields(&md5(&format!("{with_empty}&key={secret}"))), "empty"),
        (fields(&md5(&format!("{without}&key={secret}"))), "`nonce_str`"),
        (fields(&md5(&format!("{text}&key={}", "x".repeat(32)))), "another key"),
        (fields("0123"), "APIv2 key"),
        (lines(&md5(&format!("{of_lines}&key={secret}"))), "CR LF"),
        ("<xml><body><![CDATA[a]]>b]]></body></xml>".to_owned(), "]]]]><![CDATA[>"),
        (fields(""), "sign is missing"),
        ("<xml><mch_id>1</mch_id></xml>".to_owned(), "1900000109"),
        ("<xml><a>1</a></xml>".to_owned(), "mch_id is missing"),
        ("{\"mch_id\":1}".to_owned(), "it is JSON: send XML"),
        ("<!DOCTYPE xml><xml/>".to_owned(), "document type"),
    ];
    for (body, word) in cases {
        let (status, answer) = post(&gateway, "/pay/orderquery", &body);
        let answer = Transformer::to_array(&answer).unwrap();
        assert_eq!((status, &answer["return_code"]), (200, &json!("FAIL")), "{answer}");
        let message = answer["return_msg"].as_str().unwrap();
        assert!(message.contains(word), "{body}: {message}");
        assert!(!message.contains(secret), "{message}");
        let seen = gateway.requests().pop().unwrap();
        assert!(!seen.verified() && seen.reason().unwrap().contains(word), "{seen:?}");
    }
    let (_, answer) = post(&gateway, "/pay/orderquery", &fields(&right));
    assert_eq!(Transformer::to_array(answer).unwrap()["err_code"], "ORDERNOTEXIST");
}

/// The status and the body of the response to what nobody signed for the client.
fn post(gateway: &Gateway, path: &str, body: &str) -> (u16, Vec<u8>) {
    send(gateway, &format!("POST {path}"), "Content-Type: text/xml\r\n", body)
}

fn send(gateway: &Gateway, line: &str, headers: &str, body: &str) -> (u16, Vec<u8>) {
    let host = gateway.base_uri().trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    let length = match body.len() {
        0 => String::new(),
        length => format!("Content-Length: {length}\r\n"),
    };
    let head =
        format!("{line} HTTP/1.1\r\n{headers}{length}Host: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).unwrap();
    let mut response = Vec::new();
    stream.read_to_end(&mut response).unwrap();
    let interim = b"HTTP/1.1 100 Continue\r\n\r\n";
    let response = response.strip_prefix(interim).unwrap_or(&response);
    let end = response.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    let status = std::str::from_utf8(&response[9..12]).unwrap().parse().unwrap();
    (status, response[end + 4..].to_vec())
}

/// As other clients write their requests, byte by byte but for nonce and signature.
#[test]
fn clients_in_other_languages_are_understood() {
    const PHP: &str = "Accept: text/xml, text/plain, application/x-gzip\r\n\
        Content-Type: text/xml; charset=utf-8\r\n\
        User-Agent: wechatpay-php/1.4.12 GuzzleHttp/7 curl/7.88.1 (Linux/6.1) PHP/8.2.31\r\n";
    const NODE: &str = "Accept: text/xml, text/plain, application/json, application/x-gzip\r\n\
        Content-Type: text/xml; charset=utf-8\r\n\
        User-Agent: wechatpay-axios-plugin/0.9.6 axios/1.21.1 node/20.20.2 linux/x64\r\n\
        Accept-Encoding: gzip, compress, deflate, br\r\n";
    // What curl sends with a text, and no client's name.
    const CURL: &str = "Accept: */*\r\nContent-Type: application/x-www-form-urlencoded\r\n\
        Expect: 100-continue\r\n";
    let gateway = support::gateway();
    let text = "appid=wx8888888888888888&body=茶 & <水>&mch_id=1900000109&nonce_str=n1&\
                notify_url=https://shop.example/n&out_trade_no=T1&spbill_create_ip=8.8.8.8&\
                total_fee=88&trade_type=NATIVE";
    let sign = Hash::sign("MD5", text, gateway.secret()).unwrap();
    let more = "<notify_url>https://shop.example/n</notify_url><out_trade_no>T1</out_trade_no>\
                <spbill_create_ip>8.8.8.8</spbill_create_ip><total_fee>88</total_fee>\
                <trade_type>NATIVE</trade_type><nonce_str>n1</nonce_str>";
    let php = format!(
        "<xml><appid>wx8888888888888888</appid><mch_id>1900000109</mch_id>\
         <body><![CDATA[茶 & <水>]]></body><attach></attach>{more}<sign>{sign}</sign></xml>"
    );
    let node = php.replace("<attach></attach>", "<attach/>");
    let pretty = php
        .replace("<![CDATA[茶 & <水>]]>", "茶 &amp; &#60;水&gt;")
        .replace("><", ">\n  <")
        .replace("<attach>\n  </attach>", "<attach></attach>");
    let pretty =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n{pretty}\n");
    for (headers, body) in [(PHP, &php), (NODE, &node), (CURL, &pretty), (CURL, &php)] {
        let (status, answer) = send(&gateway, "POST /pay/unifiedorder", headers, body);
        let answer = Transformer::to_array(answer).unwrap();
        assert_eq!((status, &answer["result_code"]), (200, &json!("SUCCESS")), "{body}: {answer}");
    }

    gateway.on(Method::GET, "/papay/entrustweb", |request| {
        let name = request.query_value("contract_display_account");
        StubResponse::xml(json!({"name": name}))
    });
    let text = "appid=wx8888888888888888&contract_display_account=张 三+1&mch_id=1900000109&\
                nonce_str=n1";
    let sign = Hash::sign("MD5", text, gateway.secret()).unwrap();
    let wrong: String = sign.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect();
    for (headers, account) in
        [(PHP, "%E5%BC%A0%20%E4%B8%89%2B1"), (NODE, "%E5%BC%A0+%E4%B8%89%2B1")]
    {
        let line = format!(
            "GET /papay/entrustweb?appid=wx8888888888888888&mch_id=1900000109&\
             contract_display_account={account}&nonce_str=n1&sign="
        );
        let (_, answer) = send(&gateway, &format!("{line}{sign}"), headers, "");
        let answer = Transformer::to_array(answer).unwrap();
        assert_eq!(
            (&answer["name"], &answer["result_code"]),
            (&json!("张 三+1"), &json!("SUCCESS"))
        );
        let (status, answer) = send(&gateway, &format!("{line}{wrong}"), headers, "");
        let answer = Transformer::to_array(answer).unwrap();
        assert_eq!((status, &answer["return_code"]), (200, &json!("FAIL")), "{answer}");
    }
}

/// A GET is signed in its query, and its response by the same algorithm.
#[test]
fn a_get_is_signed_in_its_query() {
    let gateway = support::gateway();
    gateway.on(Method::GET, "/papay/entrustweb", |request| {
        assert!(request.verified());
        StubResponse::xml(json!({"contract_id": "1"}))
    });
    let client = gateway.client().unwrap();
    for sign_type in ["MD5", "HMAC-SHA256"] {
        let query = json!({"mch_id": "1900000109", "sign_type": sign_type, "a": "茶 +&"});
        let response = client.chain("v2/papay/entrustweb").get(json!({"query": query})).unwrap();
        let response: Value = response.xml().unwrap();
        let length = if sign_type == "MD5" { 32 } else { 64 };
        assert_eq!(response["sign"].as_str().unwrap().len(), length);
    }
}

/// Each protocol's client reads why it is refused in its own format.
#[test]
fn a_refusal_is_in_the_format_of_the_request() {
    let gateway = support::gateway();
    gateway.on(Method::POST, "/pay/panics", |_| -> Value { panic!("on purpose") });
    let signed = {
        let sign = Hash::sign("MD5", "mch_id=1900000109", gateway.secret()).unwrap();
        format!("<xml><mch_id>1900000109</mch_id><sign>{sign}</sign></xml>")
    };
    for (path, fault, expected, word) in [
        ("/pay/nothing", "", 404, "no response for this path"),
        ("/v2/pay/orderquery", "", 404, "without it"),
        ("/pay/panics", "", 500, "panicked"),
        ("/pay/orderquery", "X-Gateway-Fault: 500\r\n", 500, "on purpose"),
        ("/pay/orderquery", "X-Gateway-Fault: none-such\r\n", 400, "X-Gateway-Fault"),
        ("/v3/pay/transactions/native", "", 401, "APIv3"),
    ] {
        let headers = format!("Content-Type: text/xml\r\n{fault}");
        let (status, answer) = send(&gateway, &format!("POST {path}"), &headers, &signed);
        let answer = Transformer::to_array(answer).unwrap();
        assert_eq!((status, &answer["return_code"]), (expected, &json!("FAIL")), "{answer}");
        assert!(answer["return_msg"].as_str().unwrap().contains(word), "{answer}");
        assert!(answer.get("sign").is_none(), "{answer}");
        assert!(gateway.requests().pop().unwrap().reason().unwrap().contains(word));
    }
    assert!(!gateway.requests().pop().unwrap().verified(), "a v2 signature opens no path of v3");

    let json = "Accept: */*\r\nUser-Agent: x\r\nContent-Type: application/json\r\n";
    let (status, answer) = send(&gateway, "POST /v3/pay/transactions/native", json, "{}");
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    assert_eq!((status, &answer["code"]), (401, &json!("SIGN_ERROR")));

    let order = json!({"json": {"mchid": "1900000109"}});
    let error = gateway.client().unwrap().chain("pay/unifiedorder").post(order).unwrap_err();
    let api = error.api().unwrap();
    assert!(api.code == "PARAM_ERROR" && api.message.contains("APIv2"), "{error}");
}

#[test]
fn a_handler_comes_first_and_faults_are_in_the_body() {
    let gateway = support::gateway();
    gateway.on(Method::POST, "/mmpaymkttransfers/query_coupon_stock", |request| {
        assert!(request.verified());
        StubResponse::xml(json!({"coupon_stock_id": "1567", "coupon_value": 5}))
    });
    let client = gateway.client().unwrap();
    let stock = call(
        &client,
        "v2/mmpaymkttransfers/query_coupon_stock",
        json!({"coupon_stock_id": "1567"}),
    );
    assert_eq!(stock.unwrap()["coupon_value"], "5");

    for fault in [Fault::WrongSignature, Fault::NoSignature] {
        gateway.fault(fault);
        let error = call(&client, "v2/pay/unifiedorder", order("T1")).unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Verify, Outcome::Unknown),
            "{error}"
        );
    }
}

#[test]
fn both_algorithms_and_a_client_of_apiv2_alone() {
    let gateway = support::gateway();
    let client = Client::builder()
        .base_uri(gateway.base_uri())
        .mchid(gateway.mchid())
        .secret(gateway.secret())
        .private_key(PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap())
        .merchant_certificate(gateway.merchant_certificate_pem())
        .build()
        .unwrap();
    for (number, sign_type) in
        [("T1", json!(null)), ("T2", "MD5".into()), ("T3", "HMAC-SHA256".into())]
    {
        let mut order = order(number);
        order["sign_type"] = sign_type;
        let created = call(&client, "v2/pay/unifiedorder", order).unwrap();
        assert!(created["prepay_id"].is_string());
    }
    let error = client.chain("v3/certificates").get(()).unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent);
}

/// What XML would read as something else is written so that the signature is still right.
#[test]
fn every_character_goes_there_and_back() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let attach = "a\r\nb\rc\nd ]]> <![CDATA[ &amp; \"'<\t茶😀";
    let mut order = order("T1");
    order["attach"] = attach.into();
    call(&client, "v2/pay/unifiedorder", order).unwrap();
    let found = call(&client, "v2/pay/orderquery", json!({"out_trade_no": "T1"})).unwrap();
    assert_eq!(found["attach"], attach);
}

/// Notifications of APIv2 go to who ordered by it, and are read by the client's own parser.
#[test]
fn payments_and_refunds_are_notified() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let (seen, notified) = mpsc::channel();
    let parser = client.v2_notifications().unwrap();
    let server = Server::start(move |request| {
        let parsed = parser.parse(&request.body);
        seen.send(parsed.map(|notification| notification.fields().clone())).unwrap();
        let body = wechatpay_chain::notification::accepted_v2().into_body();
        Reply::Last(answer(200, "Content-Type: text/xml\r\n", &body))
    });
    let mut order = order("T1");
    order["notify_url"] = server.base_uri().into();
    order["sign_type"] = "HMAC-SHA256".into();
    call(&client, "v2/pay/unifiedorder", order).unwrap();
    assert!(gateway.pay("T1").unwrap().delivery.accepted());
    let paid = notified.recv().unwrap().unwrap();
    assert_eq!((&paid["out_trade_no"], &paid["total_fee"]), (&json!("T1"), &json!("88")));

    let refund = json!({
        "out_trade_no": "T1",
        "out_refund_no": "R1",
        "total_fee": 88,
        "refund_fee": 8,
        "notify_url": server.base_uri(),
    });
    call(&client, "v2/secapi/pay/refund", refund).unwrap();
    assert!(gateway.complete_refund("R1").unwrap().delivery.accepted());
    let refunded = notified.recv().unwrap().unwrap();
    assert_eq!((&refunded["out_refund_no"], &refunded["refund_fee"]), (&json!("R1"), &json!("8")));
}

/// What is no success to APIv2 is not accepted, whatever the status.
#[test]
fn a_receiver_that_fails_is_not_taken_to_accept() {
    let gateway = support::gateway();
    let server = Server::start(|_| {
        let body = wechatpay_chain::notification::failed_v2().into_body();
        Reply::Last(answer(200, "", &body))
    });
    let mut order = order("T1");
    order["notify_url"] = server.base_uri().into();
    call(&gateway.client().unwrap(), "v2/pay/unifiedorder", order).unwrap();
    assert!(!gateway.pay("T1").unwrap().delivery.accepted());
}

/// The bill that APIv3 has as well, at once, as text or packed; and why there is none, as XML.
#[test]
fn bills_are_downloaded_at_once() {
    use std::io::Read;
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    gateway
        .bill(
            "2024-01-01",
            json!([
                {"商户订单号": "B1", "订单金额": "12.34"},
                {"收支类型": "收入", "收支金额(元)": "1.00"},
            ]),
        )
        .unwrap();
    let get = |path: &str, more: Value| {
        let mut xml = json!({"appid": "wx88", "mch_id": gateway.mchid(), "bill_date": "20240101"});
        xml.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        client.chain(path).post(json!({"xml": xml}))
    };
    let trades = "v2/pay/downloadbill";
    let bill = get(trades, json!({})).unwrap();
    let text = std::str::from_utf8(bill.body()).unwrap();
    assert!(text.contains("`B1,") && text.contains("`12.34"), "{text}");
    assert_eq!(bill.verification(), Some(&Verification::Exempt));
    let packed = get(trades, json!({"tar_type": "GZIP", "bill_type": "SUCCESS"})).unwrap();
    let mut unpacked = String::new();
    flate2::read::GzDecoder::new(&packed.body()[..]).read_to_string(&mut unpacked).unwrap();
    assert!(unpacked.contains("`B1,"), "{unpacked}");
    let v3 = json!({"query": {"bill_date": "2024-01-01"}});
    let v3 = client.chain("v3/bill/tradebill").bill(v3).get().unwrap();
    assert_eq!(v3.body(), bill.body());
    let mut rows = bill::BillReader::new(&bill.body()[..]).unwrap();
    assert_eq!(rows.rows().next().unwrap().unwrap().fen("订单金额").unwrap(), 1234);

    let flows = "v2/pay/downloadfundflow";
    let account = json!({"account_type": "Basic", "sign_type": "HMAC-SHA256"});
    let flow = get(flows, account).unwrap();
    assert!(std::str::from_utf8(flow.body()).unwrap().contains("账户结余(元)"));
    for (path, more, code) in [
        (trades, json!({"bill_date": "20200101"}), "20002"),
        (trades, json!({"bill_date": "2024-01-01"}), "20001"),
        (trades, json!({"bill_date": "29990101"}), "20001"),
        (trades, json!({"bill_type": "NONE"}), "20001"),
        (trades, json!({"tar_type": "ZIP"}), "20001"),
        (flows, json!({"account_type": "Basic"}), "PARAM_ERROR"),
        (flows, json!({"account_type": "x", "sign_type": "HMAC-SHA256"}), "PARAM_ERROR"),
        (flows, json!({"account_type": "Fees", "sign_type": "HMAC-SHA256"}), "NO_BILL_EXIST"),
    ] {
        let error = get(path, more).unwrap_err();
        assert_eq!(error.api().unwrap().code, code, "{error}");
        assert_eq!(error.status().unwrap(), 200);
    }
    let seen = gateway.requests().pop().unwrap();
    assert!(seen.verified() && seen.reason().unwrap().contains("NO_BILL_EXIST"), "{seen:?}");
}
