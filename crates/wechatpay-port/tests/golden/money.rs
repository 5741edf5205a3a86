//! Ported from `money.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error};

pub fn refund(_client: &Client, _money: &str, fee: i64) -> Result<Value, Error> {
    let a = compile_error!("PHP line 4: $money * 100");
    let b = compile_error!("PHP line 5: intval($money * 100)");
    let c = compile_error!("PHP line 6: (int) round($money * 100)");
    let d = compile_error!("PHP line 7: bcmul($money, '100')");
    let e = fee + 1;
    Ok(json!([a, b, c, d, e]))
}
