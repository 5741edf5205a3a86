//! Mistakes in one of the five lines of the message.

use serde_json::Value;
use wechatpay_chain::gateway::Line;

use super::by_hand::{BODY, Sent, TARGET, expect, gateway, now};

#[test]
fn the_target() {
    let gateway = gateway();
    let host = gateway.base_uri().trim_end_matches('/');
    for (signed, name) in [
        ("/v3/a/b%2Fc", "query-left-out"),
        ("z=x%20y&a=%E5%BE%AE&m=1", "target-query-alone"),
        ("/v3/a/b%2Fc?a=%E5%BE%AE&m=1&z=x%20y", "query-order"),
        ("/v3/a/b%2Fc?m=1&z=x%20y&a=%E5%BE%AE", "query-order"),
        ("/v3/a/b%2Fc?z=x+y&a=%E5%BE%AE&m=1", "query-plus"),
        ("/v3/a/b/c?z=x y&a=微&m=1", "target-decoded"),
        ("/v3/a/b%2Fc?z=x y&a=微&m=1", "target-decoded"),
        ("/v3/a/b/c?z=x%20y&a=%E5%BE%AE&m=1", "target-decoded"),
        ("/v3/a/b%252Fc?z=x%2520y&a=%25E5%25BE%25AE&m=1", "target-encoded-twice"),
        ("/v3/a/b%2fc?z=x%20y&a=%e5%be%ae&m=1", "target-hex-case"),
        ("v3/a/b%2Fc?z=x%20y&a=%E5%BE%AE&m=1", "target-slash"),
        ("/v3/a/b%2Fc/?z=x%20y&a=%E5%BE%AE&m=1", "target-slash"),
        ("/a/b%2Fc?z=x%20y&a=%E5%BE%AE&m=1", "target-prefix"),
        (&format!("{host}{TARGET}"), "target-url"),
        (&format!("https://api.mch.weixin.qq.com{TARGET}"), "target-url"),
        (&format!("{}{TARGET}", &host["http://".len()..]), "target-url"),
    ] {
        let sent = Sent::new(&gateway, "GET", TARGET, "");
        let diagnosis = expect(sent.signed(&sent.with(1, signed)), &[name]);
        let finding = &diagnosis.findings()[0];
        assert_eq!(finding.line(), Some(Line::Target));
        assert_eq!((finding.signed(), finding.received()), (Some(signed), Some(TARGET)));
        assert!(diagnosis.to_string().contains(&format!("`{signed}`")), "{diagnosis}");
    }
    // A query that was changed after signing.
    for (signed, name) in [
        ("/v3/a/b%2Fc?z=x%20y&m=1", "query-added"),
        ("/v3/a/b%2Fc?m=1", "query-added"),
        ("/v3/a/b%2Fc?z=x%20y&a=%E5%BE%AE&m=1&mchid=1900000109", "query-removed"),
        ("/v3/a/b%2Fc?z=x%20y&a=%E5%BE%AE&m=true", "query-value"),
        ("/v3/a/b%2Fc?z=X%20Y&a=%E5%BE%AE&m=1", "query-value"),
        ("/v3/a/b%2Fc?z=&a=%E5%BE%AE&m=1", "query-value"),
    ] {
        let sent = Sent::new(&gateway, "GET", TARGET, "");
        expect(sent.signed(&sent.with(1, signed)), &[name]);
    }
    let sent = Sent::new(&gateway, "GET", "/v3/a/b", "");
    expect(sent.signed(&sent.with(1, "/v3/a/b?mchid=1900000109")), &["query-removed"]);
    // The other way round: sent in a way, signed in the usual one.
    for (target, signed, name) in [
        ("/v3/a/b?x=a+b", "/v3/a/b?x=a%20b", "query-plus"),
        ("/v3/a/b?x=%e5%be%ae", "/v3/a/b?x=%E5%BE%AE", "target-hex-case"),
        ("/v3/a/b:c(d)", "/v3/a/b%3Ac%28d%29", "target-encoded"),
        ("/v3/a/b?x=a:b,c", "/v3/a/b?x=a%3Ab%2Cc", "target-encoded"),
        ("/v3/a/b?", "/v3/a/b", "query-mark"),
        ("/v3/a/b", "/v3/a/b?", "query-mark"),
    ] {
        let sent = Sent::new(&gateway, "GET", target, "");
        expect(sent.signed(&sent.with(1, signed)), &[name]);
    }
}

#[test]
fn the_body() {
    let gateway = gateway();
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(BODY).unwrap());
    let pretty = pretty.unwrap();
    let python = "{\"note\": \"微信/<支付>\", \"amount\": {\"total\": 1, \"currency\": \"CNY\"}}";
    let sorted = "{\"amount\":{\"currency\":\"CNY\",\"total\":1},\"note\":\"微信/<支付>\"}";
    let unicode = BODY.replace("微信", "\\u5fae\\u4fe1").replace("支付", "\\u652f\\u4ed8");
    let html = BODY.replace('<', "\\u003c").replace('>', "\\u003e");
    let php = unicode.replace('/', "\\/");
    for (other, names) in [
        (pretty.as_str(), &["body-space"][..]),
        (python, &["body-space"]),
        (sorted, &["body-keys"]),
        (&BODY.replace('/', "\\/"), &["body-slashes"]),
        (&unicode, &["body-unicode"]),
        (&php, &["body-slashes", "body-unicode"]),
        (&html, &["body-html"]),
        (&format!("{BODY}\n"), &["body-end"]),
        (&format!("\u{feff}{BODY}"), &["body-mark"]),
    ] {
        for (sent, signed) in [(BODY, other), (other, BODY)] {
            let request = Sent::new(&gateway, "POST", "/v3/a/b", sent);
            let diagnosis = request.signed(&request.with(4, signed));
            let diagnosis = expect(diagnosis, names);
            let finding = &diagnosis.findings()[0];
            assert_eq!(finding.line(), Some(Line::Body));
            let pairs = sent.bytes().zip(signed.bytes());
            let at = pairs.take_while(|(sent, signed)| sent == signed).count();
            if names.len() == 1 {
                assert_eq!(finding.position(), Some(at));
            }
            assert_ne!(finding.signed(), finding.received());
            // Logs do not show bodies.
            assert!(!format!("{diagnosis} {diagnosis:?}").contains("CNY"));
        }
    }
    let request = Sent::new(&gateway, "POST", "/v3/a/b", BODY);
    expect(request.signed(&request.with(4, "")), &["body-left-out"]);
    for signed in ["{}", "null", "[]"] {
        let request = Sent::new(&gateway, "GET", "/v3/a/b", "");
        expect(request.signed(&request.with(4, signed)), &["body-for-none"]);
    }
    let request = Sent::new(&gateway, "POST", "/v3/a/b", "a\r\nb");
    expect(request.signed(&request.with(4, "a\nb")), &["body-line-breaks"]);
    let request = Sent::new(&gateway, "POST", "/v3/a/b", "{\"a\" :1}");
    expect(request.signed(&request.with(4, "{\"a\":1}")), &["body-serialised"]);
}

#[test]
fn two_escapes_are_shown_each_by_itself() {
    let gateway = gateway();
    let sent = Sent::new(&gateway, "POST", "/v3/a/b", "{\"a\":\"微信微信微信微信\",\"b\":\"1/2\"}");
    let signed =
        "{\"a\":\"\\u5fae\\u4fe1\\u5fae\\u4fe1\\u5fae\\u4fe1\\u5fae\\u4fe1\",\"b\":\"1\\/2\"}";
    let names = ["body-slashes", "body-unicode"];
    let diagnosis = expect(sent.signed(&sent.with(4, signed)), &names);
    let [slashes, unicode] = diagnosis.findings() else { panic!("{diagnosis}") };
    assert!(slashes.signed().unwrap().contains("1\\/2"), "{slashes:?} {:?}", slashes.signed());
    assert!(slashes.received().unwrap().contains("1/2"), "{:?}", slashes.received());
    assert!(!slashes.signed().unwrap().contains("\\u"), "{:?}", slashes.signed());
    assert!(unicode.signed().unwrap().contains("\\u5fae"), "{:?}", unicode.signed());
    assert!(unicode.received().unwrap().contains('微'), "{:?}", unicode.received());
    assert_eq!((slashes.position(), unicode.position()), (Some(38), Some(6)));
}

/// PHP's `ksort` and Python's `sort_keys` behind the signing.
#[test]
fn keys_sorted_after_signing() {
    let gateway = gateway();
    let order = "{\"appid\":\"wx1\",\"mchid\":\"1900000109\",\"description\":\"x\",\
                 \"out_trade_no\":\"1\",\"notify_url\":\"https://shop.example/n\",\
                 \"amount\":{\"total\":1,\"currency\":\"CNY\"},\"payer\":{\"openid\":\"o\"}}";
    let deep = "{\"amount\":{\"currency\":\"CNY\",\"total\":1},\"appid\":\"wx1\",\"description\":\"x\",\
                \"mchid\":\"1900000109\",\"notify_url\":\"https://shop.example/n\",\
                \"out_trade_no\":\"1\",\"payer\":{\"openid\":\"o\"}}";
    let shallow =
        deep.replace("{\"currency\":\"CNY\",\"total\":1}", "{\"total\":1,\"currency\":\"CNY\"}");
    for sorted in [deep, &shallow] {
        let sent = Sent::new(&gateway, "POST", "/v3/a/b", sorted);
        let diagnosis = expect(sent.signed(&sent.with(4, order)), &["body-keys"]);
        assert_eq!(diagnosis.findings()[0].position(), Some(3));
        assert!(diagnosis.findings()[0].signed().unwrap().contains("appid"));
    }
    let python =
        "{\"amount\": {\"total\": 1}, \"appid\": \"wx1\", \"b\": 1, \"c\": 2, \"d\": 3, \"e\": 4}";
    let signed =
        "{\"e\": 4, \"amount\": {\"total\": 1}, \"c\": 2, \"appid\": \"wx1\", \"d\": 3, \"b\": 1}";
    let sent = Sent::new(&gateway, "POST", "/v3/a/b", python);
    expect(sent.signed(&sent.with(4, signed)), &["body-keys"]);
}

#[test]
fn a_form_where_json_is_expected() {
    let gateway = gateway();
    let json = "{\"out_trade_no\":\"A 1\",\"amount\":{\"total\":1,\"currency\":\"CNY\"}}";
    let form = "out_trade_no=A+1&amount%5Btotal%5D=1&amount%5Bcurrency%5D=CNY";
    let sorted = "amount[currency]=CNY&amount[total]=1&out_trade_no=A 1";
    for signed in [form, sorted] {
        let sent = Sent::new(&gateway, "POST", "/v3/a/b", json);
        expect(sent.signed(&sent.with(4, signed)), &["body-form-signed"]);
    }
    let strings = json.replace(":1,", ":\"1\",");
    for signed in [json, &strings, &json.replace(':', ": ").replace(',', ", ")] {
        let sent = Sent::new(&gateway, "POST", "/v3/a/b", form);
        expect(sent.signed(&sent.with(4, signed)), &["body-form-sent"]);
    }
    // Signed and sent as a form: the signature is right, and the call is not.
    let sent = Sent::new(&gateway, "POST", "/v3/pay/transactions/native", form);
    let reply = sent.signed(&sent.message()).unwrap_err();
    assert_eq!(reply.status, 400);
    assert_eq!(reply.json["message"], "the body is a form (`a=1&b=2`): send a JSON object");
}

#[test]
fn an_upload_whose_boundary_no_header_tells() {
    let gateway = gateway();
    let meta = "{\"filename\":\"a.jpg\",\"sha256\":\"0\"}";
    let body = format!(
        "--f1\r\nContent-Disposition: form-data; name=\"meta\"\r\n\r\n{meta}\r\n\
         --f1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n\
         jpg\r\n--f1--\r\n"
    );
    for content_type in
        ["multipart/form-data", "application/json", "multipart/form-data; boundary=x"]
    {
        let mut sent = Sent::new(&gateway, "POST", "/v3/a/b", &body);
        sent.more = format!("Content-Type: {content_type}\r\n");
        expect(sent.signed(&sent.with(4, meta)), &["body-boundary"]);
    }
}

#[test]
fn an_upload_signed_whole() {
    let gateway = gateway();
    let meta = "{\"filename\":\"a.jpg\",\"sha256\":\"0\"}";
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"meta\"\r\n\r\n{meta}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n\
         jpg\r\n--b--\r\n"
    );
    let upload = || {
        let mut sent = Sent::new(&gateway, "POST", "/v3/a/b", &body);
        sent.more = "Content-Type: multipart/form-data; boundary=b\r\n".to_owned();
        sent
    };
    let sent = upload();
    assert_eq!(sent.signed(&sent.with(4, meta)).unwrap_err().status, 200);
    let sent = upload();
    expect(sent.signed(&sent.message()), &["body-whole-upload"]);
    let sent = upload();
    expect(sent.signed(&sent.with(4, "")), &["body-left-out"]);
    let sent = upload();
    let other = "{\"sha256\":\"0\",\"filename\":\"a.jpg\"}";
    expect(sent.signed(&sent.with(4, other)), &["body-keys"]);
}

#[test]
fn the_short_lines() {
    let gateway = gateway();
    let get = || Sent::new(&gateway, "GET", TARGET, "");
    for (signed, name) in [("get", "method-case"), ("Get", "method-case"), ("POST", "method-other")]
    {
        let sent = get();
        let diagnosis = expect(sent.signed(&sent.with(0, signed)), &[name]);
        assert_eq!(diagnosis.findings()[0].line(), Some(Line::Method));
    }
    let sent = get();
    for (signed, name) in [
        (format!("{}000", sent.timestamp), "timestamp-ms-signed"),
        (format!("{}737", sent.timestamp), "timestamp-ms-signed"),
        ((now() - 1).to_string(), "timestamp-again"),
        (String::new(), "timestamp-empty"),
    ] {
        let mut sent = get();
        // Were the second over in the meantime, it would be another distance.
        sent.timestamp = now().to_string();
        let signed = if name == "timestamp-ms-signed" {
            format!("{}{}", sent.timestamp, &signed[10..])
        } else if name == "timestamp-again" {
            (sent.timestamp.parse::<u64>().unwrap() - 1).to_string()
        } else {
            signed
        };
        let diagnosis = expect(sent.signed(&sent.with(2, &signed)), &[name]);
        assert_eq!(diagnosis.findings()[0].line(), Some(Line::Timestamp));
    }
    let sent = get();
    let upper = sent.nonce.to_uppercase();
    expect(sent.signed(&sent.with(3, &upper)), &["nonce-case"]);
    let sent = get();
    expect(sent.signed(&sent.with(3, "")), &["nonce-empty"]);
}

#[test]
fn the_timestamp_sent() {
    let gateway = gateway();
    let at = |timestamp: String| {
        let mut sent = Sent::new(&gateway, "GET", TARGET, "");
        sent.timestamp = timestamp;
        sent
    };
    let sent = at(format!("{}123", now()));
    expect(sent.signed(&sent.message()), &["timestamp-ms-sent"]);
    let seconds = sent.timestamp[..10].to_owned();
    let diagnosis = expect(sent.signed(&sent.with(2, &seconds)), &["timestamp-ms-sent"]);
    assert_eq!(diagnosis.findings()[0].signed(), Some(&*seconds));
    let sent = at((now() + 8 * 3600).to_string());
    expect(sent.signed(&sent.message()), &["timestamp-zone"]);
    for (timestamp, words) in [(now() - 1000, " s behind"), (now() + 1000, " s ahead")] {
        let sent = at(timestamp.to_string());
        let diagnosis = expect(sent.signed(&sent.message()), &["timestamp-off"]);
        let told = diagnosis.to_string();
        let off = told.split_once("your clock is ").unwrap().1.split_once(words).unwrap().0;
        assert!((990..1010).contains(&off.parse::<u32>().unwrap()), "{told}");
    }
    let sent = at("2018-06-08T10:34:56+08:00".to_owned());
    expect(sent.signed(&sent.message()), &["timestamp-form"]);
}
