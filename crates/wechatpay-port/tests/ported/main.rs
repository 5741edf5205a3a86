//! Programs in PHP, ported, compiled, run, and compared with what the real SDK sent.
//!
//! `programs` has the PHP texts, and in `index.jsonl` the requests. `sync` and `asynchronous` have the
//! translations, as modules of this test. `tests/written.rs` writes them, and sees to it that they are
//! what the translator writes.

// A program may ask what it has just set.
#[allow(clippy::const_is_empty)]
#[rustfmt::skip]
mod asynchronous;
mod compare;
mod programs;
mod recorder;
// A program may ask what it has just set.
#[allow(clippy::const_is_empty)]
#[rustfmt::skip]
mod sync;

use std::collections::BTreeMap;
use std::path::Path;

use recorder::Recorder;
use serde_json::Value;
use wechatpay_port::{Kind, Settings};

/// Takes the requests of a program's method.
type Keep<'a> = dyn FnMut(&str, &str, Vec<Value>) + 'a;

/// Each program sends one request for each that the SDK sent, and the same.
fn sends_the_same(settings: &Settings, calls: fn(&Recorder, &mut Keep<'_>)) {
    let mut sent = BTreeMap::new();
    calls(&Recorder::new(), &mut |file, method, requests| {
        sent.insert((file.to_owned(), method.to_owned()), requests);
    });
    let mut wrong = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ported/programs");
    for program in programs::programs(&folder, settings).unwrap() {
        let findings = &program.ported.findings;
        assert!(findings.iter().all(|finding| finding.kind == Kind::Note), "{findings:?}");
        for (method, expect) in &program.expected {
            let key = (program.file.clone(), method.clone());
            let differences = match sent.get(&key).map(Vec::as_slice) {
                Some([one]) => compare::differences(one, expect),
                other => vec![format!("sends {other:?}")],
            };
            let place = format!("{} {method}", program.file);
            wrong
                .extend(differences.into_iter().map(|difference| format!("{place}: {difference}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_program_sends_what_the_sdk_sent() {
    sends_the_same(&Settings::default(), sync::calls);
}

#[test]
fn each_async_program_sends_what_the_sdk_sent() {
    sends_the_same(&Settings::default().asynchronous(true), asynchronous::calls);
}
