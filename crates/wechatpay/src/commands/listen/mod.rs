//! `listen`: receives notifications, verifies and decrypts them, shows them, and forwards them as they
//! came.

mod forward;
mod show;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use wechatpay_chain::notification::{V2NotificationParser, failed, failed_v2, refused};
use wechatpay_chain::{Error, NotificationParser};

use self::forward::Target;
use super::local;
use crate::command_line::{Account, Listen};
use crate::config::Config;
use crate::failure::Failure;
use crate::output;

/// The longest body, in bytes.
const LIMIT: usize = 1 << 20;

struct Listener {
    v3: NotificationParser,
    /// `None` without an APIv2 key.
    v2: Option<V2NotificationParser>,
    target: Target,
    forwards_invalid: bool,
    json: bool,
}

/// What a notification says.
struct Read {
    event_type: String,
    id: Option<String>,
    resource: Value,
}

/// What became of a notification.
struct Handled {
    read: Result<Read, Error>,
    /// The receiver's response, or why there is none. `None` if it was not forwarded.
    forwarded: Option<Result<Response<Bytes>, String>>,
}

pub(crate) fn run(wanted: &Listen, account: &Account) -> Result<(), Failure> {
    let config = match &wanted.dir {
        Some(dir) => local::config_of(dir, account)?,
        None => Config::load(account)?,
    };
    let listener = Listener {
        v3: v3(&config)?,
        v2: v2(&config)?,
        target: Target::of(&wanted.forward_to)?,
        forwards_invalid: wanted.forward_invalid,
        json: wanted.json,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let failed = |error| {
        let port = wanted.port;
        Failure::usage(say!(
            "port {port} of 127.0.0.1 can't be listened on: {error}",
            "无法监听 127.0.0.1 的端口 {port}：{error}"
        ))
    };
    runtime.map_err(failed)?.block_on(async {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, wanted.port)).await;
        let socket = socket.map_err(failed)?;
        let address = socket.local_addr().map_err(failed)?;
        announce(&listener, address)?;
        serve(socket, Arc::new(listener)).await;
        Ok(())
    })
}

fn v3(config: &Config) -> Result<NotificationParser, Failure> {
    let keys = config.needed_platform_keys()?;
    let parser = keys
        .into_iter()
        .fold(NotificationParser::builder(), |parser, (id, key)| parser.platform_key(id, key));
    let merchant = config.mchid.as_deref().unwrap_or("-");
    let parser = parser.apiv3_key(merchant, config.needed_apiv3_key()?);
    parser.build().map_err(|error| Failure::configured(&error))
}

fn v2(config: &Config) -> Result<Option<V2NotificationParser>, Failure> {
    let parser = config.apiv2_key().map(V2NotificationParser::new).transpose();
    parser.map_err(|error| Failure::configured(&error))
}

/// On standard error, so that standard output has notifications alone.
fn announce(listener: &Listener, address: SocketAddr) -> Result<(), Failure> {
    let target = &listener.target;
    let text = say!(
        "Listening on http://{address}/: use it as notify_url. Forwarding to {target}, until Ctrl-C.",
        "监听于 http://{address}/，请用作 notify_url。转发到 {target}，直到 Ctrl-C。"
    );
    match listener.json {
        true => eprintln!("{text}"),
        false => output::line(&text)?,
    }
    Ok(())
}

async fn serve(socket: TcpListener, listener: Arc<Listener>) {
    loop {
        let Ok((stream, _)) = socket.accept().await else {
            // For example out of file handles: some will be free again.
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            continue;
        };
        let listener = Arc::clone(&listener);
        let service = service_fn(move |request| {
            let listener = Arc::clone(&listener);
            async move { Ok::<_, std::convert::Infallible>(listener.respond(request).await) }
        });
        let connection = http1::Builder::new()
            .title_case_headers(true)
            .serve_connection(TokioIo::new(stream), service);
        // Its sender went away, or spoke no HTTP.
        tokio::spawn(async move { drop(connection.await) });
    }
}

impl Listener {
    async fn respond(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let only = |status: StatusCode| {
            let mut response = Response::default();
            *response.status_mut() = status;
            response
        };
        let (head, body) = request.into_parts();
        if head.method != Method::POST {
            return only(StatusCode::METHOD_NOT_ALLOWED);
        }
        let Ok(body) = Limited::new(body, LIMIT).collect().await else {
            return only(StatusCode::PAYLOAD_TOO_LARGE);
        };
        let started = Instant::now();
        let (handled, response) = self.handle(&head, body.to_bytes()).await;
        show::print(&handled, response.status(), started.elapsed(), self.json);
        response.map(Full::new)
    }

    async fn handle(&self, head: &Parts, body: Bytes) -> (Handled, Response<Bytes>) {
        let is_v2 = body.trim_ascii_start().starts_with(b"<xml");
        let read = if is_v2 { self.read_v2(&body) } else { self.read(&head.headers, &body) };
        let refusal = match &read {
            Err(_) if is_v2 => Some(failed_v2()),
            Err(error) => Some(refused(error)),
            Ok(_) => None,
        };
        if let Some(refusal) = refusal.filter(|_| !self.forwards_invalid) {
            return (Handled { read, forwarded: None }, refusal);
        }
        let forwarded = self.target.forward(&head.headers, body).await;
        let response = match &forwarded {
            Ok(response) => response.clone(),
            Err(_) if is_v2 => failed_v2(),
            Err(_) => failed(),
        };
        (Handled { read, forwarded: Some(forwarded) }, response)
    }

    fn read(&self, headers: &HeaderMap, body: &Bytes) -> Result<Read, Error> {
        let notification = self.v3.parse(headers, body)?;
        Ok(Read {
            resource: notification.resource_json()?,
            event_type: notification.event_type,
            id: Some(notification.id),
        })
    }

    fn read_v2(&self, body: &Bytes) -> Result<Read, Error> {
        let Some(parser) = &self.v2 else {
            let words = say!(
                "it is of APIv2, and no APIv2 key is configured: give --apiv2-key-file",
                "这是 APIv2 的通知，而未配置 APIv2 密钥：请写明 --apiv2-key-file"
            );
            return Err(Error::other(words));
        };
        let notification = parser.parse(body)?;
        let event_type = if notification.is_refund() { "v2.refund" } else { "v2.payment" };
        let resource = notification.fields().clone().into();
        Ok(Read { event_type: event_type.to_owned(), id: None, resource })
    }
}
