//! Ported from `client.php`.

use wechatpay_chain::{Client, Error, PrivateKey, PublicKey};

pub fn client() -> Result<Client, Error> {
    Client::builder()
        .mchid("1900000109")
        .serial("3775B6A45ACD588826D15E583A95F5DD00000000")
        .private_key(PrivateKey::load("file:///etc/teashop/apiclient_key.pem")?)
        .platform_key(
            "PUB_KEY_ID_0114232134912410000000000000",
            PublicKey::load("file:///etc/teashop/pub_key.pem")?,
        )
        .build()
}
