// docs.rs marks what a feature brings.
#![cfg_attr(docsrs, feature(doc_cfg))]

//! Call any endpoint of WeChat Pay's OpenAPI v3 by its path: signed, sent, verified.
//!
//! ```no_run
//! use serde_json::{Value, json};
//! use wechatpay_chain::{Client, PrivateKey, PublicKey, ResponseExt, chain};
//!
//! # fn main() -> Result<(), wechatpay_chain::Error> {
//! let client = Client::builder()
//!     .mchid("1900000109")
//!     .serial("3775B6A45ACD588826D15E583A95F5DD00000000")
//!     .private_key(PrivateKey::from_file("apiclient_key.pem")?)
//!     .platform_key("PUB_KEY_ID_0114232134912410000000000000", PublicKey::from_file("pub_key.pem")?)
//!     .build()?;
//!
//! // PHP: $instance->v3->pay->transactions->id->_transaction_id_->get([…])
//! let order: Value = chain!(client->v3->pay->transactions->id->_transaction_id_)
//!     .get(json!({"transaction_id": "4200001", "query": {"mchid": "1900000109"}}))?
//!     .json()?;
//! # Ok(())
//! # }
//! ```
//!
//! # A guide, in the order of a call
//!
//! - [`Client::builder`] takes the merchant's keys and WeChat Pay's.
//! - [`Client`] and [`Chain`] gather a path: [`Chain::seg`], [`Chain::chain`], an index, or
//!   [`chain!`], whose path is made at compile time. [`template`] says how it is expanded.
//! - [`Options`] is what a call takes: variables of the path, query, body, headers. A JSON object
//!   will do.
//! - [`MediaUtil`] and [`Multipart`] are the bodies of uploads, read from disk while they are sent.
//! - A verb sends: [`Chain::get`] blocks, [`Chain::get_async`] gives a [`Promise`].
//! - [`Signer`] and [`Verifier`] may be your own (a KMS, an HSM); so may tower layers around them
//!   ([`ClientBuilder::layer`]) and what sends beneath ([`ClientBuilder::transport`]).
//! - [`Failover`] and [`Retry`] send again, if you opt in; nothing else ever does.
//! - [`Chain::bill`], [`Chain::download`] and [`Client::download_unsigned`] fetch files of any size:
//!   a [`Download`].
//! - [`Response`] is the raw answer; [`ResponseExt`] decodes it and tells how it was verified.
//! - [`Error`] says what went wrong, and by [`Error::outcome`] whether the request may have taken
//!   effect: what to know before a payment is repeated.
//! - [`NotificationParser`] reads what WeChat Pay sends by itself; [`notification`] says how to
//!   answer. [`payment`] signs what a page or an app opens the payment with.
//! - [`Sensitive`] encrypts the fields that travel encrypted.
//! - [`certificates`] keeps the platform's certificates up to date.
//! - [`PrivateKey`] and [`PublicKey`] come from files, PEM, URIs and `.p12`. [`Rsa`], [`AesGcm`],
//!   [`AesEcb`], [`Hash`](struct@Hash), [`Formatter`] and [`PemUtil`] are PHP's helpers under their
//!   names.
//! - `Gateway` (feature `gateway`) stands in for WeChat Pay in tests.
//!
//! # Features
//!
//! `gateway`: the local stand-in. `vendored`: builds OpenSSL from source. Neither is on by default.
//!
//! **This crate turns on `preserve_order` of `serde_json`, for your whole program: its maps keep the
//! order of insertion instead of sorting their keys.** Canonical JSON that is hashed or signed must
//! sort by itself. `float_roundtrip` is on, too.

mod beside;
mod body;
pub mod certificates;
mod chain;
mod client;
mod coding;
mod config;
mod crypto;
mod digits;
mod download;
mod error;
mod file_uri;
mod formatter;
#[cfg(feature = "gateway")]
pub mod gateway;
mod media;
mod middleware;
pub mod notification;
mod options;
pub mod payment;
mod pipeline;
mod promise;
mod request;
mod resend;
mod response;
mod runtime;
mod sensitive;
mod signature;
mod stream;
pub mod template;
mod transport;
mod upload;
mod value;

/// For the command `wechatpay`, whose files are replaced as this crate's are.
#[doc(hidden)]
pub use beside::replace as __replace_file;
pub use body::Body;
pub use chain::Chain;
#[doc(hidden)]
pub use chain::compiled as __chain;
pub use client::Client;
pub use config::ClientBuilder;
pub use crypto::{AesEcb, AesGcm, Hash, PemUtil, PrivateKey, PublicKey, Rsa};
/// For the command, whose line has JSON.
#[doc(hidden)]
pub use digits::changed as __changed_number;
pub use download::Download;
/// For the command `wechatpay`, so that there is one list of these characters.
#[doc(hidden)]
pub use error::misleads as __misleads;
pub use error::{ApiError, BoxError, Error, ErrorKind, Outcome};
pub use formatter::Formatter;
#[cfg(feature = "gateway")]
pub use gateway::Gateway;
pub use media::MediaUtil;
pub use middleware::{SignInput, Signer, Verifier, VerifyInput};
pub use notification::{Notification, NotificationErrorKind, NotificationParser};
pub use options::{Options, Timeout};
pub use pipeline::HttpService;
pub use promise::{BoxFuture, Promise};
pub use request::Multipart;
pub use resend::{Failover, Retry};
pub use response::{Response, ResponseExt, Verification};
pub use sensitive::{Encrypted, Sensitive};
/// The crates whose types are in this one's signatures, in the versions that fit: a layer or a
/// transport of your own is a [`tower::Layer`] or a [`tower::Service`].
///
/// ```
/// use wechatpay_chain::{Body, Client, http, tower};
///
/// let count = tower::util::MapRequestLayer::new(|mut request: http::Request<Body>| {
///     request.headers_mut().insert("x-trace", http::HeaderValue::from_static("1"));
///     request
/// });
/// let builder = Client::builder().layer(count);
/// ```
pub use {bytes, http, tower};

/// The examples of the READMEs and of the porting guide are tests.
#[cfg(all(doctest, feature = "gateway"))]
mod readme {
    #[doc = include_str!("../README.md")]
    struct English;

    #[doc = include_str!("../README.zh-CN.md")]
    struct Chinese;

    #[doc = include_str!("../docs/porting.md")]
    struct EnglishPorting;

    #[doc = include_str!("../docs/porting.zh-CN.md")]
    struct ChinesePorting;
}
