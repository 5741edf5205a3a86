//! A shop's server with axum: orders, notifications, refunds, bills, uploads and complaints.
//!
//! `cargo run --example shop` needs no account and no network: the local gateway stands in for WeChat
//! Pay, and the program prints what to try. `cargo run --example shop -- --live` takes the account from
//! the environment, as [`Client::from_env`](wechatpay_chain::Client::from_env) does; see `config.rs`.
//! `cargo test -p wechatpay-chain-examples --example shop` runs its tests, plain `cargo test` too.

#![allow(clippy::print_stdout, reason = "an example says what to try")]

mod bills;
mod cart;
mod complaints;
mod config;
mod failure;
mod media;
mod notify;
mod orders;
mod place;
mod refunds;
mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, post};
use http::{StatusCode, header};
use tokio::net::TcpListener;
use wechatpay_chain::{Client, Error, Gateway, NotificationParser};

use config::Config;
use failure::Failure;
use store::Store;

/// What every handler needs. Built once.
struct Shop {
    client: Client,
    parser: NotificationParser,
    store: Store,
    config: Config,
}

impl Shop {
    fn new(client: Client, config: Config) -> Result<Arc<Self>, Error> {
        let parser = client.notifications()?;
        Ok(Arc::new(Self { client, parser, store: Store::default(), config }))
    }
}

fn routes(shop: Arc<Shop>) -> Router {
    let staff = Router::new()
        .route("/orders/{number}/refunds", post(refunds::create))
        .route("/refunds/{number}", get(refunds::query))
        .route("/bills/{date}", get(bills::trades))
        .route("/upload/{filename}", post(media::upload))
        .route("/complaints", get(complaints::list))
        .route_layer(middleware::from_fn_with_state(shop.clone(), staff_only));
    Router::new()
        .route("/orders", post(place::jsapi))
        .route("/orders/native", post(place::native))
        .route("/orders/app", post(place::app))
        .route("/orders/h5", post(place::h5))
        .route("/orders/{number}", get(orders::query))
        .route("/orders/{number}/close", post(orders::close))
        .route("/notify/pay", post(notify::receive))
        .route("/notify/refund", post(notify::receive))
        .merge(staff)
        .with_state(shop)
}

/// Refunds are money: only staff may make them. Replace this by the login of your shop.
async fn staff_only(
    State(shop): State<Arc<Shop>>,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let sent = request.headers().get(header::AUTHORIZATION).map_or(&b""[..], |it| it.as_bytes());
    let expected = format!("Bearer {}", shop.config.staff_token);
    // Without a hint, by the time it takes, of how much was right.
    if sent.len() == expected.len() && openssl::memcmp::eq(sent, expected.as_bytes()) {
        return Ok(next.run(request).await);
    }
    Err(Failure::new(StatusCode::UNAUTHORIZED, "STAFF_ONLY", "send the staff's token"))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().init();
    let listener = TcpListener::bind(("127.0.0.1", config::port()?)).await?;
    let address = format!("http://{}", listener.local_addr()?);

    // Kept until the end of the program.
    let mut gateway = None;
    let shop = if std::env::args().any(|argument| argument == "--live") {
        Shop::new(config::live_client()?, Config::from_env()?)?
    } else {
        let gateway = gateway.insert(Gateway::start()?);
        config::print_hints(&address, gateway.base_uri());
        Shop::new(config::tuned(gateway.client_builder()).build()?, Config::of_gateway(&address))?
    };

    let stop = async { drop(tokio::signal::ctrl_c().await) };
    axum::serve(listener, routes(shop)).with_graceful_shutdown(stop).await?;
    Ok(())
}
