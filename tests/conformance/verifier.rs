//! PHP's verdicts on answers: each the same here, or covered by a rule.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use http::{HeaderName, HeaderValue, Request, Response};
use serde_json::Value;
use wechatpay_chain::{Body, Client, Error, Options, PrivateKey, PublicKey};

use crate::edge_cases::listed_cases;
use crate::recordings;

static NOW: AtomicU64 = AtomicU64::new(0);

fn recorded_clock() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(NOW.load(Ordering::SeqCst))
}

/// Calls the recorded path, to be given the recorded answer.
fn call(vectors: &Value, recorded: &Value) -> Result<wechatpay_chain::Response, Error> {
    NOW.store(recorded["now"].as_u64().unwrap(), Ordering::SeqCst);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let key = |name: &str| PublicKey::from_pem(text(&vectors["keys"][name])).unwrap();
    let (constants, keys) = (&vectors["constants"], &vectors["keys"]);
    let mut builder = Client::builder()
        .mchid(text(&constants["mchid"]))
        .serial(text(&constants["merchant_serial"]))
        .private_key(PrivateKey::from_pem(text(&keys["merchant_key.pem"])).unwrap())
        .clock(recorded_clock);
    for (serial, what) in vectors["verifier_certs"].as_object().unwrap() {
        let name = what.as_str().unwrap().split_whitespace().find(|word| word.ends_with(".pem"));
        // PHP meets the garbage at the call; here it can't even be configured.
        if let Some(name) = name {
            builder = builder.platform_key(serial, key(name));
        }
    }
    let answer = answer(recorded);
    let transport = tower::service_fn(move |_: Request<Body>| {
        let mut response = Response::new(Body::from(answer.body().clone()));
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        async { Ok::<_, Infallible>(response) }
    });
    let client = builder.transport(transport).build().unwrap();
    let method = recorded["method"].as_str().unwrap().parse().unwrap();
    // A path as it was recorded, capitals and all.
    let path = format!("https://api.mch.weixin.qq.com{}", recorded["path"].as_str().unwrap());
    client.chain(path).request(method, Options::new())
}

fn answer(recorded: &Value) -> Response<String> {
    let mut response = Response::new(recorded["body"].as_str().unwrap().to_owned());
    *response.status_mut() =
        u16::try_from(recorded["status"].as_u64().unwrap()).unwrap().try_into().unwrap();
    for (name, value) in recorded["headers"].as_object().unwrap() {
        let values = match value {
            Value::Array(values) => values.clone(),
            value => vec![value.clone()],
        };
        for value in values {
            let name: HeaderName = name.parse().unwrap();
            let value = HeaderValue::from_str(value.as_str().unwrap()).unwrap();
            response.headers_mut().append(name, value);
        }
    }
    response
}

#[test]
fn every_verdict_is_phps_or_under_a_rule() {
    let vectors = recordings::vectors();
    let mut listed: BTreeMap<_, _> =
        listed_cases().into_iter().filter(|(case, _)| case.starts_with("verifier/")).collect();
    let mut problems = Vec::new();
    let recorded = vectors["verifier"].as_array().unwrap();
    for answer in recorded {
        let name = format!("verifier/{}", answer["name"].as_str().unwrap());
        let accepted = answer["outcome"].as_str().unwrap().starts_with("accepted");
        let ours = call(&vectors, answer);
        match (ours.is_ok() == accepted, listed.remove(name.as_str())) {
            (false, None) => {
                problems.push(format!("{name}: PHP: {}, here: {ours:?}", answer["outcome"]))
            }
            (true, Some(rule)) => problems.push(format!("{name} is as in PHP, but under `{rule}`")),
            _ => {}
        }
        if let (Ok(ours), true) = (&ours, accepted) {
            assert_eq!(ours.body(), answer["body"].as_str().unwrap(), "{name}");
        }
    }
    assert!(problems.is_empty(), "{}:\n{}", problems.len(), problems.join("\n"));
    assert!(listed.is_empty(), "rules name verdicts that are none: {listed:?}");
    assert!(recorded.len() > 60);
}
