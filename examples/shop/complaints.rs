//! The complaints of payers.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::Shop;
use crate::failure::Failure;

#[derive(Deserialize)]
pub(crate) struct Days {
    from: String,
    to: String,
}

/// Without `payer_phone`, which is encrypted.
#[derive(Serialize, Deserialize)]
pub(crate) struct Complaint {
    complaint_id: String,
    complaint_time: String,
    complaint_detail: String,
    complaint_state: String,
}

/// `GET /complaints?from=2024-01-01&to=2024-01-31`
pub(crate) async fn list(
    State(shop): State<Arc<Shop>>,
    Query(days): Query<Days>,
) -> Result<Json<Vec<Complaint>>, Failure> {
    let query = json!({"query": {"begin_date": days.from, "end_date": days.to, "limit": 50}});
    let mut items = shop.client.chain("v3/merchant-service/complaints-v2").pages(query).items();
    let mut complaints = Vec::new();
    while let Some(complaint) = items.next().await {
        complaints.push(complaint?);
    }
    Ok(Json(complaints))
}
