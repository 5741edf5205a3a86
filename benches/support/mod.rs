//! Shared by the benches: keys, the reference call, the floor, and a server.

#![allow(dead_code, reason = "each bench uses a part of it")]

pub(crate) mod floor;
pub(crate) mod offline;
pub(crate) mod server;

use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::sign::Signer;
use serde_json::{Value, json};
use wechatpay_chain::{Client, ClientBuilder, PrivateKey, PublicKey};

pub(crate) const MCHID: &str = "1900000109";
pub(crate) const MERCHANT_SERIAL: &str = "3775B6A45ACD588826D15E583A95F5DD00000000";
pub(crate) const PLATFORM_SERIAL: &str = "PUB_KEY_ID_0114232134912410000000000000";

/// The reference call's template.
pub(crate) const PATH: &str =
    "v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}";

/// The expanded template.
pub(crate) const TARGET: &str = "/v3/payscore/acquiringbank/permissions/authorization-code/\
                          1275342195190894594\
                          ?service_id=500001&channel_id=1230000109&sub_mchid=1230000109";

/// The body of the reference call's response.
pub(crate) const ANSWER: &str = r#"{"service_id":"500001","appid":"wxd678efh567hg6787","mchid":"1230000109","openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o","authorization_code":"1275342195190894594","authorization_state":"AVAILABLE","notify_url":"https://www.example.com/wxpay/notify","authorization_success_time":"2015-05-20T13:29:35+08:00","sub_mchid":"1230000109","channel_id":"1230000109"}"#;

/// The reference call's argument and options.
pub(crate) fn options() -> Value {
    json!({
        "authorization_code": "1275342195190894594",
        "query": {"service_id": "500001", "channel_id": "1230000109", "sub_mchid": "1230000109"},
    })
}

pub(crate) fn rsa() -> PKey<Private> {
    PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap()
}

/// The merchant's key, and WeChat Pay's.
pub(crate) struct Keys {
    pub(crate) merchant: PKey<Private>,
    pub(crate) platform: PKey<Private>,
}

impl Keys {
    pub(crate) fn generate() -> Self {
        Self { merchant: rsa(), platform: rsa() }
    }

    pub(crate) fn private(&self) -> PrivateKey {
        PrivateKey::from_pem(self.merchant.private_key_to_pem_pkcs8().unwrap()).unwrap()
    }

    pub(crate) fn public(&self) -> PublicKey {
        PublicKey::from_pem(self.platform.public_key_to_pem().unwrap()).unwrap()
    }

    /// A client as users build it.
    pub(crate) fn client(&self) -> ClientBuilder {
        Client::builder()
            .mchid(MCHID)
            .serial(MERCHANT_SERIAL)
            .private_key(self.private())
            .platform_key(PLATFORM_SERIAL, self.public())
    }
}

/// SHA256 with RSA.
pub(crate) fn sign(key: &PKey<Private>, message: &[u8]) -> Vec<u8> {
    let mut signer = Signer::new(MessageDigest::sha256(), key).unwrap();
    signer.sign_oneshot_to_vec(message).unwrap()
}

/// The median.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
