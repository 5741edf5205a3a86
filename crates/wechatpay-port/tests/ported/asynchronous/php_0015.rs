//! Ported from `0015.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub async fn run(client: &Client) -> Result<(), Error> {
    let tried = async {
        let response = chain!(client->v3->global->profitSharing->receivers)
            .delete_async(json!({
                "base_uri": "https://apihk.mch.weixin.qq.com/",
                "json": {
                    "sub_mchid": "a/b",
                    "appid": "1217752501201407033233368018",
                    "sub_appid": "[brackets]{braces}",
                    "type": "ünïcode",
                    "account": "quote'\"",
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
