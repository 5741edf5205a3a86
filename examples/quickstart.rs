//! The call of PHP's documentation in its six ways, and by `chain!`.
//!
//! `cargo run --example quickstart` needs no account and no network: it starts a local gateway
//! that stands in for WeChat Pay, verifies each signature and signs its responses. The last call
//! uses a wrong key, to show an error. The texts are English, or Chinese where `LANG` is `zh…`.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::env;

use http::Method;
use openssl::rsa::Rsa;
use serde_json::{Value, json};
use wechatpay_chain::{Gateway, Outcome, PrivateKey, Response, ResponseExt, Verification, chain};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let gateway = Gateway::start()?;
    // What the documentation says of this endpoint's response.
    gateway.on(
        Method::GET,
        "/v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}",
        |request| {
            println!("{} {}, {}", request.method(), request.target(), verdict(request.verified()));
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
        },
    );
    // With an account of your own: Client::builder(), as examples/live.rs does it.
    let client = gateway.client()?;
    let arguments = json!({
        "authorization_code": "1275342195190894594",
        "query": {
            "service_id": "500001",
            "channel_id": "1230000109",
            "sub_mchid": "1230000109",
        },
    });

    print!("{}", say("1. pure chain, sync: ", "1. 纯链式，同步："));
    // $instance->v3->payscore->acquiringbank->permissions->authorizationCode->_authorization_code_->get([…])
    let response = client
        .seg("v3")
        .seg("payscore")
        .seg("acquiringbank")
        .seg("permissions")
        .seg("authorizationCode")
        .seg("_authorization_code_")
        .get(&arguments)?;
    show(response);

    print!("{}", say("2. pure chain, async: ", "2. 纯链式，异步："));
    // $instance->v3->payscore->…->_authorization_code_->getAsync([…])->then(…)->wait()
    client
        .seg("v3")
        .seg("payscore")
        .seg("acquiringbank")
        .seg("permissions")
        .seg("authorizationCode")
        .seg("_authorization_code_")
        .get_async(&arguments)
        .then(show)
        .wait()?;

    print!("{}", say("3. declared, sync: ", "3. 整段路径，同步："));
    // $instance->chain('v3/payscore/…/authorization-code/{authorization_code}')->get([…])
    let response = client
        .chain("v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}")
        .get(&arguments)?;
    show(response);

    print!("{}", say("4. declared, async: ", "4. 整段路径，异步："));
    // $instance->chain('v3/payscore/…/{authorization_code}')->getAsync([…])->then(…)->wait()
    client
        .chain("v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}")
        .get_async(&arguments)
        .then(show)
        .wait()?;

    print!("{}", say("5. index, sync: ", "5. 下标式，同步："));
    // $instance['v3/payscore/…/authorization-code/{authorization_code}']->get([…])
    let response =
        client["v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}"]
            .get(&arguments)?;
    show(response);

    print!("{}", say("6. index, async: ", "6. 下标式，异步："));
    // $instance['v3/payscore/…/{authorization_code}']->getAsync([…])->then(…)->wait()
    client["v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}"]
        .get_async(&arguments)
        .then(show)
        .wait()?;

    print!(
        "{}",
        say("7. chain!, its path made at compile time: ", "7. chain! 宏，路径在编译期生成：")
    );
    // $instance->v3->payscore->acquiringbank->permissions->authorizationCode->_authorization_code_->get([…])
    let chain = chain!(
        client->v3->payscore->acquiringbank->permissions->authorizationCode->_authorization_code_
    );
    let response = chain.get(&arguments)?;
    show(response);

    print!("{}", say("8. the same, awaited in tokio: ", "8. 同上，在 tokio 中 await："));
    let runtime = tokio::runtime::Runtime::new()?;
    let response = runtime.block_on(async { chain.get_async(&arguments).await })?;
    show(response.clone());

    let wrong_key = PrivateKey::from_pem(Rsa::generate(2048)?.private_key_to_pem()?)?;
    let client = gateway.client_builder().private_key(wrong_key).build()?;
    let error = client
        .chain("v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}")
        .get(&arguments)
        .expect_err("the gateway refuses what another key has signed");
    assert_eq!(error.outcome(), Outcome::Refused);
    let requests = gateway.requests();
    let request = requests.last().ok_or("the gateway received nothing")?;
    let label = say("9. a wrong private key:", "9. 商户私钥不正确：");
    println!("{label} {} {}, {}", request.method(), request.target(), verdict(request.verified()));
    println!("   {:?}, {:?}: {error}", error.kind(), error.outcome());

    println!("\n{}", say("All eight received this JSON:", "以上八次收到的 JSON："));
    println!("{:#}", response.json::<Value>()?);
    println!("\n{}", say(NEXT, NEXT_IN_CHINESE));
    Ok(())
}

const NEXT: &str = "\
Next:
  cargo run --example notify     receive notifications in a web server
  cargo run --example live       make a call with your own account
  docs/concepts.md               which key is what, and where to find it
  docs/porting.md                your PHP code, line for line";

const NEXT_IN_CHINESE: &str = "\
接下来可以：
  cargo run --example notify     在 Web 服务中接收回调通知
  cargo run --example live       用自己的商户号发起一次调用
  docs/concepts.zh-CN.md         各种密钥分别是什么，在哪里找到
  docs/porting.zh-CN.md          逐行移植 PHP 代码";

/// The gateway's side.
fn verdict(is_verified: bool) -> &'static str {
    if is_verified {
        say("signature valid", "签名有效")
    } else {
        say("signature invalid", "签名无效")
    }
}

/// The client's side.
fn show(response: Response) {
    let status = response.status();
    match response.verification() {
        Some(Verification::Verified { serial }) => {
            println!("   {status}, {} {serial}", say("verified by", "验签通过，密钥"));
        }
        other => println!("   {status}, {other:?}"),
    }
}

/// The text in the language of `LANG`.
fn say<'t>(english: &'t str, chinese: &'t str) -> &'t str {
    let language = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| env::var(name).unwrap_or_default());
    let language = language.iter().find(|language| !language.is_empty());
    if language.is_some_and(|language| language.starts_with("zh")) { chinese } else { english }
}
