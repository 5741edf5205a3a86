//! Ported from `interpolated.php`.

use wechatpay_chain::{Client, Error};

pub fn run(client: &Client) -> Result<(), Error> {
    // The number is in the path, as many write it.
    let _mchid = "1900000109";
    let _out_trade_no = "20240101-7";
    let response = client
        .chain("v3/pay/transactions/out-trade-no/20240101-7?mchid=1900000109")
        .get(())?;
    println!("{}", response.status().as_u16());
    Ok(())
}
