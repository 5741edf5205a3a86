//! Payments and refunds that WeChat Pay reports, and what only looks like it.

use http::StatusCode;
use serde_json::json;

use super::World;

#[tokio::test]
async fn a_payment_is_counted_once() {
    let world = World::new().await;
    let number = world.order().await;
    let paid = world.gateway.pay_async(&number).await.expect("it is paid");
    let first = paid.delivery.response().expect("the shop responds");
    assert_eq!(first.status, StatusCode::NO_CONTENT);

    // Repeated with its id, and reported with another id: both are accepted and add nothing.
    let (url, event) = (format!("{}/notify/pay", world.url), "TRANSACTION.SUCCESS");
    let again = world.gateway.notification(event, paid.order.clone()).id(&first.id);
    let (one, two) = tokio::join!(again.send_async(&url), again.send_async(&url));
    let other = world.gateway.notify_async(&url, event, paid.order).await;
    for response in [one, two, other] {
        assert_eq!(response.expect("a response").status, StatusCode::NO_CONTENT);
    }
    assert_eq!(world.ledger(), [2400]);
    assert_eq!(world.get(&format!("/orders/{number}")).await.1["status"], "PAID");

    // What has an id that is known is not even looked at.
    let wrong = json!({"out_trade_no": number, "trade_state": "SUCCESS", "amount": {"total": 1}});
    let wrong = world.gateway.notification(event, wrong).id(&first.id).send_async(&url).await;
    assert_eq!(wrong.expect("a response").status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_forged_notification_is_refused() {
    let world = World::new().await;
    let number = world.order().await;
    let order =
        json!({"out_trade_no": number, "trade_state": "SUCCESS", "amount": {"total": 2400}});
    let url = format!("{}/notify/pay", world.url);
    let notification = || world.gateway.notification("TRANSACTION.SUCCESS", order.clone());
    for forged in
        [notification().wrong_signature(), notification().unsigned(), notification().probe()]
    {
        let response = forged.send_async(&url).await.expect("a response");
        assert_eq!(response.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(world.ledger(), [0; 0]);
}

#[tokio::test]
async fn an_amount_that_differs_is_refused() {
    let world = World::new().await;
    let number = world.order().await;
    let order =
        json!({"out_trade_no": number, "trade_state": "SUCCESS", "amount": {"total": 2399}});
    let url = format!("{}/notify/pay", world.url);
    let response = world.gateway.notify_async(&url, "TRANSACTION.SUCCESS", order).await;
    assert_eq!(response.expect("a response").status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(world.get(&format!("/orders/{number}")).await.1["status"], "PLACED");
    assert_eq!(world.ledger(), [0; 0]);
}

#[tokio::test]
async fn a_lost_notification_is_made_up_for_by_a_query() {
    let world = World::new().await;
    let number = world.order().await;
    world.server.abort();
    world.gateway.pay_async(&number).await.expect("it is paid");
    assert_eq!(world.ledger(), [0; 0]);
    assert_eq!(world.get(&format!("/orders/{number}")).await.1["status"], "PAID");
    assert_eq!(world.ledger(), [2400]);
}

#[tokio::test]
async fn a_refund_ends_with_its_notification() {
    let world = World::new().await;
    let number = world.paid_order().await;
    let path = format!("/orders/{number}/refunds");
    let refund = json!({"id": "1", "refund": 1000});
    let (status, first) = world.post(&path, refund.clone()).await;
    assert_eq!((status, &first["status"]), (StatusCode::OK, &json!("PROCESSING")));
    // The same id is the same refund, and there are 14 yuan left.
    assert_eq!(world.post(&path, refund).await.1["number"], first["number"]);
    let (status, more) = world.post(&path, json!({"id": "2", "refund": 1401})).await;
    assert_eq!((status, &more["code"]), (StatusCode::CONFLICT, &json!("AMOUNT")));

    let number = first["number"].as_str().expect("a number");
    let done = world.gateway.complete_refund_async(number).await.expect("it is completed");
    assert_eq!(done.delivery.response().expect("a response").status, StatusCode::NO_CONTENT);
    assert_eq!(world.ledger(), [2400, -1000]);
    assert_eq!(world.get(&format!("/refunds/{number}")).await.1["status"], "SUCCESS");
    assert_eq!(world.ledger(), [2400, -1000]);
}
