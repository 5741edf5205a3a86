//! Call any endpoint of WeChat Pay's OpenAPI v3 by its path.

mod body;
mod chain;
mod client;
mod config;
mod crypto;
mod error;
mod formatter;
#[cfg(feature = "gateway")]
pub mod gateway;
mod middleware;
mod options;
mod pipeline;
mod promise;
mod request;
mod response;
mod runtime;
pub mod template;
mod transport;
mod value;

pub use body::Body;
pub use chain::Chain;
#[doc(hidden)]
pub use chain::compiled as __chain;
pub use client::Client;
pub use config::ClientBuilder;
pub use crypto::{PrivateKey, PublicKey, Rsa};
pub use error::{ApiError, BoxError, Error, ErrorKind, Outcome};
pub use formatter::Formatter;
#[cfg(feature = "gateway")]
pub use gateway::Gateway;
pub use middleware::{SignInput, Signer, Verifier, VerifyInput};
pub use options::{Options, Timeout};
pub use pipeline::HttpService;
pub use promise::{BoxFuture, Promise};
pub use response::{Response, ResponseExt, Verification};
/// The crates whose types stand in this one's signatures, in the versions that fit.
pub use {bytes, http};
