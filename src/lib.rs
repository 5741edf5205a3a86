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
//! **Configure.** [`Client::builder`] takes the merchant's [`PrivateKey`], and the [`PublicKey`] or
//! platform certificates of WeChat Pay; [`Client::from_env`] reads all from the environment, and
//! [`Client::from_profile`] from a profile of a file. [`certificates`] downloads those certificates and keeps them
//! up to date. A [`Client`] is cheap to clone and serves all threads.
//!
//! **Build a path.** [`Chain::seg`], [`Chain::chain`], an index (`client["v3/…"]`) and the macro
//! [`chain!`] build the path of an endpoint, as PHP's `Builder` does. `{name}` in a path is a variable;
//! [`template`] describes how it is expanded.
//!
//! **Add arguments.** A call takes [`Options`]: variables, query, body and headers. A JSON object
//! converts to it. [`MediaUtil`] and [`Multipart`] upload files, which are read from disk while they
//! are sent. [`Sensitive`] encrypts the fields that the protocol wants encrypted.
//!
//! **Send.** [`Chain::get`] and the other verbs block; [`Chain::get_async`] and its siblings return a
//! [`Promise`]. Both sign the request, send it, and verify the signature of the response.
//! [`Chain::bill`], [`Chain::bills`], [`Chain::download`] and [`Client::download_unsigned`] return a
//! [`Download`] for files of any size. [`bill`] reads the rows of a bill.
//!
//! **Read the response.** A [`Response`] is an [`http::Response`] with its body; [`ResponseExt`]
//! deserializes it and returns its [`Verification`].
//!
//! **Handle errors.** [`Error::outcome`] says whether the request may have taken effect: check it
//! before you repeat a payment. [`Error::kind`] and [`Error::api`] give the cause.
//! [`_documentation::errors`] lists kinds, outcomes and WeChat Pay's codes.
//!
//! **Open the payment.** [`payment`] signs the parameters with which a page, a mini program or an app
//! opens the payment of an order.
//!
//! **Receive notifications.** [`NotificationParser`] verifies and decrypts what WeChat Pay posts to
//! your server; [`notification`] describes how to respond.
//!
//! **Extend.** [`Signer`] and [`Verifier`] can be replaced, for example by a KMS.
//! [`ClientBuilder::layer`] adds tower layers, [`ClientBuilder::transport`] replaces the HTTP client.
//! [`Failover`] and [`Retry`] repeat requests, and are off by default.
//!
//! **Port from PHP.** [`Rsa`], [`AesGcm`], [`AesEcb`], [`Hash`](struct@Hash), [`Formatter`] and
//! [`PemUtil`] have the names and argument order of PHP's helpers; rustdoc's search finds PHP's names,
//! too. [`_documentation::porting`] maps each symbol of the PHP package.
//!
//! **Test.** `Gateway` (feature `gateway`) is a local stand-in for WeChat Pay; `Client::for_tests` takes
//! a mock of yours for the transport.
//!
//! # Features
//!
//! None is on by default.
//!
//! - `catalogue`: the documented endpoints with their parameters and fields, below 100 kB.
//! - `gateway`: the local stand-in for WeChat Pay. Includes `catalogue`.
//! - `vendored`: builds OpenSSL from source.
//!
//! **This crate enables `preserve_order` and `float_roundtrip` of `serde_json` for your whole
//! program**: JSON maps keep the order of insertion instead of sorting their keys. Code that hashes or
//! signs canonical JSON must sort the keys itself.

mod atomic_file;
pub mod bill;
mod body;
#[cfg(feature = "catalogue")]
pub mod catalogue;
pub mod certificates;
mod chain;
mod client;
mod config;
mod content_encoding;
mod crypto;
mod digits;
mod download;
mod error;
mod file_uri;
mod formatter;
#[cfg(feature = "gateway")]
pub mod gateway;
mod inner;
mod json;
mod json_value;
mod language;
mod media;
mod middleware;
#[cfg(feature = "gateway")]
mod mock;
mod multipart;
pub mod notification;
mod options;
mod path;
pub mod payment;
mod pipeline;
mod promise;
mod request;
mod resend;
mod response;
mod runtime;
mod sensitive;
mod settings;
mod signature;
mod sink;
mod stream;
pub mod template;
mod transport;
mod upload;
mod v2;
mod xml;

// In the order of the guide above.
pub use client::Client;
pub use config::ClientBuilder;
pub use crypto::{PrivateKey, PublicKey};

pub use chain::{Chain, Items, Pages};
pub use options::{Options, Timeout};

pub use body::Body;
pub use media::MediaUtil;
pub use multipart::Multipart;
pub use sensitive::{Encrypted, Sensitive};

pub use download::Download;
pub use promise::{BoxFuture, Promise};

pub use response::{Response, ResponseExt, Verification};

pub use error::{ApiError, BoxError, Error, ErrorKind, Outcome};
pub use language::Lang;

pub use notification::{Notification, NotificationErrorKind, NotificationParser};

pub use middleware::{SignInput, Signer, Verifier, VerifyInput};
pub use resend::{Failover, Retry};
pub use transport::HttpService;

pub use crypto::{AesEcb, AesGcm, Hash, PemUtil, Rsa};
pub use formatter::Formatter;
pub use xml::Transformer;

#[cfg(feature = "catalogue")]
pub use catalogue::Check;

#[cfg(feature = "gateway")]
pub use gateway::Gateway;

/// The crates whose types are in this crate's signatures, in the matching versions. A layer or a
/// transport is a [`tower::Layer`] or a [`tower::Service`].
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

/// For the macro [`chain!`].
#[doc(hidden)]
pub use chain::compiled as __chain;

/// For the command `wechatpay`, which replaces files in the same way.
#[doc(hidden)]
pub use atomic_file::replace as __replace_file;

/// For the command `wechatpay`, which reads JSON from its arguments.
#[doc(hidden)]
pub use digits::changed as __changed_number;

/// For the command `wechatpay`, which shows what a call would sign.
#[doc(hidden)]
pub use v2::signed_text as __v2_signed_text;

/// For the command `wechatpay`, whose samples in PHP say so of each call.
#[doc(hidden)]
pub use v2::is_demanded as __v2_needs_certificate;

/// For the command `wechatpay`, so that there is one list of these characters.
#[doc(hidden)]
pub use error::misleads as __misleads;

/// For the command `wechatpay`, so that it configures a client as [`Client::from_env`] does.
#[doc(hidden)]
pub use settings::{
    Flags as __Flags, Settings as __Settings, is_exposed as __is_exposed,
    usual_file as __configuration_file,
};

/// The long documents, as part of the documentation.
#[cfg(all(doc, not(doctest)))]
pub mod _documentation {
    #[doc = include_str!("../docs/errors.md")]
    pub mod errors {}

    #[doc = include_str!("../docs/errors.zh-CN.md")]
    pub mod errors_zh_cn {}

    #[doc = include_str!("../docs/glossary.md")]
    pub mod glossary {}

    #[doc = include_str!("../docs/php-differences.md")]
    pub mod php_differences {}

    #[doc = include_str!("../docs/php-differences.zh-CN.md")]
    pub mod php_differences_zh_cn {}

    #[doc = include_str!("../docs/porting.md")]
    pub mod porting {}

    #[doc = include_str!("../docs/porting.zh-CN.md")]
    pub mod porting_zh_cn {}

    #[doc = include_str!("../docs/reliability.md")]
    pub mod reliability {}

    #[doc = include_str!("../CHANGELOG.md")]
    pub mod changelog {}
}

/// The examples of the READMEs and of the pages in `docs` are tests.
#[cfg(all(doctest, feature = "gateway"))]
mod papers {
    macro_rules! papers {
        ($($name:ident: $path:literal,)*) => {$(
            mod $name {
                #[doc = include_str!(concat!("../", $path, ".md"))]
                struct English;

                #[doc = include_str!(concat!("../", $path, ".zh-CN.md"))]
                struct Chinese;
            }
        )*};
    }

    papers! {
        readme: "README",
        gateway: "docs/gateway",
        calls: "docs/calls",
        promises: "docs/promises",
        errors_and_money: "docs/errors-and-money",
        retry: "docs/retry",
        verification: "docs/verification",
        sensitive: "docs/sensitive",
        uploads: "docs/uploads",
        downloads: "docs/downloads",
        notifications: "docs/notifications",
        apiv2: "docs/apiv2",
        catalogue: "docs/catalogue",
        payment_parameters: "docs/payment-parameters",
        layers: "docs/layers",
        logging: "docs/logging",
        web_frameworks: "docs/web-frameworks",
        deployment: "docs/deployment",
        testing: "docs/testing",
        porting: "docs/porting",
        errors: "docs/errors",
    }
}
