//! Refunds: made and queried. Their end comes by a notification as well.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::Shop;
use crate::failure::Failure;
use crate::store::Refund;

#[derive(Deserialize)]
pub(crate) struct Request {
    /// Of this refund of the order: the same id, sent again, is the same refund.
    id: String,
    /// In fen.
    refund: i64,
}

/// A refund as a response, a query (`status`) and a notification (`refund_status`) show it.
#[derive(Deserialize)]
pub(crate) struct RefundStatus {
    #[serde(rename = "out_refund_no")]
    pub(crate) number: String,
    #[serde(alias = "refund_status")]
    pub(crate) status: String,
    pub(crate) amount: Amount,
}

#[derive(Deserialize)]
pub(crate) struct Amount {
    pub(crate) refund: i64,
}

pub(crate) async fn create(
    State(shop): State<Arc<Shop>>,
    Path(order): Path<String>,
    Json(request): Json<Request>,
) -> Result<Json<Refund>, Failure> {
    // A part of the out_refund_no, which has at most 64 of such characters.
    if !matches!(request.id.len(), 1..=31) || !request.id.bytes().all(|b| b.is_ascii_alphanumeric())
    {
        return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "ID", "letters and digits"));
    }
    let refund = shop.store.open_refund(&order, &request.id, request.refund)?;
    let json = json!({
        "out_trade_no": order,
        "out_refund_no": refund.number,
        "notify_url": format!("{}/notify/refund", shop.config.url),
        "amount": {"refund": refund.refund, "total": refund.order.total, "currency": "CNY"},
    });
    let store = shop.clone();
    let created = shop
        .client
        .chain("v3/refund/domestic/refunds")
        // The same out_refund_no is the same refund, however often it arrives.
        .post_async(json!({"json": json, "resend": true}))
        .json()
        .then(move |status| store.store.update_refund(&status))
        .detached()
        .await;
    Ok(Json(created.map_err(Failure::creating(&refund.number))??))
}

pub(crate) async fn query(
    State(shop): State<Arc<Shop>>,
    Path(number): Path<String>,
) -> Result<Json<Refund>, Failure> {
    let path = shop.client.chain("v3/refund/domestic/refunds/{out_refund_no}");
    let status = path.get_async(json!({"out_refund_no": number})).json().await?;
    Ok(Json(shop.store.update_refund(&status)?))
}
