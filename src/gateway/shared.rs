//! What all connections of a gateway share.

use std::sync::Arc;

use http::request::Parts;
use openssl::ssl::SslAcceptor;

use super::access::Access;
use super::authorization::Authorization;
use super::check::Checker;
use super::commands;
use super::control::Control;
use super::deliveries::Deliveries;
use super::fault::{Fault, Faults, Plans};
use super::keys::Keys;
use super::log::RequestLog;
use super::observe::Observers;
use super::routes::Routes;
use super::stubs::StubFiles;
use super::world::World;
use crate::language::Lang;

pub(super) struct Shared {
    /// That of 127.0.0.1.
    #[cfg(test)]
    pub(super) address: std::net::SocketAddr,
    pub(super) access: Access,
    /// For clients that use this gateway as their proxy.
    pub(super) proxy: SslAcceptor,
    pub(super) keys: Arc<Keys>,
    pub(super) checker: Checker,
    /// The user's handlers.
    pub(super) routes: Arc<Routes>,
    /// Those whose handlers are in `routes`.
    pub(super) stubs: Arc<StubFiles>,
    /// The handlers for paths without a handler of the user's.
    pub(super) built_in: Routes,
    /// Whether documented endpoints get samples where no handler is.
    pub(super) catalogue: bool,
    pub(super) world: Arc<World>,
    pub(super) deliveries: Arc<Deliveries>,
    pub(super) control: Arc<Control>,
    pub(super) plans: Plans,
    pub(super) log: Arc<RequestLog>,
    pub(super) observers: Observers,
    /// Of the log, and of a refusal whose request names none.
    pub(super) language: Lang,
    /// The page's own requests carry it.
    pub(super) token: String,
}

impl Shared {
    /// Whether a request is cut off after its head. Its signature is not checked by then, so a plan
    /// applies to every request with a well-formed Authorization.
    pub(super) fn cuts_before(&self, head: &Parts) -> Option<Faults> {
        let Parts { method, uri, headers, .. } = head;
        if let Some(named) = Faults::of_header(headers) {
            return named.ok().filter(|named| named.has(Fault::CutBefore));
        }
        let is_signed = !commands::is_one(uri.path()) && Authorization::of(headers).is_ok();
        let planned = is_signed.then(|| self.plans.take_cut(method, uri.path()));
        planned.flatten()
    }
}
