//! In which language a refusal is, and in which form.

use std::io::{Read, Write};
use std::net::TcpStream;

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::{Gateway, Lang};

use super::by_hand::{Sent, now};

/// The response to a request without its `Host` and `Content-Length`.
fn raw(gateway: &Gateway, start: &str, headers: &str, body: &str) -> (String, String) {
    let host = gateway.base_uri()["http://".len()..].trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    let request = format!(
        "{start} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\
         {headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

fn has_han(text: &str) -> bool {
    text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character))
}

/// What is left of a Chinese text without names, numbers and what is quoted.
fn english_words(text: &str) -> Vec<&str> {
    let words = text.split(|character: char| !character.is_ascii_lowercase());
    let usual = ["the", "is", "not", "send", "and", "this", "was", "with", "it"];
    words.filter(|word| usual.contains(word)).collect()
}

#[test]
fn each_refusal_is_in_one_language() {
    let agent = "User-Agent: t\r\nAccept: */*\r\n";
    for (default, other) in [(Lang::Chinese, "en-US,en;q=0.9"), (Lang::English, "zh-CN")] {
        let gateway = Gateway::builder().language(default).start().unwrap();
        gateway.on(Method::GET, "/v3/panics", |_| -> Value { panic!("on purpose") });
        gateway.stubs(r#"[{"method": "GET", "path": "/v3/once", "times": 1}]"#).unwrap();
        gateway.client().unwrap().chain("v3/once").get(()).unwrap();
        let signed = |method, target, body, accepted: &str| {
            let mut sent = Sent::new(&gateway, method, target, body);
            sent.more = format!("Content-Type: application/json\r\n{accepted}");
            let reply = sent.signed(&sent.message()).unwrap_err();
            (reply.json["message"].clone(), reply.json["detail"]["issue"].clone())
        };
        let native = "/v3/pay/transactions/native";
        for (accepted, lang) in [
            (String::new(), default),
            ("Accept-Language: fr\r\n".to_owned(), default),
            (
                format!("Accept-Language: {other}\r\n"),
                match default {
                    Lang::Chinese => Lang::English,
                    _ => Lang::Chinese,
                },
            ),
        ] {
            let unsigned = |start: &str, headers: &str, body: &str| {
                let headers = format!("{headers}{accepted}");
                let (_, body) = raw(&gateway, start, &headers, body);
                let json: Value = serde_json::from_str(&body).unwrap_or_else(|_| body.into());
                (json.get("message").unwrap_or(&json).clone(), Value::Null)
            };
            let id = r#"{"out_trade_no": "none", "transaction_id": "none"}"#;
            let told = [
                unsigned("GET /v3/certificates", agent, ""),
                unsigned("GET /v3/certificates", &format!("{agent}Authorization: x\r\n"), ""),
                unsigned("GET /v3/certificates", "User-Agent: t\r\n", ""),
                unsigned("GET /v3/x", &format!("{agent}X-Gateway-Fault: x\r\n"), ""),
                unsigned("GET /v3/x", "Origin: https://a.example\r\n", ""),
                unsigned("POST /pay/orderquery", agent, "<xml><a>1</a></xml>"),
                unsigned("POST /pay/orderquery", agent, "{}"),
                signed("GET", "/v3/none", "", &accepted),
                signed("GET", "/v3/pay/transactions/nativ", "", &accepted),
                signed("GET", "/v3/once", "", &accepted),
                signed("GET", "/v3/panics", "", &accepted),
                signed("DELETE", "/v3/certificates", "", &accepted),
                signed("POST", native, "[]", &accepted),
                signed("POST", native, r#"{"x": 1}"#, &accepted),
                signed("POST", native, r#"{"description": 1}"#, &accepted),
                signed("POST", "/v3/refund/domestic/refunds", id, &accepted),
                signed("GET", "/v3/pay/transactions/out-trade-no/A?mchid=1", "", &accepted),
                signed("GET", "/v3/bill/tradebill?bill_date=2000-01-01", "", &accepted),
                signed("POST", "/_gateway/pay", id, &accepted),
                signed("POST", "/v3/marketing/favor/coupon-stocks", "{}", &accepted),
            ];
            for (at, (message, issue)) in told.iter().enumerate() {
                let message = message.as_str().unwrap_or_else(|| panic!("{at}: {message}"));
                assert!(!message.contains("Gateway::"), "{at}: {message}");
                let texts = [message, issue.as_str().unwrap_or(message)];
                for text in texts {
                    // `FAIL` and the names of XML are no words.
                    if lang == Lang::Chinese {
                        assert!(has_han(text), "{at}: {text}");
                        assert_eq!(english_words(text), [""; 0], "{at}: {text}");
                    } else {
                        assert!(!has_han(text), "{at}: {text}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_reason_is_said_once() {
    let gateway = Gateway::builder().language(Lang::Chinese).start().unwrap();
    let mut sent = Sent::new(&gateway, "GET", "/v3/certificates", "");
    sent.more = "Accept-Language: en\r\n".to_owned();
    sent.timestamp = (now() + 700).to_string();
    sent.serial = gateway.platform_serial().to_owned();
    sent.signed(&sent.message()).unwrap();
    let requests = gateway.requests();
    let (_, body) = {
        let header = format!(
            "User-Agent: t\r\nAccept: */*\r\nAuthorization: WECHATPAY2-SHA256-RSA2048 \
             mchid=\"{}\",serial_no=\"{}\",timestamp=\"{}\",nonce_str=\"n\",signature=\"AA==\"\r\n",
            gateway.mchid(),
            gateway.merchant_serial(),
            now() + 700
        );
        raw(&gateway, "GET /v3/certificates", &header, "")
    };
    assert_eq!(body.matches("时钟快了").count(), 1, "{body}");
    assert!(!body.contains("clock"), "{body}");
    let body: Value = serde_json::from_str(&body).unwrap();
    assert!(body["message"].as_str().unwrap().starts_with("时间戳已过期：你的时钟快了 "), "{body}");
    let names = ["name", "line", "signed", "received", "position", "expected"];
    let diagnosis = body["detail"]["diagnosis"][0].as_object().unwrap();
    assert_eq!(diagnosis.keys().collect::<Vec<_>>(), names);
    assert!(requests[0].diagnosis().unwrap().localized(Lang::Chinese).starts_with("serial_no 是"));
}

/// Clients of APIv2 read XML only.
#[test]
fn a_client_of_apiv2_gets_xml() {
    let gateway = Gateway::builder().language(Lang::English).start().unwrap();
    let order = "<xml><mch_id>1900000109</mch_id><sign>0</sign></xml>";
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    for (path, headers, body, status, words) in [
        ("/v3/pay/transactions/native", form, order, "401", "this path is APIv3's"),
        ("/v3/pay/transactions/native", "", order, "401", "this path is APIv3's"),
        ("/risk/getpublickey", form, order, "200", "the signature must be over `mch_id="),
        ("/nowhere", "", order, "200", "the signature must be over `mch_id="),
        ("/pay/unifiedorder", form, order, "200", "the signature must be over `mch_id="),
        ("/pay/unifiedorder", form, "{\"mch_id\":\"1\"}", "200", "it is JSON: send XML"),
        ("/pay/unifiedorder", form, "mch_id=1&sign=2", "200", "it is a form (`a=1&b=2`): send XML"),
        ("/pay/unifiedorder", form, "", "200", "it does not begin with `<`"),
    ] {
        let (head, answer) = raw(&gateway, &format!("POST {path}"), headers, body);
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {head}");
        assert!(head.to_lowercase().contains("content-type: text/xml"), "{path}: {head}");
        assert!(answer.starts_with("<xml><return_code><![CDATA[FAIL]]>"), "{path}: {answer}");
        assert!(answer.contains(words), "{path}: {answer}");
        assert!(!has_han(&answer), "{path}: {answer}");
    }
    // A call of APIv3 with XML is told so as well, in JSON.
    let sent = Sent::new(&gateway, "POST", "/v3/pay/transactions/native", order);
    let reply = sent.signed(&sent.message()).unwrap_err();
    assert_eq!((reply.status, &reply.json["code"]), (400, &json!("PARAM_ERROR")));
    assert!(reply.json["message"].as_str().unwrap().contains("XML, as of APIv2"), "{}", reply.json);
}
