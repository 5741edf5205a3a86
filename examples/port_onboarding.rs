//! Ported from PHP: submits a merchant's application, with encrypted fields and a path that ends with
//! a slash. See docs/porting.md.
//!
//! `cargo run --example port_onboarding` needs no account: it calls the local gateway.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, Gateway, Options, ResponseExt, chain};

fn main() -> Result<(), Error> {
    let gateway = Gateway::start()?;
    gateway.on(
        Method::POST,
        "/v3/applyment4sub/applyment/",
        |_| json!({"applyment_id": 2000002124775691_u64}),
    );

    let applyment_id = apply(&gateway.client()?)?;
    println!("applied: {applyment_id}");
    assert_eq!(applyment_id, 2_000_002_124_775_691);

    let request = &gateway.requests()[0];
    println!("sent to: {}", request.target());
    assert_eq!(request.target(), "/v3/applyment4sub/applyment/");

    // WeChat Pay's side: decrypts the field with the key that the header names.
    let serial = request.headers().get("Wechatpay-Serial").and_then(|serial| serial.to_str().ok());
    let sent = request.json().unwrap_or_default();
    let name = sent["contact_info"]["contact_name"].as_str().unwrap_or_default();
    assert_ne!(name, "张三", "it must not travel in the clear");
    let name = gateway.decrypt(serial.unwrap_or_default(), name)?;
    println!("who:     {name}");
    assert_eq!(name, "张三");
    Ok(())
}

/// The port.
fn apply(client: &Client) -> Result<u64, Error> {
    let sensitive = client.sensitive()?;
    let application = json!({
        "business_code": "1900013511_10000",
        "contact_info": {
            "contact_type": "LEGAL",
            "contact_name": sensitive.encrypt("张三")?,
            "mobile_phone": sensitive.encrypt("13900000000")?,
            "contact_email": sensitive.encrypt("zhang@merchant.example")?,
        },
    });
    let answer: Value = chain!(client->v3->applyment4sub->applyment->{"{empty}"})
        .post(Options::new().sensitive(&sensitive).json(application))?
        .json()?;
    answer["applyment_id"].as_u64().ok_or_else(|| Error::other("no applyment_id"))
}
