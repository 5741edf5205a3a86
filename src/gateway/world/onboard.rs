//! What happens to an application on command: it is finished, rejected, or in another state.

use serde_json::Value;

use super::model::applyment::{FINISHED, REJECTED, STATES, State};
use super::state::World;
use crate::error::{Error, ErrorKind, one_line};
use crate::gateway::keys::digits;
use crate::gateway::running::Gateway;
use crate::language::say;

impl Gateway {
    /// Finishes a merchant's application for onboarding, as WeChat Pay and the merchant would. It
    /// becomes `APPLYMENT_STATE_FINISHED`, and the merchant gets its `sub_mchid`. Returns the
    /// application, as a query returns it.
    ///
    /// ```no_run
    /// # use wechatpay_chain::{Error, Gateway};
    /// # fn main() -> Result<(), Error> {
    /// # let gateway = Gateway::start()?;
    /// // After a POST to v3/applyment4sub/applyment/ with this business_code:
    /// let applyment = gateway.finish_applyment("1900013511_10000")?;
    /// assert_eq!(applyment["applyment_state"], "APPLYMENT_STATE_FINISHED");
    /// println!("{}", applyment["sub_mchid"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`], if there is no application with this business_code.
    pub fn finish_applyment(&self, business_code: &str) -> Result<Value, Error> {
        self.shared.world.change_applyment(business_code, FINISHED, None)
    }

    /// Rejects a merchant's application. `field` is the rejected field's name, such as
    /// `id_card_copy`, and `reason` says why: the `audit_detail` of the application, which this
    /// returns as a query does. It may then be sent again with the same business_code.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`], if there is no application with this business_code.
    pub fn reject_applyment(
        &self,
        business_code: &str,
        field: &str,
        reason: &str,
    ) -> Result<Value, Error> {
        let rejected = Some((field.to_owned(), reason.to_owned()));
        self.shared.world.change_applyment(business_code, REJECTED, rejected)
    }

    /// Sets the state of a merchant's application, such as `APPLYMENT_STATE_TO_BE_SIGNED`. Returns
    /// the application, as a query returns it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`], if there is no application with this business_code, or no such state.
    pub fn set_applyment_state(&self, business_code: &str, state: &str) -> Result<Value, Error> {
        self.shared.world.set_applyment_state(business_code, state)
    }
}

impl World {
    pub(in crate::gateway) fn set_applyment_state(
        &self,
        business_code: &str,
        state: &str,
    ) -> Result<Value, Error> {
        let known = STATES.into_iter().find(|(name, _)| *name == state).ok_or_else(|| {
            let (state, names) = (one_line(state, 64), STATES.map(|(name, _)| name).join(", "));
            Error::options(say!(
                "`{state}` is not a state of an application: use {names}",
                "`{state}` 不是申请单的状态：请使用 {names}",
            ))
        })?;
        self.change_applyment(business_code, known, None)
    }

    fn change_applyment(
        &self,
        business_code: &str,
        state: State,
        rejected: Option<(String, String)>,
    ) -> Result<Value, Error> {
        let new_number = digits(8).map_err(|error| {
            Error::new(
                ErrorKind::Crypto,
                say!(
                    "the gateway could not generate a number: {error}",
                    "本地网关无法生成编号：{error}"
                ),
            )
            .with_source(error)
        })?;
        let onboarding = &mut self.state().onboarding;
        let applyment = onboarding.applyments.get_mut(business_code).ok_or_else(|| {
            let code = one_line(business_code, 124);
            Error::options(say!(
                "no application has the business_code `{code}`: send it first",
                "没有业务申请编号为 `{code}` 的申请单：请先提交申请单",
            ))
        })?;
        (applyment.state, applyment.rejected) = (state, rejected);
        if applyment.has_number() {
            let number = applyment.sub_mchid.get_or_insert_with(|| format!("16{new_number}"));
            if state == FINISHED && !onboarding.accounts.contains_key(number) {
                onboarding.accounts.insert(number.clone(), applyment.account.clone());
            }
        }
        Ok(applyment.shown())
    }
}
