//! What the tests share: keys, files, a server that can misbehave, and a log that can be read.

#![allow(dead_code, reason = "each test binary uses a part of it")]

pub(crate) mod folder;
pub(crate) mod keys;
pub(crate) mod log;
pub(crate) mod server;

use wechatpay_chain::{Client, ClientBuilder, PrivateKey, PublicKey};

use keys::Keys;
use server::Server;

/// A client that talks to `server`, with a platform certificate's key.
pub(crate) fn builder(server: &Server) -> ClientBuilder {
    let keys = Keys::shared();
    Client::builder()
        .base_uri(server.base_uri())
        .mchid(keys::MCHID)
        .serial(keys::MERCHANT_SERIAL)
        .private_key(PrivateKey::from_pem(&keys.merchant_private_pem).unwrap())
        .platform_key(
            keys::PLATFORM_SERIAL,
            PublicKey::from_pem(&keys.platform_public_pem).unwrap(),
        )
}

pub(crate) fn client(server: &Server) -> Client {
    builder(server).build().unwrap()
}

/// For clients that talk to nobody.
pub(crate) mod server_less {
    use wechatpay_chain::{BoxError, BoxFuture, Verifier, VerifyInput};

    /// Takes any signature for right.
    pub(crate) struct Accept;

    impl Verifier for Accept {
        fn verify<'a>(&'a self, _: &'a VerifyInput<'a>) -> BoxFuture<'a, Result<(), BoxError>> {
            Box::pin(async { Ok(()) })
        }
    }
}
