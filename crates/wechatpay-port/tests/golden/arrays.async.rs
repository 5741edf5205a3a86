//! Ported from `arrays.php`.

use serde_json::json;
use wechatpay_chain::{Client, Error};

pub async fn run(client: &Client) -> Result<(), Error> {
    let mut params = json!({
        // the merchant
        "mchid": "1900000109", // required
        "description": "a \"quoted\" $5 中\n",
        "amount": {"total": 2147483648_i64, "rate": 0.5, "big": 1.0e25, "neg": -1},
        "detail": { // flat
            "goods": [{"id": 1}, {"id": 2}],
            // the end
        },
        "empty": [],
        "object": {},
        "cast": {},
        "flags": [true, false, null],
        "7": "seven",
    });
    params["attach"] = json!("more");
    params["amount"]["currency"] = json!("CNY");
    if let Some(list) = params["detail"]["goods"].as_array_mut() {
        list.push(json!({"id": 3}));
    }
    let list = vec![json!("a")];
    client
        .chain("v3/pay/transactions/native")
        .post_async(json!({"json": params, "query": {"tags": list}}))
        .await?;
    let mut map = json!({});
    map["k"] = json!("v");
    client
        .chain("v3/pay/transactions/h5")
        .post_async(json!({"json": map}))
        .await?;
    println!("{map:#}");
    Ok(())
}
