//! `multipart/form-data` bodies, as RFC 7578 and Guzzle write them.

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::body::Body;
use crate::error::Error;
use crate::formatter::Formatter;
use crate::value::kind_of;

/// The body, and its Content-Type with the boundary.
///
/// Of a part named `meta` the protocol signs that part's contents alone.
pub(crate) fn build(parts: &[Value]) -> Result<(Body, String), Error> {
    let boundary = Formatter::nonce(40);
    let mut body = Vec::new();
    let mut meta = None;
    for (index, part) in parts.iter().enumerate() {
        let part = Part::read(index, part)?;
        if part.name == "meta" {
            meta = Some(Bytes::copy_from_slice(part.contents.as_bytes()));
        }
        part.write(&boundary, &mut body);
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let mut body = Body::from(body);
    if let Some(meta) = meta {
        body = body.signing_only(meta);
    }
    Ok((body, format!("multipart/form-data; boundary={boundary}")))
}

struct Part<'a> {
    name: &'a str,
    contents: &'a str,
    filename: Option<&'a str>,
    headers: Vec<(&'a str, &'a str)>,
}

impl<'a> Part<'a> {
    fn read(index: usize, part: &'a Value) -> Result<Self, Error> {
        let Value::Object(part) = part else {
            let message = format!(
                "`multipart.{index}` is {}, but must be an object of name and contents",
                kind_of(part)
            );
            return Err(Error::options(message));
        };
        for key in part.keys() {
            if !["name", "contents", "filename", "headers"].contains(&key.as_str()) {
                let shown = key.escape_debug();
                return Err(Error::options(format!(
                    "`multipart.{index}.{shown}` is unknown: a part has name, contents, filename \
                     and headers"
                )));
            }
        }
        let wanted = |key: &str| {
            text(index, key, part)?.ok_or_else(|| {
                Error::options(format!("`multipart.{index}` has no `{key}`: add it"))
            })
        };
        let mut headers = Vec::new();
        match part.get("headers") {
            None | Some(Value::Null) => {}
            Some(Value::Object(map)) => {
                for name in map.keys() {
                    let value = text(index, name, map)?.unwrap_or_default();
                    headers.push((one_line(index, name)?, one_line(index, value)?));
                }
            }
            Some(other) => {
                return Err(Error::options(format!(
                    "`multipart.{index}.headers` is {}, but must be an object",
                    kind_of(other)
                )));
            }
        }
        Ok(Self {
            name: wanted("name")?,
            contents: wanted("contents")?,
            filename: text(index, "filename", part)?,
            headers,
        })
    }

    fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// In Guzzle's order: the part's own headers, then those that it lacks.
    fn write(&self, boundary: &str, body: &mut Vec<u8>) {
        let mut head = format!("--{boundary}\r\n");
        let mut header = |name: &str, value: &str| {
            for part in [name, ": ", value, "\r\n"] {
                head.push_str(part);
            }
        };
        for (name, value) in &self.headers {
            header(name, value);
        }
        if !self.has_header("content-disposition") {
            let mut disposition = format!("form-data; name=\"{}\"", quoted(self.name));
            if let Some(filename) = self.filename {
                disposition.push_str(&format!("; filename=\"{}\"", quoted(filename)));
            }
            header("Content-Disposition", &disposition);
        }
        if !self.has_header("content-length") {
            header("Content-Length", &self.contents.len().to_string());
        }
        if let Some(filename) = self.filename.filter(|_| !self.has_header("content-type")) {
            header("Content-Type", media_type(filename));
        }
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(b"\r\n");
        body.extend_from_slice(self.contents.as_bytes());
        body.extend_from_slice(b"\r\n");
    }
}

fn text<'a>(
    index: usize,
    key: &str,
    map: &'a Map<String, Value>,
) -> Result<Option<&'a str>, Error> {
    match map.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(Error::options(format!(
            "`multipart.{index}.{}` is {}, but must be a string",
            key.escape_debug(),
            kind_of(other)
        ))),
    }
}

/// A part's header may not break out of its line.
fn one_line(index: usize, text: &str) -> Result<&str, Error> {
    if text.chars().any(char::is_control) {
        let shown = text.escape_debug();
        return Err(Error::options(format!(
            "`multipart.{index}.headers` has a control character in `{shown}`: remove it"
        )));
    }
    Ok(text)
}

/// As browsers escape what would end a quoted name; UTF-8 stays.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// The types of the files that WeChat Pay takes.
fn media_type(filename: &str) -> &'static str {
    let extension = filename.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "avi" => "video/x-msvideo",
        "bmp" => "image/bmp",
        "csv" => "text/csv",
        "gif" => "image/gif",
        "gz" => "application/gzip",
        "jpeg" | "jpg" => "image/jpeg",
        "json" => "application/json",
        "mov" => "video/quicktime",
        "mp4" => "video/mp4",
        "mpeg" => "video/mpeg",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "txt" => "text/plain",
        "wmv" => "video/x-ms-wmv",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
