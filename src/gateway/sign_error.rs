//! The response to a request whose Authorization is refused: `SIGN_ERROR`, as WeChat Pay writes it.

use http::StatusCode;
use serde_json::json;

use super::authorization::{Refusal, Signed};
use super::diagnosis::Diagnosis;
use super::response::StubResponse;
use crate::language::{Text, say};

/// How many bytes of the body the response shows.
const SHOWN: usize = 100;

/// The message to sign contains nothing secret.
pub(super) fn response(
    refusal: &Refusal,
    request: &Signed<'_>,
    diagnosis: Option<&Diagnosis>,
) -> StubResponse {
    let head = &refusal.head;
    let (body, end) = match request.body.get(..SHOWN) {
        Some(cut) if request.body.len() > SHOWN => (cut, ""),
        _ => (request.body, "\n"),
    };
    let truncated = format!("{head}{}{end}", String::from_utf8_lossy(body));
    let mut content = json!({
        "code": "SIGN_ERROR",
        "message": "",
        "detail": {
            "detail": { "issue": refusal.issue },
            "field": refusal.field,
            "location": "authorization",
            "sign_information": {
                "method": request.method,
                "url": request.target,
                "truncated_sign_message": truncated,
                "sign_message_length": head.len() + request.length + 1,
            },
        },
    });
    if let Some(diagnosis) = diagnosis {
        content["detail"]["diagnosis"] = diagnosis.to_json();
    }
    // WeChat Pay signs only the responses to requests whose signature is valid.
    StubResponse::from((StatusCode::UNAUTHORIZED, content))
        .unsigned()
        .says(message(refusal, diagnosis))
        .reason(refusal.with(&refusal.remedy))
}

/// A diagnosis names the remedy. Refusals without one have their own.
fn message(refusal: &Refusal, diagnosis: Option<&Diagnosis>) -> Text {
    match (diagnosis, &refusal.example) {
        (Some(diagnosis), _) => refusal.with(&diagnosis.text()),
        (None, None) => refusal.with(&refusal.remedy),
        (None, Some(example)) => {
            let own = refusal.with(&refusal.remedy);
            say!("{own}, for example `{example}`", "{own}，例如 `{example}`"; own)
        }
    }
}
