//! Ported from `chains.php`.

use serde_json::json;
use wechatpay_chain::{Client, Error, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    // Three styles, and what they mix to.
    chain!(client->v3->certificates).get(())?;
    client.chain("v3/certificates").get(())?;
    client["v3/certificates"].get(())?;
    chain!(client->v3->pay->transactions->outTradeNo->_out_trade_no_->close)
        .post(json!({"out_trade_no": "A1", "json": {"mchid": "1"}}))?;
    chain!(client->v3->applyment4sub->applyment->"{empty}").post(json!({"json": {"a": 1}}))?;
    chain!(client->v3->"merchant-service")
        .chain("complaints-v2")
        .seg("_id_")
        .put(json!({"id": "1", "json": []}))?;
    let orders = client.chain("v3/pay/transactions");
    orders
        .chain("id/{transaction_id}")
        .get(json!({"transaction_id": "1", "query": {"mchid": "1"}}))?;
    client
        .chain("v3/refund/domestic/refunds")
        .post(json!({"json": {"out_refund_no": "R1"}}))?;
    Ok(())
}
