//! Payments in an app.

use super::sign::Unsigned;
use super::{Stamp, prepay_id, word};
use crate::client::Client;
use crate::crypto::PrivateKey;
use crate::error::Error;
use crate::formatter::Formatter;
use crate::language::Text;
use crate::promise::Promise;

/// Signs the parameters of the app SDK's `PayReq`, with which an app opens a payment.
///
/// [`Client::app`] is its short form.
///
/// ```no_run
/// use wechatpay_chain::PrivateKey;
/// use wechatpay_chain::payment::AppPayment;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let key = PrivateKey::from_file("apiclient_key.pem")?;
/// let parameters = AppPayment::new("wx0411fa6a39d61297", "1900000109", "WX1217752501201407033233368018")
///     .sign(&key)?;
/// let for_the_app = serde_json::to_string(&parameters)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "call sign()"]
pub struct AppPayment {
    appid: String,
    mchid: String,
    prepay_id: String,
    stamp: Stamp,
}

/// The signed parameters, returned by [`Client::app`] and [`AppPayment`]. Serialized, the keys are the
/// names of the fields and all values are strings, as WeChat's SDK expects.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppParameters {
    /// The appid of the app.
    pub appid: String,
    /// The mchid, or the `sub_mchid` of a service provider's order.
    pub partnerid: String,
    /// The `prepay_id`.
    pub prepayid: String,
    /// Always `Sign=WXPay`.
    pub package: &'static str,
    /// The nonce.
    pub noncestr: String,
    /// Seconds since 1970.
    pub timestamp: String,
    /// The SHA256-RSA signature over `appid\ntimestamp\nnoncestr\nprepayid\n`.
    pub sign: String,
}

impl AppPayment {
    /// Takes the appid and the mchid with which the order was created, and the `prepay_id` that was
    /// returned. The mchid becomes the `partnerid`: a service provider gives the `sub_mchid`.
    pub fn new(
        appid: impl Into<String>,
        mchid: impl Into<String>,
        prepay_id: impl Into<String>,
    ) -> Self {
        Self {
            appid: appid.into(),
            mchid: mchid.into(),
            prepay_id: prepay_id.into(),
            stamp: Stamp::default(),
        }
    }

    stamp_setters!();

    /// Signs with the merchant's private key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options) if a value is empty, or contains white space,
    /// `&`, `=` or non-ASCII characters, which would change the signed message;
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) if OpenSSL fails.
    pub fn sign(&self, key: &PrivateKey) -> Result<AppParameters, Error> {
        self.unsigned(Formatter::timestamp())?.sign(key)
    }

    /// Signs with the client's key or [`Signer`](crate::Signer), by the client's clock.
    ///
    /// ```
    /// use wechatpay_chain::payment::{AppParameters, AppPayment};
    /// use wechatpay_chain::{Client, Error};
    ///
    /// // A service provider signs for its merchant.
    /// fn of_sub_merchant(client: &Client, sub_mchid: &str, prepay_id: &str) -> Result<AppParameters, Error> {
    ///     AppPayment::new("wx0411fa6a39d61297", sub_mchid, prepay_id).sign_with(client)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`sign`](Self::sign), and
    /// [`ErrorKind::Sign`](crate::ErrorKind::Sign) if the signer fails, or can't sign parameters.
    pub fn sign_with(&self, client: &Client) -> Result<AppParameters, Error> {
        self.sign_with_async(client).wait()
    }

    /// The async form of [`sign_with`](Self::sign_with).
    pub fn sign_with_async(&self, client: &Client) -> Promise<AppParameters> {
        let payment = self.clone();
        Unsigned::sign_with(client, move |now| payment.unsigned(now))
    }

    pub(super) fn unsigned(&self, now: i64) -> Result<Unsigned<AppParameters>, Error> {
        let appid = word(&Text::verbatim("appid"), &self.appid)?;
        let partnerid = word(&Text::verbatim("mchid"), &self.mchid)?;
        let prepayid = prepay_id(&self.prepay_id)?;
        let (timestamp, noncestr) = self.stamp.or_new(now)?;
        let message = Formatter::joined_by_line_feed([&appid, &timestamp, &noncestr, &prepayid]);
        let (package, sign) = ("Sign=WXPay", String::new());
        let parameters =
            AppParameters { appid, partnerid, prepayid, package, noncestr, timestamp, sign };
        Ok(Unsigned::new(message, parameters, |parameters| &mut parameters.sign))
    }
}
