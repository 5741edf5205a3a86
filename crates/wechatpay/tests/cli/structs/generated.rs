//! What `describe --rust` prints of some endpoints. Made by
//! `UPDATE_STRUCTS=1 cargo test -p wechatpay --test cli structs`.

#![deny(warnings)]
#![allow(dead_code, unreachable_pub, reason = "a user's code uses them")]
#![allow(clippy::upper_case_acronyms, clippy::enum_variant_names, reason = "they are WeChat Pay's")]

use super::{Again, again};

/// Each endpoint with its options and its response.
#[rustfmt::skip]
pub(super) const TABLE: [(&str, Option<Again>, Option<Again>); 60] = [
    ("GET v3/aggracct-bc/wb-channel/account/mch_archives", Some(again::<get_v3_aggracct_bc_wb_channel_account_mch_archives::MchArchivesOptions>), Some(again::<get_v3_aggracct_bc_wb_channel_account_mch_archives::MchArchivesResponse>)),
    ("GET v3/apply4sub/sub_merchants/{sub_mchid}/application/{application_no}", Some(again::<get_v3_apply4sub_sub_merchants_sub_mchid_application_application_no::ApplicationOptions>), Some(again::<get_v3_apply4sub_sub_merchants_sub_mchid_application_application_no::ApplicationResponse>)),
    ("POST v3/applyment4sub/applyment/{empty}", Some(again::<post_v3_applyment4sub_applyment_empty::ApplymentOptions>), Some(again::<post_v3_applyment4sub_applyment_empty::ApplymentResponse>)),
    ("GET v3/bank-transfer/batches/out-batch-no/{out_batch_no}", Some(again::<get_v3_bank_transfer_batches_out_batch_no_out_batch_no::BatchesOptions>), Some(again::<get_v3_bank_transfer_batches_out_batch_no_out_batch_no::BatchesResponse>)),
    ("POST v3/brand/card/card-configs", Some(again::<post_v3_brand_card_card_configs::CardConfigsOptions>), Some(again::<post_v3_brand_card_card_configs::CardConfigsResponse>)),
    ("POST v3/brand/partner/card-member/membership-activities", Some(again::<post_v3_brand_partner_card_member_membership_activities::MembershipActivitiesOptions>), Some(again::<post_v3_brand_partner_card_member_membership_activities::MembershipActivitiesResponse>)),
    ("POST v3/brand/partner/card-member/user-cards/import-by-phone", Some(again::<post_v3_brand_partner_card_member_user_cards_import_by_phone::ImportByPhoneOptions>), Some(again::<post_v3_brand_partner_card_member_user_cards_import_by_phone::ImportByPhoneResponse>)),
    ("GET v3/capital/capitallhh/banks/{bank_alias_code}/branches", Some(again::<get_v3_capital_capitallhh_banks_bank_alias_code_branches::BranchesOptions>), Some(again::<get_v3_capital_capitallhh_banks_bank_alias_code_branches::BranchesResponse>)),
    ("POST v3/combine-transactions/jsapi", Some(again::<post_v3_combine_transactions_jsapi::JsapiOptions>), Some(again::<post_v3_combine_transactions_jsapi::JsapiResponse>)),
    ("POST v3/combine-transactions/miniprogram", Some(again::<post_v3_combine_transactions_miniprogram::MiniprogramOptions>), Some(again::<post_v3_combine_transactions_miniprogram::MiniprogramResponse>)),
    ("POST v3/credit-repayment/partner/contracts/h5-presign", Some(again::<post_v3_credit_repayment_partner_contracts_h5_presign::H5PresignOptions>), Some(again::<post_v3_credit_repayment_partner_contracts_h5_presign::H5PresignResponse>)),
    ("GET v3/discount-card/orders/out-trade-no/{out_trade_no}", Some(again::<get_v3_discount_card_orders_out_trade_no_out_trade_no::OrdersOptions>), Some(again::<get_v3_discount_card_orders_out_trade_no_out_trade_no::OrdersResponse>)),
    ("GET v3/ebike/charge/transactions/id/{transaction_id}", Some(again::<get_v3_ebike_charge_transactions_id_transaction_id::TransactionsOptions>), Some(again::<get_v3_ebike_charge_transactions_id_transaction_id::TransactionsResponse>)),
    ("POST v3/ecommerce/combine-papay/transactions", Some(again::<post_v3_ecommerce_combine_papay_transactions::TransactionsOptions>), Some(again::<post_v3_ecommerce_combine_papay_transactions::TransactionsResponse>)),
    ("GET v3/edu-papay/transactions/id/{transaction_id}", Some(again::<get_v3_edu_papay_transactions_id_transaction_id::TransactionsOptions>), Some(again::<get_v3_edu_papay_transactions_id_transaction_id::TransactionsResponse>)),
    ("GET v3/edu-star/orders", Some(again::<get_v3_edu_star_orders::OrdersOptions>), Some(again::<get_v3_edu_star_orders::OrdersResponse>)),
    ("GET v3/eduschoolpay/transactions/id/{transaction_id}", Some(again::<get_v3_eduschoolpay_transactions_id_transaction_id::TransactionsOptions>), Some(again::<get_v3_eduschoolpay_transactions_id_transaction_id::TransactionsResponse>)),
    ("POST v3/express/users/{openid}/transform", Some(again::<post_v3_express_users_openid_transform::TransformOptions>), Some(again::<post_v3_express_users_openid_transform::TransformResponse>)),
    ("GET v3/fund-app/brand-redpacket/brand-merchant-batches/{batch_no}", Some(again::<get_v3_fund_app_brand_redpacket_brand_merchant_batches_batch_no::BrandMerchantBatchesOptions>), Some(again::<get_v3_fund_app_brand_redpacket_brand_merchant_batches_batch_no::BrandMerchantBatchesResponse>)),
    ("POST v3/fund-app/mch-transfer/transfer-bills", Some(again::<post_v3_fund_app_mch_transfer_transfer_bills::TransferBillsOptions>), Some(again::<post_v3_fund_app_mch_transfer_transfer_bills::TransferBillsResponse>)),
    ("GET v3/global/merchant-service/complaints", Some(again::<get_v3_global_merchant_service_complaints::ComplaintsOptions>), Some(again::<get_v3_global_merchant_service_complaints::ComplaintsResponse>)),
    ("GET v3/global/merchants/{sub_mchid}", Some(again::<get_v3_global_merchants_sub_mchid::MerchantsOptions>), Some(again::<get_v3_global_merchants_sub_mchid::MerchantsResponse>)),
    ("POST v3/gov/subsidy/qualifications/sync", Some(again::<post_v3_gov_subsidy_qualifications_sync::SyncOptions>), Some(again::<post_v3_gov_subsidy_qualifications_sync::SyncResponse>)),
    ("POST v3/hire-power-bank/insurance-orders", Some(again::<post_v3_hire_power_bank_insurance_orders::InsuranceOrdersOptions>), Some(again::<post_v3_hire_power_bank_insurance_orders::InsuranceOrdersResponse>)),
    ("POST v3/industry-rebate/retail-industry/transactions", Some(again::<post_v3_industry_rebate_retail_industry_transactions::TransactionsOptions>), None),
    ("PATCH v3/inspolicymgr/deduct/policies/{out_insurance_no}", Some(again::<patch_v3_inspolicymgr_deduct_policies_out_insurance_no::PoliciesOptions>), Some(again::<patch_v3_inspolicymgr_deduct_policies_out_insurance_no::PoliciesResponse>)),
    ("GET v3/lovefeast/users/{openid}/orders/brand-id/{brand_id}", Some(again::<get_v3_lovefeast_users_openid_orders_brand_id_brand_id::OrdersOptions>), Some(again::<get_v3_lovefeast_users_openid_orders_brand_id_brand_id::OrdersResponse>)),
    ("GET v3/marketing/goods-subsidy-activity/activities", Some(again::<get_v3_marketing_goods_subsidy_activity_activities::ActivitiesOptions>), Some(again::<get_v3_marketing_goods_subsidy_activity_activities::ActivitiesResponse>)),
    ("GET v3/marketing/membercard-open/cards/{card_id}", Some(again::<get_v3_marketing_membercard_open_cards_card_id::CardsOptions>), Some(again::<get_v3_marketing_membercard_open_cards_card_id::CardsResponse>)),
    ("GET v3/marketing/partner/product-coupon/product-coupons/{product_coupon_id}", Some(again::<get_v3_marketing_partner_product_coupon_product_coupons_product_coupon_id::ProductCouponsOptions>), Some(again::<get_v3_marketing_partner_product_coupon_product_coupons_product_coupon_id::ProductCouponsResponse>)),
    ("GET v3/marketing/weekly-discount/activities", Some(again::<get_v3_marketing_weekly_discount_activities::ActivitiesOptions>), Some(again::<get_v3_marketing_weekly_discount_activities::ActivitiesResponse>)),
    ("POST v3/mch-manage/mch-manage-records/{manage_record_id}/mch-manage-submissions", Some(again::<post_v3_mch_manage_mch_manage_records_manage_record_id_mch_manage_submissions::MchManageSubmissionsOptions>), Some(again::<post_v3_mch_manage_mch_manage_records_manage_record_id_mch_manage_submissions::MchManageSubmissionsResponse>)),
    ("GET v3/mch-operation-manage/enhanced-due-diligence/{due_diligence_id}", Some(again::<get_v3_mch_operation_manage_enhanced_due_diligence_due_diligence_id::EnhancedDueDiligenceOptions>), Some(again::<get_v3_mch_operation_manage_enhanced_due_diligence_due_diligence_id::EnhancedDueDiligenceResponse>)),
    ("POST v3/mchalterapply/mchcontactalterapplyment", Some(again::<post_v3_mchalterapply_mchcontactalterapplyment::MchcontactalterapplymentOptions>), Some(again::<post_v3_mchalterapply_mchcontactalterapplyment::MchcontactalterapplymentResponse>)),
    ("GET v3/mchalterapply/merchantnamealterapplyment/merchant/{sub_mchid}/out-request-no/{out_request_no}", Some(again::<get_v3_mchalterapply_merchantnamealterapplyment_merchant_sub_mchid_out_request_no_out_request_no::MerchantOptions>), Some(again::<get_v3_mchalterapply_merchantnamealterapplyment_merchant_sub_mchid_out_request_no_out_request_no::MerchantResponse>)),
    ("GET v3/med-ins/orders/mix-trade-no/{mix_trade_no}", Some(again::<get_v3_med_ins_orders_mix_trade_no_mix_trade_no::OrdersOptions>), Some(again::<get_v3_med_ins_orders_mix_trade_no_mix_trade_no::OrdersResponse>)),
    ("POST v3/merchant-risk-manage/trade-risk-result", Some(again::<post_v3_merchant_risk_manage_trade_risk_result::TradeRiskResultOptions>), Some(again::<post_v3_merchant_risk_manage_trade_risk_result::TradeRiskResultResponse>)),
    ("POST v3/merchant-settlement/merchant-settle-rule-applications", Some(again::<post_v3_merchant_settlement_merchant_settle_rule_applications::MerchantSettleRuleApplicationsOptions>), Some(again::<post_v3_merchant_settlement_merchant_settle_rule_applications::MerchantSettleRuleApplicationsResponse>)),
    ("POST v3/new-tax-control-fapiao/fapiao-applications/issue-general", Some(again::<post_v3_new_tax_control_fapiao_fapiao_applications_issue_general::IssueGeneralOptions>), None),
    ("POST v3/offlineface/transactions", Some(again::<post_v3_offlineface_transactions::TransactionsOptions>), Some(again::<post_v3_offlineface_transactions::TransactionsResponse>)),
    ("GET v3/palmservice/authorization/openid/{openid}", Some(again::<get_v3_palmservice_authorization_openid_openid::AuthorizationOptions>), Some(again::<get_v3_palmservice_authorization_openid_openid::AuthorizationResponse>)),
    ("POST v3/papay/insurance-sign/contracts/pre-entrust-sign/h5", Some(again::<post_v3_papay_insurance_sign_contracts_pre_entrust_sign_h5::H5Options>), Some(again::<post_v3_papay_insurance_sign_contracts_pre_entrust_sign_h5::H5Response>)),
    ("POST v3/parking/reminders/application", Some(again::<post_v3_parking_reminders_application::ApplicationOptions>), Some(again::<post_v3_parking_reminders_application::ApplicationResponse>)),
    ("POST v3/pay-devices/open-scenario-speakerorder/{transaction_id}/report", Some(again::<post_v3_pay_devices_open_scenario_speakerorder_transaction_id_report::ReportOptions>), Some(again::<post_v3_pay_devices_open_scenario_speakerorder_transaction_id_report::ReportResponse>)),
    ("POST v3/pay/acquiring-bank/transactions/exposure", Some(again::<post_v3_pay_acquiring_bank_transactions_exposure::ExposureOptions>), Some(again::<post_v3_pay_acquiring_bank_transactions_exposure::ExposureResponse>)),
    ("POST v3/pay/transactions/app-with-contract", Some(again::<post_v3_pay_transactions_app_with_contract::AppWithContractOptions>), Some(again::<post_v3_pay_transactions_app_with_contract::AppWithContractResponse>)),
    ("GET v3/pay/transactions/id/{transaction_id}", Some(again::<get_v3_pay_transactions_id_transaction_id::TransactionsOptions>), Some(again::<get_v3_pay_transactions_id_transaction_id::TransactionsResponse>)),
    ("POST v3/pay/transactions/jsapi-with-contract", Some(again::<post_v3_pay_transactions_jsapi_with_contract::JsapiWithContractOptions>), Some(again::<post_v3_pay_transactions_jsapi_with_contract::JsapiWithContractResponse>)),
    ("POST v3/pay/transactions/jsapi", Some(again::<post_v3_pay_transactions_jsapi::JsapiOptions>), Some(again::<post_v3_pay_transactions_jsapi::JsapiResponse>)),
    ("POST v3/pay/transactions/out-trade-no/{out_trade_no}/close", Some(again::<post_v3_pay_transactions_out_trade_no_out_trade_no_close::CloseOptions>), None),
    ("POST v3/platsolution/ecommerce/insurance-compensation-contracts", Some(again::<post_v3_platsolution_ecommerce_insurance_compensation_contracts::InsuranceCompensationContractsOptions>), Some(again::<post_v3_platsolution_ecommerce_insurance_compensation_contracts::InsuranceCompensationContractsResponse>)),
    ("GET v3/platsolution/ecommerce/recharges/out-recharge-no/{out_recharge_no}", Some(again::<get_v3_platsolution_ecommerce_recharges_out_recharge_no_out_recharge_no::RechargesOptions>), Some(again::<get_v3_platsolution_ecommerce_recharges_out_recharge_no_out_recharge_no::RechargesResponse>)),
    ("GET v3/qrcode/transactions/out-trade-no/{out_trade_no}", Some(again::<get_v3_qrcode_transactions_out_trade_no_out_trade_no::TransactionsOptions>), Some(again::<get_v3_qrcode_transactions_out_trade_no_out_trade_no::TransactionsResponse>)),
    ("GET v3/realname/verify", Some(again::<get_v3_realname_verify::VerifyOptions>), Some(again::<get_v3_realname_verify::VerifyResponse>)),
    ("GET v3/recharge/bank-transfer-recharges/out-recharge-no/{out_recharge_no}", Some(again::<get_v3_recharge_bank_transfer_recharges_out_recharge_no_out_recharge_no::BankTransferRechargesOptions>), Some(again::<get_v3_recharge_bank_transfer_recharges_out_recharge_no_out_recharge_no::BankTransferRechargesResponse>)),
    ("POST v3/refund/domestic/refunds", Some(again::<post_v3_refund_domestic_refunds::RefundsOptions>), Some(again::<post_v3_refund_domestic_refunds::RefundsResponse>)),
    ("POST v3/repayment/combine-transactions/partner/prepay", Some(again::<post_v3_repayment_combine_transactions_partner_prepay::PrepayOptions>), Some(again::<post_v3_repayment_combine_transactions_partner_prepay::PrepayResponse>)),
    ("POST v3/taxi-invoice/driver/update-driver", Some(again::<post_v3_taxi_invoice_driver_update_driver::UpdateDriverOptions>), Some(again::<post_v3_taxi_invoice_driver_update_driver::UpdateDriverResponse>)),
    ("GET v3/vehicle/etc/transactions/id/{transaction_id}", Some(again::<get_v3_vehicle_etc_transactions_id_transaction_id::TransactionsOptions>), Some(again::<get_v3_vehicle_etc_transactions_id_transaction_id::TransactionsResponse>)),
    ("GET v3/webizpay/employees/{employee_id}/out-quota-cards/{out_card_no}", Some(again::<get_v3_webizpay_employees_employee_id_out_quota_cards_out_card_no::OutQuotaCardsOptions>), Some(again::<get_v3_webizpay_employees_employee_id_out_quota_cards_out_card_no::OutQuotaCardsResponse>)),
];

#[rustfmt::skip]
pub(super) mod get_v3_aggracct_bc_wb_channel_account_mch_archives {
// GET v3/aggracct-bc/wb-channel/account/mch_archives
// 查询商户资料
// https://pay.weixin.qq.com/doc/v3/merchant/4016642632
//
//     let options = MchArchivesOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: MchArchivesResponse = client.chain("v3/aggracct-bc/wb-channel/account/mch_archives").get(options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询商户资料: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchArchivesOptions {
    /// the query
    pub query: MchArchivesQuery,
}

/// 查询商户资料: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchArchivesQuery {
    /// string, required
    pub mchid: String,
    /// string, required, encrypted: `client.sensitive()`
    pub bal_account_no: String,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sgn_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub req_scene: Option<MchArchivesQueryReqScene>,
}

/// `req_scene`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MchArchivesQueryReqScene {
    #[serde(rename = "SJT_CONVENIENT_SETTLEMENT_SERVICE_MERCHANT")]
    SjtConvenientSettlementServiceMerchant,
    #[serde(rename = "SJT_MICRO_MERCHANT")]
    SjtMicroMerchant,
    #[serde(rename = "WX_SHOP_CONVENIENT_SETTLEMENT_SERVICE_MERCHANT")]
    WxShopConvenientSettlementServiceMerchant,
}

/// 查询商户资料: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MchArchivesResponse {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mchid: Option<String>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bal_account_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_type: Option<MchArchivesResponseMerchantType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_id_type: Option<MchArchivesResponseMerchantIdType>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_name: Option<String>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_id_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_date: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expire_date: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_img_front_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register_address: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_scope: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_representative: Option<MchArchivesResponseLegalRepresentative>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beneficial_owner: Option<Vec<MchArchivesResponseBeneficialOwner>>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sgn_no: Option<String>,
}

/// `merchant_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MchArchivesResponseMerchantType {
    #[serde(rename = "1")]
    V1,
    #[serde(rename = "2")]
    V2,
    #[serde(rename = "3")]
    V3,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `merchant_id_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MchArchivesResponseMerchantIdType {
    #[serde(rename = "12")]
    V12,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `legal_representative`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MchArchivesResponseLegalRepresentative {
    /// string, required
    pub legal_representative_id_type: MchArchivesResponseLegalRepresentativeIdType,
    /// string, required, encrypted: `client.sensitive()`
    pub legal_representative_name: String,
    /// string, required, encrypted: `client.sensitive()`
    pub legal_representative_id_no: String,
    /// string, required
    pub legal_representative_effective_date: String,
    /// string, required
    pub legal_representative_expire_date: String,
    /// string, required
    pub legal_representative_img_front_id: String,
    /// string, required
    pub legal_representative_img_back_id: String,
    /// string, required, encrypted: `client.sensitive()`
    pub legal_representative_address: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_representative_issue_authority: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_representative_nation: Option<String>,
}

/// `legal_representative_id_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MchArchivesResponseLegalRepresentativeIdType {
    #[serde(rename = "01")]
    V01,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `beneficial_owner`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MchArchivesResponseBeneficialOwner {
    /// string, required
    pub beneficial_owner_no: String,
    /// string, required
    pub beneficial_owner_id_type: MchArchivesResponseBeneficialOwnerIdType,
    /// string, required, encrypted: `client.sensitive()`
    pub beneficial_owner_name: String,
    /// string, required, encrypted: `client.sensitive()`
    pub beneficial_owner_id_no: String,
    /// string, required
    pub beneficial_owner_effective_date: String,
    /// string, required
    pub beneficial_owner_expire_date: String,
    /// string, required
    pub beneficial_owner_img_front_id: String,
    /// string, required
    pub beneficial_owner_img_back_id: String,
    /// string, required, encrypted: `client.sensitive()`
    pub beneficial_owner_address: String,
}

/// `beneficial_owner_id_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MchArchivesResponseBeneficialOwnerIdType {
    #[serde(rename = "01")]
    V01,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod get_v3_apply4sub_sub_merchants_sub_mchid_application_application_no {
// GET v3/apply4sub/sub_merchants/{sub_mchid}/application/{application_no}
// 查询结算账户修改申请状态
// https://pay.weixin.qq.com/doc/v3/partner/4012761169
// https://pay.weixin.qq.com/doc/v3/partner/4012761120
// https://pay.weixin.qq.com/doc/v3/partner/4012721475
//
//     let options = ApplicationOptions { … };
//     let response: ApplicationResponse = client.chain("v3/apply4sub/sub_merchants/{sub_mchid}/application/{application_no}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询结算账户修改申请状态: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplicationOptions {
    /// a variable of the path
    pub sub_mchid: String,
    /// a variable of the path
    pub application_no: String,
    /// the query
    pub query: ApplicationQuery,
}

/// 查询结算账户修改申请状态: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplicationQuery {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_number_rule: Option<ApplicationQueryAccountNumberRule>,
}

/// `account_number_rule`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationQueryAccountNumberRule {
    #[serde(rename = "ACCOUNT_NUMBER_RULE_MASK_V1")]
    AccountNumberRuleMaskV1,
    #[serde(rename = "ACCOUNT_NUMBER_RULE_MASK_V2")]
    AccountNumberRuleMaskV2,
}

/// 查询结算账户修改申请状态: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplicationResponse {
    /// string, required
    pub account_name: String,
    /// string, required
    pub account_type: ApplicationResponseAccountType,
    /// string, required
    pub account_bank: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_branch_id: Option<String>,
    /// string, required
    pub account_number: String,
    /// string, required
    pub verify_result: ApplicationResponseVerifyResult,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verify_fail_reason: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verify_finish_time: Option<String>,
}

/// `account_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationResponseAccountType {
    #[serde(rename = "ACCOUNT_TYPE_BUSINESS")]
    AccountTypeBusiness,
    #[serde(rename = "ACCOUNT_TYPE_PRIVATE")]
    AccountTypePrivate,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `verify_result`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationResponseVerifyResult {
    #[serde(rename = "AUDIT_SUCCESS")]
    AuditSuccess,
    #[serde(rename = "AUDITING")]
    Auditing,
    #[serde(rename = "AUDIT_FAIL")]
    AuditFail,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod post_v3_applyment4sub_applyment_empty {
// POST v3/applyment4sub/applyment/{empty}
// 提交申请单
// https://pay.weixin.qq.com/doc/v3/partner/4012719997
// https://pay.weixin.qq.com/doc/v3/partner/4012722249
//
//     let options = ApplymentOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: ApplymentResponse = client.chain("v3/applyment4sub/applyment/{empty}").post(options)?.json()?;

use serde::{Deserialize, Serialize};

/// 提交申请单: the options of the call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplymentOptions {
    /// the body
    pub json: ApplymentRequest,
}

/// 提交申请单: the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequest {
    /// string, required
    pub business_code: String,
    /// object, required
    pub contact_info: ApplymentRequestContactInfo,
    /// object, required
    pub subject_info: ApplymentRequestSubjectInfo,
    /// object, required
    pub business_info: ApplymentRequestBusinessInfo,
    /// object, required
    pub settlement_info: ApplymentRequestSettlementInfo,
    /// object, required
    pub bank_account_info: ApplymentRequestBankAccountInfo,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addition_info: Option<ApplymentRequestAdditionInfo>,
}

/// `contact_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestContactInfo {
    /// string, required
    pub contact_type: ApplymentRequestContactType,
    /// string, required, encrypted: `client.sensitive()`
    pub contact_name: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id_doc_type: Option<ApplymentRequestContactIdDocType>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id_number: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id_doc_copy: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id_doc_copy_back: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_period_begin: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_period_end: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_authorization_letter: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openid: Option<String>,
    /// string, required, encrypted: `client.sensitive()`
    pub mobile_phone: String,
    /// string, required, encrypted: `client.sensitive()`
    pub contact_email: String,
}

/// `contact_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplymentRequestContactType {
    #[serde(rename = "LEGAL")]
    Legal,
    #[serde(rename = "SUPER")]
    Super,
}

/// `contact_id_doc_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplymentRequestContactIdDocType {
    #[serde(rename = "IDENTIFICATION_TYPE_IDCARD")]
    IdentificationTypeIdcard,
    #[serde(rename = "IDENTIFICATION_TYPE_OVERSEA_PASSPORT")]
    IdentificationTypeOverseaPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_HONGKONG_PASSPORT")]
    IdentificationTypeHongkongPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_MACAO_PASSPORT")]
    IdentificationTypeMacaoPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_TAIWAN_PASSPORT")]
    IdentificationTypeTaiwanPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_FOREIGN_RESIDENT")]
    IdentificationTypeForeignResident,
    #[serde(rename = "IDENTIFICATION_TYPE_HONGKONG_MACAO_RESIDENT")]
    IdentificationTypeHongkongMacaoResident,
    #[serde(rename = "IDENTIFICATION_TYPE_TAIWAN_RESIDENT")]
    IdentificationTypeTaiwanResident,
}

/// `subject_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestSubjectInfo {
    /// string, required
    pub subject_type: ApplymentRequestSubjectType,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finance_institution: Option<bool>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub micro_biz_info: Option<ApplymentRequestMicroBizInfo>,
    /// object, required
    pub business_license_info: ApplymentRequestBusinessLicenseInfo,
    /// object, required
    pub certificate_info: ApplymentRequestCertificateInfo,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_info: Option<ApplymentRequestOrganizationInfo>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_letter_copy: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finance_institution_info: Option<ApplymentRequestFinanceInstitutionInfo>,
    /// object, required
    pub identity_info: ApplymentRequestIdentityInfo,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ubo_info_list: Option<Vec<ApplymentRequestUboInfoList>>,
}

/// `subject_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplymentRequestSubjectType {
    #[serde(rename = "SUBJECT_TYPE_INDIVIDUAL")]
    SubjectTypeIndividual,
    #[serde(rename = "SUBJECT_TYPE_ENTERPRISE")]
    SubjectTypeEnterprise,
    #[serde(rename = "SUBJECT_TYPE_INSTITUTIONS")]
    SubjectTypeInstitutions,
    #[serde(rename = "SUBJECT_TYPE_OTHERS")]
    SubjectTypeOthers,
    #[serde(rename = "SUBJECT_TYPE_MICRO")]
    SubjectTypeMicro,
    #[serde(rename = "SUBJECT_TYPE_GOVERNMENT")]
    SubjectTypeGovernment,
    #[serde(rename = "SUBJECT_TYPE_INSTITUTIONS_CLONED")]
    SubjectTypeInstitutionsCloned,
}

/// `micro_biz_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestMicroBizInfo {
    /// string, required
    pub micro_biz_type: ApplymentRequestMicroBizType,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub micro_store_info: Option<ApplymentRequestMicroStoreInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub micro_mobile_info: Option<ApplymentRequestMicroMobileInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub micro_online_info: Option<ApplymentRequestMicroOnlineInfo>,
}

/// `micro_biz_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplymentRequestMicroBizType {
    #[serde(rename = "MICRO_TYPE_STORE")]
    MicroTypeStore,
    #[serde(rename = "MICRO_TYPE_MOBILE")]
    MicroTypeMobile,
    #[serde(rename = "MICRO_TYPE_ONLINE")]
    MicroTypeOnline,
}

/// `micro_store_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestMicroStoreInfo {
    /// string, required
    pub micro_name: String,
    /// string, required
    pub micro_address_code: String,
    /// string, required
    pub micro_address: String,
    /// string, required
    pub store_entrance_pic: String,
    /// string, required
    pub micro_indoor_copy: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_longitude: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_latitude: Option<String>,
}

/// `micro_mobile_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestMicroMobileInfo {
    /// string, required
    pub micro_mobile_name: String,
    /// string, required
    pub micro_mobile_city: String,
    /// string, required
    pub micro_mobile_address: String,
    /// string[], required
    pub micro_mobile_pics: Vec<String>,
}

/// `micro_online_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestMicroOnlineInfo {
    /// string, required
    pub micro_online_store: String,
    /// string, required
    pub micro_ec_name: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub micro_qrcode: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub micro_link: Option<String>,
}

/// `business_license_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestBusinessLicenseInfo {
    /// string, required
    pub license_copy: String,
    /// string, required
    pub license_number: String,
    /// string, required
    pub merchant_name: String,
    /// string, required
    pub legal_person: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license_address: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_begin: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_end: Option<String>,
}

/// `certificate_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestCertificateInfo {
    /// string, required
    pub cert_copy: String,
    /// string, required
    pub cert_type: ApplymentRequestCertType,
    /// string, required
    pub cert_number: String,
    /// string, required
    pub merchant_name: String,
    /// string, required
    pub company_address: String,
    /// string, required
    pub legal_person: String,
    /// string, required
    pub period_begin: String,
    /// string, required
    pub period_end: String,
}

/// `cert_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplymentRequestCertType {
    #[serde(rename = "CERTIFICATE_TYPE_2388")]
    CertificateType2388,
    #[serde(rename = "CERTIFICATE_TYPE_2389")]
    CertificateType2389,
    #[serde(rename = "CERTIFICATE_TYPE_2390")]
    CertificateType2390,
    #[serde(rename = "CERTIFICATE_TYPE_2391")]
    CertificateType2391,
    #[serde(rename = "CERTIFICATE_TYPE_2392")]
    CertificateType2392,
    #[serde(rename = "CERTIFICATE_TYPE_2393")]
    CertificateType2393,
    #[serde(rename = "CERTIFICATE_TYPE_2394")]
    CertificateType2394,
    #[serde(rename = "CERTIFICATE_TYPE_2395")]
    CertificateType2395,
    #[serde(rename = "CERTIFICATE_TYPE_2396")]
    CertificateType2396,
    #[serde(rename = "CERTIFICATE_TYPE_2399")]
    CertificateType2399,
    #[serde(rename = "CERTIFICATE_TYPE_2400")]
    CertificateType2400,
    #[serde(rename = "CERTIFICATE_TYPE_2520")]
    CertificateType2520,
    #[serde(rename = "CERTIFICATE_TYPE_2521")]
    CertificateType2521,
    #[serde(rename = "CERTIFICATE_TYPE_2522")]
    CertificateType2522,
}

/// `organization_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestOrganizationInfo {
    /// string, required
    pub organization_copy: String,
    /// string, required
    pub organization_code: String,
    /// string, required
    pub org_period_begin: String,
    /// string, required
    pub org_period_end: String,
}

/// `finance_institution_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestFinanceInstitutionInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finance_type: Option<ApplymentRequestFinanceType>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finance_license_pics: Option<Vec<String>>,
}

/// `finance_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplymentRequestFinanceType {
    #[serde(rename = "BANK_AGENT")]
    BankAgent,
    #[serde(rename = "PAYMENT_AGENT")]
    PaymentAgent,
    #[serde(rename = "INSURANCE")]
    Insurance,
    #[serde(rename = "TRADE_AND_SETTLE")]
    TradeAndSettle,
    #[serde(rename = "OTHER")]
    Other,
}

/// `identity_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestIdentityInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_holder_type: Option<ApplymentRequestIdHolderType>,
    /// string, required
    pub id_doc_type: ApplymentRequestIdDocType,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorize_letter_copy: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_card_info: Option<ApplymentRequestIdCardInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_doc_info: Option<ApplymentRequestIdDocInfo>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<bool>,
}

/// `id_holder_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplymentRequestIdHolderType {
    #[serde(rename = "LEGAL")]
    Legal,
    #[serde(rename = "SUPER")]
    Super,
}

/// `id_doc_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplymentRequestIdDocType {
    #[serde(rename = "IDENTIFICATION_TYPE_IDCARD")]
    IdentificationTypeIdcard,
    #[serde(rename = "IDENTIFICATION_TYPE_OVERSEA_PASSPORT")]
    IdentificationTypeOverseaPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_HONGKONG_PASSPORT")]
    IdentificationTypeHongkongPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_MACAO_PASSPORT")]
    IdentificationTypeMacaoPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_TAIWAN_PASSPORT")]
    IdentificationTypeTaiwanPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_FOREIGN_RESIDENT")]
    IdentificationTypeForeignResident,
    #[serde(rename = "IDENTIFICATION_TYPE_HONGKONG_MACAO_RESIDENT")]
    IdentificationTypeHongkongMacaoResident,
    #[serde(rename = "IDENTIFICATION_TYPE_TAIWAN_RESIDENT")]
    IdentificationTypeTaiwanResident,
}

/// `id_card_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestIdCardInfo {
    /// string, required
    pub id_card_copy: String,
    /// string, required
    pub id_card_national: String,
    /// string, required, encrypted: `client.sensitive()`
    pub id_card_name: String,
    /// string, required, encrypted: `client.sensitive()`
    pub id_card_number: String,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_card_address: Option<String>,
    /// string, required
    pub card_period_begin: String,
    /// string, required
    pub card_period_end: String,
}

/// `id_doc_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestIdDocInfo {
    /// string, required
    pub id_doc_copy: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_doc_copy_back: Option<String>,
    /// string, required, encrypted: `client.sensitive()`
    pub id_doc_name: String,
    /// string, required, encrypted: `client.sensitive()`
    pub id_doc_number: String,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_doc_address: Option<String>,
    /// string, required
    pub doc_period_begin: String,
    /// string, required
    pub doc_period_end: String,
}

/// `ubo_info_list`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestUboInfoList {
    /// string, required
    pub ubo_id_doc_type: ApplymentRequestUboIdDocType,
    /// string, required
    pub ubo_id_doc_copy: String,
    /// string, required
    pub ubo_id_doc_copy_back: String,
    /// string, required, encrypted: `client.sensitive()`
    pub ubo_id_doc_name: String,
    /// string, required, encrypted: `client.sensitive()`
    pub ubo_id_doc_number: String,
    /// string, required, encrypted: `client.sensitive()`
    pub ubo_id_doc_address: String,
    /// string, required
    pub ubo_period_begin: String,
    /// string, required
    pub ubo_period_end: String,
}

/// `ubo_id_doc_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplymentRequestUboIdDocType {
    #[serde(rename = "IDENTIFICATION_TYPE_IDCARD")]
    IdentificationTypeIdcard,
    #[serde(rename = "IDENTIFICATION_TYPE_OVERSEA_PASSPORT")]
    IdentificationTypeOverseaPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_HONGKONG_PASSPORT")]
    IdentificationTypeHongkongPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_MACAO_PASSPORT")]
    IdentificationTypeMacaoPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_TAIWAN_PASSPORT")]
    IdentificationTypeTaiwanPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_FOREIGN_RESIDENT")]
    IdentificationTypeForeignResident,
    #[serde(rename = "IDENTIFICATION_TYPE_HONGKONG_MACAO_RESIDENT")]
    IdentificationTypeHongkongMacaoResident,
    #[serde(rename = "IDENTIFICATION_TYPE_TAIWAN_RESIDENT")]
    IdentificationTypeTaiwanResident,
}

/// `business_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestBusinessInfo {
    /// string, required
    pub merchant_shortname: String,
    /// string, required
    pub service_phone: String,
    /// object, required
    pub sales_info: ApplymentRequestSalesInfo,
}

/// `sales_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestSalesInfo {
    /// string[], required
    pub sales_scenes_type: Vec<ApplymentRequestSalesScenesType>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub biz_store_info: Option<ApplymentRequestBizStoreInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mp_info: Option<ApplymentRequestMpInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mini_program_info: Option<ApplymentRequestMiniProgramInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_info: Option<ApplymentRequestAppInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_info: Option<ApplymentRequestWebInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wework_info: Option<ApplymentRequestWeworkInfo>,
}

/// `sales_scenes_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplymentRequestSalesScenesType {
    #[serde(rename = "SALES_SCENES_STORE")]
    SalesScenesStore,
    #[serde(rename = "SALES_SCENES_MP")]
    SalesScenesMp,
    #[serde(rename = "SALES_SCENES_MINI_PROGRAM")]
    SalesScenesMiniProgram,
    #[serde(rename = "SALES_SCENES_WEB")]
    SalesScenesWeb,
    #[serde(rename = "SALES_SCENES_APP")]
    SalesScenesApp,
    #[serde(rename = "SALES_SCENES_WEWORK")]
    SalesScenesWework,
}

/// `biz_store_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestBizStoreInfo {
    /// string, required
    pub biz_store_name: String,
    /// string, required
    pub biz_address_code: String,
    /// string, required
    pub biz_store_address: String,
    /// string[], required
    pub store_entrance_pic: Vec<String>,
    /// string[], required
    pub indoor_pic: Vec<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub biz_sub_appid: Option<String>,
}

/// `mp_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestMpInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mp_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mp_sub_appid: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mp_pics: Option<Vec<String>>,
}

/// `mini_program_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestMiniProgramInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mini_program_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mini_program_sub_appid: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mini_program_pics: Option<Vec<String>>,
}

/// `app_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestAppInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_sub_appid: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_pics: Option<Vec<String>>,
}

/// `web_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestWebInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_authorisation: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_appid: Option<String>,
}

/// `wework_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestWeworkInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_corp_id: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wework_pics: Option<Vec<String>>,
}

/// `settlement_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestSettlementInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settlement_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualification_type: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualifications: Option<Vec<String>>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activities_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activities_rate: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debit_activities_rate: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_activities_rate: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activities_additions: Option<Vec<String>>,
}

/// `bank_account_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestBankAccountInfo {
    /// string, required
    pub bank_account_type: ApplymentRequestBankAccountType,
    /// string, required, encrypted: `client.sensitive()`
    pub account_name: String,
    /// string, required
    pub account_bank: String,
    /// string, required
    pub bank_address_code: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_branch_id: Option<String>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_number: Option<String>,
}

/// `bank_account_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplymentRequestBankAccountType {
    #[serde(rename = "BANK_ACCOUNT_TYPE_CORPORATE")]
    BankAccountTypeCorporate,
    #[serde(rename = "BANK_ACCOUNT_TYPE_PERSONAL")]
    BankAccountTypePersonal,
}

/// `addition_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplymentRequestAdditionInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_person_commitment: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_person_video: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_addition_pics: Option<Vec<String>>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_addition_msg: Option<String>,
}

/// 提交申请单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplymentResponse {
    /// number, required
    pub applyment_id: i64,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_bank_transfer_batches_out_batch_no_out_batch_no {
// GET v3/bank-transfer/batches/out-batch-no/{out_batch_no}
// 银行批次单号查询批次单
// https://pay.weixin.qq.com/doc/v3/partner/4012465903
//
//     let options = BatchesOptions { … };
//     let response: BatchesResponse = client.chain("v3/bank-transfer/batches/out-batch-no/{out_batch_no}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 银行批次单号查询批次单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BatchesOptions {
    /// a variable of the path
    pub out_batch_no: String,
    /// the query
    pub query: BatchesQuery,
}

/// 银行批次单号查询批次单: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BatchesQuery {
    /// string, required
    pub out_batch_no: String,
    /// boolean, required
    pub need_query_detail: bool,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_state: Option<BatchesQueryDetailState>,
}

/// `detail_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BatchesQueryDetailState {
    #[serde(rename = "ALL")]
    All,
    #[serde(rename = "SUCCESS")]
    Success,
    #[serde(rename = "FAIL")]
    Fail,
}

/// 银行批次单号查询批次单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchesResponse {
    /// string, required
    pub bank_sp_mchid: String,
    /// string, required
    pub platform_mchid: String,
    /// string, required
    pub specialized_payment_mchid: String,
    /// string, required
    pub sponsor_mchid: String,
    /// string, required
    pub user_authorized_mchid: String,
    /// string, required
    pub user_authorized_appid: String,
    /// string, required
    pub out_batch_no: String,
    /// string, required
    pub batch_id: String,
    /// string, required
    pub transfer_scene: BatchesResponseTransferScene,
    /// string, required
    pub batch_name: String,
    /// string, required
    pub batch_remark: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach_remark: Option<String>,
    /// string, required
    pub transfer_purpose: BatchesResponseTransferPurpose,
    /// string, required
    pub batch_state: BatchesResponseBatchState,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_reason: Option<BatchesResponseCloseReason>,
    /// integer, required
    pub total_amount: i64,
    /// integer, required
    pub total_count: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_time: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_count: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_count: Option<i64>,
    /// object[], required
    pub transfer_detail_list: Vec<BatchesResponseTransferDetailList>,
}

/// `transfer_scene`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BatchesResponseTransferScene {
    #[serde(rename = "ORDINARY_TRANSFER")]
    OrdinaryTransfer,
    #[serde(rename = "PAYROLL_CARD_TRANSFER")]
    PayrollCardTransfer,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `transfer_purpose`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BatchesResponseTransferPurpose {
    #[serde(rename = "GOODSPAYMENT")]
    Goodspayment,
    #[serde(rename = "COMMISSION")]
    Commission,
    #[serde(rename = "REFUND")]
    Refund,
    #[serde(rename = "REIMBURSEMENT")]
    Reimbursement,
    #[serde(rename = "FREIGHT")]
    Freight,
    #[serde(rename = "OTHERS")]
    Others,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `batch_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BatchesResponseBatchState {
    #[serde(rename = "ACCEPTED")]
    Accepted,
    #[serde(rename = "PROCESSING")]
    Processing,
    #[serde(rename = "FINISHED")]
    Finished,
    #[serde(rename = "CLOSED")]
    Closed,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `close_reason`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BatchesResponseCloseReason {
    #[serde(rename = "MERCHANT_REVOCATION")]
    MerchantRevocation,
    #[serde(rename = "OVERDUE_CLOSE")]
    OverdueClose,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `transfer_detail_list`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchesResponseTransferDetailList {
    /// string, required
    pub detail_id: String,
    /// string, required
    pub out_detail_no: String,
    /// string, required
    pub detail_state: BatchesResponseDetailState,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_reason: Option<BatchesResponseFailReason>,
}

/// `detail_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BatchesResponseDetailState {
    #[serde(rename = "PROCESSING")]
    Processing,
    #[serde(rename = "SUCCESS")]
    Success,
    #[serde(rename = "REFUND")]
    Refund,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `fail_reason`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BatchesResponseFailReason {
    #[serde(rename = "ACCOUNT_FROZEN")]
    AccountFrozen,
    #[serde(rename = "REAL_NAME_CHECK_FAIL")]
    RealNameCheckFail,
    #[serde(rename = "NAME_NOT_CORRECT")]
    NameNotCorrect,
    #[serde(rename = "OPENID_INVALID")]
    OpenidInvalid,
    #[serde(rename = "TRANSFER_QUOTA_EXCEED")]
    TransferQuotaExceed,
    #[serde(rename = "DAY_RECEIVED_QUOTA_EXCEED")]
    DayReceivedQuotaExceed,
    #[serde(rename = "MONTH_RECEIVED_QUOTA_EXCEED")]
    MonthReceivedQuotaExceed,
    #[serde(rename = "DAY_RECEIVED_COUNT_EXCEED")]
    DayReceivedCountExceed,
    #[serde(rename = "PRODUCT_AUTH_CHECK_FAIL")]
    ProductAuthCheckFail,
    #[serde(rename = "OVERDUE_CLOSE")]
    OverdueClose,
    #[serde(rename = "ID_CARD_NOT_CORRECT")]
    IdCardNotCorrect,
    #[serde(rename = "ACCOUNT_NOT_EXIST")]
    AccountNotExist,
    #[serde(rename = "TRANSFER_RISK")]
    TransferRisk,
    #[serde(rename = "PAYROLL_CARD_ALREADY_LOGOUT")]
    PayrollCardAlreadyLogout,
    #[serde(rename = "PAYROLL_CARD_ALREADY_FROZEN")]
    PayrollCardAlreadyFrozen,
    #[serde(rename = "PAYROLL_CARD_UNAUTHORIZED")]
    PayrollCardUnauthorized,
    #[serde(rename = "PAYROLL_CARD_USER_NOT_OPEN")]
    PayrollCardUserNotOpen,
    #[serde(rename = "PAYROLL_CARD_NAME_CARD_NOT_MATCH")]
    PayrollCardNameCardNotMatch,
    #[serde(rename = "PAYROLL_CARD_ID_CARD_NOT_MATCH")]
    PayrollCardIdCardNotMatch,
    #[serde(rename = "PAYROLL_CARD_BANKCARD_UNBUNDLING")]
    PayrollCardBankcardUnbundling,
    #[serde(rename = "BANK_CARD_COLLECTIONS_ABOVE_QUOTA")]
    BankCardCollectionsAboveQuota,
    #[serde(rename = "BANK_CARD_ACCOUNT_ABNORMAL")]
    BankCardAccountAbnormal,
    #[serde(rename = "BANK_CARD_STATUS_ABNORMAL")]
    BankCardStatusAbnormal,
    #[serde(rename = "BANK_CARD_BANK_INFO_WRONG")]
    BankCardBankInfoWrong,
    #[serde(rename = "BANK_CARD_CARD_INFO_WRONG")]
    BankCardCardInfoWrong,
    #[serde(rename = "OTHER_FAIL_REASON_TYPE")]
    OtherFailReasonType,
    #[serde(rename = "REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED")]
    RealnameAccountReceivedQuotaExceed,
    #[serde(rename = "TRANSFER_REMARK_SET_FAIL")]
    TransferRemarkSetFail,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod post_v3_brand_card_card_configs {
// POST v3/brand/card/card-configs
// 提交商家名片配置申请
// https://pay.weixin.qq.com/doc/v3/partner/4016468440
//
//     let options = CardConfigsOptions { … };
//     let response: CardConfigsResponse = client.chain("v3/brand/card/card-configs").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 提交商家名片配置申请: the options of the call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardConfigsOptions {
    /// the body
    pub json: CardConfigsRequest,
}

/// 提交商家名片配置申请: the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardConfigsRequest {
    /// string, required
    pub business_code: String,
    /// string, required
    pub brand_id: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand_mini_program_info: Option<CardConfigsRequestBrandMiniProgramInfo>,
    /// object, required
    pub brand_customer_service: CardConfigsRequestBrandCustomerService,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_list: Option<Vec<CardConfigsRequestServiceList>>,
}

/// `brand_mini_program_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CardConfigsRequestBrandMiniProgramInfo {
    /// string, required
    pub appid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_jump_path: Option<String>,
}

/// `brand_customer_service`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardConfigsRequestBrandCustomerService {
    /// string, required
    pub customer_service_type: CardConfigsRequestCustomerServiceType,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_service_phone: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_service_path: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appid: Option<String>,
}

/// `customer_service_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CardConfigsRequestCustomerServiceType {
    #[serde(rename = "MINI_PROGRAM")]
    MiniProgram,
    #[serde(rename = "CUSTOMIZE_WEB")]
    CustomizeWeb,
    #[serde(rename = "CUSTOMIZE_MP")]
    CustomizeMp,
    #[serde(rename = "SERVICE_PHONE")]
    ServicePhone,
}

/// `service_list`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardConfigsRequestServiceList {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_classify_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
    /// string, required
    pub service_jump_type: CardConfigsRequestServiceJumpType,
    /// string, required
    pub service_jump_path: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appid: Option<String>,
}

/// `service_jump_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CardConfigsRequestServiceJumpType {
    #[serde(rename = "JUMP_MINI_PROGRAM")]
    JumpMiniProgram,
    #[serde(rename = "JUMP_WEB_PAGE")]
    JumpWebPage,
}

/// 提交商家名片配置申请: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardConfigsResponse {
    /// string, required
    pub business_code: String,
    /// string, required
    pub brand_id: String,
    /// string, required
    pub applyment_id: String,
    /// string, required
    pub card_preview_url: String,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_brand_partner_card_member_membership_activities {
// POST v3/brand/partner/card-member/membership-activities
// 创建品牌会员发券活动
// https://pay.weixin.qq.com/doc/v3/partner/4016464918
//
//     let options = MembershipActivitiesOptions { … };
//     let response: MembershipActivitiesResponse = client.chain("v3/brand/partner/card-member/membership-activities").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 创建品牌会员发券活动: the options of the call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MembershipActivitiesOptions {
    /// the body
    pub json: MembershipActivitiesRequest,
}

/// 创建品牌会员发券活动: the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MembershipActivitiesRequest {
    /// string, required
    pub out_request_no: String,
    /// string, required
    pub brand_id: String,
    /// string, required
    pub card_id: String,
    /// string, required
    pub activity_channel: MembershipActivitiesRequestActivityChannel,
    /// string, required
    pub title: String,
    /// string, required
    pub sub_title: String,
    /// string, required
    pub begin_time: String,
    /// string, required
    pub end_time: String,
    /// integer, required
    pub apply_total: i64,
    /// object[], required
    pub product_coupon_stock_list: Vec<MembershipActivitiesRequestProductCouponStockList>,
}

/// `activity_channel`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MembershipActivitiesRequestActivityChannel {
    #[serde(rename = "MECHANT_APP_COMPONENT")]
    MechantAppComponent,
}

/// `product_coupon_stock_list`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MembershipActivitiesRequestProductCouponStockList {
    /// string, required
    pub product_coupon_id: String,
    /// string, required
    pub stock_id: String,
}

/// 创建品牌会员发券活动: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MembershipActivitiesResponse {
    /// string, required
    pub out_request_no: String,
    /// string, required
    pub brand_id: String,
    /// string, required
    pub card_id: String,
    /// string, required
    pub activity_channel: MembershipActivitiesResponseActivityChannel,
    /// string, required
    pub title: String,
    /// string, required
    pub sub_title: String,
    /// string, required
    pub begin_time: String,
    /// string, required
    pub end_time: String,
    /// integer, required
    pub apply_total: i64,
    /// integer, required
    pub apply_available: i64,
    /// object[], required
    pub product_coupon_stock_list: Vec<MembershipActivitiesResponseProductCouponStockList>,
    /// string, required
    pub activity_id: String,
    /// string, required
    pub activity_state: MembershipActivitiesResponseActivityState,
    /// string, required
    pub create_time: String,
    /// string, required
    pub modify_time: String,
}

/// `activity_channel`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MembershipActivitiesResponseActivityChannel {
    #[serde(rename = "MECHANT_APP_COMPONENT")]
    MechantAppComponent,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `product_coupon_stock_list`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MembershipActivitiesResponseProductCouponStockList {
    /// string, required
    pub product_coupon_id: String,
    /// string, required
    pub stock_id: String,
}

/// `activity_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MembershipActivitiesResponseActivityState {
    #[serde(rename = "MEMBERSHIP_ACTIVITY_CREATED")]
    MembershipActivityCreated,
    #[serde(rename = "MEMBERSHIP_ACTIVITY_EFFECTIVE")]
    MembershipActivityEffective,
    #[serde(rename = "MEMBERSHIP_ACTIVITY_TERMINATED")]
    MembershipActivityTerminated,
    #[serde(rename = "MEMBERSHIP_ACTIVITY_EXPIRED")]
    MembershipActivityExpired,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod post_v3_brand_partner_card_member_user_cards_import_by_phone {
// POST v3/brand/partner/card-member/user-cards/import-by-phone
// 根据手机号导入用户会员卡
// https://pay.weixin.qq.com/doc/v3/partner/4015336982
//
//     let options = ImportByPhoneOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: ImportByPhoneResponse = client.chain("v3/brand/partner/card-member/user-cards/import-by-phone").post(options)?.json()?;

use serde::{Deserialize, Serialize};

/// 根据手机号导入用户会员卡: the options of the call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportByPhoneOptions {
    /// the body
    pub json: ImportByPhoneRequest,
}

/// 根据手机号导入用户会员卡: the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportByPhoneRequest {
    /// string, required
    pub brand_id: String,
    /// string, required
    pub card_id: String,
    /// string, required, encrypted: `client.sensitive()`
    pub phone_number: String,
    /// string, required
    pub user_card_code: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_information: Option<ImportByPhoneRequestUserInformation>,
    /// object, required
    pub date_information: ImportByPhoneRequestDateInformation,
    /// string, required
    pub pickup_time: String,
}

/// `user_information`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportByPhoneRequestUserInformation {
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub common_field_list: Option<Vec<ImportByPhoneRequestCommonFieldList>>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_field_list: Option<Vec<ImportByPhoneRequestCustomFieldList>>,
}

/// `common_field_list`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportByPhoneRequestCommonFieldList {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<ImportByPhoneRequestName>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// `name`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ImportByPhoneRequestName {
    #[serde(rename = "USER_FORM_FLAG_SEX")]
    UserFormFlagSex,
    #[serde(rename = "USER_FORM_FLAG_NAME")]
    UserFormFlagName,
    #[serde(rename = "USER_FORM_FLAG_BIRTHDAY")]
    UserFormFlagBirthday,
    #[serde(rename = "USER_FORM_FLAG_ADDRESS")]
    UserFormFlagAddress,
    #[serde(rename = "USER_FORM_FLAG_EMAIL")]
    UserFormFlagEmail,
    #[serde(rename = "USER_FORM_FLAG_CITY")]
    UserFormFlagCity,
}

/// `custom_field_list`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportByPhoneRequestCustomFieldList {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_chosen_values: Option<Vec<String>>,
}

/// `date_information`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportByPhoneRequestDateInformation {
    /// string, required
    pub r#type: ImportByPhoneRequestType,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_begin_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_end_time: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_day_after_receive: Option<i64>,
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ImportByPhoneRequestType {
    #[serde(rename = "FIX_TIME_RANGE")]
    FixTimeRange,
    #[serde(rename = "FIX_TERM")]
    FixTerm,
    #[serde(rename = "PERMANENT")]
    Permanent,
}

/// 根据手机号导入用户会员卡: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportByPhoneResponse {
    /// string, required
    pub user_card_code: String,
    /// string, required
    pub card_id: String,
    /// string, required
    pub openid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_color: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_picture_url: Option<String>,
    /// string, required
    pub brand_id: String,
    /// string, required
    pub card_type: ImportByPhoneResponseCardType,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// object, required
    pub valid_date_information: ImportByPhoneResponseValidDateInformation,
    /// string, required
    pub pickup_time: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_information: Option<ImportByPhoneResponseUserInformation>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string, required
    pub user_card_state: ImportByPhoneResponseUserCardState,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalid_reason: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalid_time: Option<String>,
}

/// `card_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ImportByPhoneResponseCardType {
    #[serde(rename = "PURCHASE")]
    Purchase,
    #[serde(rename = "NORMAL")]
    Normal,
    #[serde(rename = "BALANCE")]
    Balance,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `valid_date_information`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportByPhoneResponseValidDateInformation {
    /// string, required
    pub r#type: ImportByPhoneResponseType,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_begin_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_end_time: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_day_after_receive: Option<i64>,
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ImportByPhoneResponseType {
    #[serde(rename = "FIX_TIME_RANGE")]
    FixTimeRange,
    #[serde(rename = "FIX_TERM")]
    FixTerm,
    #[serde(rename = "PERMANENT")]
    Permanent,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `user_information`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportByPhoneResponseUserInformation {
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub common_field_list: Option<Vec<ImportByPhoneResponseCommonFieldList>>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_field_list: Option<Vec<ImportByPhoneResponseCustomFieldList>>,
}

/// `common_field_list`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportByPhoneResponseCommonFieldList {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<ImportByPhoneResponseName>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// `name`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ImportByPhoneResponseName {
    #[serde(rename = "USER_FORM_FLAG_SEX")]
    UserFormFlagSex,
    #[serde(rename = "USER_FORM_FLAG_NAME")]
    UserFormFlagName,
    #[serde(rename = "USER_FORM_FLAG_BIRTHDAY")]
    UserFormFlagBirthday,
    #[serde(rename = "USER_FORM_FLAG_ADDRESS")]
    UserFormFlagAddress,
    #[serde(rename = "USER_FORM_FLAG_EMAIL")]
    UserFormFlagEmail,
    #[serde(rename = "USER_FORM_FLAG_CITY")]
    UserFormFlagCity,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `custom_field_list`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportByPhoneResponseCustomFieldList {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_chosen_values: Option<Vec<String>>,
}

/// `user_card_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ImportByPhoneResponseUserCardState {
    #[serde(rename = "UNACTIVATED")]
    Unactivated,
    #[serde(rename = "EFFECTIVE")]
    Effective,
    #[serde(rename = "EXPIRED")]
    Expired,
    #[serde(rename = "INVALID")]
    Invalid,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod get_v3_capital_capitallhh_banks_bank_alias_code_branches {
// GET v3/capital/capitallhh/banks/{bank_alias_code}/branches
// 查询支行列表
// https://pay.weixin.qq.com/doc/v3/partner/4012697673
//
//     let options = BranchesOptions { … };
//     let response: BranchesResponse = client.chain("v3/capital/capitallhh/banks/{bank_alias_code}/branches").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询支行列表: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BranchesOptions {
    /// a variable of the path
    pub bank_alias_code: String,
    /// the query
    pub query: BranchesQuery,
}

/// 查询支行列表: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BranchesQuery {
    /// integer, required
    pub city_code: i64,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// integer, required
    pub limit: i64,
}

/// 查询支行列表: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BranchesResponse {
    /// integer, required
    pub total_count: i64,
    /// integer, required
    pub count: i64,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Vec<BranchesResponseData>>,
    /// integer, required
    pub offset: i64,
    /// object, required
    pub links: BranchesResponseLinks,
    /// string, required
    pub account_bank: String,
    /// integer, required
    pub account_bank_code: i64,
    /// string, required
    pub bank_alias: String,
    /// string, required
    pub bank_alias_code: String,
}

/// `data`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BranchesResponseData {
    /// string, required
    pub bank_branch_name: String,
    /// string, required
    pub bank_branch_id: String,
}

/// `links`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BranchesResponseLinks {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev: Option<String>,
    /// string
    #[serde(rename = "self")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_combine_transactions_jsapi {
// POST v3/combine-transactions/jsapi
// 合单下单-JSAPI支付
// https://pay.weixin.qq.com/doc/v3/merchant/4012556926
// https://pay.weixin.qq.com/doc/v3/merchant/4012556931
// https://pay.weixin.qq.com/doc/v3/merchant/4012545654
//
//     let options = JsapiOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: JsapiResponse = client.chain("v3/combine-transactions/jsapi").post(options)?.json()?;

use serde::{Deserialize, Serialize};

/// 合单下单-JSAPI支付: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiOptions {
    /// the body
    pub json: JsapiRequest,
}

/// 合单下单-JSAPI支付: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequest {
    /// string, required
    pub combine_appid: String,
    /// string, required
    pub combine_mchid: String,
    /// string, required
    pub combine_out_trade_no: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene_info: Option<JsapiRequestSceneInfo>,
    /// object[], required
    pub sub_orders: Vec<JsapiRequestSubOrders>,
    /// object, required
    pub combine_payer_info: JsapiRequestCombinePayerInfo,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_start: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_expire: Option<String>,
    /// string, required
    pub notify_url: String,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_pay: Option<Vec<JsapiRequestLimitPay>>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsidy_info: Option<JsapiRequestSubsidyInfo>,
}

/// `scene_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestSceneInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// string, required
    pub payer_client_ip: String,
}

/// `sub_orders`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestSubOrders {
    /// string, required
    pub mchid: String,
    /// string, required
    pub attach: String,
    /// object, required
    pub amount: JsapiRequestAmount,
    /// string, required
    pub out_trade_no: String,
    /// string, required
    pub sub_mchid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_tag: Option<String>,
    /// string, required
    pub description: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settle_info: Option<JsapiRequestSettleInfo>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profit_sharing: Option<bool>,
}

/// `amount`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestAmount {
    /// integer, required
    pub total_amount: i64,
    /// string, required
    pub currency: String,
}

/// `settle_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestSettleInfo {
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profit_sharing: Option<bool>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsidy_amount: Option<i64>,
}

/// `combine_payer_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestCombinePayerInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_openid: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<JsapiRequestIdentity>,
}

/// `identity`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestIdentity {
    /// string, required
    pub r#type: JsapiRequestType,
    /// string, required, encrypted: `client.sensitive()`
    pub number: String,
    /// string, required, encrypted: `client.sensitive()`
    pub name: String,
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum JsapiRequestType {
    #[serde(rename = "IDCARD")]
    Idcard,
    #[serde(rename = "HONGKONG_MACAO")]
    HongkongMacao,
    #[serde(rename = "HONGKONG_MACAO_RESIDENT")]
    HongkongMacaoResident,
    #[serde(rename = "TAIWAN_RESIDENT")]
    TaiwanResident,
    #[serde(rename = "FOREIGN_RESIDENT")]
    ForeignResident,
    #[serde(rename = "OVERSEA_PASSPORT")]
    OverseaPassport,
    #[serde(rename = "PHONE_NUMBER")]
    PhoneNumber,
}

/// `limit_pay`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum JsapiRequestLimitPay {
    #[serde(rename = "no_balance")]
    NoBalance,
    #[serde(rename = "no_debit")]
    NoDebit,
    #[serde(rename = "balance_only")]
    BalanceOnly,
}

/// `subsidy_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestSubsidyInfo {
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsidy_detail: Option<Vec<JsapiRequestSubsidyDetail>>,
}

/// `subsidy_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestSubsidyDetail {
    /// string, required
    pub subsidy_period_type: JsapiRequestSubsidyPeriodType,
    /// object[], required
    pub subsidy_plan: Vec<JsapiRequestSubsidyPlan>,
}

/// `subsidy_period_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum JsapiRequestSubsidyPeriodType {
    #[serde(rename = "DAILY")]
    Daily,
    #[serde(rename = "PERIOD")]
    Period,
}

/// `subsidy_plan`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestSubsidyPlan {
    /// integer, required: `3` | `6` | `12`
    pub subsidy_installment_num: i64,
    /// integer, required: `0` | `100`
    pub subsidy_percent: i64,
}

/// 合单下单-JSAPI支付: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JsapiResponse {
    /// string, required
    pub prepay_id: String,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_combine_transactions_miniprogram {
// POST v3/combine-transactions/miniprogram
// 个人收款交易下单-小程序
// https://pay.weixin.qq.com/doc/v3/partner/4012602225
//
//     let options = MiniprogramOptions { … };
//     let response: MiniprogramResponse = client.chain("v3/combine-transactions/miniprogram").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 个人收款交易下单-小程序: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MiniprogramOptions {
    /// the body
    pub json: MiniprogramRequest,
}

/// 个人收款交易下单-小程序: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MiniprogramRequest {
    /// string, required
    pub combine_appid: String,
    /// string, required
    pub combine_mchid: String,
    /// string, required
    pub combine_out_trade_no: String,
    /// object, required
    pub combine_payer_info: MiniprogramRequestCombinePayerInfo,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene_info: Option<MiniprogramRequestSceneInfo>,
    /// object[], required
    pub sub_orders: Vec<MiniprogramRequestSubOrders>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_expire: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify_url: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_scenario: Option<MiniprogramRequestTradeScenario>,
}

/// `combine_payer_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MiniprogramRequestCombinePayerInfo {
    /// string, required
    pub openid: String,
}

/// `scene_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MiniprogramRequestSceneInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// string, required
    pub payer_client_ip: String,
}

/// `sub_orders`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MiniprogramRequestSubOrders {
    /// string, required
    pub mchid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_service_type: Option<MiniprogramRequestOrderServiceType>,
    /// string, required
    pub individual_auth_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub individual_name: Option<String>,
    /// string, required
    pub out_trade_no: String,
    /// object, required
    pub amount: MiniprogramRequestAmount,
    /// string, required
    pub attach: String,
    /// string, required
    pub description: String,
}

/// `order_service_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MiniprogramRequestOrderServiceType {
    #[serde(rename = "INDIVIDUALTRADE")]
    Individualtrade,
}

/// `amount`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MiniprogramRequestAmount {
    /// number, required
    pub total_amount: i64,
    /// string, required
    pub currency: String,
}

/// `trade_scenario`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MiniprogramRequestTradeScenario {
    #[serde(rename = "RECOMMERCE")]
    Recommerce,
}

/// 个人收款交易下单-小程序: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MiniprogramResponse {
    /// string, required
    pub prepay_id: String,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_credit_repayment_partner_contracts_h5_presign {
// POST v3/credit-repayment/partner/contracts/h5-presign
// H5预签约自动还款协议
// https://pay.weixin.qq.com/doc/v3/partner/4016779565
//
//     let options = H5PresignOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: H5PresignResponse = client.chain("v3/credit-repayment/partner/contracts/h5-presign").post(options)?.json()?;

use serde::{Deserialize, Serialize};

/// H5预签约自动还款协议: the options of the call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct H5PresignOptions {
    /// the body
    pub json: H5PresignRequest,
}

/// H5预签约自动还款协议: the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct H5PresignRequest {
    /// string, required
    pub appid: String,
    /// string, required
    pub plan_id: String,
    /// string, required
    pub out_contract_code: String,
    /// string, required
    pub display_name: String,
    /// string, required
    pub contract_notify_url: String,
    /// integer, required
    pub repayment_day: i64,
    /// string, required
    pub repayment_amount_limit: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// object, required
    pub real_identity: H5PresignRequestRealIdentity,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_info: Option<H5PresignRequestTradeInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jump_info: Option<H5PresignRequestJumpInfo>,
}

/// `real_identity`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct H5PresignRequestRealIdentity {
    /// string, required
    pub identity_type: H5PresignRequestIdentityType,
    /// string, required, encrypted: `client.sensitive()`
    pub identity_id: String,
    /// string, required, encrypted: `client.sensitive()`
    pub real_name: String,
}

/// `identity_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum H5PresignRequestIdentityType {
    #[serde(rename = "REAL_IDENTITY_TYPE_INVALID")]
    RealIdentityTypeInvalid,
    #[serde(rename = "REAL_IDENTITY_TYPE_ID_CARD")]
    RealIdentityTypeIdCard,
}

/// `trade_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct H5PresignRequestTradeInfo {
    /// string, required
    pub out_trade_no: String,
    /// integer, required
    pub deduct_amount: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify_url: Option<String>,
}

/// `jump_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct H5PresignRequestJumpInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jump_appid: Option<String>,
}

/// H5预签约自动还款协议: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct H5PresignResponse {
    /// string, required
    pub redirect_url: String,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_discount_card_orders_out_trade_no_out_trade_no {
// GET v3/discount-card/orders/out-trade-no/{out_trade_no}
// 通过先享卡订单号查询订单
// https://pay.weixin.qq.com/wiki/doc/apiv3/wxpay/payscore/discount-card/chapter3_1.shtml
//
//     let options = OrdersOptions { … };
//     let response: OrdersResponse = client.chain("v3/discount-card/orders/out-trade-no/{out_trade_no}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 通过先享卡订单号查询订单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OrdersOptions {
    /// a variable of the path
    pub out_trade_no: String,
}

/// 通过先享卡订单号查询订单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponse {
    /// string, required
    pub out_order_no: String,
    /// string, required
    pub discount_card_id: String,
    /// string, required
    pub out_trade_no: String,
    /// string, required
    pub appid: String,
    /// string, required
    pub service_id: String,
    /// string, required
    pub order_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// string, required
    pub openid: String,
    /// string, required
    pub card_begin_time: String,
    /// string, required
    pub card_end_time: String,
    /// string, required
    pub card_name: String,
    /// string, required
    pub objective_description: String,
    /// string, required
    pub reward_description: String,
    /// integer, required
    pub estimated_reward_amount: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online_instructions: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline_instructions: Option<String>,
    /// string, required
    pub state: String,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deduction_amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settlement_amount: Option<i64>,
    /// string, required
    pub create_time: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_time: Option<String>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objectives: Option<Vec<OrdersResponseObjectives>>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rewards: Option<Vec<OrdersResponseRewards>>,
}

/// `objectives`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponseObjectives {
    /// string, required
    pub objective_serial_no: String,
    /// integer, required
    pub objective_id: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// string, required
    pub performance_description: String,
    /// string, required
    pub performance_type: String,
    /// integer, required
    pub count: i64,
    /// string, required
    pub performance_time: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// `rewards`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponseRewards {
    /// string, required
    pub reward_serial_no: String,
    /// integer, required
    pub reward_id: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// string, required
    pub description: String,
    /// string, required
    pub reward_type: String,
    /// integer, required
    pub count: i64,
    /// integer, required
    pub amount: i64,
    /// string, required
    pub reward_time: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_ebike_charge_transactions_id_transaction_id {
// GET v3/ebike/charge/transactions/id/{transaction_id}
// 查询订单
// https://pay.weixin.qq.com/wiki/doc/apiv3/wxpay/vehicle/ebike/chapter3_6.shtml
//
//     let options = TransactionsOptions { … };
//     let response: TransactionsResponse = client.chain("v3/ebike/charge/transactions/id/{transaction_id}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询订单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsOptions {
    /// a variable of the path
    pub transaction_id: String,
    /// the query
    pub query: TransactionsQuery,
}

/// 查询订单: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsQuery {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
}

/// 查询订单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponse {
    /// string, required
    pub mchid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// string, required
    pub appid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// string, required
    pub out_trade_no: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string, required
    pub trade_type: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// string, required
    pub trade_state: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_state_desc: Option<String>,
    /// string, required
    pub contract_id: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer: Option<TransactionsResponsePayer>,
    /// object, required
    pub amount: TransactionsResponseAmount,
    /// object, required
    pub device_info: TransactionsResponseDeviceInfo,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_detail: Option<Vec<TransactionsResponsePromotionDetail>>,
}

/// `payer`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponsePayer {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_openid: Option<String>,
}

/// `amount`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseAmount {
    /// integer, required
    pub total: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_total: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_total: Option<i64>,
}

/// `device_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseDeviceInfo {
    /// string, required
    pub device_id: String,
    /// string, required
    pub device_ip: String,
}

/// `promotion_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponsePromotionDetail {
    /// string, required
    pub promotion_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_id: Option<String>,
    /// integer, required
    pub amount: i64,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wxpay_contribute: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_contribute: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_contribute: Option<i64>,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_ecommerce_combine_papay_transactions {
// POST v3/ecommerce/combine-papay/transactions
// 电商合单委托代扣支付
// https://pay.weixin.qq.com/doc/v3/partner/4012884121
//
//     let options = TransactionsOptions { … };
//     let response: TransactionsResponse = client.chain("v3/ecommerce/combine-papay/transactions").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 电商合单委托代扣支付: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsOptions {
    /// the body
    pub json: TransactionsRequest,
}

/// 电商合单委托代扣支付: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsRequest {
    /// string, required
    pub combine_appid: String,
    /// string, required
    pub combine_mchid: String,
    /// string, required
    pub combine_out_trade_no: String,
    /// string, required
    pub contract_id: String,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_orders: Option<Vec<TransactionsRequestSubOrders>>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_info: Option<String>,
}

/// `sub_orders`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsRequestSubOrders {
    /// string, required
    pub mchid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// object, required
    pub amount: TransactionsRequestAmount,
    /// string, required
    pub out_trade_no: String,
    /// string, required
    pub sub_mchid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// string, required
    pub description: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settle_info: Option<TransactionsRequestSettleInfo>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_risk_info: Option<String>,
}

/// `amount`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsRequestAmount {
    /// integer, required
    pub total_amount: i64,
    /// string, required
    pub currency: String,
}

/// `settle_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsRequestSettleInfo {
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profit_sharing: Option<bool>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsidy_amount: Option<i64>,
}

/// 电商合单委托代扣支付: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponse {
    /// string, required
    pub combine_appid: String,
    /// string, required
    pub combine_mchid: String,
    /// string, required
    pub combine_out_trade_no: String,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_orders: Option<Vec<TransactionsResponseSubOrders>>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combine_payer_info: Option<TransactionsResponseCombinePayerInfo>,
}

/// `sub_orders`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseSubOrders {
    /// string, required
    pub mchid: String,
    /// string, required
    pub trade_type: String,
    /// string, required
    pub trade_state: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// string, required
    pub transaction_id: String,
    /// string, required
    pub out_trade_no: String,
    /// string, required
    pub sub_mchid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<TransactionsResponseAmount>,
}

/// `amount`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseAmount {
    /// integer, required
    pub total_amount: i64,
    /// string, required
    pub currency: String,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_amount: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_currency: Option<String>,
}

/// `combine_payer_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseCombinePayerInfo {
    /// string, required
    pub openid: String,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_edu_papay_transactions_id_transaction_id {
// GET v3/edu-papay/transactions/id/{transaction_id}
// 微信订单号查单
// https://pay.weixin.qq.com/doc/v3/merchant/4012523468
// https://pay.weixin.qq.com/doc/v3/partner/4012465567
//
//     let options = TransactionsOptions { … };
//     let response: TransactionsResponse = client.chain("v3/edu-papay/transactions/id/{transaction_id}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 微信订单号查单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsOptions {
    /// a variable of the path
    pub transaction_id: String,
    /// the query
    pub query: TransactionsQuery,
}

/// 微信订单号查单: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsQuery {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
}

/// 微信订单号查单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponse {
    /// string, required
    pub sp_mchid: String,
    /// string, required
    pub appid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// string, required
    pub out_trade_no: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// string, required
    pub trade_state: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_state_description: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer: Option<TransactionsResponsePayer>,
    /// object, required
    pub amount: TransactionsResponseAmount,
    /// object, required
    pub device_information: TransactionsResponseDeviceInformation,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_detail: Option<Vec<TransactionsResponsePromotionDetail>>,
}

/// `payer`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponsePayer {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_openid: Option<String>,
}

/// `amount`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseAmount {
    /// integer, required
    pub total: i64,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_total: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_total: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// `device_information`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseDeviceInformation {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// string, required
    pub device_ip: String,
}

/// `promotion_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponsePromotionDetail {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock_id: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechatpay_contribute: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_contribute: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_contribute: Option<i64>,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_edu_star_orders {
// GET v3/edu-star/orders
// 通过QQ账号查询核销订单列表
// https://pay.weixin.qq.com/wiki/doc/apiv3/wxpay/assets/img/common/edu/edu-star/chapter2_3.png
//
//     let options = OrdersOptions { … };
//     let response: OrdersResponse = client.chain("v3/edu-star/orders").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 通过QQ账号查询核销订单列表: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OrdersOptions {
    /// the query
    pub query: OrdersQuery,
}

/// 通过QQ账号查询核销订单列表: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OrdersQuery {
    /// string, required
    pub appid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechat_openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qq: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

/// 通过QQ账号查询核销订单列表: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponse {
    /// object[], required
    pub data: Vec<OrdersResponseData>,
    /// integer, required
    pub total_count: i64,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

/// `data`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponseData {
    /// string, required
    pub appid: String,
    /// string, required
    pub wechat_openid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qq: Option<String>,
    /// string, required
    pub right_id: String,
    /// string, required
    pub create_time: String,
    /// string, required
    pub order_state: String,
    /// string, required
    pub order_id: String,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_eduschoolpay_transactions_id_transaction_id {
// GET v3/eduschoolpay/transactions/id/{transaction_id}
// 微信支付订单号查单
// https://pay.weixin.qq.com/doc/v3/partner/4012469063
//
//     let options = TransactionsOptions { … };
//     let response: TransactionsResponse = client.chain("v3/eduschoolpay/transactions/id/{transaction_id}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 微信支付订单号查单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsOptions {
    /// a variable of the path
    pub transaction_id: String,
    /// the query
    pub query: TransactionsQuery,
}

/// 微信支付订单号查单: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsQuery {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
}

/// 微信支付订单号查单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponse {
    /// string, required
    pub mchid: String,
    /// string, required
    pub appid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// string, required
    pub out_trade_no: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_type: Option<String>,
    /// string, required
    pub trade_state: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_state_desc: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// object, required
    pub payer: TransactionsResponsePayer,
    /// object, required
    pub amount: TransactionsResponseAmount,
    /// object, required
    pub device_info: TransactionsResponseDeviceInfo,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_detail: Option<Vec<TransactionsResponsePromotionDetail>>,
}

/// `payer`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponsePayer {
    /// string, required
    pub openid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_openid: Option<String>,
}

/// `amount`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseAmount {
    /// integer, required
    pub total: i64,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_total: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_total: Option<i64>,
    /// string, required
    pub currency: String,
}

/// `device_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseDeviceInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// string, required
    pub device_ip: String,
}

/// `promotion_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponsePromotionDetail {
    /// string, required
    pub coupon_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// string, required
    pub stock_id: String,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechatpay_contribute: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_contribute: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_contribute: Option<i64>,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_express_users_openid_transform {
// POST v3/express/users/{openid}/transform
// 用户openid转换
// https://pay.weixin.qq.com/wiki/doc/apiv3_partner/Offline/apis/chapter4_9_1.shtml
//
//     let options = TransformOptions { … };
//     let response: TransformResponse = client.chain("v3/express/users/{openid}/transform").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 用户openid转换: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransformOptions {
    /// a variable of the path
    pub openid: String,
    /// the body
    pub json: TransformRequest,
}

/// 用户openid转换: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransformRequest {
    /// string, required
    pub appid: String,
}

/// 用户openid转换: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransformResponse {
    /// string, required
    pub openid: String,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_fund_app_brand_redpacket_brand_merchant_batches_batch_no {
// GET v3/fund-app/brand-redpacket/brand-merchant-batches/{batch_no}
// 微信支付批次单号查询批次单
// https://pay.weixin.qq.com/doc/v3/merchant/4014310369
//
//     let options = BrandMerchantBatchesOptions { … };
//     let response: BrandMerchantBatchesResponse = client.chain("v3/fund-app/brand-redpacket/brand-merchant-batches/{batch_no}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 微信支付批次单号查询批次单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BrandMerchantBatchesOptions {
    /// a variable of the path
    pub batch_no: String,
    /// the query
    pub query: BrandMerchantBatchesQuery,
}

/// 微信支付批次单号查询批次单: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BrandMerchantBatchesQuery {
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need_query_detail: Option<bool>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_state: Option<BrandMerchantBatchesQueryDetailState>,
}

/// `detail_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BrandMerchantBatchesQueryDetailState {
    #[serde(rename = "DETAIL_VIEW_ALL")]
    DetailViewAll,
    #[serde(rename = "DETAIL_VIEW_SUCCESS")]
    DetailViewSuccess,
    #[serde(rename = "DETAIL_VIEW_FAIL")]
    DetailViewFail,
}

/// 微信支付批次单号查询批次单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BrandMerchantBatchesResponse {
    /// string, required
    pub brand_mchid: String,
    /// string, required
    pub batch_no: String,
    /// string, required
    pub out_batch_no: String,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand_appid: Option<String>,
    /// string, required
    pub batch_state: BrandMerchantBatchesResponseBatchState,
    /// string, required
    pub batch_name: String,
    /// string, required
    pub batch_remark: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_reason: Option<BrandMerchantBatchesResponseCloseReason>,
    /// number, required
    pub total_amount: i64,
    /// number, required
    pub total_num: i64,
    /// string, required
    pub create_time: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_time: Option<String>,
    /// number, required
    pub success_amount: i64,
    /// number, required
    pub success_num: i64,
    /// number, required
    pub fail_amount: i64,
    /// number, required
    pub fail_num: i64,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_list: Option<Vec<BrandMerchantBatchesResponseDetailList>>,
}

/// `batch_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BrandMerchantBatchesResponseBatchState {
    #[serde(rename = "WAIT_PAY")]
    WaitPay,
    #[serde(rename = "ACCEPTED")]
    Accepted,
    #[serde(rename = "PROCESSING")]
    Processing,
    #[serde(rename = "FINISHED")]
    Finished,
    #[serde(rename = "CLOSED")]
    Closed,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `close_reason`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BrandMerchantBatchesResponseCloseReason {
    #[serde(rename = "MERCHANT_REVOCATION")]
    MerchantRevocation,
    #[serde(rename = "SYSTEM_OVERDUE_CLOSE")]
    SystemOverdueClose,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `detail_list`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BrandMerchantBatchesResponseDetailList {
    /// string, required
    pub transfer_detail_no: String,
    /// string, required
    pub out_detail_no: String,
    /// string, required
    pub detail_state: BrandMerchantBatchesResponseDetailState,
}

/// `detail_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BrandMerchantBatchesResponseDetailState {
    #[serde(rename = "DETAIL_INIT")]
    DetailInit,
    #[serde(rename = "DETAIL_WAIT_PAY")]
    DetailWaitPay,
    #[serde(rename = "DETAIL_PROCESSING")]
    DetailProcessing,
    #[serde(rename = "DETAIL_SUCCESS")]
    DetailSuccess,
    #[serde(rename = "DETAIL_FAIL")]
    DetailFail,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod post_v3_fund_app_mch_transfer_transfer_bills {
// POST v3/fund-app/mch-transfer/transfer-bills
// 发起转账
// https://pay.weixin.qq.com/doc/v3/merchant/4012716434
//
//     let options = TransferBillsOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: TransferBillsResponse = client.chain("v3/fund-app/mch-transfer/transfer-bills").post(options)?.json()?;

use serde::{Deserialize, Serialize};

/// 发起转账: the options of the call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransferBillsOptions {
    /// the body
    pub json: TransferBillsRequest,
}

/// 发起转账: the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransferBillsRequest {
    /// string, required
    pub appid: String,
    /// string, required
    pub out_bill_no: String,
    /// string, required
    pub openid: String,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// number, required
    pub transfer_amount: i64,
    /// string, required
    pub transfer_remark: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify_url: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_recv_perception: Option<String>,
    /// string, required
    pub transfer_scene_id: TransferBillsRequestTransferSceneId,
    /// object[], required
    pub transfer_scene_report_infos: Vec<TransferBillsRequestTransferSceneReportInfos>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_recv_style: Option<TransferBillsRequestUserRecvStyle>,
}

/// `transfer_scene_id`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransferBillsRequestTransferSceneId {
    #[serde(rename = "1000")]
    V1000,
    #[serde(rename = "1002")]
    V1002,
    #[serde(rename = "1004")]
    V1004,
    #[serde(rename = "1005")]
    V1005,
    #[serde(rename = "1009")]
    V1009,
    #[serde(rename = "1010")]
    V1010,
    #[serde(rename = "1011")]
    V1011,
    #[serde(rename = "1013")]
    V1013,
}

/// `transfer_scene_report_infos`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransferBillsRequestTransferSceneReportInfos {
    /// string, required
    pub info_type: String,
    /// string, required
    pub info_content: String,
}

/// `user_recv_style`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransferBillsRequestUserRecvStyle {
    /// string, required
    pub r#type: TransferBillsRequestType,
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransferBillsRequestType {
    #[serde(rename = "CONFIRM_PAGE")]
    ConfirmPage,
    #[serde(rename = "RED_PACKET")]
    RedPacket,
}

/// 发起转账: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransferBillsResponse {
    /// string, required
    pub out_bill_no: String,
    /// string, required
    pub transfer_bill_no: String,
    /// string, required
    pub create_time: String,
    /// string, required
    pub state: TransferBillsResponseState,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_reason: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_info: Option<String>,
}

/// `state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransferBillsResponseState {
    #[serde(rename = "ACCEPTED")]
    Accepted,
    #[serde(rename = "PROCESSING")]
    Processing,
    #[serde(rename = "WAIT_USER_CONFIRM")]
    WaitUserConfirm,
    #[serde(rename = "TRANSFERING")]
    Transfering,
    #[serde(rename = "SUCCESS")]
    Success,
    #[serde(rename = "FAIL")]
    Fail,
    #[serde(rename = "CANCELING")]
    Canceling,
    #[serde(rename = "CANCELLED")]
    Cancelled,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod get_v3_global_merchant_service_complaints {
// GET v3/global/merchant-service/complaints
// 查询投诉单列表
// https://docs.qq.com/doc/DTmZhV0pWT1Zmd2du?nlc=1
//
//     let options = ComplaintsOptions { … };
//     let response: ComplaintsResponse = client.chain("v3/global/merchant-service/complaints").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询投诉单列表: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ComplaintsOptions {
    /// the query
    pub query: ComplaintsQuery,
}

/// 查询投诉单列表: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ComplaintsQuery {
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// string, required
    pub begin_date: String,
    /// string, required
    pub end_date: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complainted_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mch_language: Option<ComplaintsQueryMchLanguage>,
}

/// `mch_language`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ComplaintsQueryMchLanguage {
    #[serde(rename = "ZH_CN")]
    ZhCn,
    #[serde(rename = "ZH_TW")]
    ZhTw,
    #[serde(rename = "ZH_HK")]
    ZhHk,
    #[serde(rename = "EN")]
    En,
    #[serde(rename = "JA")]
    Ja,
    #[serde(rename = "KO")]
    Ko,
    #[serde(rename = "TH")]
    Th,
    #[serde(rename = "VI")]
    Vi,
    #[serde(rename = "RU")]
    Ru,
    #[serde(rename = "DE")]
    De,
    #[serde(rename = "FR")]
    Fr,
    #[serde(rename = "AR")]
    Ar,
    #[serde(rename = "ES")]
    Es,
}

/// 查询投诉单列表: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComplaintsResponse {
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Vec<ComplaintsResponseData>>,
    /// integer, required
    pub limit: i64,
    /// integer, required
    pub offset: i64,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_count: Option<i64>,
}

/// `data`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComplaintsResponseData {
    /// string, required
    pub complaint_id: String,
    /// string, required
    pub complaint_time: String,
    /// string, required
    pub complaint_detail: String,
    /// string, required
    pub complaint_state: ComplaintsResponseComplaintState,
    /// string, required
    pub complainted_mchid: String,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_phone: Option<String>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaint_order_info: Option<Vec<ComplaintsResponseComplaintOrderInfo>>,
    /// boolean, required
    pub complaint_full_refunded: bool,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_overdue: Option<bool>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<ComplaintsResponsePriority>,
    /// boolean, required
    pub incoming_user_response: bool,
    /// integer, required
    pub user_complaint_times: i64,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaint_media_list: Option<Vec<ComplaintsResponseComplaintMediaList>>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem_description: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaint_detail_trans: Option<String>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_order_info: Option<Vec<ComplaintsResponseServiceOrderInfo>>,
}

/// `complaint_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ComplaintsResponseComplaintState {
    #[serde(rename = "PENDING")]
    Pending,
    #[serde(rename = "PROCESSING")]
    Processing,
    #[serde(rename = "PROCESSED")]
    Processed,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `complaint_order_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComplaintsResponseComplaintOrderInfo {
    /// string, required
    pub transaction_id: String,
    /// string, required
    pub out_trade_no: String,
    /// integer, required
    pub settlement_amount: i64,
    /// string, required
    pub settlement_refunded_amount: String,
    /// string, required
    pub settlement_currency: String,
    /// integer, required
    pub payer_amount: i64,
    /// integer, required
    pub payer_refunded_amount: i64,
    /// string, required
    pub payer_currency: String,
    /// string, required
    pub trade_time: String,
}

/// `priority`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ComplaintsResponsePriority {
    #[serde(rename = "PRIORITY")]
    Priority,
    #[serde(rename = "GENERAL")]
    General,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `complaint_media_list`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComplaintsResponseComplaintMediaList {
    /// string, required
    pub media_type: ComplaintsResponseMediaType,
    /// string[], required
    pub media_url: Vec<String>,
}

/// `media_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ComplaintsResponseMediaType {
    #[serde(rename = "USER_COMPLAINT_IMAGE")]
    UserComplaintImage,
    #[serde(rename = "OPERATION_IMAGE")]
    OperationImage,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `service_order_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComplaintsResponseServiceOrderInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_order_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<ComplaintsResponseState>,
}

/// `state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ComplaintsResponseState {
    #[serde(rename = "DOING")]
    Doing,
    #[serde(rename = "REVOKED")]
    Revoked,
    #[serde(rename = "WAITPAY")]
    Waitpay,
    #[serde(rename = "DONE")]
    Done,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod get_v3_global_merchants_sub_mchid {
// GET v3/global/merchants/{sub_mchid}
// 查询子商户（融合钱包）
// https://pay.weixin.qq.com/doc/global/v3/zh/4013025092
//
//     let options = MerchantsOptions { … };
//     let response: MerchantsResponse = client.chain("v3/global/merchants/{sub_mchid}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询子商户（融合钱包）: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MerchantsOptions {
    /// a variable of the path
    pub sub_mchid: String,
    /// the query
    pub query: MerchantsQuery,
}

/// 查询子商户（融合钱包）: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MerchantsQuery {
    /// string, required
    pub sp_appid: String,
    /// string, required
    pub sp_mchid: String,
}

/// 查询子商户（融合钱包）: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MerchantsResponse {
    /// string, required
    pub sub_mchid: String,
    /// string, required
    pub name: String,
    /// string, required
    pub shortname: String,
    /// string, required
    pub office_phone: String,
    /// string, required
    pub merchant_country_code: String,
    /// integer, required
    pub business_category: i64,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<MerchantsResponseContact>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_type: Option<MerchantsResponseMerchantType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_certificate_number: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_certificate_date: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settlement_bank_number: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business: Option<MerchantsResponseBusiness>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub director: Option<MerchantsResponseDirector>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<MerchantsResponsePrincipal>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h5_payment: Option<MerchantsResponseH5Payment>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_merchant_state: Option<MerchantsResponseSubMerchantState>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
}

/// `contact`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MerchantsResponseContact {
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// `merchant_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MerchantsResponseMerchantType {
    #[serde(rename = "ENTERPRISE")]
    Enterprise,
    #[serde(rename = "INDIVIDUAL")]
    Individual,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `business`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MerchantsResponseBusiness {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_type: Option<MerchantsResponseBusinessType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_download: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office_account: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mini_program: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_address: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mcc: Option<String>,
}

/// `business_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MerchantsResponseBusinessType {
    #[serde(rename = "ONLINE")]
    Online,
    #[serde(rename = "OFFLINE")]
    Offline,
    #[serde(rename = "BOTH")]
    Both,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `director`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MerchantsResponseDirector {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// `principal`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MerchantsResponsePrincipal {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// `h5_payment`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MerchantsResponseH5Payment {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_reject_detail: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h5_authorization_state: Option<MerchantsResponseH5AuthorizationState>,
}

/// `h5_authorization_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MerchantsResponseH5AuthorizationState {
    #[serde(rename = "APPROVED")]
    Approved,
    #[serde(rename = "UNAUTHORIZED")]
    Unauthorized,
    #[serde(rename = "UNDER_REVIEW")]
    UnderReview,
    #[serde(rename = "REJECTED")]
    Rejected,
    #[serde(rename = "UNDER_PUNISHMENT")]
    UnderPunishment,
    #[serde(rename = "APPLICATION_FAILED")]
    ApplicationFailed,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `sub_merchant_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MerchantsResponseSubMerchantState {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_merchant_status: Option<MerchantsResponseSubMerchantStatus>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_status: Option<MerchantsResponseApplicationStatus>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_reject_detail: Option<MerchantsResponseApplicationRejectDetail>,
}

/// `sub_merchant_status`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MerchantsResponseSubMerchantStatus {
    #[serde(rename = "OPERATING")]
    Operating,
    #[serde(rename = "PENDING")]
    Pending,
    #[serde(rename = "DEACTIVATED")]
    Deactivated,
    #[serde(rename = "CLOSED")]
    Closed,
    #[serde(rename = "INCOMPLETE_APPLICATION")]
    IncompleteApplication,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `application_status`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MerchantsResponseApplicationStatus {
    #[serde(rename = "INCOMPLETE_APPLICATION")]
    IncompleteApplication,
    #[serde(rename = "UNDER_REVIEW")]
    UnderReview,
    #[serde(rename = "REJECTED")]
    Rejected,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `application_reject_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MerchantsResponseApplicationRejectDetail {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_gov_subsidy_qualifications_sync {
// POST v3/gov/subsidy/qualifications/sync
// 同步资格核销信息
// https://pay.weixin.qq.com/doc/v3/partner/4013989543
//
//     let options = SyncOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: SyncResponse = client.chain("v3/gov/subsidy/qualifications/sync").post(options)?.json()?;

use serde::{Deserialize, Serialize};

/// 同步资格核销信息: the options of the call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncOptions {
    /// the body
    pub json: SyncRequest,
}

/// 同步资格核销信息: the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub real_name: Option<String>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_card_number: Option<String>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// number: `1` | `2` | `3` | `4` | `5` | `6` | `7` | `8` | `9` | `10` | `11` | `12` | `13` | `14` | `15` | `16` | `17`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appliance_id: Option<i64>,
    /// string, required
    pub out_trade_no: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mch_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub energy_grade: Option<SyncRequestEnergyGrade>,
    /// string, required
    pub receive_region_code: String,
    /// string, required
    pub brand: String,
    /// string, required
    pub address: String,
    /// number, required
    pub qualification_region_code: i64,
    /// string, required
    pub sn_code: String,
    /// string, required
    pub seller_name: String,
    /// string, required
    pub license_number: String,
    /// string, required
    pub barcode: String,
    /// string, required
    pub item_name: String,
    /// string, required
    pub spec_model: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logistics_num: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_time: Option<String>,
    /// string, required
    pub invoice_num: String,
    /// string, required
    pub product_type: SyncRequestProductType,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pc_type: Option<SyncRequestPcType>,
    /// number, required
    pub order_amount: i64,
    /// number, required
    pub discount_amount: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imei1: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imei2: Option<String>,
    /// string, required
    pub mch_order_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_id: Option<String>,
    /// string, required
    pub invoice_time: String,
    /// string, required
    pub purchaser_name: String,
    /// string, required
    pub sale_model: SyncRequestSaleModel,
    /// string, required
    pub identity_document_type: SyncRequestIdentityDocumentType,
    /// string, required
    pub invoice_address_code: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_code: Option<String>,
    /// string, required
    pub tax_authority_code: String,
    /// string, required
    pub transaction_time: String,
    /// string, required
    pub cate_state: SyncRequestCateState,
    /// string, required
    pub mch_name: String,
}

/// `energy_grade`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SyncRequestEnergyGrade {
    #[serde(rename = "FIRST_LEVEL")]
    FirstLevel,
    #[serde(rename = "SECOND_LEVEL")]
    SecondLevel,
    #[serde(rename = "ENERGY_GRADE_UNKNOWN")]
    EnergyGradeUnknown,
}

/// `product_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SyncRequestProductType {
    #[serde(rename = "COMMON_PRODUCT")]
    CommonProduct,
    #[serde(rename = "AI_PRODUCT")]
    AiProduct,
}

/// `pc_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SyncRequestPcType {
    #[serde(rename = "DESKTOP")]
    Desktop,
    #[serde(rename = "LAPTOP")]
    Laptop,
    #[serde(rename = "COMPUTER_TYPE_UNKNOWN")]
    ComputerTypeUnknown,
}

/// `sale_model`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SyncRequestSaleModel {
    #[serde(rename = "SALE_MODEL_ONLINE")]
    SaleModelOnline,
    #[serde(rename = "SALE_MODEL_OFFLINE")]
    SaleModelOffline,
}

/// `identity_document_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SyncRequestIdentityDocumentType {
    #[serde(rename = "ID_DOC_TYPE_ID_CARD")]
    IdDocTypeIdCard,
    #[serde(rename = "ID_DOC_TYPE_MAINLAND_TRAVEL_PERMIT_FOR_HK_MC")]
    IdDocTypeMainlandTravelPermitForHkMc,
    #[serde(rename = "ID_DOC_TYPE_MAINLAND_TRAVEL_PERMIT_FOR_TW")]
    IdDocTypeMainlandTravelPermitForTw,
}

/// `cate_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SyncRequestCateState {
    #[serde(rename = "CATE_STATE_REDEEM")]
    CateStateRedeem,
    #[serde(rename = "CATE_STATE_REFUND")]
    CateStateRefund,
}

/// 同步资格核销信息: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncResponse {
    /// string, required
    pub code: String,
    /// string, required
    pub message: String,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_hire_power_bank_insurance_orders {
// POST v3/hire-power-bank/insurance-orders
// 创建保险订单
// https://pay.weixin.qq.com/docs/merchant/apis/hire-power-bank-insurance/insurance-orders/create-insurance-order.html
//
//     let options = InsuranceOrdersOptions { … };
//     let response: InsuranceOrdersResponse = client.chain("v3/hire-power-bank/insurance-orders").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 创建保险订单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InsuranceOrdersOptions {
    /// the body
    pub json: InsuranceOrdersRequest,
}

/// 创建保险订单: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InsuranceOrdersRequest {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_order_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify_url: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_id: Option<String>,
}

/// 创建保险订单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InsuranceOrdersResponse {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_order_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openid: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_claim_count: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed_count: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_receive_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_begin_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_end_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_receive_state: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_industry_rebate_retail_industry_transactions {
// POST v3/industry-rebate/retail-industry/transactions
// 回传SN和商品编码
// https://docs.qq.com/doc/p/3094be447e6002d62ec924d489c938e39ccb8db0?nlc=1
//
//     let options = TransactionsOptions { … };
//     client.chain("v3/industry-rebate/retail-industry/transactions").post(&options)?;

use serde::{Deserialize, Serialize};

/// 回传SN和商品编码: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsOptions {
    /// the body
    pub json: TransactionsRequest,
}

/// 回传SN和商品编码: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsRequest {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// string, required
    pub out_trade_no: String,
    /// string, required
    pub sub_mchid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_detail: Option<Vec<TransactionsRequestGoodsDetail>>,
}

/// `goods_detail`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsRequestGoodsDetail {
    /// string, required
    pub barcode: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_goods_id: Option<String>,
    /// string, required
    pub goods_name: String,
    /// number, required
    pub quantity: i64,
    /// number, required
    pub price: i64,
}
}

#[rustfmt::skip]
pub(super) mod patch_v3_inspolicymgr_deduct_policies_out_insurance_no {
// PATCH v3/inspolicymgr/deduct/policies/{out_insurance_no}
// 更新保单信息
// https://pay.weixin.qq.com/doc/v3/merchant/4016617424
//
//     let options = PoliciesOptions { … };
//     let response: PoliciesResponse = client.chain("v3/inspolicymgr/deduct/policies/{out_insurance_no}").patch(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 更新保单信息: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PoliciesOptions {
    /// a variable of the path
    pub out_insurance_no: String,
    /// the body
    pub json: PoliciesRequest,
}

/// 更新保单信息: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PoliciesRequest {
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insured_name_list: Option<Vec<String>>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insurance_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expired_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage_detail: Option<String>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_renewal: Option<bool>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_renewal_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_renewal_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_type: Option<PoliciesRequestPolicyType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub car_number: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pet_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_state: Option<PoliciesRequestPolicyState>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_code: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_contract_code: Option<String>,
    /// number[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_periods: Option<Vec<i64>>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_insurance: Option<bool>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combined_payment: Option<bool>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PoliciesRequestPaymentMethod>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_premium_mode: Option<PoliciesRequestPeriodPremiumMode>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_period: Option<PoliciesRequestPaymentPeriod>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_period_amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsequent_period_amount: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage_term_type: Option<PoliciesRequestCoverageTermType>,
}

/// `policy_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PoliciesRequestPolicyType {
    #[serde(rename = "POLICY_TYPE_OTHER")]
    PolicyTypeOther,
    #[serde(rename = "POLICY_TYPE_MEDICAL")]
    PolicyTypeMedical,
    #[serde(rename = "POLICY_TYPE_ACCIDENT")]
    PolicyTypeAccident,
    #[serde(rename = "POLICY_TYPE_CRITICAL")]
    PolicyTypeCritical,
    #[serde(rename = "POLICY_TYPE_CAR")]
    PolicyTypeCar,
    #[serde(rename = "POLICY_TYPE_LIFE")]
    PolicyTypeLife,
    #[serde(rename = "POLICY_TYPE_PROPERTY")]
    PolicyTypeProperty,
    #[serde(rename = "POLICY_TYPE_PET")]
    PolicyTypePet,
    #[serde(rename = "POLICY_TYPE_ANNUITY")]
    PolicyTypeAnnuity,
}

/// `policy_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PoliciesRequestPolicyState {
    #[serde(rename = "POLICY_STATE_ISSUING")]
    PolicyStateIssuing,
    #[serde(rename = "POLICY_STATE_APPROVED")]
    PolicyStateApproved,
    #[serde(rename = "POLICY_STATE_DECLINED")]
    PolicyStateDeclined,
    #[serde(rename = "POLICY_STATE_INACTIVE")]
    PolicyStateInactive,
}

/// `payment_method`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PoliciesRequestPaymentMethod {
    #[serde(rename = "PAYMENT_METHOD_OTHER")]
    PaymentMethodOther,
    #[serde(rename = "PAYMENT_METHOD_PERIOD")]
    PaymentMethodPeriod,
    #[serde(rename = "PAYMENT_METHOD_LUMP_SUM")]
    PaymentMethodLumpSum,
}

/// `period_premium_mode`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PoliciesRequestPeriodPremiumMode {
    #[serde(rename = "PERIOD_PREMIUM_MODE_EQUAL")]
    PeriodPremiumModeEqual,
    #[serde(rename = "PERIOD_PREMIUM_MODE_FIRST_DIFF")]
    PeriodPremiumModeFirstDiff,
    #[serde(rename = "PERIOD_PREMIUM_MODE_MULTI_DIFF")]
    PeriodPremiumModeMultiDiff,
}

/// `payment_period`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PoliciesRequestPaymentPeriod {
    #[serde(rename = "PAYMENT_PERIOD_DAY")]
    PaymentPeriodDay,
    #[serde(rename = "PAYMENT_PERIOD_WEEK")]
    PaymentPeriodWeek,
    #[serde(rename = "PAYMENT_PERIOD_BIWEEKLY")]
    PaymentPeriodBiweekly,
    #[serde(rename = "PAYMENT_PERIOD_MONTH")]
    PaymentPeriodMonth,
    #[serde(rename = "PAYMENT_PERIOD_QUARTER")]
    PaymentPeriodQuarter,
    #[serde(rename = "PAYMENT_PERIOD_HALF_YEAR")]
    PaymentPeriodHalfYear,
    #[serde(rename = "PAYMENT_PERIOD_YEAR")]
    PaymentPeriodYear,
}

/// `coverage_term_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PoliciesRequestCoverageTermType {
    #[serde(rename = "COVERAGE_TERM_TYPE_FIXED_DATE")]
    CoverageTermTypeFixedDate,
    #[serde(rename = "COVERAGE_TERM_TYPE_LIFETIME")]
    CoverageTermTypeLifetime,
}

/// 更新保单信息: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PoliciesResponse {
    /// string, required
    pub out_insurance_no: String,
    /// string, required
    pub insurance_name: String,
    /// string[], required
    pub insured_name_list: Vec<String>,
    /// string, required
    pub insurance_company_code: String,
    /// string, required
    pub effective_time: String,
    /// string, required
    pub expired_time: String,
    /// string, required
    pub coverage_detail: String,
    /// boolean, required
    pub support_renewal: bool,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_renewal_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_renewal_time: Option<String>,
    /// string, required
    pub policy_type: PoliciesResponsePolicyType,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub car_number: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pet_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// string, required
    pub policy_state: PoliciesResponsePolicyState,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_code: Option<String>,
    /// string, required
    pub plan_id: String,
    /// string, required
    pub out_contract_code: String,
    /// number[], required
    pub policy_periods: Vec<i64>,
    /// boolean, required
    pub free_insurance: bool,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combined_payment: Option<bool>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PoliciesResponsePaymentMethod>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_premium_mode: Option<PoliciesResponsePeriodPremiumMode>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_period: Option<PoliciesResponsePaymentPeriod>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_period_amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsequent_period_amount: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage_term_type: Option<PoliciesResponseCoverageTermType>,
}

/// `policy_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PoliciesResponsePolicyType {
    #[serde(rename = "POLICY_TYPE_OTHER")]
    PolicyTypeOther,
    #[serde(rename = "POLICY_TYPE_MEDICAL")]
    PolicyTypeMedical,
    #[serde(rename = "POLICY_TYPE_ACCIDENT")]
    PolicyTypeAccident,
    #[serde(rename = "POLICY_TYPE_CRITICAL")]
    PolicyTypeCritical,
    #[serde(rename = "POLICY_TYPE_CAR")]
    PolicyTypeCar,
    #[serde(rename = "POLICY_TYPE_LIFE")]
    PolicyTypeLife,
    #[serde(rename = "POLICY_TYPE_PROPERTY")]
    PolicyTypeProperty,
    #[serde(rename = "POLICY_TYPE_PET")]
    PolicyTypePet,
    #[serde(rename = "POLICY_TYPE_ANNUITY")]
    PolicyTypeAnnuity,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `policy_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PoliciesResponsePolicyState {
    #[serde(rename = "POLICY_STATE_ISSUING")]
    PolicyStateIssuing,
    #[serde(rename = "POLICY_STATE_APPROVED")]
    PolicyStateApproved,
    #[serde(rename = "POLICY_STATE_DECLINED")]
    PolicyStateDeclined,
    #[serde(rename = "POLICY_STATE_INACTIVE")]
    PolicyStateInactive,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `payment_method`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PoliciesResponsePaymentMethod {
    #[serde(rename = "PAYMENT_METHOD_OTHER")]
    PaymentMethodOther,
    #[serde(rename = "PAYMENT_METHOD_PERIOD")]
    PaymentMethodPeriod,
    #[serde(rename = "PAYMENT_METHOD_LUMP_SUM")]
    PaymentMethodLumpSum,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `period_premium_mode`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PoliciesResponsePeriodPremiumMode {
    #[serde(rename = "PERIOD_PREMIUM_MODE_EQUAL")]
    PeriodPremiumModeEqual,
    #[serde(rename = "PERIOD_PREMIUM_MODE_FIRST_DIFF")]
    PeriodPremiumModeFirstDiff,
    #[serde(rename = "PERIOD_PREMIUM_MODE_MULTI_DIFF")]
    PeriodPremiumModeMultiDiff,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `payment_period`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PoliciesResponsePaymentPeriod {
    #[serde(rename = "PAYMENT_PERIOD_DAY")]
    PaymentPeriodDay,
    #[serde(rename = "PAYMENT_PERIOD_WEEK")]
    PaymentPeriodWeek,
    #[serde(rename = "PAYMENT_PERIOD_BIWEEKLY")]
    PaymentPeriodBiweekly,
    #[serde(rename = "PAYMENT_PERIOD_MONTH")]
    PaymentPeriodMonth,
    #[serde(rename = "PAYMENT_PERIOD_QUARTER")]
    PaymentPeriodQuarter,
    #[serde(rename = "PAYMENT_PERIOD_HALF_YEAR")]
    PaymentPeriodHalfYear,
    #[serde(rename = "PAYMENT_PERIOD_YEAR")]
    PaymentPeriodYear,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `coverage_term_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PoliciesResponseCoverageTermType {
    #[serde(rename = "COVERAGE_TERM_TYPE_FIXED_DATE")]
    CoverageTermTypeFixedDate,
    #[serde(rename = "COVERAGE_TERM_TYPE_LIFETIME")]
    CoverageTermTypeLifetime,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod get_v3_lovefeast_users_openid_orders_brand_id_brand_id {
// GET v3/lovefeast/users/{openid}/orders/brand-id/{brand_id}
// 查询用户捐赠单列表
//
//     let options = OrdersOptions { … };
//     let response: OrdersResponse = client.chain("v3/lovefeast/users/{openid}/orders/brand-id/{brand_id}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询用户捐赠单列表: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OrdersOptions {
    /// a variable of the path
    pub openid: String,
    /// a variable of the path
    pub brand_id: String,
    /// the query
    pub query: OrdersQuery,
}

/// 查询用户捐赠单列表: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OrdersQuery {
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

/// 查询用户捐赠单列表: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponse {
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_count: Option<i64>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Vec<OrdersResponseData>>,
}

/// `data`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponseData {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub welfare_trade_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub donate_source: Option<OrdersResponseDonateSource>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_order: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub institution_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer: Option<OrdersResponsePayer>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<OrdersResponseAmount>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
}

/// `donate_source`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OrdersResponseDonateSource {
    #[serde(rename = "MINIPROGRAM_PAY")]
    MiniprogramPay,
    #[serde(rename = "ENTRUST_PAY")]
    EntrustPay,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `payer`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponsePayer {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
}

/// `amount`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponseAmount {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_total: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_currency: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_marketing_goods_subsidy_activity_activities {
// GET v3/marketing/goods-subsidy-activity/activities
// 按区域查询品牌加价购活动
// https://pay.weixin.qq.com/docs/merchant/products/retail-store/introduction.html
//
//     let options = ActivitiesOptions { … };
//     let response: ActivitiesResponse = client.chain("v3/marketing/goods-subsidy-activity/activities").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 按区域查询品牌加价购活动: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ActivitiesOptions {
    /// the query
    pub query: ActivitiesQuery,
}

/// 按区域查询品牌加价购活动: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ActivitiesQuery {
    /// string, required
    pub city_id: String,
    /// number, required
    pub offset: i64,
    /// number, required
    pub limit: i64,
}

/// 按区域查询品牌加价购活动: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivitiesResponse {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_count: Option<i64>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Vec<ActivitiesResponseData>>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

/// `data`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivitiesResponseData {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator_merchant_id: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_info: Option<ActivitiesResponseActivityInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_information: Option<ActivitiesResponseGoodsInformation>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_information: Option<ActivitiesResponseRuleInformation>,
}

/// `activity_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivitiesResponseActivityInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apply_start_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apply_end_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_start_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_end_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_description: Option<String>,
}

/// `goods_information`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivitiesResponseGoodsInformation {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_picture_url: Option<String>,
}

/// `rule_information`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivitiesResponseRuleInformation {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_subsidy: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_provider_subsidy: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_subsidy_quota: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_subsidy_quota: Option<String>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub areas: Option<Vec<ActivitiesResponseAreas>>,
}

/// `areas`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivitiesResponseAreas {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_marketing_membercard_open_cards_card_id {
// GET v3/marketing/membercard-open/cards/{card_id}
// 查询会员卡模板信息
// https://pay.weixin.qq.com/doc/v3/merchant/4012547650
// https://pay.weixin.qq.com/doc/v3/partner/4012709168
//
//     let options = CardsOptions { … };
//     let response: CardsResponse = client.chain("v3/marketing/membercard-open/cards/{card_id}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询会员卡模板信息: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CardsOptions {
    /// a variable of the path
    pub card_id: String,
}

/// 查询会员卡模板信息: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardsResponse {
    /// string, required
    pub card_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_time: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remain_quantity: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CardsResponseStatus>,
    /// object, required
    pub brand: CardsResponseBrand,
    /// string, required
    pub appid: String,
    /// string, required
    pub logo_url: String,
    /// string, required
    pub title: String,
    /// string, required
    pub background_picture_url: String,
    /// string, required
    pub description: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_phone: Option<String>,
    /// string, required
    pub code_type: CardsResponseCodeType,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_quantity: Option<i64>,
    /// object, required
    pub date_information: CardsResponseDateInformation,
    /// string, required
    pub code_mode: CardsResponseCodeMode,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need_display_level: Option<bool>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub init_level: Option<String>,
    /// string, required
    pub out_request_no: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance_information: Option<CardsResponseBalanceInformation>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_information_form: Option<CardsResponseUserInformationForm>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_statement: Option<CardsResponseAdditionalStatement>,
}

/// `status`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CardsResponseStatus {
    #[serde(rename = "NOT_APPROVE")]
    NotApprove,
    #[serde(rename = "APPROVE_FAIL")]
    ApproveFail,
    #[serde(rename = "APPROVED")]
    Approved,
    #[serde(rename = "DELETED")]
    Deleted,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `brand`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardsResponseBrand {
    /// string, required
    pub brand_id: String,
    /// string, required
    pub display_name: String,
}

/// `code_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CardsResponseCodeType {
    #[serde(rename = "BAR_CODE")]
    BarCode,
    #[serde(rename = "QRCODE")]
    Qrcode,
    #[serde(rename = "BAR_CODE_AND_QRCODE")]
    BarCodeAndQrcode,
    #[serde(rename = "NONE_CODE")]
    NoneCode,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `date_information`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardsResponseDateInformation {
    /// string, required
    pub r#type: CardsResponseType,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_begin_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_end_time: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_day_after_receive: Option<i64>,
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CardsResponseType {
    #[serde(rename = "FIX_TIME_RANGE")]
    FixTimeRange,
    #[serde(rename = "FIX_TERM")]
    FixTerm,
    #[serde(rename = "PERMANENT")]
    Permanent,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `code_mode`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CardsResponseCodeMode {
    #[serde(rename = "SYSTEM_ALLOCATE")]
    SystemAllocate,
    #[serde(rename = "MERCHANT_DEPOSIT")]
    MerchantDeposit,
    #[serde(rename = "REAL_TIME")]
    RealTime,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `balance_information`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardsResponseBalanceInformation {
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need_balance: Option<bool>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance_path: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance_url: Option<String>,
}

/// `user_information_form`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardsResponseUserInformationForm {
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub common_field_list: Option<Vec<CardsResponseCommonFieldList>>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_field_list: Option<Vec<CardsResponseCustomFieldList>>,
}

/// `common_field_list`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CardsResponseCommonFieldList {
    #[serde(rename = "USER_FORM_FLAG_MOBILE")]
    UserFormFlagMobile,
    #[serde(rename = "USER_FORM_FLAG_SEX")]
    UserFormFlagSex,
    #[serde(rename = "USER_FORM_FLAG_NAME")]
    UserFormFlagName,
    #[serde(rename = "USER_FORM_FLAG_BIRTHDAY")]
    UserFormFlagBirthday,
    #[serde(rename = "USER_FORM_FLAG_ADDRESS")]
    UserFormFlagAddress,
    #[serde(rename = "USER_FORM_FLAG_EMAIL")]
    UserFormFlagEmail,
    #[serde(rename = "USER_FORM_FLAG_CITY")]
    UserFormFlagCity,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `custom_field_list`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardsResponseCustomFieldList {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<CardsResponseCustomFieldListType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CardsResponseCustomFieldListType {
    #[serde(rename = "TEXT")]
    Text,
    #[serde(rename = "SELECT")]
    Select,
    #[serde(rename = "RADIO")]
    Radio,
    #[serde(rename = "CHECK_BOX")]
    CheckBox,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `additional_statement`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardsResponseAdditionalStatement {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_marketing_partner_product_coupon_product_coupons_product_coupon_id {
// GET v3/marketing/partner/product-coupon/product-coupons/{product_coupon_id}
// 查询商品券
// https://pay.weixin.qq.com/doc/v3/partner/4015781292
// https://pay.weixin.qq.com/doc/v3/partner/4016434632
//
//     let options = ProductCouponsOptions { … };
//     let response: ProductCouponsResponse = client.chain("v3/marketing/partner/product-coupon/product-coupons/{product_coupon_id}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询商品券: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProductCouponsOptions {
    /// a variable of the path
    pub product_coupon_id: String,
    /// the query
    pub query: ProductCouponsQuery,
}

/// 查询商品券: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProductCouponsQuery {
    /// string, required
    pub brand_id: String,
}

/// 查询商品券: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductCouponsResponse {
    /// string, required
    pub product_coupon_id: String,
    /// string, required
    pub state: ProductCouponsResponseState,
    /// string, required
    pub brand_id: String,
    /// string, required
    pub scope: ProductCouponsResponseScope,
    /// string, required
    pub r#type: ProductCouponsResponseType,
    /// string, required
    pub usage_mode: ProductCouponsResponseUsageMode,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub single_usage_info: Option<ProductCouponsResponseSingleUsageInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequential_usage_info: Option<ProductCouponsResponseSequentialUsageInfo>,
    /// object, required
    pub display_info: ProductCouponsResponseDisplayInfo,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_product_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deactivate_request_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deactivate_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deactivate_reason: Option<String>,
}

/// `state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ProductCouponsResponseState {
    #[serde(rename = "AUDITING")]
    Auditing,
    #[serde(rename = "EFFECTIVE")]
    Effective,
    #[serde(rename = "DEACTIVATED")]
    Deactivated,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `scope`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ProductCouponsResponseScope {
    #[serde(rename = "ALL")]
    All,
    #[serde(rename = "SINGLE")]
    Single,
    #[serde(rename = "CATEGORY")]
    Category,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ProductCouponsResponseType {
    #[serde(rename = "NORMAL")]
    Normal,
    #[serde(rename = "DISCOUNT")]
    Discount,
    #[serde(rename = "EXCHANGE")]
    Exchange,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `usage_mode`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ProductCouponsResponseUsageMode {
    #[serde(rename = "SINGLE")]
    Single,
    #[serde(rename = "SEQUENTIAL")]
    Sequential,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `single_usage_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductCouponsResponseSingleUsageInfo {
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normal_coupon: Option<ProductCouponsResponseNormalCoupon>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_coupon: Option<ProductCouponsResponseDiscountCoupon>,
}

/// `normal_coupon`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductCouponsResponseNormalCoupon {
    /// integer, required
    pub threshold: i64,
    /// integer, required
    pub discount_amount: i64,
}

/// `discount_coupon`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductCouponsResponseDiscountCoupon {
    /// integer, required
    pub threshold: i64,
    /// integer, required
    pub percent_off: i64,
}

/// `sequential_usage_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductCouponsResponseSequentialUsageInfo {
    /// string, required
    pub r#type: ProductCouponsResponseSequentialUsageInfoType,
    /// integer, required
    pub count: i64,
    /// integer, required
    pub available_days: i64,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval_days: Option<i64>,
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ProductCouponsResponseSequentialUsageInfoType {
    #[serde(rename = "INCREMENTAL")]
    Incremental,
    #[serde(rename = "EQUAL")]
    Equal,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `display_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductCouponsResponseDisplayInfo {
    /// string, required
    pub name: String,
    /// string, required
    pub image_url: String,
    /// string, required
    pub background_url: String,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_image_url_list: Option<Vec<String>>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_price: Option<i64>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combo_package_list: Option<Vec<ProductCouponsResponseComboPackageList>>,
}

/// `combo_package_list`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductCouponsResponseComboPackageList {
    /// string, required
    pub name: String,
    /// integer, required
    pub pick_count: i64,
    /// object[], required
    pub choice_list: Vec<ProductCouponsResponseChoiceList>,
}

/// `choice_list`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductCouponsResponseChoiceList {
    /// string, required
    pub name: String,
    /// integer, required
    pub price: i64,
    /// integer, required
    pub count: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mini_program_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mini_program_path: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_marketing_weekly_discount_activities {
// GET v3/marketing/weekly-discount/activities
// 查询周周惠活动列表
// https://pay.weixin.qq.com/wiki/doc/apiv3_partner/Offline/apis/chapter6_1_3.shtml
//
//     let options = ActivitiesOptions { … };
//     let response: ActivitiesResponse = client.chain("v3/marketing/weekly-discount/activities").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询周周惠活动列表: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ActivitiesOptions {
    /// the query
    pub query: ActivitiesQuery,
}

/// 查询周周惠活动列表: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ActivitiesQuery {
    /// integer, required
    pub limit: i64,
    /// integer, required
    pub offset: i64,
    /// integer, required
    pub applying_merchant_id: i64,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_id: Option<i64>,
    /// integer, required
    pub activity_area_code: i64,
    /// string, required
    pub activity_scene: String,
}

/// 查询周周惠活动列表: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivitiesResponse {
    /// object[], required
    pub data: Vec<ActivitiesResponseData>,
    /// integer, required
    pub offset: i64,
    /// integer, required
    pub limit: i64,
    /// integer, required
    pub total_count: i64,
}

/// `data`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivitiesResponseData {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_id: Option<String>,
    /// string, required
    pub activity_name: String,
    /// string, required
    pub activity_scene: String,
    /// string[], required
    pub activity_area_code: Vec<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_limit_pay: Option<String>,
    /// integer, required
    pub activity_transaction_minimum_amount: i64,
    /// integer, required
    pub activity_coupon_amount: i64,
    /// string[], required
    pub activity_available_week: Vec<String>,
    /// integer, required
    pub activity_max_amount: i64,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_max_amount_per_day: Option<i64>,
    /// string, required
    pub activity_available_begin_time: String,
    /// string, required
    pub activity_available_end_time: String,
    /// string, required
    pub activity_state: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_remark: Option<String>,
    /// string, required
    pub activity_logo: String,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_mch_manage_mch_manage_records_manage_record_id_mch_manage_submissions {
// POST v3/mch-manage/mch-manage-records/{manage_record_id}/mch-manage-submissions
// 对指定商户管理记录提交资料
// https://pay.weixin.qq.com/doc/v3/partner/4014940417
//
//     let options = MchManageSubmissionsOptions { … };
//     let response: MchManageSubmissionsResponse = client.chain("v3/mch-manage/mch-manage-records/{manage_record_id}/mch-manage-submissions").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 对指定商户管理记录提交资料: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsOptions {
    /// a variable of the path
    pub manage_record_id: String,
    /// the body
    pub json: MchManageSubmissionsRequest,
}

/// 对指定商户管理记录提交资料: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsRequest {
    /// string, required
    pub sub_mchid: String,
    /// string, required, JSON in a string: `serde_json::to_string(&MchManageSubmissionsRequestSubmitData)`
    pub submit_data: String,
}

/// `submit_data`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsRequestSubmitData {
    /// object[], required
    pub record_fields: Vec<MchManageSubmissionsRequestRecordFields>,
}

/// `record_fields`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsRequestRecordFields {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// number: `1` | `2` | `3` | `4` | `5` | `6`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<i64>,
    /// string, JSON in a string: `serde_json::to_string(&MchManageSubmissionsRequestRepeatedFieldData)`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeated_field_data: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tips: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tooltip: Option<String>,
    /// number: `0` | `1`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<i64>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need_encrypt: Option<bool>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub string_check_rule: Option<MchManageSubmissionsRequestStringCheckRule>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_check_rule: Option<MchManageSubmissionsRequestEnumCheckRule>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_check_rule: Option<MchManageSubmissionsRequestFileCheckRule>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_interval_check_rule: Option<MchManageSubmissionsRequestTimeIntervalCheckRule>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_interval_check_rule: Option<MchManageSubmissionsRequestOrderIntervalCheckRule>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relations: Option<Vec<MchManageSubmissionsRequestRelations>>,
}

/// `repeated_field_data`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsRequestRepeatedFieldData {
    /// object[], required
    pub field_data: Vec<MchManageSubmissionsRequestFieldData>,
}

/// `field_data`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsRequestFieldData {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechat_order_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_order_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_money_amount: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_goods: Option<String>,
    /// number: `0` | `1`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logistic_flag: Option<i64>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_img_list: Option<Vec<String>>,
}

/// `string_check_rule`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsRequestStringCheckRule {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_string_length: Option<i64>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_string_length: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validator: Option<MchManageSubmissionsRequestValidator>,
}

/// `validator`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MchManageSubmissionsRequestValidator {
    #[serde(rename = "number")]
    Number,
    #[serde(rename = "phone")]
    Phone,
    #[serde(rename = "idcard")]
    Idcard,
    #[serde(rename = "url")]
    Url,
    #[serde(rename = "email")]
    Email,
}

/// `enum_check_rule`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsRequestEnumCheckRule {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_list_length: Option<i64>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_list_length: Option<i64>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_values: Option<Vec<String>>,
}

/// `file_check_rule`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsRequestFileCheckRule {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_list_length: Option<i64>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_list_length: Option<i64>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_file_exts: Option<Vec<MchManageSubmissionsRequestEnumFileExts>>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_file_size: Option<i64>,
}

/// `enum_file_exts`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MchManageSubmissionsRequestEnumFileExts {
    #[serde(rename = "png")]
    Png,
    #[serde(rename = "jpg")]
    Jpg,
    #[serde(rename = "jpeg")]
    Jpeg,
    #[serde(rename = "mp4")]
    Mp4,
    #[serde(rename = "avi")]
    Avi,
    #[serde(rename = "mov")]
    Mov,
    #[serde(rename = "wmv")]
    Wmv,
    #[serde(rename = "pdf")]
    Pdf,
    #[serde(rename = "doc")]
    Doc,
    #[serde(rename = "docx")]
    Docx,
    #[serde(rename = "csv")]
    Csv,
    #[serde(rename = "xlsx")]
    Xlsx,
}

/// `time_interval_check_rule`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsRequestTimeIntervalCheckRule {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_list_length: Option<i64>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_list_length: Option<i64>,
}

/// `order_interval_check_rule`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsRequestOrderIntervalCheckRule {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_list_length: Option<i64>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_list_length: Option<i64>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_file_exts: Option<Vec<MchManageSubmissionsRequestOrderIntervalCheckRuleEnumFileExts>>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_file_size: Option<i64>,
}

/// `enum_file_exts`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MchManageSubmissionsRequestOrderIntervalCheckRuleEnumFileExts {
    #[serde(rename = "png")]
    Png,
    #[serde(rename = "jpg")]
    Jpg,
    #[serde(rename = "jpeg")]
    Jpeg,
    #[serde(rename = "mp4")]
    Mp4,
    #[serde(rename = "avi")]
    Avi,
    #[serde(rename = "mov")]
    Mov,
    #[serde(rename = "wmv")]
    Wmv,
    #[serde(rename = "pdf")]
    Pdf,
    #[serde(rename = "doc")]
    Doc,
    #[serde(rename = "docx")]
    Docx,
    #[serde(rename = "csv")]
    Csv,
    #[serde(rename = "xlsx")]
    Xlsx,
}

/// `relations`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsRequestRelations {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_key: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_value: Option<String>,
}

/// 对指定商户管理记录提交资料: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MchManageSubmissionsResponse {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manage_submission_id: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_mch_operation_manage_enhanced_due_diligence_due_diligence_id {
// GET v3/mch-operation-manage/enhanced-due-diligence/{due_diligence_id}
// 查询子商户强化尽调单信息
// https://pay.weixin.qq.com/doc/v3/partner/4015631048
//
//     let options = EnhancedDueDiligenceOptions { … };
//     let response: EnhancedDueDiligenceResponse = client.chain("v3/mch-operation-manage/enhanced-due-diligence/{due_diligence_id}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询子商户强化尽调单信息: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EnhancedDueDiligenceOptions {
    /// a variable of the path
    pub due_diligence_id: String,
    /// the query
    pub query: EnhancedDueDiligenceQuery,
}

/// 查询子商户强化尽调单信息: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EnhancedDueDiligenceQuery {
    /// string, required
    pub sub_mchid: String,
}

/// 查询子商户强化尽调单信息: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnhancedDueDiligenceResponse {
    /// string, required
    pub due_diligence_id: String,
    /// string, required
    pub sub_mchid: String,
    /// string, required
    pub due_diligence_state: EnhancedDueDiligenceResponseDueDiligenceState,
    /// string, JSON in a string: `serde_json::from_str::<EnhancedDueDiligenceResponseRejectReason>()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_reason: Option<String>,
    /// string, required
    pub deadline_time: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminal_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submit_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete_time: Option<String>,
    /// string, JSON in a string: `serde_json::from_str::<EnhancedDueDiligenceResponseSubmissionTemplate>()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submission_template: Option<String>,
    /// string, JSON in a string: `serde_json::from_str::<EnhancedDueDiligenceResponseSubmissionData>()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submission_data: Option<String>,
}

/// `due_diligence_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EnhancedDueDiligenceResponseDueDiligenceState {
    #[serde(rename = "DUE_DILIGENCE_STATE_COLLECTING")]
    DueDiligenceStateCollecting,
    #[serde(rename = "DUE_DILIGENCE_STATE_AUDITING")]
    DueDiligenceStateAuditing,
    #[serde(rename = "DUE_DILIGENCE_STATE_REJECTED")]
    DueDiligenceStateRejected,
    #[serde(rename = "DUE_DILIGENCE_STATE_EXPIRED")]
    DueDiligenceStateExpired,
    #[serde(rename = "DUE_DILIGENCE_STATE_CANCELLED")]
    DueDiligenceStateCancelled,
    #[serde(rename = "DUE_DILIGENCE_STATE_FINISHED")]
    DueDiligenceStateFinished,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `reject_reason`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnhancedDueDiligenceResponseRejectReason {
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_detail_by_item: Option<Vec<EnhancedDueDiligenceResponseAuditDetailByItem>>,
}

/// `audit_detail_by_item`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnhancedDueDiligenceResponseAuditDetailByItem {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_result: Option<i64>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_reason_to_merchant: Option<String>,
}

/// `submission_template`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnhancedDueDiligenceResponseSubmissionTemplate {
    /// object[], required
    pub record_fields: Vec<EnhancedDueDiligenceResponseRecordFields>,
}

/// `record_fields`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnhancedDueDiligenceResponseRecordFields {
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_rule: Option<EnhancedDueDiligenceResponseCheckRule>,
    /// number: `0` | `1`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_data: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_name: Option<String>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need_encrypt: Option<bool>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// number: `0` | `1`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tips: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tooltip: Option<String>,
    /// number: `1` | `2` | `11` | `15`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<i64>,
    /// number: `0` | `1`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_permanently_date: Option<i64>,
}

/// `check_rule`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnhancedDueDiligenceResponseCheckRule {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<i64>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<i64>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_file_exts: Option<Vec<EnhancedDueDiligenceResponseEnumFileExts>>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_file_size: Option<i64>,
    /// number[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_keys: Option<Vec<i64>>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_values: Option<Vec<String>>,
}

/// `enum_file_exts`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EnhancedDueDiligenceResponseEnumFileExts {
    #[serde(rename = "png")]
    Png,
    #[serde(rename = "jpg")]
    Jpg,
    #[serde(rename = "jpeg")]
    Jpeg,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `submission_data`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnhancedDueDiligenceResponseSubmissionData {
    /// object[], required
    pub record_fields: Vec<EnhancedDueDiligenceResponseSubmissionDataRecordFields>,
}

/// `record_fields`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnhancedDueDiligenceResponseSubmissionDataRecordFields {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// number: `1` | `2` | `11` | `15`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tips: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tooltip: Option<String>,
    /// number: `0` | `1`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<i64>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_rule: Option<EnhancedDueDiligenceResponseRecordFieldsCheckRule>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relations: Option<Vec<EnhancedDueDiligenceResponseRelations>>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need_encrypt: Option<bool>,
}

/// `check_rule`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnhancedDueDiligenceResponseRecordFieldsCheckRule {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<i64>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<i64>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_file_exts: Option<Vec<EnhancedDueDiligenceResponseCheckRuleEnumFileExts>>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_file_size: Option<i64>,
    /// number[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_keys: Option<Vec<i64>>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enum_values: Option<Vec<String>>,
}

/// `enum_file_exts`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EnhancedDueDiligenceResponseCheckRuleEnumFileExts {
    #[serde(rename = "png")]
    Png,
    #[serde(rename = "jpg")]
    Jpg,
    #[serde(rename = "jpeg")]
    Jpeg,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `relations`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnhancedDueDiligenceResponseRelations {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_key: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_value: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_mchalterapply_mchcontactalterapplyment {
// POST v3/mchalterapply/mchcontactalterapplyment
// 提交超管变更申请单
// https://pay.weixin.qq.com/doc/v3/partner/4015617906
//
//     let options = MchcontactalterapplymentOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: MchcontactalterapplymentResponse = client.chain("v3/mchalterapply/mchcontactalterapplyment").post(options)?.json()?;

use serde::{Deserialize, Serialize};

/// 提交超管变更申请单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchcontactalterapplymentOptions {
    /// the body
    pub json: MchcontactalterapplymentRequest,
}

/// 提交超管变更申请单: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MchcontactalterapplymentRequest {
    /// string, required
    pub merchant_code: String,
    /// string, required
    pub out_request_no: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_info: Option<MchcontactalterapplymentRequestContactInfo>,
}

/// `contact_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MchcontactalterapplymentRequestContactInfo {
    /// string, required, encrypted: `client.sensitive()`
    pub contact_name: String,
    /// string, required
    pub contact_id_doc_type: MchcontactalterapplymentRequestContactIdDocType,
    /// string, required, encrypted: `client.sensitive()`
    pub contact_id_card_number: String,
    /// string, required
    pub contact_id_doc_copy: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id_doc_copy_back: Option<String>,
    /// string, required
    pub contact_id_doc_period_begin: String,
    /// string, required
    pub contact_id_doc_period_end: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_authorization_letter: Option<String>,
    /// string, required, encrypted: `client.sensitive()`
    pub mobile_phone: String,
}

/// `contact_id_doc_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MchcontactalterapplymentRequestContactIdDocType {
    #[serde(rename = "IDENTIFICATION_TYPE_IDCARD")]
    IdentificationTypeIdcard,
    #[serde(rename = "IDENTIFICATION_TYPE_OVERSEA_PASSPORT")]
    IdentificationTypeOverseaPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_HONGKONG_PASSPORT")]
    IdentificationTypeHongkongPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_MACAO_PASSPORT")]
    IdentificationTypeMacaoPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_TAIWAN_PASSPORT")]
    IdentificationTypeTaiwanPassport,
    #[serde(rename = "IDENTIFICATION_TYPE_FOREIGN_RESIDENT")]
    IdentificationTypeForeignResident,
    #[serde(rename = "IDENTIFICATION_TYPE_HONGKONG_MACAO_RESIDENT")]
    IdentificationTypeHongkongMacaoResident,
    #[serde(rename = "IDENTIFICATION_TYPE_TAIWAN_RESIDENT")]
    IdentificationTypeTaiwanResident,
}

/// 提交超管变更申请单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MchcontactalterapplymentResponse {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apply_id: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_mchalterapply_merchantnamealterapplyment_merchant_sub_mchid_out_request_no_out_request_no {
// GET v3/mchalterapply/merchantnamealterapplyment/merchant/{sub_mchid}/out-request-no/{out_request_no}
// 查询商户简称申请单状态-使用业务单号和商户号
// https://pay.weixin.qq.com/doc/v3/partner/4016166085
//
//     let options = MerchantOptions { … };
//     let response: MerchantResponse = client.chain("v3/mchalterapply/merchantnamealterapplyment/merchant/{sub_mchid}/out-request-no/{out_request_no}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询商户简称申请单状态-使用业务单号和商户号: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MerchantOptions {
    /// a variable of the path
    pub sub_mchid: String,
    /// a variable of the path
    pub out_request_no: String,
}

/// 查询商户简称申请单状态-使用业务单号和商户号: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MerchantResponse {
    /// string, required
    pub apply_id: String,
    /// string, required
    pub out_request_no: String,
    /// string, required
    pub sub_mchid: String,
    /// string, required
    pub state: MerchantResponseState,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_reject_reason: Option<String>,
}

/// `state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MerchantResponseState {
    #[serde(rename = "APPLYMENT_STATE_AUDITING")]
    ApplymentStateAuditing,
    #[serde(rename = "APPLYMENT_STATE_REJECTED")]
    ApplymentStateRejected,
    #[serde(rename = "APPLYMENT_STATE_MODIFING")]
    ApplymentStateModifing,
    #[serde(rename = "APPLYMENT_STATE_FINISHED")]
    ApplymentStateFinished,
    #[serde(rename = "APPLYMENT_STATE_CANCELED")]
    ApplymentStateCanceled,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod get_v3_med_ins_orders_mix_trade_no_mix_trade_no {
// GET v3/med-ins/orders/mix-trade-no/{mix_trade_no}
// 使用医保自费混合订单号查看下单结果
// https://pay.weixin.qq.com/doc/v3/merchant/4016781479
// https://pay.weixin.qq.com/doc/v3/partner/4012503155
//
//     let options = OrdersOptions { … };
//     let response: OrdersResponse = client.chain("v3/med-ins/orders/mix-trade-no/{mix_trade_no}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 使用医保自费混合订单号查看下单结果: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OrdersOptions {
    /// a variable of the path
    pub mix_trade_no: String,
    /// the query
    pub query: OrdersQuery,
}

/// 使用医保自费混合订单号查看下单结果: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OrdersQuery {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
}

/// 使用医保自费混合订单号查看下单结果: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponse {
    /// string, required
    pub mix_trade_no: String,
    /// string, required
    pub mix_pay_status: OrdersResponseMixPayStatus,
    /// string, required
    pub self_pay_status: OrdersResponseSelfPayStatus,
    /// string, required
    pub med_ins_pay_status: OrdersResponseMedInsPayStatus,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_time: Option<String>,
    /// string, JSON in a string: `serde_json::from_str::<OrdersResponsePassthroughResponseContent>()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passthrough_response_content: Option<String>,
    /// string, required
    pub mix_pay_type: OrdersResponseMixPayType,
    /// string, required
    pub order_type: OrdersResponseOrderType,
    /// string, required
    pub appid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_openid: Option<String>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_for_relatives: Option<bool>,
    /// string, required
    pub out_trade_no: String,
    /// string, required
    pub serial_no: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_order_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_auth_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geo_location: Option<String>,
    /// string, required
    pub city_id: String,
    /// string, required
    pub med_inst_name: String,
    /// string, required
    pub med_inst_no: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub med_ins_order_create_time: Option<String>,
    /// integer, required
    pub total_fee: i64,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub med_ins_gov_fee: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub med_ins_self_fee: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub med_ins_other_fee: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub med_ins_cash_fee: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechat_pay_cash_fee: Option<i64>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cash_add_detail: Option<Vec<OrdersResponseCashAddDetail>>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cash_reduce_detail: Option<Vec<OrdersResponseCashReduceDetail>>,
    /// string, required
    pub callback_url: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prepay_id: Option<String>,
    /// string, JSON in a string: `serde_json::from_str::<OrdersResponsePassthroughRequestContent>()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passthrough_request_content: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_no: Option<String>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub med_ins_test_env: Option<bool>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub med_ins_fail_reason: Option<String>,
}

/// `mix_pay_status`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OrdersResponseMixPayStatus {
    #[serde(rename = "UNKNOWN_MIX_PAY_STATUS")]
    UnknownMixPayStatus,
    #[serde(rename = "MIX_PAY_CREATED")]
    MixPayCreated,
    #[serde(rename = "MIX_PAY_SUCCESS")]
    MixPaySuccess,
    #[serde(rename = "MIX_PAY_REFUND")]
    MixPayRefund,
    #[serde(rename = "MIX_PAY_FAIL")]
    MixPayFail,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `self_pay_status`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OrdersResponseSelfPayStatus {
    #[serde(rename = "UNKNOWN_SELF_PAY_STATUS")]
    UnknownSelfPayStatus,
    #[serde(rename = "SELF_PAY_CREATED")]
    SelfPayCreated,
    #[serde(rename = "SELF_PAY_SUCCESS")]
    SelfPaySuccess,
    #[serde(rename = "SELF_PAY_REFUND")]
    SelfPayRefund,
    #[serde(rename = "SELF_PAY_FAIL")]
    SelfPayFail,
    #[serde(rename = "NO_SELF_PAY")]
    NoSelfPay,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `med_ins_pay_status`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OrdersResponseMedInsPayStatus {
    #[serde(rename = "UNKNOWN_MED_INS_PAY_STATUS")]
    UnknownMedInsPayStatus,
    #[serde(rename = "MED_INS_PAY_CREATED")]
    MedInsPayCreated,
    #[serde(rename = "MED_INS_PAY_SUCCESS")]
    MedInsPaySuccess,
    #[serde(rename = "MED_INS_PAY_REFUND")]
    MedInsPayRefund,
    #[serde(rename = "MED_INS_PAY_FAIL")]
    MedInsPayFail,
    #[serde(rename = "NO_MED_INS_PAY")]
    NoMedInsPay,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `passthrough_response_content`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponsePassthroughResponseContent {
    /// string
    #[serde(rename = "payAuthNo")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_auth_no: Option<String>,
    /// string
    #[serde(rename = "payOrdId")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_ord_id: Option<String>,
    /// string
    #[serde(rename = "setlLatlnt")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setl_latlnt: Option<String>,
}

/// `mix_pay_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OrdersResponseMixPayType {
    #[serde(rename = "UNKNOWN_MIX_PAY_TYPE")]
    UnknownMixPayType,
    #[serde(rename = "CASH_ONLY")]
    CashOnly,
    #[serde(rename = "INSURANCE_ONLY")]
    InsuranceOnly,
    #[serde(rename = "CASH_AND_INSURANCE")]
    CashAndInsurance,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `order_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OrdersResponseOrderType {
    #[serde(rename = "UNKNOWN_ORDER_TYPE")]
    UnknownOrderType,
    #[serde(rename = "REG_PAY")]
    RegPay,
    #[serde(rename = "DIAG_PAY")]
    DiagPay,
    #[serde(rename = "COVID_EXAM_PAY")]
    CovidExamPay,
    #[serde(rename = "IN_HOSP_PAY")]
    InHospPay,
    #[serde(rename = "PHARMACY_PAY")]
    PharmacyPay,
    #[serde(rename = "INSURANCE_PAY")]
    InsurancePay,
    #[serde(rename = "INT_REG_PAY")]
    IntRegPay,
    #[serde(rename = "INT_RE_DIAG_PAY")]
    IntReDiagPay,
    #[serde(rename = "INT_RX_PAY")]
    IntRxPay,
    #[serde(rename = "COVID_ANTIGEN_PAY")]
    CovidAntigenPay,
    #[serde(rename = "MED_PAY")]
    MedPay,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `cash_add_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponseCashAddDetail {
    /// integer, required
    pub cash_add_fee: i64,
    /// string, required
    pub cash_add_type: OrdersResponseCashAddType,
}

/// `cash_add_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OrdersResponseCashAddType {
    #[serde(rename = "DEFAULT_ADD_TYPE")]
    DefaultAddType,
    #[serde(rename = "FREIGHT")]
    Freight,
    #[serde(rename = "OTHER_MEDICAL_EXPENSES")]
    OtherMedicalExpenses,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `cash_reduce_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponseCashReduceDetail {
    /// integer, required
    pub cash_reduce_fee: i64,
    /// string, required
    pub cash_reduce_type: OrdersResponseCashReduceType,
}

/// `cash_reduce_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OrdersResponseCashReduceType {
    #[serde(rename = "DEFAULT_REDUCE_TYPE")]
    DefaultReduceType,
    #[serde(rename = "HOSPITAL_REDUCE")]
    HospitalReduce,
    #[serde(rename = "PHARMACY_DISCOUNT")]
    PharmacyDiscount,
    #[serde(rename = "DISCOUNT")]
    Discount,
    #[serde(rename = "PRE_PAYMENT")]
    PrePayment,
    #[serde(rename = "DEPOSIT_DEDUCTION")]
    DepositDeduction,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `passthrough_request_content`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdersResponsePassthroughRequestContent {
    /// string
    #[serde(rename = "payAuthNo")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_auth_no: Option<String>,
    /// string
    #[serde(rename = "payOrdId")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_ord_id: Option<String>,
    /// string
    #[serde(rename = "setlLatlnt")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setl_latlnt: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_merchant_risk_manage_trade_risk_result {
// POST v3/merchant-risk-manage/trade-risk-result
// 处置结果回传
// https://pay.weixin.qq.com/doc/v3/merchant/4012384516
// https://pay.weixin.qq.com/doc/v3/partner/4012467540
//
//     let options = TradeRiskResultOptions { … };
//     let response: TradeRiskResultResponse = client.chain("v3/merchant-risk-manage/trade-risk-result").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 处置结果回传: the options of the call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TradeRiskResultOptions {
    /// the body
    pub json: TradeRiskResultRequest,
}

/// 处置结果回传: the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TradeRiskResultRequest {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sp_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquiring_bank_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_trade_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_type: Option<TradeRiskResultRequestRiskType>,
    /// string, required
    pub punish_type: TradeRiskResultRequestPunishType,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_punish_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaints_information: Option<String>,
}

/// `risk_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TradeRiskResultRequestRiskType {
    #[serde(rename = "OTHER_RISK")]
    OtherRisk,
    #[serde(rename = "INDUCE_PAYMENT")]
    InducePayment,
    #[serde(rename = "FRAUD")]
    Fraud,
    #[serde(rename = "GAMBLING")]
    Gambling,
    #[serde(rename = "CYBERSEX")]
    Cybersex,
}

/// `punish_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TradeRiskResultRequestPunishType {
    #[serde(rename = "OTHER_PUNISH")]
    OtherPunish,
    #[serde(rename = "DISABLE_PAYMENT")]
    DisablePayment,
    #[serde(rename = "SUSPEND_SETTLEMENT")]
    SuspendSettlement,
    #[serde(rename = "DISABLE_WITHDRAW")]
    DisableWithdraw,
    #[serde(rename = "REMOVE_MERCHANTS")]
    RemoveMerchants,
    #[serde(rename = "ADD_MERCHANTS_BLACKLIST")]
    AddMerchantsBlacklist,
    #[serde(rename = "REFUND")]
    Refund,
    #[serde(rename = "FREEZING_FUND_BY_TRANSACTION")]
    FreezingFundByTransaction,
    #[serde(rename = "FREEZING_FUND_BY_MERCHANTS")]
    FreezingFundByMerchants,
    #[serde(rename = "BLOCKED_USER")]
    BlockedUser,
}

/// 处置结果回传: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TradeRiskResultResponse {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sp_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquiring_bank_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_trade_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_type: Option<TradeRiskResultResponseRiskType>,
    /// string, required
    pub punish_type: TradeRiskResultResponsePunishType,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_punish_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub punish_description: Option<String>,
}

/// `risk_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TradeRiskResultResponseRiskType {
    #[serde(rename = "OTHER_RISK")]
    OtherRisk,
    #[serde(rename = "INDUCE_PAYMENT")]
    InducePayment,
    #[serde(rename = "FRAUD")]
    Fraud,
    #[serde(rename = "GAMBLING")]
    Gambling,
    #[serde(rename = "CYBERSEX")]
    Cybersex,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `punish_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TradeRiskResultResponsePunishType {
    #[serde(rename = "OTHER_PUNISH")]
    OtherPunish,
    #[serde(rename = "DISABLE_PAYMENT")]
    DisablePayment,
    #[serde(rename = "SUSPEND_SETTLEMENT")]
    SuspendSettlement,
    #[serde(rename = "DISABLE_WITHDRAW")]
    DisableWithdraw,
    #[serde(rename = "REMOVE_MERCHANTS")]
    RemoveMerchants,
    #[serde(rename = "ADD_MERCHANTS_BLACKLIST")]
    AddMerchantsBlacklist,
    #[serde(rename = "REFUND")]
    Refund,
    #[serde(rename = "FREEZING_FUND_BY_TRANSACTION")]
    FreezingFundByTransaction,
    #[serde(rename = "FREEZING_FUND_BY_MERCHANTS")]
    FreezingFundByMerchants,
    #[serde(rename = "BLOCKED_USER")]
    BlockedUser,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod post_v3_merchant_settlement_merchant_settle_rule_applications {
// POST v3/merchant-settlement/merchant-settle-rule-applications
// 申请修改特约商户结算规则
// https://pay.weixin.qq.com/doc/v3/partner/4012697924
//
//     let options = MerchantSettleRuleApplicationsOptions { … };
//     let response: MerchantSettleRuleApplicationsResponse = client.chain("v3/merchant-settlement/merchant-settle-rule-applications").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 申请修改特约商户结算规则: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MerchantSettleRuleApplicationsOptions {
    /// the body
    pub json: MerchantSettleRuleApplicationsRequest,
}

/// 申请修改特约商户结算规则: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MerchantSettleRuleApplicationsRequest {
    /// string, required
    pub acquiring_bank_id: String,
    /// string, required
    pub channel_id: String,
    /// string, required
    pub sub_mchid: String,
    /// integer, required
    pub settle_rule_id: i64,
}

/// 申请修改特约商户结算规则: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MerchantSettleRuleApplicationsResponse {
    /// string, required
    pub application_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_process_info: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_state: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquiring_bank_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settle_rule_id: Option<i64>,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_new_tax_control_fapiao_fapiao_applications_issue_general {
// POST v3/new-tax-control-fapiao/fapiao-applications/issue-general
// 开具通用行业电子发票
// https://pay.weixin.qq.com/doc/v3/partner/4015792574
//
//     let options = IssueGeneralOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     client.chain("v3/new-tax-control-fapiao/fapiao-applications/issue-general").post(options)?;

use serde::{Deserialize, Serialize};

/// 开具通用行业电子发票: the options of the call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssueGeneralOptions {
    /// the body
    pub json: IssueGeneralRequest,
}

/// 开具通用行业电子发票: the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssueGeneralRequest {
    /// string, required
    pub sub_mchid: String,
    /// string, required
    pub fapiao_apply_id: String,
    /// object, required
    pub buyer_information: IssueGeneralRequestBuyerInformation,
    /// object, required
    pub fapiao_information: IssueGeneralRequestFapiaoInformation,
}

/// `buyer_information`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssueGeneralRequestBuyerInformation {
    /// string, required
    pub r#type: IssueGeneralRequestType,
    /// string, required
    pub name: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxpayer_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_account: Option<String>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// string, encrypted: `client.sensitive()`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_trade_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fapiao_bill_type: Option<IssueGeneralRequestFapiaoBillType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_apply_message: Option<String>,
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum IssueGeneralRequestType {
    #[serde(rename = "INDIVIDUAL")]
    Individual,
    #[serde(rename = "ORGANIZATION")]
    Organization,
}

/// `fapiao_bill_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum IssueGeneralRequestFapiaoBillType {
    #[serde(rename = "COMM_FAPIAO")]
    CommFapiao,
    #[serde(rename = "VAT_FAPIAO")]
    VatFapiao,
}

/// `fapiao_information`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssueGeneralRequestFapiaoInformation {
    /// string, required
    pub fapiao_id: String,
    /// integer, required
    pub total_amount: i64,
    /// object[], required
    pub items: Vec<IssueGeneralRequestItems>,
    /// integer: `1` | `2` | `3`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub export_business_policy_code: Option<i64>,
    /// integer: `1` | `2` | `3` | `4` | `5` | `6` | `7` | `8` | `9` | `10` | `11` | `12`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat_refund_levy_code: Option<i64>,
    /// string, required
    pub billing_person_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_person: Option<String>,
    /// string, required
    pub fapiao_bill_type: IssueGeneralRequestFapiaoInformationFapiaoBillType,
    /// object[], required
    pub transaction_information: Vec<IssueGeneralRequestTransactionInformation>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// `items`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssueGeneralRequestItems {
    /// string, required
    pub tax_code: String,
    /// string, required
    pub goods_name: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specification: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// integer, required
    pub total_amount: i64,
    /// number, required
    pub tax_rate: serde_json::Number,
    /// boolean, required
    pub discount: bool,
    /// integer: `1` | `2` | `3` | `4` | `5` | `6` | `7` | `8` | `9` | `10` | `11` | `12` | `13` | `14` | `15` | `16` | `17` | `18`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferential_policy_code: Option<i64>,
}

/// `fapiao_bill_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum IssueGeneralRequestFapiaoInformationFapiaoBillType {
    #[serde(rename = "COMM_FAPIAO")]
    CommFapiao,
    #[serde(rename = "VAT_FAPIAO")]
    VatFapiao,
}

/// `transaction_information`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssueGeneralRequestTransactionInformation {
    /// string, required
    pub pay_channel: IssueGeneralRequestPayChannel,
    /// string, required
    pub transaction_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_trade_no: Option<String>,
    /// integer, required
    pub amount: i64,
}

/// `pay_channel`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum IssueGeneralRequestPayChannel {
    #[serde(rename = "WECHAT_PAY")]
    WechatPay,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_offlineface_transactions {
// POST v3/offlineface/transactions
// 申请扣款接口
// https://pay.weixin.qq.com/wiki/doc/wxfacepay/develop/access-specifications.html
//
//     let options = TransactionsOptions { … };
//     let response: TransactionsResponse = client.chain("v3/offlineface/transactions").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 申请扣款接口: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsOptions {
    /// the body
    pub json: TransactionsRequest,
}

/// 申请扣款接口: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsRequest {
    /// string, required
    pub auth_code: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sp_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sp_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<TransactionsRequestAmount>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene_info: Option<TransactionsRequestSceneInfo>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_tag: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settle_info: Option<TransactionsRequestSettleInfo>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_trade_no: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business: Option<TransactionsRequestBusiness>,
}

/// `amount`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsRequestAmount {
    /// integer, required
    pub total: i64,
    /// string, required
    pub currency: TransactionsRequestCurrency,
}

/// `currency`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransactionsRequestCurrency {
    #[serde(rename = "CNY")]
    Cny,
}

/// `scene_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsRequestSceneInfo {
    /// string, required
    pub device_ip: String,
}

/// `settle_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsRequestSettleInfo {
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profit_sharing: Option<bool>,
}

/// `business`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsRequestBusiness {
    /// integer, required: `2` | `11`
    pub business_product_id: i64,
    /// integer, required: `3` | `4` | `5` | `6` | `124` | `125` | `126`
    pub business_scene_id: i64,
}

/// 申请扣款接口: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponse {
    /// string, required
    pub sp_appid: String,
    /// string, required
    pub sp_mchid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// string, required
    pub sub_mchid: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer: Option<TransactionsResponsePayer>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<TransactionsResponseAmount>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_detail: Option<Vec<serde_json::Map<String, serde_json::Value>>>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene_info: Option<TransactionsResponseSceneInfo>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_type: Option<TransactionsResponseTradeType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_state: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_state_description: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debt_state: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repayment_transaction_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_trade_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_type: Option<String>,
}

/// `payer`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponsePayer {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sp_openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_openid: Option<String>,
}

/// `amount`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseAmount {
    /// integer, required
    pub total: i64,
    /// string, required
    pub currency: TransactionsResponseCurrency,
}

/// `currency`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransactionsResponseCurrency {
    #[serde(rename = "CNY")]
    Cny,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `scene_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseSceneInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_ip: Option<String>,
}

/// `trade_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransactionsResponseTradeType {
    #[serde(rename = "NATIVE")]
    Native,
    #[serde(rename = "JSAPI")]
    Jsapi,
    #[serde(rename = "APP")]
    App,
    #[serde(rename = "MWEB")]
    Mweb,
    #[serde(rename = "AUTH")]
    Auth,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod get_v3_palmservice_authorization_openid_openid {
// GET v3/palmservice/authorization/openid/{openid}
// 查询刷掌授权
// https://pay.weixin.qq.com/doc/v3/partner/4014482017
//
//     let options = AuthorizationOptions { … };
//     let response: AuthorizationResponse = client.chain("v3/palmservice/authorization/openid/{openid}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询刷掌授权: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AuthorizationOptions {
    /// a variable of the path
    pub openid: String,
    /// the query
    pub query: AuthorizationQuery,
}

/// 查询刷掌授权: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AuthorizationQuery {
    /// string, required
    pub organization_id: String,
}

/// 查询刷掌授权: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuthorizationResponse {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<AuthorizationResponseState>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorize_time: Option<String>,
}

/// `state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum AuthorizationResponseState {
    #[serde(rename = "AUTHORIZATION_STATE_NONE")]
    AuthorizationStateNone,
    #[serde(rename = "AUTHORIZATION_STATE_ON")]
    AuthorizationStateOn,
    #[serde(rename = "AUTHORIZATION_STATE_OFF")]
    AuthorizationStateOff,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod post_v3_papay_insurance_sign_contracts_pre_entrust_sign_h5 {
// POST v3/papay/insurance-sign/contracts/pre-entrust-sign/h5
// 保险商户H5预签约
// https://pay.weixin.qq.com/doc/v3/merchant/4012529050
// https://pay.weixin.qq.com/doc/v3/merchant/4014962456
//
//     let options = H5Options { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: H5Response = client.chain("v3/papay/insurance-sign/contracts/pre-entrust-sign/h5").post(options)?.json()?;

use serde::{Deserialize, Serialize};

/// 保险商户H5预签约: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct H5Options {
    /// the body
    pub json: H5Request,
}

/// 保险商户H5预签约: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct H5Request {
    /// string, required
    pub appid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openid: Option<String>,
    /// number, required
    pub plan_id: i64,
    /// string, required
    pub out_contract_code: String,
    /// string, required
    pub insured_display_name: String,
    /// string, required
    pub contract_notify_url: String,
    /// string, required
    pub policy_start_date: String,
    /// string, required
    pub policy_end_date: String,
    /// object[], required
    pub policy_periods: Vec<H5RequestPolicyPeriods>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<H5RequestAmount>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_trade_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_notify_url: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_user_code: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_tag: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_auto_insure: Option<bool>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_auto_reinsure: Option<bool>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub real_identity: Option<H5RequestRealIdentity>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jump_control: Option<H5RequestJumpControl>,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combined_deduct_period_count: Option<i64>,
}

/// `policy_periods`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct H5RequestPolicyPeriods {
    /// number, required
    pub policy_period_id: i64,
    /// string, required
    pub estimated_deduct_date: String,
    /// object, required
    pub estimated_deduct_amount: H5RequestEstimatedDeductAmount,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_coverage_detail: Option<H5RequestPolicyCoverageDetail>,
}

/// `estimated_deduct_amount`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct H5RequestEstimatedDeductAmount {
    /// number, required
    pub total: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// `policy_coverage_detail`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct H5RequestPolicyCoverageDetail {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_amount: Option<String>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_clauses: Option<Vec<H5RequestPolicyClauses>>,
}

/// `policy_clauses`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct H5RequestPolicyClauses {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause_quota: Option<String>,
}

/// `amount`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct H5RequestAmount {
    /// number, required
    pub total: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// `real_identity`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct H5RequestRealIdentity {
    /// string, required, encrypted: `client.sensitive()`
    pub real_name: String,
    /// string, required, encrypted: `client.sensitive()`
    pub id_card_number: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_type: Option<H5RequestIdentityType>,
}

/// `identity_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum H5RequestIdentityType {
    #[serde(rename = "ID_CARD")]
    IdCard,
}

/// `jump_control`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct H5RequestJumpControl {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jump_appid: Option<String>,
}

/// 保险商户H5预签约: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct H5Response {
    /// string, required
    pub redirect_url: String,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_parking_reminders_application {
// POST v3/parking/reminders/application
// 提交停车场进件申请
// https://pay.weixin.qq.com/doc/v3/partner/4019557780
//
//     let options = ApplicationOptions { … };
//     let response: ApplicationResponse = client.chain("v3/parking/reminders/application").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 提交停车场进件申请: the options of the call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplicationOptions {
    /// the body
    pub json: ApplicationRequest,
}

/// 提交停车场进件申请: the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplicationRequest {
    /// object, required
    pub parking_lot: ApplicationRequestParkingLot,
}

/// `parking_lot`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplicationRequestParkingLot {
    /// string, required
    pub parking_lot_name: String,
    /// string, required
    pub out_parking_lot_id: String,
    /// string, required
    pub parking_lot_address: String,
    /// string, required
    pub longitude: String,
    /// string, required
    pub latitude: String,
    /// string, required
    pub parking_lot_type: ApplicationRequestParkingLotType,
    /// string, required
    pub phone_number: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parking_sign_url: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notification_text_list: Option<Vec<String>>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_mini_prog_appid: Option<String>,
    /// string, required
    pub payment_path: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parking_order_mini_prog_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parking_order_path: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging_rule: Option<ApplicationRequestChargingRule>,
}

/// `parking_lot_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestParkingLotType {
    #[serde(rename = "PARKING_LOT_TYPE_UNKNOWN")]
    ParkingLotTypeUnknown,
    #[serde(rename = "PARKING_LOT_TYPE_BUSINESS_DISTRICT")]
    ParkingLotTypeBusinessDistrict,
    #[serde(rename = "PARKING_LOT_TYPE_OFFICE_BUILDING")]
    ParkingLotTypeOfficeBuilding,
    #[serde(rename = "PARKING_LOT_TYPE_TRANSPORTATION_HUB")]
    ParkingLotTypeTransportationHub,
    #[serde(rename = "PARKING_LOT_TYPE_RESIDENTIAL_AREA")]
    ParkingLotTypeResidentialArea,
    #[serde(rename = "PARKING_LOT_TYPE_PARK_AREA")]
    ParkingLotTypeParkArea,
    #[serde(rename = "PARKING_LOT_TYPE_OTHER_PUBLIC_FACILITY")]
    ParkingLotTypeOtherPublicFacility,
}

/// `charging_rule`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplicationRequestChargingRule {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_type: Option<ApplicationRequestRuleType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fee_limit_type: Option<ApplicationRequestFeeLimitType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_limit_type: Option<ApplicationRequestDailyLimitType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_rounding_type: Option<ApplicationRequestTimeRoundingType>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_entry_duration: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_exit_duration: Option<i64>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_interval_rule: Option<Vec<ApplicationRequestFixedIntervalRule>>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_segment_rule: Option<Vec<ApplicationRequestDurationSegmentRule>>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_entry_rule: Option<Vec<ApplicationRequestPreEntryRule>>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holiday_mode: Option<ApplicationRequestHolidayMode>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aggregate_limit_mode: Option<ApplicationRequestAggregateLimitMode>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_charge_time_mode: Option<ApplicationRequestFirstChargeTimeMode>,
}

/// `rule_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestRuleType {
    #[serde(rename = "CHARGING_RULE_UNKNOWN")]
    ChargingRuleUnknown,
    #[serde(rename = "CHARGING_RULE_FIXED_INTERVAL")]
    ChargingRuleFixedInterval,
    #[serde(rename = "CHARGING_RULE_SEGMENT")]
    ChargingRuleSegment,
    #[serde(rename = "CHARGING_RULE_PER_ENTRY")]
    ChargingRulePerEntry,
}

/// `fee_limit_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestFeeLimitType {
    #[serde(rename = "FEE_LIMIT_UNKNOWN")]
    FeeLimitUnknown,
    #[serde(rename = "FEE_LIMIT_AGGREGATE")]
    FeeLimitAggregate,
    #[serde(rename = "FEE_LIMIT_SINGLE")]
    FeeLimitSingle,
}

/// `daily_limit_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestDailyLimitType {
    #[serde(rename = "DAILY_LIMIT_UNKNOWN")]
    DailyLimitUnknown,
    #[serde(rename = "DAILY_LIMIT_ROLLING_24H")]
    DailyLimitRolling24h,
    #[serde(rename = "DAILY_LIMIT_CALENDAR_DAY")]
    DailyLimitCalendarDay,
}

/// `time_rounding_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestTimeRoundingType {
    #[serde(rename = "TIME_ROUND_UNKNOWN")]
    TimeRoundUnknown,
    #[serde(rename = "TIME_ROUND_DOWN")]
    TimeRoundDown,
    #[serde(rename = "TIME_ROUND_UP")]
    TimeRoundUp,
}

/// `fixed_interval_rule`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplicationRequestFixedIntervalRule {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_type: Option<ApplicationRequestDayType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vehicle_type: Option<ApplicationRequestVehicleType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plate_type: Option<ApplicationRequestPlateType>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_duration: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval_duration: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval_amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval_max_amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_fee_per_day: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_period_charging_mode: Option<ApplicationRequestFreePeriodChargingMode>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_period_calculation_mode: Option<ApplicationRequestFreePeriodCalculationMode>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_green_vehicle_free_parking: Option<bool>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_duration_mode: Option<ApplicationRequestFirstDurationMode>,
}

/// `day_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestDayType {
    #[serde(rename = "DAY_TYPE_UNKNOWN")]
    DayTypeUnknown,
    #[serde(rename = "DAY_TYPE_WEEKDAY")]
    DayTypeWeekday,
    #[serde(rename = "DAY_TYPE_HOLIDAY")]
    DayTypeHoliday,
    #[serde(rename = "DAY_TYPE_ALL_DAY")]
    DayTypeAllDay,
}

/// `vehicle_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestVehicleType {
    #[serde(rename = "VEHICLE_TYPE_UNKNOWN")]
    VehicleTypeUnknown,
    #[serde(rename = "VEHICLE_TYPE_SMALL")]
    VehicleTypeSmall,
    #[serde(rename = "VEHICLE_TYPE_LARGE")]
    VehicleTypeLarge,
    #[serde(rename = "VEHICLE_TYPE_EXTRA_LARGE")]
    VehicleTypeExtraLarge,
    #[serde(rename = "VEHICLE_TYPE_ALL_TYPE")]
    VehicleTypeAllType,
}

/// `plate_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestPlateType {
    #[serde(rename = "PLATE_TYPE_UNKNOWN")]
    PlateTypeUnknown,
    #[serde(rename = "PLATE_TYPE_TEMPORARY")]
    PlateTypeTemporary,
    #[serde(rename = "PLATE_TYPE_MONTHLY")]
    PlateTypeMonthly,
    #[serde(rename = "PLATE_TYPE_FREE")]
    PlateTypeFree,
    #[serde(rename = "PLATE_TYPE_PREPAID")]
    PlateTypePrepaid,
    #[serde(rename = "PLATE_TYPE_OTHERS")]
    PlateTypeOthers,
}

/// `free_period_charging_mode`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestFreePeriodChargingMode {
    #[serde(rename = "FREE_PERIOD_CHARGING_UNKNOWN")]
    FreePeriodChargingUnknown,
    #[serde(rename = "FREE_PERIOD_CHARGING_ONCE_PER_ENTRY")]
    FreePeriodChargingOncePerEntry,
    #[serde(rename = "FREE_PERIOD_CHARGING_ONCE_PER_24_HOURS")]
    FreePeriodChargingOncePer24Hours,
    #[serde(rename = "FREE_PERIOD_CHARGING_ONCE_PER_CALENDAR_DAY")]
    FreePeriodChargingOncePerCalendarDay,
    #[serde(rename = "FREE_PERIOD_CHARGING_CUMULATIVE_QUOTA_CALCULATION")]
    FreePeriodChargingCumulativeQuotaCalculation,
}

/// `free_period_calculation_mode`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestFreePeriodCalculationMode {
    #[serde(rename = "FREE_PERIOD_CAL_UNKNOWN")]
    FreePeriodCalUnknown,
    #[serde(rename = "FREE_PERIOD_CAL_CONCURRENT_START")]
    FreePeriodCalConcurrentStart,
    #[serde(rename = "FREE_PERIOD_CAL_SEQUENTIAL_START")]
    FreePeriodCalSequentialStart,
}

/// `first_duration_mode`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestFirstDurationMode {
    #[serde(rename = "FIRST_DURATION_MODE_UNKNOWN")]
    FirstDurationModeUnknown,
    #[serde(rename = "FIRST_DURATION_MODE_ONLY_FIRST_DURATION")]
    FirstDurationModeOnlyFirstDuration,
    #[serde(rename = "FIRST_DURATION_MODE_EVERY_FIRST_DURATION")]
    FirstDurationModeEveryFirstDuration,
}

/// `duration_segment_rule`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplicationRequestDurationSegmentRule {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_type: Option<ApplicationRequestDurationSegmentRuleDayType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vehicle_type: Option<ApplicationRequestDurationSegmentRuleVehicleType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plate_type: Option<ApplicationRequestDurationSegmentRulePlateType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge_mode: Option<ApplicationRequestChargeMode>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_from: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_to: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval_min: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval_amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval_max_amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_fee_per_day: Option<i64>,
}

/// `day_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestDurationSegmentRuleDayType {
    #[serde(rename = "DAY_TYPE_UNKNOWN")]
    DayTypeUnknown,
    #[serde(rename = "DAY_TYPE_WEEKDAY")]
    DayTypeWeekday,
    #[serde(rename = "DAY_TYPE_HOLIDAY")]
    DayTypeHoliday,
    #[serde(rename = "DAY_TYPE_ALL_DAY")]
    DayTypeAllDay,
}

/// `vehicle_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestDurationSegmentRuleVehicleType {
    #[serde(rename = "VEHICLE_TYPE_UNKNOWN")]
    VehicleTypeUnknown,
    #[serde(rename = "VEHICLE_TYPE_SMALL")]
    VehicleTypeSmall,
    #[serde(rename = "VEHICLE_TYPE_LARGE")]
    VehicleTypeLarge,
    #[serde(rename = "VEHICLE_TYPE_EXTRA_LARGE")]
    VehicleTypeExtraLarge,
    #[serde(rename = "VEHICLE_TYPE_ALL_TYPE")]
    VehicleTypeAllType,
}

/// `plate_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestDurationSegmentRulePlateType {
    #[serde(rename = "PLATE_TYPE_UNKNOWN")]
    PlateTypeUnknown,
    #[serde(rename = "PLATE_TYPE_TEMPORARY")]
    PlateTypeTemporary,
    #[serde(rename = "PLATE_TYPE_MONTHLY")]
    PlateTypeMonthly,
    #[serde(rename = "PLATE_TYPE_FREE")]
    PlateTypeFree,
    #[serde(rename = "PLATE_TYPE_PREPAID")]
    PlateTypePrepaid,
    #[serde(rename = "PLATE_TYPE_OTHERS")]
    PlateTypeOthers,
}

/// `charge_mode`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestChargeMode {
    #[serde(rename = "UNKNOWN")]
    Unknown,
    #[serde(rename = "INTERVAL")]
    Interval,
    #[serde(rename = "ONE_TIME")]
    OneTime,
}

/// `pre_entry_rule`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplicationRequestPreEntryRule {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_type: Option<ApplicationRequestPreEntryRuleDayType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vehicle_type: Option<ApplicationRequestPreEntryRuleVehicleType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plate_type: Option<ApplicationRequestPreEntryRulePlateType>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_fee_per_day: Option<i64>,
}

/// `day_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestPreEntryRuleDayType {
    #[serde(rename = "DAY_TYPE_UNKNOWN")]
    DayTypeUnknown,
    #[serde(rename = "DAY_TYPE_WEEKDAY")]
    DayTypeWeekday,
    #[serde(rename = "DAY_TYPE_HOLIDAY")]
    DayTypeHoliday,
    #[serde(rename = "DAY_TYPE_ALL_DAY")]
    DayTypeAllDay,
}

/// `vehicle_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestPreEntryRuleVehicleType {
    #[serde(rename = "VEHICLE_TYPE_UNKNOWN")]
    VehicleTypeUnknown,
    #[serde(rename = "VEHICLE_TYPE_SMALL")]
    VehicleTypeSmall,
    #[serde(rename = "VEHICLE_TYPE_LARGE")]
    VehicleTypeLarge,
    #[serde(rename = "VEHICLE_TYPE_EXTRA_LARGE")]
    VehicleTypeExtraLarge,
    #[serde(rename = "VEHICLE_TYPE_ALL_TYPE")]
    VehicleTypeAllType,
}

/// `plate_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestPreEntryRulePlateType {
    #[serde(rename = "PLATE_TYPE_UNKNOWN")]
    PlateTypeUnknown,
    #[serde(rename = "PLATE_TYPE_TEMPORARY")]
    PlateTypeTemporary,
    #[serde(rename = "PLATE_TYPE_MONTHLY")]
    PlateTypeMonthly,
    #[serde(rename = "PLATE_TYPE_FREE")]
    PlateTypeFree,
    #[serde(rename = "PLATE_TYPE_PREPAID")]
    PlateTypePrepaid,
    #[serde(rename = "PLATE_TYPE_OTHERS")]
    PlateTypeOthers,
}

/// `holiday_mode`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestHolidayMode {
    #[serde(rename = "HOLIDAY_MODE_UNKNOWN")]
    HolidayModeUnknown,
    #[serde(rename = "HOLIDAY_MODE_LEGAL_MODY")]
    HolidayModeLegalMody,
    #[serde(rename = "HOLIDAY_MODE_CALENDAR_MODY")]
    HolidayModeCalendarMody,
    #[serde(rename = "HOLIDAY_MODE_FINANCIAL_MODY")]
    HolidayModeFinancialMody,
}

/// `aggregate_limit_mode`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestAggregateLimitMode {
    #[serde(rename = "AGGREGATE_LIMIT_MODE_UNKNOWN")]
    AggregateLimitModeUnknown,
    #[serde(rename = "AGGREGATE_LIMIT_MODE_NORMAL")]
    AggregateLimitModeNormal,
    #[serde(rename = "AGGREGATE_LIMIT_MODE_MIN")]
    AggregateLimitModeMin,
}

/// `first_charge_time_mode`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ApplicationRequestFirstChargeTimeMode {
    #[serde(rename = "FIRST_CHARGE_TIME_MODE_UNKNOWN")]
    FirstChargeTimeModeUnknown,
    #[serde(rename = "FIRST_CHARGE_TIME_MODE_ENTER")]
    FirstChargeTimeModeEnter,
    #[serde(rename = "FIRST_CHARGE_TIME_MODE_AFTER_FREE")]
    FirstChargeTimeModeAfterFree,
}

/// 提交停车场进件申请: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApplicationResponse {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parking_lot_audit_no: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_pay_devices_open_scenario_speakerorder_transaction_id_report {
// POST v3/pay-devices/open-scenario-speakerorder/{transaction_id}/report
// 码牌支付结果上报
// https://docs.qq.com/doc/p/104fa2cfd02a4ae89e79e0402b12f738e933c698?nlc=1
//
//     let options = ReportOptions { … };
//     let response: ReportResponse = client.chain("v3/pay-devices/open-scenario-speakerorder/{transaction_id}/report").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 码牌支付结果上报: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportOptions {
    /// a variable of the path
    pub transaction_id: String,
    /// the body
    pub json: ReportRequest,
}

/// 码牌支付结果上报: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportRequest {
    /// string, required
    pub sub_mchid: String,
    /// string, required
    pub code_url: String,
    /// string, required
    pub out_trade_no: String,
    /// string, required
    pub device_sn: String,
}

/// 码牌支付结果上报: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportResponse {
    /// string, required
    pub sub_mchid: String,
    /// string, required
    pub code_url: String,
    /// string, required
    pub out_trade_no: String,
    /// string, required
    pub device_sn: String,
    /// string, required
    pub transaction_id: String,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_pay_acquiring_bank_transactions_exposure {
// POST v3/pay/acquiring-bank/transactions/exposure
// 微信分付-支付方式前置服务
// https://pay.weixin.qq.com/doc/v3/partner/4014326541
//
//     let options = ExposureOptions { … };
//     let response: ExposureResponse = client.chain("v3/pay/acquiring-bank/transactions/exposure").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 微信分付-支付方式前置服务: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExposureOptions {
    /// the body
    pub json: ExposureRequest,
}

/// 微信分付-支付方式前置服务: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExposureRequest {
    /// string, required
    pub acquiring_bank_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquiring_bank_appid: Option<String>,
    /// string, required
    pub merchant_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_appid: Option<String>,
    /// string, required
    pub channel_id: String,
    /// object, required
    pub payer: ExposureRequestPayer,
    /// string, required
    pub out_trade_no: String,
}

/// `payer`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExposureRequestPayer {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquiring_bank_openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number_hash: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_openid: Option<String>,
}

/// 微信分付-支付方式前置服务: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExposureResponse {
    /// boolean, required
    pub fqf_exposure: bool,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub market_exposure_token: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_pay_transactions_app_with_contract {
// POST v3/pay/transactions/app-with-contract
// APP下单并签约
// https://pay.weixin.qq.com/doc/v3/merchant/4017019923
//
//     let options = AppWithContractOptions { … };
//     let response: AppWithContractResponse = client.chain("v3/pay/transactions/app-with-contract").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// APP下单并签约: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AppWithContractOptions {
    /// the body
    pub json: AppWithContractRequest,
}

/// APP下单并签约: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AppWithContractRequest {
    /// string, required
    pub appid: String,
    /// string, required
    pub mchid: String,
    /// string, required
    pub description: String,
    /// string, required
    pub out_trade_no: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_expire: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string, required
    pub notify_url: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_tag: Option<String>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_fapiao: Option<bool>,
    /// object, required
    pub amount: AppWithContractRequestAmount,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<AppWithContractRequestDetail>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene_info: Option<AppWithContractRequestSceneInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settle_info: Option<AppWithContractRequestSettleInfo>,
    /// object, required
    pub contract_info: AppWithContractRequestContractInfo,
}

/// `amount`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AppWithContractRequestAmount {
    /// number, required
    pub total: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// `detail`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AppWithContractRequestDetail {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_price: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_id: Option<String>,
    /// object[], required
    pub goods_detail: Vec<AppWithContractRequestGoodsDetail>,
}

/// `goods_detail`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AppWithContractRequestGoodsDetail {
    /// string, required
    pub merchant_goods_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechatpay_goods_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_name: Option<String>,
    /// number, required
    pub quantity: i64,
    /// number, required
    pub unit_price: i64,
}

/// `scene_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AppWithContractRequestSceneInfo {
    /// string, required
    pub payer_client_ip: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_info: Option<AppWithContractRequestStoreInfo>,
}

/// `store_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AppWithContractRequestStoreInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_code: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// `settle_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AppWithContractRequestSettleInfo {
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profit_sharing: Option<bool>,
}

/// `contract_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AppWithContractRequestContractInfo {
    /// string, required
    pub plan_id: String,
    /// string, required
    pub contract_mchid: String,
    /// string, required
    pub contract_appid: String,
    /// string, required
    pub contract_code: String,
    /// string, required
    pub request_serial: String,
    /// string, required
    pub contract_display_account: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_notify_url: Option<String>,
}

/// APP下单并签约: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AppWithContractResponse {
    /// string, required
    pub prepay_id: String,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_pay_transactions_id_transaction_id {
// GET v3/pay/transactions/id/{transaction_id}
// 微信支付订单号查询
// https://pay.weixin.qq.com/doc/v3/merchant/4012791858
// https://pay.weixin.qq.com/doc/v3/merchant/4013070354
// https://pay.weixin.qq.com/doc/v3/merchant/4012791837
//
//     let options = TransactionsOptions { … };
//     let response: TransactionsResponse = client.chain("v3/pay/transactions/id/{transaction_id}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 微信支付订单号查询: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsOptions {
    /// a variable of the path
    pub transaction_id: String,
    /// the query
    pub query: TransactionsQuery,
}

/// 微信支付订单号查询: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsQuery {
    /// string, required
    pub mchid: String,
}

/// 微信支付订单号查询: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponse {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_state: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_state_desc: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// string, required
    pub appid: String,
    /// string, required
    pub mchid: String,
    /// string, required
    pub description: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string, required
    pub out_trade_no: String,
    /// object, required
    pub amount: TransactionsResponseAmount,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_expire: Option<String>,
    /// string, required
    pub notify_url: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_tag: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_pay: Option<Vec<TransactionsResponseLimitPay>>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_fapiao: Option<bool>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<TransactionsResponseDetail>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene_info: Option<TransactionsResponseSceneInfo>,
}

/// `amount`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseAmount {
    /// integer, required
    pub total: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// `limit_pay`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransactionsResponseLimitPay {
    #[serde(rename = "no_balance")]
    NoBalance,
    #[serde(rename = "no_credit")]
    NoCredit,
    #[serde(rename = "no_debit")]
    NoDebit,
    #[serde(rename = "balance_only")]
    BalanceOnly,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseDetail {
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_price: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_id: Option<String>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_detail: Option<Vec<TransactionsResponseGoodsDetail>>,
}

/// `goods_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseGoodsDetail {
    /// string, required
    pub merchant_goods_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechatpay_goods_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_name: Option<String>,
    /// integer, required
    pub quantity: i64,
    /// integer, required
    pub unit_price: i64,
}

/// `scene_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseSceneInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_client_ip: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_info: Option<TransactionsResponseStoreInfo>,
}

/// `store_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseStoreInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// string, required
    pub name: String,
    /// string, required
    pub area_code: String,
    /// string, required
    pub address: String,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_pay_transactions_jsapi_with_contract {
// POST v3/pay/transactions/jsapi-with-contract
// JSAPI下单并授权/签约
// https://pay.weixin.qq.com/doc/v3/merchant/4012530178
// https://pay.weixin.qq.com/doc/v3/merchant/4012526910
// https://pay.weixin.qq.com/doc/v3/merchant/4017019911
//
//     let options = JsapiWithContractOptions { … };
//     let response: JsapiWithContractResponse = client.chain("v3/pay/transactions/jsapi-with-contract").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// JSAPI下单并授权/签约: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiWithContractOptions {
    /// the body
    pub json: JsapiWithContractRequest,
}

/// JSAPI下单并授权/签约: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiWithContractRequest {
    /// string, required
    pub appid: String,
    /// string, required
    pub mchid: String,
    /// string, required
    pub description: String,
    /// string, required
    pub out_trade_no: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_expire: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string, required
    pub notify_url: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_tag: Option<String>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_fapiao: Option<bool>,
    /// object, required
    pub amount: JsapiWithContractRequestAmount,
    /// object, required
    pub payer: JsapiWithContractRequestPayer,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<JsapiWithContractRequestDetail>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene_info: Option<JsapiWithContractRequestSceneInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settle_info: Option<JsapiWithContractRequestSettleInfo>,
    /// object, required
    pub contract_info: JsapiWithContractRequestContractInfo,
}

/// `amount`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiWithContractRequestAmount {
    /// number, required
    pub total: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// `payer`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiWithContractRequestPayer {
    /// string, required
    pub openid: String,
}

/// `detail`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiWithContractRequestDetail {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_price: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_id: Option<String>,
    /// object[], required
    pub goods_detail: Vec<JsapiWithContractRequestGoodsDetail>,
}

/// `goods_detail`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiWithContractRequestGoodsDetail {
    /// string, required
    pub merchant_goods_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechatpay_goods_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_name: Option<String>,
    /// number, required
    pub quantity: i64,
    /// number, required
    pub unit_price: i64,
}

/// `scene_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiWithContractRequestSceneInfo {
    /// string, required
    pub payer_client_ip: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_info: Option<JsapiWithContractRequestStoreInfo>,
}

/// `store_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiWithContractRequestStoreInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_code: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// `settle_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiWithContractRequestSettleInfo {
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profit_sharing: Option<bool>,
}

/// `contract_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiWithContractRequestContractInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_free_contract_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_code: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_serial: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_display_account: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_notify_url: Option<String>,
}

/// JSAPI下单并授权/签约: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JsapiWithContractResponse {
    /// string, required
    pub prepay_id: String,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_pay_transactions_jsapi {
// POST v3/pay/transactions/jsapi
// JSAPI下单
// https://pay.weixin.qq.com/doc/v3/merchant/4012791856
// https://pay.weixin.qq.com/doc/v3/merchant/4012791897
// https://pay.weixin.qq.com/doc/v3/merchant/4012525167
//
//     let options = JsapiOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: JsapiResponse = client.chain("v3/pay/transactions/jsapi").post(options)?.json()?;

use serde::{Deserialize, Serialize};

/// JSAPI下单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiOptions {
    /// the body
    pub json: JsapiRequest,
}

/// JSAPI下单: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequest {
    /// string, required
    pub appid: String,
    /// string, required
    pub mchid: String,
    /// string, required
    pub description: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string, required
    pub out_trade_no: String,
    /// object, required
    pub amount: JsapiRequestAmount,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_expire: Option<String>,
    /// string, required
    pub notify_url: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_tag: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_pay: Option<Vec<JsapiRequestLimitPay>>,
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_fapiao: Option<bool>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<JsapiRequestDetail>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene_info: Option<JsapiRequestSceneInfo>,
    /// object, required
    pub payer: JsapiRequestPayer,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settle_info: Option<JsapiRequestSettleInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsidy_info: Option<JsapiRequestSubsidyInfo>,
}

/// `amount`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestAmount {
    /// integer, required
    pub total: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// `limit_pay`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum JsapiRequestLimitPay {
    #[serde(rename = "no_balance")]
    NoBalance,
    #[serde(rename = "no_credit")]
    NoCredit,
    #[serde(rename = "no_debit")]
    NoDebit,
    #[serde(rename = "balance_only")]
    BalanceOnly,
}

/// `detail`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestDetail {
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_price: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_id: Option<String>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_detail: Option<Vec<JsapiRequestGoodsDetail>>,
}

/// `goods_detail`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestGoodsDetail {
    /// string, required
    pub merchant_goods_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechatpay_goods_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_name: Option<String>,
    /// integer, required
    pub quantity: i64,
    /// integer, required
    pub unit_price: i64,
}

/// `scene_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestSceneInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_client_ip: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_info: Option<JsapiRequestStoreInfo>,
}

/// `store_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestStoreInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// string, required
    pub name: String,
    /// string, required
    pub area_code: String,
    /// string, required
    pub address: String,
}

/// `payer`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestPayer {
    /// string, required
    pub openid: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<JsapiRequestIdentity>,
}

/// `identity`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestIdentity {
    /// string, required
    pub r#type: JsapiRequestType,
    /// string, required, encrypted: `client.sensitive()`
    pub number: String,
    /// string, required, encrypted: `client.sensitive()`
    pub name: String,
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum JsapiRequestType {
    #[serde(rename = "IDCARD")]
    Idcard,
    #[serde(rename = "HONGKONG_MACAO")]
    HongkongMacao,
    #[serde(rename = "HONGKONG_MACAO_RESIDENT")]
    HongkongMacaoResident,
    #[serde(rename = "TAIWAN_RESIDENT")]
    TaiwanResident,
    #[serde(rename = "FOREIGN_RESIDENT")]
    ForeignResident,
    #[serde(rename = "OVERSEA_PASSPORT")]
    OverseaPassport,
    #[serde(rename = "PHONE_NUMBER")]
    PhoneNumber,
}

/// `settle_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestSettleInfo {
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profit_sharing: Option<bool>,
}

/// `subsidy_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestSubsidyInfo {
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsidy_detail: Option<Vec<JsapiRequestSubsidyDetail>>,
}

/// `subsidy_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestSubsidyDetail {
    /// string, required
    pub subsidy_period_type: JsapiRequestSubsidyPeriodType,
    /// object[], required
    pub subsidy_plan: Vec<JsapiRequestSubsidyPlan>,
}

/// `subsidy_period_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum JsapiRequestSubsidyPeriodType {
    #[serde(rename = "DAILY")]
    Daily,
    #[serde(rename = "PERIOD")]
    Period,
}

/// `subsidy_plan`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JsapiRequestSubsidyPlan {
    /// integer, required: `3` | `6` | `12`
    pub subsidy_installment_num: i64,
    /// integer, required: `0` | `100`
    pub subsidy_percent: i64,
}

/// JSAPI下单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JsapiResponse {
    /// string, required
    pub prepay_id: String,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_pay_transactions_out_trade_no_out_trade_no_close {
// POST v3/pay/transactions/out-trade-no/{out_trade_no}/close
// 关单
// https://pay.weixin.qq.com/doc/v3/merchant/4012791860
// https://pay.weixin.qq.com/doc/v3/merchant/4013070360
// https://pay.weixin.qq.com/doc/v3/merchant/4012791839
//
//     let options = CloseOptions { … };
//     client.chain("v3/pay/transactions/out-trade-no/{out_trade_no}/close").post(&options)?;

use serde::{Deserialize, Serialize};

/// 关单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CloseOptions {
    /// a variable of the path
    pub out_trade_no: String,
    /// the body
    pub json: CloseRequest,
}

/// 关单: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CloseRequest {
    /// string, required
    pub mchid: String,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_platsolution_ecommerce_insurance_compensation_contracts {
// POST v3/platsolution/ecommerce/insurance-compensation-contracts
// 开通保险理赔功能
// https://pay.weixin.qq.com/doc/v3/partner/4012781476
//
//     let options = InsuranceCompensationContractsOptions { … };
//     let response: InsuranceCompensationContractsResponse = client.chain("v3/platsolution/ecommerce/insurance-compensation-contracts").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 开通保险理赔功能: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InsuranceCompensationContractsOptions {
    /// the body
    pub json: InsuranceCompensationContractsRequest,
}

/// 开通保险理赔功能: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InsuranceCompensationContractsRequest {
    /// string, required
    pub out_apply_no: String,
    /// string, required
    pub sub_mchid: String,
    /// object[], required
    pub agreement_list: Vec<InsuranceCompensationContractsRequestAgreementList>,
}

/// `agreement_list`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InsuranceCompensationContractsRequestAgreementList {
    /// string, required
    pub agreement_code: String,
    /// string, required
    pub agreement_version: String,
    /// string, required
    pub sign_organization: String,
    /// string, required
    pub sign_time: String,
}

/// 开通保险理赔功能: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InsuranceCompensationContractsResponse {
    /// string, required
    pub sub_mchid: String,
    /// boolean, required
    pub opened: bool,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_platsolution_ecommerce_recharges_out_recharge_no_out_recharge_no {
// GET v3/platsolution/ecommerce/recharges/out-recharge-no/{out_recharge_no}
// 查询二级商户充值结果
// https://pay.weixin.qq.com/doc/v3/partner/4012762874
//
//     let options = RechargesOptions { … };
//     let response: RechargesResponse = client.chain("v3/platsolution/ecommerce/recharges/out-recharge-no/{out_recharge_no}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询二级商户充值结果: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RechargesOptions {
    /// a variable of the path
    pub out_recharge_no: String,
    /// the query
    pub query: RechargesQuery,
}

/// 查询二级商户充值结果: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RechargesQuery {
    /// string, required
    pub sub_mchid: String,
}

/// 查询二级商户充值结果: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RechargesResponse {
    /// string, required
    pub sp_mchid: String,
    /// string, required
    pub sub_mchid: String,
    /// string, required
    pub recharge_id: String,
    /// string, required
    pub out_recharge_no: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recharge_channel: Option<RechargesResponseRechargeChannel>,
    /// string, required
    pub account_type: RechargesResponseAccountType,
    /// string, required
    pub recharge_state: RechargesResponseRechargeState,
    /// string, required
    pub recharge_scene: RechargesResponseRechargeScene,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recharge_state_desc: Option<String>,
    /// object, required
    pub recharge_amount: RechargesResponseRechargeAmount,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_transfer_info: Option<RechargesResponseBankTransferInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qr_recharge_info: Option<RechargesResponseQrRechargeInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online_bank_recharge_info: Option<RechargesResponseOnlineBankRechargeInfo>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_time: Option<String>,
    /// string[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_recharge_channels: Option<Vec<RechargesResponseAvailableRechargeChannels>>,
}

/// `recharge_channel`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RechargesResponseRechargeChannel {
    #[serde(rename = "BANK_TRANSFER")]
    BankTransfer,
    #[serde(rename = "QR_RECHARGE")]
    QrRecharge,
    #[serde(rename = "ONLINE_BANK")]
    OnlineBank,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `account_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RechargesResponseAccountType {
    #[serde(rename = "DEPOSIT")]
    Deposit,
    #[serde(rename = "OPERATION")]
    Operation,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `recharge_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RechargesResponseRechargeState {
    #[serde(rename = "SUCCESS")]
    Success,
    #[serde(rename = "RECHARGING")]
    Recharging,
    #[serde(rename = "CLOSED")]
    Closed,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `recharge_scene`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RechargesResponseRechargeScene {
    #[serde(rename = "ECOMMERCE_DEPOSIT")]
    EcommerceDeposit,
    #[serde(rename = "ECOMMERCE_PAYMENT")]
    EcommercePayment,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `recharge_amount`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RechargesResponseRechargeAmount {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// `bank_transfer_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RechargesResponseBankTransferInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bill_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memo: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_reason: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_card_tail: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_account_name: Option<String>,
}

/// `qr_recharge_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RechargesResponseQrRechargeInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employee_type: Option<RechargesResponseEmployeeType>,
}

/// `employee_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RechargesResponseEmployeeType {
    #[serde(rename = "ADMIN")]
    Admin,
    #[serde(rename = "STAFF")]
    Staff,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `online_bank_recharge_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RechargesResponseOnlineBankRechargeInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bill_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_reason: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online_bank_type: Option<RechargesResponseOnlineBankType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_card_tail: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_account_name: Option<String>,
}

/// `online_bank_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RechargesResponseOnlineBankType {
    #[serde(rename = "ONLINE_BANK_TYPE_CORPORATE")]
    OnlineBankTypeCorporate,
    #[serde(rename = "ONLINE_BANK_TYPE_PERSONAL")]
    OnlineBankTypePersonal,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `available_recharge_channels`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RechargesResponseAvailableRechargeChannels {
    #[serde(rename = "BANK_TRANSFER")]
    BankTransfer,
    #[serde(rename = "QR_RECHARGE")]
    QrRecharge,
    #[serde(rename = "ONLINE_BANK")]
    OnlineBank,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod get_v3_qrcode_transactions_out_trade_no_out_trade_no {
// GET v3/qrcode/transactions/out-trade-no/{out_trade_no}
// 查询订单
//
//     let options = TransactionsOptions { … };
//     let response: TransactionsResponse = client.chain("v3/qrcode/transactions/out-trade-no/{out_trade_no}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询订单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsOptions {
    /// a variable of the path
    pub out_trade_no: String,
    /// the query
    pub query: TransactionsQuery,
}

/// 查询订单: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsQuery {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
}

/// 查询订单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponse {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sp_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_trade_no: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_state: Option<TransactionsResponseTradeState>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_state_description: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_repay_state: Option<TransactionsResponseUserRepayState>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repay_transaction_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repay_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_scene: Option<TransactionsResponseTradeScene>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bus_info: Option<TransactionsResponseBusInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metro_info: Option<TransactionsResponseMetroInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<serde_json::Map<String, serde_json::Value>>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_detail: Option<Vec<TransactionsResponsePromotionDetail>>,
}

/// `trade_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransactionsResponseTradeState {
    #[serde(rename = "SUCCESS")]
    Success,
    #[serde(rename = "ACCEPTED")]
    Accepted,
    #[serde(rename = "PAY_FAIL")]
    PayFail,
    #[serde(rename = "REFUND")]
    Refund,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `user_repay_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransactionsResponseUserRepayState {
    #[serde(rename = "NOT_REPAY")]
    NotRepay,
    #[serde(rename = "REPAID")]
    Repaid,
    #[serde(rename = "ALL_REFUND")]
    AllRefund,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `trade_scene`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransactionsResponseTradeScene {
    #[serde(rename = "BUS")]
    Bus,
    #[serde(rename = "METRO")]
    Metro,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `bus_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseBusInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plate_number: Option<String>,
}

/// `metro_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseMetroInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_station: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_station: Option<String>,
}

/// `promotion_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponsePromotionDetail {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<TransactionsResponseScope>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<TransactionsResponseType>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock_id: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechatpay_contribute: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_contribute: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_contribute: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// `scope`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransactionsResponseScope {
    #[serde(rename = "GLOBAL")]
    Global,
    #[serde(rename = "SINGLE")]
    Single,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransactionsResponseType {
    #[serde(rename = "CASH")]
    Cash,
    #[serde(rename = "NOCASH")]
    Nocash,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}

#[rustfmt::skip]
pub(super) mod get_v3_realname_verify {
// GET v3/realname/verify
// 实名信息校验
// https://pay.weixin.qq.com/doc/v3/partner/4013735179
//
//     let options = VerifyOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: VerifyResponse = client.chain("v3/realname/verify").get(options)?.json()?;

use serde::{Deserialize, Serialize};

/// 实名信息校验: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VerifyOptions {
    /// the query
    pub query: VerifyQuery,
}

/// 实名信息校验: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VerifyQuery {
    /// number, required: `1` | `2` | `5` | `9` | `12` | `17` | `19`
    pub credential_type: i64,
    /// string, required, encrypted: `client.sensitive()`
    pub encrypted_credential_id: String,
    /// string, required, encrypted: `client.sensitive()`
    pub encrypted_name: String,
    /// string, required
    pub wxp_trade_no: String,
}

/// 实名信息校验: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerifyResponse {
    /// number, required: `0` | `1`
    pub verify_result: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub err_message: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_recharge_bank_transfer_recharges_out_recharge_no_out_recharge_no {
// GET v3/recharge/bank-transfer-recharges/out-recharge-no/{out_recharge_no}
// 查询银行转账充值结果
// https://pay.weixin.qq.com/doc/v3/merchant/4012585430
//
//     let options = BankTransferRechargesOptions { … };
//     let response: BankTransferRechargesResponse = client.chain("v3/recharge/bank-transfer-recharges/out-recharge-no/{out_recharge_no}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询银行转账充值结果: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BankTransferRechargesOptions {
    /// a variable of the path
    pub out_recharge_no: String,
}

/// 查询银行转账充值结果: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BankTransferRechargesResponse {
    /// string, required
    pub mchid: String,
    /// string, required
    pub recharge_id: String,
    /// string, required
    pub out_recharge_no: String,
    /// string, required
    pub account_type: BankTransferRechargesResponseAccountType,
    /// string, required
    pub recharge_state: BankTransferRechargesResponseRechargeState,
    /// string, required
    pub recharge_scene: BankTransferRechargesResponseRechargeScene,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recharge_state_desc: Option<String>,
    /// object, required
    pub recharge_amount: BankTransferRechargesResponseRechargeAmount,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_transfer_info: Option<BankTransferRechargesResponseBankTransferInfo>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_time: Option<String>,
}

/// `account_type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BankTransferRechargesResponseAccountType {
    #[serde(rename = "BASIC")]
    Basic,
    #[serde(rename = "OPERATION")]
    Operation,
    #[serde(rename = "FEES")]
    Fees,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `recharge_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BankTransferRechargesResponseRechargeState {
    #[serde(rename = "SUCCESS")]
    Success,
    #[serde(rename = "RECHARGING")]
    Recharging,
    #[serde(rename = "CLOSED")]
    Closed,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `recharge_scene`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BankTransferRechargesResponseRechargeScene {
    #[serde(rename = "ECOMMERCE_BANK_TRANSFER")]
    EcommerceBankTransfer,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `recharge_amount`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BankTransferRechargesResponseRechargeAmount {
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// `bank_transfer_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BankTransferRechargesResponseBankTransferInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memo: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_reason: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_card_tail: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_refund_domestic_refunds {
// POST v3/refund/domestic/refunds
// 申请退款
// https://pay.weixin.qq.com/doc/v3/merchant/4012791862
// https://pay.weixin.qq.com/doc/v3/merchant/4013070371
// https://pay.weixin.qq.com/doc/v3/merchant/4012810597
//
//     let options = RefundsOptions { … };
//     let response: RefundsResponse = client.chain("v3/refund/domestic/refunds").post(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 申请退款: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RefundsOptions {
    /// the body
    pub json: RefundsRequest,
}

/// 申请退款: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RefundsRequest {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_trade_no: Option<String>,
    /// string, required
    pub out_refund_no: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify_url: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub funds_account: Option<String>,
    /// object, required
    pub amount: RefundsRequestAmount,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_detail: Option<Vec<RefundsRequestGoodsDetail>>,
}

/// `amount`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RefundsRequestAmount {
    /// integer, required
    pub refund: i64,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Vec<RefundsRequestFrom>>,
    /// integer, required
    pub total: i64,
    /// string, required
    pub currency: String,
}

/// `from`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RefundsRequestFrom {
    /// string, required
    pub account: String,
    /// integer, required
    pub amount: i64,
}

/// `goods_detail`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RefundsRequestGoodsDetail {
    /// string, required
    pub merchant_goods_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechatpay_goods_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_name: Option<String>,
    /// integer, required
    pub unit_price: i64,
    /// integer, required
    pub refund_amount: i64,
    /// integer, required
    pub refund_quantity: i64,
}

/// 申请退款: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundsResponse {
    /// string, required
    pub refund_id: String,
    /// string, required
    pub out_refund_no: String,
    /// string, required
    pub transaction_id: String,
    /// string, required
    pub out_trade_no: String,
    /// string, required
    pub channel: String,
    /// string, required
    pub user_received_account: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// string, required
    pub create_time: String,
    /// string, required
    pub status: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub funds_account: Option<String>,
    /// object, required
    pub amount: RefundsResponseAmount,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_detail: Option<Vec<RefundsResponsePromotionDetail>>,
}

/// `amount`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundsResponseAmount {
    /// integer, required
    pub total: i64,
    /// integer, required
    pub refund: i64,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Vec<RefundsResponseFrom>>,
    /// integer, required
    pub payer_total: i64,
    /// integer, required
    pub payer_refund: i64,
    /// integer, required
    pub settlement_refund: i64,
    /// integer, required
    pub settlement_total: i64,
    /// integer, required
    pub discount_refund: i64,
    /// string, required
    pub currency: String,
    /// number
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_fee: Option<i64>,
}

/// `from`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundsResponseFrom {
    /// string, required
    pub account: String,
    /// integer, required
    pub amount: i64,
}

/// `promotion_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundsResponsePromotionDetail {
    /// string, required
    pub promotion_id: String,
    /// string, required
    pub scope: String,
    /// string, required
    pub r#type: String,
    /// integer, required
    pub amount: i64,
    /// integer, required
    pub refund_amount: i64,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_detail: Option<Vec<RefundsResponseGoodsDetail>>,
}

/// `goods_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundsResponseGoodsDetail {
    /// string, required
    pub merchant_goods_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechatpay_goods_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_name: Option<String>,
    /// integer, required
    pub unit_price: i64,
    /// integer, required
    pub refund_amount: i64,
    /// integer, required
    pub refund_quantity: i64,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_repayment_combine_transactions_partner_prepay {
// POST v3/repayment/combine-transactions/partner/prepay
// 还款下单
// https://pay.weixin.qq.com/doc/v3/partner/4015124463
//
//     let options = PrepayOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: PrepayResponse = client.chain("v3/repayment/combine-transactions/partner/prepay").post(options)?.json()?;

use serde::{Deserialize, Serialize};

/// 还款下单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PrepayOptions {
    /// the body
    pub json: PrepayRequest,
}

/// 还款下单: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PrepayRequest {
    /// string, required
    pub combine_out_trade_no: String,
    /// string, required
    pub combine_mchid: String,
    /// object[], required
    pub sub_orders: Vec<PrepayRequestSubOrders>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_expire: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify_url: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h5_info: Option<PrepayRequestH5Info>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_info: Option<PrepayRequestAppInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub miniprogram_info: Option<PrepayRequestMiniprogramInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combine_payer_info: Option<PrepayRequestCombinePayerInfo>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechat_web_info: Option<PrepayRequestWechatWebInfo>,
}

/// `sub_orders`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PrepayRequestSubOrders {
    /// string, required
    pub mchid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// string, required
    pub out_trade_no: String,
    /// object, required
    pub amount: PrepayRequestAmount,
    /// string, required
    pub attach: String,
    /// string, required
    pub description: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settle_info: Option<PrepayRequestSettleInfo>,
}

/// `amount`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PrepayRequestAmount {
    /// number, required
    pub total_amount: i64,
    /// string, required
    pub currency: String,
}

/// `settle_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PrepayRequestSettleInfo {
    /// boolean
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profit_sharing: Option<bool>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsidy_amount: Option<i64>,
}

/// `h5_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrepayRequestH5Info {
    /// string, required
    pub combine_appid: String,
    /// string, required
    pub payer_client_ip: String,
    /// string, required
    pub r#type: PrepayRequestType,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_name: Option<String>,
    /// string, required
    pub app_url: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_name: Option<String>,
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PrepayRequestType {
    #[serde(rename = "iOS")]
    IOS,
    Android,
    Wap,
}

/// `app_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PrepayRequestAppInfo {
    /// string, required
    pub combine_appid: String,
}

/// `miniprogram_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PrepayRequestMiniprogramInfo {
    /// string, required
    pub combine_appid: String,
    /// string, required
    pub openid: String,
}

/// `combine_payer_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PrepayRequestCombinePayerInfo {
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<PrepayRequestIdentity>,
}

/// `identity`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrepayRequestIdentity {
    /// string, required
    pub r#type: PrepayRequestIdentityType,
    /// string, required, encrypted: `client.sensitive()`
    pub number: String,
    /// string, required, encrypted: `client.sensitive()`
    pub name: String,
}

/// `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PrepayRequestIdentityType {
    #[serde(rename = "IDCARD")]
    Idcard,
    #[serde(rename = "HONGKONG_MACAO")]
    HongkongMacao,
    #[serde(rename = "HONGKONG_MACAO_RESIDENT")]
    HongkongMacaoResident,
    #[serde(rename = "TAIWAN_RESIDENT")]
    TaiwanResident,
    #[serde(rename = "FOREIGN_RESIDENT")]
    ForeignResident,
    #[serde(rename = "OVERSEA_PASSPORT")]
    OverseaPassport,
    #[serde(rename = "TAIWAN_COMPATRIOT_PERMIT")]
    TaiwanCompatriotPermit,
}

/// `wechat_web_info`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PrepayRequestWechatWebInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combine_appid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webview_url: Option<String>,
}

/// 还款下单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrepayResponse {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prepay_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub h5_url: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod post_v3_taxi_invoice_driver_update_driver {
// POST v3/taxi-invoice/driver/update-driver
// 更新司机信息
// https://pay.weixin.qq.com/doc/v3/partner/4012460171
//
//     let options = UpdateDriverOptions { … };
//     let sensitive = client.sensitive()?;
//     let options = Options::from(&options).sensitive(&sensitive);
//     let response: UpdateDriverResponse = client.chain("v3/taxi-invoice/driver/update-driver").post(options)?.json()?;

use serde::{Deserialize, Serialize};

/// 更新司机信息: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateDriverOptions {
    /// the body
    pub json: UpdateDriverRequest,
}

/// 更新司机信息: the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateDriverRequest {
    /// string, required, encrypted: `client.sensitive()`
    pub driver_name: String,
    /// string, required, encrypted: `client.sensitive()`
    pub id_card_number: String,
    /// string, required
    pub company_name: String,
    /// string, required
    pub mchid: String,
    /// string, required
    pub driver_license: String,
    /// string, required
    pub driver_category: String,
    /// string, required
    pub driver_status: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub driver_photo: Option<UpdateDriverRequestDriverPhoto>,
    /// integer, required
    pub region_id: i64,
}

/// `driver_photo`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateDriverRequestDriverPhoto {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo_type: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo_digest: Option<UpdateDriverRequestPhotoDigest>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo_url: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo_icon: Option<String>,
}

/// `photo_digest`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdateDriverRequestPhotoDigest {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_value: Option<String>,
}

/// 更新司机信息: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UpdateDriverResponse {
    /// string, required, encrypted: `client.sensitive()`
    pub driver_name: String,
    /// string, required, encrypted: `client.sensitive()`
    pub id_card_number: String,
    /// string, required
    pub company_name: String,
    /// string, required
    pub mchid: String,
    /// string, required
    pub driver_license: String,
    /// string, required
    pub driver_category: String,
    /// string, required
    pub driver_status: String,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub driver_photo: Option<UpdateDriverResponseDriverPhoto>,
    /// integer, required
    pub region_id: i64,
}

/// `driver_photo`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UpdateDriverResponseDriverPhoto {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo_type: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo_digest: Option<UpdateDriverResponsePhotoDigest>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo_url: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo_icon: Option<String>,
}

/// `photo_digest`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UpdateDriverResponsePhotoDigest {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_value: Option<String>,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_vehicle_etc_transactions_id_transaction_id {
// GET v3/vehicle/etc/transactions/id/{transaction_id}
// 查询订单
// https://pay.weixin.qq.com/doc/v3/partner/4012715719
//
//     let options = TransactionsOptions { … };
//     let response: TransactionsResponse = client.chain("v3/vehicle/etc/transactions/id/{transaction_id}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 查询订单: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsOptions {
    /// a variable of the path
    pub transaction_id: String,
    /// the query
    pub query: TransactionsQuery,
}

/// 查询订单: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TransactionsQuery {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
}

/// 查询订单: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponse {
    /// string, required
    pub mchid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<String>,
    /// string, required
    pub appid: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_appid: Option<String>,
    /// string, required
    pub out_trade_no: String,
    /// string, required
    pub transaction_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// string, required
    pub trade_type: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// string, required
    pub trade_state: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trade_state_desc: Option<String>,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer: Option<TransactionsResponsePayer>,
    /// object, required
    pub amount: TransactionsResponseAmount,
    /// object
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_info: Option<TransactionsResponseDeviceInfo>,
    /// object[]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_detail: Option<Vec<TransactionsResponsePromotionDetail>>,
}

/// `payer`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponsePayer {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sp_openid: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_openid: Option<String>,
}

/// `amount`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseAmount {
    /// integer, required
    pub total: i64,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_total: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_total: Option<i64>,
}

/// `device_info`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponseDeviceInfo {
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_ip: Option<String>,
}

/// `promotion_detail`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransactionsResponsePromotionDetail {
    /// string, required
    pub promotion_id: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_id: Option<String>,
    /// integer, required
    pub amount: i64,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wxpay_contribute: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_contribute: Option<i64>,
    /// integer
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_contribute: Option<i64>,
}
}

#[rustfmt::skip]
pub(super) mod get_v3_webizpay_employees_employee_id_out_quota_cards_out_card_no {
// GET v3/webizpay/employees/{employee_id}/out-quota-cards/{out_card_no}
// 使用商户卡号查询企业支付额度卡
// https://pay.weixin.qq.com/doc/v3/partner/4015001625
//
//     let options = OutQuotaCardsOptions { … };
//     let response: OutQuotaCardsResponse = client.chain("v3/webizpay/employees/{employee_id}/out-quota-cards/{out_card_no}").get(&options)?.json()?;

use serde::{Deserialize, Serialize};

/// 使用商户卡号查询企业支付额度卡: the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OutQuotaCardsOptions {
    /// a variable of the path
    pub employee_id: String,
    /// a variable of the path
    pub out_card_no: String,
    /// the query
    pub query: OutQuotaCardsQuery,
}

/// 使用商户卡号查询企业支付额度卡: the query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OutQuotaCardsQuery {
    /// string, required
    pub sp_mchid: String,
    /// string, required
    pub sub_mchid: String,
}

/// 使用商户卡号查询企业支付额度卡: the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutQuotaCardsResponse {
    /// string, required
    pub sp_mchid: String,
    /// string, required
    pub sub_mchid: String,
    /// string, required
    pub card_no: String,
    /// string, required
    pub out_card_no: String,
    /// string, required
    pub employee_id: String,
    /// string, required
    pub card_template_id: String,
    /// string, required
    pub card_rule: OutQuotaCardsResponseCardRule,
    /// string, required
    pub refund_rule: OutQuotaCardsResponseRefundRule,
    /// number, required
    pub amount: i64,
    /// number, required
    pub remain_amount: i64,
    /// string, required
    pub effective_end_time: String,
    /// string, required
    pub effective_begin_time: String,
    /// string, required
    pub card_state: OutQuotaCardsResponseCardState,
    /// string, required
    pub card_name: String,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_usage_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_disabled_time: Option<String>,
    /// string
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_remark: Option<String>,
}

/// `card_rule`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OutQuotaCardsResponseCardRule {
    #[serde(rename = "SINGLE")]
    Single,
    #[serde(rename = "MULTIPLE")]
    Multiple,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `refund_rule`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OutQuotaCardsResponseRefundRule {
    #[serde(rename = "RETURN")]
    Return,
    #[serde(rename = "NOT_RETURN")]
    NotReturn,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}

/// `card_state`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OutQuotaCardsResponseCardState {
    #[serde(rename = "ACTIVE")]
    Active,
    #[serde(rename = "DISABLED")]
    Disabled,
    /// A value that is not documented.
    #[serde(untagged)]
    Other(String),
}
}
