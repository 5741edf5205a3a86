//! The shop against the local gateway, in one thread: `cargo test --example shop`.

mod failures;
mod notifications;
mod routes;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use wechatpay_chain::tower::ServiceExt;
use wechatpay_chain::{ClientBuilder, Gateway};

use crate::config::{Config, tuned};
use crate::{Shop, routes};

struct World {
    gateway: Gateway,
    shop: Arc<Shop>,
    routes: Router,
    url: String,
    server: JoinHandle<std::io::Result<()>>,
}

impl World {
    async fn new() -> Self {
        Self::with(|builder| builder).await
    }

    async fn with(settings: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        let gateway = Gateway::start().expect("the gateway starts");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let client = settings(tuned(gateway.client_builder())).build().expect("a client");
        let shop = Shop::new(client, Config::of_gateway(&url)).expect("a shop");
        let routes = routes(shop.clone());
        let server = tokio::spawn(axum::serve(listener, routes.clone()).into_future());
        Self { gateway, shop, routes, url, server }
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, Value) {
        let response = self.routes.clone().oneshot(request).await.expect("it never fails");
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    async fn call(&self, method: Method, path: &str, body: impl Into<Body>) -> (StatusCode, Value) {
        let request = Request::builder().method(method).uri(path);
        let request = request.header("content-type", "application/json");
        self.send(request.header("authorization", "Bearer staff").body(body.into()).expect("valid"))
            .await
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.call(Method::GET, path, Body::empty()).await
    }

    async fn post(&self, path: &str, json: Value) -> (StatusCode, Value) {
        self.call(Method::POST, path, json.to_string()).await
    }

    /// An order of 24 yuan; its number.
    async fn order(&self) -> String {
        let (status, body) = self.post("/orders/native", cart()).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body["number"].as_str().expect("a number").to_owned()
    }

    async fn paid_order(&self) -> String {
        let number = self.order().await;
        let paid = self.gateway.pay_async(&number).await.expect("it is paid");
        assert_eq!(
            paid.delivery.response().expect("the shop responds").status,
            StatusCode::NO_CONTENT
        );
        number
    }

    /// The shop's calls, as `POST /v3/…`.
    fn calls(&self) -> Vec<String> {
        let requests = self.gateway.requests();
        requests.iter().map(|request| format!("{} {}", request.method(), request.path())).collect()
    }

    fn ledger(&self) -> Vec<i64> {
        self.shop.store.ledger().iter().map(|entry| entry.fen).collect()
    }
}

fn cart() -> Value {
    json!({"cart": "1", "items": [{"sku": "coffee", "count": 2}]})
}
