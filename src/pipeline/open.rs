//! Calls whose bodies are read as they come, and the call that asks for such a file.

use std::time::Duration;

use http::Method;

use super::{name, named, prepare, send};
use crate::body::Body;
use crate::error::Error;
use crate::inner::Inner;
use crate::options::Options;
use crate::path::Path;
use crate::request::Prepared;
use crate::response::Response;

/// What calls have in common that belong together: a bill is asked for, and downloaded.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    timeout: Option<Duration>,
    connect_timeout: Option<Option<Duration>>,
    debug: bool,
}

/// A GET whose body is handed on as it comes, where it need not be verified as a whole.
pub(crate) async fn open(
    client: &Inner,
    path: Path,
    options: Options,
    limits: Option<Limits>,
) -> Result<http::Response<Body>, Error> {
    let name = name(&Method::GET, path.as_str());
    named(name, async |progress| {
        let mut prepared = prepare(client, &Method::GET, &path, options, progress)?;
        refuse_sink(&prepared)?;
        prepared.call.stream = true;
        if let Some(limits) = limits {
            prepared.timeout = limits.timeout;
            prepared.call.connect_timeout = limits.connect_timeout;
            prepared.call.debug = limits.debug;
        }
        Ok(send(client, prepared, name).await?.begun())
    })
    .await
}

/// A GET that another one follows, within the same limits.
pub(crate) async fn ask(
    client: &Inner,
    path: Path,
    options: Options,
) -> Result<(Response, Limits), Error> {
    let name = name(&Method::GET, path.as_str());
    named(name, async |progress| {
        let prepared = prepare(client, &Method::GET, &path, options, progress)?;
        refuse_sink(&prepared)?;
        let limits = Limits {
            timeout: prepared.timeout,
            connect_timeout: prepared.call.connect_timeout,
            debug: prepared.call.debug,
        };
        Ok((send(client, prepared, name).await?.whole().await?, limits))
    })
    .await
}

fn refuse_sink(prepared: &Prepared) -> Result<(), Error> {
    match prepared.sink {
        None => Ok(()),
        Some(_) => {
            Err(Error::options("`sink` is for get(): of a download use save(path)").not_sent())
        }
    }
}
