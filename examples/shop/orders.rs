//! Orders: placed in four ways, queried, closed.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use wechatpay_chain::{Error, Outcome, Promise};

use crate::Shop;
use crate::failure::Failure;
use crate::store::{Order, Status};

/// What the browser posts. Prices are the shop's, and the id is made with the cart: whoever posts the
/// cart again, because the first response was lost, gets the same order.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Cart {
    #[serde(rename = "cart")]
    pub(crate) id: String,
    items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Item {
    sku: String,
    count: u16,
}

impl Cart {
    /// In fen.
    fn total(&self) -> Result<i64, Failure> {
        let prices = self.items.iter().map(|item| match item.sku.as_str() {
            "coffee" => Some(1_200 * i64::from(item.count)),
            "cake" => Some(2_850 * i64::from(item.count)),
            _ => None,
        });
        let total = prices.sum::<Option<i64>>().filter(|total| *total > 0);
        total.ok_or_else(|| {
            Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "CART", "nothing to sell")
        })
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Way {
    Jsapi { openid: String },
    Native,
    App,
    H5 { ip: String },
}

impl Way {
    /// The last segment of the path.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Jsapi { .. } => "jsapi",
            Self::Native => "native",
            Self::App => "app",
            Self::H5 { .. } => "h5",
        }
    }
}

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
async fn ask(shop: &Shop, number: &str) -> Result<Order, Failure> {
    let options = json!({"out_trade_no": number, "query": {"mchid": shop.client.mchid()}});
    let order =
        shop.client.chain("v3/pay/transactions/out-trade-no/{out_trade_no}").get_async(options);
    match order.json().await {
        Ok(transaction) => shop.store.update(&transaction),
        // It was never placed.
        Err(error) if code(&error) == Some("ORDER_NOT_EXIST") => shop.store.order(number),
        Err(error) => Err(error.into()),
    }
}

/// WeChat Pay's code, if the refusal is verified.
fn code(error: &Error) -> Option<&str> {
    error.api().filter(|_| error.outcome() == Outcome::Refused).map(|api| api.code.as_str())
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
