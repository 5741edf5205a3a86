//! Orders are placed: for a page in WeChat, by a QR code, in an app, in another browser.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};
use wechatpay_chain::Promise;

use crate::Shop;
use crate::cart::{Cart, Way};
use crate::failure::Failure;
use crate::orders::ask;
use crate::store::{Order, Status};

type Created = Result<Json<Value>, Failure>;

#[derive(Deserialize)]
pub(crate) struct JsapiOrder {
    /// In a real shop that of the session, not of the request.
    openid: String,
    #[serde(flatten)]
    cart: Cart,
}

pub(crate) async fn jsapi(State(shop): State<Arc<Shop>>, Json(order): Json<JsapiOrder>) -> Created {
    let placed = place(&shop, Way::Jsapi { openid: order.openid }, order.cart).await?;
    let parameters = shop.client.jsapi(&shop.config.appid, placed.ticket)?;
    Ok(Json(json!({"number": placed.number, "parameters": parameters})))
}

pub(crate) async fn app(State(shop): State<Arc<Shop>>, Json(cart): Json<Cart>) -> Created {
    let placed = place(&shop, Way::App, cart).await?;
    let parameters = shop.client.app(&shop.config.appid, placed.ticket)?;
    Ok(Json(json!({"number": placed.number, "parameters": parameters})))
}

pub(crate) async fn native(State(shop): State<Arc<Shop>>, Json(cart): Json<Cart>) -> Created {
    let placed = place(&shop, Way::Native, cart).await?;
    Ok(Json(json!({"number": placed.number, "code_url": placed.ticket})))
}

pub(crate) async fn h5(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    Json(cart): Json<Cart>,
) -> Created {
    // Set by the reverse proxy in front.
    let ip =
        headers.get("x-real-ip").and_then(|ip| ip.to_str().ok()).unwrap_or("127.0.0.1").to_owned();
    let placed = place(&shop, Way::H5 { ip }, cart).await?;
    Ok(Json(json!({"number": placed.number, "h5_url": placed.ticket})))
}

struct Placed {
    number: String,
    ticket: String,
}

async fn place(shop: &Arc<Shop>, way: Way, cart: Cart) -> Result<Placed, Failure> {
    let total = cart.total()?;
    let (mut order, new) = shop.store.open(way, cart, total)?;
    if !new && order.status == Status::InDoubt {
        // An earlier call had no result. If it took effect, the query says so.
        order = ask(shop, &order.number).await?;
    }
    let ticket = match order.status {
        Status::Placed => order.ticket,
        // The same number and the same order: if WeChat Pay has it already, it is not a second one.
        Status::InDoubt => call(shop, &order).await.map_err(Failure::creating(&order.number))?,
        Status::Paid => return Err(Failure::conflict("PAID", "the cart is paid")),
        Status::Closed => {
            return Err(Failure::conflict("CLOSED", "the order is closed, post it again"));
        }
    };
    Ok(Placed { number: order.number, ticket })
}

/// Goes on, and notes the result, even if the browser leaves and the handler is dropped.
fn call(shop: &Arc<Shop>, order: &Order) -> Promise<String> {
    #[derive(Deserialize)]
    struct Response {
        #[serde(alias = "prepay_id", alias = "code_url", alias = "h5_url")]
        ticket: String,
    }

    let mut json = json!({
        "appid": shop.config.appid,
        "mchid": shop.client.mchid(),
        "description": "咖啡店",
        "out_trade_no": order.number,
        "notify_url": format!("{}/notify/pay", shop.config.url),
        "amount": {"total": order.total, "currency": "CNY"},
    });
    match &order.way {
        Way::Jsapi { openid } => json["payer"] = json!({"openid": openid}),
        Way::H5 { ip } => {
            json["scene_info"] = json!({"payer_client_ip": ip, "h5_info": {"type": "Wap"}});
        }
        Way::Native | Way::App => {}
    }
    let (shop, number) = (shop.clone(), order.number.clone());
    shop.client
        .chain("v3/pay/transactions/{way}")
        .post_async(json!({"way": order.way.name(), "json": json}))
        .json()
        .then(move |Response { ticket }| {
            shop.store.placed(&number, &ticket);
            ticket
        })
        .detached()
}
