//! Ported from `invalid.php`.

use wechatpay_chain::{Client, Error, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    chain!(client->v3->certificates).get(())?;
    // PHP line 3:
    // $x = [1, 2;
    compile_error!("PHP line 3 is not translated");
    println!("done");
    Ok(())
}
