//! Ported from `money.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error};

pub async fn refund(_client: &Client, _money: &str, fee: i64) -> Result<Value, Error> {
    let a = hole::<Value>("PHP line 4: $money * 100")?;
    let b = hole::<Value>("PHP line 5: intval($money * 100)")?;
    let c = hole::<Value>("PHP line 6: (int) round($money * 100)")?;
    let d = hole::<Value>("PHP line 7: bcmul($money, '100')")?;
    let e = fee + 1;
    Ok(json!([a, b, c, d, e]))
}

/// What is left to port: an error as long as it is there.
fn hole<T>(php: &str) -> Result<T, Error> {
    Err(Error::other(format!("not ported: {php}")))
}
