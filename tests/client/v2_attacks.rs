//! What an attacker can do to responses of APIv2, and what they must not pass for.

use crate::support;

use serde_json::{Value, json};
use wechatpay_chain::{Client, ErrorKind, Hash, Outcome, ResponseExt};

use support::keys::MCHID;
use support::server::{Reply, Server, answer};

const SECRET: &str = "exposed_your_key_here_have_risks";

fn client(reply: impl Into<String>) -> (Server, Client) {
    let reply = reply.into();
    let server = Server::start(move |_| {
        Reply::Raw(answer(200, "Content-Type: text/plain\r\n", reply.as_bytes()))
    });
    let client = support::builder(&server).secret(SECRET).build().unwrap();
    (server, client)
}

/// A failed payment, with its signature.
fn failed() -> String {
    let fields = "err_code=NOTENOUGH&result_code=FAIL&return_code=SUCCESS";
    let sign = Hash::sign("MD5", fields, SECRET).unwrap();
    elements(fields) + &format!("<sign>{sign}</sign>")
}

fn elements(fields: &str) -> String {
    let fields = fields.split('&').map(|field| field.split_once('=').unwrap());
    fields.map(|(name, value)| format!("<{name}>{value}</{name}>")).collect()
}

fn parameters() -> Value {
    json!({"xml": {"mch_id": MCHID, "out_trade_no": "T1", "total_fee": 88}})
}

/// The signature covers texts only. Whoever adds an element that is none to a signed response must
/// not have it read.
#[test]
fn nothing_can_be_added_to_a_signed_response() {
    let fields = "result_code=SUCCESS&return_code=SUCCESS&trade_state=NOTPAY";
    let sign = Hash::sign("HMAC-SHA256", fields, SECRET).unwrap();
    let signed = elements(fields) + &format!("<sign>{sign}</sign>");
    for added in [
        "<total_fee>1</total_fee><total_fee>88</total_fee>",
        "<coupons><fee>88</fee></coupons>",
        "<total_fee><![CDATA[]]><a/></total_fee>",
        "<sign>x</sign>",
        "<sign/>",
    ] {
        let (_server, client) = client(format!("<xml>{signed}{added}</xml>"));
        let result = client.chain("v2/pay/orderquery").post(parameters());
        let error = support::expect(result, ErrorKind::Verify, Outcome::Unknown);
        assert!(error.api().is_none(), "{added}: {error}");
    }
    let (_server, client) = client(format!("<xml>{signed}</xml>"));
    assert!(client.chain("v2/pay/orderquery").post(parameters()).is_ok());
}

/// A call with `http_errors` off that failed did not take effect, whatever fails after it.
#[test]
fn a_failure_that_is_returned_was_not_accepted() {
    let (_server, client) = client(format!("<xml>{}</xml>", failed()));
    let mut options = parameters();
    options["http_errors"] = false.into();
    let chain = client.chain("v2/pay/micropay");
    let promise = chain.post_async(&options);
    let error = promise
        .try_then(|_| -> Result<(), _> { Err(wechatpay_chain::Error::other("the shop's own")) });
    assert_ne!(error.wait().unwrap_err().outcome(), Outcome::Accepted);
    let error = chain.post_async(&options).try_then(|response| response.xml::<Vec<u8>>());
    assert_ne!(error.wait().unwrap_err().outcome(), Outcome::Accepted);
    let error = chain.post(&options).unwrap().xml::<Vec<u8>>().unwrap_err();
    assert_ne!(error.outcome(), Outcome::Accepted);
}

/// WeChat Pay's pages on transfers and red packets: after FAIL query, since some of them are done.
#[test]
fn an_unsigned_failure_of_a_transfer_proves_nothing() {
    let xml = elements("return_code=SUCCESS&result_code=FAIL&err_code=NOTENOUGH");
    for path in [
        "mmpaymkttransfers/promotion/transfers",
        "mmpaymkttransfers/sendredpack",
        "mmpaymkttransfers/pay_bank",
    ] {
        let (_server, client) = client(format!("<xml>{xml}</xml>"));
        let result = client.chain("v2/".to_owned() + path).post(parameters());
        support::expect(result, ErrorKind::Api, Outcome::Unknown);
    }
}

/// Some responses are not signed, but then they are XML, except files and pages.
#[test]
fn a_page_is_not_the_response_to_a_transfer() {
    for path in ["mmpaymkttransfers/promotion/transfers", "mmpaymkttransfers/sendredpack"] {
        for page in ["<html>log in</html>", "", "OK"] {
            let (_server, client) = client(page);
            let result = client.chain("v2/".to_owned() + path).post(parameters());
            support::expect(result, ErrorKind::Verify, Outcome::Unknown);
        }
    }
    let (_server, client) = client("<html>sign the contract</html>");
    let options = json!({"query": {"mch_id": MCHID}});
    assert!(client.chain("v2/papay/entrustweb").get(options).is_ok());
}

/// Two results are no success.
#[test]
fn a_result_that_is_not_one_text_is_a_failure() {
    let xml = elements("return_code=SUCCESS&result_code=FAIL&result_code=SUCCESS");
    let (_server, client) = client(format!("<xml>{xml}</xml>"));
    let result = client.chain("v2/mmpaymkttransfers/sendredpack").post(parameters());
    support::expect(result, ErrorKind::Api, Outcome::Unknown);
}

/// It is not the bill, although its status is 200.
#[test]
fn a_failure_that_is_returned_is_written_to_no_file() {
    let (_server, client) = client(format!("<xml>{}</xml>", failed()));
    let folder = support::folder::Folder::new();
    let path = folder.file("bill.csv", "yesterday's");
    let chain = client.chain("v2/pay/downloadbill");
    let mut options = json!({"xml": {"mch_id": MCHID}, "http_errors": false});
    let download = chain.download(&options).save(&path);
    options["sink"] = path.to_str().unwrap().into();
    for response in [chain.post(&options), chain.get(&options), download] {
        assert!(response.unwrap().body().starts_with(b"<xml>"));
        assert_eq!(std::fs::read(&path).unwrap(), b"yesterday's");
    }
}
