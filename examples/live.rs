//! A call with your own account, configured by environment variables.
//!
//! ```sh
//! cargo run --example live -- get v3/certificates
//! cargo run --example live -- get 'v3/pay/transactions/id/{transaction_id}' \
//!     '{"transaction_id": "4200001", "query": {"mchid": "1900000109"}}'
//! ```
//!
//! Any verb but `get` may move money, so it needs the flag `--yes`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a command")]

use std::env;
use std::error::Error as StdError;
use std::process::ExitCode;

use http::Method;
use serde_json::Value;
use wechatpay_chain::{Client, Error, PrivateKey, PublicKey, Response, ResponseExt, Verification};

const USAGE: &str = "usage: live [--yes] get|post|put|patch|delete PATH [OPTIONS AS JSON]
such as: live get 'v3/pay/transactions/id/{transaction_id}' \
'{\"transaction_id\": \"4200001\", \"query\": {\"mchid\": \"1900000109\"}}'";

/// The required variables and their meaning. `WECHATPAY_BASE_URI` is optional.
const VARIABLES: [(&str, &str); 5] = [
    ("WECHATPAY_MCHID", "the merchant's number"),
    ("WECHATPAY_SERIAL", "the serial number of the merchant's certificate (apiclient_cert.pem)"),
    ("WECHATPAY_PRIVATE_KEY", "the path of the merchant's private key (apiclient_key.pem)"),
    ("WECHATPAY_PLATFORM_ID", "PUB_KEY_ID_…, or the serial number of the platform certificate"),
    ("WECHATPAY_PLATFORM_KEY", "the path of that public key or certificate (pub_key.pem)"),
];

fn main() -> ExitCode {
    let (method, path, options) = match arguments(env::args().skip(1).collect()) {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let client = match client() {
        Ok(client) => client,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    match client.chain(path).request(method, options) {
        Ok(response) => {
            print(&response);
            ExitCode::SUCCESS
        }
        Err(error) => {
            explain(&error);
            ExitCode::FAILURE
        }
    }
}

/// The method, the path, and the options.
fn arguments(mut arguments: Vec<String>) -> Result<(Method, String, Value), String> {
    let given = arguments.len();
    arguments.retain(|argument| argument != "--yes");
    let confirmed = arguments.len() < given;
    let (verb, path, options) = match &arguments[..] {
        [verb, path] => (verb, path, Value::Null),
        [verb, path, options] => {
            let options = serde_json::from_str(options)
                .map_err(|error| format!("the options are not valid JSON: {error}"))?;
            (verb, path, options)
        }
        _ => return Err(USAGE.to_owned()),
    };
    let method = match verb.to_ascii_lowercase().as_str() {
        "get" => Method::GET,
        "post" => Method::POST,
        "put" => Method::PUT,
        "patch" => Method::PATCH,
        "delete" => Method::DELETE,
        _ => return Err(USAGE.to_owned()),
    };
    if method != Method::GET && !confirmed {
        return Err(format!("{method} may move money: add --yes if that is meant"));
    }
    Ok((method, path.clone(), options))
}

fn client() -> Result<Client, Box<dyn StdError>> {
    let value = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let missing = VARIABLES.iter().filter(|(name, _)| value(name).is_none());
    let missing: Vec<_> = missing.map(|(name, what)| format!("  {name}: {what}")).collect();
    let values = VARIABLES.map(|(name, _)| value(name));
    let [Some(mchid), Some(serial), Some(key), Some(platform_id), Some(platform_key)] = values
    else {
        return Err(format!("these variables are not set:\n{}", missing.join("\n")).into());
    };
    let mut builder = Client::builder()
        .mchid(mchid)
        .serial(serial)
        .private_key(PrivateKey::from_file(key)?)
        .platform_key(platform_id, PublicKey::from_file(platform_key)?);
    if let Some(base_uri) = value("WECHATPAY_BASE_URI") {
        builder = builder.base_uri(base_uri);
    }
    Ok(builder.build()?)
}

fn print(response: &Response) {
    println!("status:       {}", response.status());
    println!("Request-ID:   {}", response.request_id().unwrap_or("none"));
    match response.verification() {
        Some(Verification::Verified { serial }) => println!("verification: verified by {serial}"),
        Some(other) => println!("verification: {other:?}"),
        None => println!("verification: none"),
    }
    match response.json::<Value>() {
        Ok(json) => println!("\n{json:#}"),
        Err(_) => println!("\n{}", String::from_utf8_lossy(response.body())),
    }
}

/// Prints the error with its causes, WeChat Pay's code, and the outcome.
fn explain(error: &Error) {
    eprintln!("error:   {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("cause:   {cause}");
        source = cause.source();
    }
    eprintln!("kind:    {:?}", error.kind());
    eprintln!("outcome: {:?}", error.outcome());
    if let Some(response) = error.response() {
        print(response);
    }
}
