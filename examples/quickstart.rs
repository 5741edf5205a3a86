//! The call in the PHP documentation in its six styles, and by `chain!`.
//!
//! `cargo run --example quickstart` needs no account and no network: it starts a local stand-in for
//! WeChat Pay, which verifies each signature and signs its responses. The last call uses a wrong key
//! to show an error.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use http::Method;
use openssl::rsa::Rsa;
use serde_json::{Value, json};
use wechatpay_chain::gateway::ReceivedRequest;
use wechatpay_chain::{Gateway, PrivateKey, Response, ResponseExt, Verification, chain};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let gateway = Gateway::start()?;
    gateway.on(
        Method::GET,
        "/v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}",
        permission,
    );
    // With your own account: Client::builder(), as in examples/live.rs.
    let client = gateway.client()?;
    let arguments = json!({
        "authorization_code": "1275342195190894594",
        "query": {
            "service_id": "500001",
            "channel_id": "1230000109",
            "sub_mchid": "1230000109",
        },
    });

    println!("\n1. Pure chain, sync");
    // $instance->v3->payscore->acquiringbank->permissions->authorizationCode->_authorization_code_->get([…])
    let response = client
        .seg("v3")
        .seg("payscore")
        .seg("acquiringbank")
        .seg("permissions")
        .seg("authorizationCode")
        .seg("_authorization_code_")
        .get(&arguments)?;
    print(response);

    println!("\n2. Pure chain, async");
    // $instance->v3->payscore->…->_authorization_code_->getAsync([…])->then(…)->wait()
    client
        .seg("v3")
        .seg("payscore")
        .seg("acquiringbank")
        .seg("permissions")
        .seg("authorizationCode")
        .seg("_authorization_code_")
        .get_async(&arguments)
        .then(print)
        .wait()?;

    println!("\n3. Declared, sync");
    // $instance->chain('v3/payscore/…/authorization-code/{authorization_code}')->get([…])
    let response = client
        .chain("v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}")
        .get(&arguments)?;
    print(response);

    println!("\n4. Declared, async");
    // $instance->chain('v3/payscore/…/{authorization_code}')->getAsync([…])->then(…)->wait()
    client
        .chain("v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}")
        .get_async(&arguments)
        .then(print)
        .wait()?;

    println!("\n5. Index, sync");
    // $instance['v3/payscore/…/authorization-code/{authorization_code}']->get([…])
    let response =
        client["v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}"]
            .get(&arguments)?;
    print(response);

    println!("\n6. Index, async");
    // $instance['v3/payscore/…/{authorization_code}']->getAsync([…])->then(…)->wait()
    client["v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}"]
        .get_async(&arguments)
        .then(print)
        .wait()?;

    println!("\n7. chain!, whose path is made at compile time");
    // $instance->v3->payscore->acquiringbank->permissions->authorizationCode->_authorization_code_->get([…])
    let chain = chain!(
        client->v3->payscore->acquiringbank->permissions->authorizationCode->_authorization_code_
    );
    print(chain.get(&arguments)?);

    println!("\n8. The same, awaited in a tokio runtime");
    tokio::runtime::Runtime::new()?.block_on(async {
        print(chain.get_async(&arguments).await?);
        Ok::<_, wechatpay_chain::Error>(())
    })?;

    println!("\n9. A wrong private key");
    let wrong_key = PrivateKey::from_pem(Rsa::generate(2048)?.private_key_to_pem()?)?;
    let client = gateway.client_builder().private_key(wrong_key).build()?;
    let error = client
        .chain("v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}")
        .get(&arguments)
        .expect_err("the gateway refuses what another key has signed");
    print_request(gateway.requests().last().ok_or("the gateway received nothing")?);
    println!("error:      {error}");
    println!("kind:       {:?}", error.kind());
    println!("outcome:    {:?}", error.outcome());
    Ok(())
}

/// The gateway's handler: the response in the documentation of this endpoint.
fn permission(request: &ReceivedRequest) -> Value {
    print_request(request);
    json!({
        "service_id": request.query_value("service_id"),
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "sub_openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS7p",
        "authorization_code": request.var("authorization_code"),
        "authorization_state": "AVAILABLE",
        "notify_url": "https://merchant.example/notify",
        "cancel_authorization_time": "2015-05-20T13:29:35+08:00",
        "authorization_success_time": "2015-05-20T13:29:35+08:00",
        "sub_mchid": request.query_value("sub_mchid"),
        "sub_appid": "wxd678efh567hg6999",
        "channel_id": request.query_value("channel_id"),
    })
}

fn print_request(request: &ReceivedRequest) {
    println!("request:    {} {}", request.method(), request.target());
    println!("signature:  {}", if request.verified() { "valid" } else { "invalid" });
}

/// `print_r(json_decode((string) $response->getBody(), true))`, and how the response was verified.
fn print(response: Response) {
    match response.verification() {
        Some(Verification::Verified { serial }) => println!("response:   verified by {serial}"),
        other => println!("response:   {other:?}"),
    }
    match response.json::<Value>() {
        Ok(json) => println!("{json:#}"),
        Err(error) => println!("{error}"),
    }
}
