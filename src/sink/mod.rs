//! A response's body to a file, which is replaced once the body is complete.

mod part;

use std::path::PathBuf;

use bytes::Bytes;
use http::StatusCode;
use http_body_util::BodyExt;

use self::part::Part;
use crate::body::Body;
use crate::error::{Error, ErrorKind, Outcome};
use crate::language::say;
use crate::response::{Response, Verification, is_success};

/// How much is written to the disk at once, in bytes.
const WRITTEN_AT_ONCE: usize = 256 << 10;

/// Writes a response's body to a file. The temporary file is created before anything is sent.
pub(crate) async fn save(
    path: PathBuf,
    response: impl Future<Output = Result<http::Response<Body>, Error>>,
) -> Result<Response, Error> {
    let mut part = Part::begin(path).await.map_err(Error::not_sent)?;
    let response = response.await?;
    let is_success = is_success(&response);
    let (parts, mut body) = response.into_parts();
    if !is_success {
        return Ok(Response::from_parts(parts, body.into_bytes().await.map_err(Error::from_body)?));
    }
    // In memory, it was verified as a whole: only the file can fail.
    let verified = matches!(parts.extensions.get(), Some(Verification::Verified { .. }));
    let verified = verified && body.as_bytes().is_some();
    if parts.status != StatusCode::OK && !verified {
        // A 206 is a part of a file, and an unsigned 204 may come from anybody.
        let status = parts.status.as_u16();
        let message = say!(
            "the response is {status}, which is not a complete file: nothing is written",
            "应答为 {status}，不是完整的文件：未写入任何内容"
        );
        return Err(Error::new(ErrorKind::Decode, message).with_outcome(Outcome::Unknown));
    }
    let outcome = if verified { Outcome::Accepted } else { Outcome::Unknown };
    let (mut held, mut pieces) = (0, Vec::new());
    while let Some(frame) = body.frame().await {
        let Ok(piece) = frame.map_err(Error::from_body)?.into_data() else {
            continue;
        };
        held += piece.len();
        pieces.push(piece);
        if held >= WRITTEN_AT_ONCE {
            let pieces = std::mem::take(&mut pieces);
            part = part.write(pieces).await.map_err(|error| error.with_outcome(outcome))?;
            held = 0;
        }
    }
    let written = async { part.write(pieces).await?.complete().await };
    written.await.map_err(|error| error.with_outcome(outcome))?;
    Ok(Response::from_parts(parts, Bytes::new()))
}
