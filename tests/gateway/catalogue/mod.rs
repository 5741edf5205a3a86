//! Documented endpoints without a handler: what is refused, and the samples.

mod mutations;
mod recordings;
mod samples;

use serde_json::{Map, Value, json};
use wechatpay_chain::catalogue::{BodyKind, Endpoint, Field, Fields, Type};
use wechatpay_chain::{Client, Error, Gateway, PublicKey, Response, Rsa};

use crate::support;

/// Where the merchant world responds: it has checks of its own.
const WORLD: [&str; 14] = [
    "v3/pay/transactions/",
    "v3/global/transactions/",
    "v3/global/refunds",
    "v3/refund/domestic/refunds",
    "v3/bill",
    "v3/ecommerce/bill/fundflowbill",
    "v3/merchant/media/",
    "v3/merchant-service/",
    "v3/marketing/favor/media/image-upload",
    "v3/profitsharing/",
    "v3/applyment4sub/",
    "v3/apply4sub/",
    "v3/payscore/acquiringbank/",
    "v3/certificates",
];

struct Shop {
    gateway: Gateway,
    client: Client,
    /// A text, encrypted with the platform's key.
    ciphertext: String,
}

impl Shop {
    fn new() -> Self {
        let gateway = support::gateway();
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
        let mut options = Map::new();
        for name in endpoint.path_variables() {
            options.insert(name.to_owned(), format!("{name}-1").into());
        }
        if !endpoint.query().is_empty() {
            options.insert("query".to_owned(), self.object(endpoint.query()));
        }
        match endpoint.body_kind() {
            Some(BodyKind::Json) => {
                options.insert("json".to_owned(), self.object(endpoint.body()));
            }
            Some(BodyKind::Multipart) => {
                let parts = json!([
                    {"name": "meta", "contents": "{\"filename\":\"a.png\"}"},
                    {"name": "file", "contents": "x", "filename": "a.png"},
                ]);
                options.insert("multipart".to_owned(), parts);
            }
            _ => {}
        }
        options.into()
    }

    fn object(&self, fields: Fields) -> Value {
        let member = |field: Field| (field.name().to_owned(), self.value(field, field.kind()));
        Value::Object(fields.iter().map(member).collect())
    }

    fn value(&self, field: Field, kind: Type) -> Value {
        let listed = field.values().next();
        match kind {
            Type::List(of) => json!([self.value(field, *of)]),
            Type::Object => self.object(field.fields()),
            Type::Boolean => true.into(),
            Type::Integer | Type::Number => {
                listed.and_then(|listed| listed.parse().ok()).unwrap_or(7).into()
            }
            _ if field.is_encrypted() => self.ciphertext.as_str().into(),
            _ => listed.unwrap_or("x").into(),
        }
    }
}

fn is_the_worlds(endpoint: Endpoint) -> bool {
    WORLD.iter().any(|family| endpoint.path().starts_with(family))
}
