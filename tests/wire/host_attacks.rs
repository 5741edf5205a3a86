//! Attacks on where a signed request may go: each is refused before anything is signed.

use crate::support;

use http::uri::Authority;
use http::{Method, Uri};
use serde_json::json;
use wechatpay_chain::{Client, Error, ErrorKind, Failover, Outcome, ResponseExt};

use ErrorKind::{Config, Options, Path, UntrustedHost};
use support::recorder::{Recorder, changing};

const BASE: &str = "https://api.mch.weixin.qq.com/";

/// What it is, the address, and what kind of error it is as a call's base_uri; as the path it is an
/// untrusted host.
#[rustfmt::skip]
const ADDRESSES: [(&str, &str, ErrorKind); 91] = [
    ("another domain", "https://evil.example/v3/t", UntrustedHost),
    ("the API's name as a subdomain", "https://api.mch.weixin.qq.com.evil.example/v3/t", UntrustedHost),
    ("the API's name as a subdomain of a look-alike", "https://api.mch.weixin.qq.com.qq.com.evil.example/v3/t", UntrustedHost),
    ("a prefix", "https://evil-api.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("a suffix", "https://api.mch.weixin.qq.community/v3/t", UntrustedHost),
    ("the parent domain", "https://mch.weixin.qq.com/v3/t", UntrustedHost),
    ("a subdomain of the API's", "https://x.api.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("the merchants' website", "https://pay.weixin.qq.com/v3/t", UntrustedHost),
    ("a dot at the end", "https://api.mch.weixin.qq.com./v3/t", UntrustedHost),
    ("two dots within", "https://api.mch..weixin.qq.com/v3/t", UntrustedHost),
    ("a dot in front", "https://.api.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("another port", "https://api.mch.weixin.qq.com:444/v3/t", UntrustedHost),
    ("port 80 by https", "https://api.mch.weixin.qq.com:80/v3/t", UntrustedHost),
    ("port 0", "https://api.mch.weixin.qq.com:0/v3/t", UntrustedHost),
    ("a port beyond 65535", "https://api.mch.weixin.qq.com:65979/v3/t", UntrustedHost),
    ("a port without digits", "https://api.mch.weixin.qq.com:/v3/t", UntrustedHost),
    ("a port with a sign", "https://api.mch.weixin.qq.com:+443/v3/t", UntrustedHost),
    ("a port of letters", "https://api.mch.weixin.qq.com:https/v3/t", UntrustedHost),
    ("two ports", "https://api.mch.weixin.qq.com:443:443/v3/t", Options),
    ("a trusted host at another port", "https://pay.example.com:8443/v3/t", UntrustedHost),
    ("a trusted host's bracketed tail", "https://api.mch.weixin.qq.com:80[::1]:443/v3/t", UntrustedHost),
    ("a host behind brackets", "https://[::1]api.mch.weixin.qq.com:443/v3/t", UntrustedHost),
    ("an open bracket", "https://[::1/v3/t", Options),
    ("plain http", "http://api.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("plain http at port 443", "http://api.mch.weixin.qq.com:443/v3/t", UntrustedHost),
    ("plain http to a trusted host", "http://pay.example.com:443/v3/t", UntrustedHost),
    ("plain http to a name like an address", "http://127.0.0.1.evil.example/v3/t", UntrustedHost),
    ("plain http to a name like this machine's", "http://localhost.evil.example/v3/t", UntrustedHost),
    ("plain http to all addresses", "http://0.0.0.0/v3/t", UntrustedHost),
    ("plain http to a private address", "http://10.0.0.1/v3/t", UntrustedHost),
    ("the API's name as a user", "https://api.mch.weixin.qq.com@evil.example/v3/t", UntrustedHost),
    ("a user and a password", "https://u:secret@api.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("another host as a user", "https://evil.example@api.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("an empty user", "https://@api.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("two users", "https://a@evil.example@api.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("an encoded @", "https://api.mch.weixin.qq.com%40evil.example/v3/t", Options),
    ("a fragment before the host ends", "https://evil.example#@api.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("a query before the host ends", "https://evil.example?@api.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("a backslash before a user", "https://evil.example\\@api.mch.weixin.qq.com/v3/t", Options),
    ("a backslash behind the API's name", "https://api.mch.weixin.qq.com\\.evil.example/v3/t", Options),
    ("backslashes for slashes", "https:\\\\evil.example/v3/t", Options),
    ("one slash", "https:/evil.example/v3/t", Options),
    ("no slash", "https:evil.example/v3/t", Options),
    ("three slashes", "https:///evil.example/v3/t", Options),
    ("no host", "https://", Options),
    ("no host but a port", "https://:443/v3/t", UntrustedHost),
    ("a host of spaces", "https:// /v3/t", Options),
    ("an address", "https://203.0.113.7/v3/t", UntrustedHost),
    ("this machine by https", "https://127.0.0.1/v3/t", UntrustedHost),
    ("a trusted address without its port", "https://127.0.0.2/v3/t", UntrustedHost),
    ("this machine", "http://127.0.0.1/v3/t", UntrustedHost),
    ("this machine by name", "http://localhost/v3/t", UntrustedHost),
    ("this machine by IPv6", "http://[::1]/v3/t", UntrustedHost),
    ("this machine as one number", "http://2130706433/v3/t", UntrustedHost),
    ("this machine in hexadecimal", "http://0x7f.1/v3/t", UntrustedHost),
    ("this machine in octal", "http://0177.0.0.1/v3/t", UntrustedHost),
    ("this machine, shortened", "http://127.1/v3/t", UntrustedHost),
    ("this machine in brackets", "http://[127.0.0.1]/v3/t", UntrustedHost),
    ("this machine, IPv4-mapped", "http://[::ffff:127.0.0.1]/v3/t", UntrustedHost),
    ("this machine, IPv4-mapped in hexadecimal", "http://[::ffff:7f00:1]/v3/t", UntrustedHost),
    ("all addresses by IPv6", "http://[::]/v3/t", UntrustedHost),
    ("a zone", "http://[fe80::1%25eth0]/v3/t", UntrustedHost),
    ("a cloud's metadata", "https://169.254.169.254/latest/meta-data", UntrustedHost),
    ("a Cyrillic letter", "https://\u{430}pi.mch.weixin.qq.com/v3/t", Options),
    ("the same in Punycode", "https://xn--pi-7lc.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("full-width letters", "https://\u{ff41}\u{ff50}\u{ff49}.mch.weixin.qq.com/v3/t", Options),
    ("an ideographic full stop", "https://api.mch.weixin.qq\u{3002}com/v3/t", Options),
    ("a soft hyphen", "https://api\u{ad}.mch.weixin.qq.com/v3/t", Options),
    ("the Kelvin sign", "https://\u{212a}.mch.weixin.qq.com/v3/t", Options),
    ("an encoded dot", "https://api%2emch.weixin.qq.com/v3/t", Options),
    ("an encoded letter", "https://%61pi.mch.weixin.qq.com/v3/t", Options),
    ("an encoded NUL", "https://api.mch.weixin.qq.com%00.evil.example/v3/t", Options),
    ("an encoded slash", "https://api.mch.weixin.qq.com%2f@evil.example/v3/t", UntrustedHost),
    ("a NUL", "https://api.mch.weixin.qq.com\0.evil.example/v3/t", Options),
    ("a tab within the host", "https://api.mch.weixin.qq.com\t.evil.example/v3/t", Options),
    ("a tab within the scheme", "ht\ttps://evil.example/v3/t", Options),
    ("a newline behind the host", "https://api.mch.weixin.qq.com\n/v3/t", Options),
    ("a header behind the host", "https://api.mch.weixin.qq.com\r\nHost: evil.example/v3/t", Options),
    ("a space in front", "\u{20}https://evil.example/v3/t", Options),
    ("a comma", "https://api.mch.weixin.qq.com,evil.example/v3/t", UntrustedHost),
    ("a semicolon", "https://api.mch.weixin.qq.com;evil.example/v3/t", UntrustedHost),
    ("the base's scheme", "//evil.example/v3/t", Options),
    ("the base's scheme, no path", "//evil.example", Options),
    ("the base's scheme and a user", "//api.mch.weixin.qq.com@evil.example/v3/t", Options),
    ("ftp", "ftp://api.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("a file", "file:///etc/passwd", Options),
    ("a script", "javascript:alert(1)", Options),
    ("data", "data:text/html,x", Options),
    ("a web socket", "wss://api.mch.weixin.qq.com/v3/t", UntrustedHost),
    ("a view-source prefix", "view-source:https://api.mch.weixin.qq.com/v3/t", Options),
    ("a host for a scheme", "api.mch.weixin.qq.com:443/v3/t", Options),
];

/// A client that trusts some hosts, and a note of all that it signs and sends.
fn client() -> (Client, Recorder) {
    let recorder = Recorder::default();
    let builder = recorder.builder(BASE).trust_host("pay.example.com");
    (builder.trust_host("127.0.0.2:8443").build().unwrap(), recorder)
}

/// Makes calls, and demands that nothing of them went as far as the signer.
fn refused(name: &str, kind: ErrorKind, call: impl FnOnce(&Client) -> Result<(), Error>) -> Error {
    let (client, recorder) = client();
    let error = call(&client).expect_err(name);
    assert_untouched(name, &error, kind, &recorder);
    error
}

fn assert_untouched(name: &str, error: &Error, kind: ErrorKind, recorder: &Recorder) {
    assert_eq!(error.kind(), kind, "{name}: {error}");
    // What build() refuses belongs to no request.
    let outcome = if kind == Config { Outcome::Unknown } else { Outcome::NotSent };
    assert_eq!(error.outcome(), outcome, "{name}: {error}");
    assert_eq!(recorder.signed(), 0, "{name}: signed");
    assert!(recorder.gone().is_empty(), "{name}: {:?}", recorder.gone());
    assert!(!error.to_string().contains("secret"), "{name}: {error}");
    assert!(!error.to_string().contains(char::is_control), "{name}: {error:?}");
}

#[test]
fn as_the_path_itself() {
    for (name, address, _) in ADDRESSES {
        refused(name, UntrustedHost, |client| client.chain(address).get(()).map(drop));
    }
}

#[test]
fn as_a_value_that_makes_the_whole_address() {
    for (name, address, _) in ADDRESSES {
        // A value may not cut an address short, whatever it is.
        let kind = if address.contains('#') { Path } else { UntrustedHost };
        for template in ["{+download_url}", "{+download_url}?a=1"] {
            refused(name, kind, |client| {
                client.chain(template).get(json!({"download_url": address})).map(drop)
            });
        }
    }
}

#[test]
fn as_the_base_uri_of_one_call() {
    for (name, address, kind) in ADDRESSES {
        // A path that names a good host does not make up for a bad base.
        for path in ["v3/t", "https://api.mch.weixin.qq.com/v3/t"] {
            refused(name, kind, |client| {
                client.chain(path).get(json!({"base_uri": address})).map(drop)
            });
        }
    }
}

/// Only what is a URI at all can be set by a layer.
#[test]
fn by_a_layer_that_rewrites_the_request() {
    let mut tried = 0;
    for (name, address, _) in ADDRESSES {
        let Ok(uri) = address.parse::<Uri>() else { continue };
        tried += 1;
        refused_in_a_layer(name, UntrustedHost, move |request| *request.uri_mut() = uri.clone());
    }
    assert!(tried > 45, "{tried}");
    for (name, target) in [("no host", "/v3/t"), ("all", "*"), ("an authority", "evil.example:443")]
    {
        let uri: Uri = target.parse().unwrap();
        refused_in_a_layer(name, UntrustedHost, move |request| *request.uri_mut() = uri.clone());
    }
    let authority: Authority = "api.mch.weixin.qq.com:443".parse().unwrap();
    let uri = Uri::builder().authority(authority).build().unwrap();
    refused_in_a_layer("no scheme", UntrustedHost, move |request| *request.uri_mut() = uri.clone());
    refused_in_a_layer("a tunnel", Options, |request| *request.method_mut() = Method::CONNECT);
}

fn refused_in_a_layer(
    name: &str,
    kind: ErrorKind,
    change: impl Fn(&mut http::Request<wechatpay_chain::Body>) + Clone + Send + Sync + 'static,
) {
    let recorder = Recorder::default();
    let builder = recorder.builder(BASE).trust_host("pay.example.com").layer(changing(change));
    let error = builder.build().unwrap().chain("v3/t").get(()).expect_err(name);
    assert_untouched(name, &error, kind, &recorder);
}

/// Values within an address that the template otherwise fixes.
#[test]
fn as_a_value_within_the_host() {
    for (name, template, values, kind) in [
        (
            "a host and a path",
            "https://{host}/v3/t",
            json!({"host": "evil.example/"}),
            UntrustedHost,
        ),
        ("a user", "https://{host}.mch.weixin.qq.com/", json!({"host": "u@evil"}), UntrustedHost),
        ("another host", "https://{host}/v3/t", json!({"host": "evil.example"}), UntrustedHost),
        ("a label", "https://{label}.mch.weixin.qq.com/", json!({"label": "evil"}), UntrustedHost),
        (
            "labels",
            "https://api{.labels*}/v3/t",
            json!({"labels": ["evil", "example"]}),
            UntrustedHost,
        ),
        ("a port", "https://api.mch.weixin.qq.com:{port}/", json!({"port": 8443}), UntrustedHost),
        (
            "a tail",
            "https://api.mch.weixin.qq.com{+tail}",
            json!({"tail": ".evil.example/"}),
            UntrustedHost,
        ),
        (
            "a tail with @",
            "https://api.mch.weixin.qq.com{+tail}",
            json!({"tail": "@evil.example/"}),
            UntrustedHost,
        ),
        (
            "a tail with a port",
            "https://api.mch.weixin.qq.com{+tail}",
            json!({"tail": ":1/"}),
            UntrustedHost,
        ),
        ("a scheme", "{scheme}://api.mch.weixin.qq.com/", json!({"scheme": "http"}), UntrustedHost),
        ("slashes in front", "{+path}", json!({"path": "//evil.example/v3/t"}), UntrustedHost),
        (
            "slashes of two values",
            "{+a}{+b}",
            json!({"a": "/", "b": "/evil.example/"}),
            UntrustedHost,
        ),
    ] {
        refused(name, kind, |client| client.chain(template).get(values).map(drop));
    }
}

/// These stay at the base's host: what looks like an address is a path there.
#[test]
fn values_within_a_path_name_no_host() {
    for (template, value, target) in [
        ("v3/{id}", "https://evil.example/", "/v3/https%3A%2F%2Fevil.example%2F"),
        ("v3/{id}", "//evil.example", "/v3/%2F%2Fevil.example"),
        ("{id}", "//evil.example/v3", "/%2F%2Fevil.example%2Fv3"),
        ("{id}", "https://evil.example", "/https%3A%2F%2Fevil.example"),
        ("v3/{+id}", "//evil.example", "/v3///evil.example"),
        ("/{+id}", "\\evil.example", "/%5Cevil.example"),
        ("v3/t{?id}", "//evil.example#@x", "/v3/t?id=%2F%2Fevil.example%23%40x"),
    ] {
        let (client, recorder) = client();
        client.chain(template).get(json!({"id": value})).unwrap();
        let gone = recorder.gone().remove(0);
        assert_eq!(gone.authority().unwrap(), "api.mch.weixin.qq.com", "{template} {value}");
        assert_eq!(gone.path_and_query().unwrap(), target, "{template} {value}");
    }
}

#[test]
fn as_the_builders_base_uri_and_its_backup() {
    for (name, base_uri) in [
        ("plain http", "http://api.mch.weixin.qq.com/"),
        ("a name like an address", "http://127.0.0.1.evil.example/"),
        ("a name like this machine's", "http://localhost.evil.example/"),
        ("a subdomain of this machine's name", "http://x.localhost/"),
        ("all addresses", "http://0.0.0.0/"),
        ("all addresses by IPv6", "http://[::]/"),
        ("this machine, shortened", "http://127.1/"),
        ("this machine as one number", "http://2130706433/"),
        ("this machine in octal", "http://0177.0.0.1/"),
        ("this machine in brackets", "http://[127.0.0.1]/"),
        ("this machine, IPv4-mapped", "http://[::ffff:127.0.0.1]/"),
        ("a user", "https://u:secret@api.mch.weixin.qq.com/"),
        ("an empty user", "https://@api.mch.weixin.qq.com/"),
        ("a port with a sign", "https://gateway.internal:+8443/"),
        ("a port without digits", "https://gateway.internal:/"),
        ("a bracketed tail", "https://gateway.internal:80[::1]:443/"),
        ("another scheme", "ftp://api.mch.weixin.qq.com/"),
        ("no scheme", "api.mch.weixin.qq.com"),
        ("no host", "/v3/"),
        ("nothing", ""),
        ("a step up", "https://api.mch.weixin.qq.com/hk/../"),
        ("a newline", "https://api.mch.weixin.qq.com\r\n/"),
    ] {
        let recorder = Recorder::default();
        let error = recorder.builder(base_uri).build().expect_err(name);
        assert_untouched(name, &error, Config, &recorder);
        // A backup address is trusted as the base_uri is, and read as strictly.
        let failover = Failover::to([base_uri]);
        let error = recorder.builder(BASE).failover(failover).build().expect_err(name);
        assert_untouched(name, &error, Config, &recorder);
    }
}

#[test]
fn as_a_trusted_host() {
    for (name, host) in [
        ("nothing", ""),
        ("an address", "https://pay.example.com"),
        ("a path", "pay.example.com/v3"),
        ("a query", "pay.example.com?x"),
        ("a fragment", "pay.example.com#x"),
        ("a user", "u:secret@pay.example.com"),
        ("an empty user", "@pay.example.com"),
        ("a port beyond 65535", "pay.example.com:65536"),
        ("a port with a sign", "pay.example.com:+443"),
        ("a port without digits", "pay.example.com:"),
        ("a backslash", "pay.example.com\\x"),
        ("a space", "pay.example.com evil.example"),
        ("a newline", "pay.example.com\n"),
        ("a Chinese name", "支付.example.com"),
        ("a wildcard", "*.example.com"),
        ("a wildcard of all", "*"),
    ] {
        let recorder = Recorder::default();
        let error = recorder.builder(BASE).trust_host(host).build().expect_err(name);
        assert_untouched(name, &error, Config, &recorder);
    }
}

/// The answer of a call names another address: nothing goes there.
#[test]
fn by_a_redirect() {
    for status in [300, 301, 302, 303, 307, 308] {
        for target in [
            "https://evil.example/v3/t",
            "//evil.example/v3/t",
            "https://api.mch.weixin.qq.com.evil.example/",
            "https://u:secret@evil.example/?token=secret",
            "http://api.mch.weixin.qq.com/v3/t",
            "/v3/other",
        ] {
            let recorder = Recorder::default();
            let answer =
                move || http::Response::builder().status(status).header("location", target);
            let client = recorder.answering(BASE, answer).build().unwrap();
            for method in [Method::GET, Method::POST] {
                let error = client.chain("v3/t").request(method, ()).unwrap_err();
                let got = (error.kind(), error.outcome());
                assert_eq!(got, (ErrorKind::Api, Outcome::Unknown), "{status} {target}: {error}");
                assert!(error.to_string().contains("not followed"), "{error}");
                assert!(!error.to_string().contains("secret"), "{error}");
            }
            let answer = client.chain("v3/t").get(json!({"http_errors": false})).unwrap();
            assert_eq!(answer.status(), status);
            assert!(answer.verification().is_some());
            assert_eq!(recorder.gone(), vec![format!("{BASE}v3/t").parse::<Uri>().unwrap(); 3]);
        }
    }
}
