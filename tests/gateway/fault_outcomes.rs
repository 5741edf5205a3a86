//! Each fault that the gateway has a name for, and what a caller who pays is told: the kind of the
//! error, and whether the money may have moved. The names are the gateway's own list.

use crate::support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::Method;
use serde_json::json;
use wechatpay_chain::certificates::Refresh;
use wechatpay_chain::gateway::StubResponse;
use wechatpay_chain::{ErrorKind, Outcome, Retry};

/// Name, kind, outcome, how often the handler runs. Pauses are far longer than the call's limit.
const TOLD: [(&str, (ErrorKind, Outcome), usize); 15] = [
    ("wrong-signature", (ErrorKind::Verify, Outcome::Unknown), 1),
    ("probe", (ErrorKind::Verify, Outcome::Unknown), 1),
    ("no-signature", (ErrorKind::Verify, Outcome::Unknown), 1),
    ("clock-skew=900", (ErrorKind::Verify, Outcome::Unknown), 1),
    ("unknown-serial", (ErrorKind::Verify, Outcome::Unknown), 1),
    // By a client that knows the first certificate alone.
    ("rotate-certificate", (ErrorKind::Verify, Outcome::Unknown), 1),
    ("other-key-mode", (ErrorKind::Verify, Outcome::Unknown), 1),
    ("429=1", (ErrorKind::Api, Outcome::Refused), 0),
    ("500", (ErrorKind::Api, Outcome::Unknown), 0),
    ("502", (ErrorKind::Api, Outcome::Unknown), 0),
    ("slow-headers=600", (ErrorKind::Timeout, Outcome::Unknown), 1),
    ("slow-body=600", (ErrorKind::Timeout, Outcome::Unknown), 1),
    ("cut-before", (ErrorKind::Transport, Outcome::Unknown), 0),
    ("cut-after", (ErrorKind::Transport, Outcome::Unknown), 1),
    ("truncated-body", (ErrorKind::Transport, Outcome::Unknown), 1),
];

#[test]
fn each_fault_tells_the_caller_what_is_known() {
    let gateway = support::gateway();
    let paid = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&paid);
    gateway.on(Method::POST, "/v3/pay", move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        json!({ "state": "SUCCESS" })
    });
    let certificate = wechatpay_chain::PublicKey::from_pem(gateway.platform_certificate_pem());
    let client = support::merchant(&gateway)
        .platform_key(gateway.platform_serial(), certificate.unwrap())
        .build()
        .unwrap();
    let pay = |fault: &str, client: &wechatpay_chain::Client| {
        let headers = json!({ "X-Gateway-Fault": fault });
        let timeout = if fault.starts_with("slow") { 3 } else { 60 };
        client
            .chain("v3/pay")
            .post(json!({ "json": { "amount": 1 }, "headers": headers, "timeout": timeout }))
    };
    // The list that a misspelt name is answered with.
    let error = pay("none", &client).unwrap_err();
    let message = error.api().unwrap().message.clone();
    let listed: Vec<_> = message.rsplit_once("use ").unwrap().1.split(", ").collect();
    for name in &listed {
        let name = name.split(['=', '[']).next().unwrap();
        let is_told = |told: &str| told.split('=').next() == Some(name);
        assert!(TOLD.iter().any(|(told, ..)| is_told(told)), "{name} is not in the table");
    }
    assert_eq!(listed.len(), TOLD.len());

    let mut told = TOLD.to_vec();
    // After it the client can verify nothing more.
    told.sort_by_key(|(fault, ..)| *fault == "rotate-certificate");
    for (fault, expected, handled) in told {
        let result = pay(fault, &client);
        let found = result.as_ref().err().map(|error| (error.kind(), error.outcome()));
        assert_eq!(found, Some(expected), "{fault}: {result:?}");
        assert_eq!(paid.swap(0, Ordering::SeqCst), handled, "{fault}");
    }
    // Who downloads certificates gets over the exchange, and over no other fault of the signature.
    let downloading =
        support::merchant(&gateway).download_certificates(Refresh::new()).build().unwrap();
    pay("rotate-certificate", &downloading).unwrap();
    let error = pay("wrong-signature", &downloading).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Verify, Outcome::Unknown));
}

type Told = Option<(ErrorKind, Outcome)>;

/// APIv2 has no headers of a signature, so that faults of them change nothing; a 429 is not signed.
const TOLD_V2: [(&str, Told, usize); 15] = [
    ("wrong-signature", Some((ErrorKind::Verify, Outcome::Unknown)), 1),
    ("no-signature", Some((ErrorKind::Verify, Outcome::Unknown)), 1),
    ("probe", None, 1),
    ("clock-skew=900", None, 1),
    ("unknown-serial", None, 1),
    ("rotate-certificate", None, 1),
    ("other-key-mode", None, 1),
    ("429=1", Some((ErrorKind::Api, Outcome::Unknown)), 0),
    ("500", Some((ErrorKind::Api, Outcome::Unknown)), 0),
    ("502", Some((ErrorKind::Api, Outcome::Unknown)), 0),
    ("slow-headers=600", Some((ErrorKind::Timeout, Outcome::Unknown)), 1),
    ("slow-body=600", Some((ErrorKind::Timeout, Outcome::Unknown)), 1),
    ("cut-before", Some((ErrorKind::Transport, Outcome::Unknown)), 0),
    ("cut-after", Some((ErrorKind::Transport, Outcome::Unknown)), 1),
    ("truncated-body", Some((ErrorKind::Transport, Outcome::Unknown)), 1),
];

#[test]
fn each_fault_tells_the_caller_of_apiv2() {
    let gateway = support::gateway();
    let paid = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&paid);
    gateway.on(Method::POST, "/pay/x", move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        StubResponse::xml(json!({"transaction_id": "1"}))
    });
    let client = gateway.client_builder().retry(Retry::new().throttled(true)).build().unwrap();
    for (fault, expected, handled) in TOLD_V2 {
        let timeout = if fault.starts_with("slow") { 3 } else { 60 };
        let result = client.chain("v2/pay/x").post(json!({
            "xml": {"mch_id": gateway.mchid()},
            "headers": {"X-Gateway-Fault": fault},
            "timeout": timeout,
        }));
        let found = result.as_ref().err().map(|error| (error.kind(), error.outcome()));
        assert_eq!(found, expected, "{fault}: {result:?}");
        assert_eq!(paid.swap(0, Ordering::SeqCst), handled, "{fault}");
    }
}
