//! Arbitrary responses: a 2xx is returned only if its exact bytes were signed.

#![no_main]

use std::sync::{Arc, LazyLock, Mutex};

use http::{HeaderMap, Response, StatusCode};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use wechatpay_chain::{Client, ErrorKind, ResponseExt, Verification};
use wechatpay_chain_fuzz::{Tape, append, block_on, client, signed};

static CLIENT: LazyLock<(Client, Arc<Mutex<Tape>>)> = LazyLock::new(client);

type Input = (u8, u16, Vec<(u8, Vec<u8>)>, Vec<u8>, Vec<u8>);

fuzz_target!(|input: Input| {
    let (mode, status, pairs, body, plain) = input;
    let (client, tape) = &*CLIENT;
    // Signed over the body, over another one, or not at all.
    let message = match mode & 3 {
        0 => None,
        1 => Some(body.clone()),
        _ => Some(plain),
    };
    let mut headers = message.as_ref().map_or_else(HeaderMap::new, |message| signed(message));
    append(&mut headers, pairs);
    let sha1 = headers.get("wechatpay-statement-sha1").cloned();
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(200 + status % 400).unwrap();
    *response.headers_mut() = headers;
    tape.lock().unwrap().response = response;
    let statement = mode & 4 != 0;
    let path = if statement { "hk/v3/statements" } else { "v3/t" };
    let result = block_on(client.chain(path).get_async(json!({"http_errors": mode & 8 == 0})));
    match result {
        Ok(response) if response.status().is_success() => {
            assert!(matches!(response.verification(), Some(Verification::Verified { .. })));
            let message = message.expect("accepted without a signature");
            if !statement || sha1.is_none() {
                assert_eq!(response.body(), &message, "other bytes than those that were signed");
            }
            let _ = response.json::<Value>().map_err(|error| error.to_string());
        }
        Ok(response) => assert!(response.verification().is_some()),
        Err(error) => {
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains(char::is_control), "{shown:?}");
            assert!(shown.len() < 10_000, "{} bytes", shown.len());
            let success = error.status().is_some_and(|status| status.is_success());
            assert_eq!(success, error.kind() == ErrorKind::Verify, "{error}");
        }
    }
});
