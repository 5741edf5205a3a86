//! Applications of merchants for onboarding, and the accounts that they are settled to.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::gateway::time::beijing;

#[derive(Default)]
pub(crate) struct Onboarding {
    /// By business_code.
    pub(crate) applyments: HashMap<String, Applyment>,
    /// By sub_mchid.
    pub(crate) accounts: HashMap<String, Account>,
    /// By application_no.
    pub(crate) changes: HashMap<String, Change>,
}

pub(crate) struct Applyment {
    pub(crate) business_code: String,
    pub(crate) applyment_id: u64,
    pub(crate) state: State,
    /// The merchant's number, once it has one.
    pub(crate) sub_mchid: Option<String>,
    pub(crate) account: Account,
    /// What was rejected, and why.
    pub(crate) rejected: Option<(String, String)>,
}

/// A state's name and description.
pub(crate) type State = (&'static str, &'static str);

pub(crate) const AUDITING: State = ("APPLYMENT_STATE_AUDITING", "资料审核中");
pub(crate) const FINISHED: State = ("APPLYMENT_STATE_FINISHED", "已完成");
pub(crate) const REJECTED: State = ("APPLYMENT_STATE_REJECTED", "申请单已驳回");
pub(crate) const EDITTING: State = ("APPLYMENT_STATE_EDITTING", "编辑中");
const CONFIRMED: State = ("APPLYMENT_STATE_TO_BE_CONFIRMED", "待账户验证");
const SIGNED: State = ("APPLYMENT_STATE_TO_BE_SIGNED", "待签约");
const SIGNING: State = ("APPLYMENT_STATE_SIGNING", "开通权限中");

/// All that an application may be in.
pub(crate) const STATES: [State; 8] = [
    EDITTING,
    AUDITING,
    REJECTED,
    CONFIRMED,
    SIGNED,
    SIGNING,
    FINISHED,
    ("APPLYMENT_STATE_CANCELED", "已作废"),
];

impl Applyment {
    /// Whether another application may take its place.
    pub(crate) fn is_open(&self) -> bool {
        [EDITTING, REJECTED].contains(&self.state)
    }

    /// Whether the merchant has its number in this state.
    pub(crate) fn has_number(&self) -> bool {
        [SIGNED, SIGNING, FINISHED].contains(&self.state)
    }

    /// Whether the merchant has to confirm or sign something.
    pub(crate) fn awaits_merchant(&self) -> bool {
        [CONFIRMED, SIGNED, SIGNING].contains(&self.state)
    }

    /// What a query returns, but for the sign_url.
    pub(crate) fn shown(&self) -> Value {
        let (state, message) = self.state;
        let mut shown = json!({
            "business_code": self.business_code,
            "applyment_id": self.applyment_id,
            "applyment_state": state,
            "applyment_state_msg": message,
        });
        if let Some(number) = self.sub_mchid.as_ref().filter(|_| self.has_number()) {
            shown["sub_mchid"] = number.as_str().into();
        }
        if let Some((field, reason)) = self.rejected.as_ref().filter(|_| self.state == REJECTED) {
            shown["audit_detail"] =
                json!([{ "field": field, "field_name": field, "reject_reason": reason }]);
        }
        shown
    }
}

/// The account that a merchant is settled to, in plain text.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) account_type: &'static str,
    pub(crate) account_bank: String,
    /// Members that need not be there: their names and values.
    pub(crate) bank: Vec<(&'static str, String)>,
    pub(crate) account_name: String,
    pub(crate) account_number: String,
}

impl Account {
    /// What a query returns, without the result of its verification.
    pub(crate) fn shown(&self) -> Value {
        let mut shown = json!({
            "account_type": self.account_type,
            "account_bank": self.account_bank,
            "account_number": masked(&self.account_number, 2, 2),
        });
        for (name, value) in &self.bank {
            shown[name] = value.as_str().into();
        }
        shown
    }
}

/// A request to settle to another account.
pub(crate) struct Change {
    pub(crate) sub_mchid: String,
    pub(crate) account: Account,
    /// Seconds since 1970; `None` while it is verified.
    pub(crate) finished: Option<u64>,
}

impl Change {
    /// What a query returns.
    pub(crate) fn shown(&self) -> Value {
        let mut shown = self.account.shown();
        shown["account_name"] = masked(&self.account.account_name, 1, 0).into();
        shown["verify_result"] =
            if self.finished.is_some() { "AUDIT_SUCCESS" } else { "AUDITING" }.into();
        if let Some(finished) = self.finished {
            shown["verify_finish_time"] = beijing(finished).into();
        }
        shown
    }
}

/// `62*************78`: the first and the last characters, if there are more.
fn masked(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let hidden = |index: usize| count <= first + last || (first..count - last).contains(&index);
    text.chars().enumerate().map(|(index, char)| if hidden(index) { '*' } else { char }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_masked_but_for_its_ends() {
        for (text, masked_text) in
            [("6212341234123478", "62************78"), ("1234", "****"), ("", "")]
        {
            assert_eq!(masked(text, 2, 2), masked_text);
        }
        assert_eq!(masked("张三丰", 1, 0), "张**");
        assert_eq!(masked("张", 1, 0), "*");
    }
}
