//! axum 0.8.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use tokio::net::TcpListener;
use wechatpay_chain::http::HeaderMap;
use wechatpay_chain::{NotificationParser, notification};

use crate::store;

/// A shop's state. It also has the client that places orders.
#[derive(Clone)]
struct Shop {
    parser: NotificationParser,
}

// docs:begin
// The body is taken as bytes, because the bytes are what is signed.
async fn notify(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> Response {
    let parsed = shop.parser.parse(&headers, &body);
    let reply = match parsed.and_then(|paid| store(&paid.id, &paid.resource_json()?)) {
        Ok(()) => notification::accepted(),
        Err(error) => {
            tracing::warn!(%error, "the notification was not stored");
            notification::refused(&error)
        }
    };
    reply.map(Body::from)
}
// docs:end

async fn serve(parser: NotificationParser) -> std::io::Result<SocketAddr> {
    let app = Router::new().route("/notify", post(notify)).with_state(Shop { parser });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async { axum::serve(listener, app).await });
    Ok(address)
}

#[test]
fn axum_receives_a_payment() {
    crate::check("axum20240101001", serve);
}
