//! Which requests meet which faults.

use std::sync::{Mutex, PoisonError};

use http::Method;

use super::super::routes::Template;
use super::{Fault, Faults};

/// One or several faults at once, and the requests that meet them: the next one, unless it says
/// otherwise. [`Gateway::fault`](super::Gateway::fault) takes it.
///
/// ```
/// use http::Method;
/// use wechatpay_chain::gateway::Fault;
///
/// # fn main() -> Result<(), wechatpay_chain::Error> {
/// # let gateway = wechatpay_chain::Gateway::start()?;
/// gateway.fault(Fault::ServerError.times(2).on(Method::GET, "/v3/pay/transactions/id/{id}"));
/// gateway.fault(Fault::ClockSkew(-301).and(Fault::OtherKeyMode).always());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "give it to Gateway::fault"]
pub struct FaultPlan {
    faults: Faults,
    /// `None` for ever.
    left: Option<usize>,
    route: Option<(Method, Template)>,
}

impl From<Fault> for FaultPlan {
    fn from(fault: Fault) -> Self {
        Self { faults: Faults(vec![fault]), left: Some(1), route: None }
    }
}

impl FaultPlan {
    /// Of the next so many requests, rather than of one.
    pub fn times(mut self, times: usize) -> Self {
        self.left = Some(times);
        self
    }

    /// Of all requests, until [`Gateway::clear_faults`](super::Gateway::clear_faults).
    pub fn always(mut self) -> Self {
        self.left = None;
        self
    }

    /// Of requests with this method whose path matches the template, as in
    /// [`Gateway::on`](super::Gateway::on).
    pub fn on(mut self, method: Method, template: &str) -> Self {
        self.route = Some((method, Template::parse(template)));
        self
    }

    /// Together with another fault.
    pub fn and(mut self, fault: Fault) -> Self {
        self.faults.0.push(fault);
        self
    }

    fn fits(&self, method: &Method, path: &str) -> bool {
        self.left != Some(0)
            && self
                .route
                .as_ref()
                .is_none_or(|(of, template)| of == method && template.matches(path).is_some())
    }
}

/// The plans of a gateway, the oldest first.
#[derive(Default)]
pub(in super::super) struct Plans(Mutex<Vec<FaultPlan>>);

impl Plans {
    pub(super) fn add(&self, plan: FaultPlan) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(plan);
    }

    pub(super) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The faults of a request that arrives now.
    pub(in super::super) fn take(&self, method: &Method, path: &str) -> Faults {
        let mut plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(at) = plans.iter().position(|plan| plan.fits(method, path)) else {
            return Faults::default();
        };
        let plan = &mut plans[at];
        plan.left = plan.left.map(|left| left - 1);
        let faults = plan.faults.clone();
        plans.retain(|plan| plan.left != Some(0));
        faults
    }
}
