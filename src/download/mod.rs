//! Files of any size: bills, statements, images, links.

mod bill;
mod bills;
mod link;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::body::Body;
use crate::crypto::Digest;
use crate::error::{Error, ErrorKind, Outcome};
use crate::inner::Inner;
use crate::language::say;
use crate::options::{Options, Timeout};
use crate::path::Path;
use crate::pipeline;
use crate::promise::Promise;
use crate::response::{Response, is_success};
use crate::sink;
use crate::stream::{Limits, Watcher, checked, unpacked, watched};
use crate::template;

/// The largest file that is downloaded into memory, in bytes.
const MAX_IN_MEMORY: usize = 64 << 20;

/// A file to download: from [`Chain::bill`](crate::Chain::bill),
/// [`Chain::bills`](crate::Chain::bills), [`Chain::download`](crate::Chain::download) and
/// [`Client::download_unsigned`](crate::Client::download_unsigned).
///
/// It does nothing until [`save`](Self::save), [`get`](Self::get) or
/// [`stream_async`](Self::stream_async) is called. Files and statements are streamed; any other
/// response of the API is verified first, and may have 64 MiB.
///
/// By default a file may have 4 GiB ([`max_size`](Self::max_size)) and take one hour
/// ([`total_timeout`](Self::total_timeout)). The call's `timeout` limits the time to a response head,
/// and then the longest gap between chunks. A file may have one Content-Encoding, and may decompress
/// to 200 times its size, or to 64 MiB. Bills stay below fiftyfold; more is an attempt to fill the
/// disk.
///
/// ```no_run
/// # fn bill(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
/// use serde_json::json;
///
/// client
///     .chain("v3/bill/tradebill")
///     .bill(json!({"query": {"bill_date": "2024-01-01"}}))
///     .save("2024-01-01.csv")?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a Download does nothing until save, get or stream_async is called"]
pub struct Download {
    source: Source,
    client: Arc<Inner>,
    hash: Option<(String, String)>,
    watcher: Option<Watcher>,
    unpacked: bool,
    limits: Limits,
}

enum Source {
    Call(Path, Options),
    Bill(Path, Options),
    Bills(Path, Options),
    Link(String),
}

impl Download {
    fn new(client: Arc<Inner>, source: Source) -> Self {
        let limits = Limits::default();
        Self { source, client, hash: None, watcher: None, unpacked: false, limits }
    }

    pub(crate) fn of_call(client: Arc<Inner>, path: Path, options: Options) -> Self {
        Self::new(client, Source::Call(path, options))
    }

    pub(crate) fn of_bill(client: Arc<Inner>, path: Path, options: Options) -> Self {
        Self::new(client, Source::Bill(path, options))
    }

    pub(crate) fn of_bills(client: Arc<Inner>, path: Path, options: Options) -> Self {
        Self::new(client, Source::Bills(path, options))
    }

    pub(crate) fn of_link(client: Arc<Inner>, url: String) -> Self {
        Self::new(client, Source::Link(url))
    }

    /// Checks the file's hash, as named by a response of WeChat Pay: `hash_type` is SHA1 or SHA256,
    /// `hash_value` is hexadecimal. Default: none, except that a bill's own hash is always checked.
    ///
    /// For a gzip file the hash may be that of its bytes, or of the decompressed file.
    ///
    /// ```no_run
    /// # fn one_of_many(client: &wechatpay_chain::Client, bill: &serde_json::Value) -> Result<(), Box<dyn std::error::Error>> {
    /// let text = |key: &str| bill[key].as_str().ok_or("no such field");
    /// client
    ///     .chain(text("download_url")?)
    ///     .download(())
    ///     .hash(text("hash_type")?, text("hash_value")?)
    ///     .save("bill.csv")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn hash(mut self, hash_type: impl Into<String>, hash_value: impl Into<String>) -> Self {
        self.hash = Some((hash_type.into(), hash_value.into()));
        self
    }

    /// Calls `watcher` after each chunk with the bytes received so far and the total, if the server
    /// named it. It must not block. Default: none.
    pub fn progress(mut self, watcher: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.watcher = Some(Box::new(watcher));
        self
    }

    /// Decompresses a GZIP file while it is received, such as a bill that was requested with
    /// `tar_type` GZIP. Default: the file is kept as it comes.
    ///
    /// The [hash](Self::hash) is checked as without this, and [`progress`](Self::progress) counts the
    /// bytes received; [`max_size`](Self::max_size) limits the decompressed size. Several members one
    /// after the other are one file. A file that does not begin as a GZIP file does, with the byte
    /// 1F, is kept as it is: it is not compressed.
    ///
    /// A truncated or damaged file, or one with anything after its end, is an
    /// [`ErrorKind::Verify`], and nothing of it is kept. So is one that decompresses to more than 200
    /// times its size and more than 64 MiB.
    ///
    /// ```no_run
    /// # fn bill(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
    /// use serde_json::json;
    ///
    /// client
    ///     .chain("v3/bill/tradebill")
    ///     .bill(json!({"query": {"bill_date": "2024-01-01", "tar_type": "GZIP"}}))
    ///     .unpacked()
    ///     .save("2024-01-01.csv")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn unpacked(mut self) -> Self {
        self.unpacked = true;
        self
    }

    /// Sets the largest size of the file, in bytes, with its Content-Encoding decoded. Default: 4 GiB.
    ///
    /// A larger file is an [`ErrorKind::Transport`] as soon as that is known. Nothing of it is kept, and
    /// an existing file is untouched.
    ///
    /// ```no_run
    /// # fn invoice(client: &wechatpay_chain::Client, link: &str) -> Result<(), wechatpay_chain::Error> {
    /// client.download_unsigned(link).max_size(10 << 20).total_timeout(60).save("invoice.pdf")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn max_size(mut self, bytes: u64) -> Self {
        self.limits.max_size = bytes;
        self
    }

    /// Sets the timeout of the whole download, for a bill both calls, until the last byte: a
    /// [`Duration`](std::time::Duration) or seconds; 0 disables it. Default: 3600 s.
    ///
    /// After it the download is an [`ErrorKind::Timeout`], and nothing of the file is kept. The option
    /// `timeout` is different: it limits the time to the head, and then the gap between chunks.
    pub fn total_timeout(mut self, timeout: impl Into<Timeout>) -> Self {
        self.limits.total_timeout = timeout.into();
        self
    }

    /// Downloads into a file, and blocks until it is complete. The response's body is empty.
    ///
    /// The file is written to a temporary file in the same directory and replaced once that is complete
    /// and its hash is right, as by [`Options::sink`]. A body without a length and without a hash ends
    /// where the connection ends, by the rules of HTTP/1.1: give the [`hash`](Self::hash) if there is
    /// one.
    ///
    /// # Errors
    ///
    /// Those of a call; [`ErrorKind::Verify`] if the hash is wrong; [`ErrorKind::Io`] if the file can't
    /// be written, before anything is sent if that is known by then. The existing file is then
    /// untouched.
    pub fn save(self, path: impl Into<PathBuf>) -> Result<Response, Error> {
        self.save_async(path).wait()
    }

    /// [`save`](Self::save), once the promise is awaited or waited for. If it is dropped in flight, the
    /// existing file is untouched.
    pub fn save_async(self, path: impl Into<PathBuf>) -> Promise<Response> {
        let path = path.into();
        Promise::from_future(sink::save(path, self.open()))
    }

    /// Downloads into memory, at most 64 MiB, and blocks until the file is complete.
    ///
    /// # Errors
    ///
    /// Those of a call; [`ErrorKind::Verify`] if the hash is wrong.
    pub fn get(self) -> Result<Response, Error> {
        self.get_async().wait()
    }

    /// [`get`](Self::get), once the promise is awaited or waited for.
    pub fn get_async(self) -> Promise<Response> {
        Promise::from_future(async move {
            let (parts, body) = self.open().await?.into_parts();
            let body = Limited::new(body, MAX_IN_MEMORY).collect().await.map_err(|error| {
                if error.is::<LengthLimitError>() {
                    let message = say!(
                        "the file has more than {MAX_IN_MEMORY} bytes: save() it",
                        "文件超过 {MAX_IN_MEMORY} 字节：请用 save()"
                    );
                    return Error::new(ErrorKind::Transport, message)
                        .with_outcome(Outcome::Unknown);
                }
                Error::from_body(error)
            })?;
            Ok(Response::from_parts(parts, body.to_bytes()))
        })
    }

    /// Returns the response once its head is there; the body can be read chunk by chunk on any thread.
    ///
    /// Chunks must not be trusted until the body has ended without an error: only then it is known to
    /// be complete, and its hash to be right. The errors of the body are this crate's [`Error`], boxed.
    /// The connection belongs to the runtime on which the promise ran, so read while that one runs.
    ///
    /// ```no_run
    /// use http_body_util::BodyExt;
    ///
    /// # async fn count(client: wechatpay_chain::Client) -> Result<(), wechatpay_chain::BoxError> {
    /// let file = client.chain("v3/global/statements?date=20240101").download(());
    /// let mut body = file.stream_async().await?.into_body();
    /// let mut bytes = 0;
    /// while let Some(frame) = body.frame().await {
    ///     bytes += frame?.data_ref().map_or(0, |data| data.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream_async(self) -> Promise<http::Response<Body>> {
        Promise::from_future(self.open())
    }

    /// The response, with its hash checked and its progress reported.
    async fn open(self) -> Result<http::Response<Body>, Error> {
        let check = match self.hash {
            Some((hash_type, value)) => {
                let check = Check::new(&hash_type, value, ErrorKind::Options);
                Some(check.map_err(Error::not_sent)?)
            }
            None => None,
        };
        let Self { source, client, watcher, limits, .. } = self;
        let response = async {
            let response = match source {
                Source::Call(path, options) => pipeline::open(&client, path, options, None).await?,
                Source::Bill(path, options) => bill::open(&client, path, options).await?,
                Source::Bills(path, options) => bills::open(client, path, options).await?,
                Source::Link(url) => link::open(&client, &url).await?,
            };
            // With http_errors off: the body of an error is not the file.
            if !is_success(&response) {
                return Ok(response);
            }
            let (mut parts, mut body) = response.into_parts();
            if let Some(watcher) = watcher {
                body = watched(body, watcher);
            }
            if let Some(check) = check {
                body = check.of(body);
            }
            if self.unpacked {
                parts.headers.remove(CONTENT_LENGTH);
                body = unpacked(body);
            }
            Ok(http::Response::from_parts(parts, body))
        };
        limits.apply(response).await
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = match &self.source {
            Source::Call(path, _) | Source::Bill(path, _) | Source::Bills(path, _) => {
                template::shown(path.as_str())
            }
            Source::Link(url) => template::site(url),
        };
        f.debug_tuple("Download").field(&format_args!("GET {shown}")).finish()
    }
}

/// The expected hash of a body.
struct Check {
    digest: Digest,
    hash_type: String,
    value: String,
}

impl Check {
    /// # Errors
    ///
    /// Of this kind, if the type of hash is unknown.
    fn new(hash_type: &str, value: String, kind: ErrorKind) -> Result<Self, Error> {
        let digest = Digest::named(hash_type, kind)?;
        Ok(Self { digest, hash_type: hash_type.to_owned(), value })
    }

    fn of(self, body: Body) -> Body {
        let hash_type = self.hash_type;
        let reason = say!(
            "the {hash_type} of the file is not the announced one",
            "文件的 {hash_type} 与所给的不一致"
        );
        checked(body, self.digest, self.value, reason)
    }
}
