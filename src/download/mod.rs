//! Files of any size: bills, statements, images, links.

mod bill;
mod link;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::body::Body;
use crate::crypto::Digest;
use crate::error::{Error, ErrorKind, Outcome};
use crate::inner::Inner;
use crate::options::{Options, Timeout};
use crate::path::Path;
use crate::pipeline;
use crate::promise::Promise;
use crate::response::Response;
use crate::sink;
use crate::stream::{Bounds, Watcher, checked, watched};
use crate::template;

/// The largest file that is fetched into memory, in bytes.
const MAX_IN_MEMORY: usize = 64 << 20;

/// A file to be fetched: made by [`Chain::bill`](crate::Chain::bill),
/// [`Chain::download`](crate::Chain::download) and
/// [`Client::download_unsigned`](crate::Client::download_unsigned).
///
/// Nothing is sent until [`save`](Self::save), [`get`](Self::get) or
/// [`stream_async`](Self::stream_async). Files and statements go through memory piece by piece;
/// any other response of the API is verified first, and may have 64 MiB.
///
/// A file may have 4 GiB ([`max_size`](Self::max_size)) and may take an hour
/// ([`total_timeout`](Self::total_timeout)). The call's `timeout` is the longest that the head of an
/// response may take, and after that the longest wait for the next bytes. A file may have one
/// Content-Encoding, and be unpacked to 200 times what came, or to 64 MiB: bills don't reach the
/// fiftyfold, and what does was made to fill a disk.
#[must_use = "nothing is fetched until it is saved, or got"]
pub struct Download {
    source: Source,
    client: Arc<Inner>,
    hash: Option<(String, String)>,
    watcher: Option<Watcher>,
    bounds: Bounds,
}

enum Source {
    Call(Path, Options),
    Bill(Path, Options),
    Link(String),
}

impl Download {
    fn new(client: Arc<Inner>, source: Source) -> Self {
        Self { source, client, hash: None, watcher: None, bounds: Bounds::default() }
    }

    pub(crate) fn of_call(client: Arc<Inner>, path: Path, options: Options) -> Self {
        Self::new(client, Source::Call(path, options))
    }

    pub(crate) fn of_bill(client: Arc<Inner>, path: Path, options: Options) -> Self {
        Self::new(client, Source::Bill(path, options))
    }

    pub(crate) fn of_link(client: Arc<Inner>, url: String) -> Self {
        Self::new(client, Source::Link(url))
    }

    /// The hash that it must have, as a response of WeChat Pay's named it: `hash_type` is SHA1 or
    /// SHA256, `hash_value` hexadecimal. Default: none, but a bill's own is always checked.
    ///
    /// A gzip file may have it over its bytes, or over what it unpacks to.
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

    /// Told of each piece that came: the bytes so far, and how many there will be, where the server
    /// said so. It must not block.
    pub fn progress(mut self, watcher: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.watcher = Some(Box::new(watcher));
        self
    }

    /// The largest size that the file may have, in bytes, its Content-Encoding undone; default:
    /// 4 GiB. A larger one is an [`ErrorKind::Transport`], as soon as it is known to be larger:
    /// nothing of it is kept, and a file that is there already stays as it was.
    ///
    /// ```no_run
    /// # fn invoice(client: &wechatpay_chain::Client, link: &str) -> Result<(), wechatpay_chain::Error> {
    /// client.download_unsigned(link).max_size(10 << 20).total_timeout(60).save("invoice.pdf")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn max_size(mut self, bytes: u64) -> Self {
        self.bounds.max_size = bytes;
        self
    }

    /// The longest that all of it may take, from the call to the last byte, of a bill both calls:
    /// a [`Duration`](std::time::Duration) or seconds; default: 3600 s, and 0 for no limit. After
    /// that it is an [`ErrorKind::Timeout`], and nothing of the file is kept.
    ///
    /// The option `timeout` does not limit the whole: it is the wait for the head, and then for
    /// each piece.
    pub fn total_timeout(mut self, timeout: impl Into<Timeout>) -> Self {
        self.bounds.total_timeout = timeout.into();
        self
    }

    /// Fetches it into a file, and blocks until it is there. The response's body is empty.
    ///
    /// As with [`Options::sink`] it is written beside the file, which is replaced when all of it is
    /// whole and right. A body without a length and without a hash to check ends where the
    /// connection does, as HTTP/1.1 has it: give the [`hash`](Self::hash) where there is one.
    ///
    /// # Errors
    ///
    /// Those of a call; [`ErrorKind::Verify`] when the hash is another one; [`ErrorKind::Io`] when
    /// the file can't be written, before anything is sent if that is known by then. The file is
    /// then what it was.
    pub fn save(self, path: impl Into<PathBuf>) -> Result<Response, Error> {
        self.save_async(path).wait()
    }

    /// [`save`](Self::save), when the promise is awaited or waited for. Dropped in flight, it
    /// leaves the file as it was.
    pub fn save_async(self, path: impl Into<PathBuf>) -> Promise<Response> {
        let path = path.into();
        Promise::from_future(sink::save(path, self.open()))
    }

    /// Fetches it into memory, at most 64 MiB, and blocks until it is there.
    ///
    /// # Errors
    ///
    /// Those of a call; [`ErrorKind::Verify`] when the hash is another one.
    pub fn get(self) -> Result<Response, Error> {
        self.get_async().wait()
    }

    /// [`get`](Self::get), when the promise is awaited or waited for.
    pub fn get_async(self) -> Promise<Response> {
        Promise::from_future(async move {
            let (parts, body) = self.open().await?.into_parts();
            let body = Limited::new(body, MAX_IN_MEMORY).collect().await.map_err(|error| {
                if error.is::<LengthLimitError>() {
                    let message =
                        format!("the file has more than {MAX_IN_MEMORY} bytes: save() it");
                    return Error::new(ErrorKind::Transport, message)
                        .with_outcome(Outcome::Unknown);
                }
                Error::from_body(error)
            })?;
            Ok(Response::from_parts(parts, body.to_bytes()))
        })
    }

    /// Its response, when the head came; the body is read piece by piece, from any thread.
    ///
    /// What was read is not to be trusted before the body ended without an error: only the end
    /// tells that it is whole, and that its hash is right. The body's errors are this crate's
    /// [`Error`], boxed. The connection belongs to the runtime that the promise ran on: read
    /// while that one runs.
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

    /// Its response, checked and watched on the way.
    async fn open(self) -> Result<http::Response<Body>, Error> {
        let check = match self.hash {
            Some((hash_type, value)) => {
                let check = Check::new(&hash_type, value, ErrorKind::Options);
                Some(check.map_err(Error::not_sent)?)
            }
            None => None,
        };
        let Self { source, client, bounds, .. } = self;
        let response = bounds.apply(async {
            match source {
                Source::Call(path, options) => pipeline::open(&client, path, options, None).await,
                Source::Bill(path, options) => bill::open(&client, path, options).await,
                Source::Link(url) => link::open(&client, &url).await,
            }
        });
        let response = response.await?;
        // With http_errors off: an error's body is no file.
        if !response.status().is_success() {
            return Ok(response);
        }
        Ok(response.map(|body| {
            let body = match self.watcher {
                Some(watcher) => watched(body, watcher),
                None => body,
            };
            match check {
                Some(check) => check.of(body),
                None => body,
            }
        }))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = match &self.source {
            Source::Call(path, _) | Source::Bill(path, _) => template::shown(path.as_str()),
            Source::Link(url) => template::site(url),
        };
        f.debug_tuple("Download").field(&format_args!("GET {shown}")).finish()
    }
}

/// The hash that a body must have.
struct Check {
    digest: Digest,
    hash_type: String,
    value: String,
}

impl Check {
    /// # Errors
    ///
    /// Of this kind, when nobody knows such a hash.
    fn new(hash_type: &str, value: String, kind: ErrorKind) -> Result<Self, Error> {
        let digest = Digest::named(hash_type, kind)?;
        Ok(Self { digest, hash_type: hash_type.to_owned(), value })
    }

    fn of(self, body: Body) -> Body {
        let reason = format!("the {} of the file is not the announced one", self.hash_type);
        checked(body, self.digest, self.value, reason)
    }
}
