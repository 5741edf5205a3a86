//! Structs and maps in place of `json!`, and decoded responses.

use crate::support;

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use http_body_util::Full;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wechatpay_chain::{
    Body, Client, Error, ErrorKind, Multipart, Options, Outcome, ResponseExt, Verification,
};

use support::folder::Folder;
use support::server::{Reply, Seen, Server};

#[derive(Serialize)]
struct Close {
    out_trade_no: String,
    json: Merchant,
    query: Option<Merchant>,
}

#[derive(Serialize)]
struct Merchant {
    mchid: &'static str,
}

fn close() -> Close {
    Close { out_trade_no: "A1".to_owned(), json: Merchant { mchid: "1900000109" }, query: None }
}

fn wire() -> (Server, Client) {
    let server = Server::start(|_| Reply::ok(r#"{"trade_state":"SUCCESS","n":10}"#));
    let client = support::client(&server);
    (server, client)
}

const CLOSE: &str = "v3/orders/{out_trade_no}/close";

fn post(options: impl Into<Options>) -> Seen {
    let (server, client) = wire();
    client.chain(CLOSE).post(options).unwrap();
    server.only_request()
}

#[test]
fn a_struct_and_a_map_send_what_json_sends() {
    let value = json!({"out_trade_no": "A1", "json": {"mchid": "1900000109"}});
    let expected = post(value.clone());
    assert_eq!(expected.target, "/v3/orders/A1/close");
    let Value::Object(map) = value.clone() else { unreachable!() };
    let hash: HashMap<String, Value> = map.clone().into_iter().collect();
    let tree: BTreeMap<&str, Value> =
        map.iter().map(|(key, value)| (&**key, value.clone())).collect();
    let (by_reference, some) = (close(), Some(close()));
    for seen in [
        post(close()),
        post(&by_reference),
        post(&some),
        post(&value),
        post(&hash),
        post(hash),
        post(tree),
        post(map),
        post(Options::new().var("out_trade_no", "A1").json(&close().json)),
    ] {
        assert_eq!((&seen.target, &seen.body), (&expected.target, &expected.body));
        assert!(seen.is_signed());
    }
}

#[test]
fn what_is_no_object_is_refused_and_what_is_none_is_nothing() {
    let (server, client) = wire();
    let chain = client.chain("v3/t");
    for options in [Options::from(&None::<Close>), (&()).into(), (&[0_u8; 0][..]).into()] {
        chain.get(options).unwrap();
    }
    let unserialisable: HashMap<(u8, u8), u8> = [((1, 2), 3)].into();
    for (options, says) in [
        (Options::from("text"), "the options are a string"),
        ((&7).into(), "the options are a number"),
        (unserialisable.into(), "can't be written as JSON"),
        ((&close()).into(), "`out_trade_no` is used by neither"),
    ] {
        let error = chain.get(options).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Options, Outcome::NotSent));
        assert!(error.to_string().contains(says), "{error}");
    }
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn options_are_kept_and_used_again() {
    let folder = Folder::new();
    let file = folder.path().join("a.png");
    std::fs::write(&file, "png").unwrap();
    let multipart = Multipart::new().json("meta", json!({"a": 1})).file("file", &file);
    for options in [
        Options::from(&close()).header("X-A", "1").timeout(9),
        Options::from(json!({"out_trade_no": "A1"})).body("text"),
        Options::new().var("out_trade_no", "A1").body(multipart),
        Options::new().var("out_trade_no", "A1").multipart_file("file", &file),
    ] {
        let (server, client) = wire();
        let chain = client.chain(CLOSE);
        chain.post(&options).unwrap();
        chain.post(options.clone()).unwrap();
        chain.post(options).unwrap();
        let [one, two, three] = &server.requests()[..] else { panic!() };
        for other in [two, three] {
            assert_eq!(one.headers.get("x-a"), other.headers.get("x-a"));
            assert!(one.body.len() == other.body.len() && one.target == other.target);
        }
    }
}

#[test]
fn a_mistake_is_in_the_copy_too_in_both_languages() {
    let (server, client) = wire();
    let wrong = Options::new().form_params("a").var("out_trade_no", "A1");
    let chain = client.chain(CLOSE);
    let (copied, error) = (chain.post(&wrong).unwrap_err(), chain.post(wrong).unwrap_err());
    assert_eq!(copied.to_string(), error.to_string());
    assert_eq!((copied.kind(), copied.outcome()), (error.kind(), error.outcome()));
    assert!(server.requests().is_empty());
}

#[test]
fn a_stream_is_sent_once_and_its_copy_says_so() {
    let (server, client) = wire();
    let stream = Body::stream(Full::new(Bytes::from("once")));
    let options = Options::from(&close().query).var("out_trade_no", "A1").body(stream);
    let chain = client.chain(CLOSE);
    let error = chain.post(&options).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Options, Outcome::NotSent), "{error}");
    assert!(error.to_string().contains("can be read only once"), "{error}");
    assert!(server.requests().is_empty());
    chain.post(options).unwrap();
    assert_eq!(server.only_request().body, b"once");
}

#[derive(Deserialize, Debug, PartialEq)]
struct Order {
    trade_state: String,
}

#[test]
fn a_promise_decodes_the_response() {
    let (_server, client) = wire();
    let chain = client.chain("v3/t");
    let order: Order = chain.get_async(()).json().wait().unwrap();
    assert_eq!(order, Order { trade_state: "SUCCESS".to_owned() });
    let then = chain.get_async(()).json::<Order>().then(|order| order.trade_state);
    assert_eq!(then.wait().unwrap(), "SUCCESS");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let value = runtime.block_on(chain.get_async(()).value()).unwrap();
    assert_eq!(value["n"], 10);
    let response = chain.get(()).unwrap();
    assert_eq!(response.value().unwrap(), value);
    assert!(matches!(response.verification(), Some(Verification::Verified { .. })));
}

#[test]
fn what_was_accepted_stays_so_when_it_can_not_be_decoded() {
    let server = Server::start(|seen| match &*seen.target {
        "/v3/empty" => Reply::Signed(204, Vec::new()),
        _ => Reply::ok("[1"),
    });
    let client = support::client(&server);
    let broken = client.chain("v3/broken");
    let check = |error: Error| {
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Accepted));
    };
    check(broken.post_async(()).json::<Order>().wait().unwrap_err());
    check(broken.post_async(()).value().wait().unwrap_err());
    check(broken.post(()).unwrap().value().unwrap_err());
    let empty = client.chain("v3/empty");
    assert_eq!(empty.post_async(()).value().wait().unwrap(), Value::Null);
    check(empty.post_async(()).json::<Order>().wait().unwrap_err());
}
