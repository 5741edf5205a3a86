//! The members of an application for onboarding, as WeChat Pay's documentation lists them.

use super::fields::Fields;
use super::known::Known;
use super::refusal::Refusal;
use crate::language::say;

/// Required where the object that holds it is there.
const REQUIRED: &[&str] = &[
    "/business_code",
    "/contact_info/contact_type",
    "/subject_info/subject_type",
    "/subject_info/micro_biz_info/micro_biz_type",
    "/subject_info/micro_biz_info/micro_store_info/micro_name",
    "/subject_info/micro_biz_info/micro_store_info/micro_address_code",
    "/subject_info/micro_biz_info/micro_store_info/micro_address",
    "/subject_info/micro_biz_info/micro_store_info/store_entrance_pic",
    "/subject_info/micro_biz_info/micro_store_info/micro_indoor_copy",
    "/subject_info/micro_biz_info/micro_mobile_info/micro_mobile_name",
    "/subject_info/micro_biz_info/micro_mobile_info/micro_mobile_city",
    "/subject_info/micro_biz_info/micro_mobile_info/micro_mobile_address",
    "/subject_info/micro_biz_info/micro_mobile_info/micro_mobile_pics/*",
    "/subject_info/micro_biz_info/micro_online_info/micro_online_store",
    "/subject_info/micro_biz_info/micro_online_info/micro_ec_name",
    "/subject_info/business_license_info/license_copy",
    "/subject_info/business_license_info/license_number",
    "/subject_info/business_license_info/merchant_name",
    "/subject_info/business_license_info/legal_person",
    "/subject_info/certificate_info/cert_copy",
    "/subject_info/certificate_info/cert_type",
    "/subject_info/certificate_info/cert_number",
    "/subject_info/certificate_info/merchant_name",
    "/subject_info/certificate_info/company_address",
    "/subject_info/certificate_info/legal_person",
    "/subject_info/certificate_info/period_begin",
    "/subject_info/certificate_info/period_end",
    "/subject_info/organization_info/organization_copy",
    "/subject_info/organization_info/organization_code",
    "/subject_info/organization_info/org_period_begin",
    "/subject_info/organization_info/org_period_end",
    "/subject_info/identity_info/id_doc_type",
    "/subject_info/identity_info/id_card_info/id_card_copy",
    "/subject_info/identity_info/id_card_info/id_card_national",
    "/subject_info/identity_info/id_card_info/card_period_begin",
    "/subject_info/identity_info/id_card_info/card_period_end",
    "/subject_info/identity_info/id_doc_info/id_doc_copy",
    "/subject_info/identity_info/id_doc_info/doc_period_begin",
    "/subject_info/identity_info/id_doc_info/doc_period_end",
    "/subject_info/ubo_info_list/*/ubo_id_doc_type",
    "/subject_info/ubo_info_list/*/ubo_id_doc_copy",
    "/subject_info/ubo_info_list/*/ubo_id_doc_copy_back",
    "/subject_info/ubo_info_list/*/ubo_period_begin",
    "/subject_info/ubo_info_list/*/ubo_period_end",
    "/business_info/merchant_shortname",
    "/business_info/service_phone",
    "/business_info/sales_info/sales_scenes_type/*",
    "/business_info/sales_info/biz_store_info/biz_store_name",
    "/business_info/sales_info/biz_store_info/biz_address_code",
    "/business_info/sales_info/biz_store_info/biz_store_address",
    "/business_info/sales_info/biz_store_info/store_entrance_pic/*",
    "/business_info/sales_info/biz_store_info/indoor_pic/*",
    "/bank_account_info/bank_account_type",
    "/bank_account_info/account_bank",
    "/bank_account_info/bank_address_code",
];

/// The others.
const OPTIONAL: &[&str] = &[
    "/contact_info/contact_id_doc_type",
    "/contact_info/contact_id_doc_copy",
    "/contact_info/contact_id_doc_copy_back",
    "/contact_info/contact_period_begin",
    "/contact_info/contact_period_end",
    "/contact_info/business_authorization_letter",
    "/contact_info/openid",
    "/subject_info/finance_institution",
    "/subject_info/micro_biz_info/micro_store_info/store_longitude",
    "/subject_info/micro_biz_info/micro_store_info/store_latitude",
    "/subject_info/micro_biz_info/micro_online_info/micro_qrcode",
    "/subject_info/micro_biz_info/micro_online_info/micro_link",
    "/subject_info/business_license_info/license_address",
    "/subject_info/business_license_info/period_begin",
    "/subject_info/business_license_info/period_end",
    "/subject_info/certificate_letter_copy",
    "/subject_info/finance_institution_info/finance_type",
    "/subject_info/finance_institution_info/finance_license_pics/*",
    "/subject_info/identity_info/id_holder_type",
    "/subject_info/identity_info/authorize_letter_copy",
    "/subject_info/identity_info/id_doc_info/id_doc_copy_back",
    "/subject_info/identity_info/owner",
    "/business_info/sales_info/biz_store_info/biz_sub_appid",
    "/business_info/sales_info/mp_info/mp_appid",
    "/business_info/sales_info/mp_info/mp_sub_appid",
    "/business_info/sales_info/mp_info/mp_pics/*",
    "/business_info/sales_info/mini_program_info/mini_program_appid",
    "/business_info/sales_info/mini_program_info/mini_program_sub_appid",
    "/business_info/sales_info/mini_program_info/mini_program_pics/*",
    "/business_info/sales_info/app_info/app_appid",
    "/business_info/sales_info/app_info/app_sub_appid",
    "/business_info/sales_info/app_info/app_pics/*",
    "/business_info/sales_info/web_info/domain",
    "/business_info/sales_info/web_info/web_authorisation",
    "/business_info/sales_info/web_info/web_appid",
    "/business_info/sales_info/wework_info/sub_corp_id",
    "/business_info/sales_info/wework_info/wework_pics/*",
    "/settlement_info/settlement_id",
    "/settlement_info/qualification_type",
    "/settlement_info/qualifications/*",
    "/settlement_info/activities_id",
    "/settlement_info/activities_rate",
    "/settlement_info/debit_activities_rate",
    "/settlement_info/credit_activities_rate",
    "/settlement_info/activities_additions/*",
    "/bank_account_info/bank_name",
    "/bank_account_info/bank_branch_id",
    "/addition_info/legal_person_commitment",
    "/addition_info/legal_person_video",
    "/addition_info/business_addition_pics/*",
    "/addition_info/business_addition_msg",
];

/// Required where the object that holds it is there, and encrypted.
const SECRET: &[&str] = &[
    "/contact_info/contact_name",
    "/contact_info/mobile_phone",
    "/contact_info/contact_email",
    "/subject_info/identity_info/id_card_info/id_card_name",
    "/subject_info/identity_info/id_card_info/id_card_number",
    "/subject_info/identity_info/id_doc_info/id_doc_name",
    "/subject_info/identity_info/id_doc_info/id_doc_number",
    "/subject_info/ubo_info_list/*/ubo_id_doc_name",
    "/subject_info/ubo_info_list/*/ubo_id_doc_number",
    "/subject_info/ubo_info_list/*/ubo_id_doc_address",
    "/bank_account_info/account_name",
];

/// Encrypted, if they are there.
const OPTIONAL_SECRET: &[&str] = &[
    "/contact_info/contact_id_number",
    "/subject_info/identity_info/id_card_info/id_card_address",
    "/subject_info/identity_info/id_doc_info/id_doc_address",
    "/bank_account_info/account_number",
];

pub(super) const KNOWN: Known = &[REQUIRED, OPTIONAL, SECRET, OPTIONAL_SECRET];

/// The encrypted ones.
pub(super) const SECRETS: Known = &[SECRET, OPTIONAL_SECRET];

const OBJECTS: [&str; 7] = [
    "/contact_info",
    "/subject_info",
    "/subject_info/identity_info",
    "/business_info",
    "/business_info/sales_info",
    "/settlement_info",
    "/bank_account_info",
];

const CONTACTS: &[&str] = &["LEGAL", "SUPER"];
const SUBJECTS: &[&str] = &[
    "SUBJECT_TYPE_INDIVIDUAL",
    "SUBJECT_TYPE_ENTERPRISE",
    "SUBJECT_TYPE_INSTITUTIONS",
    "SUBJECT_TYPE_OTHERS",
    "SUBJECT_TYPE_MICRO",
    "SUBJECT_TYPE_GOVERNMENT",
    "SUBJECT_TYPE_INSTITUTIONS_CLONED",
];
const DOCUMENTS: &[&str] = &[
    "IDENTIFICATION_TYPE_IDCARD",
    "IDENTIFICATION_TYPE_OVERSEA_PASSPORT",
    "IDENTIFICATION_TYPE_HONGKONG_PASSPORT",
    "IDENTIFICATION_TYPE_MACAO_PASSPORT",
    "IDENTIFICATION_TYPE_TAIWAN_PASSPORT",
    "IDENTIFICATION_TYPE_FOREIGN_RESIDENT",
    "IDENTIFICATION_TYPE_HONGKONG_MACAO_RESIDENT",
    "IDENTIFICATION_TYPE_TAIWAN_RESIDENT",
];
const ACCOUNTS: &[&str] = &["BANK_ACCOUNT_TYPE_CORPORATE", "BANK_ACCOUNT_TYPE_PERSONAL"];

/// Refuses an application of which something is missing or unknown.
pub(super) fn check(fields: &Fields) -> Result<(), Refusal> {
    for pointer in OBJECTS {
        if fields.get(pointer).is_none_or(|value| !value.is_object()) {
            let issue = say!("is missing: add this object", "缺失，请加上该对象");
            return Err(fields.refuse(pointer, issue));
        }
    }
    for pattern in [REQUIRED, SECRET].into_iter().flatten() {
        required(fields, pattern)?;
    }
    fields.choice("/contact_info/contact_type", CONTACTS)?;
    fields.choice("/subject_info/subject_type", SUBJECTS)?;
    fields.choice("/bank_account_info/bank_account_type", ACCOUNTS)?;
    let document = fields.choice("/subject_info/identity_info/id_doc_type", DOCUMENTS)?;
    let its = if document == DOCUMENTS[0] { "id_card_info" } else { "id_doc_info" };
    let pointer = format!("/subject_info/identity_info/{its}");
    if fields.get(&pointer).is_none() {
        let issue = say!(
            "is missing, and belongs to {document}: add it",
            "缺失，{document} 需要它，请加上"
        );
        return Err(fields.refuse(&pointer, issue));
    }
    Ok(())
}

fn required(fields: &Fields, pattern: &str) -> Result<(), Refusal> {
    let (path, is_list) = pattern.strip_suffix("/*").map_or((pattern, false), |path| (path, true));
    let (parent, name) = path.rsplit_once('/').unwrap_or_default();
    let parents = if parent.is_empty() { vec![String::new()] } else { fields.matching(parent) };
    for parent in parents {
        let pointer = format!("{parent}/{name}");
        if !is_list {
            fields.text(&pointer, 1..=2048)?;
            continue;
        }
        for member in fields.list(&pointer, 1..=50)? {
            fields.text(&member, 1..=2048)?;
        }
    }
    Ok(())
}
