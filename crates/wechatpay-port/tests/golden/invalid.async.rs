//! Ported from `invalid.php`.

use wechatpay_chain::{Client, Error, chain};

pub async fn run(client: &Client) -> Result<(), Error> {
    chain!(client->v3->certificates).get_async(()).await?;
    // PHP line 3:
    // $x = [1, 2;
    hole::<()>("PHP line 3 is not translated")?;
    println!("done");
    Ok(())
}

/// What is left to port: an error as long as it is there.
fn hole<T>(php: &str) -> Result<T, Error> {
    Err(Error::other(format!("not ported: {php}")))
}
