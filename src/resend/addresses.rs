//! The addresses of a failover, and which of them are backing off.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::uri::Authority;
use http::{Request, Uri};

use super::{FOREVER, Failover, Failure};
use crate::body::Body;
use crate::error::Error;
use crate::language::{Text, say};
use crate::request::Base;
use crate::template::shown_base as shown;
use crate::transport::{
    check_address, is_mainland, is_same_address, is_wechat_pay, mainland_backups,
};

/// One in this many calls may try an address that is backing off.
const CALLS_PER_PROBE: u32 = 100;

pub(super) struct Addresses {
    /// The base_uri's is the first.
    all: Vec<Uri>,
    /// Which of them are backing off.
    health: Mutex<Vec<Option<Aside>>>,
    settings: Failover,
}

/// An address that is backing off.
#[derive(Debug, Clone, Copy)]
struct Aside {
    failures: u32,
    since: Instant,
    until: Instant,
    /// It accepted a request and broke the connection, so only a GET may try it again.
    in_doubt: bool,
    /// Calls that skipped it since it was last tried.
    passed: u32,
}

impl Aside {
    fn is_due(&self, now: Instant, safe: bool) -> bool {
        self.until <= now && self.passed >= CALLS_PER_PROBE - 1 && (safe || !self.in_doubt)
    }
}

impl Addresses {
    /// # Errors
    ///
    /// Config, when the base_uri has no backup, or an address can't be one.
    pub(super) fn new(base: &Uri, settings: &Failover) -> Result<Self, Error> {
        let mut all = vec![base.clone()];
        let others = match &settings.others {
            Some(others) => others.clone(),
            None if is_abroad(base) || !is_mainland(base) => {
                let base = shown(&base.to_string());
                return Err(Error::config(say!(
                    "Failover::wechat() is for WeChat Pay's mainland addresses, but the base_uri \
                     is `{base}`: name its backups by Failover::to([…]), or leave failover() out",
                    "Failover::wechat() 适用于微信支付的内地域名，而 base_uri 是 `{base}`：\
                     请用 Failover::to([…]) 指定其备用域名，或不使用 failover()"
                )));
            }
            None => mainland_backups().collect(),
        };
        for other in &others {
            let uri = Base::address(other).map_err(|wrong| failover(&wrong))?;
            let uri = uri.uri();
            check_address(uri).map_err(|error| failover(&Text::of(&error)))?;
            if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
                let other = shown(other);
                return Err(failover(&say!(
                    "`{other}` has a path or a query, but the path is the base_uri's: give \
                     `https://host/`",
                    "`{other}` 带有路径或查询串，而路径取自 base_uri：请写 `https://host/`"
                )));
            }
            if is_abroad(base) && is_mainland(uri) {
                let (other, base) = (shown(other), shown(&base.to_string()));
                return Err(failover(&say!(
                    "`{other}` is on the mainland, where the merchants of the base_uri `{base}` are \
                     not known: name another one",
                    "`{other}` 是内地域名，不识别 base_uri `{base}` 的商户：请换用其他域名"
                )));
            }
            // A call tries each at most once.
            if !all.iter().any(|known| is_same_address(known, uri)) {
                all.push(uri.clone());
            }
        }
        let health = Mutex::new(vec![None; all.len()]);
        Ok(Self { all, health, settings: settings.clone() })
    }

    pub(super) fn others(&self) -> Vec<Uri> {
        self.all.iter().skip(1).cloned().collect()
    }

    pub(super) fn resend_idempotent(&self) -> bool {
        self.settings.resend_idempotent
    }

    /// Whether it goes to the base_uri's address, also after the user's layers, and may leave it.
    pub(super) fn serve(&self, uri: &Uri) -> bool {
        let is_base = self.all.first().is_some_and(|base| {
            uri.scheme() == base.scheme() && uri.authority() == base.authority()
        });
        is_base && !uri.path().starts_with("/hk/")
    }

    /// The order in which a call tries them: those that are well, then those that are backing off.
    pub(super) fn order(&self, safe: bool) -> Vec<usize> {
        let now = Instant::now();
        let mut health = self.health();
        let mut probe = None;
        for (index, address) in health.iter_mut().enumerate() {
            let Some(aside) = address else { continue };
            if probe.is_none() && aside.is_due(now, safe) {
                probe = Some(index);
                aside.passed = 0;
            } else {
                aside.passed = aside.passed.saturating_add(1);
            }
        }
        let mut order: Vec<_> = (0..health.len()).collect();
        // Stable, so that otherwise the order is the user's.
        order.sort_by_key(|index| {
            let until = health.get(*index).copied().flatten().map(|aside| aside.until);
            (probe != Some(*index), until)
        });
        order
    }

    /// Turns the request to an address, and says which.
    pub(super) fn direct(&self, request: &mut Request<Body>, index: usize) -> String {
        let Some(address) = self.all.get(index) else {
            return String::new();
        };
        let mut parts = std::mem::take(request.uri_mut()).into_parts();
        parts.scheme = address.scheme().cloned();
        parts.authority = address.authority().cloned();
        if let Ok(uri) = Uri::from_parts(parts) {
            *request.uri_mut() = uri;
        }
        self.name(index).to_owned()
    }

    pub(super) fn responds(&self, index: usize) {
        let mut health = self.health();
        let aside = health.get_mut(index).and_then(Option::take);
        drop(health);
        if aside.is_some() {
            tracing::info!(address = self.name(index), "the address responds again");
        }
    }

    /// `asked` is when the call tried it.
    pub(super) fn fails(&self, index: usize, failure: Failure, asked: Instant) {
        let mut health = self.health();
        let Some(address) = health.get_mut(index) else { return };
        let in_doubt = failure == Failure::InDoubt;
        if let Some(aside) = address.as_mut().filter(|aside| asked < aside.since) {
            // The same trouble as that of the call which had it set aside: of many calls at once
            // each would double the pause.
            aside.in_doubt |= in_doubt;
            return;
        }
        let failures = address.map_or(0, |aside| aside.failures).saturating_add(1);
        let (since, pause) = (Instant::now(), self.pause(failures));
        *address = Some(Aside { failures, since, until: since + pause, in_doubt, passed: 0 });
        drop(health);
        let seconds = pause.as_secs_f64();
        tracing::warn!(address = self.name(index), seconds, failures, "the address is set aside");
    }

    /// Twice as long each time.
    fn pause(&self, failures: u32) -> Duration {
        let Failover { first_pause, longest_pause, .. } = self.settings;
        let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
        first_pause.saturating_mul(doubled).min(longest_pause).min(FOREVER)
    }

    fn name(&self, index: usize) -> &str {
        self.all.get(index).and_then(Uri::authority).map_or("", Authority::as_str)
    }

    fn health(&self) -> MutexGuard<'_, Vec<Option<Aside>>> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hong Kong's and the other regions' merchants.
fn is_abroad(base: &Uri) -> bool {
    (is_wechat_pay(base) && !is_mainland(base)) || base.path().starts_with("/hk")
}

fn failover(wrong: &Text) -> Error {
    Error::config(say!("failover(): {wrong}", "failover()：{wrong}"; wrong))
}
