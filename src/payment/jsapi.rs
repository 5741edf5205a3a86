//! JSAPI: pages in WeChat, and mini programs.

use super::{Stamp, prepay_id, sign, word};
use crate::crypto::PrivateKey;
use crate::error::Error;

/// The parameters of `WeixinJSBridge.invoke("getBrandWCPayRequest", …)` in a page, and of
/// `wx.requestPayment(…)` in a mini program.
///
/// ```no_run
/// use wechatpay_chain::PrivateKey;
/// use wechatpay_chain::payment::JsapiPayment;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let key = PrivateKey::from_file("apiclient_key.pem")?;
/// let parameters = JsapiPayment::new("wx2421b1c4370ec43b", "wx201410272009395522657a690389285100")
///     .sign(&key)?;
/// let for_the_page = serde_json::to_string(&parameters)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "call sign()"]
pub struct JsapiPayment {
    appid: String,
    prepay_id: String,
    extras: Vec<(String, String)>,
    stamp: Stamp,
}

/// What [`JsapiPayment::sign`] gives. As JSON it has the names that WeChat knows: `appId`,
/// `timeStamp`, `nonceStr`, `package`, `signType` and `paySign`, all of them strings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JsapiParameters {
    /// `appId`.
    pub app_id: String,
    /// `timeStamp`: seconds since 1970.
    pub time_stamp: String,
    /// `nonceStr`.
    pub nonce_str: String,
    /// `package`: `prepay_id=…`, and what was added to it.
    pub package: String,
    /// `signType`: `RSA`.
    pub sign_type: &'static str,
    /// `paySign`: SHA256-RSA over `appId\ntimeStamp\nnonceStr\npackage\n`.
    pub pay_sign: String,
}

impl JsapiPayment {
    /// For the page's or mini program's appid, which the order was made with, and the `prepay_id`
    /// that came back.
    pub fn new(appid: impl Into<String>, prepay_id: impl Into<String>) -> Self {
        Self {
            appid: appid.into(),
            prepay_id: prepay_id.into(),
            extras: Vec::new(),
            stamp: Stamp::default(),
        }
    }

    /// Adds `&name=value` to the package, as some products want it. In order, repeatable.
    pub fn package_extra(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extras.push((name.into(), value.into()));
        self
    }

    stamp_setters!();

    /// Signs with the merchant's private key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`](crate::ErrorKind::Options) for a value that is empty, or has
    /// characters that would change the message that is signed;
    /// [`ErrorKind::Crypto`](crate::ErrorKind::Crypto) when OpenSSL fails.
    pub fn sign(&self, key: &PrivateKey) -> Result<JsapiParameters, Error> {
        let app_id = word("appid", &self.appid)?;
        let mut package = format!("prepay_id={}", prepay_id(&self.prepay_id)?);
        for (name, value) in &self.extras {
            let name = word("name of a package_extra", name)?;
            let value = word(&format!("package_extra {name}"), value)?;
            package += &format!("&{name}={value}");
        }
        let (time_stamp, nonce_str) = self.stamp.or_new()?;
        let pay_sign = sign([&app_id, &time_stamp, &nonce_str, &package], key)?;
        Ok(JsapiParameters { app_id, time_stamp, nonce_str, package, sign_type: "RSA", pay_sign })
    }
}
