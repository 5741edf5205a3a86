//! A path in the making, and the verbs that call it.

mod intern;
mod macros;

use std::fmt;
use std::ops::Index;
use std::sync::Arc;

use http::Method;

pub(crate) use self::intern::Interned;

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

/// A path so far. Segments go on it, and a verb calls it.
///
/// Cheap to clone. It may be kept and called many times, from any thread.
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

    /// The chain with one more segment, or with several.
    ///
    /// `camelCase` becomes `kebab-case`, `_name_` and `<name>` are the variable `{name}`.
    pub fn seg(&self, segment: impl AsRef<str>) -> Chain {
        self.chain_of(self.path.join(segment.as_ref()))
    }

    /// The same as [`seg`](Self::seg), by the name it has in PHP.
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

    /// The URI template so far.
    pub fn path(&self) -> &str {
        self.path.as_str()
    }

    /// Calls it with any method, and blocks until it is answered. A 202 and a 204 are successes of
    /// their own kind: see [`Response`].
    ///
    /// # Errors
    ///
    /// See [`Error`]; [`Error::outcome`] tells whether the request may have taken effect.
    pub fn request(&self, method: Method, options: impl Into<Options>) -> Result<Response, Error> {
        self.request_async(method, options).wait()
    }

    /// A file to be fetched by a GET of this path, such as a complaint's image or a statement.
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

    /// A bill, or any other file that is applied for: a GET of this path with these options is
    /// answered by `{hash_type, hash_value, download_url}`, or with `url` in place of `download_url`
    /// as the flows of coupons have it; then that address is fetched, by a
    /// request of its own that is signed too, and what it gives must have that hash.
    ///
    /// So with `v3/bill/tradebill`, `v3/bill/fundflowbill`, the receipts of transfers, and all that
    /// respond so. The hash is over the bill, so with `tar_type` GZIP over the unpacked one; the
    /// file stays packed. `timeout`, `connect_timeout` and `debug` go for both calls.
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

    /// Calls it with any method, when the promise is awaited or waited for.
    pub fn request_async(&self, method: Method, options: impl Into<Options>) -> Promise<Response> {
        let client = Arc::clone(&self.client);
        Promise::from_future(pipeline::call(client, method, self.path.clone(), options.into()))
    }
}

/// The verbs, each sync and async.
macro_rules! verbs {
    ($($verb:ident, $verb_async:ident, $method:ident, $name:literal;)*) => {
        impl Chain {
            $(
                #[doc = concat!("Calls it with ", $name, ", and blocks until it is answered.")]
                ///
                /// # Errors
                ///
                /// See [`Error`]; [`Error::outcome`] tells whether the request may have taken
                /// effect.
                pub fn $verb(&self, options: impl Into<Options>) -> Result<Response, Error> {
                    self.request(Method::$method, options)
                }

                #[doc = concat!("Calls it with ", $name, ", when the promise is awaited or waited for.")]
                pub fn $verb_async(&self, options: impl Into<Options>) -> Promise<Response> {
                    self.request_async(Method::$method, options)
                }
            )*
        }
    };
}

verbs! {
    get, get_async, GET, "GET";
    post, post_async, POST, "POST";
    put, put_async, PUT, "PUT";
    patch, patch_async, PATCH, "PATCH";
    delete, delete_async, DELETE, "DELETE";
}

/// `chain["certificates"]`: the same as [`Chain::chain`], kept as long as this handle.
impl Index<&str> for Chain {
    type Output = Chain;

    fn index(&self, path: &str) -> &Chain {
        self.interned.get_or_insert(path, || self.chain(path))
    }
}

/// Holds a client, and so keys: it shows the path alone.
impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Chain").field(&crate::template::shown(self.path())).finish()
    }
}
