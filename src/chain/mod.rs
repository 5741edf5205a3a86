//! The chain: segments make a path, and verbs call it.

mod intern;
mod macros;
mod pages;

use std::fmt;
use std::ops::Index;
use std::sync::Arc;

use http::Method;

pub(crate) use self::intern::Interned;
pub use self::pages::{Items, Pages};

/// What `chain!` expands to.
#[doc(hidden)]
pub mod compiled {
    pub use super::macros::{literal, name};
    pub use crate::path::{Compiled, Flaw, capacity};
}

use crate::download::Download;
use crate::error::Error;
use crate::inner::Inner;
use crate::options::Options;
use crate::path::{Flaw, Path};
use crate::pipeline;
use crate::promise::Promise;
use crate::response::Response;

/// A path, to which segments are added and which verbs call.
///
/// Cheap to clone. It can be kept and called many times, from any thread.
///
/// ```no_run
/// use serde_json::json;
///
/// # fn close(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
/// let orders = client.chain("v3/pay/transactions/out-trade-no/{out_trade_no}");
/// orders.get(json!({"out_trade_no": "20240101001", "query": {"mchid": "1900000109"}}))?;
/// orders
///     .chain("close")
///     .post(json!({"out_trade_no": "20240101001", "json": {"mchid": "1900000109"}}))?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Chain {
    client: Arc<Inner>,
    path: Path,
    interned: Interned<Chain>,
}

impl Chain {
    pub(crate) fn new(client: Arc<Inner>, path: Path) -> Self {
        Self { client, path, interned: Interned::default() }
    }

    /// Adds one segment, or several separated by slashes.
    ///
    /// `camelCase` becomes `kebab-case`; `_name_` and `<name>` are the variable `{name}`.
    pub fn seg(&self, segment: impl AsRef<str>) -> Chain {
        self.chain_of(self.path.join(segment.as_ref()))
    }

    /// The same as [`seg`](Self::seg), under its PHP name.
    pub fn chain(&self, path: impl AsRef<str>) -> Chain {
        self.seg(path)
    }

    fn chain_of(&self, path: Path) -> Chain {
        Chain::new(Arc::clone(&self.client), path)
    }

    /// What `chain!` calls.
    #[doc(hidden)]
    pub fn __compiled(&self, (path, flaw): (&'static str, Option<Flaw>)) -> Chain {
        self.chain_of(self.path.join_compiled(path, flaw))
    }

    /// Returns the URI template so far.
    pub fn path(&self) -> &str {
        self.path.as_str()
    }

    /// Sends a request with any method, and blocks until the response is there.
    ///
    /// A 202 and a 204 are successes that need a look: see [`Response`].
    ///
    /// # Errors
    ///
    /// See [`Error`]. [`Error::outcome`] tells whether the request may have taken effect.
    pub fn request(&self, method: Method, options: impl Into<Options>) -> Result<Response, Error> {
        self.request_async(method, options).wait_for("request", "request_async(…).await")
    }

    /// Downloads a file by a GET of this path, such as a complaint's image or a statement.
    ///
    /// ```no_run
    /// use serde_json::json;
    ///
    /// # fn statement(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
    /// client
    ///     .chain("v3/global/statements")
    ///     .download(json!({"query": {"date": "20240101", "tar_type": "GZIP"}}))
    ///     .save("statement.csv.gz")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download(&self, options: impl Into<Options>) -> Download {
        Download::of_call(Arc::clone(&self.client), self.path.clone(), options.into())
    }

    /// Downloads a bill, or any other file that takes two calls.
    ///
    /// A GET of this path with these options returns `{hash_type, hash_value, download_url}`, or `url`
    /// instead of `download_url` for the flows of coupons. Then that address is fetched by a second
    /// signed request, and the file must have that hash. This works for `v3/bill/tradebill`,
    /// `v3/bill/fundflowbill`, the receipts of transfers, and all endpoints with such a response.
    ///
    /// With `tar_type` GZIP the hash is that of the decompressed bill. The file stays compressed unless
    /// [`Download::unpacked`] is called. [`bill::BillReader`](crate::bill::BillReader) reads its rows.
    /// `timeout`, `connect_timeout` and `debug` apply to both calls.
    ///
    /// ```no_run
    /// use serde_json::json;
    ///
    /// # fn bill(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
    /// client
    ///     .chain("v3/bill/tradebill")
    ///     .bill(json!({"query": {"bill_date": "2024-01-01", "bill_type": "ALL"}}))
    ///     .progress(|bytes, total| println!("{bytes} of {total:?}"))
    ///     .save("2024-01-01.csv")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn bill(&self, options: impl Into<Options>) -> Download {
        Download::of_bill(Arc::clone(&self.client), self.path.clone(), options.into())
    }

    /// Downloads an encrypted bill: one that comes as a list of files with their keys.
    ///
    /// A GET of this path with these options returns `download_bill_list`, each item with
    /// `{bill_sequence, download_url, encrypt_key, nonce, hash_type, hash_value}`: that of
    /// `v3/bill/sub-merchant-fundflowbill`, `v3/ecommerce/bill/fundflowbill` and
    /// `v3/payscore/merchant-bill`. Each file is fetched by a signed request, decrypted while it is
    /// received (AES-256-GCM, with a key that the merchant's private key decrypts), and must have the
    /// right tag and hash. The files are joined in the order of `bill_sequence`: WeChat Pay splits a
    /// bill of more than about 16 GB, so raise [`Download::max_size`] for those. Before each further
    /// file the bill is requested again, since the addresses expire.
    ///
    /// The saved file is replaced, and the bytes are returned, only when all tags and hashes are
    /// right. If you read [`Download::stream_async`], trust nothing before its end.
    ///
    /// The algorithm must be `AEAD_AES_256_GCM`, not SM4. A client with a
    /// [`signer`](crate::ClientBuilder::signer) instead of the private key fails with
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) before anything is sent.
    ///
    /// ```no_run
    /// use serde_json::json;
    ///
    /// # fn bill(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
    /// client
    ///     .chain("v3/bill/sub-merchant-fundflowbill")
    ///     .bills(json!({"query": {
    ///         "sub_mchid": "1900000109",
    ///         "bill_date": "2024-01-01",
    ///         "account_type": "BASIC",
    ///         "algorithm": "AEAD_AES_256_GCM",
    ///         "tar_type": "GZIP",
    ///     }}))
    ///     .unpacked()
    ///     .save("1900000109-2024-01-01.csv")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn bills(&self, options: impl Into<Options>) -> Download {
        Download::of_bills(Arc::clone(&self.client), self.path.clone(), options.into())
    }

    /// Sends a request with any method once the promise is awaited or waited for.
    #[doc(alias = "requestAsync")]
    pub fn request_async(&self, method: Method, options: impl Into<Options>) -> Promise<Response> {
        let client = Arc::clone(&self.client);
        Promise::from_future(pipeline::call(client, method, self.path.clone(), options.into()))
    }
}

/// The verbs, each sync and async, the latter also found by its PHP name.
macro_rules! verbs {
    ($($verb:ident, $verb_async:ident, $php:literal, $method:ident, $name:literal, $example:literal;)*) => {
        impl Chain {
            $(
                #[doc = concat!("Sends a ", $name, " request, and blocks until the response is there.")]
                ///
                /// # Errors
                ///
                /// See [`Error`]. [`Error::outcome`] tells whether the request may have taken
                /// effect.
                ///
                /// ```no_run
                /// use serde_json::json;
                ///
                /// # fn call(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
                #[doc = $example]
                /// # Ok(())
                /// # }
                /// ```
                pub fn $verb(&self, options: impl Into<Options>) -> Result<Response, Error> {
                    const INSTEAD: &str = concat!(stringify!($verb_async), "(…).await");
                    self.$verb_async(options).wait_for(stringify!($verb), INSTEAD)
                }

                #[doc = concat!("Sends a ", $name, " request once the promise is awaited or waited for.")]
                #[doc = concat!("See [`", stringify!($verb), "`](Self::", stringify!($verb), ").")]
                #[doc(alias = $php)]
                pub fn $verb_async(&self, options: impl Into<Options>) -> Promise<Response> {
                    self.request_async(Method::$method, options)
                }
            )*
        }
    };
}

verbs! {
    get, get_async, "getAsync", GET, "GET",
        r#"client.chain("v3/refund/domestic/refunds/{no}").get(json!({"no": "1217752501201407033233368018"}))?;"#;
    post, post_async, "postAsync", POST, "POST",
        r#"client.chain("v3/pay/transactions/native").post(json!({"json": {"mchid": "1900000109"}}))?;"#;
    put, put_async, "putAsync", PUT, "PUT",
        r#"client.chain("v3/merchant-service/complaint-notifications").put(json!({"json": {"url": "https://example.com/notify"}}))?;"#;
    patch, patch_async, "patchAsync", PATCH, "PATCH",
        r#"client.chain("v3/marketing/partnerships/{id}").patch(json!({"id": "1", "json": {}}))?;"#;
    delete, delete_async, "deleteAsync", DELETE, "DELETE",
        r#"client.chain("v3/merchant-service/complaint-notifications").delete(())?;"#;
}

/// `chain["certificates"]`: the same as [`Chain::chain`], kept until this handle is dropped.
impl Index<&str> for Chain {
    type Output = Chain;

    fn index(&self, path: &str) -> &Chain {
        self.interned.get_or_insert(path, || self.chain(path))
    }
}

/// Shows the path only, since a chain holds keys.
impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Chain").field(&crate::template::shown(self.path())).finish()
    }
}
