//! A link outside the API: fetched without a signature, by the transport alone, where nothing could
//! add one.

use bytes::Bytes;
use http::header::{ACCEPT, HeaderValue, LOCATION, USER_AGENT};
use http::{Method, Request, Response, Uri};
use http_body_util::{BodyExt, Limited};
use tower::ServiceExt;

use crate::body::Body;
use crate::content_encoding::Coding;
use crate::error::{BoxError, Error, ErrorKind, Outcome};
use crate::inner::Inner;
use crate::language::{Text, say};
use crate::pipeline::{Name, from_layers, named, refused, within};
use crate::response::Verification;
use crate::stream::{decoded, with_read_timeout};
use crate::template::site;
use crate::transport::{Call, Progress};

/// How much of a stranger's error page is read, in bytes.
const MAX_ERROR: usize = 64 << 10;

pub(super) async fn open(client: &Inner, url: &str) -> Result<Response<Body>, Error> {
    let site = site(url);
    let name = Name::of(&Method::GET, &site);
    named(name, async |progress| fetch(client, url, name, progress).await).await
}

async fn fetch(
    client: &Inner,
    url: &str,
    name: Name<'_>,
    progress: Progress,
) -> Result<Response<Body>, Error> {
    let uri: Uri = url.parse().map_err(|error| {
        // Not shown: whoever has a link can use it.
        let message = say!("the link is not a valid URL: {error}", "链接不是有效的 URL：{error}");
        Error::path(message).with_source(error).not_sent()
    })?;
    let uri = client.hosts.route(uri);
    client.hosts.check_reach(&uri).map_err(Error::not_sent)?;
    client.hosts.check_link(&uri).map_err(Error::not_sent)?;
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
        progress.goes_to(request.uri());
        let response = client.bare.clone().oneshot(request).await;
        let response = response.map_err(|error| from_layers(error, &progress))?;
        if response.status().is_success() {
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let page = Limited::new(body, MAX_ERROR).collect().await;
        let page = page.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        Err(no_file(Response::from_parts(parts, page), &progress))
    };
    let (mut parts, body) = within(timeout, &progress, exchange).await?.into_parts();
    let coding = Coding::of_file(&parts.headers).map_err(|reason| {
        let message = say!("the file can't be read: {reason}", "无法读取文件：{reason}"; reason);
        Error::new(ErrorKind::Decode, message).with_outcome(Outcome::Unknown)
    })?;
    Coding::forget(&mut parts.headers);
    parts.extensions.insert(Verification::Missing);
    let name = name.to_string();
    let failed = move |error: BoxError| from_body(error).with_call(name.clone());
    Ok(Response::from_parts(parts, with_read_timeout(decoded(body, coding), timeout, failed)?))
}

/// The error of a 3xx, 4xx or 5xx. Unlike [`refused`], it repeats nothing of a stranger's page: it
/// may have the link in it.
fn no_file(response: Response<Bytes>, progress: &Progress) -> Error {
    let status = response.status();
    let mut message = say!("{status}, and no file", "{status}，没有文件");
    if let Some(target) = response.headers().get(LOCATION).filter(|_| status.is_redirection()) {
        let target = site(&String::from_utf8_lossy(target.as_bytes()));
        message = say!(
            "{status}: redirects to `{target}`, which is not followed: its `Location` has the \
             whole address, call that yourself if it is right",
            "{status}：重定向到 `{target}`，没有跟随：完整地址在其 `Location` 中，确认无误后请自行调用"
        );
    }
    let outcome = refused(response.clone(), Verification::Missing, progress).outcome();
    Error::new(ErrorKind::Api, message)
        .with_outcome(outcome)
        .with_response(response, Verification::Missing)
}

fn from_body(error: BoxError) -> Error {
    error.downcast::<Error>().map_or_else(
        |error| {
            let cause = Text::of(&*error);
            let message = say!(
                "the connection failed within the file: {cause}",
                "接收文件时连接出错：{cause}";
                cause
            );
            let failed = Error::new(ErrorKind::Transport, message).with_source(error);
            failed.with_outcome(Outcome::Unknown)
        },
        |error| *error,
    )
}
