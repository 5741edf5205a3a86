//! Samples of the page, generated: see catalogue_calls.rs.

#![allow(unused, clippy::all, clippy::pedantic)]

use wechatpay_chain::Response;
use serde_json::{Value, json};
use wechatpay_chain::{
    Client, Error, MediaUtil, Multipart, Options, PrivateKey, PublicKey, ResponseExt, chain,
};

fn setup() -> Result<Client, Box<dyn std::error::Error>> {
let client = Client::builder()
    .mchid("1900000109")
    .serial("3775B6A45ACD588826D15E583A95F5DD00000000")
    .private_key(PrivateKey::from_file("apiclient_key.pem")?)
    .platform_key(
        "PUB_KEY_ID_0114232134912410000000000000",
        PublicKey::from_file("pub_key.pem")?,
    )
    .secret(std::env::var("WECHATPAY_APIV2_KEY")?) // for paths under v2/
    .merchant_certificate(std::fs::read("apiclient_cert.pem")?) // for some of them
    .build()?;
Ok(client)
}

fn event(client: &Client, headers: http::HeaderMap, body: Vec<u8>) -> Result<(), Error> {
let notification = client.notifications()?.parse(&headers, &body)?;
if notification.event_type == "ABNORMAL_FUND_PROCESSING.TRANSFER.SUCCESS" {
    let resource: Value = notification.resource_json()?;
}
Ok(())
}

pub(super) const ALL: &[(&str, fn(&Client) -> Result<Response, Error>)] = &[
("GET v3/abnormal-fund-processing/receipts/{receipt_id}", |client: &Client| {
let response = chain!(client->v3->abnormalFundProcessing->receipts->_receipt_id_).get(json!({"receipt_id": "20240101000001"}))?;
Ok(response)
}),
("GET v3/abnormal-fund-processing/receipts/{receipt_id}", |client: &Client| {
let response = client.chain("v3/abnormal-fund-processing/receipts/{receipt_id}").get(json!({"receipt_id": "20240101000001"}))?;
Ok(response)
}),
("GET v3/abnormal-fund-processing/receipts/{receipt_id}", |client: &Client| {
let response = client["v3/abnormal-fund-processing/receipts/{receipt_id}"].get(json!({"receipt_id": "20240101000001"}))?;
Ok(response)
}),
("POST v3/abnormal-fund-processing/receipts/{receipt_id}/transfer-instructions", |client: &Client| {
let response = chain!(client->v3->abnormalFundProcessing->receipts->_receipt_id_->transferInstructions).post(json!({
    "receipt_id": "20240101000001",
    "json": {
        "out_instruction_no": "20240101000001",
        "transfer_mode": "TRANSFER_TO_ORIGINAL_RECEIVE_USER",
    },
}))?;
Ok(response)
}),
("POST v3/abnormal-fund-processing/receipts/{receipt_id}/transfer-instructions", |client: &Client| {
let response = client.chain("v3/abnormal-fund-processing/receipts/{receipt_id}/transfer-instructions").post(json!({
    "receipt_id": "20240101000001",
    "json": {
        "out_instruction_no": "20240101000001",
        "transfer_mode": "TRANSFER_TO_ORIGINAL_RECEIVE_USER",
    },
}))?;
Ok(response)
}),
("POST v3/abnormal-fund-processing/receipts/{receipt_id}/transfer-instructions", |client: &Client| {
let response = client["v3/abnormal-fund-processing/receipts/{receipt_id}/transfer-instructions"].post(json!({
    "receipt_id": "20240101000001",
    "json": {
        "out_instruction_no": "20240101000001",
        "transfer_mode": "TRANSFER_TO_ORIGINAL_RECEIVE_USER",
    },
}))?;
Ok(response)
}),
("GET v3/aggracct-bc/wb-channel/account/balance", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "query": {
        "mchid": "1900000109",
        "bal_account_no": sensitive.encrypt("20240101000001")?,
    },
})).sensitive(&sensitive);
let response = chain!(client->v3->aggracctBc->wbChannel->account->balance).get(options)?;
Ok(response)
}),
("GET v3/aggracct-bc/wb-channel/account/balance", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "query": {
        "mchid": "1900000109",
        "bal_account_no": sensitive.encrypt("20240101000001")?,
    },
})).sensitive(&sensitive);
let response = client.chain("v3/aggracct-bc/wb-channel/account/balance").get(options)?;
Ok(response)
}),
("GET v3/aggracct-bc/wb-channel/account/balance", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "query": {
        "mchid": "1900000109",
        "bal_account_no": sensitive.encrypt("20240101000001")?,
    },
})).sensitive(&sensitive);
let response = client["v3/aggracct-bc/wb-channel/account/balance"].get(options)?;
Ok(response)
}),
("GET v3/aggracct-bc/wb-channel/account/mch_media", |client: &Client| {
let response = chain!(client->v3->aggracctBc->wbChannel->account->mch_media).get(json!({"query": {"business_scene": "SJT_MICRO_PLUS_OPEN_ACCOUNT"}}))?;
Ok(response)
}),
("GET v3/aggracct-bc/wb-channel/account/mch_media", |client: &Client| {
let response = client.chain("v3/aggracct-bc/wb-channel/account/mch_media").get(json!({"query": {"business_scene": "SJT_MICRO_PLUS_OPEN_ACCOUNT"}}))?;
Ok(response)
}),
("GET v3/aggracct-bc/wb-channel/account/mch_media", |client: &Client| {
let response = client["v3/aggracct-bc/wb-channel/account/mch_media"].get(json!({"query": {"business_scene": "SJT_MICRO_PLUS_OPEN_ACCOUNT"}}))?;
Ok(response)
}),
("POST v3/aggracct-bc/wb-channel/bank-channel-account/rename", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "json": {
        "out_request_no": "20240101000001",
        "mchid": "1900000109",
        "bal_account_no": sensitive.encrypt("20240101000001")?,
        "change_scene": "SUBJECT_INFO_RENAME",
    },
})).sensitive(&sensitive);
let response = chain!(client->v3->aggracctBc->wbChannel->bankChannelAccount->rename).post(options)?;
Ok(response)
}),
("POST v3/aggracct-bc/wb-channel/bank-channel-account/rename", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "json": {
        "out_request_no": "20240101000001",
        "mchid": "1900000109",
        "bal_account_no": sensitive.encrypt("20240101000001")?,
        "change_scene": "SUBJECT_INFO_RENAME",
    },
})).sensitive(&sensitive);
let response = client.chain("v3/aggracct-bc/wb-channel/bank-channel-account/rename").post(options)?;
Ok(response)
}),
("POST v3/aggracct-bc/wb-channel/bank-channel-account/rename", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "json": {
        "out_request_no": "20240101000001",
        "mchid": "1900000109",
        "bal_account_no": sensitive.encrypt("20240101000001")?,
        "change_scene": "SUBJECT_INFO_RENAME",
    },
})).sensitive(&sensitive);
let response = client["v3/aggracct-bc/wb-channel/bank-channel-account/rename"].post(options)?;
Ok(response)
}),
("GET v3/aggracct-bc/wb-channel/bank-channel-account/rename/{application_id}", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "application_id": "20240101000001",
    "query": {
        "mchid": "1900000109",
        "bal_account_no": sensitive.encrypt("20240101000001")?,
    },
})).sensitive(&sensitive);
let response = chain!(client->v3->aggracctBc->wbChannel->bankChannelAccount->rename->_application_id_).get(options)?;
Ok(response)
}),
("GET v3/aggracct-bc/wb-channel/bank-channel-account/rename/{application_id}", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "application_id": "20240101000001",
    "query": {
        "mchid": "1900000109",
        "bal_account_no": sensitive.encrypt("20240101000001")?,
    },
})).sensitive(&sensitive);
let response = client.chain("v3/aggracct-bc/wb-channel/bank-channel-account/rename/{application_id}").get(options)?;
Ok(response)
}),
("GET v3/aggracct-bc/wb-channel/bank-channel-account/rename/{application_id}", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "application_id": "20240101000001",
    "query": {
        "mchid": "1900000109",
        "bal_account_no": sensitive.encrypt("20240101000001")?,
    },
})).sensitive(&sensitive);
let response = client["v3/aggracct-bc/wb-channel/bank-channel-account/rename/{application_id}"].get(options)?;
Ok(response)
}),
("POST v3/aggracct-bc/wb-channel/control-orders/info/update/result/notify", |client: &Client| {
let response = chain!(client->v3->aggracctBc->wbChannel->controlOrders->info->update->result->notify).post(json!({"json": {"out_request_no": "20240101000001", "mchid": "1900000109"}}))?;
Ok(response)
}),
("POST v3/aggracct-bc/wb-channel/control-orders/info/update/result/notify", |client: &Client| {
let response = client.chain("v3/aggracct-bc/wb-channel/control-orders/info/update/result/notify").post(json!({"json": {"out_request_no": "20240101000001", "mchid": "1900000109"}}))?;
Ok(response)
}),
("POST v3/aggracct-bc/wb-channel/control-orders/info/update/result/notify", |client: &Client| {
let response = client["v3/aggracct-bc/wb-channel/control-orders/info/update/result/notify"].post(json!({"json": {"out_request_no": "20240101000001", "mchid": "1900000109"}}))?;
Ok(response)
}),
("GET v3/aggracct-bc/wb-channel/control-orders/{out_request_no}", |client: &Client| {
let response = chain!(client->v3->aggracctBc->wbChannel->controlOrders->_out_request_no_).get(json!({
    "out_request_no": "20240101000001",
    "query": {"control_type": "PUNISH", "mchid": "1900000109"},
}))?;
Ok(response)
}),
("GET v3/aggracct-bc/wb-channel/control-orders/{out_request_no}", |client: &Client| {
let response = client.chain("v3/aggracct-bc/wb-channel/control-orders/{out_request_no}").get(json!({
    "out_request_no": "20240101000001",
    "query": {"control_type": "PUNISH", "mchid": "1900000109"},
}))?;
Ok(response)
}),
("GET v3/aggracct-bc/wb-channel/control-orders/{out_request_no}", |client: &Client| {
let response = client["v3/aggracct-bc/wb-channel/control-orders/{out_request_no}"].get(json!({
    "out_request_no": "20240101000001",
    "query": {"control_type": "PUNISH", "mchid": "1900000109"},
}))?;
Ok(response)
}),
("POST v3/apply4sub/sub_merchants/{sub_mchid}/modify-settlement", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "sub_mchid": "1900000209",
    "json": {
        "account_type": "ACCOUNT_TYPE_BUSINESS",
        "account_bank": "SAMPLE",
        "bank_address_code": "SAMPLE",
        "account_number": sensitive.encrypt("20240101000001")?,
    },
})).sensitive(&sensitive);
let response = chain!(client->v3->apply4sub->sub_merchants->_sub_mchid_->modifySettlement).post(options)?;
Ok(response)
}),
("POST v3/apply4sub/sub_merchants/{sub_mchid}/modify-settlement", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "sub_mchid": "1900000209",
    "json": {
        "account_type": "ACCOUNT_TYPE_BUSINESS",
        "account_bank": "SAMPLE",
        "bank_address_code": "SAMPLE",
        "account_number": sensitive.encrypt("20240101000001")?,
    },
})).sensitive(&sensitive);
let response = client.chain("v3/apply4sub/sub_merchants/{sub_mchid}/modify-settlement").post(options)?;
Ok(response)
}),
("POST v3/apply4sub/sub_merchants/{sub_mchid}/modify-settlement", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "sub_mchid": "1900000209",
    "json": {
        "account_type": "ACCOUNT_TYPE_BUSINESS",
        "account_bank": "SAMPLE",
        "bank_address_code": "SAMPLE",
        "account_number": sensitive.encrypt("20240101000001")?,
    },
})).sensitive(&sensitive);
let response = client["v3/apply4sub/sub_merchants/{sub_mchid}/modify-settlement"].post(options)?;
Ok(response)
}),
("POST v3/apply4subject/applyment", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "json": {
        "business_code": "SAMPLE",
        "contact_info": {
            "name": sensitive.encrypt("示例")?,
            "id_card_number": sensitive.encrypt("20240101000001")?,
            "mobile": sensitive.encrypt("13900000000")?,
        },
        "subject_info": {
            "subject_type": "SUBJECT_TYPE_INDIVIDUAL",
            "business_license_info": {
                "licence_number": "20240101000001",
                "licence_copy": "ChsyMDAwMDAw",
                "merchant_name": "示例",
                "legal_person": "SAMPLE",
                "company_address": "示例",
                "licence_valid_date": json!({"period": ["SAMPLE"]}).to_string(),
            },
        },
        "identification_info": {
            "identification_type": "IDENTIFICATION_TYPE_IDCARD",
            "identification_name": sensitive.encrypt("示例")?,
            "identification_number": sensitive.encrypt("20240101000001")?,
            "identification_valid_date": json!({"period": ["SAMPLE"]}).to_string(),
            "identification_front_copy": "ChsyMDAwMDAw",
        },
    },
})).sensitive(&sensitive);
let response = chain!(client->v3->apply4subject->applyment).post(options)?;
Ok(response)
}),
("POST v3/apply4subject/applyment", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "json": {
        "business_code": "SAMPLE",
        "contact_info": {
            "name": sensitive.encrypt("示例")?,
            "id_card_number": sensitive.encrypt("20240101000001")?,
            "mobile": sensitive.encrypt("13900000000")?,
        },
        "subject_info": {
            "subject_type": "SUBJECT_TYPE_INDIVIDUAL",
            "business_license_info": {
                "licence_number": "20240101000001",
                "licence_copy": "ChsyMDAwMDAw",
                "merchant_name": "示例",
                "legal_person": "SAMPLE",
                "company_address": "示例",
                "licence_valid_date": json!({"period": ["SAMPLE"]}).to_string(),
            },
        },
        "identification_info": {
            "identification_type": "IDENTIFICATION_TYPE_IDCARD",
            "identification_name": sensitive.encrypt("示例")?,
            "identification_number": sensitive.encrypt("20240101000001")?,
            "identification_valid_date": json!({"period": ["SAMPLE"]}).to_string(),
            "identification_front_copy": "ChsyMDAwMDAw",
        },
    },
})).sensitive(&sensitive);
let response = client.chain("v3/apply4subject/applyment").post(options)?;
Ok(response)
}),
("POST v3/apply4subject/applyment", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "json": {
        "business_code": "SAMPLE",
        "contact_info": {
            "name": sensitive.encrypt("示例")?,
            "id_card_number": sensitive.encrypt("20240101000001")?,
            "mobile": sensitive.encrypt("13900000000")?,
        },
        "subject_info": {
            "subject_type": "SUBJECT_TYPE_INDIVIDUAL",
            "business_license_info": {
                "licence_number": "20240101000001",
                "licence_copy": "ChsyMDAwMDAw",
                "merchant_name": "示例",
                "legal_person": "SAMPLE",
                "company_address": "示例",
                "licence_valid_date": json!({"period": ["SAMPLE"]}).to_string(),
            },
        },
        "identification_info": {
            "identification_type": "IDENTIFICATION_TYPE_IDCARD",
            "identification_name": sensitive.encrypt("示例")?,
            "identification_number": sensitive.encrypt("20240101000001")?,
            "identification_valid_date": json!({"period": ["SAMPLE"]}).to_string(),
            "identification_front_copy": "ChsyMDAwMDAw",
        },
    },
})).sensitive(&sensitive);
let response = client["v3/apply4subject/applyment"].post(options)?;
Ok(response)
}),
("POST v3/apply4subject/applyment/{applyment_id}/cancel", |client: &Client| {
let response = chain!(client->v3->apply4subject->applyment->_applyment_id_->cancel).post(json!({"applyment_id": "20240101000001"}))?;
Ok(response)
}),
("POST v3/apply4subject/applyment/{applyment_id}/cancel", |client: &Client| {
let response = client.chain("v3/apply4subject/applyment/{applyment_id}/cancel").post(json!({"applyment_id": "20240101000001"}))?;
Ok(response)
}),
("POST v3/apply4subject/applyment/{applyment_id}/cancel", |client: &Client| {
let response = client["v3/apply4subject/applyment/{applyment_id}/cancel"].post(json!({"applyment_id": "20240101000001"}))?;
Ok(response)
}),
("GET v3/bill/fundflowbill", |client: &Client| {
let response = chain!(client->v3->bill->fundflowbill).bill(json!({"query": {"bill_date": "2024-01-01"}})).save("bill.csv")?;
Ok(response)
}),
("GET v3/bill/fundflowbill", |client: &Client| {
let response = client.chain("v3/bill/fundflowbill").bill(json!({"query": {"bill_date": "2024-01-01"}})).save("bill.csv")?;
Ok(response)
}),
("GET v3/bill/fundflowbill", |client: &Client| {
let response = client["v3/bill/fundflowbill"].bill(json!({"query": {"bill_date": "2024-01-01"}})).save("bill.csv")?;
Ok(response)
}),
("DELETE v3/brand/partner/card-member/cards/{card_id}", |client: &Client| {
let response = chain!(client->v3->brand->partner->cardMember->cards->_card_id_).delete(json!({"card_id": "20240101000001", "query": {"brand_id": "20240101000001"}}))?;
Ok(response)
}),
("DELETE v3/brand/partner/card-member/cards/{card_id}", |client: &Client| {
let response = client.chain("v3/brand/partner/card-member/cards/{card_id}").delete(json!({"card_id": "20240101000001", "query": {"brand_id": "20240101000001"}}))?;
Ok(response)
}),
("DELETE v3/brand/partner/card-member/cards/{card_id}", |client: &Client| {
let response = client["v3/brand/partner/card-member/cards/{card_id}"].delete(json!({"card_id": "20240101000001", "query": {"brand_id": "20240101000001"}}))?;
Ok(response)
}),
("PATCH v3/brand/partner/card-member/cards/{card_id}", |client: &Client| {
let response = chain!(client->v3->brand->partner->cardMember->cards->_card_id_).patch(json!({"card_id": "20240101000001", "json": {"brand_id": "20240101000001"}}))?;
Ok(response)
}),
("PATCH v3/brand/partner/card-member/cards/{card_id}", |client: &Client| {
let response = client.chain("v3/brand/partner/card-member/cards/{card_id}").patch(json!({"card_id": "20240101000001", "json": {"brand_id": "20240101000001"}}))?;
Ok(response)
}),
("PATCH v3/brand/partner/card-member/cards/{card_id}", |client: &Client| {
let response = client["v3/brand/partner/card-member/cards/{card_id}"].patch(json!({"card_id": "20240101000001", "json": {"brand_id": "20240101000001"}}))?;
Ok(response)
}),
("PATCH v3/brand/partner/card-member/user-cards/{user_card_code}", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "user_card_code": "SAMPLE",
    "query": {"card_id": "20240101000001"},
    "json": {
        "brand_id": "20240101000001",
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "card_color": "SAMPLE",
        "card_picture_url": "https://shop.example/",
        "phone_number": sensitive.encrypt("13900000000")?,
        "level": "SAMPLE",
        "valid_date_information": {"type": "FIX_TIME_RANGE"},
        "pickup_time": "2024-01-01T08:00:00+08:00",
        "user_information": {
            "common_field_list": [
                {
                    "name": "USER_FORM_FLAG_SEX",
                    "value": sensitive.encrypt("SAMPLE")?,
                },
            ],
            "custom_field_list": [
                {"name": "示例", "user_chosen_values": ["SAMPLE"]},
            ],
        },
        "attach": "SAMPLE",
    },
})).sensitive(&sensitive);
let response = chain!(client->v3->brand->partner->cardMember->userCards->_user_card_code_).patch(options)?;
Ok(response)
}),
("PATCH v3/brand/partner/card-member/user-cards/{user_card_code}", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "user_card_code": "SAMPLE",
    "query": {"card_id": "20240101000001"},
    "json": {
        "brand_id": "20240101000001",
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "card_color": "SAMPLE",
        "card_picture_url": "https://shop.example/",
        "phone_number": sensitive.encrypt("13900000000")?,
        "level": "SAMPLE",
        "valid_date_information": {"type": "FIX_TIME_RANGE"},
        "pickup_time": "2024-01-01T08:00:00+08:00",
        "user_information": {
            "common_field_list": [
                {
                    "name": "USER_FORM_FLAG_SEX",
                    "value": sensitive.encrypt("SAMPLE")?,
                },
            ],
            "custom_field_list": [
                {"name": "示例", "user_chosen_values": ["SAMPLE"]},
            ],
        },
        "attach": "SAMPLE",
    },
})).sensitive(&sensitive);
let response = client.chain("v3/brand/partner/card-member/user-cards/{user_card_code}").patch(options)?;
Ok(response)
}),
("PATCH v3/brand/partner/card-member/user-cards/{user_card_code}", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "user_card_code": "SAMPLE",
    "query": {"card_id": "20240101000001"},
    "json": {
        "brand_id": "20240101000001",
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "card_color": "SAMPLE",
        "card_picture_url": "https://shop.example/",
        "phone_number": sensitive.encrypt("13900000000")?,
        "level": "SAMPLE",
        "valid_date_information": {"type": "FIX_TIME_RANGE"},
        "pickup_time": "2024-01-01T08:00:00+08:00",
        "user_information": {
            "common_field_list": [
                {
                    "name": "USER_FORM_FLAG_SEX",
                    "value": sensitive.encrypt("SAMPLE")?,
                },
            ],
            "custom_field_list": [
                {"name": "示例", "user_chosen_values": ["SAMPLE"]},
            ],
        },
        "attach": "SAMPLE",
    },
})).sensitive(&sensitive);
let response = client["v3/brand/partner/card-member/user-cards/{user_card_code}"].patch(options)?;
Ok(response)
}),
("POST v3/brand/partner/card-member/user-cards/{user_card_code}/confirm", |client: &Client| {
let response = chain!(client->v3->brand->partner->cardMember->userCards->_user_card_code_->confirm).post(json!({
    "user_card_code": "SAMPLE",
    "query": {"card_id": "20240101000001"},
    "json": {
        "brand_id": "20240101000001",
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "user_card_confirm_state": "CREATE_CARD_SUCCESS",
    },
}))?;
Ok(response)
}),
("POST v3/brand/partner/card-member/user-cards/{user_card_code}/confirm", |client: &Client| {
let response = client.chain("v3/brand/partner/card-member/user-cards/{user_card_code}/confirm").post(json!({
    "user_card_code": "SAMPLE",
    "query": {"card_id": "20240101000001"},
    "json": {
        "brand_id": "20240101000001",
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "user_card_confirm_state": "CREATE_CARD_SUCCESS",
    },
}))?;
Ok(response)
}),
("POST v3/brand/partner/card-member/user-cards/{user_card_code}/confirm", |client: &Client| {
let response = client["v3/brand/partner/card-member/user-cards/{user_card_code}/confirm"].post(json!({
    "user_card_code": "SAMPLE",
    "query": {"card_id": "20240101000001"},
    "json": {
        "brand_id": "20240101000001",
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "user_card_confirm_state": "CREATE_CARD_SUCCESS",
    },
}))?;
Ok(response)
}),
("DELETE v3/brand/partner/store/brandstores/{store_id}", |client: &Client| {
let response = chain!(client->v3->brand->partner->store->brandstores->_store_id_).delete(json!({"store_id": "20240101000001", "json": {"brand_id": "20240101000001"}}))?;
Ok(response)
}),
("DELETE v3/brand/partner/store/brandstores/{store_id}", |client: &Client| {
let response = client.chain("v3/brand/partner/store/brandstores/{store_id}").delete(json!({"store_id": "20240101000001", "json": {"brand_id": "20240101000001"}}))?;
Ok(response)
}),
("DELETE v3/brand/partner/store/brandstores/{store_id}", |client: &Client| {
let response = client["v3/brand/partner/store/brandstores/{store_id}"].delete(json!({"store_id": "20240101000001", "json": {"brand_id": "20240101000001"}}))?;
Ok(response)
}),
("GET v3/capital/capitallhh/areas/provinces", |client: &Client| {
let response = chain!(client->v3->capital->capitallhh->areas->provinces).get(())?;
Ok(response)
}),
("GET v3/capital/capitallhh/areas/provinces", |client: &Client| {
let response = client.chain("v3/capital/capitallhh/areas/provinces").get(())?;
Ok(response)
}),
("GET v3/capital/capitallhh/areas/provinces", |client: &Client| {
let response = client["v3/capital/capitallhh/areas/provinces"].get(())?;
Ok(response)
}),
("GET v3/capital/capitallhh/areas/provinces/{province_code}/cities", |client: &Client| {
let response = chain!(client->v3->capital->capitallhh->areas->provinces->_province_code_->cities).get(json!({"province_code": "SAMPLE"}))?;
Ok(response)
}),
("GET v3/capital/capitallhh/areas/provinces/{province_code}/cities", |client: &Client| {
let response = client.chain("v3/capital/capitallhh/areas/provinces/{province_code}/cities").get(json!({"province_code": "SAMPLE"}))?;
Ok(response)
}),
("GET v3/capital/capitallhh/areas/provinces/{province_code}/cities", |client: &Client| {
let response = client["v3/capital/capitallhh/areas/provinces/{province_code}/cities"].get(json!({"province_code": "SAMPLE"}))?;
Ok(response)
}),
("GET v3/customs/orders", |client: &Client| {
let response = chain!(client->v3->customs->orders).get(json!({
    "query": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "order_type": "out_trade_no",
        "order_no": "20240101000001",
        "customs": "GUANGZHOU_ZS",
    },
    "base_uri": "https://apihk.mch.weixin.qq.com/global/",
}))?;
Ok(response)
}),
("GET v3/customs/orders", |client: &Client| {
let response = client.chain("v3/customs/orders").get(json!({
    "query": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "order_type": "out_trade_no",
        "order_no": "20240101000001",
        "customs": "GUANGZHOU_ZS",
    },
    "base_uri": "https://apihk.mch.weixin.qq.com/global/",
}))?;
Ok(response)
}),
("GET v3/customs/orders", |client: &Client| {
let response = client["v3/customs/orders"].get(json!({
    "query": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "order_type": "out_trade_no",
        "order_no": "20240101000001",
        "customs": "GUANGZHOU_ZS",
    },
    "base_uri": "https://apihk.mch.weixin.qq.com/global/",
}))?;
Ok(response)
}),
("PATCH v3/customs/orders", |client: &Client| {
let response = chain!(client->v3->customs->orders).patch(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "out_trade_no": "20240101000001",
        "transaction_id": "4200001234202401011234567890",
        "customs": "GUANGZHOU_ZS",
        "merchant_customs_no": "20240101000001",
    },
    "base_uri": "https://apihk.mch.weixin.qq.com/global/",
}))?;
Ok(response)
}),
("PATCH v3/customs/orders", |client: &Client| {
let response = client.chain("v3/customs/orders").patch(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "out_trade_no": "20240101000001",
        "transaction_id": "4200001234202401011234567890",
        "customs": "GUANGZHOU_ZS",
        "merchant_customs_no": "20240101000001",
    },
    "base_uri": "https://apihk.mch.weixin.qq.com/global/",
}))?;
Ok(response)
}),
("PATCH v3/customs/orders", |client: &Client| {
let response = client["v3/customs/orders"].patch(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "out_trade_no": "20240101000001",
        "transaction_id": "4200001234202401011234567890",
        "customs": "GUANGZHOU_ZS",
        "merchant_customs_no": "20240101000001",
    },
    "base_uri": "https://apihk.mch.weixin.qq.com/global/",
}))?;
Ok(response)
}),
("POST v3/customs/orders", |client: &Client| {
let response = chain!(client->v3->customs->orders).post(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "out_trade_no": "20240101000001",
        "transaction_id": "4200001234202401011234567890",
        "customs": "GUANGZHOU_ZS",
        "merchant_customs_no": "20240101000001",
    },
    "base_uri": "https://apihk.mch.weixin.qq.com/global/",
}))?;
Ok(response)
}),
("POST v3/customs/orders", |client: &Client| {
let response = client.chain("v3/customs/orders").post(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "out_trade_no": "20240101000001",
        "transaction_id": "4200001234202401011234567890",
        "customs": "GUANGZHOU_ZS",
        "merchant_customs_no": "20240101000001",
    },
    "base_uri": "https://apihk.mch.weixin.qq.com/global/",
}))?;
Ok(response)
}),
("POST v3/customs/orders", |client: &Client| {
let response = client["v3/customs/orders"].post(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "out_trade_no": "20240101000001",
        "transaction_id": "4200001234202401011234567890",
        "customs": "GUANGZHOU_ZS",
        "merchant_customs_no": "20240101000001",
    },
    "base_uri": "https://apihk.mch.weixin.qq.com/global/",
}))?;
Ok(response)
}),
("POST v3/customs/verify-certificate", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "out_trade_no": "20240101000001",
        "transaction_id": "4200001234202401011234567890",
        "customs": "GUANGZHOU_ZS",
        "merchant_customs_no": "20240101000001",
        "certificate_type": "IDCARD",
        "certificate_id": sensitive.encrypt("20240101000001")?,
        "certificate_name": sensitive.encrypt("示例")?,
    },
    "base_uri": "https://apihk.mch.weixin.qq.com/global/",
})).sensitive(&sensitive);
let response = chain!(client->v3->customs->verifyCertificate).post(options)?;
Ok(response)
}),
("POST v3/customs/verify-certificate", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "out_trade_no": "20240101000001",
        "transaction_id": "4200001234202401011234567890",
        "customs": "GUANGZHOU_ZS",
        "merchant_customs_no": "20240101000001",
        "certificate_type": "IDCARD",
        "certificate_id": sensitive.encrypt("20240101000001")?,
        "certificate_name": sensitive.encrypt("示例")?,
    },
    "base_uri": "https://apihk.mch.weixin.qq.com/global/",
})).sensitive(&sensitive);
let response = client.chain("v3/customs/verify-certificate").post(options)?;
Ok(response)
}),
("POST v3/customs/verify-certificate", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "out_trade_no": "20240101000001",
        "transaction_id": "4200001234202401011234567890",
        "customs": "GUANGZHOU_ZS",
        "merchant_customs_no": "20240101000001",
        "certificate_type": "IDCARD",
        "certificate_id": sensitive.encrypt("20240101000001")?,
        "certificate_name": sensitive.encrypt("示例")?,
    },
    "base_uri": "https://apihk.mch.weixin.qq.com/global/",
})).sensitive(&sensitive);
let response = client["v3/customs/verify-certificate"].post(options)?;
Ok(response)
}),
("POST v3/ecommerce/account/cancel-applications/media", |client: &Client| {
let media = MediaUtil::new("picture.png")?;
let body = Multipart::new()
    .json("meta", json!({
        "file_digest": media.sha256(),
        "file_name": media.filename(),
    }))
    .file("file", "picture.png");
let response = chain!(client->v3->ecommerce->account->cancelApplications->media).post(Options::new().body(body))?;
Ok(response)
}),
("POST v3/ecommerce/account/cancel-applications/media", |client: &Client| {
let media = MediaUtil::new("picture.png")?;
let body = Multipart::new()
    .json("meta", json!({
        "file_digest": media.sha256(),
        "file_name": media.filename(),
    }))
    .file("file", "picture.png");
let response = client.chain("v3/ecommerce/account/cancel-applications/media").post(Options::new().body(body))?;
Ok(response)
}),
("POST v3/ecommerce/account/cancel-applications/media", |client: &Client| {
let media = MediaUtil::new("picture.png")?;
let body = Multipart::new()
    .json("meta", json!({
        "file_digest": media.sha256(),
        "file_name": media.filename(),
    }))
    .file("file", "picture.png");
let response = client["v3/ecommerce/account/cancel-applications/media"].post(Options::new().body(body))?;
Ok(response)
}),
("POST v3/ecommerce/subsidies/cancel", |client: &Client| {
let response = chain!(client->v3->ecommerce->subsidies->cancel).post(json!({
    "json": {
        "sub_mchid": "1900000209",
        "transaction_id": "4200001234202401011234567890",
        "description": "示例",
    },
}))?;
Ok(response)
}),
("POST v3/ecommerce/subsidies/cancel", |client: &Client| {
let response = client.chain("v3/ecommerce/subsidies/cancel").post(json!({
    "json": {
        "sub_mchid": "1900000209",
        "transaction_id": "4200001234202401011234567890",
        "description": "示例",
    },
}))?;
Ok(response)
}),
("POST v3/ecommerce/subsidies/cancel", |client: &Client| {
let response = client["v3/ecommerce/subsidies/cancel"].post(json!({
    "json": {
        "sub_mchid": "1900000209",
        "transaction_id": "4200001234202401011234567890",
        "description": "示例",
    },
}))?;
Ok(response)
}),
("DELETE v3/edu-papay/contracts/{contract_id}", |client: &Client| {
let response = chain!(client->v3->eduPapay->contracts->_contract_id_).delete(json!({"contract_id": "20240101000001"}))?;
Ok(response)
}),
("DELETE v3/edu-papay/contracts/{contract_id}", |client: &Client| {
let response = client.chain("v3/edu-papay/contracts/{contract_id}").delete(json!({"contract_id": "20240101000001"}))?;
Ok(response)
}),
("DELETE v3/edu-papay/contracts/{contract_id}", |client: &Client| {
let response = client["v3/edu-papay/contracts/{contract_id}"].delete(json!({"contract_id": "20240101000001"}))?;
Ok(response)
}),
("PATCH v3/global/customs/orders", |client: &Client| {
let response = chain!(client->v3->global->customs->orders).patch(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "out_trade_no": "20240101000001",
        "transaction_id": "4200001234202401011234567890",
        "customs": "GUANGZHOU_ZS",
        "merchant_customs_no": "20240101000001",
    },
}))?;
Ok(response)
}),
("PATCH v3/global/customs/orders", |client: &Client| {
let response = client.chain("v3/global/customs/orders").patch(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "out_trade_no": "20240101000001",
        "transaction_id": "4200001234202401011234567890",
        "customs": "GUANGZHOU_ZS",
        "merchant_customs_no": "20240101000001",
    },
}))?;
Ok(response)
}),
("PATCH v3/global/customs/orders", |client: &Client| {
let response = client["v3/global/customs/orders"].patch(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "mchid": "1900000109",
        "out_trade_no": "20240101000001",
        "transaction_id": "4200001234202401011234567890",
        "customs": "GUANGZHOU_ZS",
        "merchant_customs_no": "20240101000001",
    },
}))?;
Ok(response)
}),
("DELETE v3/global/merchant-service/complaint-notifications", |client: &Client| {
let response = chain!(client->v3->global->merchantService->complaintNotifications).delete(())?;
Ok(response)
}),
("DELETE v3/global/merchant-service/complaint-notifications", |client: &Client| {
let response = client.chain("v3/global/merchant-service/complaint-notifications").delete(())?;
Ok(response)
}),
("DELETE v3/global/merchant-service/complaint-notifications", |client: &Client| {
let response = client["v3/global/merchant-service/complaint-notifications"].delete(())?;
Ok(response)
}),
("PUT v3/global/merchant-service/complaint-notifications", |client: &Client| {
let response = chain!(client->v3->global->merchantService->complaintNotifications).put(json!({"json": {"url": "https://shop.example/"}}))?;
Ok(response)
}),
("PUT v3/global/merchant-service/complaint-notifications", |client: &Client| {
let response = client.chain("v3/global/merchant-service/complaint-notifications").put(json!({"json": {"url": "https://shop.example/"}}))?;
Ok(response)
}),
("PUT v3/global/merchant-service/complaint-notifications", |client: &Client| {
let response = client["v3/global/merchant-service/complaint-notifications"].put(json!({"json": {"url": "https://shop.example/"}}))?;
Ok(response)
}),
("POST v3/global/merchant-service/images/upload", |client: &Client| {
let response = chain!(client->v3->global->merchantService->images->upload).post(())?;
Ok(response)
}),
("POST v3/global/merchant-service/images/upload", |client: &Client| {
let response = client.chain("v3/global/merchant-service/images/upload").post(())?;
Ok(response)
}),
("POST v3/global/merchant-service/images/upload", |client: &Client| {
let response = client["v3/global/merchant-service/images/upload"].post(())?;
Ok(response)
}),
("GET v3/global/merchant-service/images/{media_id}", |client: &Client| {
let response = chain!(client->v3->global->merchantService->images->_media_id_).download(json!({
    "media_id": "ChsyMDAwMDAw",
    "query": {"complaint_id": "20240101000001"},
})).save("picture.jpg")?;
Ok(response)
}),
("GET v3/global/merchant-service/images/{media_id}", |client: &Client| {
let response = client.chain("v3/global/merchant-service/images/{media_id}").download(json!({
    "media_id": "ChsyMDAwMDAw",
    "query": {"complaint_id": "20240101000001"},
})).save("picture.jpg")?;
Ok(response)
}),
("GET v3/global/merchant-service/images/{media_id}", |client: &Client| {
let response = client["v3/global/merchant-service/images/{media_id}"].download(json!({
    "media_id": "ChsyMDAwMDAw",
    "query": {"complaint_id": "20240101000001"},
})).save("picture.jpg")?;
Ok(response)
}),
("PATCH v3/global/merchants/{sub_mchid}", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "sub_mchid": "1900000209",
    "json": {
        "sp_appid": "wxd678efh567hg6787",
        "sp_mchid": "1900000109",
        "name": "示例",
        "sub_mchid": "1900000209",
        "shortname": "示例",
        "office_phone": "13900000000",
        "contact": {
            "name": sensitive.encrypt("示例")?,
            "phone": sensitive.encrypt("13900000000")?,
            "email": sensitive.encrypt("shop@shop.example")?,
        },
        "business_category": 1,
        "merchant_country_code": "SAMPLE",
        "merchant_type": "ENTERPRISE",
        "registration_certificate_number": "20240101000001",
        "registration_certificate_date": "2024-01-01",
        "business": {"business_type": "ONLINE"},
    },
})).sensitive(&sensitive);
let response = chain!(client->v3->global->merchants->_sub_mchid_).patch(options)?;
Ok(response)
}),
("PATCH v3/global/merchants/{sub_mchid}", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "sub_mchid": "1900000209",
    "json": {
        "sp_appid": "wxd678efh567hg6787",
        "sp_mchid": "1900000109",
        "name": "示例",
        "sub_mchid": "1900000209",
        "shortname": "示例",
        "office_phone": "13900000000",
        "contact": {
            "name": sensitive.encrypt("示例")?,
            "phone": sensitive.encrypt("13900000000")?,
            "email": sensitive.encrypt("shop@shop.example")?,
        },
        "business_category": 1,
        "merchant_country_code": "SAMPLE",
        "merchant_type": "ENTERPRISE",
        "registration_certificate_number": "20240101000001",
        "registration_certificate_date": "2024-01-01",
        "business": {"business_type": "ONLINE"},
    },
})).sensitive(&sensitive);
let response = client.chain("v3/global/merchants/{sub_mchid}").patch(options)?;
Ok(response)
}),
("PATCH v3/global/merchants/{sub_mchid}", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "sub_mchid": "1900000209",
    "json": {
        "sp_appid": "wxd678efh567hg6787",
        "sp_mchid": "1900000109",
        "name": "示例",
        "sub_mchid": "1900000209",
        "shortname": "示例",
        "office_phone": "13900000000",
        "contact": {
            "name": sensitive.encrypt("示例")?,
            "phone": sensitive.encrypt("13900000000")?,
            "email": sensitive.encrypt("shop@shop.example")?,
        },
        "business_category": 1,
        "merchant_country_code": "SAMPLE",
        "merchant_type": "ENTERPRISE",
        "registration_certificate_number": "20240101000001",
        "registration_certificate_date": "2024-01-01",
        "business": {"business_type": "ONLINE"},
    },
})).sensitive(&sensitive);
let response = client["v3/global/merchants/{sub_mchid}"].patch(options)?;
Ok(response)
}),
("POST v3/global/micropay/transactions/out-trade-no/{out_trade_no}/reverse", |client: &Client| {
let response = chain!(client->v3->global->micropay->transactions->outTradeNo->_out_trade_no_->reverse).post(json!({
    "out_trade_no": "20240101000001",
    "json": {
        "mchid": "1900000109",
        "sp_mchid": "1900000109",
        "sub_mchid": "1900000209",
    },
}))?;
Ok(response)
}),
("POST v3/global/micropay/transactions/out-trade-no/{out_trade_no}/reverse", |client: &Client| {
let response = client.chain("v3/global/micropay/transactions/out-trade-no/{out_trade_no}/reverse").post(json!({
    "out_trade_no": "20240101000001",
    "json": {
        "mchid": "1900000109",
        "sp_mchid": "1900000109",
        "sub_mchid": "1900000209",
    },
}))?;
Ok(response)
}),
("POST v3/global/micropay/transactions/out-trade-no/{out_trade_no}/reverse", |client: &Client| {
let response = client["v3/global/micropay/transactions/out-trade-no/{out_trade_no}/reverse"].post(json!({
    "out_trade_no": "20240101000001",
    "json": {
        "mchid": "1900000109",
        "sp_mchid": "1900000109",
        "sub_mchid": "1900000209",
    },
}))?;
Ok(response)
}),
("POST v3/global/papay/transactions/out-trade-no/{out_trade_no}/reverse", |client: &Client| {
let response = chain!(client->v3->global->papay->transactions->outTradeNo->_out_trade_no_->reverse).post(json!({"out_trade_no": "20240101000001", "query": {"sub_mchid": "1900000209"}}))?;
Ok(response)
}),
("POST v3/global/papay/transactions/out-trade-no/{out_trade_no}/reverse", |client: &Client| {
let response = client.chain("v3/global/papay/transactions/out-trade-no/{out_trade_no}/reverse").post(json!({"out_trade_no": "20240101000001", "query": {"sub_mchid": "1900000209"}}))?;
Ok(response)
}),
("POST v3/global/papay/transactions/out-trade-no/{out_trade_no}/reverse", |client: &Client| {
let response = client["v3/global/papay/transactions/out-trade-no/{out_trade_no}/reverse"].post(json!({"out_trade_no": "20240101000001", "query": {"sub_mchid": "1900000209"}}))?;
Ok(response)
}),
("DELETE v3/global/profit-sharing/receivers", |client: &Client| {
let response = chain!(client->v3->global->profitSharing->receivers).delete(json!({
    "json": {
        "sub_mchid": "1900000209",
        "appid": "wxd678efh567hg6787",
        "sub_appid": "wxd678efh567hg6787",
        "type": "MERCHANT_ID",
        "account": "SAMPLE",
    },
}))?;
Ok(response)
}),
("DELETE v3/global/profit-sharing/receivers", |client: &Client| {
let response = client.chain("v3/global/profit-sharing/receivers").delete(json!({
    "json": {
        "sub_mchid": "1900000209",
        "appid": "wxd678efh567hg6787",
        "sub_appid": "wxd678efh567hg6787",
        "type": "MERCHANT_ID",
        "account": "SAMPLE",
    },
}))?;
Ok(response)
}),
("DELETE v3/global/profit-sharing/receivers", |client: &Client| {
let response = client["v3/global/profit-sharing/receivers"].delete(json!({
    "json": {
        "sub_mchid": "1900000209",
        "appid": "wxd678efh567hg6787",
        "sub_appid": "wxd678efh567hg6787",
        "type": "MERCHANT_ID",
        "account": "SAMPLE",
    },
}))?;
Ok(response)
}),
("POST v3/marketing/bank/packages/{package_id}/tasks", |client: &Client| {
let media = MediaUtil::new("picture.png")?;
let body = Multipart::new()
    .json("meta", json!({
        "bank_type": "SAMPLE",
        "filename": media.filename(),
        "sha256": media.sha256(),
    }))
    .file("file", "picture.png");
let response = chain!(client->v3->marketing->bank->packages->_package_id_->tasks).post(Options::from(json!({"package_id": "20240101000001"})).body(body))?;
Ok(response)
}),
("POST v3/marketing/bank/packages/{package_id}/tasks", |client: &Client| {
let media = MediaUtil::new("picture.png")?;
let body = Multipart::new()
    .json("meta", json!({
        "bank_type": "SAMPLE",
        "filename": media.filename(),
        "sha256": media.sha256(),
    }))
    .file("file", "picture.png");
let response = client.chain("v3/marketing/bank/packages/{package_id}/tasks").post(Options::from(json!({"package_id": "20240101000001"})).body(body))?;
Ok(response)
}),
("POST v3/marketing/bank/packages/{package_id}/tasks", |client: &Client| {
let media = MediaUtil::new("picture.png")?;
let body = Multipart::new()
    .json("meta", json!({
        "bank_type": "SAMPLE",
        "filename": media.filename(),
        "sha256": media.sha256(),
    }))
    .file("file", "picture.png");
let response = client["v3/marketing/bank/packages/{package_id}/tasks"].post(Options::from(json!({"package_id": "20240101000001"})).body(body))?;
Ok(response)
}),
("POST v3/marketing/favor/media/image-upload", |client: &Client| {
let media = MediaUtil::new("picture.png")?;
let response = chain!(client->v3->marketing->favor->media->imageUpload).post(Options::new().body(media.stream()))?;
Ok(response)
}),
("POST v3/marketing/favor/media/image-upload", |client: &Client| {
let media = MediaUtil::new("picture.png")?;
let response = client.chain("v3/marketing/favor/media/image-upload").post(Options::new().body(media.stream()))?;
Ok(response)
}),
("POST v3/marketing/favor/media/image-upload", |client: &Client| {
let media = MediaUtil::new("picture.png")?;
let response = client["v3/marketing/favor/media/image-upload"].post(Options::new().body(media.stream()))?;
Ok(response)
}),
("GET v3/marketing/favor/stocks/{stock_id}/refund-flow", |client: &Client| {
let response = chain!(client->v3->marketing->favor->stocks->_stock_id_->refundFlow).bill(json!({"stock_id": "20240101000001"})).save("bill.csv")?;
Ok(response)
}),
("GET v3/marketing/favor/stocks/{stock_id}/refund-flow", |client: &Client| {
let response = client.chain("v3/marketing/favor/stocks/{stock_id}/refund-flow").bill(json!({"stock_id": "20240101000001"})).save("bill.csv")?;
Ok(response)
}),
("GET v3/marketing/favor/stocks/{stock_id}/refund-flow", |client: &Client| {
let response = client["v3/marketing/favor/stocks/{stock_id}/refund-flow"].bill(json!({"stock_id": "20240101000001"})).save("bill.csv")?;
Ok(response)
}),
("PUT v3/marketing/goods-subsidy-activity/retail-store-act/{activity_id}/representative", |client: &Client| {
let response = chain!(client->v3->marketing->goodsSubsidyActivity->retailStoreAct->_activity_id_->representative).put(json!({
    "activity_id": "20240101000001",
    "json": {
        "representative_info_list": [
            {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
        ],
        "out_request_no": "20240101000001",
    },
}))?;
Ok(response)
}),
("PUT v3/marketing/goods-subsidy-activity/retail-store-act/{activity_id}/representative", |client: &Client| {
let response = client.chain("v3/marketing/goods-subsidy-activity/retail-store-act/{activity_id}/representative").put(json!({
    "activity_id": "20240101000001",
    "json": {
        "representative_info_list": [
            {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
        ],
        "out_request_no": "20240101000001",
    },
}))?;
Ok(response)
}),
("PUT v3/marketing/goods-subsidy-activity/retail-store-act/{activity_id}/representative", |client: &Client| {
let response = client["v3/marketing/goods-subsidy-activity/retail-store-act/{activity_id}/representative"].put(json!({
    "activity_id": "20240101000001",
    "json": {
        "representative_info_list": [
            {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
        ],
        "out_request_no": "20240101000001",
    },
}))?;
Ok(response)
}),
("POST v3/marketing/partner/product-coupon/media/upload-image", |client: &Client| {
let media = MediaUtil::new("picture.png")?;
let response = chain!(client->v3->marketing->partner->productCoupon->media->uploadImage).post(Options::new().body(media.stream()))?;
Ok(response)
}),
("POST v3/marketing/partner/product-coupon/media/upload-image", |client: &Client| {
let media = MediaUtil::new("picture.png")?;
let response = client.chain("v3/marketing/partner/product-coupon/media/upload-image").post(Options::new().body(media.stream()))?;
Ok(response)
}),
("POST v3/marketing/partner/product-coupon/media/upload-image", |client: &Client| {
let media = MediaUtil::new("picture.png")?;
let response = client["v3/marketing/partner/product-coupon/media/upload-image"].post(Options::new().body(media.stream()))?;
Ok(response)
}),
("POST v3/med-ins/refunds/notify", |client: &Client| {
let response = chain!(client->v3->medIns->refunds->notify).post(json!({
    "query": {"mix_trade_no": "20240101000001"},
    "json": {
        "sub_mchid": "1900000209",
        "med_refund_total_fee": 1,
        "med_refund__gov_fee": 1,
        "med_refund__self_fee": 1,
        "med_refund__other_fee": 1,
        "refund_time": "2024-01-01T08:00:00+08:00",
        "out_refund_no": "20240101000001",
    },
}))?;
Ok(response)
}),
("POST v3/med-ins/refunds/notify", |client: &Client| {
let response = client.chain("v3/med-ins/refunds/notify").post(json!({
    "query": {"mix_trade_no": "20240101000001"},
    "json": {
        "sub_mchid": "1900000209",
        "med_refund_total_fee": 1,
        "med_refund__gov_fee": 1,
        "med_refund__self_fee": 1,
        "med_refund__other_fee": 1,
        "refund_time": "2024-01-01T08:00:00+08:00",
        "out_refund_no": "20240101000001",
    },
}))?;
Ok(response)
}),
("POST v3/med-ins/refunds/notify", |client: &Client| {
let response = client["v3/med-ins/refunds/notify"].post(json!({
    "query": {"mix_trade_no": "20240101000001"},
    "json": {
        "sub_mchid": "1900000209",
        "med_refund_total_fee": 1,
        "med_refund__gov_fee": 1,
        "med_refund__self_fee": 1,
        "med_refund__other_fee": 1,
        "refund_time": "2024-01-01T08:00:00+08:00",
        "out_refund_no": "20240101000001",
    },
}))?;
Ok(response)
}),
("GET v3/merchant-service/complaints-v2/{complaint_id}", |client: &Client| {
let response = chain!(client->v3->merchantService->complaintsV2->_complaint_id_).get(json!({"complaint_id": "20240101000001"}))?;
Ok(response)
}),
("GET v3/merchant-service/complaints-v2/{complaint_id}", |client: &Client| {
let response = client.chain("v3/merchant-service/complaints-v2/{complaint_id}").get(json!({"complaint_id": "20240101000001"}))?;
Ok(response)
}),
("GET v3/merchant-service/complaints-v2/{complaint_id}", |client: &Client| {
let response = client["v3/merchant-service/complaints-v2/{complaint_id}"].get(json!({"complaint_id": "20240101000001"}))?;
Ok(response)
}),
("POST v3/merchant-service/complaints-v2/{complaint_id}/complete", |client: &Client| {
let response = chain!(client->v3->merchantService->complaintsV2->_complaint_id_->complete).post(json!({
    "complaint_id": "20240101000001",
    "json": {"complainted_mchid": "1900000209"},
}))?;
Ok(response)
}),
("POST v3/merchant-service/complaints-v2/{complaint_id}/complete", |client: &Client| {
let response = client.chain("v3/merchant-service/complaints-v2/{complaint_id}/complete").post(json!({
    "complaint_id": "20240101000001",
    "json": {"complainted_mchid": "1900000209"},
}))?;
Ok(response)
}),
("POST v3/merchant-service/complaints-v2/{complaint_id}/complete", |client: &Client| {
let response = client["v3/merchant-service/complaints-v2/{complaint_id}/complete"].post(json!({
    "complaint_id": "20240101000001",
    "json": {"complainted_mchid": "1900000209"},
}))?;
Ok(response)
}),
("GET v3/merchant-service/complaints-v2/{complaint_id}/negotiation-historys", |client: &Client| {
let response = chain!(client->v3->merchantService->complaintsV2->_complaint_id_->negotiationHistorys).get(json!({"complaint_id": "20240101000001"}))?;
Ok(response)
}),
("GET v3/merchant-service/complaints-v2/{complaint_id}/negotiation-historys", |client: &Client| {
let response = client.chain("v3/merchant-service/complaints-v2/{complaint_id}/negotiation-historys").get(json!({"complaint_id": "20240101000001"}))?;
Ok(response)
}),
("GET v3/merchant-service/complaints-v2/{complaint_id}/negotiation-historys", |client: &Client| {
let response = client["v3/merchant-service/complaints-v2/{complaint_id}/negotiation-historys"].get(json!({"complaint_id": "20240101000001"}))?;
Ok(response)
}),
("POST v3/merchant-service/complaints-v2/{complaint_id}/response-immediate-service", |client: &Client| {
let response = chain!(client->v3->merchantService->complaintsV2->_complaint_id_->responseImmediateService).post(json!({
    "complaint_id": "20240101000001",
    "json": {
        "complainted_mchid": "1900000209",
        "message": {
            "blocks": [
                {
                    "type": "TEXT",
                    "text": {
                        "text": "SAMPLE",
                        "color": "DEFAULT",
                        "is_bold": true,
                    },
                    "image": {
                        "media_id": "ChsyMDAwMDAw",
                        "image_style_type": "IMAGE_STYLE_TYPE_NARROW",
                    },
                    "link": {
                        "text": "SAMPLE",
                        "action": {
                            "action_type": "ACTION_TYPE_SEND_MESSAGE",
                            "jump_url": "https://shop.example/",
                            "mini_program_jump_info": {
                                "appid": "wxd678efh567hg6787",
                            },
                            "message_info": {"content": "SAMPLE"},
                            "action_id": "20240101000001",
                        },
                        "invalid_info": {
                            "expired_time": "2024-01-01T08:00:00+08:00",
                            "multi_clickable": true,
                        },
                    },
                    "faq_list": {
                        "faqs": [
                            {
                                "faq_id": "20240101000001",
                                "faq_title": "示例",
                                "action": {
                                    "action_type": "ACTION_TYPE_SEND_MESSAGE",
                                    "jump_url": "https://shop.example/",
                                    "mini_program_jump_info": {
                                        "appid": "wxd678efh567hg6787",
                                    },
                                    "message_info": {
                                        "content": "SAMPLE",
                                    },
                                    "action_id": "20240101000001",
                                },
                            },
                        ],
                    },
                    "button": {
                        "text": "SAMPLE",
                        "action": {
                            "action_type": "ACTION_TYPE_SEND_MESSAGE",
                            "jump_url": "https://shop.example/",
                            "mini_program_jump_info": {
                                "appid": "wxd678efh567hg6787",
                            },
                            "message_info": {"content": "SAMPLE"},
                            "action_id": "20240101000001",
                        },
                        "invalid_info": {
                            "expired_time": "2024-01-01T08:00:00+08:00",
                            "multi_clickable": true,
                        },
                    },
                    "button_group": {
                        "buttons": [
                            {
                                "text": "SAMPLE",
                                "action": {
                                    "action_type": "ACTION_TYPE_SEND_MESSAGE",
                                    "jump_url": "https://shop.example/",
                                    "mini_program_jump_info": {
                                        "appid": "wxd678efh567hg6787",
                                    },
                                    "message_info": {
                                        "content": "SAMPLE",
                                    },
                                    "action_id": "20240101000001",
                                },
                                "invalid_info": {
                                    "expired_time": "2024-01-01T08:00:00+08:00",
                                    "multi_clickable": true,
                                },
                            },
                        ],
                        "button_layout": "LAYOUT_UNKNOWN",
                        "invalid_info": {
                            "expired_time": "2024-01-01T08:00:00+08:00",
                            "multi_clickable": true,
                        },
                    },
                },
            ],
            "sender_identity": "UNKNOWN",
            "custom_data": "SAMPLE",
        },
        "idempotent_id": "20240101000001",
    },
}))?;
Ok(response)
}),
("POST v3/merchant-service/complaints-v2/{complaint_id}/response-immediate-service", |client: &Client| {
let response = client.chain("v3/merchant-service/complaints-v2/{complaint_id}/response-immediate-service").post(json!({
    "complaint_id": "20240101000001",
    "json": {
        "complainted_mchid": "1900000209",
        "message": {
            "blocks": [
                {
                    "type": "TEXT",
                    "text": {
                        "text": "SAMPLE",
                        "color": "DEFAULT",
                        "is_bold": true,
                    },
                    "image": {
                        "media_id": "ChsyMDAwMDAw",
                        "image_style_type": "IMAGE_STYLE_TYPE_NARROW",
                    },
                    "link": {
                        "text": "SAMPLE",
                        "action": {
                            "action_type": "ACTION_TYPE_SEND_MESSAGE",
                            "jump_url": "https://shop.example/",
                            "mini_program_jump_info": {
                                "appid": "wxd678efh567hg6787",
                            },
                            "message_info": {"content": "SAMPLE"},
                            "action_id": "20240101000001",
                        },
                        "invalid_info": {
                            "expired_time": "2024-01-01T08:00:00+08:00",
                            "multi_clickable": true,
                        },
                    },
                    "faq_list": {
                        "faqs": [
                            {
                                "faq_id": "20240101000001",
                                "faq_title": "示例",
                                "action": {
                                    "action_type": "ACTION_TYPE_SEND_MESSAGE",
                                    "jump_url": "https://shop.example/",
                                    "mini_program_jump_info": {
                                        "appid": "wxd678efh567hg6787",
                                    },
                                    "message_info": {
                                        "content": "SAMPLE",
                                    },
                                    "action_id": "20240101000001",
                                },
                            },
                        ],
                    },
                    "button": {
                        "text": "SAMPLE",
                        "action": {
                            "action_type": "ACTION_TYPE_SEND_MESSAGE",
                            "jump_url": "https://shop.example/",
                            "mini_program_jump_info": {
                                "appid": "wxd678efh567hg6787",
                            },
                            "message_info": {"content": "SAMPLE"},
                            "action_id": "20240101000001",
                        },
                        "invalid_info": {
                            "expired_time": "2024-01-01T08:00:00+08:00",
                            "multi_clickable": true,
                        },
                    },
                    "button_group": {
                        "buttons": [
                            {
                                "text": "SAMPLE",
                                "action": {
                                    "action_type": "ACTION_TYPE_SEND_MESSAGE",
                                    "jump_url": "https://shop.example/",
                                    "mini_program_jump_info": {
                                        "appid": "wxd678efh567hg6787",
                                    },
                                    "message_info": {
                                        "content": "SAMPLE",
                                    },
                                    "action_id": "20240101000001",
                                },
                                "invalid_info": {
                                    "expired_time": "2024-01-01T08:00:00+08:00",
                                    "multi_clickable": true,
                                },
                            },
                        ],
                        "button_layout": "LAYOUT_UNKNOWN",
                        "invalid_info": {
                            "expired_time": "2024-01-01T08:00:00+08:00",
                            "multi_clickable": true,
                        },
                    },
                },
            ],
            "sender_identity": "UNKNOWN",
            "custom_data": "SAMPLE",
        },
        "idempotent_id": "20240101000001",
    },
}))?;
Ok(response)
}),
("POST v3/merchant-service/complaints-v2/{complaint_id}/response-immediate-service", |client: &Client| {
let response = client["v3/merchant-service/complaints-v2/{complaint_id}/response-immediate-service"].post(json!({
    "complaint_id": "20240101000001",
    "json": {
        "complainted_mchid": "1900000209",
        "message": {
            "blocks": [
                {
                    "type": "TEXT",
                    "text": {
                        "text": "SAMPLE",
                        "color": "DEFAULT",
                        "is_bold": true,
                    },
                    "image": {
                        "media_id": "ChsyMDAwMDAw",
                        "image_style_type": "IMAGE_STYLE_TYPE_NARROW",
                    },
                    "link": {
                        "text": "SAMPLE",
                        "action": {
                            "action_type": "ACTION_TYPE_SEND_MESSAGE",
                            "jump_url": "https://shop.example/",
                            "mini_program_jump_info": {
                                "appid": "wxd678efh567hg6787",
                            },
                            "message_info": {"content": "SAMPLE"},
                            "action_id": "20240101000001",
                        },
                        "invalid_info": {
                            "expired_time": "2024-01-01T08:00:00+08:00",
                            "multi_clickable": true,
                        },
                    },
                    "faq_list": {
                        "faqs": [
                            {
                                "faq_id": "20240101000001",
                                "faq_title": "示例",
                                "action": {
                                    "action_type": "ACTION_TYPE_SEND_MESSAGE",
                                    "jump_url": "https://shop.example/",
                                    "mini_program_jump_info": {
                                        "appid": "wxd678efh567hg6787",
                                    },
                                    "message_info": {
                                        "content": "SAMPLE",
                                    },
                                    "action_id": "20240101000001",
                                },
                            },
                        ],
                    },
                    "button": {
                        "text": "SAMPLE",
                        "action": {
                            "action_type": "ACTION_TYPE_SEND_MESSAGE",
                            "jump_url": "https://shop.example/",
                            "mini_program_jump_info": {
                                "appid": "wxd678efh567hg6787",
                            },
                            "message_info": {"content": "SAMPLE"},
                            "action_id": "20240101000001",
                        },
                        "invalid_info": {
                            "expired_time": "2024-01-01T08:00:00+08:00",
                            "multi_clickable": true,
                        },
                    },
                    "button_group": {
                        "buttons": [
                            {
                                "text": "SAMPLE",
                                "action": {
                                    "action_type": "ACTION_TYPE_SEND_MESSAGE",
                                    "jump_url": "https://shop.example/",
                                    "mini_program_jump_info": {
                                        "appid": "wxd678efh567hg6787",
                                    },
                                    "message_info": {
                                        "content": "SAMPLE",
                                    },
                                    "action_id": "20240101000001",
                                },
                                "invalid_info": {
                                    "expired_time": "2024-01-01T08:00:00+08:00",
                                    "multi_clickable": true,
                                },
                            },
                        ],
                        "button_layout": "LAYOUT_UNKNOWN",
                        "invalid_info": {
                            "expired_time": "2024-01-01T08:00:00+08:00",
                            "multi_clickable": true,
                        },
                    },
                },
            ],
            "sender_identity": "UNKNOWN",
            "custom_data": "SAMPLE",
        },
        "idempotent_id": "20240101000001",
    },
}))?;
Ok(response)
}),
("PUT v3/merchants", |client: &Client| {
let response = chain!(client->v3->merchants).put(json!({
    "json": {
        "sp_appid": "wxd678efh567hg6787",
        "sp_mchid": "1900000109",
        "sub_mchid": "1900000209",
        "name": "示例",
        "shortname": "示例",
        "office_phone": "13900000000",
        "business_category": 1,
        "merchant_country_code": "SAMPLE",
        "merchant_type": "ENTERPRISE",
        "business": {"business_type": "ONLINE"},
    },
    "base_uri": "https://api.mch.weixin.qq.com/hk/",
}))?;
Ok(response)
}),
("PUT v3/merchants", |client: &Client| {
let response = client.chain("v3/merchants").put(json!({
    "json": {
        "sp_appid": "wxd678efh567hg6787",
        "sp_mchid": "1900000109",
        "sub_mchid": "1900000209",
        "name": "示例",
        "shortname": "示例",
        "office_phone": "13900000000",
        "business_category": 1,
        "merchant_country_code": "SAMPLE",
        "merchant_type": "ENTERPRISE",
        "business": {"business_type": "ONLINE"},
    },
    "base_uri": "https://api.mch.weixin.qq.com/hk/",
}))?;
Ok(response)
}),
("PUT v3/merchants", |client: &Client| {
let response = client["v3/merchants"].put(json!({
    "json": {
        "sp_appid": "wxd678efh567hg6787",
        "sp_mchid": "1900000109",
        "sub_mchid": "1900000209",
        "name": "示例",
        "shortname": "示例",
        "office_phone": "13900000000",
        "business_category": 1,
        "merchant_country_code": "SAMPLE",
        "merchant_type": "ENTERPRISE",
        "business": {"business_type": "ONLINE"},
    },
    "base_uri": "https://api.mch.weixin.qq.com/hk/",
}))?;
Ok(response)
}),
("GET v3/merchants/{sub_mchid}", |client: &Client| {
let response = chain!(client->v3->merchants->_sub_mchid_).get(json!({
    "sub_mchid": "1900000209",
    "query": {
        "sp_appid": "wxd678efh567hg6787",
        "sp_mchid": "1900000109",
    },
    "base_uri": "https://api.mch.weixin.qq.com/hk/",
}))?;
Ok(response)
}),
("GET v3/merchants/{sub_mchid}", |client: &Client| {
let response = client.chain("v3/merchants/{sub_mchid}").get(json!({
    "sub_mchid": "1900000209",
    "query": {
        "sp_appid": "wxd678efh567hg6787",
        "sp_mchid": "1900000109",
    },
    "base_uri": "https://api.mch.weixin.qq.com/hk/",
}))?;
Ok(response)
}),
("GET v3/merchants/{sub_mchid}", |client: &Client| {
let response = client["v3/merchants/{sub_mchid}"].get(json!({
    "sub_mchid": "1900000209",
    "query": {
        "sp_appid": "wxd678efh567hg6787",
        "sp_mchid": "1900000109",
    },
    "base_uri": "https://api.mch.weixin.qq.com/hk/",
}))?;
Ok(response)
}),
("GET v3/papay/sign/partner/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}", |client: &Client| {
let response = chain!(client->v3->papay->sign->partner->contracts->planId->_plan_id_->outContractCode->_out_contract_code_).get(json!({
    "plan_id": "20240101000001",
    "out_contract_code": "SAMPLE",
    "query": {"sub_mchid": "1900000209"},
}))?;
Ok(response)
}),
("GET v3/papay/sign/partner/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}", |client: &Client| {
let response = client.chain("v3/papay/sign/partner/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}").get(json!({
    "plan_id": "20240101000001",
    "out_contract_code": "SAMPLE",
    "query": {"sub_mchid": "1900000209"},
}))?;
Ok(response)
}),
("GET v3/papay/sign/partner/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}", |client: &Client| {
let response = client["v3/papay/sign/partner/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}"].get(json!({
    "plan_id": "20240101000001",
    "out_contract_code": "SAMPLE",
    "query": {"sub_mchid": "1900000209"},
}))?;
Ok(response)
}),
("GET v3/payscore/partner/service-account-applications/{out_apply_no}", |client: &Client| {
let response = chain!(client->v3->payscore->partner->serviceAccountApplications->_out_apply_no_).get(json!({"out_apply_no": "20240101000001"}))?;
Ok(response)
}),
("GET v3/payscore/partner/service-account-applications/{out_apply_no}", |client: &Client| {
let response = client.chain("v3/payscore/partner/service-account-applications/{out_apply_no}").get(json!({"out_apply_no": "20240101000001"}))?;
Ok(response)
}),
("GET v3/payscore/partner/service-account-applications/{out_apply_no}", |client: &Client| {
let response = client["v3/payscore/partner/service-account-applications/{out_apply_no}"].get(json!({"out_apply_no": "20240101000001"}))?;
Ok(response)
}),
("POST v3/platsolution/insurance/mch-transfer/batches/summary-receipts/out-batch-no/{out_batch_no}/apply", |client: &Client| {
let response = chain!(client->v3->platsolution->insurance->mchTransfer->batches->summaryReceipts->outBatchNo->_out_batch_no_->apply).post(json!({"out_batch_no": "20240101000001", "json": {"sub_mchid": "1900000209"}}))?;
Ok(response)
}),
("POST v3/platsolution/insurance/mch-transfer/batches/summary-receipts/out-batch-no/{out_batch_no}/apply", |client: &Client| {
let response = client.chain("v3/platsolution/insurance/mch-transfer/batches/summary-receipts/out-batch-no/{out_batch_no}/apply").post(json!({"out_batch_no": "20240101000001", "json": {"sub_mchid": "1900000209"}}))?;
Ok(response)
}),
("POST v3/platsolution/insurance/mch-transfer/batches/summary-receipts/out-batch-no/{out_batch_no}/apply", |client: &Client| {
let response = client["v3/platsolution/insurance/mch-transfer/batches/summary-receipts/out-batch-no/{out_batch_no}/apply"].post(json!({"out_batch_no": "20240101000001", "json": {"sub_mchid": "1900000209"}}))?;
Ok(response)
}),
("GET v3/statements", |client: &Client| {
let response = chain!(client->v3->statements).download(json!({
    "query": {"date": "2024-01-01", "mchid": "1900000109"},
    "base_uri": "https://api.mch.weixin.qq.com/hk/",
})).save("bill.csv")?;
Ok(response)
}),
("GET v3/statements", |client: &Client| {
let response = client.chain("v3/statements").download(json!({
    "query": {"date": "2024-01-01", "mchid": "1900000109"},
    "base_uri": "https://api.mch.weixin.qq.com/hk/",
})).save("bill.csv")?;
Ok(response)
}),
("GET v3/statements", |client: &Client| {
let response = client["v3/statements"].download(json!({
    "query": {"date": "2024-01-01", "mchid": "1900000109"},
    "base_uri": "https://api.mch.weixin.qq.com/hk/",
})).save("bill.csv")?;
Ok(response)
}),
("POST v3/transactions/id/{transaction_id}/close", |client: &Client| {
let response = chain!(client->v3->transactions->id->_transaction_id_->close).post(json!({
    "transaction_id": "4200001234202401011234567890",
    "json": {"mchid": "1900000109"},
    "base_uri": "https://api.mch.weixin.qq.com/hk/",
}))?;
Ok(response)
}),
("POST v3/transactions/id/{transaction_id}/close", |client: &Client| {
let response = client.chain("v3/transactions/id/{transaction_id}/close").post(json!({
    "transaction_id": "4200001234202401011234567890",
    "json": {"mchid": "1900000109"},
    "base_uri": "https://api.mch.weixin.qq.com/hk/",
}))?;
Ok(response)
}),
("POST v3/transactions/id/{transaction_id}/close", |client: &Client| {
let response = client["v3/transactions/id/{transaction_id}/close"].post(json!({
    "transaction_id": "4200001234202401011234567890",
    "json": {"mchid": "1900000109"},
    "base_uri": "https://api.mch.weixin.qq.com/hk/",
}))?;
Ok(response)
}),
("POST v3/vehicle/transactions/parking", |client: &Client| {
let response = chain!(client->v3->vehicle->transactions->parking).post(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "sub_appid": "wxd678efh567hg6787",
        "sub_mchid": "1900000209",
        "description": "示例",
        "out_trade_no": "20240101000001",
        "trade_scene": "SAMPLE",
        "notify_url": "https://shop.example/notify",
        "amount": {"total": 1},
    },
}))?;
Ok(response)
}),
("POST v3/vehicle/transactions/parking", |client: &Client| {
let response = client.chain("v3/vehicle/transactions/parking").post(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "sub_appid": "wxd678efh567hg6787",
        "sub_mchid": "1900000209",
        "description": "示例",
        "out_trade_no": "20240101000001",
        "trade_scene": "SAMPLE",
        "notify_url": "https://shop.example/notify",
        "amount": {"total": 1},
    },
}))?;
Ok(response)
}),
("POST v3/vehicle/transactions/parking", |client: &Client| {
let response = client["v3/vehicle/transactions/parking"].post(json!({
    "json": {
        "appid": "wxd678efh567hg6787",
        "sub_appid": "wxd678efh567hg6787",
        "sub_mchid": "1900000209",
        "description": "示例",
        "out_trade_no": "20240101000001",
        "trade_scene": "SAMPLE",
        "notify_url": "https://shop.example/notify",
        "amount": {"total": 1},
    },
}))?;
Ok(response)
}),
("GET v2/appauth/getaccesstoken", |client: &Client| {
let response = chain!(client->v2->appauth->getaccesstoken).get(json!({
    "xml": {
        "mch_id": "1900000109",
        "appid": "wxd678efh567hg6787",
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "code": "SAMPLE",
        "grant_type": "authorization_code",
        "scope": "pay_identity",
        "sign_type": "HMAC-SHA256",
    },
}))?;
Ok(response)
}),
("GET v2/appauth/getaccesstoken", |client: &Client| {
let response = client.chain("v2/appauth/getaccesstoken").get(json!({
    "xml": {
        "mch_id": "1900000109",
        "appid": "wxd678efh567hg6787",
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "code": "SAMPLE",
        "grant_type": "authorization_code",
        "scope": "pay_identity",
        "sign_type": "HMAC-SHA256",
    },
}))?;
Ok(response)
}),
("GET v2/appauth/getaccesstoken", |client: &Client| {
let response = client["v2/appauth/getaccesstoken"].get(json!({
    "xml": {
        "mch_id": "1900000109",
        "appid": "wxd678efh567hg6787",
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "code": "SAMPLE",
        "grant_type": "authorization_code",
        "scope": "pay_identity",
        "sign_type": "HMAC-SHA256",
    },
}))?;
Ok(response)
}),
("POST v2/applyment/micro/getstate", |client: &Client| {
let response = chain!(client->v2->applyment->micro->getstate).post(json!({
    "xml": {
        "version": "SAMPLE",
        "mch_id": "1900000109",
        "sign_type": "HMAC-SHA256",
    },
}))?;
Ok(response)
}),
("POST v2/applyment/micro/getstate", |client: &Client| {
let response = client.chain("v2/applyment/micro/getstate").post(json!({
    "xml": {
        "version": "SAMPLE",
        "mch_id": "1900000109",
        "sign_type": "HMAC-SHA256",
    },
}))?;
Ok(response)
}),
("POST v2/applyment/micro/getstate", |client: &Client| {
let response = client["v2/applyment/micro/getstate"].post(json!({
    "xml": {
        "version": "SAMPLE",
        "mch_id": "1900000109",
        "sign_type": "HMAC-SHA256",
    },
}))?;
Ok(response)
}),
("POST v2/face/get_wxpayface_authinfo", |client: &Client| {
// Client::builder().trust_host("payapp.weixin.qq.com")
let response = chain!(client->v2->face->get_wxpayface_authinfo).post(json!({
    "xml": {
        "store_id": "20240101000001",
        "store_name": "示例",
        "device_id": "20240101000001",
        "rawdata": "SAMPLE",
        "appid": "wxd678efh567hg6787",
        "mch_id": "1900000109",
        "now": 1,
        "version": "1",
        "sign_type": "MD5",
    },
    "base_uri": "https://payapp.weixin.qq.com/",
}))?;
Ok(response)
}),
("POST v2/face/get_wxpayface_authinfo", |client: &Client| {
// Client::builder().trust_host("payapp.weixin.qq.com")
let response = client.chain("v2/face/get_wxpayface_authinfo").post(json!({
    "xml": {
        "store_id": "20240101000001",
        "store_name": "示例",
        "device_id": "20240101000001",
        "rawdata": "SAMPLE",
        "appid": "wxd678efh567hg6787",
        "mch_id": "1900000109",
        "now": 1,
        "version": "1",
        "sign_type": "MD5",
    },
    "base_uri": "https://payapp.weixin.qq.com/",
}))?;
Ok(response)
}),
("POST v2/face/get_wxpayface_authinfo", |client: &Client| {
// Client::builder().trust_host("payapp.weixin.qq.com")
let response = client["v2/face/get_wxpayface_authinfo"].post(json!({
    "xml": {
        "store_id": "20240101000001",
        "store_name": "示例",
        "device_id": "20240101000001",
        "rawdata": "SAMPLE",
        "appid": "wxd678efh567hg6787",
        "mch_id": "1900000109",
        "now": 1,
        "version": "1",
        "sign_type": "MD5",
    },
    "base_uri": "https://payapp.weixin.qq.com/",
}))?;
Ok(response)
}),
("POST v2/mmpaysptrans/pay_bank", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "xml": {
        "mch_id": "1900000109",
        "partner_trade_no": "20240101000001",
        "enc_bank_no": sensitive.encrypt("20240101000001")?,
        "enc_true_name": sensitive.encrypt("示例")?,
        "bank_code": "SAMPLE",
        "amount": 1,
    },
})).sensitive(&sensitive);
let response = chain!(client->v2->mmpaysptrans->pay_bank).post(options)?;
Ok(response)
}),
("POST v2/mmpaysptrans/pay_bank", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "xml": {
        "mch_id": "1900000109",
        "partner_trade_no": "20240101000001",
        "enc_bank_no": sensitive.encrypt("20240101000001")?,
        "enc_true_name": sensitive.encrypt("示例")?,
        "bank_code": "SAMPLE",
        "amount": 1,
    },
})).sensitive(&sensitive);
let response = client.chain("v2/mmpaysptrans/pay_bank").post(options)?;
Ok(response)
}),
("POST v2/mmpaysptrans/pay_bank", |client: &Client| {
let sensitive = client.sensitive()?;
let options = Options::from(json!({
    "xml": {
        "mch_id": "1900000109",
        "partner_trade_no": "20240101000001",
        "enc_bank_no": sensitive.encrypt("20240101000001")?,
        "enc_true_name": sensitive.encrypt("示例")?,
        "bank_code": "SAMPLE",
        "amount": 1,
    },
})).sensitive(&sensitive);
let response = client["v2/mmpaysptrans/pay_bank"].post(options)?;
Ok(response)
}),
("POST v2/secapi/mch/querysubdevconfig", |client: &Client| {
let response = chain!(client->v2->secapi->mch->querysubdevconfig).post(json!({
    "xml": {
        "appid": "wxd678efh567hg6787",
        "mch_id": "1900000109",
        "sub_mch_id": "1900000209",
    },
}))?;
Ok(response)
}),
("POST v2/secapi/mch/querysubdevconfig", |client: &Client| {
let response = client.chain("v2/secapi/mch/querysubdevconfig").post(json!({
    "xml": {
        "appid": "wxd678efh567hg6787",
        "mch_id": "1900000109",
        "sub_mch_id": "1900000209",
    },
}))?;
Ok(response)
}),
("POST v2/secapi/mch/querysubdevconfig", |client: &Client| {
let response = client["v2/secapi/mch/querysubdevconfig"].post(json!({
    "xml": {
        "appid": "wxd678efh567hg6787",
        "mch_id": "1900000109",
        "sub_mch_id": "1900000209",
    },
}))?;
Ok(response)
}),
("POST v2/secapi/mch/submchmanage", |client: &Client| {
let response = chain!(client->v2->secapi->mch->"submchmanage?action=add").post(json!({
    "xml": {
        "appid": "wxd678efh567hg6787",
        "mch_id": "1900000109",
        "page_index": "SAMPLE",
    },
}))?;
Ok(response)
}),
("POST v2/secapi/mch/submchmanage", |client: &Client| {
let response = client.chain("v2/secapi/mch/submchmanage?action=add").post(json!({
    "xml": {
        "appid": "wxd678efh567hg6787",
        "mch_id": "1900000109",
        "page_index": "SAMPLE",
    },
}))?;
Ok(response)
}),
("POST v2/secapi/mch/submchmanage", |client: &Client| {
let response = client["v2/secapi/mch/submchmanage?action=add"].post(json!({
    "xml": {
        "appid": "wxd678efh567hg6787",
        "mch_id": "1900000109",
        "page_index": "SAMPLE",
    },
}))?;
Ok(response)
}),
("POST v2/secapi/mch/{addinstitutionsub}", |client: &Client| {
let response = chain!(client->v2->secapi->mch->_addinstitutionsub_).post(json!({
    "addinstitutionsub": "SAMPLE",
    "xml": {
        "app_id": "20240101000001",
        "mch_id": "1900000109",
        "merchant_name": "示例",
        "merchant_shortname": "示例",
        "merchant_remark": "示例",
        "merchant_country_code": "SAMPLE",
        "merchant_type": "ENTERPRISE",
        "business_category": "SAMPLE",
        "mcc": "SAMPLE",
        "registration_certificate_number": "20240101000001",
        "registration_certificate_date": "2024-01-01",
        "business_type": "ONLINE",
        "app_download": "SAMPLE",
        "business_website": "SAMPLE",
        "office_account": "SAMPLE",
        "mini_program": "SAMPLE",
        "store_address": "示例",
        "store_photos": json!({"media_id": ["ChsyMDAwMDAw"]}).to_string(),
        "director_name": "示例",
        "director_id_number": "20240101000001",
        "principal_name": "示例",
        "principal_id_number": "20240101000001",
        "office_phone": "13900000000",
        "contact_name": "张三",
        "contact_phone": "13900000000",
        "contact_email": "shop@shop.example",
        "settlement_bank_number": "20240101000001",
    },
}))?;
Ok(response)
}),
("POST v2/secapi/mch/{addinstitutionsub}", |client: &Client| {
let response = client.chain("v2/secapi/mch/{addinstitutionsub}").post(json!({
    "addinstitutionsub": "SAMPLE",
    "xml": {
        "app_id": "20240101000001",
        "mch_id": "1900000109",
        "merchant_name": "示例",
        "merchant_shortname": "示例",
        "merchant_remark": "示例",
        "merchant_country_code": "SAMPLE",
        "merchant_type": "ENTERPRISE",
        "business_category": "SAMPLE",
        "mcc": "SAMPLE",
        "registration_certificate_number": "20240101000001",
        "registration_certificate_date": "2024-01-01",
        "business_type": "ONLINE",
        "app_download": "SAMPLE",
        "business_website": "SAMPLE",
        "office_account": "SAMPLE",
        "mini_program": "SAMPLE",
        "store_address": "示例",
        "store_photos": json!({"media_id": ["ChsyMDAwMDAw"]}).to_string(),
        "director_name": "示例",
        "director_id_number": "20240101000001",
        "principal_name": "示例",
        "principal_id_number": "20240101000001",
        "office_phone": "13900000000",
        "contact_name": "张三",
        "contact_phone": "13900000000",
        "contact_email": "shop@shop.example",
        "settlement_bank_number": "20240101000001",
    },
}))?;
Ok(response)
}),
("POST v2/secapi/mch/{addinstitutionsub}", |client: &Client| {
let response = client["v2/secapi/mch/{addinstitutionsub}"].post(json!({
    "addinstitutionsub": "SAMPLE",
    "xml": {
        "app_id": "20240101000001",
        "mch_id": "1900000109",
        "merchant_name": "示例",
        "merchant_shortname": "示例",
        "merchant_remark": "示例",
        "merchant_country_code": "SAMPLE",
        "merchant_type": "ENTERPRISE",
        "business_category": "SAMPLE",
        "mcc": "SAMPLE",
        "registration_certificate_number": "20240101000001",
        "registration_certificate_date": "2024-01-01",
        "business_type": "ONLINE",
        "app_download": "SAMPLE",
        "business_website": "SAMPLE",
        "office_account": "SAMPLE",
        "mini_program": "SAMPLE",
        "store_address": "示例",
        "store_photos": json!({"media_id": ["ChsyMDAwMDAw"]}).to_string(),
        "director_name": "示例",
        "director_id_number": "20240101000001",
        "principal_name": "示例",
        "principal_id_number": "20240101000001",
        "office_phone": "13900000000",
        "contact_name": "张三",
        "contact_phone": "13900000000",
        "contact_email": "shop@shop.example",
        "settlement_bank_number": "20240101000001",
    },
}))?;
Ok(response)
}),
];
