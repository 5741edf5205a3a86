//! Hands a notification on, with the bytes and headers that it came with.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{
    CONNECTION, CONTENT_LENGTH, EXPECT, HOST, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::LIMIT;
use crate::failure::Failure;

/// WeChat Pay waits for 5 s, but a debugger may hold the receiver.
const PATIENCE: Duration = Duration::from_secs(60);

/// What belongs to one connection. The length is that of the body in any case.
const OF_CONNECTION: [HeaderName; 8] =
    [CONNECTION, CONTENT_LENGTH, EXPECT, HOST, TE, TRAILER, TRANSFER_ENCODING, UPGRADE];

/// Where notifications go.
pub(super) struct Target {
    uri: Uri,
    host: String,
    port: u16,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uri.fmt(f)
    }
}

impl Target {
    /// The scheme may be left out, as in `localhost:3000/notify`.
    pub(super) fn of(url: &str) -> Result<Self, Failure> {
        let whole = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
        let uri = whole.parse::<Uri>().ok().filter(|uri| uri.scheme_str() == Some("http"));
        let target = uri.and_then(|uri| {
            let host = uri.host().filter(|host| !host.is_empty())?;
            let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
            let port = uri.port_u16().unwrap_or(80);
            Some(Self { uri, host, port })
        });
        target.ok_or_else(|| {
            Failure::usage(say!(
                "--forward-to is an http address, such as http://127.0.0.1:3000/notify",
                "--forward-to 应为 http 地址，如 http://127.0.0.1:3000/notify"
            ))
        })
    }

    /// The receiver's response, or why there is none.
    pub(super) async fn forward(
        &self,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Response<Bytes>, String> {
        match tokio::time::timeout(PATIENCE, self.exchange(headers, body)).await {
            Ok(result) => result.map_err(|error| error.to_string()),
            Err(_) => {
                let seconds = PATIENCE.as_secs();
                Err(say!("no response within {seconds} s", "{seconds} 秒内没有应答"))
            }
        }
    }

    async fn exchange(
        &self,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Response<Bytes>, wechatpay_chain::BoxError> {
        let target = self.uri.path_and_query().map_or("/", PathAndQuery::as_str);
        let mut request =
            Request::builder().method(Method::POST).uri(target).body(Full::new(body))?;
        *request.headers_mut() = carried(headers);
        let authority = self.uri.authority().map_or("", http::uri::Authority::as_str);
        request.headers_mut().insert(HOST, HeaderValue::from_str(authority)?);
        request.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        let stream = TcpStream::connect((&*self.host, self.port)).await?;
        // As WeChat Pay writes names, for receivers that find headers in no other case.
        let (mut sender, connection) =
            http1::Builder::new().title_case_headers(true).handshake(TokioIo::new(stream)).await?;
        tokio::spawn(async move { drop(connection.await) });
        let (mut head, body) = sender.send_request(request).await?.into_parts();
        head.headers = carried(&head.headers);
        let body = Limited::new(body, LIMIT).collect().await?.to_bytes();
        Ok(Response::from_parts(head, body))
    }
}

/// The headers that are handed on.
fn carried(headers: &HeaderMap) -> HeaderMap {
    let carried = headers.iter().filter(|(name, _)| !OF_CONNECTION.contains(name));
    carried.map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_it_goes() {
        for (url, shown, host, port) in [
            ("localhost:3000/notify?a=b", "http://localhost:3000/notify?a=b", "localhost", 3000),
            ("http://[::1]:8080", "http://[::1]:8080/", "::1", 8080),
            ("http://app", "http://app/", "app", 80),
        ] {
            let target = Target::of(url).unwrap();
            assert_eq!((&*target.to_string(), &*target.host, target.port), (shown, host, port));
        }
        for wrong in ["https://a/", "", "/notify", "ftp://a/", "http://"] {
            assert!(Target::of(wrong).is_err(), "{wrong}");
        }
    }
}
