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
            assert_eq!(finding.position(), Some(at));
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
    let sent = at((now() - 1000).to_string());
    expect(sent.signed(&sent.message()), &["timestamp-off"]);
    let sent = at("2018-06-08T10:34:56+08:00".to_owned());
    expect(sent.signed(&sent.message()), &["timestamp-form"]);
}
