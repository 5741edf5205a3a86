//! Images for WeChat Pay, such as those of a merchant's application.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use serde_json::Value;
use wechatpay_chain::{MediaUtil, Options};

use crate::Shop;
use crate::failure::Failure;

/// The body is the image, at most 2 MB, which is the limit of axum and of WeChat Pay.
pub(crate) async fn upload(
    State(shop): State<Arc<Shop>>,
    Path(filename): Path<String>,
    image: Bytes,
) -> Result<Json<Value>, Failure> {
    let media = MediaUtil::from_bytes(filename, image);
    let upload = shop.client.chain("v3/merchant/media/upload");
    Ok(Json(upload.post_async(Options::new().body(media.stream())).value().await?))
}
