//! The signed calls by which a test in any language, or the command, plays the payer. WeChat Pay has
//! no such calls.

use std::sync::Arc;

use http::{Method, StatusCode};

use super::control::{Args, COMMANDS, Control, Refused};
use super::request::ReceivedRequest;
use super::response::StubResponse;
use super::routes::Routes;
use crate::error::{Error, ErrorKind};
use crate::language::{Text, say};

/// Registers the calls.
pub(super) fn serve(routes: &Routes, control: &Arc<Control>) {
    for command in COMMANDS {
        let control = Arc::clone(control);
        let run = command.run;
        let handler = move |request: &ReceivedRequest| {
            let args = match *request.method() {
                Method::GET => Args::of_query(request.query()),
                _ => Args::of_json(request.json()),
            };
            match run(&control, &args) {
                Ok(done) => done.into(),
                Err(Refused::Malformed(error) | Refused::Error(error)) => refused(&error),
            }
        };
        routes.add(command.method, command.path, Arc::new(handler));
    }
}

/// Whether the path is one of these calls. Planned faults do not apply to them.
pub(super) fn is_one(path: &str) -> bool {
    COMMANDS.iter().any(|command| command.path == path)
}

/// Whether such a call is listed.
pub(super) fn is_recorded(method: &Method, path: &str) -> bool {
    COMMANDS
        .iter()
        .all(|command| command.is_recorded || command.method != *method || command.path != path)
}

fn refused(error: &Error) -> StubResponse {
    let (status, code) = match error.kind() {
        ErrorKind::Options | ErrorKind::UntrustedHost => {
            (StatusCode::BAD_REQUEST, "INVALID_REQUEST")
        }
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR"),
    };
    let error = Text::of(error);
    StubResponse::refusal(status, code, say!("{error}", "网关未执行该操作：{error}"; error))
}
