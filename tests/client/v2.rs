//! APIv2 on the wire: what is sent, what of the response is believed, and what an error claims.

use crate::support;

use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use wechatpay_chain::{
    Body, BoxError, Client, ErrorKind, Hash, Lang, Options, Outcome, ResponseExt, Transformer,
    Verification,
};

use support::keys::MCHID;
use support::server::{Reply, Server, answer};

const SECRET: &str = "exposed_your_key_here_have_risks";

fn client(server: &Server) -> Client {
    support::builder(server).secret(SECRET).build().unwrap()
}

/// The signature, by what the protocol says of it and not by the client's code.
fn sign(fields: &[(&str, &str)], kind: &str) -> String {
    let mut fields: Vec<_> =
        fields.iter().filter(|(name, value)| *name != "sign" && !value.is_empty()).collect();
    fields.sort();
    let text: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    Hash::sign(kind, text.join("&"), SECRET).unwrap()
}

/// Signed XML of these fields.
fn signed(fields: &[(&str, &str)]) -> String {
    let sign = sign(fields, "MD5");
    let fields = fields.iter().copied().chain([("sign", &*sign)]);
    let xml: String =
        fields.map(|(name, value)| format!("<{name}><![CDATA[{value}]]></{name}>")).collect();
    format!("<xml>{xml}</xml>")
}

fn xml(body: impl AsRef<[u8]>) -> Reply {
    Reply::Raw(answer(200, "Content-Type: text/plain\r\n", body.as_ref()))
}

const PAID: [(&str, &str); 4] = [
    ("return_code", "SUCCESS"),
    ("result_code", "SUCCESS"),
    ("trade_state", "SUCCESS"),
    ("total_fee", "88"),
];

fn parameters() -> Value {
    json!({"xml": {"appid": "wx8888", "mch_id": MCHID, "out_trade_no": "T1", "attach": "",
        "body": "茶 & <水>", "total_fee": 88, "sub_mch_id": null}})
}

#[test]
fn a_call_is_signed_xml_and_its_response_verified() {
    let server = Server::start(|_| xml(signed(&PAID)));
    let client = client(&server);
    let response = client.chain("v2/pay/orderquery").post(parameters()).unwrap();
    let verification = Verification::Verified { serial: "MD5".to_owned() };
    assert_eq!(response.verification(), Some(&verification));

    #[derive(Deserialize)]
    struct Order {
        trade_state: String,
        total_fee: u64,
    }
    let order: Order = response.xml().unwrap();
    assert_eq!((&*order.trade_state, order.total_fee), ("SUCCESS", 88));

    let seen = server.only_request();
    assert_eq!((&*seen.method, &*seen.target), ("POST", "/pay/orderquery"));
    assert_eq!(seen.headers["content-type"], "text/xml; charset=utf-8");
    for header in ["authorization", "wechatpay-serial"] {
        assert!(!seen.headers.contains_key(header), "{header}");
    }
    let sent = Transformer::to_array(&seen.body).unwrap();
    let fields: Vec<_> = sent.as_object().unwrap().iter().collect();
    let fields: Vec<_> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str().unwrap())).collect();
    assert_eq!(sent["sign"], sign(&fields, "MD5"));
    assert_eq!(sent["nonce_str"].as_str().unwrap().len(), 32);
    assert_eq!((&sent["body"], &sent["total_fee"]), (&json!("茶 & <水>"), &json!("88")));
    assert!(sent.get("sub_mch_id").is_none() && sent["attach"] == "");
}

#[test]
fn each_style_makes_the_same_call() {
    let server = Server::start(|_| xml(signed(&PAID)));
    let client = client(&server);
    client.seg("v2").seg("pay").seg("micropay").post(parameters()).unwrap();
    wechatpay_chain::chain!(client->v2->pay->micropay).post(parameters()).unwrap();
    client["v2/pay/micropay"].post_async(parameters()).wait().unwrap();
    client.chain("/v2/pay/micropay").post(parameters()).unwrap();
    assert!(server.requests().iter().all(|seen| seen.target == "/pay/micropay"));
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn each_method_replaces_its_option_of_the_map() {
    let server = Server::start(|_| xml(signed(&PAID)));
    let map = json!({"xml": {"mch_id": "of the map"}, "security": 1, "nonceless": "no"});
    let options = Options::from(map).xml(json!({"mch_id": MCHID})).security(false).nonceless(true);
    client(&server).chain("v2/secapi/pay/x").post(options).unwrap();
    let sent = Transformer::to_array(server.only_request().body).unwrap();
    let sign = sign(&[("mch_id", MCHID)], "MD5");
    assert_eq!(sent, json!({"mch_id": MCHID, "sign": sign}));
}

#[test]
fn a_get_is_signed_in_its_query() {
    let server = Server::start(|_| xml(signed(&PAID)));
    let query = json!({"query": {"mch_id": MCHID, "a b": "c d", "sign_type": "HMAC-SHA256"}});
    let error = client(&server).chain("v2/x").get(query).unwrap_err();
    assert!(error.to_string().contains("`a b`"), "{error}");
    let query = json!({"query": {"mch_id": MCHID, "k": "c d", "sign_type": "HMAC-SHA256"}});
    client(&server).chain("v2/x").get(query).unwrap();
    let seen = server.only_request();
    assert!(seen.body.is_empty());
    let target = format!("/x?mch_id={MCHID}&k=c%20d&sign_type=HMAC-SHA256&nonce_str=");
    assert!(seen.target.starts_with(&target), "{}", seen.target);
    let sign = seen.target.rsplit_once("&sign=").unwrap().1;
    assert_eq!(sign.len(), 64);
}

/// Nothing is sent that was not meant, or can't be signed.
#[test]
fn what_is_no_v2_call_is_refused_before_it_is_sent() {
    let server = Server::start(|_| xml(signed(&PAID)));
    let with = client(&server);
    let without = support::client(&server);
    let only = Client::builder().base_uri(server.base_uri()).mchid(MCHID).secret(SECRET);
    let only = only.build().unwrap();
    // Plain http needs no certificate, since it can present none.
    let live = Client::builder().base_uri("https://127.0.0.1:1/").mchid(MCHID).secret(SECRET);
    let live = live.build().unwrap();
    let ok = json!({"mch_id": MCHID});
    let cases: Vec<(&Client, &str, Value, &[&str])> = vec![
        (&without, "v2/pay/x", json!({"xml": ok}), &["secret()"]),
        (&only, "v3/pay/x", json!({"json": {}}), &["serial()", "`v2/`"]),
        (&with, "v2/pay/x", json!({}), &["`xml`"]),
        (&with, "v2/pay/x", json!({"json": ok}), &["`json`", "`xml`"]),
        (&with, "v2/pay/x", json!({"xml": ok, "query": {"a": 1}}), &["`query`"]),
        (&with, "v3/pay/x", json!({"xml": ok}), &["`xml`", "`v2/`"]),
        (&with, "v3/pay/x", json!({"security": true}), &["`security`"]),
        (&with, "v2/v3/pay/x", json!({"xml": ok}), &["APIv3"]),
        (&with, "v2/v2/pay/x", json!({"xml": ok}), &["base_uri"]),
        (&with, "v2/pay/x", json!({"xml": {"a": 1}}), &["`mch_id`", MCHID]),
        (&with, "v2/pay/x", json!({"xml": {"mch_id": "1"}}), &["`1`", MCHID]),
        (&with, "v2/pay/x", json!({"xml": {"mch_id": MCHID, "a": {}}}), &["`a`", "object"]),
        (&with, "v2/pay/x", json!({"xml": {"mch_id": MCHID, "a": false}}), &["`a`", "boolean"]),
        (&with, "v2/pay/x", json!({"xml": {"mch_id": MCHID, "<a>": "1"}}), &["`<a>`"]),
        (&with, "v2/pay/x", json!({"xml": {"mch_id": MCHID, "a": "\u{1}"}}), &["XML"]),
        (&with, "v2/pay/x", json!({"xml": {"mch_id": MCHID, "sign_type": "md5"}}), &["`md5`"]),
        (&live, "v2/secapi/pay/refund", json!({"xml": ok}), &["merchant_certificate()"]),
        (&live, "v2/pay/x", json!({"xml": ok, "security": true}), &["merchant_certificate()"]),
    ];
    for (client, path, options, words) in cases {
        let error = client.chain(path).post(options).unwrap_err();
        let (message, chinese) = (error.to_string(), error.localized(Lang::Chinese));
        assert_eq!(error.outcome(), Outcome::NotSent, "{message}");
        for word in words {
            assert!(message.contains(word), "{message}: {word}");
        }
        assert!(chinese.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c)), "{chinese}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn the_key_has_32_bytes() {
    let error = Client::builder().mchid(MCHID).secret("short").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let message = error.to_string();
    assert!(message.contains("5 bytes") && !message.contains("short"), "{message}");
}

/// What each response proves of a payment, and what it says.
#[test]
fn an_error_claims_what_the_response_proves() {
    let failed = |code: &str, about: &str| {
        signed(&[
            ("return_code", "SUCCESS"),
            ("result_code", "FAIL"),
            ("err_code", code),
            ("err_code_des", about),
        ])
    };
    let forged = signed(&PAID).replace("88", "89");
    let unsigned = "<xml><return_code>SUCCESS</return_code><result_code>FAIL</result_code>\
                    <err_code>NOTENOUGH</err_code></xml>";
    let fail = |message: &str| {
        format!("<xml><return_code>FAIL</return_code><return_msg>{message}</return_msg></xml>")
    };
    let cases: Vec<(&str, String, ErrorKind, Outcome, &[&str])> = vec![
        (
            "pay/micropay",
            failed("NOTENOUGH", "余额不足"),
            ErrorKind::Api,
            Outcome::Refused,
            &["NOTENOUGH", "余额不足"],
        ),
        (
            "pay/micropay",
            failed("USERPAYING", "请输入密码"),
            ErrorKind::Api,
            Outcome::Unknown,
            &["USERPAYING", "query"],
        ),
        (
            "pay/micropay",
            failed("SYSTEMERROR", ""),
            ErrorKind::Api,
            Outcome::Unknown,
            &["SYSTEMERROR", "query"],
        ),
        (
            "pay/refund",
            failed("BIZERR_NEED_RETRY", ""),
            ErrorKind::Api,
            Outcome::Unknown,
            &["same"],
        ),
        ("pay/micropay", fail("签名错误"), ErrorKind::Api, Outcome::Refused, &["签名错误"]),
        (
            "pay/micropay",
            fail("系统繁忙"),
            ErrorKind::Api,
            Outcome::Unknown,
            &["系统繁忙", "unsigned"],
        ),
        ("pay/micropay", unsigned.to_owned(), ErrorKind::Api, Outcome::Unknown, &["NOTENOUGH"]),
        (
            "mmpaymkttransfers/sendredpack",
            unsigned.to_owned(),
            ErrorKind::Api,
            Outcome::Unknown,
            &["NOTENOUGH"],
        ),
        ("pay/micropay", forged.clone(), ErrorKind::Verify, Outcome::Unknown, &["`sign`"]),
        (
            "pay/micropay",
            "<xml><return_code>SUCCESS</return_code></xml>".to_owned(),
            ErrorKind::Verify,
            Outcome::Unknown,
            &["`sign`"],
        ),
        ("pay/micropay", "<html>".to_owned(), ErrorKind::Verify, Outcome::Unknown, &["XML"]),
        ("pay/micropay", String::new(), ErrorKind::Verify, Outcome::Unknown, &["XML"]),
    ];
    for (path, body, kind, outcome, words) in cases {
        let reply = body.clone();
        let server = Server::start(move |_| xml(&reply));
        let mut parameters = parameters();
        parameters["security"] = false.into();
        let result = client(&server).chain(format!("v2/{path}")).post(parameters);
        let error = support::expect(result, kind, outcome);
        for word in words {
            assert!(error.to_string().contains(word), "{error}: {word}");
        }
        let api = error.api().map(|api| &*api.code);
        assert_eq!(api.is_some(), kind == ErrorKind::Api, "{body}");
        assert_eq!(error.response().unwrap().body(), body.as_bytes());
        assert!(!error.to_string().contains(SECRET));
    }
}

#[test]
fn http_errors_false_returns_a_failure_and_never_a_forgery() {
    let fail = signed(&[("return_code", "SUCCESS"), ("result_code", "FAIL"), ("err_code", "X")]);
    let server = Server::start(move |_| xml(&fail));
    let mut options = parameters();
    options["http_errors"] = false.into();
    let response = client(&server).chain("v2/pay/x").post(&options).unwrap();
    assert!(matches!(response.verification(), Some(Verification::Verified { .. })));
    let forged = signed(&PAID).replace("88", "89");
    let server = Server::start(move |_| xml(&forged));
    let result = client(&server).chain("v2/pay/x").post(options);
    support::expect(result, ErrorKind::Verify, Outcome::Unknown);
}

#[test]
fn a_bill_is_text_and_its_error_xml() {
    let bill = "交易时间,公众账号ID\r\n`2026-11-30,`wx8888\r\n";
    let server = Server::start(move |_| xml(bill));
    let options = json!({"xml": {"mch_id": MCHID, "bill_date": "20261129"}});
    let response = client(&server).chain("v2/pay/downloadbill").post(&options).unwrap();
    assert_eq!(response.body(), bill.as_bytes());
    assert_eq!(response.verification(), Some(&Verification::Exempt));

    let none = "<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[No Bill \
                Exist]]></return_msg><error_code><![CDATA[20002]]></error_code></xml>";
    let server = Server::start(move |_| xml(none));
    let error = client(&server).chain("v2/pay/downloadbill").post(options).unwrap_err();
    assert_eq!(error.api().unwrap().code, "20002");
    assert_eq!(error.api().unwrap().message, "No Bill Exist");
}

/// A bill of any size goes to a file piece by piece; what is XML instead leaves the file alone,
/// however it is cut into pieces.
#[test]
fn a_bill_is_streamed_to_its_file() {
    let folder = support::folder::Folder::new();
    let file = folder.file("bill.csv", "before");
    let read = || std::fs::read(&file).unwrap();
    let line = "`2026-11-29 10:00:00,`wx8888,`12.34\r\n".repeat(4096);
    let large: Vec<u8> = format!("\u{feff}交易时间\r\n{line}").into_bytes();
    let packed = support::gzip(&large);
    let error = "<return_code>FAIL</return_code><error_code>20002</error_code></xml>";
    let chunked = |pieces: &[&[u8]]| {
        let mut reply = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        for piece in pieces {
            reply.extend(format!("{:x}\r\n", piece.len()).bytes().chain(piece.iter().copied()));
            reply.extend(b"\r\n");
        }
        [&reply[..], b"0\r\n\r\n"].concat()
    };
    let bill = |reply: Vec<u8>, max: usize| {
        let server = Server::start(move |_| Reply::Last(reply.clone()));
        let client = support::builder(&server).secret(SECRET).max_response_size(max);
        let xml = json!({"mch_id": MCHID, "bill_date": "20261129"});
        let options = Options::new().xml(xml).sink(&file);
        client.build().unwrap().chain("v2/pay/downloadbill").post(options)
    };
    for body in [&large, &packed] {
        let response = bill(chunked(&[&body[..1], &body[1..7], &body[7..]]), 1000).unwrap();
        assert_eq!(response.verification(), Some(&Verification::Exempt));
        assert!(response.body().is_empty() && read() == *body);
    }
    // What was packed on the way only is unpacked.
    let head = "Content-Encoding: gzip\r\n";
    bill(answer(200, head, &packed), 1000).unwrap();
    assert!(read() == large);
    for begin in [&["<xml>"][..], &["\n ", "<x", "ml", ">"], &["<", "xml>"]] {
        let pieces: Vec<_> = begin.iter().map(|piece| piece.as_bytes()).collect();
        let error = bill(chunked(&[&pieces[..], &[error.as_bytes()]].concat()), 1000).unwrap_err();
        assert_eq!((error.api().unwrap().code.as_str(), error.kind()), ("20002", ErrorKind::Api));
        assert!(read() == large, "the file was replaced");
    }
    let cut = answer(200, "", &large);
    let error = bill(cut[..cut.len() - 9].to_vec(), 1000).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    let page = bill(answer(502, "", b"<html>"), 1000).unwrap_err();
    assert_eq!(page.kind(), ErrorKind::Api, "{page}");
    assert!(read() == large);
    // An empty bill is one.
    bill(answer(200, "", b""), 1000).unwrap();
    assert!(read().is_empty());
}

#[test]
fn a_response_that_can_not_be_decoded_was_accepted() {
    let server = Server::start(|_| xml(signed(&PAID)));
    let response = client(&server).chain("v2/pay/refund").post(parameters()).unwrap();
    let error = response.xml::<std::collections::HashMap<String, u8>>().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Accepted), "{error}");
}

#[test]
fn texts_become_the_types_that_are_asked_for() {
    #[derive(Deserialize, PartialEq, Debug)]
    #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
    enum State {
        Success,
    }
    #[derive(Deserialize, PartialEq, Debug)]
    struct Order {
        trade_state: State,
        total_fee: u64,
        cash_fee: Option<u64>,
        attach: Option<String>,
        #[serde(default)]
        coupons: Vec<String>,
        openid: String,
    }
    let server = Server::start(|_| {
        xml(signed(&[
            ("return_code", "SUCCESS"),
            ("trade_state", "SUCCESS"),
            ("total_fee", "88"),
            ("cash_fee", ""),
            ("coupons", "A"),
            ("openid", "123"),
        ]))
    });
    let response = client(&server).chain("v2/pay/orderquery").post(parameters()).unwrap();
    let order = Order {
        trade_state: State::Success,
        total_fee: 88,
        cash_fee: None,
        attach: None,
        coupons: vec!["A".to_owned()],
        openid: "123".to_owned(),
    };
    assert_eq!(response.xml::<Order>().unwrap(), order);
    assert_eq!(response.xml::<Value>().unwrap()["total_fee"], "88");
    assert!(response.xml::<std::collections::HashMap<String, String>>().is_ok());
}

#[test]
fn hostile_xml_is_refused() {
    let deep = format!("<xml>{}{}</xml>", "<a>".repeat(40), "</a>".repeat(40));
    let many = format!("<xml>{}</xml>", "<a/>".repeat(20_000));
    let large = format!("<xml><a>{}</a></xml>", "x".repeat(5 << 20));
    for xml in [
        "<!DOCTYPE xml [<!ENTITY a \"b\">]><xml><a>&a;</a></xml>",
        "<!DOCTYPE xml SYSTEM \"file:///etc/passwd\"><xml/>",
        "<xml><a>&xxe;</a></xml>",
        "<xml><a></b></xml>",
        "<xml><a>",
        "<xml/><xml/>",
        "text<xml/>",
        "<xml/>text",
        "<xml><a>&#0;</a></xml>",
        "",
        "\u{feff}",
        &deep,
        &many,
        &large,
    ] {
        let error = Transformer::to_array(xml).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    }
    assert!(Transformer::to_array([0xff, 0xfe]).is_err());
    let fine = "\u{feff}<?xml version=\"1.0\"?><!-- c --><xml><a>1</a></xml>\n<!-- d -->";
    assert_eq!(Transformer::to_array(fine).unwrap(), json!({"a": "1"}));
}

proptest! {
    /// What is written is read again, whatever is in it.
    #[test]
    fn xml_returns(values in proptest::collection::btree_map("[a-z][a-z0-9_]{0,9}", "\\PC*|[\\]>\\[<!&\r\n\t'\"CDAT]{0,12}", 0..8)) {
        let object: Value = values.into_iter().map(|(k, v)| (k, Value::from(v))).collect::<serde_json::Map<_, _>>().into();
        // Not a character of XML, which is an error of its own.
        prop_assume!(!object.to_string().contains(['\u{fffe}', '\u{ffff}']));
        let xml = Transformer::to_xml(&object).unwrap();
        prop_assert_eq!(Transformer::to_array(&xml).unwrap(), object, "{}", xml);
    }

    #[test]
    fn any_text_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64), text in "[<>/a!\\[\\]CDAT&;#x0-9? ]{0,40}") {
        let _ = Transformer::to_array(bytes);
        let _ = Transformer::to_array(text);
    }
}

/// A client whose requests go to a tape, and no further. Its responses are signed.
fn recorded() -> (Client, Arc<Mutex<Vec<Vec<u8>>>>) {
    let tape = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&tape);
    let transport = tower::service_fn(move |request: http::Request<Body>| {
        let record = Arc::clone(&record);
        async move {
            let body = request.into_body().into_bytes().await?;
            record.lock().unwrap().push(body.to_vec());
            Ok::<_, BoxError>(http::Response::new(Body::from(signed(&PAID))))
        }
    });
    let client = Client::builder().mchid(MCHID).secret(SECRET).transport(transport);
    (client.build().unwrap(), tape)
}

/// A thousand maps of any texts: what is sent reads as what was given, and is signed over it, as PHP's
/// algorithm has it.
#[test]
fn any_parameters_are_signed_as_php_signs_them() {
    let (client, tape) = recorded();
    let chain = client.chain("v2/pay/x");
    let names = "[A-Za-z_][A-Za-z0-9_]{0,8}";
    let texts = "\\PC{0,12}|[\\]>\\[<!&\r\n\t'\"=CDAT中]{0,12}|[0-9]{0,20}";
    let maps =
        (proptest::collection::btree_map(names, texts, 0..10), prop_oneof!["MD5", "HMAC-SHA256"]);
    let config = ProptestConfig { cases: 1000, ..ProptestConfig::default() };
    proptest!(config, |((mut map, kind) in maps)| {
        // Not characters of XML, which are an error of their own.
        map.retain(|name, text| name != "sign" && !text.contains(['\u{fffe}', '\u{ffff}']));
        for (name, value) in [("mch_id", MCHID), ("sign_type", &*kind), ("nonce_str", "n")] {
            map.insert(name.to_owned(), value.to_owned());
        }
        map.retain(|name, _| !["mchid", "combine_mch_id"].contains(&name.as_str()));
        chain.post(json!({"xml": map})).unwrap();
        let body = tape.lock().unwrap().pop().unwrap();
        let sent = Transformer::to_array(&body).unwrap();
        let mut sent: std::collections::BTreeMap<String, String> =
            serde_json::from_value(sent).unwrap();
        let given = sent.remove("sign").unwrap();
        prop_assert_eq!(&sent, &map);
        let fields: Vec<_> = map.iter().map(|(name, text)| (&**name, &**text)).collect();
        prop_assert_eq!(given, sign(&fields, &kind));
    });
}
