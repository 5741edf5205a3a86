//! The calls about where the merchant is notified of complaints.

use http::Method;
use serde_json::{Value, json};

use super::Entry;
use super::fields::{Fields, missing};
use super::known::Known;
use super::refusal::Refusal;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::world::state::World;
use crate::language::say;

const PATH: &str = "/v3/merchant-service/complaint-notifications";

pub(super) const CALLS: &[Entry] = &[
    (Method::POST, PATH, create),
    (Method::GET, PATH, get),
    (Method::PUT, PATH, update),
    (Method::DELETE, PATH, delete),
];

const URL: Known = &[&["/url"]];

/// `POST /v3/merchant-service/complaint-notifications`.
fn create(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let url = url(request)?;
    let mut state = world.state();
    if state.complaints.notify_url.is_some() {
        let reason = say!("there is one already: change it with PUT", "请用 PUT 修改");
        return Err(Refusal::bad_request("INVALID_REQUEST", "投诉通知回调已存在", &reason));
    }
    Ok(shown(world, state.complaints.notify_url.insert(url)).into())
}

/// `GET /v3/merchant-service/complaint-notifications`.
fn get(world: &World, _: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let state = world.state();
    Ok(shown(world, state.complaints.notify_url.as_ref().ok_or_else(none)?).into())
}

/// `PUT /v3/merchant-service/complaint-notifications`.
fn update(world: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    let url = url(request)?;
    let mut state = world.state();
    let current = state.complaints.notify_url.as_mut().ok_or_else(none)?;
    *current = url;
    Ok(shown(world, current).into())
}

/// `DELETE /v3/merchant-service/complaint-notifications`.
fn delete(world: &World, _: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    world.state().complaints.notify_url.take().ok_or_else(none)?;
    Ok(().into())
}

fn url(request: &ReceivedRequest) -> Result<String, Refusal> {
    let fields = Fields::of_body(request, URL)?;
    let url = fields.url("/url")?.ok_or_else(|| fields.refuse("/url", missing()))?;
    Ok(url.to_owned())
}

fn shown(world: &World, url: &str) -> Value {
    json!({ "mchid": world.mchid, "url": url })
}

fn none() -> Refusal {
    Refusal::not_found(
        "RESOURCE_NOT_EXISTS",
        "投诉通知回调不存在",
        &say!("there is none: create it with POST", "请用 POST 创建"),
    )
}
