//! Calls whose response body is streamed, and the call that returns such a file's address.

use std::time::Duration;

use http::{HeaderMap, Method, Uri};

use super::{Name, in_memory, named, prepare, send};
use crate::body::Body;
use crate::error::Error;
use crate::inner::Inner;
use crate::language::say;
use crate::options::Options;
use crate::path::Path;
use crate::request::Prepared;
use crate::response::Response;

/// Options that apply to both calls of a bill.
#[derive(Clone, Copy)]
pub(crate) struct Shared {
    timeout: Option<Duration>,
    connect_timeout: Option<Option<Duration>>,
    debug: bool,
}

impl Shared {
    fn apply(self, prepared: &mut Prepared) {
        prepared.timeout = self.timeout;
        prepared.call.connect_timeout = self.connect_timeout;
        prepared.call.debug = self.debug;
    }
}

/// A call that was made by [`ask`], and can be made again.
pub(crate) struct Asked {
    /// Names it: the address has the values of its variables.
    path: Path,
    uri: Uri,
    headers: HeaderMap,
    pub(crate) shared: Shared,
}

/// A GET whose response body is streamed, if the head has all that must be verified.
pub(crate) async fn open(
    client: &Inner,
    path: Path,
    options: Options,
    shared: Option<Shared>,
) -> Result<http::Response<Body>, Error> {
    let name = Name::of(&Method::GET, path.as_str());
    named(name, async |progress| {
        let mut prepared = prepare(client, &Method::GET, &path, options, progress)?;
        refuse_sink(&prepared)?;
        prepared.call.stream = true;
        if let Some(shared) = shared {
            shared.apply(&mut prepared);
        }
        send(client, prepared, name).await
    })
    .await
}

/// A GET that another one follows, with the same timeouts.
pub(crate) async fn ask(
    client: &Inner,
    path: Path,
    options: Options,
) -> Result<(Response, Asked), Error> {
    let name = Name::of(&Method::GET, path.as_str());
    let mut asked = None;
    let response = named(name, async |progress| {
        let prepared = prepare(client, &Method::GET, &path, options, progress)?;
        refuse_sink(&prepared)?;
        let shared = Shared {
            timeout: prepared.timeout,
            connect_timeout: prepared.call.connect_timeout,
            debug: prepared.call.debug,
        };
        let (uri, headers) = (prepared.request.uri().clone(), prepared.request.headers().clone());
        asked = Some(Asked { path: path.clone(), uri, headers, shared });
        send(client, prepared, name).await
    });
    let response = response.await?;
    let asked = asked.ok_or_else(|| Error::other("a response without a request"))?;
    Ok((in_memory(response).await?, asked))
}

/// The same GET once more.
pub(crate) async fn ask_again(client: &Inner, asked: &Asked) -> Result<Response, Error> {
    let name = Name::of(&Method::GET, asked.path.as_str());
    let response = named(name, async |progress| {
        let path = Path::ROOT.join(&asked.uri.to_string());
        let mut prepared = prepare(client, &Method::GET, &path, Options::new(), progress)?;
        *prepared.request.headers_mut() = asked.headers.clone();
        asked.shared.apply(&mut prepared);
        send(client, prepared, name).await
    });
    in_memory(response.await?).await
}

fn refuse_sink(prepared: &Prepared) -> Result<(), Error> {
    match prepared.sink {
        None => Ok(()),
        Some(_) => Err(Error::options(say!(
            "`sink` is for get(): use save(path) for a download",
            "`sink` 用于 get()：下载请用 save(path)"
        ))
        .not_sent()),
    }
}
