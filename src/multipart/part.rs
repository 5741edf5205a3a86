//! One part of a multipart body: its headers and contents.

use std::path::Path;

use bytes::Bytes;

use crate::error::{Error, shown_path};
use crate::language::say;
use crate::upload::FileSource;

#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) filename: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) contents: Contents,
    /// Whether the part's head says how long it is, as Guzzle has it where it knows.
    pub(crate) sized: bool,
}

#[derive(Clone)]
pub(crate) enum Contents {
    Bytes(Bytes),
    File(FileSource),
}

impl Contents {
    pub(super) fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::File(source) => source.expected.map(|expected| expected.length),
        }
    }
}

impl Part {
    pub(crate) fn new(name: String) -> Self {
        let contents = Contents::Bytes(Bytes::new());
        Self { name, filename: None, headers: Vec::new(), contents, sized: true }
    }

    pub(crate) fn json(name: String, json: impl Into<Bytes>) -> Self {
        let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        let contents = Contents::Bytes(json.into());
        Self { headers, contents, sized: false, ..Self::new(name) }
    }

    fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// The headers. In Guzzle's order: the part's own headers, then those that
    /// it lacks.
    pub(super) fn head(&self, boundary: &str, length: u64) -> String {
        let filename = self.filename.as_deref().filter(|filename| !filename.is_empty());
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
            let mut disposition = format!("form-data; name=\"{}\"", quoted(&self.name));
            if let Some(filename) = filename {
                disposition.push_str(&format!("; filename=\"{}\"", quoted(filename)));
            }
            header("Content-Disposition", &disposition);
        }
        // Guzzle takes a length of 0 for one that it does not know.
        if self.sized && length > 0 && !self.has_header("content-length") {
            header("Content-Length", &length.to_string());
        }
        if let Some(filename) = filename.filter(|_| !self.has_header("content-type")) {
            header("Content-Type", media_type(filename));
        }
        head.push_str("\r\n");
        head
    }
}

/// A path's last segment, as PHP's `basename` finds it.
pub(crate) fn basename(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

pub(crate) fn nameless(path: &Path) -> Error {
    let path = shown_path(path);
    Error::options(say!(
        "the path `{path}` has no file name in UTF-8 to send the file by: name it by \
         `Multipart::file_as`",
        "路径 `{path}` 中没有可用于发送的 UTF-8 文件名：请用 `Multipart::file_as` 指定";
        path
    ))
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
        "f4v" | "mp4" => "video/mp4",
        "flv" => "video/x-flv",
        "gif" => "image/gif",
        "gz" => "application/gzip",
        "jpeg" | "jpg" => "image/jpeg",
        "json" => "application/json",
        "m4v" => "video/x-m4v",
        "mkv" => "video/x-matroska",
        "mov" => "video/quicktime",
        "mpeg" => "video/mpeg",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "rmvb" => "application/vnd.rn-realmedia-vbr",
        "txt" => "text/plain",
        "wmv" => "video/x-ms-wmv",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
