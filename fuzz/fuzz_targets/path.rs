//! Arbitrary segments in all three styles: they give the same path, and normalising it again does not
//! change it.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use wechatpay_chain::{Client, template};
use wechatpay_chain_fuzz::client;

static CLIENT: LazyLock<Client> = LazyLock::new(|| client().0);

fuzz_target!(|input: Vec<&str>| {
    let mut chain = CLIENT.chain("");
    let mut indexed = CLIENT.clone()[""].clone();
    for segment in &input {
        chain = chain.seg(segment);
        // A new handle each time: an index is kept as long as its handle.
        indexed = indexed.clone()[*segment].clone();
        assert_eq!(chain.path(), indexed.path());
    }
    let length: usize = input.iter().map(|segment| segment.len()).sum();
    let path = chain.path();
    assert!(path.len() <= 2 * length + input.len(), "{path:?}");
    // Unbalanced braces are an error of the call.
    if template::variables(path).is_ok() {
        assert_eq!(CLIENT.chain(path).path(), path, "normalised twice");
    }
});
