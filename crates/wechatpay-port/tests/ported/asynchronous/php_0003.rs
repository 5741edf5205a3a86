//! Ported from `0003.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub async fn run(client: &Client) -> Result<(), Error> {
    let tried = async {
        let response = chain!(client->v3->brand->partner->cardMember->preAuthTokens)
            .post_async(json!({
                "json": {
                    "brand_id": "ünïcode",
                    "card_id": "x?y=z&k",
                    "openid": "é",
                },
            }))
            .await?;
        let result: Value = response.json()?;
        println!("{result:#}");
        Ok::<(), Error>(())
    };
    if let Err(error) = tried.await {
        println!("{error}");
        if let Some(response) = error.response() {
            println!("{}", String::from_utf8_lossy(response.body()));
        }
    }
    Ok(())
}
