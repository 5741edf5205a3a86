//! Ported from `keywords.php`.

use serde_json::json;
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub async fn run(client: &Client) -> Result<(), Error> {
    // Segments that are words of Rust, and a literal property.
    chain!(client->v3->"merchant-service"->return->use->_type_)
        .post_async(json!({
            "type": "try",
            "json": {"fn": "match", "loop": [1, 2, 3], "none": null},
        }))
        .then(|response| println!("{}", response.request_id().unwrap_or_default()))
        .await?;
    Ok(())
}
