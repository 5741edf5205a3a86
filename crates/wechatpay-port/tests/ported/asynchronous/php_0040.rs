//! Ported from `0040.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt};

pub async fn run(client: &Client) -> Result<(), Error> {
    let tried = async {
        let response = client["v3/rate-activity/applications/id/{application_id}"]
            .get_async(json!({ // optional
                "application_id": "中文值",
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
