//! Notifications of payments and refunds.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use wechatpay_chain::notification;

use crate::Shop;
use crate::store::News;

// The body is taken as bytes, because the bytes are what is signed.
pub(crate) async fn receive(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let parsed = shop.parser.parse(&headers, &body);
    let reply = match parsed.and_then(|it| Ok((it.resource::<News>()?, it.id))) {
        Ok((news, id)) => match shop.store.notified(&id, &news) {
            Ok(()) => notification::accepted(),
            Err(failure) => {
                // Somebody has to look at this: an amount that differs, an order nobody knows.
                tracing::error!(?failure, id, "a genuine notification does not fit");
                notification::failed()
            }
        },
        Err(error) => {
            tracing::warn!(%error, "a notification was refused");
            notification::refused(&error)
        }
    };
    reply.map(Body::from)
}
