//! The client: where every chain begins.

use std::fmt;
use std::ops::Index;
use std::sync::Arc;

use crate::certificates::Certificates;
use crate::chain::{Chain, Interned};
use crate::config::ClientBuilder;
use crate::download::Download;
use crate::error::Error;
use crate::inner::Inner;
use crate::language::say;
use crate::notification::{NotificationParser, V2NotificationParser};
use crate::path::{Flaw, Path};
use crate::payment::{AppParameters, AppPayment, JsapiParameters, JsapiPayment};
use crate::promise::Promise;
use crate::sensitive::Sensitive;
use crate::signature::PlatformKeys;

/// A merchant's access to WeChat Pay's API.
///
/// Cheap to clone: clones share keys and connections. A client works on any thread and in any async
/// runtime.
///
/// ```no_run
/// use serde_json::json;
/// use wechatpay_chain::{Client, PrivateKey, PublicKey, ResponseExt};
///
/// # fn main() -> Result<(), wechatpay_chain::Error> {
/// let client = Client::builder()
///     .mchid("1900000109")
///     .serial("3775B6A45ACD588826D15E583A95F5DD00000000")
///     .private_key(PrivateKey::from_file("apiclient_key.pem")?)
///     .platform_key("PUB_KEY_ID_0114232134912410000000000000", PublicKey::from_file("pub_key.pem")?)
///     .build()?;
///
/// let order: serde_json::Value = client
///     .chain("v3/pay/transactions/id/{transaction_id}")
///     .get(json!({"transaction_id": "4200001", "query": {"mchid": "1900000109"}}))?
///     .json()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    certificates: Option<Certificates>,
    interned: Interned<Chain>,
}

impl Client {
    /// Starts building a client. See [`ClientBuilder`].
    #[doc(alias = "factory")]
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn new(inner: Inner, certificates: Option<Certificates>) -> Self {
        Self { inner: Arc::new(inner), certificates, interned: Interned::default() }
    }

    /// Starts a path with one segment, or with several separated by slashes.
    ///
    /// `camelCase` becomes `kebab-case`; `_name_` and `<name>` are the variable `{name}`. This can't
    /// fail: the verb reports an invalid path.
    ///
    /// ```no_run
    /// # let client = wechatpay_chain::Client::builder().build().unwrap();
    /// let chain = client.seg("v3").seg("pay").seg("transactions").seg("outTradeNo").seg("_out_trade_no_");
    /// assert_eq!(chain.path(), "v3/pay/transactions/out-trade-no/{out_trade_no}");
    /// ```
    pub fn seg(&self, segment: impl AsRef<str>) -> Chain {
        self.chain_of(Path::ROOT.join(segment.as_ref()))
    }

    /// The same as [`seg`](Self::seg), under its PHP name.
    pub fn chain(&self, path: impl AsRef<str>) -> Chain {
        self.seg(path)
    }

    /// Downloads a file from a link outside the API, such as an invoice's.
    ///
    /// The request has no signature, no Authorization, and no data of the merchant. It is sent by the
    /// client's transport, without the layers of [`ClientBuilder::layer`]. The link must begin with
    /// `https://`; plain http is only for this machine, and only if the client's own
    /// [`base_uri`](ClientBuilder::base_uri) is there, too. A redirection is an error. Errors, logs and
    /// `Debug` show only the scheme and host of a link, since whoever has the rest can use it.
    ///
    /// The file is not verified beyond TLS for the host: its [`Verification`](crate::Verification) is
    /// `Missing`. If WeChat Pay gave a hash with the link, check it with [`Download::hash`].
    ///
    /// ```no_run
    /// # fn invoice(client: &wechatpay_chain::Client, link: &str) -> Result<(), wechatpay_chain::Error> {
    /// client.download_unsigned(link).save("invoice.pdf")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download_unsigned(&self, url: impl Into<String>) -> Download {
        Download::of_link(Arc::clone(&self.inner), url.into())
    }

    fn chain_of(&self, path: Path) -> Chain {
        Chain::new(Arc::clone(&self.inner), path)
    }

    /// Returns the merchant's number, if the client has one: with a
    /// [`signer`](ClientBuilder::signer) it may not.
    pub fn mchid(&self) -> Option<&str> {
        self.inner.incoming.mchid.as_deref().filter(|mchid| !mchid.is_empty())
    }

    /// Signs the parameters with which a page in WeChat or a mini program opens the payment of an
    /// order, with the client's key or [`Signer`](crate::Signer).
    ///
    /// `appid` is that of the page or mini program, with which the order was created. Sign again for
    /// each attempt to pay. [`JsapiPayment`] has more settings. With the client's own key this waits
    /// for nothing, so it also suits async handlers.
    ///
    /// ```
    /// use wechatpay_chain::{Client, Error};
    ///
    /// fn for_the_page(client: &Client, prepay_id: &str) -> Result<String, Error> {
    ///     let parameters = client.jsapi("wx2421b1c4370ec43b", prepay_id)?;
    ///     serde_json::to_string(&parameters).map_err(Error::other)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options) if a value is empty, or contains white space,
    /// `&`, `=` or non-ASCII characters; [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if OpenSSL
    /// fails; [`ErrorKind::Sign`](crate::ErrorKind::Sign) if the client's signer fails, or has no
    /// [`Signer::sign`](crate::Signer::sign).
    pub fn jsapi(
        &self,
        appid: impl Into<String>,
        prepay_id: impl Into<String>,
    ) -> Result<JsapiParameters, Error> {
        self.jsapi_async(appid, prepay_id).wait()
    }

    /// The async form of [`jsapi`](Self::jsapi), for a [`Signer`](crate::Signer) that waits for a
    /// service.
    pub fn jsapi_async(
        &self,
        appid: impl Into<String>,
        prepay_id: impl Into<String>,
    ) -> Promise<JsapiParameters> {
        JsapiPayment::new(appid, prepay_id).sign_with_async(self)
    }

    /// Signs the parameters with which an app opens the payment of an order, with the client's key or
    /// [`Signer`](crate::Signer).
    ///
    /// `appid` is that of the app, with which the order was created; `partnerid` is the client's
    /// [`mchid`](Self::mchid). A service provider gives the `sub_mchid` to [`AppPayment::new`]. Sign
    /// again for each attempt to pay.
    ///
    /// ```
    /// use wechatpay_chain::{Client, Error};
    ///
    /// fn for_the_app(client: &Client, prepay_id: &str) -> Result<String, Error> {
    ///     let parameters = client.app("wx0411fa6a39d61297", prepay_id)?;
    ///     serde_json::to_string(&parameters).map_err(Error::other)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`jsapi`](Self::jsapi), and [`ErrorKind::Config`](crate::ErrorKind::Config) if the client has
    /// no mchid.
    pub fn app(
        &self,
        appid: impl Into<String>,
        prepay_id: impl Into<String>,
    ) -> Result<AppParameters, Error> {
        self.app_async(appid, prepay_id).wait()
    }

    /// The async form of [`app`](Self::app), for a [`Signer`](crate::Signer) that waits for a service.
    pub fn app_async(
        &self,
        appid: impl Into<String>,
        prepay_id: impl Into<String>,
    ) -> Promise<AppParameters> {
        match self.mchid() {
            Some(mchid) => AppPayment::new(appid, mchid, prepay_id).sign_with_async(self),
            None => Promise::from(Err(Error::config(say!(
                "the client has no mchid for `partnerid`: set mchid() of Client::builder(), or give \
                 it to AppPayment::new()",
                "客户端没有用作 `partnerid` 的商户号：设置 Client::builder() 的 mchid()，或传给 \
                 AppPayment::new()",
            )))),
        }
    }

    pub(crate) fn inner(&self) -> Arc<Inner> {
        Arc::clone(&self.inner)
    }

    /// Returns a parser of this merchant's notifications, with the client's platform keys, APIv3 key
    /// and clock. For several merchants at one address, see [`NotificationParser::builder`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the client has no APIv3 key, or has a
    /// [`verifier`](ClientBuilder::verifier) instead of platform keys.
    pub fn notifications(&self) -> Result<NotificationParser, Error> {
        NotificationParser::of_client(&self.inner.incoming)
    }

    /// Returns a parser of this merchant's APIv2 notifications.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the client has no APIv2 key
    /// ([`secret`](ClientBuilder::secret)).
    pub fn v2_notifications(&self) -> Result<V2NotificationParser, Error> {
        let secret = self.inner.incoming.secret.clone().ok_or_else(|| {
            Error::config(say!(
                "the client has no APIv2 key to read notifications with: set secret() of \
                 Client::builder()",
                "客户端没有 APIv2 密钥，无法读取通知：请用 Client::builder() 的 secret() 设置"
            ))
        })?;
        Ok(V2NotificationParser::with(secret))
    }

    /// Returns what encrypts and decrypts sensitive fields.
    ///
    /// It encrypts with the first configured public key of WeChat Pay; otherwise with the newest
    /// downloaded platform certificate; otherwise with the first configured one. Downloaded
    /// certificates are known after a call, or after
    /// [`Certificates::refresh`](crate::certificates::Certificates::refresh).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if no platform key is known, or the client has a
    /// [`verifier`](ClientBuilder::verifier) instead.
    pub fn sensitive(&self) -> Result<Sensitive, Error> {
        let incoming = &self.inner.incoming;
        let best = incoming.platform_keys.as_ref().and_then(PlatformKeys::best);
        let (serial, key) = best.ok_or_else(|| {
            Error::config(say!(
                "no platform key is known to encrypt with: give one by platform_key(), or refresh \
                 the downloaded certificates() first",
                "没有可用于加密的微信支付公钥或平台证书：请通过 platform_key() 传入，\
                 或先用 certificates() 的 refresh() 下载"
            ))
        })?;
        Ok(Sensitive::new(serial, key, incoming.private_key.clone()))
    }

    /// Returns the downloaded platform certificates; `None` without
    /// [`download_certificates`](ClientBuilder::download_certificates).
    pub fn certificates(&self) -> Option<Certificates> {
        self.certificates.clone()
    }

    /// What `chain!` calls.
    /// A path as the command takes it: a template whose literals stay as they are typed.
    #[doc(hidden)]
    pub fn __verbatim(&self, template: &str) -> Chain {
        Chain::new(Arc::clone(&self.inner), Path::verbatim(template))
    }

    #[doc(hidden)]
    pub fn __compiled(&self, (path, flaw): (&'static str, Option<Flaw>)) -> Chain {
        self.chain_of(Path::compiled(path, flaw))
    }
}

/// `client["v3/certificates"]`: the same as [`Client::chain`].
///
/// The chain is kept until this handle is dropped, so index by templates, never by values:
/// `client["v3/pay/transactions/id/{transaction_id}"]`.
impl Index<&str> for Client {
    type Output = Chain;

    fn index(&self, path: &str) -> &Chain {
        self.interned.get_or_insert(path, || self.chain(path))
    }
}

/// Shows the base_uri only, since a client holds keys.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_uri", self.inner.defaults.base.uri()).finish()
    }
}
