//! What the tests share: keys, files, a server that can misbehave, a log that can be read, and a browser.

#![allow(dead_code, reason = "each test binary uses a part of it")]

pub(crate) mod documented;
pub(crate) mod folder;
pub(crate) mod given;
pub(crate) mod keys;
pub(crate) mod log;
pub(crate) mod recorder;
pub(crate) mod server;
pub(crate) mod watch;
pub(crate) mod webdriver;

use wechatpay_chain::{
    Client, ClientBuilder, Error, ErrorKind, Lang, Outcome, PrivateKey, Response,
};

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
        .platform_key(keys::PLATFORM_SERIAL, keys::platform_certificate())
}

pub(crate) fn client(server: &Server) -> Client {
    builder(server).build().unwrap()
}

/// A gateway whose secrets are watched.
pub(crate) fn gateway() -> wechatpay_chain::Gateway {
    // Whatever the language of the environment is.
    let english = wechatpay_chain::Lang::English;
    let gateway = wechatpay_chain::Gateway::builder().language(english).start().unwrap();
    watch::secret(gateway.merchant_key_pem());
    watch::secret(gateway.apiv3_key());
    watch::secret(gateway.secret());
    gateway
}

/// A client of a gateway's that knows none of its platform's keys.
pub(crate) fn merchant(gateway: &wechatpay_chain::Gateway) -> ClientBuilder {
    Client::builder()
        .base_uri(gateway.base_uri())
        .mchid(gateway.mchid())
        .serial(gateway.merchant_serial())
        .private_key(PrivateKey::from_pem(gateway.merchant_key_pem()).unwrap())
        .apiv3_key(gateway.apiv3_key())
}

/// A base_uri at which nobody listens.
pub(crate) const NOBODY: &str = "http://127.0.0.1:1/";

/// The error, which must be of this kind and say this of the request.
#[track_caller]
pub(crate) fn expect(result: Result<Response, Error>, kind: ErrorKind, outcome: Outcome) -> Error {
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{error}");
    // The others are in the words of user code, or of a server.
    if ![ErrorKind::Other, ErrorKind::Api].contains(&kind) {
        assert_translated(&error);
    }
    error
}

/// In English nothing is Chinese. In Chinese nothing is English but names and the words of others.
#[track_caller]
pub(crate) fn assert_translated(error: &Error) {
    let english = error.localized(Lang::English);
    assert_eq!(english, error.to_string());
    let chinese = error.localized(Lang::Chinese);
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    // What WeChat Pay said is Chinese in both.
    let own = error.api().is_none();
    assert!(is_chinese(&chinese) && !(own && is_chinese(&english)), "{english}\n{chinese}");
    let ours = chinese.split('`').step_by(2);
    let words = ours.flat_map(|text| text.split(|c: char| !(c.is_ascii_alphabetic() || c == '\'')));
    for word in words {
        let ours = ["the", "is", "which", "that", "it", "its", "can't", "must", "was", "give"];
        assert!(!ours.contains(&word), "{word}: {english}\n{chinese}");
    }
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

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn sha1(bytes: &[u8]) -> String {
    hex(&openssl::sha::sha1(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
