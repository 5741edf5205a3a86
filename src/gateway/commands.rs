//! What a client may have the gateway do by a signed call, so that a test in any language, or the
//! command, can play the payer. WeChat Pay has no such calls.

use std::sync::Arc;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::keys::Keys;
use super::request::ReceivedRequest;
use super::response::StubResponse;
use super::routes::Routes;
use super::world::World;
use crate::error::{Error, ErrorKind};

type Command = fn(&World, &Keys, &ReceivedRequest) -> Result<Value, Error>;

const COMMANDS: [(Method, &str, Command); 4] = [
    (Method::POST, "/_gateway/pay", |world, keys, request| {
        let paid = world.pay(keys, &number(request, "out_trade_no")?)?;
        Ok(json!({ "transaction_id": paid.transaction_id, "delivery": paid.delivery.to_json() }))
    }),
    (Method::POST, "/_gateway/refund", |world, keys, request| {
        let done = world.complete_refund(keys, &number(request, "out_refund_no")?)?;
        Ok(json!({ "refund_id": done.refund_id, "delivery": done.delivery.to_json() }))
    }),
    (Method::POST, "/_gateway/rotate", |_, keys, _| Ok(json!({ "serial_no": keys.rotate()? }))),
    (Method::GET, "/_gateway/orders", |world, _, _| Ok(json!({ "data": world.orders() }))),
];

/// Has them answered.
pub(super) fn serve(routes: &Routes, world: &Arc<World>, keys: &Arc<Keys>) {
    for (method, path, command) in COMMANDS {
        let (world, keys) = (Arc::clone(world), Arc::clone(keys));
        let handler = move |request: &ReceivedRequest| match command(&world, &keys, request) {
            Ok(done) => done.into(),
            Err(error) => refused(&error),
        };
        routes.add(method, path, Arc::new(handler));
    }
}

/// Faults that are planned are for the calls of WeChat Pay's, and are not used up by these.
pub(super) fn is_one(path: &str) -> bool {
    COMMANDS.iter().any(|(_, command, _)| *command == path)
}

/// Whose turn it is, of the JSON body.
fn number(request: &ReceivedRequest, name: &str) -> Result<String, Error> {
    let number = request.json().and_then(|body| body.get(name)?.as_str().map(str::to_owned));
    number.ok_or_else(|| Error::options(format!("which one? send {{\"{name}\": \"…\"}}")))
}

fn refused(error: &Error) -> StubResponse {
    let (status, code) = match error.kind() {
        ErrorKind::Options => (StatusCode::BAD_REQUEST, "INVALID_REQUEST"),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR"),
    };
    StubResponse::error(status, code, &format!("网关未执行: {error}"))
}
