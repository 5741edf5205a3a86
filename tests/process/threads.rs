//! No thread is started before it is needed, and none at all by a call inside tokio. Threads
//! are counted in the whole process.

use crate::support;

use serde_json::json;
use support::keys::{Keys, MCHID, MERCHANT_SERIAL, PLATFORM_SERIAL, platform_certificate};
use wechatpay_chain::{Client, ErrorKind, PrivateKey, Promise};

fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").unwrap().count()
}

#[test]
fn a_thread_is_started_by_the_first_sync_call_and_not_before() {
    if !crate::is_alone(module_path!(), "a_thread_is_started_by_the_first_sync_call_and_not_before")
    {
        return;
    }
    let before = threads();
    let keys = Keys::shared();
    let client = Client::builder()
        // Nobody listens there.
        .base_uri("http://127.0.0.1:9/")
        .mchid(MCHID)
        .serial(MERCHANT_SERIAL)
        .private_key(PrivateKey::from_pem(&keys.merchant_private_pem).unwrap())
        .platform_key(PLATFORM_SERIAL, platform_certificate())
        .build()
        .unwrap();
    let chain = client.chain("v3/certificates");
    drop(chain.get_async(json!({})));
    assert_eq!(Promise::ready(7).wait().unwrap(), 7);
    assert!(client.jsapi("wx2421b1c4370ec43b", "wx201410272009395522657a6903892").is_ok());
    assert_eq!(threads(), before, "by a client, its signature, or a promise that is not awaited");

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(chain.get_async(json!({}))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(threads(), before, "by a call inside tokio");

    assert_eq!(chain.get(json!({})).unwrap_err().kind(), ErrorKind::Connect);
    assert!(threads() > before, "a sync call has the background runtime started");
}
