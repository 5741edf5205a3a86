//! Documented endpoints that neither a handler nor the merchant world responds to: the request is
//! checked as the documentation says, and the response is a sample of what is documented.

mod echo;
mod either;
mod event;
mod query;
mod sample;
mod text;
mod validate;
mod xml;

use std::sync::Arc;

use http::Method;
use http::request::Parts;

pub(super) use self::event::resource;
use self::sample::Sample;
use super::keys::Keys;
use super::request::ReceivedRequest;
use super::response::StubResponse;
use super::routes::Handler;
use super::shared::Shared;
use super::template::{Template, Vars};
use super::world::World;
use super::world::calls::refusal::Refusal;
use crate::catalogue::{Endpoint, endpoint, similar};
use crate::language::{Text, say};

/// What the log says of a sample.
fn of_sample() -> Text {
    say!("sample response of the catalogue", "接口目录生成的示例应答")
}

/// The methods that endpoints have.
const METHODS: [Method; 5] =
    [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// The handler of the documented endpoint that the request is for.
pub(super) fn find(shared: &Shared, head: &Parts, is_of_v2: bool) -> Option<(Handler, Vars)> {
    let path = head.uri.path();
    let world = Arc::clone(&shared.world);
    if is_of_v2 {
        let found = endpoint(&Method::POST, &format!("v2{path}"))?;
        return Some((Arc::new(move |request| xml::sample(&world, found, request)), Vars::new()));
    }
    let found = of_v3(&head.method, path)?;
    let keys = Arc::clone(&shared.keys);
    let handler = move |request: &ReceivedRequest| {
        respond(&world, &keys, found, request).unwrap_or_else(StubResponse::from)
    };
    Some((Arc::new(handler), vars(found, path)))
}

/// The methods that are documented for this path.
pub(super) fn methods(path: &str) -> Vec<Method> {
    METHODS.into_iter().filter(|method| of_v3(method, path).is_some()).collect()
}

/// The documented endpoints that a path without a handler may have meant.
pub(super) fn meant(path: &str) -> Option<String> {
    let near = similar(path).filter(|near| near.path().starts_with("v3/")).take(3);
    let near = near.map(|near| near.to_string()).collect::<Vec<_>>();
    (!near.is_empty()).then(|| near.join(", "))
}

/// The documented endpoint that a request is for, and the values in its path.
pub(super) fn documented(request: &ReceivedRequest) -> Option<(Endpoint, Vars)> {
    let path = request.path();
    if let Some(found) = of_v3(request.method(), path) {
        return Some((found, vars(found, path)));
    }
    let found = endpoint(request.method(), &format!("v2{path}"))?;
    found.path().starts_with("v2/").then_some((found, Vars::new()))
}

fn of_v3(method: &Method, path: &str) -> Option<Endpoint> {
    endpoint(method, path).filter(|found| found.path().starts_with("v3/"))
}

/// The variables of the path, which may be below a base such as `/hk`.
fn vars(endpoint: Endpoint, path: &str) -> Vars {
    let path = path.find("/v3/").map_or(path, |at| &path[at..]);
    Template::parse(endpoint.path()).matches(path).unwrap_or_default()
}

fn respond(
    world: &World,
    keys: &Keys,
    endpoint: Endpoint,
    request: &ReceivedRequest,
) -> Result<StubResponse, Refusal> {
    query::check(keys, endpoint, request)?;
    validate::check(keys, endpoint, request)?;
    let response: StubResponse = if endpoint.response().is_empty() {
        ().into()
    } else {
        Sample::new(world, endpoint, request).object(endpoint.response())?.into()
    };
    Ok(response.reason(of_sample()))
}
