//! Paths: the three styles, in any order.

use crate::support;

use std::sync::{Arc, Weak};

use proptest::prelude::*;
use wechatpay_chain::{
    BoxError, BoxFuture, Chain, Client, ErrorKind, Outcome, SignInput, Signer, chain,
};

use support::keys;
use support::log::Log;
use support::recorder::Recorder;
use support::server::{Reply, Server};

fn client() -> Client {
    support::client(&Server::start(|_| Reply::ok("{}")))
}

#[test]
fn segments_are_normalised_as_php_does() {
    let client = client();
    for (segment, path) in [
        ("v3", "v3"),
        ("merchantService", "merchant-service"),
        ("MerchantService", "merchant-service"),
        ("Merchant-Service", "merchant-service"),
        ("ComplaintsV2", "complaints-v2"),
        ("out_trade_no", "out_trade_no"),
        ("_out_trade_no_", "{out_trade_no}"),
        ("_outTradeNo_", "{outTradeNo}"),
        ("<outTradeNo>", "{outTradeNo}"),
        ("{outTradeNo}", "{outTradeNo}"),
        ("_+url_", "{+url}"),
        ("_list*_", "{list*}"),
        ("_x:3_", "{x:3}"),
        ("_", "_"),
        ("__", "__"),
        ("<>", "<>"),
        ("a%2Fb", "a%2Fb"),
        ("x{y}Zed", "x{y}-zed"),
        ("v3/payScore/_id_/{Raw}/<b>", "v3/pay-score/{id}/{Raw}/{b}"),
        ("v3/x?Query=AbC&d=_e_", "v3/x?Query=AbC&d=_e_"),
        ("v3/x{?Query,Offset}", "v3/x{?Query,Offset}"),
        ("v3/x#Fragment/AB", "v3/x#Fragment/AB"),
        (
            "https://api.mch.weixin.qq.com/v3/File?token=ABc",
            "https://api.mch.weixin.qq.com/v3/File?token=ABc",
        ),
        ("HTTPS://api.mch.weixin.qq.com/X", "HTTPS://api.mch.weixin.qq.com/X"),
        ("//api.mch.weixin.qq.com/X", "//api.mch.weixin.qq.com/X"),
        ("中文", "中文"),
    ] {
        assert_eq!(client.seg(segment).path(), path);
        assert_eq!(client.chain(segment).path(), path);
        assert_eq!(client[segment].path(), path);
    }
}

#[test]
fn styles_mix_in_any_order() {
    let client = client();
    let path = "v3/pay/transactions/id/{transaction_id}";
    let all = [
        client.seg("v3").seg("pay").seg("transactions").seg("id").seg("_transaction_id_"),
        client.chain("v3/pay/transactions/id/{transaction_id}"),
        client["v3/pay/transactions/id/{transaction_id}"].clone(),
        client["v3"]["pay"].chain("transactions").seg("id")["<transaction_id>"].clone(),
        client.seg("v3").chain("pay/transactions")["id"].seg("{transaction_id}"),
        chain!(client->v3->pay->transactions->id->_transaction_id_),
        chain!(client["v3"]->pay->"transactions"->id->{"{transaction_id}"}),
        chain!(client.seg("v3").seg("pay")->transactions->id->"_transaction_id_"),
    ];
    for chain in all {
        assert_eq!(chain.path(), path);
    }
}

#[test]
fn joins_have_one_slash() {
    let client = client();
    assert_eq!(client.seg("v3/").seg("/pay/").seg("x").path(), "v3/pay/x");
    assert_eq!(client.seg("v3//pay").path(), "v3/pay");
    assert_eq!(client.seg("/v3").seg("pay").path(), "/v3/pay");
    assert_eq!(client.seg("v3").seg("certificates/").path(), "v3/certificates/");
    assert_eq!(client.seg("v3").seg("/").path(), "v3/");
    assert_eq!(client.seg("v3").seg("").path(), "v3");
    assert_eq!(client.seg("").seg("v3").path(), "v3");
    assert_eq!(client.seg("{a}").seg("b").path(), "{a}/b");
    assert_eq!(
        client.chain("https://api.mch.weixin.qq.com").seg("v3").path(),
        "https://api.mch.weixin.qq.com/v3"
    );
}

struct Shop {
    client: Client,
}

impl Shop {
    fn client(&self) -> Client {
        self.client.clone()
    }

    fn certificates(&self) -> Chain {
        chain!(self.client->v3->certificates)
    }
}

#[test]
fn the_macro_takes_any_receiver_and_any_name() {
    let shop = Shop { client: client() };
    let shops = std::collections::HashMap::from([("a", client())]);
    let borrowed = &shop.client;
    let shared = Arc::new(client());
    assert_eq!(shop.certificates().path(), "v3/certificates");
    assert_eq!(chain!(shop.client()->v3->certificates).path(), "v3/certificates");
    assert_eq!(chain!(shops["a"]->v3).path(), "v3");
    assert_eq!(chain!(borrowed->v3).path(), "v3");
    assert_eq!(chain!(shared->v3).path(), "v3");
    assert_eq!(chain!(*shared->v3).path(), "v3");
    assert_eq!(chain!((&shared)->v3).path(), "v3");
    // Keywords, numbers, strings, and what a name can't be.
    assert_eq!(
        chain!(borrowed->type->r#match->self->_->007->3->"merchant-service"->{"images"}->merchantService).path(),
        "type/match/self/_/007/3/merchant-service/images/merchant-service"
    );
    assert_eq!(chain!(borrowed->"v3/pay/{id}"->"a?b=C").path(), "v3/pay/{id}/a?b=C");
    assert_eq!(chain!(borrowed->r"v3").path(), "v3");
    // Receivers are evaluated once, and see nothing of the macro's own names.
    let mut count = 0;
    let mut next = || {
        count += 1;
        &shop.client
    };
    let _ = chain!(next()->v3->pay);
    assert_eq!(count, 1);
    #[allow(non_snake_case, reason = "to meet the macro's own names")]
    let PATH = &shop.client;
    assert_eq!(chain!(PATH->v3).path(), "v3");
}

#[test]
fn the_macros_path_is_the_runtimes() {
    let client = client();
    macro_rules! same {
        ($($segment:literal)+) => { $(
            assert_eq!(chain!(client->$segment).path(), client.seg($segment).path());
            assert_eq!(chain!(client->v3->$segment->x).path(), client.seg("v3").seg($segment).seg("x").path());
        )+ };
    }
    same!("merchantService" "ComplaintsV2" "_x_" "<x>" "__" "{a}Bc" "中文Ab" "a//b" "/" "ABC" "%2fAb" "a?B=C" "");
}

#[test]
fn a_value_in_the_path_is_an_error_of_the_verb() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    for (chain, segment) in [
        (client.seg("v3").seg("oUpF8uMuAJO"), "oUpF8uMuAJO"),
        (client.chain("v3/users/oUpF8uMuAJO/coupons"), "oUpF8uMuAJO"),
        (chain!(client->v3->ABC->x), "ABC"),
        (client["v3/getAPIKey"].clone(), "getAPIKey"),
    ] {
        let error = chain.get(()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Path, Outcome::NotSent));
        assert!(error.to_string().contains(&format!("`{segment}`")), "{error}");
        assert!(error.to_string().contains("{name}"), "{error}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_segment_after_a_query_is_an_error() {
    let server = Server::start(|_| Reply::ok("{}"));
    let client = support::client(&server);
    for chain in [
        client.chain("v3/x?a=1").seg("y"),
        client.chain("v3/x#f").seg("y"),
        client.chain("v3/x{?a}").seg("y").seg("z"),
        client.chain("v3/x{#a}").seg("y"),
        chain!(client->"v3/x?a=1"->y),
        chain!(client.chain("v3/x?a=1")->y),
        chain!(client.seg("v3")->"x?a=1"->y),
    ] {
        let error = chain.get(serde_json::json!({"a": 1})).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Path, "{error}");
        assert!(error.to_string().contains("after its query"), "{error}");
    }
    // A slash within a query is the query's own.
    client.chain("v3/x?url=a/b").get(()).unwrap();
    assert_eq!(server.only_request().target, "/v3/x?url=a/b");
}

#[test]
fn an_absolute_address_begins_a_chain_or_is_an_error() {
    let recorder = Recorder::default();
    let client = recorder.builder("https://api.mch.weixin.qq.com/").build().unwrap();
    let address = "https://api.mch.weixin.qq.com/v3/billdownload/file";
    for chain in [
        client.chain("v3").seg("https://api.mch.weixin.qq.com/v3/x"),
        client.chain("v3").seg("HTTP://127.0.0.1/v3/x"),
        client.chain("v3/pay").chain("//evil.example/v3/x"),
        client.chain("v3").seg("//evil.example"),
        client.chain("/").seg("ftp://evil.example"),
        client.chain(address).chain(address),
        client.chain(address).seg("x").seg("//evil.example/x").seg("y"),
        client.chain("v3/https://evil.example/x"),
        client.chain("https://api.mch.weixin.qq.com/https://evil.example/x"),
        client["v3"]["https://evil.example/x"].clone(),
        chain!(client->v3->"https://evil.example/x"),
        chain!(client->v3->"//evil.example/x"->y),
        chain!(client.seg("v3")->"https://evil.example/x"),
    ] {
        let error = chain.get(()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Path, Outcome::NotSent), "{error}");
        assert!(error.to_string().contains("absolute address after"), "{error}");
    }
    assert_eq!((recorder.signed(), recorder.gone().len()), (0, 0));
    // At the beginning it is the address; a query may hold one; a slash more is no host.
    for chain in [
        client.chain(address),
        client.seg("https://api.mch.weixin.qq.com").seg("v3/x"),
        client.chain("").chain(address),
        client.chain("v3/x?url=https://evil.example//y"),
        client.chain("v3/").chain("/x"),
        client.chain("v3//x"),
    ] {
        chain.get(()).unwrap();
    }
}

#[test]
fn an_index_hands_out_the_same_chain_and_a_clone_starts_empty() {
    let client = client();
    let first: *const Chain = &client["v3/certificates"];
    assert!(std::ptr::eq(first, &client["v3/certificates"]));
    let clone = client.clone();
    assert!(!std::ptr::eq(first, &clone["v3/certificates"]));
    let chain = client.seg("v3");
    assert!(std::ptr::eq(&chain["pay"], &chain["pay"]));
}

/// A signer that tells whether it is still alive.
struct Alive(#[allow(dead_code, reason = "it is counted")] Arc<()>);

impl Signer for Alive {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async { Ok("WECHATPAY2-SHA256-RSA2048 x=\"y\"".to_owned()) })
    }
}

#[test]
fn nothing_keeps_a_dropped_clients_keys() {
    let server = Server::start(|_| Reply::ok("{}"));
    let key = Arc::new(());
    let alive: Weak<()> = Arc::downgrade(&key);
    let client = support::builder(&server).signer(Alive(key)).build().unwrap();
    for path in ["v3/a", "v3/b", "v3/{c}"] {
        let _ = client[path]["x"]["y"].path();
    }
    client["v3/a"].get(()).unwrap();
    let chain = client.seg("v3");
    drop(client);
    assert!(alive.upgrade().is_some(), "a chain keeps its client");
    drop(chain);
    // The call's own task on the background runtime may end a moment after its answer came.
    let deadline = std::time::Instant::now() + support::server::PATIENCE;
    while alive.upgrade().is_some() {
        assert!(std::time::Instant::now() < deadline, "the key is still alive");
        std::thread::yield_now();
    }
}

#[test]
fn indexing_by_values_is_warned_of_once() {
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        let client = client();
        for number in 0..1024 {
            let _ = &client[format!("v3/{number}").as_str()];
        }
        assert!(!log.text().contains("never by values"));
        for number in 1000..3000 {
            let _ = &client[format!("v3/{number}").as_str()];
        }
    });
    assert_eq!(log.text().matches("never by values").count(), 1, "{}", log.text());
}

#[test]
fn debug_shows_the_path_and_no_key() {
    let client = client();
    assert_eq!(format!("{:?}", client.seg("v3").seg("_id_")), r#"Chain("v3/{id}")"#);
    assert!(!format!("{client:?}").contains(keys::MERCHANT_SERIAL));
}

fn assert_send_sync<T: Send + Sync + Clone + 'static>() {}

#[test]
fn handles_go_to_any_thread() {
    assert_send_sync::<Client>();
    assert_send_sync::<Chain>();
}

fn braces_match(segment: &str) -> bool {
    let mut inside = false;
    let fits = |character| match character {
        '{' => !std::mem::replace(&mut inside, true),
        '}' => std::mem::replace(&mut inside, false),
        _ => true,
    };
    segment.chars().all(fits) && !inside
}

proptest! {
    #[test]
    fn normalising_never_panics_and_is_done_once(segments in prop::collection::vec(".{0,12}|[a-zA-Z/_{}<>?#%-]{0,16}", 0..6)) {
        let client = Client::builder()
            .base_uri("http://127.0.0.1:1/")
            .signer(Alive(Arc::new(())))
            .verifier(support::server_less::Accept)
            .build().unwrap();
        let mut chain = client.chain("");
        for segment in &segments {
            chain = chain.seg(segment);
        }
        // What is normal stays as it is. Braces that don't match are an error of the verb.
        prop_assume!(segments.iter().all(|segment| braces_match(segment)));
        let again = client.seg(chain.path());
        prop_assert_eq!(again.path(), chain.path());
        // Joined one by one or all at once, unless a query or an address swallows the rest.
        if segments.iter().all(|s| !s.contains(['?', '#', '{', '<', '_', '/']) && !s.is_empty()) {
            let at_once = client.chain(segments.join("/"));
            prop_assert_eq!(at_once.path(), chain.path());
        }
    }
}
