//! Ported from `chains.php`.

use serde_json::json;
use wechatpay_chain::{Client, Error, chain};

pub async fn run(client: &Client) -> Result<(), Error> {
    // Three styles, and what they mix to.
    chain!(client->v3->certificates).get_async(()).await?;
    client.chain("v3/certificates").get_async(()).await?;
    client["v3/certificates"].get_async(()).await?;
    chain!(client->v3->pay->transactions->outTradeNo->_out_trade_no_->close)
        .post_async(json!({"out_trade_no": "A1", "json": {"mchid": "1"}}))
        .await?;
    chain!(client->v3->applyment4sub->applyment->"{empty}")
        .post_async(json!({"json": {"a": 1}}))
        .await?;
    chain!(client->v3->"merchant-service")
        .chain("complaints-v2")
        .seg("_id_")
        .put_async(json!({"id": "1", "json": []}))
        .await?;
    let orders = client.chain("v3/pay/transactions");
    orders
        .chain("id/{transaction_id}")
        .get_async(json!({"transaction_id": "1", "query": {"mchid": "1"}}))
        .await?;
    client
        .chain("v3/refund/domestic/refunds")
        .post_async(json!({"json": {"out_refund_no": "R1"}}))
        .await?;
    Ok(())
}
