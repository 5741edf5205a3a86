//! A sample response of APIv2. Its requests are not checked by the catalogue.

use serde_json::{Map, Value};

use super::of_sample;
use super::sample::Sample;
use crate::catalogue::Endpoint;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::v2::xml;
use crate::gateway::world::World;

/// What the gateway adds when it signs, and what only failures have.
const LEFT_OUT: [&str; 7] =
    ["sign", "nonce_str", "return_code", "result_code", "return_msg", "err_code", "err_code_des"];

pub(super) fn sample(world: &World, endpoint: Endpoint, request: &ReceivedRequest) -> StubResponse {
    let sent = xml::read(request.body()).unwrap_or_default();
    let sample = Sample::new(world, endpoint, request);
    let mut fields = Map::new();
    for field in endpoint.response().iter().filter(|field| !LEFT_OUT.contains(&field.name())) {
        // The first of numbered fields.
        let name = field.name().replace("$n", "0").replace("$m", "0");
        let echoed = sent.iter().find(|(of, _)| *of == name).map(|(_, value)| value.clone());
        fields.insert(name, echoed.unwrap_or_else(|| sample.flat(field)).into());
    }
    StubResponse::xml(Value::Object(fields)).reason(of_sample())
}
