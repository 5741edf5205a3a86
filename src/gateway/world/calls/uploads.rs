//! Uploads, whose meta must match the file.

use openssl::hash::{MessageDigest, hash};
use serde_json::json;

use super::fields::Fields;
use super::refusal::Refusal;
use crate::gateway::keys::{alphanumerics, hex};
use crate::gateway::multipart::{Part, parts};
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::world::state::World;

/// What may be uploaded.
struct Limits {
    endings: &'static [&'static str],
    /// In MiB.
    size: usize,
}

const IMAGE: Limits = Limits { endings: &["jpg", "png", "bmp"], size: 2 };
const VIDEO: Limits = Limits {
    endings: &["avi", "wmv", "mpeg", "mp4", "mov", "mkv", "flv", "f4v", "m4v", "rmvb"],
    size: 5,
};

/// `POST /v3/merchant/media/upload`.
pub(super) fn image(_: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    check(request, &IMAGE)?;
    media_id()
}

/// `POST /v3/merchant/media/video_upload`.
pub(super) fn video(_: &World, request: &ReceivedRequest) -> Result<StubResponse, Refusal> {
    check(request, &VIDEO)?;
    media_id()
}

/// `POST /v3/marketing/favor/media/image-upload`.
pub(super) fn marketing_image(
    world: &World,
    request: &ReceivedRequest,
) -> Result<StubResponse, Refusal> {
    let ending = check(request, &IMAGE)?;
    let path = format!("/sandbox/media/{}.{ending}", alphanumerics(32)?);
    Ok(json!({ "media_url": world.address(request.headers(), &path) }).into())
}

fn media_id() -> Result<StubResponse, Refusal> {
    Ok(json!({ "media_id": format!("SANDBOX-{}", alphanumerics(64)?) }).into())
}

/// The ending of the file's name, if all fits together.
fn check(request: &ReceivedRequest, limits: &Limits) -> Result<&'static str, Refusal> {
    let parts = parts(request.headers(), request.body()).ok_or_else(|| {
        let issue = "is not multipart/form-data, or is incomplete: send it with its boundary in the \
                     Content-Type, and a last line --boundary--";
        Refusal::field("body", "", None, issue)
    })?;
    let meta = Fields::parse("meta", part(&parts, "meta")?.contents)?;
    let filename = meta.text("/filename", 1..=128)?;
    let ending = ending(filename, limits).map_err(|issue| meta.refuse("/filename", issue))?;
    let sha256 = meta.text("/sha256", 64..=64)?;

    let file = part(&parts, "file")?;
    let refuse = |value: Option<&str>, issue: String| {
        Err(Refusal::field("body", "file", value.map(Into::into).as_ref(), issue))
    };
    let Some(name) = &file.filename else {
        return refuse(None, "has no filename in its Content-Disposition: add it".to_owned());
    };
    if let Err(issue) = self::ending(name, limits) {
        return refuse(Some(name), format!("has a filename that {issue}"));
    }
    let (length, most) = (file.contents.len(), limits.size * 1024 * 1024);
    if length == 0 || length > most {
        let issue = format!("has {length} bytes: send 1 to {most} ({} MiB)", limits.size);
        return refuse(None, issue);
    }
    let digest = hex(&hash(MessageDigest::sha256(), file.contents)?);
    if !sha256.eq_ignore_ascii_case(&digest) {
        let issue = format!(
            "is not the SHA-256 of the file that arrived ({length} bytes), which is {digest}: hash \
             the very bytes that are sent"
        );
        return Err(meta.refuse("/sha256", issue));
    }
    Ok(ending)
}

fn part<'a, 'b>(parts: &'b [Part<'a>], name: &str) -> Result<&'b Part<'a>, Refusal> {
    let found = parts.iter().find(|part| part.name.as_deref() == Some(name));
    found.ok_or_else(|| Refusal::field("body", name, None, "is missing: add a part of this name"))
}

fn ending(filename: &str, limits: &Limits) -> Result<&'static str, String> {
    let given = filename.rsplit_once('.').map_or("", |(_, ending)| ending);
    let known = limits.endings.iter().find(|known| known.eq_ignore_ascii_case(given));
    known.copied().ok_or_else(|| {
        format!("does not end in {}: send a file of such a kind", limits.endings.join(", "))
    })
}
