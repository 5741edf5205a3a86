//! Ported from `holes.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error};

// PHP line 9, not translated:
// interface Payable { public function pay(); }

pub async fn run(client: &Client) -> Result<(), Error> {
    let mchid = hole::<Value>("PHP line 2: config('pay.mchid')")?;
    let appid = std::env::var("APPID").map_err(Error::other)?;
    let secret = std::env::var("SECRET").map_err(Error::other)?;
    let order = hole::<Value>("PHP line 5: Order::find(1)")?;
    // PHP line 6:
    // $order->status = 2;
    hole::<()>("PHP line 6 is not translated")?;
    // PHP line 7:
    // goto end;
    hole::<()>("PHP line 7 is not translated")?;
    client
        .chain("v3/pay/transactions/native")
        .post_async(json!({
            "json": {"mchid": mchid, "appid": appid, "attach": secret, "total": order["total"]},
        }))
        .await?;
    Ok(())
}

/// What is left to port: an error as long as it is there.
fn hole<T>(php: &str) -> Result<T, Error> {
    Err(Error::other(format!("not ported: {php}")))
}
