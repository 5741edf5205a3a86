//! `describe --rust`: what it prints compiles, is laid out, and carries what is documented.

mod generated;

use std::fmt::Write;
use std::fs;
use std::process::{Command, Stdio};

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::catalogue::{self, BodyKind, Endpoint};
use wechatpay_chain::{PublicKey, ResponseExt, Rsa};

use super::support::documented;
use super::{Sandbox, finish};

/// One of each product, and what everybody calls.
const ENDPOINTS: [&str; 60] = [
    "GET v3/aggracct-bc/wb-channel/account/mch_archives",
    "GET v3/apply4sub/sub_merchants/{sub_mchid}/application/{application_no}",
    "POST v3/applyment4sub/applyment/{empty}",
    "GET v3/bank-transfer/batches/out-batch-no/{out_batch_no}",
    "POST v3/brand/card/card-configs",
    "POST v3/brand/partner/card-member/membership-activities",
    "POST v3/brand/partner/card-member/user-cards/import-by-phone",
    "GET v3/capital/capitallhh/banks/{bank_alias_code}/branches",
    "POST v3/combine-transactions/jsapi",
    "POST v3/combine-transactions/miniprogram",
    "POST v3/credit-repayment/partner/contracts/h5-presign",
    "GET v3/discount-card/orders/out-trade-no/{out_trade_no}",
    "GET v3/ebike/charge/transactions/id/{transaction_id}",
    "POST v3/ecommerce/combine-papay/transactions",
    "GET v3/edu-papay/transactions/id/{transaction_id}",
    "GET v3/edu-star/orders",
    "GET v3/eduschoolpay/transactions/id/{transaction_id}",
    "POST v3/express/users/{openid}/transform",
    "GET v3/fund-app/brand-redpacket/brand-merchant-batches/{batch_no}",
    "POST v3/fund-app/mch-transfer/transfer-bills",
    "GET v3/global/merchant-service/complaints",
    "GET v3/global/merchants/{sub_mchid}",
    "POST v3/gov/subsidy/qualifications/sync",
    "POST v3/hire-power-bank/insurance-orders",
    "POST v3/industry-rebate/retail-industry/transactions",
    "PATCH v3/inspolicymgr/deduct/policies/{out_insurance_no}",
    "GET v3/lovefeast/users/{openid}/orders/brand-id/{brand_id}",
    "GET v3/marketing/goods-subsidy-activity/activities",
    "GET v3/marketing/membercard-open/cards/{card_id}",
    "GET v3/marketing/partner/product-coupon/product-coupons/{product_coupon_id}",
    "GET v3/marketing/weekly-discount/activities",
    "POST v3/mch-manage/mch-manage-records/{manage_record_id}/mch-manage-submissions",
    "GET v3/mch-operation-manage/enhanced-due-diligence/{due_diligence_id}",
    "POST v3/mchalterapply/mchcontactalterapplyment",
    "GET v3/mchalterapply/merchantnamealterapplyment/merchant/{sub_mchid}/out-request-no/{out_request_no}",
    "GET v3/med-ins/orders/mix-trade-no/{mix_trade_no}",
    "POST v3/merchant-risk-manage/trade-risk-result",
    "POST v3/merchant-settlement/merchant-settle-rule-applications",
    "POST v3/new-tax-control-fapiao/fapiao-applications/issue-general",
    "POST v3/offlineface/transactions",
    "GET v3/palmservice/authorization/openid/{openid}",
    "POST v3/papay/insurance-sign/contracts/pre-entrust-sign/h5",
    "POST v3/parking/reminders/application",
    "POST v3/pay-devices/open-scenario-speakerorder/{transaction_id}/report",
    "POST v3/pay/acquiring-bank/transactions/exposure",
    "POST v3/pay/transactions/app-with-contract",
    "GET v3/pay/transactions/id/{transaction_id}",
    "POST v3/pay/transactions/jsapi-with-contract",
    "POST v3/pay/transactions/jsapi",
    "POST v3/pay/transactions/out-trade-no/{out_trade_no}/close",
    "POST v3/platsolution/ecommerce/insurance-compensation-contracts",
    "GET v3/platsolution/ecommerce/recharges/out-recharge-no/{out_recharge_no}",
    "GET v3/qrcode/transactions/out-trade-no/{out_trade_no}",
    "GET v3/realname/verify",
    "GET v3/recharge/bank-transfer-recharges/out-recharge-no/{out_recharge_no}",
    "POST v3/refund/domestic/refunds",
    "POST v3/repayment/combine-transactions/partner/prepay",
    "POST v3/taxi-invoice/driver/update-driver",
    "GET v3/vehicle/etc/transactions/id/{transaction_id}",
    "GET v3/webizpay/employees/{employee_id}/out-quota-cards/{out_card_no}",
];

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/structs/generated.rs");

/// A value, read into a struct and written again.
type Again = fn(Value) -> Result<Value, serde_json::Error>;

fn again<T: serde::Serialize + serde::de::DeserializeOwned>(
    value: Value,
) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_value::<T>(value)?)
}

fn endpoint(named: &str) -> Endpoint {
    let (method, path) = named.split_once(' ').unwrap();
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    catalogue::endpoint(&method, path).unwrap_or_else(|| panic!("{named} is not documented"))
}

fn printed(sandbox: &Sandbox, one: Endpoint) -> String {
    sandbox.run(&["describe", one.method().as_str(), one.path(), "--rust"]).ok().out
}

/// A module for each endpoint, and a table of their options and responses.
fn generate(sandbox: &Sandbox) -> String {
    let mut modules = String::new();
    let mut table = String::new();
    for named in ENDPOINTS {
        let one = endpoint(named);
        let text = printed(sandbox, one);
        let words = named.split(|letter: char| !letter.is_ascii_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let module = words.join("_").to_ascii_lowercase();
        let _ = write!(modules, "\n#[rustfmt::skip]\npub(super) mod {module} {{\n{text}}}\n");
        let mut function = |part: &str| {
            let names = text.lines().filter_map(|line| line.strip_prefix("pub struct "));
            let mut names = names.filter_map(|line| line.strip_suffix(" {"));
            match names.find(|name| name.ends_with(part)) {
                Some(name) => format!("Some(again::<{module}::{name}>)"),
                None => "None".to_owned(),
            }
        };
        let [options, response] = ["Options", "Response"].map(&mut function);
        let _ = writeln!(table, "    ({named:?}, {options}, {response}),");
    }
    format!(
        "//! What `describe --rust` prints of some endpoints. Made by\n\
         //! `UPDATE_STRUCTS=1 cargo test -p wechatpay --test cli structs`.\n\n\
         #![deny(warnings)]\n\
         #![allow(dead_code, unreachable_pub, reason = \"a user's code uses them\")]\n\
         #![allow(clippy::upper_case_acronyms, clippy::enum_variant_names, reason = \"they are WeChat Pay's\")]\n\n\
         use super::{{Again, again}};\n\n\
         /// Each endpoint with its options and its response.\n\
         #[rustfmt::skip]\n\
         pub(super) const TABLE: [(&str, Option<Again>, Option<Again>); {}] = [\n{table}];\n{modules}",
        ENDPOINTS.len()
    )
}

#[test]
fn what_is_compiled_is_what_is_printed() {
    let text = generate(&Sandbox::new());
    if std::env::var_os("UPDATE_STRUCTS").is_some() {
        fs::write(FILE, &text).unwrap();
    }
    let is_fresh = fs::read_to_string(FILE).unwrap().replace("\r\n", "\n") == text;
    assert!(is_fresh, "stale: UPDATE_STRUCTS=1 cargo test -p wechatpay --test cli structs");
}

#[test]
fn what_is_documented_is_read_and_written_again() {
    let sandbox = Sandbox::new();
    let client = sandbox.gateway.client().unwrap();
    let key = PublicKey::from_pem(sandbox.gateway.platform_public_key_pem()).unwrap();
    let ciphertext = Rsa::encrypt("张三", &key).unwrap();
    let (mut sent, mut received) = (0, 0);
    assert_eq!(generated::TABLE.map(|(named, ..)| named), ENDPOINTS);
    for (named, options, response) in generated::TABLE {
        let one = endpoint(named);
        let given = documented::options(one, &ciphertext);
        if let Some(again) = options {
            let written = again(given.clone()).unwrap_or_else(|error| panic!("{named}: {error}"));
            assert_eq!(written, given, "{named}");
            sent += 1;
        } else {
            assert_eq!(given, json!({}), "{named}");
        }
        assert_eq!(response.is_none(), one.response().is_empty(), "{named}");
        // The merchant world has orders and refunds of its own, and no others.
        let Ok(body) = client.chain(one.path()).request(one.method(), given) else { continue };
        if let Some(again) = response {
            let body: Value = body.json().unwrap();
            let written = again(body.clone()).unwrap_or_else(|error| panic!("{named}: {error}"));
            assert_eq!(written, body, "{named}");
            received += 1;
        }
    }
    assert!(sent > 50 && received > 45, "{sent} {received}");
}

#[test]
fn a_body_to_fill_in_fits_too() {
    let sandbox = Sandbox::new();
    for (named, options, _) in generated::TABLE {
        let one = endpoint(named);
        if one.body_kind() != Some(BodyKind::Json) {
            continue;
        }
        let method = one.method();
        for extra in [&[][..], &["--all-fields"]] {
            let args = ["describe", method.as_str(), one.path(), "--template"];
            let mut given = documented::options(one, "");
            given["json"] = sandbox.run(&[&args, extra].concat()).ok().json();
            let written = options.unwrap()(given.clone());
            assert_eq!(written.unwrap_or_else(|error| panic!("{named}: {error}")), given);
        }
    }
}

#[test]
fn a_value_that_is_not_documented_can_be_decoded_and_not_be_sent_by_mistake() {
    use generated::post_v3_fund_app_mch_transfer_transfer_bills as bills;
    use generated::post_v3_pay_transactions_jsapi as order;

    let state =
        |text: &str| serde_json::from_value::<bills::TransferBillsResponseState>(json!(text));
    assert_eq!(state("ACCEPTED").unwrap(), bills::TransferBillsResponseState::Accepted);
    let new = state("SOMETHING_NEW").unwrap();
    assert_eq!(new, bills::TransferBillsResponseState::Other("SOMETHING_NEW".to_owned()));
    assert_eq!(serde_json::to_value(new).unwrap(), "SOMETHING_NEW");
    // What is optional is left out, and one need not write it.
    let sent = order::JsapiRequest { out_trade_no: "1".to_owned(), ..Default::default() };
    let sent = serde_json::to_value(sent).unwrap();
    assert_eq!(sent["out_trade_no"], "1");
    assert!(sent.get("attach").is_none(), "{sent}");
    let sent = serde_json::from_value::<order::JsapiRequestLimitPay>(json!("SOMETHING_NEW"));
    assert!(sent.is_err());
}

#[test]
fn marks_and_the_call_are_told() {
    let sandbox = Sandbox::new();
    let transfer = "v3/fund-app/mch-transfer/transfer-bills";
    let text = printed(&sandbox, endpoint(&format!("POST {transfer}")));
    for line in [
        "// POST v3/fund-app/mch-transfer/transfer-bills",
        "//     let sensitive = client.sensitive()?;",
        "//     let options = Options::from(&options).sensitive(&sensitive);",
        "    /// string, encrypted: `client.sensitive()`",
        "    pub transfer_amount: i64,",
        "    pub transfer_scene_report_infos: Vec<TransferBillsRequestTransferSceneReportInfos>,",
        "    #[serde(rename = \"WAIT_USER_CONFIRM\")]",
    ] {
        assert!(text.lines().any(|row| row == line), "{line} is not in {text}");
    }
    let mut chinese = sandbox.command(&["describe", transfer, "--rust"]);
    chinese.env("LANG", "zh_CN.UTF-8");
    let chinese = finish(chinese, b"").ok().out;
    assert!(chinese.contains("    /// string，加密：`client.sensitive()`\n"), "{chinese}");
    let upload = printed(&sandbox, endpoint("POST v3/merchant/media/upload"));
    let call = "Options::new().body(media.stream()).header(\"Content-Type\", media.content_type())";
    assert!(upload.contains(call), "{upload}");
    let customs = printed(&sandbox, endpoint("GET v3/customs/orders"));
    assert!(customs.contains(".base_uri(\"https://apihk.mch.weixin.qq.com/global/\")"));
    let none = printed(&sandbox, endpoint("GET v3/merchant-service/complaint-notifications"));
    assert!(none.contains(".get(())?.json()?;") && !none.contains("Options"), "{none}");
    sandbox.run(&["describe", "v2/pay/unifiedorder", "--rust"]).fails(2, "is of APIv2");
    sandbox.run(&["describe", transfer, "--rust", "--json"]).fails(2, "cannot be used with");
}

#[test]
fn every_tenth_endpoint_is_printed_as_rustfmt_would() {
    let sandbox = Sandbox::new();
    if Command::new("rustfmt").arg("--version").stdout(Stdio::null()).status().is_err() {
        return;
    }
    let mut files = Vec::new();
    let all: Vec<_> = catalogue::endpoints().filter(|one| one.path().starts_with("v3/")).collect();
    for (number, one) in all.iter().enumerate().step_by(10) {
        files.push(sandbox.folder.file(&format!("{number}.rs"), printed(&sandbox, *one)));
    }
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--check", "--edition", "2024", "--config", "use_small_heuristics=Max"]);
    rustfmt.args(files);
    let ran = finish(rustfmt, b"");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}
