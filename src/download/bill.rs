//! A file that is applied for: one call names it and its hash, another one fetches it.

use http::Response;
use serde_json::Value;

use super::Check;
use crate::body::Body;
use crate::chain::Path;
use crate::client::Inner;
use crate::error::{Error, ErrorKind, Outcome};
use crate::options::Options;
use crate::pipeline;
use crate::response::ResponseExt;

pub(super) async fn open(
    client: &Inner,
    path: Path,
    options: Options,
) -> Result<Response<Body>, Error> {
    let applied_for = path.as_str().to_owned();
    let (answer, limits) = pipeline::ask(client, path, options).await?;
    if !answer.status().is_success() {
        return Ok(answer.map(Body::from));
    }
    let named: Value = answer.json()?;
    let text = |key: &str| named[key].as_str().ok_or_else(|| unnamed(&applied_for, key));
    let (hash_type, value) = (text("hash_type")?, text("hash_value")?.to_owned());
    let check = Check::new(hash_type, value, ErrorKind::Decode).map_err(|error| {
        // The application was answered; nothing was fetched.
        error.with_outcome(Outcome::Accepted)
    })?;
    // Where it may go is checked as for any signed request.
    let path = Path::ROOT.join(text("download_url")?);
    let answer = pipeline::open(client, path, Options::new(), Some(limits)).await?;
    Ok(answer.map(|body| check.of(body)))
}

fn unnamed(path: &str, key: &str) -> Error {
    let message = format!(
        "the answer of `{path}` has no `{key}`, so there is no file to fetch (yet): look at that \
         answer by get(); of a list of files, download() each by its download_url, with hash()"
    );
    Error::new(ErrorKind::Decode, message).with_outcome(Outcome::Accepted)
}
