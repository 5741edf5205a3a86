//! Ported from `class-00.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ResponseExt, chain};

#[derive(Clone, Debug)]
pub struct Service0 {
    client: Client,
}

impl Service0 {
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    pub fn create_call0(&self) -> Result<(), Error> {
        let response = chain!(self.client->v3->abnormalFundProcessing->receipts->_receipt_id_->transferInstructions->_out_instruction_no_)
            .get(json!({
                "receipt_id": "x?y=z&k",
                "out_instruction_no": "(paren)*!",
            }))?;
        println!("{:#}", response.json::<Value>()?);
        Ok(())
    }

    pub fn create_call1(&self) -> Result<(), Error> {
        let tried = || -> Result<(), Error> {
            let options = json!({
                "json": {
                    "out_batch_no": "100%",
                    "out_detail_no": "a b",
                },
            });
            let response =
                self.client["v3/bank-batch-transfer/receipt/detail-receipts"].post(options)?;
            let result: Value = response.json()?;
            println!("{result:#}");
            Ok(())
        };
        if let Err(error) = tried() {
            println!("{error}");
            if let Some(response) = error.response() {
                println!("{}", String::from_utf8_lossy(response.body()));
            }
        }
        Ok(())
    }

    pub fn close_call2(&self) -> Result<(), Error> {
        let response = self
            .client
            .chain("v3/brand/applyments/cancel-applyment")
            .post(json!({
                "json": {
                    "applyment_id": "@#$",
                    "business_code": "plus+eq=",
                },
            }))?;
        println!("{:#}", response.json::<Value>()?);
        Ok(())
    }
}
