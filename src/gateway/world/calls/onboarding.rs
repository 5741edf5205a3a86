//! The calls about onboarding: a merchant's application, its queries, the account that it is settled
//! to.

use http::Method;
use serde_json::json;

use super::Entry;
use super::fields::Fields;
use super::known::Known;
use super::onboarding_fields as members;
use super::refusal::Refusal;
use super::sensitive;
use crate::gateway::keys::digits;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::time::now;
use crate::gateway::world::model::applyment::{AUDITING, Account, Applyment, Change};
use crate::gateway::world::state::World;
use crate::language::say;

pub(super) const CALLS: &[Entry] = &[
    // The slash at its end is WeChat Pay's.
    (Method::POST, "/v3/applyment4sub/applyment/", apply),
    (Method::GET, "/v3/applyment4sub/applyment/business_code/{business_code}", by_code),
    (Method::GET, "/v3/applyment4sub/applyment/applyment_id/{applyment_id}", by_id),
    (Method::GET, "/v3/apply4sub/sub_merchants/{sub_mchid}/settlement", settlement),
    (Method::POST, "/v3/apply4sub/sub_merchants/{sub_mchid}/modify-settlement", modify),
    (Method::GET, "/v3/apply4sub/sub_merchants/{sub_mchid}/application/{application_no}", change),
];

const MODIFY: Known = &[&[
    "/modify_mode",
    "/account_type",
    "/account_bank",
    "/bank_address_code",
    "/bank_name",
    "/bank_branch_id",
    "/account_number",
    "/account_name",
]];

/// `POST /v3/applyment4sub/applyment/`. It is `APPLYMENT_STATE_AUDITING` until a command changes
/// that. One that was rejected may be sent again.
fn apply(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, members::KNOWN)?;
    let business_code = fields.text("/business_code", 1..=124)?.to_owned();
    members::check(&fields)?;
    for patterns in members::SECRETS {
        sensitive::check(world, request, &fields, patterns)?;
    }
    let account = account(world, request, &fields, "/bank_account_info")?;
    let new_id = format!("20000{}", digits(11)?);
    let mut state = world.state();
    let applyments = &mut state.onboarding.applyments;
    let earlier = applyments.get(&business_code);
    if earlier.is_some_and(|earlier| !earlier.is_open()) {
        let reason = say!(
            "an application with this business_code is in progress: query it, or send a new \
             business_code",
            "该 business_code 的申请单正在处理，请查询，或使用新的 business_code"
        );
        let words = "存在流程进行中的申请单，请检查是否重入";
        return Err(Refusal::bad_request("PROCESSING", words, &reason));
    }
    let applyment_id = earlier.map(|earlier| earlier.applyment_id);
    let applyment_id = applyment_id.unwrap_or_else(|| new_id.parse().unwrap_or_default());
    let applyment = Applyment {
        business_code: business_code.clone(),
        applyment_id,
        state: AUDITING,
        sub_mchid: None,
        account,
        rejected: None,
    };
    applyments.insert(business_code, applyment);
    Ok(json!({ "applyment_id": applyment_id }).into())
}

/// `GET /v3/applyment4sub/applyment/business_code/{business_code}`.
fn by_code(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let code = request.var("business_code").unwrap_or_default();
    shown(world, request, world.state().onboarding.applyments.get(code))
}

/// `GET /v3/applyment4sub/applyment/applyment_id/{applyment_id}`.
fn by_id(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let id = request.var("applyment_id").unwrap_or_default();
    let state = world.state();
    let fits = |applyment: &&Applyment| applyment.applyment_id.to_string() == id;
    shown(world, request, state.onboarding.applyments.values().find(fits))
}

fn shown(
    world: &World,
    request: &ReceivedRequest,
    applyment: Option<&Applyment>,
) -> Result<StubResponse, Refusal> {
    let applyment = applyment.ok_or_else(|| {
        let reason = say!(
            "no application has this number: send it first, or correct the number",
            "没有该编号的申请单，请先提交，或更正编号"
        );
        Refusal::not_found("APPLYMENT_NOT_EXIST", "申请单不存在", &reason)
    })?;
    let mut shown = applyment.shown();
    if applyment.awaits_merchant() {
        let path = format!("/public/apply4ec_sign/s?applymentId={}", applyment.applyment_id);
        shown["sign_url"] = world.address(request.headers(), &path).into();
    }
    Ok(shown.into())
}

/// `GET /v3/apply4sub/sub_merchants/{sub_mchid}/settlement`.
fn settlement(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let state = world.state();
    let number = request.var("sub_mchid").unwrap_or_default();
    let account = state.onboarding.accounts.get(number).ok_or_else(unknown_merchant)?;
    let mut shown = account.shown();
    shown["verify_result"] = "VERIFY_SUCCESS".into();
    Ok(shown.into())
}

/// `POST /v3/apply4sub/sub_merchants/{sub_mchid}/modify-settlement`. The account is verified, and
/// takes the other's place, at the first query of the application.
fn modify(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let fields = Fields::of_body(request, MODIFY)?;
    let mut account = account(world, request, &fields, "")?;
    fields.text("/account_number", 1..=2048)?;
    if fields.get("/modify_mode").is_some() {
        fields.choice("/modify_mode", &["MODIFY_MODE_ASYNC"])?;
    }
    let number = request.var("sub_mchid").unwrap_or_default();
    let application_no = digits(18)?;
    let mut state = world.state();
    let current = state.onboarding.accounts.get(number).ok_or_else(unknown_merchant)?;
    if account.account_name.is_empty() {
        account.account_name.clone_from(&current.account_name);
    }
    let change = Change { sub_mchid: number.to_owned(), account, finished: None };
    state.onboarding.changes.insert(application_no.clone(), change);
    Ok(json!({ "application_no": application_no }).into())
}

/// `GET /v3/apply4sub/sub_merchants/{sub_mchid}/application/{application_no}`.
fn change(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let sub_mchid = request.var("sub_mchid").unwrap_or_default();
    let number = request.var("application_no").unwrap_or_default();
    let onboarding = &mut world.state().onboarding;
    let found = onboarding.changes.get_mut(number).filter(|change| change.sub_mchid == sub_mchid);
    let change = found.ok_or_else(|| {
        let reason = say!(
            "this merchant has no such application: correct the numbers",
            "该商户没有这个申请单，请更正编号"
        );
        Refusal::not_found("RESOURCE_NOT_EXISTS", "申请单不存在", &reason)
    })?;
    if change.finished.is_none() {
        change.finished = Some(now());
        onboarding.accounts.insert(sub_mchid.to_owned(), change.account.clone());
    }
    Ok(change.shown().into())
}

/// The account that the object at this pointer describes.
fn account(
    world: &World,
    request: &ReceivedRequest,
    fields: &Fields,
    parent: &str,
) -> Result<Account, Refusal> {
    let at = |name: &str| format!("{parent}/{name}");
    let (name, values) = if parent.is_empty() {
        ("account_type", ["ACCOUNT_TYPE_BUSINESS", "ACCOUNT_TYPE_PRIVATE"])
    } else {
        ("bank_account_type", ["BANK_ACCOUNT_TYPE_CORPORATE", "BANK_ACCOUNT_TYPE_PERSONAL"])
    };
    let is_private = fields.choice(&at(name), &values)? == values[1];
    fields.text(&at("bank_address_code"), 1..=20)?;
    let mut bank = Vec::new();
    for name in ["bank_name", "bank_branch_id"] {
        if let Some(value) = fields.optional_text(&at(name), 1..=128)? {
            bank.push((name, value.to_owned()));
        }
    }
    let secret = |name: &str| sensitive::open(world, request, fields, &at(name));
    Ok(Account {
        account_type: if is_private { "ACCOUNT_TYPE_PRIVATE" } else { "ACCOUNT_TYPE_BUSINESS" },
        account_bank: fields.text(&at("account_bank"), 1..=128)?.to_owned(),
        bank,
        account_name: secret("account_name")?.unwrap_or_default(),
        account_number: secret("account_number")?.unwrap_or_default(),
    })
}

fn unknown_merchant() -> Refusal {
    let reason = say!(
        "no application of this gateway has this sub_mchid: finish one by POST /_gateway/applyment",
        "网关没有该 sub_mchid 的申请单，请用 POST /_gateway/applyment 完成一个申请"
    );
    Refusal::not_found("RESOURCE_NOT_EXISTS", "特约商户不存在", &reason)
}
