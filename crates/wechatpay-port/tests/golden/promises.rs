//! Ported from `promises.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    chain!(client->v3->certificates)
        .get_async(())
        .try_then(|response| {
            // decoded
            println!("{:#}", response.json::<Value>()?);
            Ok(())
        })
        .otherwise(|error| println!("{error}"))
        .wait()?;

    let order = client
        .chain("v3/pay/transactions/id/{id}")
        .get_async(json!({"id": "1"}))
        .try_then(|response| response.json::<Value>())
        .wait()?;
    println!("state: {}", text(&order["trade_state"]));

    let no = format!("R{}", text(&order["out_trade_no"]));
    chain!(client->v3->refund->domestic->refunds)
        .post_async(json!({"json": {"out_refund_no": no}}))
        .then(move |response| println!("{no} {}", response.status().as_u16()))
        .wait()?;

    // nobody waits
    compile_error!("PHP line 23: $instance->v3->certificates->getAsync();");
    let _promise = chain!(client->v3->certificates).get_async(());
    Ok(())
}

/// A value as PHP writes it in a text.
fn text(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "1".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
