//! Mistakes in how the message is put together, several at once, and none that is known.

use super::by_hand::{BODY, Sent, TARGET, expect, gateway};

#[test]
fn the_layout() {
    let gateway = gateway();
    type Change = fn(&Sent<'_>) -> String;
    for body in ["", BODY] {
        let changes: [(Change, &str); 10] = [
            (|sent| sent.lines().join("\n"), "final-newline"),
            (|sent| sent.message() + "\n", "extra-newline"),
            (|sent| sent.message().replace('\n', "\r\n"), "carriage-return"),
            (|sent| sent.message().replace('\n', "\\n"), "backslash-n"),
            (|sent| sent.lines().concat(), "separator"),
            (
                |sent| {
                    let [method, target, timestamp, nonce, body] = sent.lines();
                    [method, target, nonce, timestamp, body].join("\n") + "\n"
                },
                "line-order",
            ),
            (
                |sent| {
                    let [method, target, timestamp, nonce, body] = sent.lines();
                    [timestamp, nonce, method, target, body].join("\n") + "\n"
                },
                "line-order",
            ),
            (|sent| sent.lines()[1..].join("\n") + "\n", "line-left-out"),
            (
                |sent| {
                    let [method, target, _, nonce, body] = sent.lines();
                    [method, target, nonce, body].join("\n") + "\n"
                },
                "line-left-out",
            ),
            (|sent| sent.lines()[2..].join("\n") + "\n", "as-a-response"),
        ];
        for (change, name) in changes {
            let method = if body.is_empty() { "GET" } else { "POST" };
            let sent = Sent::new(&gateway, method, TARGET, body);
            // Behind a body it may as well be the body's.
            if name == "extra-newline" && !body.is_empty() {
                expect(sent.signed(&change(&sent)), &["body-end"]);
                continue;
            }
            let diagnosis = expect(sent.signed(&change(&sent)), &[name]);
            assert_eq!(diagnosis.findings()[0].line(), None);
        }
    }
}

#[test]
fn two_mistakes_at_once_and_none_that_is_known() {
    let gateway = gateway();
    let post = || Sent::new(&gateway, "POST", TARGET, BODY);
    let sent = post();
    let [_, _, timestamp, nonce, body] = sent.lines();
    let path = "/v3/a/b%2Fc";
    let message = format!("post\n{path}\n{timestamp}\n{nonce}\n{body}\n");
    expect(sent.signed(&message), &["method-case", "query-left-out"]);
    let message = format!("POST\n{path}\n{timestamp}\n{nonce}\n{body}");
    expect(sent.signed(&message), &["final-newline", "query-left-out"]);
    let message = format!("POST\n{path}\n{timestamp}\n{nonce}\n\n");
    expect(sent.signed(&message), &["query-left-out", "body-left-out"]);
    // Right key, SHA-256, and something else.
    expect(sent.signed("something else"), &["message-unknown"]);
    let message = format!("post\n{path}\n{timestamp}\n\n\n");
    expect(sent.signed(&message), &["message-unknown"]);

    // Where something is likely, it is said.
    let sent = Sent::new(&gateway, "GET", TARGET, "");
    expect(sent.signed(&sent.with(1, "/v3/a/b%2Fc?z=2")), &["message-unknown-query"]);
    let long: Vec<_> = (0..9).map(|at| format!("\"k{at}\":{at}")).collect();
    let (sorted, mut mixed) = (format!("{{{}}}", long.join(",")), long);
    mixed.swap(2, 7);
    let sent = Sent::new(&gateway, "POST", "/v3/a/b", &sorted);
    let signed = sent.with(4, &format!("{{{}}}", mixed.join(",")));
    expect(sent.signed(&signed), &["message-unknown-sorted"]);

    // What the sender said is shown with care: no control character gets into a log.
    let large = format!("{{\"a\":\"{}\"}}", "b".repeat(70_000));
    let sent = Sent::new(&gateway, "POST", "/v3/a/b", &large);
    expect(sent.signed(&sent.with(1, "/v3/a")), &["message-unknown-large"]);
    expect(sent.signed(&sent.with(4, "")), &["body-left-out"]);
}
