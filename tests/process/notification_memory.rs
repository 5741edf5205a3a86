//! What a stranger's notification costs, of all that is allocated.

use crate::support;

use std::alloc::System;

use http::HeaderMap;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use support::keys;
use support::server::now;
use wechatpay_chain::NotificationParser;

#[global_allocator]
pub(crate) static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[test]
fn a_strangers_body_is_not_copied() {
    if !crate::is_alone(module_path!(), "a_strangers_body_is_not_copied") {
        return;
    }
    let parser = NotificationParser::builder()
        .platform_key(keys::PLATFORM_SERIAL, keys::platform_certificate())
        .verifying_only()
        .build()
        .unwrap();
    let time = now().to_string();
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("wechatpay-serial", "AB12"),
        ("wechatpay-timestamp", time.as_str()),
        ("wechatpay-nonce", "nonce"),
        ("wechatpay-signature", "AAAA"),
    ] {
        headers.insert(name, value.parse().unwrap());
    }
    let body = vec![b' '; 32 << 20];
    let region = Region::new(ALLOCATOR);
    parser.parse(&headers, &body).unwrap_err();
    let allocated = region.change().bytes_allocated;
    assert!(allocated < 1 << 20, "{allocated} bytes");
}
