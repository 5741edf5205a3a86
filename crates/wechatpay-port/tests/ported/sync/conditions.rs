//! Ported from `conditions.php`.

use serde_json::json;
use wechatpay_chain::{Client, Error};

pub fn run(client: &Client) -> Result<(), Error> {
    let attach = "shop 7";
    let total = 100;
    let mut options = json!({"json": {"out_trade_no": "T-1", "amount": {"total": total}}});
    if !attach.is_empty() {
        options["json"]["attach"] = json!(attach);
    }
    options["json"]["scene_info"]["payer_client_ip"] = json!(if total > 50 {
        "14.23.150.211"
    } else {
        "127.0.0.1"
    });
    options["headers"] = json!({"Wechatpay-Serial": "PUB_KEY_ID_0114232134912410000000000000"});
    client["v3/pay/transactions/jsapi"].post(options)?;
    Ok(())
}
