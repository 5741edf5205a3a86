//! One POST to a receiver on this machine, on a thread and a runtime of its own.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::error::{BoxError, Error, ErrorKind, Outcome};
use crate::language::{Text, say};

/// The maximum size of a response, in bytes.
const RESPONSE_LIMIT: usize = 1024 * 1024;

/// Why there is no response.
enum Failed {
    Connect(BoxError),
    Timeout(Duration),
    Transport(BoxError),
}

/// Sends the request and returns the response's status and body.
pub(super) async fn post(
    url: &str,
    headers: HeaderMap,
    body: Bytes,
    patience: Duration,
) -> Result<(StatusCode, Bytes), Error> {
    let not_here = || {
        let shown = crate::error::one_line(url, 120);
        Error::new(
            ErrorKind::UntrustedHost,
            say!(
                "the gateway only notifies receivers on this machine, and `{shown}` is not on it: use \
                 http://127.0.0.1:<port>/…",
                "网关只向本机的接收方发送回调通知，而 `{shown}` 不在本机：请使用 \
                 http://127.0.0.1:<port>/…"
            ),
        )
        .not_sent()
    };
    let uri: Uri = url.parse().map_err(|_| not_here())?;
    let address = loopback(&uri).ok_or_else(not_here)?;
    let request = request(&uri, headers, body).map_err(|error| {
        Error::options(say!("the notification can't be sent: {error}", "回调通知无法发送：{error}"))
            .with_source(error)
            .not_sent()
    })?;
    let (tell, told) = oneshot::channel();
    // Its own thread, so that it is sent whatever runtime the caller has, and if it has none.
    let run = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let response = match runtime {
            Ok(runtime) => runtime.block_on(async {
                let exchange = tokio::time::timeout(patience, exchange(address, request));
                exchange.await.unwrap_or(Err(Failed::Timeout(patience)))
            }),
            Err(error) => Err(Failed::Connect(error.into())),
        };
        // An error means that nobody waits for it any more.
        let _ = tell.send(response);
    };
    let response = match thread::Builder::new().spawn(run) {
        Ok(_) => told.await.unwrap_or_else(|_| {
            let panicked = say!("the thread that sent it panicked", "发送线程发生 panic");
            Err(Failed::Transport(panicked.into()))
        }),
        Err(error) => Err(Failed::Connect(error.into())),
    };
    response.map_err(|failed| failed.into_error(address))
}

/// The usual cause in both languages, others in the system's words.
fn cause(error: &BoxError) -> Text {
    match error.downcast_ref::<io::Error>().map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => say!("the connection was refused", "连接被拒绝"),
        _ => Text::verbatim(error.to_string()),
    }
}

impl Failed {
    fn into_error(self, address: SocketAddr) -> Error {
        match self {
            Self::Connect(error) => {
                let why = cause(&error);
                let message = say!(
                    "no connection to {address}: {why}: does the receiver listen there?",
                    "无法连接 {address}：{why}：请确认接收方正在监听";
                    why
                );
                Error::new(ErrorKind::Connect, message).with_source(error).not_sent()
            }
            Self::Timeout(patience) => {
                let seconds = patience.as_secs_f64();
                let message = say!(
                    "no response from {address} within {seconds} s, WeChat Pay's timeout: respond \
                     first, and do the work afterwards",
                    "{address} 在 {seconds} 秒（微信支付的超时时间）内没有应答：请先应答，再处理业务"
                );
                Error::new(ErrorKind::Timeout, message).with_outcome(Outcome::Unknown)
            }
            Self::Transport(error) => {
                let cause = Text::of(&*error);
                let message = say!(
                    "no complete response from {address}: {cause}",
                    "没有收到 {address} 的完整应答：{cause}";
                    cause
                );
                Error::new(ErrorKind::Transport, message)
                    .with_outcome(Outcome::Unknown)
                    .with_source(error)
            }
        }
    }
}

/// Whether [`post`] would send there.
pub(super) fn is_on_this_machine(url: &str) -> bool {
    url.parse().is_ok_and(|uri| loopback(&uri).is_some())
}

/// The address of a plain http URL, if it is one of this machine's own.
fn loopback(uri: &Uri) -> Option<SocketAddr> {
    let authority = uri.authority().filter(|_| uri.scheme_str() == Some("http"))?;
    if authority.as_str().contains('@') {
        return None;
    }
    let host = authority.host();
    let ip = if host.eq_ignore_ascii_case("localhost") {
        IpAddr::from(Ipv4Addr::LOCALHOST)
    } else {
        host.trim_start_matches('[').trim_end_matches(']').parse().ok()?
    };
    ip.is_loopback().then(|| SocketAddr::new(ip, authority.port_u16().unwrap_or(80)))
}

fn request(uri: &Uri, headers: HeaderMap, body: Bytes) -> Result<Request<Full<Bytes>>, BoxError> {
    let authority = uri.authority().map_or("", http::uri::Authority::as_str);
    let target = uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    let mut request = Request::builder().method(Method::POST).uri(target).body(Full::new(body))?;
    *request.headers_mut() = headers;
    request.headers_mut().insert("host", HeaderValue::from_str(authority)?);
    request.headers_mut().insert("user-agent", HeaderValue::from_static("Mozilla/4.0"));
    request.headers_mut().insert("connection", HeaderValue::from_static("close"));
    Ok(request)
}

async fn exchange(
    address: SocketAddr,
    request: Request<Full<Bytes>>,
) -> Result<(StatusCode, Bytes), Failed> {
    let stream =
        TcpStream::connect(address).await.map_err(|error| Failed::Connect(error.into()))?;
    let transport = |error: hyper::Error| Failed::Transport(error.into());
    // Names as WeChat Pay writes them, for receivers that find headers in no other case.
    let (mut sender, connection) = http1::Builder::new()
        .title_case_headers(true)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(transport)?;
    // It ends with the response, and the sender reports its error.
    tokio::spawn(connection);
    let (head, body) = sender.send_request(request).await.map_err(transport)?.into_parts();
    let body = Limited::new(body, RESPONSE_LIMIT).collect().await.map_err(Failed::Transport)?;
    Ok((head.status, body.to_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_addresses_are_taken_as_they_are() {
        for (url, address) in [
            ("http://127.0.0.1:3000/notify?a=b", "127.0.0.1:3000"),
            ("http://127.9.9.9", "127.9.9.9:80"),
            ("http://LocalHost:8080/", "127.0.0.1:8080"),
            ("http://[::1]:8080/", "[::1]:8080"),
        ] {
            let address: SocketAddr = address.parse().unwrap();
            assert_eq!(loopback(&url.parse().unwrap()), Some(address), "{url}");
        }
        for url in
            ["https://[::1]/", "http://[::2]/", "http://[::ffff:1.2.3.4]/", "/a", "http://a/"]
        {
            assert_eq!(loopback(&url.parse().unwrap()), None, "{url}");
        }
    }
}
