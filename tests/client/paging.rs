//! Lists, page by page.

use crate::support;

use futures_util::{StreamExt, TryStreamExt};
use serde::Deserialize;
use serde_json::{Value, json};
use wechatpay_chain::{Chain, Error, ErrorKind, Options, Outcome, ResponseExt};

use support::server::{Reply, Seen, Server};

/// A value of the request's query.
fn query(seen: &Seen, name: &str) -> Option<usize> {
    let (_, query) = seen.target.split_once('?')?;
    let value = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")[..]))?;
    Some(value.parse().unwrap())
}

fn items(from: usize, to: usize) -> Vec<Value> {
    (from..to).map(|id| json!({"id": id})).collect()
}

/// A list of `total` entries by offset and limit, with what `more` adds to a page.
fn list(total: usize, more: impl Fn(&mut Value) + Send + Sync + 'static) -> Server {
    Server::start(move |seen| {
        let (offset, limit) = (query(seen, "offset").unwrap(), query(seen, "limit").unwrap_or(20));
        let data = items(offset.min(total), (offset + limit).min(total));
        let mut page =
            json!({"data": data, "total_count": total, "offset": offset, "limit": limit});
        more(&mut page);
        Reply::ok(&page.to_string())
    })
}

fn chain(server: &Server) -> Chain {
    support::client(server).chain("v3/list/{kind}")
}

fn options(limit: usize) -> Value {
    json!({"kind": "a", "query": {"begin": "2024", "limit": limit}})
}

#[derive(Deserialize)]
struct Entry {
    id: usize,
}

fn ids(chain: &Chain, options: impl Into<Options>) -> Result<Vec<usize>, Error> {
    chain.pages(options).items().wait().map(|entry| entry.map(|entry: Entry| entry.id)).collect()
}

fn targets(server: &Server) -> Vec<String> {
    server.requests().into_iter().map(|seen| seen.target).collect()
}

#[test]
fn each_page_is_asked_for_once_until_total_count() {
    for (total, limit, pages) in [(0, 3, 1), (3, 3, 1), (6, 3, 2), (7, 3, 3)] {
        let server = list(total, |_| {});
        assert_eq!(ids(&chain(&server), options(limit)).unwrap(), Vec::from_iter(0..total));
        let expected: Vec<_> = (0..pages)
            .map(|page| format!("/v3/list/a?begin=2024&limit={limit}&offset={}", page * limit))
            .collect();
        assert_eq!(targets(&server), expected);
        let mut of_pages = chain(&server).pages(options(limit)).wait();
        assert_eq!(of_pages.by_ref().count(), pages);
        assert!(of_pages.next().is_none());
    }
}

#[test]
fn a_stream_reads_the_same_and_sends_nothing_ahead() {
    let server = list(5, |_| {});
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut pages = chain(&server).pages(Options::from(options(2)));
        assert!(server.requests().is_empty());
        let first = pages.next().await.unwrap().unwrap();
        assert_eq!(first.value().unwrap()["data"], json!(items(0, 2)));
        assert_eq!(server.requests().len(), 1);
        let others: Vec<_> = pages.try_collect().await.unwrap();
        assert_eq!(others.len(), 2);
        let mut entries = chain(&server).pages(options(2)).items::<Entry>();
        assert_eq!(entries.next().await.unwrap().unwrap().id, 0);
        let rest: Vec<usize> = entries.map(|entry| entry.unwrap().id).collect().await;
        assert_eq!(rest, [1, 2, 3, 4]);
    });
}

#[test]
fn it_begins_at_the_offset_given() {
    for offset in [json!(3), json!("3")] {
        let server = list(5, |_| {});
        let query = json!({"kind": "a", "query": {"offset": offset, "limit": 2}});
        assert_eq!(ids(&chain(&server), query).unwrap(), [3, 4]);
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn lists_without_a_total_end_at_a_short_or_empty_page() {
    let no_total = |page: &mut Value| {
        page.as_object_mut().unwrap().remove("total_count");
    };
    for (total, requests) in [(5, 3), (4, 3)] {
        let server = list(total, no_total);
        assert_eq!(ids(&chain(&server), options(2)).unwrap(), Vec::from_iter(0..total));
        assert_eq!(server.requests().len(), requests);
        assert_eq!(chain(&server).pages(options(2)).wait().count(), total.div_ceil(2));
    }
    // One that has no limit either, in a list of another name.
    let server = list(5, move |page| {
        *page = json!({"transfer_detail_list": page["data"], "batch": {"list": []}, "n": 1});
    });
    assert_eq!(ids(&chain(&server), options(2)).unwrap(), Vec::from_iter(0..5));
    assert_eq!(server.requests().len(), 4);
    // Or leaves out an empty list.
    let server = list(2, |page| {
        let data = page["data"].take();
        *page = if data == json!([]) { json!({}) } else { json!({"data": data}) };
    });
    assert_eq!(ids(&chain(&server), options(1)).unwrap(), [0, 1]);
}

#[test]
fn tokens_and_indices_are_followed() {
    let server = Server::start(|seen| {
        let page = query(seen, "page_token").unwrap_or(0);
        let token = if page == 2 { "" } else { ["1", "2"][page] };
        Reply::ok(
            &json!({"stock_list": items(page, page + 1), "next_page_token": token}).to_string(),
        )
    });
    let first = json!({"kind": "a", "query": {"page_size": 1}});
    assert_eq!(ids(&chain(&server), &first).unwrap(), [0, 1, 2]);
    assert_eq!(targets(&server)[2], "/v3/list/a?page_size=1&page_token=2");
    let last = json!({"kind": "a", "query": {"page_size": 1, "page_token": "2"}});
    assert_eq!(ids(&chain(&server), last).unwrap(), [2]);

    let server = Server::start(|seen| {
        let index = query(seen, "page_index").unwrap();
        let links = items(2 * index - 2, (2 * index).min(5));
        Reply::ok(&json!({"active_link_list": links, "total_num": 5}).to_string())
    });
    let first = json!({"kind": "a", "query": {"page_index": 1, "page_size": 2}});
    assert_eq!(ids(&chain(&server), first).unwrap(), [0, 1, 2, 3, 4]);
    assert_eq!(targets(&server)[2], "/v3/list/a?page_index=3&page_size=2");
}

#[test]
fn a_server_that_returns_the_same_page_is_an_error_and_no_loop() {
    for page in [
        json!({"data": items(0, 2), "total_count": 100}),
        json!({"data": items(0, 2)}),
        json!({"data": items(0, 2), "next_page_token": "1"}),
    ] {
        let text = page.to_string();
        let server = Server::start(move |_| Reply::ok(&text));
        let mut entries = chain(&server).pages(options(2)).items::<Value>().wait();
        assert!(entries.next().unwrap().is_ok() && entries.next().unwrap().is_ok());
        let error = entries.next().unwrap().unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Accepted));
        assert!(error.to_string().contains("returned before"), "{error}");
        assert!(entries.next().is_none());
        assert_eq!(server.requests().len(), 2);
    }
    // New entries, by one token for ever.
    let server = Server::start(|seen| {
        let page = json!({"data": [seen.connection, seen.authorization("nonce_str")], "next_page_token": "1"});
        Reply::ok(&page.to_string())
    });
    let pages: Vec<_> = chain(&server).pages(options(2)).wait().collect();
    assert!(pages.len() == 2 && pages[1].is_err());
}

#[test]
fn a_total_that_grows_does_not_move_the_end() {
    let server = Server::start(|seen| {
        let offset = query(seen, "offset").unwrap();
        let page = json!({"data": items(offset, offset + 2), "total_count": offset + 4});
        Reply::ok(&page.to_string())
    });
    assert_eq!(ids(&chain(&server), options(2)).unwrap(), [0, 1, 2, 3]);
}

#[test]
fn an_error_is_the_last_item() {
    let server = Server::start(|seen| match query(seen, "offset").unwrap() {
        0 => Reply::ok(&json!({"data": items(0, 2), "total_count": 9}).to_string()),
        _ => Reply::Signed(400, br#"{"code":"PARAM_ERROR"}"#.to_vec()),
    });
    let mut pages = chain(&server).pages(options(2)).wait();
    assert!(pages.next().unwrap().is_ok());
    assert_eq!(pages.next().unwrap().unwrap_err().api().unwrap().code, "PARAM_ERROR");
    assert!(pages.next().is_none());
    assert_eq!(server.requests().len(), 2);
    // With http_errors off it is the last page.
    let mut lenient = options(2);
    lenient["http_errors"] = false.into();
    let statuses: Vec<_> =
        chain(&server).pages(lenient).wait().map(|page| page.unwrap().status().as_u16()).collect();
    assert_eq!(statuses, [200, 400]);
}

#[test]
fn an_entry_that_does_not_fit_is_an_error_of_its_own() {
    let server = Server::start(|_| {
        Reply::ok(r#"{"data":[{"id":1},{"id":"x\u001b"},{"id":3}],"total_count":3}"#)
    });
    let results: Vec<_> = chain(&server).pages(options(3)).items::<Entry>().wait().collect();
    let [Ok(_), Err(error), Ok(last)] = &results[..] else { panic!() };
    assert_eq!((error.kind(), last.id), (ErrorKind::Decode, 3));
}

#[test]
fn what_has_no_pages_is_refused() {
    let server = Server::start(|_| Reply::ok(r#"{"fail_codes":[],"success_codes":[1]}"#));
    let client = support::client(&server);
    let only = |chain: &Chain, options: Value| {
        let results: Vec<_> = chain.pages(options).wait().collect();
        let [Err(error)] = &results[..] else { panic!("{results:?}") };
        (error.kind(), error.outcome(), error.to_string())
    };
    for (path, options, says) in [
        ("v3/list?limit=2", json!({}), "move it to the option `query`"),
        ("v3/list", json!({"query": "limit=2"}), "must be an object"),
        ("v3/list", json!({"query": [1]}), "must be an object"),
        ("v3/list", json!({"query": {"offset": "x"}}), "`query.offset` must be a whole number"),
        ("v3/list", json!({"query": {"page_index": -1}}), "`query.page_index` must be"),
        ("v3/list/{kind}", json!({}), "kind"),
    ] {
        let (_, outcome, message) = only(&client.chain(path), options);
        assert_eq!(outcome, Outcome::NotSent, "{message}");
        assert!(message.contains(says), "{message}");
    }
    assert!(server.requests().is_empty());
    let (kind, _, message) = only(&client.chain("v3/list"), json!(null));
    assert!(
        kind == ErrorKind::Decode && message.contains("(fail_codes, success_codes)"),
        "{message}"
    );
}

/// Numbers of the caller's that no list has.
#[test]
fn an_offset_beyond_all_lists_overflows_nothing() {
    for key in ["offset", "page_index"] {
        let server = Server::start(|_| Reply::ok(&json!({"data": [{"id": 1}]}).to_string()));
        let options = json!({"kind": "a", "query": {key: u64::MAX}});
        let entries: Vec<_> =
            chain(&server).pages(options).items::<Value>().wait().take(9).collect();
        assert!(entries.last().unwrap().is_err(), "{key}: {entries:?}");
        assert!(server.requests().is_empty(), "{key}");
    }
}

/// The entries of a list that was cut short must not pass for all of it.
#[test]
fn entries_end_with_the_error_of_a_page_also_if_responses_are_returned() {
    let server = Server::start(|seen| match query(seen, "offset") {
        Some(0) => Reply::ok(&json!({"data": items(0, 2), "total_count": 4}).to_string()),
        _ => Reply::Signed(500, br#"{"code": "SYSTEM_ERROR", "message": "busy"}"#.to_vec()),
    });
    let mut options = options(2);
    options["http_errors"] = false.into();
    let entries: Vec<_> = chain(&server).pages(&options).items::<Value>().wait().collect();
    assert_eq!(entries.len(), 3, "{entries:?}");
    assert!(entries[2].is_err());
    let pages: Vec<_> =
        chain(&server).pages(&options).wait().map(|page| page.unwrap().status()).collect();
    assert_eq!(pages, [200, 500]);
}

/// Its pages would be written over each other, and no entry read.
#[test]
fn pages_have_no_sink() {
    let server = list(3, |_| {});
    let folder = support::folder::Folder::new();
    let mut options = options(2);
    options["sink"] = folder.at("page.json").to_str().unwrap().into();
    let error = ids(&chain(&server), options).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Options, Outcome::NotSent), "{error}");
    assert!(server.requests().is_empty());
}
