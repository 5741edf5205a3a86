//! Ported from `0039.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

pub fn run(client: &Client) -> Result<(), Error> {
    chain!(client->v3->platsolution->mchTransfer->batches->detailReceipts->outBatchNo->_out_batch_no_->outDetailNo->_out_detail_no_)
        .get_async(json!({
            "out_batch_no": "a b",
            "out_detail_no": "100%",
            "query": {
                "sub_mchid": "semi;comma,colon:",
            },
        }))
        .try_then(|response| response.json::<Value>())
        .wait()?;
    Ok(())
}
