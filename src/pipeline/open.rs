//! Calls whose response body is streamed, and the call that returns such a file's address.

use std::time::Duration;

use http::Method;

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
#[derive(Clone, Copy, Default)]
pub(crate) struct Shared {
    timeout: Option<Duration>,
    connect_timeout: Option<Option<Duration>>,
    debug: bool,
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
            prepared.timeout = shared.timeout;
            prepared.call.connect_timeout = shared.connect_timeout;
            prepared.call.debug = shared.debug;
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
) -> Result<(Response, Shared), Error> {
    let mut shared = Shared::default();
    let name = Name::of(&Method::GET, path.as_str());
    let response = named(name, async |progress| {
        let prepared = prepare(client, &Method::GET, &path, options, progress)?;
        refuse_sink(&prepared)?;
        shared = Shared {
            timeout: prepared.timeout,
            connect_timeout: prepared.call.connect_timeout,
            debug: prepared.call.debug,
        };
        send(client, prepared, name).await
    });
    let response = response.await?;
    Ok((in_memory(response).await?, shared))
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
