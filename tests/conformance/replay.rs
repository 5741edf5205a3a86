//! A client that sends to a recorder, and the comparison of what it sent with what PHP sent.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use serde_json::{Map, Value, json};
use wechatpay_chain::{
    Body, BoxError, BoxFuture, Chain, Client, Error, Formatter, Hash, PrivateKey, PublicKey, Rsa,
    Verifier, VerifyInput,
};

/// What the transport was given.
pub(crate) struct Sent {
    pub(crate) request: Request<()>,
    pub(crate) body: Bytes,
}

pub(crate) struct Recorder {
    client: Client,
    public_key: PublicKey,
    sent: Arc<Mutex<Vec<Sent>>>,
}

/// Here nobody verifies: answers are not what is compared.
struct Unchecked;

impl Verifier for Unchecked {
    fn verify<'a>(&'a self, _: &'a VerifyInput<'a>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async { Ok(()) })
    }
}

impl Recorder {
    pub(crate) fn new(vectors: &Value) -> Self {
        let (constants, keys) = (&vectors["constants"], &vectors["keys"]);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let sent = Arc::new(Mutex::new(Vec::new()));
        let tape = Arc::clone(&sent);
        let secret = text(&constants["apiv2_secret"]);
        let sign = Hash::sign("MD5", "return_code=SUCCESS", &secret).unwrap();
        let transport = tower::service_fn(move |request: Request<Body>| {
            let tape = Arc::clone(&tape);
            let xml = format!("<xml><return_code>SUCCESS</return_code><sign>{sign}</sign></xml>");
            async move {
                let (parts, body) = request.into_parts();
                let body = body.into_bytes().await.unwrap();
                let is_v2 = !parts.headers.contains_key("authorization");
                tape.lock().unwrap().push(Sent { request: Request::from_parts(parts, ()), body });
                let answer = Response::builder()
                    .header("wechatpay-timestamp", Formatter::timestamp())
                    .header("wechatpay-nonce", "n")
                    .header("wechatpay-serial", "s")
                    .header("wechatpay-signature", "unchecked");
                Ok::<_, Infallible>(
                    answer.body(if is_v2 { xml.into() } else { Body::default() }).unwrap(),
                )
            }
        });
        let client = Client::builder()
            .mchid(text(&constants["mchid"]))
            .serial(text(&constants["merchant_serial"]))
            .private_key(PrivateKey::from_pem(text(&keys["merchant_key.pem"])).unwrap())
            .secret(secret)
            .verifier(Unchecked)
            .transport(transport)
            .build()
            .unwrap();
        let public_key = PublicKey::from_pem(text(&keys["merchant_pub.pem"])).unwrap();
        Self { client, public_key, sent }
    }

    /// The documented path in each of the three styles: its segments, as a template, as an index.
    pub(crate) fn styles(&self, recorded: &Value) -> [Chain; 3] {
        let template = recorded["template"].as_str().unwrap();
        let segments = recorded["segments"].as_str().unwrap().split("->");
        let pure = segments.fold(self.client.chain(""), |chain, segment| chain.seg(segment));
        [pure, self.client.chain(template), self.client[template].clone()]
    }

    /// The chain of the recorded steps.
    pub(crate) fn chain(&self, steps: &Value) -> Chain {
        let mut chain = self.client.chain("");
        for step in steps.as_array().unwrap() {
            let text = step[1].as_str().unwrap();
            chain = match step[0].as_str().unwrap() {
                "prop" => chain.seg(text),
                "chain" => chain.chain(text),
                "index" => chain[text].clone(),
                other => panic!("unknown step {other}"),
            };
        }
        chain
    }

    /// Calls it, and gives what was sent.
    pub(crate) fn call(&self, chain: &Chain, verb: &str, options: &Value) -> Result<Sent, Error> {
        match verb {
            "get" => chain.get(options),
            "post" => chain.post(options),
            "put" => chain.put(options),
            "patch" => chain.patch(options),
            "delete" => chain.delete(options),
            "getAsync" => chain.get_async(options).wait(),
            "postAsync" => chain.post_async(options).wait(),
            "putAsync" => chain.put_async(options).wait(),
            "patchAsync" => chain.patch_async(options).wait(),
            "deleteAsync" => chain.delete_async(options).wait(),
            other => panic!("unknown verb {other}"),
        }?;
        let mut sent = std::mem::take(&mut *self.sent.lock().unwrap());
        assert_eq!(sent.len(), 1, "one call sends one request");
        Ok(sent.pop().unwrap())
    }

    /// What differs from the recorded request, a line each. The Authorization must hold.
    pub(crate) fn differences(&self, sent: &Sent, expect: &Value) -> Vec<String> {
        self.check_authorization(sent, expect);
        let (expected, got) = (recorded(expect), observed(sent, expect));
        let keys = expected.keys().chain(got.keys()).collect::<std::collections::BTreeSet<_>>();
        keys.into_iter()
            .filter(|key| !same(expected.get(*key), got.get(*key)))
            .map(|key| format!("{key}: PHP {:?}, here {:?}", expected.get(key), got.get(key)))
            .collect()
    }

    fn check_authorization(&self, sent: &Sent, expect: &Value) {
        let request = &sent.request;
        if expect["headers"]["accept"].as_str().is_some_and(|accept| accept.starts_with("text/xml"))
        {
            assert!(!request.headers().contains_key("authorization"), "APIv2 signs in the body");
            return;
        }
        let authorization = request.headers()["authorization"].to_str().unwrap();
        let fields = authorization.strip_prefix("WECHATPAY2-SHA256-RSA2048 ").unwrap();
        let fields: BTreeMap<_, _> = fields
            .split(',')
            .map(|field| field.split_once('=').unwrap())
            .map(|(name, value)| (name, value.trim_matches('"')))
            .collect();
        let meta = meta(request.headers(), &sent.body);
        let message = [
            request.method().as_str().as_bytes(),
            request.uri().path_and_query().unwrap().as_str().as_bytes(),
            fields["timestamp"].as_bytes(),
            fields["nonce_str"].as_bytes(),
            meta.as_deref().unwrap_or(&sent.body),
            b"",
        ]
        .join(&b'\n');
        let nonce = fields["nonce_str"];
        assert!(nonce.len() == 32 && nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let holds = Rsa::verify(&message, fields["signature"], &self.public_key).unwrap();
        assert!(holds, "the Authorization of {} does not hold", request.uri());
    }
}

fn recorded(expect: &Value) -> BTreeMap<String, Value> {
    let mut parts = BTreeMap::new();
    parts.insert("method".to_owned(), expect["method"].clone());
    parts.insert("url".to_owned(), expect["url"].clone());
    let body = match expect.get("body") {
        Some(body) => {
            let body = body.as_str().unwrap().as_bytes();
            text(&unbounded(body, expect["headers"]["content-type"].as_str()))
        }
        None => expect["json"].clone(),
    };
    parts.insert("body".to_owned(), body);
    for (name, value) in expect["headers"].as_object().unwrap() {
        let value = match value.as_str().unwrap() {
            value if value.starts_with("multipart/form-data; boundary=") => "multipart, bounded",
            value => value,
        };
        parts.insert(format!("header {name}"), value.into());
    }
    parts
}

fn observed(sent: &Sent, expect: &Value) -> BTreeMap<String, Value> {
    let mut parts = BTreeMap::new();
    parts.insert("method".to_owned(), sent.request.method().as_str().into());
    parts.insert("url".to_owned(), sent.request.uri().to_string().into());
    let type_ = sent.request.headers().get("content-type").and_then(|value| value.to_str().ok());
    let body = match expect.get("json") {
        Some(_) if sent.body.is_empty() => Value::Null,
        Some(_) => serde_json::from_slice(&sent.body).unwrap_or_else(|_| text(&sent.body)),
        None => text(&unbounded(&sent.body, type_)),
    };
    parts.insert("body".to_owned(), body);
    for (name, value) in sent.request.headers() {
        let value = String::from_utf8(value.as_bytes().to_vec()).unwrap();
        let value = if value.starts_with("multipart/form-data; boundary=") {
            "multipart, bounded".to_owned()
        } else {
            value
        };
        if !["authorization", "user-agent", "host"].contains(&name.as_str()) {
            parts.insert(format!("header {name}"), value.into());
        }
    }
    parts
}

fn text(bytes: &[u8]) -> Value {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// A multipart body without its random boundary.
fn unbounded(body: &[u8], content_type: Option<&str>) -> Vec<u8> {
    if !content_type.is_some_and(|type_| type_.starts_with("multipart/")) {
        return body.to_vec();
    }
    let text = String::from_utf8_lossy(body).into_owned();
    let boundary = text.lines().next().unwrap_or_default().trim_start_matches('-').to_owned();
    text.replace(&boundary, "BOUNDARY").into_bytes()
}

/// JSON numbers are the same when they have the same value: `10` and `10.0`.
fn same(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(Value::Number(left)), Some(Value::Number(right))) => {
            left == right || left.as_f64() == right.as_f64()
        }
        (Some(Value::Array(left)), Some(Value::Array(right))) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| same(Some(l), Some(r)))
        }
        // Whether PHP's empty array is a list or an object, the recording can't tell.
        (Some(Value::Object(left)), Some(Value::Object(right))) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|((k, l), (j, r))| k == j && same(Some(l), Some(r)))
        }
        (left, right) => left == right,
    }
}

/// The contents of an upload's part `meta`, which is what it signs.
fn meta(headers: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    let type_ = headers.get("content-type")?.to_str().ok()?;
    type_.strip_prefix("multipart/form-data")?;
    let text = String::from_utf8_lossy(body);
    let part = text.split("\r\n--").find(|part| part.contains("name=\"meta\""))?;
    Some(part.split_once("\r\n\r\n")?.1.as_bytes().to_vec())
}

/// The names of a template's variables.
pub(crate) fn variables(template: &str) -> Vec<&str> {
    let expressions = template.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    expressions
        .flat_map(|(expression, _)| {
            expression.trim_start_matches(['+', '#', '.', '/', ';', '?', '&']).split(',')
        })
        .map(|variable| {
            variable.split_once(':').map_or(variable, |(name, _)| name).trim_end_matches('*')
        })
        .collect()
}

/// The options without what neither the template nor Guzzle knows.
pub(crate) fn without_unused(template: &str, options: &Value) -> Value {
    const NAMES: [&str; 19] = [
        "query",
        "json",
        "body",
        "form_params",
        "multipart",
        "headers",
        "base_uri",
        "timeout",
        "connect_timeout",
        "http_errors",
        "debug",
        "sink",
        "version",
        "verify",
        "proxy",
        "expect",
        // Of APIv2.
        "xml",
        "nonceless",
        "security",
    ];
    let Some(map) = options.as_object() else {
        return options.clone();
    };
    let used = |name: &str| NAMES.contains(&name) || variables(template).contains(&name);
    let kept = map.iter().filter(|(name, _)| used(name));
    Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>())
}

/// Objects that JSON can't carry stand as `{"$object": …}` and the like.
pub(crate) fn has_unserialisable(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_unserialisable),
        Value::Object(map) => {
            map.iter().any(|(key, value)| key.starts_with('$') || has_unserialisable(value))
        }
        _ => false,
    }
}

#[test]
fn the_comparison_sees_a_difference() {
    let expect = json!({"method": "GET", "url": "https://a/b", "headers": {}, "json": null});
    let mut other = expect.clone();
    other["url"] = "https://a/c".into();
    assert_ne!(recorded(&expect), recorded(&other));
    assert!(!same(Some(&json!({"a": 1, "b": 2})), Some(&json!({"b": 2, "a": 1}))));
    assert!(same(Some(&json!([10.0])), Some(&json!([10]))));
}
