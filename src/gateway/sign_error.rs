//! The response to a request whose Authorization is refused: `SIGN_ERROR`, as WeChat Pay writes it.

use http::StatusCode;
use serde_json::json;

use super::authorization::{Refusal, Signed};
use super::diagnosis::Diagnosis;
use super::response::StubResponse;

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
        "message": message(refusal, diagnosis),
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
    StubResponse::from((StatusCode::UNAUTHORIZED, content)).unsigned().reason(refusal.summary())
}

fn message(refusal: &Refusal, diagnosis: Option<&Diagnosis>) -> String {
    let own = refusal.summary();
    match (diagnosis, &refusal.example) {
        // The diagnosis names the remedy of a wrong signature. Other refusals have their own.
        (Some(diagnosis), _) if refusal.field == "signature" => {
            format!("{}: {diagnosis}", refusal.chinese)
        }
        (Some(diagnosis), _) => format!("{own}: {diagnosis}"),
        (None, Some(example)) => format!("{own}, for example `{example}`"),
        (None, None) => own,
    }
}
