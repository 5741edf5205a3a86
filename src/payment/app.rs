//! Payments out of an app.

use super::{Stamp, prepay_id, sign, word};
use crate::crypto::PrivateKey;
use crate::error::Error;

/// The parameters of the app SDK's `PayReq`.
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

/// What [`AppPayment::sign`] gives. As JSON it has the names that WeChat knows, which are these
/// fields', all of them strings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppParameters {
    /// The app's id.
    pub appid: String,
    /// The merchant's number.
    pub partnerid: String,
    /// The `prepay_id`.
    pub prepayid: String,
    /// `Sign=WXPay`.
    pub package: &'static str,
    /// The nonce.
    pub noncestr: String,
    /// Seconds since 1970.
    pub timestamp: String,
    /// SHA256-RSA over `appid\ntimestamp\nnoncestr\nprepayid\n`.
    pub sign: String,
}

impl AppPayment {
    /// For the app and the merchant that the order was made with, and the `prepay_id` that came
    /// back.
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
    /// [`ErrorKind::Options`](crate::ErrorKind::Options) for a value that is empty, or has
    /// characters that would change the message that is signed;
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) when OpenSSL fails.
    pub fn sign(&self, key: &PrivateKey) -> Result<AppParameters, Error> {
        let appid = word("appid", &self.appid)?;
        let partnerid = word("mchid", &self.mchid)?;
        let prepayid = prepay_id(&self.prepay_id)?;
        let (timestamp, noncestr) = self.stamp.or_new()?;
        let sign = sign([&appid, &timestamp, &noncestr, &prepayid], key)?;
        let package = "Sign=WXPay";
        Ok(AppParameters { appid, partnerid, prepayid, package, noncestr, timestamp, sign })
    }
}
