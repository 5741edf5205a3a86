//! `file://` before a path, where PHP's `fopen` takes it.

use std::borrow::Cow;
use std::path::Path;

use crate::error::{Error, shown_path};
use crate::language::say;

/// The path on this machine. As in PHP, what follows `file://` is a literal path, not
/// percent-encoded; it is absolute, and `localhost` may be before it.
///
/// # Errors
///
/// Options, when another machine would be named.
pub(crate) fn path(given: &Path) -> Result<Cow<'_, Path>, Error> {
    let Some(rest) = given.to_str().and_then(|text| after(text, "file://")) else {
        return Ok(given.into());
    };
    let rest = match after(rest, "localhost") {
        Some(path) if path.starts_with('/') => path,
        _ => rest,
    };
    if !rest.starts_with('/') || rest.len() == 1 {
        let shown = shown_path(given);
        return Err(Error::options(say!(
            "`{shown}` names no file on this machine: write an absolute path behind `file://`, as \
             in `file:///path/to/shop.png`, or the path alone",
            "`{shown}` 不是本机文件：请在 `file://` 之后写绝对路径，例如 `file:///path/to/shop.png`，\
             或只写路径";
            shown
        )));
    }
    // On Windows there is a slash before the drive: `file:///C:/shop.png`.
    let has_drive = cfg!(windows) && rest.as_bytes().get(2) == Some(&b':');
    Ok(Path::new(if has_drive { &rest[1..] } else { rest }).into())
}

fn after<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}
