//! A link outside the API: fetched without a signature, and by a path through the client on which
//! none can come to it.

use http::header::{ACCEPT, HeaderValue, USER_AGENT};
use http::{Method, Request, Response, Uri};
use http_body_util::{BodyExt, Limited};
use tower::ServiceExt;

use crate::body::Body;
use crate::client::Inner;
use crate::coding::Coding;
use crate::error::{BoxError, Error, ErrorKind, Outcome};
use crate::pipeline::{Name, from_layers, name, named, refused, within};
use crate::response::Verification;
use crate::stream::{decoded, paced};
use crate::transport::{Call, Progress, check_link};

/// So much of a stranger's error page is read, in bytes.
const MAX_ERROR: usize = 64 << 10;

pub(super) async fn open(client: &Inner, url: &str) -> Result<Response<Body>, Error> {
    let name = name(&Method::GET, url);
    named(name, async |progress| fetch(client, url, name, progress).await).await
}

async fn fetch(
    client: &Inner,
    url: &str,
    name: Name<'_>,
    progress: Progress,
) -> Result<Response<Body>, Error> {
    let uri: Uri = url.parse().map_err(|error| {
        // Not echoed: whoever has a link can use it.
        Error::path(format!("the link is no address: {error}")).with_source(error).not_sent()
    })?;
    let uri = client.hosts.route(uri);
    client.hosts.check_reach(&uri).map_err(Error::not_sent)?;
    check_link(&uri).map_err(Error::not_sent)?;
    let call = Call { stream: true, progress: progress.clone(), ..Call::default() };
    let mut request = Request::new(Body::default());
    *request.uri_mut() = uri;
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("*/*"));
    if let Some(user_agent) = client.defaults.headers.get(USER_AGENT) {
        request.headers_mut().insert(USER_AGENT, user_agent.clone());
    }
    request.extensions_mut().insert(call.clone());
    let timeout = client.defaults.timeout;
    let exchange = async {
        progress.hand_over()?;
        let answer = client.bare.clone().oneshot(request).await;
        let answer = answer.map_err(|error| from_layers(error, &progress))?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        let (parts, body) = answer.into_parts();
        let page = Limited::new(body, MAX_ERROR).collect().await;
        // Its beginning is all that is shown, and a page too long or cut off is not shown.
        let page = page.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        Err(refused(Response::from_parts(parts, page), Verification::Missing, &progress))
    };
    let (mut parts, body) = within(timeout, &progress, exchange).await?.into_parts();
    let codings = Coding::of(&parts.headers).map_err(|reason| {
        let message = format!("the file can't be read: {reason}");
        Error::new(ErrorKind::Decode, message).with_outcome(Outcome::Unknown)
    })?;
    Coding::forget(&mut parts.headers);
    parts.extensions.insert(Verification::Missing);
    let name = name.to_string();
    let failed = move |error: BoxError| from_body(error).with_call(name.clone());
    Ok(Response::from_parts(parts, paced(decoded(body, &codings), timeout, failed)?))
}

fn from_body(error: BoxError) -> Error {
    error.downcast::<Error>().map_or_else(
        |error| {
            let message = format!("the connection failed within the file: {error}");
            let failed = Error::new(ErrorKind::Transport, message).with_source(error);
            failed.with_outcome(Outcome::Unknown)
        },
        |error| *error,
    )
}
