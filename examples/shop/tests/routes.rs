//! Each route, as it goes well.

use http::{Method, StatusCode};
use serde_json::json;

use super::{World, cart};

#[tokio::test]
async fn orders_are_placed_in_four_ways() {
    let world = World::new().await;
    let cart = |id: &str| json!({"cart": id, "openid": "oUpF8uMuAJO", "items": [{"sku": "cake", "count": 1}]});

    let (status, jsapi) = world.post("/orders", cart("a")).await;
    assert_eq!(status, StatusCode::OK, "{jsapi}");
    assert_eq!(jsapi["parameters"]["signType"], "RSA");
    let (_, app) = world.post("/orders/app", cart("b")).await;
    assert_eq!(app["parameters"]["package"], "Sign=WXPay");
    let (_, native) = world.post("/orders/native", cart("c")).await;
    assert!(
        native["code_url"].as_str().is_some_and(|url| url.starts_with("weixin://")),
        "{native}"
    );
    let (_, h5) = world.post("/orders/h5", cart("d")).await;
    assert!(h5["h5_url"].as_str().is_some_and(|url| url.contains("prepay_id=")), "{h5}");

    let orders = world.gateway.orders();
    assert!(orders.iter().all(|order| order["amount"]["total"] == 2850), "{orders:?}");
    assert_eq!(orders.len(), 4);
}

#[tokio::test]
async fn a_cart_posted_twice_is_one_order() {
    let world = World::new().await;
    let (_, first) = world.post("/orders/native", cart()).await;
    let (_, second) = world.post("/orders/native", cart()).await;
    assert_eq!(first, second);
    assert_eq!(world.calls(), ["POST /v3/pay/transactions/native"]);

    // Not with other goods, and not in another way, while it can still be paid.
    let other = json!({"cart": "1", "items": [{"sku": "cake", "count": 1}]});
    assert_eq!(world.post("/orders/native", other).await.0, StatusCode::CONFLICT);
    assert_eq!(world.post("/orders/app", cart()).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_order_is_queried_and_closed() {
    let world = World::new().await;
    let number = world.order().await;
    let (_, order) = world.get(&format!("/orders/{number}")).await;
    assert_eq!(order, json!({"number": number, "total": 2400, "status": "PLACED"}));

    let (status, order) = world.post(&format!("/orders/{number}/close"), json!(null)).await;
    assert_eq!((status, &order["status"]), (StatusCode::OK, &json!("CLOSED")));
    // The same cart is a new order now.
    assert_ne!(world.order().await, number);
    assert_eq!(world.get("/orders/none").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn bills_are_rows_and_sums_in_fen() {
    let world = World::new().await;
    let rows = json!([
        {"商户订单号": "A1", "订单金额": "12.34"},
        {"商户订单号": "A2", "订单金额": "0.10"},
        {"商户订单号": "A1", "交易状态": "REFUND", "退款金额": "2.00"},
    ]);
    world.gateway.bill("2024-01-01", rows).expect("rows");
    let (status, bill) = world.get("/bills/2024-01-01").await;
    assert_eq!(status, StatusCode::OK, "{bill}");
    assert_eq!((&bill["paid"], &bill["refunded"]), (&json!(1244), &json!(200)));
    assert_eq!(
        bill["trades"][1],
        json!({"number": "A2", "state": "SUCCESS", "total": 10, "refund": 0})
    );

    let (status, none) = world.get("/bills/2024-01-02").await;
    assert_eq!(
        (status, &none["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("NO_STATEMENT_EXIST"))
    );
}

#[tokio::test]
async fn images_are_uploaded() {
    let world = World::new().await;
    let (status, media) = world.call(Method::POST, "/upload/shop.png", vec![7; 1000]).await;
    assert_eq!(status, StatusCode::OK, "{media}");
    assert!(media["media_id"].is_string(), "{media}");
}

#[tokio::test]
async fn complaints_are_listed() {
    let world = World::new().await;
    let number = world.paid_order().await;
    let complained = world.gateway.complain_async(&number, "the coffee is cold").await;
    let day =
        complained.expect("a complaint").complaint["complaint_time"].to_string()[1..11].to_owned();
    let (status, list) = world.get(&format!("/complaints?from={day}&to={day}")).await;
    assert_eq!(status, StatusCode::OK, "{list}");
    assert_eq!(list[0]["complaint_detail"], "the coffee is cold");
}

#[tokio::test]
async fn only_staff_refunds() {
    let world = World::new().await;
    let number = world.paid_order().await;
    for authorization in ["", "Bearer", "Bearer stafg"] {
        let request = http::Request::post(format!("/orders/{number}/refunds"))
            .header("content-type", "application/json")
            .header("authorization", authorization)
            .body(json!({"id": "1", "refund": 1}).to_string().into());
        assert_eq!(world.send(request.expect("valid")).await.0, StatusCode::UNAUTHORIZED);
    }
}
