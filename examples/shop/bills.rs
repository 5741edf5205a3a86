//! The trade bill of a day.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use wechatpay_chain::bill::{self, BillReader};

use crate::Shop;
use crate::failure::Failure;

#[derive(Default, Serialize)]
pub(crate) struct Bill {
    trades: Vec<Trade>,
    /// In fen.
    paid: i64,
    refunded: i64,
}

#[derive(Serialize, Deserialize)]
struct Trade {
    #[serde(rename(deserialize = "商户订单号"))]
    number: String,
    #[serde(rename(deserialize = "交易状态"))]
    state: String,
    #[serde(rename(deserialize = "订单金额"), deserialize_with = "bill::deserialize_fen")]
    total: i64,
    #[serde(rename(deserialize = "退款金额"), deserialize_with = "bill::deserialize_fen")]
    refund: i64,
}

pub(crate) async fn trades(
    State(shop): State<Arc<Shop>>,
    Path(date): Path<String>,
) -> Result<Json<Bill>, Failure> {
    let query = json!({"query": {"bill_date": date, "bill_type": "ALL", "tar_type": "GZIP"}});
    // At most 64 MiB. Save a larger bill to a file, and read it row by row.
    let file = shop.client.chain("v3/bill/tradebill").bill(query).unpacked().get_async().await?;
    let mut bill = Bill::default();
    for row in BillReader::new(&file.body()[..])?.rows() {
        let trade: Trade = row?.deserialize()?;
        if trade.state == "SUCCESS" {
            bill.paid += trade.total;
        }
        bill.refunded += trade.refund;
        bill.trades.push(trade);
    }
    Ok(Json(bill))
}
