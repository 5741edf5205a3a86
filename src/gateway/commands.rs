//! The signed calls by which a test in any language, or the command, plays the payer. WeChat Pay has
//! no such calls.

use std::sync::Arc;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::blocking::block_on;
use super::keys::Keys;
use super::request::ReceivedRequest;
use super::response::StubResponse;
use super::routes::Routes;
use super::world::World;
use crate::error::{Error, ErrorKind};
use crate::language::{Text, say};

type Command = fn(&World, &Keys, &ReceivedRequest) -> Result<Value, Error>;

const COMMANDS: [(Method, &str, Command); 6] = [
    (Method::POST, "/_gateway/pay", |world, _, request| {
        let paid = block_on(world.pay(&text(request, "out_trade_no")?))?;
        Ok(json!({ "transaction_id": paid.transaction_id, "delivery": paid.delivery.to_json() }))
    }),
    (Method::POST, "/_gateway/refund", |world, _, request| {
        let done = block_on(world.complete_refund(&text(request, "out_refund_no")?))?;
        Ok(json!({ "refund_id": done.refund_id, "delivery": done.delivery.to_json() }))
    }),
    (Method::POST, "/_gateway/applyment", |world, _, request| {
        let (code, state) = (text(request, "business_code")?, text(request, "state")?);
        world.set_applyment_state(&code, &state)
    }),
    (Method::POST, "/_gateway/complain", |world, _, request| {
        let (number, detail) = (text(request, "out_trade_no")?, text(request, "complaint_detail")?);
        let made = block_on(world.complain(&number, &detail))?;
        Ok(json!({ "complaint_id": made.complaint_id, "delivery": made.delivery.to_json() }))
    }),
    (Method::POST, "/_gateway/rotate", |_, keys, _| Ok(json!({ "serial_no": keys.rotate()? }))),
    (Method::GET, "/_gateway/orders", |world, _, _| Ok(json!({ "data": world.orders() }))),
];

/// Registers the calls.
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

/// Whether the path is one of these calls. Planned faults do not apply to them.
pub(super) fn is_one(path: &str) -> bool {
    COMMANDS.iter().any(|(_, command, _)| *command == path)
}

/// The member of this name in the JSON body.
fn text(request: &ReceivedRequest, name: &str) -> Result<String, Error> {
    let text = request.json().and_then(|body| body.get(name)?.as_str().map(str::to_owned));
    text.ok_or_else(|| {
        Error::options(say!(
            "`{name}` is missing: send {{\"{name}\": \"…\"}}",
            "缺少 `{name}`：请发送 {{\"{name}\": \"…\"}}",
        ))
    })
}

fn refused(error: &Error) -> StubResponse {
    let (status, code) = match error.kind() {
        ErrorKind::Options => (StatusCode::BAD_REQUEST, "INVALID_REQUEST"),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR"),
    };
    let error = Text::of(error);
    StubResponse::refusal(status, code, say!("{error}", "网关未执行该操作：{error}"; error))
}
