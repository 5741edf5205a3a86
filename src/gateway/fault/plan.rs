//! Which faults apply to which requests.

use std::sync::{Mutex, PoisonError};

use http::Method;

use super::faults::Faults;
use super::kind::Fault;
use crate::error::{Error, one_line};
use crate::gateway::template::{METHODS, Template, check_template};
use crate::language::say;

/// One or more faults, and the requests to which they apply. Default: the next request.
/// [`Gateway::fault`](crate::Gateway::fault) takes it.
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
    /// `None` without a limit.
    left: Option<usize>,
    /// The method is `None` for any method.
    route: Option<(Option<Method>, Template)>,
    /// The template as it was given.
    path: String,
    /// It applies to one in this many matching requests.
    every: usize,
    /// How many requests have matched so far.
    fitted: usize,
}

impl From<Fault> for FaultPlan {
    fn from(fault: Fault) -> Self {
        Self {
            faults: Faults(vec![fault]),
            left: Some(1),
            route: None,
            path: String::new(),
            every: 1,
            fitted: 0,
        }
    }
}

impl Fault {
    /// Applies to the next `times` requests. Default: 1.
    pub fn times(self, times: usize) -> FaultPlan {
        FaultPlan::from(self).times(times)
    }

    /// Applies to all requests, until [`Gateway::clear_faults`](crate::Gateway::clear_faults).
    pub fn always(self) -> FaultPlan {
        FaultPlan::from(self).always()
    }

    /// Applies to requests with this method whose path matches the template, as in [`Gateway::on`](crate::Gateway::on).
    pub fn on(self, method: http::Method, template: &str) -> FaultPlan {
        FaultPlan::from(self).on(method, template)
    }

    /// Applies to all requests with any method whose path matches the template, until
    /// [`Gateway::clear_faults`](crate::Gateway::clear_faults).
    pub fn path(self, template: &str) -> FaultPlan {
        FaultPlan::from(self).always().path(template)
    }

    /// Applies to every `nth` request, until [`Gateway::clear_faults`](crate::Gateway::clear_faults).
    pub fn every(self, nth: usize) -> FaultPlan {
        FaultPlan::from(self).always().every(nth)
    }

    /// Adds another fault, which applies to the same requests.
    pub fn and(self, other: Self) -> FaultPlan {
        FaultPlan::from(self).and(other)
    }
}

impl FaultPlan {
    /// Applies to the next `times` requests. Default: 1.
    pub fn times(mut self, times: usize) -> Self {
        self.left = Some(times);
        self
    }

    /// Applies to all requests, until [`Gateway::clear_faults`](crate::Gateway::clear_faults).
    pub fn always(mut self) -> Self {
        self.left = None;
        self
    }

    /// Applies to requests with this method whose path matches the template, as in
    /// [`Gateway::on`](crate::Gateway::on).
    pub fn on(mut self, method: Method, template: &str) -> Self {
        self.route = Some((Some(method), Template::parse(template)));
        template.clone_into(&mut self.path);
        self
    }

    /// Applies to requests with any method whose path matches the template.
    pub fn path(mut self, template: &str) -> Self {
        self.route = Some((None, Template::parse(template)));
        template.clone_into(&mut self.path);
        self
    }

    /// Applies to every `nth` matching request, beginning with the `nth`; 0 and 1 mean all of them.
    /// [`times`](Self::times) counts the requests to which it applies.
    pub fn every(mut self, nth: usize) -> Self {
        self.every = nth.max(1);
        self
    }

    /// Adds another fault, which applies to the same requests.
    pub fn and(mut self, fault: Fault) -> Self {
        self.faults.0.push(fault);
        self
    }

    /// Whether the plan can apply. [`GatewayBuilder::start`](crate::gateway::GatewayBuilder::start)
    /// checks the plans that were given to the builder.
    ///
    /// ```
    /// use wechatpay_chain::gateway::Fault;
    ///
    /// let error = Fault::ServerError.and(Fault::BadGateway).check().unwrap_err();
    /// assert!(error.to_string().contains("500 and 502"));
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options), if two of its faults contradict each other,
    /// its path can match nothing, or no endpoint has its method.
    pub fn check(&self) -> Result<(), Error> {
        self.faults.check()?;
        let Some((method, _)) = &self.route else { return Ok(()) };
        if let Some(method) = method.as_ref().filter(|method| !METHODS.contains(method)) {
            let (known, method) =
                (METHODS.map(|known| known.to_string()).join(", "), method.as_str());
            return Err(Error::options(say!(
                "no endpoint has the method {method}: use {known}",
                "没有接口使用 {method} 方法：请使用 {known}"
            )));
        }
        let path = format!("/{}", self.path.strip_prefix('/').unwrap_or(&self.path));
        check_template(&path).map_err(|what| {
            let path = one_line(&self.path, 80);
            Error::options(say!(
                "the path of a fault, `{path}`, {what}",
                "故障的路径 `{path}` {what}";
                what
            ))
        })?;
        Ok(())
    }

    fn fits(&self, method: &Method, path: &str) -> bool {
        self.left != Some(0)
            && self.route.as_ref().is_none_or(|(of, template)| {
                of.as_ref().is_none_or(|of| of == method) && template.matches(path).is_some()
            })
    }

    /// Whether a matching request is the one whose turn it is.
    fn is_due(&mut self) -> bool {
        self.fitted = self.fitted.wrapping_add(1);
        self.fitted % self.every == 0
    }

    /// The same for the next matching request.
    fn is_next_due(&self) -> bool {
        self.fitted.wrapping_add(1) % self.every == 0
    }
}

/// The plans of a gateway, the oldest first.
#[derive(Default)]
pub(in crate::gateway) struct Plans(Mutex<Vec<FaultPlan>>);

impl Plans {
    pub(in crate::gateway) fn of(plans: Vec<FaultPlan>) -> Self {
        Self(Mutex::new(plans))
    }

    pub(in crate::gateway) fn add(&self, plan: FaultPlan) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(plan);
    }

    pub(in crate::gateway) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The faults of a request of which only the head has arrived, if it is cut off there.
    pub(in crate::gateway) fn take_cut(&self, method: &Method, path: &str) -> Option<Faults> {
        let plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut due = plans.iter().filter(|plan| plan.fits(method, path) && plan.is_next_due());
        let cuts = due.next().is_some_and(|plan| plan.faults.has(Fault::CutBefore));
        drop(plans);
        cuts.then(|| self.take(method, path))
    }

    /// The faults of a request that was admitted.
    pub(in crate::gateway) fn take(&self, method: &Method, path: &str) -> Faults {
        let mut plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let due = |plan: &mut FaultPlan| plan.fits(method, path) && plan.is_due();
        let Some(plan) = plans.iter_mut().find_map(|plan| due(plan).then_some(plan)) else {
            return Faults::default();
        };
        plan.left = plan.left.map(|left| left - 1);
        let faults = plan.faults.clone();
        plans.retain(|plan| plan.left != Some(0));
        faults
    }
}
