//! Retries, where the user asked for them: what is sent again, when, and how often.

use crate::support;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::json;
use wechatpay_chain::{Body, Client, ErrorKind, Failover, Lang, Options, Outcome, Retry};

use support::log::Log;
use support::server::{Reply, Server, answer, signature};
use support::{NOBODY, expect};

const SHORT: Duration = Duration::from_millis(1);

/// Answers by these statuses, one after the other; the last one stays. 0 hangs up.
fn server(statuses: &[u16]) -> Server {
    let left = Mutex::new(statuses.to_vec());
    Server::start(move |_| {
        let mut left = left.lock().unwrap();
        match if left.len() > 1 { left.remove(0) } else { left[0] } {
            0 => Reply::Last(Vec::new()),
            status => Reply::Signed(status, b"{}".to_vec()),
        }
    })
}

fn retrying() -> Retry {
    Retry::new().backoff(SHORT, Duration::from_secs(10)).budget(100, 1.0)
}

fn client(server: &Server, retry: Retry) -> Client {
    support::builder(server).retry(retry).build().unwrap()
}

#[test]
fn without_it_nothing_is_sent_again() {
    for status in [429, 500, 502, 503] {
        let server = server(&[status, 200]);
        support::client(&server).chain("v3/t").get(()).unwrap_err();
        support::client(&server).chain("v3/t").post(Options::new().resend(true)).unwrap();
        assert_eq!(server.requests().len(), 2);
    }
}

#[test]
fn a_get_is_sent_again_and_signed_afresh() {
    for status in [429, 500, 502, 503, 504] {
        let server = server(&[status, status, 200]);
        client(&server, retrying()).chain("v3/t?a=1").get(()).unwrap();
        let requests = server.requests();
        assert_eq!(requests.len(), 3, "{status}");
        assert!(
            requests.iter().all(|request| request.is_signed() && request.target == "/v3/t?a=1")
        );
        let nonces = requests.iter().map(|request| request.authorization("nonce_str"));
        assert_eq!(nonces.collect::<std::collections::HashSet<_>>().len(), 3);
    }
}

#[test]
fn what_changes_something_is_sent_again_by_the_callers_word_alone() {
    for status in [429, 500, 503] {
        let server = server(&[status, 200]);
        let client = client(&server, retrying());
        let chain = client.chain("v3/t");
        chain.post(json!({"json": {"n": 1}})).unwrap_err();
        assert_eq!(server.requests().len(), 1);
        drop(server);

        let server = self::server(&[status, 200]);
        let client = self::client(&server, retrying());
        client.chain("v3/t").post(json!({"json": {"n": 1}, "resend": true})).unwrap();
        let requests = server.requests();
        assert_eq!(requests.len(), 2);
        assert!(requests.iter().all(|request| request.is_signed()));
        assert_eq!(requests[0].body, requests[1].body);
    }
    for method in ["PUT", "PATCH", "DELETE"] {
        let server = server(&[503, 200]);
        let method = method.parse().unwrap();
        client(&server, retrying()).chain("v3/t").request(method, ()).unwrap_err();
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn nothing_else_is_sent_again() {
    for (status, outcome) in
        [(302, Outcome::Refused), (400, Outcome::Refused), (408, Outcome::Refused)]
    {
        let server = server(&[status, 200]);
        expect(client(&server, retrying()).chain("v3/t").get(()), ErrorKind::Api, outcome);
        assert_eq!(server.requests().len(), 1);
    }
    // A connection that breaks is failover's affair.
    let cut = server(&[0, 200]);
    let result = client(&cut, retrying()).chain("v3/t").get(Options::new().resend(true));
    expect(result, ErrorKind::Transport, Outcome::Unknown);
    let forged = Server::start(|_| Reply::Raw(answer(200, "", b"{}")));
    let result = client(&forged, retrying()).chain("v3/t").get(());
    expect(result, ErrorKind::Verify, Outcome::Unknown);
    assert_eq!((cut.requests().len(), forged.requests().len()), (1, 1));
}

#[test]
fn it_ends_after_so_many_sendings() {
    let server = server(&[503]);
    let result = client(&server, retrying().max_attempts(5)).chain("v3/t").get(());
    expect(result, ErrorKind::Api, Outcome::Unknown);
    assert_eq!(server.requests().len(), 5);
    let server = self::server(&[503]);
    client(&server, retrying().max_attempts(1)).chain("v3/t").get(()).unwrap_err();
    assert_eq!(server.requests().len(), 1);
    // With http_errors off the last answer comes back.
    let options = json!({"http_errors": false});
    let answer = client(&server, retrying()).chain("v3/t").get(options).unwrap();
    assert_eq!((answer.status().as_u16(), server.requests().len()), (503, 1 + 3));
}

#[test]
fn the_outcome_is_that_of_all_sendings() {
    let post = |statuses: &[u16]| {
        let server = server(statuses);
        let client = client(&server, retrying());
        client.chain("v3/t").post(Options::new().resend(true))
    };
    // Refused each time: nothing was done.
    expect(post(&[429]), ErrorKind::Api, Outcome::Refused);
    expect(post(&[429, 400]), ErrorKind::Api, Outcome::Refused);
    // It may have been done the first time.
    expect(post(&[500, 400]), ErrorKind::Api, Outcome::Unknown);
    expect(post(&[503, 429]), ErrorKind::Api, Outcome::Unknown);
    expect(post(&[429, 0]), ErrorKind::Transport, Outcome::Unknown);
}

/// A 503 with this header, then 200.
fn telling(retry_after: String) -> Server {
    let told = Mutex::new(Some(retry_after));
    Server::start(move |_| match told.lock().unwrap().take() {
        Some(told) => {
            let headers = format!("Retry-After: {told}\r\n{}", signature(b"{}"));
            Reply::Raw(answer(503, &headers, b"{}"))
        }
        None => Reply::ok("{}"),
    })
}

#[test]
fn it_waits_as_long_as_it_is_told() {
    let server = telling("1".to_owned());
    let begun = Instant::now();
    client(&server, retrying()).chain("v3/t").get(()).unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1));
    assert_eq!(server.requests().len(), 2);
    let past = telling("Sun, 06 Nov 1994 08:49:37 GMT".to_owned());
    client(&past, retrying()).chain("v3/t").get(()).unwrap();
}

#[test]
fn it_does_not_wait_longer_than_the_caller_would() {
    let server = telling("3600".to_owned());
    let retry = retrying().backoff(SHORT, Duration::from_secs(5000));
    let error = client(&server, retry.clone()).chain("v3/t").get(()).unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert_eq!(server.requests().len(), 1);
    // Without a deadline the longest wait counts.
    let server = telling("11".to_owned());
    client(&server, retrying()).chain("v3/t").get(json!({"timeout": 0})).unwrap_err();
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_budget_spares_a_server_in_trouble() {
    let server = server(&[503]);
    let client = client(&server, retrying().budget(0, 0.5));
    for _ in 0..20 {
        client.chain("v3/t").get(()).unwrap_err();
    }
    let retries = server.requests().len() - 20;
    assert!((1..=10).contains(&retries), "{retries}");
}

#[test]
fn failover_and_retries_work_together() {
    let server = server(&[503, 200]);
    let builder = support::builder(&server).base_uri(NOBODY).retry(retrying());
    let client = builder.failover(Failover::to([server.base_uri()])).build().unwrap();
    client.chain("v3/t").get(()).unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn numbers_out_of_range_are_refused() {
    let server = server(&[200]);
    for retry in [
        Retry::new().max_attempts(0),
        Retry::new().budget(1, -0.1),
        Retry::new().budget(1, f32::NAN),
        Retry::new().budget(1, 11.0),
        Retry::new().budget(1001, 0.1),
    ] {
        let error = support::builder(&server).retry(retry).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().starts_with("retry(): "), "{error}");
    }
}

/// Unsigned, as from a proxy, or signed over another body.
fn unsigned(status: u16, forged: bool) -> Server {
    let left = Mutex::new(vec![true]);
    Server::start(move |_| match left.lock().unwrap().pop() {
        Some(_) if forged => Reply::Raw(answer(status, &signature(b"other"), b"{}")),
        Some(_) => Reply::Raw(answer(status, "", b"{}")),
        None => Reply::ok("{}"),
    })
}

#[test]
fn a_signed_429_is_a_refusal_that_throttled_repeats_for_any_method() {
    for method in ["POST", "PUT", "PATCH", "DELETE", "GET"] {
        let server = server(&[429, 429, 200]);
        let client = client(&server, retrying().throttled(true));
        let call = client.chain("v3/t").request(method.parse().unwrap(), json!({"json": {"n": 1}}));
        call.unwrap();
        let requests = server.requests();
        assert_eq!(requests.len(), 3, "{method}");
        assert!(requests.iter().all(|seen| seen.is_signed() && seen.body == b"{\"n\":1}"));
    }
}

#[test]
fn throttled_repeats_no_other_post() {
    let post = |server: &Server| {
        let client = client(server, retrying().throttled(true));
        client.chain("v3/t").post(json!({"json": {"n": 1}}))
    };
    for forged in [false, true] {
        let server = unsigned(429, forged);
        let error = expect(post(&server), ErrorKind::Api, Outcome::Unknown);
        assert_eq!(server.requests().len(), 1, "{error}");
        assert!(
            error.to_string().ends_with(
                "; not retried: the 429 is not a refusal with a valid signature, and no `resend`"
            ),
            "{error}"
        );
    }
    // A code that leaves open what happens.
    let doubtful = Server::start(|_| Reply::Signed(429, b"{\"code\":\"SYSTEM_ERROR\"}".to_vec()));
    expect(post(&doubtful), ErrorKind::Api, Outcome::Unknown);
    assert_eq!(doubtful.requests().len(), 1);
    for status in [500, 503, 400] {
        let server = server(&[status, 200]);
        post(&server).unwrap_err();
        assert_eq!(server.requests().len(), 1, "{status}");
    }
    // The second attempt is in doubt, and is the last.
    let server = server(&[429, 500, 200]);
    expect(post(&server), ErrorKind::Api, Outcome::Unknown);
    assert_eq!(server.requests().len(), 2);
    let server = self::server(&[429]);
    let error = expect(post(&server), ErrorKind::Api, Outcome::Refused);
    assert_eq!(server.requests().len(), 3);
    assert!(error.to_string().ends_with("; not retried: max_attempts is 3"), "{error}");
}

#[test]
fn throttled_keeps_to_the_limits_of_all_retries() {
    let post = |server: &Server, retry: Retry| {
        let error = client(server, retry.throttled(true)).chain("v3/t").post(()).unwrap_err();
        (server.requests().len(), error.to_string())
    };
    let (sent, said) = post(&server(&[429]), retrying().max_attempts(2));
    assert!(sent == 2 && said.ends_with("; not retried: max_attempts is 2"), "{sent}: {said}");
    let (sent, said) = post(&server(&[429]), retrying().budget(0, 0.0));
    assert_eq!(sent, 1);
    assert!(said.ends_with("; not retried: the client's budget of retries is used up"), "{said}");
    let told = |seconds: u32| {
        let head = format!("Retry-After: {seconds}\r\n{}", signature(b"{}"));
        Server::start(move |_| Reply::Raw(answer(429, &head, b"{}")))
    };
    let (sent, said) = post(&told(11), retrying());
    assert_eq!(sent, 1);
    let why = "; not retried: `Retry-After` is 11 s, and the longest backoff 10 s";
    assert!(said.ends_with(why), "{said}");
    let (sent, said) = post(&told(3600), retrying().backoff(SHORT, Duration::from_secs(5000)));
    assert_eq!(sent, 1);
    let why = "; not retried: the backoff of 3600 s is longer than what is left of the timeout";
    assert!(said.ends_with(why), "{said}");
}

#[test]
fn an_error_says_why_it_was_not_retried() {
    let said = |server: &Server, method: &str, failover: Option<Failover>| {
        let mut builder = support::builder(server).retry(retrying());
        if let Some(failover) = failover {
            builder = builder.failover(failover);
        }
        let client = builder.build().unwrap();
        let method = method.parse().unwrap();
        let error = client.chain("v3/t").request(method, ()).unwrap_err();
        (error.to_string(), error.localized(Lang::Chinese))
    };
    for (statuses, why) in [
        (&[429][..], "no `resend` or Retry::throttled(true)"),
        (&[503], "no `resend`"),
        (&[0], "no failover() and no `resend`"),
    ] {
        let (said, chinese) = said(&server(statuses), "POST", None);
        assert!(said.ends_with(&format!("; not retried: {why}")), "{said}");
        assert!(chinese.contains("；未重试："), "{chinese}");
    }
    assert!(said(&server(&[0]), "GET", None).0.ends_with("; not retried: no failover()"));
    let other = server(&[200]);
    let to = || Some(Failover::to([other.base_uri()]));
    let (post, _) = said(&server(&[0]), "POST", to());
    assert!(post.ends_with("; not retried: no `resend`"), "{post}");
    let (get, _) = said(&server(&[0]), "GET", to());
    assert!(get.ends_with("; not retried: no Failover::resend_idempotent(true)"), "{get}");
    let last = Some(Failover::to([NOBODY]).resend_idempotent(true));
    let (get, _) = said(&server(&[0]), "GET", last);
    assert!(get.ends_with("; not retried: no other address is left"), "{get}");
    // What is no case for a retry has no reason, nor has a client without retries.
    for statuses in [&[400][..], &[302]] {
        assert!(!said(&server(statuses), "POST", None).0.contains("not retried"));
    }
    let server = server(&[503]);
    let plain = support::client(&server).chain("v3/t").post(()).unwrap_err();
    assert!(!plain.to_string().contains("not retried"), "{plain}");
}

/// The reason is the last attempt's.
#[test]
fn the_reason_is_gone_once_another_attempt_is_made() {
    let server = server(&[0, 400]);
    let failover = Failover::to([NOBODY]);
    let twice = tower::layer::layer_fn(|inner: wechatpay_chain::HttpService| {
        tower::service_fn(move |request: wechatpay_chain::http::Request<Body>| {
            let inner = inner.clone();
            async move {
                let (parts, _) = request.into_parts();
                let again = wechatpay_chain::http::Request::from_parts(parts.clone(), "".into());
                let first = wechatpay_chain::http::Request::from_parts(parts, "".into());
                let _ = tower::ServiceExt::oneshot(inner.clone(), first).await;
                tower::ServiceExt::oneshot(inner, again).await
            }
        })
    });
    let client = support::builder(&server).failover(failover).layer(twice).build().unwrap();
    let error = client.chain("v3/t").post(()).unwrap_err();
    assert_eq!(server.requests().len(), 2, "{error}");
    assert!(!error.to_string().contains("not retried"), "{error}");
}

#[test]
fn resend_without_retry_or_failover_is_told_once() {
    let told = |client: &Client| {
        let log = Log::default();
        tracing::dispatcher::with_default(&log.dispatch(), || {
            for _ in 0..3 {
                client.chain("v3/t").post(Options::new().resend(true)).unwrap();
            }
            client.chain("v3/t").post(()).unwrap();
        });
        log.text().matches("the option `resend` does nothing").count()
    };
    let server = server(&[200]);
    assert_eq!(told(&support::client(&server)), 1);
    assert_eq!(told(&client(&server, retrying())), 0);
    let failover = support::builder(&server).failover(Failover::to([NOBODY])).build().unwrap();
    assert_eq!(told(&failover), 0);
}
