//! Ported from `holes.php`.

use serde_json::json;
use wechatpay_chain::{Client, Error};

// PHP line 9, not translated:
// interface Payable { public function pay(); }
compile_error!("PHP line 9 is not translated");

pub fn run(client: &Client) -> Result<(), Error> {
    let mchid = compile_error!("PHP line 2: config('pay.mchid')");
    let appid = std::env::var("APPID").map_err(Error::other)?;
    let secret = std::env::var("SECRET").map_err(Error::other)?;
    let order = compile_error!("PHP line 5: Order::find(1)");
    // PHP line 6:
    // $order->status = 2;
    compile_error!("PHP line 6 is not translated");
    // PHP line 7:
    // goto end;
    compile_error!("PHP line 7 is not translated");
    client.chain("v3/pay/transactions/native").post(json!({
        "json": {"mchid": mchid, "appid": appid, "attach": secret, "total": order["total"]},
    }))?;
    Ok(())
}
