//! The default transport: hyper over the system's TLS, on connections that are kept and used again.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use http::header::{CONTENT_LENGTH, HOST, HeaderValue};
use http::uri::{PathAndQuery, Scheme};
use http::{Method, Request, Response, Uri};
use hyper::body::Incoming;
use hyper::client::conn::TrySendError;
use native_tls::{Certificate, Identity};
use tower::{BoxError, Service, ServiceExt};

use crate::body::Body;
use crate::error::{Error, ErrorKind};
use crate::language::{Lang, Text, say};
use crate::promise::BoxFuture;
use crate::runtime::{self, Home};
use crate::transport::in_use::InUse;
use crate::transport::pool::{Connection, Key, Pool};
use crate::transport::proxy::{Connector, Proxy};
use crate::transport::tls::{Connect, NoConnection};
use crate::transport::{Call, Progress, innermost};

/// The settings of the default transport.
#[derive(Clone, Default)]
pub(crate) struct HttpConfig {
    /// CAs to trust in addition to the system's.
    pub(crate) root_certificates: Vec<Certificate>,
    /// DNS, TCP, proxy, and TLS together; `None` for no limit.
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) proxy: Proxy,
    /// The certificate to present, for mutual TLS.
    pub(crate) identity: Option<Identity>,
}

/// The default transport. Cheap to clone; clones share the connections.
#[derive(Clone)]
pub(crate) struct Http(Arc<Shared>);

struct Shared {
    connect_timeout: Option<Duration>,
    connect: Connect,
    pool: Arc<Pool>,
}

impl Http {
    pub(crate) fn new(config: HttpConfig) -> Self {
        let HttpConfig { root_certificates, connect_timeout, proxy, identity } = config;
        let connect = Connect::new(Connector::new(&proxy), &root_certificates, identity);
        Self(Arc::new(Shared { connect_timeout, connect, pool: Arc::default() }))
    }

    /// One request and its response's head. The connection goes along with the response's body.
    async fn exchange(&self, mut request: Request<Body>) -> Result<Response<InUse>, Error> {
        let call = request.extensions().get::<Call>().cloned().unwrap_or_default();
        call.progress.wait();
        // A body that is read later must not need the thread of a sync call that is over by then.
        let home = if call.stream { runtime::lasting_home()? } else { runtime::home().await? };
        let uri = request.uri().clone();
        let key = key(&home, &uri)?;
        address(&mut request);
        say_empty(&mut request);
        loop {
            let (mut connection, is_new) = match self.kept(&key).await {
                Some(connection) => (connection, false),
                None => (Box::pin(self.connect(&home, &uri, &call)).await?, true),
            };
            match send(&mut connection, request, &call.progress).await {
                Ok(response) => {
                    let pool = Arc::clone(&self.0.pool);
                    return Ok(response.map(|body| InUse::new(body, connection, pool, key, home)));
                }
                Err(mut error) => match error.take_message().filter(|_| !is_new) {
                    // It was closed just now. hyper gives back what it has not begun to write.
                    Some(back) => request = back,
                    None => return Err(failed(error.into_error(), &call.progress)),
                },
            }
        }
    }

    /// An open connection that is idle.
    async fn kept(&self, key: &Key) -> Option<Connection> {
        loop {
            let mut connection = self.0.pool.take(key)?;
            if poll_fn(|context| connection.poll_idle(context)).await {
                return Some(connection);
            }
        }
    }

    async fn connect(&self, home: &Home, uri: &Uri, call: &Call) -> Result<Connection, Error> {
        let limit = call.connect_timeout.unwrap_or(self.0.connect_timeout);
        let connecting = async {
            let stream = self.0.connect.clone().oneshot(uri.clone()).await?;
            Ok(Connection::open(stream).await?)
        };
        match home.run(home.within(limit, connecting)).await {
            Ok(connection) => connection.map_err(no_connection),
            Err(limit) => Err(connect_timeout(limit, &self.0.connect.way(uri))),
        }
    }
}

/// Writes the request and reads the response's head.
async fn send(
    connection: &mut Connection,
    request: Request<Body>,
    progress: &Progress,
) -> Result<Response<Incoming>, TrySendError<Request<Body>>> {
    connection.gate.arm(progress.clone());
    let Connection { sender, turns, .. } = &mut *connection;
    let mut responding = pin!(turns.before(|| sender.try_send_request(request)));
    poll_fn(|context| {
        // When the connection ends, so does the response. It comes by the connection alone, which
        // has just been polled, so it needs no waker.
        let _ = connection.poll(context);
        responding.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    })
    .await
}

impl Service<Request<Body>> for Http {
    type Response = Response<InUse>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let http = self.clone();
        Box::pin(async move { Ok(http.exchange(request).await?) })
    }
}

fn key(home: &Home, uri: &Uri) -> Result<Key, Error> {
    match (uri.scheme(), uri.authority()) {
        (Some(scheme), Some(authority)) => {
            let (scheme, authority) = (scheme.clone(), authority.clone());
            Ok(Key { runtime: home.id(), scheme, authority })
        }
        _ => Err(Error::new(
            ErrorKind::Other,
            say!(
                "a layer took the scheme or the host out of the request's address",
                "中间层去掉了请求地址中的协议名或主机"
            ),
        )),
    }
}

/// Names the host in a header, and leaves the target in the request line: path and query, which is
/// what was signed.
fn address(request: &mut Request<Body>) {
    let uri = request.uri();
    let host = uri.host().unwrap_or_default();
    let default_port = if uri.scheme() == Some(&Scheme::HTTPS) { 443 } else { 80 };
    let host = match uri.port_u16() {
        Some(port) if port != default_port => HeaderValue::try_from(format!("{host}:{port}")),
        _ => HeaderValue::try_from(host),
    };
    let target = uri.path_and_query().filter(|target| target.as_str().starts_with('/'));
    let target = target.cloned().or_else(|| {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        PathAndQuery::try_from(format!("/{query}")).ok()
    });
    *request.uri_mut() = target.map(Uri::from).unwrap_or_default();
    if let Ok(host) = host {
        request.headers_mut().insert(HOST, host);
    }
}

/// Of a method that has a body, an empty one is said to be empty (RFC 9110, section 8.6): some
/// servers refuse the request otherwise.
fn say_empty(request: &mut Request<Body>) {
    let has_body = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
    if has_body && http_body::Body::is_end_stream(request.body()) {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

fn connect_timeout(limit: Duration, way: &Text) -> Error {
    let limit = limit.as_secs_f64();
    let message = say!(
        "no connection to {way} within the connect_timeout of {limit} s (DNS, TCP, proxy and TLS \
         together)",
        "在 connect_timeout 的 {limit} 秒内无法连接到 {way}（DNS、TCP、代理和 TLS 合计）";
        way
    );
    Error::new(ErrorKind::Timeout, message)
}

fn no_connection(error: BoxError) -> Error {
    let message = match NoConnection::within(&*error) {
        Some(named) => named.message().clone(),
        None => {
            let cause = innermost(&*error);
            say!("no connection: {cause}", "无法建立连接：{cause}"; cause)
        }
    };
    Error::new(ErrorKind::Connect, message).with_source(error)
}

fn failed(error: hyper::Error, progress: &Progress) -> Error {
    if let Some((kind, message)) = of_the_body(&error) {
        return Error::new(kind, message).with_outcome(progress.outcome()).with_source(error);
    }
    let cause = innermost(&error);
    let remedy = remedy(cause.localized(Lang::English));
    let message = say!(
        "the connection failed during the call: {cause}{remedy}",
        "调用过程中连接出错：{cause}{remedy}";
        cause, remedy
    );
    Error::new(ErrorKind::Transport, message).with_outcome(progress.outcome()).with_source(error)
}

/// Remedies for the most common failures.
fn remedy(cause: &str) -> Text {
    if cause.contains("head is too large") {
        return say!(
            " (of all headers together 128 KiB are read, and WeChat Pay's have some hundred bytes)",
            "（所有应答头合计最多读取 128 KiB，而微信支付的只有几百字节）"
        );
    }
    Text::verbatim("")
}

/// Our own error inside hyper's: the body could not be read to its end.
fn of_the_body(error: &hyper::Error) -> Option<(ErrorKind, Text)> {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if let Some(ours) = error.downcast_ref::<Error>() {
            return Some((ours.kind(), Text::of(ours)));
        }
        cause = error.source();
    }
    None
}
