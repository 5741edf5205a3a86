//! Orders, once they are placed: queried and closed.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::json;

use crate::Shop;
use crate::failure::Failure;
use crate::store::{Order, Status};

/// An order as a query and a notification show it.
#[derive(Deserialize)]
pub(crate) struct Transaction {
    #[serde(rename = "out_trade_no")]
    pub(crate) number: String,
    #[serde(rename = "trade_state")]
    pub(crate) state: String,
    pub(crate) amount: Amount,
}

#[derive(Deserialize)]
pub(crate) struct Amount {
    pub(crate) total: i64,
}

/// Asks WeChat Pay about an order and notes what it says.
pub(crate) async fn ask(shop: &Shop, number: &str) -> Result<Order, Failure> {
    let options = json!({"out_trade_no": number, "query": {"mchid": shop.client.mchid()}});
    let order =
        shop.client.chain("v3/pay/transactions/out-trade-no/{out_trade_no}").get_async(options);
    match order.json().await {
        Ok(transaction) => shop.store.update(&transaction),
        Err(error) => match error.refusal() {
            // It was never placed.
            Some(api) if api.code == "ORDER_NOT_EXIST" => shop.store.order(number),
            _ => Err(error.into()),
        },
    }
}

/// The number can't be guessed, so whoever has it may see and close the order.
pub(crate) async fn query(
    State(shop): State<Arc<Shop>>,
    Path(number): Path<String>,
) -> Result<Json<Order>, Failure> {
    let order = shop.store.order(&number)?;
    match order.status {
        Status::Paid | Status::Closed => Ok(Json(order)),
        Status::InDoubt | Status::Placed => Ok(Json(ask(&shop, &number).await?)),
    }
}

pub(crate) async fn close(
    State(shop): State<Arc<Shop>>,
    Path(number): Path<String>,
) -> Result<Json<Order>, Failure> {
    shop.store.order(&number)?;
    let options = json!({"out_trade_no": number, "json": {"mchid": shop.client.mchid()}});
    let (store, closed) = (shop.clone(), number.clone());
    shop.client
        .chain("v3/pay/transactions/out-trade-no/{out_trade_no}/close")
        .post_async(options)
        .then(move |_| store.store.closed(&closed))
        .detached()
        .await?;
    Ok(Json(shop.store.order(&number)?))
}
