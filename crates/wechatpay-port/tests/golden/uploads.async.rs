//! Ported from `uploads.php`.

use serde_json::json;
use wechatpay_chain::{Client, Error, MediaUtil, Options, Transformer, chain};

pub async fn run(client: &Client) -> Result<(), Error> {
    // 实例化一个媒体文件流，注意文件后缀名需符合接口要求
    let media = MediaUtil::new_async("/your/file/path/image.jpg").await?;
    chain!(client->v3->marketing->favor->media->imageUpload)
        .post_async(
            Options::new()
                .body(media.stream())
                .header("content-type", media.content_type()),
        )
        .await?;
    let sensitive = client.sensitive()?;
    client
        .chain("v3/applyment4sub/applyment/")
        .post_async(
            Options::new().sensitive(&sensitive).json(json!({
                "business_code": "APL_98761234",
                "contact_info": {
                    "contact_name": sensitive.encrypt("张三")?,
                },
            })),
        )
        .await?;

    chain!(client->v3->billdownload->file)
        .get_async(json!({"query": {"token": "AbC"}, "sink": "/tmp/bill.csv"}))
        .await?;

    let res = chain!(client->v2->mmpaymkttransfers->promotion->transfers)
        .post_async(json!({
            "xml": {"appid": "wx8888888888888888", "mch_id": "1900000109", "amount": "1"},
            "security": true,
        }))
        .await?;
    let result = Transformer::to_array(res.body())?;
    println!("{}", result["payment_no"].as_str().unwrap_or("none"));

    chain!(client->v3->refund->domestic->refunds)
        .post_async(json!({
            "json": {"transaction_id": "1217752501201407033233368018", "amount": {"refund": 888}},
        }))
        .then(|response| {
            // 正常逻辑回调处理
            println!("{}", String::from_utf8_lossy(response.body()));
            response
        })
        .then(drop)
        .otherwise(|error| {
            // 异常错误处理
            println!("{error}");
            if let Some(response) = error.response() {
                let r = response;
                println!(
                    "{} {}",
                    r.status().as_u16(),
                    r.status().canonical_reason().unwrap_or_default()
                );
            }
        })
        .await?;
    Ok(())
}
