//! Onboarding of a merchant: its application, the states of that, and the account it is settled to.

use crate::orders::{refused, with};
use crate::support;

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ErrorKind, Options, Response, ResponseExt};

const CODE: &str = "1900013511_10000";

/// The fields that are encrypted.
const SECRETS: [&str; 7] = [
    "/contact_info/contact_name",
    "/contact_info/mobile_phone",
    "/contact_info/contact_email",
    "/subject_info/identity_info/id_card_info/id_card_name",
    "/subject_info/identity_info/id_card_info/id_card_number",
    "/bank_account_info/account_name",
    "/bank_account_info/account_number",
];

/// A whole application, in plain text.
fn application() -> Value {
    json!({
        "business_code": CODE,
        "contact_info": {
            "contact_type": "LEGAL",
            "contact_name": "张三",
            "mobile_phone": "13900000000",
            "contact_email": "a@merchant.example",
        },
        "subject_info": {
            "subject_type": "SUBJECT_TYPE_ENTERPRISE",
            "business_license_info": {
                "license_copy": "SANDBOX-1",
                "license_number": "123456789012345678",
                "merchant_name": "腾讯科技有限公司",
                "legal_person": "张三",
            },
            "identity_info": {
                "id_doc_type": "IDENTIFICATION_TYPE_IDCARD",
                "id_card_info": {
                    "id_card_copy": "SANDBOX-2",
                    "id_card_national": "SANDBOX-3",
                    "id_card_name": "张三",
                    "id_card_number": "110101199003071234",
                    "card_period_begin": "2020-06-06",
                    "card_period_end": "长期",
                },
                "owner": true,
            },
        },
        "business_info": {
            "merchant_shortname": "咖啡店",
            "service_phone": "0758XXXXX",
            "sales_info": {"sales_scenes_type": ["SALES_SCENES_STORE"]},
        },
        "settlement_info": {"settlement_id": "719", "qualification_type": "餐饮"},
        "bank_account_info": {
            "bank_account_type": "BANK_ACCOUNT_TYPE_CORPORATE",
            "account_name": "腾讯科技有限公司",
            "account_bank": "工商银行",
            "bank_address_code": "110000",
            "account_number": "6212341234123478",
        },
    })
}

/// Sends it with these fields encrypted.
fn apply(client: &Client, application: &Value, secrets: &[&str]) -> Result<Response, Error> {
    let sensitive = client.sensitive().unwrap();
    let mut application = application.clone();
    sensitive.encrypt_fields(&mut application, secrets).unwrap();
    let options = Options::new().sensitive(&sensitive).json(application);
    client.chain("v3/applyment4sub/applyment/{empty}").post(options)
}

fn by_code(client: &Client) -> Value {
    let chain = client.chain("v3/applyment4sub/applyment/business_code/{business_code}");
    chain.get(json!({"business_code": CODE})).unwrap().json().unwrap()
}

#[test]
fn an_application_from_its_audit_to_the_merchants_number() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    let applied: Value = apply(&client, &application(), &SECRETS).unwrap().json().unwrap();
    let id = applied["applyment_id"].as_u64().unwrap();
    let auditing = by_code(&client);
    assert_eq!(auditing["applyment_state"], "APPLYMENT_STATE_AUDITING");
    assert_eq!((&auditing["applyment_id"], &auditing["business_code"]), (&json!(id), &json!(CODE)));
    assert_eq!(auditing.get("sub_mchid"), None);
    let chain = client.chain("v3/applyment4sub/applyment/applyment_id/{applyment_id}");
    let by_id: Value = chain.get(json!({"applyment_id": id})).unwrap().json().unwrap();
    assert_eq!(by_id, auditing);
    refused(apply(&client, &application(), &SECRETS), 400, "PROCESSING", "is in progress");

    // Rejected, it may be sent once more.
    let rejected = gateway.reject_applyment(CODE, "id_card_copy", "身份证照片不清晰").unwrap();
    assert_eq!(rejected, by_code(&client));
    assert_eq!(rejected["audit_detail"][0]["field"], "id_card_copy");
    assert_eq!(rejected["audit_detail"][0]["reject_reason"], "身份证照片不清晰");
    let again: Value = apply(&client, &application(), &SECRETS).unwrap().json().unwrap();
    assert_eq!(again["applyment_id"], id);
    assert_eq!(by_code(&client), auditing);

    let command = client.chain("_gateway/applyment");
    let state = json!({"business_code": CODE, "state": "APPLYMENT_STATE_TO_BE_SIGNED"});
    command.post(json!({"json": state})).unwrap();
    let signing = by_code(&client);
    assert!(signing["sign_url"].as_str().unwrap().starts_with(gateway.base_uri()), "{signing}");
    let finished = gateway.finish_applyment(CODE).unwrap();
    assert_eq!(finished, by_code(&client));
    assert_eq!(finished["applyment_state"], "APPLYMENT_STATE_FINISHED");
    assert_eq!(finished["sub_mchid"], signing["sub_mchid"]);
    assert_eq!(finished["sub_mchid"].as_str().unwrap().len(), 10);
    assert_eq!(gateway.finish_applyment(CODE).unwrap(), finished, "it keeps its number");
}

#[test]
fn the_settlement_account_is_shown_masked_and_modified() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    apply(&client, &application(), &SECRETS).unwrap();
    let number = gateway.finish_applyment(CODE).unwrap()["sub_mchid"].as_str().unwrap().to_owned();
    let settlement = || -> Value {
        let chain = client.chain("v3/apply4sub/sub_merchants/{sub_mchid}/settlement");
        chain.get(json!({"sub_mchid": number})).unwrap().json().unwrap()
    };
    let first = json!({
        "account_type": "ACCOUNT_TYPE_BUSINESS",
        "account_bank": "工商银行",
        "account_number": "62************78",
        "verify_result": "VERIFY_SUCCESS",
    });
    assert_eq!(settlement(), first);

    let sensitive = client.sensitive().unwrap();
    let modify = |account: &Value, secrets: &[&str]| {
        let mut account = account.clone();
        sensitive.encrypt_fields(&mut account, secrets).unwrap();
        let chain = client.seg("v3").seg("apply4sub").seg("sub_merchants").seg(&number);
        chain.seg("modify-settlement").post(Options::new().sensitive(&sensitive).json(account))
    };
    let account = json!({
        "account_type": "ACCOUNT_TYPE_PRIVATE",
        "account_bank": "招商银行",
        "bank_address_code": "440300",
        "bank_name": "招商银行深圳分行",
        "account_number": "6225880000001111",
        "account_name": "李四",
    });
    refused(
        modify(&account, &["/account_name"]),
        400,
        "PARAM_ERROR",
        "`/account_number` of the body",
    );
    let made: Value =
        modify(&account, &["/account_name", "/account_number"]).unwrap().json().unwrap();
    assert_eq!(settlement(), first, "until it is verified");
    let chain = client.chain("v3/apply4sub/sub_merchants/{sub_mchid}/application/{application_no}");
    let query = |number: &str| {
        chain.get(json!({"sub_mchid": number, "application_no": made["application_no"]}))
    };
    refused(query("1600000000"), 404, "RESOURCE_NOT_EXISTS", "correct the numbers");
    let shown: Value = query(&number).unwrap().json().unwrap();
    assert_eq!(shown["verify_result"], "AUDIT_SUCCESS");
    assert_eq!(
        (&shown["account_name"], &shown["account_number"]),
        (&json!("李*"), &json!("62************11"))
    );
    let second = settlement();
    assert_eq!(
        (&second["account_bank"], &second["bank_name"]),
        (&json!("招商银行"), &json!("招商银行深圳分行"))
    );
    assert_eq!(second["account_type"], "ACCOUNT_TYPE_PRIVATE");
}

#[test]
fn what_is_wrong_with_an_application_is_named() {
    let gateway = support::gateway();
    let client = gateway.client().unwrap();
    // Each secret, sent as it is.
    for plain in SECRETS {
        let others = SECRETS.into_iter().filter(|pointer| *pointer != plain).collect::<Vec<_>>();
        let refusal = apply(&client, &application(), &others);
        let detail = refused(refusal, 400, "PARAM_ERROR", "encrypt it with RSA-OAEP");
        assert_eq!((&detail["field"], &detail["value"]), (&json!(plain), &Value::Null));
    }
    for (pointer, value, words) in [
        ("/business_code", Value::Null, "is missing"),
        ("/settlement_info", Value::Null, "add this object"),
        ("/subject_info/identity_info", json!([]), "add this object"),
        ("/subject_info/business_license_info/license_copy", Value::Null, "is missing"),
        ("/subject_info/subject_type", json!("ENTERPRISE"), "is unknown: send SUBJECT_TYPE_"),
        (
            "/subject_info/identity_info/id_doc_type",
            json!("IDENTIFICATION_TYPE_OVERSEA_PASSPORT"),
            "id_doc_info",
        ),
        ("/business_info/sales_info/sales_scenes_type", json!([]), "has 0 members"),
        (
            "/business_info/sales_info/biz_store_info",
            json!({"biz_store_name": "店"}),
            "biz_address_code",
        ),
        ("/contact_info/phone", json!("1"), "/body/contact_info/phone"),
    ] {
        let body = with(&application(), pointer, value);
        let secrets =
            SECRETS.into_iter().filter(|it| body.pointer(it).is_some()).collect::<Vec<_>>();
        refused(apply(&client, &body, &secrets), 400, "PARAM_ERROR", words);
    }
    let chain = client.chain("v3/applyment4sub/applyment/business_code/{business_code}");
    let unknown = chain.get(json!({"business_code": "1900013511_2"}));
    refused(unknown, 404, "APPLYMENT_NOT_EXIST", "send it first");
    for error in [
        gateway.finish_applyment("1900013511_2").unwrap_err(),
        gateway.set_applyment_state("1900013511_2", "FINISHED").unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Options);
    }
    let settlement = client.chain("v3/apply4sub/sub_merchants/1600000000/settlement").get(());
    refused(settlement, 404, "RESOURCE_NOT_EXISTS", "POST /_gateway/applyment");
}
