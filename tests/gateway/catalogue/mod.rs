//! Documented endpoints without a handler: what is refused, and the samples.

mod all;
mod mutations;
mod recordings;
mod samples;

use serde_json::Value;
use wechatpay_chain::catalogue::Endpoint;
use wechatpay_chain::{Client, Error, Gateway, PublicKey, Response, Rsa};

use crate::support;

/// Where the merchant world responds, which has checks of its own: what is documented is not enough,
/// the order or the bill must be there, too.
const WORLD: [&str; 56] = [
    "GET v3/apply4sub/sub_merchants/{sub_mchid}/application/{application_no}",
    "POST v3/apply4sub/sub_merchants/{sub_mchid}/modify-settlement",
    "GET v3/apply4sub/sub_merchants/{sub_mchid}/settlement",
    "GET v3/applyment4sub/applyment/applyment_id/{applyment_id}",
    "GET v3/applyment4sub/applyment/business_code/{business_code}",
    "POST v3/applyment4sub/applyment/{empty}",
    "GET v3/bill/fundflowbill",
    "GET v3/bill/sub-merchant-fundflowbill",
    "GET v3/bill/tradebill",
    "GET v3/billdownload/file",
    "GET v3/certificates",
    "GET v3/ecommerce/bill/fundflowbill",
    "GET v3/global/refunds",
    "POST v3/global/refunds",
    "GET v3/global/refunds/id/{refund_id}",
    "GET v3/global/refunds/out-refund-no/{out_refund_no}",
    "POST v3/global/transactions/app",
    "GET v3/global/transactions/id/{transaction_id}",
    "POST v3/global/transactions/id/{transaction_id}/close",
    "POST v3/global/transactions/jsapi",
    "POST v3/global/transactions/mweb",
    "POST v3/global/transactions/native",
    "GET v3/global/transactions/out-trade-no/{out_trade_no}",
    "POST v3/global/transactions/out-trade-no/{out_trade_no}/close",
    "POST v3/marketing/favor/media/image-upload",
    "DELETE v3/merchant-service/complaint-notifications",
    "GET v3/merchant-service/complaint-notifications",
    "POST v3/merchant-service/complaint-notifications",
    "PUT v3/merchant-service/complaint-notifications",
    "GET v3/merchant-service/complaints-v2",
    "GET v3/merchant-service/complaints-v2/{complaint_id}",
    "POST v3/merchant-service/complaints-v2/{complaint_id}/complete",
    "GET v3/merchant-service/complaints-v2/{complaint_id}/negotiation-historys",
    "POST v3/merchant-service/complaints-v2/{complaint_id}/response",
    "POST v3/merchant-service/complaints-v2/{complaint_id}/update-refund-progress",
    "POST v3/merchant-service/images/upload",
    "POST v3/merchant/media/upload",
    "POST v3/merchant/media/video_upload",
    "POST v3/pay/transactions/app",
    "POST v3/pay/transactions/h5",
    "GET v3/pay/transactions/id/{transaction_id}",
    "POST v3/pay/transactions/jsapi",
    "POST v3/pay/transactions/native",
    "GET v3/pay/transactions/out-trade-no/{out_trade_no}",
    "POST v3/pay/transactions/out-trade-no/{out_trade_no}/close",
    "GET v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}",
    "POST v3/profitsharing/orders",
    "POST v3/profitsharing/orders/unfreeze",
    "GET v3/profitsharing/orders/{out_order_no}",
    "POST v3/profitsharing/receivers/add",
    "POST v3/profitsharing/receivers/delete",
    "POST v3/profitsharing/return-orders",
    "GET v3/profitsharing/return-orders/{out_return_no}",
    "GET v3/profitsharing/transactions/{transaction_id}/amounts",
    "POST v3/refund/domestic/refunds",
    "GET v3/refund/domestic/refunds/{out_refund_no}",
];

struct Shop {
    gateway: Gateway,
    client: Client,
    /// A text, encrypted with the platform's key.
    ciphertext: String,
}

impl Shop {
    fn new() -> Self {
        Self::of(support::gateway())
    }

    fn of(gateway: Gateway) -> Self {
        let client = gateway.client().unwrap();
        let key = PublicKey::from_pem(gateway.platform_public_key_pem()).unwrap();
        let ciphertext = Rsa::encrypt("张三", &key).unwrap();
        Self { gateway, client, ciphertext }
    }

    fn call(&self, endpoint: Endpoint, options: &Value) -> Result<Response, Error> {
        self.client.chain(endpoint.path()).request(endpoint.method(), options)
    }

    /// All that is documented for a call of this endpoint, with values that are documented.
    fn valid(&self, endpoint: Endpoint) -> Value {
        support::documented::options(endpoint, &self.ciphertext)
    }
}

fn is_the_worlds(endpoint: Endpoint) -> bool {
    WORLD.contains(&&*endpoint.to_string())
}
