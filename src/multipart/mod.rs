//! `multipart/form-data` bodies, as RFC 7578 and Guzzle write them.

mod list;
mod part;

use std::collections::VecDeque;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use serde_json::Value;

pub(crate) use self::list::from_json;
pub(crate) use self::part::{Contents, Part, basename, nameless};
use crate::body::Body;
use crate::error::Error;
use crate::formatter::Formatter;
use crate::json;
use crate::language::{Text, say};
use crate::options::again;
use crate::upload::{FileSource, OnProgress, Segment, Upload};

/// A `multipart/form-data` body of texts, bytes and files. For
/// [`Options::body`](crate::Options::body).
///
/// It sets its own Content-Type. If a part is named `meta`, only that part is signed and files are
/// streamed, never held in memory. Otherwise the whole body is signed, and is therefore read into
/// memory first. A file that can't be read is an error of the call, before anything is sent.
///
/// For an upload whose `meta` has the file's name and hash, use [`MediaUtil`](crate::MediaUtil).
///
/// ```no_run
/// # fn main() -> Result<(), wechatpay_chain::Error> {
/// # let client = wechatpay_chain::Client::builder().build()?;
/// use serde_json::json;
/// use wechatpay_chain::{MediaUtil, Multipart, Options};
///
/// let sha256 = MediaUtil::new("/tmp/upload-7f3a")?.sha256();
/// let body = Multipart::new()
///     .json("meta", json!({"filename": "shop.png", "sha256": sha256}))
///     .file_as("file", "shop.png", "/tmp/upload-7f3a");
/// client.chain("v3/merchant/media/upload").post(Options::new().body(body))?;
/// # Ok(())
/// # }
/// ```
pub struct Multipart {
    boundary: String,
    parts: Vec<Part>,
    progress: Option<OnProgress>,
    /// The first mistake. The call reports it.
    mistake: Option<Error>,
}

impl Multipart {
    /// Creates a body without parts, with a random boundary.
    #[must_use]
    pub fn new() -> Self {
        Self::with_boundary(Formatter::nonce(40))
    }

    /// The same once more: its files are read by each call.
    pub(crate) fn copy(&self) -> Self {
        Self {
            boundary: self.boundary.clone(),
            parts: self.parts.clone(),
            progress: self.progress.clone(),
            mistake: self.mistake.as_ref().map(again),
        }
    }

    pub(crate) fn with_boundary(boundary: String) -> Self {
        Self { boundary, parts: Vec::new(), progress: None, mistake: None }
    }

    /// Adds a part of text.
    #[must_use]
    pub fn text(self, name: impl Into<String>, contents: impl Into<String>) -> Self {
        let contents = Contents::Bytes(contents.into().into());
        self.part(Part { contents, ..Part::new(name.into()) })
    }

    /// Adds a part of JSON, such as `meta`, written in ASCII as by PHP's `json_encode`.
    #[must_use]
    pub fn json(self, name: impl Into<String>, contents: Value) -> Self {
        match json::encode_ascii(&contents) {
            Ok(json) => self.part(Part::json(name.into(), json)),
            Err(error) => self.fail(error),
        }
    }

    /// Adds a part of bytes, sent as a file with this name.
    #[must_use]
    pub fn bytes(
        self,
        name: impl Into<String>,
        filename: impl AsRef<str>,
        contents: impl Into<Bytes>,
    ) -> Self {
        let filename = Some(basename(filename.as_ref()).to_owned());
        let contents = Contents::Bytes(contents.into());
        self.part(Part { filename, contents, ..Part::new(name.into()) })
    }

    /// Adds a file under its own name.
    #[must_use]
    pub fn file(self, name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let filename = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
        match filename {
            Some(filename) => self.file_as(name, filename, path),
            None => self.fail(nameless(&path)),
        }
    }

    /// Adds a file under another name, for example one that was uploaded to a temporary path.
    #[must_use]
    pub fn file_as(
        self,
        name: impl Into<String>,
        filename: impl AsRef<str>,
        path: impl Into<PathBuf>,
    ) -> Self {
        let filename = Some(basename(filename.as_ref()).to_owned());
        let contents = Contents::File(FileSource { path: path.into(), expected: None });
        self.part(Part { filename, contents, ..Part::new(name.into()) })
    }

    /// Calls `progress` after each chunk (at most 128 KiB) that was handed to the connection, with the
    /// bytes so far and the body's length. It runs where the call runs, so it must not block. For a body
    /// that is signed as a whole it reports how signing reads it. Default: none.
    #[must_use]
    pub fn progress(self, progress: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.with_progress(Some(Arc::new(progress)))
    }

    pub(crate) fn with_progress(mut self, progress: Option<OnProgress>) -> Self {
        self.progress = progress;
        self
    }

    /// `multipart/form-data` with the boundary.
    pub fn content_type(&self) -> String {
        content_type(&self.boundary)
    }

    pub(crate) fn part(mut self, part: Part) -> Self {
        if part.name == "meta" {
            if self.parts.iter().any(|known| known.name == "meta") {
                return self.fail(Error::options(say!(
                    "two parts are named `meta`, and one can be signed: remove one of them",
                    "有两个部分名为 `meta`，而只有一个可以签名：请去掉其中之一"
                )));
            }
            if matches!(part.contents, Contents::File(_)) {
                return self.fail(Error::options(say!(
                    "the part `meta` is a file, but it is what is signed: give its contents",
                    "`meta` 部分是文件，而它正是要签名的内容：请直接给出内容"
                )));
            }
        }
        self.parts.push(part);
        self
    }

    pub(crate) fn fail(mut self, mistake: Error) -> Self {
        self.mistake.get_or_insert(mistake);
        self
    }

    /// The part that is signed.
    fn meta(&self) -> Option<Bytes> {
        let meta = self.parts.iter().find(|part| part.name == "meta")?;
        match &meta.contents {
            Contents::Bytes(bytes) => Some(bytes.clone()),
            Contents::File(_) => None,
        }
    }

    /// The body's length, where that of each file is known.
    fn length(&self) -> Option<u64> {
        let mut total = end(&self.boundary).len() as u64;
        for part in &self.parts {
            let length = part.contents.length()?;
            let around = part.head(&self.boundary, length).len() + "\r\n".len();
            total += length + around as u64;
        }
        Some(total)
    }

    /// Opens the files, and writes the headers between them. It blocks.
    fn open(&self) -> Result<VecDeque<Segment>, Error> {
        if let Some(mistake) = &self.mistake {
            return Err(Error::new(mistake.kind(), Text::of(mistake)));
        }
        let mut segments = VecDeque::new();
        let mut text = Vec::new();
        for part in &self.parts {
            // Before its head is written, since the head says how long it is.
            let opened = match &part.contents {
                Contents::Bytes(bytes) => Segment::Bytes(bytes.clone()),
                Contents::File(source) => Segment::open(source.clone())?,
            };
            let head = part.head(&self.boundary, opened.length());
            text.extend_from_slice(head.as_bytes());
            if opened.length() > 0 {
                segments.push_back(Segment::Bytes(std::mem::take(&mut text).into()));
                segments.push_back(opened);
            }
            text.extend_from_slice(b"\r\n");
        }
        text.extend_from_slice(end(&self.boundary).as_bytes());
        segments.push_back(Segment::Bytes(text.into()));
        Ok(segments)
    }

    /// All of it, if there is nothing to wait for and nobody to tell.
    fn at_hand(&self) -> Option<Vec<u8>> {
        if self.mistake.is_some() || self.progress.is_some() {
            return None;
        }
        let mut body = Vec::new();
        for part in &self.parts {
            let Contents::Bytes(bytes) = &part.contents else {
                return None;
            };
            body.extend_from_slice(part.head(&self.boundary, bytes.len() as u64).as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(end(&self.boundary).as_bytes());
        Some(body)
    }
}

impl Default for Multipart {
    fn default() -> Self {
        Self::new()
    }
}

impl From<Multipart> for Body {
    fn from(mut multipart: Multipart) -> Self {
        let meta = multipart.meta();
        let content_type = HeaderValue::try_from(multipart.content_type()).ok();
        let body = match multipart.at_hand() {
            Some(bytes) => Self::from(bytes),
            None => {
                let progress = multipart.progress.take();
                Self::upload(Upload::new(multipart.length(), progress, move || multipart.open()))
            }
        };
        let body = body.of_type(content_type);
        match meta {
            Some(meta) => body.signing_only(meta),
            None => body,
        }
    }
}

/// Names, not contents.
impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.parts.iter().map(|part| &part.name).collect();
        f.debug_struct("Multipart").field("parts", &names).finish_non_exhaustive()
    }
}

pub(crate) fn content_type(boundary: &str) -> String {
    format!("multipart/form-data; boundary={boundary}")
}

fn end(boundary: &str) -> String {
    format!("--{boundary}--\r\n")
}
