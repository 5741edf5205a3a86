//! Uploads of images, videos and other files, whose `meta` alone is signed.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::body::Body;
use crate::crypto::hexadecimal;
use crate::error::{Error, ErrorKind};
use crate::file_uri;
use crate::formatter::Formatter;
use crate::json::encode_ascii;
use crate::language::{Text, say};
use crate::multipart::{self, Contents, Multipart, Part};
use crate::promise::Promise;
use crate::runtime;
use crate::upload::{FileSource, Fingerprint, OnProgress};

/// An upload as PHP's `MediaUtil` makes it: a part `meta` of JSON, which is signed, and a part
/// `file`.
///
/// ```no_run
/// use serde_json::Value;
/// use wechatpay_chain::{MediaUtil, Options, ResponseExt};
/// # fn main() -> Result<(), wechatpay_chain::Error> {
/// # let client = wechatpay_chain::Client::builder().build()?;
///
/// let media = MediaUtil::new("file:///path/to/shop.png")?;
/// let options = Options::new()
///     .body(media.stream())
///     .header("Content-Type", media.content_type());
/// let response: Value = client.chain("v3/merchant/media/upload").post(options)?.json()?;
/// let media_id = &response["media_id"];
/// # Ok(())
/// # }
/// ```
///
/// The file is streamed and never held in memory. It must not change after it was hashed: each call
/// compares length and hash before it sends, and again while it sends. If the file is gone or has
/// changed, the call fails with [`ErrorKind::Io`], whose [`outcome`](Error::outcome) is `NotSent`
/// unless the file changed while it was sent.
pub struct MediaUtil {
    filename: String,
    /// The file, or bytes in memory.
    file: Source,
    fingerprint: Fingerprint,
    boundary: String,
    content_type: String,
    meta: String,
    /// What is wrong with the meta. The call reports it.
    mistake: Option<Text>,
    progress: Option<OnProgress>,
}

enum Source {
    Path(PathBuf),
    Bytes(Bytes),
}

impl MediaUtil {
    /// Creates an upload of a file, named by its path or, as in PHP, by `file://` and its absolute path
    /// without percent-encoding. The file is read once to hash it, which blocks: see
    /// [`new_async`](Self::new_async).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`] if it can't be read, [`ErrorKind::Options`] if its name is not UTF-8 or
    /// `file://` is not followed by an absolute path.
    pub fn new(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = &*file_uri::path(path.as_ref())?;
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| multipart::nameless(path))?.to_owned();
        let fingerprint = Fingerprint::of_file(path)?;
        Ok(Self::of(name, Source::Path(path.to_owned()), fingerprint))
    }

    /// [`new`](Self::new) for async code: the file is hashed on a blocking thread.
    pub fn new_async(path: impl Into<PathBuf>) -> Promise<Self> {
        let path = path.into();
        Promise::from_future(async move {
            runtime::blocking(move || Self::new(path))?.await.unwrap_or_else(|error| {
                let message = say!("the file was not read: {error}", "文件未能读取：{error}");
                Err(Error::new(ErrorKind::Io, message).with_source(error))
            })
        })
    }

    /// Creates an upload from bytes in memory, sent under `filename`. In PHP this is the stream
    /// argument.
    ///
    /// ```
    /// use wechatpay_chain::MediaUtil;
    ///
    /// let media = MediaUtil::from_bytes("shop.png", b"\x89PNG".to_vec());
    /// assert_eq!(
    ///     media.meta(),
    ///     r#"{"filename":"shop.png","sha256":"0f4636c78f65d3639ece5a064b5ae753e3408614a14fb18ab4d7540d2c248543"}"#
    /// );
    /// ```
    pub fn from_bytes(filename: impl AsRef<str>, bytes: impl Into<Bytes>) -> Self {
        let (name, bytes) = (multipart::basename(filename.as_ref()).to_owned(), bytes.into());
        let fingerprint = Fingerprint::of_bytes(&bytes);
        Self::of(name, Source::Bytes(bytes), fingerprint)
    }

    fn of(filename: String, file: Source, fingerprint: Fingerprint) -> Self {
        let boundary = Formatter::nonce(40);
        let mut media = Self {
            filename,
            file,
            fingerprint,
            content_type: multipart::content_type(&boundary),
            boundary,
            meta: String::new(),
            mistake: None,
            progress: None,
        };
        media.set_meta(json!({"filename": media.filename, "sha256": media.sha256()}));
        media
    }

    /// Returns the body of a call: `meta`, then the file. Each call needs its own.
    #[doc(alias = "getStream")]
    pub fn stream(&self) -> Body {
        let contents = match &self.file {
            Source::Bytes(bytes) => Contents::Bytes(bytes.clone()),
            Source::Path(path) => {
                Contents::File(FileSource { path: path.clone(), expected: Some(self.fingerprint) })
            }
        };
        let file =
            Part { filename: Some(self.filename.clone()), contents, ..Part::new("file".into()) };
        let mut parts = Multipart::with_boundary(self.boundary.clone())
            .part(Part::json("meta".into(), self.meta.clone()))
            .part(file)
            .with_progress(self.progress.clone());
        if let Some(mistake) = &self.mistake {
            parts = parts.fail(Error::options(mistake.clone()));
        }
        parts.into()
    }

    /// Returns the Content-Type of [`stream`](Self::stream). A call also sets it by itself.
    #[doc(alias = "getContentType")]
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Returns the JSON that is signed. Default: `{"filename":…,"sha256":…}`.
    #[doc(alias = "getMeta")]
    pub fn meta(&self) -> &str {
        &self.meta
    }

    /// Replaces the meta, for endpoints that require another one. It is written in ASCII, as by PHP's
    /// `json_encode`; a string must already be JSON.
    ///
    /// ```
    /// use serde_json::json;
    /// use wechatpay_chain::MediaUtil;
    ///
    /// let mut media = MediaUtil::from_bytes("bill.pdf", b"%PDF".to_vec());
    /// media.set_meta(json!({"file_name": media.filename(), "file_digest": media.sha256()}));
    /// assert!(media.meta().starts_with(r#"{"file_name":"bill.pdf","file_digest":"#));
    /// ```
    #[doc(alias = "setMeta")]
    pub fn set_meta(&mut self, meta: Value) -> &mut Self {
        self.mistake = None;
        match meta {
            Value::String(ready) => {
                if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&ready) {
                    self.mistake = Some(say!(
                        "the meta is a string, but not of JSON: {error}",
                        "meta 是字符串，但不是 JSON：{error}"
                    ));
                }
                self.meta = ready;
            }
            meta => match encode_ascii(&meta) {
                Ok(json) => self.meta = json,
                Err(error) => self.mistake = Some(Text::of(&error)),
            },
        }
        self
    }

    /// Returns the name under which the file is sent.
    pub fn filename(&self) -> &str {
        &self.filename
    }

    /// Returns the file's SHA-256 in lower-case hexadecimal digits.
    pub fn sha256(&self) -> String {
        hexadecimal(&self.fingerprint.sha256)
    }

    /// Returns the file's length in bytes.
    pub fn size(&self) -> u64 {
        self.fingerprint.length
    }

    /// Calls `progress` after each chunk (at most 128 KiB) that was handed to the connection, with the
    /// bytes so far and the length of the whole body, which is a little more than the file's. It runs
    /// where the call runs, so it must not block. Default: none.
    ///
    /// ```
    /// # let mut media = wechatpay_chain::MediaUtil::from_bytes("a.png", "");
    /// media.progress(|sent, total| println!("{} %", sent * 100 / total));
    /// ```
    pub fn progress(&mut self, progress: impl Fn(u64, u64) + Send + Sync + 'static) -> &mut Self {
        self.progress = Some(Arc::new(progress));
        self
    }
}

impl fmt::Debug for MediaUtil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaUtil")
            .field("filename", &self.filename)
            .field("size", &self.size())
            .field("sha256", &self.sha256())
            .finish_non_exhaustive()
    }
}
