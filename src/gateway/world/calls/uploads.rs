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
use crate::language::{Text, say};

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
        let issue = say!(
            "is not multipart/form-data, or is incomplete: send it with its boundary in the \
             Content-Type, and a last line --boundary--",
            "不是 multipart/form-data，或者不完整，请在 Content-Type 中给出 boundary，并以一行 --boundary-- 结尾"
        );
        Refusal::field("body", "", None, issue)
    })?;
    let meta = Fields::parse("meta", part(&parts, "meta")?.contents)?;
    let filename = meta.text("/filename", 1..=128)?;
    let ending = ending(filename, limits).map_err(|issue| meta.refuse("/filename", issue))?;
    let sha256 = meta.text("/sha256", 64..=64)?;

    let file = part(&parts, "file")?;
    let refuse = |value: Option<&str>, issue: Text| {
        Err(Refusal::field("body", "file", value.map(Into::into).as_ref(), issue))
    };
    let Some(name) = &file.filename else {
        return refuse(
            None,
            say!(
                "has no filename in its Content-Disposition: add it",
                "的 Content-Disposition 没有 filename，请加上"
            ),
        );
    };
    if let Err(issue) = self::ending(name, limits) {
        return refuse(Some(name), say!("has a filename that {issue}", "的文件名{issue}"; issue));
    }
    let (length, most) = (file.contents.len(), limits.size * 1024 * 1024);
    if length == 0 || length > most {
        let size = limits.size;
        let issue = say!(
            "has {length} bytes: send 1 to {most} ({size} MiB)",
            "有 {length} 字节，请发送 1 到 {most} 字节（{size} MiB）"
        );
        return refuse(None, issue);
    }
    let digest = hex(&hash(MessageDigest::sha256(), file.contents)?);
    if !sha256.eq_ignore_ascii_case(&digest) {
        let issue = say!(
            "is not the SHA-256 of the file that arrived ({length} bytes), which is {digest}: hash \
             the very bytes that are sent",
            "不是收到的文件（{length} 字节）的 SHA-256 {digest}，请对实际发送的字节计算"
        );
        return Err(meta.refuse("/sha256", issue));
    }
    Ok(ending)
}

fn part<'a, 'b>(parts: &'b [Part<'a>], name: &str) -> Result<&'b Part<'a>, Refusal> {
    let found = parts.iter().find(|part| part.name.as_deref() == Some(name));
    found.ok_or_else(|| {
        let issue = say!("is missing: add a part of this name", "缺失，请加上该名称的部分");
        Refusal::field("body", name, None, issue)
    })
}

fn ending(filename: &str, limits: &Limits) -> Result<&'static str, Text> {
    let given = filename.rsplit_once('.').map_or("", |(_, ending)| ending);
    let known = limits.endings.iter().find(|known| known.eq_ignore_ascii_case(given));
    known.copied().ok_or_else(|| {
        let endings = limits.endings.join(", ");
        say!(
            "does not end in {endings}: send a file of such a kind",
            "不以 {endings} 结尾，请发送这类文件"
        )
    })
}
