//! Ported from `0024.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    chain!(client->v3->marketing->partner->productCoupon->productCoupons->_product_coupon_id_->stocks->_stock_id_->uploadCouponCodes)
        .post_async(json!({
            "product_coupon_id": "semi;comma,colon:",
            "stock_id": "é",
            "json": {
                "brand_id": "AbCdEf12345",
                "out_request_no": "50%25",
                "code_list": [
                    "quote'\"",
                ],
            },
        }))
        .try_then(|response| {
            println!("{:#}", response.json::<Value>()?);
            Ok(())
        })
        .otherwise(|error| println!("{error}"))
        .wait()?;
    Ok(())
}
